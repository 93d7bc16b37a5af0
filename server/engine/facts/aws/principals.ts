// Principals of AWS policies: `"*"`, `{ "AWS": [...] }`, `{ "Service": … }`, `{ "Federated": … }`, `{ "CanonicalUser": … }`.
import type { Principal } from '../types.ts';
import { itemsOf, leavesOf, patternOf, textOf, type Leaf, type Value } from '../value.ts';

/** The principals written in a statement; undefined when there are none. An unknown one is kept as unknown. */
export function readPrincipals(value: Value | undefined): Principal[] | undefined {
  if (!value) return undefined;
  const found: Principal[] = [];
  for (const item of itemsOf(value)) {
    if (item.kind !== 'mapping') {
      for (const leaf of leavesOf(item)) found.push(awsPrincipal(leaf));
      continue;
    }
    for (const entry of item.entries) {
      const type = textOf(entry.key)?.toLowerCase();
      for (const leaf of leavesOf(entry.value)) found.push(principalOf(type, leaf));
    }
  }
  return found;
}

/** A principal by the kind of its entry (`AWS`, `Service`, `Federated`, `CanonicalUser`, `*`), in any case. */
export function principalOf(type: string | undefined, leaf: Leaf): Principal {
  switch (type?.toLowerCase()) {
    case 'aws':
    case '*':
      return awsPrincipal(leaf);
    case 'service':
      return textOf(leaf) === '*' ? { kind: 'any', id: leaf } : { kind: 'service', id: leaf };
    case 'federated':
      return textOf(leaf) === '*' ? { kind: 'any', id: leaf } : { kind: 'federated', id: leaf, issuer: issuerOf(patternOf(leaf)) };
    case 'canonicaluser':
      return { kind: 'user', id: leaf };
    // Alibaba and Tencent.
    case 'ram':
    case 'qcs':
      return { kind: textOf(leaf) === '*' ? 'any' : 'account', id: leaf };
    default:
      return { kind: 'unknown', id: leaf };
  }
}

function awsPrincipal(leaf: Leaf): Principal {
  const pattern = patternOf(leaf);
  // `arn:…:iam::*:root` is not valid in a principal, but means anyone where a tool lets it through.
  if (/^\*+$/.test(pattern) || /^arn:[^:]*:iam::\*:(?:root|\*)$/.test(pattern)) return { kind: 'any', id: leaf };
  if (leaf.kind === 'unknown') return { kind: 'unknown', id: leaf };
  if (/^\d{12}$/.test(pattern)) return { kind: 'account', id: leaf };
  if (/^[^:]+\.amazonaws\.com(?:\.cn)?$/.test(pattern)) return { kind: 'service', id: leaf };
  const resource =
    /^(?:arn|\0):?[^:]*:(?:iam|sts):[^:]*:[^:]*:(.*)$/s.exec(pattern)?.[1] ??
    (pattern.startsWith('\0:') || pattern.startsWith('\0/') ? pattern.slice(pattern.search(/[:/]/) + 1) : undefined);
  if (resource === undefined) return { kind: 'unknown', id: leaf };
  if (resource === 'root') return { kind: 'account', id: leaf };
  if (/^(?:role|assumed-role)\//.test(resource)) return { kind: 'role', id: leaf };
  if (/^(?:user|federated-user)\//.test(resource)) return { kind: 'user', id: leaf };
  if (/^(?:saml-provider|oidc-provider)\//.test(resource)) return { kind: 'federated', id: leaf, issuer: issuerOf(pattern) };
  return { kind: 'unknown', id: leaf };
}

/** The issuer of a federated principal: the host and path of an OIDC provider, `saml`, or the service's own name. */
function issuerOf(pattern: string): string | undefined {
  const oidc = pattern.indexOf('oidc-provider/');
  if (oidc >= 0) return pattern.slice(oidc + 'oidc-provider/'.length);
  if (pattern.includes('saml-provider/')) return 'saml';
  return /^[a-z0-9.-]+\.[a-z]+$/i.test(pattern) ? pattern : undefined;
}

/** The account id in an ARN, or of a bare account principal; undefined when it is not known. */
export function accountOf(pattern: string): string | undefined {
  return /^\d{12}$/.test(pattern) ? pattern : /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(pattern)?.[1];
}
