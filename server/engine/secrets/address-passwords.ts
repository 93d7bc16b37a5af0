// How sure the password of an address is to be one: what is put in at run time, placeholders and words that everybody writes
// are told apart, and hosts that nobody else can reach. The grammar of addresses is in urls.ts.
import { isGuessed, isGuessedWord, isTried } from './guessed.ts';
import { meaningOf } from './names.ts';
import { looksRandom } from './randomness.ts';
import type { Recognised } from './recognise.ts';
import { databases, type UrlPassword } from './urls.ts';
import { isPlaceholder } from './placeholders.ts';
import { isReference } from './references.ts';
import { isEncrypted } from './values.ts';
import { unproven } from './written.ts';

/** The password of an address that was read; undefined where none is written there. */
export function addressPassword(url: UrlPassword | undefined): Recognised | undefined {
  if (!url || url.host === '') return undefined;
  if (saysNothing.test(url.password)) return keyOfUser(url);
  // `https://a:b@host`: a letter stands for any password.
  if (url.password.length < 2) return undefined;
  if (
    isReference(url.password) ||
    // The word that PyPI takes for the user of every token.
    (url.user !== '__token__' && isReference(url.user)) ||
    isEncrypted(url.password) ||
    /[{}<>$]|%\(|^\*+$|\.\.\./.test(url.password) ||
    /^<|^%(?![sdv])/.test(url.host) ||
    /[<{[]/.test(url.user)
  )
    return undefined;
  // `scheme://[user:passwd@]proxy`: brackets of a usage text. `cvs://:pserver:…` is the address of a public archive.
  if (isPlaceholder(url.password) || url.host.startsWith(']') || /^pserver:|\[/.test(url.password)) return undefined;
  // `http://username:password@myproxy:3128`: a word for each part of an address.
  if (partOfAddress.user.test(url.user) && partOfAddress.password.test(url.password) && partOfAddress.host.test(url.host)) return undefined;
  // `http://proxyuser:proxypass@proxyhost:port`: the form of an address, down to the port.
  if (/^[\p{L}\w.-]+:\p{L}{4,12}(?:\\n)?$/u.test(url.host) && /^[\p{L}_-]+$/u.test(url.password)) return undefined;
  // Words of another language for each part: `protokoll://användare:lösenord@värd:port`.
  if ((/^\p{L}+$/u.test(url.password) && /[^\x00-\x7f]/.test(url.password)) || /[^\x00-\x7f]/.test(url.host)) return undefined;
  // `postgres://DB_USER:DB_PASSWORD@…`: the names of variables.
  if (/^[A-Z][A-Z_]+$/.test(url.user) && /^(?:[A-Z]+_[A-Z_]+|PASSWORD)$/.test(url.password) && meaningOf(url.password) !== undefined)
    return undefined;
  // `http://localhost:1337@8675309`: no host is a number.
  if (/^\d+$/.test(url.host) && !databases.test(url.scheme)) return undefined;
  const trivial =
    isGuessedWord(url.password) ||
    namesItself(url.password) ||
    /^(?:test|admin|root|user|guest|postgres|mysql|mongo|redis|rabbit|tiger|x-oauth-basic|x|p|foo|bar|abc|(?:(?:key|token)[_-])?1234?5?6?)$/i.test(
      url.password,
    ) ||
    url.password === url.user ||
    url.password.length <= 3 ||
    /^(.)\1*$/.test(url.password);
  const local = url.scheme !== 'cloudinary' && isNear(url.host);
  // Where to connect is put in at run time; the password is not, unless it only says what stands there.
  const isFilledIn = /^(?:[${]|%[sdv])/.test(url.host);
  if (isFilledIn && !isTried(url.password) && (trivial || !/\d|[^\w]/.test(url.password))) return undefined;
  const everybodysOwn =
    trivial &&
    (local ||
      /^(?:user|username|usuario|utilisateur|benutzer|dbuser|db_user|admin|usr|u|me|login|name|test|testuser|foo|scott)?$/i.test(
        url.user,
      ) ||
      namesItself(url.user));
  const database = databases.test(url.scheme);
  return {
    format: 'url-password',
    title: database ? 'database or broker password in an address' : 'password in an address',
    at: url.at,
    value: url.password,
    check: 'none',
    kind: 'secret',
    confidence: trivial
      ? 'low'
      : local
        ? 'low'
        : isFilledIn
          ? 'medium'
          : !isGuessed(url.password) && (looksRandom(url.password) || /\d|[^\w]/.test(url.password))
            ? 'high'
            : 'medium',
    decoded: [`host ${/^[\w.:[\]-]{1,80}$/.test(url.host) ? url.host : 'unknown'}`],
    placeholder: everybodysOwn || undefined,
    prefix: '',
    bits: 0,
    risk: 'write',
    strength: 3,
    where: 'url',
  };
}

/** This machine, a service of the same network, or a host of examples. */
const isNear = (host: string): boolean =>
  /^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0|host\.docker\.internal|example\.(?:com|org|net)|.*\.example\.(?:com|org|net)|.*\.(?:test|invalid|local|localhost|example)|[a-z]{1,12})(?::\d+)?$/i.test(
    host,
  );

/** What stands for the password where the token is the user. */
const saysNothing = /^(?:x-oauth-basic|x|api_token|unused)?$/;

/**
 * The token that stands for the user, `https://token@github.com/kelp/tides.git`, `https://token:x-oauth-basic@…`: drawn, long
 * enough, with digits and letters. What Sentry gives to every client stands there, too, before the number of a project.
 */
function keyOfUser({ scheme, user, url, host, path }: UrlPassword): Recognised | undefined {
  if (!/^(?:git\+)?https?$/.test(scheme) || !/^(?=\w*\d)(?=\w*[A-Za-z])\w{20,255}$/.test(user) || !looksRandom(user)) return undefined;
  if (
    !host.includes('.') ||
    isPlaceholder(user) ||
    /sentry/i.test(host) ||
    (/^[\da-f]{32}$/.test(user) && /^(?:\/\w{1,40})?\/\d{1,20}$/.test(path))
  )
    return undefined;
  const start = url[0] + scheme.length + 3;
  return {
    ...unproven('token in an address', user, [start, start + user.length], isNear(host) ? 'low' : 'high', 'write', 'url'),
    format: 'url-password',
    decoded: [`host ${/^[\w.:[\]-]{1,80}$/.test(host) ? host : 'unknown'}`],
    strength: 3,
  };
}

/** What the form of an address calls its parts: nobody can sign in anywhere with it. */
const partOfAddress = {
  user: /^(?:your|my)?[-_]?user(?:[-_]?name)?$/i,
  password: /^(?:your|my)?[-_]?(?:pass(?:word|wd)?|pwd?)$/i,
  host: /^(?:(?:your|my|some)?[-_.]?(?:host|hostname|server|servername|address|proxy|domain)|proxyhost|host\.com|(?:\w{1,20}\.)?example\.(?:com|org|net))(?::\w+)?$/i,
};

/** Letters that only say what stands there: `SECRETKEY`, `randompassword`. */
const namesItself = (word: string): boolean => /^[A-Za-z]+(?:[_-][A-Za-z]+)*$/.test(word) && meaningOf(word) !== undefined;
