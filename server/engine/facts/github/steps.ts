// Steps of a job or of a composite action.
import { lineSpanAt } from '../../text/text.ts';
import { scriptLines } from '../script-lines.ts';
import { entryOf, itemsOf, type Leaf, type Mapping, type Value } from '../value.ts';
import { textOf } from '../value.ts';
import type { Expression, Variables, WorkflowStep } from '../workflow.ts';
import { expressionsIn } from './expressions-in.ts';
import { actionOf } from './uses.ts';

const keysWithExpressions = ['if', 'name', 'uses', 'run', 'with', 'env', 'working-directory', 'shell'];

/** The steps of a list; items that are no mapping are left out, and keep their place in the counting. */
export function readSteps(list: Value | undefined, source: string, owner: string): WorkflowStep[] {
  const names = new Map<string, number>();
  return itemsOf(list).flatMap((item, index) =>
    item.kind === 'mapping' && item.entries.length > 0 ? [readStep(item, index, source, owner, names)] : [],
  );
}

function readStep(step: Mapping, index: number, source: string, owner: string, names: Map<string, number>): WorkflowStep {
  const name = leafAt(step, 'name');
  const id = leafAt(step, 'id');
  const uses = leafAt(step, 'uses');
  const action = actionOf(uses);
  const usesComment = uses && commentBehind(uses, source);
  const run = leafAt(step, 'run');
  const shell = leafAt(step, 'shell');
  const condition = leafAt(step, 'if');
  const expressions: Expression[] = [];
  for (const key of keysWithExpressions) expressionsIn(entryOf(step, key)?.value, source, key, undefined, expressions);
  // What is not there is left out by assigning: a spread for each takes as long as all else that is done here.
  const read: { -readonly [K in keyof WorkflowStep]: WorkflowStep[K] } = {
    anchor: `${owner}.steps[${anchorName(textOf(id), textOf(name), textOf(uses), names)}]`,
    index,
    at: step.at,
    head: name?.at ?? uses?.at ?? step.entries[0]!.key.at,
    lines: scriptLines(run, source),
    inputs: variablesAt(step, 'with'),
    env: variablesAt(step, 'env'),
    expressions,
    value: step,
  };
  const [nameText, idText] = [textOf(name), textOf(id)];
  if (nameText !== undefined) read.name = nameText;
  if (idText !== undefined) read.id = idText;
  if (uses) read.uses = uses;
  if (action !== undefined) read.action = action;
  if (usesComment !== undefined) read.usesComment = usesComment;
  if (run) read.run = run;
  if (action === 'actions/github-script') read.program = scriptLines(leafAt(entryOf(step, 'with')?.value, 'script'), source);
  if (shell) read.shell = shell;
  if (condition) read.condition = condition;
  return read;
}

/** The comment that ends the line of a leaf; undefined where there is none. */
function commentBehind(leaf: Leaf, source: string): string | undefined {
  const end = leaf.at.span[1];
  return /^["']?[ \t]+#(.*)$/.exec(source.slice(end, lineSpanAt(source, end)[1]))?.[1]?.trim();
}

/** What a step is known by however steps move around it: its id, its name, its action without the version, else `run`. */
function anchorName(id: string | undefined, name: string | undefined, uses: string | undefined, names: Map<string, number>): string {
  const base = id ?? name ?? uses?.split('@')[0] ?? 'run';
  const count = (names.get(base) ?? 0) + 1;
  names.set(base, count);
  return count === 1 ? base : `${base}#${count}`;
}

/** A leaf under a key; undefined where the key is missing or holds something else. */
export function leafAt(value: Value | undefined, key: string): Leaf | undefined {
  const found = entryOf(value, key)?.value;
  return found &&
    (found.kind === 'scalar' || found.kind === 'partial' || found.kind === 'unknown') &&
    !(found.kind === 'scalar' && found.value === null)
    ? found
    : undefined;
}

/** The entries of a mapping under a key; none where it is missing or an expression. */
export function variablesAt(value: Value | undefined, key: string): Variables {
  const found = entryOf(value, key)?.value;
  return found?.kind === 'mapping' ? found.entries : [];
}
