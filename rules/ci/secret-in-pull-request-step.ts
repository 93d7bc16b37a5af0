// A secret in a step that pull requests start.
import { addEntry, removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const secretInPullRequestStep = defineRule({
  id: 'ci/secret-in-pull-request-step',
  meta: {
    title: 'Secret in a step of pull requests',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default: 'Step `{step}` is given `{secret}` and {when}: when the secret is open to pull requests, the author of one prints it',
    },
    docs: {
      what: 'A step of Drone or Woodpecker with `from_secret`, or `secrets` as older versions write it, that nothing keeps from running for pull requests.',
      why: 'The author of a pull request writes the commands of the step. Whether the secret is withheld from pull requests is a box in the settings that this file does not show.',
      remedy: 'Add `when: { event: [push, tag] }` to the step, and do not open the secret to pull requests.',
      bad: [
        {
          file: '.drone.yml',
          text: 'kind: pipeline\nname: default\nsteps:\n  - name: publish\n    image: plugins/docker:20.18.4\n    settings:\n      password:\n        from_secret: «docker_password»\n',
        },
      ],
      good: [
        {
          file: '.drone.yml',
          text: 'kind: pipeline\nname: default\nsteps:\n  - name: publish\n    image: plugins/docker:20.18.4\n    settings:\n      password:\n        from_secret: docker_password\n    when:\n      event: [push]\n',
        },
      ],
      references: ['https://docs.drone.io/secret/repository/', 'https://woodpecker-ci.org/docs/usage/secrets'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'drone' && workflow.system !== 'woodpecker') return;
      const secret = job.given?.find(({ item }) => item.startsWith('secret:'));
      if (!secret) return;
      const events = [eventsOf(job.value), ...workflow.triggers.map((trigger) => eventsOfFilter(trigger.detail))].find(
        (one) => one !== undefined,
      );
      const refs = limitedToRefs(job) || workflow.triggers.some((trigger) => entryOf(trigger.detail, 'ref') !== undefined);
      if (refs || (events && !events.includes('pull_request'))) return;
      context.report({
        at: secret.at,
        message: 'default',
        data: {
          step: job.id,
          secret: secret.item.slice('secret:'.length),
          when: events ? 'runs for pull requests' : 'runs for every event',
        },
        anchor: `${job.anchor}|from_secret`,
        suggestions: withoutPullRequests(job),
      });
    },
  },
});

/** The step kept to pushes and tags, where it names no events; else the event taken out of those that it names itself. */
function withoutPullRequests(job: WorkflowJob): FixMaker[] {
  const { value } = job;
  const when = entryOf(value, 'when')?.value;
  if (value.kind === 'mapping' && !when)
    return [
      editing('Run the step for pushes and tags alone', value.at.uri, (document) => [
        addEntry(value, 'when', { event: ['push', 'tag'] }, document),
      ]),
    ];
  const listed = itemsOf(when)
    .map((item) => entryOf(item, 'event')?.value)
    .filter((event) => event?.kind === 'list' && event.items.length > 1);
  const items = listed.flatMap((event) => leavesOf(event).filter((leaf) => textOf(leaf) === 'pull_request'));
  return items.length === 1
    ? [editing('Run the step for pull requests no longer', value.at.uri, (document) => [removeItem(items[0]!, document)])]
    : [];
}

function eventsOf(job: Value): string[] | undefined {
  return eventsOfFilter(entryOf(job, 'when')?.value);
}

/** Events that a `when` or `trigger` lets through; undefined where it names none. */
function eventsOfFilter(filter: Value | undefined): string[] | undefined {
  const events = itemsOf(filter).flatMap((item) => {
    const event = entryOf(item, 'event')?.value;
    return event
      ? [leavesOf(event.kind === 'mapping' ? entryOf(event, 'include')?.value : event).flatMap((leaf) => textOf(leaf) ?? [])]
      : [];
  });
  return events.length === 0 ? undefined : events.flat();
}

function limitedToRefs(job: WorkflowJob): boolean {
  return itemsOf(entryOf(job.value, 'when')?.value).some((item) => entryOf(item, 'ref') !== undefined);
}
