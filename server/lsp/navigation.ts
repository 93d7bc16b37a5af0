// Facts behind go to definition and references: from where an identity is granted something to where that something is written. A
// binding leads to its role, an attachment to its policy, a value to the token that it was resolved from.
import type { Carrier, Grant, Identity, Principal } from '../engine/facts/types.ts';
import { textOf, type Leaf } from '../engine/facts/value.ts';
import type { Project } from '../engine/project.ts';
import type { Place, Span } from '../engine/text/text.ts';

/** Whether the offset of a document stands in a place, or at one of its edges. */
export function holds(place: Place, uri: string, offset: number): boolean {
  return place.uri === uri && place.span[0] <= offset && offset <= place.span[1];
}

/** Where what stands at the offset is defined; empty when it is defined right there or unknown. */
export function definitionsAt(project: Project, uri: string, offset: number): Place[] {
  const found: Place[] = [];
  for (const grant of everyGrant(project)) {
    if (grant.entitlement && touches(grant.entitlement, uri, offset)) {
      found.push(...carriersNamed(project, grant.entitlement, grant).map((carrier) => carrier.head));
    }
    for (const principal of grant.principals) {
      if (touches(principal.id, uri, offset))
        found.push(
          ...project
            .all('identities')
            .filter((identity) => isAccount(identity, principal))
            .map((identity) => identity.at),
        );
    }
    for (const leaf of leavesOf(grant)) {
      // The use site comes first in `via`; the value was written at the end of the chain.
      if (leaf.via.some((place) => holds(place, uri, offset)) && !holds(leaf.at, uri, offset)) found.push(leaf.at);
    }
  }
  return once(found);
}

/** Where the role or policy that is declared at the offset is granted. */
export function referencesAt(project: Project, uri: string, offset: number): Place[] {
  const found: Place[] = [];
  const identities = project.all('identities').filter((identity) => holds(identity.at, uri, offset));
  for (const grant of everyGrant(project)) {
    for (const principal of grant.principals)
      if (identities.some((identity) => isAccount(identity, principal))) found.push(placeOfUse(principal.id));
    if (!grant.entitlement) continue;
    const named = carriersNamed(project, grant.entitlement, grant);
    if (named.some((carrier) => holds(carrier.head, uri, offset)) || (touches(grant.entitlement, uri, offset) && named.length > 0))
      found.push(placeOfUse(grant.entitlement));
  }
  return once(found);
}

/** Declarations of the role that an entitlement names, in the binding's own namespace where the role has one. */
export function carriersNamed(project: Project, entitlement: Leaf, from: Grant): Carrier[] {
  const name = textOf(entitlement);
  if (name === undefined) return [];
  const carriers = new Map<string, Carrier>();
  for (const { role, carrier } of everyGrant(project)) {
    if (role === 'binding' || carrier.dialect !== from.carrier.dialect || !isNamed(carrier.address, name, from.carrier.address)) continue;
    carriers.set(`${carrier.head.uri} ${carrier.head.span[0]}`, carrier);
  }
  return [...carriers.values()];
}

/** Addresses are `Kind/name` or `Kind/namespace/name`; names in an entitlement carry no namespace. */
function isNamed(address: string, name: string, from: string): boolean {
  if (address === name) return true;
  const [kind, ...rest] = address.split('/');
  const namespace = rest.length > 1 ? rest[0] : undefined;
  const own = from.split('/').length > 2 ? from.split('/')[1] : undefined;
  return name === `${kind}/${rest.at(-1)}` && (namespace === undefined || own === undefined || namespace === own);
}

/** The service account that a subject names, and the other way round. */
export function isAccount(identity: Identity, principal: Pick<Principal, 'kind' | 'id' | 'namespace'>): boolean {
  const namespace = identity.traits['namespace'];
  return (
    identity.kind === 'service-account' &&
    principal.kind === 'serviceAccount' &&
    textOf(principal.id) === identity.name &&
    (!namespace || !principal.namespace || textOf(namespace) === textOf(principal.namespace))
  );
}

function* everyGrant(project: Project): Iterable<Grant> {
  for (const { facts } of project.documents.values()) {
    yield* facts.grants;
    yield* facts.trusts;
  }
}

function leavesOf(grant: Grant): Leaf[] {
  return [
    ...grant.actions,
    ...grant.scope.map((scope) => scope.id),
    ...grant.principals.map((principal) => principal.id),
    ...(grant.entitlement ? [grant.entitlement] : []),
  ];
}

export function touches(leaf: Leaf, uri: string, offset: number): boolean {
  return holds(leaf.at, uri, offset) || leaf.via.some((place) => holds(place, uri, offset));
}

function placeOfUse(leaf: Leaf): Place {
  return leaf.via[0] ?? leaf.at;
}

function once(places: readonly Place[]): Place[] {
  const key = ({ uri, span }: { uri: string; span: Span }): string => `${uri} ${span[0]} ${span[1]}`;
  return [...new Map(places.map((place) => [key(place), place])).values()];
}
