// The one way to git. Every call of the program goes through `argumentsFor` and `environmentFor`, which take away what a
// hostile repository could use to run code or reach the network: file system monitors, hooks, filters, external diffs,
// embedded bare repositories, lazy fetching, credential prompts. Nothing else in the project starts git.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, isAbsolute, join, sep } from 'node:path';
import { UsageError } from './errors.ts';

export interface GitCall {
  /** Where git runs. */
  readonly cwd: string;
  /** The sub-command with its own options: constants of this program, never text from outside. */
  readonly command: readonly string[];
  /** Revisions, after `--end-of-options`. One that begins with `-` is refused. */
  readonly revisions?: readonly string[];
  /** Paths, after `--`, taken literally. */
  readonly paths?: readonly string[];
  /** Sent to standard input. */
  readonly input?: string;
  /** Keep the index and the repository that a surrounding `git commit` named by environment (`GIT_INDEX_FILE`, `GIT_DIR`). */
  readonly inHook?: boolean;
  /** Further configuration of this program's own, `name=value`. */
  readonly config?: readonly string[];
  readonly signal?: AbortSignal;
  /** Bytes of output beyond which `gitSync` stops git and fails. */
  readonly mostOutput?: number;
  /** Allows transports for this call. Only sync sets it; everything else has no network. */
  readonly transports?: readonly ('https' | 'ssh' | 'file')[];
}

export interface GitResult {
  readonly ok: boolean;
  readonly code: number;
  readonly stdout: Buffer;
  /** First line of what git said, without its prefix. Empty when it said nothing. */
  readonly message: string;
}

const hardening = [
  'core.fsmonitor=false',
  'core.untrackedCache=false',
  'core.hooksPath=/dev/null',
  'safe.bareRepository=explicit',
  'core.quotePath=false',
  'core.pager=cat',
  'core.attributesFile=/dev/null',
  'diff.external=',
  'color.ui=false',
  'credential.helper=',
  'core.askPass=',
  'submodule.recurse=false',
  'log.showSignature=false',
  'gpg.program=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** Variables by which a surrounding git command names its repository. Kept only for calls `inHook`. */
const repositoryVariables = new Set([
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_CEILING_DIRECTORIES',
]);

/** Thrown before git is started, for a revision or an address that git could take for an option. */
class RefusedRevision extends UsageError {}

/** The argument list of a call. Exported for the test that reads it. */
export function argumentsFor(call: GitCall): string[] {
  for (const revision of call.revisions ?? []) {
    if (revision.startsWith('-') || revision === '' || /[\0\n]/.test(revision))
      throw new RefusedRevision(`"${revision.slice(0, 60)}" is not a revision`);
  }
  const settings = [...hardening, ...(call.config ?? [])].flatMap((setting) => ['-c', setting]);
  const revisions = call.revisions ? ['--end-of-options', ...call.revisions] : [];
  const paths = call.paths ? ['--', ...call.paths] : [];
  return [...settings, '--no-pager', '--no-replace-objects', '--literal-pathspecs', ...call.command, ...revisions, ...paths];
}

/** The environment of a call: the user's own, without what would name another repository, run a program or ask a question. */
export function environmentFor(call: GitCall, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(base)) {
    if (name.startsWith('GIT_') && !(call.inHook && repositoryVariables.has(name)) && !keptVariables.has(name)) continue;
    environment[name] = value;
  }
  return {
    ...environment,
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_ATTR_NOSYSTEM: '1',
    // Read before any configuration, so that a repository cannot allow itself a transport.
    GIT_ALLOW_PROTOCOL: call.transports?.join(':') ?? 'none',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
  };
}

/** Where the user keeps their own configuration; and what tests use to keep a machine's settings out. */
const keptVariables = new Set(['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_EXEC_PATH', 'GIT_SSL_CAINFO']);

/** Where git is, by what PATH names it from where. */
const programs = new Map<string, string>();

/**
 * Git by its whole path. Left to the system, a program is looked for beside the caller first on some, and where PATH names
 * folders by half a path on others: there the repository could put a git of its own.
 */
function gitProgram(cwd: string, path = process.env['PATH'] ?? ''): string {
  const key = `${cwd}\0${path}`;
  const known = programs.get(key);
  if (known !== undefined) return known;
  const name = process.platform === 'win32' ? 'git.exe' : 'git';
  const folders = path.split(delimiter).filter((one) => isAbsolute(one) && isFile(join(one, name)));
  // A person may work in the very folder that their own programs lie in; any other git is better than one from inside.
  const folder = folders.find((one) => one !== cwd && !one.startsWith(cwd.endsWith(sep) ? cwd : cwd + sep)) ?? folders[0];
  // A whole path that is not there ends as a git that is not installed.
  const program = join(folder ?? join(sep, 'nowhere'), name);
  programs.set(key, program);
  return program;
}

/** A folder of PATH may be closed to this user, which is as good as not there. */
function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

const bufferLimit = 1 << 30;

/** Runs git and gives what it printed. Never throws for a failure of git itself; `ok` and `message` say what happened. */
export function gitSync(call: GitCall): GitResult {
  const result = spawnSync(gitProgram(call.cwd), argumentsFor(call), {
    cwd: call.cwd,
    env: environmentFor(call),
    input: call.input,
    maxBuffer: call.mostOutput ?? bufferLimit,
    windowsHide: true,
  });
  if (result.error) return { ok: false, code: -1, stdout: Buffer.alloc(0), message: startFailure(result.error) };
  return { ok: result.status === 0, code: result.status ?? -1, stdout: result.stdout, message: firstLine(result.stderr.toString()) };
}

/** The same, without blocking. */
export function git(call: GitCall): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    let child: ChildProcess;
    try {
      child = spawnGit(call);
    } catch (error) {
      // Some failures to start are thrown and not told: a folder that is a file, an argument list that is too long.
      if (error instanceof RefusedRevision) return reject(error);
      return resolve({ ok: false, code: -1, stdout: Buffer.alloc(0), message: startFailure(error as NodeJS.ErrnoException) });
    }
    const out: Buffer[] = [];
    let errors = '';
    child.stdout!.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr!.on('data', (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(0, 4000)));
    child.on('error', (error) =>
      call.signal?.aborted ? reject(error) : resolve({ ok: false, code: -1, stdout: Buffer.alloc(0), message: startFailure(error) }),
    );
    child.on('close', (code) => resolve({ ok: code === 0, code: code ?? -1, stdout: Buffer.concat(out), message: firstLine(errors) }));
    child.stdin!.on('error', () => undefined);
    child.stdin!.end(call.input ?? '');
  });
}

/** A running git whose output is read as it comes. The caller reads `stdout` and ends the process. */
export function spawnGit(call: GitCall): ChildProcess {
  return spawn(gitProgram(call.cwd), argumentsFor(call), {
    cwd: call.cwd,
    env: environmentFor(call),
    stdio: 'pipe',
    signal: call.signal,
    windowsHide: true,
  });
}

function startFailure(error: NodeJS.ErrnoException): string {
  return error.code === 'ENOENT' ? 'git is not installed, or the folder is gone' : error.message;
}

function firstLine(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  return line.replace(/^(?:fatal|error|warning): /, '').trim();
}

/** Entries of a `-z` list. */
export function entriesOf(output: Buffer): string[] {
  return output
    .toString('utf8')
    .split('\0')
    .filter((entry) => entry !== '');
}
