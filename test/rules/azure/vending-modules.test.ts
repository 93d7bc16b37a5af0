// Modules that make subscriptions and identities: the roles that they assign and the tokens that they let in.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks, terraform, type Source } from '../../support/rule-tester.ts';

const cases: readonly (readonly [rule: string, source: Source])[] = [
  [
    'azure/owner-assignment',
    terraform`
      module "shop" {
        source                  = "Azure/lz-vending/azurerm"
        version                 = "4.1.0"
        role_assignment_enabled = true
        role_assignments = {
          own = {
            principal_id   = "a0a00000-0000-4000-8000-000000000001"
            definition     = "«Owner»"
            relative_scope = ""
          }
          part = {
            principal_id   = "a0a00000-0000-4000-8000-000000000001"
            definition     = "Owner"
            relative_scope = "/resourceGroups/rg"
          }
        }
      }
    `,
  ],
  [
    'azure/federated-subject-wide',
    terraform`
      module "id" {
        source = "Azure/avm-res-managedidentity-userassignedidentity/azurerm"
        name   = "id"
        federated_identity_credentials = {
          pr = {
            audience = ["api://AzureADTokenExchange"]
            issuer   = "https://token.actions.githubusercontent.com"
            subject  = "«repo:acme/shop:pull_request»"
          }
          main = {
            audience = ["api://AzureADTokenExchange"]
            issuer   = "https://token.actions.githubusercontent.com"
            subject  = "repo:acme/shop:environment:production"
          }
        }
      }
    `,
  ],
];

describe('modules of Azure', () => {
  it.each(cases)('%s', async (rule, { file, text: marked }) => {
    const { text, spans } = readMarks(marked);
    const { findings, failures } = await analyzeTexts({ [file]: text });
    expect(failures).toEqual([]);
    expect(
      findings.filter((finding) => finding.rule === rule).map((finding) => `${finding.rule} ${text.slice(...finding.at.span)}`),
    ).toEqual(spans.map((span) => `${rule} ${text.slice(...span)}`));
  });
});
