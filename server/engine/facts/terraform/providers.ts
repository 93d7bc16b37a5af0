// Provider blocks: long-lived keys written where a role or federation should be.
import type { Credential, Facts, Platform } from '../types.ts';
import { textOf } from '../value.ts';
import { viewOf, type BlockView } from './blocks.ts';
import type { Scope } from './evaluate.ts';
import { firstLeaf } from './resource.ts';
import { tableOf } from '../../table.ts';

/** Attributes of providers that hold a long-lived credential. */
const staticCredentials = tableOf<{ platform: Platform; attributes: readonly string[]; kind: Credential['kind'] }>({
  aws: { platform: 'aws', attributes: ['secret_key', 'access_key'], kind: 'static-provider' },
  google: { platform: 'gcp', attributes: ['credentials'], kind: 'static-provider' },
  'google-beta': { platform: 'gcp', attributes: ['credentials'], kind: 'static-provider' },
  azurerm: { platform: 'azure', attributes: ['client_secret', 'client_certificate_password'], kind: 'static-provider' },
  azuread: { platform: 'entra', attributes: ['client_secret', 'client_certificate_password'], kind: 'static-provider' },
  azapi: { platform: 'azure', attributes: ['client_secret', 'client_certificate_password'], kind: 'static-provider' },
  vault: { platform: 'vault', attributes: ['token'], kind: 'static-provider' },
  okta: { platform: 'okta', attributes: ['api_token'], kind: 'static-provider' },
  github: { platform: 'github', attributes: ['token'], kind: 'static-provider' },
  gitlab: { platform: 'gitlab', attributes: ['token'], kind: 'static-provider' },
  databricks: { platform: 'databricks', attributes: ['token', 'client_secret', 'password'], kind: 'static-provider' },
  snowflake: { platform: 'snowflake', attributes: ['password', 'token'], kind: 'static-provider' },
  auth0: { platform: 'auth0', attributes: ['client_secret', 'api_token'], kind: 'static-provider' },
  cloudflare: { platform: 'saas', attributes: ['api_key'], kind: 'static-provider' },
});

export function readProviders(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  for (const { uri, block } of scope.module.providers) {
    const name = block.labels[0]?.text ?? '';
    const into = facts.get(uri);
    const known = staticCredentials.get(name);
    if (!into || !known) continue;
    const { platform, attributes, kind } = known;
    const place = (span: readonly [number, number]) => ({ uri, span });
    const view = viewOf(block.body, place(block.head), place(block.span), { ...scope, uri });
    for (const attribute of attributes) {
      if (!isWritten(view, attribute)) continue;
      const address = `provider.${name}${textOf(view.attribute('alias')) ? `.${textOf(view.attribute('alias'))}` : ''}`;
      into.credentials.push({
        anchor: `terraform|${uri}|${address}|${attribute}`,
        platform,
        kind,
        lifetime: { kind: 'standing' },
        storedIn: 'repo',
        at: view.placeOf(attribute)!.name,
        carrier: {
          dialect: 'terraform',
          kind: `provider ${name}`,
          address,
          block: view.block,
          head: view.head,
          attribute: view.placeOf(attribute)!.all,
        },
        enabled: 'yes',
      });
      break;
    }
  }
}

/** A literal in the code, by itself or as a default. What comes from outside is not in the repository. */
function isWritten(view: BlockView, attribute: string): boolean {
  const value = view.attribute(attribute);
  const text = textOf(firstLeaf(value));
  if (value?.kind === 'mapping') return true;
  return text !== undefined && text !== '';
}
