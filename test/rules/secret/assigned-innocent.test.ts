// What looks like a value under the name of a secret and is none, in languages that are read line by line and in tables of
// names, as programs that are published have it.
import { at, python, ruleTester, workflow } from '../../support/rule-tester.ts';
import { assignedSecret } from '../../../rules/secret/assigned-secret.ts';

ruleTester(assignedSecret, {
  valid: [
    {
      ...at('lib/push.js')`
      let deviceToken = 'a9d0ed10e9cfd022a61cb08753f49c5a0b0dfb383697bf9f9d750a1003da19c7';
    `,
      because: 'where a message is pushed to: whoever sends one needs a key of their own',
    },
    {
      ...at('src/totp.js')`
      const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY';
    `,
      because: 'the digits in their order, in base 32',
    },
    {
      ...at('src/errors.js')`
      const errors = { 'no key': AuthError }; // {"msg":"Failed to find api-key 1c5ec63fd-660d-43ea-847a-0d3ba69e106e"}
    `,
      because: 'a key that was not found',
    },
    {
      ...at('doc/cluster.sgml')`
      <programlisting>
      # cat ~/.pgpass
      server1:5432:replication:repl:&lt;repl user password&gt;
      </programlisting>
    `,
      because: 'brackets of a placeholder, as a page has to write them',
    },
    {
      ...at('src/radtest.in')`
      PASSWORD="MS-CHAP-Password"
      TYPE="mschap"
    `,
      because: 'the name of an attribute',
    },
    {
      ...at('bin/fetch.pl')`
      my $pass = "anonymous\\@$domain";
    `,
      because: 'the guest of a server of files',
    },
    {
      ...at('debian/rules')`
      override_dh_installdocs:
      	dh_installdocs -p$(PACKAGE)-mysql -proundcube2-pgsql -proundcube2-sqlite3
    `,
      because: 'names of packages, none of which is the program',
    },
    {
      ...at('src/uri.c')`
      { "pkcs11:token=Software%20PKCS%2311%20softtoken;manufacturer=Acme" },
    `,
      because: 'the name of a device',
    },
    {
      ...at('src/emoji.js')`
      const emoji = { secret: 'unicode/3299.png?v8', bell_pepper: 'unicode/1fad1.png?v8' };
    `,
      because: 'pictures, with what a browser is to fetch anew',
    },
    {
      file: 'dist/nodes.json',
      text: `{"filter":{"pass":"={{ [${Array.from({ length: 12 }, (_, i) => `\\"acme/model-${i}-30b-a3b\\"`).join(',')}].includes($item.id) }}"}}\n`,
      because: 'an expression, however long',
    },
    {
      ...at('lib/User.pm')`
      $args{'Password'} = '*NO-PASSWORD*';
      return if $pwd eq '*NO-PASSWORD*';
    `,
      because: 'a mark in place of a password, which nothing is ever equal to',
    },
    {
      ...at('MANUAL.txt')`
      set obscured passwords using the rclone config password command.
      rclone config password myremote fieldname mypassword
    `,
      because: 'a sentence about a command, and the remote whose password is asked',
    },
    {
      ...at('tool.1')`
      To do that, pass the parameter \f[C]--ask-password=false\f[R] to it.
    `,
      because: 'letters of a manual page',
    },
    {
      ...at('target/helper.c')`
      env->PSW |= (extract32(arg, 2, 1) & extract32(arg, 10, 1)) << 26;
    `,
      because: 'a register of a processor',
    },
    {
      ...at('src/Parser.java')`
      boolean isDummy = equalsIgnore("SYS", schema) && equalsToken("SYSDUMMY1", tableName);
    `,
      because: 'a word of a language that is compared',
    },
    {
      ...at('registry.yaml')`
      tokens: [TK-THR-001, TK-THR-002]
      gates:
        pass: ">= 80%"
    `,
      because: 'the numbers of design tokens, and what counts as passed',
    },
    {
      ...at('src/report.js')`
      const row = \`| Contrast | \${scores.contrast >= '95' ? 'PASS' : 'CONDITIONAL'} |\\n\`;
    `,
      because: 'one of two texts, behind a question mark',
    },
    {
      ...at('public/app.js')`
      var c={page:"FAR3yCUaThxtsNRlGeMf",footer:"fZZkojywXJiqfZHzkOcV",password:"jvbH7gctoZvJjCy3Ha_h",panel:"z3g33fiD0xzKYWyh8b_n"};
    `,
      because: 'the names that a bundler gives to styles: what stands beside has one of the same length',
    },
    {
      ...at('guide.md')`
      tool build --pwd ~/.kelp/skills/tides@5 --json
    `,
      because: 'a folder in the home of somebody, with a version',
    },
    {
      ...at('typo3conf/LocalConfiguration.php')`
      <?php return ['DB' => ['password' => '###DBNEW###', 'apiKey' => 'pat-na1-xxxx']];
    `,
      because: 'marks that are replaced',
    },
    {
      ...at('src/pt.js')`
      export const form = { password: "Palavra-passe" };
    `,
      because: 'the word itself in Portuguese',
    },
    {
      ...at('bin/auth.pl')`
      print "Username: ", encode_base64($user, ""), "\\n",
            "Password: ", encode_base64($pass, ""), "\\n";
    `,
      because: 'the quote closes the text that ends in the name',
    },
    {
      ...at('db.sh')`
      PW="-p$PW"
      mysql_pass="-p$2"
    `,
      because: 'a flag with a variable right behind it',
    },
    {
      ...at('ChangeLog')`
      * NEWS, contrib/kelppasswd: Bug#3994 - kelppasswd should prevent empty names
    `,
      because: 'the number of a bug behind the name of a program',
    },
    {
      ...at('graphs.properties')`
      report.command=--title="Logins" DEF:kelppass={rrd5}:kelppassauth:AVERAGE
    `,
      because: 'a series of a graph, from a file that is put in',
    },
    {
      ...at('src/crypt.cpp')`
      #define KELP_PASS "::__:NOPASS:__::"
      fprintf(fd, "%s  PASSWORD=[%.*s]\\n", prefix, len, at);
    `,
      because: 'a mark in place of a password, and a format',
    },
    {
      ...at('doc/cluster.sgml')`
      server1:5432:replication:repl:&lt;password of repl&gt;
    `,
      because: 'a placeholder, as pages write brackets',
    },
    {
      ...at('xml/upgrade.xsl')`
      <xsl:if test="$InnerPass = 'TRIGGER-MSG'"></xsl:if>
    `,
      because: 'the name of what a template does',
    },
    {
      ...at('cdk.out/app.template.json')`
      { "Code": { "S3Bucket": "assets", "S3Key": "faa95a81ae7d7373f3e1f242268f904eb748d8d0fdd306e8a6fe515a1905a7b3.zip" } }
    `,
      because: 'a file that is named by its digest',
    },
    {
      ...at('src/optable.xml')`
      <instruction><mnemonic>cmpxchg8b</mnemonic></instruction>
    `,
      because: 'an instruction of a processor',
    },
    {
      ...at('src/exports.cpp')`
      // Generated by hand, do not edit
      // Generator token: 10BE3573-1514-4C36-9D1C-5A225CD40393
    `,
      because: 'the mark of what made the file',
    },
    {
      ...at('scripts/ciphers.sh')`
      CIPHERS="NONE:+VERS-TLS1.2:\
      +PSK:+AES-128-CBC:+SHA1 \
      +DHE-PSK:+AES-256-GCM:+AEAD"
    `,
      because: 'ciphers of which one is called PSK',
    },
    {
      ...at('src/session.c')`
      #define TLS_PRIORITY_PSK "+ECDHE-PSK:+DHE-PSK:+PSK"
    `,
      because: 'ciphers, each switched on',
    },
    {
      ...workflow`
      on: push
      permissions: {}
      jobs:
        sign:
          runs-on: windows-latest
          steps:
            - run: SignTool sign /fd sha256 /a /f cert.pfx /p password "output\quay.appxbundle"
    `,
      because: 'the file that is signed',
    },
    {
      ...at('lib/Common.pm')`
      $mode .= ';mysql_ssl_client_key='.$dbSslClientKey.';mysql_ssl_client_cert='.$cert;
      my %login = (password => '(snip)');
    `,
      because: 'a variable between two texts, and what was cut out',
    },
    {
      ...at('README.md')`
      [![browsers](https://ci.example.com/badge.svg?badge_key=N3V0cStKM3RtUy9Bb2l2cHFhMVdobTZnUitBZ1lLcUkw)](https://ci.example.com)
    `,
      because: 'a badge',
    },
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
