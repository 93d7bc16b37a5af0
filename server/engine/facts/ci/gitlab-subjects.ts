// The subjects that a job of GitLab can present: `project_path:GROUP/PROJECT:ref_type:TYPE:ref:NAME`, without the project.
// From GitLab's documentation of id tokens and of `rules` and `only`, 2026-11. Only plain forms are read.
import { entryOf, itemsOf, leavesOf, textOf, type Value } from '../value.ts';
import type { WorkflowJob } from '../workflow.ts';

/** Patterns such as `branch:main` and `tag:*`; undefined where a condition decides that is not read here. */
export function gitlabRefs(job: WorkflowJob, defaultBranch: string | undefined): string[] | undefined {
  const rules = entryOf(job.value, 'rules');
  const only = entryOf(job.value, 'only');
  // What a job extends may hold its conditions.
  if (entryOf(job.value, 'extends') && !rules && !only) return undefined;
  if (rules) return together(itemsOf(rules.value).map((rule) => ofRule(rule, defaultBranch)));
  if (only) return only.value.kind === 'mapping' ? undefined : together(leavesOf(only.value).map((leaf) => ofName(textOf(leaf))));
  return ['branch:*', 'tag:*'];
}

function together(parts: readonly (readonly string[] | undefined)[]): string[] | undefined {
  return parts.every((part) => part !== undefined) ? ([...new Set(parts.flat())] as string[]) : undefined;
}

function ofRule(rule: Value, defaultBranch: string | undefined): string[] | undefined {
  if (textOf(entryOf(rule, 'when')?.value) === 'never') return [];
  const condition = textOf(entryOf(rule, 'if')?.value)?.trim();
  if (condition === undefined) return undefined;
  if (/^\$CI_COMMIT_TAG(?:\s*=~\s*\S+)?$/.test(condition)) return ['tag:*'];
  const branch = /^\$CI_COMMIT_BRANCH\s*==\s*(?:(["'])([\w./-]+)\1|\$CI_DEFAULT_BRANCH)$/.exec(condition);
  if (!branch) return undefined;
  return [`branch:${branch[2] ?? defaultBranch ?? '*'}`];
}

function ofName(name: string | undefined): string[] | undefined {
  if (name === 'tags') return ['tag:*'];
  if (name === 'branches' || name === 'merge_requests') return ['branch:*'];
  return name !== undefined &&
    /^[\w.-]+$/.test(name) &&
    !/^(?:api|chat|external|external_pull_requests|pipelines|pushes|schedules|triggers|web)$/.test(name)
    ? [`branch:${name}`, `tag:${name}`]
    : undefined;
}
