// Resources of a CloudFormation or SAM template to facts: who holds which policy, who may become whom, what resources let
// in, keys and logins. What a policy document says is read by facts/aws/policy-document.ts.
import { attachManagedPolicy, noteUnknown, readPolicyDocument } from '../aws/policy-document.ts';
import { isNamedBoundary } from '../aws/policy-role.ts';
import { declaredInTemplate } from '../aws/declared-types.ts';
import { cloudformationKinds, cloudformationName, readAwsSettings } from '../aws/settings.ts';
import type { Credential, Grant, Identity, Principal } from '../types.ts';
import { localName } from '../local-name.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { isGuarded, openEvents } from './apis.ts';
import { documentOf, isLeaf, referredTo } from './intrinsics.ts';
import { lambdaPermission, permission } from './permissions.ts';
import { policyProperties } from './policies.ts';
import { readSamPolicyTemplates } from './sam-policies.ts';
import {
  anchorOf,
  carrierOf,
  headOf,
  holdersOf,
  idLeaf,
  keyPlace,
  ownerOf,
  principalsFrom,
  property,
  tagOf,
  type ResourceReading,
} from './template-resource.ts';
import { readWorkload } from './workloads.ts';
import { tableOf } from '../../table.ts';

/** Pushes what one resource says. */
export function readResource(reading: ResourceReading): void {
  const { resource } = reading;
  const declared = resource.enabled === 'yes' ? declaredInTemplate(resource.type, resource.id, resource.entry.key.at) : undefined;
  if (declared && reading.dialect === 'cloudformation') reading.facts.declared.push(declared);
  const own = readers.get(resource.type);
  own?.(reading);
  const kind = cloudformationKinds.get(resource.type);
  if (kind) {
    readAwsSettings(
      {
        kind,
        get: (name) => property(reading, cloudformationName(name)),
        all: (name) => itemsOf(property(reading, cloudformationName(name))),
        head: headOf(reading),
        carrier: carrierOf(reading),
        anchor: (path) => anchorOf(reading, path),
        enabled: resource.enabled,
        isGuarded: () => isGuarded(reading),
      },
      reading.facts,
    );
  }
  readWorkload(reading, carrierOf(reading), ownerOf(reading));
  for (const [path, role] of policyProperties.get(resource.type) ?? []) {
    const value = property(reading, ...path.split('.'));
    const principals = role === 'identity' ? holdersOf(reading) : [];
    // Events take the statement without a document around it.
    if (value) readDocument(reading, value, path, role, principals);
  }
}

type Reader = (reading: ResourceReading) => void;

const identityReader =
  (kind: 'role' | 'user' | 'group', nameProperty: string): Reader =>
  (reading) => {
    const principals: Principal[] = [{ kind, id: idLeaf(reading.resource) }];
    inlinePolicies(reading, principals);
    attach(reading, 'ManagedPolicyArns', principals);
    attach(reading, 'PermissionsBoundary', principals, 'boundary');
    pushIdentity(reading, kind, nameProperty);
  };

const readers = tableOf<Reader>({
  'AWS::IAM::Role'(reading) {
    readTrust(reading, 'AssumeRolePolicyDocument');
    identityReader('role', 'RoleName')(reading);
  },
  'AWS::IAM::User'(reading) {
    identityReader('user', 'UserName')(reading);
    const login = valueAt(reading.resource.properties, 'LoginProfile');
    if (login) pushCredential(reading, 'login-password', { kind: 'user', id: idLeaf(reading.resource) }, keyPlace(reading, 'LoginProfile'));
  },
  'AWS::IAM::Group': identityReader('group', 'GroupName'),
  'AWS::IAM::ManagedPolicy'(reading) {
    const { id } = reading.resource;
    const value = property(reading, 'PolicyDocument');
    if (!value) return;
    const holders = [...holdersOf(reading), ...(reading.holders.get(id) ?? [])];
    const isBoundary =
      reading.boundaries.has(id) || (holders.length === 0 && isNamedBoundary(id, textOf(property(reading, 'ManagedPolicyName'))));
    readDocument(reading, value, 'PolicyDocument', isBoundary ? 'boundary' : 'identity', holders);
  },
  'AWS::SSO::PermissionSet'(reading) {
    const principals: Principal[] = [{ kind: 'role', id: idLeaf(reading.resource) }];
    attach(reading, 'ManagedPolicies', principals);
    attach(reading, 'PermissionsBoundary.ManagedPolicyArn', principals, 'boundary');
    pushIdentity(reading, 'role', 'Name');
  },
  'AWS::IAM::AccessKey'(reading) {
    if (/^inactive$/i.test(textOf(property(reading, 'Status')) ?? '')) return;
    pushCredential(reading, 'access-key', principalsFrom(reading, 'UserName', 'user')[0], headOf(reading));
  },
  'AWS::Lambda::Permission': (reading) => readPermission(reading, lambdaPermission(reading)),
  'AWS::Lambda::LayerVersionPermission'(reading) {
    readPermission(
      reading,
      permission(
        reading,
        [
          ['Principal', 'Principal'],
          ['Action', 'Action'],
        ],
        [['OrganizationId', 'StringEquals', 'aws:PrincipalOrgID']],
      ),
    );
  },
  'AWS::Events::EventBusPolicy'(reading) {
    if (!property(reading, 'Statement'))
      readPermission(
        reading,
        permission(
          reading,
          [
            ['Principal', 'Principal'],
            ['Action', 'Action'],
          ],
          [['Condition', 'StringEquals', 'aws:PrincipalOrgID']],
        ),
      );
  },
  'AWS::Serverless::Function': samFunction,
  'AWS::Serverless::StateMachine': samFunction,
});

/** SAM makes a role from what a function lists: names or ARNs of managed policies, documents, and its own templates. Where a role is given, the list means nothing. */
function samFunction(reading: ResourceReading): void {
  const principals: Principal[] = [{ kind: 'role', id: idLeaf(reading.resource) }];
  const url = valueAt(reading.resource.properties, 'FunctionUrlConfig');
  if (url) {
    const at = keyPlace(reading, 'FunctionUrlConfig');
    readAwsSettings(
      {
        kind: 'function-url',
        get: (name) => property(reading, 'FunctionUrlConfig', cloudformationName(name)),
        all: () => [],
        head: at,
        carrier: carrierOf(reading, 'FunctionUrlConfig'),
        anchor: (path) => anchorOf(reading, `FunctionUrlConfig|${path}`),
        enabled: reading.resource.enabled,
      },
      reading.facts,
    );
  }
  openEvents(reading);
  const given = valueAt(reading.resource.properties, 'Role');
  if (given && !valueAt(given, 'Fn::If')) return;
  readTrust(reading, 'AssumeRolePolicyDocument');
  attach(reading, 'PermissionsBoundary', principals, 'boundary');
  const policies = property(reading, 'Policies');
  itemsOf(policies).forEach((item, index) => {
    if (isLeaf(item))
      attachManagedPolicy(item, reading.facts, {
        carrier: carrierOf(reading, 'Policies'),
        anchor: anchorOf(reading, 'Policies'),
        principals,
        enabled: reading.resource.enabled,
      });
    else if (
      item.kind === 'mapping' &&
      readSamPolicyTemplates(item, reading.facts, {
        carrier: carrierOf(reading, 'Policies'),
        anchor: anchorOf(reading, `Policies[${index}]`),
        principals,
        enabled: reading.resource.enabled,
      })
    )
      return;
    else if (item.kind === 'mapping' && entryOf(item, 'Statement'))
      readDocument(reading, item, `Policies[${index}]`, 'identity', principals, 'Policies');
  });
}

function inlinePolicies(reading: ResourceReading, principals: readonly Principal[]): void {
  itemsOf(property(reading, 'Policies')).forEach((policy, index) => {
    const name = textOf(valueAt(policy, 'PolicyName')) ?? String(index);
    const document = valueAt(policy, 'PolicyDocument');
    if (document) readDocument(reading, document, `Policies[${name}]`, 'identity', principals, 'Policies');
  });
}

function readTrust(reading: ResourceReading, path: string): void {
  const value = property(reading, path);
  if (value) readDocument(reading, value, path, 'trust', []);
}

function readDocument(
  reading: ResourceReading,
  value: Value,
  path: string,
  role: Grant['role'],
  principals: readonly Principal[],
  attribute = path,
): void {
  const document = value.kind === 'choice' ? value : documentOf(value, reading.scope.text);
  if (!document) return noteUnknown(value, reading.facts, anchorOf(reading, path));
  readPolicyDocument(document, reading.facts, {
    role,
    carrier: carrierOf(reading, attribute),
    anchor: anchorOf(reading, path),
    principals,
    enabled: reading.resource.enabled,
    ...(role === 'trust' ? { assumes: idLeaf(reading.resource) } : {}),
  });
}

function readPermission(reading: ResourceReading, document: Value | undefined): void {
  if (document) readDocument(reading, document, 'permission', 'resource', [], 'Principal');
}

function attach(reading: ResourceReading, path: string, principals: readonly Principal[], role?: Grant['role']): void {
  const raw = itemsOf(valueAt(reading.resource.properties, ...path.split('.')));
  // Policies of this template are read where they stand.
  const inTemplate = raw.some((item) => reading.resources.has(referredTo(item) ?? ''));
  for (const policy of leavesOf(property(reading, ...path.split('.')))) {
    if (policy.kind === 'unknown' && inTemplate && role === undefined) continue;
    const [only] = raw;
    const named: Leaf =
      policy.kind === 'unknown' && raw.length === 1 && referredTo(only) !== undefined
        ? { ...policy, reference: referredTo(only)! }
        : policy;
    attachManagedPolicy(named, reading.facts, {
      carrier: carrierOf(reading, path),
      anchor: anchorOf(reading, path),
      principals,
      enabled: reading.resource.enabled,
      role,
    });
  }
}

function pushCredential(reading: ResourceReading, kind: Credential['kind'], owner: Principal | undefined, at: Credential['at']): void {
  reading.facts.credentials.push({
    anchor: `${reading.dialect}|${reading.scope.uri}|${reading.resource.id}`,
    platform: 'aws',
    kind,
    owner,
    lifetime: { kind: 'standing' },
    storedIn: 'state',
    at,
    carrier: carrierOf(reading),
    enabled: reading.resource.enabled,
  });
}

function pushIdentity(reading: ResourceReading, kind: Identity['kind'] & ('role' | 'user' | 'group'), nameProperty: string): void {
  const written = textOf(property(reading, nameProperty));
  const name = written ?? reading.resource.id;
  const traits: Record<string, Leaf> = {};
  for (const [trait, key] of [
    ['permissionsBoundary', 'PermissionsBoundary'],
    ['maxSessionDuration', 'MaxSessionDuration'],
    ['maxSessionDuration', 'SessionDuration'],
  ] as const) {
    const leaf = leavesOf(property(reading, key))[0];
    if (leaf) traits[trait] = leaf;
  }
  const environment = textOf(tagOf(reading, 'environment', 'env', 'stage'));
  reading.facts.identities.push({
    id: `aws:${kind}:${written ?? localName(name, reading.dialect, reading.scope.uri)}`,
    platform: 'aws',
    kind,
    name,
    owner: ownerOf(reading),
    ...(environment !== undefined ? { environment } : {}),
    scopeItems: [],
    at: headOf(reading),
    carrier: carrierOf(reading),
    traits,
  });
}
