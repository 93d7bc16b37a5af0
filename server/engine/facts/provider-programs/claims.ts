// Which files declare resources of AWS, Google, Azure, Vault, databases or services with Pulumi or CDK for Terraform in another language than TypeScript, and
// which are programs of Pulumi in YAML: by a word or two.
import type { Document, Format } from '../../document.ts';

const languages: ReadonlySet<Format> = new Set(['python', 'go', 'java', 'kotlin', 'csharp']);

/** Packages of Pulumi and CDK for Terraform, as each language names them. */
const packages = /pulumi[_/.-](?:aws|gcp|azure|kubernetes|github|gitlab|okta|cloudflare|datadog|postgresql|mysql|snowflake|databricks|vault|mongodbatlas)|cdktf[_-]cdktf[_-]provider|Pulumi\.(?:Aws|Gcp|Azure|Kubernetes|Git[Hh]ub|GitLab|Okta|Cloudflare|Datadog|PostgreSql|MySql|Snowflake|Databricks|Vault|Mongodbatlas)|com\.pulumi\.(?:aws|gcp|azure|kubernetes|github|gitlab|okta|cloudflare|datadog|postgresql|mysql|snowflake|databricks|vault|mongodbatlas)|HashiCorp\.Cdktf\.Providers|hashicorp\.cdktf\.providers|cdktf-provider-|(?:generated|imports)[/.](?:aws|google|azurerm|azuread)/;

export function claimsProviderProgram({ format, text }: Document): boolean {
  return languages.has(format) && /pulumi|cdktf/i.test(text) && packages.test(text);
}

/** `Pulumi.yaml` with resources, and the files of a program that is split. */
export function claimsPulumiYaml({ format, text }: Document): boolean {
  return (format === 'yaml' || format === 'json') && text.includes('resources') && /\btype["']?:\s{1,10}["']?(?:aws|gcp|azure|azure-native|azuread|kubernetes|github|gitlab|okta|cloudflare|datadog|postgresql|mysql|snowflake|databricks|vault|mongodbatlas):/.test(text);
}
