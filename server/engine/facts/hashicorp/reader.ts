// Policies of Consul and Nomad, and the configuration of Consul's agents, in files of their own.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { noFacts, type Facts } from '../types.ts';
import { aclFileOf } from './claims.ts';
import { readAclRules, readAgentConfiguration, type AclOptions } from './policy.ts';

export const hashicorpAclReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readFile(document)])),
};

function readFile(document: Document): Facts {
  const into = noFacts();
  const { uri, text } = document;
  const kind = aclFileOf(document);
  if (kind === undefined) return into;
  const whole = { uri, span: [0, text.length] as const };
  const options: AclOptions = {
    carrier: { dialect: 'source', kind, address: kind, block: whole, head: whole },
    anchor: `source|${uri}|${kind}`,
    enabled: 'yes',
  };
  const read = kind === 'consul_agent' ? readAgentConfiguration : readAclRules;
  read({ text, uri, offset: 0 }, into, options, document.tree(parseHcl));
  return into;
}
