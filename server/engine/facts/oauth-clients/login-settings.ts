// What a program tells the library that logs people in, or that hands out tokens: flows that give a password or a token
// away, and checks that it switches off. login-rows, token-rows and browser-rows say what libraries call these; no parser of the language.
// What a variable or a condition decides is left out.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { entryFrom, literalAt } from '../made-values.ts';
import type { OAuthGrant } from '../oauth.ts';
import type { Entry } from '../value.ts';
import { browserRows } from './browser-rows.ts';
import { beginningsOf, uses, type Library } from './login-libraries.ts';
import { loginRows, type LoginRow } from './login-rows.ts';
import { tokenRows } from './token-rows.ts';

/** The patterns with the places of their groups. */
const rows = [...loginRows, ...tokenRows, ...browserRows].map((row): LoginRow => ({
  ...row,
  pattern: new RegExp(row.pattern, `${row.pattern.flags}d`),
}));

/** Each library once, with the look for its names. */
const mentioned = new Map(
  [...new Set(rows.map(({ library }) => library))].map((library) => [library, mentioning(...beginningsOf(library))]),
);

/** Whether a document may use a library: it is in one of its languages and mentions it. */
const mayUse = (document: Document, library: Library): boolean =>
  library.formats?.includes(document.format) !== false && mentioned.get(library)!(document);

/** Whether a program names a library whose settings are known. */
export const tellsOfLogin = (document: Document): boolean => [...mentioned.keys()].some((library) => mayUse(document, library));

/** More than a program has. */
const most = 100;
/** So far before a setting a condition may stand that holds for development alone, or not for production. */
const before = 200;
const development =
  /\b(?:[iI]s_?[dD]ev\w{0,12}|DEBUG|development)\b|\bif\b[^\n]{0,80}\bdebug\b|!==?\s?["']production\b|(?:!\s?|\bnot\s)[\w.]{0,60}\b[iI]s_?[pP]roduction\b|\bunless\b[^\n]{0,80}\bproduction\b/;
/** Ruby and Python write a condition behind what it decides, too. */
const conditionBehind = /^["')\]]{0,2}[ \t]{1,4}(?:if|unless)\b/;

/** A condition of a statement of its own that asks a setting for what is switched off: `if (!settings.RequireHttps)`. */
const askedFor =
  /\bif\s?\([^()\n]{0,120}(?:[rR]equire|[hH]ttps|[iI]nsecure|[aA]llow|[dD]isable|[sS]kip|[eE]nable)\w{0,40}[^()\n]{0,40}\)\s{0,40}\{?\s{0,40}[\w.]{0,60}$/;

/** Languages in which the lines above that are indented less say what a line is in. */
const byIndent = /\.(?:py|rb|rake)$/;

/** Whether a condition decides over a setting: one behind it, or one of its block or statement that asks for development. */
function isConditional(text: string, uri: string, start: number, end: number): boolean {
  if (conditionBehind.test(text.slice(end, end + 20))) return true;
  if (byIndent.test(uri)) return development.test(linesAround(text, start));
  const ahead = text.slice(Math.max(0, start - before), start);
  return askedFor.test(ahead) || development.test(ahead.slice(ahead.lastIndexOf('}') + 1));
}

/** The beginning of a line up to an offset, and the lines above it that it is in, of those that stand shortly before. */
function linesAround(text: string, start: number): string {
  const [own, ...above] = text
    .slice(Math.max(0, start - farthest), start)
    .split('\n')
    .reverse();
  const around = [own!];
  let indent = indentOf(own!);
  for (const line of above) {
    if (indent === 0) break;
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    around.push(line);
  }
  return around.join('\n');
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** So much of a function is looked at. */
const farthest = 1_000;
const nextFunction =
  /\n(?:(?:async |export |pub(?:lic)? |private |static )*(?:def|function|func|class|fn|const)\b|[ \t]*(?:async )?def\b|@|\}|[ \t]*end\b)/;
/** Claims that say who issued a token, for whom and until when: who reads no others takes nobody's word for who they are. */
const claimRead = /(?:\[|\b(?:get|dig|fetch)\()\s?["'](\w{1,40})["']/g;
const harmlessClaims = new Set(['iss', 'exp', 'iat', 'nbf', 'kid', 'alg', 'tid', 'aud']);
const proof =
  /\balgorithms?["']?\s?[:=]|\bget_signing_key|\bverif(?:y|ied)\b(?!_)(?!\s?=\s?False)|\bParse(?:WithClaims)?\(|\.Verify\(|\.Claims\((?=\w)/i;

/** Whether the rest of a function proves what was looked at: who issued a token is read first, to find the key that proves it. */
function provedBehind(text: string, from: number): boolean {
  const rest = text.slice(from, from + farthest);
  const behind = rest.slice(endOfCall(rest));
  const own = behind.slice(0, nextFunction.exec(behind)?.index ?? behind.length).replace(/(?:#|\/\/)[^\n]*/g, '');
  if (proof.test(own)) return true;
  // Where the claims have a name, what is read of other things is none of them.
  const name = text
    .slice(Math.max(0, from - 300), from)
    .match(/(\w{1,40})\s?=\s?jwt\.decode\(/g)
    ?.at(-1)
    ?.match(/^\w+/)?.[0];
  const claims = [...own.matchAll(claimRead)].filter(({ index }) => !name || own.slice(0, index).replace(/\.$/, '').endsWith(name));
  return claims.length > 0 && claims.every((claim) => harmlessClaims.has(claim[1]!));
}

/** A token that the endpoint of the issuer has just answered with over TLS, which stands for its signature (OpenID Connect Core 3.1.3.7). */
const idTokenLookedAt = /\bdecode\(\s{0,20}[\w.()]{0,60}(?:\[["'])?id_?token\b[^()]{0,200}$/i;
const tokenFetched =
  /grant_type["']?\s?(?:=>|[:=])\s?["']authorization_code|\.(?:fetch_token|fetch_access_token|authorize_access_token|acquire_token_by_\w{1,30}|get_access_token|exchange_code)\(/g;

/** Whether what is looked at is the ID token of an answer that this function fetched. */
function comesFromIssuer(text: string, at: number): boolean {
  const ahead = text.slice(Math.max(0, at - 2 * farthest), at);
  if (!idTokenLookedAt.test(ahead)) return false;
  const fetched = [...ahead.matchAll(tokenFetched)].at(-1)?.index;
  return fetched !== undefined && !nextFunction.test(ahead.slice(fetched));
}

/** The offset behind the bracket that closes the call, or the object, in which a text begins; the end of its line where none does. */
function endOfCall(rest: string): number {
  let depth = 0;
  for (let i = 0; i < rest.length; i++) {
    const one = rest[i]!;
    if (one === '(' || one === '[' || one === '{') depth++;
    else if ((one === ')' || one === ']' || one === '}') && --depth < 0) {
      depth = 0;
      // An object that is an argument has more of the call behind it.
      if (one === ')' || !/^\s*[,)\]}]/.test(rest.slice(i + 1, i + 200))) return i + 1;
    }
  }
  return Math.max(rest.indexOf('\n'), 0);
}

/** A line of no source: on either side of a place there is no other for so long. Somebody else's code was put together there. */
const longLine = 1_000;

function isBundled(text: string, at: number): boolean {
  return !text.slice(Math.max(0, at - longLine), at + longLine).includes('\n') && text.length > longLine;
}

/** Whether a stretch of a program says nothing about how it runs: a comment, what a bundler wrote, what a condition keeps for development. */
export function isOutOfPlay(text: string, uri: string, start: number, end: number): boolean {
  return isBundled(text, start) || isComment(text, start) || isConditional(text, uri, start, end);
}

/** The code of a match on one line; the quote and bracket behind a name whose own beginning is left out go with it. */
const quotable = (code: string): string =>
  code
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(\w{1,60})["']\]?\s?[=,:]\s?/, '$1=');

/** The settings of a program as entries, each with the code that says it at the token that decides, and its flows as grants. */
export function loginSettings(document: Document): { readonly entries: Entry[]; readonly grants: OAuthGrant[] } {
  const { text, uri } = document;
  const entries: Entry[] = [];
  const grants: OAuthGrant[] = [];
  for (const { library, needs, pattern, is, unless, unlessAhead, isLook } of rows) {
    if (!mayUse(document, library) || !uses(text, library) || needs?.test(text) === false || unless?.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      if (entries.length + grants.length >= most) break;
      if (isOutOfPlay(text, uri, match.index, match.index + match[0].length)) continue;
      const [from, to] = (match.indices!.groups?.['token'] ?? match.indices!.slice(1).find(Boolean))!;
      if (unlessAhead?.test(text.slice(Math.max(0, match.index - farthest / 2), match.index))) continue;
      if (isLook && (provedBehind(text, match.index + match[0].length) || comesFromIssuer(text, from))) continue;
      const at: Place = { uri, span: [from, to] };
      if (is === 'implicit' || is === 'password') grants.push({ type: is, at });
      else entries.push(entryFrom(is, { uri, span: [match.index, from] }, literalAt(quotable(match.groups?.['token'] ?? match[0]), at)));
    }
  }
  return { entries, grants };
}
