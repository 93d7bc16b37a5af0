// Credentials in calls, settings and statements of languages that have no lexer here, and of those that have one where the
// name is further away: each with its neighbour, which is a reference, a public value, or the same words in another place.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text))
    .filter((one) => one.kind === 'secret' && !one.placeholder)
    .map((one) => [...one.at.span]);

type Case = readonly [what: string, file: string, leaks: string, clean: string];

const password = '«{{token:password}}»';
const harmless = '{{token:password}}';

const cases: readonly Case[] = [
  ['Arduino', 'a.ino', `WiFi.begin("Shed", "${password}");\n`, `WiFi.begin("Shed", wifiPassword);\nSerial.begin("Shed", "${harmless}");\n`],
  ['Arduino, in flash', 'a.ino', `const char mqtt_pwd[] PROGMEM = "${password}";\n`, `const char page[] PROGMEM = "${harmless}";\n`],
  [
    'libcurl',
    'a.c',
    `curl_easy_setopt(curl, CURLOPT_PASSWORD, "${password}");\ncurl_easy_setopt(c, CURLOPT_USERPWD, "me:«{{token:password:2}}»");\n`,
    `curl_easy_setopt(curl, CURLOPT_PASSWORD, pw);\ncurl_easy_setopt(curl, CURLOPT_URL, "${harmless}");\n`,
  ],
  [
    'MySQL and SSH of C',
    'a.c',
    `mysql_real_connect(&m, "db", "app", "${password}", "shop", 0, NULL, 0);\nlibssh2_userauth_password(s, "me", "«{{token:password:2}}»");\n`,
    `mysql_real_connect(&m, "db", "app", argv[1], "shop", 0, NULL, 0);\nmysql_options(&m, "db", "app", "${harmless}");\n`,
  ],
  [
    'cast',
    'a.c',
    `SSL_CTX_set_default_passwd_cb_userdata(ctx, (void *)"${password}");\n`,
    'SSL_CTX_set_default_passwd_cb_userdata(ctx, (void *)pw);\n',
  ],
  [
    'address of a driver',
    'a.cpp',
    `con = driver->connect("tcp://127.0.0.1:3306", "root", "${password}");\n`,
    `con = driver->connect("here", "root", "${harmless}");\n`,
  ],
  [
    'map of C++',
    'a.cpp',
    `std::map<S, S> m = {{"user", "app"}, {"password", "${password}"}};\n`,
    'const char *names[] = {"password", "Kennwort7-x", "geheim"};\nconst char *both[] = {"password", "Kennwort7-x"};\n',
  ],
  ['Qt', 'a.cpp', `const QString password = QStringLiteral("${password}");\n`, 'const QString password = QStringLiteral("password");\n'],
  [
    'Objective-C',
    'a.m',
    '#define CLIENT_KEY @"«{{token:random-40}}»"\n[r setValue:@"«{{token:random-40}}»" forHTTPHeaderField:@"X-Api-Token"];\n',
    '#define CLIENT_KEY @"clientKey"\n[r setValue:@"{{token:random-40}}" forHTTPHeaderField:@"X-Request-Id"];\n',
  ],
  [
    'proxy of models',
    'litellm.yaml',
    'general_settings:\n  master_key: «sk-1234»\n',
    'model_list:\n  - litellm_params:\n      api_key: os.environ/OPENAI_API_KEY\ngeneral_settings:\n  master_key: os.environ/LITELLM_MASTER_KEY\n',
  ],
  [
    'Swift',
    'a.swift',
    'r.addValue("«{{token:random-40}}»", forHTTPHeaderField: "X-API-Key")\n',
    'r.addValue("{{token:random-40}}", forHTTPHeaderField: "X-Trace")\nr.addValue("text/html", forHTTPHeaderField: "X-API-Key")\n',
  ],
  [
    "fields of Perl's hashes",
    'a.pl',
    `$cfg{password} = '${password}';\n$self->{'db_password'} = "«{{token:password:2}}»";\n`,
    `$text{password} = 'Password';\n$cfg{password} = $ENV{PW};\n$h{page} = '${harmless}';\n$known{token} = 'while';\n`,
  ],
  [
    'what Perl compares',
    'a.pl',
    `if ($user eq 'me' && $password eq '${password}') {}\nreturn 1 if $pw ne "«{{token:password:2}}»";\n`,
    `if ($token eq 'comment9block') {}\nif ($key eq 'password') {}\nif ($password eq $other) {}\nif ($name eq '${harmless}') {}\n`,
  ],
  [
    "attributes of Elixir's modules",
    'a.ex',
    '  @api_key "«{{token:random-40}}»"\n',
    '  @api_key_header "x-api-key"\n  @token_type "Bearer"\n  @secret_name "kelp/prod9x"\n  @api_url "https://kelp.ch/{{token:random-40}}"\n  @api_key System.get_env("API_KEY")\n',
  ],
  [
    'what Elixir falls back to',
    'a.ex',
    `    pw = System.get_env("DB_PASSWORD") || "${password}"\n`,
    `    host = System.get_env("DB_HOST") || "${harmless}"\n    pw = System.get_env("DB_PASSWORD") || raise("DB_PASSWORD is not set")\n`,
  ],
  [
    'what Objective-C asks',
    'a.m',
    `if ([self.password isEqualToString:@"${password}"]) {}\n`,
    `if ([segue.identifier isEqualToString:@"password9Segue"]) {}\nif ([key isEqualToString:@"password"]) {}\n`,
  ],
  [
    'preferences of MATLAB',
    'a.m',
    `setpref('Internet', 'SMTP_Password', '${password}');\n`,
    `setpref('Internet', 'SMTP_Server', '${harmless}');\nsetpref('Internet', 'SMTP_Password', pw);\n`,
  ],
  [
    'braces of C++',
    'a.cpp',
    `auto t = jwt::create().sign(jwt::algorithm::hs256{"${password}"});\n`,
    `auto t = jwt::create().sign(jwt::algorithm::hs256{key});\nauto n = Name{"${harmless}"};\n`,
  ],
  [
    'commands',
    'a.sh',
    `vault kv put secret/shop password=${password}\nnpm config set //npm.kelp.ch/:_authToken «{{token:random-40}}»\n7z x -p«{{token:password:2}}» a.7z\nmount -t cifs //x/y /m -o username=me,password=«{{token:password:3}}»\n`,
    'vault kv put secret/shop password=@pw.txt\nvault kv put secret/shop password=-\nnpm config set //npm.kelp.ch/:_authToken $NPM_TOKEN\n7z x -p"$PW" a.7z\nmount -t cifs //x/y /m -o credentials=/etc/c,vers=3.0\n',
  ],
  [
    'symbols and modules of Ruby',
    'a.rb',
    `ok if params[:password] == '${password}'\nOpenSSL::HMAC.digest(OpenSSL::Digest.new('sha1'), '«{{token:password:2}}»', data)\n`,
    `ok if params[:name] == '${harmless}'\nOpenSSL::HMAC.digest(OpenSSL::Digest.new('sha1'), key, data)\n`,
  ],
  [
    "PowerShell's pipe",
    'a.ps1',
    `$s = "${password}" | ConvertTo-SecureString -AsPlainText -Force\n`,
    `$s = "${harmless}" | Out-File x\n$s = $pw | ConvertTo-SecureString -AsPlainText -Force\n`,
  ],
  ['Dart', 'a.dart', `final key = Key.fromUtf8("${password}");\n`, 'final key = Key.fromUtf8(secret);\n'],
  [
    'Dart, encoded',
    'a.dart',
    `final b = base64Encode(utf8.encode('app:${password}'));\n`,
    "final b = base64Encode(utf8.encode('app:route'));\n",
  ],
  [
    'Lua',
    'a.lua',
    `red:auth("${password}")\nlocal s = ngx.hmac_sha1("«{{token:password:2}}»", ngx.var.uri)\n`,
    `red:auth(pw)\nred:set("auth", "on")\nreddit.auth("${harmless}")\n`,
  ],
  [
    'R',
    'a.R',
    `GET(url, authenticate("me", "${password}"))\n`,
    `GET(url, authenticate("me", Sys.getenv("PW")))\npassport.authenticate("${harmless}")\n`,
  ],
  [
    'Perl',
    'a.pl',
    `$ftp->login("me", "${password}") or die;\n$req->authorization_basic('me', '«{{token:password:2}}»');\n`,
    '$ftp->login("anonymous", "-anonymous@");\n$ftp->login("me", $pw);\n',
  ],
  [
    'Scala with a type',
    'a.scala',
    `Transactor.fromDriverManager[IO]("d", "jdbc:postgresql:app", "app", "${password}")\n`,
    `Transactor.fromDriverManager[IO]("d", "jdbc:postgresql:app", "app", conf.pw)\n`,
  ],
  [
    'Basic',
    'a.vb',
    `smtp.Credentials = New NetworkCredential("me", "${password}")\n`,
    `smtp.Credentials = New NetworkCredential("me", pw)\n`,
  ],
  ['broker of Python', 'a.py', `c = pika.PlainCredentials("worker", "${password}")\n`, `c = pika.PlainCredentials("worker", pw)\n`],
  [
    'SSH of .NET',
    'a.cs',
    `var c = new SftpClient("host", 22, "me", "${password}");\n`,
    `var c = new SftpClient("host", 22, "me", pw);\nvar d = new HttpClient("host", 22, "me", "${harmless}");\n`,
  ],
  ['Snowflake', 'a.sh', `snowsql -a x -u y -p ${password}\n`, 'snowsql -a x -u y -p "$PW"\n'],
  ['Lisp', 'a.clj', '{"Authorization" "Bearer «{{token:random-40}}»"}\n', '{"Authorization" "Bearer"}\n'],
  ['called module', 'a.js', `app.use(require('cookie-parser')('${password}'));\n`, `app.use(require('body-parser')('${harmless}'));\n`],
  [
    'wallet',
    'a.ts',
    "const w = new ethers.Wallet('«{{token:ethereum-key}}»', p);\n",
    "const tx = '{{token:ethereum-key}}';\nconst w = new Wallet('My wallet of 2024', p);\n",
  ],
  [
    'accounts of a network',
    'hardhat.config.js',
    "module.exports = { networks: { a: { accounts: ['«{{token:ethereum-key}}»', `«{{token:ethereum-key:2}}»`] } } };\n",
    "module.exports = { networks: { a: { accounts: [process.env.KEY], topics: ['{{token:ethereum-key}}'] } } };\n",
  ],
  ['HMAC of Ruby', 'a.rb', `OpenSSL::HMAC.hexdigest('SHA256', '${password}', body)\n`, `Digest::SHA256.hexdigest('${harmless}')\n`],
  [
    'HMAC of Rust',
    'a.rs',
    `let k = Hmac::<Sha256>::new_from_slice(b"${password}")?;\n`,
    'let k = Hmac::<Sha256>::new_from_slice(&key)?;\n',
  ],
  [
    'what Rust falls back to',
    'a.rs',
    'let a = env::var("API_TOKEN").unwrap_or_else(|_| "«{{token:random-40}}»".to_string());\nlet b = env::var("API_TOKEN").unwrap_or("«{{token:random-40:2}}»".into());\n',
    'let a = env::var("API_URL").unwrap_or_else(|_| "{{token:random-40}}".to_string());\n',
  ],
  [
    'what Python falls back to',
    'a.py',
    'SECRET_KEY = os.environ.get("SECRET_KEY") or "«{{token:random-40}}»"\n',
    'PAGE = os.environ.get("PAGE") or "{{token:random-40}}"\n',
  ],
  ['Redis', 'a.js', `await sharedRedis.auth('${password}');\n`, `await reddit.auth('${harmless}');\n`],
  [
    'what a call is given where there is none',
    'a.js',
    `const a = session(password || '${password}');\n`,
    `const a = session(page || '${harmless}');\nif (!password || '${harmless}' === mode || (password && '${harmless}' !== mode)) start();\nconst shown = password && '${harmless}';\n`,
  ],
  ['what a condition gives', 'a.js', `const password = local && '${password}';\n`, `const label = local && '${harmless}';\n`],
  [
    'condition of Python',
    'a.py',
    `password = password or "${password}"\n`,
    `if not password or "${harmless}" in text or "${harmless}" not in page: start()\n`,
  ],
  ['bytes of Go', 'a.go', 'var hmacKey []byte = []byte(`«{{token:random-40}}»`)\n', 'var page []byte = []byte(`{{token:random-40}}`)\n'],
  [
    'directory',
    'a.py',
    `from ldap3 import Connection\nc = Connection(server, "CORP\\\\svc", "${password}")\nl.simple_bind_s("cn=svc,dc=corp", "«{{token:password:2}}»")\n`,
    `from ldap3 import Connection\nc = Connection(server, "here", "${harmless}")\nl.simple_bind_s("", "")\n`,
  ],
  [
    'words of libpq',
    'a.go',
    `db, err := sql.Open("postgres", "host=db user=app password=${password} sslmode=disable")\n`,
    'db, err := sql.Open("postgres", "host=db user=app password=%s sslmode=disable")\n',
  ],
  [
    'connection string of any text',
    'a.lua',
    `Config.Database = "server=localhost;user=root;password=${password};database=x"\n`,
    'Config.Database = "server=localhost;user=root;password=$PW;database=x"\n',
  ],
  [
    'body of a request',
    'a.sh',
    `curl -d "grant_type=password&username=me&password=${password}" https://sso.acme.io/token\n`,
    'curl -d "grant_type=password&username=me&password=$PW" https://sso.acme.io/token\n',
  ],
  [
    'openssl',
    'a.sh',
    `openssl enc -aes-256-cbc -pass pass:${password} -in a\n`,
    'openssl enc -aes-256-cbc -pass env:PW -in a\nopenssl rsa -passin file:pw\n',
  ],
  [
    'health check',
    'compose.yml',
    `services:\n  a:\n    healthcheck:\n      test: ["CMD", "redis-cli", "-a", "${password}", "ping"]\n`,
    'services:\n  a:\n    healthcheck:\n      test: ["CMD", "redis-cli", "-a", "$PW", "ping"]\n',
  ],
  ['first argument of a script', 'a.sh', `PASSWORD=\${1:-${password}}\n`, 'PASSWORD=${1:-}\nPAGE=${1:-Kennwort77x!}\n'],
  [
    'user of a web server',
    'a.sh',
    `x=$(htpasswd -nbB -C 10 bob ${password})\ndocker run --entrypoint htpasswd registry:2 -Bbn bob «{{token:password:2}}» > a; b cdef\nhtpasswd -b -c /etc/.htpasswd bob «{{token:password:3}}» && x # y\n`,
    'htpasswd -nb bob $(cat pwfile)\nhtpasswd -bc /etc/.htpasswd bob "$PW" && chmod 640 .htpasswd; cp abc defg\nhtpasswd -bc .htpasswd bob $PW; systemctl restart nginx\n',
  ],
  ['MySQL', 'a.sh', 'mysql -uroot -p«Otter7,Quarry» db\n', 'mysql -uroot -p$PW, db\n'],
  ['MySQL in a list', 'a.yml', `x: [mysqladmin, -p${password}, ping]\n`, 'x: [mysqladmin, -p$PW, ping]\n'],
  [
    'rclone',
    'a.sh',
    'rclone config create s s3 secret_access_key «{{token:random-40}}»\n',
    'rclone config create s s3 region {{token:random-40}}\n',
  ],
  ['Makefile', 'Makefile', 'DB_PASSWORD ?= «Otter-Quarry7»\n', 'DB_PASSWORD ?= $(shell pass db)\nIMAGE ?= Otter-Quarry7\n'],
  [
    'Makefile, at once',
    'Makefile',
    'DB_PASSWORD := «Otter-Quarry7»\nAPP_PASSWORD := «otter7quarry»\n',
    'DB_PASSWORD := $(shell pass db7)\nAPP_PASSWORD := otter\n',
  ],
  [
    'Robot Framework',
    'a.robot',
    `*** Variables ***\n\${PASSWORD}    ${password}\n*** Test Cases ***\nA\n    Input Password    id=pw    «{{token:password:2}}»\n`,
    '*** Variables ***\n${PASSWORD}    %{PASSWORD}\n*** Test Cases ***\nA\n    Input Password    id=pw    ${PASSWORD}\n',
  ],
  [
    'routers',
    'router.cfg',
    `enable password ${password}\nneighbor 10.0.0.1 password «{{token:password:2}}»\ncrypto isakmp key «{{token:password:3}}» address 10.0.0.2\n key-string 7 «094F471A1A0A»\n`,
    'enable secret 5 $1$abcdefgh$aaaaaaaaaaaaaaaaaaaaaa\nneighbor 10.0.0.1 password 6 aaaaaaaa\ncrypto isakmp key 6 aaaaaaaaaaa address 10.0.0.2\n',
  ],
  ['OpenWrt', 'wireless', `config wifi-iface\n\toption key '${password}'\n`, "config wifi-iface\n\toption key '1'\n"],
  [
    'Caddy',
    'Caddyfile',
    'x { header_up Authorization "Bearer «{{token:random-40}}»" }\n',
    'x { header_up Authorization "Bearer {env.TOKEN}" }\n',
  ],
  [
    'Azure Container Apps in Bicep',
    'a.bicep',
    `resource a 'Microsoft.App/containerApps@2023-05-01' = {\n  properties: { configuration: { secrets: [\n    { name: 'db', value: '${password}' }\n    { name: 'queue-connection', value: '«{{token:password:2}}»' }\n  ] } }\n}\n`,
    `param p string\nresource a 'Microsoft.App/containerApps@2023-05-01' = {\n  properties: { configuration: { secrets: [\n    { name: 'db', value: p }\n    { name: 'kv', keyVaultUrl: 'https://kv.vault.azure.net/secrets/x' }\n  ] }\n  env: [ { name: 'queue-connection', value: '${harmless}' } ] }\n}\n`,
  ],
  [
    'Azure Container Apps as JSON',
    'a.json',
    `{"properties": {"configuration": {"secrets": [{"name": "db-conn", "value": "${password}"}, {"name": "token", "value": "«{{token:password:2}}»"}]}}}\n`,
    '{"properties": {"configuration": {"secrets": [{"name": "db-conn", "value": "[parameters(\'db\')]"}]}, "env": [{"name": "token", "secretRef": "token"}]}}\n',
  ],
  [
    'Consul',
    'consul.hcl',
    'acl {\n  tokens {\n    agent = "«3f2504e0-4f89-41d3-9a0c-0305e82c3301»"\n    default = "«7d444840-9dc0-41d1-b245-5ffdce74fad2»"\n  }\n}\n',
    'node_id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"\ntokens_seen {\n  id = "7d444840-9dc0-41d1-b245-5ffdce74fad2"\n}\n',
  ],
  [
    'key of a gossip',
    'consul.json',
    '{"acl": {"tokens": {"agent": "«3f2504e0-4f89-41d3-9a0c-0305e82c3301»"}}, "encrypt": "«xZ7pQm2Rt9Lk4Vb8Nc1Wd6==»"}\n',
    '{"acl": {"tokens": {}}, "encrypt": "true", "token_file": "/run/token"}\n',
  ],
  [
    'cookie of Erlang',
    'a.yml',
    'env:\n  RABBITMQ_ERLANG_COOKIE: «{{token:random-40}}»\n  TOKEN_URL: x\n',
    'env:\n  COOKIE: {{token:random-40}}\n  TOKEN_URL: x\n',
  ],
  [
    'user and password of a provider',
    'a.tf',
    `provider "grafana" {\n  auth = "admin:${password}"\n}\n`,
    'middleware "x" {\n  auth = "auth:sanctum"\n}\n',
  ],
  [
    'OpenWeather',
    'a.py',
    'u = "https://api.openweathermap.org/data/2.5/forecast?id=5&appid=«{{token:openweather-key}}»"\n',
    'u = "https://api.openweathermap.org/data/2.5/forecast?id=5&appid=" + key\nv = "https://acme.io/?appid={{token:openweather-key}}"\n',
  ],
  ['bind of a directory', 'a.properties', `ldap.bind.credentials=${password}\n`, 'ldap.bind.credentials=${LDAP_PW}\n'],
  [
    'file of settings without an ending',
    'etc/credentials',
    `# share\nusername=me\npassword=${password}\n[more]\npassphrase = «Plover Sedge 9»\n`,
    'username=me\npassword=\nf = function() {\n',
  ],
  [
    'secret beside a header',
    'application.yml',
    'jwt:\n  secret: «Otter-Signing-55»\n  header: Authorization\n',
    'jwt:\n  secret: ${JWT_SECRET}\n  header: Authorization\n',
  ],
  [
    'phrase of a few words',
    'a.conf',
    'network={\n  psk="«marten meadow 12»"\n}\n',
    'network={\n  psk="enter your passphrase 2"\n  psk="must have 8 chars"\n  psk="use 12 words"\n}\n',
  ],
  [
    'bare words and a number',
    'README.md',
    'Password: «Otter-Quarry7»\n',
    'Password: WPA2-Personal\nPassword: Bcrypt-10\nPassword: Base64-encoded\n',
  ],
  [
    'sentence with a mark',
    'a.md',
    'Sign in as `me` with password `«{{token:password}}»`.\n',
    'Type the password `into_the_form` twice.\nThe password `minLength8` is an option.\n',
  ],
  [
    'header of a proxy',
    'nginx.conf',
    'proxy_set_header X-Api-Key «{{token:random-40}}»;\n',
    'proxy_set_header X-Api-Key $http_x_api_key;\nproxy_set_header X-Request-Id {{token:random-40}};\n',
  ],
  [
    'headers as Java prints them',
    'a.log',
    'DEBUG headers={Authorization=[Bearer «{{token:random-40}}»]}\n',
    'DEBUG headers={Authorization=[], Accept=[{{token:random-40}}]}\n',
  ],
  [
    'label of OCaml',
    'a.ml',
    'let () = connect ~user:"app" ~password:"«{{token:password}}»" ()\n',
    'let () = connect ~user:"app" ~password:pw ()\n',
  ],
  [
    'compared in C',
    'a.c',
    'if (strcmp(user->password, "«{{token:password}}»") == 0) return 1;\n',
    'if (strcmp(key, "password") == 0) return 1;\nif (strcmp(name, "{{token:password}}") == 0) return 2;\n',
  ],
  [
    'hash made on a command line',
    'a.sh',
    'useradd -p $(openssl passwd -6 «{{token:password}}») a\n',
    'openssl passwd -6 -salt xyz "$PW"\nopenssl passwd -6 -stdin\n# The openssl passwd command makes one.\n',
  ],
  ['database of MATLAB', 'run.m', "c = database('shop', 'app', '«{{token:password}}»');\n", "c = database('shop', 'app', pw);\n"],
  [
    'call of that name elsewhere',
    'a.ts',
    "const c = database('shop', 'app', '«{{token:password}}»');\n",
    "const c = database('users', 'insert', 'email') || database('users', 'select', 'created_at');\n",
  ],
  [
    'option with a value',
    'a.sh',
    'shed --passcode "«{{token:password}}»"\n',
    'compgen -W ""--client" "--passcode" "--subdomain""\ncompadd -S \'\' -- "--passcode" "--subdomain"\n',
  ],
  [
    'who is let into a registry',
    'b.sh',
    'docker run --entrypoint htpasswd registry:2 -Bbn otter «{{token:password}}» > a\n',
    '# docker run --entrypoint htpasswd registry:2 -Bbn admin admin > a\n',
  ],
  [
    'store of Erlang',
    'a.erl',
    'epgsql:connect("db", "app", "«{{token:password}}»", #{}).\n',
    'epgsql:connect("db", "app", Password, #{}).\n-define(TOKEN, "x-shed-ec2-token").\n',
  ],
  [
    'query with a word at its end',
    'a.php',
    "<?php\n$u = 'http://' . $h . '/cgi?user=a&password=«{{token:password}}»&INFO';\n",
    "<?php\n$u = 'http://' . $h . '/cgi?user=a&password=' . $p . '&INFO';\n",
  ],
  ['two words and a number', 'a.yml', 'password: «Otter.Quarry7»\n', 'password: Form.Password2\nlogin: { password: Messages.Login3 }\n'],
  ['brackets inside', 'a.toml', 'password = "«Otter(Bay)4»"\n', 'password = "vault(Bay)"\n'],
  [
    'Perl and its databases',
    'a.pl',
    "my $d = DBI->connect('dbi:Pg:dbname=shed', 'app', '«{{token:password}}»');\n",
    'my $d = DBI->connect("dbi:SQLite:shed.db", "", "");\nmy $e = Net::connect("dbi:Pg:shed", "app", "{{token:password}}");\n',
  ],
  [
    'Arduino and its broker',
    'a.ino',
    'client.connect("lamp", "app", "«{{token:password}}»");\n',
    'client.connect("lamp", "topic/last", 0, true, "{{token:password}}");\nsocket.connect("lamp", "app", "gone-away-7");\n',
  ],
  [
    'mail of Go',
    'a.go',
    'd := gomail.NewDialer("mail.acme.io", 587, "app", "«{{token:password}}»")\n',
    'd := gomail.NewDialer("mail.acme.io", 587, "app", os.Getenv("PW"))\n',
  ],
  [
    'password that Google makes, in a page',
    'a.md',
    '```properties\nspring.mail.password=«wcfl kgvd mxvq zurj»\nspring.mail.port=587\n```\n',
    '```\npassword: must have some text\npassword=must have some\n```\n',
  ],
  [
    'what Drupal signs with',
    'settings.php',
    "<?php\n$settings['hash_salt'] = '«{{token:random-40}}»';\n",
    "<?php\n$settings['hash_salt'] = file_get_contents('/run/salt');\n$settings['salt'] = '{{token:random-40}}';\n",
  ],
  [
    'directories and stores of WildFly',
    'standalone.xml',
    '<server><ldap name="l" search-dn="cn=otter" search-credential="«{{token:password}}»"/><key-store><credential-reference clear-text="«{{token:password:2}}»"/></key-store></server>\n',
    '<server><ldap name="l" search-dn="cn=otter" search-credential="${env.LDAP}"/><key-store><credential-reference store="otter-store-7" alias="otter-7"/></key-store><note clear-text="{{token:password}}"/></server>\n',
  ],
  [
    'directory of Keycloak',
    'realm.json',
    '{"config":{"bindDn":["cn=otter"],"bindCredential":["«{{token:password}}»"]}}\n',
    '{"config":{"bindDn":["cn=otter"],"bindCredential":["**********"]}}\n',
  ],
  [
    'password that Terraform drew, in its state',
    'terraform.tfstate',
    '{"version":4,"resources":[{"type":"random_password","name":"db","instances":[{"attributes":{"result":"«{{token:password}}»","length":16}}]}]}\n',
    '{"version":4,"resources":[{"type":"random_pet","name":"db","instances":[{"attributes":{"result":"{{token:password}}"}}]}]}\n',
  ],
  [
    'literals that kustomize makes a Secret of',
    'kustomization.yaml',
    'secretGenerator:\n  - name: db\n    literals:\n      - password=«otterquay1»\n      - TURN_SHARED=«otterquarry»\n',
    'configMapGenerator:\n  - name: db\n    literals:\n      - TURN_SHARED=otterquarry\nsecretGenerator:\n  - name: db\n    literals:\n      - username=otterquarry\n      - host=otter.acme.io\n      - password=\n      - token=$(TOKEN)\n',
  ],
  [
    'key that the bracket around it says',
    'app/etc/env.php',
    "<?php\nreturn [\n  'queue' => ['wait' => 1],\n  'crypt' => [\n    'key' => '«{{token:random-40}}»'\n  ]\n];\n",
    "<?php\nreturn [\n  'crypt' => ['mac' => 'sha1'],\n  'cache' => [\n    'key' => '{{token:random-40}}'\n  ],\n  'crypt' => ['key' => getenv('CRYPT_KEY')]\n];\n",
  ],
  [
    'key in a page, under the name of its section',
    'a.md',
    '```json\n  "Jwt": {\n    "Key": "«OtterQuarryForSigning12345»",\n    "Issuer": "otter"\n  }\n```\n',
    '```json\n  "Sort": {\n    "Key": "OtterQuarryForSorting12345"\n  }\n```\n',
  ],
  [
    'what Ansible signs in with, whatever it is',
    'inventory/hosts.ini',
    '[lab]\n10.1.1.1 ansible_user=admin ansible_ssh_pass=«otter» ansible_connection=network_cli\n[lab:vars]\nansible_become_pass=«123456»\n',
    '[lab]\n10.1.1.1 ansible_user=admin ansible_ssh_pass={{ vault_pw }}\n[lab:vars]\nansible_become_pass=changeme\nansible_ssh_pass=password\nansible_become_method=sudo\n',
  ],
  [
    'what a script writes into an inventory',
    'a.sh',
    "echo '\n[all:vars]\nansible_ssh_pass=«otter»' >> hosts\n",
    'ansible-playbook -e ansible_ssh_pass=$password -e ansible_become_pass={} a.yml\n',
  ],
  [
    'stores of keys that a script makes',
    'b.sh',
    'keytool -genkeypair -keystore a.jks -storepass «otterquay» -keypass «otterquay»\n',
    'keytool -genkeypair -keystore a.jks -storepass "$STORE" -keypass changeit\n',
  ],
  [
    'rows that a program puts in',
    'a.py',
    'c.execute("""\n  INSERT OR IGNORE INTO users (username, password, role)\n  VALUES (\'admin\', \'«otter123»\', \'admin\')\n""")\n',
    "c.execute(\"INSERT INTO users (username, password) VALUES ('admin', '%s')\" % pw)\nc.execute(\"INSERT INTO users (username, password) VALUES (?, ?)\", row)\nc.execute(\"INSERT INTO users (password, username) VALUES ('$2b$10$D8IXj5LMXH7jt5.9aKzwCuQ.bhRm52qLFTgMYpvJXiHgbHUG8tA.D', 'otter123')\")\n",
  ],
  [
    'rows that a program puts in with a joined text',
    'A.java',
    'st.execute("INSERT INTO users (username, password) " +\n  "VALUES (\'admin\', \'«otter123»\')");\n',
    'st.execute("INSERT INTO users (username, password) VALUES (\'" + user + "\', \'" + pass + "\')");\n',
  ],
  [
    'passwords in other languages',
    'a.php',
    "<?php\n$clave = '«Xk7-quarry9»'; $contrase\u00f1a = '«Xk7quarry99»'; $contrasena_bd = '«otter22quay»'; $mot_de_passe = '«Xk7quarry98»'; $motDePasse = '«Xk7quarry97»';\n",
    "<?php\n$campos = ['clave' => 'nombre', 'valor' => 'x']; $clave = 'articulo1'; $clave_primaria = 'Xk7-quarry9'; $palabra_clave = 'zapatos-rojos';\nforeach ($a as $clave => $valor) { }\n",
  ],
  [
    'passwords in further languages',
    'a.py',
    "has\u0142o = '«Xk7-quarry8»'\nheslo = '«Xk7-quarry7»'\nwachtwoord = '«Xk7quarry99»'\nl\u00f6senord = '«Xk7quarry98»'\nsalasana = '«Xk7quarry97»'\n",
    "heslo = 'hlavni'\nparola = 'dimenticata'\ngeslo = 'slovar-besed'\nlabels = {'wachtwoord': 'Wachtwoord', '\u015fifre': '\u015eifrenizi girin', 'clave': 'Clave', 'passord': 'Velg et passord'}\n",
  ],
  [
    'a word and a year, and the type of a column',
    'a.js',
    "const password = '«int2001»';\n",
    "const password = 'int256'; const token = 'varchar1024';\n",
  ],
  [
    'as long as a cipher takes it',
    'a.js',
    "const aesKey = '«OtterQuarryQuays»';\n",
    "const aesKey = 'defaultCipherKey'; const encryptionKey = 'customerManaged'; const cipherKey = 'AES256GCM'; const aesKeyName = 'OtterQuarryQuays';\n",
  ],
  [
    'at the end of a chain of jose',
    'a.js',
    "const t = await new SignJWT(c).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('«otter-signing»'));\n",
    "const jwtPage = await paper.sign(new TextEncoder().encode('otter-signing'));\n",
  ],
  [
    'cookie of an Erlang node',
    'rel/vm.args.eex',
    '-name otter@127.0.0.1\n-setcookie «otterharbour77»\n',
    '-setcookie <%= release.cookie %>\n-setcookie ${COOKIE}\n-kernel otterharbour77\n',
  ],
  [
    'cookie of Erlang in a list of Compose',
    'compose.yaml',
    'services:\n  q:\n    environment:\n      - RABBITMQ_ERLANG_COOKIE=«OTTERHARBOUR»\n',
    'services:\n  q:\n    environment:\n      - RABBITMQ_ERLANG_COOKIE=${COOKIE}\n      - RABBITMQ_NODENAME=OTTERHARBOUR\n',
  ],
  ['settings of curl', '.curlrc', 'header = "Authorization: Bearer «{{token:random-40}}»"\n', 'header = "Accept: text/html"\n'],
  [
    'columns of a table',
    'a.csv',
    'id,name,password,email\n1,otter,«{{token:password}}»,o@acme.io\n',
    'id,name,phone\n1,otter,{{token:password}}\n',
  ],
  [
    'columns of a table that speaks of passwords',
    'b.csv',
    'id,password,note\n1,«{{token:password}}»,ask\n2,«{{token:password:2}}»,ask\n3,none yet,ask\n4,«{{token:password:3}}»,ask\n',
    'system,password,mfa\nerp,at least 12 characters,yes\ncrm,rotated every 90 days,no\nhr,ActiveDirectory,yes\n',
  ],
  [
    'plan of JMeter',
    'a.jmx',
    '<?xml version="1.0"?>\n<p><elementProp name="a"><stringProp name="Argument.value">«{{token:password}}»</stringProp><stringProp name="Argument.name">password</stringProp></elementProp>\n<elementProp name=""><stringProp name="Header.name">Authorization</stringProp><stringProp name="Header.value">Bearer «{{token:random-40}}»</stringProp></elementProp><stringProp name="password">«{{token:password:2}}»</stringProp></p>\n',
    '<?xml version="1.0"?>\n<p><elementProp name="a"><stringProp name="Argument.value">{{token:password}}</stringProp><stringProp name="Argument.name">user</stringProp></elementProp>\n<elementProp name="b"><stringProp name="Argument.value">${password}</stringProp><stringProp name="Argument.name">password</stringProp></elementProp></p>\n',
  ],
  [
    'what Compose hands over, in a list and in a map',
    'compose.yaml',
    'services:\n  db:\n    environment:\n      - MYSQL_ROOT_PASSWORD=«rootpassword»\n      - MYSQL_USER=app\n  web:\n    environment:\n      MARIADB_PASSWORD: «shed_pw»\n      WORDPRESS_DB_PASSWORD: «wordpress»\n      RABBITMQ_ERLANG_COOKIE: «OTTERCOOKIE»\n',
    'services:\n  db:\n    environment:\n      - MYSQL_ROOT_PASSWORD=${PW}\n      - MYSQL_PASSWORD_FILE=/run/secrets/pw\n      - SMTP_PASSWORD=required\n      - FTP_PASSWORD=${FTP_PASSWORD:?set}\n      - IMAP_PASSWORD=managed-by-vault\n  web:\n    environment:\n      ADMIN_PASSWORD: disabled\n      LDAP_PASSWORD: ldap-password-ref\n      DB_PASSWORD: changeme\n      RABBITMQ_ERLANG_COOKIE: ${COOKIE}\nvolumes:\n  data:\n    password: shed_pw\n',
  ],
  [
    'key of the settings for tokens',
    'appsettings.json',
    '{"JwtSettings":{"Key":"«OtterQuarryForSigning12345»"}}\n',
    '{"CacheSettings":{"Key":"otter-quarry-cache-1"},"SortOptions":{"Key":"CreatedAtDescending1"}}\n',
  ],
  [
    'store of keys for an app',
    'build.gradle',
    "release { storePassword '«{{token:password}}»' }\n",
    "debug { storePassword 'android'\n keyPassword 'android' }\n",
  ],
  [
    'the same twice, as a form asks',
    'a.rb',
    "User.create!(password: '«{{token:password}}»', password_confirmation: '«{{token:password}}»')\n",
    "t = { password_confirmation: 'Password confirmation', confirm_password: 'must match' }\n",
  ],
  [
    'page of a proxy',
    'haproxy.cfg',
    'listen a\n  stats auth otter:«{{token:password}}»\n',
    'listen a\n  stats auth Username:Password\n  stats uri /stats\n',
  ],
];

it.each(cases)('%s', (_what, file, leaks, clean) => {
  const { text, spans } = readMarks(fillTokens(leaks));
  expect(found(file, text), text).toEqual(spans);
  const good = fillTokens(clean);
  expect(found(file, good).map(([start, end]) => good.slice(start, end))).toEqual([]);
});

it('a comment that says what a header looks like shows one, and a call that was taken out had one', () => {
  const shown = '// Format: "Authorization: Bearer eyrgbehfyguewgbeugbifugbeigb"\nexport const protect = () => {};\n';
  const out = '// headers = "Authorization: Bearer eyrgbehfyguewgbeugbifugbeigb"\nexport const protect = () => {};\n';
  const confidence = (text: string) => scanSecrets(createDocument('src/a.js', text)).map((one) => one.confidence);
  expect([confidence(shown), confidence(out)]).toEqual([['low'], ['high']]);
});

it('an answer of a service that a comment shows is guessed at, and what is commented out is not', () => {
  const shown = fillTokens(
    '//\n//     {\n//         "code": 0,\n//         "token": "{{token:random-40}}",\n//         "ttl": 3600\n//     }\n',
  );
  const out = fillTokens('// const client = new Client({\n//   token: "{{token:random-40}}",\n// });\n');
  const confidence = (text: string) => scanSecrets(createDocument('src/a.js', text)).map((one) => one.confidence);
  expect([confidence(shown), confidence(out)]).toEqual([['low'], ['high']]);
});

it('how something is called, shown in a text of several lines, is guessed at, and a script in one is not', () => {
  const shown = "const help = 'Sign in:\\n  await page.login({ password: \\'abc123\\' })\\n';\n";
  const run = fillTokens("const script = 'set -e\\nexport PASSWORD={{token:password}}\\n';\n");
  const confidence = (text: string) => scanSecrets(createDocument('src/a.js', text)).map((one) => one.confidence);
  expect([confidence(shown), confidence(run)]).toEqual([['low'], ['high']]);
});

it('hashes of a web server are said by how soon they fall, and a plain password is one', () => {
  const text = fillTokens(
    'a:$apr1$VG0WrvEF$tqJ4eULvehppuzUFDDc86R\nb:{PLAIN}{{token:password}}\n# c:x\nd:$2y$05$' +
      'j8nZxJo08M9HvfzuJMQqt9lg3xtV7KAqhHifgRwZxpoInKDn5BtB6\n',
  );
  expect(scanSecrets(createDocument('etc/.htpasswd', text)).map((one) => [one.title, one.confidence])).toEqual([
    ['hash of a password of a web server', 'medium'],
    ['password of a web server', 'high'],
    ['hash of a password of a web server', 'low'],
  ]);
});

it.each([
  ['RevenueCat', 'a.swift', 'Purchases.configure(withAPIKey: "{{token:revenuecat-app-key}}")\n'],
  ['Facebook', 'a.xml', '<r><string name="facebook_client_token">{{token:facebook-client-token}}</string></r>\n'],
  ['Pusher', 'a.env', 'PUSHER_APP_KEY={{token:pusher-key}}\n'],
])('what apps of %s carry to everybody is public', (_who, file, source) => {
  const text = fillTokens(source);
  expect(scanSecrets(createDocument(file, text)).map((one) => one.kind)).toEqual(['publishable']);
});

it('the key that browsers are given to push to is the public half of a pair', () => {
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(Array.from({ length: 64 }, (_, i) => (i * 73 + 19) % 251))]).toString(
    'base64url',
  );
  const text = (value: string) => `const options = { vapidKey: '${value}' };\n`;
  expect(found('src/a.js', text(point))).toEqual([]);
  expect(found('src/a.js', text(`a${point.slice(1)}`))).toHaveLength(1);
});
