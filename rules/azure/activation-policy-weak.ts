// Policies of Privileged Identity Management that ask too little of whoever activates a role.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { longestActivation, type ActivationGap } from '../../server/engine/facts/azure/activation.ts';
import { durationDays } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { builtInOf } from './assignments.ts';

const policy = (rules: string): string => `data "azurerm_subscription" "current" {}

resource "azurerm_role_management_policy" "owner" {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"

  activation_rules {
${rules}
  }
}
`;

const messages: Readonly<Record<'factor' | 'approval' | 'long' | 'active' | 'eligible', string>> = {
  factor: '`{role}` can be activated without a second factor: a stolen session is enough; require multi-factor authentication',
  approval: '`{role}` can be activated without anybody agreeing; require approval',
  long: 'One activation of `{role}` lasts {hours} hours; {longest} are a working day',
  active: '`{role}` may be assigned actively without an end, past everything that activation asks; require an expiration',
  eligible: 'Eligibility for `{role}` may have no end, so that nobody looks at it again; require an expiration',
};

const gaps: Readonly<Record<ActivationGap, keyof typeof messages>> = {
  'no-second-factor': 'factor',
  'no-approval': 'approval',
  'activation-long': 'long',
  'active-without-end': 'active',
  'eligible-without-end': 'eligible',
};

export const activationPolicyWeak = defineRule({
  id: 'azure/activation-policy-weak',
  meta: {
    title: 'A role that is activated too easily',
    category: 'admin',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages,
    docs: {
      what: 'A policy of Privileged Identity Management that asks for no second factor, for no approval of an administrator role, for no end, or that lets one activation last longer than eight hours.',
      why: 'Eligible roles are worth what their activation asks. Without a second factor and an end, whoever steals a session activates the role like its holder, and keeps it.',
      remedy:
        'Require multi-factor authentication, an approval for roles that own a subscription, an expiration of assignments, and let an activation last `PT8H` at most.',
      bad: [
        {
          file: 'infra/main.tf',
          text: policy(
            '    maximum_duration                   = "«PT24H»"\n    require_multifactor_authentication = «false»\n    require_approval                   = «false»',
          ),
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: policy(
            '    maximum_duration                   = "PT4H"\n    require_multifactor_authentication = true\n    require_approval                   = true',
          ),
        },
      ],
      references: [
        'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-configure-role-settings',
        'https://learn.microsoft.com/rest/api/authorization/privileged-role-policy-rest-sample',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const action = grant.actions[0];
      const message =
        (grant.platform === 'azure' || grant.platform === 'entra') && grant.role === 'entitlement' && grant.enabled !== 'no'
          ? gapOf(action)
          : undefined;
      if (!message || !action) return;
      const role = builtInOf(grant, context.project.catalogs.azure);
      // Approval is asked for what owns a subscription; for the rest it is the team's choice.
      if (message === 'approval' && role?.class !== 'admin') return;
      const hours = Math.round((durationDays(textOf(grant.lifetime.until) ?? '') ?? 0) * 24);
      context.report({
        at: placeOf(action),
        message,
        anchor: grant.anchor,
        severity: message === 'eligible' || message === 'long' ? 'low' : undefined,
        data: { role: role?.name ?? 'the role', hours, longest: longestActivation },
        suggestions: tightened(grant, action, message),
      });
    },
  },
});

function gapOf(action: Leaf | undefined): keyof typeof messages | undefined {
  const text = textOf(action) ?? '';
  return Object.hasOwn(gaps, text) ? gaps[text as ActivationGap] : undefined;
}

function tightened(grant: Grant, action: Leaf, message: keyof typeof messages): FixMaker[] {
  // The list of what an activation asks is the template author's; a switch or a duration is replaced where it is written.
  const written = grant.lifetime.until ?? action;
  if (!written.editable || (message === 'factor' && grant.carrier.dialect !== 'terraform')) return [];
  return message === 'long'
    ? [editing('Let an activation last eight hours', written.token.uri, (document) => [replaceValue(written, 'PT8H', document)])]
    : [editing('Require it', written.token.uri, (document) => [replaceValue(written, true, document)])];
}
