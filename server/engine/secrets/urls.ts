// Passwords in addresses, between the colon and the at sign. Placeholders and references are told apart by values.ts; here is
// only the grammar, which is read by hand, once, within 400 characters of the `://`.
import type { Span } from '../text/text.ts';

export interface UrlPassword {
  readonly scheme: string;
  readonly user: string;
  readonly password: string;
  readonly at: Span;
  readonly url: Span;
  readonly host: string;
  /** What stands behind the host. */
  readonly path: string;
}

/** Schemes of databases and brokers. */
export const databases =
  /^(?:postgres|postgresql|mysql|mariadb|mongodb|mongodb\+srv|redis|rediss|amqp|amqps|mssql|sqlserver|jdbc|clickhouse|cockroachdb|couchdb|nats|kafka|mqtt|ldaps?|smtps?|cockroach)/i;

/** The password before `@tcp(host)/name`, the notation of Go's driver for MySQL, whose `@` stands at `sign`. */
export function readDriverPassword(text: string, sign: number): UrlPassword | undefined {
  let start = sign;
  while (start > 0 && sign - start < 200 && !' \t\r\n"\'`<>=('.includes(text[start - 1]!)) start--;
  const colon = text.indexOf(':', start);
  const host = /^@(?:tcp|unix)\(([^)\s"'`]{0,120})/.exec(text.slice(sign, sign + 130))?.[1];
  if (colon <= start || colon >= sign || host === undefined) return undefined;
  return {
    scheme: 'mysql',
    user: text.slice(start, colon),
    password: text.slice(colon + 1, sign),
    at: [colon + 1, sign],
    url: [start, sign],
    host,
    path: '',
  };
}

/** The password of the address whose `://` begins at `at`, empty where only a user stands there; undefined where neither does. */
export function readUrlPassword(text: string, at: number): UrlPassword | undefined {
  let start = at;
  while (start > 0 && at - start < 30 && /[A-Za-z0-9+.-]/.test(text[start - 1]!)) start--;
  const scheme = text.slice(start, at).replace(/^[^A-Za-z]+/, '');
  if (scheme === '') return undefined;
  const from = at + 3;
  let colon = -1;
  let sign = -1;
  for (let i = from; i < text.length && i - from < 400; i++) {
    const char = text[i]!;
    if (char === '@') {
      sign = i;
      // A password may hold an @; the last one before the path counts.
      const rest = /^[^\s"'`<>/\\,;()[\]{}|@]{0,200}@/.exec(text.slice(i + 1, i + 202));
      if (!rest) break;
    } else if (char === ':' && colon < 0) colon = i;
    else if (' \t\r\n"\'`<>\\'.includes(char)) break;
    // The authority ends here. Who reads the addresses of databases looks for the at sign, so that a password may go on.
    else if ('/?#'.includes(char) && (colon < 0 || !databases.test(scheme) || /^\d{0,5}$/.test(text.slice(colon + 1, i)))) break;
  }
  if (colon < 0 && sign < 0) return undefined;
  // Nothing but who it is: `https://token@host`.
  if (colon < 0) colon = sign;
  // Behind a port stand other hosts, settings or a path.
  if (sign < colon || /^\d{2,5}[;,/?]/.test(text.slice(colon + 1, sign))) return undefined;
  const host = /^[^\s"'`<>/?#\\,;)]{0,120}/.exec(text.slice(sign + 1, sign + 121))![0];
  let end = sign + 1 + host.length;
  while (end < text.length && end - at < 600 && !' \t\r\n"\'`<>\\'.includes(text[end]!)) end++;
  return {
    scheme: scheme.toLowerCase(),
    user: text.slice(from, colon),
    password: text.slice(colon + 1, sign),
    at: [Math.min(colon + 1, sign), sign],
    url: [at - scheme.length, end],
    host,
    path: text.slice(sign + 1 + host.length, end),
  };
}
