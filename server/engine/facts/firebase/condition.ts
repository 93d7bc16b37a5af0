// Whom a condition of Firebase's Security Rules lets in, as far as the condition itself says: everybody, everybody until a day,
// everybody who signed in. What asks anything of the data or of the caller is none of these. It computes nothing: operands of
// `||` and `&&` are weighed, and functions are looked into.

/**
 * From the most open to the least; `self` where everybody who signed in has one document, the one that is named like them, and
 * `some` where the condition asks for more than that, or is not understood.
 */
export type Reach = 'everybody' | 'signed-in' | 'self' | 'some' | 'nobody';

/** Whom a condition lets in; `until` as an ISO date and time where that ends. */
export interface Admitted {
  readonly reach: Reach;
  readonly until?: string;
}

/** A function that is one expression. */
export interface RuleFunction {
  readonly parameters: readonly string[];
  readonly body: string;
}

/** Functions by name; undefined where several have the name, or one that is not understood. */
export type Functions = ReadonlyMap<string, RuleFunction | undefined>;

const order: readonly Reach[] = ['nobody', 'some', 'self', 'signed-in', 'everybody'];
/** Longer conditions and deeper ones are not weighed: each level reads its text once more. */
const longest = 10_000;
const deepest = 12;
/** Calls that are looked into for all conditions of a file. */
const mostCalls = 2000;

const signedIn = /^(?:request\.)?auth(?:\.uid)?\s{0,20}!==?\s{0,20}null$/;
const endOfDay =
  /^request\.time\s{0,20}<=?\s{0,20}timestamp\.date\(\s{0,20}(\d{4})\s{0,20},\s{0,20}(\d{1,2})\s{0,20},\s{0,20}(\d{1,2})\s{0,20}\)$/;
const endInMilliseconds = /^(?:now|request\.time\.toMillis\(\))\s{0,20}<=?\s{0,20}(\d{10,14})$/;

/** Says whom a condition lets in; its text is without comments, and what stands in strings may be blank. `own` is the variable that a path has for the name of its document. */
export type Weigh = (condition: string, own?: string) => Admitted;

const some: Admitted = { reach: 'some' };

/** Weighs conditions that may call some functions. Each function is weighed once for what it is given, whoever calls it; one that calls itself is not understood. */
export function weigher(functions: Functions): Weigh {
  const known = new Map<string, Admitted>();
  const weigh = (condition: string, own: string | undefined, depth: number): Admitted => {
    const text = withoutParentheses(condition.trim());
    if (text.length > longest || depth > deepest) return some;
    const either = parts(text, '||');
    if (either.length > 1) return either.map((part) => weigh(part, own, depth + 1)).reduce(moreOpen);
    const both = parts(text, '&&');
    if (both.length > 1) return both.map((part) => weigh(part, own, depth + 1)).reduce(lessOpen);
    if (text === 'true') return { reach: 'everybody' };
    if (text === 'false') return { reach: 'nobody' };
    if (signedIn.test(text)) return { reach: 'signed-in' };
    if (own !== undefined && isSelf(text, own)) return { reach: 'self' };
    const until = endOf(text);
    if (until !== undefined) return { reach: 'everybody', until };
    const [, name, given] = /^([A-Za-z_]\w{0,99})\(([\w\s.,]{0,300})\)$/.exec(text) ?? [];
    return name === undefined ? some : call(name, given!.trim(), own, depth);
  };
  const call = (name: string, given: string, own: string | undefined, depth: number): Admitted => {
    const key = `${name}(${given.replace(/\s+/g, '')})${own ?? ''}`;
    const before = known.get(key);
    if (before) return before;
    const called = functions.get(name);
    const values = given === '' ? [] : given.split(',').map((one) => one.trim());
    if (!called || called.parameters.length !== values.length || known.size >= mostCalls) return some;
    known.set(key, some);
    const admitted = weigh(withValues(called, values), own, depth + 1);
    known.set(key, admitted);
    return admitted;
  };
  return (condition, own) => weigh(condition, own, 0);
}

/** The body of a function with what it is given in the place of its parameters. */
function withValues({ parameters, body }: RuleFunction, values: readonly string[]): string {
  if (values.length === 0) return body;
  const given = new Map(parameters.map((name, index) => [name, values[index]!]));
  return body.replace(/(?<![\w.])[A-Za-z_]\w*/g, (word) => given.get(word) ?? word);
}

/** `request.auth.uid == user`, or `auth.uid === $user`, either way around. */
function isSelf(text: string, own: string): boolean {
  const sides = text.split(/={2,3}/).map((side) => side.trim());
  return sides.length === 2 && sides.includes(own) && (sides.includes('request.auth.uid') || sides.includes('auth.uid'));
}

const rank = ({ reach }: Admitted): number => order.indexOf(reach);

/** What both let in: the fewer, until the first of their ends. */
function lessOpen(a: Admitted, b: Admitted): Admitted {
  const { reach } = rank(a) <= rank(b) ? a : b;
  const [until] = [a.until, b.until].filter((end) => end !== undefined).sort();
  return until === undefined ? { reach } : { reach, until };
}

/** What either lets in: the more; of two that are alike the one without an end, or with the later. */
function moreOpen(a: Admitted, b: Admitted): Admitted {
  if (rank(a) !== rank(b)) return rank(a) > rank(b) ? a : b;
  if (a.until === undefined || b.until === undefined) return { reach: a.reach };
  return a.until > b.until ? a : b;
}

function endOf(text: string): string | undefined {
  const [, year, month, day] = endOfDay.exec(text) ?? [];
  if (day !== undefined) return `${year}-${month!.padStart(2, '0')}-${day.padStart(2, '0')}T00:00:00Z`;
  const milliseconds = endInMilliseconds.exec(text)?.[1];
  return milliseconds === undefined ? undefined : new Date(Number(milliseconds)).toISOString();
}

/** Without parentheses that are around all of it. */
function withoutParentheses(text: string): string {
  let inner = text;
  for (let level = 0; level < deepest && inner.startsWith('(') && inner.endsWith(')') && closes(inner); level++)
    inner = inner.slice(1, -1).trim();
  return inner;
}

/** Whether the parenthesis that begins a text is closed by its last character. */
function closes(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return at === text.length - 1;
  }
  return false;
}

/** The operands of an operator outside of brackets. A choice (`a ? b : c`) is one operand. */
function parts(text: string, operator: '||' | '&&'): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (char === '(' || char === '[' || char === '{') depth++;
    else if (char === ')' || char === ']' || char === '}') depth--;
    else if (char === '?' && depth === 0) return [text];
    else if (depth === 0 && text.startsWith(operator, at)) {
      found.push(text.slice(from, at));
      from = ++at + 1;
    }
  }
  return [...found, text.slice(from)];
}
