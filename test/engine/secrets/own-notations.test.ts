// Programs whose notation says where the password stands, by no name that would mean one elsewhere: what is found in each,
// exactly, and the neighbour that is a hash, a reference, or the same words in another place.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text))
    .filter((one) => one.kind === 'secret' && !one.placeholder && one.confidence !== 'low')
    .map((one) => [...one.at.span]);

type Notation = readonly [what: string, file: string, leaks: string, clean: string];

const notations: readonly Notation[] = [
  [
    'pgbouncer',
    'etc/userlist.txt',
    '"app" "«{{token:password}}»"\n',
    '"app" "md5d4a1b7a0b5a8a6c1e6e4d3d9b8f0f1a2"\n"b" "SCRAM-SHA-256$4096:YWJj$ZGVm:Z2hp"\n',
  ],
  [
    'pppd',
    'etc/ppp/chap-secrets',
    '# client server secret\nvpn pptpd «{{token:password}}» *\n"dsl" * "«{{token:password:2}}»"\n',
    '# vpn pptpd {{token:password}} *\n',
  ],
  ['strongswan', 'etc/ipsec.secrets', ': PSK "«{{token:password}}»"\nme : EAP "«{{token:password:2}}»"\n', ': RSA server.pem\n# : PSK\n'],
  ['postfix', 'sasl_passwd', '[smtp.acme.io]:587 me@acme.io:«{{token:password}}»\n', '[smtp.acme.io]:587 me@acme.io:${SMTP_PASSWORD}\n'],
  ['msmtp', 'home/.msmtprc', 'account a\nuser me\npassword «{{token:password}}»\n', 'account a\npasswordeval "pass show mail"\n'],
  ['fetchmail', '.fetchmailrc', 'poll mail.acme.io user "me" password "«{{token:password}}»"\n', 'poll mail.acme.io user "me"\n'],
  ['coturn', 'turnserver.conf', 'user=me:«{{token:password}}»\n', '# user=me:{{token:password}}\nrealm=acme.io\n'],
  [
    'net-snmp',
    'snmpd.conf',
    'rocommunity «{{token:password}}»\ncreateUser me SHA "«{{token:password:2}}»" AES «{{token:password:3}}»\n',
    'rocommunity public\nsyslocation here\n',
  ],
  [
    'haproxy',
    'haproxy.cfg',
    'userlist u\n  user me insecure-password «{{token:password}}»\nlisten s\n  stats auth me:«{{token:password:2}}»\n',
    'userlist u\n  user me password $6$abc$defghijklm\n  stats uri /x\n',
  ],
  [
    'bruno',
    'api/login.bru',
    'auth:basic {\n  username: me\n  password: «{{token:password}}»\n}\n',
    'auth:basic {\n  username: me\n  password: {{password}}\n}\ndocs {\n  The password: is asked for.\n}\n',
  ],
  [
    'StackExchange.Redis',
    'appsettings.json',
    '{ "Redis": "cache.kelp.ch:6379,password=«{{token:password}}»,ssl=True" }\n',
    '{ "Redis": "cache.kelp.ch:6379,password=${REDIS_PW},ssl=True", "Text": "at 10:30, password=unset9x, ssl=off" }\n',
  ],
  ['squid', 'squid.conf', 'cache_peer p parent 3128 0 no-query login=me:«{{token:password}}»\n', 'cache_peer p parent 3128 0 login=PASS\n'],
  ['proftpd', 'proftpd.conf', 'SQLConnectInfo db@localhost app «{{token:password}}»\n', 'SQLConnectInfo db@localhost\n'],
  ['curl', '.curlrc', 'user = "me:«{{token:password}}»"\n', 'user-agent = "me:x"\nuser = "me"\n'],
  ['openvpn', 'client.ovpn', '<auth-user-pass>\nme\n«{{token:password}}»\n</auth-user-pass>\n', 'auth-user-pass /etc/pass.txt\n'],
  ['openvpn, in a file', 'openvpn/auth.txt', 'me\n«{{token:password}}»\n', '# me\n'],
  [
    'REST client',
    'api.http',
    'GET https://acme.io\nAuthorization: Basic me «{{token:password}}»\n',
    'GET https://acme.io\nAuthorization: Basic me {{password}}\n',
  ],
  [
    'SQL*Plus',
    'a.sql',
    'CONNECT app/«{{token:password}}»@ORCL\n',
    'CONNECT app/&password@ORCL\nCONNECT / AS SYSDBA\n-- connect to a/b@c when done\n',
  ],
  ['kickstart', 'rhel.ks', 'rootpw --plaintext «{{token:password}}»\n', 'rootpw --iscrypted $6$abc$defghijklm\nrootpw --lock\n'],
  [
    'preseed',
    'preseed.cfg',
    'd-i passwd/root-password password «{{token:password}}»\n',
    'd-i passwd/root-password-crypted password $6$abc$defghijklm\nd-i passwd/make-user boolean false\n',
  ],
  [
    'debconf',
    'a.sh',
    'echo "mysql-server mysql-server/root_password password «{{token:password}}»" | debconf-set-selections\n',
    'echo "mysql-server mysql-server/root_password password $PW" | debconf-set-selections\n',
  ],
  [
    'chpasswd of a cloud machine',
    'init.yaml',
    '#cloud-config\nchpasswd:\n  expire: false\n  list: |\n    root:«{{token:password}}»\n    me:RANDOM\n    x:$6$abc$defghijklm\n',
    '#cloud-config\nusers:\n  - name: me\n    lock_passwd: true\n',
  ],
  [
    'chpasswd as a list',
    'init.yaml',
    '#cloud-config\nchpasswd:\n  list:\n    - root:«{{token:password}}»\n',
    '#cloud-config\nchpasswd:\n  users:\n    - {name: root, password: $6$abc$defghijklm}\n',
  ],
  [
    'chpasswd in Terraform',
    'a.tf',
    'locals {\n  data = <<-EOF\n    #cloud-config\n    chpasswd:\n      list: |\n        root:«{{token:password}}»\n  EOF\n}\n',
    'locals {\n  data = <<-EOF\n    #cloud-config\n    chpasswd:\n      list: |\n        root:${var.password}\n  EOF\n}\n',
  ],
  ['cloud data without an ending', 'user-data', '#cloud-config\npassword: «{{token:password}}»\n', '#cloud-config\nssh_pwauth: true\n'],
  [
    'password of a user of a cloud machine',
    'init.yaml',
    '#cloud-config\nusers:\n  - name: me\n    plain_text_passwd: «{{token:password}}»\n',
    '#cloud-config\nusers:\n  - name: me\n    hashed_passwd: $6$abc$defghijklm\n',
  ],
  [
    'Redis, rules of users',
    'users.acl',
    'user me on >«{{token:password}}» ~jobs:* +@all\n',
    'user me on #9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 ~* +@all\nuser x on nopass ~*\n',
  ],
  [
    'Redis, two passwords',
    'redis.conf',
    'user me on >«{{token:password}}» >«{{token:password:2}}» +@all\nrequirepass «{{token:password:3}}»\nmasterauth «{{token:password:4}}»\n',
    'user me on\n# the switch is on > off\n',
  ],
  [
    'Redis in a map of settings',
    'a.yaml',
    'data:\n  users.acl: |\n    user me on >«{{token:password}}» +@all\n',
    'data:\n  users.acl: |\n    user me on >${PASSWORD} +@all\n',
  ],
  [
    'users of a broker',
    'kafka_server_jaas.conf',
    'KafkaServer {\n  org.apache.kafka.common.security.plain.PlainLoginModule required\n  user_admin="«{{token:password}}»"\n  user_me="«{{token:password:2}}»";\n};\n',
    'KafkaServer {\n  org.apache.kafka.common.security.plain.PlainLoginModule required\n  user_admin="${ADMIN}";\n};\nuser_other="{{token:password}}"\n',
  ],
  [
    'Oracle, address',
    'A.java',
    'class A { String u = "jdbc:oracle:thin:app/«{{token:password}}»@//db.acme.io:1521/app"; }\n',
    'class A { String u = "jdbc:oracle:thin:@//db.acme.io:1521/app"; String p = "app/name@host"; }\n',
  ],
  [
    'Oracle, call',
    'a.py',
    'c = cx_Oracle.connect("app/«{{token:password}}»@db.acme.io/app")\n',
    'c = cx_Oracle.connect(f"app/{password}@db.acme.io/app")\n',
  ],
  [
    'Oracle, commands',
    'a.sh',
    'sqlplus -s app/«{{token:password}}»@ORCL @run.sql\nsqlldr userid=app/«{{token:password:2}}»@ORCL control=a.ctl\nexpdp app/«{{token:password:3}}»@ORCL full=y\nrman target sys/«{{token:password:4}}»@ORCL\n',
    'sqlplus -s /nolog @scripts/run.sql\nsqlldr userid=app/$PW@ORCL control=dir/a.ctl\nrman target /\nscp -r dir/file2@x me@host:\n',
  ],
  [
    'Oracle, as a page writes it',
    'A.java',
    'class A { String u = "jdbc:oracle:thin:scott/«{{token:password}}»@host"; }\n',
    'class A { /** `jdbc:oracle:thin:user/password@host`, or `jdbc:oracle:thin:scott/tiger@host` */ void a() {} }\n',
  ],
  [
    'Perl',
    'a.pl',
    'my $d = DBI->connect("DBI:mysql:database=a", "app", "«{{token:password}}»");\n',
    'my $d = DBI->connect("DBI:mysql:database=a", $user, $password);\n',
  ],
  [
    'Clojure',
    'a.clj',
    '{:db {:user "application" :password "«{{token:password}}»"} :api-key "«{{token:random-40}}»"}\n',
    '{:db {:password (env :db-password)} :password-label "Password"}\n',
  ],
  [
    'name server',
    'named.conf',
    'key "k" { algorithm hmac-sha256; secret "«{{token:random-40}}»"; };\n',
    'key "k" { algorithm hmac-sha256; };\nThe secret "sauce" is in there;\n',
  ],
  [
    'directory',
    'etc/nslcd.conf',
    'bindpw «{{token:password}}»\nldap_default_authtok = «{{token:password:2}}»\n',
    'rootpw {SSHA}abcdefghijklmnop\nbindpw_file /etc/pw\n',
  ],
  [
    'unattended setup',
    'unattend.xml',
    '<a><AutoLogon><Password><Value>«{{token:password}}»</Value><PlainText>true</PlainText></Password></AutoLogon></a>\n',
    '<a><Setting><Value>{{token:password}}</Value></Setting><Label><Value>Password</Value></Label></a>\n',
  ],
  [
    'Yarn',
    '.yarnrc.yml',
    'npmRegistries:\n  "https://npm.acme.io":\n    npmAuthIdent: «me:{{token:random-40}}»\n',
    'npmRegistries:\n  "https://npm.acme.io":\n    npmAuthIdent: "${NPM_AUTH}"\n',
  ],
  [
    'one line of a block',
    'clients.conf',
    'client nas { ipaddr = 10.0.0.1 secret = «{{token:password}}» }\n',
    'client nas { ipaddr = 10.0.0.1 secret = ${secret} }\n',
  ],
  [
    'other shells',
    'a.fish',
    'set -gx API_TOKEN «{{token:random-40}}»\n',
    'set -l token_words change check h help recover\nset -gx API_TOKEN $token\n',
  ],
  [
    'key of a gem',
    '.gem/credentials',
    '---\n:acme: Bearer «{{token:random-40}}»\n',
    '---\n:acme: Bearer ${TOKEN}\narn:aws:secretsmanager:eu-west-1:1:secret:abc1def2ghi3jkl4mno5\n',
  ],
  [
    'a literal that writes a literal',
    'app/build.gradle',
    'buildConfigField "String", "API_KEY", "\\"«{{token:random-40}}»\\""\n',
    'buildConfigField "String", "API_KEY", "\\"${apiKey}\\""\n',
  ],
  [
    'lines of a cell',
    'a.ipynb',
    '{"cells": [{"cell_type": "code", "source": "a = 1\\npassword = \\"«{{token:password}}»\\""}]}\n',
    '{"cells": [{"cell_type": "code", "source": "a = 1\\npassword = read()"}]}\n',
  ],
  [
    'tags of a resource',
    'a.yaml',
    "Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Jwt:\n        Key: '«{{token:random-40}}»'\n",
    'Resources:\n  A:\n    Type: AWS::S3::Bucket\n    Properties:\n      Tags:\n        - Key: Application\n          Value: shop\n',
  ],
  [
    'Grafana',
    'grafana.ini',
    'admin_password = «{{token:password}}»\n',
    'admin_password = $__env{ADMIN_PASSWORD}\nsecret_key = $__file{/etc/secret2}\n',
  ],
  [
    'alphabet',
    'a.rb',
    'secret_key = "«{{token:random-40}}»"\n',
    'secret_key = "sk_abcdefghijklmnopqrstuvwxyz123"\npassword = "abcd1234abcd1234abcd1234abcd1234"\n',
  ],
  [
    'functions that look for secrets',
    'a.py',
    'password = "«{{token:password}}»"\n',
    'assert looks_like_secret("{{token:random-40}}")\nmask_password("{{token:password}}")\n',
  ],
];

/** Ids of Mattermost and Rocket.Chat, drawn as they draw them. */
const [hook, room] = ['q7k1xw9m3rt8zd5uj4hcpe6onb', '4tGm7RkWx2QvZ9bNc'];

const files: readonly Notation[] = [
  [
    'Composer’s logins by host',
    'auth.json',
    '{"github-oauth":{"github.com":"«{{token:random-40}}»"},"gitlab-token":{"gitlab.acme.io":"«{{token:random-40:2}}»"},"bearer":{"r.acme.io":"«{{token:random-40:3}}»"}}\n',
    '{"gitlab-domains":["gitlab.acme.io"],"github-oauth":{"github.com":"${TOKEN}"},"bearer":"see auth.md for r.acme.io"}\n',
  ],
  [
    'a login of Docker by token',
    '.docker/config.json',
    '{"auths":{"r.io":{"identitytoken":"«{{token:random-40}}»"}}}\n',
    '{"auths":{"r.io":{"identityTokenFile":"/run/token"}}}\n',
  ],
  [
    'keys of sessions',
    'config/default.json',
    '{"session":{"keys":["«{{token:random-40}}»","«{{token:random-40:2}}»"]},"auth":{"secret":"«{{token:random-40:3}}»"}}\n',
    '{"session":{"keys":["${SESSION_KEY}"],"secret":null},"shortcuts":{"keys":["ctrl+shift+alt+meta+enter"]}}\n',
  ],
  [
    'a login of Postman in pairs',
    'a.postman_collection.json',
    '{"auth":{"type":"apikey","apikey":[{"key":"value","value":"«{{token:random-40}}»"},{"key":"key","value":"X-Api-Key"}]}}\n',
    '{"auth":{"type":"apikey","apikey":[{"key":"value","value":"{{apiKey}}"},{"key":"key","value":"X-Api-Key"}]},"event":[{"key":"value","value":"{{token:random-40}}"}]}\n',
  ],
  [
    'a header that Bruno keeps and does not send',
    'api/login.bru',
    'headers {\n  ~X-Api-Key: «{{token:random-40}}»\n}\n',
    'headers {\n  ~X-Api-Key: {{apiKey}}\n}\n',
  ],
  [
    'fluentd',
    'etc/fluent.conf',
    '<match **>\n  @type s3\n  aws_sec_key «{{token:random-40}}»\n  shared_key "«{{token:password}}»"\n</match>\n',
    '<match **>\n  aws_sec_key "#{ENV[\'KEY\']}"\n  password_key name\n  # password {{token:password}}\n</match>\n',
  ],
  [
    'keys of certificates in strongSwan',
    'etc/ipsec.secrets',
    ': RSA vpn.pem "«{{token:password}}»"\n: P12 me.p12 "«{{token:password:2}}»"\n',
    ': RSA vpn.pem\n: RSA vpn.pem %prompt\n',
  ],
  [
    'davfs',
    'etc/davfs2/secrets',
    'https://dav.acme.io/ me «{{token:password}}»\n/mnt/b you "«{{token:password:2}}»"\n',
    '# https://dav.acme.io/ me {{token:password}}\n',
  ],
  [
    'a directory that is copied',
    'etc/slapd.conf',
    'syncrepl rid=1 bindmethod=simple credentials=«{{token:password}}»\n',
    '# syncrepl rid=1 credentials={{token:password}}\nsyncrepl rid=2 bindmethod=sasl\n',
  ],
  ['exim', 'exim4/passwd.client', 'smtp.acme.io:me@acme.io:«{{token:password}}»\n', '### target.mail.server.example:login:password\n'],
  ['keepalived', 'keepalived.conf', '  auth_type PASS\n  auth_pass «{{token:password}}»\n', '  auth_type AH\n  auth_pass\n'],
  [
    'names and values of SoapUI',
    'a-soapui-project.xml',
    '<con:property><con:name>dbPassword</con:name><con:value>«{{token:password}}»</con:value></con:property>\n',
    '<con:property><con:name>dbPassword</con:name><con:value>${#Env#PW}</con:value></con:property>\n<con:property><con:name>mode</con:name><con:value>{{token:password}}</con:value></con:property>\n',
  ],
  [
    'CakePHP',
    'config/app.php',
    "<?php\nreturn ['Security' => ['salt' => env('SECURITY_SALT', '«{{token:random-40}}»')]];\n",
    "<?php\nreturn ['Security' => ['salt' => env('SECURITY_SALT', '__SALT__')]];\n",
  ],
  [
    'settings of a profile of Quarkus',
    'application.properties',
    '%prod.quarkus.datasource.password=«{{token:password}}»\n',
    '%prod.quarkus.datasource.password=${DB_PASSWORD}\n%prod.quarkus.log.level=INFO2\n',
  ],
  ['rsync', 'etc/rsyncd.secrets', 'backup:«{{token:password}}»\n', '# backup:{{token:password}}\n'],
  ['s3fs', '.passwd-s3fs', 'kelp:«{{token:random-40}}»\n', '# kelp:{{token:random-40}}\n'],
  [
    'Kaggle',
    '.kaggle/kaggle.json',
    '{"username":"me","key":"«0c4e8f3b7a62d95e1f08b3c7a4d6e925»"}\n',
    '{"username":"me","key":"${KAGGLE_KEY}"}\n',
  ],
  [
    'a channel of Anaconda',
    '.condarc',
    'channels:\n  - https://conda.acme.io/t/«ke-1b05aa79-7b09-44c6-9355-d102d3d66da8»/main\n',
    'channels:\n  - https://conda.acme.io/t/<TOKEN>/main\nsee /t/1b05aa79-7b09-44c6-9355-d102d3d66da8/x\n',
  ],
  [
    'an index of PyPI',
    'pip.conf',
    '[global]\nextra-index-url=https://__token__:«{{token:random-40}}»@pypi.acme.io/simple\n',
    '[global]\nextra-index-url=https://__token__:${TOKEN}@pypi.acme.io/simple\n',
  ],
  [
    'what people tell each other',
    'chat.txt',
    'the api key: «{{token:random-40}}» is new\n',
    'the api key: 32characters and a pwd is 8characters long, in the access key: aws2024\n',
  ],
  ['buildout', 'buildout.cfg', '[instance]\nuser = admin:«{{token:password}}»\n', '[instance]\nuser = ${buildout:user}\n'],
  [
    'Oracle’s shortest address',
    'a.txt',
    'sqlplus -S me/«Vx82kqLmz9»@//db.acme.io:1521/shop\n',
    'see https://acme.io/a@//x and me/you@//\n',
  ],
  [
    'an address that holds a connection string',
    'a.py',
    'e = "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7Bx%7D%3BUID%3Dme%3BPWD%3D«Vx82kqLmz9»%3BTrust%3Dno"\n',
    'e = "mssql+pyodbc:///?odbc_connect=DRIVER%3D%7Bx%7D%3BUID%3Dme%3BPWD%3D%7Bpw%7D%3B"\n',
  ],
  [
    'hooks of chats on hosts of one’s own',
    'a.yaml',
    `a: https://chat.acme.io/hooks/«${hook}»\nb: https://talk.acme.io/hooks/«${room}/{{token:random-40}}»\n`,
    `a: https://acme.io/hooks/useintersectionobservernow\nb: ./src/hooks/${hook}\nc: https://acme.io/hooks/deploy\n`,
  ],
];

it.each([...notations, ...files])('%s (%s)', (_what, file, leaks, clean) => {
  const { text, spans } = readMarks(fillTokens(leaks));
  expect(found(file, text), text).toEqual(spans);
  const neighbour = fillTokens(clean);
  expect(
    found(file, neighbour).map((span) => neighbour.slice(...(span as [number, number]))),
    neighbour,
  ).toEqual([]);
});
