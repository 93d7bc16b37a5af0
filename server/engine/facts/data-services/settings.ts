// Settings by which a data service asks nobody who they are, in the files of its own: MongoDB, Redis, Kafka, Elasticsearch
// OpenSearch and MySQL. What a default leaves open is not said here, only what somebody wrote down.
import type { Document } from '../../document.ts';
import type { Facts } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { pushSignInOff } from './access.ts';

interface Setting {
  readonly service: string;
  readonly file: RegExp;
  /** Its last group is the word that opens the service. */
  readonly line: RegExp;
  /** What makes up for it in the same file. */
  readonly unless?: RegExp;
}

const settings: readonly Setting[] = [
  {
    service: 'MongoDB',
    file: /(?:^|\/)mongo[ds]?[\w.-]{0,60}\.(?:conf|cfg|ya?ml)$/i,
    line: /^[ \t]{0,40}authorization[ \t]{0,10}:[ \t]{0,10}["']?(disabled)\b/gm,
  },
  {
    // Protected mode lets in the machine itself alone as long as nobody has a password.
    service: 'Redis',
    file: /(?:^|[/_-])(?:redis|valkey)[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}protected-mode[ \t]{1,40}(no)\b/gm,
    unless: /^[ \t]{0,40}(?:(?:requirepass|aclfile|user)[ \t]+\S|bind[ \t]+(?:-?(?:127\.0\.0\.1|::1|localhost)[ \t]*)+\r?$)/m,
  },
  { service: 'Kafka', file: /\.properties$/i, line: /^[ \t]{0,40}allow\.everyone\.if\.no\.acl\.found[ \t]{0,10}=[ \t]{0,10}(true)\b/gm },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}xpack\.security\.enabled[ \t]{0,10}:[ \t]{0,10}["']?(false)\b/gm,
  },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}xpack\.security\.authc\.anonymous\.roles[ \t]{0,10}:[ \t]{0,10}\[?[ \t]{0,10}["']?(superuser)\b/gm,
  },
  {
    service: 'Kafka',
    file: /\.properties$/i,
    line: /^[ \t]{0,40}super\.users[ \t]{0,10}=(?:[^\r\n;]{0,200};){0,20}[ \t]{0,10}(User:ANONYMOUS)\b/gm,
  },
  {
    service: 'MySQL',
    file: /(?:^|\/)(?:my|mysqld?|mariadb|server|\d\d-[\w-]{1,40})\.cnf$/i,
    line: /^[ \t]{0,40}(skip[-_]grant[-_]tables)[ \t]{0,10}(?:=[ \t]{0,10}(?:1|on|true)[ \t]{0,10})?\r?$/gim,
  },
  {
    service: 'OpenSearch',
    file: /(?:^|\/)opensearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}plugins\.security\.disabled[ \t]{0,10}:[ \t]{0,10}["']?(true)\b/gm,
  },
];

const settingsOf = (uri: string): readonly Setting[] => settings.filter(({ file }) => file.test(uri));

/** Whether a file is one of a service that may say so. */
export function hasSignInSettings({ uri, text }: Document): boolean {
  return settingsOf(uri).some(({ line }) => text.search(line) >= 0);
}

/** Pushes what a file of settings opens. */
export function readSignInSettings(text: string, uri: string, into: Facts): void {
  for (const { service, line, unless } of settingsOf(uri)) {
    if (unless?.test(text)) continue;
    for (const match of text.matchAll(line)) {
      const start = match.index + match[0].lastIndexOf(match[1]!);
      const at = { uri, span: [start, start + match[1]!.length] as const };
      const block = { uri, span: [match.index + match[0].search(/\S/), at.span[1]] as const };
      pushSignInOff({ uri, kind: 'setting', name: service, role: wordAt(match[1]!, at), block, head: block }, into);
    }
  }
}
