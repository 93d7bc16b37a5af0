// Conditions of identity pools that compare the beginning of a name: open where the name may go on.
import { expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

const file = (condition: string): string => `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
  attribute_condition                = "${condition}"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`;

it.each([
  ["assertion.sub.startsWith('repo:acme')", true],
  ["assertion.repository.startsWith('acme')", true],
  ["assertion.repository_owner.startsWith('acme')", true],
  ["assertion.sub.startsWith('repo:acme/')", false],
  ["assertion.repository.startsWith('acme/shop')", false],
  ["assertion.sub.startsWith('repo:acme') && assertion.repository_owner_id == '1'", false],
  ["assertion.sub.startsWith('${var.prefix}')", false],
])('%s', async (condition, open) => {
  const text = file(condition);
  const { findings, failures } = await analyzeTexts({ 'infra/main.tf': text });
  expect(failures).toEqual([]);
  const own = findings.filter(({ rule }) => rule === 'gcp/pool-no-condition');
  expect(own.map(({ at, severity }) => [text.slice(...at.span), severity])).toEqual(open ? [[condition, 'high']] : []);
  if (open) expect(own[0]!.message).toContain('begins with `acme`');
});
