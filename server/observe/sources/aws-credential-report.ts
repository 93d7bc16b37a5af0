// The IAM credential report of an account: a row a user, as CSV, or as `aws iam get-credential-report` prints it, with
// the CSV in base64 and the moment at which AWS made it.
import { instantOf } from '../fields.ts';
import { openCsv, type CsvStream } from '../csv.ts';
import { jsonFile, type FileReader, type Reading, type Source } from '../reading.ts';
import { accountOf } from './aws-statements.ts';

/** Without these a table is no credential report. Columns that AWS adds are left alone. */
const needed = ['user', 'arn', 'access_key_1_active', 'access_key_1_last_rotated'];

export const awsCredentialReport: Source = {
  id: 'aws-credential-report',
  title: 'passwords and access keys of the users of an AWS account, with their ages',
  reference: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html',
  commands: [
    { program: 'aws', args: ['iam', 'generate-credential-report', '--output', 'json'] },
    { program: 'aws', args: ['iam', 'get-credential-report', '--output', 'json'] },
  ],
  open(reading) {
    let account: string | undefined;
    let taken: string | undefined;
    const table = (name: string): CsvStream => {
      let columns: Map<string, number> | undefined;
      return openCsv((cells) => {
        if (!columns) {
          columns = new Map(cells.map((cell, index) => [cell.replace(/^\uFEFF/, '').trim(), index]));
          const missing = needed.filter((column) => !columns!.has(column));
          if (missing.length > 0) reading.refuse(`${name} has no column ${missing.join(', ')}: it is no credential report`);
          return;
        }
        const cell = (column: string) => cells[columns!.get(column) ?? -1] ?? '';
        const arn = cell('arn');
        const found = accountOf(arn);
        if (found === undefined) return reading.gap('a row whose ARN names no account');
        if (cells.length !== columns.size)
          return reading.refuse(
            `${name} has a row of ${cells.length} cells under ${columns.size} columns: it was cut off or edited. Export it again`,
          );
        if (account !== undefined && account !== found)
          reading.refuse(`${name} is about account ${found}, and other rows are about ${account}: one account at a time`);
        account ??= found;
        if (reading.first('user', arn, cells)) addUser(reading, arn, cell);
      });
    };
    return {
      file(name) {
        let inner: FileReader | undefined;
        const csv = (): FileReader => {
          const stream = table(name);
          return {
            push: (text) => stream.push(text),
            end: () => void (stream.end() || reading.refuse(`${name} ends inside of a quoted cell: it was cut off. Export it again`)),
          };
        };
        const json = (): FileReader =>
          jsonFile(reading, name, [['Content'], ['GeneratedTime'], ['ReportFormat']], (path, value) => {
            if (path[0] === 'GeneratedTime') taken = instantOf(value) ?? taken;
            if (path[0] === 'ReportFormat' && value !== 'text/csv')
              reading.refuse(`${name} holds a report of the format ${JSON.stringify(value).slice(0, 40)}; text/csv is read`);
            if (path[0] !== 'Content') return;
            const text = typeof value === 'string' ? fromBase64(value) : undefined;
            if (text === undefined)
              return reading.refuse(`${name} has a Content that is not base64: it is no output of get-credential-report`);
            const stream = table(name);
            stream.push(text);
            stream.end();
          });
        return {
          push(text) {
            if (!inner && text.trim() === '') return;
            inner ??= /^[\s\uFEFF]*\{/.test(text) ? json() : csv();
            inner.push(text);
          },
          end() {
            if (!inner) reading.refuse(`${name} is empty`);
            inner?.end();
            if (inner && account === undefined) reading.refuse(`${name} holds no user: it is no credential report`);
          },
        };
      },
      finish: () => ({ ...(account ? { place: `aws:${account}` } : {}), ...(taken ? { taken } : {}), complete: ['credential'] }),
    };
  },
};

function addUser(reading: Reading, arn: string, cell: (column: string) => string): void {
  const root = cell('user') === '<root_account>';
  const name = root ? 'root' : cell('user');
  const identity = `aws:user:${name}`;
  const password = cell('password_enabled').toLowerCase() === 'true';
  const created = reading.past(cell('user_creation_time'));
  reading.add({
    fact: 'identity',
    id: identity,
    platform: 'aws',
    kind: 'user',
    name,
    reference: arn,
    ...(created ? { created } : {}),
    ...(password || root ? { human: true } : {}),
    ...(root ? { vendorMade: true } : {}),
  });
  const uses: string[] = [];
  if (password) {
    const last = reading.past(cell('password_last_used'));
    const changed = reading.past(cell('password_last_changed'));
    if (last) uses.push(last);
    reading.add({
      fact: 'credential',
      identity,
      kind: 'login-password',
      name: 'password',
      active: true,
      ...(changed ? { created: changed } : {}),
      ...(last ? { lastUsed: last } : {}),
      ...(cell('password_last_used') === 'no_information' ? { neverUsed: true } : {}),
    });
  }
  for (const number of ['1', '2']) {
    const active = cell(`access_key_${number}_active`).toLowerCase();
    const rotated = reading.past(cell(`access_key_${number}_last_rotated`));
    const used = reading.past(cell(`access_key_${number}_last_used_date`));
    if (used) uses.push(used);
    // A key that is inactive and has no date is none.
    if (active !== 'true' && !rotated) continue;
    reading.add({
      fact: 'credential',
      identity,
      kind: 'access-key',
      name: `access key ${number}`,
      active: active === 'true',
      ...(rotated ? { created: rotated } : {}),
      ...(used ? { lastUsed: used } : {}),
      // `N/A` under a key that exists: never used since AWS keeps track.
      ...(active === 'true' && cell(`access_key_${number}_last_used_date`) === 'N/A' ? { neverUsed: true } : {}),
    });
  }
  const last = uses.sort().at(-1);
  reading.add({ fact: 'use', identity, ...(last ? { last } : {}) });
}

function fromBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(text) || text.trim() === '') return undefined;
  const binary = atob(text.replace(/\s/g, ''));
  return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}
