// Policies of Azure whose remediation asks for a role that gives roles. Which identity gets it, and where, the assignment
// says; that it is asked for stands in the policy.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { remediates } from '../../server/engine/facts/azure/policy-roles.ts';
import { placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { builtInOf } from './assignments.ts';

const policy = (role: string): string => `{
  "properties": {
    "displayName": "Send logs of vaults to the workspace",
    "mode": "Indexed",
    "policyRule": {
      "if": { "field": "type", "equals": "Microsoft.KeyVault/vaults" },
      "then": {
        "effect": "deployIfNotExists",
        "details": {
          "type": "Microsoft.Insights/diagnosticSettings",
          "roleDefinitionIds": ["${role}"]
        }
      }
    }
  }
}
`;

const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';

export const policyIdentityOwner = defineRule({
  id: 'azure/policy-identity-owner',
  meta: {
    title: 'A policy whose identity gives roles',
    category: 'admin',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      owner:
        'Each assignment of this policy gives its identity `{role}` where it is assigned, and with it the right to give roles to anyone there; name the role that the deployment needs',
    },
    docs: {
      what: 'A policy definition with `deployIfNotExists` or `modify` that names Owner, User Access Administrator or another role that gives roles in `roleDefinitionIds`.',
      why: 'Policies are assigned to management groups. The portal gives the roles to the managed identity of the assignment without asking again, and the identity stays when everybody has forgotten the policy.',
      remedy:
        'Name the role of the service that the policy deploys, such as Monitoring Contributor and Log Analytics Contributor for diagnostic settings.',
      bad: [
        {
          file: 'policies/vault-logs.json',
          text: policy('«/providers/microsoft.authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»'),
        },
      ],
      good: [
        {
          file: 'policies/vault-logs.json',
          text: policy('/providers/microsoft.authorization/roleDefinitions/749f88d5-cbae-40b8-bcfc-e573ddc772fa'),
        },
      ],
      references: ['https://learn.microsoft.com/azure/governance/policy/how-to/remediate-resources#configure-the-policy-definition'],
    },
  },
  on: {
    grant(grant, context) {
      const role = grant.entitlement;
      if (grant.platform !== 'azure' || grant.enabled === 'no' || !role || textOf(grant.actions[0]) !== remediates) return;
      const known = builtInOf(grant, context.project.catalogs.azure);
      if (known?.class !== 'admin' || known.conditioned || known.id === contributor) return;
      context.report({
        at: placeOf(role),
        message: 'owner',
        anchor: grant.anchor,
        data: { role: known.name },
        suggestions: asContributor(role),
      });
    },
  },
});

/** Contributor deploys what Owner deploys, and gives no roles. */
function asContributor(role: Leaf): FixMaker[] {
  const id = textOf(role);
  if (id === undefined || role.via.length > 0) return [];
  return [
    editing('Ask for Contributor, which gives no roles', role.token.uri, (document) => {
      const text = document.text.slice(...role.at.span);
      return [
        text.includes(id)
          ? replaceText({ ...role, kind: 'scalar', known: 'literal', value: text, editable: true }, text.replace(id, contributor))
          : undefined,
      ];
    }),
  ];
}
