// Which documents are Terraform: native and JSON syntax and files of values by their names, units of Terragrunt, and what an
// editor holds as HCL under no name yet.
import type { Document } from '../../document.ts';
import { isTerragrunt } from './terragrunt.ts';

export function claimsTerraform(document: Document): boolean {
  return (
    /\.(?:tf|tofu|tfvars|tf\.json|tofu\.json|tfvars\.json)$/.test(document.uri) ||
    isTerragrunt(document.uri, document.text) ||
    (document.format === 'hcl' && document.uri.startsWith('untitled:'))
  );
}
