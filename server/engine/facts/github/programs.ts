// The programs that a script starts, told by the first words of its commands, and which of them surely leave the token of
// a job alone. Reads separators, quotes, substitutions and heredocs; it is no shell parser, and what it takes for a program
// without knowing it counts as one that may do anything.

import { tableOf } from '../../table.ts';

export interface StartedProgram {
  /** As written, without its folder: `npm`; the whole path for one of the repository: `./deploy.sh`. */
  readonly name: string;
  /** The next word that is no option: `ci` of `npm ci`. */
  readonly verb: string;
}

/** Words that stand before a command and do not name it. */
const before = new Set([
  'if',
  'then',
  'elif',
  'else',
  'do',
  'while',
  'until',
  '!',
  '{',
  '}',
  'time',
  'exec',
  'command',
  'builtin',
  'nohup',
  'sudo',
  'env',
  'nice',
  'xargs',
  'fi',
  'done',
  'esac',
  'in',
  'timeout',
  'retry',
  'function',
  'coproc',
]);
/** Words behind which the rest of the command names nothing that is run. */
const heads = new Set(['for', 'select', 'case']);

const word = /(?:\$\{\{[^}\n]{0,400}\}\}|[^\s;|&()<>"'`\\]|\\[^\n])+/y;
const heredoc = /<<-?[ \t]*(?:'(\w+)'|"(\w+)"|\\?(\w+))/y;

/** The programs of a script in their order, those inside substitutions too. Linear in the length of the script. */
export function startedPrograms(script: string): StartedProgram[] {
  const found: { name: string; verb: string }[] = [];
  const ends: string[] = [];
  // Whether a command begins here; the command whose verb is awaited; how many brackets of `$(` stand inside double quotes.
  let begins = true;
  let open: { name: string; verb: string } | undefined;
  const inQuotes: boolean[] = [];
  let quoted = false;
  const next = (): void => {
    begins = true;
    open = undefined;
  };
  for (let at = 0; at < script.length;) {
    const char = script[at]!;
    if (quoted) {
      if (char === '\\') at += 2;
      else if (char === '"') {
        quoted = false;
        at++;
      } else if (char === '$' && script[at + 1] === '(' && script[at + 2] !== '(') {
        inQuotes.push(true);
        quoted = false;
        next();
        at += 2;
      } else at++;
      continue;
    }
    if (char === '\n') {
      at = ends.length > 0 ? behindHeredocs(script, at + 1, ends.splice(0)) : at + 1;
      next();
    } else if (char === '\\') at += 2;
    else if (char === '#' && (at === 0 || /[\s;(]/.test(script[at - 1]!))) {
      const end = script.indexOf('\n', at);
      at = end < 0 ? script.length : end;
    } else if (char === "'") {
      const end = script.indexOf("'", at + 1);
      begins = false;
      at = end < 0 ? script.length : end + 1;
    } else if (char === '"') {
      // A program whose name is quoted or computed is one that is not known.
      if (begins && found.push({ name: quotedName(script, at), verb: '' })) begins = false;
      quoted = true;
      at++;
    } else if (char === '(' || char === '`') {
      if (char === '(') inQuotes.push(false);
      next();
      at++;
    } else if (char === ')') {
      quoted = inQuotes.pop() ?? false;
      begins = false;
      // The end of a pattern of `case`: a command follows.
      if (!quoted && open === undefined) begins = true;
      at++;
    } else if (char === '<' || char === '>') {
      heredoc.lastIndex = at;
      const match = char === '<' ? heredoc.exec(script) : null;
      if (match) ends.push(match[1] ?? match[2] ?? match[3]!);
      at = match ? heredoc.lastIndex : at + (script[at + 1] === '&' || script[at + 1] === '|' ? 2 : 1);
    } else if (char === ';' || char === '|' || char === '&') {
      if (!(char === '&' && script[at + 1] === '>')) next();
      at++;
    } else if (/\s/.test(char)) at++;
    else {
      word.lastIndex = at;
      const text = word.exec(script)?.[0] ?? char;
      at += text.length;
      if (begins && heads.has(text)) begins = false;
      else if (begins && !before.has(text) && !text.startsWith('-') && !/^\w+\+?=|^\d+[smh]?$/.test(text)) {
        // A pattern of `case` is no program.
        const pattern = script[at] === ')' && inQuotes.length === 0;
        if (!pattern) {
          open = { name: text.startsWith('/') ? text.slice(text.lastIndexOf('/') + 1) : text, verb: '' };
          found.push(open);
        }
        begins = false;
      } else if (!begins && open && open.verb === '' && !text.startsWith('-') && found.at(-1) === open) open.verb = text;
    }
  }
  return found;
}

/** The offset behind the bodies of heredocs that begin at `at`. */
function behindHeredocs(script: string, at: number, ends: readonly string[]): number {
  for (const end of ends) {
    for (;;) {
      if (at >= script.length) return script.length;
      const next = script.indexOf('\n', at);
      const line = script.slice(at, next < 0 ? script.length : next).trim();
      at = next < 0 ? script.length : next + 1;
      if (line === end) break;
    }
  }
  return at;
}

function quotedName(script: string, at: number): string {
  const end = script.indexOf('"', at + 1);
  return script.slice(at + 1, end < 0 ? at + 41 : Math.min(end, at + 41));
}

/** Programs that neither read the token of a job nor push with what a checkout left behind. */
const harmless = new Set(
  `: [ [[ test true false echo printf cd pwd pushd popd ls cat tac cp mv rm mkdir rmdir touch chmod chown ln install sleep date set unset export declare local readonly shift return exit wait trap read let type which whereis hash ulimit umask
  head tail sort uniq wc grep egrep fgrep rg sed awk gawk tr cut paste tee find fd diff cmp comm join split fold column rev seq yes basename dirname realpath readlink stat file du df free nproc lscpu uname whoami id hostname ps kill top printenv locale mktemp
  base64 md5sum sha1sum sha256sum sha512sum shasum cksum openssl gpg gpgconf ssh-keyscan tar zip unzip gzip gunzip xz bzip2 zstd 7z jq yq xmllint envsubst dos2unix iconv tree
  git gh curl wget apt apt-get dpkg add-apt-repository apk yum dnf rpm pacman brew choco winget snap port systemctl service pip pip3 pipx rustup rustc nvm fnm volta corepack asdf sdk pyenv rbenv gem bundle-audit opam ghcup
  gcc g++ cc clang clang++ ld cmake ctest ninja meson javac tsc eslint prettier stylelint markdownlint ruff black isort flake8 pylint mypy pyright pytest coverage shellcheck shfmt hadolint yamllint actionlint zizmor golangci-lint gofmt gofumpt staticcheck gosec govulncheck rubocop swiftlint
  docker docker-compose podman buildah skopeo crane oras cosign syft grype trivy terraform tofu tflint tfsec checkov terragrunt packer kubectl kustomize helm kind minikube k3d kubeval kubeconform conftest opa aws az gcloud gsutil twine vault sops age du lsof nc ping dig sysctl modprobe ip ifconfig xvfb-run`.split(
    /\s+/,
  ),
);

/** Programs that run code of the repository under some verbs only; the others are listed. */
const harmlessVerbs = tableOf<readonly string[]>({
  npm: [
    'ci',
    'install',
    'i',
    'add',
    'audit',
    'pack',
    'publish',
    'config',
    'cache',
    'ls',
    'list',
    'outdated',
    'prune',
    'whoami',
    'set',
    'view',
    'info',
    'dedupe',
    'uninstall',
    '',
  ],
  pnpm: ['install', 'i', 'add', 'audit', 'fetch', 'store', 'publish', 'config', 'ls', 'list'],
  yarn: ['install', 'add', 'audit', 'config', 'cache', 'set', 'list'],
  bun: ['install', 'i', 'add', 'audit', 'publish'],
  go: ['build', 'test', 'vet', 'mod', 'install', 'version', 'env', 'list', 'fmt', 'get', 'clean', 'work'],
  cargo: [
    'build',
    'test',
    'check',
    'clippy',
    'fmt',
    'doc',
    'publish',
    'package',
    'install',
    'nextest',
    'audit',
    'deny',
    'fetch',
    'update',
    'bench',
    'login',
    'llvm-cov',
    'tarpaulin',
  ],
  dotnet: ['build', 'test', 'restore', 'pack', 'publish', 'nuget', 'tool', 'format', 'clean', 'workload'],
  uv: ['sync', 'pip', 'venv', 'python', 'lock', 'build', 'publish', 'cache', 'tool'],
  poetry: ['install', 'build', 'publish', 'check', 'lock', 'config', 'export'],
  bundle: ['install', 'config', 'check', 'audit', 'cache'],
  composer: ['install', 'validate', 'audit', 'config'],
  swift: ['build', 'test', 'package'],
  flutter: ['pub', 'build', 'test', 'analyze', 'config'],
  dart: ['pub', 'analyze', 'format', 'test', 'compile'],
});

/** True where the program may run code that the workflow does not show. */
export function runsOtherCode(program: StartedProgram): boolean {
  const harmlessHere = harmlessVerbs.get(program.name);
  if (harmlessHere) return !harmlessHere.includes(program.verb);
  return !harmless.has(program.name);
}

/**
 * Programs that look for a token of GitHub in their environment by themselves, and do more with it than download: the provider `github` of
 * Terraform, checks over the API.
 */
const takesToken: ReadonlySet<string> = new Set(['terraform', 'tofu', 'terragrunt', 'packer', 'zizmor', 'hub']);

/** True where the program may use a token that stands in its environment, though no word of its command says so. */
export function takesTokenItself(program: StartedProgram): boolean {
  return takesToken.has(program.name);
}
