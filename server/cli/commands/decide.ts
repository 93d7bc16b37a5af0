// Commands of a team that decides: records below .posture, and how the tree stands with them.
import { Option, type Command } from 'commander';
import { decisionKinds } from '../../engine/decision.ts';
import { alsoNamed, repeated, wholeNumber } from './options.ts';

export function decideAsATeam(program: Command): void {
  program
    .command('init')
    .description('begin a team baseline: a policy, and what is there recorded as open')
    .option('--owner <team>', 'owner of what nobody owns')
    .option('--yes', 'do not ask')
    .action(async (flags) => (await import('../init.ts')).initCommand(flags));

  program
    .command('accept')
    .description('write the records that ask the team to accept findings')
    .argument(
      '[finding...]',
      'ids, rules, files, folders, or places such as infra/main.tf:9; at a terminal every finding is asked about when none is given',
    )
    .option('--all', 'every finding')
    .option('--owner <team>', 'who answers for it, as in CODEOWNERS')
    .option('--approved-by <handle>', 'who approves')
    .option('--reason <text>', 'why it is fine')
    .option('--expires <day>', 'the last day it holds, for example 2027-01-31')
    .addOption(new Option('--kind <kind>', 'what kind of decision').choices([...decisionKinds]).default('accepted-risk'))
    .option('--yes', 'do not ask')
    .option('--dry-run', 'say what would be written')
    .action(async (findings: string[], flags) => (await import('../accept.ts')).acceptCommand(findings, flags));

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
    .action(async (identities: string[], flags) => (await import('../approve.ts')).approveCommand(identities, flags));

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
    .action(async (ids: string[], flags) => (await import('../review.ts')).reviewCommand(ids, flags));

  program
    .command('status')
    .description('say how the tree stands with the decisions of the team')
    .option('--metrics', 'per team: what is open and for how long, how long repairs took, bypasses; from the history of git')
    .option('--as-of <day>', 'as of this day')
    .option('--target <branch>', 'the branch whose decisions count')
    .addOption(new Option('--format <name>', 'how to say it').choices(['pretty', 'json']).default('pretty'))
    .action(async (flags) => (await import('../status.ts')).statusCommand(flags));

  program
    .command('drift')
    .description('list every disagreement between code and decisions')
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
    .option('--as-of <day>', 'as of this day')
    .option('--no-color', 'no colours')
    .action(async (flags) => (await import('../status.ts')).driftCommand(flags));

  program
    .command('verify')
    .description('say which approvals are proven by a signature or by a review of the host')
    .addOption(repeated('--reviews <file>', 'reviews as the host exported them: gh api repos/OWNER/NAME/pulls/NUMBER/reviews'))
    .option('--target <branch>', 'the branch whose approvals are verified')
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
    .action(async (flags) => (await import('../verify.ts')).verifyCommand(flags));

  program
    .command('prune')
    .description('remove the records of what is gone')
    .option('--yes', 'do not ask')
    .action(async (flags) => (await import('../status.ts')).pruneCommand(flags));

  program
    .command('fmt')
    .description('write the records below .posture in their one form')
    .option('--check', 'change nothing, and end with 1 when one is written otherwise')
    .action(async (flags) => (await import('../fmt.ts')).fmtCommand(flags));

  program
    .command('snapshot')
    .description('write policy, decisions and identities of the target branch as one file; the same records give the same bytes')
    .option('--output <file>', 'write it to a file')
    .option('--check <file>', 'say whether this file is the snapshot of the target branch')
    .option('--target <branch>', 'the branch that it is of')
    .action(async (flags) => (await import('../snapshot.ts')).snapshotCommand(flags));

  program
    .command('upgrade')
    .description('pin the newest edition of the rules, after counting what would stop a build then')
    .option('--dry-run', 'count, and change nothing')
    .option('--yes', 'do not ask')
    .action(async (flags) => (await import('../upgrade.ts')).upgradeCommand(flags));

  program
    .command('import')
    .description('take over what the baseline of another tool excuses, where the same thing is found here')
    .argument('<file>', 'baseline of gitleaks, detect-secrets, Checkov, Trivy, Kingfisher or zizmor')
    .option('--owner <team>', 'who answers for it, as in CODEOWNERS')
    .option('--approved-by <handle>', 'who approves')
    .option('--reason <text>', 'why it is fine, where the baseline does not say')
    .option('--expires <day>', 'the last day it holds, where the baseline does not say')
    .addOption(new Option('--kind <kind>', 'what kind of decision').choices([...decisionKinds]).default('accepted-risk'))
    .option('--yes', 'do not ask')
    .action(async (file: string, flags) => (await import('../import.ts')).importCommand(file, flags));

  for (const { name, other, option } of ends)
    alsoNamed(
      program.commands.find((command) => command.name() === name)!,
      other,
      option,
    );
}

/** What the end is called elsewhere: whoever accepted with `--expires` renews with it, too. */
const ends = [
  { name: 'accept', other: 'until', option: 'expires' },
  { name: 'approve', other: 'until', option: 'review' },
  { name: 'review', other: 'expires', option: 'until' },
  { name: 'import', other: 'until', option: 'expires' },
];
