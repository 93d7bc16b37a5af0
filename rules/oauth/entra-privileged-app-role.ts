// Application roles with which an Entra application is an administrator, or reads everyone's data.
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { appRole } from './graph-roles.ts';

export const entraPrivilegedAppRole = defineRule({
  id: 'oauth/entra-privileged-app-role',
  meta: {
    title: "Entra application with an administrator's role",
    category: 'oauth',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: "A smaller role needs the administrator's consent again, and the id that is named for it in the tenant.",
    messages: {
      tenant:
        '{role} makes {name} an administrator of the tenant, or able to become one, with no person and no second factor in between{narrower}',
      owned: '{role} lets {name} add secrets to every application that it owns, and act as them',
      data: '{role} opens the data of everyone in the tenant to {name}{narrower}',
    },
    docs: {
      what: 'An application is given a Graph, Exchange or SharePoint application role that equals administration or opens the data of the whole tenant.',
      why: "Application roles work without a signed-in user. The application's secret is then an administrator's password that never asks for a second factor. Several of these roles let the application give itself the rest.",
      remedy:
        "Use delegated permissions, `Application.ReadWrite.OwnedBy`, `Sites.Selected`, or Exchange's role-based access for single mailboxes.",
      bad: [
        {
          file: 'entra/manifest.json',
          text: '{\n  "displayName": "sync",\n  "requiredResourceAccess": [{\n    "resourceAppId": "00000003-0000-0000-c000-000000000000",\n    "resourceAccess": [{ "id": "«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»", "type": "Role" }]\n  }]\n}\n',
        },
      ],
      good: [
        {
          file: 'entra/manifest.json',
          text: '{\n  "displayName": "sync",\n  "requiredResourceAccess": [{\n    "resourceAppId": "00000003-0000-0000-c000-000000000000",\n    "resourceAccess": [{ "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" }]\n  }]\n}\n',
        },
      ],
      references: ['https://learn.microsoft.com/en-us/graph/permissions-reference', 'https://github.com/cisagov/ScubaGear'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'entra') return;
      // An assignment is named by itself, and not by whom it is for.
      const holder = /role_?assign|^required-access$/i.test(client.carrier.kind) ? 'the application that holds it' : `"${client.name}"`;
      for (const leaf of client.roles) {
        const role = appRole(textOf(leaf) ?? '');
        if (!role) continue;
        context.report({
          at: placeOf(leaf),
          message: role.tier,
          data: { role: role.name, name: holder, narrower: role.narrower ? `; ${role.narrower} is the smaller one` : '' },
          anchor: `${client.anchor}|role=${role.name}`,
          severity: role.tier === 'tenant' ? 'critical' : 'high',
        });
      }
    },
  },
});
