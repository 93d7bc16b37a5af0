// Who writes the text of an event, in words: by the trigger whose payload holds it.
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';

/** Triggers whose payload holds the part of the event that a path begins with. */
const triggersOf: readonly (readonly [part: RegExp, trigger: RegExp])[] = [
  [/^github\.event\.(?:comment|review_comment|answer)\b/, /_comment$/],
  [/^github\.event\.(?:pull_request|review)\b|^github\.head_ref\b/, /^pull_request/],
  [/^github\.event\.issue\b/, /^issue/],
  [/^github\.event\.discussion\b/, /^discussion/],
  [/^github\.event\.workflow_run\b/, /^workflow_run$/],
];

/** For a path such as `github.event.issue.title`; of several triggers that fit, the first. */
export function whoWrites(workflow: Workflow, path: string): string {
  const strangers = untrustedTriggers(workflow);
  const wanted = triggersOf.find(([part]) => part.test(path))?.[1];
  const fitting = wanted ? strangers.find((one) => wanted.test(one.name)) : undefined;
  const pull = workflow.triggers.some((trigger) => trigger.name === 'pull_request');
  if (!fitting && pull && wanted?.test('pull_request')) return 'anyone who opens a pull request';
  const known = (fitting ?? strangers[0])?.author ?? (pull ? 'anyone who opens a pull request' : undefined);
  return known ?? authors.find(([part]) => part.test(path))?.[1] ?? 'whoever wrote the commit or the issue';
}

/** Who writes it where the event is not known, as in an action of others' workflows. */
const authors: readonly (readonly [part: RegExp, who: string])[] = [
  [/^github\.event\.(?:comment|review_comment|answer|review)\b/, 'whoever comments'],
  [/^github\.event\.pull_request\b|^github\.head_ref\b/, 'whoever opens a pull request'],
  [/^github\.event\.(?:issue|discussion)\b/, 'whoever opens an issue or a discussion'],
  [/^github\.event\.(?:head_commit|commits)\b/, 'whoever writes the commit'],
];
