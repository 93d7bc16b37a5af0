// The whole command line: every command by what a person wants, and how help and mistakes in it are said. A command is
// loaded when it is asked for, so that a hook over five files pays for nothing else.
import { existsSync } from 'node:fs';
import { Command, Help } from 'commander';
import { printError, printOut } from '../print.ts';
import { version } from '../../../package.json';
import { tableOf } from '../../engine/table.ts';
import { answerForIt } from './answer-for-it.ts';
import { decideAsATeam } from './decide.ts';
import { keepInStep } from './keep-in-step.ts';
import { seeAndRepair } from './see-and-repair.ts';
import { setUp } from './set-up.ts';

/** In the order in which it comes up. */
const groups: readonly (readonly [heading: string, add: (program: Command) => void])[] = [
  ['See and repair:', seeAndRepair],
  ['Decide as a team:', decideAsATeam],
  ['Keep in step:', keepInStep],
  ['Answer for it:', answerForIt],
  ['Set up:', setUp],
];

/** What people look for by the word that other programs have for it, and what it is here. */
const elsewhere = tableOf({
  scan: 'posture check',
  lint: 'posture check',
  audit: 'posture check --profile audit',
  history: 'posture check --history',
  protect: 'posture check --staged',
  fix: 'posture repair, or posture check --fix for what is safe',
  baseline: 'posture init',
  ignore: 'posture accept',
  suppress: 'posture accept',
  list: 'posture rules',
  'list-rules': 'posture rules',
  version: 'posture --version',
  'install-hook': 'posture hook install',
});

/** What commander says of a mistake, with what to do next where it does not say that itself. */
function inOurWords(text: string): string {
  const said = text.replace(/^error: /, 'posture: ');
  if (/^posture: (?:missing required argument|required option)/.test(said))
    return `${said}posture ${process.argv[2]} --help says what it takes\n`;
  const word = /^posture: unknown command '([^']*)'/.exec(said)?.[1];
  if (word === undefined) return said;
  const here = elsewhere.get(word) ?? (existsSync(word) ? `posture check ${word}` : undefined);
  if (here !== undefined) return `posture: unknown command '${word}'\nhere it is ${here}\n`;
  return said.includes('Did you mean') ? said : `${said}posture --help lists the commands\n`;
}

/** The command line, ready to read the arguments of the process. It throws CommanderError after it has said a mistake, or its help. */
export function openProgram(): Command {
  const program = new Command('posture')
    .description('Finds hardcoded tokens, wildcard roles, standing admin grants and open trust in code, and repairs them.')
    .version(version)
    .exitOverride()
    // A list that begins empty needs no saying.
    .configureHelp({ optionDescription: (option) => new Help().optionDescription(option).replace(' (default: [])', '') })
    .configureOutput({
      writeOut: printOut,
      writeErr: printError,
      outputError: (text, write) => write(inOurWords(text)),
    });
  for (const [heading, add] of groups) {
    program.commandsGroup(heading);
    add(program);
  }
  return program.addHelpCommand(new Command('help').argument('[command]').description('say how a command is used').helpGroup('Set up:'));
}
