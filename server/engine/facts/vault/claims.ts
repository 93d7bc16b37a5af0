// Which documents are Vault policies: HCL with `path "…"` blocks and capabilities, JSON with both words.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
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

/** Methods of hvac that make tokens, users and roles, and the call of any client that writes to a path. */
export const vaultCall =
  /\.\s{0,40}(?:((?:auth|secrets)\.\w{1,20}\.create_\w{1,40}|auth\.token\.create|create_token)|(?:write|write_data|Write|WriteWithContext))\s{0,4}\(/g;

/** Whether a program may make such things. */
export const mayCallVault = (document: Document): boolean => mentionsVault(document) && document.text.search(vaultCall) >= 0;

const mentionsVault = mentioning('hvac', 'vault', 'openbao');
const mentionsCapabilities = mentioning('capabilities');
const mentionsPulumi = mentioning('pulumi', 'cdktf');

/** Policies in strings of programs, and what they make through a client; what programs of Pulumi declare is read with their resources. */
export function claimsEmbeddedPolicy(document: Document): boolean {
  return (
    programs.has(document.format) &&
    ((mentionsCapabilities(document) && /\bpath[ \t]{1,8}"/.test(document.text)) || mayCallVault(document)) &&
    !mentionsPulumi(document)
  );
}
