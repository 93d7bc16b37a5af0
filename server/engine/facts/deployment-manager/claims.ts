// Which documents are configurations and templates of Google's Deployment Manager, by a few words.
import type { Document } from '../../document.ts';

const types = /(?:type|action)["']?\s{0,8}:[ \t]*["']?(?:gcp-types\/|[a-z]+\.v\d)/;

/** Templates in Jinja have a name that says so. */
export const isJinja = ({ uri }: Document): boolean => /\.(?:jinja2?|j2)$/.test(uri);

export function claimsDeploymentManager(document: Document): boolean {
  const { text } = document;
  if (document.format === 'python') return /def (?:GenerateConfig|generate_config)\(/.test(text) && types.test(text);
  if (document.format !== 'yaml' && !isJinja(document)) return false;
  return text.includes('resources:') && (text.includes('gcp-types/') || text.includes('gcpIamPolicy') || types.test(text));
}
