// Roles and users that SQL makes or changes: attributes that are rights by themselves, hosts, passwords and their ends.
import { pushNoPassword } from '../data-services/access.ts';
import type { Facts, Lifetime, Principal } from '../types.ts';
import { at, inside, isPlaceholder, leaf, wordsOf, type SqlOptions, type SqlPlace } from './parts.ts';
import type { SqlToken } from './tokens.ts';
import { onlyNamed } from '../polarity.ts';

/** Attributes of a role or user that are rights by themselves, and its password. In Redshift CREATEUSER is what others call SUPERUSER. */
const attributes = new Set(['SUPERUSER', 'CREATEROLE', 'CREATEDB', 'BYPASSRLS', 'REPLICATION', 'CREATEUSER']);

/** ClickHouse: `HOST LOCAL`, `HOST NAME 'localhost'`, `HOST IP '127.0.0.1', '::1'`. */
function isLocalAlone(tokens: readonly SqlToken[], words: readonly string[]): boolean {
  const host = words.indexOf('HOST');
  if (host < 0) return false;
  if (/^(?:LOCAL|NONE)$/.test(words[host + 1] ?? '')) return true;
  const addresses = tokens.slice(host).filter(({ kind }) => kind === 'string');
  return addresses.length > 0 && addresses.every(({ text }) => /^(?:localhost|127\.|::1$)/i.test(text));
}

export function readRole(tokens: readonly SqlToken[], place: SqlPlace, into: Facts, options: SqlOptions): void {
  const words = wordsOf(tokens);
  // `CREATE OR REPLACE USER IF NOT EXISTS app`.
  let nameAt = words[1] === 'OR' ? 4 : 2;
  if (words[nameAt] === 'IF') nameAt += words[nameAt + 1] === 'NOT' ? 3 : 2;
  const name = tokens[nameAt];
  if (!name) return;
  const stop = words.indexOf('RENAME') > 0 ? words.indexOf('RENAME') : words.length;
  const actions = tokens
    .slice(nameAt + 1, stop)
    .filter(
      (token, index, rest) =>
        token.kind === 'word' &&
        attributes.has(token.text) &&
        // Cassandra: `SUPERUSER = false`.
        !(rest[index + 1]?.text === '=' && /^false$/i.test(rest[index + 2]?.text ?? '')),
    )
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
      polarity: onlyNamed,
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
      polarity: onlyNamed,
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
  // MySQL: `'app'@'%'`. ClickHouse: `HOST ANY`, which is its default as well, and said here where somebody wrote it.
  const anywhere =
    host === '@%' ? tokens[nameAt + 2] : tokens[words.findIndex((word, index) => word === 'ANY' && words[index - 1] === 'HOST')];
  // Who gives an account its password has it: `ALTER USER 'root'@'%' IDENTIFIED BY …`, often right behind its CREATE.
  const isSet = host === '@%' && words.includes('IDENTIFIED') && !into.grants.slice(-20).some((grant) => grant.anchor === `${anchor}|host`);
  if (anywhere && (words[0] === 'CREATE' || isSet)) {
    into.grants.push({
      anchor: `${anchor}|host`,
      platform: options.platform ?? 'sql',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'trust',
      principals: [who],
      actions: [leaf('CONNECT', at(place, name))],
      scope: [{ level: 'everything', id: leaf(anywhere.raw, inside(place, anywhere)) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  }
  const password = words.findIndex(
    (word, index) =>
      (word === 'PASSWORD' && !/^(?:NULL|EXPIRE|DISABLE)$/.test(words[index + 1] ?? '')) ||
      (word === 'IDENTIFIED' && (words[index + 1] === 'BY' || words[index + 1] === 'WITH')),
  );
  const external = /AWSAUTHENTICATIONPLUGIN|RDS_IAM|AUTH_SOCKET|EXTERNALLY|UNIX_SOCKET|CERTIFICATE|KERBEROS|LDAP|SSH_KEY/.test(
    words.join(' '),
  );
  // ClickHouse: `IDENTIFIED WITH no_password`, and `NOT IDENTIFIED`; from the machine itself alone it opens nothing.
  const none = words.findIndex(
    (word, index) => (word === 'NO_PASSWORD' && words[index - 1] === 'WITH') || (word === 'IDENTIFIED' && words[index - 1] === 'NOT'),
  );
  if (none > 0 && isLocalAlone(tokens, words)) return;
  if (none > 0)
    return pushNoPassword(
      {
        uri: place.uri,
        kind: options.carrier.kind,
        name: name.text,
        who: who.id,
        role:
          words[none] === 'IDENTIFIED'
            ? leaf('NOT IDENTIFIED', at(place, tokens[none - 1]!, tokens[none]))
            : leaf(tokens[none]!.raw, at(place, tokens[none]!)),
        block: options.carrier.block,
        head: at(place, tokens[0]!, name),
        enabled: options.enabled,
      },
      into,
    );
  // `ALTER USER app PASSWORD EXPIRE NEVER`, `VALID UNTIL 'infinity'`: somebody said that it does not end.
  const never = words.findIndex(
    (text, index) =>
      (text === 'NEVER' && words[index - 1] === 'EXPIRE') ||
      (words[index - 1] === 'UNTIL' && tokens[index]!.kind === 'string' && /^infinity$/i.test(tokens[index]!.text)),
  );
  // Who cannot log in, or not with a password, has none to end.
  const shut = words.includes('NOLOGIN') || words.some((text, index) => text === 'LOCK' && words[index - 1] === 'ACCOUNT');
  if (never > 0 && words[0] === 'ALTER' && !external && !shut)
    into.credentials.push({
      anchor,
      platform: options.platform ?? 'sql',
      kind: 'db-password',
      owner: who,
      lifetime: { kind: 'standing', at: at(place, tokens[never - 1]!, tokens[never]!) },
      storedIn: 'unknown',
      at: at(place, tokens[0]!, name),
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  // Snowflake: `ALTER USER svc ADD PROGRAMMATIC ACCESS TOKEN ci DAYS_TO_EXPIRY = 365`; 15 days where nothing is said.
  const token = words.indexOf('PROGRAMMATIC');
  const days = tokens[words.indexOf('DAYS_TO_EXPIRY') + 2];
  if (token > 0 && words[token - 1] === 'ADD' && words.includes('DAYS_TO_EXPIRY') && days?.kind === 'number') {
    const until = leaf(`P${days.text}D`, at(place, days));
    into.credentials.push({
      anchor: `${anchor}|TOKEN ${tokens[token + 3]?.text ?? ''}`,
      platform: 'snowflake',
      kind: 'token',
      owner: { ...who, kind: 'user' },
      lifetime: { kind: 'until', until, at: until.at },
      storedIn: 'unknown',
      at: at(place, tokens[0]!, name),
      carrier: { ...options.carrier, head: at(place, tokens[0]!, name) },
      enabled: options.enabled,
    });
  }
  // Cassandra and ScyllaDB have no end for a password: `CREATE ROLE app WITH PASSWORD = '…' AND LOGIN = true`.
  const hasEnds = !place.uri.endsWith('.cql') && !(words[1] === 'ROLE' && words[password + 1] === '=');
  if (password > 0 && words[0] === 'CREATE' && !external && hasEnds) {
    // SQL Server: `CHECK_EXPIRATION = OFF`, which is its default as well, and marked where somebody wrote it.
    const unchecked = words.findIndex((text, index) => text === 'OFF' && words[index - 2] === 'CHECK_EXPIRATION');
    const said =
      never > 0
        ? at(place, tokens[never - 1]!, tokens[never]!)
        : unchecked > 0
          ? at(place, tokens[unchecked - 2]!, tokens[unchecked]!)
          : undefined;
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
      : words.includes('EXPIRE') && never < 0
        ? { kind: 'unknown' }
        : { kind: 'standing', ...(said ? { at: said } : {}) };
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
