// Which files may hold a bare AWS policy, by name and two words.
import type { Document } from '../../document.ts';

const templateName = /\.(?:json|policy)(?:\.(?:tpl|tmpl|tftpl|j2|jinja2?|erb|template|example|sample|dist|in))?$|\.(?:tftpl|tmpl)$/i;

export function claimsIamJson(document: Document): boolean {
  const { text, uri } = document;
  if (document.format !== 'json' && !templateName.test(uri)) return false;
  if (/\.tf(?:vars|state|plan)?\.json$|package(?:-lock)?\.json$/.test(uri)) return false;
  return text.includes('Effect"') && (text.includes('Action"') || text.includes('Statement"'));
}
