// What an export said about owners, third parties and the work for which access was given; and evidence that is too old.
import { details, evidenceAlone, evidenceOf, liveRole, observedBeside, shipRead, shipRecord, shipRole } from './observation-examples.ts';
import { observationDrift } from './observation-drift.ts';

const clean = [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])];
const app = {
  fact: 'identity',
  id: 'github:oauth-client:release-bot',
  platform: 'github',
  kind: 'oauth-client',
  name: 'release-bot',
  reference: 'installation 12',
};
const appGrant = {
  fact: 'grant',
  identity: 'github:oauth-client:release-bot',
  by: 'installation',
  items: ['effect allow', 'permission contents:write'],
};

const grantUnowned = observationDrift({
  id: 'drift/grant-unowned',
  kind: 'grant-unowned',
  title: 'Third-party access that nobody owns',
  severity: 'medium',
  frameworks: ['NHI3:2025', 'GV.SC-07'],
  messages: {
    drifted:
      '{name} has access in {place} (export of {taken}) and no owner: {scopes}. Find who needs it and record that (posture approve {id}), or take it away',
  },
  whyNoFix: 'Who answers for it is for people to say.',
  docs: {
    what: 'An application of a third party, or an OAuth client, with access and without an owner in a record or in the code.',
    why: 'Access that was given with a click is kept for ever. When the vendor is broken into, nobody knows what it could reach, or whom to ask.',
    remedy: 'Find out who uses it. Record it with an owner and what it may do, `posture approve` writes the record, or uninstall it.',
    bad: [
      evidenceAlone({ source: 'github-installations', place: 'github:acme', complete: ['identity', 'grant'], facts: [app, appGrant] }, app),
    ],
    good: [
      evidenceAlone({
        source: 'github-installations',
        place: 'github:acme',
        complete: ['identity', 'grant'],
        facts: [{ ...app, owner: '@acme/platform' }, appGrant],
      }),
    ],
    references: ['https://docs.github.com/en/rest/orgs/orgs#list-app-installations-for-an-organization'],
  },
});

const members = (handle: string) => ({
  source: 'github-members',
  place: 'github:acme',
  complete: ['member'],
  facts: [{ fact: 'member', kind: 'person', handle }],
});
const owned = (owner: string) =>
  `resource "aws_iam_role" "ship" {\n  name = "ship"\n  tags = { owner = "${owner}" }\n  assume_role_policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]\n  })\n}\n`;

const ownerDeparted = observationDrift({
  id: 'drift/owner-departed',
  kind: 'owner-departed',
  title: 'Owner who is not there any more',
  severity: 'medium',
  frameworks: ['PR.AA-01', 'GV.RR-02', 'NHI1:2025'],
  messages: {
    person:
      '{handle} is named as owner here and is no member in {place} (export of {taken}). Give it to somebody who is there, best to a team',
    team: 'The team {handle} is named as owner here and does not exist in {place} (export of {taken}). Give it to one that does',
  },
  whyNoFix: 'Who takes over is for people to say.',
  docs: {
    what: 'An owner, in CODEOWNERS, a record or a tag, who is not among the members or teams that an export lists.',
    why: 'Nobody is asked about what belongs to somebody who left: no review, no rotation, no removal.',
    remedy: 'Name a team rather than a person. Look at what the person could do, and take that away too.',
    bad: [{ file: 'infra/main.tf', text: owned('«@alice»'), beside: evidenceOf(members('@bob')) }],
    good: [{ file: 'infra/main.tf', text: owned('@bob'), beside: evidenceOf(members('@bob')) }],
    references: ['https://docs.github.com/en/rest/orgs/members#list-organization-members'],
  },
});

const task = (state: 'open' | 'closed') => ({
  source: 'github-issues',
  place: 'github:acme/shop',
  complete: ['task'],
  facts: [{ fact: 'task', reference: 'acme/shop#812', state, ...(state === 'closed' ? { closed: '2026-11-01T00:00:00Z' } : {}) }],
});

const taskClosedGrantStays = observationDrift({
  id: 'drift/task-closed-grant-stays',
  kind: 'task-closed-grant-stays',
  title: 'Access for work that is done',
  severity: 'medium',
  frameworks: ['PR.AA-05', 'NHI5:2025'],
  messages: {
    decision:
      'This was accepted for {task}, which was closed on {closed}, and still stands (accepted until {until}, decision on {rule}; {place}, export of {taken}). Remove it, or say what else it is for',
    record:
      '{name} was approved for {task}, which was closed on {closed} ({place}, export of {taken}). Remove it, or say what else it is for',
  },
  whyNoFix: 'Whether something else needs it by now is for its owner to say.',
  docs: {
    what: 'A grant or an identity whose approval names a task, an issue or a pull request, that is closed.',
    why: 'Access that was given for a piece of work has no reason left when the work is done. Its end may be months away.',
    remedy: 'Remove the access and record it as fixed. If it is needed for something else, have that approved.',
    bad: [
      {
        file: '.posture/identities/role/ship.yaml',
        text: shipRecord('approved', '«aws:role:ship»', 'Migration of acme/shop#812'),
        beside: { 'infra/main.tf': shipRole(), ...evidenceOf(task('closed')) },
      },
    ],
    good: [
      {
        file: '.posture/identities/role/ship.yaml',
        text: shipRecord('revoked', 'aws:role:ship', 'Migration of acme/shop#812'),
        beside: evidenceOf(task('open')),
      },
    ],
    references: ['https://docs.github.com/en/rest/issues/issues#list-repository-issues'],
  },
});

const stale = evidenceAlone(details([liveRole('ship')], '2026-10-20T08:00:00Z'));

const evidenceTooOld = observationDrift({
  id: 'drift/evidence-too-old',
  kind: 'evidence-too-old',
  title: 'Evidence that is too old to say anything',
  severity: 'low',
  frameworks: ['DE.CM-03', 'ID.AM-08'],
  messages: {
    drifted:
      'The {source} of {place} is from {taken}, {days} days ago; the policy takes nothing older than {limit}. What it says is unknown, neither good nor bad: `posture observe {source}` again',
  },
  whyNoFix: 'Only the place itself knows what runs there now.',
  docs: {
    what: 'Evidence that is older than the policy allows, 7 days unless it says otherwise.',
    why: 'An export says how it was. After a few days nobody can say that it still is, and a report that goes on quoting it is worse than one that says that nothing is known.',
    remedy: 'Export and observe again; best in a scheduled job.',
    bad: [{ ...stale, text: `«»${stale.text}` }],
    good: clean,
    references: ['https://csrc.nist.gov/pubs/sp/800/207/final'],
  },
});

const scopeGrewSinceRelease = observationDrift({
  id: 'drift/scope-grew-since-release',
  kind: 'scope-grew-since-release',
  title: 'Agent or job that can do more than at the last release',
  severity: 'low',
  frameworks: ['NHI5:2025', 'PR.AA-05'],
  messages: { drifted: 'The {kind} {name} can do more than at {release} of {taken}: {grew}. Have it reviewed before the next release' },
  whyNoFix: 'Whether it needs what it got is for its owner to say.',
  docs: {
    what: 'An agent or a pipeline job whose scope has items that it did not have at the last release tag.',
    why: 'Permissions of agents are reviewed at a release, if ever. What was added since was seen by whoever reviewed that one change, and by nobody as a whole.',
    remedy:
      'Look at the new items together. Record the agent with `posture approve`: from then on each new item is said when it is written.',
    bad: [
      {
        file: '.claude/settings.json',
        text: '{\n  "permissions": {\n    "allow": ["Bash(make:*)", "«Bash(kubectl delete:*)»"]\n  }\n}\n',
        beside: { '@v1.2.0/.claude/settings.json': '{"permissions": {"allow": ["Bash(make:*)"]}}\n' },
      },
    ],
    good: clean,
    references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/5-overprivileged-nhi/'],
  },
});

export const observedPeopleRules = [grantUnowned, ownerDeparted, taskClosedGrantStays, evidenceTooOld, scopeGrewSinceRelease];
