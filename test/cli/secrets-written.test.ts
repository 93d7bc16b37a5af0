// Everything that is written to a disk or sent to an editor, searched for planted tokens: records of decisions, snapshots,
// caches, temporary files, logs, the messages of the language server. Reports on the terminal are searched in reports.test.ts.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { startEditor } from '../lsp/editor.ts';
import { testSeed } from '../support/seed.ts';
import { git, posture, repositoryOf } from './posture.ts';
import { inDays } from '../support/days.ts';

const random = seededRandom(testSeed);
const kinds = [
  'github-pat',
  'aws-secret-access-key',
  'slack-bot-token',
  'npm-token',
  'password',
  'random-40',
  'private-key',
  'jwt',
  'seed-phrase',
  'stripe-live-key',
  'openssh-private-key',
];
const planted = kinds.map((kind) => makeToken(kind, random));
const [github, aws, slack, npm, password, generic, pem, jwt, phrase, stripe, ssh] = planted as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

const files: Readonly<Record<string, string>> = {
  '.env': `GITHUB_TOKEN=${github}\nAWS_SECRET_ACCESS_KEY=${aws}\nMNEMONIC="${phrase}"\n`,
  'src/a.ts': `export const password = '${password}';\nconnect({ apiKey: '${generic}', token: "${slack}" });\n`,
  'src/b.py': `import os\nstripe.api_key = "${stripe}"\nheaders = {"Authorization": "Bearer ${jwt}"}\n`,
  'infra/main.tf': `resource "aws_db_instance" "main" {\n  password = "${password}"\n}\n`,
  'deploy/app.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\ndata:\n  API_TOKEN: ${generic}\n`,
  '.npmrc': `//registry.npmjs.org/:_authToken=${npm}\n`,
  'keys/deploy.txt': `${pem}\n`,
  'keys/id.txt': `${ssh}\n`,
  'broken.json': `{ "token": "${github}`,
  // So many that what was read is kept for the next run.
  ...Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`src/filler-${n}.ts`, `export const n = ${n};\n`])),
};

/** The lines that must stand nowhere else; of a long value also its end, which no preview shows. */
const forbidden = [
  ...new Set(
    planted
      .flatMap((value) => value.split('\n'))
      .filter((line) => line.length >= 12 && !line.startsWith('-----'))
      .flatMap((line) => [line, ...(line.length >= 32 ? [line.slice(-16)] : [])]),
  ),
];

function holding(text: string): string | undefined {
  const found = forbidden.find((value) => text.includes(value));
  return found === undefined ? undefined : `${text.slice(Math.max(0, text.indexOf(found) - 120), text.indexOf(found))}<here>`;
}

function below(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === '.git' ? [] : below(path);
    return entry.isFile() ? [path] : [];
  });
}

describe('no secret is written', () => {
  const own = mkdtempSync(join(tmpdir(), 'posture-written-'));
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  it('into records, snapshots, caches, temporary files, reports in files, or the home of the user', () => {
    const folder = repositoryOf(files);
    const env = {
      HOME: join(own, 'home'),
      TMPDIR: join(own, 'tmp'),
      POSTURE_CACHE: join(own, 'cache'),
      XDG_CACHE_HOME: join(own, 'xdg'),
      XDG_STATE_HOME: join(own, 'state'),
    };
    for (const path of Object.values(env)) mkdirSync(path, { recursive: true });
    const said: string[] = [];
    const run = (...args: string[]) => {
      const { stdout, stderr, code } = posture(folder, args, { env });
      said.push(stdout, stderr);
      return code;
    };
    const report = JSON.parse(posture(folder, ['check', '--profile', 'audit', '--format', 'json'], { env }).stdout) as {
      findings: { rule: string }[];
    };
    expect(report.findings.filter(({ rule }) => rule.startsWith('secret/')).length).toBeGreaterThan(8);
    run('init', '--yes');
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'policy');
    run('accept', '--all', '--owner', '@acme/team', '--reason', 'rotated', '--expires', inDays(60), '--yes');
    for (const command of [
      ['status'],
      ['drift'],
      ['fmt'],
      ['snapshot'],
      ['prune', '--dry-run'],
      ['inventory'],
      ['doctor'],
      ['check', '--history'],
      ['check', '--jobs', '2'],
    ])
      run(...command);
    for (const format of ['json', 'sarif', 'gitlab', 'junit', 'markdown'])
      run('check', '--profile', 'audit', '--format', format, '--output', `report.${format}`);
    const records = below(folder).filter((path) => !(relative(folder, path).replaceAll('\\', '/') in files));
    expect(records.filter((path) => path.includes('.posture')).length).toBeGreaterThan(3);
    const written = [...records, ...below(own)];
    expect(written.length).toBeGreaterThan(8);
    for (const path of written) {
      if (statSync(path).size < 50_000_000) expect(holding(readFileSync(path, 'latin1')), path).toBeUndefined();
    }
    for (const text of said) expect(holding(text)).toBeUndefined();
  });

  it('into anything that the language server sends', async () => {
    const folder = repositoryOf(files);
    const editor = await startEditor({ folders: [pathToFileURL(folder).href] });
    const sent: unknown[] = [];
    for (const [name, text] of Object.entries(files)) {
      const uri = pathToFileURL(join(folder, name)).href;
      await editor.open(uri, text);
      const diagnostics = await editor.diagnostics(uri);
      sent.push(diagnostics);
      for (const diagnostic of diagnostics) {
        const actions = await editor.actions(uri, diagnostic.range, { diagnostics: [diagnostic] });
        for (const action of actions)
          sent.push(action, action.edit ?? (await editor.connection.sendRequest('codeAction/resolve', action).catch(() => undefined)));
        sent.push(await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: diagnostic.range.start }));
      }
    }
    sent.push(editor.published, editor.statuses, editor.logs);
    const text = JSON.stringify(sent);
    expect(text).toContain('secret/');
    expect(holding(text)).toBeUndefined();
    await editor.end();
  });
});
