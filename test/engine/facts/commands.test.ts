// Permissions that gcloud, gsutil, az, kubectl and oc hand out, in scripts, steps of pipelines and Makefiles: what is
// found, and where. Commands that only stand there find nothing, and any text is read in time that grows with its length.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';
import { shellCommands } from '../../../server/engine/facts/commands/shell.ts';
import { expectLinear } from '../../support/growth.ts';

const areas = /^(?:k8s|gcp|azure|oauth)\//;

async function found(marked: string, uri: string): Promise<{ found: string[]; wanted: string[] }> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [uri]: text });
  expect(failures).toEqual([]);
  const own = findings.filter((finding) => areas.test(finding.rule) && finding.severity !== 'info' && finding.severity !== 'low');
  return { found: own.map((finding) => `${finding.rule} ${finding.at.span.join('-')}`), wanted: spans.map((span) => span.join('-')) };
}

const issuer = 'https://token.actions.githubusercontent.com';

describe('commands that grant', () => {
  it.each([
    [
      'gcp/basic-role-owner',
      'gcloud projects add-iam-policy-binding "$PROJECT" \\\n  --member="serviceAccount:ci@$PROJECT.iam.gserviceaccount.com" \\\n  --role=«roles/owner»\n',
    ],
    ['gcp/basic-role-owner', 'gcloud organizations add-iam-policy-binding 123 --role «roles/owner» --member group:a@b.example\n'],
    ['gcp/public-member', 'gcloud storage buckets add-iam-policy-binding gs://b --member=«allUsers» --role=roles/storage.objectViewer\n'],
    ['gcp/public-member', 'gsutil -m iam ch "«allUsers»:objectViewer" gs://b\n'],
    ['gcp/public-member', 'gsutil acl ch -u «AllUsers»:R gs://b/o\n'],
    ['gcp/service-account-key', '«gcloud iam service-accounts keys create» key.json --iam-account=ci@p.iam.gserviceaccount.com\n'],
    ['gcp/pool-no-condition', `«gcloud iam workload-identity-pools providers create-oidc» github --issuer-uri="${issuer}"\n`],
    ['azure/owner-assignment', 'az role assignment create --assignee "$APP" --role «Owner» --scope "/subscriptions/$SUB"\n'],
    ['azure/owner-assignment', 'New-AzRoleAssignment -ObjectId $id -RoleDefinitionName "«Owner»" -Scope "/subscriptions/$sub"\n'],
    ['azure/application-password', '«az ad app credential reset» --id $APP\n'],
    [
      'azure/federated-subject-wide',
      `az ad app federated-credential create --id $APP --parameters '{"issuer":"${issuer}","subject":"«repo:acme/shop:pull_request»"}'\n`,
    ],
    ['azure/container-public', 'az storage container create -n c --public-access «blob»\n'],
    ['azure/acr-admin', 'az acr update -n r --admin-enabled «true»\n'],
    ['azure/key-vault-policy-wide', 'az keyvault set-policy -n v --object-id x --secret-permissions get list «purge»\n'],
    [
      'azure/directory-role-admin',
      `az rest --method POST --uri https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments --body '{"principalId":"1","roleDefinitionId":"«62e90394-69f5-4237-9190-012177145e10»","directoryScopeId":"/"}'\n`,
    ],
    [
      'azure/directory-role-admin',
      `ROLE_ID='e8611ab8-c189-46e8-94e1-60213ab1f814'\nROLES_URL="https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments"\naz rest \\\n  --method POST \\\n  --url "$ROLES_URL" \\\n  --body "{\n    \\"@odata.type\\": \\"#microsoft.graph.unifiedRoleAssignment\\",\n    \\"roleDefinitionId\\": \\"«$ROLE_ID»\\",\n    \\"principalId\\": \\"$SP_ID\\"\n  }"\n`,
    ],
    [
      'azure/owner-assignment',
      `az rest --method put --uri "https://management.azure.com/subscriptions/$SUB/providers/Microsoft.Authorization/roleAssignments/$(uuidgen)?api-version=2022-04-01" --body '{"properties":{"principalId":"1","roleDefinitionId":"«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»"}}'\n`,
    ],
    [
      'oauth/entra-privileged-app-role',
      `az rest -m post -u "https://graph.microsoft.com/v1.0/servicePrincipals/$SP/appRoleAssignments" -b '{"principalId":"1","appRoleId":"«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»"}'\n`,
    ],
    [
      'oauth/entra-privileged-app-role',
      'az ad app permission add --id $APP --api 00000003-0000-0000-c000-000000000000 --api-permissions e1fe6dd8-ba31-4d61-89e7-88639da4683d=Scope «9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»=Role\n',
    ],
    ['gcp/api-key-unrestricted', '«gcloud services api-keys create» --display-name=maps --project=acme\n'],
    ['gcp/hmac-key', '«gcloud storage hmac create» ci@acme.iam.gserviceaccount.com\n'],
    ['gcp/hmac-key', '«gsutil hmac create» ci@acme.iam.gserviceaccount.com\n'],
    ['k8s/cluster-admin-binding', 'oc adm policy add-cluster-role-to-user «cluster-admin» -z builder -n ci\n'],
    ['k8s/cluster-admin-binding', 'oc adm policy add-cluster-role-to-user «cluster-admin» system:serviceaccount:ci:builder\n'],
    ['k8s/long-projected-token', 'kubectl create token admin --duration=«8760h» -n kube-system\n'],
  ])('%s: %s', async (rule, text) => {
    const result = await found(text, text.startsWith('New-') ? 'deploy/setup.ps1' : 'deploy/setup.sh');
    expect(result.found).toEqual(result.wanted.map((span) => `${rule} ${span}`));
  });

  it.each([
    'az role assignment create --assignee "$APP" --role Reader --scope "/subscriptions/$SUB"\n',
    'az role assignment create --assignee "$APP" --role Owner --scope "/subscriptions/$SUB/resourceGroups/g/providers/Microsoft.Web/sites/s"\n',
    'az role assignment create --assignee "$APP" --role "$ROLE" --scope "/subscriptions/$SUB"\n',
    'az rest --method GET --uri https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments\n',
    // Which role a command looked up is not written here; a role on one resource, and what is only read, are none.
    `ROLE_ID=$(az rest --url "$ROLES_URL" --query id)\naz rest --method POST --url https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments --body "{\\"roleDefinitionId\\": \\"$ROLE_ID\\", \\"principalId\\": \\"62e90394-69f5-4237-9190-012177145e10\\"}"\n`,
    `az rest --method get --uri "https://management.azure.com/subscriptions/$SUB/providers/Microsoft.Authorization/roleAssignments/1" --body '{"properties":{"roleDefinitionId":"/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}}'\n`,
    `az rest --method POST --uri https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments --body '{"principalId":"1","roleDefinitionId":"88d8e3e3-8f55-4a1e-953a-9b9898b8876b"}'\n`,
    'az ad app permission add --id $APP --api 00000003-0000-0000-c000-000000000000 --api-permissions 9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8=Scope\n',
    'gcloud services api-keys create --display-name=maps --api-target=service=maps.googleapis.com\n',
    'az role assignment list --role Owner --scope "/subscriptions/$SUB"\n',
    'gcloud projects add-iam-policy-binding p --member=serviceAccount:a@b.example --role="$ROLE"\n',
    'gcloud projects remove-iam-policy-binding p --member=allUsers --role=roles/owner\n',
    `gcloud iam workload-identity-pools providers create-oidc github --issuer-uri="${issuer}" --attribute-condition="assertion.repository_owner_id=='1'"\n`,
    '# gcloud projects add-iam-policy-binding p --member=group:a@b.example --role=roles/owner\n',
    'echo "run: gcloud projects add-iam-policy-binding p --member=group:a@b.example --role=roles/owner"\n',
    'cat <<EOF\ngcloud projects add-iam-policy-binding p --member=group:a@b.example --role=roles/owner\nEOF\n',
    'make x # az role assignment create --role Owner --scope /subscriptions/1\n',
    'kubectl create token admin --duration=1h\n',
    'kubectl create token admin\n',
    'az acr create -n r --admin-enabled false\n',
    'kubectl create clusterrolebinding x --clusterrole=cluster-admin --user=a --dry-run=client -o yaml\n',
  ])('finds nothing in %s', async (text) => {
    expect((await found(text, 'deploy/setup.sh')).found).toEqual([]);
  });

  it('reads steps of pipelines and recipes of Makefiles', async () => {
    const step = await found(
      'on: push\npermissions: {}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          gcloud projects add-iam-policy-binding ${{ vars.PROJECT }} \\\n            --member="serviceAccount:${{ vars.ACCOUNT }}" --role=«roles/owner»\n',
      '.github/workflows/a.yml',
    );
    expect(step.found).toEqual([`gcp/basic-role-owner ${step.wanted[0]}`]);
    const recipe = await found(
      'grant:\n\t@az role assignment create --assignee $(APP) --role «Owner» --scope /subscriptions/$(SUB)\n',
      'Makefile',
    );
    expect(recipe.found).toEqual([`azure/owner-assignment ${recipe.wanted[0]}`]);
  });

  it.each([
    'description: Create the principal with az ad sp create-for-rbac --name ci and store it\n',
    'inputs:\n  creds:\n    description: az ad sp create-for-rbac --name ci --sdk-auth\n',
    'steps:\n  - run: |\n      make\n      # then gcloud iam service-accounts keys create k.json --iam-account=a@b\n',
    'inputs:\n  creds:\n    description: |\n      Make it with:\n\n        az ad sp create-for-rbac --name ci\n    required: true\n',
    'notes: |\n  To set it up run gcloud iam service-accounts keys create k.json --iam-account=a@b once.\n',
  ])('takes text for people for no command: %s', async (text) => {
    expect((await found(text, 'docs/a.yaml')).found).toEqual([]);
  });

  it.each([
    'run: «az ad app credential reset» --id a\n',
    'script:\n  - set -e; «az ad app credential reset» --id a\n',
    'script: |\n  OUT=$(«az ad app credential reset» --id a)\n',
    'cmd: "«az ad app credential reset» --id a"\n',
    'cmds:\n  - A=1 sudo «az ad app credential reset» --id a\n',
  ])('and runs what is a command: %s', async (text) => {
    const result = await found(text, 'ci/a.yaml');
    expect(result.found).toEqual(result.wanted.map((span) => `azure/application-password ${span}`));
  });

  it('puts another role in the same word', async () => {
    const text = 'az role assignment create --assignee a --role "Owner" --scope /subscriptions/1\n';
    const { findings, documents } = await analyzeTexts({ 'a.sh': text });
    const maker = findings.find((finding) => finding.rule === 'azure/owner-assignment')!.suggestions.at(-1)!;
    const made = maker.make({ document: (uri) => documents.get(uri), today: '2026-11-21' })!;
    expect(applyEdits(text, made.edits)).toBe(text.replace('Owner', 'Reader'));
  });

  it('takes any text, in time that grows with it', async () => {
    const words = fc.constantFrom(
      'gcloud ',
      'projects ',
      'add-iam-policy-binding ',
      'az ',
      'role assignment create ',
      'kubectl ',
      'create ',
      'token ',
      '--role=',
      '--member ',
      '--parameters ',
      "'",
      '"',
      '{',
      '}',
      '$(',
      '${{',
      ')',
      '\\\n',
      '\n',
      '`',
      'allUsers:',
      ',',
      'gsutil iam ch ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(words, { maxLength: 40 }), async (parts) => {
        expect((await analyzeTexts({ 'a.sh': `kubectl create gcloud az role ${parts.join('')}` })).failures).toEqual([]);
      }),
      { numRuns: 200 },
    );
    for (const part of [
      'gcloud projects add-iam-policy-binding "',
      'az role assignment create $(',
      'kubectl create role ${',
      'oc adm policy add-role-to-user \\\n',
      'gcloud iam service-accounts keys create --a --b=`',
      'aws iam put-user-policy ',
    ]) {
      await expectLinear(part, 1_250, (size) => {
        const text = part.repeat(size);
        return () => analyzeTexts({ 'a.sh': text });
      });
    }
  });
});

it('takes what stands among the words of a command for a command only where something lets it run', () => {
  const count = (text: string) => shellCommands(text, 'a.sh', /\bkubectl (create)\b/g, (match) => match[1]).length;
  expect(count('kubectl create '.repeat(50))).toBe(1);
  expect(count('kubectl create x -- kubectl create y')).toBe(2);
  expect(count('kubectl create "$(kubectl create y)"')).toBe(2);
});
