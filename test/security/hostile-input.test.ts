// Texts that were made to cost time or memory: each ends at a limit, and what lies behind the limit is said, because what
// was not read is not clean. Growth is measured as a ratio of processor time, on texts of two sizes.
import { describe, expect, it } from 'vitest';
import { analyzeTexts, type Texts } from '../support/analyze-text.ts';
import { folderOf, posture, write } from '../cli/posture.ts';
import { expectLinear, processorTime } from '../support/growth.ts';

const times = (count: number, line: (n: number) => string): string => Array.from({ length: count }, (_, n) => line(n)).join('');
const terraform = (locals: string, action: string): Texts => ({
  'a/main.tf': `locals {\n${locals}}\nresource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ${action}, Resource = "*" }] })\n}\n`,
});
const role = 'kind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: a }\n';
const doubled = (depth: number, first: string, next: (n: number) => string): string =>
  `  a0 = ${first}\n${times(depth, (n) => `  a${n + 1} = ${next(n)}\n`)}`;

/** Values that double, multiply, repeat or contain themselves. */
const explosions: Readonly<Record<string, Texts>> = {
  'range(1e9)': {
    'a/main.tf': 'resource "aws_iam_user" "u" {\n  for_each = toset([for i in range(1000000000) : tostring(i)])\n  name = each.key\n}\n',
  },
  'count = 1e9': { 'a/main.tf': 'resource "aws_iam_user" "u" {\n  count = 1000000000\n  name = "a${count.index}"\n}\n' },
  'setproduct of setproducts': {
    'a/main.tf':
      'locals {\n  a = range(100)\n  b = setproduct(local.a, local.a, local.a, local.a)\n}\nresource "aws_iam_user" "u" {\n  for_each = { for x in local.b : join("-", x) => x }\n  name = each.key\n}\n',
  },
  'nested for': terraform(
    '  a = range(100)\n  b = [for x in local.a : [for y in local.a : [for z in local.a : [for w in local.a : w]]]]\n',
    'flatten(local.b)',
  ),
  join: terraform(
    doubled(28, '"xxxx"', (n) => `join("", [local.a${n}, local.a${n}])`),
    'local.a28',
  ),
  templates: terraform(
    doubled(28, '"xxxx"', (n) => `"\${local.a${n}}\${local.a${n}}"`),
    'local.a28',
  ),
  format: terraform(
    doubled(60, '"x"', (n) => `format("%s%s%200s", local.a${n}, local.a${n}, "z")`),
    'local.a60',
  ),
  'format with a width': terraform('', 'format("%999999999s", "a")'),
  replace: terraform(
    doubled(30, '"xx"', (n) => `replace(local.a${n}, "x", local.a${n})`),
    'local.a30',
  ),
  concat: terraform(
    doubled(40, '["x"]', (n) => `concat(local.a${n}, local.a${n})`),
    'local.a40',
  ),
  'lists in lists': terraform(
    doubled(40, '{ x = "y" }', (n) => `[local.a${n}, local.a${n}]`),
    'flatten(local.a40)',
  ),
  formatlist: terraform(
    doubled(16, '["x"]', (n) => `concat(local.a${n}, local.a${n})`) +
      doubled(19, '"y"', (n) => `join("", [local.a${n}, local.a${n}])`)
        .replaceAll('a0', 'b0')
        .replaceAll(/\ba(\d)/g, 'b$1'),
    'formatlist("%s%s", local.a16, local.b19)',
  ),
  'locals in a circle': terraform('  a = local.b\n  b = local.a\n', 'local.a'),
  'modules in a circle': {
    'a/main.tf': 'module "b" {\n  source = "../b"\n  for_each = toset(["1", "2", "3"])\n  x = module.b["1"].y\n}\n',
    'b/main.tf': 'module "a" {\n  source = "../a"\n  for_each = toset(["1", "2", "3"])\n}\noutput "y" {\n  value = module.a["1"].y\n}\n',
  },
  'modules that call four each': Object.fromEntries(
    Array.from({ length: 25 }, (_, i) => [
      `m${i}/main.tf`,
      `${times(4, (k) => `module "c${k}" {\n  source = "../m${i + 1}"\n  for_each = toset(["a", "b"])\n  v = var.v\n}\n`)}variable "v" {}\nresource "aws_iam_role_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.v, Resource = "*" }] })\n}\n`,
    ]),
  ),
  'overlays in a circle': {
    'a/kustomization.yaml': 'resources: [../b]\n',
    'b/kustomization.yaml': 'resources: [../a, ../b, ../c]\n',
    'c/kustomization.yaml': 'resources: [../a, ../b]\n',
  },
  'overlays that name three each': Object.fromEntries(
    Array.from({ length: 25 }, (_, i) => [
      `k${i}/kustomization.yaml`,
      `resources: [../k${i + 1}, ../k${i + 1}/../k${i + 1}, ../k${i + 2}]\n`,
    ]),
  ),
  'includes in a circle': {
    '.gitlab-ci.yml': 'include: [{ local: a.yml }]\n',
    'a.yml': 'include: [{ local: b.yml }, { local: a.yml }]\nx: { script: [a] }\n',
    'b.yml': 'include: [{ local: a.yml }, { local: .gitlab-ci.yml }]\n',
  },
  'includes that name four each': Object.fromEntries([
    ['.gitlab-ci.yml', 'include: [{ local: g0.yml }]\n'],
    ...Array.from({ length: 25 }, (_, i) => [
      `g${i}.yml`,
      `include: [{ local: g${i + 1}.yml }, { local: ./g${i + 1}.yml }, { local: /g${i + 1}.yml }, { local: g${i + 2}.yml }]\nj${i}: { script: [a], extends: j${i + 1} }\n`,
    ]),
  ]) as Texts,
  'jobs that extend in a circle': {
    '.gitlab-ci.yml': 'a: { extends: [b, c], script: [x] }\nb: { extends: [a, c] }\nc: { extends: [a, b, c] }\n',
  },
  'jobs that extend three each': {
    '.gitlab-ci.yml': times(30, (i) => `j${i}:\n  extends: [j${i + 1}, j${i + 2}, j${i + 1}]\n  script: [x]\n`),
  },
  'templates that include each other': {
    'c/Chart.yaml': 'name: c\n',
    'c/templates/_h.tpl':
      '{{ define "a" }}{{ include "b" . }}{{ include "b" . }}{{ end }}\n{{ define "b" }}{{ include "a" . }}{{ include "a" . }}{{ end }}\n',
    'c/templates/r.yaml': `${role}rules:\n{{ include "a" . | nindent 2 }}\n`,
  },
  'a range of Helm': {
    'c/Chart.yaml': 'name: c\n',
    'c/values.yaml': 'n: 1000000000\n',
    'c/templates/r.yaml': `{{ range until (int .Values.n) }}\n${role}---\n{{ end }}\n`,
  },
  aliases: {
    'k.yaml': `x0: &x0 [a, a, a, a, a, a]\n${times(30, (n) => `x${n + 1}: &x${n + 1} [*x${n}, *x${n}, *x${n}, *x${n}]\n`)}${role}rules: *x30\n`,
  },
  'aliases in merge keys': {
    '.github/workflows/a.yml': `on: push\nx0: &x0 { a: 1 }\n${times(30, (n) => `x${n + 1}: &x${n + 1} { <<: [*x${n}, *x${n}], b${n}: *x${n}, c${n}: *x${n} }\n`)}jobs: *x30\n`,
  },
  'aliases of statements': {
    't.yaml': `AWSTemplateFormatVersion: "2010-09-09"\nx0: &x0 { Effect: Allow, Action: "*", Resource: "*" }\n${times(30, (n) => `x${n + 1}: &x${n + 1} [*x${n}, *x${n}, *x${n}]\n`)}Resources: { P: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { Statement: *x30 } } } }\n`,
  },
  'conditions in a circle': {
    't.yaml':
      'AWSTemplateFormatVersion: "2010-09-09"\nConditions:\n  A: !And [!Condition B, !Condition B]\n  B: !Or [!Condition A, !Condition A]\nResources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Condition: A\n    Properties:\n      PolicyDocument: !If [A, !If [B, !Ref P, !Ref P], !GetAtt P.X]\n',
  },
  'variables of Serverless': {
    'serverless.yml': `service: a\ncustom:\n  a0: xxxxxxxx\n${times(40, (n) => `  a${n + 1}: \${self:custom.a${n}}\${self:custom.a${n}}\n`)}provider:\n  name: aws\n  iam: { role: { statements: [{ Effect: Allow, Action: "\${self:custom.a40}", Resource: "*" }] } }\n`,
  },
  'lists of Bicep': {
    'a.bicep': `var a0 = ['x']\n${times(40, (n) => `var a${n + 1} = concat(a${n}, a${n})\n`)}resource r 'Microsoft.Authorization/roleDefinitions@2022-04-01' = { name: 'a', properties: { permissions: [{ actions: a40 }] } }\n`,
  },
  'strings of Bicep': {
    'a.bicep': `var a0 = 'x'\n${times(40, (n) => `var a${n + 1} = '\${a${n}}\${a${n}}'\n`)}resource r 'Microsoft.Authorization/roleDefinitions@2022-04-01' = { name: 'a', properties: { permissions: [{ actions: [a40] }] } }\n`,
  },
  'a loop of Bicep': {
    'a.bicep':
      "var b = [for i in range(0, 100000): [for j in range(0, 100000): [for k in range(0, 100000): k]]]\nresource r 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for i in range(0, 1000000000): { name: 'a', properties: { roleDefinitionId: b } }]\n",
  },
  'copies of ARM': {
    'a.json':
      '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#","resources":[{"type":"Microsoft.Authorization/roleAssignments","apiVersion":"2022-04-01","copy":{"name":"c","count":1000000000},"name":"[guid(copyIndex())]","properties":{"roleDefinitionId":"b"}}]}',
  },
  'strings of a program': {
    'lib/s.ts': `import * as iam from 'aws-cdk-lib/aws-iam';\nconst a0 = 'x';\n${times(40, (n) => `const a${n + 1} = a${n} + a${n};\nconst t${n + 1} = \`\${a${n}}\${a${n + 1}}\`;\n`)}new iam.PolicyStatement({ actions: [a40, t40, 'x'.repeat(1e9)], resources: Array(1e9).fill('*') });\n`,
  },
};

/** The limits that were said; nothing else may have failed. */
async function judged(texts: Texts): Promise<string[]> {
  const { failures } = await analyzeTexts(texts);
  expect(failures.filter(({ error }) => !error.startsWith('part of it is ')).map(({ what, error }) => `${what}: ${error}`)).toEqual([]);
  return failures.map(({ error }) => error);
}

/**
 * Far more processor time than any of these texts takes, which is less than a second, and far less than what they ask
 * for: they are powers of two and of ten, whose growth shows in no measurement that ends.
 */
const mostSpent = 60_000;

async function endsSoon(texts: Texts): Promise<string[]> {
  let limits: string[] = [];
  expect(await processorTime(async () => void (limits = await judged(texts)))).toBeLessThan(mostSpent);
  return limits;
}

describe('what would explode', () => {
  it.each(Object.entries(explosions))('%s', async (_, texts) => {
    await endsSoon(texts);
  });
});

const nest = (open: string, close: string, depth = 100_000): string => open.repeat(depth) + close.repeat(depth);

describe('what is nested a hundred thousand deep', () => {
  const saying: readonly (readonly [string, string, string])[] = [
    ['JSON', 'policies/p.json', `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":${nest('[', ']')}}]}`],
    [
      'objects of JSON',
      'policies/p.json',
      `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}]}`,
    ],
    ['YAML', 'k.yaml', `${role}rules: ${nest('[', ']')}\n`],
    ['TOML', '.codex/config.toml', `a = ${nest('[', ']')}\n`],
    ['XML', 'x.connectedApp', nest('<a>', '</a>')],
    ['lists of HCL', 'a/main.tf', `resource "aws_iam_policy" "p" {\n  policy = ${nest('[', ']')}\n}\n`],
    ['blocks of HCL', 'a/main.tf', `resource "a" "b" {\n${nest('c {\n', '}\n')}}\n`],
    ['parentheses of HCL', 'a/main.tf', `locals {\n  a = ${nest('(', ')')}\n}\nresource "a" "b" {\n}\n`],
    ['Bicep', 'a.bicep', `var a = ${nest('[', ']')}\n`],
    ['a program', 'lib/s.ts', `import * as iam from 'aws-cdk-lib/aws-iam';\nnew iam.PolicyStatement({ actions: ${nest('[', ']')} });\n`],
  ];
  it.each(saying)('%s: it is said', async (_, file, text) => {
    expect((await endsSoon({ [file]: text })).join('\n')).toContain('part of it is nested deeper than');
  });

  it.each([
    ['conditions of HCL', 'a/main.tf', `locals {\n  a = ${'true ? 1 : '.repeat(50_000)}1\n}\n`],
    ['sums of HCL', 'a/main.tf', `locals {\n  a = ${'1 + '.repeat(100_000)}1\n}\n`],
    ['negations of HCL', 'a/main.tf', `locals {\n  a = ${'!'.repeat(100_000)}true\n}\n`],
    ['templates of HCL', 'a/main.tf', `locals {\n  a = ${'"${'.repeat(50_000)}\n}\n`],
    ['SQL', 'a.sql', `GRANT ${nest('(', ')')} TO a;\n`],
    ['front matter', '.claude/agents/a.md', `---\ntools: ${'['.repeat(100_000)}\n---\n`],
    [
      'an expression of a workflow',
      '.github/workflows/a.yml',
      `on: push\njobs: { a: { if: "\${{ ${nest('(', ')')} }}", runs-on: x, steps: [{ run: x }] } }\n`,
    ],
  ])('%s: it ends', async (_, file, text) => {
    await endsSoon({ [file]: text });
  });

  it('ends the command with 2, in a sentence with the file', () => {
    const folder = folderOf({});
    write(folder, {
      'infra/main.tf': `resource "aws_iam_policy" "p" {\n  policy = ${nest('[', ']')}\n}\n`,
      '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${times(1200, (n) => `      - run: echo ${n}\n`)}`,
    });
    const { code, stdout, stderr } = posture(folder, ['check']);
    expect(code).toBe(2);
    expect(stdout + stderr).toContain('infra/main.tf');
    expect(stdout + stderr).toMatch(/part of it is nested deeper than \d+ and was not read/);
    expect(stdout + stderr).toContain('part of it is beyond the first 1000 steps of a job and was not read');
  });
});

describe('lists of three hundred thousand', () => {
  const items = (item: string, count = 300_000): string => Array.from({ length: count }, () => item).join(', ');
  it.each([
    ['JSON', 'policies/p.json', `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[${items('"a:b"')}],"Resource":"*"}]}`],
    ['YAML', 'k.yaml', `${role}rules: [${items('a')}]\n`],
    ['GitLab', '.gitlab-ci.yml', `job: { script: [${items('a')}] }\n`],
    [
      'Terraform',
      'a/main.tf',
      `locals {\n  a = [${items('1')}]\n}\nresource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = [${items('"a:b"', 200_000)}], Resource = "*" }] })\n}\n`,
    ],
    [
      'Bicep',
      'a.bicep',
      `var a = [${items('1')}]\nresource r 'Microsoft.Authorization/roleDefinitions@2022-04-01' = { name: 'a', properties: { permissions: [{ actions: [...a, ...a] }] } }\n`,
    ],
    [
      'a program',
      'lib/s.ts',
      `import * as iam from 'aws-cdk-lib/aws-iam';\nconst a = [${items("'b:c'")}];\nnew iam.PolicyStatement({ actions: [...a, ...a], resources: ['*'] });\n`,
    ],
    ['TOML', '.codex/config.toml', `a = [${items('1')}]\n`],
    ['SQL', 'a.sql', `GRANT SELECT ON t TO ${items('u')};\n`],
    [
      'CloudFormation',
      't.yaml',
      `AWSTemplateFormatVersion: "2010-09-09"\nResources: { P: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: { Statement: [{ Effect: Allow, Action: [${items('a')}], Resource: "*" }] } } } }\n`,
    ],
    ['settings of an agent', '.claude/settings.json', `{"permissions":{"allow":[${items('"Bash(a *)"')}]}}`],
  ])('%s', async (_, file, text) => {
    await endsSoon({ [file]: text });
  });
});

/** A word of five letters, for each number below 26 to the power of five another. */
const letters = (n: number): string =>
  Array.from({ length: 5 }, (_, at) => String.fromCharCode(97 + (Math.floor(n / 26 ** at) % 26))).join('');

describe('what is long', () => {
  const long: Readonly<Record<string, (n: number) => Texts>> = {
    'a name': (n) => ({ 'k.yaml': `${role.replace('name: a', `name: ${'a'.repeat(n)}`)}rules: []\n` }),
    'a string of Terraform': (n) => terraform(`  a = "${'a'.repeat(n)}"\n`, 'local.a'),
    'an action': (n) => ({
      'p.json': `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"${'a'.repeat(n)}","Resource":"*"}]}`,
    }),
    blanks: (n) => ({ '.github/workflows/a.yml': `on: push\njobs:\n  a: ${' '.repeat(n)}{ runs-on: x }\n` }),
    'expressions in one line': (n) => ({
      '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${'echo ${{ github.event.issue.title }} '.repeat(n / 36)}\n`,
    }),
    'commands in one line': (n) => ({ 'a.sh': 'aws iam put-user-policy '.repeat(n / 24) }),
    actions: (n) => ({
      'p.json': `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[${times(n / 20, (i) => `"s3:Get${i}",`)}"s3:*"],"Resource":"*"}]}`,
    }),
    statements: (n) => ({
      'p.json': `{"Version":"2012-10-17","Statement":[${times(n / 64, (i) => `{"Sid":"a${i}","Effect":"Allow","Action":"s3:*","Resource":"*"},`)}{"Effect":"Deny","Action":"*","Resource":"*"}]}`,
    }),
    steps: (n) => ({
      '.github/workflows/a.yml': `on: pull_request_target\njobs:\n  a:\n    runs-on: x\n    steps:\n${times(n / 24, (i) => `      - uses: a/b@v${i}\n`)}`,
    }),
    'jobs that need each other': (n) => ({
      '.github/workflows/a.yml': `on: pull_request_target\njobs:\n${times(n / 160, (i) => `  j${i}:\n    runs-on: x\n    needs: [${i > 0 ? `j${i - 1}` : ''}]\n    outputs: { o: "\${{ needs.j${i - 1}.outputs.o }}" }\n    steps: [{ run: "echo \${{ needs.j${i - 1}.outputs.o }}" }]\n`)}`,
    }),
    bindings: (n) => ({
      'k.yaml': times(
        n / 180,
        (i) =>
          `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: b${i} }\nroleRef: { kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: ServiceAccount, name: s${i % 7}, namespace: default }]\n`,
      ),
    }),
    'pods of one account that as many bind': (n) => ({
      'k.yaml': times(
        n / 330,
        (i) =>
          `---\nkind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: r${i}, namespace: n }\nrules: [{ apiGroups: [""], resources: [secrets], verbs: ["*"] }]\n---\nkind: RoleBinding\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: { name: b${i}, namespace: n }\nroleRef: { kind: Role, name: r${i} }\nsubjects: [{ kind: ServiceAccount, name: default, namespace: n }]\n---\nkind: Pod\napiVersion: v1\nmetadata: { name: p${i}, namespace: n }\n`,
      ),
    }),
    'objects of Kubernetes': (n) => ({ 'k.yaml': times(n / 28, () => '---\nkind: A\napiVersion: v1\n') }),
    'jobs of GitLab': (n) => ({ '.gitlab-ci.yml': times(n / 22, (i) => `j${i}: { script: [a] }\n`) }),
    'calls with a short word for a password': (n) => ({
      'a.py': `import db\n${times(n / 50, (i) => `c${i} = connect(user="otter${i}", ${'password'}="${letters(i)}")\n`)}`,
    }),
    'servers of an agent': (n) => ({
      '.mcp.json': `{"mcpServers":{${times(n / 48, (i) => `"s${i}":{"command":"npx","args":["-y","a${i}"]},`)}"z":{"command":"x"}}}`,
    }),
    'roles that trust in a ring': (n) => ({
      'a/main.tf': times(
        n / 400,
        (i) =>
          `resource "aws_iam_role" "r${i}" {\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = aws_iam_role.r${i + 1}.arn }, Action = "sts:AssumeRole" }] })\n}\nresource "aws_iam_role_policy" "p${i}" {\n  role = aws_iam_role.r${i}.name\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["sts:AssumeRole", "iam:PassRole"], Resource = "*" }] })\n}\n`,
      ),
    }),
  };
  it.each(Object.entries(long))('%s takes time in proportion', async (_, make) => {
    await expectLinear('the text', 100_000, (size) => {
      const texts = make(size);
      return () => judged(texts);
    });
  });
});
