// A repository with a target branch for a test: records land on it as a reviewed pull request would bring them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../server/engine/finding.ts';
import { acceptanceOf, isDecision, type Acceptance } from '../../server/posture/accept.ts';
import { defaultPolicy } from '../../server/posture/policy.ts';
import { printDecision } from '../../server/posture/record.ts';
import { decisionPath } from '../../server/posture/seal.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { makeFolder, type Folder } from './folder.ts';

export interface Repository extends Folder {
  git(...args: string[]): string;
  /** Puts files on the target branch and goes back to the branch that is worked on. */
  land(files: Readonly<Record<string, string>>): void;
}

/** A repository whose branch `main` holds these files; `feature` is checked out. */
export function makeRepository(files: Readonly<Record<string, string>>): Repository {
  const folder = makeFolder(files);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', folder.path, '-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'base');
  git('checkout', '-q', '-b', 'feature');
  return {
    ...folder,
    git,
    land(more) {
      git('checkout', '-q', 'main');
      for (const [file, text] of Object.entries(more)) {
        mkdirSync(dirname(join(folder.path, file)), { recursive: true });
        writeFileSync(join(folder.path, file), text);
      }
      git('add', '-A');
      git('commit', '-q', '-m', 'decide');
      git('checkout', '-q', 'feature');
    },
  };
}

const usual: Acceptance = {
  kind: 'accepted-risk',
  owner: '@acme/payments',
  by: '@sec-lead',
  on: '2026-11-01',
  until: '2027-01-10',
  reason: 'moves to OIDC in PAY-812',
};

/** The record that accepts the finding of a rule in a text, as `posture accept` writes it: its path and its text. */
export async function recordFor(
  uri: string,
  text: string,
  rule: string,
  acceptance: Partial<Acceptance> = {},
): Promise<{ path: string; text: string; finding: Finding }> {
  const { findings } = await analyzeTexts({ [uri]: text });
  const finding = findings.find((one) => one.rule === rule);
  if (!finding) throw new Error(`${rule} finds nothing in ${uri}; found ${findings.map((one) => one.rule).join(', ')}`);
  const decision = acceptanceOf(finding, { ...usual, ...acceptance }, defaultPolicy);
  if (!isDecision(decision)) throw new Error(decision.why);
  return { path: decisionPath(decision), text: printDecision(decision), finding };
}
