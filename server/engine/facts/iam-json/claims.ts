// Which files may hold a bare AWS policy, by name and two words.
import type { Document } from '../../document.ts';

const templateName = /\.(?:json|policy)(?:\.(?:tpl|tmpl|tftpl|j2|jinja2?|erb|template|example|sample|dist|in))?$|\.(?:tftpl|tmpl)$/i;

/** What Amplify gives a function or container beyond its own: statements in a list, which allow unless they say otherwise. */
export const amplifyPolicies = /(?:^|\/)custom-policies\.json$/;

export function claimsIamJson(document: Document): boolean {
  const { text, uri } = document;
  if (document.format !== 'json' && !templateName.test(uri)) return false;
  if (/\.tf(?:vars|state|plan)?\.json$|package(?:-lock)?\.json$/.test(uri)) return false;
  if (amplifyPolicies.test(uri)) return text.includes('"Action"');
  return text.includes('Effect"') && (text.includes('Action"') || text.includes('Statement"'));
}
