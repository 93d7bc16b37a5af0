// Managed policies of AWS that a program attaches through an SDK: `attach_role_policy(PolicyArn='arn:…')` and its like, by the
// ARN, or by the name of a constant, of a loop's variable or of a parameter that stands for one.
import type { Document, Format } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { attachManagedPolicy } from '../aws/policy-document.ts';
import { claimsProviderProgram } from '../provider-programs/claims.ts';
import type { Facts } from '../types.ts';
import { leavesOf, patternOf } from '../value.ts';
import { readLiteral } from './literal.ts';
import { namesOf } from './program-names.ts';

const given =
  /(?:PolicyArn|policy_arn|policyArn|PolicyARN)["']?\s{0,20}(?::|=>|=(?!=)|\()\s{0,20}(?:aws\.String\(\s{0,20})?(?=["'`A-Za-z_])/g;
/** What is attached, and not what is looked up because it is attached, or could be. */
const verb = /(?:at|de)tach(?!ed|able|ing)(?=[\w(])/gi;
/** Languages whose names are followed. */
const named: ReadonlySet<Format> = new Set(['python', 'go', 'java', 'kotlin', 'csharp']);

/** Pushes what the calls of a program attach, each place once. */
export function readSdkAttachments(document: Document, into: Facts): void {
  const { text, uri, format } = document;
  const isProgram = claimsProviderProgram(document);
  const program = namesOf(document);
  const seen = new Set<number>();
  for (const match of text.matchAll(given)) {
    const from = match.index + match[0].length;
    const isName = /\w/.test(text[from]!);
    const before = text.slice(Math.max(0, match.index - 240), match.index);
    // The nearest call says what is done with it; what a program of Pulumi declares has a reader of its own.
    if (
      (isName && !(named.has(format) && program.isCode(match.index))) ||
      !/^at/i.test([...before.matchAll(verb)].at(-1)?.[0] ?? '') ||
      (isProgram && /PolicyAttachment(?!s?Exclusive)/.test(before)) ||
      isComment(text, match.index)
    )
      continue;
    const values = isName
      ? program.runsAt(from).map((names) => readLiteral(text, from, uri, false, names))
      : [readLiteral(text, from, uri, false)];
    for (const leaf of values.flatMap((value) => leavesOf(value))) {
      const start = leaf.token.span[0];
      if (seen.has(start) || !/^arn:aws[\w-]*:iam::aws:policy\/[\w+=,.@/-]+$/.test(patternOf(leaf))) continue;
      seen.add(start);
      attachManagedPolicy(leaf, into, {
        carrier: { dialect: 'source', kind: 'attach', address: `attach[${seen.size}]`, block: leaf.at, head: leaf.at },
        anchor: `source|${uri}|attach[${seen.size}]`,
        principals: [],
        enabled: 'yes',
      });
    }
  }
}
