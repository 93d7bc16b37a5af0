// What stands before a credential and is none of it: the scheme of an `Authorization` header, by what the services document,
// and the words with which Spring and OpenSSL say how a password is written down.

/** One word and a blank: of the standards, and of Okta, Opsgenie, GitLab, Dynatrace, MessageBird, Splunk, DeepL, Klaviyo, Kakao and Zoho. */
const words = new Set(
  'bearer basic token apikey api-key api-token apitoken accesskey key ssws geniekey private-token splunk deepl-auth-key klaviyo-api-key kakaoak zoho-oauthtoken'.split(
    ' ',
  ),
);

/** Longer is no word of a scheme. */
export const longestScheme = 15;

/** True for a word that stands between a header and its credential. */
export const isScheme = (text: string): boolean => words.has(text.toLowerCase());

/** The word; PagerDuty and Rails say `token=` behind it. */
const spoken = /^([A-Za-z][A-Za-z-]{2,14})\s{1,8}(?:token=)?["']?(?=\S)/i;
/** GoDaddy writes the id before the secret and a colon, Proxmox VE who signs in and the name of the token before the `=`. */
const joined =
  /^(?:sso-key\s{1,8}[\w-]{8,80}:(?=\S)|(?:PVEAPIToken=)?[\w.-]{1,40}@[\w-]{1,40}![\w.-]{1,60}=(?=[\da-f]{8}-)|\{noop\}|pass:(?=\S))/i;

/** What stands before the credential of a value; undefined where it begins at once. */
export function schemeOf(value: string): string | undefined {
  const word = spoken.exec(value);
  return word && isScheme(word[1]!) ? word[0] : joined.exec(value)?.[0];
}

/** Most values are told by their first character. */
export const mayHaveScheme = (value: string): boolean =>
  /^\s*[ABDGKPSTZ{]/i.test(value.slice(0, 8)) && schemeOf(value.trimStart()) !== undefined;
