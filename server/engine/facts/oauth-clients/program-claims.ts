// Which programs are looked through for what they ask of OAuth servers: by language and a word or two.
import type { Document, Format } from '../../document.ts';
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
  'javascript',
  'typescript',
  'ini',
]);
/** Words of scopes that a rule could have something to say about, of addresses that ask for some, and of logins with a password. */
const telling =
  /googleapis\.com\/auth\/|(?:Drive|Gmail|Directory|Sheets|Docs)(?:Scopes\.|Service\.Scope\.|::|V\d(?:_\d)?::)|(?:drive|gmail|admin|sheets|docs)\.\w+Scope\b|:(?:admin|master)\b|\bgetSession\(|mail\.google\.com\/|\badmin[:.]\w|delete_repo|\.(?:ReadWrite|FullControl|AccessAsUser)\b|okta\.\w+\.manage|\brepo\b|\/(?:oauth2?|v2)\/(?:v\d(?:\.\d)?\/)?(?:authorize|auth)\?|acquire_?token_?by_?username|UsernamePasswordCredential|LegacyApplicationClient/i;

/**
 * Go's mark of code that a generator wrote (`go help generate`). Libraries that are made of an API's description name every
 * scope that it has, and ask for none.
 */
const generated = /^\/\/ Code generated [^\n]{0,200}DO NOT EDIT\.$/m;
/** The mark stands at the head of a file. */
const head = 2_000;

/** A program with the word scope or a login, and a word that tells of one worth reading; with a setting of a login library, that calls Keycloak's admin API, or that reads a secret its build makes public. */
export function claimsOAuthProgram(document: Document): boolean {
  const { format, text } = document;
  if (!languages.has(format)) return false;
  const asks = text.includes('cope') || text.includes('COPE') || text.includes('sername') || text.includes('getSession(');
  if (!(asks && telling.test(text)) && !tellsOfLogin.test(text) && !callsKeycloak.test(text) && !readsPublicSecret(document)) return false;
  return format !== 'go' || !generated.test(text.slice(0, head));
}
