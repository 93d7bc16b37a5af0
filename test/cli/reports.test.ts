import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { bundle, folderOf, git, posture, repositoryOf, shown, write, type Outcome } from './posture.ts';
import { testSeed } from '../support/seed.ts';

const schemaPath = '../shared/schemas/sarif-2.1.0.json';
const files = {
  '.github/workflows/ci.yml':
    'on: push\n# posture-ignore github/write-all-permissions: reviewed\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n',
  '.github/workflows/a b.yml':
    'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n',
  '.vscode/mcp.json':
    '{\n  "inputs": [{ "type": "promptString", "id": "t", "description": "<&\\"> | `x`" }],\n  "servers": { "g": { "command": "/opt/g", "env": { "GITHUB_TOKEN": "${input:t}" } } }\n}\n',
  'logo.png': Buffer.from([0, 1, 2]),
};
const formats = ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'];

/** The rules' own words are tested where the rules are. */
function withoutRules(report: string): string {
  const sarif = JSON.parse(report);
  for (const rule of sarif.runs[0].tool.driver.rules) for (const key of Object.keys(rule)) if (key !== 'id') rule[key] = typeof rule[key];
  return `${JSON.stringify(sarif, undefined, 1)}\n`;
}

describe('reports', () => {
  it.each(formats.filter((format) => format !== 'pretty'))('%s is as it was read and accepted', (format) => {
    const folder = folderOf(files);
    const outcome = posture(folder, [
      'check',
      '--profile',
      'audit',
      '--rule',
      'github/write-all-permissions,agent/mcp-input-not-masked',
      '--format',
      format,
    ]);
    expect(shown({ ...outcome, stdout: format === 'sarif' ? withoutRules(outcome.stdout) : outcome.stdout }, folder)).toMatchSnapshot();
  });

  it('a table of Markdown shows what a message quotes as code, and no name ends its cell', () => {
    const jobs = ['a|b', 'c\\|d', 'e`f', '*g*'].map(
      (name) => `  '${name}':\n    permissions: write-all\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n`,
    );
    const { stdout } = posture(folderOf({ '.github/workflows/x.yml': `on: push\njobs:\n${jobs.join('')}` }), [
      'check',
      '--rule',
      'github/write-all-permissions',
      '--format',
      'markdown',
    ]);
    const rows = stdout.split('\n').filter((line) => line.startsWith('| high'));
    expect(rows.map((row) => /of job (.*?) write/.exec(row)![1])).toEqual(['`a\\|b`', 'c\\\\\\|d', '\\`e\\`f\\`', '`*g*`']);
    for (const row of rows) expect(row.replace(/\\[\s\S]/g, '').split('|')).toHaveLength(6);
  });

  it('SARIF is valid, and holds no snippet', (context) => {
    if (!existsSync(schemaPath)) return context.skip('the SARIF schema is not at hand');
    const folder = folderOf(files);
    const sarif = JSON.parse(posture(folder, ['check', '--profile', 'audit', '--format', 'sarif']).stdout);
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    // The schema is draft 4 by name and uses nothing that draft 7 reads otherwise.
    const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8'));
    const validate = ajv.compile(schema);
    expect(validate(sarif), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.stringify(sarif)).not.toContain('"snippet"');
    const results = sarif.runs[0].results as {
      ruleId: string;
      properties: { category: string };
      partialFingerprints: object;
      fixes?: object[];
      suppressions?: object[];
    }[];
    expect(results.every((result) => result.properties.category !== undefined)).toBe(true);
    expect(results.some((result) => result.fixes)).toBe(true);
    expect(results.filter((result) => result.suppressions)).toHaveLength(1);
    expect(Object.keys(results[0]!.partialFingerprints)).toEqual(['posture/v1']);
    // And the check itself can fail.
    sarif.runs[0].results[0].level = 'loud';
    expect(validate(sarif)).toBe(false);
  });

  it('keeps fingerprints when the text moves, and gives each finding its own', () => {
    const folder = folderOf(files);
    const prints = () =>
      JSON.parse(posture(folder, ['check', '--profile', 'audit', '--format', 'json']).stdout).findings.map(
        (one: { fingerprint: string }) => one.fingerprint,
      ) as string[];
    const first = prints();
    expect(new Set(first).size).toBe(first.length);
    write(folder, { '.github/workflows/a b.yml': `# moved\n\n${files['.github/workflows/a b.yml']}` });
    expect(prints()).toEqual(first);
  });
});

describe('no secret leaves', () => {
  const random = seededRandom(testSeed);
  const kinds = [
    'github-pat',
    'aws-secret-access-key',
    'slack-bot-token',
    'npm-token',
    'gitlab-pat',
    'private-key',
    'jwt',
    'stripe-live-key',
  ];
  const planted = kinds.flatMap((kind) => {
    try {
      return [{ kind, value: makeToken(kind, random) }];
    } catch {
      return [];
    }
  });
  const lines = (name: string, value: string) => (value.includes('\n') ? '' : name.replace('%', value));
  const every = (template: string) =>
    planted
      .map(({ value }) => lines(template, value))
      .filter((line) => line !== '')
      .join('\n');
  let folder = '';
  const outputs: { name: string; outcome: Outcome }[] = [];

  beforeAll(() => {
    folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, {
      '.env': planted.map(({ value }, index) => (value.includes('\n') ? '' : `TOKEN_${index}=${value}`)).join('\n'),
      'src/a.ts': `export const tokens = [\n${every("  '%',")}\n];\n// posture-ignore nothing/at-all\nconst password = '${planted[0]!.value}';\n`,
      'src/a.py': planted.map(({ value }, index) => `token_${index} = """${value}"""`).join('\n'),
      'infra/main.tf': `locals {\n${planted.map(({ value }, index) => (value.includes('\n') ? '' : `  token_${index} = "${value}"`)).join('\n')}\n}\n`,
      'deploy/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata:\n  name: s\nstringData:\n${planted.map(({ value }, index) => (value.includes('\n') ? '' : `  token${index}: ${value}`)).join('\n')}\n`,
      '.mcp.json': JSON.stringify(
        {
          mcpServers: {
            a: {
              command: 'x',
              env: Object.fromEntries(planted.map(({ value }, index) => [`TOKEN_${index}`, value])),
              args: planted.map(({ value }) => `--token=${value}`),
            },
          },
        },
        undefined,
        2,
      ),
      '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    env:\n${planted.map(({ value }, index) => (value.includes('\n') ? '' : `      TOKEN_${index}: ${value}`)).join('\n')}\n    steps:\n      - run: curl -H "Authorization: Bearer ${planted[0]!.value}" https://example.com\n`,
      'broken.json': `{ "token": "${planted[0]!.value}"`,
      'key.pem': planted.find(({ kind }) => kind === 'private-key')?.value ?? '',
    });
    git(folder, 'add', '.');
    for (const format of formats) {
      for (const more of [[], ['--fix-dry-run'], ['--staged']])
        outputs.push({
          name: [format, ...more].join(' '),
          outcome: posture(folder, ['check', '--profile', 'audit', '--format', format, ...more]),
        });
    }
    outputs.push({ name: 'why', outcome: posture(folder, ['why', '.mcp.json']) });
    outputs.push({
      name: 'stdin',
      outcome: posture(folder, ['check', '--stdin', '--stdin-filename', 'x.env'], { input: readFileSync(join(folder, '.env'), 'utf8') }),
    });
    for (const [index, text] of [
      every('%: 1'),
      every('rules:\n  %: high'),
      every('ignore:\n  - {path: %}'),
      every('profile: "%'),
      every('a: *%'),
      every('a: [%'),
    ].entries()) {
      write(folder, { [`config${index}.yaml`]: text });
      outputs.push({ name: `configuration ${index}`, outcome: posture(folder, ['check', '--config', `config${index}.yaml`]) });
      outputs.push({
        name: `a line of configuration ${index}`,
        outcome: posture(folder, ['check', '--stdin', '--stdin-filename', `.posture/c${index}.yaml`], { input: text }),
      });
    }
    for (const path of ['src/a.ts', 'infra/main.tf', '.github/workflows/ci.yml', 'broken.json', 'key.pem'])
      outputs.push({ name: `why ${path}`, outcome: posture(folder, ['why', path]) });
    for (const format of ['table', 'json', 'markdown'])
      outputs.push({ name: `inventory ${format}`, outcome: posture(folder, ['inventory', '--format', format]) });
    git(folder, 'commit', '--quiet', '-m', 'planted');
    for (const format of formats)
      outputs.push({
        name: `history ${format}`,
        outcome: posture(folder, ['check', '--history', '--profile', 'audit', '--format', format]),
      });
    outputs.push({ name: 'a wrong configuration', outcome: posture(folder, ['check', '--config', '.env']) });
  });
  afterAll(() => expect(existsSync(bundle)).toBe(true));

  it('finds what was planted, so that the search means something', () => {
    const report = JSON.parse(outputs.find(({ name }) => name === 'json')!.outcome.stdout) as { findings: { category: string }[] };
    expect(report.findings.filter((finding) => finding.category === 'secret').length).toBeGreaterThan(5);
  });

  it('in any report, dry run, staged run, error or explanation', () => {
    const wholes = planted.flatMap(({ value }) => value.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----')));
    expect(wholes.length).toBeGreaterThan(5);
    for (const { name, outcome } of outputs) {
      for (const value of wholes) {
        const text = outcome.stdout + outcome.stderr;
        const where = text.indexOf(value);
        expect(where, `a whole secret stands in the output of ${name}: …${text.slice(Math.max(0, where - 200), Math.max(0, where))}`).toBe(
          -1,
        );
      }
    }
  });
});
