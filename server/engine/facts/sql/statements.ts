// The statements of a text of SQL, each to the reader of its kind, and those in strings that another one runs. A tokeniser and
// the shape of each statement, no grammar: what has another shape gives nothing.
import type { Facts } from '../types.ts';
import { readDefiners } from './definers.ts';
import { pushMembership, readGrant, readMembershipCall } from './grants.ts';
import { inside, leaf, wordsOf, type SqlOptions, type SqlPlace } from './parts.ts';
import { readProfile } from './profiles.ts';
import { readRole } from './roles.ts';
import { isBehindApi, readRowGuard, readRowPolicy } from './row-policies.ts';
import { sqlTokens, type SqlToken } from './tokens.ts';
import { onlyNamed } from '../polarity.ts';

const cockroach = /\bcrdb_internal\b|\bcockroach(?:db)?\b|\bgrant\s{1,20}system\s/i;

/** A statement of interest, as a string begins with it. */
const givesSomething = /^\s{0,200}(?:grant\s|(?:create|alter)\s{1,20}(?:role|user|login|server\s{1,20}role|default\s{1,20}privileges)\s)/i;
/** Words before a string that is run, or put together to be. */
const runsNext = /^(?:IMMEDIATE|EXECUTE|EXEC|FORMAT|CONCAT|SP_EXECUTESQL)$/;

/** Pushes what the statements of a text give, those in the strings among them that it runs included. */
export function readSqlText(text: string, place: SqlPlace, into: Facts, given: SqlOptions): void {
  const tokens = readTokens(text, place, into, given);
  tokens.forEach((token, index) => {
    if (token.kind !== 'string' || !givesSomething.test(token.text) || !isRun(tokens, index)) return;
    const start = place.start === undefined ? undefined : place.start + token.start + 1;
    readTokens(token.text, { ...place, start }, into, { ...given, enabled: 'maybe' });
  });
}

/** `EXECUTE IMMEDIATE '…'`, `EXECUTE format('…')`, `sp_executesql N'…'`, `SET @sql = N'…'`, `PREPARE one FROM '…'`. */
function isRun(tokens: readonly SqlToken[], string: number): boolean {
  let at = string - 1;
  while (at >= 0 && (tokens[at]!.text === '(' || (tokens[at]!.kind === 'word' && tokens[at]!.text === 'N'))) at--;
  const before = tokens[at];
  if (before?.kind === 'word') return runsNext.test(before.text) || (before.text === 'FROM' && tokens[at - 2]?.text === 'PREPARE');
  // A variable, which may have its type behind it: `@sql nvarchar(max) = …`.
  return (
    before?.text === '=' && (tokens[at - 1]?.text === ':' || tokens.slice(Math.max(0, at - 5), at).some(({ raw }) => raw.startsWith('@')))
  );
}

function readTokens(text: string, place: SqlPlace, into: Facts, given: SqlOptions): readonly SqlToken[] {
  const options: SqlOptions = cockroach.test(text) || /cockroach|\bcrdb/i.test(place.uri) ? { ...given, product: 'CockroachDB' } : given;
  const tokens = sqlTokens(text);
  if (/\bsecurity\s{1,20}definer\b/i.test(text)) readDefiners(tokens, place, into, options);
  const hasApi = isBehindApi(text, place.uri);
  let start = 0;
  for (let i = 0; i <= tokens.length; i++) {
    const token = tokens[i];
    const ends = !token || (token.kind === 'mark' && token.text === ';');
    // A statement may also end where another begins: bodies of functions, batches without semicolons.
    const begins =
      token &&
      i > start &&
      token.kind === 'word' &&
      (token.text === 'GRANT' ||
        token.text === 'CREATE' ||
        token.text === 'ALTER' ||
        token.text === 'REVOKE' ||
        token.text === 'GO' ||
        token.text === 'EXEC') &&
      !follows(tokens, i);
    if (!ends && !begins) continue;
    const statement = tokens.slice(start, i);
    if (statement[1]?.text === 'POLICY') readRowPolicy(statement, place, into, options, hasApi);
    else if (statement[1]?.text === 'TABLE') readRowGuard(statement, place, into, options, hasApi);
    else readStatement(statement, place, into, options);
    start = ends ? i + 1 : i;
  }
  return tokens;
}

/** Words that make `GRANT` or `CREATE` part of a statement: `WITH GRANT OPTION`, `ALTER DEFAULT PRIVILEGES … GRANT`, a list of privileges. */
function follows(tokens: readonly SqlToken[], at: number): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  if (tokens[at]!.text === 'GRANT') {
    if (after?.text === 'OPTION') return true;
    for (let i = at - 1; i >= 0 && i > at - 14; i--) if (tokens[i]!.text === 'DEFAULT' && tokens[i + 1]?.text === 'PRIVILEGES') return true;
  }
  return (
    (before?.kind === 'mark' && before.text === ',') ||
    before?.text === 'GRANT' ||
    (after?.kind === 'mark' && (after.text === ',' || after.text === '.')) ||
    after?.text === 'ON'
  );
}

function readStatement(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const words = wordsOf(tokens);
  const first = words[0];
  if (first === 'GRANT') readGrant(tokens, 0, place, into, options, false);
  else if (first === 'ALTER' && words[1] === 'DEFAULT' && words[2] === 'PRIVILEGES') {
    const at = words.indexOf('GRANT');
    if (at > 0) readGrant(tokens, at, place, into, options, true);
  } else if (first === 'ALTER' && (words[1] === 'ROLE' || words[2] === 'ROLE') && words.includes('MEMBER')) {
    // SQL Server: `ALTER [SERVER] ROLE role ADD MEMBER who`.
    const role = tokens[words[1] === 'ROLE' ? 2 : 3];
    const who = tokens[words.indexOf('MEMBER') + 1];
    if (role && who && words[words.indexOf('MEMBER') - 1] === 'ADD') pushMembership(role, who, place, into, options);
  } else if (first === 'EXEC' || first === 'EXECUTE' || first === 'SP_ADDSRVROLEMEMBER' || first === 'SP_ADDROLEMEMBER')
    readMembershipCall(tokens, place, into, options);
  else if ((first === 'CREATE' || first === 'ALTER') && /^(?:ROLE|USER|LOGIN)$/.test(words[words[1] === 'OR' ? 3 : 1] ?? ''))
    readRole(tokens, place, into, options);
  else if ((first === 'CREATE' || first === 'ALTER') && words[1] === 'PROFILE') readProfile(tokens, place, into, options);
  else if (first === 'CREATE' || first === 'ALTER') readNetworkPolicy(tokens, place, into, options);
}

/** Snowflake: addresses from which everybody may sign in. */
function readNetworkPolicy(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const words = wordsOf(tokens);
  const named = words.findIndex((word, index) => word === 'POLICY' && words[index - 1] === 'NETWORK');
  const from = words.indexOf('ALLOWED_IP_LIST');
  if (named < 0 || from < 0) return;
  const close = tokens.findIndex((token, index) => index > from && token.text === ')');
  const every = tokens.slice(from, close < 0 ? undefined : close).find((token) => token.kind === 'string' && token.text === '0.0.0.0/0');
  if (!every) return;
  const where = inside(place, every);
  into.grants.push({
    anchor: `${options.anchor}|NETWORK POLICY ${tokens[named + 1]?.text ?? '?'}`,
    platform: 'sql',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'trust',
    principals: [{ kind: 'authenticated', id: leaf('every user of the account', where) }],
    actions: [leaf('CONNECT', where)],
    scope: [{ level: 'everything', id: leaf(every.text, where) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { ...options.carrier, head: where },
    enabled: options.enabled,
  });
}
