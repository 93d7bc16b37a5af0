// Passwords that a script hands to a program as an argument, where the program has a better way in: the logins of registries,
// `sshpass`, `twine upload` and `cf login`, from their references as known in 2026-11. Clients of databases are left out: what a
// pipeline logs in to with those is mostly a database of its own that ends with the job.
import { endsWithJob } from './build-arguments.ts';
import { commandsOf, type ScriptLine } from './script-lines.ts';
import type { Place } from '../text/text.ts';

export interface PasswordArgument {
  /** `docker login`. */
  readonly program: string;
  /** Where the program begins. */
  readonly start: number;
  /** The variable without its signs. */
  readonly name: string;
  /** The variable with its signs, without quotes. */
  readonly written: string;
  readonly at: Place;
  /** What to do in place of it, as a sentence. */
  readonly instead: string;
  /** The option with its value, where the program takes the password from its input as well and begins its command. */
  readonly option?: Place;
}

/** Shells, batch files, PowerShell, Makefiles, and what doubles the sign for a system that pastes single ones. */
const variable = String.raw`["']?(\$\$?(?:\{(?:env:)?\w{1,80}\}|\([A-Z][A-Z0-9_]{0,79}\)|(?:env:)?\w{1,80}\b)|%\w{1,80}%)["']?`;

const forms: readonly { readonly pattern: RegExp; readonly instead: string; readonly readsInput?: true }[] = [
  {
    pattern: new RegExp(
      String.raw`(?<![\w./-])((?:docker|podman|buildah|nerdctl|skopeo|oras|helm\s{1,9}registry|crane\s{1,9}auth)\s{1,9}login)\b[^|;&]{0,300}?\s(?:-p[ \t=]{0,9}|--password[ \t=]{1,9})${variable}`,
    ),
    instead: 'Pipe it in, with `--password-stdin`',
    readsInput: true,
  },
  {
    pattern: new RegExp(String.raw`(?<![\w./-])(sshpass)\s{1,9}-p[ \t]{0,9}${variable}`),
    instead: 'Put it into the variable `SSHPASS` and call `sshpass -e`; a key would be better still',
  },
  {
    pattern: new RegExp(String.raw`(?<![\w./-])(twine\s{1,9}upload)\b[^|;&]{0,300}?\s(?:-p[ \t=]{0,9}|--password[ \t=]{1,9})${variable}`),
    instead: 'It takes it from the variable `TWINE_PASSWORD` by itself',
  },
  {
    pattern: new RegExp(String.raw`(?<![\w./-])(cf\s{1,9}login)\b[^|;&]{0,300}?\s-p[ \t]{0,9}${variable}`),
    instead: '`cf auth` takes it from the variable `CF_PASSWORD`',
  },
];

/** What stands before a program that nothing starts for it: no `sudo`, no variable set for it, no pipe. */
const beginsCommand = /(?:^|&&|\|\||[;({!]|\b(?:then|do|else|if))\s{0,99}$/;

/**
 * The passwords among the arguments of a script's commands, the first of each line. Not tokens that end with the job, nor what opens a
 * registry on the machine itself.
 */
export function passwordArguments(lines: readonly ScriptLine[]): PasswordArgument[] {
  return commandsOf(lines).flatMap((line) => {
    if (!/\slogin\b|sshpass|twine/.test(line.text) || /\s(?:localhost|127\.0\.0\.1)\b/.test(line.text)) return [];
    for (const { pattern, instead, readsInput } of forms) {
      const match = pattern.exec(line.text);
      if (!match) continue;
      const written = match[2]!;
      const name = written.replace(/^\$\$?[{(]?(?:env:)?|[%})]/g, '');
      if (endsWithJob(name) || name === 'CI_REGISTRY_PASSWORD') return [];
      const { uri } = line.at;
      const start = line.at.span[0] + match.index;
      const at = start + match[0].lastIndexOf(written);
      const option = start + (/\s(?:-p|--password)[ \t=]{0,9}["']?$/.exec(match[0].slice(0, at - start))?.index ?? 0) + 1;
      return {
        program: match[1]!.replace(/\s+/g, ' '),
        start,
        name,
        written,
        at: { uri, span: [at, at + written.length] },
        instead,
        ...(readsInput && beginsCommand.test(line.text.slice(0, match.index))
          ? { option: { uri, span: [option, start + match[0].length] as const } }
          : {}),
      };
    }
    return [];
  });
}
