// The subjects that a job can present in its OIDC token, as patterns after `repo:OWNER/NAME:`. From GitHub's reference
// "OpenID Connect", 2026-11: an environment replaces the ref; a pull request has one subject for all.
import { entryOf, leavesOf, textOf, type Value } from '../value.ts';
import type { Trigger, Workflow, WorkflowJob } from '../workflow.ts';

export interface JobSubjects {
  /** Patterns with `*`, such as `environment:production` and `ref:refs/heads/*`. */
  readonly patterns: readonly string[];
  /** False where a computed name or a caller decides; nothing is concluded then. */
  readonly known: boolean;
}

export function subjectsOf(job: WorkflowJob, workflow: Workflow, defaultBranch?: string): JobSubjects {
  if (job.environment) {
    const name = textOf(job.environment);
    return name === undefined || name.includes('${{')
      ? { patterns: [], known: false }
      : { patterns: [`environment:${name.replaceAll(':', '%3A')}`], known: true };
  }
  if (entryOf(job.value, 'environment')) return { patterns: [], known: false };
  const patterns = new Set<string>();
  let known = workflow.triggers.length > 0;
  for (const trigger of workflow.triggers) {
    const found = ofTrigger(trigger, defaultBranch);
    if (!found) known = false;
    for (const pattern of found ?? []) patterns.add(pattern);
  }
  return { patterns: [...patterns], known };
}

/** The claims `environment` and `ref` of a job's token, which stand beside each other and not only in the subject. */
export interface JobClaims {
  readonly environment?: string;
  /** Patterns of `ref:…` and `pull_request`, whatever the environment. */
  readonly refs: readonly string[];
  readonly known: boolean;
}

export function claimsOf(job: WorkflowJob, workflow: Workflow, defaultBranch?: string): JobClaims {
  const found = workflow.triggers.map((trigger) => ofTrigger(trigger, defaultBranch));
  const environment = textOf(job.environment);
  const readable = !entryOf(job.value, 'environment') || (environment !== undefined && !environment.includes('${{'));
  return {
    ...(environment === undefined ? {} : { environment }),
    refs: [...new Set(found.flatMap((one) => one ?? []))],
    known: readable && found.length > 0 && found.every((one) => one !== undefined),
  };
}

function ofTrigger(trigger: Trigger, defaultBranch: string | undefined): string[] | undefined {
  switch (trigger.name) {
    case 'push': {
      const branches = names(entryOf(trigger.detail, 'branches')?.value);
      const tags = names(entryOf(trigger.detail, 'tags')?.value);
      if (!branches && !tags) return ['ref:refs/heads/*', 'ref:refs/tags/*'];
      return [...(branches ?? []).map((name) => `ref:refs/heads/${name}`), ...(tags ?? []).map((name) => `ref:refs/tags/${name}`)];
    }
    case 'pull_request':
      return ['pull_request'];
    case 'schedule':
      return [`ref:refs/heads/${defaultBranch ?? '*'}`];
    case 'workflow_dispatch':
      return ['ref:refs/heads/*', 'ref:refs/tags/*'];
    case 'release':
      return ['ref:refs/tags/*'];
    case 'merge_group':
      return ['ref:refs/heads/gh-readonly-queue/*'];
    default:
      return undefined;
  }
}

/** Names of a filter as globs: GitHub's own patterns (`releases/**`, `v[0-9]`) widened to `*`. Undefined where there is no filter. */
function names(value: Value | undefined): string[] | undefined {
  if (!value) return undefined;
  return leavesOf(value)
    .flatMap((leaf) => textOf(leaf) ?? [])
    .filter((name) => !name.startsWith('!'))
    .map((name) => name.replace(/[?+]|\[[^[\]]*\]|\*+/g, '*').replace(/\*+/g, '*'));
}

/** True when some text fits both patterns; `*` stands for any text and `?` for one character. Quadratic, over short patterns. */
export function patternsMeet(a: string, b: string): boolean {
  if (a.length > 500 || b.length > 500) return true;
  const next = new Uint8Array(b.length + 1);
  let row = new Uint8Array(b.length + 1);
  row[b.length] = 1;
  for (let j = b.length - 1; j >= 0; j--) row[j] = b[j] === '*' ? row[j + 1]! : 0;
  for (let i = a.length - 1; i >= 0; i--) {
    next[b.length] = a[i] === '*' ? row[b.length]! : 0;
    for (let j = b.length - 1; j >= 0; j--) {
      if (a[i] === '*') next[j] = row[j]! | next[j + 1]!;
      else if (b[j] === '*') next[j] = next[j + 1]! | row[j]!;
      else next[j] = a[i] === b[j] || a[i] === '?' || b[j] === '?' ? row[j + 1]! : 0;
    }
    row = Uint8Array.from(next);
  }
  return row[0] === 1;
}
