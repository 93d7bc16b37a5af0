// Statements of Oracle Cloud's policy language: everything, the rights to give rights, and whoever may be anybody.
import { editing } from '../../server/engine/edit/suggest.ts';
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';

const references = [
  'https://docs.oracle.com/iaas/Content/Identity/Concepts/policysyntax.htm',
  'https://docs.oracle.com/iaas/Content/Identity/Reference/policyreference.htm',
];

const policy = (statement: string): string => `resource "oci_identity_policy" "ci" {
  compartment_id = var.tenancy_ocid
  name           = "ci"
  description    = "What the pipeline does"
  statements     = ["${statement}"]
}

variable "tenancy_ocid" {
  type = string
}
`;

/** A statement without a `where`, whose verb and resource are known. Services of Oracle itself ask for wide ones. */
function grantedBy(grant: Grant): { readonly action: Leaf; readonly verb: string; readonly resource: string } | undefined {
  const [action] = grant.actions;
  const [verb, resource] = (action && textOf(action)?.split(' ')) || [];
  if (
    grant.platform !== 'oracle' ||
    grant.role !== 'identity' ||
    grant.enabled === 'no' ||
    grant.conditions.length > 0 ||
    !action ||
    verb === undefined ||
    resource === undefined
  )
    return undefined;
  return grant.principals.every(({ kind }) => kind === 'service') ? undefined : { action, verb, resource };
}

const inTenancy = (grant: Grant): boolean => grant.scope.some(({ level }) => level === 'account');

function holdersOf(grant: Grant): string {
  const names = grant.principals.map(({ kind, id }) => (kind === 'any' ? 'everybody' : `\`${shownOf(id)}\``));
  return names.length === 1 ? names[0]! : `each of ${names.length} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''})`;
}

/** The same statement with a verb that changes nothing. */
const readInstead = ({ editable, at, token }: Leaf, resource: string): FixMaker[] =>
  editable ? [editing('Let it read only', token.uri, () => [{ uri: at.uri, span: at.span, text: `read ${resource}` }])] : [];

export const oracleEverything = defineRule({
  id: 'cloud/oracle-manage-everything',
  meta: {
    title: 'A statement that manages everything in Oracle Cloud',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      tenancy:
        'This lets {who} manage every resource of the tenancy, its policies and groups as well, with no end; name the families and the compartment that the work is in',
      compartment:
        'This lets {who} manage every resource of compartment {where}, its policies as well, with no end; name the families that the work needs',
    },
    docs: {
      what: '`manage all-resources` in the tenancy, or in a compartment (medium), without a `where`.',
      why: 'In the tenancy it is the Administrators group under another name. In a compartment it includes its policies, so that whoever holds it can let others in.',
      remedy:
        'Name the families that the work needs (`manage instance-family`, `use virtual-network-family`) and the compartment. Administer the tenancy with the Administrators group, kept for emergencies.',
      bad: [{ file: 'infra/main.tf', text: policy('Allow group Deployers to «manage all-resources» in tenancy') }],
      good: [{ file: 'infra/main.tf', text: policy('Allow group Deployers to manage instance-family in compartment shop') }],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const given = grantedBy(grant);
      if (given?.verb !== 'manage' || given.resource !== 'all-resources' || !isStanding(grant, context.project)) return;
      const tenancy = inTenancy(grant);
      const where = shownOf(grant.scope[0]!.id);
      context.report({
        at: placeOf(given.action),
        message: tenancy ? 'tenancy' : 'compartment',
        severity: tenancy ? undefined : 'medium',
        anchor: grant.anchor,
        data: { who: holdersOf(grant), where: `\`${where}\`` },
        suggestions: readInstead(given.action, given.resource),
      });
    },
  },
});

/** Resources with which a holder gives itself the rest. */
const decisive: ReadonlySet<string> = new Set(['policies', 'groups', 'dynamic-groups', 'users', 'domains', 'identity-providers']);

export const oracleIdentity = defineRule({
  id: 'cloud/oracle-manages-identity',
  meta: {
    title: 'A statement that gives the right to give rights in Oracle Cloud',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      gives:
        "Whoever manages {what} of the tenancy gives itself every right in it: this lets {who} do so; limit it by `where`, as in `where target.group.name != 'Administrators'`, or let it read",
    },
    docs: {
      what: '`manage` on policies, groups, dynamic groups, users or identity domains of the tenancy, without a `where`.',
      why: 'A policy, a member of the Administrators group or a rule of a dynamic group is all that it takes. It is an administrator that no list of administrators shows.',
      remedy: 'Limit it by `where` to groups that are not administrators, put it into a compartment, or let it read.',
      bad: [{ file: 'infra/main.tf', text: policy('Allow group Helpdesk to «manage groups» in tenancy') }],
      good: [
        {
          file: 'infra/main.tf',
          text: policy("Allow group Helpdesk to manage groups in tenancy where target.group.name != 'Administrators'"),
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const given = grantedBy(grant);
      if (given?.verb !== 'manage' || !decisive.has(given.resource) || !inTenancy(grant) || !isStanding(grant, context.project)) return;
      context.report({
        at: placeOf(given.action),
        message: 'gives',
        anchor: grant.anchor,
        data: { what: given.resource, who: holdersOf(grant) },
        suggestions: readInstead(given.action, given.resource),
      });
    },
  },
});

export const oracleAnybody = defineRule({
  id: 'cloud/oracle-any-user',
  meta: {
    title: 'A statement of Oracle Cloud for any user',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Who is meant is not written here.',
    messages: {
      anybody:
        '`any-user` is every user, instance and function of the tenancy: each may {action}; name a group, or say by `where request.principal.type = …` what is meant',
    },
    docs: {
      what: '`any-user` with `use` or `manage`, or with secrets to read, without a `where`.',
      why: '`any-user` holds for people and for every instance and resource that signs in by itself, in every compartment. One of them that is taken over has the right.',
      remedy: 'Name a group or a dynamic group. Where a service asks for `any-user`, its documentation has the `where` that belongs to it.',
      bad: [{ file: 'infra/main.tf', text: policy('Allow «any-user» to manage objects in compartment shop') }],
      good: [
        {
          file: 'infra/main.tf',
          text: policy("Allow any-user to manage objects in compartment shop where request.principal.type = 'serviceconnector'"),
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const given = grantedBy(grant);
      const anybody = grant.principals.find(({ kind }) => kind === 'any');
      if (
        !given ||
        !anybody ||
        !(
          given.verb === 'use' ||
          given.verb === 'manage' ||
          (given.verb === 'read' && /^(?:secret-(?:bundles|family)|all-resources)$/.test(given.resource))
        )
      )
        return;
      context.report({
        at: placeOf(anybody.id),
        message: 'anybody',
        anchor: `${grant.anchor}|any-user`,
        severity: given.resource === 'all-resources' && given.verb === 'manage' ? 'critical' : undefined,
        data: { action: `${given.verb} \`${given.resource}\`` },
      });
    },
  },
});
