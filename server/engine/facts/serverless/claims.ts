// Which documents are service files of the Serverless Framework: by name.
import type { Document } from '../../document.ts';

/** A service written as a program; its reader is the one of programs. */
export function isServerlessProgram(document: Document): boolean {
  return /(?:^|\/)serverless\.[cm]?[jt]s$/.test(document.uri) && document.text.includes('provider');
}

export function claimsServerless(document: Document): boolean {
  return (
    (document.format === 'yaml' || document.format === 'json') &&
    /(?:^|\/)serverless(?:[.-][\w.-]+)?\.(?:ya?ml|json)$/i.test(document.uri) &&
    document.text.includes('provider')
  );
}
