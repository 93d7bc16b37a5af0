// The whole command line: every command by what a person wants, and how help and mistakes in it are said. A command is
// loaded when it is asked for, so that a hook over five files pays for nothing else.
import { Command, Help } from 'commander';
import { printError, printOut } from '../print.ts';
import { version } from '../../../package.json';
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
      outputError: (text, write) =>
        write(
          `${text.replace(/^error: /, 'posture: ')}${text.startsWith('error: missing required argument') ? `posture ${process.argv[2]} --help says what it takes\n` : ''}`,
        ),
    });
  for (const [heading, add] of groups) {
    program.commandsGroup(heading);
    add(program);
  }
  return program.addHelpCommand(new Command('help').argument('[command]').description('say how a command is used').helpGroup('Set up:'));
}
