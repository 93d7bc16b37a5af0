// What calls of well-known libraries take as a credential, library by library, beside calls of the same names that take none.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text))
    .filter((one) => one.kind === 'secret' && !one.placeholder)
    .map((one) => [...one.at.span]);

const p = '«{{token:password}}»';
const drawn = '«{{token:random-40}}»';

/** One call a line, so that no value is found because of the line beside it: each is a file of its own. */
const leaks: Readonly<Record<string, readonly string[]>> = {
  'src/Db.java': [
    `class A { Object c = ds.getConnection("root", "${p}"); }`,
    `class A { Object c = transport.connect("smtp.kelp.ch", 587, "me", "${p}"); }`,
    `class A { Object c = new DefaultAuthenticator("me", "${p}"); }`,
    `class A { Object c = new MACSigner("${p}"); }`,
    `class A { Object c = new MACVerifier("${p}".getBytes(UTF_8)); }`,
    `class A { Object c = new DESKeySpec("${p}".getBytes()); }`,
    `class A { Object c = Encryptors.text("${p}", salt); }`,
    `class A { Object c = new TokenBasedRememberMeServices("${p}", users); }`,
    `class A { Object c = given().auth().preemptive().basic("me@kelp.ch", "${p}"); }`,
    `class A { Object c = new ActiveMQConnectionFactory("me", "${p}", "tcp://mq"); }`,
    `class A { Object c = new KerberosKey(who, "${p}".toCharArray(), "DES"); }`,
    `class A { Object c = new JedisPool(config, "cache", 6379, 2000, "${p}"); }`,
  ],
  'src/Db.cs': [
    `client.SetBasicAuthentication("me", "${p}");`,
    `var a = new X509Certificate2("c.pfx", "${p}");`,
    `var a = new Rfc2898DeriveBytes("${p}", salt, 1000);`,
    `var a = new PrincipalContext(ContextType.Domain, "corp", "me", "${p}");`,
    `var a = new DirectoryEntry("LDAP://dc", "me", "${p}");`,
    `await client.AuthenticateAsync("me@kelp.ch", "${p}");`,
    `var a = new HMACSHA256(Encoding.UTF8.GetBytes("${p}"));`,
    `var a = new SshClient("host", "me", "${p}");`,
    `var a = new SftpClient("host", 22, "me", "${p}");`,
    `var a = new HttpBasicAuthenticator("me", "${p}");`,
    `var a = Convert.ToBase64String(Encoding.ASCII.GetBytes("me:${p}"));`,
    `ldap.Bind("cn=admin,dc=kelp", "${p}");`,
    `var ok = Membership.ValidateUser("me", "${p}");`,
  ],
  'src/db.py': [
    `db.authenticate("shop", "${p}")`,
    `PlainTextAuthProvider("cass", "${p}")`,
    `URLSafeTimedSerializer("${p}", salt="activate")`,
    `aiohttp.BasicAuth("me", "${p}")`,
    `opener.add_password(None, url, "me", "${p}")`,
    `imap.login("me", "${p}")`,
    `client.username_pw_set("me", "${p}")`,
    `algorithms.AES(b"${p}")`,
    `hashlib.pbkdf2_hmac("sha256", b"${p}", salt, 1000)`,
    `context.load_cert_chain("c.pem", "k.pem", "${p}")`,
    `User.objects.create_user("me", "me@kelp.ch", "${p}")`,
    `nacl.secret.SecretBox(b"${p}")`,
  ],
  'src/db.js': [
    `app.use(basicAuth('me', '${p}'));`,
    `crypto.createCipher('aes192', '${p}');`,
    `crypto.createDecipheriv('aes-256-cbc', '${p}', iv);`,
    `crypto.scryptSync('${p}', salt, 24);`,
    `ldap.bind('cn=root,dc=kelp', '${p}', done);`,
  ],
  'cmd/main.go': [
    `package main\nvar a = smtp.CRAMMD5Auth("me", "${p}")`,
    `package main\nvar a, b = ssh.ParsePrivateKeyWithPassphrase(pem, []byte("${p}"))`,
    `package main\nvar l, err = ldap.DialURL(u)\nvar a = l.Bind("cn=admin,dc=kelp", "${p}")`,
    `package main\nvar a = pbkdf2.Key([]byte("${p}"), salt, 4096, 32, sha1.New)`,
    `package main\nvar a = middleware.JWT([]byte("${p}"))`,
    `package main\nvar a, b = c.Do("AUTH", "${p}")`,
  ],
  'cmd/users.go': [
    `package main\nvar a = gin.BasicAuth(gin.Accounts{"me": "${p}", "you": password})`,
    `package main\nvar a = basicauth.New(basicauth.Config{Users: map[string]string{"me": "${p}"}})`,
    `package main\nvar a = jwtware.New(jwtware.Config{SigningKey: []byte("«otters-at-night»")})`,
    `package main\nvar a, b = token.SignedString([]byte("«my_secret_key»"))`,
  ],
  'src/users.ts': [
    `app.use(basicAuth({ challenge: true, users: { me: '${p}', you: process.env.PW } }));`,
    `JwtModule.register({ secret: '«otters-at-night»', signOptions: {} });`,
    `export const jwtConstants = { secret: '«otters-at-night»' };`,
    `super({ jwtFromRequest: x, secretOrKey: '«otters-at-night»' });`,
    `app.use(require('express-session')({ secret: '«otters-at-night»' }));`,
  ],
  'src/users.sql': [`SET PASSWORD FOR 'me'@'%' = '${p}';`],
  'src/db.php': [
    `<?php oci_connect('hr', '${p}', 'db/XE');`,
    `<?php mysqli_real_connect($l, 'db', 'root', '${p}', 'shop');`,
    `<?php $a = new AMQPStreamConnection('mq', 5672, 'me', '${p}');`,
    `<?php $a = JWT::decode($t, new Key('${p}', 'HS256'));`,
    `<?php $sftp->login('me', '${p}');`,
    `<?php $a = mcrypt_encrypt(MCRYPT_RIJNDAEL_128, '${p}', $d, 'cbc');`,
    `<?php $a = openssl_pkcs12_read($file, $certs, '${p}');`,
    `<?php $a = db2_connect('shop', 'me', '${p}');`,
  ],
  'lib/db.rb': [
    `RestClient::Resource.new('https://kelp.ch', 'me', '${p}')`,
    `Net::SMTP.start('mail.kelp.ch', 25, 'kelp.ch', 'me', '${p}', :login)`,
    `BCrypt::Password.create('${p}')`,
    `ftp.login 'me', '${p}'`,
    `OpenSSL::PKey::RSA.new(File.read('k.pem'), '${p}')`,
    `ActiveSupport::MessageEncryptor.new('${p}')`,
  ],
  'src/Db.scala': [`val a = BasicHttpCredentials("me", "${p}")`, `ws.url(u).withAuth("me", "${p}", WSAuthScheme.BASIC)`],
  'src/Ssh.kt': [`fun f() { ssh.authPassword("deploy", "${p}") }`],
  'src/Stores.java': [
    `class A { void f() { keys.setKeyEntry("me", key, "${p}".toCharArray(), chain); } }`,
    `class A { Object c = decryptorBuilder.build("${p}".toCharArray()); }`,
    `class A { Object c = new AzureKeyCredential("${drawn}"); }`,
  ],
  'src/Db.kt': [`val c = client.get(u) { basicAuth("me", "${p}") }`],
  'src/db.c': [
    `PQsetdbLogin("db", "5432", NULL, NULL, "shop", "me", "${p}");`,
    `ldap_simple_bind_s(ld, "cn=me", "${p}");`,
    `mosquitto_username_pw_set(m, "me", "${p}");`,
    `sqlite3_key(db, "${p}", 9);`,
    `EVP_BytesToKey(cipher, md, NULL, (unsigned char*)"${p}", 8, 1, key, iv);`,
    `HMAC(EVP_sha256(), "${p}", 10, data, n, md, &length);`,
    `PKCS5_PBKDF2_HMAC("${p}", 9, salt, 8, 1000, md, 32, out);`,
    `SQLConnect(h, "shop", SQL_NTS, "me", SQL_NTS, "${p}", SQL_NTS);`,
    `password.assign("${p}");`,
    `sqlite3_key_v2(db, "main", "${p}", 9);`,
    `strcpy(password, "${p}");`,
  ],
  'bin/db.pl': [`my $ok = $ssh->login('me', '${p}');`],
  'R/db.R': [`r <- GET(u, httr::authenticate("me", "${p}"))`],
  // The DN is no password; in Python it is the first argument, in Erlang the second.
  'src/dir.erl': [`eldap:simple_bind(Handle, "cn=me,dc=kelp", "${p}")`],
  'lib/db.ex': [`signer = Joken.Signer.create("HS256", "${p}")`],
  // Clients of services, by the place where their libraries take the key.
  'src/clients.py': [
    `SearchClient.create("KELPAPP001", "«{{token:random-40}}»")`,
    `CosmosClient("https://kelp.documents.azure.com", "${drawn}")`,
    `speechsdk.SpeechConfig(subscription="${drawn}", region="westeurope")`,
    `CognitiveServicesCredentials("${drawn}")`,
    `Minio("files.kelp.ch", "kelpadmin", "${p}")`,
    `InfluxDBClient("metrics.kelp.ch", 8086, "me", "${p}", "kelp")`,
    `jenkins.Jenkins("https://ci.kelp.ch", "me", "${p}")`,
    `tweepy.OAuth1UserHandler(ck, cs, at, "${drawn}")`,
    `SpotifyClientCredentials(who, "${drawn}")`,
    `gitlab.Gitlab("https://git.kelp.ch", "${drawn}")`,
    `IAMAuthenticator("${drawn}")`,
    `Redmine("https://plan.kelp.ch", key="${drawn}")`,
    `rollbar.init("${drawn}", "production")`,
    `boto.connect_s3("AKIAKELP", "${drawn}")`,
    `plivo.RestClient(who, "${drawn}")`,
    `vt.Client("${drawn}")`,
  ],
  'src/clients.js': [
    `const c = new postmark.ServerClient("${drawn}");`,
    `const c = Mailjet.apiConnect(who, "${drawn}");`,
    `const c = new paypal.core.LiveEnvironment(who, "${drawn}");`,
    `const c = new google.auth.OAuth2(who, "${drawn}", back);`,
    `const c = sdk.SpeechConfig.fromSubscription("${drawn}", "westeurope");`,
    `const c = new Trello(who, "${drawn}");`,
    `webpush.setVapidDetails("mailto:me@kelp.ch", point, "${drawn}");`,
  ],
  'src/clients.php': [
    `<?php $c = new \\Mailjet\\Client($who, '${drawn}');`,
    `<?php $c = new Pusher\\Pusher('key', '${drawn}', '1234');`,
    `<?php $c = new \\Vonage\\Client\\Credentials\\Basic('key', '${p}');`,
    `<?php $c = new TwitterOAuth($ck, '${drawn}', $at, $as);`,
  ],
  'src/Clients.cs': [
    `var c = new CosmosClient(place, "${drawn}");`,
    `var c = SpeechConfig.FromSubscription("${drawn}", "westeurope");`,
    `var c = new Account("kelp", "123456789012345", "${drawn}");`,
    `var c = new JwtAuthenticator("${drawn}");`,
  ],
  'src/Clients.java': [
    `class A { Object c = MinioClient.builder().endpoint(e).credentials("kelpadmin", "${drawn}").build(); }`,
    `class A { Object c = GitHub.connect("me", "${drawn}"); }`,
    `class A { Object c = new BraintreeGateway(Environment.PRODUCTION, "kelp", "shown", "${drawn}"); }`,
    `class A { Object c = new DbxClientV2(config, "${drawn}"); }`,
  ],
  'cmd/clients.go': [
    `package main\nvar a = oauth1.NewConfig(ck, "${drawn}")`,
    `package main\nvar a = oauth1.NewToken(at, "${drawn}")`,
    `package main\nvar a, b = minio.New("files.kelp.ch", "kelpadmin", "${p}", true)`,
    `package main\nvar a, b = nats.Connect(u, nats.UserInfo("me", "${p}"))`,
    `package main\nvar a, b = gitlab.NewClient("${drawn}")`,
    `package main\nvar a = search.NewClient("KELPAPP001", "${drawn}")`,
  ],
  'Sources/Db.swift': [
    `let aes = try AES(key: "${drawn}", iv: iv)`,
    `let fish = try Blowfish(key: "${p}", padding: .pkcs7)`,
    `let mac = HMAC(key: "${p}", variant: .sha256)`,
    `let made = try PKCS5.PBKDF2(password: Array("${p}".utf8), salt: salt)`,
  ],
};

const clean: Readonly<Record<string, readonly string[]>> = {
  // Python gives the key first, and what is to be signed behind it.
  'src/mac.py': [`h = hmac.HMAC(key, b"sign this!")`],
  'src/Ok.java': [
    'enum Algo { AES("AES/CBC/PKCS5Padding"); Algo(String s) {} }',
    'class A { Object k = new Key("users", "byName7"); }',
    'class A { Object c = ds.getConnection("orders", "readonly"); }',
    'class A { Object c = factory.createConnection("localhost", "5672"); }',
    'class A { Object c = given().auth().basic("admin", "not-the-password"); }',
    'class A { Object c = new SecretKeySpec(secret.getBytes(), "AES"); }',
  ],
  'src/ok.py': [
    'ftp.login("anonymous", "anonymous@kelp9x")',
    'page.login("me", "dashboard")',
    'context.load_cert_chain("c.pem", "k.pem")',
    'User.objects.create_user("me", "me@kelp.ch", password)',
    'hashlib.pbkdf2_hmac("sha256", password, b"salt9Quays", 1000)',
  ],
  // What is called the same elsewhere: names, places and words.
  'src/ok-clients.py': [
    'InfluxDBClient("metrics.kelp.ch", 8086, "me", password, "kelp7x")',
    'SpeechConfig(subscription=key, region="westeurope")',
    'OWM("tide-table")',
    'Redmine("https://plan.kelp.ch", key=load("redmine9"))',
    'rollbar.init(token, "production-eu1")',
    'CosmosClient("https://kelp.documents.azure.com", "DefaultAzureCredential")',
  ],
  'src/ok-clients.js': [
    "const c = new ServerClient('localhost:8080');",
    "const c = new Account('Otter', 'Quay 7', 'savings');",
    "const c = new Trello('boards', 'cards');",
    "const c = new google.auth.OAuth2(id, 'secret', back);",
    "const c = new Client('orders', 'v2');",
  ],
  'src/OkClients.java': ['class A { Object c = builder.credentials("me", "from-the-vault"); }'],
  'src/ok-clients.go': [
    'package main\nvar a = search.NewClient("tides", "harbour")',
    'package main\nvar a = minio.New(place, "", "", true)',
  ],
  'src/ok.js': [
    "element.bind('change', 'x7handler');",
    "passport.authenticate('google', { scope: ['profile'] });",
    "crypto.scryptSync(env.JWT_SECRET, 'kelp-2fa-v1', 32);",
    "keyboard.Key('ctrl', 'c7');",
  ],
  'src/ok.go': ['package main\nvar a = c.Do("SET", "auth7Quays", v)', 'package main\nvar a = l.Bind(dn, password)'],
  'src/users.go': [
    'package main\nvar a = map[string]string{"alice": "savings9x", "bob": "checking9x"}\nvar b = gin.BasicAuth(list)',
    'package main\nvar a = Config{Users: map[string]string{"me": "editor9x"}}\nvar b = gin.BasicAuth(list)',
    'package main\nvar a = gin.Accounts{user: password}',
  ],
  'src/users.ts': [
    "app.use(basicAuth({ users: { me: process.env.PW }, realm: 'kelp9x' }));",
    "const roles = { users: { me: 'editor9x' } }; basicAuth(list);",
    "component.register({ secret: 'your-secret-here' });",
    'const jwtConstants = { secret: process.env.JWT_SECRET };',
  ],
  'src/users.sql': ["SET PASSWORD FOR 'me'@'%' = @pw;", "SELECT name FROM people WHERE town = 'kelp9Quays';"],
  'src/Ok.cs': [
    'var c = new X509Certificate2("c.pfx", "");',
    'await http.AuthenticateAsync("Cookies");',
    'settings.Bind("Section", "Key7");',
  ],
  'src/ok.php': [
    "<?php oci_connect($u, $p, 'db/XE9');",
    "<?php mysqli_real_connect($l, 'db', 'root9', $p, 'shop9');",
    "<?php $a = new Key('kid9x', $alg);",
  ],
  'src/ok.c': ['strcpy(name, "tiger9Lily");', 'LogonUser("me", "CORP", pw, 2, 0, &h);'],
};

describe.each(Object.entries(leaks))('%s', (file, calls) => {
  it.each(calls)('%s', (call) => {
    const { text, spans } = readMarks(fillTokens(`${call}\n`));
    expect(found(file, text)).toEqual(spans);
  });
});

describe.each(Object.entries(clean))('%s', (file, calls) => {
  it.each(calls)('%s', (call) => {
    expect(found(file, `${call}\n`)).toEqual([]);
  });
});
