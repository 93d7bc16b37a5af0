// Passwords of tokens of an Azure container registry, and addresses that start a runbook, that nobody has to change.
import { daysLeft } from '../../server/engine/facts/lifetime.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
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

const isWebhook = ({ carrier }: Credential): boolean => /webhook/i.test(carrier.kind);

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
      if (platform !== 'azure' || kind !== 'service-specific' || enabled === 'no' || isWebhook(credential)) return;
      const days = Math.ceil(daysLeft(lifetime, context.project.workspace.today) ?? 0);
      if (lifetime.kind === 'standing') context.report({ at, message: 'endless', anchor });
      else if (days > longest) context.report({ at, message: 'long', data: { days }, anchor });
    },
  },
});

const webhook = (expiry: string): string => `resource "azurerm_automation_webhook" "scale" {
  name                    = "scale"
  automation_account_name = "jobs"
  runbook_name            = "scale"
  expiry_time             = "${expiry}"
}
`;

export const webhookLong = defineRule({
  id: 'azure/webhook-long',
  meta: {
    title: 'An address that starts a runbook for years',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whoever calls the webhook has to be given the address of the next one.',
    messages: {
      long: 'Whoever has the address of this webhook starts the runbook for {days} more days, as the identity of the Automation account; end it within a year',
    },
    docs: {
      what: 'A webhook of an Automation account that ends more than a year from now.',
      why: 'The address holds the only secret. It is pasted into alerts and other systems, asks nobody who they are, and runs what the account may do.',
      remedy:
        'Set an end within a year, and make the next webhook before it. Where the caller has an identity, let it start the job by the API.',
      bad: [{ file: 'infra/main.tf', text: webhook('«2045-12-31T00:00:00Z»') }],
      good: [{ file: 'infra/main.tf', text: webhook('2026-12-31T00:00:00Z') }],
      references: ['https://learn.microsoft.com/azure/automation/automation-webhooks'],
    },
  },
  on: {
    credential(credential, context) {
      const { platform, kind, lifetime, enabled, at, anchor } = credential;
      if (platform !== 'azure' || kind !== 'service-specific' || enabled === 'no' || !isWebhook(credential)) return;
      const days = Math.ceil(daysLeft(lifetime, context.project.workspace.today) ?? 0);
      if (days > longest) context.report({ at, message: 'long', data: { days }, anchor });
    },
  },
});
