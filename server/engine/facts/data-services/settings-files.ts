// Files of settings of services, and those that other files hold or write: a block of YAML under the name of the file, what a
// script puts into one (`echo … >> pg_hba.conf`, `cat > redis.conf <<EOF`). Each is the document's own text with everything else
// blanked, so that places stay what they are.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { blockAt, fileBlocksIn } from '../file-blocks.ts';
import { heredocsIn } from '../heredocs.ts';
import type { Span } from '../../text/text.ts';

export interface SettingsFile {
  /** The path or name that says what it is. */
  readonly name: string;
  /** Its characters stand in the document from `start` on. */
  readonly text: string;
  readonly start: number;
  /** False where another file holds or writes it. */
  readonly isOwn: boolean;
}

/** Names of files that services read their settings from, where a text says one. */
const named =
  /(?<![A-Za-z0-9])(?:pg_hba|redis|valkey|sentinel|mongo[ds]?|elasticsearch|opensearch|cassandra|rabbitmq|mosquitto|slapd|neo4j|influxdb|postgrest|kafka|server|broker|users|mysqld?|mariadb|my|jupyter\w{0,30}|superset_config|webserver_config|airflow|advanced)[\w.-]{0,60}\.(?:conf|config|cfg|cnf|acl|properties|xml|ya?ml|py|ldif)\b|\.ldif\b|\bpg_?hba/i;
/** How the names end, and those that have no end. */
const mentionsName = mentioning(
  ...['.conf', '.cfg', '.cnf', '.acl', '.properties', '.xml', '.yaml', '.yml', '.py', '.ldif', 'pg_hba', 'pghba'],
);
const writers: ReadonlySet<Format> = new Set(['shell', 'dockerfile', 'hcl', 'groovy', 'ruby', 'text']);
const most = 50;

/** Whether a document may hold or write such a file. */
export function mayHoldSettings(document: Document): boolean {
  const { format, text } = document;
  return (format === 'yaml' || writers.has(format)) && mentionsName(document) && named.test(text);
}

/** The document as it is, and the files that it holds or writes; of the latter at most 50. */
export function settingsFilesOf(document: Document): SettingsFile[] {
  return document.memo(settingsFilesOf, () => {
    const { uri, text, format } = document;
    const own: SettingsFile = { name: uri, text, start: 0, isOwn: true };
    if (!mayHoldSettings(document)) return [own];
    const pieces = new Map<string, Span[]>();
    const add = (path: string, span: Span): void => {
      const known = pieces.get(path);
      if (known) known.push(span);
      else if (pieces.size < most && named.test(path)) pieces.set(path, [span]);
    };
    if (format === 'yaml') {
      for (const { name, body } of fileBlocksIn(text)) add(name, body);
      // Operators and charts of PostgreSQL have the lines as a list, or as a block.
      for (const match of text.matchAll(
        /^([ \t]{0,80})(?:pg_hba|pgHba|pgHbaConfiguration)[ \t]*:[ \t]*(?:[|>][-+\d]{0,3}[ \t]*)?\r?\n/gm,
      )) {
        const start = match.index + match[0].length;
        add('pg_hba.conf', blockAt(text, start, text.startsWith(`${match[1]}- `, start) ? match[1]!.length - 1 : match[1]!.length));
      }
    }
    if (writers.has(format)) {
      for (const { path, body } of textsIn(text, format === 'hcl')) add(path, body);
      for (const { path, body } of printedIn(text)) add(path, body);
    }
    return [own, ...[...pieces].map(([name, spans]) => fileOf(name, spans, text))];
  });
}

/** Texts that a script writes into files; in HCL the script is itself such a text. */
function* textsIn(text: string, isNested: boolean, offset = 0): Generator<{ readonly path: string; readonly body: Span }> {
  for (const { path, body } of heredocsIn(text)) {
    if (path !== undefined) yield { path, body: [body[0] + offset, body[1] + offset] };
    else if (isNested) yield* textsIn(text.slice(...body), false, body[0] + offset);
  }
}

/** `echo "…" >> file`, `printf '…' | sudo tee -a file`: the text between the quotes. */
function* printedIn(text: string): Generator<{ readonly path: string; readonly body: Span }> {
  for (const match of text.matchAll(
    /\b(?:echo|printf)[ \t]{1,10}(?:-[neE]{1,3}[ \t]{1,10})?(?:"([^"\n]{0,1000})"|'([^'\n]{0,1000})')[ \t]{0,20}(?:>{1,2}|\|[ \t]{0,10}(?:sudo[ \t]{1,10})?tee(?:[ \t]{1,10}-\w{1,3})?[ \t])[ \t]{0,10}["']?([^\s"'<>|;&]{1,300})/g,
  )) {
    const body = match[1] ?? match[2]!;
    const start = match.index + match[0].indexOf(match[1] === undefined ? "'" : '"') + 1;
    yield { path: match[3]!, body: [start, start + body.length] };
  }
}

/** What is put into one file, from its first letter to its last, with what stands between blanked. Line ends that are written `\\n` are some. */
function fileOf(name: string, spans: readonly Span[], text: string): SettingsFile {
  const start = Math.min(...spans.map(([from]) => from));
  let kept = '';
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const at = start + kept.length;
    if (from < at) continue;
    kept += text.slice(at, from).replace(/[^\n]/g, ' ') + text.slice(from, to).replaceAll('\\n', ' \n');
  }
  return { name, text: kept, start, isOwn: false };
}
