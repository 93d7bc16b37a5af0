// Which documents declare resources of Teleport: files for `tctl`, and objects of its Kubernetes operator.
import type { Document } from '../../document.ts';

export function claimsTeleport(document: Document): boolean {
  if (document.format !== 'yaml') return false;
  const { text } = document;
  if (text.includes('resources.teleport.dev/')) return true;
  return (
    text.includes('spec:') &&
    /^version:[ \t]*["']?v\d/m.test(text) &&
    /^kind:[ \t]*["']?(?:role|user|token|bot|saml|oidc|github)\b/m.test(text)
  );
}
