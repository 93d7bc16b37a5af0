// Which SQL files, and which files with SQL in them, can hold a grant: those with one of its words. Dumps without them cost
// one look.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { programs } from '../source-policies/claims.ts';

export function claimsSql(document: Document): boolean {
  return (
    document.format === 'sql' &&
    /\b(?:grant|create\s+(?:or\s+[a-z]+\s+)?(?:role|user|login)|alter\s+(?:role|user|server|default)|password_life_time|sp_add(?:srv)?rolemember|(?:create|alter|drop|network)\s+policy|row\s+level\s+security|security\s+definer)\b/i.test(
      document.text,
    )
  );
}

/** Words that a statement of interest begins with: in capitals or in small letters, since a sentence begins with `Grant`. */
export const mayGrant =
  /\b(?:GRANT|grant)\s{1,20}\S|\b(?:CREATE|ALTER|create|alter)\s{1,20}(?:ROLE|USER|LOGIN|PROFILE|SERVER\s{1,20}ROLE|role|user|login|profile|server\s{1,20}role)\b/;
/** Formats in which the clients of databases are started. */
export const sqlInScripts: ReadonlySet<Format> = new Set(['shell', 'powershell', 'dockerfile', 'groovy', 'yaml', 'hcl']);
/** A client, a file or a text of SQL is not named without one of these. */
const mentionsClient = mentioning('sql', 'mariadb', 'clickhouse', 'cqlsh', 'cql', 'cockroach');
const runsStatements = /\b(?:raw|execute\w{0,20}|exec|query\w{0,20}|sql|run_?sql|statement|unprepared)\b/i;

const mentionsStatement = mentioning('grant', ...['create', 'alter'].flatMap((verb) => [...' \t\n\r'].map((blank) => verb + blank)));

/** Elixir has no format of its own here: its strings are those of every other language. */
export const isElixir = ({ uri }: Document): boolean => /\.exs?$/.test(uri);

/** Whether a document of another language may hold statements that grant. */
export function claimsEmbeddedSql(document: Document): boolean {
  const { format, text, uri } = document;
  if (!mentionsStatement(document) || !mayGrant.test(text)) return false;
  const command = sqlInScripts.has(format) && mentionsClient(document);
  const program = (programs.has(format) || isElixir(document)) && (/migrat/i.test(uri) || runsStatements.test(text));
  return command || program || ((format === 'xml' || format === 'yaml') && text.includes('databaseChangeLog'));
}
