// Add-ins of Office in their XML manifest, parts of SharePoint (SPFx), and apps of Teams and Microsoft 365 in the unified one: what they may do in the
// mailbox, documents, teams and chats of their users, and which scopes of Microsoft Graph they ask for.
import type { OAuthClient, OAuthScope } from '../oauth.ts';
import { itemsOf, textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { clientOf, leafAt } from './make.ts';

/** So deep are overrides of versions nested in overrides. */
const deepest = 6;

/** The elements of a name, wherever they stand in another. */
function elements(value: Value, name: string, depth = 0): Value[] {
  if (value.kind !== 'mapping' || depth > deepest) return [];
  return value.entries.flatMap((entry) => (textOf(entry.key) === name ? [entry.value] : elements(entry.value, name, depth + 1)));
}

/** `<Permissions>` is the level of the add-in itself, `<Scope>` what it asks of Microsoft Graph for its user. */
export function readOfficeAddIn(root: Mapping, uri: string): OAuthClient[] {
  return root.entries.flatMap((entry): OAuthClient[] => {
    const value = entry.value;
    if (value.kind !== 'mapping' || textOf(entry.key) !== 'OfficeApp') return [];
    const asked = [leafAt(value, 'Permissions'), ...elements(value, 'Scope')];
    const name = textOf(valueAt(value, 'DisplayName', 'DefaultValue'));
    return [
      clientOf({
        product: 'm365-app',
        kind: 'office-add-in',
        uri,
        value,
        head: entry.key.at,
        ...(name === undefined ? {} : { name }),
        scopes: asked.flatMap((id): OAuthScope[] =>
          // No printer writes XML.
          id?.kind === 'scalar' ? [{ id: { ...id, editable: false }, kind: 'delegated' }] : [],
        ),
        owner: leafAt(value, 'ProviderName'),
      }),
    ];
  });
}

/** Permissions for single resources, each for the app itself or for its user. */
export function readM365App(value: Mapping, uri: string): OAuthClient[] {
  const name = leafAt(value, 'name', 'short');
  return [
    clientOf({
      product: 'm365-app',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      scopes: itemsOf(valueAt(value, 'authorization', 'permissions', 'resourceSpecific')).flatMap((one): OAuthScope[] => {
        const id = leafAt(one, 'name');
        return id ? [{ id, kind: textOf(valueAt(one, 'type')) === 'Application' ? 'application' : 'delegated' }] : [];
      }),
      owner: leafAt(value, 'developer', 'name'),
    }),
  ];
}

/** A solution of SharePoint: what its parts ask of other services, which every script of the site then has. */
export function readSharePointSolution(value: Mapping, uri: string): OAuthClient[] {
  const solution = valueAt(value, 'solution');
  const name = leafAt(solution, 'name');
  return [
    clientOf({
      product: 'm365-app',
      kind: 'manifest',
      uri,
      value,
      ...(textOf(name) === undefined ? {} : { name: textOf(name)!, head: name!.at }),
      scopes: itemsOf(valueAt(solution, 'webApiPermissionRequests')).flatMap((one): OAuthScope[] => {
        const id = leafAt(one, 'scope');
        return id ? [{ id, kind: 'delegated' }] : [];
      }),
    }),
  ];
}
