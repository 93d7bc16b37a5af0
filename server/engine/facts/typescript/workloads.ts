// What runs as an AWS role in programs: constructs of the CDK and resources of Pulumi that are given a role, and what the
// same file says of who gets at them. The tables of classes are facts/aws/workloads.ts.
import type { Node } from '../../syntax/typescript.ts';
import {
  cdkOwnRoles,
  cdkWorkloads,
  cloudformationWorkloads,
  pulumiWorkloads,
  pushWorkload,
  terraformWorkloads,
  type Reach,
  type WorkloadKind,
} from '../aws/workloads.ts';
import type { Carrier, Facts } from '../types.ts';
import { textOf, type Leaf } from '../value.ts';
import type { Place } from '../../text/text.ts';
import type { Properties } from './aws-settings.ts';
import { callsOn, holderOf, keptAs, type Uses } from './cdk-context.ts';
import { wordAt } from '../made-values.ts';
import { argumentOf, behind, nameOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';

type New = Extract<Node, { type: 'NewExpression' }>;
export type Property = { readonly node: Node; readonly folding: Folding };

interface Reached {
  readonly how: Reach;
  readonly at: Place;
}

const level1Workloads: ReadonlyMap<string, WorkloadKind> = new Map(
  [...cloudformationWorkloads].map(([type, kind]) => [
    `Cfn${type.slice(type.lastIndexOf('::') + 2)}`,
    { ...kind, role: kind.role.map((path) => path.split('.').map(small).join('.')) },
  ]),
);

function small(name: string): string {
  return name.startsWith('IAM') ? `iam${name.slice(3)}` : name.charAt(0).toLowerCase() + name.slice(1);
}

function camel(path: string): string {
  return path.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A property under a path of names. */
export function propertyAt(properties: Properties, path: string): Property | undefined {
  const [first, ...rest] = path.split('.');
  const found = properties.get(first!);
  return found && (rest.length === 0 ? found : propertyAt(propertyNodes(found.node, found.folding), rest.join('.')));
}

/** `role` of `role.roleArn`, `profile` of `profile.name`. */
function bare(node: Node): Node {
  return node.type === 'MemberExpression' &&
    node.property.type === 'Identifier' &&
    /^(?:arn|id|name|ref|roleArn|roleName|attrArn|attrRoleName|instanceProfileName|instanceProfileArn)$/.test(node.property.name)
    ? node.object
    : node;
}

/** The role that an expression names, placed at the expression; through its instance profile where it names one. */
function roleAt(
  property: Property,
  kind: WorkloadKind,
  nameOfRole: (node: Node, folding: Folding) => string | undefined,
): Leaf | undefined {
  const at = placeOfNode(property.node, property.folding);
  const named = behind(bare(property.node), property.folding);
  const class_ = named?.node.type === 'NewExpression' ? nameOf(named.node.callee, named.folding.module)?.name : undefined;
  if (named?.node.type === 'NewExpression' && (class_ === 'InstanceProfile' || class_ === 'CfnInstanceProfile')) {
    // Level 2 of the CDK takes one role, the others a name or a list of one.
    const given = [1, 2]
      .map((index) => propertyNodes(argumentOf(named.node as New, index), named.folding))
      .map((properties) => properties.get('role') ?? properties.get('roles'))
      .find((one) => one !== undefined);
    const list = given && behind(given.node, given.folding);
    const first = list?.node.type === 'ArrayExpression' ? list.node.elements[0] : given?.node;
    const name = given && first && first.type !== 'SpreadElement' ? nameOfRole(bare(first), given.folding) : undefined;
    return name === undefined ? undefined : wordAt(name, at);
  }
  if (kind.profile) return undefined;
  const name = nameOfRole(bare(property.node), property.folding);
  return name === undefined ? undefined : wordAt(name, at);
}

function roleOf(
  properties: Properties,
  kind: WorkloadKind,
  nameOfRole: (node: Node, folding: Folding) => string | undefined,
): Leaf | undefined {
  for (const path of kind.role) {
    const property = propertyAt(properties, path);
    if (property) return roleAt(property, kind, nameOfRole);
  }
  return undefined;
}

/** A construct and its role: the one that it is given, else the one that it makes, which grants name by the construct's id. */
export function readCdkWorkload(node: New, name: string, folding: Folding, uses: Uses, carrier: Carrier, into: Facts): void {
  const kind = cdkWorkloads.get(name) ?? level1Workloads.get(name);
  if (!kind) return;
  const properties = propertyNodes(argumentOf(node, 2), folding);
  const own = kind.role.some((path) => propertyAt(properties, path)) ? undefined : cdkOwnRoles.get(name);
  const role =
    own === undefined
      ? roleOf(properties, kind, (given, inside) => textOf(holderOf(given, inside)[0]?.id))
      : wordAt(carrier.address, carrier.head);
  if (!role) return;
  const reach = cdkReach(node, kind, folding, uses, properties);
  pushWorkload(
    {
      carrier,
      words: kind.words,
      name: carrier.address,
      role,
      ...(reach ? { reach } : {}),
      ...(own === undefined ? {} : { ownRole: `${carrier.address}/${own}` }),
    },
    into,
  );
}

function cdkReach(node: New, { words }: WorkloadKind, folding: Folding, uses: Uses, properties: Properties): Reached | undefined {
  const { module } = folding;
  const { text, uri } = module.document;
  if (words === 'Lambda function') {
    const kept = keptAs(node, module);
    for (const call of kept === undefined ? [] : callsOn(kept, uses, module)) {
      if (nameOf(call.callee, module)?.name !== 'addFunctionUrl') continue;
      const auth = propertyNodes(argumentOf(call, 0), folding).get('authType');
      const place = auth && placeOfNode(auth.node, auth.folding);
      if (place && /\.NONE$/.test(text.slice(...place.span))) return { how: 'anyone may call its address', at: place };
    }
  }
  if (words === 'CodeBuild project') {
    const {
      span: [start, end],
    } = placeOfNode(node, folding);
    const event = /\bEventAction\.PULL_REQUEST_(?:CREATED|UPDATED|REOPENED)\b/.exec(text.slice(start, end));
    if (event && !/\.andActorAccountIs\(/.test(text.slice(start, end)))
      return { how: 'it builds pull requests', at: { uri, span: [start + event.index, start + event.index + event[0].length] } };
  }
  const address = properties.get('associatePublicIpAddress');
  return address && textOf(fold(address.node, address.folding)) === 'true'
    ? { how: 'it has a public address', at: placeOfNode(address.node, address.folding) }
    : undefined;
}

/** A resource of Pulumi: `type` is its module and class, `name` what it is made with. */
export function readPulumiWorkload(node: New, type: string, folding: Folding, carrier: Carrier, name: string, into: Facts): void {
  const terraform = terraformWorkloads.get(pulumiWorkloads.get(type) ?? '');
  if (!terraform) return;
  const kind = { ...terraform, role: terraform.role.map(camel) };
  const role = roleOf(propertyNodes(argumentOf(node, 1), folding), kind, nameInPulumi);
  if (!role) return;
  const reach = kind.words === 'Lambda function' ? openAddressOf(node, folding) : undefined;
  pushWorkload({ carrier, words: kind.words, name, role, ...(reach ? { reach } : {}) }, into);
}

/** A role by the name that its resource is made with, else by the text that the expression comes to. */
function nameInPulumi(node: Node, folding: Folding): string | undefined {
  const found = behind(node, folding);
  return found?.node.type === 'NewExpression' ? textOf(fold(argumentOf(found.node, 0), found.folding)) : textOf(fold(node, folding));
}

function openAddressOf(node: New, folding: Folding): Reached | undefined {
  for (const other of folding.module.nodes) {
    if (other.type !== 'NewExpression' || nameOf(other.callee, folding.module)?.name !== 'FunctionUrl') continue;
    const properties = propertyNodes(argumentOf(other, 1), folding);
    const [of, auth] = [properties.get('functionName'), properties.get('authorizationType')];
    if (of && auth && behind(bare(of.node), of.folding)?.node === node && textOf(fold(auth.node, auth.folding)) === 'NONE')
      return { how: 'anyone may call its address', at: placeOfNode(auth.node, auth.folding) };
  }
  return undefined;
}
