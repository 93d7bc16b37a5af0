// Secrets and keys that infrastructure code puts into an Azure key vault, and when they end. The same question in
// Terraform, Bicep and ARM templates. Certificates are left out: their policy always has an end. What the value is, is
// not asked here: whoever uses it is told by the vault that it ended.
import type { Facts, Lifetime } from '../types.ts';
import { leavesOf, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';
import type { AzureSettings } from './settings.ts';

interface VaultItem {
  /** Where an end is written; the first that says one counts. */
  readonly ends: readonly (readonly string[])[];
  /** The word that has to be there for the item to be made here. */
  readonly value?: readonly string[];
}

const items = tableOf<VaultItem>({
  azurerm_key_vault_secret: { ends: [['expiration_date']] },
  azurerm_key_vault_key: { ends: [['expiration_date'], ['rotation_policy', 'expire_after']] },
  // Pulumi says `expires` for the `exp` of the API.
  'microsoft.keyvault/vaults/secrets': {
    ends: [
      ['attributes', 'exp'],
      ['attributes', 'expires'],
    ],
    value: ['value'],
  },
  'microsoft.keyvault/vaults/keys': {
    ends: [
      ['attributes', 'exp'],
      ['rotationPolicy', 'attributes', 'expiryTime'],
    ],
    value: ['kty'],
  },
});

/** Types of Terraform that are read here. */
export const vaultItemTypes: readonly string[] = [...items.keys()].filter((type) => type.startsWith('azurerm_'));

/** Pushes the credential that an item of a vault is, with its end. An end that is not known is one. */
export function readVaultItem(resource: AzureSettings, into: Facts): void {
  const item = items.get(resource.type);
  if (!item || (item.value && !resource.get(item.value))) return;
  const said = item.ends.map((path) => resource.get(path)).find((value) => value !== undefined && !isNull(value));
  into.credentials.push({
    anchor: `${resource.anchor}|expires`,
    platform: 'azure',
    kind: 'vault-item',
    lifetime: endOf(said),
    storedIn: 'vault',
    at: said?.at ?? resource.head,
    carrier: resource.carrier,
    enabled: resource.enabled,
  });
}

/** How long lasts what ends when this says; for good where nothing is said. */
export function endOf(said: Value | undefined): Lifetime {
  const until = leavesOf(said)[0];
  if (!said || isNull(said)) return { kind: 'standing' };
  return until?.kind === 'scalar' ? { kind: 'until', until, at: until.at } : { kind: 'unknown', until, at: said.at };
}

const isNull = (value: Value): boolean => value.kind === 'scalar' && value.value === null;
