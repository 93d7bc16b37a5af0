// Which programs are looked through for what they ask of OAuth servers: by language and a word or two.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { callsKeycloak } from './keycloak-objects.ts';
import { tellsOfLogin } from './login-settings.ts';
import { readsPublicSecret } from './public-variables.ts';

const languages: ReadonlySet<Format> = new Set([
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
  'javascript',
  'typescript',
  'ini',
  'shell',
  'powershell',
]);
/** A word beside which scopes stand, or a login with a password. */
const asks = mentioning('scope', 'username', 'getSession(');
const mentionsKeycloak = mentioning('keycloak', 'admin/realms');
/** Words of scopes that a rule could have something to say about, of addresses that ask for some, and of logins with a password. */
const telling =
  /googleapis\.com\/auth\/|(?:Drive|Gmail|Directory|Sheets|Docs)(?:Scopes\.|Service\.Scope\.|::|V\d(?:_\d)?::)|(?:drive|gmail|admin|sheets|docs)\.\w+Scope\b|:(?:admin|master)\b|getSession\(|mail\.google\.com\/|\badmin[:.]\w|delete_repo|\.(?:[rR]ead[wW]rite|[fF]ull[cC]ontrol|[aA]ccess[aA]s[uU]ser)\b|okta\.\w+\.manage|\brepo\b|\/(?:oauth2?|v2)\/(?:v\d(?:\.\d)?\/)?(?:authorize|auth)\?|[tT]oken_?[bB]y_?[uU]sername|UsernamePasswordCredential|LegacyApplicationClient/;

/**
 * Go's mark of code that a generator wrote (`go help generate`). Libraries that are made of an API's description name every
 * scope that it has, and ask for none.
 */
const generated = /^\/\/ Code generated [^\n]{0,200}DO NOT EDIT\.$/m;
/** The mark stands at the head of a file. */
const head = 2_000;

/**
 * A program with the word scope or a login, and a word that tells of one worth reading; with a setting of a login library, that
 * calls Keycloak's admin API, or that reads a secret its build makes public.
 */
export function claimsOAuthProgram(document: Document): boolean {
  const { format, text } = document;
  if (!languages.has(format)) return false;
  if (
    !(asks(document) && telling.test(text)) &&
    !tellsOfLogin(document) &&
    !(mentionsKeycloak(document) && callsKeycloak(text)) &&
    !readsPublicSecret(document)
  )
    return false;
  return format !== 'go' || !generated.test(text.slice(0, head));
}
