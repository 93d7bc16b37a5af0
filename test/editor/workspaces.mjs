// Folders as a user would open them. Each test gets its own copy.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const workflowFile = '.github/workflows/ci.yml';
export const workflow = `name: CI
on: push
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
`;

export const policyFile = 'policies/ci.json';
export const policy = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Deploy", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::releases/*" }
  ]
}
`;

export const mcpFile = '.vscode/mcp.json';
export const mcp = `{
  "inputs": [
    { "id": "api-key", "type": "promptString", "description": "API key" }
  ],
  "servers": {
    "search": { "command": "search-mcp", "env": { "API_KEY": "\${input:api-key}" } }
  }
}
`;

/** Makes a folder with these files and runs `use` with it; the folder is removed afterwards. */
export async function withWorkspace(files, use, { git = true } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'posture-workspace-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    if (git) execFileSync('git', ['init', '-q', folder]);
    return await use(folder);
  } finally {
    // An editor that is just ending may still write: what stays is no failure of the test.
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    } catch {
      // the system's temporary folder is emptied by the system
    }
  }
}

const git = (folder, ...args) =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });

/** Commits everything as the first word of the branch `main`. */
export function commitAll(folder, message = 'first') {
  git(folder, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}

/** A branch of its own, on which these files are changed and committed. */
export function branchOff(folder, name, files) {
  git(folder, 'switch', '-qc', name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', name);
}

/** A repository with a past: services that each got what was quickest, over the years. Hundreds of findings, none of them new. */
export function longPast(services = 99) {
  const files = {
    CODEOWNERS: '* @acme/platform\nservices/1*/ @acme/payments\nservices/2*/ @acme/search\n',
    [policyFile]: policy,
    'legacy/.github/workflows/ci.yml': workflow,
  };
  for (let i = 1; i <= services; i++) {
    const name = `service-${i}`;
    const folder = `services/${i}`;
    files[`${folder}/iam.tf`] = `resource "aws_iam_role" "${name}" {
  name = "${name}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ecs-tasks.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "${name}" {
  role = aws_iam_role.${name}.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Store", Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::${name}/*" },
      { Sid = "Queue", Effect = "Allow", Action = "sqs:*", Resource = "arn:aws:sqs:eu-west-1:123456789012:${name}" },
      { Sid = "Keys", Effect = "Allow", Action = ["kms:*"], Resource = "arn:aws:kms:eu-west-1:123456789012:key/${i}" },
    ]
  })
}
`;
    files[`${folder}/deploy.yaml`] = `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: ${name}
  namespace: ${name}
rules:
  - apiGroups: [""]
    resources: ["*"]
    verbs: ["*"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: ${name}
  namespace: ${name}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: ${name}
subjects:
  - kind: ServiceAccount
    name: ${name}
    namespace: ${name}
`;
  }
  return files;
}
