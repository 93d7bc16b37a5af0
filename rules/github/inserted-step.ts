// Puts a step before another one, in the block notation that workflows are written in. Flow lists are left alone.
import type { Document } from '../../server/engine/document.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { lineEndOf, lineSpanAt } from '../../server/engine/text/text.ts';

/** What stands before the dash of a step on its line; undefined where that is more than blanks, as in a flow list. */
export function padOf(step: WorkflowStep, document: Document): string | undefined {
  const { text } = document;
  const dash = text.lastIndexOf('-', step.at.span[0] - 1);
  if (dash < 0 || text.slice(dash + 1, step.at.span[0]).trim() !== '') return undefined;
  const pad = text.slice(lineSpanAt(text, dash)[0], dash);
  return pad.trim() === '' ? pad : undefined;
}

/** `lines` are those of the new step without its dash: `uses: …`, `with:`, `  name: value`. Undefined where it cannot be exact. */
export function insertStep(step: WorkflowStep, lines: readonly string[], document: Document): TextEdit | undefined {
  const { text } = document;
  const pad = padOf(step, document);
  if (pad === undefined) return undefined;
  let [start] = lineSpanAt(text, text.lastIndexOf('-', step.at.span[0] - 1));
  // A comment above the step stays with it.
  while (start > 0) {
    const [above] = lineSpanAt(text, start - 1);
    if (!text.slice(above, start).trimStart().startsWith('#')) break;
    start = above;
  }
  const lineEnd = lineEndOf(text);
  return {
    uri: document.uri,
    span: [start, start],
    text: lines.map((line, index) => `${pad}${index === 0 ? '- ' : '  '}${line}${lineEnd}`).join(''),
  };
}
