// A Slack app that is installed for a whole organization with the reading of conversations, or that answers any address.
import { itemsOf, placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const reading = /^(?:channels|groups|im|mpim):history$|^search:read/;

export const slackWideInstallation = defineRule({
  id: 'oauth/slack-wide-installation',
  meta: {
    title: 'Slack app that reaches a whole organization',
    category: 'oauth',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI6:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which workspaces and addresses are meant is not in the manifest.',
    messages: {
      organization:
        'org_deploy_enabled installs "{name}" in every workspace of the organization, and {scope} lets it read conversations in all of them',
      addresses: '{range} in allowed_ip_address_ranges lets the tokens of "{name}" be used from every address',
    },
    docs: {
      what: 'A Slack app with access to conversations is deployed to a whole organization, or allows every address.',
      why: 'One token then reads every workspace. A list of addresses is what keeps a stolen one from being used elsewhere; a range of all of them is no list.',
      remedy: 'Install the app where it is used, and list the addresses it calls from.',
      bad: [
        {
          file: 'slack/manifest.yml',
          text: 'display_information:\n  name: Helper\noauth_config:\n  scopes:\n    bot: [channels:history]\nsettings:\n  org_deploy_enabled: «true»\n  token_rotation_enabled: true\n',
        },
      ],
      good: [
        {
          file: 'slack/manifest.yml',
          text: 'display_information:\n  name: Helper\noauth_config:\n  scopes:\n    bot: [chat:write]\nsettings:\n  org_deploy_enabled: true\n  token_rotation_enabled: true\n',
        },
      ],
      references: ['https://docs.slack.dev/reference/app-manifest', 'https://docs.slack.dev/enterprise/developing-for-enterprise-orgs'],
    },
  },
  on: {
    oauthClient(client, context) {
      if (client.product !== 'slack') return;
      const settings = valueAt(client.value, 'settings');
      const deployed = valueAt(settings, 'org_deploy_enabled');
      const scope = client.scopes.map((one) => textOf(one.id) ?? '').find((one) => reading.test(one));
      if (deployed && textOf(deployed) === 'true' && scope)
        context.report({
          at: placeOf(deployed),
          message: 'organization',
          data: { name: client.name, scope },
          anchor: `${client.anchor}|org`,
        });
      for (const item of itemsOf(valueAt(settings, 'allowed_ip_address_ranges'))) {
        if (/^(?:0\.0\.0\.0|::)\/0$/.test(textOf(item) ?? ''))
          context.report({
            at: placeOf(item),
            message: 'addresses',
            data: { name: client.name, range: textOf(item)! },
            anchor: `${client.anchor}|addresses`,
            severity: 'high',
          });
      }
    },
  },
});
