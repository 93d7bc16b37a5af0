// Commands of somebody alone with their code: what is wrong, why, and how it is mended.
import { Option, type Command } from 'commander';
import { severities } from '../../engine/finding.ts';
import type { CheckFlags } from '../check-command.ts';
import { profiles, repeated, wholeNumber } from './options.ts';

const formats = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'];

export function seeAndRepair(program: Command): void {
  program
    .command('check')
    .description('check files, or what git has staged')
    .argument('[path...]', 'files, folders and patterns such as infra/**/*.tf; the current folder when none is given')
    .option('--staged', 'check what is staged for commit, as the index holds it')
    .option('--diff <base>', 'report only what is new since this commit or branch')
    .option('--history [range]', 'find credentials that any commit added; in all branches and tags when no range is given')
    .option('--stdin', 'check standard input')
    .option('--stdin-filename <path>', 'the path that standard input stands for')
    .option('--fix', 'apply safe fixes')
    .option('--fix-dry-run', 'show what --fix would change, and change nothing')
    .addOption(new Option('--format <name>', 'how to report').choices(formats).default('pretty'))
    .option('--output <file>', 'write the report to a file')
    .addOption(new Option('--profile <name>', 'how much to report, in place of the configuration').choices(profiles))
    .addOption(new Option('--fail-on <severity>', 'end with 1 from this severity on').choices([...severities, 'never']).default('medium'))
    .addOption(new Option('--min-severity <severity>', 'report nothing milder').choices([...severities]))
    .addOption(repeated('--rule <id>', 'only these rules or areas'))
    .option('--target <branch>', 'the branch whose decisions count; the default branch of the remote when left out')
    .option('--as-of <day>', 'judge ends of approvals and suppressions as of this day')
    .option('--config <file>', 'a configuration in place of those beside the files')
    .option('--jobs <n>', 'how many threads read files; each needs memory of its own', wholeNumber)
    .option('--quiet', 'findings only')
    .option('--no-color', 'no colours')
    .addHelpText(
      'after',
      '\nEnds with 0 when nothing stops, 1 on findings from --fail-on, 2 when something could not be checked, 3 when only approvals are missing.',
    )
    .action(async (paths: string[], flags: CheckFlags) => (await import('../check-command.ts')).checkCommand(paths, flags));

  program
    .command('repair')
    .description('choose among the fixes of findings, see the change, and write it')
    .argument('[what...]', 'places such as infra/main.tf:9, files, folders, rules or ids of findings; everything when none is given')
    .option('--choose <n>', 'the fix of this number, without asking', wholeNumber)
    .option('--dry-run', 'show the change and write nothing')
    .option('--yes', 'do not ask before writing')
    .option('--no-color', 'no colours')
    .action(async (what: string[], flags) => (await import('../repair-command.ts')).repairCommand(what, flags));

  program
    .command('explain')
    .description('say what a rule finds and what to do, or what the grants on a line come to')
    .argument('<rule or place>', 'rule id such as aws/wildcard-action, or FILE:LINE[:COLUMN]')
    .addOption(new Option('--format <name>', 'of a place').choices(['text', 'json']).default('text'))
    .option('--no-color', 'no colours')
    .action(async (what: string, flags) => (await import('../explain.ts')).explainCommand(what, flags));

  program
    .command('why')
    .description('say how a file is read, which configuration it is under, and which rules apply')
    .argument('<file>')
    .addOption(new Option('--profile <name>', 'in place of the configuration').choices(profiles))
    .action(async (file: string, flags) => (await import('../why.ts')).whyCommand(file, flags));

  program
    .command('inventory')
    .description('list every identity with its grants, trusts, credentials, owner and place')
    .argument('[path...]', 'files, folders and patterns such as infra/**/*.tf; the current folder when none is given')
    .option('--diff <base>', 'only what changed since this commit or branch')
    .option('--team', 'over the reports of many repositories that `posture collect` gathered here')
    .addOption(
      new Option('--format <name>', 'how to list; with --diff, markdown or json').choices(['table', 'json', 'markdown']).default('table'),
    )
    .option('--output <file>', 'write the list to a file')
    .action(async (paths: string[], flags) => (await import('../inventory.ts')).inventoryCommand(paths, flags));

  program
    .command('blast')
    .description('how far a breach reaches: every place of a credential, or everything an identity may do and become')
    .argument('<what>', 'an identity as the inventory names it, the id of a finding, or a place such as infra/main.tf:9')
    .option('--as-of <day>', 'as of this day')
    .addOption(new Option('--format <name>', 'how to tell').choices(['pretty', 'json']).default('pretty'))
    .action(async (what: string, flags) => (await import('../blast.ts')).blastCommand(what, flags));

  program
    .command('rules')
    .description('list the rules')
    .argument('[area...]', 'areas such as aws, or rules; everything when none is given')
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json', 'markdown']).default('pretty'))
    .addOption(new Option('--profile <name>', 'only those on in this profile').choices(profiles))
    .action(async (named: string[], flags) => (await import('../rules.ts')).rulesCommand(named, flags));
}
