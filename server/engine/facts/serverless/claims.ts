// Which documents are service files of the Serverless Framework: by name.
import type { Document } from '../../document.ts';

export function claimsServerless(document: Document): boolean {
  return (document.format === 'yaml' || document.format === 'json') && /(?:^|\/)serverless(?:[.-][\w.-]+)?\.(?:ya?ml|json)$/i.test(document.uri) && document.text.includes('provider');
}
