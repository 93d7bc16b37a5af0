// What Node has everywhere and a worker of the browser has not, as far as the server and its parsers touch it. Imported
// first, for its effect; the worker is ours alone.

/** What a failed call of git gives back is an empty Buffer. */
const empty = Object.assign(new Uint8Array(0), { toString: () => '' });

/** TypeScript and its reader look here for an environment and for where they are; by `browser` they know that it is no Node. */
const process = {
  env: {},
  argv: [],
  platform: 'browser',
  version: '',
  versions: {},
  browser: true,
  cwd: () => '/',
  emitWarning: () => undefined,
};

Object.assign(globalThis, {
  Buffer: { alloc: () => empty, concat: () => empty, from: (text: string) => new TextEncoder().encode(text) },
  process,
});

export {};
