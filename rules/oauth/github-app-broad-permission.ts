// Permissions of a GitHub app that reach the administration or the secrets of repositories.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const administrative =
  /^(?:administration|organization_administration|members|secrets|organization_secrets|actions_variables|organization_actions_variables|workflows|environments|organization_self_hosted_runners|organization_custom_roles|organization_custom_org_roles)$/;

export const githubAppBroadPermission = defineRule({
  id: 'oauth/github-app-broad-permission',
  meta: {
    title: 'GitHub app with administrative permissions',
    category: 'oauth',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      all: 'The GitHub app "{name}" asks for {level}: every permission there is, in every repository that installs it. List those it uses',
      administrative:
        'The GitHub app "{name}" asks for {permission}: write, with which it can change who may do what, or what runs. The file changes what new installations are asked; a registered app keeps what it has',
    },
    docs: {
      what: 'The manifest of a GitHub app asks for every permission, or for write access to administration, members, secrets or workflows.',
      why: 'The private key of an app is one file. Whoever has it acts in every repository and organization that installed the app, with these permissions.',
      remedy: 'List the permissions that the code uses, with `read` wherever it only reads.',
      bad: [{ file: '.github/app.yml', text: 'name: Helper\ndefault_permissions:\n  contents: read\n  administration: «write»\n' }],
      good: [{ file: '.github/app.yml', text: 'name: Helper\ndefault_permissions:\n  contents: read\n  pull_requests: write\n' }],
      references: [
        'https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps',
        'https://docs.github.com/en/apps/sharing-github-apps/registering-a-github-app-from-a-manifest',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'github-app') return;
      for (const { id, name } of client.scopes) {
        const level = textOf(id) ?? '';
        if (name === undefined && /^write-all$/.test(level))
          context.report({
            at: placeOf(id),
            message: 'all',
            data: { name: client.name, level },
            anchor: `${client.anchor}|permissions`,
            severity: 'critical',
          });
        else if (name !== undefined && level === 'write' && administrative.test(name))
          context.report({
            at: placeOf(id),
            message: 'administrative',
            data: { name: client.name, permission: name },
            anchor: `${client.anchor}|permission=${name}`,
            suggestions: [editing(`Ask for ${name}: read`, id.at.uri, () => [replaceText(id, 'read')])],
          });
      }
    },
  },
});
