// What a file looks like after its secret was replaced: it has to be one that still compiles, or there is no repair.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { repairsOf } from '../../../rules/secret/repair.ts';
import { repaired } from './repaired.ts';

it.each([
  [
    'a.go',
    'package main\n\nimport "fmt"\n\nconst apiKey = "{{token:random-40}}"\n',
    'package main\n\nimport "fmt"\nimport "os"\n\nvar apiKey = os.Getenv("API_KEY")\n',
  ],
  [
    'a.go',
    'package main\n\nimport (\n\t"fmt"\n)\n\nvar apiKey = "{{token:random-40}}"\n',
    'package main\n\nimport (\n\t"os"\n\t"fmt"\n)\n\nvar apiKey = os.Getenv("API_KEY")\n',
  ],
  ['a.go', 'package main\n\nconst (\n\tapiKey = "{{token:random-40}}"\n)\n', undefined],
  ['A.kt', 'const val API_KEY = "{{token:random-40}}"\n', 'val API_KEY = System.getenv("API_KEY")\n'],
  ['A.java', 'class A { @Auth(password = "{{token:password}}") void b() {} }\n', undefined],
  [
    'a.cs',
    'class A { public const string ApiKey = "{{token:random-40}}"; }\n',
    'class A { public static readonly string ApiKey = System.Environment.GetEnvironmentVariable("API_KEY"); }\n',
  ],
  ['a.cs', 'void A() { const string apiKey = "{{token:random-40}}"; }\n', undefined],
  ['a.php', "<?php\n$token = '{{token:random-40}}';\n", "<?php\n$token = getenv('TOKEN');\n"],
  ['a.php', "<?php\nclass A { private $password = '{{token:password}}'; }\n", undefined],
  ['a.rs', 'const API_KEY: &str = "{{token:random-40}}";\n', 'const API_KEY: &str = env!("API_KEY");\n'],
  [
    'a.rs',
    'fn main() { let api_key = "{{token:random-40}}".to_string(); }\n',
    'fn main() { let api_key = std::env::var("API_KEY").expect("API_KEY is set").to_string(); }\n',
  ],
  [
    'a.py',
    '"""Doc."""\nfrom __future__ import annotations\n\nAPI_KEY = "{{token:random-40}}"\n',
    '"""Doc."""\nfrom __future__ import annotations\nimport os\n\nAPI_KEY = os.environ["API_KEY"]\n',
  ],
  [
    'a.py',
    '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Doc."""\n\nAPI_KEY = "{{token:random-40}}"\n',
    '#!/usr/bin/env python3\n# -*- coding: utf-8 -*-\n"""Doc."""\nimport os\n\nAPI_KEY = os.environ["API_KEY"]\n',
  ],
  [
    'a.py',
    'import os as system\nfrom os import path\nAPI_KEY = "{{token:random-40}}"\n',
    'import os\nimport os as system\nfrom os import path\nAPI_KEY = os.environ["API_KEY"]\n',
  ],
  ['a.py', 'import os\nkey = os.environ.get("API_KEY", "{{token:random-40}}")\n', 'import os\nkey = os.environ["API_KEY"]\n'],
  [
    'a.py',
    "import os\nfrom Crypto.Cipher import AES\nc = AES.new(b'{{token:random-40}}', AES.MODE_CBC)\n",
    'import os\nfrom Crypto.Cipher import AES\nc = AES.new(os.environ["CIPHER_KEY"].encode(), AES.MODE_CBC)\n',
  ],
  [
    'a.py',
    'import os\nSECRET_KEY = os.environ.get("SECRET_KEY") or "{{token:random-40}}"\n',
    'import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n',
  ],
  [
    'a.rs',
    'fn main() { let k = EncodingKey::from_secret("{{token:random-40}}".as_ref()); }\n',
    'fn main() { let k = EncodingKey::from_secret(std::env::var("JWT_SECRET").expect("JWT_SECRET is set").as_ref()); }\n',
  ],
  [
    'load/a.js',
    "import http from 'k6/http';\nhttp.post('https://a.io', { password: '{{token:password}}' });\n",
    "import http from 'k6/http';\nhttp.post('https://a.io', { password: __ENV.PASSWORD });\n",
  ],
  [
    'load/a.js',
    "import { check } from 'k6';\nconst PASSWORD = __ENV.PASSWORD || '{{token:password}}';\n",
    "import { check } from 'k6';\nconst PASSWORD = __ENV.PASSWORD;\n",
  ],
  [
    'src/a.rs',
    'fn main() { let t = env::var("API_TOKEN").unwrap_or_else(|_| "{{token:random-40}}".to_string()); }\n',
    'fn main() { let t = env::var("API_TOKEN").expect("API_TOKEN is set"); }\n',
  ],
  ['a.rs', 'static JWT_SECRET: &[u8] = b"{{token:random-40}}";\n', 'static JWT_SECRET: &[u8] = env!("JWT_SECRET").as_bytes();\n'],
  [
    'a.rs',
    'fn k() { let k = Hmac::<Sha256>::new_from_slice(b"{{token:random-40}}"); }\n',
    'fn k() { let k = Hmac::<Sha256>::new_from_slice(std::env::var("HMAC_KEY").expect("HMAC_KEY is set").as_bytes()); }\n',
  ],
  ['a.rs', 'static JWT_SECRET: &[u8; 40] = b"{{token:random-40}}";\n', undefined],
  [
    'a.rs',
    'fn k() { let jwt_secret = b"{{token:random-40}}"; }\n',
    'fn k() { let jwt_secret = &std::env::var("JWT_SECRET").expect("JWT_SECRET is set").into_bytes(); }\n',
  ],
  ['a.lua', 'wifi.config{ssid="Shed", pwd="{{token:password}}"}\n', 'wifi.config{ssid="Shed", pwd=os.getenv("PASSWORD")}\n'],
  ['a.js', "const b = btoa('admin:{{token:random-40}}');\n", 'const b = btoa(`admin:${process.env.PASSWORD}`);\n'],
  [
    'a.js',
    "const url = 'https://mainnet.infura.io/v3/{{token:openweather-key}}';\n",
    'const url = `https://mainnet.infura.io/v3/${process.env.INFURA_PROJECT_KEY}`;\n',
  ],
  [
    'a.py',
    'import os\nrequests.get("https://api.openweathermap.org/data/2.5/weather?q=x&appid={{token:openweather-key}}")\n',
    'import os\nrequests.get(f"https://api.openweathermap.org/data/2.5/weather?q=x&appid={os.environ[\'OPEN_WEATHER_API_KEY\']}")\n',
  ],
  [
    'a.java',
    'class A { String d = "jdbc:oracle:thin:app/{{token:password}}@db:1521:XE"; }\n',
    'class A { String d = "jdbc:oracle:thin:app/" + System.getenv("DATABASE_PASSWORD") + "@db:1521:XE"; }\n',
  ],
  ['a.jl', 'c = Connection("host=db user=app password={{token:password}} dbname=x")\n', undefined],
  [
    'compose.yml',
    'services:\n  a:\n    environment: { A: b, DB_PASSWORD: {{token:random-40}} }\n',
    "services:\n  a:\n    environment: { A: b, DB_PASSWORD: '${DB_PASSWORD}' }\n",
  ],
  [
    'a.bicep',
    "var apiToken = other\nresource a 'Microsoft.App/containerApps@2023-05-01' = {\n  properties: { configuration: { secrets: [{ name: 'api-token', value: '{{token:random-40}}' }] } }\n}\n",
    undefined,
  ],
  [
    'a.bicep',
    "resource apiToken 'Microsoft.App/containerApps@2023-05-01' = {\n  properties: { configuration: { secrets: [{ name: 'api-token', value: '{{token:random-40}}' }] } }\n}\n",
    undefined,
  ],
  [
    'a.bicep',
    "@secure()\nparam apiToken string\nresource a 'Microsoft.App/containerApps@2023-05-01' = {\n  properties: { configuration: { secrets: [{ name: 'api-token', value: '{{token:random-40}}' }] } }\n}\n",
    "@secure()\nparam apiToken string\nresource a 'Microsoft.App/containerApps@2023-05-01' = {\n  properties: { configuration: { secrets: [{ name: 'api-token', value: apiToken }] } }\n}\n",
  ],
  ['a.py', "import os\nSECRET_KEY = b'\\x9a\\x01k2L7F4Q8z\\xec]/'\n", undefined],
  ['a.py', 'import os\nos.environ["API_KEY"] = "{{token:random-40}}"\n', undefined],
  ['a.ps1', "$env:API_KEY = '{{token:random-40}}'\n", undefined],
  ['a.js', "process.env.API_KEY = '{{token:random-40}}';\n", undefined],
  [
    '.env',
    'STORE=DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={{token:random-40}};EndpointSuffix=core.windows.net\n',
    'STORE=DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=;EndpointSuffix=core.windows.net\n',
  ],
  [
    'a.sh',
    'openssl enc -aes-256-cbc -pass pass:{{token:password}} -in a -out b\n',
    'openssl enc -aes-256-cbc -pass pass:"${PASS:?PASS is not set}" -in a -out b\n',
  ],
  [
    'a.sh',
    'curl -u admin:{{token:random-40}} https://acme.io\n',
    'curl -u admin:"${ADMIN_PASSWORD:?ADMIN_PASSWORD is not set}" https://acme.io\n',
  ],
  ['vault.hcl', 'storage "consul" {\n  token = "{{token:random-40}}"\n}\n', undefined],
  [
    'bootstrap.yaml',
    'apiVersion: kubeadm.k8s.io/v1beta3\nkind: InitConfiguration\nbootstrapTokens:\n- token: "{{token:kubernetes-bootstrap-token}}"\n',
    undefined,
  ],
  [
    'prod.bicepparam',
    "using './main.bicep'\nparam adminPassword = '{{token:password}}'\n",
    "using './main.bicep'\nparam adminPassword = readEnvironmentVariable('ADMIN_PASSWORD')\n",
  ],
  [
    'a.js',
    "const a = new S3Client({ credentials: { accessKeyId: id, secretAccessKey: '{{token:random-40}}' } });\n",
    'const a = new S3Client({ credentials: { accessKeyId: id, secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY } });\n',
  ],
  [
    'main.bicep',
    "resource a 'Microsoft.Sql/servers@2022-05-01-preview' = {\n  name: 'a'\n  properties: { administratorLoginPassword: '{{token:password}}' }\n}\n",
    "@secure()\nparam administratorLoginPassword string\n\nresource a 'Microsoft.Sql/servers@2022-05-01-preview' = {\n  name: 'a'\n  properties: { administratorLoginPassword: administratorLoginPassword }\n}\n",
  ],
  ['a.js', "const k = process.env.API_KEY || '{{token:random-40}}';\n", 'const k = process.env.API_KEY;\n'],
  ['a.rb', "KEY = ENV['API_KEY'] || '{{token:random-40}}'\n", "KEY = ENV['API_KEY']\n"],
  ['a.php', "<?php\nreturn ['secret' => env('SECRET', '{{token:random-40}}')];\n", "<?php\nreturn ['secret' => env('SECRET')];\n"],
  ['a.d.ts', "export declare const apiKey = '{{token:random-40}}';\n", undefined],
  [
    'a.tsx',
    'export default () => <Client apiKey="{{token:random-40}}" />;\n',
    'export default () => <Client apiKey={process.env.API_KEY!} />;\n',
  ],
  [
    'deploy/kustomization.yaml',
    'secretGenerator:\n  - name: db\n    literals:\n      - user=otter\n      - password={{token:password}}\n',
    'secretGenerator:\n  - name: db\n    envs:\n      - secrets.env\n    literals:\n      - user=otter\n',
  ],
  [
    'deploy/kustomization.yaml',
    'secretGenerator:\n  - literals:\n      - password={{token:password}}\n    name: db\n',
    'secretGenerator:\n  - envs:\n      - secrets.env\n    name: db\n',
  ],
  [
    'deploy/kustomization.yaml',
    'secretGenerator:\n  - name: db\n    envs: [secrets.env]\n    literals:\n      - password={{token:password}}\n',
    'secretGenerator:\n  - name: db\n    envs: [secrets.env]\n',
  ],
  ['deploy/kustomization.yaml', 'secretGenerator:\n  - name: db\n    literals: ["password={{token:password}}"]\n', undefined],
  ['a.js', "const k = { token: '{{token:random-40}}' };\n", 'const k = { token: process.env.TOKEN };\n'],
  ['a.ts', "const k = new A('{{token:github-pat}}');\n", 'const k = new A(process.env.GITHUB_PAT!);\n'],
  ['a.ts', "class A { private apiKey: string = '{{token:random-40}}'; }\n", 'class A { private apiKey: string = process.env.API_KEY!; }\n'],
  ['Jenkinsfile', "environment { API_TOKEN = '{{token:random-40}}' }\n", "environment { API_TOKEN = credentials('api-token') }\n"],
  ['a.sh', 'DB_PASSWORD="${DB_PASSWORD:-{{token:password}}}"\n', 'DB_PASSWORD="${DB_PASSWORD:?DB_PASSWORD is not set}"\n'],
  [
    'docker-compose.yml',
    'services:\n  a:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:-{{token:password}}}\n',
    'services:\n  a:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD}\n',
  ],
  ['application.yml', 'db:\n  password: ${DB_PASSWORD:{{token:password}}}\n', 'db:\n  password: ${DB_PASSWORD}\n'],
  ['group_vars/all.yml', 'db_password: {{token:password}}\n', "db_password: \"{{ lookup('env', 'DB_PASSWORD') }}\"\n"],
  [
    'group_vars/all.yml',
    'db_password: "{{ db_password_given | default(\'{{token:password}}\') }}"\n',
    'db_password: "{{ db_password_given }}"\n',
  ],
  [
    'a.ps1',
    "$Password = ConvertTo-SecureString '{{token:password}}' -AsPlainText -Force\n",
    '$Password = ConvertTo-SecureString $env:PASSWORD -AsPlainText -Force\n',
  ],
  ['Dockerfile', 'FROM a\nENV API_TOKEN={{token:random-40}}\nRUN b\n', 'FROM a\nRUN b\n'],
  ['Dockerfile', 'FROM a\nARG API_TOKEN={{token:random-40}}\n', 'FROM a\nARG API_TOKEN\n'],
  ['Dockerfile', 'FROM a\nENV MODE=x API_TOKEN={{token:random-40}}\n', undefined],
  ['prod.tfvars', 'region = "a"\napi_token = "{{token:random-40}}"\n', 'region = "a"\n'],
  [
    'template.yaml',
    'Parameters:\n  DbPassword:\n    Type: String\n    NoEcho: true\n    Default: "{{token:password}}"\n    MinLength: 8\nResources: {}\n',
    'Parameters:\n  DbPassword:\n    Type: String\n    NoEcho: true\n    MinLength: 8\nResources: {}\n',
  ],
  [
    'template.json',
    '{ "Parameters": { "DbPassword": { "Type": "String", "NoEcho": true, "Default": "{{token:password}}" } }, "Resources": {} }\n',
    '{ "Parameters": { "DbPassword": { "Type": "String", "NoEcho": true } }, "Resources": {} }\n',
  ],
  ['form.yaml', 'Parameters:\n  DbPassword:\n    Type: text\n    Default: "{{token:password}}"\n', undefined],
  ['appsettings.json', '{ "Jwt": { "Key": "{{token:random-40}}" } }\n', '{ "Jwt": { "Key": "" } }\n'],
  [
    'application.yml',
    'spring:\n  datasource:\n    password: {{token:random-40}}\n',
    'spring:\n  datasource:\n    password: ${SPRING_DATASOURCE_PASSWORD}\n',
  ],
  [
    'docker-compose.yml',
    'services:\n  a:\n    command: ["--password", "{{token:random-40}}"]\n',
    'services:\n  a:\n    command: ["--password", "${PASSWORD}"]\n',
  ],
  [
    'k8s/pod.yaml',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      env: [{name: API_TOKEN, value: "{{token:random-40}}"}]\n',
    'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      env: [{name: API_TOKEN, valueFrom: {secretKeyRef: {name: app-secrets, key: api-token}}}]\n',
  ],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "curl -H \'Authorization: Bearer {{token:random-40}}\' https://a.io"\n',
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "curl -H \'Authorization: Bearer ${{ secrets.API_TOKEN }}\' https://a.io"\n',
  ],
] as const)('%s: %j', async (file, source, expected) => {
  expect((await repaired(file, source))?.text).toBe(expected);
});

it('gives each value of a list a variable of its own', () => {
  const document = createDocument('a.py', fillTokens('API_KEYS = ["{{token:random-40}}", "{{token:random-40:2}}"]\n'));
  expect(scanSecrets(document).map((one) => repairsOf(one)[0]?.title)).toEqual([
    'Read it from os.environ["API_KEYS"]',
    'Read it from os.environ["API_KEYS_2"]',
  ]);
});
