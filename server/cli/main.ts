#!/usr/bin/env node
// The command line. Parses it, calls one command, prints what it gives, and sets the exit code. Commands and reports are
// loaded when they are asked for.
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { atLeast, severities, type Severity } from '../engine/finding.ts';
import type { Profile } from '../engine/rule.ts';
import { PostureError } from '../workspace/errors.ts';
import { writeFileSync } from 'node:fs';
import type { CheckResult } from './result.ts';
import packageJson from '../../package.json' with { type: 'json' };

const reports: Readonly<Record<string, () => Promise<(result: CheckResult) => string>>> = {
  pretty: async () => (await import('./report/pretty.ts')).pretty,
  json: async () => (await import('./report/json.ts')).json,
  sarif: async () => (await import('./report/sarif.ts')).sarif,
};

const oneOf = (names: readonly string[]) => (value: string): string => {
  if (!names.includes(value)) throw new InvalidArgumentError(`choose one of ${names.join(', ')}`);
  return value;
};

interface CheckFlags {
  format: string;
  output?: string;
  profile?: Profile;
  failOn: Severity;
  minSeverity?: Severity;
  rule: string[];
}

const program = new Command('posture').version(packageJson.version).exitOverride();
program
  .command('check')
  .argument('[path...]')
  .option('--format <name>', 'report', oneOf(Object.keys(reports)), 'pretty')
  .option('--output <file>')
  .option('--profile <name>', '', oneOf(['default', 'strict', 'audit']))
  .option('--fail-on <severity>', '', oneOf([...severities, 'never']), 'medium')
  .option('--min-severity <severity>', '', oneOf(severities))
  .option('--rule <id>', '', (value: string, before: string[]) => [...before, value], [])
  .action(async (paths: string[], flags: CheckFlags) => {
    const { check } = await import('./check.ts');
    const result = await check({
      paths, cwd: process.cwd(), profile: flags.profile, rules: flags.rule, minSeverity: flags.minSeverity,
      withFixes: flags.format !== 'pretty', today: new Date().toISOString().slice(0, 10), version: packageJson.version,
    });
    const text = (await reports[flags.format]!())(result);
    if (flags.output) writeFileSync(flags.output, text);
    else process.stdout.write(text);
    for (const problem of result.problems.slice(0, 20)) process.stderr.write(`posture: ${problem.what} ${problem.uri}: ${problem.message}\n`);
    if (result.problems.length > 0 || result.notRead.some((entry) => entry.reason === 'unreadable')) process.exitCode = 2;
    else if (result.findings.some(({ finding }) => atLeast(finding.severity, flags.failOn))) process.exitCode = 1;
  });

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (error instanceof PostureError) {
    process.stderr.write(`posture: ${error.message}\n`);
    process.exitCode = 2;
  } else throw error;
}
