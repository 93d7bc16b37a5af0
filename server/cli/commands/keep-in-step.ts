// Commands that bring in what others know: what runs, what the team decided, what other repositories hold.
import type { Command } from 'commander';
import { repeated, wholeNumber } from './options.ts';

export function keepInStep(program: Command): void {
  program
    .command('observe')
    .description('keep an export of what really runs as evidence beside the code')
    .argument('[source]', 'what kind of export; without one, what was observed so far')
    .argument('[file...]', 'the export, in any number of pages')
    .option('--place <place>', 'what it is about, where the export does not say it: k8s:prod')
    .option('--about <what>', 'which secret, role or repository it is about, where the export does not say it')
    .option('--taken-at <moment>', 'when it was taken, where the export does not say it; the time of the file when left out')
    .option('--run', 'show the command that prints the export, and run it with your own sign-in')
    .option('--yes', 'with --run, do not ask')
    .action(async (source: string | undefined, files: string[], flags) =>
      (await import('../observe.ts')).observeCommand(source, files, flags),
    );

  program
    .command('sync')
    .description("merge the team's decisions, and propose what it does not have yet")
    .option('--as <handle>', 'whose proposal it is; the name that git knows when left out')
    .option('--target <branch>', 'the branch whose configuration names the team')
    .addOption(
      repeated(
        '--evidence <file>',
        'after a deployment: an export of what runs now, which voids the approvals that it overtook; SOURCE=FILE where the file does not show what it is',
      ),
    )
    .option('--place <place>', 'what the evidence is about, where it does not say it: k8s:prod')
    .option('--yes', 'agree to the address without being asked')
    .action(async (flags) => (await import('../sync.ts')).syncCommand(flags));

  program
    .command('publish')
    .description('publish what this repository holds on its branch posture-observed, for the team to collect')
    .option('--output <file>', 'write the report to a file and publish nothing')
    .action(async (flags) => (await import('../publish.ts')).publishCommand(flags));

  program
    .command('collect')
    .description("gather the reports of many repositories into the team's posture repository")
    .argument('[address...]', 'addresses of repositories; those of .posture/repositories when none is given')
    .option('--jobs <n>', 'how many are asked at once', wholeNumber, 8)
    .action(async (addresses: string[], flags) => (await import('../collect.ts')).collectCommand(addresses, flags));
}
