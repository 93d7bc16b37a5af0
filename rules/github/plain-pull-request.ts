// The trigger that gives a pull request from a fork neither the secrets nor a token that writes.
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Trigger, Workflow } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';

/** The suggestion to start under `pull_request` instead of `pull_request_target`, where that is not there already. */
export function underPullRequest(trigger: Trigger, workflow: Workflow): FixMaker[] {
  if (trigger.name !== 'pull_request_target' || workflow.triggers.some((one) => one.name === 'pull_request')) return [];
  const { uri, span } = trigger.at;
  return [
    editing('Run under pull_request, which gives forks no secrets and a read-only token', uri, (document) => [
      document.text.slice(...span) === trigger.name ? { uri, span, text: 'pull_request' } : undefined,
    ]),
  ];
}
