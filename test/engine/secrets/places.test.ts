// Where secrets stand: for each language and provider file what must be found, exactly, and the neighbour that must not.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { expectLinear } from '../../support/growth.ts';
import { readMarks } from '../../support/rule-tester.ts';

const marked = (source: string) => readMarks(fillTokens(source));

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text))
    .filter((one) => one.kind === 'secret' && !one.placeholder && one.confidence !== 'low')
    .map((one) => [...one.at.span]);

type Case = readonly [file: string, leaks: string, clean: string];

const languages: readonly Case[] = [
  [
    'a.py',
    'API_TOKEN = "«{{token:random-40}}»"\nrequests.get(url, auth=("admin", "«{{token:password}}»"))\n',
    'API_TOKEN = os.environ["API_TOKEN"]\nrequests.get(url, auth=("admin", password))\nlogin("alice", "wrong")\n',
  ],
  [
    'a.go',
    'secretKey := []byte("«{{token:random-40}}»")\nreq.SetBasicAuth("admin", "«{{token:password}}»")\n',
    'secretKey := []byte(os.Getenv("SECRET"))\nreq.SetBasicAuth(user, pass)\nconst tokenHeader = "X-Auth-Token"\n',
  ],
  [
    'A.java',
    'class A { String t = HMAC256("«{{token:random-40}}»"); void a() { DriverManager.getConnection(url, "root", "«{{token:password}}»"); } }\n',
    'class A { String t = HMAC256(secret); void a() { DriverManager.getConnection(url, "root", System.getenv("PW")); map.get("password", "none"); } }\n',
  ],
  [
    'a.cs',
    'var c = new NetworkCredential("svc", "«{{token:password}}»");\nvar k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("«{{token:random-40}}»"));\n',
    'var c = new NetworkCredential("svc", password);\nvar b = Encoding.UTF8.GetBytes("hello there");\n[Display(Name = "Confirm password")]\n',
  ],
  [
    'a.rb',
    'config.secret_key_base = "«{{token:random-40}}»"\n',
    'config.secret_key_base = ENV.fetch("SECRET_KEY_BASE")\nvalidates :password, length: { minimum: 8 }\n',
  ],
  [
    'a.php',
    "<?php\n$db = new PDO('mysql:host=db', 'root', '«{{token:password}}»');\n",
    "<?php\n$db = new PDO('mysql:host=db', 'root', getenv('PW'));\n$rules = ['password' => 'required|string|min:8|confirmed'];\n",
  ],
  [
    'a.rs',
    'static TOKEN: &\'static str = "«{{token:random-40}}»";\nlet password = String::from("«{{token:password}}»");\n',
    'static HEADER: &\'static str = "x-auth-token-v2";\nlet name = String::from("password");\n',
  ],
  [
    'a.kt',
    'val apiSecret by lazy { "«{{token:random-40}}»" }\n',
    'val apiSecret by lazy { load("api-secret") }\nval EXTRA_PASSWORD = "com.acme.extra.PASSWORD"\n',
  ],
  ['a.swift', 'static let clientSecret: String = "«{{token:random-40}}»"\n', 'let tokenKey = "com.acme.authToken"\n'],
  [
    'a.ts',
    "const pass = process.env.PASS || '«{{token:password}}»';\ncreateHmac('sha256', '«{{token:random-40}}»');\n",
    "createHmac('sha256', secret);\ncreateHash('sha256');\nconst ACTION = { setPassword: '@@auth/SET_PASSWORD' };\n",
  ],
  [
    'a.go',
    'if r.FormValue("password") != "«{{token:password}}»" || r.Header.Get("X-Api-Key") != "«{{token:random-40}}»" { return }\n',
    'if r.FormValue("password") != "" || r.Header.Get("X-Api-Key") != key { return }\n',
  ],
  [
    'a.ps1',
    'if ($Password -eq "«{{token:password}}»") { Start-It }\n',
    'if ($Password -eq "") { Start-It }\nif ($PasswordType -eq "Encrypted2x") { Stop-It }\n',
  ],
  [
    'pages.js',
    "if (document.getElementById('password').value === '«{{token:password}}»' || $('#pwd').val() == '«{{token:password:2}}»') go();\nif (passwordInput.value === '«{{token:password:3}}»') go();\n",
    "if (typeof form.get('password') != 'undefined') go();\nif (passwordInput.type === 'text' || passwordInput.value === '') go();\nif (e.target.name != 'password1x') go();\n",
  ],
  [
    'ci.sh',
    "snyk auth «{{token:random-40:6}}»\nwandb login «{{token:random-40}}»\n./ngrok authtoken '«{{token:random-40:2}}»'\ncargo login «{{token:random-40:3}}»\ncomposer config -g github-oauth.github.com «{{token:random-40:4}}»\n",
    'snyk auth --auth-type=token\nwandb login --relogin\n./ngrok authtoken $NGROK\ncargo login --registry kelp2024quays9internal\nvault login -method=github\n',
  ],
  [
    'ci.sh',
    'doctl auth init -t «{{token:random-40}}»\nbash <(curl -s https://codecov.io/bash) -t «{{token:random-40:6}}»\ncypress run --record --key «{{token:random-40:5}}» --parallel\ninflux write -t «{{token:random-40:2}}» -b tides\n',
    'doctl auth init --context kelp-2024-quays-9-cluster\ncodecov -t unit-tests-2024-integration\ncypress run --record --key "$CYPRESS_KEY"\ninflux write -b tides2024 -o kelp\n',
  ],
  [
    'ci.sh',
    'composer config http-basic.repo.kelp.ch ci «{{token:password}}»\npoetry config http-basic.kelp ci «{{token:password:2}}»\ncf auth deployer «{{token:password:3}}»\n',
    'composer config http-basic.repo.kelp.ch ci $PW\npoetry config http-basic.kelp username password\ncf auth "$CF_USER" "$CF_PASSWORD"\n',
  ],
  [
    'a.sh',
    'sshpass -p \'«{{token:password}}»\' ssh root@h\naws configure set aws_secret_access_key «{{token:random-40}}»\necho "«{{token:random-40}}»" | docker login --username me --password-stdin r.io\n',
    'sshpass -p "$PW" ssh root@h\naws configure set aws_secret_access_key "$KEY"\necho "$TOKEN" | docker login --password-stdin\n',
  ],
  [
    'a.ps1',
    '$env:API_KEY = \'«{{token:random-40}}»\'\n$s = ConvertTo-SecureString "«{{token:password}}»" -AsPlainText -Force\n',
    '$token = Get-Secret -Name ApiToken\n$s = Read-Host "Password" -AsSecureString\n',
  ],
  ['Dockerfile', 'FROM a\nENV DB_PASSWORD=«{{token:random-40}}»\n', 'FROM a\nENV DB_PASSWORD_FILE=/run/secrets/db\nARG TOKEN\n'],
  [
    'a.sql',
    "CREATE LOGIN sa WITH PASSWORD = N'«{{token:password}}»';\n",
    'SELECT password FROM users;\nALTER TABLE users ADD COLUMN password_hash TEXT;\n',
  ],
  ['a.properties', 'jwt.secret=«{{token:random-40}}»\n', 'password.label=Your password\njwt.secret=${JWT_SECRET}\n'],
  ['a.ini', '[db]\npassword = «{{token:random-40}}»\n', '[db]\npassword = %(DB_PASSWORD)s\n'],
  [
    'web.config',
    '<configuration><appSettings><add key="ApiKey" value="«{{token:random-40}}»"/></appSettings></configuration>\n',
    '<configuration><appSettings><add key="ApiKey" value="#{ApiKey}#"/></appSettings></configuration>\n',
  ],
  [
    'settings.xml',
    '{{ ansible_managed }}\n<settings><server><password>«{{token:password}}»</password></server></settings>\n',
    '{{ ansible_managed }}\n<settings><server><password>${env.PASSWORD}</password></server></settings>\n',
  ],
  [
    'n.ipynb',
    '{"cells":[{"cell_type":"code","source":["import os\\n","api_key = \\"«{{token:random-40}}»\\"\\n"],"outputs":[],"metadata":{}}],"metadata":{},"nbformat":4,"nbformat_minor":5}\n',
    '{"cells":[{"cell_type":"code","source":["api_key = os.environ[\\"API_KEY\\"]\\n"],"outputs":[],"metadata":{}}],"metadata":{},"nbformat":4,"nbformat_minor":5}\n',
  ],
];

const providerFiles: readonly Case[] = [
  [
    '.npmrc',
    '//registry.npmjs.org/:_authToken=«{{token:npm-token}}»\n',
    '//registry.npmjs.org/:_authToken=${NPM_TOKEN}\nalways-auth=true\n',
  ],
  ['.netrc', 'machine a.io\n  login me\n  password «{{token:random-40}}»\n', 'machine a.io\n  login me\n  password ${PW}\n'],
  ['.pgpass', 'db:5432:app:me:«{{token:random-40}}»\n', '# db:5432:app:me:secret\ndb:5432:app:me:${PW}\n'],
  [
    '.docker/config.json',
    `{"auths":{"r.io":{"auth":"«${Buffer.from(fillTokens('me:{{token:password}}')).toString('base64')}»"}}}\n`,
    '{"auths":{"r.io":{}},"credsStore":"desktop"}\n',
  ],
  [
    'kubeconfig',
    'apiVersion: v1\nkind: Config\nusers:\n- name: sa\n  user:\n    token: «{{token:random-40}}»\n',
    'apiVersion: v1\nkind: Config\nusers:\n- name: sa\n  user:\n    tokenFile: /var/run/token\n    exec: {command: aws}\n',
  ],
  [
    'appsettings.json',
    '{"Jwt":{"Key":"«{{token:random-40}}»"},"ConnectionStrings":{"D":"Server=db;User Id=sa;Password=«{{token:random-40:2}}»;Encrypt=true"}}\n',
    '{"Jwt":{"Issuer":"x","ExpiryMinutes":"60"},"ConnectionStrings":{"D":"Server=db;Integrated Security=true"}}\n',
  ],
  [
    'application.yml',
    'spring:\n  datasource:\n    password: «{{token:random-40}}»\n',
    'spring:\n  datasource:\n    password: ${DB_PASSWORD:}\n',
  ],
  [
    'wp-config.php',
    "<?php\ndefine( 'DB_PASSWORD', '«{{token:password}}»' );\ndefine('AUTH_SALT', '«{{token:random-40}}»');\n",
    "<?php\ndefine( 'DB_PASSWORD', getenv('DB_PASSWORD') );\ndefine('AUTH_SALT', 'put your unique phrase here');\n",
  ],
  ['prod.tfvars', 'api_token = "«{{token:random-40}}»"\n', 'region = "eu-west-1"\ntoken_ttl = "3600"\n'],
  ['gems.env', 'BUNDLE_GEMS__ACME__IO=«deploy:{{token:random-40}}»\n', 'BUNDLE_PATH=vendor/bundle\nBUNDLE_GEMS__ACME__IO=${GEMS}\n'],
];

describe.each([
  ['language', languages],
  ['provider file', providerFiles],
] as const)('%s', (_, cases) => {
  it.each(cases)('%s: what leaks is found, its neighbour is not', (file, leaks, clean) => {
    const { text, spans } = marked(leaks);
    expect(found(file, text), text).toEqual(spans);
    expect(found(file, clean).map(([start, end]) => clean.slice(start, end))).toEqual([]);
  });
});

it('the web key of a Firebase client is publishable, the same key elsewhere is not', () => {
  const kind = (text: string) => scanSecrets(createDocument('a.ts', fillTokens(text))).map((one) => one.kind);
  expect(kind("init({ apiKey: '{{token:google-api-key}}', authDomain: 'a.firebaseapp.com', projectId: 'a' });\n")).toEqual(['publishable']);
  expect(kind("init({ apiKey: '{{token:google-api-key}}', language: 'de' });\n")).toEqual(['secret']);
});

it.each([
  ['a.py', 'class A:\n    db_password = "«{{token:password}}»"\n'],
  ['a.tf', 'x = jsonencode([{ environment = [{ name = "DB_PASSWORD", value = "«{{token:password}}»" }] }])\n'],
  ['a.ts', "const env = [{ name: 'API_TOKEN', value: '«{{token:random-40}}»' }, { name: 'MODE', value: 'production-1' }];\n"],
  [
    'a.py',
    'class S(BaseSettings):\n    jwt_secret: str = Field(default="«{{token:random-40}}»")\n    label: str = Field(default="{{token:random-40:2}}")\n',
  ],
  [
    'a.go',
    'creds := credentials.NewStaticCredentials("x", "«{{token:random-40}}»", "")\nauth := smtp.PlainAuth("", "bot@acme.io", "«{{token:password}}»", "smtp.acme.io")\n',
  ],
  ['a.rb', "Aws.config.update(credentials: Aws::Credentials.new('x', '«{{token:random-40}}»'))\n"],
  [
    'a.php',
    "<?php\nldap_bind($c, 'cn=admin', '«{{token:password}}»');\nftp_login($c, 'bob', '«{{token:password:2}}»');\nopenssl_encrypt($d, 'aes-256-cbc', '«{{token:random-40}}»');\n$redis->auth('«{{token:password:3}}»');\n",
  ],
  [
    'a.ts',
    "createUserWithEmailAndPassword(auth, 'a@acme.io', '«{{token:password}}»');\nauth.signInWithEmailAndPassword('a@acme.io', '«{{token:password:2}}»');\n",
  ],
  ['a.tsx', 'const p = <Provider mode="x" secret={"«{{token:random-40}}»"} />;\nconst q = { "{{token:random-40:2}}": 1 };\n'],
  [
    'A.java',
    'class A { C c = DriverManager.getConnection("jdbc:mysql://db/app?user=root&password=«Toor9912x»"); String next = "/login?step=password&password=Toor9912x"; }\n',
  ],
  ['AndroidManifest.xml', '<meta-data android:name="io.acme.API_SECRET" android:value="«{{token:random-40}}»"/>\n'],
  ['hosts.ini', 'web ansible_user=root ansible_ssh_pass=«R00tSsh77» ansible_become_pass="«B3comePwd7»"\n'],
  [
    'a.sh',
    'vault login «{{token:random-40}}»\nvault login -method=userpass\nmongo -u root -p «M0ng0pwd77» db\ncat > ~/.pgpass <<EOF\ndb:5432:app:app:«Vx82kqLmz9»\nEOF\n',
  ],
  [
    'b.sh',
    'docker run --link my-mongo:mongo -p 1337:1337 acme/server\nmongo db && docker run -p 127.0.0.1:8080:80/tcp web\nmongo -u root -p «M0ng0pwd77» db\n',
  ],
  [
    'README.md',
    '| User | Password | Role |\n|------|:--------:|------|\n| admin@local.io | `«Adm1nPw-77»` | admin |\n| bob | «B0bPwd77x» | |\n\n| Token | Meaning |\n| --- | --- |\n| Qx7Rk2Lm9Tz4Vb8N | a word |\n',
  ],
  ['README.md', '| Password | Required |\n| --- | --- |\n| your password | yes |\n| ******** | no |\n'],
  ['b.sh', 'curl -H "Authorization: Basic $(echo -n \'admin@local.io:«Adm1n-Pw77»\' | base64)" u\n'],
  [
    'table.ts',
    'const rows = `\nacme/publish id-token:write token=password @action.yml@ff45666b9427\nacme/other a password Qx7Rk2Lm9Tz4Vb8N\n`;\n',
  ],
  ['AGENTS.md', 'The database password is «Vx82kqLmz9». The password is required, and a secret of 16characters is long enough.\n'],
  ['a.ini', '[s3]\nsecret_key=«{{token:random-40}}/path{{token:random-40:2}}»\n'],
  ['a.sh', 'wget --user=bob --password=«b0bsPw99» http://a.io\nldapsearch -w «b0bsPw99» -D cn=admin\n'],
] as const)('%s: the name is looked for where the language has it', (file, source) => {
  const { text, spans } = marked(source);
  expect(found(file, text)).toEqual(spans);
});

it('names the scopes around a literal in time that grows with the text, however deep they are', async () => {
  for (const [file, piece] of [
    ['a.tf', 'variable "x" {\n  sensitive = true\n  default   = "abc"\n'],
    ['a.ts', 'class Password { token = "abcdefgh";\n'],
  ] as const)
    await expectLinear(file, 600, (size) => {
      const document = createDocument(file, piece.repeat(size));
      return () => scanSecrets(document);
    });
});

it('the file of a builder says of nothing in it that it is a key of the builder', () => {
  for (const [file, format] of [
    ['.drone.yml', 'drone-token'],
    ['bitbucket-pipelines.yml', 'bitbucket-secret'],
    ['azure-pipelines.yml', 'azure-openai-key'],
  ] as const) {
    const read = (name: string) => scanSecrets(createDocument(file, fillTokens(`${name}: "{{token:${format}}}"\n`)));
    expect(read('DB_SECRET')).toEqual([expect.objectContaining({ kind: 'secret', format: 'generic' })]);
    expect(read(`${format.split('-')[0]}_SECRET`)).toEqual([expect.objectContaining({ kind: 'secret', format })]);
  }
});
