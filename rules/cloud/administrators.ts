// Roles and policies that a cloud ships and that are its administrator, by name, given to somebody without an end.
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import type { Grant, ScopeLevel } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { cloudNames, isOtherCloud, type OtherCloud } from './clouds.ts';

interface Preset {
  readonly may: string;
  readonly severity: Severity;
  /** Where it has to be given to count. */
  readonly levels?: readonly ScopeLevel[];
}

const everything: Preset = { may: 'do everything in the account', severity: 'critical', levels: ['account'] };
const tenant: Preset = { may: 'do everything but manage identities', severity: 'high' };
const identities: Preset = { may: 'change users, roles and policies, and so get every other right', severity: 'high' };

/** Names as the documentation of the clouds has them (`references` below; read 2026-11). Policies of Oracle are statements; Yandex has a rule of its own (`saas/yandex-elevated-role`). */
const presets: Readonly<Partial<Record<OtherCloud, Readonly<Record<string, Preset>>>>> = {
  alibaba: { AdministratorAccess: everything, AliyunRAMFullAccess: { ...identities, levels: ['account'] } },
  tencent: { AdministratorAccess: everything, QcloudCamFullAccess: identities },
  huawei: { 'Tenant Administrator': tenant, te_admin: tenant, 'Security Administrator': identities, secu_admin: identities },
  ibm: {
    Administrator: {
      may: 'administer every service of the account and let others in',
      severity: 'high',
      levels: ['everything', 'account'],
    },
    Manager: { may: 'do everything inside every service of the account', severity: 'high', levels: ['everything'] },
  },
  scaleway: {
    OrganizationManager: everything,
    IAMManager: identities,
    AllProductsFullAccess: { may: 'do everything with every product of the organization', severity: 'high', levels: ['org'] },
  },
};

const attachment = (name: string): string => `resource "alicloud_ram_user_policy_attachment" "ci" {
  policy_name = "${name}"
  policy_type = "System"
  user_name   = "ci"
}
`;

export const administrator = defineRule({
  id: 'cloud/administrator',
  meta: {
    title: 'The administrator of a cloud account, given without an end',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'What is needed instead is not written here.',
    messages: {
      holds:
        '`{role}` lets {who} {may} ({cloud}), for as long as this stands; give what the work needs, and the administrator role for an hour when somebody needs it',
    },
    docs: {
      what: 'A policy or role of Alibaba Cloud, Tencent Cloud, Huawei Cloud, IBM Cloud or Scaleway that is its administrator, or that gives rights to others.',
      why: 'An administrator that is held all the time is there for whoever takes over the account, the key or the pipeline.',
      remedy:
        'Give the policies of the services that are used, on the resource group or project that they are used in. People who administer take the role when they need it.',
      bad: [{ file: 'infra/main.tf', text: attachment('«AdministratorAccess»') }],
      good: [{ file: 'infra/main.tf', text: attachment('AliyunOSSReadOnlyAccess') }],
      references: [
        'https://www.alibabacloud.com/help/en/ram/system-policies',
        'https://cloud.ibm.com/docs/account?topic=account-userroles',
        'https://www.scaleway.com/en/docs/iam/reference-content/permission-sets/',
        'https://support.huaweicloud.com/intl/en-us/usermanual-permissions/iam_01_0001.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.role !== 'binding' ||
        grant.enabled === 'no' ||
        !grant.entitlement ||
        grant.conditions.length > 0 ||
        !isStanding(grant, context.project)
      )
        return;
      const preset = presetOf(grant);
      if (!preset || !isOtherCloud(grant.platform)) return;
      const [first] = grant.principals;
      const who = !first || first.id.kind === 'unknown' ? 'its holder' : `\`${shownOf(first.id)}\``;
      context.report({
        at: placeOf(grant.entitlement),
        message: 'holds',
        anchor: grant.anchor,
        severity: preset.severity,
        data: { role: textOf(grant.entitlement)!, who, may: preset.may, cloud: cloudNames[grant.platform] },
      });
    },
  },
});

function presetOf({ platform, entitlement, scope }: Grant): Preset | undefined {
  const name = textOf(entitlement);
  const own = (isOtherCloud(platform) && presets[platform]) || {};
  const preset = name !== undefined && Object.hasOwn(own, name) ? own[name] : undefined;
  return preset && (!preset.levels || scope.some(({ level }) => preset.levels!.includes(level))) ? preset : undefined;
}
