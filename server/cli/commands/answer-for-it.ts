// Commands of whoever answers for it all: the day's work, the quarter's review, evidence, the past.
import { Option, type Command } from 'commander';
import { reportKinds } from '../../report/report.ts';
import { repeated, wholeNumber } from './options.ts';

export function answerForIt(program: Command): void {
  program
    .command('routine')
    .description('what is to be done today: credentials to rotate, standing privilege to remove, records to renew')
    .option('--within <days>', 'how far ahead records are looked at', wholeNumber, 14)
    .option('--as-of <day>', 'as of this day')
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
    .action(async (flags) => (await import('../routine.ts')).routineCommand(flags));

  program
    .command('certify')
    .description('the access review of a quarter: what was approved in it as it stands, and what is still to review')
    .option('--quarter <quarter>', 'for example 2026Q4; the present one when left out')
    .addOption(repeated('--kind <kind>', 'only identities of this kind, such as role or agent'))
    .option('--write', 'write open records of what has none, to be reviewed in a pull request')
    .option('--as-of <day>', 'as of this day')
    .option('--yes', 'do not ask')
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
    .action(async (flags) => (await import('../certify.ts')).certifyCommand(flags));

  program
    .command('report')
    .description('make evidence for an auditor: what stood on a day, who approved it, and what is not evidenced')
    .addOption(new Option('--kind <kind>', 'what it is about').choices([...reportKinds]).default('access-review'))
    .addOption(new Option('--format <name>', 'how it is written').choices(['html', 'csv', 'json', 'oscal']).default('html'))
    .option('--as-of <day>', 'the day it is about; the last commit of that day is what it reads')
    .option('--commit <revision>', 'the commit, in place of the last one of the day')
    .addOption(repeated('--reviews <file>', 'reviews of the host, as it exported them, as proof of approvals'))
    .addOption(repeated('--control <id>', 'only these controls; ids of NIST CSF 1.1 are translated'))
    .option('--output <file>', 'write it to a file')
    .action(async (flags) => (await import('../report-command.ts')).reportCommand(flags));

  program
    .command('diff')
    .description('what came, went and was decided between two days')
    .requiredOption('--from <day>', 'the first day')
    .option('--to <day>', 'the last day; today when left out')
    .option('--subject <text>', 'only what names this')
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json']).default('pretty'))
    .action(async (flags) => (await import('../between.ts')).diffCommand(flags));

  program
    .command('trend')
    .description('how the posture went over the history')
    .requiredOption('--from <day>', 'the first day')
    .option('--to <day>', 'the last day; today when left out')
    .option('--points <n>', 'how many days are looked at', wholeNumber, 12)
    .addOption(new Option('--format <name>', 'how to list').choices(['pretty', 'json', 'csv']).default('pretty'))
    .action(async (flags) => (await import('../between.ts')).trendCommand(flags));
}
