// Assignments of Privileged Identity Management that end in more than a year, or never.
import { setTemplateProperty } from '../../server/engine/edit/azure.ts';
import { addBlock, blockAt } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { daysLeft } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { builtInOf } from './assignments.ts';

const assignment = (schedule: string, type = 'eligible'): string => `data "azurerm_subscription" "current" {}

«resource "azurerm_pim_${type}_role_assignment" "admin"» {
  scope              = data.azurerm_subscription.current.id
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/4f8fab4f-1852-4a58-a46a-8eaf358af14a"
  principal_id       = var.principal_id
${schedule}}
`;

const expiration = `
  schedule {
    expiration {
      duration_days = 180
    }
  }
`;

export const pimNoExpiry = defineRule({
  id: 'azure/pim-no-expiry',
  meta: {
    title: 'An eligible assignment without an end',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      endless: 'This assignment of `{role}` has no end; give it one, so that somebody looks at it again',
      long: 'This assignment of `{role}` lasts {days} days; give it a year at most, so that somebody looks at it again',
    },
    docs: {
      what: 'A PIM assignment without an expiration, or with one more than a year away.',
      why: 'Eligibility that never ends is never reviewed: people change jobs and stay eligible.',
      remedy: 'Set `schedule { expiration { duration_days = 180 } }`.',
      bad: [{ file: 'infra/main.tf', text: assignment('') }],
      good: [{ file: 'infra/main.tf', text: assignment(expiration).replace(/[«»]/g, '') }],
      references: [
        'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-configure-role-settings',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'azure' || grant.enabled === 'no' || !scheduled.test(grant.carrier.kind)) return;
      const { until, at } = grant.lifetime;
      // A template that says nothing of an end leaves it to the policy of the role.
      if (!until && !at && !grant.carrier.kind.startsWith('azurerm_')) return;
      const days = daysLeft(grant.lifetime, context.project.workspace.today);
      if (until && !(days !== undefined && days > 366)) return;
      const role = builtInOf(grant, context.project.catalogs.azure)?.name ?? textOf(grant.entitlement) ?? 'a role';
      context.report({
        at: at ?? grant.carrier.head,
        message: until ? 'long' : 'endless',
        anchor: grant.anchor,
        data: { role, days: Math.round(days ?? 0) },
        suggestions: ending(grant),
      });
    },
  },
});

const scheduled = /^azurerm_pim_|\/role(?:assignment|eligibility)schedulerequests$/i;

function ending(grant: Grant): FixMaker[] {
  const {
    carrier,
    lifetime: { until },
  } = grant;
  const title = 'End it after 180 days';
  if (!carrier.kind.startsWith('azurerm_')) {
    return /^(?:bicep|arm)$/.test(carrier.dialect)
      ? [
          editing(title, carrier.block.uri, (document) => [
            setTemplateProperty(carrier, ['scheduleInfo', 'expiration'], { type: 'AfterDuration', duration: 'P180D' }, document),
          ]),
        ]
      : [];
  }
  return [
    editing(title, carrier.block.uri, (document) => {
      if (until)
        return [
          until.via.length === 0 && /^\d+$/.test(document.text.slice(...until.token.span))
            ? { uri: until.token.uri, span: until.token.span, text: '180' }
            : undefined,
        ];
      const block = blockAt(carrier.block, document)?.body.items.some((item) => item.kind === 'block' && item.type === 'schedule');
      return [
        block ? undefined : addBlock(carrier.block, ['schedule {', '  expiration {', '    duration_days = 180', '  }', '}'], document),
      ];
    }),
  ];
}
