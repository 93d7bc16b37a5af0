// Which export a file is, by the words at its beginning. For commands that take a file without being told; a guess that is
// wrong is refused by the reader.
import type { ObservationSource } from '../engine/observation.ts';

/** Words that only one export begins with, in order: the first that fits counts. */
const marks: readonly (readonly [ObservationSource, RegExp])[] = [
  ['aws-authorization-details', /"(?:UserDetailList|RoleDetailList|GroupDetailList)"\s*:/],
  ['aws-credential-report', /^\uFEFF?user,arn,user_creation_time,|"ReportFormat"\s*:\s*"text\/csv"/],
  ['aws-last-accessed', /"ServicesLastAccessed"\s*:|"JobCompletionDate"\s*:/],
  ['aws-access-keys', /"AccessKeyMetadata"\s*:/],
  ['terraform-plan', /^(?=[\s\S]*"format_version"\s*:)[\s\S]*"(?:resource_changes|planned_values)"\s*:/],
  ['terraform-state', /^(?=[\s\S]*"format_version"\s*:)[\s\S]*"values"\s*:|"lineage"\s*:/],
  ['kubectl', /^(?=[\s\S]*"items"\s*:)[\s\S]*"apiVersion"\s*:/],
  ['az-role-assignments', /"roleDefinitionId"\s*:/],
  ['az-app-credentials', /"passwordCredentials"\s*:|"customKeyIdentifier"\s*:/],
  ['entra-oauth-grants', /#oauth2PermissionGrants|"consentType"\s*:/],
  ['workspace-tokens', /admin#directory#token/],
  ['github-installations', /"installations"\s*:/],
  ['github-secret-alerts', /"secret_type"\s*:/],
  ['github-tokens', /"token_expires_at"\s*:/],
  ['github-secrets', /"secrets"\s*:/],
  ['slack-apps', /"approved_apps"\s*:/],
  ['gcloud-service-account-keys', /"validAfterTime"\s*:/],
  ['gcloud-iam-policy', /"bindings"\s*:/],
  ['vault-metadata', /"current_version"\s*:/],
  ['certificates', /-----BEGIN CERTIFICATE-----/],
];

/** Undefined where nothing fits. `start` is the first part of the text. */
export function sourceOf(start: string): ObservationSource | undefined {
  return marks.find(([, mark]) => mark.test(start))?.[0];
}
