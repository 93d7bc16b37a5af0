// Codex' rules for commands: calls of `prefix_rule` in Starlark, each with the words that a command begins with and what becomes
// of it. Read as a mapping, so that rules see them as they see every other client's settings. What is computed is left out.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { entryFrom, listFrom, mappingFrom } from '../made-values.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { bracketsOf, codeOf } from '../source-policies/code-text.ts';
import type { Mapping, Value } from '../value.ts';

/** More rules than a person has accepted. */
const most = 2_000;

/** `prefix_rules`: a list of mappings with `pattern` and, where it is said, `decision`; undefined for a file without one. */
export function readCodexRules({ text, uri }: Document): Mapping | undefined {
  const code = codeOf(text, 'python');
  const ends = bracketsOf(code);
  const rules: Value[] = [];
  for (const match of code.matchAll(/\bprefix_rule\(/g)) {
    if (rules.length >= most) break;
    const open = match.index + match[0].length - 1;
    if (ends[open] === 0 || isComment(text, match.index)) continue;
    const inner = code.slice(open, ends[open]);
    const entries = ['pattern', 'decision'].flatMap((key) => {
      const found = new RegExp(String.raw`\b${key}\s{0,10}=\s{0,10}`).exec(inner);
      if (!found) return [];
      const from = open + found.index;
      const value = readLiteral(text.slice(0, ends[open]), from + found[0].length, uri, false);
      return value ? [entryFrom(key, { uri, span: [from, from + key.length] }, value)] : [];
    });
    rules.push(mappingFrom(entries, { uri, span: [match.index, ends[open]!] }));
  }
  if (rules.length === 0) return undefined;
  const whole = { uri, span: [0, text.length] as const };
  return mappingFrom([entryFrom('prefix_rules', { uri, span: rules[0]!.at.span }, listFrom(rules, whole))], whole);
}
