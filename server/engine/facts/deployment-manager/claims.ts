// Which documents are configurations of Google's Deployment Manager, by a few words.
import type { Document } from '../../document.ts';

export function claimsDeploymentManager(document: Document): boolean {
  const { text } = document;
  return document.format === 'yaml' && text.includes('resources:') && (text.includes('gcp-types/') || text.includes('gcpIamPolicy') || /type:[ \t]*["']?(?:[a-z]+\.v\d|iam\.v1|storage\.v1|compute\.v1)/.test(text));
}
