// What runs as an AWS role in a template: the role that a function, instance, task or build names, through its instance
// profile where it has one, and what lets the world at it. The table of types is facts/aws/workloads.ts.
import { cloudformationWorkloads, pushWorkload, type Reach } from '../aws/workloads.ts';
import { wordAt } from '../made-values.ts';
import type { Carrier } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import type { Place } from '../../text/text.ts';
import { evaluate, referredTo } from './intrinsics.ts';
import type { ResourceReading, TemplateResource } from './template-resource.ts';

interface Reached {
  readonly how: Reach;
  readonly at: Place;
}

/** Whether SAM makes a role of its own for a resource: a function or state machine that is given none. */
export function makesRole({ type, properties }: TemplateResource): boolean {
  return (type === 'AWS::Serverless::Function' || type === 'AWS::Serverless::StateMachine') && valueAt(properties, 'Role') === undefined;
}

/** Pushes the workload that a resource is; nothing for one that neither names nor makes a role. */
export function readWorkload(reading: ResourceReading, carrier: Carrier, owner?: Leaf): void {
  const { resource, facts } = reading;
  const kind = cloudformationWorkloads.get(resource.type);
  if (!kind) return;
  const named =
    kind.option === undefined
      ? kind.role.map((path) => valueAt(resource.properties, ...path.split('.'))).find((value) => value !== undefined)
      : valueAt(
          itemsOf(valueAt(resource.properties, 'OptionSettings')).find((setting) => textOf(valueAt(setting, 'OptionName')) === kind.option),
          'Value',
        );
  const makes = makesRole(resource);
  const role = makes
    ? wordAt(resource.id, carrier.head)
    : named && (kind.profile ? roleOfProfile(named, reading) : roleFrom(named, named.at, reading));
  if (!role || role.kind === 'unknown') return;
  const name =
    ['FunctionName', 'Name', 'ProjectName', 'Family', 'StateMachineName']
      .map((key) => textOf(made(reading, key)))
      .find((text) => text !== undefined) ?? resource.id;
  const reach = reachOf(reading);
  pushWorkload(
    { carrier, words: kind.words, name, role, owner, ...(reach ? { reach } : {}), ...(makes ? { ownRole: `${resource.id}Role` } : {}) },
    facts,
  );
}

/** A resource of the template by its logical id, placed at the reference; else what the text comes to. */
function roleFrom(value: Value, at: Place, { resources, scope }: Pick<ResourceReading, 'resources' | 'scope'>): Leaf | undefined {
  const id = referredTo(value);
  if (id !== undefined && resources.has(id)) return wordAt(id, at);
  const arms = value.kind === 'mapping' ? valueAt(value, 'Fn::If') : undefined;
  if (arms?.kind === 'list')
    return arms.items
      .slice(1)
      .map((arm) => roleFrom(arm, arm.at, { resources, scope }))
      .find((leaf) => leaf !== undefined && leaf.kind !== 'unknown');
  return leavesOf(evaluate(value, scope))[0];
}

function roleOfProfile(value: Value, reading: ResourceReading): Leaf | undefined {
  const profile = reading.resources.get(referredTo(value) ?? '');
  const role = profile?.type === 'AWS::IAM::InstanceProfile' ? itemsOf(valueAt(profile.properties, 'Roles'))[0] : undefined;
  return role && roleFrom(role, value.at, reading);
}

function made({ resource, scope }: ResourceReading, ...path: string[]): Value | undefined {
  const value = valueAt(resource.properties, ...path);
  return value && evaluate(value, scope);
}

function reachOf(reading: ResourceReading): Reached | undefined {
  const { resource, resources } = reading;
  switch (resource.type) {
    case 'AWS::Lambda::Function':
    case 'AWS::Serverless::Function': {
      const own = open(valueAt(resource.properties, 'FunctionUrlConfig', 'AuthType'), reading);
      if (own) return own;
      for (const other of resources.values()) {
        const found =
          other.type === 'AWS::Lambda::Url' && referredTo(valueAt(other.properties, 'TargetFunctionArn')) === resource.id
            ? open(valueAt(other.properties, 'AuthType'), reading)
            : undefined;
        if (found) return found;
      }
      return undefined;
    }
    case 'AWS::CodeBuild::Project': {
      for (const group of itemsOf(made(reading, 'Triggers', 'FilterGroups'))) {
        const filters = itemsOf(group);
        const event = filters
          .map((filter) => (textOf(valueAt(filter, 'Type')) === 'EVENT' ? leavesOf(valueAt(filter, 'Pattern'))[0] : undefined))
          .find((leaf) => /PULL_REQUEST_(?:CREATED|UPDATED|REOPENED)/.test(textOf(leaf) ?? ''));
        if (event && !filters.some((filter) => textOf(valueAt(filter, 'Type')) === 'ACTOR_ACCOUNT_ID'))
          return { how: 'it builds pull requests', at: event.at };
      }
      return undefined;
    }
    case 'AWS::EC2::Instance':
    case 'AWS::EC2::LaunchTemplate':
    case 'AWS::AutoScaling::LaunchConfiguration': {
      const inside = resource.type === 'AWS::EC2::LaunchTemplate' ? ['LaunchTemplateData'] : [];
      const tokens = leavesOf(made(reading, ...inside, 'MetadataOptions', 'HttpTokens'))[0];
      if (tokens && textOf(tokens) === 'optional')
        return { how: 'it gives its credentials to whoever can make it fetch a page', at: tokens.at };
      const address = [
        made(reading, 'AssociatePublicIpAddress'),
        ...itemsOf(made(reading, ...inside, 'NetworkInterfaces')).map((one) => valueAt(one, 'AssociatePublicIpAddress')),
      ]
        .flatMap(leavesOf)
        .find((leaf) => textOf(leaf) === 'true');
      return address && { how: 'it has a public address', at: address.at };
    }
    case 'AWS::AppRunner::Service': {
      const ingress = leavesOf(made(reading, 'NetworkConfiguration', 'IngressConfiguration', 'IsPubliclyAccessible'))[0];
      return ingress && textOf(ingress) !== 'true'
        ? undefined
        : { how: 'it answers the internet', at: ingress?.at ?? resource.entry.key.at };
    }
    default:
      return undefined;
  }
}

function open(value: Value | undefined, { scope }: ResourceReading): Reached | undefined {
  const auth = leavesOf(value && evaluate(value, scope)).find((leaf) => textOf(leaf) === 'NONE');
  return auth && { how: 'anyone may call its address', at: auth.at };
}
