// Which documents are Terraform, by their names: native and JSON syntax, and files of values.
import type { Document } from '../../document.ts';

export function claimsTerraform(document: Document): boolean {
  return /\.(?:tf|tofu|tfvars|tf\.json|tofu\.json|tfvars\.json)$/.test(document.uri);
}
