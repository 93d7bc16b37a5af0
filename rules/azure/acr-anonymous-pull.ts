// A container registry that gives its images to anyone.
import { setAzureProperty } from '../../server/engine/edit/azure.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const registry = (value: string): string => `resource "azurerm_container_registry" "images" {
  name                   = "acmeimages"
  sku                    = "Standard"
  anonymous_pull_enabled = ${value}
}
`;

export const acrAnonymousPull = defineRule({
  id: 'azure/acr-anonymous-pull',
  meta: {
    title: 'A container registry without sign-in',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_AZURE_138'],
    fix: 'suggestion',
    messages: {
      anonymous: 'Anyone on the internet pulls every image of this registry, without signing in; turn anonymous pull off and give AcrPull',
    },
    docs: {
      what: 'A container registry with anonymous pull.',
      why: 'Images hold code, configuration and now and then a forgotten key. Anonymous pull cannot be limited to some of them.',
      remedy: 'Turn it off and give `AcrPull` to the identities that run the images. Public images belong in a registry of their own.',
      bad: [{ file: 'infra/main.tf', text: registry('«true»') }],
      good: [{ file: 'infra/main.tf', text: registry('false') }],
      references: ['https://learn.microsoft.com/azure/container-registry/anonymous-pull-access'],
    },
  },
  on: {
    grant(grant, context) {
      const [first] = grant.principals;
      if (
        grant.platform !== 'azure' ||
        grant.role !== 'resource' ||
        first?.kind !== 'any' ||
        !grant.actions.some((action) => textOf(action) === 'pull') ||
        grant.enabled === 'no'
      )
        return;
      const { carrier } = grant;
      context.report({
        at: first.id.at,
        message: 'anonymous',
        anchor: grant.anchor,
        suggestions: [
          editing('Turn anonymous pull off', carrier.block.uri, (document) => [
            setAzureProperty(
              carrier,
              carrier.dialect === 'terraform' ? 'anonymous_pull_enabled' : 'anonymousPullEnabled',
              false,
              document,
              first.id.at,
            ),
          ]),
        ],
      });
    },
  },
});
