// Texts for the measurements: made here, so that figures can be repeated on any machine, and shaped like what people
// write: comments, several documents a file, mostly harmless, a finding here and there.
import { seededRandom } from '../../server/engine/secrets/generate.ts';

const words = ['orders', 'billing', 'search', 'ledger', 'mailer', 'catalog', 'gateway', 'reports', 'audit', 'media', 'intake', 'pricing'];

/** A GitHub workflow of about `lines` lines. */
export function workflowText(lines: number, seed = 1): string {
  const random = seededRandom(seed);
  const out = [
    'name: build',
    'on:',
    '  push:',
    '    branches: [main]',
    '  pull_request:',
    '',
    'permissions:',
    '  contents: read',
    '',
    'jobs:',
  ];
  for (let job = 0; out.length < lines; job++) {
    const name = words[Math.floor(random() * words.length)]!;
    out.push(
      `  ${name}-${job}:`,
      '    runs-on: ubuntu-latest',
      '    timeout-minutes: 20',
      '    env:',
      `      SERVICE: ${name}`,
      '      NODE_ENV: test',
      '    steps:',
      '      - uses: actions/checkout@v4',
      '        with:',
      '          persist-credentials: false',
    );
    for (let step = 0; step < 6; step++) {
      out.push(
        `      - name: step ${step} of ${name}`,
        '        run: |',
        `          npm run build --workspace ${name}`,
        '          npm test -- --reporter dot',
        `          echo "done with ${name} # not a comment"`,
      );
    }
    out.push(
      '      - uses: actions/upload-artifact@v4',
      '        with:',
      `          name: ${name}-\${{ github.sha }}`,
      '          path: dist',
      '',
    );
  }
  return `${out.slice(0, lines).join('\n')}\n`;
}

/** Kubernetes manifests of about `lines` lines. */
export function kubernetesText(lines: number, seed = 1): string {
  const random = seededRandom(seed);
  const out: string[] = [];
  for (let n = 0; out.length < lines; n++) {
    const name = `${words[Math.floor(random() * words.length)]}-${n}`;
    out.push(
      '---',
      'apiVersion: v1',
      'kind: ServiceAccount',
      'metadata:',
      `  name: ${name}`,
      '  namespace: shop',
      'automountServiceAccountToken: false',
    );
    out.push(
      '---',
      'apiVersion: rbac.authorization.k8s.io/v1',
      'kind: Role',
      'metadata:',
      `  name: ${name}`,
      '  namespace: shop',
      '  labels: {app: shop, tier: "back"}',
      'rules:',
      '  - apiGroups: [""]',
      '    resources: ["configmaps"]',
      '    verbs: ["get", "list", "watch"]',
    );
    out.push(
      '---',
      'apiVersion: rbac.authorization.k8s.io/v1',
      'kind: RoleBinding',
      'metadata:',
      `  name: ${name}`,
      '  namespace: shop',
      'roleRef:',
      '  apiGroup: rbac.authorization.k8s.io',
      '  kind: Role',
      `  name: ${name}`,
      'subjects:',
      '  - kind: ServiceAccount',
      `    name: ${name}`,
      '    namespace: shop',
    );
    out.push(
      '---',
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata:',
      `  name: ${name}`,
      '  namespace: shop',
      'spec:',
      '  replicas: 2',
      '  template:',
      '    spec:',
      `      serviceAccountName: ${name}`,
      '      containers:',
      '        - name: app',
      `          image: example/${name}:1.${n}`,
      '          env:',
      '            - name: LOG_LEVEL',
      '              value: info',
      '            - name: DB_PASSWORD',
      '              valueFrom: {secretKeyRef: {name: db, key: password}}',
    );
  }
  return `${out.slice(0, lines).join('\n')}\n`;
}

/** Terraform of about `lines` lines, with every block whole. */
export function terraformText(lines: number, seed = 1): string {
  const random = seededRandom(seed);
  const out = ['locals {', '  prefix = "shop"', '}', ''];
  for (let n = 0; out.length < lines; n++) {
    const name = `${words[Math.floor(random() * words.length)]}_${n}`;
    out.push(
      `# the bucket of ${name}`,
      `resource "aws_s3_bucket" "${name}" {`,
      `  bucket = "\${local.prefix}-${name.replace('_', '-')}"`,
      '',
      '  tags = {',
      '    owner = "platform"',
      '  }',
      '}',
      '',
    );
    out.push(
      `resource "aws_iam_role_policy" "${name}" {`,
      `  name = "${name}"`,
      `  role = aws_iam_role.${name}.id`,
      '  policy = jsonencode({',
      '    Version = "2012-10-17"',
      '    Statement = [{',
      '      Effect   = "Allow"',
      '      Action   = ["s3:GetObject", "s3:PutObject"]',
      `      Resource = "\${aws_s3_bucket.${name}.arn}/*"`,
      '    }]',
      '  })',
      '}',
      '',
    );
    out.push(
      `resource "aws_iam_role" "${name}" {`,
      `  name = "${name}"`,
      '  assume_role_policy = <<-EOF',
      '    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}',
      '  EOF',
      '}',
      '',
    );
  }
  return out.join('\n');
}

/** IAM policy documents as JSON, `statements` each. */
export function policyText(statements: number): string {
  return `${JSON.stringify({ Version: '2012-10-17', Statement: Array.from({ length: statements }, (_, n) => ({ Sid: `S${n}`, Effect: 'Allow', Action: ['s3:GetObject', 'dynamodb:GetItem'], Resource: `arn:aws:s3:::bucket-${n}/*` })) }, null, 2)}\n`;
}

/** Plain source in which nothing is to be found. */
export function sourceText(lines: number, seed = 1): string {
  const random = seededRandom(seed);
  const out = ["import { readFile } from 'node:fs/promises';", ''];
  for (let n = 0; out.length < lines; n++) {
    const name = words[Math.floor(random() * words.length)]!;
    out.push(
      `/** Loads ${name}. */`,
      `export async function load${name}${n}(path: string): Promise<string> {`,
      `  const text = await readFile(path, 'utf8');`,
      `  if (text.length > ${n}) throw new RangeError(\`${name} is too long: \${text.length}\`);`,
      '  return text.trim();',
      '}',
      '',
    );
  }
  return out.join('\n');
}
