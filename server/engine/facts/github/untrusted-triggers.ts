// Which triggers let someone without write access start a run that holds the repository's own token and secrets.
// `pull_request` is not one of them: from a fork it gets a read-only token and no secrets.
import type { Trigger, Workflow } from '../workflow.ts';
import { tableOf } from '../../table.ts';

/** Triggers by who starts them. Source: GitHub docs, "Events that trigger workflows", and the security hardening guide, 2026. */
const byStrangers = tableOf<string>({
  pull_request_target: 'anyone who opens a pull request',
  workflow_run: 'another workflow, which a pull request from a fork may have started',
  issue_comment: 'anyone who comments',
  issues: 'anyone who opens an issue',
  discussion: 'anyone who opens a discussion',
  discussion_comment: 'anyone who comments',
  fork: 'anyone who forks',
  watch: 'anyone who stars the repository',
  gollum: 'anyone who may edit the wiki',
});

/** Types of an event that need write or triage access to raise, so that a trigger limited to them is none of a stranger's. */
const typesOfAccess = tableOf<readonly string[]>({
  issues: [
    'assigned',
    'unassigned',
    'labeled',
    'unlabeled',
    'locked',
    'unlocked',
    'pinned',
    'unpinned',
    'milestoned',
    'demilestoned',
    'deleted',
    'transferred',
    'typed',
    'untyped',
  ],
  pull_request_target: ['assigned', 'unassigned', 'labeled', 'unlabeled', 'locked', 'unlocked', 'milestoned', 'demilestoned'],
  discussion: ['labeled', 'unlabeled', 'locked', 'unlocked', 'pinned', 'unpinned', 'category_changed', 'answered', 'unanswered'],
});

export interface UntrustedTrigger {
  readonly trigger: Trigger;
  readonly name: string;
  /** What starts the run. */
  readonly who: string;
  /** The person who wrote what the run is about: the same, but for runs that follow another run. */
  readonly author: string;
}

/** The triggers of a workflow that strangers can raise. */
export function untrustedTriggers(workflow: Workflow): UntrustedTrigger[] {
  return workflow.triggers.flatMap((trigger) => {
    const who = byStrangers.get(trigger.name);
    return who === undefined || onlyForMembers(trigger)
      ? []
      : [{ trigger, name: trigger.name, who, author: trigger.name === 'workflow_run' ? byStrangers.get('pull_request_target')! : who }];
  });
}

function onlyForMembers(trigger: Trigger): boolean {
  const types = trigger.detail?.kind === 'mapping' ? typesOf(trigger) : undefined;
  return types !== undefined && types.length > 0 && types.every((type) => needsAccess(trigger.name, type));
}

/** True where only somebody with access raises this type of the event: `labeled` of a pull request. */
export function needsAccess(event: string, type: string): boolean {
  return typesOfAccess.get(event)?.includes(type) === true;
}

function typesOf(trigger: Trigger): string[] | undefined {
  if (trigger.detail?.kind !== 'mapping') return undefined;
  const entry = trigger.detail.entries.find((one) => one.key.kind === 'scalar' && one.key.value === 'types');
  if (!entry) return undefined;
  const items = entry.value.kind === 'list' ? entry.value.items : [entry.value];
  return items.flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
}
