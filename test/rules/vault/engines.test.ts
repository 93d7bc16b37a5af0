// What Vault's secret engines hand out, from Terraform and from commands: judged by the rules of the cloud or database that
// it is for.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { at, readMarks, type Source } from '../../support/rule-tester.ts';

const terraform = at('vault/engines.tf');
const shell = at('vault/setup.sh');
const areas = /^(?:aws|gcp|azure|sql)\//;

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  expect(
    findings.filter((finding) => areas.test(finding.rule)).map((finding) => `${finding.rule} ${text.slice(...finding.at.span)}`),
  ).toEqual(spans.map((span) => `${rule} ${text.slice(...span)}`));
}

describe('secret engines', () => {
  it.each<[string, Source]>([
    [
      'gcp/basic-role-owner',
      terraform`
      resource "vault_gcp_secret_roleset" "own" {
        backend     = "gcp"
        roleset     = "own"
        secret_type = "access_token"
        project     = "acme"
        binding {
          resource = "//cloudresourcemanager.googleapis.com/projects/acme"
          roles    = ["«roles/owner»"]
        }
        binding {
          resource = "//storage.googleapis.com/projects/_/buckets/shop"
          roles    = ["roles/storage.objectViewer"]
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      terraform`
      resource "vault_azure_secret_backend_role" "own" {
        backend = "azure"
        role    = "own"
        azure_roles {
          role_name = "«Owner»"
          scope     = "/subscriptions/00000000-1111-4222-8333-444444444444"
        }
        azure_roles {
          role_name = "Storage Blob Data Reader"
          scope     = "/subscriptions/00000000-1111-4222-8333-444444444444/resourceGroups/rg"
        }
      }
    `,
    ],
    [
      'gcp/basic-role-owner',
      shell`
      vault write gcp/roleset/own project=acme bindings='resource "//cloudresourcemanager.googleapis.com/projects/acme" { roles = ["«roles/owner»"] }'
    `,
    ],
    [
      'azure/owner-assignment',
      shell`
      vault write azure/roles/own ttl=1h azure_roles='[{"role_name": "«Owner»", "scope": "/subscriptions/1"}]'
    `,
    ],
    [
      'aws/managed-admin-attached',
      shell`bao write aws/roles/admin credential_type=iam_user policy_arns=«arn:aws:iam::aws:policy/AdministratorAccess»`,
    ],
    [
      'aws/admin-statement',
      shell`vault write aws/roles/all credential_type=iam_user policy_document='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"«*»","Resource":"*"}]}'`,
    ],
    [
      'aws/admin-statement',
      shell`vault write aws/roles/all policy_document="{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"«*»\",\"Resource\":\"*\"}]}"`,
    ],
    [
      'aws/admin-statement',
      shell`
      vault write aws/roles/all credential_type=iam_user policy_document=-<<EOF
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"«*»","Resource":"*"}]}
      EOF
    `,
    ],
    ['', shell`vault write aws/roles/ro credential_type=assumed_role role_arns=arn:aws:iam::111122223333:role/readonly`],
    [
      '',
      shell`vault write database/roles/app db_name=pg creation_statements="CREATE ROLE app LOGIN; GRANT SELECT, INSERT ON orders TO app;" default_ttl=1h`,
    ],
  ])('%s: %s', check);

  it('reads the statements of a role as SQL', async () => {
    const { findings } = await analyzeTexts({
      'setup.sh': `vault write database/roles/app db_name=pg creation_statements="CREATE ROLE \\"{{name}}\\" WITH SUPERUSER LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';"\n`,
    });
    expect(findings.map(({ rule }) => rule)).toContain('sql/superuser');
  });
});
