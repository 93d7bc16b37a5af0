// Whom a condition of Firebase's Security Rules lets in, as far as the condition itself says: everybody, everybody until a day,
// everybody who signed in. What asks anything of the data or of the caller is none of these. It computes nothing: operands of
// `||` and `&&` are weighed, and functions without parameters are looked into.

/** From the most open to the least; `some` where the condition asks for more than a login, or is not understood. */
export type Reach = 'everybody' | 'signed-in' | 'some' | 'nobody';

/** Whom a condition lets in; `until` as an ISO date and time where that ends. */
export interface Admitted {
  readonly reach: Reach;
  readonly until?: string;
}

/** Bodies of functions without parameters, by name; undefined where several have the name, or one that is not understood. */
export type Functions = ReadonlyMap<string, string | undefined>;

const order: readonly Reach[] = ['nobody', 'some', 'signed-in', 'everybody'];
/** Longer conditions and deeper ones are not weighed: each level reads its text once more. */
const longest = 10_000;
const deepest = 12;

const signedIn = /^(?:request\.)?auth(?:\.uid)?\s{0,20}!==?\s{0,20}null$/;
const endOfDay =
  /^request\.time\s{0,20}<=?\s{0,20}timestamp\.date\(\s{0,20}(\d{4})\s{0,20},\s{0,20}(\d{1,2})\s{0,20},\s{0,20}(\d{1,2})\s{0,20}\)$/;
const endInMilliseconds = /^(?:now|request\.time\.toMillis\(\))\s{0,20}<=?\s{0,20}(\d{10,14})$/;

/** Says whom a condition lets in; its text is without comments, and what stands in strings may be blank. */
export type Weigh = (condition: string) => Admitted;

const some: Admitted = { reach: 'some' };

/** Weighs conditions that may call some functions. Each function is weighed once, whoever calls it; one that calls itself is not understood. */
export function weigher(functions: Functions): Weigh {
  const known = new Map<string, Admitted>();
  const weigh = (condition: string, depth: number): Admitted => {
    const text = withoutParentheses(condition.trim());
    if (text.length > longest || depth > deepest) return some;
    const either = parts(text, '||');
    if (either.length > 1) return either.map((part) => weigh(part, depth + 1)).reduce(moreOpen);
    const both = parts(text, '&&');
    if (both.length > 1) return both.map((part) => weigh(part, depth + 1)).reduce(lessOpen);
    if (text === 'true') return { reach: 'everybody' };
    if (text === 'false') return { reach: 'nobody' };
    if (signedIn.test(text)) return { reach: 'signed-in' };
    const until = endOf(text);
    if (until !== undefined) return { reach: 'everybody', until };
    const name = /^([A-Za-z_]\w{0,99})\(\s{0,20}\)$/.exec(text)?.[1];
    return name === undefined ? some : call(name, depth);
  };
  const call = (name: string, depth: number): Admitted => {
    const before = known.get(name);
    if (before) return before;
    const body = functions.get(name);
    if (body === undefined) return some;
    known.set(name, some);
    const admitted = weigh(body, depth + 1);
    known.set(name, admitted);
    return admitted;
  };
  return (condition) => weigh(condition, 0);
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
