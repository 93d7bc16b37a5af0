// `posture completion SHELL`: a script that completes commands, options, their choices and rule ids. It is written once
// from the commands themselves and asks nothing while a person types.
import type { Command, Option } from 'commander';
import { observationSources } from '../engine/observation.ts';
import { areas } from '../engine/rule.ts';
import { rulesOf } from '../../rules/registry.ts';
import { printOut } from './print.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** What may stand in one place. */
interface Words {
  readonly words: readonly string[];
  readonly files: boolean;
}
const files: Words = { words: [], files: true };
const only = (words: readonly string[]): Words => ({ words, files: false });

interface CompletedOption {
  readonly names: readonly string[];
  readonly description: string;
  /** `undefined` where the option takes no value. */
  readonly value: Words | undefined;
}

interface CompletedCommand {
  /** `['hook', 'install']` */
  readonly path: readonly string[];
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly argument: Words;
}

export async function completionCommand(shell: Shell, program: Command): Promise<void> {
  const rules = (await rulesOf(new Set(areas))).map(({ id }) => id).sort();
  const commands = commandsOf(program, [...areas, ...rules]);
  const help: CompletedCommand = {
    path: ['help'],
    description: 'say how a command is used',
    options: [],
    argument: only(top(commands).map(({ path }) => path[0]!)),
  };
  printOut({ bash: bashScript, zsh: zshScript, fish: fishScript }[shell]([...commands, help]));
}

function commandsOf(program: Command, rules: readonly string[], path: readonly string[] = []): CompletedCommand[] {
  const help: CompletedOption = { names: ['--help'], description: 'say how it is used', value: undefined };
  return program.commands
    .filter((command) => !(command as unknown as { _hidden: boolean })._hidden)
    .flatMap((command) => {
      const here = [...path, command.name()];
      const [argument] = command.registeredArguments;
      return [
        {
          path: here,
          description: command.description(),
          options: [...command.options.filter(({ hidden }) => !hidden).map((option) => completed(option, rules)), help],
          argument:
            command.commands.length > 0
              ? only(command.commands.map((one) => one.name()))
              : argument?.argChoices
                ? only(argument.argChoices)
                : {
                    words: /^(?:rule|area)\b/.test(argument?.name() ?? '')
                      ? rules
                      : argument?.name() === 'source'
                        ? observationSources
                        : [],
                    files: argument?.name() !== 'area',
                  },
        },
        ...commandsOf(command, rules, here),
      ];
    });
}

function completed(option: Option, rules: readonly string[]): CompletedOption {
  const value: Words | undefined =
    option.required || option.optional
      ? option.argChoices
        ? only(option.argChoices)
        : option.long === '--rule'
          ? only(rules)
          : files
      : undefined;
  return { names: [option.short, option.long].filter((name) => name !== undefined), description: option.description, value };
}

/** For single quotes of any of the shells. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const top = (commands: readonly CompletedCommand[]): CompletedCommand[] => commands.filter(({ path }) => path.length === 1);

function bashScript(commands: readonly CompletedCommand[]): string {
  const words = ({ words: named, files: any }: Words): string =>
    `COMPREPLY=($(compgen${any ? ' -f' : ''}${named.length > 0 ? ` -W ${quoted(named.join(' '))}` : ''} -- "$cur"))${any ? '; compopt -o filenames 2>/dev/null' : ''}`;
  const cases = commands.map(({ path, options, argument }) => {
    const taking = options.filter(({ value }) => value !== undefined);
    const values = taking.map(({ names, value }) => `      ${names.join('|')}) ${words(value!)}; return ;;`);
    return `    ${quoted(path.join(' '))})
      case $prev in
${values.join('\n')}${values.length > 0 ? '\n' : ''}      esac
      if [[ $cur == -* ]]; then ${words(only(options.flatMap(({ names }) => names)))}; else ${words(argument)}; fi ;;`;
  });
  return `# bash completion for posture: source <(posture completion bash)
_posture() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then ${words(only(top(commands).map(({ path }) => path[0]!)))}; return; fi
  case "$command \${COMP_WORDS[2]}" in ${commands
    .filter(({ path }) => path.length === 2)
    .map(({ path }) => quoted(path.join(' ')))
    .join('|')}) ((COMP_CWORD > 2)) && command="$command \${COMP_WORDS[2]}" ;; esac
  case $command in
${cases.join('\n')}
  esac
}
complete -F _posture posture
`;
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const described = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');
  const values = ({ words: named, files: any }: Words): string =>
    named.length === 0 ? '_files' : any ? `{_alternative "words:word:(${named.join(' ')})" "files:file:_files"}` : `(${named.join(' ')})`;
  const specs = ({ options, argument }: CompletedCommand): string =>
    [
      ...options.map(({ names, description, value }) => {
        const spec = `[${described(description)}]${value === undefined ? '' : `:value:${values(value)}`}`;
        return names.length > 1 ? `'*'{${names.join(',')}}${quoted(spec)}` : quoted(`*${names[0]}${spec}`);
      }),
      quoted(`*:argument:${values(argument)}`),
    ].join(' \\\n        ');
  const nested = (one: CompletedCommand): string =>
    commands
      .filter(({ path }) => path.length === 2 && path[0] === one.path[0])
      .map(
        (sub) => `      if [[ $words[2] == ${sub.path[1]} ]]; then shift words; ((CURRENT--)); _arguments -s ${specs(sub)}; return; fi\n`,
      )
      .join('');
  return `#compdef posture
# zsh completion for posture: source <(posture completion zsh)
_posture() {
  local -a commands=(
${top(commands)
  .map(({ path, description }) => `    ${quoted(`${path[0]}:${described(description)}`)}`)
  .join('\n')}
  )
  if ((CURRENT == 2)); then _describe command commands; return; fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${top(commands)
  .map((one) => `    ${one.path[0]})\n${nested(one)}      _arguments -s ${specs(one)} ;;`)
  .join('\n')}
  esac
}
if [[ $funcstack[1] == _posture ]]; then _posture "$@"; else compdef _posture posture; fi
`;
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = ['# fish completion for posture: posture completion fish | source', 'complete -c posture -f'];
  for (const { path, description } of top(commands))
    lines.push(`complete -c posture -n __fish_use_subcommand -a ${path[0]} -d ${quoted(description)}`);
  for (const { path, options, argument } of commands) {
    const seen = path.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ');
    for (const { names, description, value } of options) {
      const flags = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)).join(' ');
      lines.push(
        `complete -c posture -n ${quoted(seen)} ${flags} -d ${quoted(description)}${value === undefined ? '' : value.files ? ' -r -F' : ` -x -a ${quoted(value.words.join(' '))}`}`,
      );
    }
    lines.push(
      `complete -c posture -n ${quoted(seen)} ${[argument.files ? '-F' : '', argument.words.length > 0 ? `-a ${quoted(argument.words.join(' '))}` : ''].filter((part) => part !== '').join(' ')}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
