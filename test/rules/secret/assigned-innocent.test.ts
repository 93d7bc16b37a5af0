// What looks like a value under the name of a secret and is none, in languages that are read line by line and in tables of
// names, as programs that are published have it.
import { at, python, ruleTester } from '../../support/rule-tester.ts';
import { assignedSecret } from '../../../rules/secret/assigned-secret.ts';

ruleTester(assignedSecret, {
  valid: [
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
  ],
});
