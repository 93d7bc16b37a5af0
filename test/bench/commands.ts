// Whole trees and five staged files, from the start of a process to its end: our command and its peers alternately, round
// by round, so that whatever else the machine does falls on all of them. A ratio is of two runs in one round.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { prefilter } from '../../server/engine/secrets/recognise.ts';
import { kubernetesText, policyText, sourceText, terraformText, workflowText } from './corpus.ts';
import { costOf, type Cost, type Program } from './measure.ts';
import type { Peers } from './peers.ts';
import type { Tree } from './tree.ts';

export interface Contender {
  readonly name: string;
  /** Made anew for each run: a cold run begins with an empty cache. */
  program(): Program;
  /** Runs at most this often; one that takes a minute says enough in one round. */
  readonly atMost?: number;
  /** Codes with which it ends when it did its work. */
  readonly fine: readonly number[];
}

export interface Measured {
  readonly name: string;
  readonly costs: readonly Cost[];
}

/** Every contender once a round. The first is what the others are compared with. Throws when one did not do its work. */
export async function alternate(
  contenders: readonly Contender[],
  rounds: number,
  progress: (text: string) => void,
): Promise<readonly Measured[]> {
  const costs = contenders.map((): Cost[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { name, program, atMost, fine }] of contenders.entries()) {
      if (atMost !== undefined && round >= atMost) continue;
      const cost = await costOf(program());
      if (!fine.includes(cost.status ?? -1))
        throw new Error(
          `${name} ended with ${cost.status}: ${(cost.stderr || cost.stdout).trim().split('\n').slice(0, 3).join(' / ').slice(0, 300)}`,
        );
      progress(`${name}: ${cost.wall.toFixed(2)} s, ${cost.cpu.toFixed(2)} s of processor time`);
      costs[index]!.push(cost);
    }
  }
  return contenders.map(({ name }, index) => ({ name, costs: costs[index]! }));
}

const found = [0, 1];

/** Our command with a cache folder: a new one for each run, or one that an earlier run has filled. */
function ours(name: string, cli: string, args: readonly string[], cwd: string, cache: () => string): Contender {
  return { name, fine: found, program: () => ({ command: process.execPath, args: [cli, ...args], cwd, env: { POSTURE_CACHE: cache() } }) };
}

/** A tree: what a first and a second run of everything costs, what looking for secrets alone costs, and what others take. */
export function treeContenders(tree: Tree, cli: string, peers: Peers, scratch: string): readonly Contender[] {
  const kept = mkdtempSync(join(scratch, 'kept-'));
  const fresh = (): string => mkdtempSync(join(scratch, 'fresh-'));
  const check = ['check', '--quiet', '--format', 'json'];
  const { secretlint, gitleaks, ripgrep, node } = peers;
  return [
    ours('posture check, every rule, first run', cli, [...check, '--profile', 'audit', '.'], tree.folder, fresh),
    ours('posture check, every rule, second run', cli, [...check, '--profile', 'audit', '.'], tree.folder, () => kept),
    ours('posture check, first run', cli, [...check, '.'], tree.folder, fresh),
    ours('posture check, second run', cli, [...check, '.'], tree.folder, () => kept),
    ours('posture check --rule secret', cli, [...check, '--rule', 'secret', '.'], tree.folder, fresh),
    ...(secretlint && node
      ? [
          {
            name: `${secretlint.name} (recommended rules, Node 22)`,
            fine: found,
            program: () => ({
              command: node,
              args: [secretlint.bin, '--secretlintrc', secretlint.config, '--format', 'json', '**/*'],
              cwd: tree.folder,
            }),
          },
        ]
      : []),
    ...(gitleaks
      ? [
          {
            name: gitleaks.name,
            fine: found,
            atMost: 1,
            program: () => ({
              command: process.execPath,
              args: [gitleaks.bin, 'dir', '--no-banner', '--log-level', 'error', '.'],
              cwd: tree.folder,
            }),
          },
        ]
      : []),
    ...(ripgrep
      ? [
          {
            name: `${ripgrep.name}, our literals, counting`,
            fine: found,
            program: () => ({
              command: ripgrep.bin,
              args: ['--no-config', '--no-ignore', '--hidden', '--count', '--file', literalsFile(scratch), '.'],
              cwd: tree.folder,
            }),
          },
        ]
      : []),
  ];
}

/** The literals that our scanner looks for, as patterns: what has to be searched for whatever is made of it. */
function literalsFile(scratch: string): string {
  const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const patterns = prefilter().literals.map(({ text, exact }) => (exact ? escaped(text) : `(?i:${escaped(text)})`));
  const path = join(scratch, 'literals');
  writeFileSync(path, `${patterns.join('\n')}\n`);
  return path;
}

/** Five files staged in a repository of a few hundred: what a commit waits for. Others are given the five by name, as their hooks do. */
export function stagedContenders(folder: string, cli: string, peers: Peers): readonly Contender[] {
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  const git = (...args: string[]): void =>
    void execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, stdio: 'ignore' });
  const staged: Readonly<Record<string, (lines: number) => string>> = {
    '.github/workflows/ci.yml': workflowText,
    'deploy/app.yaml': kubernetesText,
    'infra/main.tf': terraformText,
    'iam/policy.json': (lines) => policyText(Math.ceil(lines / 10)),
    'src/load.ts': sourceText,
  };
  const names = Object.keys(staged);
  git('init', '-q');
  for (let n = 0; n < 300; n++) write(`src/part-${n}.ts`, sourceText(60, n));
  for (const name of names) write(name, staged[name]!(80));
  git('add', '-A');
  git('commit', '-qm', 'first');
  for (const name of names) write(name, staged[name]!(40));
  git('add', '-A');
  const changed = execFileSync('git', ['diff', '--cached', '--name-only'], { cwd: folder, encoding: 'utf8' }).trim().split('\n');
  if (changed.length !== names.length) throw new Error(`${changed.length} of ${names.length} files are staged`);
  const cache = join(folder, '.git', 'bench-cache');
  const five = join(folder, '.git', 'bench-five');
  for (const name of names) {
    mkdirSync(dirname(join(five, name)), { recursive: true });
    writeFileSync(join(five, name), staged[name]!(40));
  }
  const { secretlint, gitleaks, node } = peers;
  return [
    ours('posture check --staged', cli, ['check', '--staged', '--quiet'], folder, () => cache),
    { name: 'node -e 0', fine: [0], program: () => ({ command: process.execPath, args: ['-e', '0'], cwd: folder }) },
    ...(secretlint && node
      ? [
          {
            name: `${secretlint.name} on the five files`,
            fine: found,
            program: () => ({ command: node, args: [secretlint.bin, '--secretlintrc', secretlint.config, ...names], cwd: folder }),
          },
        ]
      : []),
    ...(gitleaks
      ? [
          {
            name: `${gitleaks.name} on a folder of the five`,
            fine: found,
            program: () => ({
              command: process.execPath,
              args: [gitleaks.bin, 'dir', '--no-banner', '--log-level', 'error', '.'],
              cwd: five,
            }),
            atMost: 3,
          },
        ]
      : []),
  ];
}

/** Files with a finding, by the report of each: that everybody did the work that is compared. */
export function filesFound({ name, costs }: Measured): number | undefined {
  const report = costs[0]?.stdout ?? '';
  try {
    if (name.startsWith('posture'))
      return new Set((JSON.parse(report) as { findings: { file: string }[] }).findings.map(({ file }) => file)).size;
    if (name.startsWith('secretlint'))
      return (JSON.parse(report) as { messages: unknown[] }[]).filter(({ messages }) => messages.length > 0).length;
  } catch {
    return undefined;
  }
  return undefined;
}

/** The cache of a second run has to be there before it is measured. */
export async function warmUp(contenders: readonly Contender[]): Promise<void> {
  for (const contender of contenders)
    if (contender.name.includes('second run') || contender.name.includes('--staged')) await costOf(contender.program());
}
