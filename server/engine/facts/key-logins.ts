// Commands that log in to a cloud with a stored key, in any pipeline: what a variable's name does not show. Forms from the
// references of the command line tools, as known in 2026-11.
import { commandsOf, placeOfMatch, type ScriptLine } from './script-lines.ts';
import type { Place } from '../text/text.ts';

export interface KeyLogin {
  readonly cloud: 'AWS' | 'Azure' | 'Google Cloud';
  /** What the key is. */
  readonly key: string;
  /** The command in a few words. */
  readonly command: string;
  readonly at: Place;
}

/** Options are looked for this far behind the command, so that a long line costs no more than its length. */
const forms: readonly (Pick<KeyLogin, 'cloud' | 'key' | 'command'> & { readonly pattern: RegExp; readonly unless?: RegExp })[] = [
  // A certificate is a stored key as well; a federated token is none.
  {
    cloud: 'Azure',
    key: 'the client secret of a service principal',
    command: 'az login --service-principal',
    pattern: /(?<![\w./-])az\s+login\b(?=[^\n|;&]{0,300}?\s--service-principal\b)(?=[^\n|;&]{0,300}?\s(?:-p|--password)[=\s])/,
    unless: /--federated-token\b/,
  },
  {
    cloud: 'Google Cloud',
    key: 'the key of a service account',
    command: 'gcloud auth activate-service-account',
    pattern: /(?<![\w./-])gcloud\s+auth\s+activate-service-account\b/,
  },
  {
    cloud: 'AWS',
    key: 'the key of an IAM user',
    command: 'aws configure set aws_secret_access_key',
    pattern: /(?<![\w./-])aws\s+configure\s+set\s+aws_secret_access_key\b/,
  },
];

/** A word of each: nearly no line has one. */
const mayLogIn = /\baz\s+login|activate-service-account|aws_secret_access_key/;

/** The first such command, and where it stands. A profile for a stand-in of AWS is none. */
export function keyLogin(lines: readonly ScriptLine[]): KeyLogin | undefined {
  if (!lines.some((line) => mayLogIn.test(line.text))) return undefined;
  // Keys that come with a session token end by themselves.
  const session = lines.some((line) => /aws_session_token/i.test(line.text));
  for (const line of commandsOf(lines)) {
    for (const { pattern, unless, ...login } of forms) {
      const match = pattern.exec(line.text);
      if (
        match &&
        !(session && login.cloud === 'AWS') &&
        !unless?.test(line.text) &&
        !/localstack|minio|--profile\s+\S*(?:test|local|r2|minio|wasabi)/i.test(line.text)
      )
        return { ...login, at: placeOfMatch(line, match) };
    }
  }
  return undefined;
}
