// Which documents are Terraform: native and JSON syntax and files of values by their names, and units of Terragrunt.
import type { Document } from '../../document.ts';
import { isTerragrunt } from './terragrunt.ts';

export function claimsTerraform(document: Document): boolean {
  return /\.(?:tf|tofu|tfvars|tf\.json|tofu\.json|tfvars\.json)$/.test(document.uri) || isTerragrunt(document.uri, document.text);
}
