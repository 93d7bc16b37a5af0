// SQL that stands in other texts: what `psql`, `mysql` and their like are given in scripts, `.sql` keys of manifests, `<sql>`
// of Liquibase, and statements in strings of programs (migrations). Variables of what is around are holes of the SQL.
import type { Document } from '../../document.ts';
import { blockAt, fileBlocksIn } from '../file-blocks.ts';
import { isComment } from '../../text/comment.ts';
import { shellCommands } from '../commands/shell.ts';
import type { Facts } from '../types.ts';
import { programs } from '../source-policies/claims.ts';
import { isElixir, mayGrant, sqlInScripts } from './claims.ts';
import type { SqlOptions } from './parts.ts';
import { readSqlText } from './statements.ts';

const longest = 100_000;
const client =
  /(?<![\w.-])(?:[\w./${}-]{0,200}\/)?(psql|mysql|mariadb|sqlplus|sqlcmd|snowsql|usql|cqlsh|clickhouse-client|clickhouse\s+client|cockroach\s+sql|snow\s+sql)(?![\w-])/g;
/** Statements as programs write them: in capitals, so that a sentence is none. Others may stand before the one that gives something. */
const statement =
  /(["'`]|"""|''')\s{0,200}(?:--[^\n]{0,200}\n\s{0,200}){0,5}(?:GRANT\s|REVOKE\s|(?:ALTER|CREATE|DROP)\s{1,10}[A-Z]{2,20}\s|DO\s{1,10}\$|BEGIN[;\s])/g;

/** What runs a statement, in any case: there a sentence is none. */
const run =
  /\b(?:raw|execute\w{0,20}|exec|query|sql|run_?sql|unsafe|unprepared|statement|\w{0,20}RawUnsafe)\s{0,4}\(\s{0,200}(?:\w{1,20}\s{0,2}=\s{0,2})?(?:text\s{0,4}\(\s{0,40})?[frb]?(["'`]|"""|''')\s{0,200}(?:grant\s|revoke\s|(?:alter|create)\s{1,10}[a-z]{2,20}\s)/gi;

/** A statement that a script hands to a program of whatever name (`$MYSQL -e "grant …"`), or keeps under a name that says what it is. */
const handed =
  /(?:(?<![\w-])(?:-[ecqQ]|--?(?:execute|query|command))[ \t=]{1,4}|(?:query|sql|stmt|statement)[ \t]{0,4}=[ \t]{0,4})(["'])\s{0,40}(?:grant\s|(?:create|alter)\s{1,10}(?:role|user|login)\s)/gi;
/** What is said to a person, unless the line goes on to a program or into a file. */
const says = /\b(?:echo|printf|print|Write-(?:Host|Output|Verbose)|log\w{0,20}|info|warn|die|fail)\b[^|;&]{0,300}$/;

/** What `bq query` is given is read with the other commands of Google (`gcp/machine-commands.ts`). */
const ofBigQuery = /\bbq\s{1,9}query\b(?:[^\n\\]|\\\r?\n|\\.){0,400}$/;

/** Where statements stand, and for which database, where what runs them says so. */
type Found = readonly [start: number, end: number, product?: SqlOptions['product']];

/** Pushes what the statements of a document grant. */
export function readEmbeddedSql(document: Document, into: Facts): void {
  const { format, text, uri } = document;
  const found: Found[] = [];
  if (format === 'yaml')
    found.push(
      ...sqlBlocksIn(text),
      ...(text.includes('databaseChangeLog') ? changesIn(text, 'sql') : []),
      ...(/\b(?:mysql|postgresql)_query\b/.test(text) ? changesIn(text, 'query') : []),
    );
  if (sqlInScripts.has(format)) found.push(...givenToClients(text, uri), ...printedToClients(text), ...heredocsIn(text, /SQL|CQL/));
  if (format === 'shell' || format === 'powershell') found.push(...stringsOfScript(text));
  if (programs.has(format) || isElixir(document)) found.push(...stringsIn(text));
  if (format === 'ruby' || format === 'php') found.push(...heredocsIn(text));
  if (format === 'xml')
    for (const match of text.matchAll(/<sql\b[^>]{0,300}>/g)) found.push(upTo(text, match.index + match[0].length, '</sql>'));
  const read = new Set<number>();
  found.forEach(([start, end, product], index) => {
    const body = text.slice(start, end);
    if (read.has(start) || end - start > longest || !mayGrant.test(body)) return;
    read.add(start);
    const whole = { uri, span: [start, end] as const };
    const options: SqlOptions = {
      carrier: { dialect: 'sql', kind: 'statement', address: `statement[${index}]`, block: whole, head: whole },
      anchor: `sql|${uri}|statement[${index}]`,
      enabled: 'maybe',
      ...(product ? { product } : {}),
    };
    readSqlText(body, { uri, start, at: whole }, into, options);
  });
}

/** What follows up to a mark, or nothing where the mark does not follow. */
function upTo(text: string, from: number, mark: string): [number, number] {
  const end = text.slice(from, from + longest).indexOf(mark);
  return end < 0 ? [from, from] : [from, from + end];
}

/** `-c "…"`, `-e "…"` and the text behind `<<`. */
function* givenToClients(text: string, uri: string): Generator<Found> {
  for (const command of shellCommands(text, uri, client, (match) => match[1]!)) {
    const product = command.name.startsWith('cockroach') ? 'CockroachDB' : undefined;
    for (const flag of ['c', 'command', 'e', 'execute', 'q', 'Q', 'query']) {
      for (const { leaf, exact } of command.flags.get(flag) ?? []) if (exact) yield [leaf.at.span[0], leaf.at.span[1], product];
    }
    const line = command.whole.span[1];
    const mark = /^[^\n]{0,200}?<<[-~]?[ \t]*(["']?)([A-Za-z_]\w{0,60})\1/.exec(text.slice(line, line + 300));
    const first = mark ? text.indexOf('\n', line) + 1 : 0;
    if (!mark || first === 0) continue;
    const end = new RegExp(`^[ \\t]*${mark[2]}[ \\t]*\\r?$`, 'm').exec(text.slice(first, first + longest));
    if (end) yield [first, first + end.index, product];
  }
}

/** Blocks of YAML under keys that are files of SQL: `init.sql: |`. Their indentation means nothing to SQL. */
function* sqlBlocksIn(text: string): Generator<Found> {
  for (const { name, body } of fileBlocksIn(text)) if (name.endsWith('.sql')) yield body;
}

/** `echo "CREATE USER …" | sudo -u postgres psql`: the text between the quotes. */
function* printedToClients(text: string): Generator<Found> {
  for (const match of text.matchAll(
    /\b(?:echo|printf)[ \t]{1,10}(?:-[neE]{1,3}[ \t]{1,10})?(?:"([^"\\\n]{1,2000})"|'([^'\n]{1,2000})')[ \t]{0,20}\|[^\n|]{0,200}?\b(?:psql|mysql|mariadb|sqlcmd|clickhouse-client|cqlsh)\b/g,
  )) {
    const start = match.index + match[0].indexOf(match[1] === undefined ? "'" : '"') + 1;
    yield [start, start + (match[1] ?? match[2]!).length];
  }
}

const changes = {
  sql: /^([ \t]{0,80}(?:-[ \t]{1,10})?)sql[ \t]*:[ \t]*(?:([|>][-+\d]{0,3})[ \t]*\r?\n|["']?)/gm,
  query: /^([ \t]{0,80}(?:-[ \t]{1,10})?)query[ \t]*:[ \t]*(?:([|>][-+\d]{0,3})[ \t]*\r?\n|["']?)/gm,
};

/** Changes of Liquibase in YAML, `sql: GRANT …` on the line or in a block below it, and `query:` of tasks of Ansible. */
function* changesIn(text: string, key: keyof typeof changes): Generator<[number, number]> {
  for (const match of text.matchAll(changes[key])) {
    const start = match.index + match[0].length;
    if (match[2] !== undefined) yield blockAt(text, start, match[1]!.length);
    else {
      const line = text.indexOf('\n', start);
      yield [start, line < 0 ? text.length : line];
    }
  }
}

/** Strings of a script that are statements, as far as a program gets them. They may go on over lines. */
function* stringsOfScript(text: string): Generator<[number, number]> {
  const begins = [
    ...[...text.matchAll(statement)].map((match) => match.index),
    ...[...text.matchAll(handed)].map((match) => match.index + match[0].indexOf(match[1]!)),
  ];
  for (const begin of begins) {
    const [start, end] = upTo(text, begin + 1, text[begin]!);
    const before = text.slice(Math.max(text.lastIndexOf('\n', begin) + 1, begin - 400), begin);
    if (end === start || isComment(text, begin) || ofBigQuery.test(text.slice(Math.max(0, begin - 400), begin))) continue;
    if (says.test(before) && !/^[^\n]{0,200}?(?<![-=])[|>]/.test(text.slice(end + 1, end + 220))) continue;
    yield [start, end];
  }
}

function* stringsIn(text: string): Generator<[number, number]> {
  const begins = [
    ...[...text.matchAll(statement)].map((match) => match.index),
    ...[...text.matchAll(run)].map((match) => match.index + match[0].lastIndexOf(match[1]!)),
  ];
  for (const begin of begins) {
    if (isComment(text, begin)) continue;
    const triple = text.slice(begin, begin + 3);
    const quote = triple === '"""' || triple === "'''" ? triple : text[begin]!;
    const start = begin + quote.length;
    const [, end] = upTo(text, start, quote);
    // Strings of one line, but where the language says otherwise: C# by `@"`.
    const spansLines = quote.length === 3 || quote === '`' || text[begin - 1] === '@';
    if (end > start && (spansLines || !text.slice(start, end).includes('\n'))) yield [start, end];
  }
}

/** Texts behind `<<~SQL` of Ruby, `<<<SQL` of PHP and `<<-EOSQL` of a shell, up to the line that ends them. */
function* heredocsIn(text: string, called = /^/): Generator<[number, number]> {
  let left = 4 * text.length;
  for (const match of text.matchAll(/<<[-~<]?[ \t]?["']?([A-Z_]{2,40})["']?[^\n]{0,200}\n/g)) {
    const start = match.index + match[0].length;
    if (left <= 0 || !called.test(match[1]!) || isComment(text, match.index)) continue;
    const body = text.slice(start, start + longest);
    const end = new RegExp(`^[ \\t]*${match[1]}\\b`, 'm').exec(body);
    left -= end?.index ?? body.length;
    if (end) yield [start, start + end.index];
  }
}
