// Which documents are Vault policies: HCL with `path "…"` blocks and capabilities, JSON with both words.
import type { Document } from '../../document.ts';

export function claimsVaultPolicy(document: Document): boolean {
  if (document.format === 'hcl')
    return (
      !/\.(?:tf|tofu|tfvars)$/.test(document.uri) &&
      /^[ \t]*path[ \t]+"/m.test(document.text) &&
      /\b(?:capabilities|policy)[ \t]*=/.test(document.text)
    );
  return document.format === 'json' && document.text.includes('"capabilities"') && document.text.includes('"path"');
}
