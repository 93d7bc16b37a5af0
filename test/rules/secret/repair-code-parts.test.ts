// The password of an address, of a connection string or of a header in source code: the literal around it stays one text, in
// the words of its language, or nothing is changed.
import { expect, it } from 'vitest';
import { offered, repaired } from './repaired.ts';

const url = 'postgres://app:{{token:password}}@db.acme.io/app';

it.each([
  ['a.ts', `const databaseUrl = '${url}';\n`, 'const databaseUrl = `postgres://app:${process.env.DATABASE_PASSWORD}@db.acme.io/app`;\n'],
  ['a.ts', `connect(\`${url}?mode=\${mode}\`);\n`, 'connect(`postgres://app:${process.env.URL_PASSWORD}@db.acme.io/app?mode=${mode}`);\n'],
  [
    'a.js',
    "fetch(u, { headers: { Authorization: 'Bearer {{token:random-40}}' } });\n",
    'fetch(u, { headers: { Authorization: `Bearer ${process.env.API_TOKEN}` } });\n',
  ],
  ['a.tsx', `const a = <Db url="${url}" />;\n`, 'const a = <Db url={`postgres://app:${process.env.URL_PASSWORD}@db.acme.io/app`} />;\n'],
  // Signs that would begin something in the other quotes.
  ['a.ts', `connect('${url}?a=\`b\`');\n`, undefined],
  ['a.ts', `const hosts = { '${url}': 1 };\n`, undefined],
  ['a.ts', `// connect('${url}')\n`, undefined],
  [
    'a.py',
    `import os\nengine = create_engine("${url}")\n`,
    'import os\nengine = create_engine(f"postgres://app:{os.environ[\'URL_PASSWORD\']}@db.acme.io/app")\n',
  ],
  [
    'a.py',
    `engine = create_engine(f'${url}/{name}')\n`,
    'import os\nengine = create_engine(f\'postgres://app:{os.environ["URL_PASSWORD"]}@db.acme.io/app/{name}\')\n',
  ],
  ['a.py', `engine = create_engine("${url}/{}".format(name))\n`, undefined],
  ['a.py', `def a():\n    """\n    Connects to ${url}.\n    """\n`, undefined],
  [
    'a.py',
    'conn = connect("dbname=app user=app password=Vx82kqLm!z host=db")\n',
    'import os\nconn = connect(f"dbname=app user=app password={os.environ[\'PASSWORD\']} host=db")\n',
  ],
  [
    'a.go',
    `package main\n\nimport "os"\n\nconst dsn = "${url}"\n`,
    'package main\n\nimport "os"\n\nvar dsn = "postgres://app:" + os.Getenv("URL_PASSWORD") + "@db.acme.io/app"\n',
  ],
  // The tag of a field is no expression, and what is returned is one.
  ['a.go', 'package main\n\ntype C struct {\n\tPassword string `envDefault:"{{token:password}}"`\n}\n', undefined],
  ['a.go', `package main\n\ntype C struct {\n\tURL string \`default:"${url}"\`\n}\n`, undefined],
  [
    'a.go',
    `package main\n\nimport "os"\n\nfunc dsn() string {\n\treturn \`${url}\`\n}\n`,
    'package main\n\nimport "os"\n\nfunc dsn() string {\n\treturn `postgres://app:` + os.Getenv("URL_PASSWORD") + `@db.acme.io/app`\n}\n',
  ],
  [
    'A.java',
    'class A { String s = "jdbc:sqlserver://db.acme.io;user=sa;password={{token:password}};"; }\n',
    'class A { String s = "jdbc:sqlserver://db.acme.io;user=sa;password=" + System.getenv("PASSWORD") + ";"; }\n',
  ],
  ['A.java', `class A { @Source("${url}") String s; }\n`, undefined],
  ['A.java', `class A { String s = """\n    ${url}\n    """; }\n`, undefined],
  [
    'A.cs',
    'class A { private const string Db = "Server=db;User Id=sa;Password={{token:password}}"; }\n',
    'class A { private static readonly string Db = "Server=db;User Id=sa;Password=" + System.Environment.GetEnvironmentVariable("PASSWORD"); }\n',
  ],
  [
    'A.cs',
    'class A { string s = @"Server=db;Password={{token:password}};Pooling=true"; }\n',
    'class A { string s = @"Server=db;Password=" + System.Environment.GetEnvironmentVariable("PASSWORD") + @";Pooling=true"; }\n',
  ],
  ['a.kt', `const val DB_URL = "${url}"\n`, 'val DB_URL = "postgres://app:${System.getenv("DB_PASSWORD")}@db.acme.io/app"\n'],
  ['a.rb', `connect('${url}')\n`, 'connect("postgres://app:#{ENV.fetch("URL_PASSWORD")}@db.acme.io/app")\n'],
  ['a.rb', `connect('${url}#a')\n`, undefined],
  ['a.php', `<?php\n$db = '${url}';\n`, "<?php\n$db = 'postgres://app:' . getenv('URL_PASSWORD') . '@db.acme.io/app';\n"],
  ['a.php', `<?php\nclass A { const DB = '${url}'; }\n`, undefined],
  [
    'a.rs',
    `let pool = connect("${url}");\n`,
    'let pool = connect(&format!("postgres://app:{}@db.acme.io/app", std::env::var("URL_PASSWORD").expect("URL_PASSWORD is set")));\n',
  ],
  ['a.rs', `const DB: &str = "${url}";\n`, undefined],
  ['a.swift', `let db = "${url}"\n`, 'let db = "postgres://app:\\(ProcessInfo.processInfo.environment["URL_PASSWORD"]!)@db.acme.io/app"\n'],
  ['a.ps1', '$c = "Server=db;User Id=sa;Password={{token:password}};"\n', '$c = "Server=db;User Id=sa;Password=$($env:PASSWORD);"\n'],
  ['a.ps1', "$c = 'Server=db;User Id=$x;Password={{token:password}};'\n", undefined],
  ['a.R', 'con <- dbConnect(drv, password = "{{token:password}}")\n', 'con <- dbConnect(drv, password = Sys.getenv("PASSWORD"))\n'],
  ['a.jl', 'const API_TOKEN = "{{token:random-40}}"\n', 'const API_TOKEN = ENV["API_TOKEN"]\n'],
  ['a.pl', "my $password = '{{token:password}}';\n", 'my $password = $ENV{PASSWORD};\n'],
  [
    'config/prod.exs',
    'config :app, App.Repo, password: "{{token:password}}"\n',
    'config :app, App.Repo, password: System.fetch_env!("PASSWORD")\n',
  ],
  ['a.lua', 'local api_key = "{{token:random-40}}"\n', 'local api_key = os.getenv("API_KEY")\n'],
  // Where nothing is known to read the environment.
  ['a.dart', "const apiKey = '{{token:random-40}}';\n", undefined],
] as const)('%s: %j', async (file, source, expected) => {
  expect((await repaired(file, source))?.text).toBe(expected);
});

// A variable that is not set gives nothing, and so does a request without a password: they would be equal.
it.each([
  ['a.ts', "if (req.body.password === '{{token:password}}') login();\n", undefined],
  ['a.ts', "if ('{{token:password}}' === req.body.password) login();\n", undefined],
  ['a.go', 'package main\n\nvar ok = subtle.ConstantTimeCompare([]byte(password), []byte("{{token:password}}"))\n', undefined],
  ['a.php', "<?php\nif ($_POST['password'] == '{{token:password}}') login();\n", undefined],
  ['A.kt', 'fun ok(password: String?) = password == "{{token:password}}"\n', undefined],
  [
    'a.py',
    'import os\nif password == "{{token:password}}":\n    login()\n',
    'import os\nif password == os.environ["PASSWORD"]:\n    login()\n',
  ],
  ['a.rb', 'login if password == "{{token:password}}"\n', 'login if password == ENV.fetch("PASSWORD")\n'],
  [
    'A.java',
    'class A { boolean ok(String password) { return password.equals("{{token:password}}"); } }\n',
    'class A { boolean ok(String password) { return password.equals(System.getenv("PASSWORD")); } }\n',
  ],
])('%s: a comparison %j becomes %j', async (file, text, expected) => {
  expect((await repaired(file, text))?.text).toBe(expected);
  expect(offered(file, text), 'what is offered can be made').toBe(expected === undefined ? 0 : 1);
});
