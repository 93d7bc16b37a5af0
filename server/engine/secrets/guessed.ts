// What everybody tries first, and what every page writes where a password would stand: `secret`, `mypassword`, `p@ssw0rd`,
// `changeme1`. It opens doors all the same, so it is never silent; it only says that nobody drew it. What was written to be
// replaced is for `isPlaceholder`.

import { tableOf } from '../table.ts';

const words =
  /^(?:(?:my|your|some|the|db|new|old|root|admin|user|test|super|top|secret)?(?:pass|passw|passwd|passwort|password|passphrase|pw|pwd|pswd|secret|token)|contrasena|senha|motdepasse|kennwort|wachtwoord|changeme|letmein|welcome|qwerty|hunter2?)$/;

/** The words that lists of leaked passwords begin with and that nothing else is called by. */
const tried = /^(?:letmein|changeme|qwerty|iloveyou|trustno|opensesame|hunter2?)$/;

const letters = tableOf<string>({ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' });

/** `p@ssw0rd` and `Pa55word` as the letters that they stand for. */
const spelledOut = (value: string): string =>
  value
    .toLowerCase()
    .replace(/[013457@$!]/g, (sign) => letters.get(sign)!)
    .replace(/[^a-z0-9]/g, '');

/** One of the words themselves, however it is spelled. */
export const isGuessedWord = (value: string): boolean =>
  value.length <= 24 &&
  (words.test(
    value
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, ''),
  ) ||
    words.test(spelledOut(value)));

/** A value without the digits and signs at its end, which a form asks for. */
const withoutTail = (value: string): string => value.replace(/(?<![\d!@#$%^&*.?])[\d!@#$%^&*.?]+$/, '');

/** One of the words that can hardly be anything but a password, with digits and signs behind it or not. */
export const isTried = (value: string): boolean => value.length >= 6 && value.length <= 24 && tried.test(withoutTail(value).toLowerCase());

/** One of them, and the digits and signs behind it that a form asks for: `P@ssw0rd1!`. */
export const isGuessed = (value: string): boolean => isGuessedWord(value) || (value.length <= 32 && isGuessedWord(withoutTail(value)));

/** What servers and images are installed with, and what their accounts are called. */
const ofAccounts = new Set(
  'root admin administrator toor postgres mysql mariadb mongo mongodb oracle redis rabbitmq guest tomcat minio minioadmin elastic keycloak grafana nacos sonar system manager'.split(
    ' ',
  ),
);

/** The name of an account for its password, as `root` for `root`: the first that anybody tries. In small letters, because a label has none. */
export const isNameOfAccount = (value: string): boolean => ofAccounts.has(value);
