// Puts a step in the place of commands of another step: a login by an action for one by a command, and the like. The
// variables that only those commands read go with them. One edit over the whole step, in block notation; what is written
// in another way is left alone.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import type { Document } from '../../server/engine/document.ts';
import { applyEdits, type TextEdit } from '../../server/engine/fix.ts';
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';
import { entryOf, textOf, type Mapping } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { lineEndOf, lineSpanAt } from '../../server/engine/text/text.ts';
import { padOf } from './inserted-step.ts';

/** Keys of a step that say nothing about its commands; with any other, an action in their place might do something else. */
const plainKeys = new Set(['name', 'if', 'run', 'env', 'shell']);

interface Options {
  /** What stays in the script for the commands. */
  readonly instead?: string;
  /** Variables that the commands read without naming them. */
  readonly reads?: RegExp;
}

/**
 * The edit that takes `commands` out of `step` and puts a step of these `lines` (without its dash) before or behind what is
 * left of it; alone, with the name and the condition, where nothing is. Undefined where it cannot be exact.
 */
export function stepForCommands(
  commands: readonly ScriptLine[],
  step: WorkflowStep,
  lines: readonly string[],
  where: 'before' | 'behind',
  document: Document,
  { instead, reads }: Options = {},
): TextEdit | undefined {
  const { text } = document;
  const { value } = step;
  const pad = padOf(step, document);
  if (pad === undefined || value.kind !== 'mapping' || commands.length === 0) return undefined;
  const [start] = step.at.span;
  const lineEnd = lineEndOf(text);
  const between = `${lineEnd}${pad}  `;
  const isLeft = (line: ScriptLine): boolean => !commands.includes(line);
  if (instead === undefined && !step.lines.some(isLeft)) {
    if (value.entries.some((entry) => !plainKeys.has(textOf(entry.key) ?? ''))) return undefined;
    const kept = ['name', 'if'].flatMap((key) => sourceOf(value, key, text) ?? []);
    return { uri: document.uri, span: [start, trimmedEnd(text, start, step.at.span[1])], text: [...kept, ...lines].join(between) };
  }
  const removals: (TextEdit | undefined)[] = [
    ...commands.map((line, index) =>
      index === 0 && instead !== undefined ? { uri: document.uri, span: line.at.span, text: instead } : withoutLine(line, document),
    ),
    ...withoutVariables(commands, step, value, document, reads),
  ];
  if (!removals.every((edit): edit is TextEdit => edit !== undefined)) return undefined;
  const end = Math.max(trimmedEnd(text, start, step.at.span[1]), ...removals.map((edit) => edit.span[1]));
  const left = applyEdits(
    text.slice(start, end),
    removals.map((edit) => ({ span: [edit.span[0] - start, edit.span[1] - start] as const, text: edit.text })),
  ).trimEnd();
  const made = lines.join(between);
  const both = where === 'before' ? [made, left] : [left, made];
  return { uri: document.uri, span: [start, end], text: both.join(`${lineEnd}${pad}- `) + (text[end - 1] === '\n' ? lineEnd : '') };
}

/** The lines of a command with their ends, where nothing else stands on them. */
function withoutLine(line: ScriptLine, { text, uri }: Document): TextEdit | undefined {
  const [from] = lineSpanAt(text, line.at.span[0]);
  const next = text.indexOf('\n', line.at.span[1]);
  const to = next < 0 ? text.length : next + 1;
  return text.slice(from, line.at.span[0]).trim() === '' && text.slice(line.at.span[1], to).trim() === ''
    ? { uri, span: [from, to], text: '' }
    : undefined;
}

/** Secrets in variables that the commands name or read unnamed, and what is left does not name. */
function withoutVariables(
  commands: readonly ScriptLine[],
  step: WorkflowStep,
  value: Mapping,
  document: Document,
  reads: RegExp | undefined,
): (TextEdit | undefined)[] {
  const env = entryOf(value, 'env')?.value;
  if (env?.kind !== 'mapping') return [];
  const names = (lines: readonly ScriptLine[], name: string): boolean => lines.some((line) => line.text.includes(name));
  const gone = env.entries.filter((entry) => {
    const name = textOf(entry.key);
    const secret = step.expressions.some(
      (one) => one.where === 'env' && one.key === name && /\bsecrets\b/.test(document.text.slice(...one.at.span)),
    );
    return (
      name !== undefined &&
      secret &&
      (names(commands, name) || reads?.test(name) === true) &&
      !names(
        step.lines.filter((line) => !commands.includes(line)),
        name,
      )
    );
  });
  return gone.length === env.entries.length
    ? [removeEntry(value, 'env', document)]
    : gone.map((entry) => removeEntry(env, textOf(entry.key)!, document));
}

function sourceOf(value: Mapping, key: string, text: string): string | undefined {
  const entry = entryOf(value, key);
  const source = entry && text.slice(...entry.at.span).trimEnd();
  return source === undefined || source.includes('\n') ? undefined : source;
}

function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}
