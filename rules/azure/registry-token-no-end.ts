// Passwords of tokens of an Azure container registry that nobody has to change.
import { daysLeft } from '../../server/engine/facts/lifetime.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** A token that ends later than this ends when nobody who made it is there any more. */
const longest = 366;

const password = (
  more: string,
  mark = false,
): string => `${mark ? '«' : ''}resource "azurerm_container_registry_token_password" "ci"${mark ? '»' : ''} {
  container_registry_token_id = azurerm_container_registry_token.ci.id

  password1 {
${more}  }
}
`;

export const registryTokenNoEnd = defineRule({
  id: 'azure/registry-token-no-end',
  meta: {
    title: 'A token of a container registry without an end',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'How long the token is needed is not written here, and who uses it has to be given the next one.',
    messages: {
      endless:
        'The password of this registry token has no end: whoever has it pulls, or pushes, until somebody takes it back; give it an expiry, or let a managed identity sign in',
      long: 'The password of this registry token ends in {days} days; end it within a year at most, or let a managed identity sign in',
    },
    docs: {
      what: 'A password of a token of Azure Container Registry that is made without an expiry, or with one more than a year away.',
      why: 'The password works from anywhere, past Entra ID and its conditional access, and is copied into pipelines and pull secrets. Without an end it outlives whoever made it.',
      remedy:
        'Give `AcrPull` to the managed identity that pulls. Where a device cannot sign in, set `expiry` (`--expiration-in-days`) and replace one of the two passwords after the other.',
      bad: [
        { file: 'infra/main.tf', text: password('', true) },
        { file: 'scripts/setup.sh', text: '«az acr token create» --name ci --registry acme --scope-map _repositories_pull\n' },
      ],
      good: [
        { file: 'infra/main.tf', text: password('    expiry = "2026-12-31T00:00:00Z"\n') },
        {
          file: 'scripts/setup.sh',
          text: 'az acr token create --name ci --registry acme --scope-map _repositories_pull --expiration-in-days 30\n',
        },
      ],
      references: ['https://learn.microsoft.com/azure/container-registry/container-registry-token-based-authentication'],
    },
  },
  on: {
    credential(credential, context) {
      const { platform, kind, lifetime, enabled, at, anchor } = credential;
      if (platform !== 'azure' || kind !== 'service-specific' || enabled === 'no') return;
      const days = Math.ceil(daysLeft(lifetime, context.project.workspace.today) ?? 0);
      if (lifetime.kind === 'standing') context.report({ at, message: 'endless', anchor });
      else if (days > longest) context.report({ at, message: 'long', data: { days }, anchor });
    },
  },
});
