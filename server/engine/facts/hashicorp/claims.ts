// Which files of HCL are rules of Consul or Nomad, or the configuration of a Consul agent: by words that only those have.
import type { Document } from '../../document.ts';

const consulRules = /^[ \t]{0,40}(?:acl|operator|keyring)[ \t]*=[ \t]*"write"|^[ \t]{0,40}(?:key|service|node|agent)_prefix[ \t]+""/m;
const nomadRules = /^[ \t]{0,40}namespace[ \t]+"\*"/m;
const agent = /^[ \t]{0,40}default_policy[ \t]*=[ \t]*"allow"/m;

/** Of what a file is, named after the provider's type; undefined for other files. */
export function aclFileOf({ format, uri, text }: Document): 'consul_acl_policy' | 'nomad_acl_policy' | 'consul_agent' | undefined {
  if (format !== 'hcl' || /\.(?:tf|tofu|tfvars)$/.test(uri)) return undefined;
  if (consulRules.test(text)) return 'consul_acl_policy';
  if (nomadRules.test(text) && /^[ \t]{0,40}policy[ \t]*=/m.test(text)) return 'nomad_acl_policy';
  return agent.test(text) && /^[ \t]{0,40}acl[ \t]{0,40}=?[ \t]{0,40}\{/m.test(text) ? 'consul_agent' : undefined;
}

export function claimsHashicorpAcl(document: Document): boolean {
  return aclFileOf(document) !== undefined;
}
