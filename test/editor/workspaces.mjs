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
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
