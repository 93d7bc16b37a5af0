// Findings after an edit are those of a first reading, although only the documents are judged again that asked something
// whose answer the edit changed.
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../rules/registry.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine, type Engine } from '../../server/engine/engine.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { seeded, type Random } from '../support/random-yaml.ts';

const role = 'arn:aws:iam::123456789012:role/deploy';

/** Files that ask about each other: who calls whom, who admits whom, who runs as whom. */
const files: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': `on: [push, pull_request_target]
jobs:
  build:
    runs-on: ubuntu-latest
    permissions:
      contents: write
      id-token: write
    steps:
      - uses: actions/checkout@v4
      - uses: ./.github/actions/greet
        with:
          title: \${{ github.event.pull_request.title }}
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: ${role}
          aws-region: eu-west-1
  call:
    uses: ./.github/workflows/deploy.yml
    secrets: inherit
`,
  '.github/workflows/deploy.yml': `on:
  workflow_call:
    inputs:
      to:
        type: string
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - run: echo \${{ inputs.to }}
      - uses: ./.github/actions/greet
        with:
          key: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
`,
  '.github/workflows/other.yml': `on: pull_request
permissions: {}
jobs:
  other:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/greet
`,
  '.github/actions/greet/action.yml': `name: greet
inputs:
  title: {}
  key: {}
runs:
  using: composite
  steps:
    - run: echo "\${{ inputs.title }}" && gh pr comment 1
      shell: bash
      env:
        GH_TOKEN: \${{ github.token }}
        AWS_SECRET_ACCESS_KEY: \${{ inputs.key }}
`,
  'infra/trust.tf': `resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringLike = { "token.actions.githubusercontent.com:sub" = "repo:acme/shop:*" }
      }
    }]
  })
}
resource "aws_iam_role_policy_attachment" "deploy" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
`,
  'deploy/function.yaml': `Resources:
  Fn:
    Type: AWS::Lambda::Function
    Properties:
      Role: ${role}
      Handler: index.handler
`,
  'deploy/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: all
rules:
  - apiGroups: ["*"]
    resources: ["*"]
    verbs: ["*"]
`,
  'deploy/bind.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: all
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: all
subjects:
  - kind: ServiceAccount
    name: runner
    namespace: shop
---
apiVersion: v1
kind: ServiceAccount
metadata:
  name: runner
  namespace: shop
`,
  'deploy/app.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
  namespace: shop
spec:
  template:
    spec:
      serviceAccountName: runner
      containers:
        - name: app
          image: app
`,
  '.mcp.json': `{"mcpServers": {"files": {"command": "npx", "args": ["-y", "@acme/files"]}, "web": {"url": "http://example.com/mcp"}}}
`,
  '.cursor/mcp.json': `{"mcpServers": {"files": {"command": "npx", "args": ["-y", "@acme/other"]}}}
`,
  '.claude/settings.json': `{"enabledMcpjsonServers": ["files", "gone"], "permissions": {"allow": ["Bash(*)"]}}
`,
};

const settings = { ...defaultSettings, profile: 'audit' as const };

class Workplace {
  readonly documents = new Map<string, Document>();
  readonly judged = new Set<string>();
  readonly engine: Engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => settings,
    source: {
      document: (uri) => this.documents.get(uri),
      siblings: (folder) => [...this.documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
    onDocument: (uri) => this.judged.add(uri),
  });

  async edit(uri: string, text: string | undefined): Promise<void> {
    if (text === undefined) {
      this.documents.delete(uri);
      this.engine.remove(uri);
    } else this.documents.set(uri, createDocument(uri, text));
    const touched = [uri, ...this.engine.askersOf(uri)].flatMap((one) => this.documents.get(one) ?? []);
    await this.engine.read(this.engine.withSiblings(touched), { remember: true });
  }

  async cameTo(): Promise<string> {
    const { findings, suppressed, failures } = await this.engine.analyze();
    return JSON.stringify([findings, suppressed, failures], null, 1);
  }
}

async function filled(texts: Readonly<Record<string, string>>): Promise<Workplace> {
  const place = new Workplace();
  for (const [uri, text] of Object.entries(texts)) place.documents.set(uri, createDocument(uri, text));
  await place.engine.read([...place.documents.values()]);
  return place;
}

/** A file with a line less, one more or one of another file, or a word of it another, or no file at all. */
function edited(uri: string, text: string | undefined, random: Random): string | undefined {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const kind = random();
  if (text === undefined || kind < 0.25) return files[uri];
  if (kind < 0.33) return undefined;
  const lines = text.split('\n');
  const at = Math.floor(random() * lines.length);
  if (kind < 0.5) lines.splice(at, 1);
  else if (kind < 0.6) lines.splice(at, 0, '');
  else if (kind < 0.7) lines.splice(at, 0, pick(pick(Object.values(files)).split('\n')));
  else
    lines[at] = lines[at]!.replace(/\b(?:deploy|greet|runner|all|files|acme|push|inherit|title|write|Administrator)\b/, () =>
      pick(['deploy', 'greet', 'runner', 'all', 'gone', 'read']),
    );
  return lines.join('\n');
}

/** More of them in a loop: `AGAIN_SEEDS=100-400 npx vitest run test/engine/judged-again.test.ts`. */
const [firstSeed, lastSeed] = (process.env.AGAIN_SEEDS ?? '1-3').split('-').map(Number) as [number, number];
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, n) => firstSeed + n);

describe('what is judged again after an edit', () => {
  it.each(seeds)('comes to what a first reading comes to, %i', { timeout: 120_000 }, async (seed) => {
    const random = seeded(seed * 6151);
    const warm = await filled(files);
    for (let n = 0; n < 60; n++) {
      const uri = Object.keys(files)[Math.floor(random() * Object.keys(files).length)]!;
      await warm.edit(uri, edited(uri, warm.documents.get(uri)?.text, random));
      const fresh = await filled(Object.fromEntries([...warm.documents].map(([one, { text }]) => [one, text])));
      expect(await warm.cameTo(), `edit ${n} of ${uri}`).toBe(await fresh.cameTo());
    }
  });

  it('is no workflow when none of the files that it names changed', async () => {
    const warm = await filled(files);
    await warm.engine.analyze();
    for (const [uri, judged] of [
      ['deploy/app.yaml', []],
      ['.github/actions/greet/action.yml', ['ci', 'deploy', 'other']],
    ] as const) {
      warm.judged.clear();
      await warm.edit(uri, `${files[uri]!}# a remark\n`);
      await warm.engine.analyze();
      const names = [...warm.judged].flatMap((one) => /^\.github\/workflows\/(\w+)/.exec(one)?.[1] ?? []);
      expect(names.sort()).toEqual(judged);
    }
  });
});
