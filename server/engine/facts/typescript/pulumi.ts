// Pulumi programs: `new aws.iam.Role('name', {…})` and its like. Which argument of which class holds what stands in a
// table; Google, Azure and Kubernetes classes go to the functions that read them in every dialect.
import type { Node } from '../../syntax/typescript.ts';
import { declaredInPulumi } from '../aws/declared-types.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { isNamedBoundary } from '../aws/policy-role.ts';
import { pulumiKinds } from '../aws/settings.ts';
import { pushGoogleBinding } from '../gcp/binding.ts';
import { lifetimeOfDays } from '../lifetime.ts';
import type { Carrier, Facts, Grant, Lifetime, Principal, Scope } from '../types.ts';
import { entryOf, leavesOf, textOf, type Value } from '../value.ts';
import { permissionStatement, readProgramSettings, type Properties } from './aws-settings.ts';
import { argumentOf, behind, isPulumi, nameOf, propertyNodes, type Named } from './constructs.ts';
import { wordAt } from '../made-values.ts';
import { declaredAs } from './declared.ts';
import { fold } from './fold.ts';
import { nodesOf, onceOf, placeOfNode, startOf, type Folding } from './folding.ts';
import { timesOf } from './frames.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import { serviceProviders, typeOfPulumi } from '../provider-programs/types.ts';
import { readPulumiObject } from './kubernetes.ts';
import { readPulumiAzure } from './pulumi-azure.ts';
import { isAttached, policyValue } from './pulumi-policies.ts';
import { readPulumiWorkload } from './workloads.ts';
import { attachGiven, inlinePolicies, readCrosswalk, readEksCluster, type Component } from './pulumi-components.ts';
import { isSst } from './sst.ts';
import { tableOf } from '../../table.ts';

type New = Extract<Node, { type: 'NewExpression' }>;

/** Classes whose policy is not an identity's, by `module.Class`; `policy` is the argument where it is not `policy`. */
const otherPolicies = tableOf<Grant['role']>({
  'kms.Key': 'key-policy',
  'kms.KeyPolicy': 'key-policy',
  'kms.ReplicaKey': 'key-policy',
  'kms.ExternalKey': 'key-policy',
  'organizations.Policy': 'org-limit',
  'ec2.VpcEndpoint': 'endpoint',
  'ec2.VpcEndpointPolicy': 'endpoint',
  'iot.Policy': 'identity',
  'transfer.User': 'session',
  'transfer.Access': 'session',
});

const policyArguments = [
  'policy',
  'policyDocument',
  'accessPolicies',
  'resourcePolicy',
  'accessPolicy',
  'keyPolicy',
  'repositoryPolicyText',
  'inlinePolicy',
  'content',
] as const;
const identityClasses = /^iam\.(?:Policy|RolePolicy|UserPolicy|GroupPolicy|ManagedPolicy)$|^ssoadmin\.PermissionSetInlinePolicy$/;

/** Reads the resources of a Pulumi program, or of a node in it, into facts. */
export function readPulumi(folding: Folding, into: Facts, within?: Node): void {
  for (const node of nodesOf(folding, within)) {
    const named = node.type === 'NewExpression' ? packagedAs(node, folding) : undefined;
    if (node.type !== 'NewExpression' || !named) continue;
    const once = onceOf(folding);
    for (const time of timesOf(node, once.folding)) readNew(node, named, time, into);
    once.done();
  }
}

/** The class of a package of Pulumi that is made, by an import or by the global that SST makes of the package; undefined for others. */
function packagedAs(node: New, { module }: Folding): Named | undefined {
  const named = nameOf(node.callee, module);
  if (!named || isPulumi(named.source)) return named;
  const [root] = named.path;
  const isGlobal = root !== undefined && sstGlobals.has(root) && isSst(module.document) && module.bindingOf(root, node) === undefined;
  return isGlobal ? { ...named, source: `@pulumi/${root}`, imported: '*' } : undefined;
}

/** Packages that SST has as globals: AWS always, the others once they are among its providers. */
const sstGlobals: ReadonlySet<string> = new Set(['aws', 'awsx', 'gcp', 'azuread', 'kubernetes', ...serviceProviders]);

/** Reads one resource, as it is made once. */
function readNew(node: New, named: Named, folding: Folding, into: Facts): void {
  const { module } = folding;
  // `aws.iam.Role`, or `iam.Role` of `@pulumi/aws/iam` or of `import { iam } from '@pulumi/aws'`.
  const sub = named.source!.split('/').slice(2);
  const path =
    named.imported === '*' || named.imported === 'default' || named.imported === undefined
      ? named.path.slice(1)
      : named.path.length > 0
        ? [named.imported, ...named.path.slice(1)]
        : [];
  const type = [...sub, ...path, named.name].filter((part) => part !== 'index').join('.');
  const provider = named.source!.split('/')[1]!;
  // An output is known only later: in JSON that is made at once it would be an object, and what is in a bucket takes a template.
  const nameable =
    provider === 'aws' &&
    !module.document.text.includes('JSON.stringify') &&
    (!type.startsWith('s3.') || module.bindingOf('pulumi', node)?.kind === 'import');
  const declared = nameable ? declaredAs(node, declaredInPulumi(type), 'pulumi', module) : undefined;
  if (declared && !into.declared.some((one) => one.at.span[0] === declared.at.span[0])) into.declared.push(declared);
  if (provider === 'aws' || provider === 'aws-native') aws(node, type);
  else if (provider === 'awsx') readCrosswalk(componentOf(node, type), into);
  else if (provider === 'eks' && type === 'Cluster') readEksCluster(componentOf(node, type), into);
  else if (provider === 'gcp' || provider === 'google-native') google(node, type);
  // Assignments of both providers of Azure look for the group that they are made on.
  else if (provider === 'azuread' || (provider === 'azure' && type !== 'authorization.Assignment')) asTerraform(node, type, provider);
  else if (provider.startsWith('azure')) azure(node, type);
  else if (provider === 'kubernetes') readPulumiObject(node, type, folding, into);
  else if (serviceProviders.has(provider)) asTerraform(node, type, provider);

  function carrierOf(node: New, type: string): Carrier {
    return {
      dialect: 'pulumi',
      kind: type,
      address: `${type}.${nameText(node)}`,
      block: placeOfNode(node, folding),
      head: placeOfNode(node.callee, folding),
    };
  }

  function componentOf(node: New, type: string): Component {
    return { node, name: nameText(node), folding, carrier: carrierOf(node, type), anchor: (path) => anchorOf(node, type, path) };
  }

  function nameText(node: New): string {
    const name = argumentOf(node, 0);
    return (name && textOf(fold(name, folding))) ?? '?';
  }

  function anchorOf(node: New, type: string, path: string): string {
    return `pulumi|${startOf(folding)}|${type}.${nameText(node)}|${path}`;
  }

  /** Who an argument names: a resource of this program by its name, else the text. */
  function holder(node: Node | undefined, kind: Principal['kind']): Principal[] {
    if (!node) return [];
    const bare =
      node.type === 'MemberExpression' && node.property.type === 'Identifier' && /^(?:name|id|arn)$/.test(node.property.name)
        ? node.object
        : node;
    const found = behind(bare, folding);
    const place = placeOfNode(node, folding);
    if (found?.node.type === 'NewExpression')
      return [{ kind, id: wordAt(textOf(fold(argumentOf(found.node, 0), found.folding)) ?? '?', place) }];
    if (found?.node.type === 'ArrayExpression')
      return found.node.elements.flatMap((one) => (one && one.type !== 'SpreadElement' ? holder(one, kind) : []));
    return leavesOf(fold(node, folding)).map((id) => ({ kind, id }));
  }

  function aws(node: New, type: string): void {
    const args = propertyNodes(argumentOf(node, 1), folding);
    const get = (key: string): Node | undefined => args.get(key)?.node;
    const value = (key: string): Value | undefined => {
      const found = args.get(key);
      return found && policyValue(found.node, found.folding);
    };
    const self = (kind: Principal['kind']): Principal[] => [
      { kind, id: wordAt(nameText(node), placeOfNode(argumentOf(node, 0) ?? node, folding)) },
    ];
    const options = (path: string, principals: readonly Principal[]) => ({
      carrier: carrierOf(node, type),
      anchor: anchorOf(node, type, path),
      principals,
      enabled: 'yes' as const,
    });
    const attach = (key: string, principals: readonly Principal[], role?: Grant['role']): void =>
      attachGiven(args.get(key), { ...options(key, principals), role }, into);
    const kind: Principal['kind'] = /User/.test(type) ? 'user' : /Group/.test(type) ? 'group' : 'role';

    for (const key of ['assumeRolePolicy', 'assumeRolePolicyDocument']) {
      const trust = value(key);
      if (trust) readPolicyDocument(trust, into, { ...options(key, []), role: 'trust', assumes: self('role')[0]!.id });
    }
    for (const key of policyArguments) {
      const document = value(key);
      if (!document) continue;
      const role: Grant['role'] = otherPolicies.get(type) ?? (identityClasses.test(type) ? 'identity' : 'resource');
      const principals =
        role !== 'identity' ? [] : [...holder(get('role'), 'role'), ...holder(get('user'), 'user'), ...holder(get('group'), 'group')];
      const isBoundary = type === 'iam.Policy' && isNamedBoundary(nameText(node)) && !isAttached(node, module);
      readPolicyDocument(document, into, { ...options(key, principals), role: isBoundary ? 'boundary' : role });
    }
    if (/^iam\.(?:Role|User|Group)$/.test(type))
      for (const key of ['inlinePolicies', 'policies']) inlinePolicies(args.get(key), key, (path) => options(path, self(kind)), into);
    attach('managedPolicyArns', self(kind));
    if (/^iam\.(?:Role|User|Group)?PolicyAttachment(?:sExclusive)?$/.test(type))
      attach('policyArn', [
        ...holder(get('role') ?? get('roles'), 'role'),
        ...holder(get('user') ?? get('users'), 'user'),
        ...holder(get('group') ?? get('groups'), 'group'),
      ]);
    if (type === 'ssoadmin.ManagedPolicyAttachment') attach('managedPolicyArn', holder(get('permissionSetArn'), 'role'));
    attach('permissionsBoundary', self(kind), 'boundary');
    if (type === 'iam.AccessKey' && !/^inactive$/i.test(textOf(value('status')) ?? ''))
      credential(node, type, 'access-key', holder(get('user'), 'user')[0]);
    if (type === 'iam.UserLoginProfile') credential(node, type, 'login-password', holder(get('user'), 'user')[0]);
    if (type === 'iam.ServiceSpecificCredential' && !/^inactive$/i.test(textOf(value('status')) ?? ''))
      credential(
        node,
        type,
        'service-specific',
        holder(get('userName'), 'user')[0],
        lifetimeOfDays(leavesOf(value('credentialAgeDays'))[0]),
      );
    if (/^iam\.(?:Role|User|Group)$/.test(type)) {
      const text = textOf(value('name')) ?? nameText(node);
      into.identities.push({
        id: `aws:${kind}:${text}`,
        platform: 'aws',
        kind: kind as 'role' | 'user' | 'group',
        name: text,
        scopeItems: [],
        at: placeOfNode(node.callee, folding),
        carrier: carrierOf(node, type),
        traits: {},
      });
    }
    if (type === 'lambda.Permission') permission(node, type, args);
    if (type === 'lambda.CallbackFunction') attach('policies', self('role'));
    readPulumiWorkload(node, type, folding, carrierOf(node, type), nameText(node), into);
    const settings = pulumiKinds.get(type);
    if (settings)
      readProgramSettings(settings, args, 'pulumi', { carrier: carrierOf(node, type), anchor: (path) => anchorOf(node, type, path) }, into);
  }

  function credential(
    node: New,
    type: string,
    kind: 'access-key' | 'login-password' | 'service-specific',
    owner: Principal | undefined,
    lifetime: Lifetime = { kind: 'standing' },
  ): void {
    into.credentials.push({
      anchor: anchorOf(node, type, kind),
      platform: 'aws',
      kind,
      owner,
      lifetime,
      storedIn: 'state',
      at: placeOfNode(node.callee, folding),
      carrier: carrierOf(node, type),
      enabled: 'yes',
    });
  }

  function permission(node: New, type: string, args: Properties): void {
    const who = args.get('principal');
    for (const leaf of who ? leavesOf(fold(who.node, who.folding)).slice(0, 1) : []) {
      const statement = permissionStatement(args, { id: leaf, at: leaf.at });
      if (statement)
        readPolicyDocument(statement, into, {
          role: 'resource',
          carrier: carrierOf(node, type),
          anchor: anchorOf(node, type, 'principal'),
          principals: [],
          enabled: 'yes',
        });
    }
  }

  function google(node: New, type: string): void {
    if (type === 'serviceaccount.Key' || type === 'serviceAccount.Key') {
      into.credentials.push({
        anchor: anchorOf(node, type, 'key'),
        platform: 'gcp',
        kind: 'sa-key',
        owner: holder(propertyNodes(argumentOf(node, 1), folding).get('serviceAccountId')?.node, 'serviceAccount')[0],
        lifetime: { kind: 'standing' },
        storedIn: 'state',
        at: placeOfNode(node.callee, folding),
        carrier: carrierOf(node, type),
        enabled: 'yes',
      });
      return;
    }
    if (type === 'storage.BucketAccessControl' || type === 'storage.DefaultObjectAccessControl') {
      const given = propertyNodes(argumentOf(node, 1), folding);
      const [role, entity] = ['role', 'entity'].map((key) => given.get(key)).map((found) => found && fold(found.node, found.folding));
      if (role && entity)
        pushGoogleBinding(into, {
          role,
          members: entity,
          carrier: carrierOf(node, type),
          anchor: anchorOf(node, type, 'entity'),
          enabled: 'yes',
          scope: { level: 'resource', id: wordAt('', placeOfNode(node.callee, folding)) },
        });
      return;
    }
    const level: Scope['level'] | undefined = /^projects\.IAM/.test(type)
      ? 'project'
      : /^folder\.IAM/.test(type)
        ? 'folder'
        : /^organizations\.IAM/.test(type)
          ? 'org'
          : /IAM(?:Member|Binding)$/i.test(type)
            ? 'resource'
            : undefined;
    if (!level || !/IAM(?:Member|Binding)$/i.test(type)) return asTerraform(node, type, 'gcp');
    const args = propertyNodes(argumentOf(node, 1), folding);
    const value = (key: string): Value | undefined => {
      const found = args.get(key);
      return found && fold(found.node, found.folding);
    };
    const condition = args.get('condition');
    const expression = condition && entryOf(fold(condition.node, condition.folding), 'expression')?.value;
    pushGoogleBinding(into, {
      role: value('role'),
      members: value('member') ?? value('members'),
      carrier: carrierOf(node, type),
      anchor: anchorOf(node, type, 'role'),
      enabled: 'yes',
      scope: {
        level,
        id: leavesOf(value('project') ?? value('folder') ?? value('orgId'))[0] ?? wordAt('\0', placeOfNode(node.callee, folding)),
      },
      condition: condition ? { expression: leavesOf(expression)[0], at: placeOfNode(condition.whole, condition.folding) } : undefined,
    });
  }

  /** A class as the type of Terraform's provider that it was made from. */
  function asTerraform(node: New, type: string, provider: string): void {
    const dot = type.lastIndexOf('.');
    const known = typeOfPulumi(provider, type.slice(0, Math.max(0, dot)), type.slice(dot + 1));
    const args = known === undefined ? undefined : argumentOf(node, 1);
    const value = args && fold(args, folding);
    if (known === undefined || value?.kind !== 'mapping') return;
    readProviderResource(
      {
        type: known,
        kind: type,
        name: nameText(node),
        args: value,
        dialect: 'pulumi',
        head: placeOfNode(node.callee, folding),
        block: placeOfNode(node, folding),
      },
      into,
    );
  }

  function azure(node: New, type: string): void {
    const args = argumentOf(node, 1);
    const value = args && fold(args, folding);
    if (value?.kind !== 'mapping') return;
    readPulumiAzure(
      {
        type,
        args: value,
        carrier: carrierOf(node, type),
        anchor: `pulumi|${module.document.uri}|${type}.${nameText(node)}`,
        uri: module.document.uri,
        text: module.document.text,
        head: placeOfNode(node.callee, folding),
      },
      into,
    );
  }
}
