// Rules about observations at their borders: who is reported, and who just is not.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { fill } from '../../support/fill.ts';
import {
  account,
  details,
  evidenceOf,
  evidenceText,
  liveGrant,
  liveRole,
  shipRead,
  shipRecord,
  shipRole,
} from '../../../rules/drift/observation-examples.ts';
// The rules of these files are tested here and by their examples.
import { observedCredentialRules } from '../../../rules/drift/observed-credentials.ts';
import { observedIdentityRules } from '../../../rules/drift/observed-identities.ts';
import { observedPeopleRules } from '../../../rules/drift/observed-people.ts';

type Fact = Readonly<Record<string, unknown>>;

async function drift(texts: Record<string, string>): Promise<string[]> {
  const { findings, failures } = await analyzeTexts(Object.fromEntries(Object.entries(texts).map(([uri, text]) => [uri, fill(text)])), {
    profile: 'default',
  });
  expect(failures).toEqual([]);
  return findings
    .filter(({ category }) => category === 'drift')
    .map(({ rule, at, message, severity }) => `${rule} ${at.uri.replace(/^\.posture\/evidence\/.*/, 'evidence')} ${severity}: ${message}`);
}

const tf = 'infra/main.tf';
const live = (facts: readonly Fact[], taken?: string) => evidenceOf(details(facts, taken));
const rules = (found: readonly string[]) => found.map((one) => one.slice(0, one.indexOf(' ')));

it('are 21, each of its own', () => {
  const ids = [...observedCredentialRules, ...observedIdentityRules, ...observedPeopleRules].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toHaveLength(21);
});

describe('drift/shadow', () => {
  const written = { [tf]: shipRole() };

  it('reports what is wider, and nothing that is the same or less', async () => {
    const grant = (...items: string[]) => liveGrant('ship', 'by hand', ['effect allow', ...items]);
    for (const items of [
      ['action s3:getobject', 'resource arn:aws:s3:::builds/*'],
      ['action s3:getobject', 'resource arn:aws:s3:::builds/a/*'],
      ['action s3:getobject', 'condition bool aws:securetransport = true', 'resource arn:aws:s3:::builds/*'],
    ]) {
      expect(await drift({ ...written, ...live([liveRole('ship'), shipRead, grant(...items)]) }), items.join()).toEqual([]);
    }
    for (const items of [
      ['action s3:*', 'resource arn:aws:s3:::builds/*'],
      ['action s3:getobject', 'resource *'],
      ['action s3:getobject', 'resource arn:aws:s3:::other/*'],
      ['not-action iam:*', 'resource arn:aws:s3:::builds/*'],
      ['resource arn:aws:s3:::builds/*', 'role arn:aws:iam::aws:policy/ReadOnlyAccess'],
    ]) {
      expect(rules(await drift({ ...written, ...live([liveRole('ship'), shipRead, grant(...items)]) })), items.join()).toEqual([
        'drift/shadow',
      ]);
    }
  });

  it('takes a denial, a boundary, a group and what has to be activated for nothing that was given', async () => {
    const others = [
      liveGrant('ship', 'deny', ['action *', 'effect deny', 'resource *']),
      liveGrant('ship', 'permissions boundary', ['effect limit', 'role arn:aws:iam::aws:policy/PowerUserAccess']),
      liveGrant('ship', 'group x', ['effect allow', 'group x']),
      liveGrant('ship', 'pim', ['effect allow', 'role x'], { eligible: true }),
    ];
    expect(await drift({ ...written, ...live([liveRole('ship'), shipRead, ...others]) })).toEqual([]);
  });

  it('says nothing about an identity of which a grant cannot be read', async () => {
    const unknown = `variable "arn" {}\n\n${shipRole()}\nresource "aws_iam_role_policy_attachment" "more" {\n  role       = aws_iam_role.ship.name\n  policy_arn = var.arn\n}\n`;
    expect(
      await drift({
        [tf]: unknown,
        ...live([liveRole('ship'), shipRead, liveGrant('ship', 'by hand', ['action iam:passrole', 'effect allow', 'resource *'])]),
      }),
    ).toEqual([]);
  });

  it('reads an attached policy by what it says, when the tree declares it', async () => {
    const attached = `${shipRole()}\nresource "aws_iam_policy" "queue" {\n  name = "queue"\n  policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Sid = "Q", Effect = "Allow", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:eu-west-1:123456789012:jobs" }]\n  })\n}\n\nresource "aws_iam_role_policy_attachment" "queue" {\n  role       = aws_iam_role.ship.name\n  policy_arn = aws_iam_policy.queue.arn\n}\n`;
    const arn = 'arn:aws:iam::123456789012:policy/queue';
    const policy = (action: string) => ({
      fact: 'policy',
      reference: arn,
      statements: [[`action ${action}`, 'effect allow', 'resource arn:aws:sqs:eu-west-1:123456789012:jobs']],
    });
    const facts = (action: string) => [
      liveRole('ship'),
      shipRead,
      liveGrant('ship', 'queue', ['effect allow', `role ${arn}`]),
      policy(action),
    ];
    expect(await drift({ [tf]: attached, ...live(facts('sqs:sendmessage')) })).toEqual([]);
    expect((await drift({ [tf]: attached, ...live(facts('sqs:*')) })).join()).toMatch(/says: sqs:\* on arn:aws:sqs\S*, through queue/);
  });

  it('leaves what a policy says to whoever declares it, where the code attaches it by name', async () => {
    const arn = 'arn:aws:iam::123456789012:policy/base';
    const attached = `${shipRole()}\nresource "aws_iam_role_policy_attachment" "base" {\n  role       = aws_iam_role.ship.name\n  policy_arn = "${arn}"\n}\n`;
    const facts = [
      liveRole('ship'),
      shipRead,
      liveGrant('ship', 'base', ['effect allow', `role ${arn}`]),
      { fact: 'policy', reference: arn, statements: [['action sqs:*', 'effect allow', 'resource *']] },
    ];
    expect(await drift({ [tf]: attached, ...live(facts) })).toEqual([]);
  });

  it('names an administrator without code, and neither others nor what the vendor made', async () => {
    const admin = (name: string) =>
      liveGrant(name, 'AdministratorAccess', ['effect allow', 'role arn:aws:iam::aws:policy/AdministratorAccess'], { reach: 'admin' });
    const found = await drift({
      ...written,
      ...live([
        liveRole('ship'),
        shipRead,
        liveRole('ghost'),
        admin('ghost'),
        liveRole('plain'),
        liveRole('AWSReservedSSO_x', { vendorMade: true }),
        admin('AWSReservedSSO_x'),
      ]),
    });
    expect(found).toEqual([
      expect.stringMatching(/^drift\/shadow evidence medium: The role ghost can do everything by AdministratorAccess/),
    ]);
    // A tree without AWS does not claim to describe an account.
    expect(await drift({ 'README.md': '# hello\n', ...live([liveRole('ghost'), admin('ghost')]) })).toEqual([]);
  });
});

describe('drift/not-live and drift/zombie', () => {
  it('need an export that lists everything, and a name that is known', async () => {
    const partial = {
      '.posture/evidence/aws-authorization-details/aws-1/20261120T080000Z-000-00000000.jsonl': evidenceText({
        source: 'aws-authorization-details',
        place: account,
        complete: [],
        facts: [liveRole('other')],
      }),
    };
    expect(await drift({ [tf]: shipRole(), ...partial })).toEqual([]);
    expect(
      await drift({
        [tf]: `variable "name" {}\n\n${shipRole().replace('name = "ship"', 'name = "ship-${var.name}"')}`,
        ...live([liveRole('other')]),
      }),
    ).toEqual([]);
    expect(await drift({ [tf]: shipRole().replaceAll('" {', '" {\n  count = 0'), ...live([liveRole('other')]) })).toEqual([]);
    expect(rules(await drift({ [tf]: shipRole(), ...live([liveRole('other')]) }))).toEqual(['drift/not-live']);
  });

  it('find the name of an address in the state of Terraform', async () => {
    const named = `variable "env" {}\n\n${shipRole().replace('name = "ship"', 'name = "ship-${var.env}"')}`;
    const state = {
      '.posture/evidence/terraform-state/terraform-state/20261120T080000Z-000-00000000.jsonl': evidenceText({
        source: 'terraform-state',
        place: 'terraform:state',
        complete: [],
        facts: [{ ...liveRole('ship-prod'), address: 'aws_iam_role.ship' }],
      }),
    };
    expect(rules(await drift({ [tf]: named, ...state, ...live([liveRole('other')]) }))).toEqual(['drift/zombie']);
    const grant = { ...shipRead, identity: 'aws:role:ship-prod' };
    expect(await drift({ [tf]: named, ...state, ...live([liveRole('ship-prod'), grant]) })).toEqual([]);
    expect(
      rules(
        await drift({
          [tf]: named,
          ...state,
          ...live([liveRole('ship-prod'), grant, { ...grant, by: 'x', items: ['action *', 'effect allow', 'resource *'] }]),
        }),
      ),
    ).toEqual(['drift/shadow']);
  });
});

describe('places', () => {
  it('an export of one project or subscription says nothing about another', async () => {
    const code =
      'resource "google_service_account" "ci" {\n  account_id = "ci"\n}\n\nresource "google_project_iam_member" "ci" {\n  project = "other-project"\n  role    = "roles/viewer"\n  member  = "serviceAccount:${google_service_account.ci.email}"\n}\n';
    const account = {
      fact: 'identity',
      id: 'gcp:service-account:ci',
      platform: 'gcp',
      kind: 'service-account',
      name: 'ci',
      reference: 'ci@shop.iam.gserviceaccount.com',
    };
    const observed = evidenceOf({ source: 'gcloud-iam-policy', place: 'gcp:shop', complete: ['grant'], facts: [account] });
    expect(await drift({ [tf]: code, ...observed })).toEqual([]);
    expect(rules(await drift({ [tf]: code.replace('other-project', 'shop'), ...observed }))).toEqual(['drift/not-live']);
    expect(
      await drift({
        [tf]: code,
        ...evidenceOf({
          source: 'gcloud-service-accounts',
          place: 'gcp:shop',
          complete: ['identity'],
          facts: [{ ...account, id: 'gcp:service-account:else', name: 'else' }],
        }),
      }),
    ).toEqual([]);
  });

  it('an object without a namespace can be anywhere', async () => {
    const code = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: deployer\n';
    const cluster = evidenceOf({
      source: 'kubectl',
      place: 'k8s:prod',
      complete: ['identity', 'grant'],
      facts: [
        {
          fact: 'identity',
          id: 'k8s:service-account:kube-system/coredns',
          platform: 'k8s',
          kind: 'service-account',
          name: 'kube-system/coredns',
          reference: 'x',
          vendorMade: true,
        },
      ],
    });
    expect(await drift({ 'sa.yaml': code, ...cluster })).toEqual([]);
    expect(rules(await drift({ 'sa.yaml': `${code}  namespace: shop\n`, ...cluster }))).toEqual(['drift/not-live']);
  });

  it('an environment has several names', async () => {
    const tagged = (name: string) => ({
      [tf]: shipRole(undefined, `  tags = { Environment = "${name}" }\n`),
      ...live([liveRole('ship', { environment: 'production' }), shipRead]),
    });
    for (const name of ['production', 'prod', 'PRD']) expect(await drift(tagged(name)), name).toEqual([]);
    expect(await drift(tagged('staging'))).toEqual([expect.stringMatching(/^drift\/identity-moved infra\/main.tf high: /)]);
  });
});

describe('drift/unused', () => {
  const used = (more: Fact, role: Fact = {}) =>
    live([liveRole('ship', role), shipRead, { fact: 'use', identity: 'aws:role:ship', ...more }]);

  it('counts from the export, and gives the young their time', async () => {
    expect(rules(await drift({ [tf]: shipRole(), ...used({ last: '2026-08-21T00:00:00Z' }) }))).toEqual(['drift/unused']);
    expect(await drift({ [tf]: shipRole(), ...used({ last: '2026-08-22T00:00:00Z' }) })).toEqual([]);
    expect(rules(await drift({ [tf]: shipRole(), ...used({}) }))).toEqual(['drift/unused']);
    expect(await drift({ [tf]: shipRole(), ...used({}, { created: '2026-10-01T00:00:00Z' }) })).toEqual([]);
    expect(
      await drift({
        [tf]: shipRole(),
        ...live([{ ...liveRole('ship'), created: undefined }, shipRead, { fact: 'use', identity: 'aws:role:ship' }]),
      }),
    ).toEqual([]);
  });
});

describe('keys', () => {
  const code =
    'resource "aws_iam_user" "bot" {\n  name = "bot"\n}\n\nresource "aws_iam_access_key" "bot" {\n  user = aws_iam_user.bot.name\n}\n';
  const key = (name: string, created: string | undefined, more: Fact = {}) => ({
    fact: 'credential',
    identity: 'aws:user:bot',
    kind: 'access-key',
    name,
    active: true,
    ...(created ? { created } : {}),
    ...more,
  });
  const report = (...keys: Fact[]) =>
    evidenceOf({
      source: 'aws-credential-report',
      place: account,
      complete: ['credential'],
      facts: [{ fact: 'identity', id: 'aws:user:bot', platform: 'aws', kind: 'user', name: 'bot', reference: 'x' }, ...keys],
    });

  it('are old after the days of the policy, and only while they are active and of a known age', async () => {
    expect(await drift({ [tf]: code, ...report(key('access key 1', '2026-08-23T00:00:00Z')) })).toEqual([]);
    expect(rules(await drift({ [tf]: code, ...report(key('access key 1', '2026-08-22T00:00:00Z')) }))).toEqual(['drift/rotation-overdue']);
    expect(await drift({ [tf]: code, ...report(key('access key 1', '2020-01-01T00:00:00Z', { active: false })) })).toEqual([]);
    expect(await drift({ [tf]: code, ...report(key('access key 1', undefined)) })).toEqual([]);
    const policy = { '.posture/policy.yaml': 'v: 1\nkey-days: 30\n' };
    expect(rules(await drift({ [tf]: code, ...policy, ...report(key('access key 1', '2026-10-01T00:00:00Z')) }))).toEqual([
      'drift/rotation-overdue',
    ]);
  });

  it('two at once are said softly for a week', async () => {
    const both = (created: string) => report(key('access key 1', '2026-09-01T00:00:00Z'), key('access key 2', created));
    expect(await drift({ [tf]: code, ...both('2026-11-14T00:00:00Z') })).toEqual([
      expect.stringMatching(/^drift\/two-active-keys infra\/main.tf low: /),
    ]);
    expect(await drift({ [tf]: code, ...both('2026-11-13T00:00:00Z') })).toEqual([
      expect.stringMatching(/^drift\/two-active-keys infra\/main.tf medium: /),
    ]);
    expect(
      await drift({
        [tf]: code,
        ...report(key('access key 1', '2026-09-01T00:00:00Z'), key('access key 2', '2026-11-13T00:00:00Z', { active: false })),
      }),
    ).toEqual([]);
  });
});

describe('ends', () => {
  const certificate = (until: string) =>
    evidenceOf({
      source: 'kubectl',
      place: 'k8s:prod',
      complete: [],
      facts: [{ fact: 'credential', kind: 'certificate', name: 'Certificate shop/web', until }],
    });

  it('are said 30 days before, and louder after', async () => {
    expect(await drift({ 'a.tf': '', ...certificate('2026-12-22T00:00:00Z') })).toEqual([]);
    expect(await drift({ 'a.tf': '', ...certificate('2026-12-21T00:00:00Z') })).toEqual([
      expect.stringMatching(/^drift\/certificate-ending evidence medium: .*in 30 days/),
    ]);
    expect(await drift({ 'a.tf': '', ...certificate('2026-11-20T00:00:00Z') })).toEqual([expect.stringMatching(/high: .*1 day ago/)]);
  });

  it('of a binding are over the day after', async () => {
    const binding = (until: string) => ({
      'rbac.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: fixer\n  namespace: shop\n',
      ...evidenceOf({
        source: 'kubectl',
        place: 'k8s:prod',
        complete: [],
        facts: [
          {
            fact: 'identity',
            id: 'k8s:service-account:shop/fixer',
            platform: 'k8s',
            kind: 'service-account',
            name: 'shop/fixer',
            reference: 'x',
          },
          {
            fact: 'grant',
            identity: 'k8s:service-account:shop/fixer',
            by: 'RoleBinding shop/fix',
            items: ['effect allow', 'resource shop', 'role ClusterRole/view'],
            until,
          },
        ],
      }),
    });
    expect(rules(await drift(binding('2026-11-21T23:00:00Z')))).not.toContain('drift/jit-grant-stands');
    expect(rules(await drift(binding('2026-11-19T12:00:00Z')))).toContain('drift/jit-grant-stands');
  });
});

describe('people', () => {
  const members = (...handles: string[]) =>
    evidenceOf({
      source: 'github-members',
      place: 'github:acme',
      complete: ['member'],
      facts: handles.map((handle) => ({ fact: 'member', kind: 'person', handle })),
    });

  it('who left are named where they own something, and a team is not taken for a person', async () => {
    const text = shipRole(undefined, '  tags = { owner = "@Alice" }\n');
    expect(await drift({ [tf]: text, ...members('@alice') })).toEqual([]);
    expect(rules(await drift({ [tf]: text, ...members('@bob') }))).toEqual(['drift/owner-departed']);
    expect(await drift({ [tf]: text.replace('@Alice', '@acme/payments'), ...members('@bob') })).toEqual([]);
    expect(await drift({ [tf]: text.replace('@Alice', 'alice@acme.com'), ...members('@bob') })).toEqual([]);
  });

  it('who left are named in records too', async () => {
    expect(
      rules(
        await drift({
          [tf]: shipRole(),
          '.posture/identities/role/ship.yaml': shipRecord('approved').replace('@acme/payments', '@alice'),
          ...members('@bob'),
        }),
      ),
    ).toContain('drift/owner-departed');
  });
});

describe('tasks', () => {
  const record = (purpose: string) => ({
    [tf]: shipRole(),
    '.posture/identities/role/ship.yaml': shipRecord('approved', 'aws:role:ship', purpose),
  });
  const closed = evidenceOf({
    source: 'github-issues',
    place: 'github:acme/shop',
    complete: ['task'],
    facts: [{ fact: 'task', reference: 'acme/shop#812', state: 'closed', closed: '2026-11-01T00:00:00Z' }],
  });

  it('are found by number, name and address, and not by a part of them', async () => {
    for (const purpose of [
      'for #812',
      'acme/shop#812',
      'see https://github.com/acme/shop/issues/812.',
      'https://github.com/acme/shop/pull/812',
    ])
      expect(rules(await drift({ ...record(purpose), ...closed })), purpose).toContain('drift/task-closed-grant-stays');
    for (const purpose of ['for #8123', 'acme/other#812', 'PAY-812', 'colour #81'])
      expect(rules(await drift({ ...record(purpose), ...closed })), purpose).not.toContain('drift/task-closed-grant-stays');
  });
});

describe('applications of third parties', () => {
  const app = {
    fact: 'identity',
    id: 'github:oauth-client:release-bot',
    platform: 'github',
    kind: 'oauth-client',
    name: 'release-bot',
    reference: 'installation 12',
  };
  const installed = (...items: string[]) =>
    evidenceOf({
      source: 'github-installations',
      place: 'github:acme',
      complete: ['identity', 'grant'],
      facts: [app, { fact: 'grant', identity: app.id, by: 'installation', items: ['effect allow', ...items] }],
    });
  const record =
    'v: 1\n\nid: {{id}}\n\nidentity: "github:oauth-client:release-bot"\n\nkind: oauth-client\n\nname: "release-bot"\n\nplace: ".posture/evidence/github-installations/github-acme"\n\nstate: approved\n\nscope:\n  - "permission:contents:read"\n\napproved: {owner: "@acme/payments", by: "@sec-lead", on: 2026-10-01, review: 2027-02-01, seal: "{{seal}}"}\n\npurpose: "Releases"\n';

  it('are owned by their records, and grew when they may do more', async () => {
    const recorded = { '.posture/identities/oauth-client/release-bot.yaml': record };
    expect(rules(await drift(installed('permission contents:read')))).toEqual(['drift/grant-unowned']);
    expect(await drift({ ...recorded, ...installed('permission contents:read') })).toEqual([]);
    const grew = await drift({ ...recorded, ...installed('permission administration:write', 'permission contents:read') });
    expect(grew).toEqual([expect.stringMatching(/^drift\/agent-scope-grew evidence \w+: .*"permission:administration:write"/)]);
  });

  it('are not missed where nothing was observed', async () => {
    expect(await drift({ 'README.md': '# a\n', '.posture/identities/oauth-client/release-bot.yaml': record })).toEqual([]);
  });
});

it('a pipeline secret that nobody changed for long is said at the step', async () => {
  const workflow =
    'on: push\npermissions: {}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make release\n        env:\n          KEY: ${{ secrets.DEPLOY_KEY }}\n';
  const secret = (updated: string, name = 'DEPLOY_KEY') =>
    evidenceOf({
      source: 'github-secrets',
      place: 'github:acme/shop',
      complete: ['variable'],
      facts: [{ fact: 'variable', platform: 'github', name, level: 'repository', updated }],
    });
  expect(await drift({ '.github/workflows/ci.yml': workflow, ...secret('2026-08-22T00:00:00Z') })).toEqual([
    expect.stringMatching(
      /^drift\/rotation-overdue .github\/workflows\/ci.yml medium: The pipeline secret DEPLOY_KEY was last changed on 2026-08-22, 91 days ago/,
    ),
  ]);
  expect(await drift({ '.github/workflows/ci.yml': workflow, ...secret('2026-08-23T00:00:00Z') })).toEqual([]);
  expect(await drift({ '.github/workflows/ci.yml': workflow, ...secret('2020-01-01T00:00:00Z', 'OTHER') })).toEqual([]);
});
