// Grants that commands and embedded statements hand out, judged at the token where it is written: variables, loops and
// tables of options of a script, policies of Vault behind `<<`, SQL in scripts, manifests and migrations.
import { describe, expect, it } from 'vitest';
import { readAzureCommands } from '../../server/engine/facts/azure/commands.ts';
import { noFacts } from '../../server/engine/facts/types.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { expectLinear } from '../support/growth.ts';
import { at, readMarks, type Source } from '../support/rule-tester.ts';

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  expect(findings.filter((finding) => finding.rule === rule).map((finding) => text.slice(...finding.at.span))).toEqual(
    spans.map((span) => text.slice(...span)),
  );
}

const shell = at('scripts/setup.sh');
const powershell = at('scripts/setup.ps1');
const configMap = at('deploy/init.yaml');

const assignment = (role: string, scope = '/subscriptions/$SUB'): string =>
  `az role assignment create --assignee "$ID" --role "${role}" --scope "${scope}"`;

describe('functions and defaults of a shell', () => {
  it.each<[string, string]>([
    [
      'local names',
      `assign() {\n  local role="$1" scope="$2"\n  ${assignment('$role', '$scope')}\n}\nassign Reader /subscriptions/$SUB\nassign «Owner» /subscriptions/$SUB\n`,
    ],
    ['the keyword, a bracket on a line of its own', `function assign()\n{\n  ${assignment('$2')}\n}\nassign "$APP" «Owner»\n`],
    [
      'an argument before shift',
      `assign() {\n  local role=$1; shift\n  for who in "$@"; do ${assignment('$role')}; done\n}\nassign «Owner» a b\n`,
    ],
    [
      'through another function',
      `assign() { ${assignment('$1', '$2')}; }\neverywhere() {\n  assign "$1" "/subscriptions/$SUB"\n}\neverywhere «Owner»\neverywhere Reader\n`,
    ],
    ['a text with a bracket of its own', `assign() {\n  cat > a.json <<EOF\n{\n}\nEOF\n  ${assignment('$1')}\n}\nassign «Owner»\n`],
    ['in a loop', `assign() { ${assignment('$1')}; }\nfor role in Reader «Owner»; do assign "$role"; done\n`],
    ['with a default that is not used', `assign() { ${assignment('${1:-Reader}')}; }\nassign «Owner»\n`],
    ['with a default that is used', `assign() {\n  local role="\${1:-Owner}"\n  ${assignment('«$role»')}\n}\nassign\n`],
    ['only asked whether there is one', `assign() {\n  if [ "$1" == "" ]; then exit 1; fi\n  ${assignment('$1')}\n}\nassign «Owner»\n`],
    ['a default in its place', assignment('${ROLE:-«Owner»}')],
    ['a default of a variable', `ROLE="\${ROLE:-Owner}"\n${assignment('«$ROLE»')}\n`],
    ['a default of an argument', `ROLE=\${1:-"Owner"}\n${assignment('«$ROLE»')}\n`],
  ])('%s', (_, text) => check('azure/owner-assignment', shell`${text}`));

  it.each<[string, string]>([
    ['an argument behind shift', `assign() {\n  shift\n  ${assignment('$1')}\n}\nassign Owner Reader\n`],
    ['arguments that are set anew', `assign() {\n  set -- Reader\n  ${assignment('$1')}\n}\nassign Owner\n`],
    ['a call with flags', `assign() {\n  while getopts r: o; do role=$OPTARG; done\n  ${assignment('$role')}\n}\nassign -r Owner\n`],
    ['two bodies of one name', `if $A; then\nassign() { ${assignment('$1')}; }\nelse\nassign() { echo would; }\nfi\nassign Owner\n`],
    [
      'a role that the body asks for',
      `assign() {\n  local role=$1\n  if [[ "$role" == Owner ]]; then exit 1; fi\n  ${assignment('$role')}\n}\nassign Owner\n`,
    ],
    ['a role that the body maps', `assign() {\n  local role=$1\n  role=$(map "$role")\n  ${assignment('$role')}\n}\nassign Owner\n`],
    [
      'calls that are printed or commented',
      `assign() { ${assignment('$1')}; }\necho assign Owner\n# assign Owner\nmy-assign Owner\ncat <<EOF\nassign Owner\nEOF\n`,
    ],
    ['a body that does not end', `assign() {\n  ${assignment('$1')}\nassign Owner\n`],
    [
      'a default that gives way',
      `assign() { ${assignment('${1:-Owner}')}; }\nassign Reader\nROLE=Reader\n${assignment('${ROLE:-Owner}')}\n${assignment('${OTHER:+Owner}')}\n`,
    ],
    ['a default that is given up below', `ROLE=\${1:-Owner}\nif $PROD; then ROLE=Reader; fi\n${assignment('$ROLE')}\n`],
  ])('says nothing of %s', (_, text) => check('azure/owner-assignment', shell`${text}`));

  it.each<[string, string]>([
    ['what it was given last', `ROLE=Reader\n${assignment('$ROLE')}\nROLE=Owner\n${assignment('«$ROLE»')}\n`],
    ['what its own branch gives', `if $PROD; then\n  ROLE=Reader\nelse\n  ROLE=Owner\n  ${assignment('«$ROLE»')}\nfi\n`],
    [
      'what its own function gives',
      `one() {\n  local role=Reader\n  ${assignment('$role')}\n}\ntwo() {\n  local role=Owner\n  ${assignment('«$role»')}\n}\none; two\n`,
    ],
    ['what stands before a question', `ROLE=Reader\nROLE=Owner\nif $PROD; then\n  ${assignment('«$ROLE»')}\nfi\n`],
    ['a text of others', `A=Reader\nA=Own\nB=x\nB="\${A}er"\n${assignment('«$B»')}\n`],
    ['a text put together in each call', `assign() { ${assignment('${1}er')}; }\nassign Read\nassign «Own»\n`],
  ])('know of a variable that is given several texts %s', (_, text) => check('azure/owner-assignment', shell`${text}`));

  it.each<[string, string]>([
    ['what a branch gave it', `ROLE=Reader\nif $PROD; then ROLE=Owner; fi\n${assignment('$ROLE')}\n`],
    ['what a branch of case gave it', `case $E in\n  p) ROLE=Owner ;;\n  d) ROLE=Reader ;;\nesac\n${assignment('$ROLE')}\n`],
    ['what a loop left in it', `ROLE=Owner\nwhile next; do\n  ROLE=Reader\ndone\n${assignment('$ROLE')}\n`],
    ['the other branch', `if $PROD; then\n  ROLE=Owner\nelif $TEST; then\n  ${assignment('$ROLE')}\nelse\n  ROLE=Reader\nfi\n`],
    ['what a function gives to everybody', `pick() {\n  ROLE=Reader\n}\nROLE=Owner\npick\n${assignment('$ROLE')}\n`],
    ['what counts when its function is called', `ROLE=Owner\nassign() {\n  ${assignment('$ROLE')}\n}\nROLE=Reader\nassign\n`],
    ['what a command gives', `ROLE=Owner\nROLE=$(pick)\n${assignment('$ROLE')}\n`],
    ['a script whose questions do not end', `ROLE=Reader\nROLE=Owner\nif $PROD; then\n${assignment('$ROLE')}\n`],
    ['what is added to', `ROLE=Own\nROLE+=er\n${assignment('$ROLE')}\n`],
  ])('know nothing of a variable behind %s', (_, text) => check('azure/owner-assignment', shell`${text}`));

  it.each<[string, string, string]>([
    [
      'azure/owner-assignment',
      'a role by its name',
      `ID=$(az role definition list --name "Owner" --query "[0].id" -o tsv)\n${assignment('«$ID»')}\n`,
    ],
    [
      'azure/owner-assignment',
      'a role by a query',
      `ID=$(az role definition list --query "[?roleName=='Owner'].name" -o tsv)\nOTHER=$(az role definition list --name Reader --query "[0].id")\n${assignment('«$ID»')}\n${assignment('$OTHER')}\n`,
    ],
    [
      'azure/owner-assignment',
      'the id of a resource group',
      `RG=$(az group show -n data --query id -o tsv)\n${assignment('«Owner»', '$RG')}\n${assignment('«Owner»', '$(az group show --name data --query id --output tsv)')}\n${assignment('Owner', '$(az group show -n data --query location -o tsv)')}\n`,
    ],
    [
      'oauth/entra-privileged-app-role',
      'a role of Microsoft Graph, in a loop',
      `for permission in User.Read.All «Directory.ReadWrite.All»; do\n  id=$(az ad sp show --id $GRAPH --query "appRoles[?value=='$permission'].id" -o tsv)\n  az ad app permission add --id $APP --api $GRAPH --api-permissions "$id=Role"\ndone\n`,
    ],
    [
      'oauth/entra-privileged-app-role',
      'a role of Microsoft Graph, in a body that a variable holds',
      `role=$(az ad sp list --display-name Graph --query "[0].appRoles[?value=='RoleManagement.ReadWrite.Directory' && contains(allowedMemberTypes, 'Application')].id" -o tsv)\nuri=https://graph.microsoft.com/v1.0/servicePrincipals/$SP/appRoleAssignments\nbody="{'principalId':'$SP','resourceId':'$GRAPH','appRoleId':'«$role»'}"\naz rest --method post --uri $uri --body $body\n`,
    ],
    [
      'azure/user-access-admin-assignment',
      'the whole tenant that a call opens',
      `az rest --method post --url "«/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01»"\n`,
    ],
    [
      'oauth/entra-privileged-app-role',
      'what an application asks for',
      `az ad app create --display-name sync --required-resource-accesses '[{"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [{"id": "«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»", "type": "Role"}]}]'\n`,
    ],
    [
      'azure/custom-role-star',
      'a role in a file that the script writes',
      `cat > role.json <<EOF\n{ "Name": "ops", "Actions": ["«*»"], "AssignableScopes": ["/subscriptions/$SUB"] }\nEOF\naz role definition create --role-definition @role.json\n`,
    ],
    [
      'azure/owner-assignment',
      'functions that hand on what they are called with',
      `run_az() {\n  echo "+ az $*"\n  az "$@" --only-show-errors\n}\nrun_az role assignment create --assignee "$ID" --role «Owner» --scope "/subscriptions/$SUB"\nrun_az role assignment create --assignee "$ID" --role Reader --scope "/subscriptions/$SUB"\necho "run_az role assignment create --role Owner --scope /subscriptions/x"\n`,
    ],
    [
      'azure/custom-role-star',
      'a role in a file that the script prints into a folder of its own',
      `DIR=$(mktemp -d)\necho '{ "Name": "ops", "Actions": ["«*»"], "AssignableScopes": ["/subscriptions/x"] }' > "$DIR/role.json"\naz role definition create --role-definition "@$DIR/role.json"\n`,
    ],
    [
      'azure/federated-subject-wide',
      'a trust in a file of a folder of its own',
      `cat >"$WORK/fic.json" <<JSON\n{ "name": "pr", "issuer": "https://token.actions.githubusercontent.com", "subject": "«repo:acme/app:pull_request»", "audiences": ["api://AzureADTokenExchange"] }\nJSON\naz ad app federated-credential create --id "$APP" --parameters "@$WORK/fic.json"\n`,
    ],
    [
      'azure/owner-assignment',
      'variables that hold the program',
      `AZ="az --only-show-errors"\nCLI=(az --only-show-errors)\n$AZ role assignment create --assignee x --role «Owner» --scope /subscriptions/x\nID="$("\${CLI[@]}" role assignment create --assignee x --role «Owner» --scope /subscriptions/x)"\n`,
    ],
  ])('%s: know %s', (rule, _, text) => check(rule, shell`${text}`));

  it.each<[string, string, string]>([
    [
      'azure/owner-assignment',
      'a query for something else',
      `P=$(az role definition list --name Owner --query "[0].permissions")\n${assignment('$P')}\n`,
    ],
    [
      'azure/owner-assignment',
      'a role that is asked for by what is not known',
      `ID=$(az role definition list --name "$NAME" --query "[0].id")\n${assignment('$ID')}\n`,
    ],
    [
      'oauth/entra-privileged-app-role',
      'a right of users',
      `id=$(az ad sp show --id $GRAPH --query "oauth2PermissionScopes[?value=='Directory.ReadWrite.All'].id" -o tsv)\naz ad app permission add --id $APP --api $GRAPH --api-permissions "$id=Scope"\n`,
    ],
    [
      'azure/user-access-admin-assignment',
      'a question about the access of the tenant',
      `az rest --method get --url "/providers/Microsoft.Authorization/elevateAccess?api-version=2016-07-01"\n`,
    ],
    [
      'azure/owner-assignment',
      'a function that prints what it would run',
      `log_az() {\n  echo az "$@"\n}\nlog_az role assignment create --assignee x --role Owner --scope /subscriptions/x\n`,
    ],
    [
      'azure/owner-assignment',
      'a variable that holds another program elsewhere',
      `CLI=az\nif $DRY; then CLI=echo; fi\n$CLI role assignment create --assignee x --role Owner --scope /subscriptions/x\n`,
    ],
    [
      'azure/owner-assignment',
      'a function that hands on something else',
      `run_az() {\n  az account show\n}\nrun_az role assignment create --role Owner --scope /subscriptions/x\n`,
    ],
  ])('%s: say nothing of %s', (rule, _, text) => check(rule, shell`${text}`));

  it('fill in JSON, and say it where it was handed over', async () => {
    const parameters = (subject: string): string =>
      `az ad app federated-credential create --id "$APP" --parameters "{\\"issuer\\": \\"https://token.actions.githubusercontent.com\\", \\"subject\\": \\"${subject}\\", \\"audiences\\": [\\"api://AzureADTokenExchange\\"]}"`;
    const rule = 'azure/federated-subject-wide';
    await check(
      rule,
      shell`${`trust() {\n  local name=$1\n  local subject=$2\n  ${parameters('$subject')}\n}\ntrust main repo:acme/app:ref:refs/heads/main\ntrust pr «repo:acme/app:pull_request»\n`}`,
    );
    await check(
      rule,
      shell`${`main() {\n  local SUBJECT="repo:$REPO:environment:prod"\n  ${parameters('$SUBJECT')}\n}\npr() {\n  local SUBJECT="repo:$REPO:pull_request"\n  ${parameters('«$SUBJECT»')}\n}\n`}`,
    );
    await check(
      'azure/owner-assignment',
      shell`${`assign() {\n  local id=$1\n  az rest --method put --uri "https://management.azure.com/subscriptions/$SUB/providers/Microsoft.Authorization/roleAssignments/$NEW?api-version=2022-04-01" --body "{\\"properties\\": {\\"roleDefinitionId\\": \\"/subscriptions/$SUB/providers/Microsoft.Authorization/roleDefinitions/$id\\", \\"principalId\\": \\"$SP\\"}}"\n}\nassign «8e3af657-a8ff-443c-a75c-2fe8c4bcb635»\nassign acdd72a7-3385-48ef-bd42-f606fba81ae7\n`}`,
    );
  });

  it('follow what is given over and over in proportion to the text', async () => {
    await expectLinear('a variable with many texts', 200, (size) => {
      const text = Array.from({ length: size }, (_, n) => `ROLE=R${n}\nWHO="$ROLE-x"\n${assignment('$ROLE', '$WHO')}\n`).join('');
      return () => readAzureCommands(text, 'setup.sh', noFacts());
    });
  });

  it('reads each command once behind 4,000 repeats, and says so', async () => {
    const names = Array.from({ length: 80 }, (_, n) => `assign${n}`);
    const text = [
      ...names.map((name) => `${name}() {\n${`  ${assignment('$1')}\n`.repeat(20)}}`),
      ...names.map((name) => `for role in Owner Reader A B C; do ${name} "$role"; done`),
    ].join('\n');
    const facts = noFacts();
    readAzureCommands(text, 'setup.sh', facts);
    expect(facts.problems.map(({ kind, message }) => [kind, /more than 4000 times/.test(message)])).toEqual([['limit', true]]);
    const { findings } = await analyzeTexts({ 'setup.sh': text });
    // Owner comes first, so that every command is read with it.
    expect(findings.filter(({ rule }) => rule === 'azure/owner-assignment')).toHaveLength(80);
  });
});

describe('commands', () => {
  it.each<[string, Source]>([
    [
      'azure/owner-assignment',
      shell`
      ROLE="Owner"
      SCOPE="/subscriptions/00000000-0000-0000-0000-000000000001"
      az role assignment create --assignee "$ID" --role "«$ROLE»" --scope "$SCOPE"
    `,
    ],
    [
      'azure/owner-assignment',
      shell`
      ROLE=Owner
      ROLE=Reader
      az role assignment create --assignee "$ID" --role "$ROLE" --scope "/subscriptions/00000000-0000-0000-0000-000000000001"
    `,
    ],
    [
      'gcp/basic-role-editor',
      shell`
      for role in «roles/editor» roles/logging.logWriter; do
        gcloud projects add-iam-policy-binding "$PROJECT" --member "serviceAccount:ci@acme.iam.gserviceaccount.com" --role "$role"
      done
    `,
    ],
    [
      'gcp/basic-role-editor',
      shell`
      ROLES=(
        "roles/logging.logWriter"
        "«roles/editor»"
      )
      for role in "\${ROLES[@]}"; do
        gcloud projects add-iam-policy-binding "$PROJECT" --member "serviceAccount:ci@acme.iam.gserviceaccount.com" --role "$role"
      done
    `,
    ],
    [
      'gcp/basic-role-editor',
      shell`
      ACCESS=editor
      ROLE="roles/$ACCESS"
      MEMBER="serviceAccount:\${NAME}@acme.iam.gserviceaccount.com"
      gcloud projects add-iam-policy-binding acme --member "$MEMBER" --role "«$ROLE»"
    `,
    ],
    [
      'gcp/basic-role-editor',
      shell`
      ACCESS=$1
      ROLE="roles/$ACCESS"
      LATER="roles/$BELOW"
      BELOW=editor
      gcloud projects add-iam-policy-binding acme --member "user:a@acme.example" --role "$ROLE"
      gcloud projects add-iam-policy-binding acme --member "user:a@acme.example" --role "roles/$(cat role)"
    `,
    ],
    [
      'gcp/basic-role-editor',
      shell`
      for role in $ROLES roles/editor; do
        gcloud projects add-iam-policy-binding "$PROJECT" --member "serviceAccount:ci@acme.iam.gserviceaccount.com" --role "$role"
      done
    `,
    ],
    [
      'azure/owner-assignment',
      powershell`
      $params = @{
        ObjectId           = $sp.Id
        RoleDefinitionName = '«Owner»'
        Scope              = "/subscriptions/$subId"
      }
      New-AzRoleAssignment @params
    `,
    ],
    [
      'azure/owner-assignment',
      powershell`
      $role = "Owner"
      New-AzRoleAssignment -ObjectId $sp.Id -RoleDefinitionName «$role» -Scope "/subscriptions/$subId"
    `,
    ],
    [
      'azure/contributor-subscription',
      powershell`
      $sp = New-AzADServicePrincipal -DisplayName ci -Role «Contributor» -Scope "/subscriptions/$subId"
    `,
    ],
    [
      'azure/user-access-admin-assignment',
      powershell`
      Invoke-AzRestMethod -Method POST -Path '«/providers/Microsoft.Authorization/elevateAccess?api-version=2015-07-01»'
    `,
    ],
    [
      'azure/application-password',
      powershell`
      $app = New-AzADApplication -DisplayName ci
      New-AzADServicePrincipal -ApplicationId $app.AppId
      New-AzADServicePrincipal -ApplicationObject $app
      New-AzADServicePrincipal -AppId $app.AppId
      «New-AzADServicePrincipal» -DisplayName other
    `,
    ],
    [
      'azure/directory-role-admin',
      powershell`
      New-MgRoleManagementDirectoryRoleAssignment -PrincipalId $p -RoleDefinitionId "«62e90394-69f5-4237-9190-012177145e10»" -DirectoryScopeId "/"
    `,
    ],
    [
      'azure/custom-role-star',
      shell`
      az role definition create --role-definition '{ "Name": "ops", "Actions": ["«*»"], "AssignableScopes": ["/subscriptions/x"] }'
    `,
    ],
    [
      'azure/long-signature',
      shell`
      az storage account generate-sas --account-name st --services b --resource-types sco --permissions rwdlac --expiry «2035-01-01T00:00Z»
    `,
    ],
    [
      'azure/long-signature',
      shell`
      END=$(date -u -d "+5 years" +%Y-%m-%dT%H:%MZ)
      UNTIL=$(date -u -v+18m '+%Y-%m-%dT%H:%MZ')
      SOON="$(date -u -d '30 minutes' '+%Y-%m-%dT%H:%MZ' 2>/dev/null || date -u -v+30M '+%Y-%m-%dT%H:%MZ')"
      PAST=$(date -u -d '5 years ago' '+%Y-%m-%dT%H:%MZ')
      az storage account generate-sas --account-name st --services b --resource-types sco --permissions rl --expiry «$END»
      az storage container generate-sas -n c --account-name st --permissions rl --expiry "«$UNTIL»" -o tsv
      az storage blob generate-sas -n b -c c --account-name st --permissions r --expiry $(date -u --date='«365 days»' +%Y-%m-%dT%H:%MZ)
      az storage blob generate-sas -n b -c c --account-name st --permissions r --expiry "$(date -u -d "«2 years»" +%Y-%m-%dT%H:%MZ)"
      az storage blob generate-sas -n b -c c --account-name st --permissions r --expiry $SOON
      az storage blob generate-sas -n b -c c --account-name st --permissions r --expiry "$PAST"
      az storage blob generate-sas -n b -c c --account-name st --permissions r --expiry $(date -u -d "1 day" '+%Y-%m-%dT%H:%MZ')
      az storage blob generate-sas -n b -c c --account-name st --permissions r --expiry $(date -u -d "$DAYS days" '+%Y-%m-%dT%H:%MZ')
    `,
    ],
    [
      'azure/owner-assignment',
      powershell`
      function Invoke-Az { $out = & az @args; if ($LASTEXITCODE) { throw 'az failed' }; $out }
      $made = Invoke-Az role assignment create --assignee-object-id $id --role «Owner» --scope /subscriptions/x
      Invoke-Az role assignment create --assignee-object-id $id --role Reader --scope /subscriptions/x
      Write-Host "Invoke-Az role assignment create --role Owner --scope /subscriptions/x"
    `,
    ],
    [
      'azure/owner-assignment',
      at('.azure/pipelines.yml')`
      steps:
        - task: AzureCLI@2
          inputs:
            scriptType: bash
            description: >
              To take it back call
              az role assignment create --assignee x --role Owner --scope /subscriptions/x
            inlineScript: >-
              az role assignment create
              --assignee x
              --role «Owner»
              --scope /subscriptions/x

              az role assignment create --assignee x
                --role Owner
              --scope /subscriptions/x
        - script: |
            az role assignment create
            --role Owner
    `,
    ],
    [
      'azure/long-signature',
      shell`
      az storage container generate-sas -n c --account-name st --permissions r --expiry 2035-01-01T00:00Z --as-user --auth-mode login
    `,
    ],
    [
      'azure/storage-public-allowed',
      shell`
      az storage account update -n st -g rg --allow-blob-public-access «true»
    `,
    ],
    [
      'gcp/custom-role-escalation',
      shell`
      gcloud iam roles create deployer --project=p --permissions=compute.instances.list,«iam.serviceAccountKeys.create»
    `,
    ],
    [
      'gcp/public-member',
      shell`
      gcloud run deploy web --image eu.gcr.io/acme/web «--allow-unauthenticated»
    `,
    ],
    [
      'gcp/public-member',
      shell`
      gcloud run deploy web --image eu.gcr.io/acme/web --no-allow-unauthenticated
    `,
    ],
    [
      'vault/path-everything',
      shell`
      vault policy write admin - <<'EOT'
      path "«*»" {
        capabilities = ["create", "read", "update", "delete", "list"]
      }
      EOT
    `,
    ],
    [
      'vault/path-everything',
      shell`
      vault policy write app - <<EOT
      path "$MOUNT*" {
        capabilities = ["create", "read"]
      }
      EOT
    `,
    ],
    [
      'vault/path-everything',
      shell`
      echo '
      path "«*»" {
        capabilities = ["create", "read", "update", "delete", "list", "sudo"]
      }' | vault policy write admin -
      echo 'path "*" { capabilities = ["update"] }' > note.txt; vault policy write app app.hcl
    `,
    ],
    [
      // A brace on the next line, which the first HCL allows.
      'vault/path-everything',
      shell`
      cat <<'EOT' | vault policy write admin -
      path "«*»"
      {
        capabilities = ["create", "read", "update", "delete", "list"]
      }
      EOT
      cat <<'EOT' | sed 's/"update"/"list"/' | vault policy write app -
      path "*" {
        capabilities = ["read", "update"]
      }
      EOT
    `,
    ],
    [
      // What is kept in a file on the way is the same.
      'vault/path-everything',
      shell`
      cat <<'EOT' | tee admin.hcl | vault policy write admin -
      path "«*»" {
        capabilities = ["create", "read", "update", "delete", "list"]
      }
      EOT
    `,
    ],
    [
      'vault/token-no-ttl',
      shell`
      vault token create -policy=app -period=«768h»
      vault token create -policy=app -ttl=1h
      vault token create -policy=app
    `,
    ],
    [
      'vault/kubernetes-role-star',
      shell`
      vault write auth/kubernetes/role/app bound_service_account_names='«*»' bound_service_account_namespaces='*' policies=app ttl=1h
      vault write auth/kubernetes/role/web bound_service_account_names=web bound_service_account_namespaces=shop policies=web ttl=1h
      vault write auth/kubernetes/role/file @role.json
    `,
    ],
    [
      'sql/superuser',
      shell`
      psql -U postgres -c "ALTER USER app WITH «SUPERUSER»;"
      psql -c "ALTER USER app WITH NOSUPERUSER;"
    `,
    ],
    [
      'sql/grant-all-global',
      shell`
      mysql -u root -p"$PW" -e "GRANT «ALL PRIVILEGES» ON *.* TO 'app'@'10.0.0.1';"
    `,
    ],
    [
      'sql/grant-all',
      shell`
      psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" <<-EOSQL
        CREATE USER app;
        GRANT «ALL PRIVILEGES» ON DATABASE shop TO app;
      EOSQL
    `,
    ],
    [
      'sql/grant-all',
      configMap`
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: init
      data:
        init.sql: |
          CREATE USER app;
          GRANT «ALL PRIVILEGES» ON DATABASE shop TO app;
        notes: |
          GRANT ALL PRIVILEGES ON DATABASE shop TO nobody;
    `,
    ],
    [
      'sql/grant-public',
      at('migrations/001.js')`
      exports.up = (knex) => knex.raw("GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO «PUBLIC»");
      // exports.down = (knex) => knex.raw("GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO PUBLIC");
    `,
    ],
    [
      'sql/grant-public',
      at('alembic/versions/001.py')`
      def upgrade():
          op.execute("""
              GRANT SELECT ON orders TO «PUBLIC»;
          """)
    `,
    ],
    [
      'sql/grant-public',
      at('src/messages.ts')`
      export const help = execute('Grant all rights on the folder to public');
    `,
    ],
    [
      'sql/grant-public',
      at('db/changelog.xml')`
      <databaseChangeLog>
        <changeSet id="1" author="a">
          <sql>GRANT SELECT ON orders TO «PUBLIC»;</sql>
        </changeSet>
      </databaseChangeLog>
    `,
    ],
    [
      'sql/superuser',
      at('db/redshift.sql')`
      CREATE USER etl PASSWORD DISABLE «CREATEUSER»;
      CREATE USER app PASSWORD DISABLE NOCREATEUSER;
    `,
    ],
  ])('%s, case %#', (rule, source) => check(rule, { ...source, text: source.text.replaceAll('\\$', '$') }));
});
