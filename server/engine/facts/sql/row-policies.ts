// Policies of PostgreSQL for rows (`CREATE POLICY`) that ask for nothing: `USING (true)`, to everybody or to everybody who has
// signed in; and tables that no policy guards any more (`DISABLE ROW LEVEL SECURITY`). A policy that only reads is left out: what
// is public is for its author to say. What a statement takes away or changes are facts that do not count, so that a rule can
// tell what still holds.
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
/** A table behind such an API whose rows no policy guards any more. */
export const guardOff = 'row security off';
/**
 * What takes a policy away, or gives it another condition. Of a whole table the address is empty where the guard is on again,
 * and `*` where the table is gone.
 */
export const policyReplaced = 'replaced row policy';

const behindApi = /supabase/i;
const wordsOfApi =
  /\bsupabase\b|\bauth\.(?:uid|role|jwt|users)\b|\bservice_role\b|\bstorage\.(?:objects|buckets)\b|\bto\s{1,20}(?:anon|authenticated)\b/i;

/** Whether rows of this text are behind an API whose callers have the roles `anon` and `authenticated`. */
export const isBehindApi = (text: string, uri: string): boolean => behindApi.test(uri) || wordsOfApi.test(text);

/** Words of `ALTER TABLE … ROW LEVEL SECURITY`, behind the name of the table. */
const guarding = /^(DISABLE|ENABLE) ROW LEVEL SECURITY$/;

/** Reads `DROP TABLE` and `ALTER TABLE … ROW LEVEL SECURITY`, whose words `tokens` are. */
export function readRowGuard(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions, hasApi: boolean): void {
  const words = wordsOf(tokens);
  // `DROP TABLE IF EXISTS`, `ALTER TABLE IF EXISTS ONLY`.
  let from = words[2] === 'IF' ? 4 : 2;
  if (words[from] === 'ONLY') from++;
  const push = (name: string, kind: string, address: string, where: Place): void =>
    void into.grants.push({
      anchor: `${options.anchor}|ROWS OF ${name}`,
      platform: 'sql',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'trust',
      principals: [{ kind: 'any', id: leaf('everybody', where) }],
      actions: [leaf('ALL WITHOUT POLICY', where)],
      scope: [{ level: 'resource', id: leaf(name, where) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, kind, address, head: where },
      enabled: kind === policyReplaced ? 'no' : options.enabled,
    });
  if (words[0] === 'DROP') return eachTable(tokens, from, ({ name, token }) => push(name, policyReplaced, '*', at(place, token)));
  const table = tableAt(tokens, from);
  const said = table && tokens.indexOf(table.token) + 1;
  const doing = said && guarding.exec(words.slice(said, said + 4).join(' '))?.[1];
  if (!table || !doing) return;
  if (doing === 'ENABLE') push(table.name, policyReplaced, '', at(place, table.token));
  // The API shows the schema `public` alone, unless somebody says otherwise.
  else if (hasApi && !table.name.includes('.')) push(table.name, guardOff, '', at(place, tokens[said]!, tokens[said + 3]));
}

/** The tables of a list, up to a word that is no name of one: `CASCADE`. */
function eachTable(tokens: readonly SqlToken[], from: number, take: (table: NonNullable<ReturnType<typeof tableAt>>) => void): void {
  for (let index = from; index < tokens.length;) {
    const table = tableAt(tokens, index);
    if (!table) return;
    take(table);
    const next = tokens.indexOf(table.token, index) + 1;
    if (tokens[next]?.text !== ',') return;
    index = next + 1;
  }
}

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
