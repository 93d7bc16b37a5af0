// The AWS CDK: statements, documents, managed policies, roles and what lets the public in, as grants, trusts, credentials
// and identities. What the library's own methods give is read by cdk-grants.ts.
import type { Node } from '../../syntax/typescript.ts';
import { declaredInCdk } from '../aws/declared-types.ts';
import { propertyPath, readOverride } from '../aws/overrides.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import type { Carrier, Credential, Facts, Grant, Principal } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Leaf, type Value } from '../value.ts';
import { clusterGrants, clusterGrantsOf, givenByLibrary, plainGrant, statementOfGrant, type ClusterGrant } from './cdk-grants.ts';
import { type Named, argumentOf, behind, calleeName, isCdk, itemNodes, nameOf, propertyNodes } from './constructs.ts';
import { callsOn, constructId, goingOf, holderOf, keptAs, usesOf, type Going, type Uses } from './cdk-context.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { level1 } from './cdk-level1.ts';
import { appClient } from './cdk-clients.ts';
import { functionUrl, graphqlApi, opened, openRoute, permission, publicBucket, userPool, type CdkReading } from './cdk-open.ts';
import { principalsOf, both } from './cdk-principals.ts';
import { statementOf } from './cdk-statements.ts';
import { declaredAs } from './declared.ts';
import { fold } from './fold.ts';
import { nodesOf, onceOf, placeOfNode, startOf, type Folding } from './folding.ts';
import { timesOf } from './frames.ts';
import { readCdkWorkload } from './workloads.ts';

type New = Extract<Node, { type: 'NewExpression' }>;
type Call = Extract<Node, { type: 'CallExpression' }>;

/** Reads what a file, or a node in it, says in the CDK's words into facts. `count` numbers what is read into the same facts. */
export function readCdk(folding: Folding, into: Facts, within?: Node, count = new Map<string, number>()): void {
  const uses = usesOf(folding.module);
  for (const node of nodesOf(folding, within)) {
    if (node.type !== 'NewExpression' && node.type !== 'CallExpression') continue;
    const once = onceOf(folding);
    for (const time of timesOf(node, once.folding)) readNode(node, time, { uses, count, into });
    once.done();
  }
}

/** Reads one construct or call, as it happens once. */
function readNode(
  node: New | Call,
  folding: Folding,
  { uses, count, into }: { uses: Uses; count: Map<string, number>; into: Facts },
): void {
  const { module } = folding;
  const reading: CdkReading = { folding, into, carrier, anchorOf };
  if (node.type === 'NewExpression') ofNew(node);
  else ofCall(node);

  function ofNew(node: New): void {
    const named = nameOf(node.callee, module);
    if (!named || !(isCdk(named.source) || cdkGlobal(named.name, named.path))) return;
    const { name } = named;
    const declared = declaredAs(node, declaredInCdk([named.source, named.imported, ...named.path].join('/'), name), 'cdk', module);
    if (declared && !into.declared.some((one) => one.at.span[0] === declared.at.span[0])) into.declared.push(declared);
    if (name === 'PolicyStatement') return statement(node);
    const properties = propertyNodes(argumentOf(node, 2), folding);
    if (name === 'Role' || name === 'User' || name === 'Group' || name === 'LazyRole') identity(node, name, properties);
    if (name === 'AccessKey' || name === 'CfnAccessKey') credential(node, 'access-key');
    if ((name === 'User' && properties.has('password')) || (name === 'CfnUser' && properties.has('loginProfile')))
      credential(node, 'login-password');
    if (name.startsWith('Cfn')) level1(reading, node, name, argumentOf(node, 2));
    readCdkWorkload(node, name, folding, uses, carrier(node, name, String(constructId(node, folding).value)), into);
    if (name === 'Bucket' || name === 'BucketDeployment') publicBucket(reading, node, properties);
    if (name === 'UserPool') userPool(reading, node, properties);
    if (name === 'GraphqlApi') graphqlApi(reading, node, properties);
    if (name === 'FunctionUrl') functionUrl(reading, node, properties);
    if (name === 'UserPoolClient') appClient(reading, node, String(constructId(node, folding).value), argumentOf(node, 2));
    for (const one of clusterGrantsOf(name, properties)) clusterGrant(node, one);
    const initial = properties.get('managedPolicies');
    if (initial)
      for (const item of itemNodes(initial.node, initial.folding))
        managed(item.node, item.folding, [
          { kind: name === 'User' ? 'user' : name === 'Group' ? 'group' : 'role', id: constructId(node, folding) },
        ]);
    const boundary = properties.get('permissionsBoundary');
    if (boundary && (name === 'Role' || name === 'User' || name === 'LazyRole'))
      managed(boundary.node, boundary.folding, [{ kind: name === 'User' ? 'user' : 'role', id: constructId(node, folding) }], 'boundary');
  }

  function ofCall(node: Call): void {
    const named = nameOf(node.callee, module);
    if (!named) return;
    const first = argumentOf(node, 0);
    switch (named.name) {
      case 'fromJson': {
        const of = named.path.at(-1);
        if (of === 'PolicyStatement') statement(node);
        else if (of === 'PolicyDocument') document(fold(first, folding), node, goingOf(node, folding, uses));
        break;
      }
      case 'addManagedPolicy': {
        if (first) managed(first, folding, named.object ? holderOf(named.object, folding) : []);
        break;
      }
      case 'addToPrincipal':
      case 'addToPrincipalOrResource':
      case 'addToPrincipalAndResource':
        if (named.path.at(-1) === 'Grant') grantCall(node);
        break;
      case 'grantPublicAccess':
        opened(reading, node, placeOfNode(calleeName(node), folding), 's3:GetObject', []);
        break;
      case 'apply': {
        const of = named.object?.type === 'CallExpression' ? named.object : undefined;
        const called = of && nameOf(of.callee, module);
        if (of && first && called?.name === 'of' && called.path.at(-1) === 'PermissionsBoundary')
          managed(first, folding, boundBy(argumentOf(of, 0)), 'boundary');
        break;
      }
      case 'addFunctionUrl':
        functionUrl(reading, node, propertyNodes(first, folding));
        break;
      case 'addPermission':
        permission(reading, node);
        break;
      case 'addClient': {
        const id = first && textOf(fold(first, folding));
        if (id !== undefined) appClient(reading, node, id, argumentOf(node, 1));
        break;
      }
      case 'addMethod':
      case 'addRoutes':
        openRoute(reading, node, named.name);
        break;
      case 'addPropertyOverride':
      case 'addOverride': {
        const path = propertyPath(named.name, (first && textOf(fold(first, folding))) ?? '');
        const value = argumentOf(node, 1);
        if (path !== undefined && value)
          readOverride(
            path,
            fold(value, folding),
            { carrier: carrier(node, named.name), anchor: anchorOf(`${named.name}|${path}`), principals: [], enabled: 'yes' },
            into,
          );
        break;
      }
      case 'grant': {
        const given = statementOfGrant(node, named, folding);
        if (given) document(given.statement, node, { role: 'identity', principals: given.principals });
        break;
      }
      default:
        for (const one of clusterGrants(node, named, folding)) clusterGrant(node, one);
        if (/^grant[A-Z]/.test(named.name)) granted(node, named, first);
    }
  }

  function carrier(node: Node, kind: string, address?: string): Carrier {
    const block = placeOfNode(node, folding);
    const head = node.type === 'NewExpression' || node.type === 'CallExpression' ? placeOfNode(node.callee, folding) : block;
    return { dialect: 'cdk', kind, address: address ?? kind, block, head };
  }

  /** `cdk|file|holder or kind`, numbered where one place has several. */
  function anchorOf(text: string): string {
    const base = `cdk|${startOf(folding)}|${text}`;
    const n = count.get(base) ?? 0;
    count.set(base, n + 1);
    return n === 0 ? base : `${base}#${n + 1}`;
  }

  function statement(node: New | Call): void {
    const kept = keptAs(node, module);
    const later = kept === undefined ? [] : callsOn(kept, uses, module);
    const value = statementOf(node, folding, later);
    document(value, node, goingOf(node, folding, uses));
  }

  /** Pushes a statement or a document; its role by where it goes, else by what it says. */
  function document(value: Value, node: Node, going: Going): void {
    const statements = itemsOf(entryOf(value, 'Statement', true)?.value ?? value);
    const hasPrincipal = statements.some((one) => entryOf(one, 'Principal', true) ?? entryOf(one, 'NotPrincipal', true));
    const trusting = statements.some((one) =>
      leavesOf(entryOf(one, 'Action', true)?.value).some((action) => /^sts:/i.test(patternOf(action))),
    );
    const role: Grant['role'] =
      going.role ?? (hasPrincipal ? (going.principals.length > 0 ? 'endpoint' : trusting ? 'trust' : 'resource') : 'identity');
    const holder = going.principals.map((one) => textOf(one.id)).find((text) => text !== undefined);
    readPolicyDocument(value, into, {
      role:
        role === 'resource' &&
        statements.some((one) => leavesOf(entryOf(one, 'Action', true)?.value).some((action) => /^kms:/i.test(patternOf(action))))
          ? 'key-policy'
          : role,
      carrier: carrier(node, 'PolicyStatement', holder),
      anchor: anchorOf(holder ?? 'PolicyStatement'),
      principals: going.principals,
      enabled: 'yes',
    });
  }

  function identity(node: New, name: string, properties: ReturnType<typeof propertyNodes>): void {
    const id = constructId(node, folding);
    const kind = name === 'User' ? 'user' : name === 'Group' ? 'group' : 'role';
    const own = carrier(node, name, String(id.value));
    const nameProperty = properties.get(`${kind}Name`);
    const written = nameProperty && textOf(fold(nameProperty.node, nameProperty.folding));
    into.identities.push({
      id: `aws:${kind}:${written ?? String(id.value)}`,
      platform: 'aws',
      kind,
      name: written ?? String(id.value),
      scopeItems: [],
      at: placeOfNode(node.callee, folding),
      carrier: own,
      traits: traitsOf(properties),
    });
    const assumed = properties.get('assumedBy');
    if (!assumed) return;
    const external = properties.get('externalIds') ?? properties.get('externalId');
    const externalId = external && fold(external.node, external.folding);
    const at = placeOfNode(assumed.key, assumed.folding);
    for (const principal of principalsOf(assumed.node, assumed.folding)) {
      const condition = both(
        principal.conditions,
        externalId && mappingFrom([entryFrom('StringEquals', at, mappingFrom([entryFrom('sts:ExternalId', at, externalId)], at))], at),
      );
      const value = mappingFrom(
        [
          entryFrom('Effect', at, wordAt('Allow', at)),
          entryFrom('Action', at, wordAt(principal.action, at)),
          {
            key: wordAt('Principal', at),
            value: mappingFrom([entryFrom(principal.type, principal.at, principal.id)], principal.at),
            at: principal.at,
          },
          ...(condition ? [entryFrom('Condition', at, condition)] : []),
        ],
        principal.at,
      );
      readPolicyDocument(value, into, {
        role: 'trust',
        carrier: own,
        anchor: anchorOf(`${String(id.value)}|assumedBy`),
        principals: [],
        enabled: 'yes',
        assumes: id,
      });
    }
  }

  function traitsOf(properties: ReturnType<typeof propertyNodes>): Record<string, Leaf> {
    const boundary = properties.get('permissionsBoundary');
    const value = boundary && fold(boundary.node, boundary.folding);
    return value && (value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown') ? { permissionsBoundary: value } : {};
  }

  function credential(node: New, kind: Credential['kind']): void {
    const properties = propertyNodes(argumentOf(node, 2), folding);
    const status = properties.get('status');
    if (status && /inactive/i.test(status.folding.module.document.text.slice(...status.node.range))) return;
    const id = constructId(node, folding);
    const user = properties.get('user');
    into.credentials.push({
      anchor: anchorOf(String(id.value)),
      platform: 'aws',
      kind,
      owner: user ? holderOf(user.node, user.folding, 'user')[0] : undefined,
      lifetime: { kind: 'standing' },
      storedIn: 'state',
      at: placeOfNode(node.callee, folding),
      carrier: carrier(node, nameOf(node.callee, module)?.name ?? 'AccessKey', String(id.value)),
      enabled: 'yes',
    });
  }

  /** Whom `PermissionsBoundary.of(scope)` binds: the construct itself, or all that this file makes where the scope is a stack. */
  function boundBy(scope: Node | undefined): Principal[] {
    const found = scope && behind(scope, folding);
    const made = found?.node.type === 'NewExpression' ? (nameOf(found.node.callee, module)?.name ?? '') : '';
    if (found?.node.type === 'NewExpression' && /^(?:Role|User|LazyRole|CfnRole|CfnUser)$/.test(made))
      return [{ kind: /User/.test(made) ? 'user' : 'role', id: constructId(found.node, folding) }];
    if (scope?.type !== 'ThisExpression') return holderOf(scope, folding);
    return module.nodes.flatMap((one): Principal[] => {
      const name = one.type === 'NewExpression' ? (nameOf(one.callee, module)?.name ?? '') : '';
      return one.type === 'NewExpression' && /^(?:Role|User|LazyRole|CfnRole|CfnUser)$/.test(name)
        ? [{ kind: /User/.test(name) ? 'user' : 'role', id: constructId(one, folding) }]
        : [];
    });
  }

  /** `ManagedPolicy.fromAwsManagedPolicyName('X')`, `.fromManagedPolicyArn(this, 'x', arn)`, or an ARN. */
  function managed(node: Node, inside: Folding, principals: readonly Principal[], role?: Grant['role']): void {
    const found = behind(node, inside);
    if (!found) return;
    if (found.node.type === 'ConditionalExpression') {
      managed(found.node.consequent, found.folding, principals, role);
      managed(found.node.alternate, found.folding, principals, role);
      return;
    }
    let leaf: Leaf | undefined;
    if (found.node.type === 'CallExpression') {
      const name = nameOf(found.node.callee, found.folding.module)?.name;
      const argument =
        name === 'fromAwsManagedPolicyName'
          ? argumentOf(found.node, 0)
          : name === 'fromManagedPolicyArn' || (name === 'fromManagedPolicyName' && role === 'boundary')
            ? argumentOf(found.node, 2)
            : undefined;
      if (argument) leaf = leavesOf(fold(argument, found.folding))[0];
    } else if (found.node.type === 'NewExpression' && role === 'boundary') {
      leaf = constructId(found.node, found.folding);
    } else if (found.node.type === 'Literal') leaf = leavesOf(fold(found.node, found.folding))[0];
    else if (found.node.type === 'ObjectExpression')
      leaf = leavesOf(entryOf(fold(found.node, found.folding), 'managedPolicyArn')?.value)[0];
    if (!leaf) return;
    const holder = principals.map((one) => textOf(one.id)).find((text) => text !== undefined);
    attachManagedPolicy(leaf, into, {
      carrier: carrier(found.node, 'ManagedPolicy', holder),
      anchor: anchorOf(holder ?? 'ManagedPolicy'),
      principals,
      enabled: 'yes',
      role,
    });
  }

  /** `iam.Grant.addToPrincipal({ grantee, actions, resourceArns })`. */
  function grantCall(node: Call): void {
    const properties = propertyNodes(argumentOf(node, 0), folding);
    const actions = properties.get('actions');
    const resources = properties.get('resourceArns');
    const grantee = properties.get('grantee');
    if (!actions || !resources) return;
    const place = placeOfNode(node, folding);
    const value = mappingFrom(
      [
        entryFrom('Effect', place, wordAt('Allow', place)),
        entryFrom('Action', placeOfNode(actions.key, folding), fold(actions.node, actions.folding)),
        entryFrom('Resource', placeOfNode(resources.key, folding), fold(resources.node, resources.folding)),
      ],
      place,
    );
    document(value, node, { role: 'identity', principals: grantee ? holderOf(grantee.node, grantee.folding) : [] });
  }

  /** A grant by a method of the library: to everyone, `topic.grantPublish(new iam.AnyPrincipal())`, or to one that this program makes. */
  function granted(node: Call, named: Named, first: Node | undefined): void {
    const found = first && behind(first, folding);
    const principals =
      found?.node.type === 'NewExpression' && isCdk(nameOf(found.node.callee, found.folding.module)?.source)
        ? principalsOf(first!, folding)
        : [];
    if (principals.some((one) => textOf(one.id) === '*'))
      return opened(
        reading,
        node,
        placeOfNode(first!, folding),
        named.name,
        principals.map((one) => one.conditions).filter((one) => one !== undefined),
      );
    const given = givenByLibrary(node, named, folding);
    if (!given) return;
    const holder = textOf(given.principals[0]?.id) ?? named.name;
    into.grants.push({
      ...plainGrant,
      anchor: anchorOf(`${holder}|${named.name}`),
      role: 'entitlement',
      principals: given.principals,
      entitlement: given.entitlement,
      scope: [given.scope],
      carrier: carrier(node, named.name, holder),
    });
  }

  function clusterGrant(node: New | Call, { kind, principals, entitlement, level }: ClusterGrant): void {
    into.grants.push({
      ...plainGrant,
      anchor: anchorOf(kind),
      role: 'binding',
      principals,
      entitlement,
      scope: [{ level, id: entitlement }],
      carrier: carrier(node, kind),
    });
  }
}

/** In plain scripts the library is a global. */
function cdkGlobal(name: string, path: readonly string[]): boolean {
  return path[0] === 'cdk' && /^(?:PolicyStatement|PolicyDocument|Role)$/.test(name);
}
