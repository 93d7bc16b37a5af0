// AI agents that Terraform deploys: Bedrock agents and AgentCore runtimes with the role they act as, and gateways with
// what they ask of callers.
import type { Agent } from '../agent.ts';
import { entryFrom, editableMapping } from '../made-values.ts';
import { textOf, type Entry, type Mapping } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { addressLeaf, namedBy, pushIdentity, type Reading, type ResourceReader } from './resource.ts';

const nested = ['authorizer_configuration', 'custom_jwt_authorizer'];

/** Attributes and the blocks that rules ask for, as one mapping. */
function mappingOf(view: BlockView): Mapping {
  const entries = view.names().flatMap((name): Entry[] => {
    const value = view.attribute(name);
    const place = view.placeOf(name);
    if (value && place) return [entryFrom(name, place.name, value, place.all)];
    return nested.includes(name) ? view.blocks(name).map((block) => entryFrom(name, block.head, mappingOf(block), block.block)) : [];
  });
  return editableMapping(entries, view.block);
}

function pushAgent(reading: Reading, nameAttribute: string, roleAttribute: string): void {
  const { view, instance, facts } = reading;
  if (instance.enabled === 'no') return;
  const name = textOf(view.attribute(nameAttribute)) ?? instance.address;
  const agent: Agent = {
    anchor: reading.anchor('agent'),
    client: 'agentcore',
    name,
    at: view.block,
    head: view.head,
    servers: [],
    settings: [],
    carrier: reading.carrier(),
    personal: false,
    value: mappingOf(view),
  };
  facts.agents.push(agent);
  const role = namedBy(reading, roleAttribute);
  pushIdentity(reading, {
    platform: 'agent',
    kind: 'agent',
    name: nameAttribute,
    tags: 'tags',
    traits: role ? { role: addressLeaf(role, view.placeOf(roleAttribute)?.all ?? view.head) } : {},
  });
}

export const agentReaders: Readonly<Record<string, ResourceReader>> = {
  aws_bedrockagent_agent: (reading) => pushAgent(reading, 'agent_name', 'agent_resource_role_arn'),
  aws_bedrockagentcore_agent_runtime: (reading) => pushAgent(reading, 'agent_runtime_name', 'role_arn'),
  aws_bedrockagentcore_gateway: (reading) => pushAgent(reading, 'name', 'role_arn'),
};
