// What an export said about identities and their grants, beside the code that declares them.
import { details, evidenceOf, liveGrant, liveRole, observedBeside, shipRead, shipRecord, shipRole } from './observation-examples.ts';
import { observationDrift } from './observation-drift.ts';

const seen = '(in {place}, taken {taken})';
const decideFirst = 'Whether the code or what runs is right is for its owner to say.';
const awsExport = 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html';
const lastUsed = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html';
const other = liveRole('other');

const zombie = observationDrift({
  id: 'drift/zombie',
  kind: 'zombie',
  title: 'Identity that is gone and still in the code',
  severity: 'medium',
  frameworks: ['NHI1:2025', 'ID.AM-08'],
  messages: {
    drifted: `The {kind} {name} was there on {was} and is gone in {place}{places}: the export of {taken} does not hold it. Remove it here, or apply the code again`,
  },
  whyNoFix: decideFirst,
  docs: {
    what: 'An identity that the code declares, that was seen running, and that the newest export does not hold.',
    why: 'Somebody removed it outside of the code. The next run of the pipeline makes it again, with all of its access, and nobody will have decided that.',
    remedy: 'Remove it from the code if it was retired. If it was deleted by mistake, apply the code and find out who could delete it.',
    bad: [
      observedBeside('infra/main.tf', shipRole('«resource "aws_iam_role" "ship"»'), [
        details([liveRole('ship'), shipRead], '2026-10-20T08:00:00Z'),
        details([other]),
      ]),
    ],
    good: [
      observedBeside('infra/main.tf', shipRole(), [
        details([liveRole('ship'), shipRead], '2026-10-20T08:00:00Z'),
        details([liveRole('ship'), shipRead]),
      ]),
    ],
    references: [awsExport],
  },
});

const notLive = observationDrift({
  id: 'drift/not-live',
  kind: 'not-live',
  title: 'Code that runs nowhere',
  severity: 'low',
  frameworks: ['ID.AM-02'],
  messages: {
    identity: `No {kind} {name} runs: {place}{places} does not hold it in the export of {taken}. It was never applied there, has another name, or can go`,
    grant: `{name} does not have {what} in {place} (export of {taken}). It was never applied, was taken away there, or can go`,
  },
  whyNoFix: decideFirst,
  docs: {
    what: 'An identity or a grant in the code that a complete export does not hold.',
    why: 'Code that does not run is read as if it did: in reviews, in audits, and by whoever copies it. And whatever took the grant away may have done so for a reason.',
    remedy: 'Apply it, or remove it. Right after a change was merged and before it is deployed, this is expected.',
    bad: [
      observedBeside('infra/main.tf', shipRole('«resource "aws_iam_role" "ship"»'), [details([other])]),
      observedBeside(
        'infra/main.tf',
        shipRole().replace(
          '{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::builds/*" }',
          '«{ Sid = "Read", Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::builds/*" }»',
        ),
        [details([liveRole('ship')])],
      ),
    ],
    good: [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])],
    references: [awsExport],
  },
});

const shadow = observationDrift({
  id: 'drift/shadow',
  kind: 'shadow',
  title: 'Access that runs and is not in the code',
  severity: 'medium',
  frameworks: ['NHI5:2025', 'PR.AA-05', 'DE.CM-03'],
  messages: {
    grant: `{name} can do more than the code says: {grew}, through {by} ${seen}. Take it away there, or write it here and have it approved`,
    identity: `The {kind} {name} can do everything by {by} ${seen}, and no code declares it. Find its owner, and remove it or write it down`,
    decision: `The code that this decision on {rule} is about is gone, and {name} still has it by {by} ${seen}. Take it away there before the record goes`,
  },
  whyNoFix: 'What was added by hand has to be taken away where it runs.',
  docs: {
    what: 'A live grant that no code gives, on an identity of the code; a live identity that may do everything and is in no code; or a grant that outlived its code.',
    why: 'Access that was added by hand was reviewed by nobody, is in no inventory, and survives every audit of the code. It is where an intruder would put theirs.',
    remedy:
      'Ask who added it and why. Take it away, or bring it into the code, where it is reviewed like everything else. Of identities without code only those are reported that may do everything: an account holds many that other repositories declare.',
    bad: [
      observedBeside('infra/main.tf', shipRole('«resource "aws_iam_role" "ship"»'), [
        details([liveRole('ship'), shipRead, liveGrant('ship', 'hotfix', ['action iam:passrole', 'effect allow', 'resource *'])]),
      ]),
    ],
    good: [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])],
    references: [awsExport],
  },
});

const applicationRetired = observationDrift({
  id: 'drift/application-retired',
  kind: 'application-retired',
  title: 'Identity whose application is gone',
  severity: 'medium',
  frameworks: ['NHI1:2025', 'PR.AA-01'],
  messages: {
    record: `The {kind} {name} still runs ${seen}, and {declared}, which declared it, does not any more. Remove it there, then this record`,
    history: `The {kind} {name} still runs ${seen}. The code that declared it was removed. Remove it there too`,
  },
  whyNoFix: 'The identity has to be removed where it runs.',
  docs: {
    what: 'An identity that runs, was declared in this repository, and is not declared any more.',
    why: 'A service account outlives its application unless somebody removes it. It keeps its access and its keys, and nobody looks at what it does.',
    remedy: 'Remove the identity where it runs. Then remove the record about it.',
    bad: [
      {
        file: '.posture/identities/role/ship.yaml',
        text: shipRecord('approved', '«aws:role:ship»'),
        beside: evidenceOf(details([liveRole('ship'), other])),
      },
    ],
    good: [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])],
    references: [awsExport],
  },
});

const identityMoved = observationDrift({
  id: 'drift/identity-moved',
  kind: 'identity-moved',
  title: 'Identity that runs somewhere else than it did',
  severity: 'medium',
  frameworks: ['NHI8:2025', 'PR.AA-05'],
  messages: {
    place: `{name} was in {from} on {was} and is in {place} now (taken {taken}). What was approved for the one place does not hold for the other`,
    environment: `The code says that {name} belongs to {written}; where it runs it is tagged {lives} ${seen}. Use one identity for each environment`,
  },
  whyNoFix: decideFirst,
  docs: {
    what: 'An identity that left the account, project or cluster where it was, or that runs in another environment than the code says.',
    why: 'An approval is for one place. An identity that carries its access from a test environment into production, or the other way, joins what was to be kept apart.',
    remedy: 'Give each environment an identity of its own, and have the new place approved.',
    bad: [
      observedBeside('infra/main.tf', shipRole('«resource "aws_iam_role" "ship"»', '  tags = { Environment = "staging" }\n'), [
        details([liveRole('ship', { environment: 'production' }), shipRead]),
      ]),
    ],
    good: [
      observedBeside('infra/main.tf', shipRole('resource "aws_iam_role" "ship"', '  tags = { Environment = "staging" }\n'), [
        details([liveRole('ship', { environment: 'staging' }), shipRead]),
      ]),
    ],
    references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/8-environment-isolation/'],
  },
});

const unused = observationDrift({
  id: 'drift/unused',
  kind: 'unused',
  title: 'Identity that nothing uses',
  severity: 'medium',
  frameworks: ['NHI1:2025', 'PR.AA-05'],
  messages: {
    since: `{name} was last used on {last}, {days} days before the export of {taken} from {place}; the policy asks after {limit}. Remove it, or say what it waits for`,
    never: `{name} was made on {created} and shows no use in the export of {taken} from {place}. Remove it, or say what it waits for`,
  },
  whyNoFix: 'Removing an identity that something needs once a year breaks it once a year: its owner knows.',
  docs: {
    what: 'An identity of the code that was not used for longer than the policy allows, 90 days unless it says otherwise.',
    why: 'Access that nobody uses is access that nobody misses when somebody else uses it.',
    remedy: 'Remove it. If it is needed rarely, let it be activated when it is needed.',
    bad: [
      observedBeside('infra/main.tf', shipRole('«resource "aws_iam_role" "ship"»'), [
        details([liveRole('ship'), shipRead, { fact: 'use', identity: 'aws:role:ship', last: '2026-03-01T10:00:00Z' }]),
      ]),
    ],
    good: [
      observedBeside('infra/main.tf', shipRole(), [
        details([liveRole('ship'), shipRead, { fact: 'use', identity: 'aws:role:ship', last: '2026-11-19T10:00:00Z' }]),
      ]),
    ],
    references: [lastUsed],
  },
});

const notRemoved = observationDrift({
  id: 'drift/not-removed',
  kind: 'not-removed',
  title: 'Revoked, and still running',
  severity: 'high',
  frameworks: ['NHI1:2025', 'PR.AA-05'],
  messages: {
    record: `{name} was revoked, and still runs ${seen}. Remove it there`,
    decision: `What this decision on {rule} revoked still runs: {name} has it by {by} ${seen}. Take it away there`,
  },
  whyNoFix: 'It has to be removed where it runs.',
  docs: {
    what: 'An identity or a grant that the team revoked and that an export still holds.',
    why: 'A revocation that nobody carried out is worse than none: the record says that the access is gone, and everybody believes the record.',
    remedy: 'Remove it where it runs, then observe again.',
    bad: [
      {
        file: '.posture/identities/role/ship.yaml',
        text: shipRecord('revoked', '«aws:role:ship»'),
        beside: evidenceOf(details([liveRole('ship'), other])),
      },
    ],
    good: [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])],
    references: [awsExport],
  },
});

const jitGrantStands = observationDrift({
  id: 'drift/jit-grant-stands',
  kind: 'jit-grant-stands',
  title: 'Time-bound grant past its end',
  severity: 'high',
  frameworks: ['PR.AA-05', 'NHI5:2025'],
  messages: {
    drifted: `{name} was to have {by} until {until}; {days} later it is still there ${seen}. Take it away: what was given for a time has become standing`,
  },
  whyNoFix: 'It has to be removed where it runs.',
  docs: {
    what: 'A grant with an end that has passed and that an export still holds.',
    why: 'Just-in-time access that nobody takes back is standing access with a better name.',
    remedy:
      'Remove the binding. Use an end that the platform enforces: a condition on the time, or an assignment that has to be activated.',
    bad: [
      {
        file: 'deploy/rbac.yaml',
        text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: fix\n  namespace: shop\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: «view»\nsubjects:\n  - kind: ServiceAccount\n    name: fixer\n    namespace: shop\n',
        beside: evidenceOf({
          source: 'kubectl',
          place: 'k8s:prod',
          complete: [],
          facts: [
            {
              fact: 'grant',
              identity: 'k8s:service-account:shop/fixer',
              by: 'RoleBinding shop/fix',
              items: ['effect allow', 'resource shop', 'role ClusterRole/view'],
              until: '2026-11-10T12:00:00Z',
            },
          ],
        }),
      },
    ],
    good: [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])],
    references: ['https://csrc.nist.gov/pubs/sp/800/207/final'],
  },
});

const routeBesidePam = observationDrift({
  id: 'drift/route-beside-pam',
  kind: 'route-beside-pam',
  title: 'Standing grant beside one that has to be activated',
  severity: 'high',
  frameworks: ['PR.AA-05', 'NHI5:2025'],
  messages: {
    drifted: `{name} has to activate {role} by this assignment, and has it standing by {by} ${seen}. Remove the standing one: nobody takes the long way beside an open door`,
  },
  whyNoFix: 'It has to be removed where it runs.',
  docs: {
    what: 'A principal that is eligible for a role in the code and holds the same role permanently where it runs.',
    why: 'Activation with approval and an end is worth nothing while the same access stands beside it.',
    remedy: 'Remove the permanent assignment and keep the eligible one.',
    bad: [
      {
        file: 'infra/pim.tf',
        text: 'resource "azurerm_pim_eligible_role_assignment" "ops" {\n  scope              = "/subscriptions/11111111-1111-1111-1111-111111111111"\n  role_definition_id = "«/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7»"\n  principal_id       = "22222222-2222-2222-2222-222222222222"\n}\n',
        beside: evidenceOf({
          source: 'az-role-assignments',
          place: 'azure:11111111-1111-1111-1111-111111111111',
          complete: ['grant'],
          facts: [
            {
              fact: 'grant',
              identity: 'azure:principal:22222222-2222-2222-2222-222222222222',
              by: 'a permanent assignment',
              items: [
                'effect allow',
                'resource /subscriptions/11111111-1111-1111-1111-111111111111',
                'role Reader',
                'role-id acdd72a7-3385-48ef-bd42-f606fba81ae7',
              ],
            },
          ],
        }),
      },
    ],
    good: [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])],
    references: ['https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure'],
  },
});

export const observedIdentityRules = [
  zombie,
  notLive,
  shadow,
  applicationRetired,
  identityMoved,
  unused,
  notRemoved,
  jitGrantStands,
  routeBesidePam,
];
