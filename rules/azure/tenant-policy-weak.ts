// Policies of an Entra tenant that are written and let in more than they could.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { TenantGap } from '../../server/engine/facts/azure/tenant-policies.ts';
import { placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';

const policy = (state: string): string => `resource "azuread_conditional_access_policy" "admins" {
  display_name = "Administrators use a second factor"
  state        = "${state}"

  conditions {
    client_app_types = ["all"]

    applications {
      included_applications = ["All"]
    }

    users {
      included_roles = ["62e90394-69f5-4237-9190-012177145e10"]
    }
  }

  grant_controls {
    operator          = "OR"
    built_in_controls = ["mfa"]
  }
}
`;

const script = (from: string): string => `Update-MgPolicyAuthorizationPolicy -AllowInvitesFrom '${from}'\n`;

const messages: Readonly<Record<'off' | 'reports' | 'defaults' | 'invites' | 'guests', string>> = {
  off: 'This policy is switched off: nobody is asked for what it says; enable it, after a while in which it only reports',
  reports: 'This policy only reports: whoever it would stop comes in; enable it once its reports are read',
  defaults:
    'Security defaults are off: unless policies of conditional access take their place, a password is enough for everybody; leave them on, or write those policies first',
  invites: 'Everyone invites guests into this tenant, guests too; let administrators and inviters do so',
  guests: 'Guests see as much of the directory as members: every user, group and application; give them the restricted role',
};

const gaps: Readonly<Record<TenantGap, keyof typeof messages>> = {
  'sign-in-policy-off': 'off',
  'sign-in-policy-reports': 'reports',
  'security-defaults-off': 'defaults',
  'everyone-invites': 'invites',
  'guests-as-members': 'guests',
};

/** What closes each. Security defaults and a policy that was never on are for people to decide. */
const closed: Readonly<Partial<Record<keyof typeof messages, string>>> = {
  invites: 'adminsAndGuestInviters',
  guests: '2af84b1e-32c8-42b7-82bc-daa82404023b',
};

export const tenantPolicyWeak = defineRule({
  id: 'azure/tenant-policy-weak',
  meta: {
    title: 'A policy of the tenant that lets too many in',
    category: 'trust',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'PR.AA-03', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages,
    docs: {
      what: 'A policy of conditional access that is disabled or only reports, security defaults that are switched off, and an authorization policy by which everyone invites guests or guests see what members see; in Terraform, in JSON as Microsoft Graph answers it, in calls of Graph and in cmdlets.',
      why: 'These policies are what stands between a stolen password and the tenant. One that is written and off is believed to hold.',
      remedy:
        'Set `state = "enabled"`, with an account for emergencies left out. Let `adminsAndGuestInviters` invite, and give guests the restricted role.',
      bad: [
        { file: 'infra/main.tf', text: policy('«disabled»') },
        { file: 'scripts/tenant.ps1', text: script('«everyone»') },
      ],
      good: [
        { file: 'infra/main.tf', text: policy('enabled') },
        { file: 'scripts/tenant.ps1', text: script('adminsAndGuestInviters') },
      ],
      references: [
        'https://learn.microsoft.com/entra/identity/conditional-access/overview',
        'https://learn.microsoft.com/graph/api/resources/authorizationpolicy',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const action = grant.actions[0];
      if (grant.platform !== 'entra' || grant.role !== 'entitlement' || grant.enabled === 'no' || !action) return;
      const text = textOf(action) ?? '';
      const message = Object.hasOwn(gaps, text) ? gaps[text as TenantGap] : undefined;
      if (!message) return;
      context.report({
        at: placeOf(action),
        message,
        anchor: grant.anchor,
        severity: message === 'reports' || message === 'defaults' ? 'low' : undefined,
        suggestions: closing(action, closed[message]),
      });
    },
  },
});

function closing(action: Leaf, value: string | undefined): FixMaker[] {
  if (value === undefined || !action.editable) return [];
  return [editing(`Write ${value}`, action.token.uri, (document) => [replaceValue(action, value, document)])];
}
