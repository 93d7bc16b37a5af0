// What an editor waits for: from the start of a server to the diagnostics of the first document, and what a keystroke costs
// in processor time and on the clock. The servers do not do the same work: the figures say what each adds to typing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { kubernetesText, terraformText, workflowText } from './corpus.ts';
import { startClient } from './lsp-client.ts';
import { cpuOfProcess, memoryOfProcess, percentile } from './measure.ts';
import type { Peers } from './peers.ts';

export interface Server {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

export interface Typed {
  readonly server: string;
  readonly document: string;
  /** Milliseconds from the start of the process to the first diagnostics, and of processor time until then. */
  readonly start: number;
  readonly startCpu: number | undefined;
  /** Milliseconds from a keystroke to its diagnostics; the time that a server waits for the next one is in it. */
  readonly wall: number;
  readonly slow: number;
  /** Milliseconds of processor time a keystroke. */
  readonly cpu: number | undefined;
  readonly memory: number | undefined;
}

const keystrokes = 100;
const warmUp = 20;

const documents = {
  workflow: { path: '.github/workflows/ci.yml', language: 'yaml', text: workflowText(1000) },
  Kubernetes: { path: 'deploy/all.yaml', language: 'yaml', text: kubernetesText(1000) },
  Terraform: { path: 'infra/main.tf', language: 'terraform', text: terraformText(1000) },
} as const;

export function serversFor(document: keyof typeof documents, server: string, peers: Peers, cache: string): readonly Server[] {
  const { yamlServer, actionsServer, node } = peers;
  return [
    { name: 'posture lsp', command: process.execPath, args: [server, '--stdio'], env: { POSTURE_CACHE: cache } },
    ...(document !== 'Terraform' && yamlServer
      ? [{ name: yamlServer.name, command: process.execPath, args: [yamlServer.bin, '--stdio'] }]
      : []),
    ...(document === 'workflow' && actionsServer
      ? [{ name: actionsServer.name, command: node ?? process.execPath, args: [actionsServer.bin, '--stdio'] }]
      : []),
  ];
}

export const documentNames = Object.keys(documents) as readonly (keyof typeof documents)[];

/** One server, one document, one session. */
export async function typeInto(document: keyof typeof documents, { name, command, args, env }: Server, folder: string): Promise<Typed> {
  const { path, language, text } = documents[document];
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const uri = pathToFileURL(file).href;
  const began = performance.now();
  const client = startClient(command, args, folder, env);
  const pid = client.child.pid!;
  try {
    const { capabilities } = await client.ask<{ capabilities: { textDocumentSync?: number | { change?: number } } }>('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      workspaceFolders: [{ uri: pathToFileURL(folder).href, name: 'bench' }],
      capabilities: { textDocument: { publishDiagnostics: { versionSupport: true }, synchronization: {} } },
      initializationOptions: {},
    });
    client.notify('initialized', {});
    // No server may fetch anything: schemas of a store would make it another measurement.
    client.notify('workspace/didChangeConfiguration', { settings: { yaml: { validate: true, schemaStore: { enable: false } } } });
    const first = client.published(uri, 1);
    client.notify('textDocument/didOpen', { textDocument: { uri, languageId: language, version: 1, text } });
    const start = (await first) - began;
    const startCpu = cpuOfProcess(pid);
    const { textDocumentSync: sync } = capabilities;
    const takesRanges = (typeof sync === 'object' ? sync.change : sync) === 2;
    const lines = text.split('\n');
    const middle = lines.length >> 1;
    const times: number[] = [];
    let before: number | undefined;
    for (let n = 0; n < warmUp + keystrokes; n++) {
      if (n === warmUp) before = cpuOfProcess(pid);
      const version = n + 2;
      const arrived = client.published(uri, version);
      const sent = performance.now();
      // A comment grows at the end of a line in the middle: the text stays valid, as it mostly is while one types.
      const at = { line: middle, character: lines[middle]!.length };
      const typed = n === 0 ? ' # ' : 'x';
      lines[middle] += typed;
      client.notify('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [takesRanges ? { range: { start: at, end: at }, text: typed } : { text: lines.join('\n') }],
      });
      const took = (await arrived) - sent;
      if (n >= warmUp) times.push(took);
    }
    const after = cpuOfProcess(pid);
    return {
      server: name,
      document,
      start,
      startCpu,
      wall: percentile(times, 0.5),
      slow: percentile(times, 0.95),
      cpu: before === undefined || after === undefined ? undefined : (after - before) / keystrokes,
      memory: memoryOfProcess(pid),
    };
  } finally {
    await client.end();
  }
}
