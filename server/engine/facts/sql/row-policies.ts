// Policies of PostgreSQL for rows (`CREATE POLICY`) that ask for nothing: `USING (true)`, to everybody or to everybody who has
// signed in. A policy that only reads is left out: what is public is for its author to say. Those that a statement takes away
// or changes are facts that do not count, so that a rule can tell what still holds.
import type { Place } from '../../text/text.ts';
import { onlyNamed } from '../polarity.ts';
import type { Facts } from '../types.ts';
import { at, inside, leaf, wordsOf, type SqlOptions, type SqlPlace } from './parts.ts';
import type { SqlToken } from './tokens.ts';

/**
 * The kinds of carrier: where the rows are behind an API that browsers call (Supabase, PostgREST), and elsewhere. Where no
 * role is named their attribute is where one would stand.
 */
export const policyBehindApi = 'row policy behind an API';
export const rowPolicy = 'row policy';
/** What takes a policy away, or gives it another condition. */
export const policyReplaced = 'replaced row policy';

const behindApi = /(?:^|\/)supabase\//;
const wordsOfApi =
  /\bauth\.(?:uid|role|jwt|users)\b|\bservice_role\b|\bstorage\.(?:objects|buckets)\b|\bto\s{1,20}(?:anon|authenticated)\b/i;

/** Whether rows of this text are behind an API whose callers have the roles `anon` and `authenticated`. */
export const isBehindApi = (text: string, uri: string): boolean => behindApi.test(uri) || wordsOfApi.test(text);

/** Reads `CREATE`, `ALTER` or `DROP POLICY`, whose words `tokens` are. */
export function readRowPolicy(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions, hasApi: boolean): void {
  const words = wordsOf(tokens);
  const on = words.indexOf('ON');
  const policy = tokens[on - 1];
  const table = tableAt(tokens, on + 1);
  if (on < 2 || words[1] !== 'POLICY' || !policy || !table) return;
  const push = (kind: string, where: Place, doing: string, who: 'any' | 'authenticated', roleGoes?: Place): void =>
    void into.grants.push({
      anchor: `${options.anchor}|POLICY ${policy.text} ON ${table.name}`,
      platform: 'sql',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'trust',
      principals: [{ kind: who, id: leaf(who === 'any' ? 'everybody' : 'everybody who has signed in', where) }],
      actions: [leaf(`${doing} BY POLICY`, where)],
      scope: [{ level: 'resource', id: leaf(table.name, at(place, table.token)) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, kind, address: policy.raw, head: inside(place, policy), attribute: roleGoes },
      enabled: kind === policyReplaced ? 'no' : options.enabled,
    });
  if (words[0] !== 'CREATE') return push(policyReplaced, at(place, policy), words[0]!, 'any');
  const given = clausesOf(tokens, words, on);
  const open = openedBy(given, table.name);
  const who = holderOf(given.roles);
  const clause = tokens[given.using ?? given.check ?? -1];
  if (!open || !who || !clause || words.includes('RESTRICTIVE')) return;
  push(
    hasApi ? policyBehindApi : rowPolicy,
    at(place, open.from, open.to),
    given.command,
    who,
    given.roles ? undefined : at(place, clause),
  );
}

interface Clauses {
  /** `ALL`, `INSERT`, … */
  readonly command: string;
  /** Undefined where no role is named: then it is PUBLIC. */
  readonly roles: readonly string[] | undefined;
  /** The words USING and WITH, and what stands in the brackets behind them. */
  readonly using?: number;
  readonly check?: number;
  readonly condition?: readonly SqlToken[];
  readonly ofNew?: readonly SqlToken[];
}

function clausesOf(tokens: readonly SqlToken[], words: readonly string[], on: number): Clauses {
  const using = words.indexOf('USING', on);
  const check = words.findIndex((word, index) => index > on && word === 'CHECK' && words[index - 1] === 'WITH') - 1;
  const end = [using, check].filter((index) => index > 0).sort((a, b) => a - b)[0] ?? tokens.length;
  const head = words.slice(on, end);
  const to = head.indexOf('TO');
  const given = head.indexOf('FOR');
  return {
    command: (given < 0 ? undefined : head[given + 1]) ?? 'ALL',
    roles: to < 0 ? undefined : tokens.slice(on + to + 1, end).flatMap(({ kind, text }) => (kind === 'mark' ? [] : [text.toUpperCase()])),
    ...(using > 0 ? { using, condition: inBrackets(tokens, using + 1) } : {}),
    ...(check > 0 ? { check, ofNew: inBrackets(tokens, check + 2) } : {}),
  };
}

/** What stands between the bracket here and the one that closes it. */
function inBrackets(tokens: readonly SqlToken[], open: number): readonly SqlToken[] {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    if (tokens[index]!.text === '(') depth++;
    else if (tokens[index]!.text === ')' && --depth === 0) return tokens.slice(open + 1, index);
  }
  return [];
}

/** The condition that lets everything through, where rows can be written by it. */
function openedBy({ command, condition, ofNew }: Clauses, table: string): { from: SqlToken; to: SqlToken } | undefined {
  if (command === 'SELECT') return undefined;
  const decides = command === 'INSERT' ? ofNew : condition;
  // Which rows may come of a change is asked by the other one; where it is not written it is the same.
  const others = command === 'INSERT' || !ofNew ? decides : ofNew;
  if (!decides || !others || !isOpen(decides, table) || !isOpen(others, table)) return undefined;
  const written = decides.filter(({ text }) => text !== '(' && text !== ')');
  return { from: written[0]!, to: written.at(-1)! };
}

/** `true`, `1 = 1`, and for files of Supabase `bucket_id = 'photos'`, which only says where. */
function isOpen(condition: readonly SqlToken[], table: string): boolean {
  const words = condition.filter(({ text }) => text !== '(' && text !== ')').map(({ kind, text }) => (kind === 'string' ? "''" : text));
  const written = words.join(' ').toUpperCase();
  return written === 'TRUE' || written === '1 = 1' || (table === 'storage.objects' && written === "BUCKET_ID = ''");
}

function holderOf(roles: readonly string[] | undefined): 'any' | 'authenticated' | undefined {
  if (!roles || roles.some((role) => role === 'PUBLIC' || role === 'ANON')) return 'any';
  return roles.includes('AUTHENTICATED') ? 'authenticated' : undefined;
}

/** A table with its schema, unless that is `public`; in lower case, as an unquoted name is. */
function tableAt(tokens: readonly SqlToken[], from: number): { readonly name: string; readonly token: SqlToken } | undefined {
  const first = tokens[from];
  if (!first || first.kind === 'mark') return undefined;
  const second = tokens[from + 1]?.text === '.' ? tokens[from + 2] : undefined;
  const schema = second ? first.raw.toLowerCase() : 'public';
  const token = second ?? first;
  return { name: schema === 'public' ? token.raw.toLowerCase() : `${schema}.${token.raw.toLowerCase()}`, token };
}
