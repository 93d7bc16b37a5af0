// What the condition of a job or a step lets decide. GitHub takes an `if` with anything around its braces for a text, and
// a text that is not empty is true: such a condition guards nothing, whatever stands in it.
import { textOf, type Leaf } from '../value.ts';

/** The text of a condition, for a reader of guards; empty where there is none and where it is always true. */
export function guardText(condition: Leaf | undefined): string {
  const text = textOf(condition) ?? '';
  return aroundBraces(text) === undefined ? text : '';
}

/** What stands around the braces and makes the whole a text, in words; undefined where nothing does. */
export function aroundBraces(text: string): string | undefined {
  if (!text.includes('${{')) return undefined;
  const rest: string[] = [];
  let from = 0;
  for (let open = text.indexOf('${{'); open >= 0; open = text.indexOf('${{', from)) {
    rest.push(text.slice(from, open));
    const close = text.indexOf('}}', open);
    if (close < 0) return undefined;
    from = close + 2;
  }
  const outside = rest.join('') + text.slice(from);
  if (outside === '') return undefined;
  return outside.trim() === ''
    ? outside.includes('\n')
      ? 'the line end behind the braces'
      : 'the blank beside the braces'
    : `\`${outside.trim()}\` outside of the braces`;
}
