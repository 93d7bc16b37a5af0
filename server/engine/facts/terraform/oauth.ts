// OAuth clients of Terraform: applications of Entra, Okta, Auth0, Keycloak, Cognito and GitLab with their roles, scopes, flows and redirect
// addresses, in the same form as those of manifests and exports.
import type { OAuthAddress, OAuthClient, OAuthGrant, OAuthProduct, OAuthScope } from '../oauth.ts';
import { cognitoParts } from '../aws/app-clients.ts';
import { clientIdentity } from '../oauth-clients/identity.ts';
import { listGrants } from '../oauth-clients/make.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Entry, type Leaf, type Mapping } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { evaluate } from './evaluate.ts';
import { editableMapping, entryFrom } from '../made-values.ts';
import { firstLeaf, type Reading, type ResourceReader } from './resource.ts';

interface Parts {
  readonly scopes?: readonly OAuthScope[];
  readonly roles?: readonly Leaf[];
  readonly grants?: readonly OAuthGrant[];
  readonly addresses?: readonly OAuthAddress[];
  readonly name?: string;
}

function push(reading: Reading, product: OAuthProduct, parts: Parts, withIdentity = true): void {
  const { view, instance, facts } = reading;
  if (instance.enabled === 'no') return;
  const named = textOf(view.attribute(parts.name ?? 'name')) ?? instance.address;
  const client: OAuthClient = {
    anchor: reading.anchor('oauth'),
    product,
    name: named,
    at: view.block,
    head: view.head,
    scopes: parts.scopes ?? [],
    roles: parts.roles ?? [],
    grants: parts.grants ?? [],
    addresses: parts.addresses ?? [],
    secrets: [],
    carrier: reading.carrier(),
    value: mappingOf(view),
  };
  facts.oauthClients.push(client);
  const identity = withIdentity ? clientIdentity(client) : undefined;
  if (identity) facts.identities.push(identity);
}

/** Blocks in a client that rules look into. */
const nested = new Set(['refresh_token', 'token_validity_units']);

/** The attributes of a block as a mapping, for rules that look for a key. */
function mappingOf(view: BlockView): Mapping {
  const entries = view.names().flatMap((name): Entry[] => {
    const value = view.attribute(name);
    const place = view.placeOf(name);
    if (value && place) return [entryFrom(name, place.name, value, place.all)];
    return nested.has(name) ? view.blocks(name).map((block) => entryFrom(name, block.head, mappingOf(block), block.block)) : [];
  });
  return editableMapping(entries, view.block);
}

/** Roles by id or name: literals, and the name in `azuread_service_principal.graph.app_role_ids["Mail.Read"]`. */
function rolesAt(view: BlockView, attribute: string): Leaf[] {
  const leaves = leavesOf(view.attribute(attribute));
  const known = leaves.filter((leaf) => textOf(leaf) !== undefined);
  if (known.length > 0) return known;
  const written = view.expression(attribute);
  const found: Leaf[] = [];
  const items = written?.expression.kind === 'tuple' ? written.expression.items : written ? [written.expression] : [];
  for (const item of items) {
    const last = item.kind === 'traversal' ? item.steps.at(-1) : undefined;
    const leaf = last?.kind === 'index' ? firstLeaf(evaluate(last.index, written!.scope)) : undefined;
    if (leaf && textOf(leaf) !== undefined) found.push(leaf);
  }
  return found.length > 0 ? found : leaves.flatMap(lookedUp);
}

/** The name by which a local or a map looks up the id of a role: `….app_role_ids["User.Read.All"]`. */
function lookedUp(leaf: Leaf): Leaf[] {
  const { at, token, via, encoding } = leaf;
  const from = leaf.kind === 'unknown' ? (leaf.reference ?? '') : '';
  const value = /\.(?:app_role_ids|oauth2_permission_scope_ids)\["([\w.-]{1,100})"\]$/.exec(from)?.[1];
  return value === undefined ? [] : [{ kind: 'scalar', known: 'resolved', value, at, token, via, encoding, editable: false }];
}

const addresses = (view: BlockView, use: OAuthAddress['use'], attribute: string): OAuthAddress[] =>
  leavesOf(view.attribute(attribute)).map((leaf) => ({ leaf, use, key: attribute }));

function flag(view: BlockView, attribute: string, type: OAuthGrant['type']): OAuthGrant[] {
  const value = view.attribute(attribute);
  return value && textOf(value) === 'true' ? [{ type, at: value.at, value }] : [];
}

const entraApplication: ResourceReader = (reading) => {
  const { view } = reading;
  const access = view.blocks('required_resource_access').flatMap((one) => one.blocks('resource_access'));
  const ids = (type: string) => access.filter((one) => textOf(one.attribute('type')) === type).flatMap((one) => rolesAt(one, 'id'));
  const web = view.blocks('web');
  push(
    reading,
    'entra',
    {
      name: 'display_name',
      roles: ids('Role'),
      scopes: ids('Scope').map((id) => ({ id, kind: 'delegated' })),
      grants: web
        .flatMap((one) => one.blocks('implicit_grant'))
        .flatMap((one) => [...flag(one, 'access_token_issuance_enabled', 'implicit')]),
      addresses: [...web, ...view.blocks('single_page_application'), ...view.blocks('public_client')].flatMap((one) =>
        addresses(one, 'redirect', 'redirect_uris'),
      ),
    },
    false,
  );
};

/** A web app of Azure whose own login is written and switched off; what is not written is for the program to ask. */
const webApp: ResourceReader = (reading) => {
  const off = [
    ...reading.view.blocks('auth_settings').map((one) => one.attribute('enabled')),
    ...['auth_enabled', 'require_authentication'].flatMap((name) =>
      reading.view.blocks('auth_settings_v2').map((one) => one.attribute(name)),
    ),
  ].find((one) => one && textOf(one) === 'false');
  if (off) push(reading, 'web-app', { grants: [{ type: 'other', at: off.at, value: off }] }, false);
};

/** By type. Types that other readers know as well are read by both. */
export const oauthReaders: Readonly<Record<string, ResourceReader>> = {
  azuread_application: entraApplication,
  azuread_application_registration: entraApplication,
  azuread_application_api_access: (reading) =>
    push(
      reading,
      'entra',
      {
        name: 'application_id',
        roles: rolesAt(reading.view, 'role_ids'),
        scopes: rolesAt(reading.view, 'scope_ids').map((id) => ({ id, kind: 'delegated' })),
      },
      false,
    ),
  azuread_app_role_assignment: (reading) =>
    push(reading, 'entra', { name: 'principal_object_id', roles: rolesAt(reading.view, 'app_role_id') }, false),
  okta_app_oauth: (reading) =>
    push(reading, 'okta', {
      name: 'label',
      grants: listGrants(reading.view.attribute('grant_types')),
      addresses: [
        ...addresses(reading.view, 'redirect', 'redirect_uris'),
        ...addresses(reading.view, 'redirect', 'post_logout_redirect_uris'),
      ],
    }),
  okta_auth_server_policy_rule: (reading) =>
    push(reading, 'okta', { grants: listGrants(reading.view.attribute('grant_type_whitelist')) }, false),
  okta_app_oauth_api_scope: (reading) =>
    push(
      reading,
      'okta',
      { name: 'app_id', scopes: leavesOf(reading.view.attribute('scopes')).map((id) => ({ id, kind: 'application' })) },
      false,
    ),
  auth0_client: (reading) =>
    push(reading, 'auth0', {
      grants: listGrants(reading.view.attribute('grant_types')),
      addresses: [
        ...addresses(reading.view, 'redirect', 'callbacks'),
        ...addresses(reading.view, 'origin', 'web_origins'),
        ...addresses(reading.view, 'origin', 'allowed_origins'),
      ],
    }),
  auth0_client_grant: (reading) =>
    push(
      reading,
      'auth0',
      {
        name: 'client_id',
        scopes: leavesOf(reading.view.attribute('scopes') ?? reading.view.attribute('scope')).map((id) => ({ id, kind: 'application' })),
      },
      false,
    ),
  keycloak_openid_client: (reading) =>
    push(reading, 'keycloak', {
      name: 'client_id',
      grants: [
        ...flag(reading.view, 'implicit_flow_enabled', 'implicit'),
        ...flag(reading.view, 'direct_access_grants_enabled', 'password'),
      ],
      addresses: [...addresses(reading.view, 'redirect', 'valid_redirect_uris'), ...addresses(reading.view, 'origin', 'web_origins')],
    }),
  keycloak_realm: (reading) => push(reading, 'keycloak', { name: 'realm' }, false),
  zitadel_application_oidc: (reading) =>
    push(reading, 'registered', {
      grants: listGrants(reading.view.attribute('grant_types')),
      addresses: [
        ...addresses(reading.view, 'redirect', 'redirect_uris'),
        ...addresses(reading.view, 'redirect', 'post_logout_redirect_uris'),
      ],
    }),
  authentik_provider_oauth2: (reading) =>
    push(reading, 'registered', {
      addresses: itemsOf(reading.view.attribute('allowed_redirect_uris')).flatMap((one) =>
        leavesOf(valueAt(one, 'url')).map((leaf) => ({ leaf, use: 'redirect', key: 'allowed_redirect_uris' })),
      ),
    }),
  keycloak_openid_client_service_account_role: (reading) =>
    push(reading, 'keycloak', { name: 'service_account_user_id', roles: leavesOf(reading.view.attribute('role')) }, false),
  gitlab_application: (reading) =>
    push(reading, 'gitlab', {
      scopes: leavesOf(reading.view.attribute('scopes')).map((id) => ({ id, kind: 'delegated' })),
      addresses: addresses(reading.view, 'redirect', 'redirect_url'),
    }),
  aws_cognito_user_pool_client: (reading) =>
    push(
      reading,
      'cognito',
      cognitoParts((name) => reading.view.attribute(name)),
    ),
  ...Object.fromEntries(
    [
      'azurerm_app_service',
      'azurerm_function_app',
      'azurerm_linux_web_app',
      'azurerm_windows_web_app',
      'azurerm_linux_function_app',
      'azurerm_windows_function_app',
    ].map((type) => [type, webApp]),
  ),
};
