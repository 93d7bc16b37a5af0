// Resources of a CloudFormation or SAM template to facts: who holds which policy, who may become whom, what resources let
// in, keys and logins. What a policy document says is read by facts/aws/policy-document.ts.
import { attachManagedPolicy, noteUnknown, readPolicyDocument } from '../aws/policy-document.ts';
import { declaredInTemplate } from '../aws/declared-types.ts';
import { cloudformationKinds, cloudformationName, readAwsSettings } from '../aws/settings.ts';
import type { Carrier, Credential, Dialect, Facts, Grant, Identity, Principal } from '../types.ts';
import { localName } from '../local-name.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { entryOf, itemsOf, leavesOf, placeOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { documentOf, evaluate, isLeaf, referredTo, type TemplateScope } from './intrinsics.ts';
import { policyProperties } from './policies.ts';
import { readSamPolicyTemplates } from './sam-policies.ts';
import { makesRole, readWorkload } from './workloads.ts';
import { tableOf } from '../../table.ts';

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly entry: Entry;
  readonly properties: Value | undefined;
  readonly enabled: Grant['enabled'];
}

export interface TemplateReading {
  readonly scope: TemplateScope;
  readonly dialect: Dialect;
  readonly facts: Facts;
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Who holds a managed policy of this template, by its logical id, from the roles, users and groups that name it. */
  readonly holders: ReadonlyMap<string, readonly Principal[]>;
  /** Managed policies that are only ever a permissions boundary. */
  readonly boundaries: ReadonlySet<string>;
}

export interface ResourceReading extends TemplateReading {
  readonly resource: TemplateResource;
}

/** The resources of a template. A resource with a condition may be there; `Fn::ForEach` gives its template once. */
export function resourcesOf(root: Value): Map<string, TemplateResource> {
  const found = new Map<string, TemplateResource>();
  const add = (entries: readonly Entry[], enabled: Grant['enabled'], depth: number): void => {
    for (const entry of entries) {
      const id = textOf(entry.key);
      if (id === undefined) continue;
      if (id.startsWith('Fn::ForEach::') && entry.value.kind === 'list' && depth < 3) {
        const body = entry.value.items[2];
        if (body?.kind === 'mapping') add(body.entries, 'maybe', depth + 1);
        continue;
      }
      const type = textOf(valueAt(entry.value, 'Type'));
      if (type === undefined) continue;
      found.set(id, {
        id,
        type,
        entry,
        properties: valueAt(entry.value, 'Properties'),
        enabled: valueAt(entry.value, 'Condition') ? 'maybe' : enabled,
      });
    }
  };
  const resources = valueAt(root, 'Resources');
  if (resources?.kind === 'mapping') add(resources.entries, 'yes', 0);
  return found;
}

const holderKinds = tableOf<Principal['kind']>({
  'AWS::IAM::Role': 'role',
  'AWS::IAM::User': 'user',
  'AWS::IAM::Group': 'group',
  'AWS::Serverless::Function': 'role',
  'AWS::Serverless::StateMachine': 'role',
});

/** One look over the template: which managed policies are attached by reference, and which only bound. */
export function policyUsesOf(resources: ReadonlyMap<string, TemplateResource>): Pick<TemplateReading, 'holders' | 'boundaries'> {
  const holders = new Map<string, Principal[]>();
  const bounding = new Set<string>();
  for (const resource of resources.values()) {
    const kind = holderKinds.get(resource.type);
    if (!kind) continue;
    const boundary = referredTo(valueAt(resource.properties, 'PermissionsBoundary'));
    if (boundary) bounding.add(boundary);
    for (const key of ['ManagedPolicyArns', 'Policies']) {
      for (const item of itemsOf(valueAt(resource.properties, key))) {
        const policy = referredTo(item);
        if (policy) (holders.get(policy) ?? holders.set(policy, []).get(policy)!).push({ kind, id: idLeaf(resource) });
      }
    }
  }
  return { holders, boundaries: new Set([...bounding].filter((id) => !holders.has(id))) };
}

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
    if (value)
      readDocument(reading, value, 'PolicyDocument', reading.boundaries.has(id) ? 'boundary' : 'identity', [
        ...holdersOf(reading),
        ...(reading.holders.get(id) ?? []),
      ]);
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
  'AWS::Lambda::Permission': lambdaPermission,
  'AWS::Lambda::LayerVersionPermission'(reading) {
    permission(
      reading,
      [
        ['Principal', 'Principal'],
        ['Action', 'Action'],
      ],
      [['OrganizationId', 'StringEquals', 'aws:PrincipalOrgID']],
    );
  },
  'AWS::Events::EventBusPolicy'(reading) {
    if (!property(reading, 'Statement'))
      permission(
        reading,
        [
          ['Principal', 'Principal'],
          ['Action', 'Action'],
        ],
        [['Condition', 'StringEquals', 'aws:PrincipalOrgID']],
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

function lambdaPermission(reading: ResourceReading): void {
  permission(
    reading,
    [
      ['Principal', 'Principal'],
      ['Action', 'Action'],
      ['FunctionName', 'Resource'],
    ],
    [
      ['SourceArn', 'ArnLike', 'AWS:SourceArn'],
      ['SourceAccount', 'StringEquals', 'AWS:SourceAccount'],
      ['PrincipalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
      ['FunctionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
      ['EventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
    ],
  );
}

/** A permission written as properties, in the shape of the statement that AWS makes of it. */
function permission(
  reading: ResourceReading,
  elements: readonly (readonly [string, string])[],
  conditions: readonly (readonly [string, string, string])[],
): void {
  const head = headOf(reading);
  const block = reading.resource.entry.at;
  const entries: Entry[] = [entryFrom('Effect', head, wordAt('Allow', head), head)];
  for (const [name, element] of elements) {
    const value = property(reading, name);
    if (!value) continue;
    const at = keyPlace(reading, name);
    if (element === 'Principal') {
      const leaf = leavesOf(value)[0];
      if (!leaf) return;
      const type = /\.amazonaws\.com(?:\.cn)?$/.test(textOf(leaf) ?? '') ? 'Service' : 'AWS';
      entries.push(entryFrom(element, at, mappingFrom([entryFrom(type, at, leaf, leaf.at)], leaf.at), leaf.at));
    } else {
      entries.push(entryFrom(element, at, value, value.at));
    }
  }
  if (!entries.some((entry) => textOf(entry.key) === 'Principal')) return;
  const limits: Entry[] = [];
  for (const [name, operator, key] of conditions) {
    const value = property(reading, name);
    if (value)
      limits.push(
        entryFrom(
          operator,
          keyPlace(reading, name),
          mappingFrom([entryFrom(key, keyPlace(reading, name), value, value.at)], value.at),
          value.at,
        ),
      );
  }
  if (limits.length > 0) entries.push(entryFrom('Condition', limits[0]!.key.at, mappingFrom(limits, block), block));
  readDocument(
    reading,
    mappingFrom([entryFrom('Statement', head, mappingFrom(entries, block), block)], block),
    'permission',
    'resource',
    [],
    'Principal',
  );
}

/** Roles, users and groups that a policy names as its holders. */
function holdersOf(reading: ResourceReading): Principal[] {
  if (reading.resource.type === 'AWS::SSO::PermissionSet' || reading.resource.type === 'AWS::IoT::Policy')
    return [{ kind: 'role', id: idLeaf(reading.resource) }];
  return (
    [
      ['Roles', 'role'],
      ['RoleName', 'role'],
      ['Users', 'user'],
      ['UserName', 'user'],
      ['Groups', 'group'],
      ['GroupName', 'group'],
    ] as const
  ).flatMap(([name, kind]) => principalsFrom(reading, name, kind));
}

function principalsFrom(reading: ResourceReading, name: string, kind: Principal['kind']): Principal[] {
  return itemsOf(valueAt(reading.resource.properties, name)).flatMap((item): Principal[] => {
    const id = referredTo(item);
    const target = id === undefined ? undefined : (reading.resources.get(id) ?? maker(id, reading));
    if (target) return [{ kind, id: wordAt(target.id, item.at) }];
    return leavesOf(evaluate(item, reading.scope)).map((leaf) => ({ kind, id: leaf }));
  });
}

/** The function or state machine whose own role goes by this id: SAM puts `Role` behind theirs. */
function maker(id: string, { resources }: ResourceReading): TemplateResource | undefined {
  const resource = id.endsWith('Role') ? resources.get(id.slice(0, -'Role'.length)) : undefined;
  return resource && makesRole(resource) ? resource : undefined;
}

function property(reading: ResourceReading, ...path: string[]): Value | undefined {
  const value = valueAt(reading.resource.properties, ...path);
  return value && evaluate(value, reading.scope);
}

function keyPlace(reading: ResourceReading, name: string): Carrier['head'] {
  return entryOf(reading.resource.properties, name)?.key.at ?? headOf(reading);
}

function headOf(reading: ResourceReading): Carrier['head'] {
  return placeOf(reading.resource.entry.key);
}

function anchorOf(reading: ResourceReading, path: string): string {
  return `${reading.dialect}|${reading.scope.uri}|${reading.resource.id}|${path}`;
}

function carrierOf(reading: ResourceReading, attribute?: string): Carrier {
  const { resource } = reading;
  const at = attribute === undefined ? undefined : entryOf(resource.properties, attribute.split('.')[0]!)?.at;
  return {
    dialect: reading.dialect,
    kind: resource.type,
    address: resource.id,
    block: resource.entry.at,
    head: headOf(reading),
    ...(at ? { attribute: at } : {}),
  };
}

function idLeaf(resource: TemplateResource): Leaf {
  return wordAt(resource.id, resource.entry.key.at);
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

function ownerOf(reading: ResourceReading): Leaf | undefined {
  return tagOf(reading, 'owner', 'team', 'contact');
}

/** A tag by one of its names: in a list of keys and values, or, as SAM has it, in a mapping. */
function tagOf(reading: ResourceReading, ...names: string[]): Leaf | undefined {
  const tags = property(reading, 'Tags');
  const named = (leaf: Value | undefined): boolean => names.includes((textOf(leaf) ?? '').toLowerCase());
  if (tags?.kind === 'mapping') return leavesOf(tags.entries.find(({ key }) => named(key))?.value)[0];
  const found = itemsOf(tags).find((item): item is Mapping => item.kind === 'mapping' && named(valueAt(item, 'Key')));
  return leavesOf(valueAt(found, 'Value'))[0];
}
