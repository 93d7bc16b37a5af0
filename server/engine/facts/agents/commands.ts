// What a command that an agent may run without asking amounts to. Every client writes its own patterns (`git push:*`,
// `Shell(git)`, `/^git/`); they come here as words with or without an open end. Facts about programs only: whether a
// client asks, and how bad that is, is for rules to say.
import { tableOf } from '../../table.ts';
import { splitWords } from './launcher.ts';

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
  /** A program that starts any other through an option or a setting of its own. */
  | 'indirect'
  /** Work that cannot be brought back. */
  | 'destructive';

export interface CommandJudgement {
  readonly risk: CommandRisk;
  /** The words that decide, for messages: `gh auth token`, `python`. */
  readonly because: string;
}

const shells = new Set([
  'bash',
  'sh',
  'zsh',
  'dash',
  'ksh',
  'fish',
  'pwsh',
  'powershell',
  'cmd',
  'cmd.exe',
  'eval',
  'exec',
  'source',
  'xargs',
  'parallel',
  'osascript',
  'nohup',
  'setsid',
  'watch',
  'script',
]);
const interpreters = new Set([
  'python',
  'python2',
  'python3',
  'node',
  'nodejs',
  'deno',
  'bun',
  'perl',
  'ruby',
  'php',
  'lua',
  'rscript',
  'groovy',
  'tsx',
  'ts-node',
  'npx',
  'bunx',
  'pnpx',
  'uvx',
  'uv',
  'pipx',
  'awk',
  'gawk',
]);
/** Programs that run the command after them, with the number of words of their own before it. */
const wrappers: ReadonlyMap<string, number> = new Map([
  ['timeout', 1],
  ['time', 0],
  ['nice', 0],
  ['ionice', 0],
  ['stdbuf', 0],
  ['caffeinate', 0],
]);
const privileged = new Set(['sudo', 'doas', 'su', 'pkexec', 'runas']);
const remote = new Set(['ssh', 'scp', 'sftp', 'nc', 'netcat', 'ncat', 'telnet', 'socat', 'rsync', 'ftp']);
const fetchers = new Set(['curl', 'wget', 'http', 'https', 'xh', 'invoke-webrequest', 'iwr', 'invoke-restmethod', 'irm']);
const containers = new Set(['docker', 'podman', 'nerdctl']);
const containerReads = new Set([
  'ps',
  'images',
  'version',
  'info',
  'logs',
  'inspect',
  'stats',
  'port',
  'top',
  'diff',
  'history',
  'search',
  'events',
  'wait',
]);

/** Commands that print or use a credential, by their first words. `open` rows are reported only with an open end. */
const credentialCommands: readonly { readonly words: readonly string[]; readonly open?: true }[] = [
  ...[
    'gh auth token',
    'gh auth refresh',
    'gh secret',
    'gh auth status',
    'glab auth status',
    'aws sts',
    'aws configure',
    'aws secretsmanager',
    'aws ssm get-parameter',
    'aws ssm get-parameters',
    'aws iam',
    'gcloud auth print-access-token',
    'gcloud auth print-identity-token',
    'gcloud auth application-default',
    'gcloud secrets',
    'gcloud iam',
    'az account get-access-token',
    'az keyvault',
    'az ad',
    'az role',
    'kubectl get secret',
    'kubectl get secrets',
    'kubectl create token',
    'kubectl config view',
    'op read',
    'op item',
    'vault read',
    'vault kv',
    'vault token',
    'vault login',
    'printenv',
    'env',
    'set',
    'export -p',
    'security find-generic-password',
    'security find-internet-password',
    'sops decrypt',
    'sops -d',
    'secret-tool lookup',
    'keyring get',
    'infisical export',
    'infisical secrets',
    'vercel env',
    'heroku config',
    'heroku auth:token',
    'railway variables',
    'netlify env:get',
    'netlify env:list',
    'terraform output',
    'tofu output',
    'pass show',
    'bw get',
    'doppler secrets',
    'terraform apply',
    'terraform destroy',
    'tofu apply',
    'pulumi up',
    'pulumi destroy',
    'cdk deploy',
    'npm publish',
    'pnpm publish',
    'yarn npm publish',
    'npm token',
    'twine upload',
    'cargo publish',
    'gem push',
    'git credential',
    'docker login',
    'helm upgrade',
    'kubectl apply',
    'kubectl delete',
    'kubectl exec',
  ].map((line) => ({ words: line.split(' ') })),
  ...[
    'gh api',
    'gh',
    'glab',
    'aws',
    'gcloud',
    'az',
    'kubectl get',
    'kubectl',
    'op',
    'vault',
    'git push',
    'terraform',
    'tofu',
    'pulumi',
    'doppler',
    'npm',
    'cat',
  ].map((line) => ({ words: line.split(' '), open: true as const })),
];

/** Programs, with a verb where they have one, that start whatever an argument, a job or a setting names. */
const indirect: ReadonlyMap<string, string> = tableOf<string>({
  find: 'find -exec',
  'git config': 'git config, which sets aliases, hooks and credential helpers',
  crontab: 'crontab, whose jobs go on without it',
  at: 'at, whose jobs go on without it',
  systemctl: 'systemctl, whose units go on without it',
  launchctl: 'launchctl, whose jobs go on without it',
});

/** Programs that print files, and files that hold nothing but secrets. */
const readers = new Set(['cat', 'head', 'tail', 'less', 'more', 'bat', 'tac', 'nl', 'base64', 'strings', 'type', 'get-content']);
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
  for (const part of trimmed.split(/&&|\|\||;|\|/).map((one) => one.trim())) {
    const judged = judgeOne(splitWords(part), open || (part !== trimmed && /\*/.test(part)));
    if (judged && (!worst || rank.indexOf(judged.risk) < rank.indexOf(worst.risk))) worst = judged;
  }
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
  'inline-code',
  'indirect',
  'destructive',
];

function judgeOne(allWords: readonly string[], openEnd: boolean): CommandJudgement | undefined {
  const words = withoutWrappers(allWords.filter((word) => !/^[A-Za-z_]\w*=/.test(word)));
  const first = words[0];
  if (first === undefined) return undefined;
  const program = first
    .slice(first.lastIndexOf('/') + 1)
    .replace(/(?<!\*)\*+$/, '')
    .toLowerCase();
  if (program === '') return { risk: 'everything', because: first };
  const rest = words.slice(1).filter((word) => word !== '*');
  const open = openEnd || words.slice(1).some((word) => word.includes('*')) || first.endsWith('*');
  if (privileged.has(program)) return { risk: 'privileged', because: program };
  const code = rest.findIndex((word) => /^-{1,2}(?:c|e|ec|pe|lc|command|eval|execute|exec)$/.test(word));
  const loaded = program === 'source' || program === '.' ? rest.find((word) => secretFile.test(word)) : undefined;
  if (loaded !== undefined) return { risk: 'credential', because: `source ${loaded}` };
  if (program === 'eval' || program === 'exec') return { risk: 'interpreter', because: program };
  if (shells.has(program) || interpreters.has(program)) {
    if (code >= 0)
      return {
        risk: rest.length === code + 1 || (open && rest.length <= code + 1) ? 'interpreter' : 'inline-code',
        because: `${program} ${rest[code]!}`,
      };
    const operands = rest.filter((word) => !word.startsWith('-'));
    if (operands.length === 0 || /^\*/.test(operands[0]!))
      return open || rest.length === 0 ? { risk: 'interpreter', because: program } : undefined;
    return undefined;
  }
  if (remote.has(program)) return { risk: 'remote', because: program };
  if (fetchers.has(program)) {
    const target = rest.find((word) =>
      /^(?:https?:\/\/)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?(?:\/|$)|^https?:\/\/(?:localhost|127\.)/.test(word),
    );
    return target === undefined ? { risk: 'network', because: program } : undefined;
  }
  if (containers.has(program)) {
    const verb = rest.find((word) => !word.startsWith('-'));
    const safe =
      verb !== undefined &&
      (containerReads.has(verb) ||
        ((verb === 'image' ||
          verb === 'container' ||
          verb === 'volume' ||
          verb === 'network' ||
          verb === 'compose' ||
          verb === 'context') &&
          rest.some((word) => containerReads.has(word) || word === 'ls' || word === 'list' || word === 'config')));
    if (verb === 'build' || verb === 'buildx' || verb === 'pull' || verb === 'compose') return undefined;
    return safe ? undefined : { risk: 'container', because: verb ? `${program} ${verb}` : program };
  }
  if (readers.has(program)) {
    const file = rest.find((word) => secretFile.test(word));
    if (file !== undefined) return { risk: 'credential', because: `${program} ${file}` };
  }
  for (const row of credentialCommands) {
    if (
      row.words[0] !== program ||
      !row.words.every((word, index) => index === 0 || words[index] === word || (words[index] ?? '').replace(/(?<!\*)\*+$/, '') === word)
    )
      continue;
    // `env FOO=1 make` runs a program; only bare `env` prints what is there. A row of open ends needs nothing after it.
    if ((program === 'env' || program === 'set') && rest.length > 0) continue;
    if (row.open && (!open || words.slice(row.words.length).some((word) => word !== '*' && !word.startsWith('-') && !/^\*+$/.test(word))))
      continue;
    if (program === 'git' || program === 'npm' || program === 'cat')
      if (row.open && words.length > row.words.length && words[row.words.length] !== '*') continue;
    return { risk: 'credential', because: row.words.join(' ') };
  }
  const starts = indirect.get(program) ?? indirect.get(`${program} ${words[1] ?? ''}`);
  // With arguments of its own before the open end the rule names what is looked for or set.
  if (starts !== undefined && open && rest.length === (indirect.has(program) ? 0 : 1)) return { risk: 'indirect', because: starts };
  return destructive(program, words, open);
}

/** `timeout 60 python3 x.py` is judged as what it runs. */
function withoutWrappers(words: readonly string[]): readonly string[] {
  let rest = words;
  for (let own = wrappers.get(rest[0] ?? ''); own !== undefined; own = wrappers.get(rest[0] ?? '')) {
    const flags = rest.slice(1).findIndex((word) => !word.startsWith('-'));
    if (flags < 0) return rest;
    rest = rest.slice(1 + flags + own);
  }
  return rest;
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
  if (['kill', 'pkill', 'killall', 'taskkill', 'dd', 'mkfs', 'shutdown', 'reboot', 'shred'].includes(program))
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
