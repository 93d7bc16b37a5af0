// Which resource of Terraform's provider says what is written to a path of Vault: roles of auth methods and of engines, by
// the names that their mounts have as a rule.

const types: readonly (readonly [RegExp, string])[] = [
  [/^\/?auth\/[^/]{0,40}(?:kubernetes|k8s)[^/]{0,40}\/role\//, 'vault_kubernetes_auth_backend_role'],
  [/^\/?auth\/[^/]{0,40}(?:jwt|oidc|github|gitlab)[^/]{0,40}\/role\//, 'vault_jwt_auth_backend_role'],
  [/^\/?auth\/[^/]{0,40}approle[^/]{0,40}\/role\/[^/]+$/, 'vault_approle_auth_backend_role'],
  [/^\/?auth\/aws[^/]*\/role\//, 'vault_aws_auth_backend_role'],
  [/^\/?auth\/gcp[^/]*\/role\//, 'vault_gcp_auth_backend_role'],
  [/^\/?auth\/azure[^/]*\/role\//, 'vault_azure_auth_backend_role'],
  [/^\/?aws[^/]*\/roles\//, 'vault_aws_secret_backend_role'],
  [/^\/?azure[^/]*\/roles\//, 'vault_azure_secret_backend_role'],
  [/^\/?gcp[^/]*\/rolesets?\//, 'vault_gcp_secret_roleset'],
  [/^\/?gcp[^/]*\/static-accounts?\//, 'vault_gcp_secret_static_account'],
  [/^\/?database[^/]*\/roles\//, 'vault_database_secret_backend_role'],
  [/^\/?ssh[^/]*\/roles\//, 'vault_ssh_secret_backend_role'],
  [/^\/?pki[^/]*\/roles\//, 'vault_pki_secret_backend_role'],
  [/^\/?auth\/token\/roles\//, 'vault_token_auth_backend_role'],
];

/** Whether a path is that of a user of the userpass method. */
export function isUserpassUser(path: string): boolean {
  return /^\/?auth\/[^/]{0,80}userpass[^/]{0,80}\/users\/[^/]+$/.test(path);
}

/** The type for a path; undefined for paths of other things. */
export function vaultRoleType(path: string): string | undefined {
  return types.find(([pattern]) => pattern.test(path))?.[1];
}
