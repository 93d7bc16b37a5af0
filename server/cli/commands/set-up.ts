// Commands that put the program into its place, and say whether it stands there well.
import { Argument, type Command } from 'commander';
import type { Shell } from '../completion.ts';
import { printOut } from '../print.ts';
import { version } from '../../../package.json';

export function setUp(program: Command): void {
  program
    .command('hook')
    .description('work with git hooks')
    .command('install')
    .description('check what is staged before every commit of this repository')
    .action(async () => (await import('../hook.ts')).hookInstall());

  program
    .command('doctor')
    .description('say what is found of what posture works with here, what is not, and how to mend it')
    .action(async () => (await import('../doctor.ts')).doctorCommand());

  program
    .command('demo')
    .description('make a small folder with findings of every kind, and check it')
    .argument('[dir]', 'where to make it; a new temporary folder when left out')
    .action(async (folder: string | undefined) => (await import('../demo.ts')).demoCommand(folder));

  program
    .command('lsp')
    .description('run the language server on standard input and output')
    .option('--stdio', 'the only way it talks; accepted for editors that ask for it')
    .allowUnknownOption()
    .action(async () => (await import('../lsp.ts')).lspCommand());

  program
    .command('completion')
    .description('print a script that completes commands, options and rule ids')
    .addArgument(new Argument('<shell>', 'the shell it is for').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', '\nFor example, in ~/.bashrc: source <(posture completion bash)')
    .action(async (shell: Shell) => (await import('../completion.ts')).completionCommand(shell, program));

  program
    .command('manual', { hidden: true })
    .description('print the manual page')
    .action(async () => void printOut((await import('../manual.ts')).manualOf(program, version)));
}
