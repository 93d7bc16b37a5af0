// Which programs are looked through for what they ask of OAuth servers: by language and a word or two.
import type { Document, Format } from '../../document.ts';

const languages: ReadonlySet<Format> = new Set(['python', 'go', 'java', 'kotlin', 'csharp', 'ruby', 'php', 'javascript', 'typescript']);
/** Words of scopes that a rule could have something to say about, of addresses that ask for some, and of logins with a password. */
const telling =
  /googleapis\.com\/auth\/|mail\.google\.com\/|\badmin[:.]\w|delete_repo|\.(?:ReadWrite|FullControl)\.|okta\.\w+\.manage|\brepo\b|\/(?:oauth2?|v2)\/(?:v\d(?:\.\d)?\/)?(?:authorize|auth)\?|acquire_?token_?by_?username|UsernamePasswordCredential|LegacyApplicationClient/i;

/** A program with the word scope or a login, and a word that tells of one worth reading. */
export function claimsOAuthProgram({ format, text }: Document): boolean {
  return languages.has(format) && (text.includes('cope') || text.includes('COPE') || text.includes('sername')) && telling.test(text);
}
