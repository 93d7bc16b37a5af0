// What carries a secret in ways that fewer people write: blocks, attributes, lists of words, settings of requests, words that
// everybody tries. Each stands beside what looks the same and is a name, a reference or a public value.
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
const harmless = '{{token:password}}';
const drawn = '«{{token:random-40}}»';
/** A word that everybody tries, in two halves so that none lies here. */
const word = ['let', 'mein'].join('');
const tried = `«${word}»`;

type Case = readonly [what: string, file: string, leaks: string, clean: string];

const cases: readonly Case[] = [
  // Words that everybody tries, where other words say something else.
  ['a pair of a login', 'a.py', `AUTH = ("admin", "${tried}")\n`, `KIND = (USER, "${word}")\nauth = ["login", "logout"]\n`],
  [
    'a pair in a list',
    'a.php',
    `<?php $c = new Client(['auth' => ['me', '${tried}']]);\n`,
    `<?php $c = ['auth' => ['login', 'logout']];\n`,
  ],
  [
    'behind a user',
    'A.java',
    `class A { Object a = given.basic("admin", "${tried}"); }\n`,
    `class A { Object a = given.basic("admin", "rights"); }\n`,
  ],
  [
    'Cassandra',
    'A.java',
    `class A { Object a = Cluster.builder().withCredentials("me", "${p}").build(); }\n`,
    `class A { Object a = request.withCredentials("include", "omit"); Object b = builder().withCredentials("me", pw); }\n`,
  ],
  ['an option of a request', 'a.js', `http.get({ auth: 'admin:${tried}' });\n`, `http.get({ auth: 'users:list' });\n`],
  [
    'in base64',
    'a.js',
    `const a = 'Basic ' + btoa('admin:«${word}»');\n`,
    `const a = 'Basic ' + btoa('user:name'); const b = btoa(user + ':' + pw);\n`,
  ],
  [
    'an address with its host filled in',
    'a.js',
    `const a = \`mysql://root:${tried}@\${host}/shop\`;\n`,
    'const a = `mysql://root:password@${host}/shop`;\n',
  ],
  [
    'an address with its host put in',
    'a.go',
    `package main\nvar a = fmt.Sprintf("postgres://app:${p}@%s:%d/shop", host, port)\n`,
    'package main\nvar a = fmt.Sprintf("postgres://app:secret@%s:%d/shop", host, port)\nvar b = fmt.Sprintf("postgres://%s:%s@%s/shop", u, p, h)\n',
  ],
  ['a default with a digit', 'a.properties', `server.ssl.key-store-password=«changeit${1}»\n`, 'server.ssl.key-store-password=changeit\n'],
  [
    'a short word that the program calls nothing by',
    'a.py',
    'password = "«tiger»"\nlogin(user="me", password="«otter»")\n',
    'otter = check()\npassword = "otter"\npasswd = "email"\npwd = "label"\nicon(password="tiger")\n',
  ],
  // What is compared and what is fallen back to.
  [
    'short names of a comparison',
    'a.go',
    `package main\nvar a = middleware.BasicAuth(func(u, p string) bool { return u == "joe" && p == "${p}" })\n`,
    `package main\nvar a = middleware.BasicAuth(func(u, p string) bool { return u == "joe" && q == "${harmless}" })\n`,
  ],
  [
    'a block that a look-up falls back to',
    'a.rb',
    `pw = ENV.fetch('DB_PASSWORD') { '${tried}' }\n`,
    `pw = ENV.fetch('DB_PASSWORD') { raise 'DB_PASSWORD' }\nENV.fetch('RAILS_ENV') { '${word}' }\n`,
  ],
  [
    'an attribute above a field',
    'a.rs',
    `struct A {\n    #[arg(long, default_value = "${tried}")]\n    pub password: String,\n}\n`,
    `struct A {\n    #[arg(long, default_value = "${word}")]\n    pub username: String,\n}\n`,
  ],
  // Where a call takes it.
  [
    'what hides a password',
    'A.cs',
    `foreach (char c in "${p}") secure.AppendChar(c);\n`,
    `foreach (char c in "${harmless}") builder.Append(c);\n`,
  ],
  [
    'a header from a constant',
    'a.rs',
    `h.insert("x-api-key", HeaderValue::from_static("${drawn}"));\n`,
    `h.insert("x-api-key", HeaderValue::from_static(key));\n`,
  ],
  [
    'a scheme in front',
    'a.rb',
    `f.request :authorization, 'Bearer', '${drawn}'\n`,
    `f.request :authorization, 'Bearer', token\nf.request :authorization, 'Bearer', 'name'\n`,
  ],
  [
    'Slick',
    'a.scala',
    `val db = Database.forURL("jdbc:h2:mem:a", "me", "${tried}", driver = "org.h2.Driver")\n`,
    'val db = Database.forURL("jdbc:h2:mem:a", user, pw)\n',
  ],
  [
    'the key of a file of keys',
    'A.java',
    `class A { void a() { jsch.addIdentity("/home/me/.ssh/id", "${p}"); } }\n`,
    'class A { void a() { jsch.addIdentity("/home/me/.ssh/id"); } }\n',
  ],
  ['LuaSQL', 'a.lua', `local c = env:connect("db", "root", "${tried}", "host")\n`, 'local c = env:connect("db", "root", pw, "host")\n'],
  [
    'Julia',
    'a.jl',
    `c = DBInterface.connect(MySQL.Connection, "db", "root", "${p}"; db="shop")\n`,
    'c = DBInterface.connect(MySQL.Connection, "db", "root", pw; db="shop")\n',
  ],
  ['a login of SQL Server', 'a.sql', `EXEC sp_addlogin 'app', '${p}';\n`, `EXEC sp_helplogins 'app', '${harmless}';\n`],
  [
    "CakePHP's salt",
    'a.php',
    `<?php Configure::write('Security.salt', '${drawn}');\n`,
    `<?php Configure::write('Security.level', 'medium');\n`,
  ],
  [
    'a constant of Kafka',
    'A.java',
    `class A { void a() { p.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, "${p}"); } }\n`,
    'class A { void a() { p.put(SslConfigs.SSL_KEY_PASSWORD_CONFIG, pw); } }\n',
  ],
  [
    'several keys in a list',
    'a.kt',
    `val apiKeys = listOf("${drawn}", "«{{token:random-40:2}}»")\n`,
    `val apiKey = listOf("name", "value")\nval hashes = listOf("${'{{token:random-40}}'}")\n`,
  ],
  [
    'several keys in a map',
    'a.go',
    `package main\nvar secrets = map[string]string{"stripe": "${drawn}"}\n`,
    'package main\nvar names = map[string]string{"stripe": "{{token:random-40}}"}\n',
  ],
  [
    'what a page begins with',
    'a.tsx',
    `const [password, setPassword] = useState('${tried}');\n`,
    `const [password, setPassword] = useState('');\nconst [mode, setMode] = useState('${word}');\n`,
  ],
  [
    'a field of a page',
    'a.tsx',
    `const a = <input type="password" defaultValue="${tried}" />;\n`,
    `const a = <input type="text" defaultValue="${word}" />;\n`,
  ],
  [
    'an application of Entra',
    'a.go',
    `package main\nvar c, e = azidentity.NewClientSecretCredential(t, id, "${drawn}", nil)\n`,
    'package main\nvar c, e = azidentity.NewClientSecretCredential(t, id, pw, nil)\n',
  ],
  ['what signs tokens of Vapor', 'a.swift', `app.jwt.signers.use(.hs256(key: "${p}"))\n`, 'app.jwt.signers.use(.hs256(key: key))\n'],
  [
    'PocketBase',
    'a.dart',
    `await pb.admins.authWithPassword('me@kelp.ch', '${tried}');\n`,
    `await pb.admins.authWithPassword('me@kelp.ch', pw);\n`,
  ],
  [
    "Rust's last expression",
    'a.rs',
    `fn secret() -> String { "${p}".to_string() }\n`,
    `fn colour() -> String { "${harmless}".to_string() }\nfn secret(name: &str) -> String { "${harmless}".to_string() }\n`,
  ],
  ['a call that is asked', 'a.rs', `if auth.password() == Some("${tried}") { go() }\n`, `if auth.method() == Some("${word}") { go() }\n`],
  [
    'nobody else than',
    'a.go',
    `package main\nfunc a(r *http.Request) bool { u, p, _ := r.BasicAuth(); return u != "joe" || p != "${p}" }\n`,
    `package main\nfunc a(r *http.Request) bool { u, q, _ := r.BasicAuth(); return u != "joe" || q != "${harmless}" }\n`,
  ],
  [
    'a flag of PowerShell',
    'a.ps1',
    `Set-ADAccountPassword -NewPassword (ConvertTo-SecureString -AsPlainText "${p}" -Force)\n`,
    'Set-ADAccountPassword -NewPassword (ConvertTo-SecureString -AsPlainText $pw -Force)\n',
  ],
  [
    'StackExchange.Redis without a port',
    'A.cs',
    `var r = ConnectionMultiplexer.Connect("cache,password=${tried},ssl=true");\n`,
    'var r = ConnectionMultiplexer.Connect($"cache,password={pw},ssl=true");\n',
  ],
  [
    'a key as long as a cipher takes it',
    'A.java',
    'class A { private static final byte[] KEY = "«OtterQuarryQuays»".getBytes(); Object a = new SecretKeySpec(KEY, "AES"); }\n',
    'class A { private static final byte[] KEY = "OtterQuarryQuay".getBytes(); Object a = new SecretKeySpec(KEY, "AES"); }\n',
  ],
  // Brackets of languages without a lexer.
  [
    'a tuple of Elixir',
    'a.ex',
    `HTTPoison.get(u, [], hackney: [basic_auth: {"me", "${tried}"}])\n`,
    'HTTPoison.get(u, [], hackney: [basic_auth: {user, pw}])\n',
  ],
  ['a vector of Clojure', 'a.clj', `(http/get u {:basic-auth ["me" "${tried}"]})\n`, '(http/get u {:basic-auth [user pw]})\n'],
  [
    'a key and its value',
    'a.dart',
    `await storage.write(key: 'token', value: '${drawn}');\n`,
    `await storage.write(key: 'colour', value: '{{token:random-40}}');\n`,
  ],
  ['a slice of Zig', 'a.zig', `const password: []const u8 = "${tried}";\n`, `const username: []const u8 = "${word}";\n`],
  ['JSTL', 'a.jsp', `<c:set var="apiKey" value="${drawn}"/>\n`, '<c:set var="colour" value="{{token:random-40}}"/>\n'],
  [
    'a template of Jinja',
    'a.j2',
    `password={{ db_password | default('${tried}') }}\n`,
    `password={{ db_password | default(other) }}\nuser={{ db_user | default('${word}') }}\n`,
  ],
  [
    'a chart',
    'a.tpl',
    `password: {{ .Values.password | default "${tried}" | quote }}\n`,
    `password: {{ .Values.password | quote }}\nuser: {{ .Values.user | default "${word}" }}\n`,
  ],
  // Lines of text.
  ['a variable of a file of requests', 'a.http', `@password=${tried}\nPOST https://kelp.ch\n`, `@password={{$dotenv PW}}\n@user=${word}\n`],
  [
    'what aws configure asks',
    'a.txt',
    'AWS Secret Access Key [None]: «{{token:random-40}}»\n',
    'AWS Secret Access Key [****Q7XA]: \nDefault region name [None]: eu-west-1\n',
  ],
  ['a line of a log', 'a.log', `login user=admin password=${p} ok\n`, 'login user=admin password=****** ok\nuser=$1 password=$2\n'],
  [
    'JDBC of Db2',
    'a.json',
    `{"url":"jdbc:db2://db:50000/a:user=me;password=${tried};"}\n`,
    '{"url":"jdbc:db2://db:50000/a:user=me;password={pw};"}\n',
  ],
  // Commands.
  ['PuTTY', 'a.bat', `plink -pw ${p} me@host\n`, 'plink -P 2222 me@host\n'],
  ['a list of words', 'a.py', `run(["sshpass", "-p", "${tried}", "ssh", "host"])\n`, 'run(["sshpass", "-p", pw, "ssh", "host"])\n'],
  ['GnuPG', 'a.sh', `gpg --batch --passphrase ${p} -d a\n`, 'gpg --batch --passphrase "$PW" -d a\ngpg --passphrase-file pw -d a\n'],
  [
    'Redis in Compose',
    'a.yaml',
    `services:\n  a:\n    command: redis-server --requirepass ${tried}\n`,
    'services:\n  a:\n    command: redis-server --requirepass ${PW}\n',
  ],
];

describe.each(cases)('%s', (_what, file, leaks, clean) => {
  it('is found', () => {
    const { text, spans } = readMarks(fillTokens(leaks));
    expect(found(file, text)).toEqual(spans);
  });

  it('is told from what looks the same', () => {
    expect(found(file, fillTokens(clean))).toEqual([]);
  });
});

it('steps of a scale are no tokens, and the key of an SDK is public', () => {
  expect(found('a.json', '{"color":{"token":"brand-500","key":"gray-950"}}\n')).toEqual([]);
  expect(found('a.swift', fillTokens('Purchases.configure(withAPIKey: "{{token:random-40}}")\n'))).toEqual([]);
});
