// Every kind of export that is read. Loaded by name, so that reading one brings one parser.
import type { ObservationSource } from '../engine/observation.ts';
import type { Source } from './reading.ts';

const google = () => import('./sources/google.ts');
const azure = () => import('./sources/azure.ts');
const github = () => import('./sources/github.ts');
const gitlab = () => import('./sources/gitlab.ts');
const terraform = () => import('./sources/terraform.ts');

const load: Readonly<Record<ObservationSource, () => Promise<Source>>> = {
  'aws-authorization-details': async () => (await import('./sources/aws-authorization-details.ts')).awsAuthorizationDetails,
  'aws-credential-report': async () => (await import('./sources/aws-credential-report.ts')).awsCredentialReport,
  'aws-last-accessed': async () => (await import('./sources/aws-last-accessed.ts')).awsLastAccessed,
  'aws-access-keys': async () => (await import('./sources/aws-access-keys.ts')).awsAccessKeys,
  'gcloud-iam-policy': async () => (await google()).gcloudIamPolicy,
  'gcloud-service-accounts': async () => (await google()).gcloudServiceAccounts,
  'gcloud-service-account-keys': async () => (await google()).gcloudServiceAccountKeys,
  'az-role-assignments': async () => (await azure()).azRoleAssignments,
  'az-app-credentials': async () => (await azure()).azAppCredentials,
  'entra-oauth-grants': async () => (await azure()).entraOauthGrants,
  'workspace-tokens': async () => (await google()).workspaceTokens,
  kubectl: async () => (await import('./sources/kubectl.ts')).kubectlList,
  'vault-metadata': async () => (await import('./sources/vault-metadata.ts')).vaultMetadata,
  'github-installations': async () => (await github()).githubInstallations,
  'github-members': async () => (await github()).githubMembers,
  'github-teams': async () => (await github()).githubTeams,
  'github-collaborators': async () => (await github()).githubCollaborators,
  'github-secrets': async () => (await github()).githubSecrets,
  'github-tokens': async () => (await github()).githubTokens,
  'github-secret-alerts': async () => (await github()).githubSecretAlerts,
  'github-issues': async () => (await github()).githubIssues,
  'slack-apps': async () => (await import('./sources/slack-apps.ts')).slackApps,
  'terraform-plan': async () => (await terraform()).terraformPlan,
  'terraform-state': async () => (await terraform()).terraformState,
  'gitlab-variables': async () => (await gitlab()).gitlabVariables,
  'gitlab-tokens': async () => (await gitlab()).gitlabTokens,
  certificates: async () => (await import('./sources/certificates.ts')).certificates,
};

export const sourceNames = Object.keys(load) as readonly ObservationSource[];

export function sourceNamed(name: ObservationSource): Promise<Source> {
  return load[name]();
}
