// Keys and passwords of clouds that last until somebody deletes them.
import { defineRule } from '../../server/engine/rule.ts';
import { daysLeft, longestPassword } from '../../server/engine/facts/lifetime.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import { cloudNames, isOtherCloud, type OtherCloud } from './clouds.ts';

/** What each cloud has in the place of a key. */
const instead: Readonly<Record<OtherCloud, string>> = {
  alibaba: 'a RAM role: of the instance, or by OpenID Connect for pipelines and clusters',
  oracle: 'an instance or resource principal with a dynamic group',
  ibm: 'a trusted profile',
  tencent: 'a CAM role: of the instance, or by an OIDC provider',
  huawei: 'an agency',
  scaleway: 'a key that ends (`expires_at`)',
  yandex: 'the service account of the machine, or workload identity federation',
};

const ownerOf = ({ owner }: Credential): string => {
  const name = owner ? patternOf(owner.id) : '';
  return name === '' || name.includes('\0') ? '' : ` of \`${name}\``;
};

export const accessKey = defineRule({
  id: 'cloud/access-key',
  meta: {
    title: 'A key of a cloud account that never ends',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whoever uses the key has to get a role first; where it is used is not known here.',
    messages: {
      key: 'This makes a key{whose} ({cloud}) that works from anywhere until somebody deletes it, with its secret {where}; use {instead}',
    },
    docs: {
      what: 'An access key, API key or auth token of Alibaba Cloud, Oracle Cloud, IBM Cloud, Tencent Cloud, Huawei Cloud or Yandex Cloud, made by infrastructure code or a script.',
      why: 'A key works from anywhere until someone deletes it. Made by code, its secret also lies in the state, where more people read than was meant.',
      remedy:
        'Let machines sign in as what they are (instance roles, dynamic groups, trusted profiles, agencies) and pipelines by OpenID Connect. Then delete the key.',
      bad: [{ file: 'infra/main.tf', text: '«resource "alicloud_ram_access_key" "ci"» {\n  user_name = "ci"\n}\n' }],
      good: [
        { file: 'infra/main.tf', text: 'resource "alicloud_ram_user" "anna" {\n  name = "anna"\n  tags = { owner = "team-shop" }\n}\n' },
      ],
      references: [
        'https://www.alibabacloud.com/help/en/ram/user-guide/best-practices-for-using-an-accesskey-pair',
        'https://docs.oracle.com/iaas/Content/Identity/Tasks/managingcredentials.htm',
        'https://cloud.ibm.com/docs/account?topic=account-create-trusted-profile',
      ],
    },
  },
  on: {
    credential(credential, context) {
      const { platform, kind, enabled } = credential;
      const madeByPeople = kind === 'login-password' || kind === 'password-policy';
      if (!isOtherCloud(platform) || enabled === 'no' || madeByPeople || credential.lifetime.kind !== 'standing') return;
      context.report({
        at: credential.at,
        message: 'key',
        anchor: credential.anchor,
        data: {
          whose: ownerOf(credential),
          cloud: cloudNames[platform],
          where: credential.carrier.dialect === 'script' ? 'in what the script prints' : 'in the state',
          instead: instead[platform],
        },
      });
    },
  },
});

export const loginWithoutFactor = defineRule({
  id: 'cloud/login-without-second-factor',
  meta: {
    title: 'A console password without a second factor',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whoever signs in has to bind a second factor, or a directory has to be connected first.',
    messages: {
      password:
        "The console password{whose} asks for no second factor; set this to `true`, or sign people in through the company's directory",
    },
    docs: {
      what: 'A login profile of an Alibaba Cloud RAM user with `mfa_bind_required = false`. Without the line the security settings of the account decide.',
      why: 'A password that was guessed, reused or phished opens the console. It stays when its owner has left the company.',
      remedy: 'Set it to `true`; a line that is only taken away leaves `false` in the account. Better, sign people in through CloudSSO.',
      bad: [
        {
          file: 'infra/main.tf',
          text: 'resource "alicloud_ram_login_profile" "anna" {\n  user_name         = "anna"\n  password          = var.password\n  «mfa_bind_required = false»\n}\n\nvariable "password" {\n  type      = string\n  sensitive = true\n}\n',
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: 'resource "alicloud_ram_login_profile" "anna" {\n  user_name         = "anna"\n  password          = var.password\n  mfa_bind_required = true\n}\n\nvariable "password" {\n  type      = string\n  sensitive = true\n}\n',
        },
      ],
      references: ['https://www.alibabacloud.com/help/en/ram/user-guide/bind-an-mfa-device-to-a-ram-user'],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'alibaba' || credential.enabled === 'no' || credential.kind !== 'login-password') return;
      context.report({ at: credential.at, message: 'password', anchor: credential.anchor, data: { whose: ownerOf(credential) } });
    },
  },
});

export const passwordsKept = defineRule({
  id: 'cloud/passwords-kept',
  meta: {
    title: 'Console passwords that are kept for long',
    category: 'long-lived',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV_ALI_16'],
    fix: 'none',
    whyNoFix: 'Everybody whose password is older is asked for a new one at the next sign-in; when is for the team to say.',
    messages: {
      never:
        'With this policy a console password is good for ever, whoever has learned it; let it end within {most} days, or sign people in through the directory',
      late: 'With this policy a console password is good for {days} days, whoever has learned it; let it end within {most} days, or sign people in through the directory',
    },
    docs: {
      what: 'A password policy of RAM without an end for passwords, which is its default, or with one beyond ninety days.',
      why: 'Where the password is all that is asked for, one that was learned is good until somebody happens to change it. Where a second factor is asked of everybody it may be kept: NIST SP 800-63B advises against changes by the calendar.',
      remedy: "Set `max_password_age` to 90 or less. Better, sign people in through CloudSSO and the company's directory.",
      bad: [
        {
          file: 'infra/main.tf',
          text: 'resource "alicloud_ram_account_password_policy" "all" {\n  minimum_password_length = 14\n  max_password_age        = «0»\n}\n',
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: 'resource "alicloud_ram_account_password_policy" "all" {\n  minimum_password_length = 14\n  max_password_age        = 60\n}\n',
        },
      ],
      references: ['https://www.alibabacloud.com/help/en/ram/user-guide/configure-a-password-policy-for-ram-users'],
    },
  },
  on: {
    credential(credential, context) {
      const { platform, kind, enabled, lifetime } = credential;
      if (!isOtherCloud(platform) || kind !== 'password-policy' || enabled === 'no' || lifetime.kind === 'unknown') return;
      const days = Math.round(daysLeft(lifetime, context.project.workspace.today) ?? 0);
      if (lifetime.kind !== 'standing' && days <= longestPassword) return;
      context.report({
        at: credential.at,
        message: lifetime.kind === 'standing' ? 'never' : 'late',
        data: { days, most: longestPassword },
        anchor: credential.anchor,
      });
    },
  },
});
