// An AWS policy document as an export prints it, as the items that grants in the code come to (`posture/grant-items.ts`).
import { entriesOf, fieldOf, textOf } from '../fields.ts';

export interface StatementItems {
  readonly items: readonly string[];
  readonly effect: 'allow' | 'deny';
  readonly reach?: 'admin';
}

/** Undefined when the document is not understood. The API's own form is percent-encoded; the command line decodes it. */
export function statementsOf(document: unknown): readonly StatementItems[] | undefined {
  let policy = document;
  if (typeof document === 'string') {
    try {
      policy = JSON.parse(document.startsWith('%7B') ? decodeURIComponent(document) : document);
    } catch {
      return undefined;
    }
  }
  const written = fieldOf(policy, 'Statement');
  const statements = Array.isArray(written) ? written : written === undefined ? undefined : [written];
  if (!statements) return undefined;
  const out: StatementItems[] = [];
  for (const statement of statements) {
    const read = statementItems(statement);
    if (!read) return undefined;
    out.push(read);
  }
  return out;
}

function statementItems(statement: unknown): StatementItems | undefined {
  const effect = textOf(statement, 'Effect')?.toLowerCase();
  if (effect !== 'allow' && effect !== 'deny') return undefined;
  const items = new Set<string>([`effect ${effect}`]);
  const lists: readonly [string, string][] = [
    ['Action', 'action'],
    ['NotAction', 'not-action'],
    ['Resource', 'resource'],
    ['NotResource', 'not-resource'],
  ];
  for (const [key, word] of lists) {
    for (const text of textsOf(fieldOf(statement, key))) items.add(`${word} ${word.endsWith('action') ? text.toLowerCase() : text}`);
  }
  const conditions = entriesOf(statement, 'Condition');
  for (const [operator, keys] of conditions) {
    for (const [key, values] of entriesOf(keys))
      items.add(`condition ${operator.toLowerCase()} ${key.toLowerCase()} = ${[...textsOf(values)].sort().join(' | ')}`);
  }
  const admin =
    effect === 'allow' && conditions.length === 0 && (items.has('action *') || items.has('action *:*')) && items.has('resource *');
  return { items: [...items].sort(), effect, ...(admin ? { reach: 'admin' } : {}) };
}

/** The end that a condition on the time gives, as the export writes it. */
export function endIn(items: readonly string[]): string | undefined {
  return items
    .map((item) => /^condition (?:datelessthan|datelessthanequals) aws:(?:currenttime|epochtime) = ([^|]+)$/.exec(item)?.[1])
    .find((one) => one !== undefined);
}

function textsOf(value: unknown): readonly string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.flatMap((one) =>
    typeof one === 'string' ? [one] : typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : [],
  );
}

/** Managed policies of AWS that allow everything. */
export const adminPolicies = new Set([
  'arn:aws:iam::aws:policy/AdministratorAccess',
  'arn:aws-us-gov:iam::aws:policy/AdministratorAccess',
  'arn:aws-cn:iam::aws:policy/AdministratorAccess',
]);

/** Account number in an ARN of IAM; undefined for AWS's own. */
export function accountOf(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):/.exec(arn)?.[1];
}
