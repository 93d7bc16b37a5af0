// The manual page, in man(7), from the commands themselves. `npm run docs` keeps docs/posture.1 true.
import type { Command } from 'commander';

/** The page as text. `version` stands in its foot; no date, so that the same program gives the same bytes. */
export function manualOf(program: Command, version: string): string {
  const lines = [
    `.TH POSTURE 1 "" "identity-posture ${version}" "User Commands"`,
    '.SH NAME',
    `posture \\- ${escaped(lowerFirst(program.description()).replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    '.B posture',
    '.I command',
    '[\\fIoptions\\fR] [\\fIarguments\\fR]',
    '.SH DESCRIPTION',
    escaped(
      'Reads infrastructure code, workflow files, agent settings and source, and says at the exact token where an identity may do too much, for too long, or with a secret that everyone can read. Works without an account, without a network, and sends nothing anywhere.',
    ),
    '.SH COMMANDS',
  ];
  const add = (command: Command, path: string): void => {
    if ((command as unknown as { _hidden: boolean })._hidden) return;
    const own = `${path} ${command.name()}`;
    if (command.commands.length === 0) {
      lines.push(
        `.SS ${escaped([own, ...command.registeredArguments.map((one) => (one.required ? `<${one.name()}>` : `[${one.name()}${one.variadic ? '...' : ''}]`))].join(' '))}`,
        escaped(sentence(command.description())),
      );
      for (const argument of command.registeredArguments)
        if (argument.description) lines.push('.TP', `\\fI${escaped(argument.name())}\\fR`, escaped(sentence(argument.description)));
      for (const option of command.options) {
        if (option.hidden) continue;
        const choices = option.argChoices ? ` One of ${option.argChoices.join(', ')}.` : '';
        const given = typeof option.defaultValue === 'string' ? ` ${option.defaultValue} when left out.` : '';
        lines.push('.TP', `\\fB${escaped(option.flags)}\\fR`, escaped(sentence(option.description) + choices + given));
      }
    }
    for (const one of command.commands) add(one, own);
  };
  for (const command of program.commands) add(command, program.name());
  lines.push(
    '.SH EXIT STATUS',
    ...[
      ['0', 'Nothing to stop for.'],
      ['1', 'Findings at or above --fail-on.'],
      ['2', 'Something could not be checked or done; the message says what. It counts before 1.'],
      ['3', 'Only approvals are missing.'],
    ].flatMap(([code, text]) => ['.TP', `.B ${code}`, escaped(text!)]),
    '.SH ENVIRONMENT',
    '.TP',
    '.B POSTURE_CACHE',
    escaped('Folder for what can be made again, in place of the one of the platform; off keeps nothing.'),
    '.TP',
    '.B NO_COLOR',
    'No colours when it is set.',
    '.SH FILES',
    '.TP',
    escaped('.posture/config.yaml'),
    escaped('Profile, rules, ignored paths and the address of the team, for the folder it stands in and those below.'),
    '.TP',
    escaped('.posture/policy.yaml'),
    escaped('What a decision must have; from the day it stands on the target branch, what counts is read from there.'),
    '.TP',
    escaped('.posture/decisions, .posture/identities'),
    escaped('What the team accepted and approved, one record a file.'),
  );
  return `${lines.join('\n')}\n`;
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?!]$/.test(text) ? '' : '.'}`;
/** A dot or an apostrophe at the start of a line is a request; `\-` is a real hyphen that can be copied. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/gm, '\\&');
