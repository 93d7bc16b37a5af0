// Rights and roles that SQL gives: GRANT in its forms, ALTER DEFAULT PRIVILEGES, roles of SQL Server, roles of Google that
// BigQuery gives. A statement of another shape gives nothing.
import type { Place } from '../../text/text.ts';
import type { Facts, Grant, Platform, Principal, Scope, ScopeLevel } from '../types.ts';
import type { Leaf } from '../value.ts';
import { memberPrincipal } from '../gcp/binding.ts';
import { at, inside, isPlaceholder, leaf, wordsOf, type SqlOptions, type SqlPlace } from './parts.ts';
import type { SqlToken } from './tokens.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

const levelWords = tableOf<ScopeLevel>({
  DATABASE: 'database',
  SCHEMA: 'database',
  CATALOG: 'database',
  METASTORE: 'account',
  SERVER: 'cluster',
  ACCOUNT: 'account',
  TABLE: 'resource',
  SEQUENCE: 'resource',
  FUNCTION: 'resource',
  WAREHOUSE: 'resource',
});

/** Reads the GRANT that begins at `start`; `byDefault` where it speaks of what is yet to be made. */
export function readGrant(
  tokens: readonly SqlToken[],
  start: number,
  place: SqlPlace,
  into: Facts,
  options: SqlOptions,
  byDefault: boolean,
): void {
  const words = wordsOf(tokens);
  const on = words.indexOf('ON', start);
  const named = words.indexOf('TO', Math.max(start, on));
  if (named < 0 && !options.holder) return;
  const to = named < 0 ? clauseEnd(words, Math.max(start, on)) : named;
  const end = named < 0 ? to : clauseEnd(words, to);
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
  const principals =
    named < 0 && options.holder ? [options.holder] : listOf(tokens.slice(to + 1, end)).map((part) => principalOf(part, place));
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
  // Without an object roles are given: one membership each.
  if (!scope)
    return actions.forEach((role) =>
      pushRole(role, principals, { conditions, at: at(place, tokens[start]!) }, into, {
        ...options,
        platform: options.platform ?? platformOf(words),
      }),
    );
  into.grants.push({
    anchor: `${options.anchor}|GRANT ${shown} ON ${scope.text.toUpperCase()}${byDefault ? ' BY DEFAULT' : ''}`,
    platform: options.platform ?? platformOf(words),
    effect: 'allow',
    polarity: onlyNamed,
    role: byDefault ? 'resource' : 'identity',
    principals,
    actions,
    scope: [scope.scope],
    conditions,
    lifetime: { kind: 'standing' },
    carrier: { ...options.carrier, head: at(place, tokens[start]!) },
    enabled: options.enabled,
  });
}

function pushRole(
  role: Leaf,
  principals: readonly Principal[],
  { conditions, at: head }: { readonly conditions: Grant['conditions']; readonly at: Place },
  into: Facts,
  options: SqlOptions,
): void {
  into.grants.push({
    anchor: `${options.anchor}|GRANT ${role.kind === 'scalar' ? role.value : '?'}`,
    platform: options.platform ?? 'sql',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals,
    entitlement: role,
    actions: [],
    scope: [options.product ? { level: 'cluster', id: leaf(options.product, head) } : { level: 'unknown', id: leaf('', head) }],
    conditions,
    lifetime: { kind: 'standing' },
    carrier: { ...options.carrier, head },
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
      polarity: onlyNamed,
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

/** `ALTER [SERVER] ROLE role ADD MEMBER who`. */
export function pushMembership(role: SqlToken, who: SqlToken, place: SqlPlace, into: Facts, options: SqlOptions): void {
  into.grants.push({
    anchor: `${options.anchor}|MEMBER ${role.text}`,
    platform: options.platform ?? 'sql',
    effect: 'allow',
    polarity: onlyNamed,
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
export function readMembershipCall(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
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
  const text = tokens.map((token) => token.raw).join(tokens.some((token) => token.text === '.' || token.text === ':') ? '' : ' ');
  // SQL Server names what a thing is: `LOGIN::sa`.
  const isColon = (index: number): boolean => tokens[index]?.text === ':';
  const hasHole = tokens.some((token, index) => isPlaceholder(token) && !(isColon(index) && (isColon(index - 1) || isColon(index + 1))));
  const where = at(place, first, tokens.at(-1)!);
  const words = wordsOf(tokens);
  const global = /^\*\.\*$/.test(text);
  const wide = global ? 'everything' : words[0] === 'ALL' || words[0] === 'FUTURE' || /\.\*$/.test(text) ? 'database' : undefined;
  return {
    scope: { level: wide ?? levelWords.get(words[0] ?? '') ?? 'resource', id: leaf(text, where, hasHole && !global) },
    text,
  };
}

const snowflakeWords = /^(?:ACCOUNTADMIN|SECURITYADMIN|SYSADMIN|ORGADMIN|USERADMIN|WAREHOUSE|IMPORTED)$/;
/** Objects that only Snowflake has: the account itself, and what is yet to be made. */
const snowflakeObjects = /\bON (?:ACCOUNT TO ROLE|FUTURE [A-Z]+ IN)\b/;

function platformOf(words: readonly string[]): Platform {
  return words.some((word) => snowflakeWords.test(word)) || snowflakeObjects.test(words.join(' ')) ? 'snowflake' : 'sql';
}
