// Ways in which programs, tools and devices are given a credential: each with what stands beside it and is none. What a
// person made up on the spot is shown too, and quietly.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { readMarks } from '../../support/rule-tester.ts';

const marked = (source: string) => readMarks(fillTokens(source));

const found = (file: string, text: string) =>
  scanSecrets(createDocument(file, text))
    .filter((one) => one.kind === 'secret' && !(one.placeholder && one.confidence === 'low'))
    .map((one) => [...one.at.span]);

type Notation = readonly [what: string, file: string, leaks: string, clean: string];

const calls: readonly Notation[] = [
  [
    'option with a default',
    'a.py',
    "parser.add_argument('-p', '--password', help='who', default='«{{token:password}}»')\n",
    "parser.add_argument('--password', help='who', default='prompt')\nparser.add_argument('--mode', default='{{token:password}}')\n",
  ],
  [
    'setting with a default',
    'a.py',
    "SECRET_KEY = config('SECRET_KEY', default='«{{token:random-40}}»')\n",
    "LIMIT = config('LIMIT', default='4096')\n",
  ],
  [
    'positional password',
    'a.py',
    "ssh.connect('10.0.0.1', 22, 'root', '«{{token:password}}»')\n",
    "ssh.connect('10.0.0.1', 22, 'root', password)\n",
  ],
  ['cipher', 'a.py', "c = AES.new(b'«{{token:password}}»', AES.MODE_ECB)\n", 'c = AES.new(key, AES.MODE_ECB)\n'],
  [
    'key of a parser',
    'a.go',
    'jwt.Parse(s, func(t *jwt.Token) (any, error) { return []byte("«{{token:password}}»"), nil })\n',
    'json.Read(s, func(t *T) (any, error) { return []byte("{{token:password}}"), nil })\n',
  ],
  [
    'key of a signature',
    'a.go',
    'signed, err := token.SignedString([]byte("«{{token:password}}»"))\n',
    'signed, err := token.SignedString(key)\n',
  ],
  [
    'flag with a place',
    'a.go',
    'flag.StringVar(&opts.password, "password", "«{{token:password}}»", "who")\n',
    'flag.StringVar(&opts.password, "password", "", "the password of the database")\n',
  ],
  [
    'driver address',
    'a.go',
    'db, err := sql.Open("mysql", "app:«{{token:password}}»@tcp(db:3306)/shop")\n',
    'dsn := fmt.Sprintf("%s:%s@tcp(%s)/%s", user, password, host, name)\n',
  ],
  [
    'characters of a store',
    'A.java',
    'class A { void a() { keys.load(in, "«{{token:password}}»".toCharArray()); } }\n',
    'class A { char[] HEX = "0123456789abcdef".toCharArray(); void a() { load(in, "utf8"); } }\n',
  ],
  [
    'key material',
    'A.java',
    'class A { Key k = new SecretKeySpec("«{{token:password}}»".getBytes(), "AES"); }\n',
    'class A { Key k = new SecretKeySpec(bytes, "AES"); }\n',
  ],
  [
    'user and password',
    'A.java',
    'class A { Object o = new UsernamePasswordAuthenticationToken("me", "«{{token:password}}»"); }\n',
    'class A { Object o = new UsernamePasswordAuthenticationToken(user, password); }\n',
  ],
  [
    'not hashed',
    'A.java',
    'class A { void a() { b.password("{noop}«{{token:password}}»"); } }\n',
    'class A { void a() { b.password("{bcrypt}$2a$10$abcdefghijklmnopqrstuu"); } }\n',
  ],
  [
    'constant as a key',
    'A.java',
    'class A { void a() { env.put(Context.SECURITY_PASSWORD, "«{{token:password}}»"); } }\n',
    'class A { void a() { assertEquals(BAD_PASSWORD, "{{token:password}}"); } }\n',
  ],
  [
    'property with accessors',
    'a.cs',
    'class A { public string ApiKey { get; private set; } = "«{{token:random-40}}»"; }\n',
    'class A { public string ApiKeyHeader { get; set; } = "x-api-key"; }\n',
  ],
  ['type that says it', 'a.rs', 'let s = ApiToken::new("«{{token:random-40}}»");\n', 'let s = TokenKind::new("identifier");\n'],
  [
    'call without brackets',
    'a.rb',
    "http.basic_auth 'me', '«{{token:password}}»'\n",
    "http.basic_auth user, password\nputs 'me', 'password'\n",
  ],
  ['encoder without brackets', 'a.rb', "JWT.encode payload, '«{{token:password}}»', 'HS256'\n", "JWT.encode payload, key, 'HS256'\n"],
  [
    'setting of a build',
    'app/build.gradle',
    "android { release { storePassword '«{{token:password}}»' } }\n",
    "android { release { storePassword keystore['storePassword']; keyAlias 'upload' } }\n",
  ],
  [
    'field of a build',
    'app/build.gradle',
    `buildConfigField 'String', 'API_KEY', '"«{{token:random-40}}»"'\n`,
    `buildConfigField 'String', 'API_KEY_HEADER', '"x-api-key"'\n`,
  ],
  [
    'pair of curl',
    'a.php',
    '<?php\ncurl_setopt($ch, CURLOPT_USERPWD, "me:«{{token:password}}»");\n',
    '<?php\ncurl_setopt($ch, CURLOPT_USERPWD, "$user:$password");\n',
  ],
  [
    'secret of a session',
    'a.ts',
    "app.use(session({ secret: '«keyboard cat»', resave: false }));\n",
    "app.use(session({ secret: process.env.SECRET, name: 'keyboard cat' }));\n",
  ],
  [
    'cookies, ciphers and sums of Go',
    'a.go',
    'var s = sessions.NewCookieStore([]byte("«{{token:password}}»"))\nvar b, _ = aes.NewCipher([]byte("«{{token:password:2}}»"))\nvar m = hmac.New(sha256.New, []byte("«{{token:password:3}}»"))\n',
    'var s = sessions.NewCookieStore([]byte(os.Getenv("SESSION")))\nvar h = fnv.New([]byte("{{token:password}}"))\n',
  ],
  [
    'default in the tag of a field',
    'a.go',
    'type C struct {\n\tPassword string `env:"PASSWORD" envDefault:"«{{token:password}}»"`\n}\n',
    'type C struct {\n\tPassword string `env:"PASSWORD" json:"{{token:password}}"`\n\tHost string `default:"{{token:password}}"`\n\tPasswordTTL int `default:"3600"`\n}\n',
  ],
  [
    'compared in constant time',
    'a.go',
    'ok := subtle.ConstantTimeCompare([]byte(given), []byte("«{{token:random-40}}»"))\n',
    'ok := subtle.ConstantTimeCompare([]byte(given), []byte(expected))\n',
  ],
  [
    'compared, the value first',
    'A.java',
    'class A { boolean a() { return "«{{token:password}}»".equals(request.getParameter("password")) || "«{{token:password:2}}»".equals(user.getPassword()); } }\n',
    'class A { boolean a() { return "password".equals(field) || "{{token:password}}".equals(name) || "token".equals(type.token()); } }\n',
  ],
  [
    'compared, the value in brackets',
    'A.java',
    'class A { boolean a() { return password.equals("«{{token:password}}»") || getPassword().equalsIgnoreCase("«{{token:password:2}}»") || request.getParameter("password").equals("«{{token:password:3}}»"); } }\n',
    'class A { boolean a() { return map.get("name").equals("{{token:password}}") || passwordField.equals("confirm") || tokenType.equals("Bearer"); } }\n',
  ],
  [
    'compared, the value in brackets, in C#',
    'A.cs',
    'class A { bool Ok(string password) { return password.Equals("«{{token:password}}»"); } }\n',
    'class A { bool Ok(string name) { return name.Equals("{{token:password}}"); } }\n',
  ],
  [
    'compared, the value first, with an operator',
    'a.php',
    "<?php\nif ('«{{token:password}}»' === $_POST['password']) { open(); }\n",
    "<?php\nif ('{{token:password}}' === $_POST['page'] || 'password' === $field || 'new' === $password_mode) { open(); }\n",
  ],
  [
    'compared by a call',
    'a.php',
    "<?php\nif (strcmp($_POST['password'], '«{{token:password}}»') === 0) { open(); }\n",
    "<?php\nif (strcmp($_POST['page'], '{{token:password}}') === 0 || strcmp($password, 'none') === 0) { open(); }\n",
  ],
  [
    'who signs in, compared in constant time',
    'b.go',
    'ok := subtle.ConstantTimeCompare([]byte(user), []byte("otter")) == 1 && subtle.ConstantTimeCompare([]byte(pass), []byte("«otterquarry7»")) == 1\n',
    'ok := subtle.ConstantTimeCompare([]byte(user), []byte("operator")) == 1 && subtle.ConstantTimeCompare([]byte(scheme), []byte("Bearer ")) == 1\n',
  ],
  [
    'compared, the value first, with what ends behind a colon',
    'a.rb',
    "go if '«{{token:password}}»' == params[:password]\n",
    "go if '{{token:password}}' == params[:mode] ? password : other\n",
  ],
  [
    'compared, the value first, and a block behind it',
    'a.py',
    'if "«{{token:password}}»" == user.password:\n    go()\n',
    'if "{{token:password}}" == mode:\n    password = ask()\nif "{{token:password}}" == mode: token = ask()\n',
  ],
  [
    'compared, the value first, and a choice behind it',
    'b.php',
    "<?php\n$a = '«{{token:password}}»' === $user?->password;\n",
    "<?php\n$a = '{{token:password}}' === $mode ?: $password;\n$b = '{{token:password}}' === $mode ? $password : null;\n",
  ],
  [
    'pair of a client in a list',
    'a.ts',
    "const options = { auth: ['me', '«{{token:password}}»'] };\n",
    "const rules = { auth: ['login', 'logout'], credentials: ['same-origin', 'include'] };\nconst auth = ['github', 'google'];\n",
  ],
  [
    'key of a signature by its name',
    'a.py',
    'jwt.decode(t, key="«{{token:random-40}}»")\n',
    'jwt.decode(t, key="public.pem", algorithms=["RS256"])\n',
  ],
  [
    'list of keys, and of what credentials are found by',
    'a.ts',
    "const apiTokens = ['«{{token:random-40}}»'];\n",
    "const credentialTokens = ['Token=', 'AccountKey=', 'Data Source=', 'DefaultEndpointsProtocol=http', 'InstrumentationKey=abcd'];\nconst secretKeys = ['DefaultEndpointsProtocol=https1', 'password:'];\n",
  ],
  [
    'pair of a client',
    'a.php',
    "<?php\n$c->get('/', ['auth' => ['me', '«{{token:password}}»']]);\n",
    "<?php\n$c->get('/', ['auth' => [$user, $password], 'names' => ['me', '{{token:password}}']]);\n",
  ],
  [
    'key by a name that says nothing',
    'a.py',
    'wandb.login(key="«{{token:random-40}}»")\n',
    'sorted(rows, key="{{token:random-40}}")\nwandb.init(project="{{token:random-40}}")\n',
  ],
  [
    'parameter that its store encrypts',
    'a.tf',
    'resource "aws_ssm_parameter" "a" {\n  name  = "/shed/a"\n  type  = "SecureString"\n  value = "«{{token:password}}»"\n}\n',
    'resource "aws_ssm_parameter" "a" {\n  name  = "/shed/a"\n  type  = "String"\n  value = "{{token:password}}"\n}\nresource "aws_ssm_parameter" "b" {\n  type  = "SecureString"\n  value = var.b\n}\n',
  ],
  [
    'parameter that its store encrypts, and somebody fills in by hand',
    'a.tf',
    'resource "aws_ssm_parameter" "a" {\n  name  = "/shed/db_password"\n  type  = "SecureString"\n  value = "«otter-quarry-bay-seven»"\n}\n',
    'resource "aws_ssm_parameter" "a" {\n  name  = "/shed/a"\n  type  = "SecureString"\n  value = "uninitialized"\n}\nresource "aws_ssm_parameter" "b" {\n  name  = "/shed/b"\n  type  = "SecureString"\n  value = "set-by-operator"\n}\n',
  ],
  [
    'secret of a vault that is a host, or a user',
    'a.tf',
    'resource "azurerm_key_vault_secret" "a" {\n  name  = "shed"\n  value = "«otterquarry»"\n}\n',
    'resource "azurerm_key_vault_secret" "a" {\n  name  = "shed-host"\n  value = "db.internal.corp"\n}\nresource "azurerm_key_vault_secret" "b" {\n  name  = "shed-user"\n  value = "otterquarry"\n}\n',
  ],
  [
    'secret of a vault under a name that says nothing',
    'a.tf',
    'resource "azurerm_key_vault_secret" "a" {\n  name  = "shed"\n  value = "«{{token:password}}»"\n}\n',
    'resource "azurerm_key_vault_secret" "a" {\n  name  = "shed"\n  value = random_password.a.result\n}\nresource "azurerm_app_configuration_key" "b" {\n  name  = "shed"\n  value = "{{token:password}}"\n}\n',
  ],
  [
    'client of a store of series',
    'a.go',
    'c := influxdb2.NewClient("http://db:8086", "«{{token:random-40}}»")\n',
    'c := influxdb2.NewClient("http://db:8086", os.Getenv("INFLUX"))\nd := other.NewClient("http://db:8086", "{{token:random-40}}")\n',
  ],
  [
    'parameter that its store encrypts, by a client',
    'a.ts',
    "await ssm.send(new PutParameterCommand({ Name: '/shed/a', Value: '«{{token:password}}»', Type: ParameterType.SECURE_STRING }));\n",
    "await ssm.send(new PutParameterCommand({ Name: '/shed/a', Value: '{{token:password}}', Type: 'String' }));\n",
  ],
  [
    'parameter that its store encrypts, of a play',
    'play.yml',
    '- hosts: a\n  tasks:\n    - ssm_parameter: { name: /shed/a, string_type: SecureString, value: "«{{token:password}}»" }\n',
    '- hosts: a\n  tasks:\n    - ssm_parameter: { name: /shed/a, string_type: String, value: "{{token:password}}" }\n',
  ],
  [
    'account with the way that it signs in',
    'a.sql',
    "CREATE USER a IDENTIFIED WITH caching_sha2_password BY '«{{token:password}}»';\n",
    "CREATE USER a IDENTIFIED WITH mysql_native_password AS '*6BB4837EB74329105EE4568DDA7DC67ED2CA2AD9';\n",
  ],
  ['secret of cookies', 'a.ts', "app.use(cookieParser('«{{token:password}}»'));\n", 'app.use(cookieParser(secret));\n'],
  [
    'bytes in hexadecimal',
    'a.js',
    "const ENCRYPTION_KEY = Buffer.from('«{{token:random-40}}»', 'hex');\n",
    "const ENCRYPTION_KEY = Buffer.from(value, 'hex');\nconst tokenPair = pair('name', 'value');\n",
  ],
  [
    'pair of Kotlin',
    'a.kt',
    'val a = mapOf("api_key" to "«{{token:random-40}}»")\n',
    'val a = mapOf("api_key" to "header", "from" to "here")\n',
  ],
  [
    'keys of PHP',
    'a.php',
    "<?php\n$a = array('password', '«{{token:password}}»');\n",
    "<?php\n$meta['bind_password'] = array('password', '_caution' => 'danger', '_code' => 'base64');\n",
  ],
  [
    'two of a choice',
    'a.ts',
    "const password = isLocal ? '«{{token:password}}»' : '';\nconst token = a === 'b' ? read() : undefined, secret = a ? '' : '«{{token:random-40}}»';\n",
    "const label = isCommon ? 'This is a common password' : 'k1nd of rare';\nif (typeof this.password === 'function') run();\n",
  ],
  [
    'field of a form',
    'a.php',
    "<?php\n$mailer->setPassword('«{{token:password}}»');\n",
    "<?php\n$form->addPasswordInput('oldpass1', $label);\n",
  ],
  ['login with an address', 'a.py', "s.login('me@acme.io', '«{{token:password}}»')\n", "s.login('alice', 'wrong')\n"],
  [
    'third of three',
    'a.py',
    "keyring.set_password('service', 'me', '«{{token:password}}»')\n",
    "keyring.set_password('service', 'me', password)\n",
  ],
  [
    'value of a construct',
    'a.ts',
    "Credentials.fromPassword('admin', SecretValue.unsafePlainText('«{{token:password}}»'));\n",
    "Credentials.fromPassword('admin', SecretValue.secretsManager('prod/db'));\n",
  ],
  [
    'named parameter',
    'a.ps1',
    "$s = ConvertTo-SecureString -String '«{{token:password}}»' -AsPlainText -Force\n",
    '$s = ConvertTo-SecureString -String $plain -AsPlainText -Force\n',
  ],
];

const typed: readonly Notation[] = [
  [
    'typed by Cypress',
    'src/a.ts',
    "cy.get('#password').type('«{{token:password}}»');\ncy.get('[name=\"password\"]').clear().type(`«{{token:password:2}}»`);\n",
    "cy.get('#password').type(Cypress.env('PASSWORD'));\ncy.get('#password').type('{enter}');\ncy.get('#search').type('{{token:password}}');\ncy.get('#password-hint').type('{{token:password}}');\ncy.get('#password').should('have.value', '');\n",
  ],
  [
    'typed by Playwright and Puppeteer',
    'src/b.ts',
    "await page.fill('#password', '«{{token:password}}»');\nawait page.type('input[name=password]', '«{{token:password:2}}»');\nawait page.getByLabel('Password').fill('«{{token:password:3}}»');\nawait page.locator('input[type=\"password\"]').fill('«{{token:password:4}}»');\n",
    "await page.fill('#password', process.env.PW!);\nawait page.fill('#email', '{{token:password}}');\nawait page.getByLabel('Password').fill(user.password);\nawait page.getByLabel('Name').fill('{{token:password}}');\n",
  ],
  [
    'typed by Selenium',
    'a.py',
    "driver.find_element(By.ID, 'password').send_keys('«{{token:password}}»')\n",
    "driver.find_element(By.ID, 'password').send_keys(os.environ['PW'])\ndriver.find_element(By.ID, 'user').send_keys('{{token:password}}')\n",
  ],
  [
    'filled by Capybara',
    'a.rb',
    "fill_in 'Password', with: '«{{token:password}}»'\nfill_in('user_password', with: '«{{token:password:2}}»')\n",
    "fill_in 'Name', with: '{{token:password}}'\nfill_in 'Password', with: user.password\nexpect(page).to have_field('Password', with: '{{token:password}}')\n",
  ],
  [
    'headers of Go',
    'a.go',
    'var h = http.Header{\n\t"X-Api-Key": {"«{{token:random-40}}»"},\n\t"X-Auth-Token": []string{"«{{token:random-40:2}}»"},\n}\n',
    'var h = http.Header{"X-Api-Key": {key}, "Accept": {"application/json"}, "X-Token-Name": {"x-api-key"}}\n',
  ],
  [
    'server of a store of objects',
    'a.sh',
    'mc alias set play https://play.acme.io minioroot «{{token:password}}»\nmc config host add --api play http://minio:9000 otter «{{token:password:2}}»\n',
    'mc alias set play https://play.acme.io "$KEY" "$SECRET"\nmc alias list\nmc alias remove play\n',
  ],
  [
    'keys of tokens and sessions',
    'a.ts',
    "app.use(cookieSession({ name: 's', keys: ['«otterKey17»', '«otterKey18»'] }));\npassport.use(new JwtStrategy({ secretOrKey: '«otterquarry7»' }, verify));\nconst t = jwt.sign(payload, '«brrrrrr»');\n",
    "app.use(cookieSession({ name: 's', keys: [key] }));\npassport.use(new JwtStrategy({ secretOrKey: publicKey }, verify));\nconst t = jwt.sign(payload, 'xxxxxxx');\n",
  ],
  [
    'keys of programs in Python',
    'b.py',
    "app.config['SECRET_KEY'] = '«otterquarry7»'\napp.secret_key = b'«otterquarry8»'\nboto3.Session('AKOTTER17Q', '«{{token:random-40}}»')\n",
    "app.config['SECRET_KEY'] = os.environ['SECRET_KEY']\napp.secret_key = 'dev'\nboto3.Session('eu', '{{token:random-40}}')\n",
  ],
  [
    'keys of ciphers and tokens',
    'a.rs',
    'let k = EncodingKey::from_secret("«otterquarry7»".as_ref());\n',
    'let k = EncodingKey::from_secret(secret.as_ref());\nlet o = Other::from_name("otterquarry7");\n',
  ],
  [
    'entries of a generator',
    'kustomization.yaml',
    'secretGenerator:\n  - name: db\n    literals:\n      - username=otter\n      - password=«kestrelBay77»\n',
    'secretGenerator:\n  - name: db\n    literals:\n      - password=\n      - password_file=kestrelBay77\n',
  ],
  [
    'values in values',
    'app.yaml',
    'spec:\n  helm:\n    values: |\n      redis:\n        password: «kestrelBay77»\n',
    'spec:\n  run: |\n    const o = {\n      password: readPassword7(),\n      token: config.token7,\n    };\n',
  ],
  [
    'arguments of a module',
    'play.yml',
    '- hosts: all\n  tasks:\n    - mysql_user: name=otter password=«kestrelBay77» priv=*.*:ALL\n',
    '- hosts: all\n  tasks:\n    - mysql_user: name=otter password={{ pw }} update_password=on_create1\n',
  ],
  [
    'encoded by Terraform',
    'c.tf',
    'resource "kubernetes_secret" "a" {\n  data = {\n    password = base64encode("«{{token:password}}»")\n    token    = sensitive("«{{token:random-40}}»")\n  }\n}\n',
    'resource "kubernetes_secret" "a" {\n  data = {\n    password = base64encode(var.a)\n  }\n}\n',
  ],
  [
    'salts of WordPress',
    'wp-config.php',
    "<?php\ndefine('AUTH_KEY', '«|q8L r5Tz2Wm9Kd4Vx7Bn3Hp6S$-»');\n",
    "<?php\ndefine('AUTH_KEY', 'put your unique phrase here');\n",
  ],
  [
    'password of a request',
    'c.ts',
    "request.get(u).auth('anna', '«{{token:password}}»', false);\nconst c = CryptoJS.AES.encrypt(x, '«otterquarry8»').toString();\n",
    "request.get(u).auth(user, password);\nroute.auth('admin', 'reader');\nconst c = CryptoJS.AES.encrypt(x, key).toString();\n",
  ],
];

const hidden: readonly Notation[] = [
  [
    'secret of a vault of Azure',
    'azuredeploy.json',
    '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","resources":[{"type":"Microsoft.KeyVault/vaults/secrets","name":"v/a","properties":{"value":"«kestrelBay77»"}}]}\n',
    '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","resources":[{"type":"Microsoft.KeyVault/vaults/secrets","name":"v/a","properties":{"value":"[parameters(\'a\')]"}},{"type":"Microsoft.AppConfiguration/configurationStores/keyValues","name":"v/b","properties":{"value":"kestrelBay77"}}]}\n',
  ],
  [
    'secret of a vault of Azure, in Bicep',
    'b.bicep',
    "resource k 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {\n  name: 'a'\n  properties: {\n    value: '«kestrelBay77»'\n  }\n}\n",
    "resource k 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {\n  properties: {\n    contentType: 'kestrelBay77'\n    value: a\n  }\n}\nresource c 'Microsoft.AppConfiguration/configurationStores/keyValues@2023-03-01' = {\n  properties: {\n    value: 'kestrelBay77'\n  }\n}\n",
  ],
  [
    'default of a sensitive variable',
    'a.tf',
    'variable "upstream" {\n  type      = string\n  sensitive = true\n  default   = "«{{token:password}}»"\n}\nvariable "b" {\n  default   = "«otterquarry»"\n  sensitive = "true"\n}\n',
    'variable "upstream" {\n  sensitive = true\n  default   = ""\n}\nvariable "db_username" {\n  sensitive = true\n  default   = "otterquarry"\n}\nvariable "c" {\n  default   = "{{token:password}}"\n  sensitive = false\n}\noutput "d" {\n  value     = "{{token:password}}"\n  sensitive = true\n}\n',
  ],
  [
    'default of a secure parameter',
    'a.bicep',
    "@description('what is upstream')\n@secure()\nparam upstream string = '«{{token:password}}»'\n@secure()\n@minLength(8)\nparam b string = '«otterquarry»'\n",
    "@secure()\nparam upstream string = newGuid()\n@secure()\nparam b string\nparam c string = '{{token:password}}'\n",
  ],
  [
    'default of a parameter that is never echoed',
    'a.yaml',
    'AWSTemplateFormatVersion: "2010-09-09"\nParameters:\n  Upstream:\n    Type: String\n    NoEcho: true\n    Default: «kestrelBay77»\nResources: {}\n',
    'AWSTemplateFormatVersion: "2010-09-09"\nParameters:\n  A:\n    Type: String\n    NoEcho: true\n    Default: NONE\n  B:\n    Type: String\n    NoEcho: false\n    Default: kestrelBay77\n  C:\n    Type: AWS::SSM::Parameter::Value<String>\n    NoEcho: true\n    Default: kestrelBay77\nResources: {}\n',
  ],
  [
    'default of a parameter of type securestring',
    'azuredeploy.json',
    '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","parameters":{"upstream":{"type":"securestring","defaultValue":"«kestrelBay77»"}},"resources":[]}\n',
    '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","parameters":{"a":{"type":"securestring","defaultValue":"[newGuid()]"},"c":{"type":"string","defaultValue":"kestrelBay77"}},"resources":[]}\n',
  ],
];

const libraries: readonly Notation[] = [
  [
    'account and key',
    'a.cs',
    'var b = new StorageSharedKeyCredential("acme", "«{{token:random-40}}»");\n',
    'var b = new StorageSharedKeyCredential("acme", accountKey);\n',
  ],
  [
    'value of a construct, alone',
    'a.ts',
    "f(SecretValue.unsafePlainText('«{{token:password}}»'));\n",
    "f(SecretValue.secretsManager('prod/db8'));\n",
  ],
  [
    'what is hashed at once',
    'a.py',
    "user.password = generate_password_hash('«{{token:password}}»')\n",
    'user.password = generate_password_hash(form.password.data)\n',
  ],
  [
    'what is hashed by a library',
    'a.js',
    "bcrypt.hashSync('«{{token:password}}»', 10);\n",
    "bcrypt.hashSync(password, 10);\nobjectHash.hashSync('{{token:password}}');\n",
  ],
  [
    'what an encoder is given',
    'A.java',
    'class A { void a() { u.password(passwordEncoder().encode("«{{token:password}}»")); } }\n',
    'class A { void a() { u.roles(names().encode("{{token:password}}")); } }\n',
  ],
  [
    'account of a seed',
    'a.cs',
    'await userManager.CreateAsync(admin, "«{{token:password}}»");\n',
    'await blobs.CreateAsync(name, "{{token:password}}");\n',
  ],
  [
    'hash of a database',
    'a.sql',
    "UPDATE users SET password = MD5('«{{token:password}}»') WHERE id = 1;\n",
    "UPDATE users SET name = MD5('{{token:password}}') WHERE password IS NULL;\n",
  ],
  [
    'provider of a login',
    'a.rb',
    "config.omniauth :github, 'Iv1.8f2', '«{{token:random-40}}»'\n",
    "config.omniauth :github, id, secret\nconfig.label :github, 'a', '{{token:random-40}}'\n",
  ],
  [
    'symbol',
    'a.rb',
    "set :session_secret, '«{{token:random-40}}»'\n",
    "set :session_secret, ENV.fetch('SESSION_SECRET')\nvalidates :session_secret, 'length8'\n",
  ],
  [
    'scope',
    'a.rb',
    "Braintree::Configuration.private_key = '«{{token:random-40}}»'\n",
    "Braintree::Configuration.public_key = '{{token:random-40}}'\n",
  ],
  [
    'bytes with escapes',
    'a.py',
    "SECRET_KEY = b'«\\x9a\\x01k2L7F4Q8z\\xec]/»'\n",
    "SECRET_LABEL = 'Ihr Schl\\xfcssel ist g\\xfcltig'\nMAGIC = b'\\x9a\\x01k2L7F4Q8z'\n",
  ],
  [
    'pair that is encoded at once',
    'a.js',
    "headers.set('Authorization', 'Basic ' + btoa('svc:«pLm8812q»'));\n",
    "headers.set('Authorization', 'Basic ' + btoa(user + ':' + password));\nbtoa('data:image');\nbtoa('User:1234567');\nbtoa('sha256:3f2a9c1d8e7b6a5f');\n",
  ],
  [
    'interceptor',
    'A.java',
    'class A { Object o = new BasicAuthenticationInterceptor("svc", "«{{token:password}}»"); }\n',
    'class A { Object o = new BasicAuthenticationInterceptor(user, password); }\n',
  ],
  [
    'directory',
    'A.java',
    'class A { void a() { env.put(Context.SECURITY_CREDENTIALS, "«{{token:password}}»"); } }\n',
    'class A { void a() { env.put(Context.SECURITY_AUTHENTICATION, "simple9"); } }\n',
  ],
  ['key of Fernet', 'a.py', "f = Fernet(b'«{{token:random-40}}»')\n", 'f = Fernet(Fernet.generate_key())\n'],
];

const groups: readonly Notation[] = [
  [
    'list of keys',
    'a.py',
    'API_KEYS = ["«{{token:random-40}}»", "«{{token:random-40:2}}»"]\n',
    'API_KEYS = ["name", "identifier4"]\nspecial_tokens = ["<pad>", "</s>", "[MASK]"]\n',
  ],
  [
    'tuple of passwords',
    'a.py',
    'PASSWORDS = ("«{{token:password}}»", "«{{token:password:2}}»")\n',
    'PASSWORD_FIELDS = ("new_password1", "new_password2")\n',
  ],
  [
    'tokens by name',
    'a.ts',
    "const TOKENS = { prod: '«{{token:random-40}}»', type: 'bearer' };\n",
    "const TOKENS = { color: '#ff00aa', space: 'var(--space-2)' };\nconst publicKeys = { prod: '{{token:random-40}}' };\n",
  ],
  [
    'tokens of a file',
    'a.yaml',
    'api_tokens:\n  prod: «{{token:random-40}}»\n',
    'api_tokens:\n  prod: ${PROD}\n  path: secret/data/prod1\n',
  ],
  [
    'first of two',
    'a.go',
    'secretKey, _ := hex.DecodeString("«{{token:random-40}}»")\n',
    'value, _ := hex.DecodeString("{{token:random-40}}")\n',
  ],
];

const otherLanguages: readonly Notation[] = [
  [
    'C',
    'a.c',
    '#define WIFI_PASSWORD "«{{token:password}}»"\nstatic const char PASSWORD[] = "«{{token:password:2}}»";\n',
    '#define PASSWORD_LENGTH "12"\n#define PASSWORD_H\nchar buffer[] = "{{token:password}}";\n',
  ],
  ['C++', 'a.cpp', 'std::string password{"«{{token:password}}»"};\n', 'std::string name{"password1"};\n'],
  [
    'Basic',
    'a.vb',
    'Dim password As String = "«{{token:password}}»"\nPrivate Const ApiKey As String = "«{{token:random-40}}»"\n',
    'Dim password As String = GetSecret("db8")\nDim passwordLabel As String = "Password8:"\n',
  ],
  [
    'Objective-C',
    'a.m',
    'NSString *apiSecret = @"«{{token:random-40}}»";\n[client setPassword:@"«{{token:password}}»"];\n',
    'NSString *const kPasswordKey = @"password_key";\n[field setPasswordLabel:@"Password"];\n',
  ],
  [
    'Erlang',
    'sys.config',
    '[{db, [{password, "«{{token:password}}»"}, {secret, <<"«{{token:random-40}}»">>}]}].\n',
    '[{db, [{password, "${DB_PASSWORD}"}, {password, string, "{{token:password}}"}]}].\n',
  ],
  [
    'Elastic Beanstalk',
    '.ebextensions/a.config',
    'option_settings:\n  aws:elasticbeanstalk:application:environment:\n    DB_PASSWORD: «{{token:password}}»\n',
    'option_settings:\n  aws:elasticbeanstalk:application:environment:\n    DB_PASSWORD: ${DB_PASSWORD}\n',
  ],
  [
    'COBOL and ABAP',
    'a.cbl',
    "       01 WS-PASSWORD PIC X(12) VALUE '«{{token:password}}»'.\nDATA lv_password TYPE string VALUE '«{{token:password:2}}»'.\n",
    "       01 WS-PASSWORD PIC X(12) VALUE SPACES.\n       01 WS-NAME PIC X(12) VALUE '{{token:password}}'.\n",
  ],
  ['R', 'a.R', 'api_key <- "«{{token:random-40}}»"\n', 'api_key <- Sys.getenv("API_KEY")\n'],
  ['Clojure', 'a.clj', '(def api-key "«{{token:random-40}}»")\n', '(def api-key (env "API_KEY_2"))\n'],
  [
    'Windows',
    'a.bat',
    'setx API_TOKEN "«{{token:random-40}}»"\nnet use \\\\files\\team «n3tUs3pw» /user:corp\\bob\n',
    'setx API_TOKEN "%TOKEN%"\nnet use \\\\files\\team * /user:corp\\bob\n',
  ],
  [
    'address of a host that is put in',
    'a.py',
    'engine = create_engine(f"mysql://root:«{{token:password}}»@{host}/db")\n',
    'engine = create_engine(f"mysql://root:password@{host}/db")\nengine = create_engine(f"mysql://root:{password}@{host}/db")\n',
  ],
];

const fallbacks: readonly Notation[] = [
  [
    'of a compose file',
    'docker-compose.yml',
    'services:\n  db:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:-«{{token:password}}»}\n',
    'services:\n  db:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:?say which}\n      A_PASSWORD: ${DB_PASSWORD:-postgres}\n',
  ],
  ['of a shell', 'a.sh', 'DB_PASSWORD="${DB_PASSWORD:-«{{token:password}}»}"\n', 'SECRET=${SECRET:0:16}\nTOKEN=${1:-default}\n'],
  [
    'of Spring',
    'application.yml',
    'db:\n  password: ${DB_PASSWORD:«{{token:password}}»}\n',
    'db:\n  password: ${DB_PASSWORD:}\n  token-ttl: ${TTL:3600}\n',
  ],
  [
    'of a field',
    'A.java',
    'class A { @Value("${jwt.secret:«{{token:password}}»}") String s; }\n',
    'class A { @Value("${token.header:Authorization}") String s; }\n',
  ],
  [
    'of a field in Kotlin',
    'a.kt',
    'class A(@Value("\\${jwt.secret:«{{token:password}}»}") val jwtSecret: String)\n',
    'class A(@Value("\\${jwt.secret}") val jwtSecret: String, @Value("\\${token.header:Authorization}") val header: String)\n',
  ],
  [
    'of a template',
    'vars.yml',
    'db_password: "{{ db_password | default(\'«{{token:password}}»\') }}"\n',
    'db_password: "{{ db_password | default(\'\') }}"\n',
  ],
];

const fallbacksOfPrograms: readonly Notation[] = [
  ['of a shell that sets it', 'a.sh', ': "${DB_PASSWORD:=«{{token:password}}»}"\n', ': "${TOKEN:=unset}"\n: "${DB_PASSWORD:=$OTHER}"\n'],
  [
    'of Lua',
    'a.lua',
    'local p = os.getenv("DB_PASSWORD") or "«{{token:password}}»"\n',
    'local p = os.getenv("DB_PASSWORD") or ""\nlocal h = os.getenv("HOME") or "{{token:password}}"\n',
  ],
  [
    'of Perl',
    'a.pl',
    "my $p = $ENV{DB_PASSWORD} // '«{{token:password}}»';\nmy $k = $ENV{API_KEY} || '«{{token:random-40}}»';\n",
    "my $p = $ENV{DB_PASSWORD} // '';\nmy $h = $ENV{HOME} || '{{token:password}}';\n",
  ],
  ['of Clojure', 'a.clj', '(def t (or (System/getenv "DB_PASSWORD") "«{{token:password}}»"))\n', '(def t (System/getenv "DB_PASSWORD"))\n'],
  ['of Julia', 'a.jl', 'const P = get(ENV, "DB_PASSWORD", "«{{token:password}}»")\n', 'const P = get(ENV, "DB_PASSWORD", "")\n'],
  [
    'of Dart',
    'a.dart',
    "const p = String.fromEnvironment('DB_PASSWORD', defaultValue: '«{{token:password}}»');\n",
    "const p = String.fromEnvironment('DB_PASSWORD', defaultValue: '');\n",
  ],
];

const spelledOut: readonly Notation[] = [
  ['a buffer of C', 'a.c', 'const char password[32] = "«{{token:password}}»";\n', 'const char label[32] = "Password";\n'],
  ['a binary of Erlang', 'a.erl', 'P = #{password => <<"«{{token:password}}»">>}.\n', 'P = #{name => <<"{{token:password}}">>}.\n'],
  [
    'what C++ compares',
    'a.cpp',
    'if (password.compare("«{{token:password}}»") == 0) {}\n',
    'if (name.compare("{{token:password}}") == 0) {}\n',
  ],
  [
    'what a shell compares',
    'a.sh',
    'if [ "$password" = "«{{token:password}}»" ]; then :; fi\n',
    'if [ "$password" = "$again" ]; then :; fi\n',
  ],
  [
    'a variable of T-SQL',
    'a.sql',
    "DECLARE @password nvarchar(50) = '«{{token:password}}»';\n",
    "DECLARE @name nvarchar(50) = '{{token:password}}';\n",
  ],
  [
    'a constant of PL/SQL',
    'a.sql',
    "v_password CONSTANT VARCHAR2(30) := '«{{token:password}}»';\n",
    "v_name CONSTANT VARCHAR2(30) := '{{token:password}}';\n",
  ],
  ['COBOL', 'a.cbl', '           MOVE "«{{token:password}}»" TO WS-PASSWORD.\n', '           MOVE "{{token:password}}" TO WS-NAME.\n'],
  [
    'parameters in a text',
    'a.java',
    'String s = "user=otter&password=«{{token:password}}»";\nString usernamePassword = "user=otter&password=«{{token:password}}»";\n',
    'String usernamePassword = "user=" + user + "&password=" + password;\n',
  ],
  [
    'signs in a connection string',
    'a.cs',
    'var s = "Server=db;User Id=sa;Password=«tide(7)Otter>9»";\n',
    'var s = string.Format("Server=db;Password={0};User Id=x", pw);\n',
  ],
  [
    'what a function gives',
    'A.java',
    'class A { public String getPassword() { return "«{{token:password}}»"; } }\n',
    'class A { String f(String password) { if (password == null) { return "{{token:password}}"; } return g(); } }\n',
  ],
  [
    'what a function of Python gives',
    'a.py',
    'def api_key(self):\n    return "«{{token:random-40}}»"\n',
    'def api_key(self):\n    return "api_key"\n',
  ],
  [
    'words',
    'a.py',
    'password = "«tiger»"\nlogin(user="me", password="«blue»")\ndef f(u, password="«Admin»"):\n    pass\npasswd = "«secret»"\n',
    'password = "text"\nx = {"password": "blue"}\nlabel(password_icon="lock")\npassword = "Password"\nicon(password="lock")\n# password = "tiger" of everybody\n',
  ],
  [
    'bytes as Flask shows them',
    'a.py',
    "app.secret_key = b'«_5#y2L\"F4Q8z\\n\\xec]/»'\n",
    "app.secret_key = b''\ntoken = 'name\\nvalue \\xe9t\\xe9'\n",
  ],
  ['a short token', 'a.py', 'def f(token="«d4f9a1c2b3e4f5»"):\n    pass\n', 'def f(token="item4of9rows"):\n    pass\n'],
  [
    'a number that signs in',
    'A.java',
    'class A { static final String P = "«123456»"; void f() { DriverManager.getConnection(u, n, P); } }\n',
    'class A { static final String P = "123456"; }\n',
  ],
  [
    'hexadecimal bytes',
    'a.kt',
    'val secretSignKey = hex("«6819b57a326945c1968f45236589»")\n',
    'val colour = hex("6819b57a326945c1968f45236589")\n',
  ],
  [
    'several names at once',
    'a.py',
    'user, password = "wile", "«tiger»"\napi_key, secret = "«{{token:random-40}}»", "«{{token:password}}»"\nf(user, password="«{{token:password}}»", key="x")\n',
    'password, user = read(), "{{token:password}}"\na, b = "token", "password"\n',
  ],
  [
    'several variables of Go',
    'a.go',
    'var (\n\tuser, password = "otter", "«{{token:password}}»"\n)\nname, token := "{{token:password}}", "«{{token:random-40}}»"\n',
    'password, name := read(), "{{token:password}}"\n',
  ],
  [
    'one of several fields',
    'A.java',
    'class A { String user, password = "«{{token:password}}»"; }\n',
    'class A { String password, name = "{{token:password}}"; }\n',
  ],
  [
    'keys and values in turn',
    'A.java',
    'class A { Object m = Map.of("user", "otter", "password", "«{{token:password}}»"); }\n',
    'class A { Object m = Map.of("a", "password", "b", "{{token:password}}"); Object l = List.of("user", "x", "password", "{{token:password}}"); }\n',
  ],
  [
    'what an optional falls back to',
    'A.java',
    'class A { String k = Optional.ofNullable(System.getenv("DB_PASSWORD")).orElse("«{{token:password}}»"); }\n',
    'class A { String k = Optional.ofNullable(System.getenv("HOME")).orElse("{{token:password}}"); }\n',
  ],
  [
    'the word for it, where a call signs in',
    'A.java',
    'class A { Object c = DriverManager.getConnection(u, "root", "«password»"); Object a = Algorithm.HMAC256("«secret»"); }\n',
    'class A { Object c = find(u, "root", "password"); Object t = new Token("password"); }\n',
  ],
  [
    'the word for it among the settings of a connection',
    'a.js',
    "const c = connect({ host: 'db', user: 'root', password: '«password»', port: 3306 });\nconst p = new Pool({ password: '«pass»', database: 'shop' });\n",
    "const fields = { host: 'host', user: 'user', password: 'password' };\nconst types = { user: 'text', password: 'password' };\n",
  ],
  ['the word for it in a pair', 'a.py', 'requests.get(u, auth=("user", "«password»"))\n', 'Form(auth=["login", "password"])\n'],
  [
    'the body of a function',
    'a.kt',
    'fun getApiKey(): String = "«{{token:random-40}}»"\n',
    'fun title(): String = "{{token:random-40}}"\nfun onPassword(p: String): String = "{{token:password}}"\n',
  ],
  [
    'what an arrow gives',
    'a.ts',
    "const getPassword = () => '«{{token:password}}»';\n",
    "const onPassword = (password) => '{{token:password}}';\napp.get('/password', (req, res) => '{{token:password}}');\n",
  ],
  [
    'a body behind an arrow',
    'A.cs',
    'class A { string GetApiKey() => "«{{token:random-40}}»"; }\n',
    'class A { string GetPasswordLabel() => "{{token:password}}"; }\n',
  ],
  [
    'what is taken apart',
    'a.scala',
    'object A { def getPassword() = "«{{token:password}}»" }\n',
    'object A { def f(x: T) = x match { case Password() => "{{token:password}}" } }\n',
  ],
  [
    'an entry of a dictionary',
    'A.cs',
    'class A { D d = new D { { "user", "otter" }, { "password", "«{{token:password}}»" } }; }\n',
    'class A { var t = new[] { "password", "{{token:password}}" }; }\n',
  ],
  [
    'the key of a store behind its value',
    'a.swift',
    'store.set("«{{token:password}}»", forKey: "password")\n',
    'store.set("{{token:password}}", forKey: "name")\nstore.set(value, forKey: "password")\n',
  ],
  [
    'an option of a command of Rust',
    'a.rs',
    'struct A { #[arg(long, env = "DB_PASSWORD", default_value = "«{{token:password}}»")] p: String }\n',
    'struct A { #[arg(long, env = "DB_NAME", default_value = "{{token:password}}")] p: String }\n',
  ],
  [
    'a function of one line of Perl',
    'a.pl',
    "sub get_password { return '«{{token:password}}»'; }\n",
    "sub get_name { return '{{token:password}}'; }\n",
  ],
  [
    'a function of one line of Dart',
    'a.dart',
    "String getToken() => '«{{token:random-40}}»';\n",
    "String title() => '{{token:random-40}}';\nf((password) => '{{token:password}}');\n",
  ],
  [
    'a method of Objective-C',
    'a.m',
    '- (NSString *)password { return @"«{{token:password}}»"; }\n',
    '- (NSString *)title { return @"{{token:password}}"; }\n',
  ],
  [
    'what Objective-C asks',
    'a.m',
    'if ([self.password isEqual:@"«{{token:password}}»"]) {}\n',
    'if ([self.title isEqual:@"{{token:password}}"]) {}\n',
  ],
  [
    'what Lua falls back to',
    'a.lua',
    'local secret = config.secret or "«{{token:password}}»"\n',
    'local secret = config.secret or ""\nlocal name = config.secret or "{{token:password}}"\n',
  ],
  [
    'signs in a connection string of Basic',
    'a.vb',
    'Dim c As New SqlConnection("Server=s;User Id=u;Password=«tide(77)!»;")\n',
    'Dim c As New SqlConnection("Server=s;User Id=u;Password=" & read("x") & ";")\n',
  ],
];

const pairsOfData: readonly Notation[] = [
  [
    'element that names its neighbour',
    'web.xml',
    '<web-app><context-param><param-name>password</param-name><param-value>«{{token:password}}»</param-value></context-param></web-app>\n',
    '<web-app><context-param><param-name>title</param-name><param-value>{{token:password}}</param-value></context-param></web-app>\n',
  ],
  [
    'id that names its neighbour',
    'a.json',
    '[{ "id": "apiKey", "type": "secret", "value": "«{{token:random-40}}»" }]\n',
    '[{ "id": "color", "value": "{{token:random-40}}" }]\n',
  ],
  ['tag of YAML that only says text', 'a.yml', 'password: ! «{{token:password}}»\n', 'password: !vault {{token:password}}\n'],
  [
    'key of credentials',
    'a.yml',
    'credentials:\n  user: bob\n  key: «{{token:random-40}}»\n',
    'translations:\n  user: bob\n  key: {{token:random-40}}\n',
  ],
  [
    'literal that a template hashes',
    'a.yml',
    "password: \"{{ '«{{token:password}}»' | password_hash('sha512') }}\"\n",
    "password: \"{{ 'db_password9' | lookup('env') }}\"\n",
  ],
  [
    'store of a cloud',
    'a.env',
    'AZURE_STORAGE_KEY=«{{token:random-40}}»\n',
    'STORAGE_KEY=acme-session-v2\nTHEME_STORAGE_KEY={{token:random-40}}\n',
  ],
  [
    'line that a task writes',
    'a.yml',
    '- lineinfile:\n    line: "password=«pLm-8812q»"\n- copy:\n    content: |\n      [client]\n      password=«qLm-8812p»\n',
    '- lineinfile:\n    line: "PasswordAuthentication=no"\n- script: |\n    if password=load8(); then token=next9 run; fi\n',
  ],
  [
    'property of Hadoop',
    'core-site.xml',
    '<configuration><property><name>fs.azure.account.key.acme.blob.core.windows.net</name><value>«{{token:random-40}}»</value></property></configuration>\n',
    '<configuration><property><name>fs.azure.account.keyprovider.acme</name><value>org.acme.Provider9</value></property></configuration>\n',
  ],
  [
    'key of encrypted objects',
    'kibana.yml',
    'xpack.encryptedSavedObjects.encryptionKey: «{{token:random-40}}»\n',
    'encryptedSecrets:\n  encryptionKey: {{token:random-40}}\n',
  ],
  [
    'sentence',
    'a.txt',
    'Use the Acme token «{{token:random-40}}» for now.\n',
    'The Acme token expires in 3600 seconds.\nUse the page token {{token:random-40}} next.\n',
  ],
  [
    'workflow that anybody starts',
    'a.env',
    'HOOK=https://prod-12.westeurope.logic.azure.com/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?sp=%2Frun&sv=1.0&sig=«{{token:random-40}}abc»\n',
    'HOOK=https://prod-12.westeurope.logic.azure.com/workflows/0123456789abcdef0123456789abcdef/triggers/manual\n',
  ],
  ['address that ends in a slash', 'a.env', 'HOOK=https://«{{token:zapier-webhook}}»/\n', 'HOOK=https://hooks.zapier.com/hooks/catch/\n'],
];

const tables: readonly Notation[] = [
  [
    'keys of AWS',
    'accessKeys.csv',
    'Access key ID,Secret access key\n«{{token:aws-access-key-id}}»,«{{token:random-40}}»\n',
    'Access key ID,Status\nnone,Active\n',
  ],
  [
    'passwords of a browser',
    'export.csv',
    'name,url,username,password\n"a, b",https://a.io,bob,«{{token:password}}»\n',
    'name,password_hash,token_type\nbob,5f4dcc3b5aa765d61d8327deb882cf99,bearer\n',
  ],
  ['semicolons', 'users.csv', 'user;password\nbob;«{{token:password}}»\n', 'word;token\nthe;1\n'],
];

const tools: readonly Notation[] = [
  [
    'stores of secrets',
    'a.sh',
    'gh secret set TOKEN --body "«{{token:random-40}}»"\naws ssm put-parameter --name /a --type SecureString --value «{{token:password}}»\nconsul kv put app/password «{{token:password:2}}»\n',
    'gh secret set TOKEN --body "$TOKEN"\naws ssm put-parameter --name /a --type String --value m4.large\naws ssm put-parameter --name /b --type SecureString --value file://b1\nconsul kv put app/mode prod1\n',
  ],
  [
    'keys and signatures',
    'a.sh',
    "ssh-keygen -t ed25519 -N '«{{token:password}}»' -f k\nsecurity unlock-keychain -p «{{token:password:2}}» login.keychain\n",
    'ssh-keygen -t ed25519 -N \'\' -f k1\nsecurity import a.p12 -k /Library/k1 -P "$PASSWORD"\n',
  ],
  [
    'keychains',
    'ci.sh',
    'security import a.p12 -k b.keychain -P «{{token:password}}»\n',
    'security create-keychain -p {{token:password}} b.keychain\nsecurity unlock-keychain -p {{token:password}} b.keychain\nsecurity set-key-partition-list -S apple-tool: -k {{token:password}} b.keychain\n',
  ],
  [
    'archives of PowerShell',
    'a.ps1',
    'zip -P «{{token:password}}» a.zip b\n',
    'Compress-Archive -Path out/app9 -DestinationPath a.zip\nInvoke-Sqlcmd -Path deploy1.sql\nunzip a.zip -Path out9\n',
  ],
  [
    'signing for Windows',
    'a.bat',
    'signtool sign /f a.pfx /p «{{token:password}}» a.exe\n',
    'signtool sign /f a.pfx /p %PFX_PASSWORD% a.exe\n',
  ],
  [
    'words on standard input',
    'a.sh',
    "echo '«{{token:password}}»' | sudo -S ls\necho '«{{token:password:2}}»' | passwd --stdin me\nsudo -S <<< '«{{token:password:3}}»' ls\n",
    "echo 'net.ipv4.ip_forward=1' | sudo tee /etc/a1\necho \"$PW\" | sudo -S ls\ncat <<< 'hello2' | sudo -u me ls\n",
  ],
  [
    'clients of databases',
    'a.sh',
    'cqlsh -u me -p «{{token:password}}» host\nbcp a in b -U sa -P «{{token:password:2}}»\n',
    'cqlsh -u me host1 9042\nbcp a in b -U sa -P $PW\nscp -P 2222 a1 me@h:\n',
  ],
  [
    'networks',
    'a.sh',
    'nmcli dev wifi connect office password «{{token:password}}»\nwpa_passphrase office «{{token:password:2}}»\n',
    'nmcli -f ssid dev wifi list\ncomplete -c nmcli -a "ssid password wep-key-type ifname2"\n',
  ],
  [
    'registries',
    'a.sh',
    'dotnet nuget push a.nupkg -k «{{token:random-40}}» -s https://acme.io\nyarn config set npmAuthToken «{{token:random-40:2}}»\nhttp -a me:«{{token:password}}» https://acme.io\n',
    'dotnet nuget push a.nupkg -k $KEY -s https://acme.io\nyarn config set registry https://npm.acme.io/a1b2c3d4\nhttp -a me:$PW https://acme.io\n',
  ],
  [
    'answers to prompts',
    'a.exp',
    'expect "password:"\nsend "«{{token:password}}»\\r"\n',
    'expect "password:"\nsend "$password\\r"\nexpect "user:"\nsend "me2\\r"\n',
  ],
  [
    'answers of a program',
    'a.py',
    "child.expect('assword:')\nchild.sendline('«{{token:password}}»')\n",
    "child.expect('assword:')\nchild.sendline(password)\nchild.expect('user:')\nchild.sendline('me2you')\n",
  ],
  [
    'accounts of Windows',
    'a.bat',
    'net user deploy "«{{token:password}}»" /add\nnet use Z: \\\\files\\team /user:corp\\bob «{{token:password:2}}»\nschtasks /create /ru corp\\bob /rp «{{token:password:3}}» /tn a /tr b.exe\npsexec \\\\host -u bob -p «{{token:password:4}}» cmd\n',
    'net user deploy /delete\nnet use Z: \\\\files\\team /user:corp\\bob %PW%\nschtasks /query /tn a1\npsexec \\\\host -u bob cmd9\n',
  ],
  [
    'clients of clouds',
    'a.sh',
    'az sql server create -u sa -p «{{token:password}}» -n a\nconan user -p «{{token:password:2}}» -r acme ci\nosql -S h -U sa -P «{{token:password:3}}»\n',
    'az pipelines list -p Project1\nconan user -p "$PW" -r acme ci\nosql -S h -E\n',
  ],
  [
    'users of shares',
    'a.sh',
    "winexe -U 'corp/bob%«{{token:password}}»' //host cmd\nsmbclient //h/s -U 'corp\\bob%«{{token:password:2}}»'\n",
    'winexe -U corp/bob%"$PW" //host cmd\n',
  ],
  [
    'columns',
    'a.sql',
    "INSERT INTO users (name, password) VALUES ('a', '«{{token:password}}»'), ('b', '«{{token:password:2}}»');\n",
    "INSERT INTO users (name, password) VALUES ('a', '5f4dcc3b5aa765d61d8327deb882cf99');\nINSERT INTO settings (name, value) VALUES ('password_length', '12');\n",
  ],
  [
    'Oracle',
    'a.sql',
    'CREATE USER scott IDENTIFIED BY «t1gerRoar9»;\n',
    'ALTER USER scott IDENTIFIED BY :secret;\nALTER USER scott IDENTIFIED BY new_secret;\n',
  ],
  [
    'archives',
    'a.sh',
    'zip -P «{{token:password}}» a.zip b\n7z a -p«{{token:password:2}}» a.7z b\n',
    'unzip -p a.zip b > c\nzip -r a.zip b\n7z a a.7z password.txt\n',
  ],
  [
    'pairs',
    'a.sh',
    "kubectl create secret generic db --from-literal=password=«{{token:password}}»\nhelm upgrade a . --set db.password=«{{token:password:2}}»\nterraform apply -var 'db_password=«{{token:password:3}}»'\nmvn -Dsonar.token=«{{token:random-40}}» deploy\n",
    'helm upgrade a . --set db.existingSecret=db-secret --set image.tag=abc1\nterraform apply -var "db_password=$PW"\njava -Dhttps.proxyPassword=${PW} -Dfile.encoding=utf8\n',
  ],
  [
    'names of cloud resources',
    'a.txt',
    'secret:«{{token:random-40}}»\n',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:prod/Db9-a1b2c3\n',
  ],
  ['users in text', 'notes.txt', "CREATE USER 'a'@'%' IDENTIFIED BY '«{{token:password}}»';\n", "chunks are identified by 'position9'\n"],
  [
    'network',
    'a.sh',
    'snmpwalk -v3 -A «{{token:password}}» -X «{{token:password:2}}» host\nlftp -u me,«{{token:password:3}}» ftp://a\n',
    'snmpwalk -v3 -A "$AUTH" -X "$PRIV" host\nlftp -u me ftp://a\n',
  ],
  [
    'flag in a command',
    'docker-compose.yml',
    'services:\n  cache:\n    command: redis-server --requirepass «S0meR3disPw»\n',
    'services:\n  cache:\n    command: redis-server --requirepass ${REDIS_PASSWORD}\n',
  ],
  [
    'directives',
    'site.conf',
    'AuthLDAPBindPassword "«{{token:password}}»"\nproxy_set_header Authorization "Basic «bWU6czNjcjN0UDRzcw==»";\n',
    'AuthLDAPBindDN "cn=admin"\nAuthUserFile /etc/htpasswd\n',
  ],
  [
    'devices',
    'router.conf',
    'username admin password 0 «c1sc0Pl41n»\n pre-shared-key «preSh4red9»\n',
    'enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\n pre-shared-key authentication\n',
  ],
  [
    'key file of a service account',
    'a.env',
    `GCP=«${Buffer.from(fillTokens('{"type":"service_account","project_id":"acme","private_key":"{{token:private-key-escaped}}"}')).toString('base64')}»\n`,
    `GCP=${Buffer.from('{"type":"service_account","project_id":"acme"}').toString('base64')}\n`,
  ],
  ['guest of FTP', '.netrc', 'machine a.io login me password «{{token:password}}»\n', 'default login anonymous password user@site\n'],
];

const madeUp: readonly Notation[] = [
  [
    'run along the alphabet',
    'a.env',
    'API_KEY=«abc123def456ghi789»\nENCRYPTION_KEY=«0123456789abcdef»\n',
    'API_KEY=abcabcabcabc123\nBUILD_LABEL=abc123def456ghi789\n',
  ],
  [
    'super secret',
    'a.yml',
    'jwt:\n  secret: «my-super-secret-jwt-key»\n',
    'jwt:\n  secret: change-this-super-secret\nsecretName: super-secret-tls\n',
  ],
  [
    'the account for its password',
    'src/main/resources/application.properties',
    'spring.datasource.username=root\nspring.datasource.password=«root»\n',
    'spring.datasource.username=root\nspring.datasource.password=${DB_PASSWORD:root}\n',
  ],
  [
    'a word for a container',
    'docker-compose.yml',
    'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: «password»\n',
    'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: changeme\n      POSTGRES_USER: password\nlabels:\n  password: password\n',
  ],
  [
    'a short word for an account of a database',
    'db/users.sql',
    "CREATE USER 'shop'@'%' IDENTIFIED BY '«abcd»';\n",
    "CREATE USER 'shop'@'%' IDENTIFIED BY '<password>';\nCREATE USER 'a'@'%' IDENTIFIED BY 'your_password';\n",
  ],
  [
    'a HMAC for passwords',
    'app/config.py',
    'SECURITY_PASSWORD_SALT = "«q7v2m9x4t1k8b3n6»"\n',
    'SECURITY_PASSWORD_HASH = "q7v2m9x4t1k8b3n6"\n',
  ],
  ['a fallback behind a dash', 'seed.sh', 'PGPASSWORD="${PGPASSWORD:-«harbour7»}"\n', 'PGPASSWORD="${PGPASSWORD:-app}"\n'],
  [
    'a word that signs tokens',
    'src/main/resources/application.properties',
    'jwt.secret=«mysecret»\napp.jwtSecret=«harbourSecretKey»\nsecurity.jwt.token.secret-key=«secret-key»\n',
    'jwt.secret=${JWT_SECRET}\napp.jwtSecret=jwt.secret\nsecurity.jwt.token.secret-key=change-this-key\njwt.secret=your-secret\n',
  ],
  [
    'a word that a call signs with by its name',
    'src/auth.js',
    "const SECRET = '«mysecret»';\nconst token = jwt.sign({ id: user.id, tags: ['a', 'b'] }, SECRET, { expiresIn: '1h' });\n",
    "const SECRET = 'mysecret';\nconst OTHER_SECRET = 'SECRET';\nconst token = jwt.sign({ id: user.id }, process.env.KEY);\nconst plain = jwt.decode(text);\n",
  ],
  [
    'a fallback that signs tokens',
    'src/auth.ts',
    "const JWT_SECRET = process.env.JWT_SECRET || '«fallback_secret»';\n",
    "const JWT_SECRET = 'JWT_SECRET';\nconst jwtSecret = 'wrong-secret';\nconst JWT_SECRET_NAME = 'mysecret';\nconst meanings = { jwtsecret: 'secret', apikey: 'key' };\n",
  ],
  ['digits', 'a.json', '{"password":"«123456»"}\n', '{"passwordTimeout":"123456","pass":"123456"}\n'],
  [
    'password of a resource',
    'a.tf',
    'resource "aws_db_instance" "a" {\n  password = "«must_be_long»"\n}\n',
    'resource "aws_db_instance" "a" {\n  password = var.password\n  password_policy = "must_be_long"\n}\n',
  ],
  [
    'passwords that Google makes',
    'a.py',
    'EMAIL_HOST_PASSWORD = "«fkqz wnsd hcyt plmo»"\n',
    'EMAIL_HOST_PASSWORD = "sent from your mail"\n',
  ],
];

describe.each([
  ['calls', calls],
  ['what is typed and given', typed],
  ['what is declared to be hidden', hidden],
  ['libraries', libraries],
  ['pairs of data', pairsOfData],
  ['groups', groups],
  ['other languages', otherLanguages],
  ['fallbacks', fallbacks],
  ['fallbacks of programs', fallbacksOfPrograms],
  ['spelled out', spelledOut],
  ['tables', tables],
  ['tools', tools],
  ['made up', madeUp],
] as const)('%s', (_, notations) => {
  it.each(notations)('%s', (_what, file, leaks, clean) => {
    const { text, spans } = marked(leaks);
    expect(found(file, text), text).toEqual(spans);
    const harmless = fillTokens(clean);
    expect(found(file, harmless).map(([start, end]) => harmless.slice(start, end))).toEqual([]);
  });
});

it.each([
  ['Perl', 'A.pm', 'my $Token = qr/[\\x21\\x23-\\x27\\x2A\\x2B\\x2D\\x2E\\x30-\\x39]/;\n'],
  ['C', 'a.c', 'password = utf8_to_utf16_dup(v);\nsecret = base64_decode2(argv[1], n);\n'],
  ['address of an archive', 'a.txt', 'cvs://:pserver:anoncvs@sources.example.org:/cvs/src\n'],
  ['usage text', 'a.txt', 'proxy: scheme://[user:passwd@]proxy.server:port and https://[user[:pa55wd]@]host9\n'],
  [
    'encrypted by Maven',
    'settings.xml',
    '<settings><server><password>{jSMOWnoPFgsHVpMvz5VrIt5kRbzGpI8u+9EF1iFQyJQ=}</password></server></settings>\n',
  ],
  ['reference of Symfony', 'a.yml', 'password: "%env(DB_PASSWORD)%"\n'],
  ['contract in a ledger', 'a.ts', "const USDC_TOKEN = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';\n"],
  ['name in a package', 'a.js', "const y = new Token('@jupyter-lab/application:INotebookShell');\n"],
  [
    'hashes of objects under the name of a token',
    'a.ts',
    "const cacheToken = '1.1-0cc175b9c0f1b6a831c399e269772661';\nconst etagToken = 'W/\"1.1-0cc175b9c0f1b6a831c399e269772661\"';\n",
  ],
  ['the hash of a content', 'a.js', "const contentKey = '3f786850e387550fdab836ed7e6dc881de23001b';\n"],
  ['names of fields', 'a.py', 'check("new_password1", "new_password2")\n'],
  ['completions of a shell', '_git', "'--smtp-pass=[specify password to use for SMTP-AUTH]::password:'\n"],
  ['pattern of names', 'a.vim', "let g:ft_ignore_pat = '\\.\\(Z\\|gz\\|bz2\\|zip\\)$'\n"],
  ['guest', 'a.pl', "$pass = '-anonymous@';\n"],
  ['fingerprints', 'a.tf', 'resource "a" "b" {\n  ssh_keys = ["3b:16:bf:e4:8b:00:8b:b8:59:8c:a9:d3:f0:19:45:fa"]\n}\n'],
  ['what a vault of JBoss refers to', 'a.xml', '<a><password>${VAULT::ds::password::1}</password></a>\n'],
  ['what Ansible looks up', 'a.yml', "- debug: msg=\"{{ lookup('password', '/tmp/passwordfile length=16') }}\"\n"],
  ['bytes of a descriptor', 'a_pb2.py', "D = b'\\n\\x11accounts:signJwt:\\x01*\\xca\\x41\\x11name9,payload\\x12'\n"],
  ['how a page shows what signs', 'README.md', "```js\nconst t = jwt.sign({ id: 7 }, 'secret');\njwt.verify(t, 'secret');\n```\n"],
  ['what is ticked', 'a.html', '<input type="checkbox" name="remember_password" value="remember1">\n'],
  ['what is pressed', 'a.html', '<input type="button" name="api_secret" value="Generate1">\n'],
  ['a choice behind a field', 'a.html', '<input name="password"><option value="weekly7">\n'],
  ['words of a manual', 'a.sh', 'mc alias set play https://play.acme.io ACCESS_KEY SECRET_KEY\n'],
  ['schemes', 'a.txt', 'mysql+pymysql://scott:tiger@localhost/test\n'],
] as const)('%s: no secret', (_, file, text) => {
  expect(found(file, text).map(([start, end]) => text.slice(start, end))).toEqual([]);
});

it('a beginning with something else behind it is said once, quietly', () => {
  const about = (text: string) => scanSecrets(createDocument('a.env', text)).map((one) => [one.misshapen, one.confidence, one.check]);
  expect(about(fillTokens('AWS_ACCESS_KEY_ID=AKIA1890{{token:random-40}}\n').slice(0, 'AWS_ACCESS_KEY_ID='.length + 20) + '\n')).toEqual([
    [true, 'medium', 'invalid'],
  ]);
  expect(about('GITHUB_TOKEN=ghp_\n')).toEqual([]);
});
