// What services of Azure hand out in Terraform beside Entra ID: keys that they accept, images that anybody may pull, signatures
// of storage accounts, and scripts that a deployment runs as an identity. Who holds which role is azure.ts's.
import { localAuthsOf } from '../azure/local-auth.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import { leavesOf, placeOf, textOf } from '../value.ts';
import { addressLeaf, firstLeaf, lifetimeFrom, pushCredential, resourcesOf, type ResourceReader } from './resource.ts';

/** Keys of a service beside Entra ID, where they are on: by what is written, or because nobody turned them off. */
export const localAuth: ResourceReader = (reading) => {
  const { view } = reading;
  const settings = localAuthsOf(reading.instance.resource.type);
  // Of a switch with two names either says it, and a default is one.
  const written = settings.some((setting) => view.placeOf(setting.property[0]!));
  for (const [index, setting] of settings.entries()) {
    const [name] = setting.property as [string];
    const value =
      setting.on === undefined
        ? firstLeaf(view.attribute(name))
        : leavesOf(view.attribute(name)).find((leaf) => textOf(leaf)?.toLowerCase() === setting.on);
    if (setting.on === undefined && value && (value.kind !== 'scalar' || String(value.value) === String(setting.off))) continue;
    if (!value && (!setting.onByDefault || written || index > 0)) continue;
    // Only the SQL interface of Cosmos DB has another way in.
    if (setting.type === 'azurerm_cosmosdb_account' && (textOf(view.attribute('kind')) ?? 'GlobalDocumentDB') !== 'GlobalDocumentDB')
      continue;
    if (setting.type === 'azurerm_storage_account' && /^file/i.test(textOf(view.attribute('account_kind')) ?? '')) continue;
    pushCredential(reading, {
      platform: 'azure',
      kind: 'local-auth',
      at: value ? placeOf(value) : view.head,
      anchor: reading.anchor(name),
      storedIn: 'unknown',
      carrier: reading.carrier(value ? name : undefined),
    });
  }
};

/** A registry that gives its images to whoever asks. */
export const anonymousPull: ResourceReader = (reading) => {
  const value = firstLeaf(reading.view.attribute('anonymous_pull_enabled'));
  // The small tiers do not know the setting.
  if (!value || textOf(value) !== 'true' || /^(?:basic|classic)$/i.test(textOf(reading.view.attribute('sku')) ?? 'basic')) return;
  reading.facts.grants.push({
    anchor: reading.anchor('anonymous_pull_enabled'),
    platform: 'azure',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: 'any', id: value }],
    actions: [wordAt('pull', value.at)],
    scope: [{ level: 'resource', id: addressLeaf(reading.instance.resource, reading.view.head) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier('anonymous_pull_enabled'),
    enabled: reading.instance.enabled,
  });
};

/** A signature that stands for the keys of an account, until it ends. */
export const accountSignature: ResourceReader = (reading) =>
  pushCredential(reading, { platform: 'azure', kind: 'token', lifetime: lifetimeFrom(reading, 'expiry') });

/** A script that a deployment runs, as the identity that it names. */
export const deploymentScript: ResourceReader = (reading) => {
  const identity = reading.view.blocks('identity')[0];
  const found = identity?.expression('identity_ids');
  if (!identity || !found) return;
  for (const { resource, expression } of resourcesOf(found.expression, found.scope)) {
    if (!resource) continue;
    reading.facts.grants.push({
      anchor: reading.anchor('identity'),
      platform: 'azure',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'session',
      principals: [{ kind: 'serviceAccount', id: addressLeaf(resource, { uri: found.scope.uri, span: expression.span }) }],
      actions: [],
      scope: [{ level: 'resource', id: addressLeaf(reading.instance.resource, reading.view.head) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...reading.carrier(), attribute: identity.placeOf('identity_ids')?.all },
      enabled: reading.instance.enabled,
    });
  }
};
