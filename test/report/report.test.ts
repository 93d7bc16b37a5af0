// Evidence as an auditor gets it, through the command: what stood on a day, said the same way every time.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { controlNamed, controls } from '../../server/report/controls.ts';
import { csvOf } from '../../server/report/csv.ts';
import type { Report } from '../../server/report/report.ts';
import { allRules } from '../../rules/registry.ts';
import { commitOn, folderOf, git, posture, repositoryOf, write, type Outcome } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';

const role = (name: string, policy: string) => `resource "aws_iam_role" "${name}" {
  name = "${name}"
  tags = { owner = "@acme/payments", environment = "production" }
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy_attachment" "${name}" {
  role       = aws_iam_role.${name}.name
  policy_arn = "${policy}"
}
`;
const reader = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const key =
  'resource "aws_iam_user" "old" {\n  name = "old"\n}\nresource "aws_iam_access_key" "old" {\n  user = aws_iam_user.old.name\n}\n';

/** Days of the history: when the role was made, a day between, when it was widened, and a day after that. Approvals are of today. */
const [made, between, widened, after] = [inDays(-70), inDays(-50), inDays(-40), inDays(-30)] as const;

/** A repository whose deploy role was made as a reader, and widened to an administrator a month later. */
function history(): { folder: string; reads: string; administers: string } {
  const folder = folderOf({ 'infra/main.tf': role('deploy', reader) + key });
  git(folder, 'init', '--quiet');
  const reads = commitOn(folder, made, 'a reader');
  write(folder, { 'infra/main.tf': role('deploy', admin) + key });
  return { folder, reads, administers: commitOn(folder, widened, 'an administrator') };
}

interface JsonReport {
  readonly commit: string;
  readonly figures: { label: string; value: number }[];
  readonly rows: ({ id: string } & Record<string, { text: string; state?: string }>)[];
  readonly controls: { id: string; state: string; findings: number }[];
  readonly notEvidenced: string[];
}

const report = (folder: string, ...more: string[]): Outcome => posture(folder, ['report', '--as-of', inDays(0), ...more]);
const json = (folder: string, ...more: string[]): JsonReport =>
  JSON.parse(report(folder, '--format', 'json', ...more).stdout) as JsonReport;
const rowOf = ({ rows }: JsonReport, id: string) => rows.find((one) => one.id === id)!;

describe('posture report', () => {
  it('is of the commit that stood on the day, whatever stands now', () => {
    const { folder, reads, administers } = history();
    write(folder, { 'infra/main.tf': '' });
    const then = json(folder, '--as-of', between);
    expect(then.commit).toBe(reads);
    expect(rowOf(then, 'aws:role:deploy')['privilege']!.text).toBe('1 grant');
    const now = json(folder);
    expect(now.commit).toBe(administers);
    expect(rowOf(now, 'aws:role:deploy')['privilege']!.text).toMatch(/^1 grant; critical: aws\/managed-admin-attached$/);
    expect(json(folder, '--commit', reads).commit).toBe(reads);
  });

  it('begins with what is worst, and ends with what the code only names', () => {
    const bucket =
      'resource "aws_s3_bucket_policy" "logs" {\n  bucket = "logs"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "111122223333" }, Action = "s3:PutObject", Resource = "arn:aws:s3:::logs/*" }] })\n}\n';
    const folder = repositoryOf({ 'main.tf': role('annual', reader) + role('zeal', admin) + bucket });
    expect(json(folder, '--as-of', inDays(1)).rows.map(({ id }) => id)).toEqual([
      'aws:role:zeal',
      'aws:role:annual',
      'aws:account:111122223333',
    ]);
  });

  it.each(['access-review', 'inventory', 'exceptions', 'rotation', 'drift'])(
    'gives the same bytes for the same commit and day: %s',
    (kind) => {
      const { folder } = history();
      for (const format of ['html', 'csv', 'json', 'oscal']) {
        const first = report(folder, '--kind', kind, '--format', format);
        expect(first.code).toBe(0);
        write(folder, { 'untracked.tf': role('other', admin) });
        expect(report(folder, '--kind', kind, '--format', format).stdout).toBe(first.stdout);
      }
    },
  );

  it('never lets what it does not know pass', () => {
    const { folder } = history();
    const review = json(folder);
    expect(review.notEvidenced.join('\n')).toMatch(/Nothing was observed/);
    expect(rowOf(review, 'aws:user:old')).toMatchObject({
      used: { text: 'not evidenced', state: 'unknown' },
      rotated: { state: 'unknown' },
      verdict: { text: 'never approved', state: 'bad' },
      owner: { text: 'nobody', state: 'bad' },
    });
    const rotation = json(folder, '--kind', 'rotation');
    expect(rotation.rows).toHaveLength(1);
    expect(rotation.rows[0]).toMatchObject({ state: { text: 'not evidenced', state: 'unknown' } });
    expect(rotation.figures).toContainEqual({ label: 'within policy', value: 0, tone: 'good' });
    expect(review.controls.find(({ id }) => id === '8.6.3')!.state).not.toBe('satisfied');
    expect(json(folder, '--kind', 'inventory').figures.map(({ label }) => label)).not.toContain('live and not in the code');
    expect(report(folder).stdout).toContain('Not evidenced');
  });

  it('says of an identity who approved it, and when it is not what was approved', () => {
    const { folder } = history();
    const approve = posture(folder, [
      'approve',
      'aws:role:deploy',
      '--owner',
      '@acme/payments',
      '--approved-by',
      '@lead',
      '--purpose',
      'deploys the shop',
      '--yes',
    ]);
    expect(approve.code, approve.stderr).toBe(0);
    commitOn(folder, inDays(0), 'approve');
    const approved = rowOf(json(folder, '--as-of', inDays(0)), 'aws:role:deploy');
    expect(approved).toMatchObject({
      verdict: { text: 'certified', state: 'good' },
      reviewer: { text: '@lead' },
      proof: { state: 'bad', text: expect.stringMatching(/^unproven: /) },
    });
    write(folder, {
      'infra/more.tf': `resource "aws_iam_role_policy_attachment" "more" {\n  role       = "deploy"\n  policy_arn = "arn:aws:iam::aws:policy/IAMFullAccess"\n}\n`,
    });
    commitOn(folder, inDays(1), 'widen');
    expect(rowOf(json(folder, '--as-of', inDays(1)), 'aws:role:deploy')['verdict']).toMatchObject({
      text: expect.stringMatching(/^changed since: 1 item beyond/),
      state: 'bad',
    });
    expect(rowOf(json(folder, '--as-of', inDays(0)), 'aws:role:deploy')['verdict']).toMatchObject({ text: 'certified' });
  });

  it('lists exceptions with whom, until when, and whether they still hold', () => {
    const { folder } = history();
    const accept = posture(folder, [
      'accept',
      'aws/managed-admin-attached',
      '--owner',
      '@acme/payments',
      '--approved-by',
      '@lead',
      '--reason',
      'moves to OIDC',
      '--expires',
      inDays(10),
      '--yes',
    ]);
    expect(accept.code, accept.stderr).toBe(0);
    commitOn(folder, inDays(0), 'accept');
    expect(json(folder, '--kind', 'exceptions', '--as-of', inDays(0)).rows).toMatchObject([
      {
        rule: { text: 'aws/managed-admin-attached' },
        today: { text: 'holds' },
        until: { text: inDays(10) },
        by: { text: '@lead' },
        reason: { text: 'moves to OIDC' },
      },
    ]);
    expect(json(folder, '--kind', 'exceptions', '--as-of', inDays(14)).rows).toMatchObject([
      { today: { text: 'expired', state: 'bad' }, until: { state: 'bad' } },
    ]);
    expect(json(folder, '--kind', 'exceptions', '--as-of', after).rows).toEqual([]);
  });

  it('counts what stands against each control, and translates ids of CSF 1.1', () => {
    const { folder } = history();
    const outcome = report(folder, '--format', 'json', '--control', 'PR.AC-4', '--control', 'nhi5');
    expect(outcome.stderr).toContain('PR.AC-4 of CSF 1.1 is PR.AA-05 in CSF 2.0');
    expect((JSON.parse(outcome.stdout) as JsonReport).controls).toMatchObject([
      { id: 'NHI5:2025', state: 'not satisfied' },
      { id: 'PR.AA-05', state: 'not satisfied' },
    ]);
    const wrong = report(folder, '--control', 'PR.XX-1');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('PR.AA-05');
  });

  it('says what to do where there is no commit, no repository, no such day', () => {
    expect(report(folderOf())).toMatchObject({ code: 2, stderr: expect.stringContaining('needs a git repository') });
    const fresh = folderOf();
    git(fresh, 'init', '--quiet');
    expect(report(fresh)).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no commit yet') });
    const { folder } = history();
    expect(report(folder, '--as-of', '2020-01-01')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing had been committed by 2020-01-01'),
    });
    expect(report(folder, '--as-of', '2026-02-30')).toMatchObject({ code: 2, stderr: expect.stringContaining('is no day') });
  });

  it('shows no secret, and nothing that runs or is fetched', () => {
    const folder = repositoryOf({
      '.env': 'GITHUB_TOKEN={{token:github-pat:9}}\n',
      '.github/workflows/x.yml':
        'on: push\njobs:\n  "<script>alert(1)</script>":\n    runs-on: ubuntu-latest\n    steps: [{run: "true"}]\n',
    });
    const token = /ghp_\w+/.exec(readFileSync(join(folder, '.env'), 'utf8'))![0];
    for (const kind of ['access-review', 'inventory', 'drift']) {
      for (const format of ['html', 'csv', 'json', 'oscal']) {
        const { stdout } = posture(folder, ['report', '--kind', kind, '--format', format]);
        expect(stdout).not.toContain(token.slice(6));
        if (format !== 'html') continue;
        const tables = stdout.match(/<table\b/g) ?? [];
        expect(tables.length).toBeGreaterThan(0);
        expect(
          stdout.match(/<div class="wide" role="region" tabindex="0" aria-label="[^"]+"><table\b/g),
          'what is wider than the page is scrolled by keys, too',
        ).toHaveLength(tables.length);
        expect(stdout).not.toMatch(/<script|<link|<img|\bsrc=|url\((?!#arrow\))|@import/);
      }
    }
  });

  const schemaFile = '../shared/schemas/oscal-assessment-results-1.0.6.json';
  it.skipIf(!existsSync(schemaFile))(
    `is OSCAL by NIST's schema${existsSync(schemaFile) ? '' : ' (skipped: the schema is not beside this checkout)'}`,
    () => {
      const ajv = new Ajv({ strict: false, allErrors: true });
      addFormats(ajv);
      const valid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
      const { folder } = history();
      const empty = repositoryOf({ 'a.txt': 'a' });
      for (const where of [folder, empty]) {
        for (const kind of ['access-review', 'inventory', 'exceptions', 'rotation', 'drift']) {
          valid(JSON.parse(posture(where, ['report', '--kind', kind, '--format', 'oscal']).stdout));
          expect(valid.errors, kind).toBeNull();
        }
      }
    },
  );
});

describe('controls', () => {
  it('are named by rules as they are named here', async () => {
    const named = new Set((await allRules()).flatMap(({ meta }) => meta.frameworks));
    const known = new Set(controls.map(({ id }) => id));
    expect([...named].filter((id) => !known.has(id))).toEqual([]);
    for (const { through = [] } of controls) for (const id of through) expect(known, id).toContain(id);
    expect(controlNamed('pr.ac-1')).toEqual({ id: 'PR.AA-01', said: 'PR.AC-1 of CSF 1.1 is PR.AA-01 in CSF 2.0' });
    expect(controlNamed('nothing')).toBeUndefined();
  });
});

describe('CSV', () => {
  it('quotes what has to be, and lets no spreadsheet run a value', () => {
    const one = (text: string) =>
      csvOf({
        asOf: 'd',
        commit: 'c',
        columns: [{ key: 'a', title: 'A' }],
        rows: [{ id: 'i', cells: { a: { text } } }],
      } as unknown as Report)
        .split('\r\n')
        .slice(1)
        .join('\r\n');
    expect(one('a, "b"')).toBe('d,c,i,"a, ""b"""\r\n');
    expect(one('=1+1')).toBe("d,c,i,'=1+1\r\n");
    expect(one('@SUM(1)')).toBe("d,c,i,'@SUM(1)\r\n");
    expect(one('@acme/payments')).toBe('d,c,i,@acme/payments\r\n');
    expect(one('a\nb')).toBe('d,c,i,"a\nb"\r\n');
  });
});
