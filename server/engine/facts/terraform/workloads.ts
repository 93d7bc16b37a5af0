// What runs as an AWS role in Terraform: the role that a function, instance, task or build names, through its instance
// profile where it has one, and what lets the world at it. The table of types is facts/aws/workloads.ts.
import { pushWorkload, terraformWorkloads, type Reach, type WorkloadKind } from '../aws/workloads.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import type { Place } from '../../text/text.ts';
import { leavesOf, textOf, valueAt, type Leaf } from '../value.ts';
import { viewOf, type BlockView } from './blocks.ts';
import { evaluate, type Scope } from './evaluate.ts';
import type { Resource } from './module.ts';
import { entryOver } from './module-memory.ts';
import { addressLeaf, firstLeaf, namedBy, ownerIn, principalsFrom, resourceOf, type Reading, type ResourceReader } from './resource.ts';

interface Reached {
  readonly how: Reach;
  readonly at: Place;
}

/** The view that holds the last name of a path: `instance_configuration.instance_role_arn` stands in a nested block. */
function viewAt(view: BlockView, path: readonly string[]): BlockView | undefined {
  return path.slice(0, -1).reduce<BlockView | undefined>((inner, name) => inner?.blocks(name)[0], view);
}

/** A role that JSON inside of an attribute names: the resource that is referred to there, else what is written. */
function roleInJson({ view, instance }: Reading, path: readonly string[]): Leaf | undefined {
  const leaf = leavesOf(valueAt(view.attribute(path[0]!), ...path.slice(1)))[0];
  // A plan has values and no module.
  const module = (instance.scope as Scope | undefined)?.module;
  if (!leaf || leaf.kind === 'scalar' || !module) return leaf;
  // The ARN of a role is known in part; what stands at its place says whose it is.
  const address = /^(?:\$\{)?\s*(aws_iam_role\.[\w-]+)\./.exec(module.documents.get(leaf.at.uri)?.text.slice(...leaf.at.span) ?? '')?.[1];
  const resource = address === undefined ? undefined : module.resources.get(address);
  return resource ? addressLeaf(resource, leaf.at) : leaf;
}

/** The role that a property names: a resource of the module by its address, else what is written. */
function roleOf(reading: Reading, { role, profile, option }: WorkloadKind): Leaf | undefined {
  if (option !== undefined) {
    const view = reading.view.blocks('setting').find((setting) => textOf(setting.attribute('name')) === option);
    return view && roleOfProfile({ ...reading, view }, 'value');
  }
  for (const written of role) {
    const path = written.split('.');
    if (path.length > 1 && reading.view.attribute(path[0]!)) return roleInJson(reading, path);
    const view = viewAt(reading.view, path);
    const name = path.at(-1)!;
    if (!view?.attribute(name)) continue;
    const inner: Reading = { ...reading, view };
    if (!profile) return principalsFrom(inner, name, 'role')[0]?.id;
    return roleOfProfile(inner, name);
  }
  return undefined;
}

/** The role of the instance profile that an attribute names. A profile from elsewhere says nothing. */
function roleOfProfile(reading: Reading, attribute: string): Leaf | undefined {
  const profile = namedBy(reading, attribute);
  const found = reading.view.expression(attribute);
  if (!found || profile?.type !== 'aws_iam_instance_profile') return undefined;
  const own: Scope = { ...found.scope, uri: profile.uri };
  const named = attributeOf(profile.block.body, 'role')?.value;
  const role = resourceOf(named, own);
  const at: Place = { uri: found.scope.uri, span: found.expression.span };
  if (role) return addressLeaf(role, at);
  const text = named && textOf(evaluate(named, own));
  return text === undefined
    ? undefined
    : { kind: 'scalar', known: 'resolved', value: text, at, token: at, via: [], encoding: 'none', editable: false };
}

/** Who is let at the functions and builds of a module by resources of their own, by the address of the workload. */
function reachedIn(scope: Scope): ReadonlyMap<string, Reached> {
  const found = new Map<string, Reached>();
  for (const resource of scope.module.resources.values()) {
    if (resource.type !== 'aws_lambda_function_url' && resource.type !== 'aws_codebuild_webhook') continue;
    const own: Scope = { ...scope, uri: resource.uri, bindings: new Map() };
    const of = resourceOf(
      attributeOf(resource.block.body, resource.type === 'aws_codebuild_webhook' ? 'project_name' : 'function_name')?.value,
      own,
    );
    const reach = of && (resource.type === 'aws_codebuild_webhook' ? pullRequests(resource, own) : openAddress(resource, own));
    if (of && reach) found.set(of.address, reach);
  }
  return found;
}

function bodyOf(resource: Resource, scope: Scope): BlockView {
  const place: Place = { uri: resource.uri, span: resource.block.head };
  return viewOf(resource.block.body, place, place, scope);
}

function openAddress(resource: Resource, scope: Scope): Reached | undefined {
  const leaf = firstLeaf(bodyOf(resource, scope).attribute('authorization_type'));
  return leaf && /^none$/i.test(textOf(leaf) ?? '') ? { how: 'anyone may call its address', at: leaf.at } : undefined;
}

/** A webhook builds pull requests where a group of filters names them, and names no account whose requests are meant. */
function pullRequests(resource: Resource, scope: Scope): Reached | undefined {
  for (const group of bodyOf(resource, scope).blocks('filter_group')) {
    const filters = group
      .blocks('filter')
      .map((filter) => ({ type: textOf(filter.attribute('type')), pattern: firstLeaf(filter.attribute('pattern')) }));
    const event = filters.find(
      (filter) => filter.type === 'EVENT' && /PULL_REQUEST_(?:CREATED|UPDATED|REOPENED)/.test(textOf(filter.pattern) ?? ''),
    )?.pattern;
    if (event && !filters.some((filter) => filter.type === 'ACTOR_ACCOUNT_ID')) return { how: 'it builds pull requests', at: event.at };
  }
  return undefined;
}

/** What the workload's own attributes say about who gets at it. */
function ownReach({ view, instance }: Reading): Reached | undefined {
  const { type } = instance.resource;
  if (/^aws_(?:instance|launch_template|spot_instance_request|launch_configuration)$/.test(type)) {
    const tokens = view
      .blocks('metadata_options')
      .map((options) => firstLeaf(options.attribute('http_tokens')))
      .find((leaf) => textOf(leaf) === 'optional');
    if (tokens) return { how: 'it gives its credentials to whoever can make it fetch a page', at: tokens.at };
    const address = [view, ...view.blocks('network_interfaces')]
      .map((one) => firstLeaf(one.attribute('associate_public_ip_address')))
      .find((leaf) => textOf(leaf) === 'true');
    if (address) return { how: 'it has a public address', at: address.at };
  }
  if (type === 'aws_apprunner_service') {
    const ingress = view
      .blocks('network_configuration')
      .flatMap((network) => network.blocks('ingress_configuration'))
      .flatMap((one) => leavesOf(one.attribute('is_publicly_accessible')));
    if (!ingress.some((leaf) => textOf(leaf) !== 'true')) return { how: 'it answers the internet', at: ingress[0]?.at ?? view.head };
  }
  return undefined;
}

const nameOf = (reading: Reading): string =>
  ['name', 'function_name', 'family', 'name_prefix']
    .map((attribute) => textOf(reading.view.attribute(attribute)))
    .find((text) => text !== undefined) ?? reading.instance.address;

const reader =
  (kind: WorkloadKind): ResourceReader =>
  (reading) => {
    const { instance, view } = reading;
    if (instance.enabled === 'no') return;
    const role = roleOf(reading, kind);
    if (!role || role.kind === 'unknown') return;
    // A plan has values and no module to look over.
    const reach =
      ownReach(reading) ??
      ((instance.scope as Scope | undefined) && entryOver('reached', reachedIn, instance.scope, instance.resource.address));
    pushWorkload(
      {
        carrier: reading.carrier(),
        words: kind.words,
        name: nameOf(reading),
        role,
        owner: ownerIn(view.attribute('tags')),
        ...(reach ? { reach } : {}),
      },
      reading.facts,
    );
  };

export const awsWorkloadReaders: Readonly<Record<string, ResourceReader>> = Object.fromEntries(
  [...terraformWorkloads].map(([type, kind]) => [type, reader(kind)]),
);

/** Modules of the registry that take the role of what they make, by their source; arguments as their variables declare them. */
const modules: readonly (readonly [source: RegExp, kind: WorkloadKind])[] = [
  [
    /(?:^|\/)(?:terraform-aws-modules\/lambda\/aws|terraform-aws-lambda(?:\.git)?)(?:$|\?)/,
    { words: 'Lambda function', role: ['lambda_role'] },
  ],
  [
    /(?:^|\/)(?:terraform-aws-modules\/ec2-instance\/aws|terraform-aws-ec2-instance(?:\.git)?)(?:$|\?)/,
    { words: 'EC2 instance', role: ['iam_instance_profile'], profile: true },
  ],
  [
    /(?:^|\/)(?:terraform-aws-modules\/ecs\/aws|terraform-aws-ecs(?:\.git)?)\/\/modules\/service(?:$|\?)/,
    { words: 'ECS task', role: ['tasks_iam_role_arn'] },
  ],
  [
    /(?:^|\/)(?:terraform-aws-modules\/step-functions\/aws|terraform-aws-step-functions(?:\.git)?)(?:$|\?)/,
    { words: 'State machine', role: ['role_arn'] },
  ],
];

/** Pushes the workload that the call of a registry module makes, where it names the role. */
export function readModuleWorkload(reading: Reading, source: string): void {
  const kind = modules.find(([pattern]) => pattern.test(source))?.[1];
  if (kind) reader(kind)(reading);
}
