// What stands where a secret is to be put, and says so: `your-api-key`, `xxxx`, `<token>`.
import { wordsOf } from './names.ts';
import { patterned, usualness } from './randomness.ts';

const placeholderWords = new Set(
  (
    'your yours example examples sample dummy fake placeholder changeme changeit todo tbd fixme insert replace replaceme redacted removed censored masked hidden xxx xxxx undefined null none nil nan unset empty foo foobar bar baz qux lorem ipsum enter goes please ' +
    'troque troca cambiar cambie cambia reemplaza reemplazar reemplace remplacer remplacez changez ersetzen sostituire aqui buraya'
  ).split(' '),
);
/** `your password` in other languages, the possessive first: `tu_clave_secreta`, `sua-chave-api`, `dein_passwort`. */
const yours =
  /^(?:tu|su|sua|seu|votre|ton|dein|deine?n?|ihr|ihre?n?|il[-_ ]tuo|la[-_ ]tua|jouw|uw|twoj)[-_ ](?:[a-z]{2,12}[-_ ]){0,3}?(?:api|key|token|secret|password|client|clave|contrase(?:n|\u00f1)a|llave|chave|senha|cle|clef|mot|passwort|kennwort|schluessel|wachtwoord|sleutel|haslo|klucz)(?:[-_ ]|$)/i;

/** Written to be replaced: `your-api-key`, `xxxx`, `<token>`, `changeme`, `EXAMPLE`. */
export function isPlaceholder(value: string): boolean {
  return patterned(value.trim()) === 'degenerate' || saysReplace(value);
}

/** The words and signs of a placeholder, other than that it is one character over and over. */
export function saysReplace(value: string): boolean {
  const text = value.trim();
  if (
    /^[x*.•_\-#?]{3,}$|#{4,}|x{5,}|X{5,}|\*{3,}|\.{3,}|…|EXAMPLE|example|_HERE\b|-here\b|(?:^|[-_])X{3,4}_|_X{3,4}(?:$|[-_])|[-_]xxxx$|(?:^|[^a-z])(?:not?|non)[-_ ]a?[-_ ]?(?:real|secret|password|token)/.test(
      text,
    )
  )
    return true;
  if (
    /^(?:[a-z]{2,20}[-_ ]?)?(?:password|passwd|secret|token|key)here$|^[\W_]{1,8}no[-_ ]?pass(?:word|wd)?[\W_]{1,8}$|^(?:base64|hex)[-_]\d+[-_](?:bytes?|chars?)$/i.test(
      text,
    ) ||
    yours.test(text)
  )
    return true;
  // One letter over and over.
  if (/^([a-z])\1{3,5}$/i.test(text)) return true;
  // `certPasswordIfAny`, of a form that also goes without.
  if (/if[-_ ]?any$/i.test(text)) return true;
  if (/<(?:api[-_]?key|password|token|secret|key)>/i.test(text)) return true;
  // Digits in their order, in base 32: the key of RFC 4226, and of every page on passwords for one time.
  if (/^GEZDGNBVGY/.test(text)) return true;
  // `<password of the user>` in a page, with its brackets written as a page has to; the guest of a server of files.
  if (/^&lt;|^anonymous(?:$|[@\\])/i.test(text)) return true;
  // The name of an attribute: `MS-CHAP-Password`.
  if (/^(?:[A-Z][A-Za-z]{1,20}-){1,3}Password$/.test(text)) return true;
  // What a key has to be, and no key: `must-be-at-least-32-characters-long`.
  if (/(?:^|[-_ ])at[-_ ]least[-_ ]\d/i.test(text)) return true;
  if (/(?:^|[^a-z])to[-_ ]?be[-_ ]?(?:modified|changed|replaced|filled|defined|provided|generated|set)/i.test(text)) return true;
  const words = wordsOf(text);
  // A default that nobody changed is a password all the same once it has digits and signs.
  if (/^change[-_]?(?:me|it)[\d!@#$%^&*]+$/i.test(text)) return false;
  if (words.some((word) => placeholderWords.has(word)) && (usualness(text) >= 5 || text.length < 12)) return true;
  if (
    words.length > 1 &&
    /^(?:my|the|a|an|some|this|put|add|set|use|fake|real|not|insert)$/.test(words[0]!) &&
    words.some((word) => /^(?:key|token|secret|password|passwd|pass|apikey|value|string|long|strong|enough)$/.test(word)) &&
    !/\d/.test(text)
  )
    return true;
  if (
    /^(?:your|enter|insert|some)[-_ ]?(?:[a-z]{2,8}[-_ ]?)?(?:password|passwd|pass|secret|token|key|apikey|pwd|credentials?)$/i.test(text)
  )
    return true;
  // `my-n8n-api-key`: words between `my` and what it is.
  if (/^(?:my|your|the|some)[-_ ](?:[a-z][a-z0-9]{1,11}[-_ ]){0,4}(?:key|token|secret|password|pass|pwd)$/i.test(text)) return true;
  return /^(?:some)?(?:fake|dummy|mock|sample|example)|(?:fake|dummy)(?:key|token|secret|password)$/i.test(text);
}
