// Members that are more than is meant, entitlements that nobody agrees to, and what a condition of a pool keeps out.
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/gcp/rules.ts';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts, today } from '../../support/analyze-text.ts';
import { kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

async function found(file: string, text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  return findings
    .filter((one) => one.rule.startsWith('gcp/') && one.severity !== 'low' && one.severity !== 'info')
    .map((one) => `${one.rule} ${one.severity} «${text.slice(...one.at.span)}»`)
    .sort();
}

ruleTester(rule('gcp/domain-impersonation'), {
  valid: [
    {
      ...terraform`
      resource "google_service_account_iam_member" "release" {
        service_account_id = "projects/acme-prod/serviceAccounts/release@acme-prod.iam.gserviceaccount.com"
        role               = "roles/iam.serviceAccountViewer"
        member             = "domain:acme.example"
      }
    `,
      because: 'a role that only looks',
    },
    {
      ...terraform`
      resource "google_storage_bucket_iam_member" "handbook" {
        bucket = "acme-handbook"
        role   = "roles/storage.objectViewer"
        member = "domain:acme.example"
      }
    `,
      because: 'no service account',
    },
    {
      ...terraform`
      resource "google_cloud_run_service_iam_member" "handbook" {
        service = "handbook"
        role    = "roles/editor"
        member  = "domain:acme.example"
      }
    `,
      because: 'a service and no account, whatever the role could do elsewhere',
    },
  ],
  invalid: [
    terraform`
      resource "google_service_account_iam_binding" "release" {
        service_account_id = google_service_account.release.name
        role               = "roles/iam.serviceAccountUser"
        members            = ["group:release@acme.example", "«domain:acme.example»"]
      }
    `,
    kubernetes`
      apiVersion: iam.cnrm.cloud.google.com/v1beta1
      kind: IAMPolicyMember
      metadata: {name: release}
      spec:
        member: «domain:acme.example»
        role: roles/iam.serviceAccountTokenCreator
        resourceRef: {kind: IAMServiceAccount, name: release}
    `,
  ],
});

const entitlement = (role: string, more = ''): string => `resource "google_privileged_access_manager_entitlement" "e" {
  entitlement_id       = "shop-admin"
  location             = "global"
  parent               = "projects/shop"
  max_request_duration = "3600s"
  eligible_users { principals = ["group:dev@acme.example"] }
  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/shop"
      resource_type = "cloudresourcemanager.googleapis.com/Project"
      role_bindings { role = "${role}" }
    }
  }
${more}}
`;
const approval =
  '  approval_workflow {\n    manual_approvals {\n      steps {\n        approvers { principals = ["group:leads@acme.example"] }\n      }\n    }\n  }\n';

ruleTester(rule('gcp/entitlement-without-approval'), {
  valid: [
    { file: 'main.tf', text: entitlement('roles/owner', approval), because: 'somebody agrees' },
    { file: 'main.tf', text: entitlement('roles/logging.viewer'), because: 'a role that only looks' },
    { file: 'main.tf', text: entitlement('${var.role}'), because: 'not known' },
  ],
  invalid: [
    { file: 'main.tf', text: entitlement('«roles/writer»') },
    { file: 'main.tf', text: entitlement('«roles/resourcemanager.projectIamAdmin»') },
  ],
});

describe('the account of builds', () => {
  const member = (role: string) =>
    `resource "google_project_iam_member" "b" {\n  project = "shop"\n  role    = "${role}"\n  member  = "serviceAccount:123456789012@cloudbuild.gserviceaccount.com"\n}\n`;
  it('is nobody whom Google gives a basic role', async () => {
    expect(await found('main.tf', member('roles/editor'))).toEqual([
      'gcp/basic-role-editor high «roles/editor»',
      'gcp/default-service-account-role medium «serviceAccount:123456789012@cloudbuild.gserviceaccount.com»',
    ]);
  });
  it('has a role of its own', async () => {
    expect(await found('main.tf', member('roles/cloudbuild.builds.builder'))).toEqual([]);
    expect(await found('main.tf', member('roles/run.developer'))).toEqual([
      'gcp/default-service-account-role medium «serviceAccount:123456789012@cloudbuild.gserviceaccount.com»',
    ]);
  });
});

describe('the condition of a pool', () => {
  const github = 'https://token.actions.githubusercontent.com';
  const provider = (condition: string, issuer: string): string =>
    `resource "google_iam_workload_identity_pool_provider" "p" {\n  workload_identity_pool_id          = "p"\n  workload_identity_pool_provider_id = "p"\n  attribute_condition = "${condition}"\n  attribute_mapping = { "google.subject" = "assertion.sub" }\n  oidc {\n    issuer_uri = "${issuer}"\n  }\n}\n`;
  it.each([
    ["assertion.aud == 'https://gitlab.com'", 'https://gitlab.com'],
    ["assertion.aud in ['a', 'b']", github],
    ["'a' in assertion.aud && assertion.sub != ''", github],
    ["assertion.iss == 'https://app.terraform.io' && has(assertion.sub)", 'https://app.terraform.io'],
    ["(google.subject != '') && true", github],
  ])('%s keeps nobody out', async (condition, issuer) => {
    expect(await found('main.tf', provider(condition, issuer))).toEqual([`gcp/pool-no-condition critical «${condition}»`]);
  });
  it.each([
    ["assertion.aud == 'a' && assertion.namespace_id == '7'", 'https://gitlab.com'],
    ["assertion.sub != 'x'", github],
    ["assertion.aud == 'org-id'", 'https://oidc.circleci.com/org/1'],
    ["assertion.aud == 'a' || assertion.namespace_id == '7'", 'https://gitlab.com'],
    // Of that issuer the audience is the customer's, and no other can be asked for.
    ["assertion.aud == 'https://vercel.com/acme'", 'https://oidc.vercel.com'],
  ])('%s says something else', async (condition, issuer) => {
    expect(await found('main.tf', provider(condition, issuer))).toEqual([]);
  });
  it.each([
    ['https://oidc.vercel.com', '', 'critical'],
    ['https://oidc.vercel.com', 'allowed_audiences = ["https://vercel.com/acme"]', 'medium'],
    ['https://oidc.vercel.com/acme', '', 'medium'],
    ['https://oidc.circleci.com/org/1', '', 'medium'],
    ['https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc', '', 'medium'],
    ['https://vstoken.dev.azure.com/1', '', 'medium'],
  ])('weighs less where all tokens of %s (%s) are those of one customer', async (issuer, audiences, severity) => {
    const text = provider('', issuer)
      .replace(/ +attribute_condition.*\n/, '')
      .replace('oidc {', `oidc {\n    ${audiences}`);
    expect(await found('main.tf', text)).toEqual([
      `gcp/pool-no-condition ${severity} «resource "google_iam_workload_identity_pool_provider" "p"»`,
    ]);
  });
  it('is read in Config Connector, too', async () => {
    const object = (condition: string) =>
      `apiVersion: iam.cnrm.cloud.google.com/v1beta1\nkind: IAMWorkloadIdentityPoolProvider\nmetadata: {name: github}\nspec:\n  location: global\n  workloadIdentityPoolRef: {name: ci}\n  attributeMapping: {google.subject: assertion.sub}\n${condition}  oidc: {issuerUri: "${github}"}\n`;
    expect(await found('pool.yaml', object(''))).toEqual(['gcp/pool-no-condition critical «github»']);
    expect(await found('pool.yaml', object("  attributeCondition: assertion.repository_owner_id == '7'\n"))).toEqual([]);
  });
});

it('bq gives access to tables', async () => {
  expect(
    await found('a.sh', "bq add-iam-policy-binding --member='allUsers' --role='roles/bigquery.dataViewer' shop:sales.orders\n"),
  ).toEqual(['gcp/public-member high «allUsers»']);
});

it('a role is not narrowed to one that its list has', async () => {
  const text = `resource "google_project_iam_member" "m" {\n  for_each = toset(["roles/owner", "roles/viewer"])\n  project  = "shop"\n  role     = each.value\n  member   = "group:dev@acme.example"\n}\n`;
  const { findings, documents } = await analyzeTexts({ 'main.tf': text });
  const [owner] = findings.filter((one) => one.rule === 'gcp/basic-role-owner');
  const made = owner!.suggestions.flatMap((maker) => maker.make({ document: (uri) => documents.get(uri), today }) ?? []);
  const texts = made.map((fix) => /toset\(.*\)/.exec(applyEdits(text, fix.edits))?.[0]);
  expect(texts).toContain('toset(["roles/viewer"])');
  expect(texts).not.toContain('toset(["roles/viewer", "roles/viewer"])');
});
