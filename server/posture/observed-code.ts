// The identities of a tree as they are compared with what runs: by a name that is wholly known, with their grants as
// written. What is not known by name is not compared, because unknown is no reason for a finding.
import type { Credential, Grant, Identity, Platform, Principal } from '../engine/facts/types.ts';
import { patternOf } from '../engine/facts/value.ts';
import type { DocumentFacts } from '../engine/project.ts';
import type { Place } from '../engine/text/text.ts';
import { writtenItems } from './grant-items.ts';
import { addressKey, giving, kindsOf, nameIn } from './inventory.ts';

export interface CodeGrant {
  readonly fact: Grant;
  /** Without principals; `${…}` for what is not known. */
  readonly items: readonly string[];
  readonly at: Place;
}

export interface CodeIdentity {
  /** As observations name it, in lower case. */
  readonly key: string;
  readonly platform: Platform;
  readonly kind: string;
  readonly name: string;
  /** False when the tree only names it. */
  readonly declared: boolean;
  readonly at: Place;
  readonly identity?: Identity;
  readonly grants: readonly CodeGrant[];
  readonly credentials: readonly Credential[];
  /** False when a grant of it cannot be read, so that nobody can say what the code gives it. */
  readonly readable: boolean;
}

interface Open extends Omit<CodeIdentity, 'grants' | 'credentials' | 'readable'> {
  grants: CodeGrant[];
  credentials: Credential[];
}

/** By key. `idAt` gives the id that Terraform's own state has for an address, where it was observed. */
export function codeIdentities(
  documents: Iterable<DocumentFacts>,
  idAt: (address: string) => string | undefined,
): ReadonlyMap<string, CodeIdentity> {
  const all = [...documents];
  const open = new Map<string, Open>();
  const byAddress = new Map<string, Open>();
  for (const { facts } of all) {
    for (const identity of facts.identities) {
      const id = isKnownName(identity) ? identity.id : idAt(identity.carrier.address);
      if (id === undefined) continue;
      const key = id.toLowerCase();
      const one: Open = open.get(key) ?? {
        key,
        platform: identity.platform,
        kind: identity.kind,
        name: id.slice(id.indexOf(':', id.indexOf(':') + 1) + 1),
        declared: true,
        at: identity.at,
        identity,
        grants: [],
        credentials: [],
      };
      open.set(key, one);
      byAddress.set(addressKey(identity.carrier.dialect, identity.at.uri, identity.carrier.address), one);
    }
  }
  const find = (fact: Grant | Credential, principal: Principal): Open | undefined => {
    const text = patternOf(principal.id);
    const declared = byAddress.get(addressKey(fact.carrier.dialect, fact.carrier.block.uri, text));
    if (declared) return declared;
    const id = idAt(text) ?? nameOfPrincipal(principal, fact.platform);
    if (id === undefined) return undefined;
    const key = id.toLowerCase();
    const one: Open = open.get(key) ?? {
      key,
      platform: fact.platform,
      kind: id.split(':')[1]!,
      name: id.slice(id.indexOf(':', id.indexOf(':') + 1) + 1),
      declared: false,
      at: principal.id.at,
      grants: [],
      credentials: [],
    };
    open.set(key, one);
    return one;
  };
  for (const { facts } of all) {
    for (const grant of facts.grants) {
      if (!giving.has(grant.role) || grant.enabled === 'no') continue;
      for (const principal of grant.principals) {
        find(grant, principal)?.grants.push({
          fact: grant,
          items: writtenItems(grant, undefined, []).items,
          at: grant.entitlement?.at ?? grant.statement?.at ?? grant.carrier.head,
        });
      }
    }
    for (const credential of facts.credentials) {
      if (credential.enabled !== 'no' && credential.owner) find(credential, credential.owner)?.credentials.push(credential);
    }
  }
  return new Map([...open].map(([key, one]) => [key, { ...one, readable: one.grants.every((grant) => isReadable(grant, one.grants)) }]));
}

/** The id that observations give a principal; undefined when a part of its name is not known. */
function nameOfPrincipal(principal: Principal, platform: Platform): string | undefined {
  const text = patternOf(principal.id);
  if (principal.id.kind !== 'scalar' && !(platform === 'gcp' && /^serviceAccount:[^\0]+@\0(?:\.iam\.gserviceaccount\.com)?$/.test(text)))
    return undefined;
  if (platform === 'azure' || platform === 'entra') return /^[0-9a-f-]{36}$/i.test(text) ? `azure:principal:${text}` : undefined;
  const [kind] = kindsOf(principal);
  if (!kind || text === '') return undefined;
  if (platform === 'gcp')
    return `gcp:${kind}:${kind === 'service-account' ? nameIn(text, platform, principal) : text.replace(/^[a-zA-Z]+:/, '')}`;
  if (platform === 'k8s' && principal.kind === 'serviceAccount' && principal.namespace?.kind !== 'scalar') return undefined;
  // An address that led nowhere is no name.
  if (/^(?:aws|google|azurerm|module|data|var|local)[._]/.test(text)) return undefined;
  return `${platform}:${kind}:${nameIn(text, platform, principal)}`;
}

function isKnownName({ id, name, carrier }: Identity): boolean {
  // Without a namespace of its own a Kubernetes object goes where it is applied.
  if (/^k8s:[^:]+:\//.test(id)) return false;
  return name !== '' && name !== carrier.address && !/[\0*]|\$\{|\{\{/.test(name);
}

/** A part that is not known, as items write it; `${aws:username}` is a variable of the policy itself and no hole. */
export const holes = /\$\{(?![a-z0-9-]+:)[^{}]*\}/;

/** A grant whose policy is declared in the tree is read there, even where its address is only known after it was made. */
function isReadable({ fact, items }: CodeGrant, all: readonly CodeGrant[]): boolean {
  if (fact.enabled === 'maybe') return false;
  const { entitlement } = fact;
  if (entitlement?.kind !== 'unknown')
    return (
      !items.some(
        (item) => /^(?:action|not-action|role|not-resource|condition) /.test(item) && holes.test(item) && !/^role arn:/.test(item),
      ) && !hasUnknown(fact)
    );
  const address = /^((?:module\.[\w-]+\.)*\w+\.[\w-]+)\./.exec(entitlement.why)?.[1];
  return address !== undefined && all.some(({ fact: other }) => other.carrier.address === address);
}

function hasUnknown(grant: Grant): boolean {
  return [...grant.actions, ...grant.scope.map(({ id }) => id)].some((leaf) => leaf.kind === 'unknown');
}
