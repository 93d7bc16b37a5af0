// Every reader there is, with the look that decides whether it is loaded. Looks are cheap: the format and a word or two.
import type { ReaderEntry } from '../readers.ts';
import { isAgentFile } from './agents/file-kinds.ts';
import { claimsAgentProgram } from './agents/program-claims.ts';
import { claimsWrittenSettings } from './agents/written-claims.ts';
import { claimsStartedAgent } from './agents/started-claims.ts';
import { instructionClient } from './agents/instructions.ts';
import {
  claimsAppveyor,
  claimsArgo,
  claimsAtlantis,
  claimsAzurePipelines,
  claimsBitbucket,
  claimsBuildkite,
  claimsCircleci,
  claimsCloudBuild,
  claimsCodebuild,
  claimsCodefresh,
  claimsDrone,
  claimsGitlab,
  claimsHarness,
  claimsImageBuild,
  claimsJenkins,
  claimsPreCommit,
  claimsSemaphore,
  claimsTekton,
  claimsTravis,
  claimsWoodpecker,
} from './ci/claims.ts';
import { claimsWorkflow } from './github/claims.ts';
import { claimsAnsible } from './ansible/claims.ts';
import { claimsIamJson, claimsIamYaml } from './iam-json/claims.ts';
import { claimsGoogleFile } from './gcp/file-claims.ts';
import { claimsCloudFormation } from './cloudformation/claims.ts';
import { claimsHelmfile, claimsHelmValues } from './helm/claims.ts';
import { claimsFirebase } from './firebase/claims.ts';
import { claimsKubernetes } from './kubernetes/claims.ts';
import { claimsGrantCommands } from './commands/claims.ts';
import { claimsTakingIn } from './commands/sourced-claims.ts';
import { claimsKustomize } from './kustomize/claims.ts';
import { claimsServerless } from './serverless/claims.ts';
import { isOAuthFile } from './oauth-clients/file-kinds.ts';
import { claimsOAuthProgram } from './oauth-clients/program-claims.ts';
import { claimsArm } from './arm/claims.ts';
import { claimsDeploymentManager } from './deployment-manager/claims.ts';
import { claimsProviderProgram, claimsPulumiYaml } from './provider-programs/claims.ts';
import { claimsGithubSettings } from './github-settings/claims.ts';
import { claimsBundle } from './databricks/claims.ts';
import { claimsEscEnvironment } from './pulumi-esc/claims.ts';
import { claimsDataServices } from './data-services/claims.ts';
import { claimsHosts } from './hosts/claims.ts';
import { claimsEmbeddedSql, claimsSql } from './sql/claims.ts';
import { claimsTeleport } from './teleport/claims.ts';
import { claimsTerraform } from './terraform/claims.ts';
import { claimsSynthesized } from './cdk-synth/claims.ts';
import { claimsPacker } from './terraform/packer-claims.ts';
import { claimsTerraformPlan } from './terraform-plan/claims.ts';
import { claimsEmbeddedPolicy, claimsVaultPolicy } from './vault/claims.ts';
import { claimsHashicorpAcl } from './hashicorp/claims.ts';
import { claimsTailnetPolicy } from './tailscale/claims.ts';
import { claimsSourcePolicies } from './source-policies/claims.ts';
import { claimsInfrastructureCode } from './typescript/claims.ts';

export const readerEntries: readonly ReaderEntry[] = [
  {
    dialect: 'agent',
    scope: 'document',
    claims: (document) => isAgentFile(document) || instructionClient(document.uri) !== undefined,
    load: async () => (await import('./agents/reader.ts')).reader,
  },
  {
    dialect: 'agent',
    scope: 'document',
    claims: claimsAgentProgram,
    load: async () => (await import('./agents/program.ts')).agentProgramReader,
  },
  {
    dialect: 'agent',
    scope: 'document',
    claims: claimsWrittenSettings,
    load: async () => (await import('./agents/written-files.ts')).writtenSettingsReader,
  },
  {
    dialect: 'agent',
    scope: 'document',
    claims: claimsStartedAgent,
    load: async () => (await import('./agents/started.ts')).startedAgentReader,
  },
  {
    dialect: 'github-actions',
    scope: 'document',
    claims: claimsWorkflow,
    load: async () => (await import('./github/reader.ts')).githubActionsReader,
  },
  { dialect: 'gitlab-ci', scope: 'document', claims: claimsGitlab, load: async () => (await import('./ci/gitlab.ts')).gitlabReader },
  {
    dialect: 'azure-pipelines',
    scope: 'document',
    claims: claimsAzurePipelines,
    load: async () => (await import('./ci/azure-pipelines.ts')).azurePipelinesReader,
  },
  { dialect: 'circleci', scope: 'document', claims: claimsCircleci, load: async () => (await import('./ci/circleci.ts')).circleciReader },
  {
    dialect: 'bitbucket',
    scope: 'document',
    claims: claimsBitbucket,
    load: async () => (await import('./ci/bitbucket.ts')).bitbucketReader,
  },
  {
    dialect: 'buildkite',
    scope: 'document',
    claims: claimsBuildkite,
    load: async () => (await import('./ci/buildkite.ts')).buildkiteReader,
  },
  { dialect: 'drone', scope: 'document', claims: claimsDrone, load: async () => (await import('./ci/drone.ts')).droneReader },
  {
    dialect: 'woodpecker',
    scope: 'document',
    claims: claimsWoodpecker,
    load: async () => (await import('./ci/drone.ts')).woodpeckerReader,
  },
  { dialect: 'atlantis', scope: 'document', claims: claimsAtlantis, load: async () => (await import('./ci/atlantis.ts')).atlantisReader },
  {
    dialect: 'codebuild',
    scope: 'document',
    claims: claimsCodebuild,
    load: async () => (await import('./ci/codebuild.ts')).codebuildReader,
  },
  {
    dialect: 'cloud-build',
    scope: 'document',
    claims: claimsCloudBuild,
    load: async () => (await import('./ci/cloud-build.ts')).cloudBuildReader,
  },
  {
    dialect: 'semaphore',
    scope: 'document',
    claims: claimsSemaphore,
    load: async () => (await import('./ci/semaphore.ts')).semaphoreReader,
  },
  {
    dialect: 'travis',
    scope: 'document',
    claims: claimsTravis,
    load: async () => (await import('./ci/travis.ts')).travisReader,
  },
  {
    dialect: 'appveyor',
    scope: 'document',
    claims: claimsAppveyor,
    load: async () => (await import('./ci/appveyor.ts')).appveyorReader,
  },
  {
    dialect: 'codefresh',
    scope: 'document',
    claims: claimsCodefresh,
    load: async () => (await import('./ci/codefresh.ts')).codefreshReader,
  },
  {
    dialect: 'harness',
    scope: 'document',
    claims: claimsHarness,
    load: async () => (await import('./ci/harness.ts')).harnessReader,
  },
  {
    dialect: 'pre-commit',
    scope: 'document',
    claims: claimsPreCommit,
    load: async () => (await import('./ci/pre-commit.ts')).preCommitReader,
  },
  {
    dialect: 'image-build',
    scope: 'document',
    claims: claimsImageBuild,
    load: async () => (await import('./ci/image-build.ts')).imageBuildReader,
  },
  { dialect: 'jenkins', scope: 'document', claims: claimsJenkins, load: async () => (await import('./ci/jenkins.ts')).jenkinsReader },
  { dialect: 'tekton', scope: 'document', claims: claimsTekton, load: async () => (await import('./ci/tekton.ts')).tektonReader },
  { dialect: 'argo', scope: 'document', claims: claimsArgo, load: async () => (await import('./ci/tekton.ts')).argoReader },
  {
    dialect: 'iam-json',
    scope: 'document',
    claims: (document) => claimsIamJson(document) || claimsIamYaml(document),
    load: async () => (await import('./iam-json/reader.ts')).reader,
  },
  { dialect: 'iam-json', scope: 'document', claims: claimsGoogleFile, load: async () => (await import('./gcp/files.ts')).reader },
  { dialect: 'source', scope: 'document', claims: claimsFirebase, load: async () => (await import('./firebase/reader.ts')).reader },
  {
    dialect: 'kubernetes',
    scope: 'document',
    claims: claimsKubernetes,
    load: async () => (await import('./kubernetes/reader.ts')).kubernetesReader,
  },
  {
    dialect: 'helm',
    scope: 'document',
    claims: claimsHelmValues,
    load: async () => (await import('./helm/values-reader.ts')).helmValuesReader,
  },
  {
    dialect: 'helm',
    scope: 'document',
    claims: claimsHelmfile,
    load: async () => (await import('./helm/helmfile-reader.ts')).helmfileReader,
  },
  {
    dialect: 'script',
    scope: 'document',
    claims: claimsTakingIn,
    load: async () => (await import('./commands/sourced-reader.ts')).reader,
  },
  { dialect: 'script', scope: 'document', claims: claimsGrantCommands, load: async () => (await import('./commands/reader.ts')).reader },
  {
    dialect: 'kustomize',
    scope: 'document',
    claims: claimsKustomize,
    load: async () => (await import('./kustomize/reader.ts')).kustomizeReader,
  },
  {
    dialect: 'cloudformation',
    scope: 'document',
    claims: claimsCloudFormation,
    load: async () => (await import('./cloudformation/reader.ts')).cloudFormationReader,
  },
  {
    dialect: 'serverless',
    scope: 'document',
    claims: claimsServerless,
    load: async () => (await import('./serverless/reader.ts')).serverlessReader,
  },
  { dialect: 'ansible', scope: 'document', claims: claimsAnsible, load: async () => (await import('./ansible/reader.ts')).ansibleReader },
  { dialect: 'oauth', scope: 'document', claims: isOAuthFile, load: async () => (await import('./oauth-clients/reader.ts')).reader },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsOAuthProgram,
    load: async () => (await import('./oauth-clients/program.ts')).oauthProgramReader,
  },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsPacker,
    load: async () => (await import('./terraform/packer.ts')).packerReader,
  },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsHashicorpAcl,
    load: async () => (await import('./hashicorp/reader.ts')).hashicorpAclReader,
  },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsTailnetPolicy,
    load: async () => (await import('./tailscale/reader.ts')).tailnetReader,
  },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsEmbeddedPolicy,
    load: async () => (await import('./vault/embedded.ts')).embeddedPolicyReader,
  },
  { dialect: 'vault', scope: 'document', claims: claimsVaultPolicy, load: async () => (await import('./vault/reader.ts')).vaultReader },
  {
    dialect: 'teleport',
    scope: 'document',
    claims: claimsTeleport,
    load: async () => (await import('./teleport/reader.ts')).teleportReader,
  },
  {
    dialect: 'sql',
    scope: 'document',
    claims: (document) => claimsSql(document) || claimsEmbeddedSql(document),
    load: async () => (await import('./sql/reader.ts')).sqlReader,
  },
  {
    dialect: 'sql',
    scope: 'document',
    claims: claimsDataServices,
    load: async () => (await import('./data-services/reader.ts')).dataServicesReader,
  },
  { dialect: 'source', scope: 'document', claims: claimsHosts, load: async () => (await import('./hosts/reader.ts')).hostsReader },
  { dialect: 'sql', scope: 'document', claims: claimsBundle, load: async () => (await import('./databricks/reader.ts')).bundleReader },
  {
    dialect: 'pulumi',
    scope: 'document',
    claims: claimsEscEnvironment,
    load: async () => (await import('./pulumi-esc/reader.ts')).escReader,
  },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsGithubSettings,
    load: async () => (await import('./github-settings/reader.ts')).githubSettingsReader,
  },
  {
    dialect: 'bicep',
    scope: 'document',
    claims: (document) => document.format === 'bicep',
    load: async () => (await import('./bicep/reader.ts')).bicepReader,
  },
  { dialect: 'arm', scope: 'document', claims: claimsArm, load: async () => (await import('./arm/reader.ts')).armReader },
  {
    dialect: 'deployment-manager',
    scope: 'document',
    claims: claimsDeploymentManager,
    load: async () => (await import('./deployment-manager/reader.ts')).deploymentManagerReader,
  },
  {
    dialect: 'terraform',
    scope: 'folder',
    claims: claimsTerraform,
    load: async () => (await import('./terraform/reader.ts')).terraformReader,
  },
  {
    dialect: 'terraform-plan',
    scope: 'document',
    claims: claimsTerraformPlan,
    load: async () => (await import('./terraform-plan/reader.ts')).terraformPlanReader,
  },
  {
    dialect: 'cdk-synth',
    scope: 'document',
    claims: claimsSynthesized,
    load: async () => (await import('./cdk-synth/reader.ts')).synthesizedReader,
  },
  {
    dialect: 'cdk',
    scope: 'document',
    claims: claimsInfrastructureCode,
    load: async () => (await import('./typescript/reader.ts')).reader,
  },
  {
    dialect: 'pulumi',
    scope: 'document',
    claims: (document) => claimsProviderProgram(document) || claimsPulumiYaml(document),
    load: async () => (await import('./provider-programs/reader.ts')).reader,
  },
  {
    dialect: 'source',
    scope: 'document',
    claims: claimsSourcePolicies,
    load: async () => (await import('./source-policies/reader.ts')).reader,
  },
];
