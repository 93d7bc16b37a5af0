// Whether a value only says over again what it is called: code hands names around more often than secrets.
import { describes, meaningOf, wordsOf, type Meaning } from './names.ts';

/** True where the value is the name in other words, goes on where it ends, or has a prefix before it. */
export function saysNameAgain(text: string, name: string, meaning: Meaning): boolean {
  const own = wordsOf(name.slice(name.lastIndexOf('.') + 1));
  return goesOn(text, own) || endsInName(text, name) || isOfName(text, own, meaning) || endsAsName(text, own) || namesPlace(text);
}

/** `S3DeploymentRootKey` under `DEPLOYMENT_ROOT_KEY`: all of a name of three words and more, with what it is of before it. */
function endsAsName(text: string, own: readonly string[]): boolean {
  return own.length >= 3 && /^[A-Z][A-Za-z0-9]+$/.test(text) && wordsOf(text).slice(-own.length).join(' ') === own.join(' ');
}

/** `passwordSsmPath`, `clientSecretArn`: where such a thing is, or what is said about it. */
function namesPlace(text: string): boolean {
  return (
    /^[a-z]+(?:[A-Z][a-z]+)+$/.test(text) &&
    describes(text) &&
    wordsOf(text)
      .slice(0, -1)
      .some((word) => meaningOf(word) !== undefined)
  );
}

/** `resetPasswordByMail` under `form.resetPassword`. */
function goesOn(text: string, own: readonly string[]): boolean {
  const plain = own.join('');
  return plain.length >= 12 && /^[a-z]+(?:[A-Z][a-z]+)+$/.test(text) && text.toLowerCase().startsWith(plain);
}

/** `OS-OAUTH1:access_token` under `ACCESS_TOKEN`. */
function endsInName(text: string, name: string): boolean {
  const last = /^[A-Za-z][\w.-]*[:/]([a-z][a-z_-]{4,40})$/.exec(text)?.[1];
  return last !== undefined && wordsOf(name).join('').endsWith(wordsOf(last).join(''));
}

/** `DPP-CONFOBJ-PASS` under `DPP_EVENT_CONFOBJ_PASS`, and `signedJwt-979546` under `signedJwt` of a generated test. */
function isOfName(text: string, own: readonly string[], meaning: Meaning): boolean {
  const words = wordsOf(text);
  if (own.length < 2 || words.length < 2 || !words.some((word) => meaningOf(word) !== undefined)) return false;
  const isNumbered = meaning !== 'password' && words.length === own.length + 1 && /^\d+$/.test(words.at(-1)!);
  return (isNumbered ? words.slice(0, -1) : words).every((word) => own.includes(word));
}
