// Who of AWS is who in an EKS cluster: `mapRoles` and `mapUsers` of the ConfigMap aws-auth, which hold YAML in a string, the
// arguments of Terraform's modules, and eksctl's identity mappings. Only the group that is above all checks is looked for.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import { wordAt } from '../made-values.ts';
import type { Facts, Principal } from '../types.ts';
import { onlyNamed } from '../polarity.ts';

const mapping = /\b(?:mapRoles|mapUsers|map_roles|map_users|aws_auth_roles|aws_auth_users|iamIdentityMappings)\b/;

export function hasClusterMapping(document: Document): boolean {
  return (
    (document.format === 'yaml' || document.format === 'hcl' || document.format === 'json') &&
    document.text.includes('system:masters') &&
    mapping.test(document.text)
  );
}

const owner = /(?:rolearn|userarn|role_arn|user_arn|arn)["']?\s{0,10}[:=]\s{0,10}["']?([^\s"',}]+)/gi;

/** A binding for each mapping to `system:masters`; who is mapped stands in the lines before. */
export function readClusterMappings(document: Document, into: Facts): void {
  const { text, uri } = document;
  let index = 0;
  for (let at = text.indexOf('system:masters'); at >= 0; at = text.indexOf('system:masters', at + 1)) {
    const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
    const before = text.slice(Math.max(0, at - 600), at);
    if (/^\s*(?:#|\/\/)/.test(line) || !mapping.test(text.slice(Math.max(0, at - 6000), at)) || !/groups["']?\s*[:=]/.test(before))
      continue;
    const place: Place = { uri, span: [at, at + 'system:masters'.length] };
    const found = [...before.matchAll(owner)].at(-1);
    const start = found ? at - before.length + found.index + found[0].length - found[1]!.length : 0;
    const who: Principal[] = found
      ? [{ kind: 'role', id: wordAt(found[1]!.includes('$') ? '\0' : found[1]!, { uri, span: [start, start + found[1]!.length] }) }]
      : [];
    index++;
    into.grants.push({
      anchor: `source|${uri}|system:masters[${index}]`,
      platform: 'aws',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'binding',
      principals: who,
      entitlement: wordAt('system:masters', place),
      actions: [],
      scope: [{ level: 'cluster', id: wordAt('cluster', place) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { dialect: 'source', kind: 'aws-auth', address: `system:masters[${index}]`, block: place, head: place },
      enabled: 'yes',
    });
  }
}
