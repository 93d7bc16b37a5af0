// The one repair of text that is pasted into a script: hand it over as an environment variable. The place in the script
// decides the notation; where a variable would not be expanded (single quotes, quoted heredocs) there is no repair.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { findExpressions } from '../../server/engine/facts/github/expression.ts';
import { entryOf, textOf, type Leaf, type Mapping, type Value } from '../../server/engine/facts/value.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Span } from '../../server/engine/text/text.ts';
import { placesInScript, type PlaceInScript } from './place-in-script.ts';

type Language = 'posix' | 'powershell' | 'javascript';

/** The suggestion for an expression under `run` or the `script` of `actions/github-script`; none where it cannot be exact. */
export function throughEnvironment(
  expression: Expression,
  step: WorkflowStep,
  job: WorkflowJob | undefined,
  workflow: Workflow,
  wanted: string,
): FixMaker[] {
  const language = languageOf(expression, step, job, workflow);
  const script = textOf(expression.leaf);
  const { value } = step;
  if (!language || script === undefined || value.kind !== 'mapping' || !expression.leaf.editable) return [];
  if (expression.leaf.encoding !== 'yaml-plain' && expression.leaf.encoding !== 'yaml-block') return [];
  const found = partsOf(expression.leaf, script, step).get(expression);
  if (!found) return [];
  const name = freeName(wanted, step);
  if (language !== 'javascript' && found.place === 'bare' && beginsCommand(script, found.at[0])) return [];
  const edit = language === 'javascript' ? inJavascript(script, found.at, name) : inShell(script, found, name, language);
  // A plain string that began with a quote would be another string.
  if (!edit || (expression.leaf.encoding === 'yaml-plain' && found.at[0] === 0)) return [];
  const [start, end] = expression.at.span;
  const expressionText = script.slice(...found.at);
  return [
    editing(`Hand it over as the environment variable ${name}`, expression.at.uri, (document) => [
      { uri: expression.at.uri, span: [start - edit.wider, end + edit.wider], text: edit.text },
      declare(value, name, expressionText, document),
    ]),
  ];
}

interface Replacement {
  readonly text: string;
  /** Characters on each side that go with the expression: the quotes of a script's own string. */
  readonly wider: 0 | 1;
}

/** What stands where a command is named is meant to be run: one word in quotes would be another program. */
function beginsCommand(script: string, start: number): boolean {
  return /(?:^|[\n;&|(]|\b(?:then|do|else|exec|eval|sudo|time|xargs|env))[ \t]*$/.test(script.slice(Math.max(0, start - 80), start));
}

/** Several words on purpose: those that a loop goes over, and inputs that say so. */
const severalWords = /(?:args?|arguments?|flags?|opts|options?|params|parameters)$/i;

function inShell(script: string, { at, place }: ScriptPart, name: string, language: 'posix' | 'powershell'): Replacement | undefined {
  if (place === 'literal') return undefined;
  if (language === 'powershell') return { text: place === 'quoted' ? `$($env:${name})` : `$env:${name}`, wider: 0 };
  const split = severalWords.test(name) || /\bin[ \t]+$/.test(script.slice(Math.max(0, at[0] - 20), at[0]));
  return { text: place === 'quoted' || split ? `\${${name}}` : `"\${${name}}"`, wider: 0 };
}

interface ScriptPart {
  /** In the text of the script. */
  readonly at: Span;
  readonly place: PlaceInScript;
}

const parts = new WeakMap<Leaf, ReadonlyMap<Expression, ScriptPart>>();

/** The expressions of a script, each with its place in it: found once, for a script may hold hundreds. */
function partsOf(leaf: Leaf, script: string, step: WorkflowStep): ReadonlyMap<Expression, ScriptPart> {
  const known = parts.get(leaf);
  if (known) return known;
  const found = findExpressions({ text: script, offsetOf: (index) => index });
  const places = placesInScript(
    script,
    found.map(({ at: [start] }) => start),
  );
  const own = step.expressions.filter((one) => one.leaf === leaf);
  const made = new Map(own.slice(0, found.length).map((one, index) => [one, { at: found[index]!.at, place: places[index]! }]));
  parts.set(leaf, made);
  return made;
}

/** `'${{ x }}'` and `` `${{ x }}` `` become the variable itself; inside longer strings there is no exact form. */
function inJavascript(script: string, [start, end]: readonly [number, number], name: string): Replacement | undefined {
  const quote = script[start - 1];
  return quote !== undefined && quote === script[end] && `'"\``.includes(quote) ? { text: `process.env.${name}`, wider: 1 } : undefined;
}

function languageOf(expression: Expression, step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow): Language | undefined {
  // The scripts of other actions run in a shell that is not known here, on another machine even.
  if (expression.where === 'with') return expression.key === 'script' && step.action === 'actions/github-script' ? 'javascript' : undefined;
  return expression.where === 'run' ? shellLanguage(step, job, workflow) : undefined;
}

const defaultShell = (value: Value | undefined) => entryOf(entryOf(entryOf(value, 'defaults')?.value, 'run')?.value, 'shell')?.value;

/** The family of the shell that runs a step's script, where it is said or follows from the machine. */
export function shellLanguage(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow): 'posix' | 'powershell' | undefined {
  const named = step.shell ?? defaultShell(job?.value) ?? defaultShell(workflow.value);
  const shell = textOf(named)?.split(' ')[0];
  // A shell that is computed may be any.
  if (named !== undefined && shell === undefined) return undefined;
  if (shell === 'bash' || shell === 'sh') return 'posix';
  if (shell === 'pwsh' || shell === 'powershell') return 'powershell';
  if (shell !== undefined) return undefined;
  return /^(?:ubuntu|macos)/.test(textOf(job?.runner) ?? '') ? 'posix' : undefined;
}

function declare(step: Mapping, name: string, expression: string, document: Parameters<typeof addEntry>[3]): ReturnType<typeof addEntry> {
  const env = entryOf(step, 'env')?.value;
  if (!env) return addEntry(step, 'env', { [name]: expression }, document);
  return env.kind === 'mapping' ? addEntry(env, name, expression, document) : undefined;
}

function freeName(wanted: string, step: WorkflowStep): string {
  const taken = new Set(step.env.map((entry) => textOf(entry.key)));
  const base =
    wanted
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .replace(/^(?=\d)/, '_') || 'VALUE';
  let name = base;
  for (let n = 2; taken.has(name); n++) name = `${base}_${n}`;
  return name;
}
