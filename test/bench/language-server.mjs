// How long a user waits: from the start of the server to the first diagnostics, and from a keystroke to the diagnostics of
// that version, in documents of 1,000 and 5,000 lines. The time over the pipe is part of it; the pause in which keystrokes
// are gathered is taken off, since it is no work.
// Usage: node test/bench/language-server.mjs [SERVER.js]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const server = resolve(process.argv[2] ?? 'out/server.js');
const gathering = 12;
const keystrokes = 60;

/** Documents with a finding now and then, as real ones have. */
const documents = {
  'workflow.yml': { path: '.github/workflows/ci.yml', head: 'name: CI\non: push\npermissions:\n  contents: read\njobs:\n', block: (n) => `  build-${n}:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n        with:\n          persist-credentials: false\n      - name: Test part ${n}\n        run: |\n          npm ci\n          npm test -- --part ${n}\n` },
  'kubernetes.yaml': { path: 'deploy/rbac.yaml', head: '', block: (n) => `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: reader-${n}\n  namespace: team-${n}\nrules:\n  - apiGroups: [""]\n    resources: ["pods", "services"]\n    verbs: ["get", "list", "watch"]\n` },
  'main.tf': { path: 'infra/main.tf', head: '', block: (n) => `resource "aws_iam_policy" "reader_${n}" {\n  name = "reader-${n}"\n  policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [\n      { Effect = "Allow", Action = ["s3:GetObject", "s3:ListBucket"], Resource = "arn:aws:s3:::bucket-${n}/*" },\n    ]\n  })\n}\n\n` },
};

function textOf({ head, block }, lines) {
  let text = head;
  for (let n = 0; text.split('\n').length <= lines; n++) text += block(n);
  return text;
}

function start(folder) {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  let received = Buffer.alloc(0);
  const handlers = [];
  let nextId = 1;
  const answers = new Map();
  child.stdout.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const header = received.indexOf('\r\n\r\n');
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(received.subarray(0, header).toString())[1]);
      if (received.length < header + 4 + length) return;
      const message = JSON.parse(received.subarray(header + 4, header + 4 + length).toString());
      received = received.subarray(header + 4 + length);
      if (message.id !== undefined && message.method === undefined) answers.get(message.id)?.(message.result);
      else if (message.id !== undefined) send({ id: message.id, result: null });
      else for (const handler of [...handlers]) handler(message);
    }
  });
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  return {
    child, send,
    ask: (method, params) => new Promise((done) => {
      const id = nextId++;
      answers.set(id, done);
      send({ id, method, params });
    }),
    /** When the diagnostics of this version arrive. */
    published: (uri, version) => new Promise((done) => {
      const handler = ({ method, params }) => {
        if (method !== 'textDocument/publishDiagnostics' || params.uri !== uri || params.version !== version) return;
        handlers.splice(handlers.indexOf(handler), 1);
        done(performance.now());
      };
      handlers.push(handler);
    }),
    initialize: () => undefined,
    folder,
  };
}

async function measure(name, document, lines) {
  const folder = mkdtempSync(join(tmpdir(), 'posture-bench-lsp-'));
  const file = join(folder, document.path);
  mkdirSync(dirname(file), { recursive: true });
  const text = textOf(document, lines);
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const began = performance.now();
  const client = start(folder);
  await client.ask('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } } });
  client.send({ method: 'initialized', params: {} });
  const first = client.published(uri, 1);
  client.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
  const firstAt = (await first) - began;
  const times = [];
  const middle = Math.floor(lines / 2);
  for (let n = 0; n < keystrokes; n++) {
    const version = n + 2;
    const arrived = client.published(uri, version);
    const sent = performance.now();
    // A comment grows at the end of a line in the middle: the text stays valid, as it mostly is while one types.
    const at = { line: middle, character: 9999 };
    client.send({ method: 'textDocument/didChange', params: { textDocument: { uri, version }, contentChanges: [{ range: { start: at, end: at }, text: n === 0 ? ' # ' : 'x' }] } });
    times.push((await arrived) - sent - gathering);
    await new Promise((done) => setTimeout(done, 5));
  }
  const memory = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  await client.ask('shutdown');
  client.send({ method: 'exit' });
  rmSync(folder, { recursive: true, force: true });
  // The first few run code that was never run before.
  const settled = times.slice(10).sort((a, b) => a - b);
  const at = (share) => settled[Math.min(settled.length - 1, Math.floor(share * settled.length))].toFixed(1);
  console.log(`${name.padEnd(16)} ${String(lines).padStart(5)} lines   first ${firstAt.toFixed(0).padStart(5)} ms   keystroke median ${at(0.5).padStart(6)} ms   p95 ${at(0.95).padStart(6)} ms   memory ${memory.toFixed(0)} MB`);
}

/** Keystrokes while a workspace of many files is read in the background. */
async function measureScan(count) {
  const folder = mkdtempSync(join(tmpdir(), 'posture-bench-lsp-'));
  const kinds = Object.values(documents);
  for (let n = 0; n < count; n++) {
    const kind = kinds[n % kinds.length];
    const file = join(folder, `part-${n}`, kind.path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, textOf(kind, 60 + (n % 7) * 20));
  }
  const text = textOf(documents['workflow.yml'], 300);
  const file = join(folder, '.github/workflows/ci.yml');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const client = start(folder);
  await client.ask('initialize', { processId: process.pid, rootUri: pathToFileURL(folder).href, capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } } });
  client.send({ method: 'initialized', params: {} });
  const first = client.published(uri, 1);
  client.send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
  await first;
  let scanning = true;
  const scanned = client.ask('posture/checkWorkspace', {}).then((result) => {
    scanning = false;
    return result;
  });
  const times = { 'while reading': [], afterwards: [] };
  for (let version = 2; scanning || times.afterwards.length < 40; version++) {
    const list = scanning ? times['while reading'] : times.afterwards;
    const arrived = client.published(uri, version);
    const sent = performance.now();
    const at = { line: 150, character: 9999 };
    client.send({ method: 'textDocument/didChange', params: { textDocument: { uri, version }, contentChanges: [{ range: { start: at, end: at }, text: version === 2 ? ' # ' : 'x' }] } });
    list.push((await arrived) - sent - gathering);
    await new Promise((done) => setTimeout(done, 60));
  }
  const result = await scanned;
  const status = readFileSync(`/proc/${client.child.pid}/status`, 'utf8');
  const memory = (name) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024).toFixed(0);
  await client.ask('shutdown');
  client.send({ method: 'exit' });
  rmSync(folder, { recursive: true, force: true });
  console.log(`workspace        ${String(result.files).padStart(5)} files   read in ${(result.milliseconds / 1000).toFixed(1)} s, ${result.findings} findings   memory ${memory('VmRSS')} MB, at most ${memory('VmHWM')} MB`);
  for (const [name, list] of Object.entries(times)) {
    const sorted = list.sort((a, b) => a - b);
    const at = (share) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
    console.log(`  keystrokes ${name.padEnd(14)} ${String(sorted.length).padStart(4)}   median ${at(0.5).padStart(6)} ms   p95 ${at(0.95).padStart(6)} ms`);
  }
}

for (const lines of [1000, 5000]) for (const [name, document] of Object.entries(documents)) await measure(name, document, lines);
await measureScan(5000);
