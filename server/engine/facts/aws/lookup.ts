// What rules about AWS ask of other facts, as indexes that outlive an edit: the statements beside one, what is declared in
// a folder, which roles guests of identity pools become.
import { folderOf } from '../../document.ts';
import type { FactIndex } from '../../fact-index.ts';
import type { Project } from '../../project.ts';
import type { DeclaredResource, Grant, Identity, Trust } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import { isNamedBreakGlass } from '../lifetime.ts';
import { oidcProviderOf } from './oidc-subjects.ts';
import { claimsNamed, isAllowedTrust, issuerOfTrust } from './trust.ts';

function carrierKey({ carrier }: Grant): string {
  return `${carrier.block.uri}|${carrier.address}`;
}

/** All that a rule reads of a statement beside another: what it says and where it begins. */
function markOf(grant: Grant): string {
  return [
    grant.anchor,
    grant.effect,
    grant.enabled,
    ...grant.actions.map(patternOf),
    ...grant.principals.map((principal) => patternOf(principal.id)),
    ...grant.conditions.map((one) => `${one.operator} ${one.key} ${one.values.map(patternOf).join(' ')}`),
  ].join('\0');
}

const grantsByCarrier: FactIndex<Grant> = {
  name: 'aws-grants',
  *entriesOf({ facts }) {
    for (const grant of facts.grants) if (grant.platform === 'aws') yield [carrierKey(grant), grant, markOf(grant)];
  },
};

const trustsByCarrier: FactIndex<Trust> = {
  name: 'aws-trusts',
  *entriesOf({ facts }) {
    for (const trust of facts.trusts) if (trust.platform === 'aws') yield [carrierKey(trust), trust, markOf(trust)];
  },
};

const declaredByFolder: FactIndex<DeclaredResource> = {
  name: 'aws-declared',
  *entriesOf({ facts }) {
    for (const resource of facts.declared) yield [folderOf(resource.at.uri), resource, `${resource.type}|${resource.address}`];
  },
};

const guestRoles: FactIndex<true> = {
  name: 'aws-guest-roles',
  *entriesOf({ facts }) {
    for (const trust of facts.trusts) if (letsGuestsIn(trust)) yield [roleKey(trust, trust.assumes!), true, ''];
  },
};

/** Holders by their permissions boundary; one that lets everything through is none. */
const boundaries: FactIndex<true> = {
  name: 'aws-boundaries',
  *entriesOf({ facts }) {
    for (const grant of facts.grants) {
      if (
        grant.platform !== 'aws' ||
        grant.role !== 'boundary' ||
        !grant.entitlement ||
        /policy\/AdministratorAccess$/.test(patternOf(grant.entitlement))
      )
        continue;
      for (const principal of grant.principals) yield [roleKey(grant, principal.id), true, ''];
    }
  },
};

/** The statements of the policy that a statement is part of, itself among them. */
export const statementsBeside = (grant: Grant, project: Project): readonly Grant[] => project.lookup(grantsByCarrier, carrierKey(grant));

export const trustsBeside = (trust: Trust, project: Project): readonly Trust[] => project.lookup(trustsByCarrier, carrierKey(trust));

/** Resources that the documents of a folder declare. */
export const declaredIn = (folder: string, project: Project): readonly DeclaredResource[] => project.lookup(declaredByFolder, folder);

/** Whether guests of an identity pool become this role: `id` as the principal of a grant names it. */
export const isGuestRole = (grant: Grant, id: Leaf, project: Project): boolean => project.lookup(guestRoles, roleKey(grant, id)).length > 0;

/** Whether everyone who is known to hold this grant has a permissions boundary that is less than everything. */
export function isBounded(grant: Grant, project: Project): boolean {
  return (
    grant.principals.length > 0 &&
    grant.principals.every((principal) => project.lookup(boundaries, roleKey(grant, principal.id)).length > 0)
  );
}

const identitiesByAddress: FactIndex<Identity> = {
  name: 'aws-identities',
  *entriesOf({ facts }) {
    for (const identity of facts.identities)
      if (identity.platform === 'aws')
        yield [
          `${identity.carrier.dialect}|${folderOf(identity.at.uri)}|${identity.carrier.address}`,
          identity,
          `${identity.id}|${identity.name}`,
        ];
  },
};

/** Whether the team's policy names everyone who holds this grant as break-glass. What a name suggests counts for nothing. */
export function isBreakGlass(grant: Grant, project: Project): boolean {
  return isNamedBreakGlass(grant, project, (principal) =>
    project.lookup(identitiesByAddress, roleKey(grant, principal.id)).flatMap((identity) => [identity.id, identity.name]),
  );
}

function letsGuestsIn(trust: Trust): boolean {
  if (!isAllowedTrust(trust) || !trust.assumes) return false;
  const issuer = issuerOfTrust(trust);
  return (
    issuer !== undefined &&
    oidcProviderOf(issuer)?.id === 'cognito' &&
    claimsNamed(trust, 'amr').some((condition) => condition.values.some((value) => textOf(value) === 'unauthenticated'))
  );
}

function roleKey({ carrier }: Grant, id: Leaf): string {
  return `${carrier.dialect}|${folderOf(carrier.block.uri)}|${patternOf(id)}`;
}
