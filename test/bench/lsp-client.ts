// As much of an editor as a measurement needs: starts a language server, opens a document, types into it and waits for the
// diagnostics that follow. Answers every question of the server with nothing.
import { spawn, type ChildProcess } from 'node:child_process';
import { environmentOf } from './measure.ts';

export interface Client {
  readonly child: ChildProcess;
  notify(method: string, params: unknown): void;
  ask<T = unknown>(method: string, params: unknown): Promise<T>;
  /** When the next diagnostics of this document arrive: of this version, where the server says of which they are. */
  published(uri: string, version: number): Promise<number>;
  end(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly uri?: string; readonly version?: number };
  readonly result?: unknown;
}

export function startClient(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Client {
  const child = spawn(command, args, { cwd, env: environmentOf(env), stdio: ['pipe', 'pipe', 'ignore'] });
  let received = Buffer.alloc(0);
  let nextId = 1;
  const answers = new Map<number, (result: unknown) => void>();
  const waiting = new Set<(message: Message) => void>();
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const header = received.indexOf('\r\n\r\n');
      if (header < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, header).toString())![1]);
      if (received.length < header + 4 + length) return;
      const message = JSON.parse(received.subarray(header + 4, header + 4 + length).toString()) as Message;
      received = received.subarray(header + 4 + length);
      if (message.id !== undefined && message.method === undefined) answers.get(message.id)?.(message.result);
      else if (message.id !== undefined) send({ id: message.id, result: message.method === 'workspace/configuration' ? [] : null });
      else for (const look of [...waiting]) look(message);
    }
  });
  const ask = <T>(method: string, params: unknown): Promise<T> =>
    new Promise((done) => {
      const id = nextId++;
      answers.set(id, (result) => done(result as T));
      send({ id, method, params });
    });
  return {
    child,
    ask,
    notify: (method, params) => send({ method, params }),
    published: (uri, version) =>
      new Promise((done) => {
        const look = ({ method, params }: Message): void => {
          if (
            method !== 'textDocument/publishDiagnostics' ||
            params?.uri !== uri ||
            (params.version !== undefined && params.version !== version)
          )
            return;
          waiting.delete(look);
          done(performance.now());
        };
        waiting.add(look);
      }),
    async end() {
      await Promise.race([ask('shutdown', null), new Promise((done) => setTimeout(done, 2000))]);
      send({ method: 'exit' });
      if (child.exitCode === null)
        await Promise.race([new Promise((done) => child.once('exit', done)), new Promise((done) => setTimeout(done, 2000))]);
      child.kill();
    },
  };
}
