// A text that a CI system pastes into a script, handed over as a variable of the step instead.
import { addEntry, type Plain } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Place } from '../../server/engine/text/text.ts';

/**
 * A variable of the step, named after the text, and that name in the script. `before` is what stands before the place on
 * its line, `env` what the variable is in the notation of the system. None inside single quotes, or where the step has variables.
 */
export function throughVariable(
  { uri, span }: Place,
  name: string,
  before: string,
  { value }: WorkflowStep,
  env: (variable: string) => Plain,
): FixMaker[] {
  const quotes = (mark: string): number => before.replaceAll(`\\${mark}`, '').split(mark).length - 1;
  if (value.kind !== 'mapping' || entryOf(value, 'env') || quotes("'") % 2 === 1) return [];
  const variable = name.toUpperCase().replace(/\W/g, '_');
  const text = quotes('"') % 2 === 1 ? `\${${variable}}` : `"\${${variable}}"`;
  return [
    editing(`Hand it over as ${variable}`, uri, (document) => [{ uri, span, text }, addEntry(value, 'env', env(variable), document)]),
  ];
}

/** Whether a command of a Jenkinsfile stands in double quotes: there, and nowhere else, Groovy puts values in. */
export function pastedByGroovy({ value }: WorkflowStep): boolean {
  return value.kind === 'scalar' && String(value.value).startsWith('"');
}

/**
 * A variable of the environment in a command of a Jenkinsfile, as its shell writes it within double quotes of Groovy. None
 * for `bat`: that shell pastes what stands between percent signs as well, before it looks for the commands of a line.
 */
export function inJenkinsShell(name: string, { shell }: WorkflowStep): string | undefined {
  const program = textOf(shell);
  if (program === 'bat') return undefined;
  return program === 'powershell' || program === 'pwsh' ? `\\$env:${name}` : `\\\${${name}}`;
}
