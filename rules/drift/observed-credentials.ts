// What an export said about keys, certificates and secrets, beside the code that uses them.
import { account, details, evidenceAlone, evidenceOf, liveRole, observedBeside, shipRead, shipRole } from './observation-examples.ts';
import { observationDrift } from './observation-drift.ts';

const credentialReport = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html';
const vaultPage = 'https://developer.hashicorp.com/vault/docs/commands/kv/metadata';
const rotateElsewhere = 'A key is rotated where it was issued, and whatever uses it has to be given the new one.';

const deployer = (head = 'resource "aws_iam_user" "deployer"', key = 'resource "aws_iam_access_key" "deployer"') =>
  `${head} {\n  name = "deployer"\n}\n\n${key} {\n  user = aws_iam_user.deployer.name\n}\n`;
const user = {
  fact: 'identity',
  id: 'aws:user:deployer',
  platform: 'aws',
  kind: 'user',
  name: 'deployer',
  reference: 'arn:aws:iam::123456789012:user/deployer',
  created: '2023-01-01T00:00:00Z',
};
const key = (number: number, created: string) => ({
  fact: 'credential',
  identity: 'aws:user:deployer',
  kind: 'access-key',
  name: `access key ${number}`,
  active: true,
  created,
});
const report = (...facts: readonly object[]) => ({
  source: 'aws-credential-report',
  place: account,
  complete: ['credential'],
  facts: [user, ...facts] as Record<string, unknown>[],
});
const clean = [observedBeside('infra/main.tf', shipRole(), [details([liveRole('ship'), shipRead])])];

const rotationOverdue = observationDrift({
  id: 'drift/rotation-overdue',
  kind: 'rotation-overdue',
  title: 'Live key past its rotation',
  severity: 'medium',
  frameworks: ['NHI7:2025', 'PR.AA-01'],
  messages: {
    active:
      'The {key} of {name} is {days} days old and active (made {created}, {used}; {place}, export of {taken}). The policy asks for a new one after {limit}: rotate it, or use a role',
    unknown:
      'The {key} of {name} is {days} days old (made {created}, {used}; {place}, export of {taken}). The policy asks for a new one after {limit}: rotate it, or use a role',
    secret:
      'The pipeline secret {name} was last changed on {created}, {days} days ago ({place}, export of {taken}). The policy asks for a new one after {limit}: rotate it, or let the cloud trust the job and have none',
  },
  whyNoFix: rotateElsewhere,
  docs: {
    what: 'A key or a pipeline secret that an export shows as live and that is older than the policy allows, 90 days unless it says otherwise.',
    why: 'The longer a key lives, the more places it was copied to, and the more people who left know it.',
    remedy:
      'Make a second key, give it to what uses the first, see that the first is not used any more, and delete it. Better: a role that is assumed through federation, which has no key.',
    bad: [
      observedBeside('infra/ci.tf', deployer(undefined, '«resource "aws_iam_access_key" "deployer"»'), [
        report(key(1, '2024-02-01T00:00:00Z')),
      ]),
    ],
    good: clean,
    references: [credentialReport],
  },
});

const twoActiveKeys = observationDrift({
  id: 'drift/two-active-keys',
  kind: 'two-active-keys',
  title: 'Old key still active after a rotation',
  severity: 'medium',
  frameworks: ['NHI7:2025', 'PR.AA-01'],
  messages: {
    drifted:
      '{name} has two active access keys in {place} (export of {taken}): the {old}, made {made}, {used}, and one made {fresh}. The new one is {days} old: deactivate the old one, then delete it',
  },
  whyNoFix: rotateElsewhere,
  docs: {
    what: 'A user with two active access keys. For seven days after the second was made it is only said.',
    why: 'A rotation is done when the old key is gone. Until then there are two keys to steal, and the one that nobody thinks of is the older one.',
    remedy: 'See when the old key was last used, deactivate it, and delete it when nothing breaks.',
    bad: [
      observedBeside('infra/ci.tf', deployer(undefined, '«resource "aws_iam_access_key" "deployer"»'), [
        report(key(1, '2026-09-01T00:00:00Z'), key(2, '2026-10-01T00:00:00Z')),
      ]),
    ],
    good: clean,
    references: [credentialReport],
  },
});

const certificateEnding = observationDrift({
  id: 'drift/certificate-ending',
  kind: 'certificate-ending',
  title: 'Certificate or client secret near its end',
  severity: 'medium',
  frameworks: ['PR.AA-01'],
  messages: {
    ending: 'The {what}{name}{owner} ends on {until}, in {days} ({place}, export of {taken}). Renew it before',
    ended: 'The {what}{name}{owner} ended on {until}, {days} ago ({place}, export of {taken}). Renew it, or remove it',
  },
  whyNoFix: 'It is renewed where it was issued.',
  docs: {
    what: 'A certificate, client secret or token whose end has passed or is near: 30 days unless the policy says otherwise.',
    why: 'What ends unannounced stops a service at the worst time, and is then replaced in a hurry by something that never ends.',
    remedy: 'Renew it in time, and let something renew it by itself: cert-manager, ACME, a managed certificate.',
    bad: [
      evidenceAlone(
        {
          source: 'kubectl',
          place: 'k8s:prod',
          complete: [],
          facts: [{ fact: 'credential', kind: 'certificate', name: 'Certificate shop/web', until: '2026-12-01T00:00:00Z' }],
        },
        { fact: 'credential', kind: 'certificate', name: 'Certificate shop/web', until: '2026-12-01T00:00:00Z' },
      ),
    ],
    good: clean,
    references: ['https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateStatus'],
  },
});

const externalSecret = (version: string) =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: deploy\n  namespace: shop\nspec:\n  secretStoreRef:\n    name: vault\n    kind: ClusterSecretStore\n  data:\n    - secretKey: token\n      remoteRef:\n        key: secret/ci/deploy\n        version: ${version}\n`;
const rotation = {
  source: 'vault-metadata',
  place: 'vault:secret/ci/deploy',
  complete: ['rotation'],
  facts: [
    {
      fact: 'rotation',
      path: 'secret/ci/deploy',
      version: 9,
      created: '2026-11-01T00:00:00Z',
      versions: [
        { version: 7, gone: false },
        { version: 9, gone: false },
      ],
    },
  ],
};

const recordBehindVault = observationDrift({
  id: 'drift/record-behind-vault',
  kind: 'record-behind-vault',
  title: 'Version of a secret that the vault has replaced',
  severity: 'medium',
  frameworks: ['NHI7:2025', 'PR.AA-01'],
  messages: {
    older:
      'The code reads version {version} of {path}; since {written} version {current} is the current one ({place}, export of {taken}). The old value still works here: take the new version',
    gone: 'The code reads version {version} of {path}, which was deleted; version {current} is the current one ({place}, export of {taken}). Take the new version',
  },
  whyNoFix: 'Whether what reads the secret works with the new value is for its owner to try.',
  docs: {
    what: 'Code that names a version of a kept secret which is not the current one any more.',
    why: 'The secret was rotated and the code goes on with the old value. The rotation is not done, or the next start of the service fails.',
    remedy: 'Name the current version, or none, so that a rotation reaches what reads it.',
    bad: [{ file: 'deploy/secret.yaml', text: externalSecret('"«7»"'), beside: evidenceOf(rotation) }],
    good: [{ file: 'deploy/secret.yaml', text: externalSecret('"9"'), beside: evidenceOf(rotation) }],
    references: [vaultPage],
  },
});

const rotatedButOldStillHere = observationDrift({
  id: 'drift/rotated-but-old-still-here',
  kind: 'rotated-but-old-still-here',
  title: 'Rotated secret of which a copy still stands',
  severity: 'high',
  frameworks: ['NHI2:2025', 'NHI7:2025'],
  messages: {
    revoked:
      'This {title}, {preview}, was revoked on {when} by {alert} and still stands here ({place}, export of {taken}). Whatever reads it fails, or reads something else than you think: take it out',
    inactive:
      'This {title}, {preview}, belongs to {name} and is not active any more ({place}, export of {taken}). Take it out, and see what still reads it',
    copy: 'This {title}, {preview}, was recorded as {state} in {where}, and the same value still stands here. Take this copy out too, and see that it was revoked where it was issued',
  },
  whyNoFix: "The repair is that of the secret's own finding.",
  docs: {
    what: 'A secret that was revoked or rotated, by a report, an export or a decision, and of which the same value stands in the tree.',
    why: 'A rotation is done when no copy is left. A copy that was forgotten is either still valid, which makes the record wrong, or breaks what reads it.',
    remedy: 'Take the copy out, and make what reads it read the new one. Check with the issuer that the old value is dead.',
    bad: [
      {
        file: 'src/other.ts',
        text: "export const token = '«{{token:github-pat}}»';\n",
        beside: {
          ...evidenceOf(details([liveRole('ship')])),
          '.posture/decisions/record.yaml':
            'v: 1\n\nid: {{id}}\n\nrule: secret/provider-token\n\nanchor: "secret|src/client.ts|github-pat|token"\n\nkind: accepted-risk\n\nstate: fixed\n\nsecret: "{{digest:github-pat}}"\n\nreason: "Rotated in PAY-812"\n',
        },
      },
    ],
    good: clean,
    references: ['https://docs.github.com/en/rest/secret-scanning/secret-scanning'],
  },
});

const stillPresentAfterReport = observationDrift({
  id: 'drift/still-present-after-report',
  kind: 'still-present-after-report',
  title: 'Reported secret that still stands',
  severity: 'high',
  frameworks: ['NHI2:2025', 'RS.MI-02'],
  messages: {
    drifted:
      'This {title}, {preview}, was reported on {since} by {alert}, {days} ago ({state} in {place}, export of {taken}), and still stands here. Revoke it where it was issued, then take it out',
  },
  whyNoFix: "The repair is that of the secret's own finding.",
  docs: {
    what: 'A secret of which somebody was told that it leaked and that still stands in the tree. Values are compared by digest; the evidence holds none.',
    why: 'Most leaked secrets still work years after the owner was told. Being told is not being repaired.',
    remedy: 'Revoke it first, then take it out of the tree, then close the alert as revoked.',
    bad: [
      {
        file: 'src/client.ts',
        text: "export const token = '«{{token:github-pat}}»';\n",
        beside: {
          '.posture/evidence/github-secret-alerts/github-acme-shop/20261120T080000Z-000-00000000.jsonl': evidenceAlone({
            source: 'github-secret-alerts',
            place: 'github:acme/shop',
            complete: ['alert'],
            facts: [
              {
                fact: 'alert',
                name: 'alert 7',
                title: 'GitHub Personal Access Token',
                digests: ['{{bare-digest:github-pat}}'],
                reported: '2026-09-01T00:00:00Z',
                state: 'open',
              },
            ],
          }).text,
        },
      },
    ],
    good: clean,
    references: ['https://docs.github.com/en/rest/secret-scanning/secret-scanning'],
  },
});

const sharedSecret = {
  source: 'github-secrets',
  place: 'github:acme',
  complete: ['variable'],
  facts: [
    { fact: 'variable', platform: 'github', name: 'DEPLOY_KEY', level: 'organization', visibility: 'all', updated: '2025-01-01T00:00:00Z' },
  ],
};
const release = (expression: string) =>
  `on: push\npermissions: {}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make release\n        env:\n          KEY: ${expression}\n`;

const secretForEveryRepository = observationDrift({
  id: 'drift/secret-for-every-repository',
  kind: 'secret-for-every-repository',
  title: 'Pipeline secret that every repository can read',
  severity: 'medium',
  frameworks: ['NHI6:2025', 'PR.AA-05'],
  messages: {
    drifted:
      '{name} is a secret of the whole {level}, and every repository can read it ({place}, export of {taken}{updated}): whoever may push to any of them has it. Give it to the repositories that need it, or use OIDC',
  },
  whyNoFix: 'Who may read a secret is set where it is kept.',
  docs: {
    what: 'A secret of an organization, group or instance that every repository below it can read.',
    why: 'Whoever may push to one of the repositories can print the secret. With every new repository, and every new person in one, more can.',
    remedy:
      'Set its visibility to the repositories that need it, or keep it in an environment that asks for approval. Best: let the cloud trust the workflow, and have no secret.',
    bad: [{ file: '.github/workflows/release.yml', text: release('«${{ secrets.DEPLOY_KEY }}»'), beside: evidenceOf(sharedSecret) }],
    good: clean,
    references: ['https://docs.github.com/en/rest/actions/secrets#list-organization-secrets'],
  },
});

export const observedCredentialRules = [
  rotationOverdue,
  twoActiveKeys,
  certificateEnding,
  recordBehindVault,
  rotatedButOldStillHere,
  stillPresentAfterReport,
  secretForEveryRepository,
];
