// Azure and Entra resources of Terraform: role assignments, custom roles, directory roles, application passwords and
// certificates, federated credentials, managed identities.
import type { Place } from '../../text/text.ts';
import { localAuthTypes } from '../azure/local-auth.ts';
import { settingTypes } from '../azure/settings.ts';
import { readTenantPolicy } from '../azure/tenant-policies.ts';
import { readPolicyRoles } from '../azure/policy-roles.ts';
import { azureRole, azureScope, exceptActions } from '../azure/scope.ts';
import type { Condition, Credential, Lifetime, Platform, Principal } from '../types.ts';
import { leavesOf, textOf, type Leaf } from '../value.ts';
import { apiReaders } from './azapi.ts';
import { accountSignature, anonymousPull, deploymentScript, localAuth } from './azure-services.ts';
import { azureSettings } from './azure-settings.ts';
import { wordAt } from '../made-values.ts';
import {
  addressLeaf,
  firstLeaf,
  lifetimeFrom,
  namedBy,
  principalsFrom,
  pushCredential,
  pushIdentity,
  type Reading,
  type ResourceReader,
} from './resource.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';
import { federatedPrincipal } from '../federated-principal.ts';

const principalKinds = tableOf<Principal['kind']>({ user: 'user', group: 'group', serviceprincipal: 'serviceAccount' });

/** Types that a principal id may come from, by what they are. */
const principalTypes: readonly (readonly [RegExp, Principal['kind']])[] = [
  [/^azuread_(?:user|invitation)$/, 'user'],
  [/^azuread_group$/, 'group'],
  [/^(?:azuread_service_principal|azurerm_user_assigned_identity|azurerm_)/, 'serviceAccount'],
];

/** Where the value of an attribute is written. */
function expressionPlace({ view }: Reading, attribute: string): Place {
  const found = view.expression(attribute);
  return found ? { uri: found.scope.uri, span: found.expression.span } : (view.placeOf(attribute)?.all ?? view.head);
}

function principalOf(reading: Reading, attribute: string): Principal[] {
  const id = firstLeaf(reading.view.attribute(attribute));
  const named = namedBy(reading, attribute);
  const said = principalKinds.get(textOf(reading.view.attribute('principal_type'))?.toLowerCase() ?? '');
  if (named)
    return [
      {
        kind: said ?? kindOfType(named.type) ?? 'unknown',
        id: addressLeaf(named, expressionPlace(reading, attribute)),
      },
    ];
  return id ? [{ kind: said ?? kindOfType(typeNamedBy(reading, attribute)) ?? 'unknown', id }] : [];
}

const kindOfType = (type: string): Principal['kind'] | undefined => principalTypes.find(([pattern]) => pattern.test(type))?.[1];

/** The type that a reference names, whether or not such a resource is declared in what is seen; empty where it is none. */
function typeNamedBy({ view }: Reading, attribute: string): string {
  const expression = view.expression(attribute)?.expression;
  if (expression?.kind !== 'traversal' || expression.base.kind !== 'name') return '';
  const [first] = expression.steps;
  return expression.base.name === 'data' && first?.kind === 'attribute' ? first.name : expression.base.name;
}

function conditionsOf(reading: Reading): Condition[] {
  const condition = firstLeaf(reading.view.attribute('condition'));
  const at = reading.view.placeOf('condition');
  // Conditions of role assignments narrow which roles may be given and to whom, or which blobs.
  return condition && at ? [{ operator: 'expression', key: 'condition', values: [condition], limits: 'resource', at: at.all }] : [];
}

function pushAssignment(reading: Reading, lifetime: Lifetime): void {
  const { view } = reading;
  const scopes = leavesOf(view.attribute('scope')).map(azureScope);
  for (const attribute of ['role_definition_name', 'role_definition_id'] as const) {
    for (const role of leavesOf(view.attribute(attribute))) {
      reading.facts.grants.push({
        anchor: reading.anchor(attribute),
        platform: 'azure',
        effect: 'allow',
        polarity: onlyNamed,
        role: 'binding',
        principals: principalOf(reading, 'principal_id'),
        entitlement: azureRole(role),
        actions: [],
        scope: scopes,
        conditions: conditionsOf(reading),
        lifetime,
        carrier: reading.carrier(attribute),
        enabled: reading.instance.enabled,
      });
    }
  }
}

/** `180` days as `P180D`, so that a number says what it counts. */
function asDuration(leaf: Leaf, name: string): Leaf {
  if (leaf.kind !== 'scalar' || name === 'end_date_time') return leaf;
  return { ...leaf, known: 'resolved', value: name === 'duration_days' ? `P${leaf.value}D` : `PT${leaf.value}H`, editable: false };
}

/** The end of a PIM assignment: of eligible ones when they stop being eligible. */
function scheduleEnd(reading: Reading): { until?: Leaf; at?: Lifetime['at'] } {
  for (const schedule of reading.view.blocks('schedule')) {
    for (const expiration of schedule.blocks('expiration')) {
      for (const name of ['end_date_time', 'duration_days', 'duration_hours']) {
        const until = firstLeaf(expiration.attribute(name));
        if (until) return { until: asDuration(until, name), at: expiration.placeOf(name)?.all };
      }
    }
  }
  return {};
}

const customRole: ResourceReader = (reading) => {
  const { view } = reading;
  const given = leavesOf(view.attribute('assignable_scopes'));
  const scope = (given.length > 0 ? given : leavesOf(view.attribute('scope'))).map(azureScope);
  view.blocks('permissions').forEach((permissions, index) => {
    for (const [attribute, except, plane] of [
      ['actions', 'not_actions', 'control'],
      ['data_actions', 'not_data_actions', 'data'],
    ] as const) {
      const actions = leavesOf(permissions.attribute(attribute));
      if (actions.length === 0) continue;
      const exceptions = leavesOf(permissions.attribute(except));
      reading.facts.grants.push({
        anchor: reading.anchor(`permissions[${index}]/${attribute}`),
        platform: 'azure',
        effect: 'allow',
        polarity: onlyNamed,
        role: 'custom-role',
        principals: [],
        entitlement: firstLeaf(view.attribute('name')),
        actions,
        plane,
        scope,
        conditions: exceptions.length > 0 ? [exceptActions(exceptions, permissions.placeOf(except)!.all)] : [],
        lifetime: { kind: 'standing' },
        carrier: { ...reading.carrier(), attribute: permissions.placeOf(attribute)?.all },
        enabled: reading.instance.enabled,
      });
    }
  });
};

const directoryRole =
  (role: string, principal: string, lifetime: Lifetime): ResourceReader =>
  (reading) => {
    for (const entitlement of leavesOf(reading.view.attribute(role))) {
      reading.facts.grants.push({
        anchor: reading.anchor(role),
        platform: 'entra',
        effect: 'allow',
        polarity: onlyNamed,
        role: 'binding',
        principals: principalOf(reading, principal),
        entitlement,
        actions: [],
        scope: [
          reading.view.attribute('directory_scope_id') && textOf(reading.view.attribute('directory_scope_id')) !== '/'
            ? { level: 'resource', id: firstLeaf(reading.view.attribute('directory_scope_id')) ?? wordAt('', reading.view.head) }
            : { level: 'everything', id: wordAt('/', reading.view.head) },
        ],
        conditions: [],
        lifetime,
        carrier: reading.carrier(role),
        enabled: reading.instance.enabled,
      });
    }
  };

const federated =
  (platform: Platform, target: string, audiences: string): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const issuer = firstLeaf(view.attribute('issuer'));
    if (!issuer) return;
    const conditions: Condition[] = [];
    for (const [attribute, operator, key] of [
      ['subject', 'StringEquals', 'sub'],
      ['claims_matching_expression', 'expression', 'sub'],
      [audiences, 'StringEquals', 'aud'],
    ] as const) {
      const values = leavesOf(view.attribute(attribute));
      const at = view.placeOf(attribute);
      if (values.length > 0 && at) conditions.push({ operator, key, values, limits: key === 'sub' ? 'principal' : 'other', at: at.all });
    }
    const named = namedBy(reading, target);
    reading.facts.trusts.push({
      anchor: reading.anchor(),
      platform,
      effect: 'allow',
      polarity: onlyNamed,
      role: 'trust',
      principals: [federatedPrincipal(issuer)],
      assumes: named ? addressLeaf(named, view.head) : firstLeaf(view.attribute(target)),
      actions: [],
      scope: [],
      conditions,
      lifetime: { kind: 'standing' },
      carrier: reading.carrier(view.placeOf('subject') ? 'subject' : undefined),
      enabled: reading.instance.enabled,
    });
  };

function passwordLifetime(reading: Reading): Lifetime {
  return lifetimeFrom(reading, 'end_date', 'end_date_relative');
}

const appCredential =
  (kind: Credential['kind'], owner: string): ResourceReader =>
  (reading) => {
    const rotation = reading.view.attribute('rotate_when_changed');
    const named = namedBy(reading, owner);
    pushCredential(reading, {
      platform: 'entra',
      kind,
      lifetime: passwordLifetime(reading),
      rotation: rotation && wordAt('rotate_when_changed', reading.view.placeOf('rotate_when_changed')!.all),
      owner: named && { kind: 'serviceAccount', id: addressLeaf(named, reading.view.head) },
    });
  };

const application: ResourceReader = (reading) => {
  const { view } = reading;
  pushIdentity(reading, {
    platform: 'entra',
    kind: 'application',
    name: 'display_name',
    traits: { owners: leavesOf(view.attribute('owners'))[0] },
  });
  for (const block of view.blocks('password')) {
    const until = firstLeaf(block.attribute('end_date'));
    pushCredential(reading, {
      platform: 'entra',
      kind: 'app-password',
      at: block.head,
      anchor: reading.anchor('password'),
      lifetime: until
        ? { kind: until.kind === 'scalar' ? 'until' : 'unknown', until, at: block.placeOf('end_date')?.all }
        : { kind: 'standing' },
    });
  }
};

/** A delegation of this tenant to another one. */
const lighthouse: ResourceReader = (reading) => {
  const { view } = reading;
  const scope = leavesOf(view.attribute('scope')).map(azureScope);
  for (const [block, kind] of [
    ['authorization', 'standing'],
    ['eligible_authorization', 'eligible'],
  ] as const) {
    view.blocks(block).forEach((one, index) => {
      for (const role of leavesOf(one.attribute('role_definition_id'))) {
        const id = firstLeaf(one.attribute('principal_id'));
        reading.facts.grants.push({
          anchor: reading.anchor(`${block}[${index}]`),
          platform: 'azure',
          effect: 'allow',
          polarity: onlyNamed,
          role: 'binding',
          principals: id ? [{ kind: 'account', id }] : [],
          entitlement: azureRole(role),
          actions: [],
          scope,
          conditions: [],
          lifetime: { kind },
          carrier: { ...reading.carrier(), attribute: one.placeOf('role_definition_id')?.all },
          enabled: reading.instance.enabled,
        });
      }
    });
  }
};

/** Consent to what an application may do as its users: for everyone where no user is named. */
const delegated: ResourceReader = (reading) => {
  const { view } = reading;
  const named = namedBy(reading, 'service_principal_object_id');
  const id = named ? addressLeaf(named, view.head) : firstLeaf(view.attribute('service_principal_object_id'));
  const claims = leavesOf(view.attribute('claim_values'));
  if (claims.length === 0) return;
  reading.facts.grants.push({
    anchor: reading.anchor('claim_values'),
    platform: 'entra',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'entitlement',
    principals: id ? [{ kind: 'serviceAccount', id }] : [],
    actions: claims,
    scope: [
      view.placeOf('user_object_id')
        ? { level: 'resource', id: firstLeaf(view.attribute('user_object_id')) ?? wordAt('', view.head) }
        : { level: 'everything', id: wordAt('', view.head) },
    ],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier('claim_values'),
    enabled: reading.instance.enabled,
  });
};

/** A group that may be given directory roles, and who decides who is in it. */
const roleGroup: ResourceReader = (reading) => {
  const { view } = reading;
  const assignable = firstLeaf(view.attribute('assignable_to_role'));
  if (!assignable || textOf(assignable) !== 'true' || !view.placeOf('owners')) return;
  reading.facts.grants.push({
    anchor: reading.anchor('owners'),
    platform: 'entra',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: principalsFrom(reading, 'owners', 'unknown').map(withKind),
    actions: [wordAt('own-role-assignable-group', assignable.at)],
    scope: [{ level: 'resource', id: addressLeaf(reading.instance.resource, view.head) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier('owners'),
    enabled: reading.instance.enabled,
  });
};

/** What an address says of a principal: `azuread_service_principal.ci` is one. */
function withKind(principal: Principal): Principal {
  const type = (textOf(principal.id) ?? '').replace(/^data\./, '').split('.')[0]!;
  return { kind: kindOfType(type) ?? principal.kind, id: principal.id };
}

/** Data sources that make a credential. */
export const azureDataReaders: Readonly<Record<string, ResourceReader>> = {
  azurerm_storage_account_sas: accountSignature,
  azurerm_storage_account_blob_container_sas: accountSignature,
};

export const azureReaders: Readonly<Record<string, ResourceReader>> = {
  ...Object.fromEntries(settingTypes.map((type) => [type, azureSettings])),
  ...Object.fromEntries(
    localAuthTypes.map((type): [string, ResourceReader] => [
      type,
      (reading) => {
        localAuth(reading);
        azureSettings(reading);
      },
    ]),
  ),
  azurerm_container_registry(reading) {
    localAuth(reading);
    anonymousPull(reading);
  },
  azurerm_role_assignment: (reading) => pushAssignment(reading, { kind: 'standing' }),
  azurerm_pim_active_role_assignment(reading) {
    const end = scheduleEnd(reading);
    pushAssignment(reading, end.until ? { kind: 'until', ...end } : { kind: 'standing' });
  },
  azurerm_pim_eligible_role_assignment: (reading) => pushAssignment(reading, { kind: 'eligible', ...scheduleEnd(reading) }),
  azurerm_role_definition: customRole,
  azurerm_cosmosdb_sql_role_definition: customRole,
  azurerm_lighthouse_definition: lighthouse,
  azurerm_policy_definition: (reading) =>
    readPolicyRoles(
      {
        rule: reading.view.attribute('policy_rule'),
        anchor: reading.anchor(),
        carrier: reading.carrier('policy_rule'),
        enabled: reading.instance.enabled,
      },
      reading.facts,
    ),
  ...apiReaders,
  azurerm_user_assigned_identity: (reading) =>
    pushIdentity(reading, { platform: 'azure', kind: 'managed-identity', name: 'name', tags: 'tags' }),
  azuread_application: application,
  azuread_group: roleGroup,
  azuread_conditional_access_policy: (reading) =>
    readTenantPolicy(
      {
        type: reading.instance.resource.type,
        get: ([name]) => (name === undefined ? undefined : reading.view.attribute(name)),
        carrier: reading.carrier('state'),
        anchor: reading.anchor(),
        enabled: reading.instance.enabled,
      },
      reading.facts,
    ),
  azurerm_resource_deployment_script_azure_cli: deploymentScript,
  azurerm_resource_deployment_script_azure_power_shell: deploymentScript,
  azuread_service_principal_delegated_permission_grant: delegated,
  azuread_application_registration: application,
  azuread_application_password: appCredential('app-password', 'application_id'),
  azuread_service_principal_password: appCredential('app-password', 'service_principal_id'),
  azuread_application_certificate: appCredential('certificate', 'application_id'),
  azuread_service_principal_certificate: appCredential('certificate', 'service_principal_id'),
  azuread_application_federated_identity_credential: federated('entra', 'application_id', 'audiences'),
  azuread_application_flexible_federated_identity_credential: federated('entra', 'application_id', 'audience'),
  azurerm_federated_identity_credential: federated('azure', 'parent_id', 'audience'),
  azuread_directory_role_assignment: directoryRole('role_id', 'principal_object_id', { kind: 'standing' }),
  azuread_directory_role_member: directoryRole('role_object_id', 'member_object_id', { kind: 'standing' }),
  azuread_administrative_unit_role_member: directoryRole('role_object_id', 'member_object_id', { kind: 'standing' }),
  azuread_directory_role_eligibility_schedule_request: directoryRole('role_definition_id', 'principal_id', { kind: 'eligible' }),
};
