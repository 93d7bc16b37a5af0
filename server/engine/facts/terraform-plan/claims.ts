// What `terraform show -json` writes, of a plan or a state, and the state file itself.
import type { Document } from '../../document.ts';

export function claimsTerraformPlan(document: Document): boolean {
  if (document.format !== 'json') return false;
  const start = document.text.slice(0, 400);
  if (!start.includes('"terraform_version"')) return false;
  return start.includes('"format_version"') || (/"version"\s*:\s*4\b/.test(start) && document.text.includes('"resources"'));
}
