// Grants and roles of SQL statements to facts: GRANT, ALTER DEFAULT PRIVILEGES, CREATE and ALTER of roles and users,
// server roles. A tokeniser and the shape of each statement, no grammar: what has another shape gives nothing.
import type { Place } from '../../text/text.ts';
import { pushNoPassword } from '../data-services/access.ts';
import type { Carrier, Facts, Grant, Lifetime, Platform, Principal, Scope, ScopeLevel } from '../types.ts';
import type { Leaf } from '../value.ts';
import { memberPrincipal } from '../gcp/binding.ts';
import { readDefiners } from './definers.ts';
import { sqlTokens, type SqlToken } from './tokens.ts';
import { tableOf } from '../../table.ts';

export interface SqlOptions {
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
  readonly platform?: Platform;
}

export interface SqlPlace {
  readonly uri: string;
  /** Where the text begins in its document; undefined where escapes move it. */
  readonly start: number | undefined;
  /** The whole text, for when its parts have no places. */
  readonly at: Place;
}

export function readSqlText(text: string, place: SqlPlace, into: Facts, options: SqlOptions): void {
  const tokens = sqlTokens(text);
  if (/\bsecurity\s{1,20}definer\b/i.test(text)) readDefiners(tokens, place, into, options);
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
    readStatement(tokens.slice(start, i), place, into, options);
    start = ends ? i + 1 : i;
  }
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

const wordsOf = (tokens: readonly SqlToken[]): string[] => tokens.map((token) => (token.kind === 'word' ? token.text : ''));

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
}

function at(place: SqlPlace, from: SqlToken, to: SqlToken = from): Place {
  return place.start === undefined ? place.at : { uri: place.uri, span: [place.start + from.start, place.start + to.end] };
}

/** A string or a name without its quotes. */
function inside(place: SqlPlace, token: SqlToken): Place {
  return token.kind === 'string' || token.kind === 'name'
    ? at(place, { ...token, start: token.start + 1, end: Math.max(token.start + 1, token.end - 1) })
    : at(place, token);
}

function leaf(value: string, where: Place, unknown = false): Leaf {
  const written = { at: where, token: where, via: [], encoding: 'sql' as const, editable: false };
  return unknown ? { kind: 'unknown', why: 'a placeholder', ...written } : { kind: 'scalar', known: 'literal', value, ...written };
}

/** `{{name}}`, `${x}`, `:name`, `?`: filled in by whoever runs the statement. */
function isPlaceholder(token: SqlToken | undefined): boolean {
  return (token?.kind === 'mark' && /[{$:?%]/.test(token.text)) || /\{\{|\$\{|\0/.test(token?.text ?? '');
}

const levelWords = tableOf<ScopeLevel>({
  DATABASE: 'database',
  SCHEMA: 'database',
  SERVER: 'cluster',
  ACCOUNT: 'account',
  TABLE: 'resource',
  SEQUENCE: 'resource',
  FUNCTION: 'resource',
  WAREHOUSE: 'resource',
});

function readGrant(
  tokens: readonly SqlToken[],
  start: number,
  place: SqlPlace,
  into: Facts,
  options: SqlOptions,
  byDefault: boolean,
): void {
  const words = wordsOf(tokens);
  const on = words.indexOf('ON', start);
  const to = words.indexOf('TO', Math.max(start, on));
  if (to < 0) return;
  const end = clauseEnd(words, to);
  const withOption = words.indexOf('OPTION', end);
  const conditions =
    withOption > 0 && (words[withOption - 1] === 'GRANT' || words[withOption - 1] === 'ADMIN')
      ? [
          {
            operator: 'with',
            key: `${words[withOption - 1]} OPTION`,
            values: [],
            limits: 'none' as const,
            at: at(place, tokens[withOption - 1]!, tokens[withOption]!),
          },
        ]
      : [];
  const principals = listOf(tokens.slice(to + 1, end)).map((part) => principalOf(part, place));
  const scope = on > 0 ? scopeOf(tokens.slice(on + 1, to), place) : undefined;
  const names = listOf(tokens.slice(start + 1, on > 0 ? on : to)).filter((part) => part.length > 0);
  const actions = names.map((part) => {
    const text = part
      .filter((token) => token.kind === 'word' || token.kind === 'name' || token.kind === 'string')
      .map((token) => (token.kind === 'word' ? token.text : token.text))
      .join(' ');
    return leaf(text.toUpperCase(), at(place, part[0]!, part.at(-1)!), part.some(isPlaceholder));
  });
  if (actions.length === 0 || principals.length === 0) return;
  if (scope && isGoogleRole(names[0]![0]))
    return readGoogleGrant(tokens.slice(on + 1, to), names, listOf(tokens.slice(to + 1, end)), place, into, {
      ...options,
      carrier: { ...options.carrier, head: at(place, tokens[start]!) },
    });
  const shown = actions.map((action) => (action.kind === 'scalar' ? action.value : '?')).join(',');
  into.grants.push({
    anchor: `${options.anchor}|GRANT ${shown}${scope ? ` ON ${scope.text.toUpperCase()}` : ''}${byDefault ? ' BY DEFAULT' : ''}`,
    platform: options.platform ?? platformOf(words),
    effect: 'allow',
    polarity: { actions: 'only', resources: 'only', principals: 'only' },
    // Without an object it is a role that is given: membership.
    role: scope ? (byDefault ? 'resource' : 'identity') : 'binding',
    principals,
    entitlement: scope ? undefined : actions[0],
    actions: scope ? actions : [],
    scope: scope ? [scope.scope] : [{ level: 'unknown', id: leaf('', at(place, tokens[start]!)) }],
    conditions,
    lifetime: { kind: 'standing' },
    carrier: { ...options.carrier, head: at(place, tokens[start]!) },
    enabled: options.enabled,
  });
}

const isGoogleRole = (token: SqlToken | undefined): boolean =>
  token?.kind === 'name' && /^(?:roles|projects|organizations)\//.test(token.text);

/** BigQuery gives roles of Google IAM: ``GRANT `roles/bigquery.dataViewer` ON SCHEMA shop TO "user:ann@acme.example"``. */
function readGoogleGrant(
  object: readonly SqlToken[],
  roles: readonly (readonly SqlToken[])[],
  holders: readonly (readonly SqlToken[])[],
  place: SqlPlace,
  into: Facts,
  options: SqlOptions,
): void {
  const leafOf = (token: SqlToken, text = token.text): Leaf => leaf(text, inside(place, token), isPlaceholder(token));
  const kind = object[0]?.text ?? '';
  const name = object
    .slice(1)
    .map((token) => token.raw)
    .join('');
  for (const [role] of roles) {
    if (!isGoogleRole(role)) continue;
    into.grants.push({
      anchor: `${options.anchor}|GRANT ${role!.text} ON ${kind} ${name}`,
      platform: 'gcp',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'binding',
      principals: holders.map(([holder]) => memberPrincipal(leafOf(holder!, holder!.text.replace(/^specialGroup:/i, '')))),
      entitlement: leafOf(role!),
      actions: [],
      scope: [
        {
          level: kind === 'PROJECT' ? 'project' : kind === 'ORGANIZATION' ? 'org' : 'resource',
          id: leaf(name, at(place, object[0]!, object.at(-1)!)),
        },
      ],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: options.carrier,
      enabled: options.enabled,
    });
  }
}

function pushMembership(role: SqlToken, who: SqlToken, place: SqlPlace, into: Facts, options: SqlOptions): void {
  into.grants.push({
    anchor: `${options.anchor}|MEMBER ${role.text}`,
    platform: options.platform ?? 'sql',
    effect: 'allow',
    polarity: { actions: 'only', resources: 'only', principals: 'only' },
    role: 'binding',
    principals: [principalOf([who], place)],
    entitlement: leaf(role.text.toUpperCase(), inside(place, role)),
    actions: [],
    scope: [{ level: 'cluster', id: leaf('', at(place, role)) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { ...options.carrier, head: at(place, role) },
    enabled: options.enabled,
  });
}

/** The older way of SQL Server: `EXEC sp_addsrvrolemember 'who', 'role'`, and `sp_addrolemember 'role', 'who'`. */
function readMembershipCall(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const at = tokens.findIndex(
    (token) => token.kind === 'word' && (token.text === 'SP_ADDSRVROLEMEMBER' || token.text === 'SP_ADDROLEMEMBER'),
  );
  if (at < 0) return;
  const [one, other] = tokens
    .slice(at + 1, at + 11)
    .filter((token) => token.kind !== 'mark' && !token.text.startsWith('@') && !(token.kind === 'word' && token.text === 'N'));
  if (!one || !other) return;
  if (tokens[at]!.text === 'SP_ADDSRVROLEMEMBER') pushMembership(other, one, place, into, options);
  else pushMembership(one, other, place, into, options);
}

function clauseEnd(words: readonly string[], from: number): number {
  for (let i = from + 1; i < words.length; i++)
    if (
      words[i] === 'WITH' ||
      words[i] === 'IDENTIFIED' ||
      words[i] === 'REQUIRE' ||
      words[i] === 'GRANTED' ||
      words[i] === 'AS' ||
      words[i] === 'COPY'
    )
      return i;
  return words.length;
}

/** Tokens between commas, outside parentheses (`SELECT (a, b)`). */
function listOf(tokens: readonly SqlToken[]): SqlToken[][] {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'mark' && token.text === '(') depth++;
    else if (token.kind === 'mark' && token.text === ')') depth--;
    else if (token.kind === 'mark' && token.text === ',' && depth === 0) parts.push([]);
    else if (depth === 0) parts.at(-1)!.push(token);
  }
  return parts.filter((part) => part.length > 0);
}

function principalOf(part: readonly SqlToken[], place: SqlPlace): Principal {
  const rest = part.filter(
    (token, index) =>
      !(
        index === 0 &&
        token.kind === 'word' &&
        part.length > 1 &&
        /^(?:ROLE|USER|GROUP|DATABASE|SHARE|APPLICATION|ACCOUNT)$/.test(token.text)
      ),
  );
  const first = rest[0] ?? part[0]!;
  const hostAt = rest.findIndex((token) => token.text === '@');
  const where = at(place, first, rest.at(-1) ?? first);
  if (rest.some(isPlaceholder)) return { kind: 'role', id: leaf('', where, true) };
  if (first.kind === 'word' && first.text === 'PUBLIC' && hostAt < 0) return { kind: 'any', id: leaf('PUBLIC', where) };
  const host = hostAt > 0 ? `@${rest[hostAt + 1]?.text ?? ''}` : '';
  return { kind: part[0] !== first && part[0]!.text === 'USER' ? 'user' : 'role', id: leaf(`${first.raw}${host}`, where) };
}

function scopeOf(tokens: readonly SqlToken[], place: SqlPlace): { scope: Scope; text: string } | undefined {
  const first = tokens[0];
  if (!first) return undefined;
  const text = tokens.map((token) => token.raw).join(tokens.some((token) => token.text === '.') ? '' : ' ');
  const where = at(place, first, tokens.at(-1)!);
  const words = wordsOf(tokens);
  const global = /^\*\.\*$/.test(text);
  const wide = global ? 'everything' : words[0] === 'ALL' || words[0] === 'FUTURE' || /\.\*$/.test(text) ? 'database' : undefined;
  return {
    scope: { level: wide ?? levelWords.get(words[0] ?? '') ?? 'resource', id: leaf(text, where, tokens.some(isPlaceholder) && !global) },
    text,
  };
}

const snowflakeWords = /^(?:ACCOUNTADMIN|SECURITYADMIN|SYSADMIN|ORGADMIN|USERADMIN|WAREHOUSE|IMPORTED)$/;
/** Objects that only Snowflake has: the account itself, and what is yet to be made. */
const snowflakeObjects = /\bON (?:ACCOUNT TO ROLE|FUTURE [A-Z]+ IN)\b/;

function platformOf(words: readonly string[]): Platform {
  return words.some((word) => snowflakeWords.test(word)) || snowflakeObjects.test(words.join(' ')) ? 'snowflake' : 'sql';
}

/** Attributes of a role or user that are rights by themselves, and its password. In Redshift CREATEUSER is what others call SUPERUSER. */
const attributes = new Set(['SUPERUSER', 'CREATEROLE', 'CREATEDB', 'BYPASSRLS', 'REPLICATION', 'CREATEUSER']);

function readRole(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const words = wordsOf(tokens);
  // `CREATE OR REPLACE USER IF NOT EXISTS app`.
  let nameAt = words[1] === 'OR' ? 4 : 2;
  if (words[nameAt] === 'IF') nameAt += words[nameAt + 1] === 'NOT' ? 3 : 2;
  const name = tokens[nameAt];
  if (!name) return;
  const stop = words.indexOf('RENAME') > 0 ? words.indexOf('RENAME') : words.length;
  const actions = tokens
    .slice(nameAt + 1, stop)
    .filter((token) => token.kind === 'word' && attributes.has(token.text))
    .map((token) => leaf(token.text === 'CREATEUSER' ? 'SUPERUSER' : token.text, at(place, token)));
  const host = tokens[nameAt + 1]?.text === '@' ? `@${tokens[nameAt + 2]?.text ?? ''}` : '';
  const who: Principal = {
    kind: 'role',
    id:
      isPlaceholder(name) || name.text.includes('{{')
        ? leaf('', at(place, name), true)
        : leaf(`${name.raw}${host}`, at(place, name, host ? (tokens[nameAt + 2] ?? name) : name)),
  };
  const anchor = `${options.anchor}|ROLE ${name.text}`;
  if (actions.length > 0) {
    into.grants.push({
      anchor,
      platform: options.platform ?? 'sql',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'identity',
      principals: [who],
      actions,
      scope: [{ level: 'cluster', id: leaf('', at(place, name)) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  }
  // Snowflake: the role that a user has in every session.
  const standing = words.indexOf('DEFAULT_ROLE') + 1;
  const chosen = standing > 0 ? tokens[standing + (tokens[standing]?.text === '=' ? 1 : 0)] : undefined;
  if (chosen && chosen.kind !== 'mark') {
    into.grants.push({
      anchor: `${anchor}|DEFAULT_ROLE`,
      platform: 'snowflake',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'binding',
      principals: [{ ...who, kind: 'user' }],
      actions: [],
      entitlement: leaf(chosen.text.toUpperCase(), inside(place, chosen)),
      scope: [{ level: 'account', id: leaf('', at(place, name)) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  }
  if (host === '@%' && words[0] === 'CREATE') {
    into.grants.push({
      anchor: `${anchor}|host`,
      platform: options.platform ?? 'sql',
      effect: 'allow',
      polarity: { actions: 'only', resources: 'only', principals: 'only' },
      role: 'trust',
      principals: [who],
      actions: [leaf('CONNECT', at(place, name))],
      scope: [{ level: 'everything', id: leaf('%', inside(place, tokens[nameAt + 2]!)) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  }
  const password = words.findIndex(
    (word, index) =>
      (word === 'PASSWORD' && words[index + 1] !== 'NULL' && words[index + 1] !== 'EXPIRE') ||
      (word === 'IDENTIFIED' && (words[index + 1] === 'BY' || words[index + 1] === 'WITH')),
  );
  const external = /AWSAUTHENTICATIONPLUGIN|RDS_IAM|AUTH_SOCKET|EXTERNALLY|UNIX_SOCKET|CERTIFICATE|KERBEROS|LDAP|SSH_KEY/.test(
    words.join(' '),
  );
  // ClickHouse: `IDENTIFIED WITH no_password`.
  const none = words.indexOf('NO_PASSWORD');
  if (none > 0 && words[none - 1] === 'WITH')
    return pushNoPassword(
      {
        uri: place.uri,
        kind: options.carrier.kind,
        name: name.text,
        who: who.id,
        role: leaf(tokens[none]!.raw, at(place, tokens[none]!)),
        block: options.carrier.block,
        head: at(place, tokens[0]!, name),
        enabled: options.enabled,
      },
      into,
    );
  if (password > 0 && words[0] === 'CREATE' && !external) {
    const valid = words.indexOf('UNTIL');
    const end = valid > 0 ? tokens[valid + 1] : undefined;
    const until = end && leaf(end.text, inside(place, end), isPlaceholder(end));
    const lifetime: Lifetime = until
      ? {
          kind:
            until.kind === 'scalar' && !/^infinity$/i.test(String(until.value))
              ? 'until'
              : until.kind === 'scalar'
                ? 'standing'
                : 'unknown',
          until,
        }
      : words.includes('EXPIRE')
        ? { kind: 'unknown' }
        : { kind: 'standing' };
    into.credentials.push({
      anchor,
      platform: options.platform ?? 'sql',
      kind: 'db-password',
      owner: who,
      lifetime,
      storedIn: 'unknown',
      at: at(place, tokens[0]!, name),
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  }
}
