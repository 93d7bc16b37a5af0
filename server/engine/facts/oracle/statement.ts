// The policy language of Oracle Cloud: `Allow group A-Admins to manage all-resources in compartment A where …`. Words with
// their offsets; what a statement means is for the reader, and whether it may is for the rules. Interpolations of Terraform
// are parts of words. Syntax: https://docs.oracle.com/iaas/Content/Identity/Concepts/policysyntax.htm (read 2026-11).
import type { Span } from '../../text/text.ts';

export interface OracleWord {
  readonly text: string;
  readonly span: Span;
}

export interface OracleSubject {
  readonly kind: 'any-user' | 'any-group' | 'group' | 'dynamic-group' | 'service';
  readonly name: OracleWord;
}

export interface OracleStatement {
  readonly effect: 'allow' | 'deny';
  readonly subjects: readonly OracleSubject[];
  /** `manage`; absent where permissions are listed in braces. */
  readonly verb?: OracleWord;
  /** `all-resources`, `instance-family`; absent where permissions are listed. */
  readonly resource?: OracleWord;
  /** The compartment's name or id, or the word `tenancy`. */
  readonly location: OracleWord & { readonly level: 'tenancy' | 'compartment' };
  /** From `where` to the end. */
  readonly where?: Span;
}

const subjectKinds: ReadonlySet<string> = new Set(['any-user', 'any-group', 'group', 'dynamic-group', 'service']);

/** The statement that a text is; undefined for any other text, and for statements between tenancies (`endorse`, `admit`, `define`). */
export function parseOracleStatement(text: string): OracleStatement | undefined {
  const words = wordsOf(text);
  const lower = words.map((word) => word.text.toLowerCase());
  const effect = lower[0];
  const to = lower.indexOf('to');
  const within = lower.indexOf('in', to + 1);
  if ((effect !== 'allow' && effect !== 'deny') || to < 2 || within < to + 2) return undefined;
  const subjects = subjectsOf(words.slice(1, to));
  const location = locationOf(words, lower, within + 1);
  if (subjects.length === 0 || !location) return undefined;
  const where = lower.indexOf('where', within + 2);
  const listed = words[to + 1]!.text.startsWith('{');
  return {
    effect,
    subjects,
    location,
    ...(listed ? {} : { verb: words[to + 1]!, resource: within === to + 3 ? words[to + 2]! : undefined }),
    ...(where < 0 ? {} : { where: [words[where]!.span[0], text.length] }),
  };
}

/** `group A, B`, `group id ocid1…`, `group Default/A, dynamic-group C`. */
function subjectsOf(words: readonly OracleWord[]): OracleSubject[] {
  const subjects: OracleSubject[] = [];
  let kind: OracleSubject['kind'] | undefined;
  for (const word of words) {
    const lower = word.text.toLowerCase();
    if (subjectKinds.has(lower)) {
      kind = lower as OracleSubject['kind'];
      if (kind === 'any-user' || kind === 'any-group') subjects.push({ kind, name: word });
    } else if (lower !== ',' && lower !== 'id' && kind !== undefined) subjects.push({ kind, name: word });
  }
  return subjects;
}

function locationOf(words: readonly OracleWord[], lower: readonly string[], at: number): OracleStatement['location'] | undefined {
  if (lower[at] === 'tenancy') return { ...words[at]!, level: 'tenancy' };
  if (lower[at] !== 'compartment') return undefined;
  const name = words[lower[at + 1] === 'id' ? at + 2 : at + 1];
  // The tenancy is its own root compartment.
  return name && { ...name, level: name.text.startsWith('ocid1.tenancy.') ? 'tenancy' : 'compartment' };
}

/** Words apart at spaces and commas; quotes, braces and interpolations hold together. A comma is a word. */
function wordsOf(text: string): OracleWord[] {
  const words: OracleWord[] = [];
  let start = -1;
  let depth = 0;
  let quote = '';
  const end = (at: number): void => {
    if (start >= 0) words.push({ text: text.slice(start, at), span: [start, at] });
    start = -1;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (quote === '' && depth === 0 && (/\s/.test(char) || char === ',')) {
      end(at);
      if (char === ',') words.push({ text: ',', span: [at, at + 1] });
      continue;
    }
    if (start < 0) start = at;
    if (char === quote) quote = '';
    else if (quote === '' && depth === 0 && char === "'") quote = char;
    else if (quote === '' && char === '{') depth++;
    else if (quote === '' && char === '}' && depth > 0) depth--;
  }
  end(text.length);
  return words;
}
