// Which files may hold a bare AWS policy, by name and two words.
import type { Document } from '../../document.ts';
import { tableOf } from '../../table.ts';
import { claimsAnsible } from '../ansible/claims.ts';
import { claimsCloudFormation } from '../cloudformation/claims.ts';
import { claimsKubernetes } from '../kubernetes/claims.ts';
import { claimsPulumiYaml } from '../provider-programs/claims.ts';
import { claimsServerless } from '../serverless/claims.ts';

const templateName =
  /\.(?:json|policy)(?:\.(?:tpl|tmpl|tftpl|j2|jinja2?|erb|eex|ejs|hbs|handlebars|mustache|njk|liquid|gotmpl|gohtml|envsubst|template|example|sample|dist|in))?$|\.(?:tftpl|tmpl|gotmpl|mustache)$/i;

/** What Amplify gives a function or container beyond its own: statements in a list, which allow unless they say otherwise. */
export const amplifyPolicies = /(?:^|\/)custom-policies\.json$/;

export function claimsIamJson(document: Document): boolean {
  const { text, uri } = document;
  if (document.format !== 'json' && !templateName.test(uri)) return false;
  if (/\.tf(?:vars|state|plan)?\.json$|package(?:-lock)?\.json$/.test(uri)) return false;
  if (amplifyPolicies.test(uri)) return text.includes('"Action"');
  return text.includes('Effect"') && (text.includes('Action"') || text.includes('Statement"'));
}

/** Keys under which a tool is given the managed policies of a role, a user or a group, and a word of the tool's files. */
export const attachingKeys = tableOf<string>({
  // Salt's states: `boto_iam_role.present`, `boto_iam.user_present`.
  managed_policies: 'boto_iam',
  // The Landing Zone Accelerator's `iam-config.yaml`.
  awsManaged: 'Sets:',
});

/** YAML with a policy in it that is read as nothing else: what a script or a tool of the house is given. */
export function claimsIamYaml(document: Document): boolean {
  const { text, format } = document;
  return (
    format === 'yaml' &&
    ((text.includes('Effect') && text.includes('Action')) ||
      [...attachingKeys].some(([key, word]) => text.includes(key) && text.includes(word))) &&
    ![claimsCloudFormation, claimsServerless, claimsAnsible, claimsKubernetes, claimsPulumiYaml].some((claims) => claims(document))
  );
}
