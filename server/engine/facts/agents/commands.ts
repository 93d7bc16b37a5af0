// What a command that an agent may run without asking amounts to. Every client writes its own patterns (`git push:*`,
// `Shell(git)`, `/^git/`); they come here as words with or without an open end. Facts about programs only: whether a
// client asks, and how bad that is, is for rules to say.
import { simpleCommands, type SimpleCommand } from './command-line.ts';
import {
  credentialCommands,
  globalOptions,
  groupedPrograms,
  handsOn,
  indirect,
  interpreters,
  runVerbs,
  shells,
  type CredentialUse,
} from './command-tables.ts';

export type CommandRisk =
  /** Every command there is. */
  | 'everything'
  /** A shell, an interpreter or a runner: whatever it is given. */
  | 'interpreter'
  /** Code written into the rule itself. */
  | 'inline-code'
  /** As another user, above all root. */
  | 'privileged'
  /** Another machine, as the person who started the agent. */
  | 'remote'
  /** Any address, with whatever the agent puts into the request. */
  | 'network'
  /** Prints, mints or uses a credential of the person. */
  | 'credential'
  /** The container runtime, which reaches the host's files. */
  | 'container'
  /** Any command inside containers that run, with what they were given. */
  | 'inside'
  /** A program that starts any other through an option or a setting of its own. */
  | 'indirect'
  /** Work that cannot be brought back. */
  | 'destructive';

export interface CommandJudgement {
  readonly risk: CommandRisk;
  /** The words that decide, for messages: `gh auth token`, `python`. */
  readonly because: string;
  /** For a credential: how the command is about it. */
  readonly use?: CredentialUse;
}

const privileged = new Set(['sudo', 'doas', 'su', 'pkexec', 'runas']);
const remote = new Set(['ssh', 'scp', 'sftp', 'nc', 'netcat', 'ncat', 'telnet', 'socat', 'rsync', 'ftp']);
const fetchers = new Set(['curl', 'wget', 'http', 'https', 'xh', 'invoke-webrequest', 'iwr', 'invoke-restmethod', 'irm']);
const containers = new Set(['docker', 'podman', 'nerdctl']);

/** Programs that print files, and files that hold nothing but secrets. */
const readers = new Set([
  ...['cat', 'head', 'tail', 'less', 'more', 'bat', 'tac', 'nl', 'base64', 'strings', 'type', 'get-content'],
  ...['grep', 'egrep', 'rg', 'cut'],
]);
/** Options of such a program that keep what it found to itself. */
const quiet = /^(?:-[abd-km-pr-zA-KM-Z]*[qlcL][a-zA-Z]*|--(?:quiet|count|files-with-matches|files-without-match))$/;
const secretFile =
  /(?:^|\/)\.env(?!\.(?:example|sample|template|dist|schema|test)\b)(?:\.[\w.-]+|\*)?$|(?:^|\/)\.(?:netrc|npmrc|pypirc|pgpass|git-credentials)$|\/\.(?:aws\/credentials|kube\/config|docker\/config\.json|ssh\/[\w.*-]+)$|(?:^|\/)id_(?:rsa|ed25519|ecdsa)$/;

/**
 * Judges a pattern. `open` says that further words may follow (`git push:*`, a prefix of a client that matches prefixes).
 * Undefined for a command that needs no second look.
 */
export function judgeCommand(pattern: string, open: boolean): CommandJudgement | undefined {
  const trimmed = pattern.trim();
  if (trimmed === '' || /^[*:\s.^$/]+$/.test(trimmed))
    return open || trimmed !== '' ? { risk: 'everything', because: trimmed || 'every command' } : undefined;
  let worst: CommandJudgement | undefined;
  const commands = simpleCommands(trimmed);
  commands.forEach((command, index) => {
    const judged = judgeOne(command, open && index === commands.length - 1);
    if (judged && (!worst || rank.indexOf(judged.risk) < rank.indexOf(worst.risk))) worst = judged;
  });
  return worst;
}

const rank: readonly CommandRisk[] = [
  'everything',
  'privileged',
  'interpreter',
  'credential',
  'remote',
  'network',
  'container',
  'inside',
  'inline-code',
  'indirect',
  'destructive',
];

/** The name of a program without its folder, its ending and its minor version: `/usr/bin/python3.12` is python. */
function programOf(word: string): string {
  const name = word
    .slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1)
    .replace(/(?<!\*)\*+$/, '')
    .toLowerCase()
    .replace(/\.(?:exe|cmd|bat)$/, '');
  return /^python[\d.]{0,6}$/.test(name) ? 'python' : name;
}

/** Words of a shell's own grammar, behind which a command begins. */
const keywords = new Set(['do', 'then', 'else', 'elif', 'while', 'until', '!', '{', '(']);

function judgeOne({ words: written, unfinished }: SimpleCommand, openEnd: boolean): CommandJudgement | undefined {
  const start = written.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word) && !keywords.has(word));
  const handed = withoutRunners(written.slice(start < 0 ? written.length : start), openEnd);
  if ('risk' in handed) return handed;
  // A star in the place of the verb stands for any verb and what follows it: `aws * --region x` deletes.
  const words = handed.words[1] === '*' ? handed.words.slice(0, 2) : handed.words;
  const first = words[0];
  if (first === undefined) return undefined;
  const program = programOf(first);
  if (program === '') return { risk: 'everything', because: first };
  const rest = words.slice(1).filter((word) => word !== '*');
  // What a program says of itself is no use of it.
  if (/^--(?:version|help)$/.test(rest[0] ?? '') || (rest.at(-1) === '--help' && !shells.has(program))) return undefined;
  const open = openEnd || words.slice(1).some((word) => word.includes('*')) || first.endsWith('*');
  if (privileged.has(program)) return { risk: 'privileged', because: program };
  const loaded = program === 'source' || program === '.' ? rest.find((word) => secretFile.test(word)) : undefined;
  if (loaded !== undefined) return { risk: 'credential', because: `source ${loaded}`, use: 'shows' };
  if (program === 'eval' || program === 'exec') return { risk: 'interpreter', because: program };
  if (shells.has(program) || interpreters.has(program) || runVerbs.has(`${program} ${rest[0] ?? ''}`))
    return judgeInterpreter(program, rest, open, openEnd && unfinished);
  if (remote.has(program)) return { risk: 'remote', because: program };
  if (fetchers.has(program)) {
    const target = rest.find((word) =>
      /^(?:https?:\/\/)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?(?:\/|$)|^https?:\/\/(?:localhost|127\.)/.test(word),
    );
    return target === undefined ? { risk: 'network', because: program } : undefined;
  }
  if (program === 'docker-compose') return judgeContainer('docker', ['compose', ...rest], open);
  const own = withoutGlobals(program, words);
  if (containers.has(program)) {
    const judged = judgeContainer(
      program,
      own.slice(1).filter((word) => word !== '*'),
      open,
    );
    if (judged) return judged;
  }
  return (
    judgeFile(program, rest) ?? judgeCredential(program, own, open) ?? judgeIndirect(program, own, open) ?? destructive(program, own, open)
  );
}

/** The verbs of interpreters, runners of projects and wrappers taken off: `timeout 60 python3 x.py` is judged as what it runs. */
function withoutRunners(written: readonly string[], open: boolean): { readonly words: readonly string[] } | CommandJudgement {
  let words = written;
  for (let depth = 0; depth < 8; depth++) {
    const program = programOf(words[0] ?? '');
    const name = [3, 2, 1].map((length) => [program, ...words.slice(1, length)].join(' ')).find((one) => handsOn.has(one));
    if (name === undefined) break;
    const runner = handsOn.get(name)!;
    let at = name.split(' ').length;
    while (at < words.length && words[at]!.startsWith('-')) at += runner.values?.includes(words[at]!) ? 2 : 1;
    at += runner.own ?? 0;
    const behind = words.slice(at).filter((word, index) => index > 0 || word !== '*');
    if (behind.length === 0)
      return runner.starts && (open || words.at(-1) === '*')
        ? { risk: 'interpreter', because: name }
        : { words: runner.starts ? [] : words };
    words = runner.fetches ? [behind[0]!.replace(/(?<=.)@[^@/]*$/, ''), ...behind.slice(1)] : behind;
  }
  return { words };
}

/** Shells that take the lines of their input with `-s`, whatever arguments follow. */
const pipedShells = new Set(['bash', 'sh', 'zsh', 'dash', 'ksh']);

/** `node`, `python -c …`, `bun run`: any code, the code that is written here, or the one script that is named. */
function judgeInterpreter(program: string, rest: readonly string[], open: boolean, unfinished: boolean): CommandJudgement | undefined {
  const named = runVerbs.has(`${program} ${rest[0] ?? ''}`) ? rest.slice(1) : rest;
  // Options behind a script or a module are its own.
  const script = named.findIndex((word, index) => word === '-m' || (!word.startsWith('-') && !/^-./.test(named[index - 1] ?? '')));
  const code = named.findIndex(
    (word, index) =>
      (script < 0 || index < script) &&
      (/^-{1,2}(?:c|e|ec|pe|ne|lc|command|eval|execute|exec)$/.test(word) || (word === '-p' && program === 'node')),
  );
  if (code >= 0)
    return { risk: unfinished || (named[code + 1] ?? '') === '' ? 'interpreter' : 'inline-code', because: `${program} ${named[code]!}` };
  // The code comes through a pipe or a heredoc, whose other end is the agent's.
  if (named[0] === '-' || (named[0] === '-s' && pipedShells.has(program)))
    return { risk: 'interpreter', because: `${program} ${named[0]}` };
  const operands = named.filter((word) => !word.startsWith('-'));
  if (operands.length > 0 && !/^\*/.test(operands[0]!)) return undefined;
  return open || rest.length === 0 ? { risk: 'interpreter', because: named === rest ? program : `${program} ${rest[0]!}` } : undefined;
}

/** Mounts and switches with which a container is no border. */
const hostReach =
  /docker\.sock|^--privileged|^--(?:pid|network|net|ipc|userns)=host$|^(?:-v=?|--volume=|--mount=.*(?:source|src)=)?(?:\/|~|\$HOME|\$\{HOME\})\/?(?::|,|$)/;

function judgeContainer(program: string, rest: readonly string[], open: boolean): CommandJudgement | undefined {
  const at = rest.findIndex((word) => !word.startsWith('-'));
  const groups = ['image', 'container', 'volume', 'network', 'compose', 'context', 'system'];
  const group = groups.includes(rest[at] ?? '') ? rest[at]! : undefined;
  const words = at < 0 ? [] : rest.slice(group ? at + 1 : at);
  const verb = words.find((word) => !word.startsWith('-'));
  const because = [program, group, verb].filter(Boolean).join(' ');
  if (verb === undefined)
    return open && (group === undefined || group === 'container' || group === 'compose') ? { risk: 'container', because } : undefined;
  if (verb === 'exec') return open ? { risk: 'inside', because } : undefined;
  if (verb !== 'run' && verb !== 'create') return undefined;
  if (group !== undefined && group !== 'container' && group !== 'compose') return undefined;
  const behind = words.slice(words.indexOf(verb) + 1);
  if (behind.some((word) => hostReach.test(word))) return { risk: 'container', because };
  // Behind an image stands what runs in it; before one, anything may be mounted.
  const image = behind.some(
    (word, index) => !word.startsWith('-') && (index === 0 || !behind[index - 1]!.startsWith('-') || /^[\w.-]+\/[\w./-]+/.test(word)),
  );
  return open && !image ? { risk: 'container', because } : undefined;
}

/** A file of secrets that is printed, and a variable with one. */
function judgeFile(program: string, rest: readonly string[]): CommandJudgement | undefined {
  if (readers.has(program) && !rest.some((word) => quiet.test(word))) {
    const file = rest.find((word) => secretFile.test(word));
    if (file !== undefined) return { risk: 'credential', because: `${program} ${file}`, use: 'may-show' };
  }
  if (program !== 'echo' && program !== 'printf') return undefined;
  const variable = rest.find((word) => /^\$\{?[A-Z][A-Z0-9_]{0,60}(?:TOKEN|SECRET|KEY|PASSWORD|PASSWD)\}?$/.test(word));
  return variable === undefined ? undefined : { risk: 'credential', because: `${program} ${variable}`, use: 'shows' };
}

function judgeCredential(program: string, words: readonly string[], open: boolean): CommandJudgement | undefined {
  for (const row of credentialCommands) {
    if (
      row.words[0] !== program ||
      !row.words.every((word, index) => index === 0 || words[index] === word || (words[index] ?? '').replace(/(?<!\*)\*+$/, '') === word)
    )
      continue;
    const behind = words.slice(row.words.length);
    // `env FOO=1 make` runs a program; only bare `env` prints what is there. A row of open ends needs nothing after it.
    if ((program === 'env' || program === 'set') && behind.some((word) => word !== '*')) continue;
    if (row.open && (!open || behind.some((word) => !word.startsWith('-') && !/^\*+$/.test(word)))) continue;
    if (row.open && (program === 'git' || program === 'npm' || program === 'cat') && behind.length > 0 && behind[0] !== '*') continue;
    return { risk: 'credential', because: row.words.join(' '), use: row.use };
  }
  const [group, next] = words.slice(1);
  return groupedPrograms.has(program) && open && /^[a-z][a-z0-9-]*$/.test(group ?? '') && (next === undefined || /^\*+$/.test(next))
    ? { risk: 'credential', because: `${program} ${group!}`, use: 'acts' }
    : undefined;
}

function judgeIndirect(program: string, words: readonly string[], open: boolean): CommandJudgement | undefined {
  const rest = words.slice(1).filter((word) => word !== '*');
  const starts = indirect.get(`${program} ${rest[0] ?? ''}`) ?? indirect.get(program);
  // With arguments of its own before the open end the rule names what is looked for or set.
  const own = indirect.has(`${program} ${rest[0] ?? ''}`) ? 1 : 0;
  return starts !== undefined && open && rest.length === own ? { risk: 'indirect', because: starts } : undefined;
}

/** The program and its words without the options that say where it works: `kubectl -n shop get pods` gets pods. */
function withoutGlobals(program: string, words: readonly string[]): readonly string[] {
  const known = globalOptions.get(program === 'podman' || program === 'nerdctl' ? 'docker' : program);
  if (!known) return words;
  const kept = [words[0]!];
  for (let at = 1; at < words.length; at++) {
    const word = words[at]!;
    const isBefore = kept.length === 1;
    if (!word.startsWith('-') || !(isBefore || known.anywhere)) kept.push(word);
    else if (known.values.has(word)) at++;
    else if (!isBefore && !known.values.has(word.slice(0, word.indexOf('=')))) kept.push(word);
  }
  // Groups of commands that are not settled yet stand before the groups that they will be.
  return program === 'gcloud' && /^(?:alpha|beta)$/.test(kept[1] ?? '') ? [kept[0]!, ...kept.slice(2)] : kept;
}

function destructive(program: string, words: readonly string[], open: boolean): CommandJudgement | undefined {
  const has = (pattern: RegExp) => words.slice(1).some((word) => pattern.test(word.replace(/(?<!\*)\*+$/, '')));
  if (program === 'git') {
    const verb = words[1];
    if (verb === 'push' && has(/^(?:-f|--force|--force-with-lease|--mirror|--delete|\+.+)$/))
      return { risk: 'destructive', because: 'git push --force' };
    if (verb === 'reset' && has(/^--hard$/)) return { risk: 'destructive', because: 'git reset --hard' };
    if (verb === 'clean' && has(/^-[a-eg-z]*f[a-z]*$|^--force$/)) return { risk: 'destructive', because: 'git clean -f' };
    if (verb === 'branch' && has(/^-D$/)) return { risk: 'destructive', because: 'git branch -D' };
    if (verb === 'stash' && has(/^(?:drop|clear)$/)) return { risk: 'destructive', because: `git stash ${words[2]!}` };
    if ((verb === 'checkout' || verb === 'restore') && words.at(-1) === '.') return { risk: 'destructive', because: `git ${verb} .` };
    return undefined;
  }
  if (program === 'rm' && open && words.slice(1).every((word) => /^\*+$/.test(word)))
    return { risk: 'destructive', because: 'rm with any path' };
  if (program === 'rm' && has(/^-[a-eg-qs-zA-QS-Z]*[rRf][a-zA-Z]*$|^--(?:recursive|force)$/))
    return { risk: 'destructive', because: 'rm -rf' };
  if ((program === 'docker' || program === 'podman') && words.some((word) => word === 'prune' || word === 'rm' || word === 'rmi'))
    return {
      risk: 'destructive',
      because: `${program} ${words
        .slice(1, 3)
        .filter((word) => !word.startsWith('-'))
        .join(' ')}`,
    };
  // The verbs of the clouds: `aws s3 rm`, `aws ec2 terminate-instances`, `gcloud run services delete`, `az group delete`.
  const verb = words.slice(2).find((word) => /^(?:delete|purge|rm|rb)$|^(?:delete|terminate)-/.test(word));
  if (groupedPrograms.has(program) && verb !== undefined) return { risk: 'destructive', because: `${program} ${words[1]!} ${verb}` };
  if (program === 'prisma' && words[1] === 'migrate' && words[2] === 'reset')
    return { risk: 'destructive', because: 'prisma migrate reset' };
  if (program === 'supabase' && words[1] === 'db' && words[2] === 'reset') return { risk: 'destructive', because: 'supabase db reset' };
  if ((program === 'remove-item' || program === 'stop-process') && (open || has(/^-(?:recurse|force)$/i)))
    return { risk: 'destructive', because: words[0]! };
  if (['kill', 'pkill', 'killall', 'taskkill', 'dd', 'mkfs', 'shutdown', 'reboot', 'shred', 'dropdb'].includes(program))
    return { risk: 'destructive', because: program };
  if ((program === 'chmod' || program === 'chown') && has(/^-R$|^777$/)) return { risk: 'destructive', because: `${program} ${words[1]}` };
  return undefined;
}

/** A permission as Claude Code, Cursor, Copilot and Gemini write it: `Bash(git push:*)`, `Read(~/.ssh/**)`, `Bash`, `mcp__github__*`. */
export interface PermissionRule {
  readonly tool: string;
  /** The text in brackets; undefined where there are none. */
  readonly specifier?: string;
  /** For commands: the words, and whether more may follow. */
  readonly command: string;
  readonly open: boolean;
}

export function readPermissionRule(text: string): PermissionRule {
  const bracket = text.indexOf('(');
  if (bracket < 0 || !text.endsWith(')')) return { tool: text.trim(), command: '', open: true };
  const specifier = text.slice(bracket + 1, -1).trim();
  const open = specifier === '' || /\*\s*$/.test(specifier);
  const command = specifier.replace(/(?:[:\s]\*+|(?<![*:\s])\*+)$/, (tail) =>
    tail.startsWith(':') || tail.startsWith(' ') ? '' : tail.length > 0 && specifier.length > tail.length ? '*' : '',
  );
  return { tool: text.slice(0, bracket).trim(), specifier, command, open };
}
