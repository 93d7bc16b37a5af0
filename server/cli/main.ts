// The command line: names and options of every command, and what becomes of an error. Commands are loaded when they are
// asked for, so that a hook over five files pays for nothing else.
import { isMainThread } from 'node:worker_threads';
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { severities } from '../engine/finding.ts';
import { PostureError } from '../workspace/errors.ts';
import type { CheckFlags } from './check-command.ts';
import type { Shell } from './completion.ts';
import { printError, printOut } from './print.ts';
import { version } from '../../package.json';

const profiles = ['default', 'strict', 'audit'];
const formats = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'];

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1.');
  return Number(text);
};
const collect = (value: string, before: readonly string[]): string[] => [...before, ...value.split(',').filter((one) => one !== '')];

const program = new Command('posture')
  .description('Finds hardcoded tokens, wildcard roles, standing admin grants and open trust in code, and repairs them.')
  .version(version)
  .exitOverride()
  .configureOutput({ writeOut: printOut, writeErr: printError, outputError: (text, write) => write(`${text.replace(/^error: /, 'posture: ')}${text.startsWith('error: missing required argument') ? `posture ${process.argv[2]} --help says what it takes\n` : ''}`) });

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
  .option('--rule <id>', 'only these rules or areas; may be repeated', collect, [])
  .option('--target <branch>', 'the branch whose decisions count; the default branch of the remote when left out')
  .option('--as-of <day>', 'judge ends of approvals and suppressions as of this day')
  .option('--config <file>', 'a configuration in place of those beside the files')
  .option('--jobs <n>', 'how many threads read files; each needs memory of its own', wholeNumber)
  .option('--quiet', 'findings only')
  .option('--no-color', 'no colours')
  .addHelpText('after', '\nEnds with 0 when nothing stops, 1 on findings from --fail-on, 2 when something could not be checked, 3 when only approvals are missing.')
  .action(async (paths: string[], flags: CheckFlags) => (await import('./check-command.ts')).checkCommand(paths, flags));

program
  .command('repair')
  .description('choose among the fixes of findings, see the change, and write it')
  .argument('[what...]', 'places such as infra/main.tf:9, files, rules or ids of findings; everything when none is given')
  .option('--choose <n>', 'the fix of this number, without asking', wholeNumber)
  .option('--dry-run', 'show the change and write nothing')
  .option('--yes', 'do not ask before writing')
  .option('--no-color', 'no colours')
  .action(async (what: string[], flags) => (await import('./repair-command.ts')).repairCommand(what, flags));

program
  .command('inventory')
  .description('list every identity with its grants, trusts, credentials, owner and place')
  .argument('[path...]', 'files, folders and patterns such as infra/**/*.tf; the current folder when none is given')
  .option('--diff <base>', 'only what changed since this commit or branch')
  .option('--team', 'over the reports of many repositories that `posture collect` gathered here')
  .addOption(new Option('--format <name>', 'how to list; with --diff, markdown or json').choices(['table', 'json', 'markdown']).default('table'))
  .option('--output <file>', 'write the list to a file')
  .action(async (paths: string[], flags) => (await import('./inventory.ts')).inventoryCommand(paths, flags));

program
  .command('rules')
  .description('list the rules')
  .argument('[area...]', 'areas such as aws, or rules; everything when none is given')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json', 'markdown']).default('pretty'))
  .addOption(new Option('--profile <name>', 'only those on in this profile').choices(profiles))
  .action(async (named: string[], flags) => (await import('./rules.ts')).rulesCommand(named, flags));

program
  .command('explain')
  .description('say what a rule finds and what to do, or what the grants on a line come to')
  .argument('<rule or place>', 'rule id such as aws/wildcard-action, or FILE:LINE[:COLUMN]')
  .addOption(new Option('--format <name>', 'of a place').choices(['text', 'json']).default('text'))
  .option('--no-color', 'no colours')
  .action(async (what: string, flags) => (await import('./explain.ts')).explainCommand(what, flags));

program
  .command('why')
  .description('say how a file is read, which configuration it is under, and which rules apply')
  .argument('<file>')
  .addOption(new Option('--profile <name>', 'in place of the configuration').choices(profiles))
  .action(async (file: string, flags) => (await import('./why.ts')).whyCommand(file, flags));

program
  .command('init')
  .description('begin a team baseline: a policy, and what is there recorded as open')
  .option('--owner <team>', 'owner of what nobody owns')
  .option('--yes', 'do not ask')
  .action(async (flags) => (await import('./init.ts')).initCommand(flags));

program
  .command('status')
  .description('say how the tree stands with the decisions of the team')
  .option('--metrics', 'per team: what is open and for how long, how long repairs took, bypasses; from the history of git')
  .option('--as-of <day>', 'as of this day')
  .option('--target <branch>', 'the branch whose decisions count')
  .addOption(new Option('--format <name>', 'how to say it').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags) => (await import('./status.ts')).statusCommand(flags));

program
  .command('drift')
  .description('list every disagreement between code and decisions')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
  .option('--as-of <day>', 'as of this day')
  .option('--no-color', 'no colours')
  .action(async (flags) => (await import('./status.ts')).driftCommand(flags));

program
  .command('sync')
  .description("merge the team's decisions, and propose what it does not have yet")
  .option('--as <handle>', 'whose proposal it is; the name that git knows when left out')
  .option('--target <branch>', 'the branch whose configuration names the team')
  .option('--evidence <file>', 'after a deployment: an export of what runs now, which voids the approvals that it overtook; SOURCE=FILE where the file does not show what it is', collect, [])
  .option('--place <place>', 'what the evidence is about, where it does not say it: k8s:prod')
  .option('--yes', 'agree to the address without being asked')
  .action(async (flags) => (await import('./sync.ts')).syncCommand(flags));

program
  .command('prune')
  .description('remove the records of what is gone')
  .option('--yes', 'do not ask')
  .action(async (flags) => (await import('./status.ts')).pruneCommand(flags));

program
  .command('accept')
  .description('write the records that ask the team to accept findings')
  .argument('[finding...]', 'ids, rules, files, or places such as infra/main.tf:9; at a terminal every finding is asked about when none is given')
  .option('--all', 'every finding')
  .option('--owner <team>', 'who answers for it, as in CODEOWNERS')
  .option('--approved-by <handle>', 'who approves')
  .option('--reason <text>', 'why it is fine')
  .option('--expires <day>', 'the last day it holds, for example 2027-01-31')
  .addOption(new Option('--kind <kind>', 'what kind of decision').choices(['false-positive', 'test-data', 'accepted-risk', 'compensated', 'break-glass']).default('accepted-risk'))
  .option('--yes', 'do not ask')
  .option('--dry-run', 'say what would be written')
  .action(async (findings: string[], flags) => (await import('./accept.ts')).acceptCommand(findings, flags));

program
  .command('approve')
  .description('write the records that ask the team to approve identities as they stand')
  .argument('[identity...]', 'ids, names, kinds such as agent, or files; what nobody approved is asked about when none is given')
  .option('--all', 'every identity that is not approved')
  .option('--owner <team>', 'who answers for it, in place of CODEOWNERS and tags')
  .option('--approved-by <handle>', 'who approves')
  .option('--purpose <text>', 'what it is for')
  .option('--review <day>', 'the day by which it is looked at again; 90 days from now when left out')
  .option('--target <branch>', 'the branch whose records count')
  .option('--yes', 'do not ask')
  .option('--dry-run', 'say what would be written')
  .action(async (identities: string[], flags) => (await import('./approve.ts')).approveCommand(identities, flags));

program
  .command('review')
  .description('walk through what is due: keep it, change it or revoke it')
  .argument('[id...]', 'what --keep or --revoke is about')
  .option('--list', 'list what is due, and ask nothing')
  .option('--keep', 'approve it anew as it stands')
  .option('--revoke', 'record that it has to go')
  .option('--approved-by <handle>', 'who approves')
  .option('--owner <team>', 'who answers for it from now on')
  .option('--until <day>', 'the new end, or the next review of an identity; as long as before when left out')
  .option('--reason <text>', 'why it is fine, or why it has to go')
  .option('--within <days>', 'how far to look ahead', wholeNumber, 30)
  .option('--as-of <day>', 'as of this day')
  .option('--target <branch>', 'the branch whose records count')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
  .option('--yes', 'do not ask')
  .action(async (ids: string[], flags) => (await import('./review.ts')).reviewCommand(ids, flags));

program
  .command('verify')
  .description('say which approvals are proven by a signature or by a review of the host')
  .option('--reviews <file>', 'reviews as the host exported them: gh api repos/OWNER/NAME/pulls/NUMBER/reviews; may be repeated', collect, [])
  .option('--target <branch>', 'the branch whose approvals are verified')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags) => (await import('./verify.ts')).verifyCommand(flags));

program
  .command('publish')
  .description('publish what this repository holds on its branch posture-observed, for the team to collect')
  .option('--output <file>', 'write the report to a file and publish nothing')
  .action(async (flags) => (await import('./publish.ts')).publishCommand(flags));

program
  .command('collect')
  .description("gather the reports of many repositories into the team's posture repository")
  .argument('[address...]', 'addresses of repositories; those of .posture/repositories when none is given')
  .option('--jobs <n>', 'how many are asked at once', wholeNumber, 8)
  .action(async (addresses: string[], flags) => (await import('./collect.ts')).collectCommand(addresses, flags));

program
  .command('fmt')
  .description('write the records below .posture in their one form')
  .option('--check', 'change nothing, and end with 1 when one is written otherwise')
  .action(async (flags) => (await import('./fmt.ts')).fmtCommand(flags));

program
  .command('snapshot')
  .description('write policy, decisions and identities of the target branch as one file; the same records give the same bytes')
  .option('--output <file>', 'write it to a file')
  .option('--check <file>', 'say whether this file is the snapshot of the target branch')
  .option('--target <branch>', 'the branch that it is of')
  .action(async (flags) => (await import('./snapshot.ts')).snapshotCommand(flags));

program
  .command('upgrade')
  .description('pin the newest edition of the rules, after counting what would stop a build then')
  .option('--dry-run', 'count, and change nothing')
  .option('--yes', 'do not ask')
  .action(async (flags) => (await import('./upgrade.ts')).upgradeCommand(flags));

program
  .command('import')
  .description('take over what the baseline of another tool excuses, where the same thing is found here')
  .argument('<file>', 'baseline of gitleaks, detect-secrets, Checkov, Trivy, Kingfisher or zizmor')
  .option('--owner <team>', 'who answers for it, as in CODEOWNERS')
  .option('--approved-by <handle>', 'who approves')
  .option('--reason <text>', 'why it is fine, where the baseline does not say')
  .option('--expires <day>', 'the last day it holds, where the baseline does not say')
  .addOption(new Option('--kind <kind>', 'what kind of decision').choices(['false-positive', 'test-data', 'accepted-risk', 'compensated', 'break-glass']).default('accepted-risk'))
  .option('--yes', 'do not ask')
  .action(async (file: string, flags) => (await import('./import.ts')).importCommand(file, flags));

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
  .action(async (source: string | undefined, files: string[], flags) => (await import('./observe.ts')).observeCommand(source, files, flags));

program
  .command('demo')
  .description('make a small folder with findings of every kind, and check it')
  .argument('[dir]', 'where to make it; a new temporary folder when left out')
  .action(async (folder: string | undefined) => (await import('./demo.ts')).demoCommand(folder));

program
  .command('lsp')
  .description('run the language server on standard input and output')
  .option('--stdio', 'the only way it talks; accepted for editors that ask for it')
  .allowUnknownOption()
  .action(async () => (await import('./lsp.ts')).lspCommand());

program
  .command('hook')
  .description('work with git hooks')
  .command('install')
  .description('check what is staged before every commit of this repository')
  .action(async () => (await import('./hook.ts')).hookInstall());

program
  .command('report')
  .description('make evidence for an auditor: what stood on a day, who approved it, and what is not evidenced')
  .addOption(new Option('--kind <kind>', 'what it is about').choices(['access-review', 'inventory', 'exceptions', 'rotation', 'drift']).default('access-review'))
  .addOption(new Option('--format <name>', 'how it is written').choices(['html', 'csv', 'json', 'oscal']).default('html'))
  .option('--as-of <day>', 'the day it is about; the last commit of that day is what it reads')
  .option('--commit <revision>', 'the commit, in place of the last one of the day')
  .option('--reviews <file>', 'reviews of the host, as it exported them, as proof of approvals; may be repeated', collect, [])
  .option('--control <id>', 'only these controls; ids of NIST CSF 1.1 are translated; may be repeated', collect, [])
  .option('--output <file>', 'write it to a file')
  .action(async (flags) => (await import('./report-command.ts')).reportCommand(flags));

program
  .command('certify')
  .description('the access review of a quarter: what was approved in it as it stands, and what is still to review')
  .option('--quarter <quarter>', 'for example 2026Q4; the present one when left out')
  .option('--kind <kind>', 'only identities of this kind, such as role or agent; may be repeated', collect, [])
  .option('--write', 'write open records of what has none, to be reviewed in a pull request')
  .option('--as-of <day>', 'as of this day')
  .option('--yes', 'do not ask')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags) => (await import('./certify.ts')).certifyCommand(flags));

program
  .command('routine')
  .description('what is to be done today: credentials to rotate, standing privilege to remove, records to renew')
  .option('--within <days>', 'how far ahead records are looked at', wholeNumber, 14)
  .option('--as-of <day>', 'as of this day')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags) => (await import('./routine.ts')).routineCommand(flags));

program
  .command('blast')
  .description('how far a breach reaches: every place of a credential, or everything an identity may do and become')
  .argument('<what>', 'an identity as the inventory names it, the id of a finding, or a place such as infra/main.tf:9')
  .option('--as-of <day>', 'as of this day')
  .addOption(new Option('--format <name>', 'how to tell').choices(['pretty', 'json']).default('pretty'))
  .action(async (what: string, flags) => (await import('./blast.ts')).blastCommand(what, flags));

program
  .command('diff')
  .description('what came, went and was decided between two days')
  .requiredOption('--from <day>', 'the first day')
  .option('--to <day>', 'the last day; today when left out')
  .option('--subject <text>', 'only what names this')
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
  .action(async (flags) => (await import('./between.ts')).diffCommand(flags));

program
  .command('trend')
  .description('how the posture went over the history')
  .requiredOption('--from <day>', 'the first day')
  .option('--to <day>', 'the last day; today when left out')
  .option('--points <n>', 'how many days are looked at', wholeNumber, 12)
  .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json', 'csv']).default('pretty'))
  .action(async (flags) => (await import('./between.ts')).trendCommand(flags));

program
  .command('doctor')
  .description('say what is found of what posture works with here, what is not, and how to mend it')
  .action(async () => (await import('./doctor.ts')).doctorCommand());

program
  .command('completion')
  .description('print a script that completes commands, options and rule ids')
  .addArgument(new Argument('<shell>', 'the shell it is for').choices(['bash', 'zsh', 'fish']))
  .addHelpText('after', '\nFor example, in ~/.bashrc: source <(posture completion bash)')
  .action(async (shell: Shell) => (await import('./completion.ts')).completionCommand(shell, program));

program
  .command('manual', { hidden: true })
  .description('print the manual page')
  .action(async () => void printOut((await import('./manual.ts')).manualOf(program, version)));

/** What a person wants, in the order in which it comes up. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'See and repair:': ['check', 'repair', 'explain', 'why', 'inventory', 'blast', 'rules'],
  'Decide as a team:': ['init', 'accept', 'approve', 'review', 'status', 'drift', 'verify', 'prune', 'fmt', 'snapshot', 'upgrade', 'import'],
  'Keep in step:': ['observe', 'sync', 'publish', 'collect'],
  'Answer for it:': ['routine', 'certify', 'report', 'diff', 'trend'],
  'Set up:': ['hook', 'doctor', 'demo', 'lsp', 'completion'],
};
program.addHelpCommand(new Command('help').argument('[command]').description('say how a command is used').helpGroup('Set up:'));
for (const [heading, names] of Object.entries(groups)) for (const command of program.commands) if (names.includes(command.name())) command.helpGroup(heading);

// `help` of what is no command is the mistake of that word, with the same suggestion.
if (process.argv[2] === 'help' && process.argv[3] !== undefined && !program.commands.some((command) => command.name() === process.argv[3])) process.argv.splice(2, 1);

// Whoever reads us may stop reading (`posture check | head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? 0);
});

// A thread of ours runs this same file; see read-threads.ts.
(isMainThread ? program.parseAsync() : import('./read-thread.ts').then(({ readThread }) => readThread())).catch((error: unknown) => {
  process.exitCode = 2;
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof PostureError) printError(`posture: ${error.message}\n${error.help ? `${error.help}\n` : ''}`);
  else {
    // A mistake of ours. The stack names our own files; the message is left out, since it could hold a text that was read.
    const frames = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at ')).slice(0, 5) : [];
    printError(`posture: something went wrong in posture itself (${error instanceof Error ? error.name : typeof error}); please report it\n${frames.join('\n')}\n`);
  }
});
