// Policies of Alibaba, Tencent and Huawei: statements that allow everything, or everything of one service, everywhere; and
// roles that anybody may take. They have the form of AWS, with prefixes of their own.
import { replaceByList } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import { patternOf, placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { cloudNames, type OtherCloud } from './clouds.ts';

const written: ReadonlySet<string> = new Set<OtherCloud>(['alibaba', 'tencent', 'huawei']);
const references = [
  'https://www.alibabacloud.com/help/en/ram/policy-elements',
  'https://www.tencentcloud.com/document/product/598/10603',
  'https://support.huaweicloud.com/intl/en-us/usermanual-iam/iam_01_0017.html',
];

/** Services by which whoever holds them gives themselves everything else: identities, roles and what is signed in their name. */
const identityServices: ReadonlySet<string> = new Set(['ram', 'sts', 'cam', 'iam', 'resourcemanager', 'organization']);

/** A statement that lets somebody do something, unless a condition narrows it. */
function isOpenStatement(grant: Grant): boolean {
  return (
    written.has(grant.platform) &&
    grant.role === 'identity' &&
    grant.effect === 'allow' &&
    grant.enabled !== 'no' &&
    grant.polarity.actions === 'only' &&
    grant.polarity.resources === 'only' &&
    grant.conditions.length === 0
  );
}

/**
 * The resource that is every one there is, or every one of the service: `*`, `acs:oss:*:*:*`. Policies of Huawei may name none,
 * which is every one.
 */
function everyResource(grant: Grant, service?: string): Leaf | undefined {
  if (grant.scope.length === 0) return grant.platform === 'huawei' ? grant.actions[0] : undefined;
  return grant.scope.find(({ id }) => {
    const [cloud, ...parts] = patternOf(id).split(':');
    return parts.length === 0
      ? cloud === '*'
      : (cloud === 'acs' || cloud === 'qcs' || cloud === '*') &&
          parts.every((part) => part === '' || part === '*' || part === '*/*' || part === service);
  })?.id;
}

/** The service of `ecs:*`, `name/cvm:*` or `ecs:*:*`; undefined for less. */
function serviceOf(action: string): string | undefined {
  return /^(?:name\/)?([a-z][a-z0-9-]*):\*(?::\*)*$/i.exec(action)?.[1]?.toLowerCase();
}

const policy = (action: string): string => `resource "alicloud_ram_policy" "ci" {
  policy_name = "ci"
  policy_document = jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = ["${action}"], Resource = ["*"] }]
  })
}
`;

export const everyAction = defineRule({
  id: 'cloud/every-action',
  meta: {
    title: 'A policy that allows everything on everything',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which actions are needed is not written here.',
    messages: {
      all: 'Whoever holds this policy may do everything in the account of {cloud}, with no end; name the actions and resources that are needed',
    },
    docs: {
      what: 'An allow statement of Alibaba Cloud, Tencent Cloud or Huawei Cloud with every action on every resource.',
      why: 'It is the administrator under another name: one credential of its holder is the account.',
      remedy: 'Name actions and resources. People who administer take a role for as long as they need it.',
      bad: [{ file: 'infra/main.tf', text: policy('«*»') }],
      good: [{ file: 'infra/main.tf', text: policy('oss:GetObject') }],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const action =
        isOpenStatement(grant) && isStanding(grant, context.project)
          ? grant.actions.find((one) => /^\*(?::\*)*$/.test(patternOf(one)))
          : undefined;
      const resource = action && everyResource(grant);
      if (resource)
        context.report({
          at: placeOf(action),
          message: 'all',
          anchor: grant.anchor,
          data: { cloud: cloudNames[grant.platform as OtherCloud] },
          related: resource === action ? [] : [{ at: placeOf(resource), message: 'on every resource' }],
        });
    },
  },
});

export const serviceWildcard = defineRule({
  id: 'cloud/service-wildcard',
  meta: {
    title: 'A policy that allows every action of a service',
    category: 'wildcard',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      service:
        '`{action}` allows every action of {service} on every resource, those that delete and those to come as well; name the actions that are needed',
      identity:
        '`{action}` allows every action on identities: whoever holds it gives itself any other right; name the actions that are needed',
    },
    docs: {
      what: '`service:*` on every resource in a policy of Alibaba Cloud, Tencent Cloud or Huawei Cloud. For services that give rights (`ram`, `sts`, `cam`, `iam`) it is high.',
      why: 'A service is reading, changing, deleting and giving away in one word. Whoever takes over the holder gets all of it, on every resource.',
      remedy: 'Name the actions; name the resources.',
      bad: [{ file: 'infra/main.tf', text: policy('«oss:*»') }],
      good: [{ file: 'infra/main.tf', text: policy('oss:GetObject') }],
      references,
    },
  },
  on: {
    grant(grant, context) {
      if (!isOpenStatement(grant)) return;
      for (const action of grant.actions) {
        const service = serviceOf(textOf(action) ?? '');
        if (service === undefined || !everyResource(grant, service)) continue;
        const isIdentity = identityServices.has(service);
        context.report({
          at: placeOf(action),
          message: isIdentity ? 'identity' : 'service',
          anchor: `${grant.anchor}|${service}`,
          severity: isIdentity ? 'high' : undefined,
          data: { action: textOf(action)!, service: `\`${service}\`` },
          suggestions: reading(action, grant, service),
        });
      }
    },
  },
});

/** Alibaba's actions that read begin with one of three words. */
function reading(action: Leaf, { platform }: Grant, service: string): FixMaker[] {
  if (platform !== 'alibaba' || !action.editable || textOf(action) !== `${service}:*`) return [];
  return [
    editing('Allow reading only: Describe*, Get*, List*', action.token.uri, (document) => [
      replaceByList(
        action,
        ['Describe*', 'Get*', 'List*'].map((verb) => `${service}:${verb}`),
        document,
      ),
    ]),
  ];
}

const trusted = (principal: string): string => `resource "alicloud_ram_role" "deploy" {
  role_name = "deploy"
  assume_role_policy_document = jsonencode({
    Version   = "1"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { RAM = ["${principal}"] } }]
  })
}
`;

export const anybodyAssumes = defineRule({
  id: 'cloud/anybody-assumes',
  meta: {
    title: 'A role or a resource that lets everybody in',
    category: 'trust',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Who is meant is not written here.',
    messages: {
      role: 'Every account of {cloud} may take this role; name the accounts, services or identity providers that are meant',
      resource: 'Everybody may do this, without signing in; name the accounts that are meant',
    },
    docs: {
      what: "`*` as the principal of a role's trust, or of a policy on a bucket, without a condition.",
      why: "The principal is the only thing that keeps a stranger's account out. With `*`, whoever learns the name of the role has its rights.",
      remedy: "Name the account, the service or the identity provider, and for another company's account ask for an external id.",
      bad: [{ file: 'infra/main.tf', text: trusted('«*»') }],
      good: [{ file: 'infra/main.tf', text: trusted('acs:ram::1234567890123456:root') }],
      references: ['https://www.alibabacloud.com/help/en/ram/user-guide/edit-the-trust-policy-of-a-ram-role', ...references.slice(1)],
    },
  },
  on: {
    trust(trust, context) {
      const anybody = anybodyIn(trust);
      if (anybody)
        context.report({
          at: placeOf(anybody),
          message: 'role',
          anchor: trust.anchor,
          data: { cloud: cloudNames[trust.platform as OtherCloud] },
        });
    },
    grant(grant, context) {
      const anybody = grant.role === 'resource' ? anybodyIn(grant) : undefined;
      if (anybody) context.report({ at: placeOf(anybody), message: 'resource', anchor: grant.anchor });
    },
  },
});

/** The `*` by which a statement lets everybody in, where no condition narrows it. */
function anybodyIn(grant: Grant): Leaf | undefined {
  if (
    !written.has(grant.platform) ||
    grant.effect !== 'allow' ||
    grant.enabled === 'no' ||
    grant.conditions.length > 0 ||
    grant.polarity.principals === 'except'
  )
    return undefined;
  return grant.principals.find(({ kind }) => kind === 'any')?.id;
}
