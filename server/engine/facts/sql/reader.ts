// SQL files, and statements in other files: grants, roles and users in migrations and setup scripts.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { noFacts, type Facts } from '../types.ts';
import { readEmbeddedSql } from './embedded.ts';
import { readSqlText } from './statements.ts';

const longest = 2_000_000;

export const sqlReader: Reader = {
  read: (documents) =>
    new Map(documents.map((document) => [document.uri, document.format === 'sql' ? readSql(document) : readOther(document)])),
};

function readOther(document: Document): Facts {
  const into = noFacts();
  readEmbeddedSql(document, into);
  return into;
}

function readSql(document: Document): Facts {
  const into = noFacts();
  const whole = { uri: document.uri, span: [0, document.text.length] as const };
  if (document.text.length > longest)
    into.problems.push({ kind: 'limit', message: 'a dump of this size is not read for grants', at: whole });
  else
    readSqlText(document.text, { uri: document.uri, start: 0, at: whole }, into, {
      carrier: { dialect: 'sql', kind: 'script', address: 'script', block: whole, head: whole },
      anchor: `sql|${document.uri}`,
      enabled: 'yes',
    });
  return into;
}
