// What a server's command line really starts: wrappers are taken off, then the package runner or container runtime is
// read. It knows the grammar of runners only; whether a moving version matters is for rules to say.
import { textOf, type Leaf } from '../value.ts';
import type { Launch } from '../agent.ts';
import { simpleCommands, splitWords } from './command-line.ts';

interface Word {
  readonly text: string;
  readonly leaf: Leaf;
}

const baseName = (program: string) =>
  program
    .slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1)
    .replace(/\.(?:exe|cmd|ps1)$/i, '')
    .toLowerCase();

/** Reads a command line. Words that are not wholly known stop the reading where they stand; what came before still counts. */
export function readLaunch(command: Leaf | undefined, args: readonly Leaf[]): Launch | undefined {
  if (!command) return undefined;
  const first = textOf(command);
  if (!first) return undefined;
  const head =
    args.length === 0 && /\s/.test(first) ? splitWords(first).map((text) => ({ text, leaf: command })) : [{ text: first, leaf: command }];
  const words: Word[] = [...head, ...args.map((leaf) => ({ text: textOf(leaf) ?? '\0', leaf }))];
  return readWords(words, 0);
}

const afterDashes = new Set([
  'doppler',
  'op',
  'infisical',
  'dotenvx',
  'dotenv',
  'chamber',
  'aws-vault',
  'vault-env',
  'teller',
  'codex',
  'mise',
  'secretspec',
]);
const plainWrappers = new Set(['sudo', 'nice', 'nohup', 'exec', 'command', 'time', 'envmcp']);

function readWords(words: readonly Word[], depth: number): Launch | undefined {
  const word = words[0];
  if (!word || depth > 8) return undefined;
  const name = baseName(word.text);
  const rest = words.slice(1);
  if (name === 'cmd' && /^\/c$/i.test(rest[0]?.text ?? '')) return readWords(rest.slice(1), depth + 1);
  if (/^(?:ba|z|da|k)?sh$/.test(name) && /^-[a-z]*c$/.test(rest[0]?.text ?? '') && rest[1]) return readScript(rest[1], depth);
  if (/^(?:powershell|pwsh)$/.test(name)) {
    const at = rest.findIndex((one) => /^-(?:c|command)$/i.test(one.text));
    if (at >= 0 && rest[at + 1]) return readScript(rest[at + 1]!, depth);
  }
  if (name === 'env') {
    const at = rest.findIndex((one) => !/^(?:-\w*|--[\w-]+|[A-Za-z_]\w*=.*)$/s.test(one.text));
    return at < 0 ? undefined : readWords(rest.slice(at), depth + 1);
  }
  if (afterDashes.has(name)) {
    const at = rest.findIndex((one) => one.text === '--');
    if (at >= 0) return readWords(rest.slice(at + 1), depth + 1);
  }
  if (name === 'direnv' && rest[0]?.text === 'exec') return readWords(rest.slice(2), depth + 1);
  if (plainWrappers.has(name))
    return readWords(
      rest.filter((one, index) => index > 0 || !one.text.startsWith('-')),
      depth + 1,
    );
  return readRunner(name, word.text, rest);
}

/** What each command of a line starts, for settings whose commands a shell runs; a download that goes into a shell comes first. */
export function readLaunches(line: Leaf): Launch[] {
  const text = textOf(line);
  if (text === undefined) return [];
  const fetched = fetchedScript({ text, leaf: line });
  const started = simpleCommands(text).flatMap(
    ({ words }) =>
      readWords(
        words.map((word) => ({ text: word, leaf: line })),
        0,
      ) ?? [],
  );
  return fetched ? [fetched, ...started] : started;
}

/** A download that goes into a shell or an interpreter which is given no other code: with `-c`, `-m` or a script it is data. */
const fetchedAndPiped =
  /\b(?:curl|wget|iwr|irm|Invoke-WebRequest)\b[^|;&]{0,400}\|\s*(?:sudo\s+(?:-\w+\s+)?)?(?:(?:ba|z|da)?sh(?=\s+-(?![a-z]*c)[a-z-]*(?:\s|$)|\s*(?:$|[\n;&|"')]))|(?:iex|node|python3?)(?=\s+-(?:\s|$)|\s*(?:$|[\n;&|"')])))/;

/** The same as an argument: `sh -c "$(curl …)"`, `bash <(curl …)`. */
const fetchedAndHanded = /\b(?:(?:(?:ba|z|da)?sh\s+-\w{0,4}c|eval)\s+["']?\$\(|(?:(?:ba|z|da)?sh|source)\s+<\()\s*(?:curl|wget)\b/;

function fetchedScript({ text, leaf }: Word): Launch | undefined {
  const run = text.replace(/^[ \t]*#.*$/gm, '');
  if (!fetchedAndPiped.test(run) && !fetchedAndHanded.test(run)) return undefined;
  return {
    runner: 'shell',
    program: 'sh',
    target: { leaf, name: 'a script that is fetched and run' },
    pin: 'source',
    runtimeArgs: [],
    rest: [],
  };
}

function readScript(script: Word, depth: number): Launch | undefined {
  const fetched = fetchedScript(script);
  if (fetched) return fetched;
  const { text } = script;
  const last = text.split(/&&|;/).at(-1)!.trim();
  const words = splitWords(last).map((one) => ({ text: one, leaf: script.leaf }));
  return readWords(words, depth + 1) ?? { runner: 'shell', program: 'sh', pin: 'none', runtimeArgs: [], rest: [] };
}

function readRunner(name: string, program: string, rest: readonly Word[]): Launch {
  const second = rest[0]?.text;
  switch (name) {
    case 'npx':
    case 'bunx':
    case 'pnpx':
      return npm(program, rest);
    case 'bun':
      if (second === 'x') return npm(program, rest.slice(1));
      break;
    case 'pnpm':
    case 'yarn':
      if (second === 'dlx') return npm(program, rest.slice(1));
      break;
    case 'npm':
      if (second === 'exec' || second === 'x') return npm(program, rest.slice(1));
      break;
    case 'uvx':
      return python(program, rest, ['--from']);
    case 'uv':
      if (second === 'tool' && rest[1]?.text === 'run') return python(program, rest.slice(2), ['--from']);
      break;
    case 'pipx':
      if (second === 'run') return python(program, rest.slice(1), ['--spec']);
      break;
    case 'deno':
      if (second === 'run' || second === 'x') return deno(program, rest.slice(1));
      break;
    case 'dnx':
      return dotnet(program, rest);
    case 'docker':
    case 'podman':
    case 'nerdctl':
      if (second === 'run' || (second === 'container' && rest[1]?.text === 'run'))
        return container(program, rest.slice(second === 'run' ? 1 : 2));
      break;
  }
  return { runner: 'program', program, pin: 'none', runtimeArgs: [], rest: rest.map((word) => word.leaf) };
}

/** The first word that is no option, minding options that take a value of their own. */
function operand(words: readonly Word[], takesValue: ReadonlySet<string>): number {
  for (let i = 0; i < words.length; i++) {
    const text = words[i]!.text;
    if (text === '--') return i + 1 < words.length ? i + 1 : -1;
    if (!text.startsWith('-')) return i;
    if (takesValue.has(text)) i++;
  }
  return -1;
}

function option(words: readonly Word[], names: readonly string[], until: number): Word | undefined {
  for (let i = 0; i < (until < 0 ? words.length : until); i++) {
    const text = words[i]!.text;
    for (const name of names) {
      if (text === name) return words[i + 1];
      if (text.startsWith(`${name}=`)) return { text: text.slice(name.length + 1), leaf: words[i]!.leaf };
    }
  }
  return undefined;
}

function made(
  runner: Launch['runner'],
  program: string,
  target: Word | undefined,
  read: (text: string) => Pick<Launch, 'pin'> & { name: string; version?: string },
  rest: readonly Word[],
  runtimeArgs: readonly Word[] = [],
): Launch {
  const leaves = { runtimeArgs: runtimeArgs.map((word) => word.leaf), rest: rest.map((word) => word.leaf) };
  if (!target || target.text.includes('\0') || /[${]/.test(target.text)) return { runner, program, pin: 'none', ...leaves };
  const { pin, name, version } = read(target.text);
  return { runner, program, target: { leaf: target.leaf, name, ...(version === undefined ? {} : { version }) }, pin, ...leaves };
}

const npmValues = new Set([
  '-p',
  '--package',
  '-c',
  '--call',
  '--registry',
  '--cache',
  '-w',
  '--workspace',
  '--prefix',
  '--userconfig',
  '--node-options',
]);

const scriptRunners = new Set(['tsx', 'ts-node', 'vite-node', 'nodemon', 'node', 'bun']);

function npm(program: string, words: readonly Word[]): Launch {
  const at = operand(words, npmValues);
  const named = option(words, ['-p', '--package'], at);
  // `npx tsx ./server.ts` runs a file of the repository with a tool that its lock file holds.
  if (
    !named &&
    at >= 0 &&
    scriptRunners.has(words[at]!.text) &&
    /^(?:\.{0,2}\/|[\w.-]+\/|[\w.-]+\.[cm]?[jt]s$)/.test(words[at + 1]?.text ?? '')
  ) {
    return {
      runner: 'program',
      program: words[at]!.text,
      pin: 'none',
      runtimeArgs: [],
      rest: words.slice(at + 1).map((word) => word.leaf),
    };
  }
  return made('npm', program, named ?? (at < 0 ? undefined : words[at]), readNpmSpec, at < 0 ? [] : words.slice(at + 1));
}

const exactVersion = /^v?\d+\.\d+\.\d+(?:[-+.][\w.+-]+)?$/;
const commit = /^[0-9a-f]{40}$/i;

/** `name@version`, a git or URL source, or a path. */
function readNpmSpec(spec: string): { pin: Launch['pin']; name: string; version?: string } {
  if (/^(?:file:|link:|\.{0,2}\/|~\/|[A-Za-z]:\\|\.$)/.test(spec)) return { pin: 'none', name: spec };
  const at = spec.indexOf('@', 1);
  const name = at < 0 ? spec : spec.slice(0, at);
  if (/^(?:git[+:@]|github:|gitlab:|bitbucket:|https?:|ssh:)/.test(spec) || (!spec.startsWith('@') && name.includes('/'))) {
    const hash = spec.lastIndexOf('#');
    return { pin: hash > 0 && commit.test(spec.slice(hash + 1)) ? 'source-exact' : 'source', name: spec };
  }
  if (at < 0) return { pin: 'moving', name };
  const version = spec.slice(at + 1);
  return { pin: exactVersion.test(version) ? 'exact' : 'moving', name, version };
}

const pythonValues = new Set([
  '--from',
  '--spec',
  '--with',
  '--with-editable',
  '--with-requirements',
  '--python',
  '-p',
  '--index-url',
  '-i',
  '--index',
  '--default-index',
  '--extra-index-url',
  '--pip-args',
  '--directory',
  '--env-file',
  '--constraint',
  '-c',
  '--refresh-package',
]);

function python(program: string, words: readonly Word[], from: readonly string[]): Launch {
  const at = operand(words, pythonValues);
  const named = option(words, from, at);
  return made('python', program, named ?? (at < 0 ? undefined : words[at]), readPythonSpec, at < 0 ? [] : words.slice(at + 1));
}

function readPythonSpec(spec: string): { pin: Launch['pin']; name: string; version?: string } {
  if (/^(?:file:|\.{0,2}\/|~\/|[A-Za-z]:\\|\.$)/.test(spec) || /\.(?:py|whl|gz)$/.test(spec)) return { pin: 'none', name: spec };
  const git = spec.indexOf('git+');
  if (git >= 0 || /^https?:/.test(spec)) {
    const revision = /@([^@#/]+)(?:#.*)?$/.exec(spec.replace(/^git\+ssh:\/\/[^@]*@/, ''));
    return { pin: revision && commit.test(revision[1]!) ? 'source-exact' : 'source', name: spec };
  }
  const match = /^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*(?:(==|@)\s*([^\s,;]+))?/.exec(spec);
  const version = match?.[3];
  const bare = match?.[1] ?? spec;
  return version && /^v?\d+\.\d[\w.+-]*$/.test(version) && !version.includes('*')
    ? { pin: 'exact', name: bare, version }
    : { pin: 'moving', name: bare, ...(version ? { version } : {}) };
}

function deno(program: string, words: readonly Word[]): Launch {
  const at = operand(words, new Set(['--config', '-c', '--import-map', '--lock', '--cert', '--location', '--seed']));
  return made(
    'deno',
    program,
    at < 0 ? undefined : words[at],
    (spec) => {
      if (/^(?:npm|jsr):/.test(spec)) return readNpmSpec(spec.slice(spec.indexOf(':') + 1).replace(/^\/+/, ''));
      if (!/^https?:/.test(spec)) return { pin: 'none', name: spec };
      return { pin: /@v?\d+\.\d+\.\d+/.test(spec) ? 'exact' : 'source', name: spec };
    },
    at < 0 ? [] : words.slice(at + 1),
  );
}

function dotnet(program: string, words: readonly Word[]): Launch {
  const at = operand(words, new Set(['--version', '--source', '--add-source', '--framework']));
  const version = option(words, ['--version'], -1);
  return made(
    'dotnet',
    program,
    at < 0 ? undefined : words[at],
    (spec) => (version ? { pin: 'exact', name: spec, version: version.text } : readNpmSpec(spec)),
    at < 0 ? [] : words.slice(at + 1),
  );
}

const containerSwitches = new Set([
  '-i',
  '-t',
  '-it',
  '-ti',
  '-d',
  '--rm',
  '--init',
  '--interactive',
  '--tty',
  '--detach',
  '--privileged',
  '--read-only',
  '-P',
  '--publish-all',
  '--no-healthcheck',
  '--oom-kill-disable',
  '--sig-proxy',
  '--quiet',
  '-q',
  '-dit',
  '-itd',
]);

function container(program: string, words: readonly Word[]): Launch {
  let at = -1;
  for (let i = 0; i < words.length; i++) {
    const text = words[i]!.text;
    if (text === '--') continue;
    if (!text.startsWith('-')) {
      at = i;
      break;
    }
    if (!containerSwitches.has(text) && !text.includes('=') && !/^-[epvuwhlm].+/.test(text)) i++;
  }
  return made(
    'container',
    program,
    at < 0 ? undefined : words[at],
    readImage,
    at < 0 ? [] : words.slice(at + 1),
    at < 0 ? words : words.slice(0, at),
  );
}

/** `registry/name:tag@sha256:…`. */
function readImage(image: string): { pin: Launch['pin']; name: string; version?: string } {
  const digest = image.indexOf('@sha256:');
  if (digest > 0) return { pin: 'exact', name: image.slice(0, digest), version: image.slice(digest + 1) };
  const colon = image.lastIndexOf(':');
  const tagged = colon > image.lastIndexOf('/');
  return { pin: 'moving', name: tagged ? image.slice(0, colon) : image, ...(tagged ? { version: image.slice(colon + 1) } : {}) };
}
