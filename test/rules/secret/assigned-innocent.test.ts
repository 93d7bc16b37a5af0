// What looks like a value under the name of a secret and is none, in languages that are read line by line and in tables of
// names, as programs that are published have it.
import { at, python, ruleTester } from '../../support/rule-tester.ts';
import { assignedSecret } from '../../../rules/secret/assigned-secret.ts';

ruleTester(assignedSecret, {
  valid: [
    {
      ...at('crypto/asm/cipher.pl')`
      my $aes_key="80(%rsp)";
      next if ($mnemonic =~ /^vpbroadcast([qdwb])$/);
    `,
      because: 'a place in memory, and a pattern that a name is held against',
    },
    {
      ...at('src/handshake.c')`
      /* pwd-value = KDF-256(pwd-seed, "Hunting and Pecking", p) */
    `,
      because: 'a function with a number in its name',
    },
    {
      ...at('client/enums.go')`
      const KindOfTokenKey = "#Otter.Media.ContentKeyPolicyX509CertificateTokenKey"
      x := namedTokenSecret("default-token-txhzt")
    `,
      because: 'the name of a type in OData, and the name that Kubernetes gave a Secret',
    },
    {
      ...at('src/compiler.erl')`
      clause(Ann) -> walk:clause(Ann, fun walk_erl_pass:translate_args/3, Args, Body),
      Pass = sql_util:pass_md5(User, Password, Salt),
      UserPasswd = base64:encode_to_string(User ++ ":" ++ Password),
    `,
      because: 'functions of Erlang are named by their module and how many arguments they take',
    },
    {
      ...at('src/packet.c')`
      auth = QUAY_AUTH_MD5_SIZE;
    `,
      because: 'a constant, one word of which ends in a digit',
    },
    {
      ...at('plugins/pad.quirk')`
      [PAD\\0A]
      PadIapPassword = 0x1EA5
    `,
      because: 'a number of the protocol',
    },
    {
      ...at('src/names.ts')`
      export const paths = { DEPLOYMENT_ROOT_KEY: 'S3DeploymentRootKey', password: 'passwordSsmPath', clientSecret: 'clientSecretArn' };
      export const ROOT_KEY = 'threeDS2';
    `,
      because: 'the name over again, where the secret is kept, and the entry at the top of a document',
    },
    {
      ...at('src/Holder.m')`
      NSDictionary *shown = @{ @"keyPassphrase" : self.keyPassphrase ?: @"unknown" };
    `,
      because: 'what is shown where there is none',
    },
    {
      ...at('Jenkinsfile')`
      pipeline {
        agent none
        environment { SIGNING = credentials('windows-build-2019-pfx') }
      }
    `,
      because: 'what the store of Jenkins calls it',
    },
    {
      ...at('app/src/main/res/values-af/strings.xml')`
      <resources><string name="save_type_password">wagwoord</string></resources>
    `,
      because: 'a word for people, in the language of the folder',
    },
    {
      ...at('README.md')`
      [![build](https://ci.example.com/a/b.svg?token=eHg7Zp5zdDDJfTjY8ejq&branch=main)](https://ci.example.com/a/b)
      [![build](https://circleci.com/gh/a/b.svg?style=shield&circle-token=28800635c8d59d71dc3de2373e7ad893219e4838)](https://circleci.com/gh/a/b)
    `,
      because: 'it shows the state of a build to whoever looks at the badge',
    },
    {
      ...at('docs.config.js')`
      module.exports = {
        algolia: { appId: 'OFCNCOG2CU', apiKey: '6fe4476ee5a1832882e326b506d14126', indexName: 'otter' },
        search: { options: { appId: 'OFCNCOG2CU', apiKey: '6fe4476ee5a1832882e326b506d14127', locales: { de: {} }, indexName: 'otter' } },
        SEGMENT_WRITE_KEY: 'IzCq3j4dQlTAgLdMykRW9oBHQKUy1xMm',
      };
    `,
      because: 'a key that searches one index and a key that pages count visitors with are given to everybody who opens the page',
    },
    {
      ...at('src/arguments.c')`
      password = argv[i+1];
      if (!strcmp(token, "mqttv311") || strcmp(token, "protocol=2.5") == 0) return 1;
      if (strcmp(list->passwd, "none") && strcmp(list->passwd, "disable")) return 2;
      conn->setAuth(NULL, "HTTP request missing credentials");
      auth_failed("Attempted login with password having illegal chars");
    `,
      because: 'an element of a list, the words of a parser, switches and sentences',
    },
    {
      ...at('src/tokens.c')`
      const char *token = "\xe4\x95\x91\x25\xe2\x94\xad\xe1\x90\xad\xee\x94\x81\xe2\x8e\x9e";
      priority_str = "NONE:+VERS-TLS1.2:+ECDHE-PSK:+PSK:+AES-128-GCM:+AES-128-CBC:+AEAD:+SHA256:";
    `,
      because: 'letters spelled in bytes, and ciphers of which one is called PSK',
    },
    {
      ...at('src/check.cpp')`
      const std::string& pwd = tokens[1];
      expect(head, { .token = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", .json = "{\"alg\":\"HS256\"}" });
    `,
      because: 'an element of a list, and the head of a token without anything behind it',
    },
    {
      ...at('R/url.r')`
      password <- user_pass[2]
    `,
      because: 'an element of a vector',
    },
    {
      ...at('src/jose.erl')`
      normalize(Map, VStaticPublicKey, UEphemeralSecretKey=#jose_jwk{fields=#{ kid := KID }}) ->
      to_map(JWT=#jose_jwt{fields=Fields}) ->
    `,
      because: 'a record',
    },
    {
      ...at('lib/directory.pl')`
      $ldap->bind($opt{'D'}, password => "$opt{'w'}", version => 3);
      $again->bind(password => "$Global{'bindpw'}");
      my $db = DBI->connect('dbi:ExampleP:', '', []);
      $page->tick('PrivateKey', '4CFD3F7DCD464852DB980F26C798591AA831DBFB');
      my %columns = (Password => 'binary', PrivateKey => 'C798591AA831DBFB');
    `,
      because: 'an entry of a hash, a list in place of a password, the number of an OpenPGP key, the type of a column',
    },
    {
      ...python`
      ACCESS_TOKEN = "OS-OAUTH1:access_token"
      principal.add(password('admin'))
      realm.add('krbtgt/%s' % name, password('cr-%d-%d-' % (i, j)))
      distro.set_passwd("root", passwd)
    `,
      because: 'a name with its prefix, a function that is asked for one, whose password it is',
    },
    {
      ...at('api/dispatcher.pb.go')`
      package api

      type Assignment struct {
      	Secret *Secret \`protobuf:"bytes,2,opt,name=secret,proto3,oneof"\`
      }

      const user = "tester:$2y$05$sBsSqk0OpSD1uTZkHXc4FeJ0Z70wLQdAX/82UiHuQOKbNbBrzs63m"
      const defaultTokenJWT = "jwt,pub-key=./fixtures/server.crt,priv-key=./fixtures/server.key,sign-method=RS256"
    `,
      because: 'the tag of a field, a line of htpasswd, settings',
    },
    {
      ...at('src/columns.php')`
      <?php
      $columns = ['secretKey' => 'bytes20?', 'clientSecret' => 'text32', 'accountSecret' => 'bytes64'];
      $renamed = ['OldProviderPassword' => 'ShopPasswordAuthProvider'];
      $names = [\\CURLOPT_KEYPASSWD => 'passphrase'];
    `,
      because: 'types of columns, the name of a class, and of an option',
    },
    { file: 'data/emoji.json', text: '{ "flag_pw": "\\ud83c\\uddf5\\ud83c\\uddfc" }', because: 'a picture' },
    {
      file: 'README.md',
      text: 'Allowing login with password values shorter than six.\n\n[v3key]: ../mvcc/mvccpb/kv.proto#L12-L29\n',
      because: 'a sentence, and a place in a file',
    },
    {
      file: 'build.xml',
      text: '<project><filter token="WSDL4J_JAR" value="${wsdl4j-lib.jar}"/></project>\n',
      because: 'the name of what is put in',
    },
    {
      ...at('src/config_file.c')`
      bss->ssid.wpa_passphrase = os_strdup(pos);
      if (bss->ssid.wpa_passphrase && res && pw->pk) return 1;
      printf("usage: wpa_passphrase <ssid> [passphrase]");
      zPasswd = &zDecode[i+1];
      if (!strncmp(passwd, "u_pwd=", 6) || strncmp(up->password, "SCRV1:", 6) != 0) return 2;
      #define DPP_EVENT_CONFOBJ_PASS "DPP-CONFOBJ-PASS "
      #define FTPPASS "-wwwuser@"
    `,
      because: 'a setting of the same name as a command, an element, what a text begins with, a name, the password of anonymous',
    },
    {
      ...at('src/kdf.cpp')`
      if (db->kdf()->uuid() == KeePass2::KDF_AES_KDBX3 && version >= 4) upgrade();
      static const auto DBUS_SERVICE_SECRET = QStringLiteral("org.freedesktop.secrets");
      FdoSecrets::DhIetf1024Sha256Aes128CbcPkcs7 cipher(random);
    `,
      because: 'names in the space of others, and of a service',
    },
    {
      ...at('ltmain.sh')`
      if test "$linkmode,$pass" = "prog,link"; then
        echo
      fi
      gpg --list-secret-keys "2D727CC768697734"
    `,
      because: 'the pass of a linker, and the number of an OpenPGP key',
    },
    {
      ...at('.cirrus.yml')`
      env:
        SKOPEO_PASSWORD: ENCRYPTED[36e06f9befd17e5da2d60260edb9ef0d40e6312e2bba4cf881d383f1b8b5a18c]
    `,
      because: 'a variable that only the pipeline can read',
    },
    {
      ...at('build.properties')`
      codesigning.storepass=<api-key>|/path/to/certificate.p12|<password>
    `,
      because: 'what has to be put in',
    },
    {
      ...python`
      text += '' if self.password is None else ', password={0.password!r}'.format(self)
    `,
      because: 'a format',
    },
    {
      ...at('iam/service.go')`
      package iam

      var signedJwt string = "signedJwt-979546844"
      var accessToken string = "accessToken-1938933922"
    `,
      because: 'a name with a number, as generated tests have it',
    },
    {
      ...at('steps/basic.pl')`
      Given qr/a user named "(.*)" with a password "(.*)"/, sub { };
    `,
      because: 'any password',
    },
    {
      file: 'app.flatpakrepo',
      text: '[Flatpak Repo]\nGPGKey=mQENBFUUCGcBCAC/K9WeV4xCaKr3NKRqPXeY5mpaXAJyasLqCtrDx92WUgbu0voWrhohNAKpqizod2dvzc/XTxm3rHjIxmNfdUz1\n',
      because: 'a public key',
    },
  ],
  invalid: [
    {
      ...at('lib/secure_password.rb')`
      # Adds a password to a model.
      #
      #   user.password = '«mUc3m00RsqyRe»'
      def has_secure_password
      end
    `,
      severity: 'low',
    },
    {
      ...at('lib/seed.rb')`
      # The first one.
      user.password = '«mUc3m00RsqyRe»'
    `,
      severity: 'high',
      suggestions: ['# The first one.\nuser.password = ENV.fetch("USER_PASSWORD")\n'],
    },
    {
      ...at('lib/directory.pl')`
      my $db = DBI->connect('dbi:Pg:shop', 'shop', '«Otter4Quarry!9»');
    `,
    },
    {
      ...at('src/key.c')`
      const char *aes_key = "«\x8f\x02\xa1\x93\xfe\x10\xc4\x77\x05\xbd\x21\x9a\xe0\x3c\x66\xd8»";
    `,
    },
    {
      ...at('scripts/network.sh')`
      wpa_passphrase shop «Otter4Quarry9» | sudo tee /etc/wpa.conf
      sudo wpa_passphrase "the shop" '«Heron7Harbour2»' > /etc/wpa2.conf
    `,
    },
    {
      ...at('scripts/authority.sh')`
      openssl genpkey -algorithm RSA -out ca.key -aes-128-cbc -pass pass:«not-secure-passphrase»
    `,
      severity: 'low',
    },
    {
      file: 'users.ldif',
      text: 'dn: uid=otter,dc=shop\nuserPassword::«T3R0ZXI0UXVhcnJ5ITk=»\n',
    },
  ],
});
