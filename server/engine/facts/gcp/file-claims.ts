// Which files hold a policy of Google IAM (`gcloud projects set-iam-policy`) a custom role (`gcloud iam roles create --file`),
// a policy of an organization (`gcloud org-policies set-policy`), or a dataset of BigQuery (`bq update --source`).
import type { Document } from '../../document.ts';
import { mayBePolicyFile } from './organization-policy.ts';

export function claimsGoogleFile({ format, text }: Document): boolean {
  if (format !== 'json' && format !== 'yaml') return false;
  if (text.includes('apiVersion') || text.includes('"$schema"') || text.includes('planned_values')) return false;
  if (text.includes('includedPermissions')) return /(?:^[ \t]{0,8}|[{,]\s{0,20})["']?includedPermissions["']?[ \t]*:/m.test(text);
  if (text.includes('specialGroup') && /(?:^[ \t]{0,8}|[{,]\s{0,20})["']?access["']?[ \t]*:/m.test(text)) return true;
  if (/\b(?:policies|constraints)\//.test(text) && mayBePolicyFile(text)) return true;
  return (
    text.includes('bindings') &&
    text.includes('members') &&
    /\broles\//.test(text) &&
    /(?:^[ \t]{0,8}|[{,]\s{0,20})["']?bindings["']?[ \t]*:/m.test(text)
  );
}
