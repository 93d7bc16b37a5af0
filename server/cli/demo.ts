// `posture demo [DIR]`: a small project with findings of every kind, made on the spot so that no token-shaped text lies in
// our own repository, and the check run on it as a user would run it. The tokens were never issued by anybody.
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fillTokens } from '../engine/secrets/generate.ts';
import { FileError, reasonOf } from '../workspace/errors.ts';
import { printOut } from './print.ts';

const files: Readonly<Record<string, string>> = {
  'infra/deploy.tf': `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
      }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "deploy_admin" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_role_policy" "deploy_artifacts" {
  name = "artifacts"
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "Artifacts"
      Effect   = "Allow"
      Action   = "s3:*"
      Resource = "*"
    }]
  })
}
`,
  '.github/workflows/deploy.yml': `name: deploy
on:
  push:
    branches: [main]
permissions: write-all
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: aws-actions/configure-aws-credentials@v4
        with:
          aws-region: eu-central-1
          aws-access-key-id: \${{ secrets.AWS_ACCESS_KEY_ID }}
          aws-secret-access-key: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
      - run: ./deploy.sh
`,
  '.mcp.json': `{
  "mcpServers": {
    "github": {
      "command": "npx",
      "args": ["-y", "@modelcontextprotocol/server-github"],
      "env": { "GITHUB_PERSONAL_ACCESS_TOKEN": "{{token:github-pat}}" }
    }
  }
}
`,
  'deploy/rbac.yaml': `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: ci
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: cluster-admin
subjects:
  - kind: ServiceAccount
    name: ci
    namespace: build
`,
  'src/notify.ts': `const token = '{{token:slack-bot-token}}';

export async function notify(text: string): Promise<void> {
  await fetch('https://slack.com/api/chat.postMessage', {
    method: 'POST',
    headers: { Authorization: \`Bearer \${token}\`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ channel: '#deploys', text }),
  });
}
`,
};

export async function demoCommand(folder: string | undefined): Promise<void> {
  const target = folder === undefined ? mkdtempSync(join(tmpdir(), 'posture-demo-')) : resolve(folder);
  makeDemo(target, randomInt(1, 2 ** 31));
  const { checkCommand } = await import('./check-command.ts');
  const from = process.cwd();
  const posture = commandFrom(from);
  // As a user would run it: inside the project, so that paths are those of the project.
  process.chdir(target);
  await checkCommand([], { format: 'pretty', failOn: 'never', rule: [], color: true });
  process.chdir(from);
  const shown = relative(from, target);
  const path = shown === '' ? '.' : shown.startsWith('..') ? target : shown;
  printOut(
    `\nThe demonstration is in ${path}. Try:\n  cd ${quoted(path)} && ${commandFrom(target)} repair\n  ${posture} explain aws/wildcard-action\n`,
  );
}

/** As a shell takes it for one word. */
const quoted = (path: string): string => (/^[\w./~+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** What a person types to run this program again from where they are. */
function commandFrom(folder: string): string {
  const script = process.argv[1] ?? 'posture';
  return script.endsWith('.js') ? `node ${quoted(relative(folder, script) || script)}` : 'posture';
}

/** Writes the files. Refuses a folder that already holds something. */
function makeDemo(target: string, seed: number): void {
  try {
    mkdirSync(target, { recursive: true });
    if (readdirSync(target).length > 0) throw new FileError(`${target} is not empty; name a folder that is, or none`);
    for (const [path, text] of Object.entries(files)) {
      const full = join(target, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, fillTokens(text, seed));
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw new FileError(`the demonstration cannot be written to ${target}: ${reasonOf(error, 'write')}`);
  }
}
