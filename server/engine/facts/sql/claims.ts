// Which SQL files, and which files with SQL in them, can hold a grant: those with one of its words. Dumps without them cost
// one look.
import type { Document, Format } from '../../document.ts';

export function claimsSql(document: Document): boolean {
  return (
    document.format === 'sql' &&
    /\b(?:grant|create\s+(?:or\s+[a-z]+\s+)?(?:role|user|login)|alter\s+(?:role|user|server|default)|password_life_time|sp_add(?:srv)?rolemember|(?:create|alter|drop|network)\s+policy|row\s+level\s+security|security\s+definer)\b/i.test(
      document.text,
    )
  );
}

/** Words that a statement of interest begins with. */
export const mayGrant =
  /\b(?:GRANT|grant)\s{1,20}\S|\b(?:CREATE|ALTER|create|alter)\s{1,20}(?:ROLE|USER|LOGIN|PROFILE|SERVER\s{1,20}ROLE|role|user|login|profile)\b/;
/** Formats in which the clients of databases are started. */
export const sqlInScripts: ReadonlySet<Format> = new Set(['shell', 'powershell', 'dockerfile', 'groovy', 'yaml', 'hcl']);
/** Languages in whose strings statements stand. */
export const sqlInPrograms: ReadonlySet<Format> = new Set([
  'javascript',
  'typescript',
  'python',
  'go',
  'java',
  'kotlin',
  'csharp',
  'ruby',
  'php',
  'rust',
]);
const runsStatements = /\b(?:raw|execute|exec|query|sql|run_?sql|statement)\b/i;

/** Whether a document of another language may hold statements that grant. */
export function claimsEmbeddedSql({ format, text, uri }: Document): boolean {
  const command =
    sqlInScripts.has(format) &&
    /\b(?:psql|mysql|mariadb|sqlcmd|snowsql|usql|clickhouse|cqlsh|snow[ \t]+sql|cockroach)\b|\.sql["']?\s{0,4}:\s{0,4}[|>]/.test(text);
  const program = sqlInPrograms.has(format) && (/migrat/i.test(uri) || runsStatements.test(text));
  return (command || program || ((format === 'xml' || format === 'yaml') && text.includes('databaseChangeLog'))) && mayGrant.test(text);
}
