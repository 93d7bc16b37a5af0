// Calls by which programs hand a database a statement whole: drivers, query builders and templates, by language. A call counts
// where its first argument is what the model said, alone, and is a statement by its name or by the driver that the program
// names. What is bound to a statement of the program's own is data, and is left out.
import type { Format } from '../../document.ts';

/** What holds a connection, by its name. */
const holder = String.raw`(?:\w{0,40}(?:cursor|Cursor|conn|Conn|connection|Connection|pool|Pool|engine|Engine|[dD]atabase|[sS]ql\w{0,10})|cur|con|db|DB|pg|tx|session|client|driver|knex|sequelize|prisma)`;
const held = (methods: string): string => String.raw`(?<![\w.])((?:\w{1,40}(?:\(\))?\.){0,2}${holder}(?:\(\))?\.(?:${methods}))\(`;
const pythonMethods = 'execute|executescript|exec_driver_sql|execute_query|fetch|fetchrow|fetchall|run|query|sql';
const python = new RegExp(String.raw`${held(pythonMethods)}|(?<![\w.])(pd\.read_sql(?:_query)?|spark\.sql)\(`, 'g');
const script = new RegExp(held(String.raw`query|execute|exec|prepare|all|run|raw|unsafe|\$queryRawUnsafe|\$executeRawUnsafe`), 'g');
const jvm =
  /(?<![\w.])((?:\w{0,40}[jJ]dbc\w{0,20}|template|statement|stmt|conn|connection|entityManager|em)\.(?:queryForList|queryForMap|query|execute|update|executeQuery|executeUpdate|prepareStatement|createNativeQuery|sql))\(/g;
const statements: ReadonlyMap<Format, RegExp> = new Map([
  ['python', python],
  ['javascript', script],
  ['typescript', script],
  ['java', jvm],
  ['kotlin', jvm],
  ['go', new RegExp(held('Query|QueryContext|QueryRow|QueryRowContext|Queryx|Exec|ExecContext|Raw'), 'g')],
  [
    'csharp',
    /(?<![\w.])(new (?:Sql|Npgsql|MySql|Sqlite|SQLite|Oracle|Odbc|OleDb)Command|\w{0,40}[cC]onn(?:ection)?\.(?:Query|Execute|ExecuteReader|ExecuteScalar)(?:Async)?(?:<\w{1,40}>)?|\w{1,40}\.Database\.ExecuteSqlRaw(?:Async)?|\w{1,40}\.FromSqlRaw)\(/g,
  ],
  ['rust', /(?<![\w:])(sqlx::query(?:_as)?(?:::<[^<>()]{1,80}>)?)\(/g],
]);

/** A driver of a database, or a library above one, as programs import it. */
const driver =
  /sqlite3?|psycopg|asyncpg|pymysql|mysql|MySql|sqlalchemy|SQLAlchemy|duckdb|snowflake|bigquery|pyodbc|odbc|clickhouse|databricks|oracledb|neo4j|["'](?:pg|postgres|mssql|knex|sequelize|@prisma\/client|@neondatabase\/serverless|@vercel\/postgres|@planetscale\/database|better-sqlite3|bun:sqlite|@libsql\/client|drizzle-orm[/\w-]*)["']|database\/sql|pgx|gorm|sqlx|jdbc|Npgsql|SqlClient|EntityFrameworkCore|Dapper/;
/** Names of what is a statement, and of what may be one beside a driver. */
const statement = /sql|statement|stmt|cypher/i;
const query = /query|(?:^|[."'])q\b/i;
/** A program that lets a statement read alone says so; so does one whose login may do no more. */
const readOnly = /read[_\s-]?only|mode=ro\b/i;

/** A connection of a program in Python that it names otherwise: `with psycopg.connect(url) as c:`. */
function pythonFor(text: string): RegExp {
  const names = [...text.matchAll(/\.(?:connect|cursor|connection|begin)\([^()\n]{0,200}\) as ([a-z]\w{0,19})\b/g)]
    .slice(0, 20)
    .map((match) => match[1]!);
  return names.length === 0
    ? python
    : new RegExp(String.raw`${python.source}|(?<![\w.])((?:${[...new Set(names)].join('|')})\.(?:${pythonMethods}))\(`, 'g');
}

/** The calls of a program that hand a database a statement; undefined where it has none, or reads alone. */
export function statementsOf(format: Format, text: string): RegExp | undefined {
  const calls = format === 'python' ? pythonFor(text) : statements.get(format);
  return calls && text.search(calls) >= 0 && !readOnly.test(text) ? calls : undefined;
}

/** Those of some expressions that a program may use as a statement, by what they are called. */
export function statementNames(text: string, names: readonly string[]): readonly string[] {
  const hasDriver = names.some((name) => !statement.test(name)) && driver.test(text);
  return names.filter((name) => statement.test(name) || (hasDriver && query.test(name)));
}

/** Whether the arguments of a call begin with one of some expressions, as a statement. */
export const isStatement = (args: string, expressions: string): boolean =>
  new RegExp(
    String.raw`^\s{0,80}(?:[cC]tx,\s?|context\.\w{1,20}(?:\(\))?,\s?)?(?:\w{0,20}\.?text\(\s?|&)?(?:${expressions})(?:!|\.(?:strip|trim|rstrip|as_str)\([^()]{0,10}\)){0,2}\s{0,80}(?:[,)]|$)`,
  ).test(args);

/** The administrator of a database, in an address of one or as the user that it is given. */
const administrator =
  /:\/\/(?:root|postgres|sa|admin|administrator|dbadmin|doadmin|avnadmin|system|sys|neo4j)(?::[^@\s"'`/]{0,200})?@|\b(?:user|username|User(?: Id)?)["']?\s?[:=]\s?["']?(?:root|postgres|sa|admin|administrator|dbadmin|doadmin|avnadmin|system|sys)\b["';]/i;

/** Whether a program names the administrator of a database as its own login. */
export const logsInAsAdministrator = (text: string): boolean => administrator.test(text);
