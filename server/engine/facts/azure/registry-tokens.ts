// Passwords of the tokens of a container registry, and addresses that start a runbook, with their ends: the same question in
// Terraform, Bicep and ARM templates. Commands that make them are read in commands.ts.
import type { Facts } from '../types.ts';
import { tableOf } from '../../table.ts';
import type { AzureSettings } from './settings.ts';
import { endOf } from './vault-items.ts';

/** Where each type writes its passwords; an empty path is the resource itself. */
const passwords = tableOf<readonly (readonly string[])[]>({
  azurerm_container_registry_token_password: [['password1'], ['password2']],
  'microsoft.containerregistry/registries/tokens': [['credentials', 'passwords']],
  azurerm_automation_webhook: [[]],
  'microsoft.automation/automationaccounts/webhooks': [[]],
});

const ends = ['expiry', 'expiry_time', 'expiryTime'];

/** Types of Terraform that are read here. */
export const registryTokenTypes: readonly string[] = [...passwords.keys()].filter((type) => type.startsWith('azurerm_'));

/** Pushes a credential for each password of a token. An end that is not known is one. */
export function readRegistryToken(resource: AzureSettings, into: Facts): void {
  let count = 0;
  for (const path of passwords.get(resource.type) ?? [])
    for (const password of path.length === 0 ? [resource] : resource.all(path)) {
      const said = ends.map((name) => password.get([name])).find((value) => value !== undefined);
      // Only the passwords of a registry may be left without one.
      if (!said && path.length === 0) continue;
      into.credentials.push({
        anchor: `${resource.anchor}|password${++count}`,
        platform: 'azure',
        kind: 'service-specific',
        lifetime: endOf(said),
        storedIn: resource.type.startsWith('azurerm_') ? 'state' : 'unknown',
        at: said?.at ?? resource.head,
        carrier: resource.carrier,
        enabled: resource.enabled,
      });
    }
}
