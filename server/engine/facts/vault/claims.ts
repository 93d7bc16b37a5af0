// Which documents are Vault policies: HCL with `path "…"` blocks and capabilities, JSON with both words.
import type { Document } from '../../document.ts';
import { programs } from '../source-policies/claims.ts';

export function claimsVaultPolicy(document: Document): boolean {
  if (document.format === 'hcl')
    return (
      !/\.(?:tf|tofu|tfvars)$/.test(document.uri) &&
      /^[ \t]*path[ \t]+"/m.test(document.text) &&
      /\b(?:capabilities|policy)[ \t]*=/.test(document.text)
    );
  return document.format === 'json' && document.text.includes('"capabilities"') && document.text.includes('"path"');
}

/** Policies in strings of programs; those of Pulumi are read with their resources. */
export function claimsEmbeddedPolicy({ format, text }: Document): boolean {
  return programs.has(format) && text.includes('capabilities') && /\bpath[ \t]{1,8}"/.test(text) && !/pulumi|cdktf/i.test(text);
}
