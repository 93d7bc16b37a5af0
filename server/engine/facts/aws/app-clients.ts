// What declares a client or an agent at AWS, in templates and programs: app clients of Cognito and gateways of AgentCore.
// Terraform's own reader of these shares the names of the properties.
import type { Agent } from '../agent.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { OAuthAddress, OAuthClient, OAuthGrant, OAuthScope } from '../oauth.ts';
import { clientIdentity } from '../oauth-clients/identity.ts';
import { listGrants } from '../oauth-clients/make.ts';
import type { Facts } from '../types.ts';
import { leavesOf, textOf, type Mapping, type Value } from '../value.ts';
import type { AwsResource } from './settings.ts';

/** What an app client may do, from its properties by their Terraform names. */
export function cognitoParts(get: (name: string) => Value | undefined): {
  readonly grants: readonly OAuthGrant[];
  readonly scopes: readonly OAuthScope[];
  readonly addresses: readonly OAuthAddress[];
} {
  const redirects = (name: string): OAuthAddress[] => leavesOf(get(name)).map((leaf) => ({ leaf, use: 'redirect', key: name }));
  return {
    // Of the flows without a page, only the one in which the client sends the password as it is; SRP does not.
    grants: [
      ...listGrants(get('allowed_oauth_flows')),
      ...listGrants(get('explicit_auth_flows')).filter((grant) => grant.type === 'password'),
    ],
    scopes: leavesOf(get('allowed_oauth_scopes')).map((id) => ({ id, kind: 'delegated' })),
    addresses: [...redirects('callback_urls'), ...redirects('logout_urls')],
  };
}

/** The properties that rules ask for, under their Terraform names. */
function valueOf(resource: AwsResource, names: readonly string[]): Mapping {
  const entries = names.flatMap((name) => {
    const value = resource.get(name);
    return value ? [entryFrom(name, value.at, value)] : [];
  });
  return mappingFrom(entries, resource.carrier.block, false);
}

export function readAppClient(resource: AwsResource, into: Facts): void {
  if (resource.enabled === 'no') return;
  const name = textOf(resource.get('name')) ?? resource.carrier.address;
  const client: OAuthClient = {
    anchor: resource.anchor('oauth'),
    product: 'cognito',
    name,
    at: resource.carrier.block,
    head: resource.head,
    roles: [],
    secrets: [],
    ...cognitoParts((property) => resource.get(property)),
    carrier: resource.carrier,
    value: valueOf(resource, ['refresh_token_validity', 'token_validity_units']),
  };
  into.oauthClients.push(client);
  const identity = clientIdentity(client);
  if (identity) into.identities.push(identity);
}

export function readAgentGateway(resource: AwsResource, into: Facts): void {
  if (resource.enabled === 'no') return;
  const agent: Agent = {
    anchor: resource.anchor('agent'),
    client: 'agentcore',
    name: textOf(resource.get('name')) ?? resource.carrier.address,
    at: resource.carrier.block,
    head: resource.head,
    servers: [],
    settings: [],
    carrier: resource.carrier,
    personal: false,
    value: valueOf(resource, ['authorizer_type']),
  };
  into.agents.push(agent);
}
