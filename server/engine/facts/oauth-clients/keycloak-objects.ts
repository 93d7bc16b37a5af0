// Clients and realms that a program or a script hands to Keycloak's admin API as an object: the body of a request of curl, a
// dictionary of Python, an object of JavaScript. Known by the words of their representations in a text that names the API;
// whose call an object goes to is not followed. What a variable decides is unknown.
import { bracketAround } from '../source-policies/code-text.ts';
import { readLiteral } from '../source-policies/literal.ts';
import type { OAuthClient } from '../oauth.ts';
import { textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { readKeycloak } from './keycloak.ts';

/** The API by its path, python-keycloak and Keycloak's own client for JavaScript. */
const api = /\/admin\/realms\b|\bKeycloakAdmin\b|\bkeycloak-admin-client\b/;
/** Whether a text names the API. */
export const callsKeycloak = (text: string): boolean => /eycloak|dmin\/realms/.test(text) && api.test(text);

const key = /(?<![\w.$-])(?:\\?["'])?(?:clientId|realm)(?:\\?["'])?\s?:/g;
/** Words of Keycloak's alone: an object with one of them beside its name is a client, or a realm. */
const ofClient = [
  'redirectUris',
  'webOrigins',
  'publicClient',
  'directAccessGrantsEnabled',
  'implicitFlowEnabled',
  'serviceAccountsEnabled',
];
const ofRealm = ['sslRequired', 'bruteForceProtected', 'registrationAllowed', 'accessTokenLifespan', 'clients'];

/** More than a program makes. */
const most = 100;

/** The clients and realms that stand as objects in a text; `inShell` says that a dollar sign puts something in. */
export function keycloakObjects(text: string, uri: string, inShell: boolean): OAuthClient[] {
  if (!callsKeycloak(text)) return [];
  const found: OAuthClient[] = [];
  let count = 0;
  let looked = 0;
  for (const match of text.matchAll(key)) {
    if (++count > most) break;
    if (match.index < looked) continue;
    const open = bracketAround(text, match.index);
    if (open === undefined || text[open] !== '{' || open < looked) continue;
    const read = readLiteral(text, open, uri, match[0].startsWith('\\'));
    if (read?.kind !== 'mapping') continue;
    const value = inShell ? (withHoles(read) as Mapping) : read;
    const words = valueAt(value, 'clientId') ? ofClient : ofRealm;
    if (!words.some((word) => valueAt(value, word) !== undefined)) continue;
    looked = value.at.span[1];
    found.push(...readKeycloak(value, uri));
  }
  return found;
}

/** A value with what a shell puts into its texts unknown: `"'$HOST'/*"`. */
function withHoles(value: Value): Value {
  if (value.kind === 'mapping') return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: withHoles(entry.value) })) };
  if (value.kind === 'list') return { ...value, items: value.items.map(withHoles) };
  if (!/[$`]/.test(textOf(value) ?? '')) return value;
  const { at, token, via, encoding } = value;
  return { kind: 'unknown', why: 'a variable of the shell', at, token, via, encoding, editable: false };
}
