// `npm run bench:team`: the team's side in numbers. Reconciling 20,000 findings with 20,000 decisions, reading the reports
// of 10,000 repositories with 50 identities each, a sync with nothing new, a first day with 20,000 findings. Nothing here
// fails: a measurement is read, not asserted.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '../../server/engine/finding.ts';
import { defaultPolicy } from '../../server/posture/policy.ts';
import { findingId, reconcile, type Recorded } from '../../server/posture/reconcile.ts';
import { printDecision } from '../../server/posture/record.ts';
import { printReport, type RepositoryReport } from '../../server/posture/repository-report.ts';
import { decisionPath, sealed } from '../../server/posture/seal.ts';
import { sync } from '../../server/workspace/sync/sync.ts';
import { lastSynced } from '../../server/workspace/sync/team-branch.ts';

const cli = resolve(process.env['POSTURE_CLI'] ?? 'out/cli.js');
const scratch = mkdtempSync(join(tmpdir(), 'posture-bench-'));
const milliseconds = (begin: bigint): number => Number(process.hrtime.bigint() - begin) / 1e6;
const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  }).trim();

function finding(n: number): Finding {
  const anchor = `terraform|infra/team-${n % 400}/main.tf|aws_iam_policy.p${n}|policy|Statement[Sid=S]`;
  const at = { uri: `infra/team-${n % 400}/main.tf`, span: [n, n + 1] as const };
  return {
    rule: 'aws/wildcard-action',
    category: 'wildcard',
    severity: 'medium',
    confidence: 'high',
    message: 'x',
    at,
    anchor,
    related: [],
    suggestions: [],
  };
}

function decision(one: Finding): Recorded {
  return {
    decision: sealed(
      { v: 1, id: findingId(one), rule: one.rule, anchor: one.anchor, kind: 'accepted-risk', state: 'accepted', reason: 'why' },
      { owner: '@a', by: '@b', on: '2026-11-01', until: '2027-01-01' },
    ),
    at: { uri: '.posture/x', span: [0, 0] },
  };
}

function reconciling(): void {
  const findings = Array.from({ length: 20_000 }, (_, n) => finding(n));
  const decided = findings.map(decision);
  const moved = findings.map((one) => ({ ...one, anchor: one.anchor.replace('infra/', 'other/') }));
  for (const [name, over] of [
    ['the same', findings],
    ['none of them', moved],
  ] as const) {
    const times = Array.from({ length: 5 }, () => {
      // Processor time: a machine that does other things as well says nothing about this.
      const begin = process.cpuUsage();
      reconcile({ findings: over, decided, proposed: decided, policy: defaultPolicy, today: '2026-11-21' });
      const used = process.cpuUsage(begin);
      return (used.user + used.system) / 1000;
    }).sort((a, b) => a - b);
    console.log(`reconcile 20,000 findings with 20,000 decisions about ${name}: ${times[2]!.toFixed(0)} ms of processor time`);
  }
}

function reports(): void {
  const root = join(scratch, 'team');
  for (let n = 0; n < 10_000; n++) {
    const repository = `git.example.com/team-${n % 100}/repository-${n}`;
    const report: RepositoryReport = {
      v: 1,
      repository,
      commit: 'c'.repeat(40),
      day: '2026-11-20',
      findings: { critical: 0, high: n % 3, medium: n % 7, low: 0, info: 0 },
      accepted: n % 5,
      open: 1,
      drift: n % 2,
      identities: Array.from({ length: 50 }, (_, i) => ({
        id: i < 5 ? `gcp:service-account:shared-${(n + i) % 1000}@acme.iam.gserviceaccount.com` : `aws:role:repository-${n}-role-${i}`,
        kind: i < 5 ? 'service-account' : 'role',
        name: `role-${i}`,
        owner: `@acme/team-${n % 100}`,
        declared: i >= 5,
        state: i % 3 === 0 ? 'approved' : 'unapproved',
        place: `infra/main-${i}.tf`,
        grants: i % 4,
        admin: i === 7,
        drift: i % 11 === 0 ? 1 : 0,
      })),
    };
    const path = join(root, 'reports', `${repository}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, printReport(report));
  }
  const hook = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;
  const begin = process.hrtime.bigint();
  const run = spawnSync(
    process.execPath,
    ['--import', hook, cli, 'inventory', '--team', '--format', 'json', '--output', join(scratch, 'team.json')],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
  );
  console.log(
    `inventory over 10,000 reports with 50 identities each: ${(milliseconds(begin) / 1000).toFixed(1)} s, peak memory ${(Number(run.output[3]) / 1024).toFixed(0)} MB, exit ${run.status}`,
  );
}

async function syncing(): Promise<void> {
  const team = join(scratch, 'team.git');
  const root = join(scratch, 'work');
  for (const folder of [team, root]) mkdirSync(folder);
  git(team, 'init', '-q', '--bare', '-b', 'main');
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'first');
  const place = 'repositories/example.com/acme/payments';
  const stream = Array.from({ length: 20_000 }, (_, n) => {
    const { decision: one } = decision(finding(n));
    const text = printDecision(one);
    return `M 100644 inline ${place}/decisions/${decisionPath(one).slice('.posture/decisions/'.length)}\ndata ${Buffer.byteLength(text)}\n${text}\n`;
  }).join('');
  spawnSync('git', ['fast-import', '--quiet', '--force', '--date-format=now'], {
    cwd: team,
    input: `commit refs/heads/main\ncommitter a <a@b> now\ndata 1\nx\n${stream}`,
    maxBuffer: 1 << 28,
  });
  const request = { root, address: { url: team, branch: 'main', transport: 'file' as const }, place, handle: 'a' };
  let begin = process.hrtime.bigint();
  await sync(request);
  console.log(`first sync of 20,000 records: ${(milliseconds(begin) / 1000).toFixed(1)} s, to ${lastSynced(root)?.slice(0, 7)}`);
  const fetch: number[] = [];
  const whole: number[] = [];
  for (let n = 0; n < 5; n++) {
    begin = process.hrtime.bigint();
    git(root, 'ls-remote', '--heads', team, 'refs/heads/main');
    fetch.push(milliseconds(begin));
    begin = process.hrtime.bigint();
    await sync(request);
    whole.push(milliseconds(begin));
  }
  const median = (values: number[]): number => [...values].sort((a, b) => a - b)[2]!;
  console.log(
    `sync with nothing new, 20,000 records: ${median(whole).toFixed(0)} ms, of which asking the remote ${median(fetch).toFixed(0)} ms`,
  );
}

function firstDay(): void {
  const folder = join(scratch, 'day-one');
  for (let n = 0; n < 400; n++) {
    const statements = Array.from(
      { length: 50 },
      (_, i) => `{ "Sid": "S${i}", "Effect": "Allow", "Action": "s3:*", "Resource": "*" }`,
    ).join(',\n    ');
    const path = join(folder, `policies/team-${n % 40}/policy-${n}.json`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${statements}\n  ]\n}\n`);
  }
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'first');
  const timed = (...args: string[]) => {
    const begin = process.hrtime.bigint();
    const run = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
    return { seconds: milliseconds(begin) / 1000, run };
  };
  const init = timed('init', '--yes', '--owner', '@acme/platform');
  console.log(`init: ${init.seconds.toFixed(1)} s, ${init.run.stdout.split('\n').find((line) => line.includes('recorded'))}`);
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', 'init');
  const check = timed('check', '--quiet');
  console.log(`check after it has landed: ${check.seconds.toFixed(1)} s, exit ${check.run.status}`);
}

try {
  reconciling();
  reports();
  await syncing();
  firstDay();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
