// What a program asks of an OAuth server: scopes beside the word scope, constants of Google's libraries, scopes in the
// address that people are sent to, sessions of VS Code, logins with a person's password, settings of login libraries, secrets
// that its build makes public, and clients that it makes in Keycloak.
// No parser of the language: a literal is read where it begins. What is computed is left out.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Reader } from '../../readers.ts';
import { literalAt, mappingFrom } from '../made-values.ts';
import type { OAuthGrant, OAuthScope } from '../oauth.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { noFacts } from '../types.ts';
import { leavesOf, textOf } from '../value.ts';
import { keycloakObjects } from './keycloak-objects.ts';
import { loginSettings } from './login-settings.ts';
import { googleConstants } from './google-constants.ts';
import { clientOf, wordsOf } from './make.ts';
import { publicSecretsIn } from './public-variables.ts';

export const oauthProgramReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

/** Scopes whose words other servers use too: they are their vendor's only beside its name. */
const vendorWords: readonly (readonly [scope: RegExp, vendor: RegExp])[] = [
  [/^repo$/, /github/i],
  // A map has a zoom too.
  [/:(?:admin|master)$/, /\bzoom\.us\b|zoom[_-]?(?:account|api|app|auth|client|oauth|provider|scope|strategy)/i],
];

function readDocument(document: Document) {
  const { text, uri, format } = document;
  const facts = noFacts();
  // What a script asks of a command line, or hands to Keycloak, is judged where its commands are read.
  const isScript = format === 'shell' || format === 'powershell';
  if (!isScript) facts.oauthClients.push(...keycloakObjects(text, uri, false));
  const scopes = isScript ? [] : scopesIn(text, uri, format);
  const login = loginSettings(document);
  const grants = [...passwordLogins(text, uri), ...login.grants];
  const entries = [...login.entries, ...publicSecretsIn({ text, uri })];
  const at = (scopes[0]?.id ?? grants[0] ?? entries[0]?.value)?.at;
  if (!at) return facts;
  const value = { ...mappingFrom(entries, { uri, span: [0, text.length] }, false), token: at };
  facts.oauthClients.push(clientOf({ product: 'program', kind: 'program', uri, value, head: at, scopes, grants }));
  return facts;
}

const scopesIn = (text: string, uri: string, format: Document['format']): OAuthScope[] =>
  [...namedScopes(text, uri, format === 'go'), ...constantScopes(text, uri), ...sessionScopes(text, uri), ...askedScopes(text, uri)].filter(
    (one) => vendorWords.every(([scope, vendor]) => !scope.test(textOf(one.id) ?? '') || vendor.test(text)),
  );

/** `scopes=[…]`, `scope: "…"`, `"scope" => …`, `SCOPES: string[] = […]`, `.scopes("…")`. */
const named =
  /(?<![\w$])["']?(\w{0,40}?scopes?)["']?(?:\s{0,4}:\s{0,4}[\w<>[\], ]{1,40}(?==\s))?\s{0,4}(?::=|=>|=(?!=)|:|(?=\())\s{0,200}/gi;
/** More than a program has; the rest of a generated table says nothing new. */
const most = 200;
/** So many literals are read, each so far: what only looks like one may go on to the end of the text. */
const mostRead = 2_000;
const longest = 10_000;
/** A declaration before its type is no longer. */
const before = 200;

/** Go's `ScopeDeleteRepo Scope = "delete_repo"`, to the type: a constant of a type of scopes says what there is and asks for nothing. */
const typedConstant = /^[ \t]*(?:const[ \t]+)?(?!(?:const|var)\b)\w+[ \t]+$/;

function isTypedConstant(text: string, at: number): boolean {
  const ahead = text.slice(Math.max(0, at - before), at);
  return typedConstant.test(ahead.slice(ahead.lastIndexOf('\n') + 1));
}

function namedScopes(text: string, uri: string, isGo: boolean): OAuthScope[] {
  const found: OAuthScope[] = [];
  let read = 0;
  for (const match of text.matchAll(named)) {
    const start = match.index + match[0].length;
    if (isComment(text, match.index) || (isGo && isTypedConstant(text, match.index))) continue;
    if (found.length >= most || read++ >= mostRead) break;
    const kind = /user/i.test(match[1]!) ? 'delegated' : /bot/i.test(match[1]!) ? 'bot' : 'unknown';
    const value = readLiteral(text.slice(0, start + longest), start, uri, false);
    if (!value || value.kind === 'mapping') continue;
    for (const leaf of leavesOf(value)) {
      const words = wordsOf(leaf);
      // One word is the literal itself, which a printer may replace.
      for (const id of words.length === 1 ? [leaf] : words) found.push({ id, kind });
    }
  }
  return found;
}

function constantScopes(text: string, uri: string): OAuthScope[] {
  return googleConstants(text)
    .slice(0, most)
    .map(({ scope, span }) => ({ id: literalAt(scope, { uri, span }), kind: 'unknown' }));
}

/** `vscode.authentication.getSession('github', ['repo'])`: what an extension asks of the person's account. */
const session = /\bgetSession\(\s{0,40}["'](?:github|microsoft)["']\s{0,10},\s{0,40}(?=\[)/g;

function sessionScopes(text: string, uri: string): OAuthScope[] {
  return [...text.matchAll(session)].slice(0, most).flatMap((match) => {
    const start = match.index + match[0].length;
    const value = isComment(text, match.index) ? undefined : readLiteral(text.slice(0, start + longest), start, uri, false);
    return value ? leavesOf(value).map((id): OAuthScope => ({ id, kind: 'delegated' })) : [];
  });
}

const address = /https:\/\/[\w.-]{1,100}\/[^\s"'`<>?]{0,200}\b(?:authorize|auth)\?([^\s"'`<>]{1,2000})/g;
const isDiscord = /^https:\/\/(?:[\w-]{1,40}\.)?discord(?:app)?\.com\//;
const asked = /(?<![^&;])(scope|user_scope|permissions)=([^&$#{}]{1,1000})/g;

/** Scopes in the query of an address at which people consent, each with its place. */
function askedScopes(text: string, uri: string): OAuthScope[] {
  const found: OAuthScope[] = [];
  for (const match of text.matchAll(address)) {
    if (found.length >= most || isComment(text, match.index)) continue;
    const start = match.index + match[0].length - match[1]!.length;
    for (const part of match[1]!.matchAll(asked)) {
      const from = start + part.index + part[1]!.length + 1;
      const kind = part[1] === 'user_scope' ? 'delegated' : 'unknown';
      if (part[1] === 'permissions') {
        // Discord's rights of a bot are bits of a number; the fourth is the administrator's.
        if (isDiscord.test(match[0]) && /^\d{1,20}$/.test(part[2]!) && (BigInt(part[2]!) & 8n) === 8n)
          found.push({ id: literalAt('ADMINISTRATOR', { uri, span: [from, from + part[2]!.length] }), kind: 'bot' });
        continue;
      }
      for (const word of part[2]!.matchAll(/%20|%2C|[+,]|((?:(?!%20|%2C)[^+,])+)/gi)) {
        if (word[1] === undefined) continue;
        const span = [from + word.index, from + word.index + word[0].length] as const;
        found.push({ id: literalAt(word[0].replace(/%3A/gi, ':').replace(/%2F/gi, '/'), { uri, span }), kind });
      }
    }
  }
  return found;
}

/** Calls of libraries that take a person's name and password, and nothing else. From the references of MSAL, Azure Identity and requests-oauthlib. */
const passwordCall =
  /(?<!(?:class|def|func|function|async)\s)\b(acquireTokenByUsernamePassword|acquire_token_by_username_password|AcquireTokenByUsernamePassword|LegacyApplicationClient|UsernamePasswordCredential(?:Builder)?)\s?\((?!\?)/g;

function passwordLogins(text: string, uri: string): OAuthGrant[] {
  // Jakarta Security has a class of this name, for what a form of its own was given.
  const ofAzure = /azure/i.test(text);
  return [...text.matchAll(passwordCall)]
    .slice(0, most)
    .filter((match) => !isComment(text, match.index) && (ofAzure || match[1] !== 'UsernamePasswordCredential'))
    .map((match) => ({ type: 'password', at: { uri, span: [match.index, match.index + match[1]!.length] } }));
}
