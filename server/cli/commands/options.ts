// What options of several commands take, and how it is read.
import { InvalidArgumentError, Option, type Command } from 'commander';

export const profiles = ['default', 'strict', 'audit'];

/** The number that an option is given. Throws what commander tells people about. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1.');
  return Number(text);
}

/** An option that may be given several times, or once with commas between. */
export function repeated(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`)
    .default([])
    .argParser<string[]>((value, before) => [...before, ...value.split(',').filter((one) => one !== '')]);
}

/** Takes the word that other commands have for an option of this one, and does not list it. */
export function alsoNamed(command: Command, other: string, option: string): void {
  command
    .addOption(new Option(`--${other} <day>`).hideHelp())
    .on(`option:${other}`, (value: string) => command.setOptionValue(option, value));
}
