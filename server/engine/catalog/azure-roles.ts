// Built-in roles of Azure by name and GUID.
import { azureRoleRows } from './azure-roles.generated.ts';
import type { RoleCatalog, RoleFacts } from './roles.ts';
import { tableOf } from '../table.ts';

const flagOf = tableOf<string>({
  o: 'owner-equivalent',
  '*': 'control-plane-star',
  r: 'assigns-roles',
  d: 'writes-role-definitions',
  e: 'elevates-access',
  i: 'assigns-identities',
  f: 'writes-federated-credentials',
  s: 'lists-storage-keys',
  v: 'reads-key-vault-secrets',
  p: 'writes-key-vault-policies',
  c: 'runs-vm-commands',
  k: 'lists-cluster-admin-credential',
  a: 'writes-automation',
  w: 'writes-deployments',
});

const escalating = new Set([
  'control-plane-star',
  'assigns-identities',
  'writes-federated-credentials',
  'writes-key-vault-policies',
  'runs-vm-commands',
  'lists-cluster-admin-credential',
  'writes-automation',
]);

export function createAzureRoles(): RoleCatalog {
  const byKey = new Map<string, RoleFacts>();
  const all: RoleFacts[] = [];
  for (const row of azureRoleRows.split('\n')) {
    const [name, id, letters] = row.split('|') as [string, string, string];
    const flags = [...letters].flatMap((letter) => flagOf.get(letter) ?? []);
    const conditioned = letters.includes('?');
    const role: RoleFacts = { id, name, flags, conditioned, class: classOf(name, flags, conditioned) };
    all.push(role);
    byKey.set(id, role);
    byKey.set(name.toLowerCase(), role);
  }
  return { find: (idOrName) => byKey.get(idOrName.trim().toLowerCase()), all };
}

function classOf(name: string, flags: readonly string[], conditioned: boolean): RoleFacts['class'] {
  if (flags.includes('owner-equivalent')) return 'admin';
  if (!conditioned && flags.some((flag) => flag === 'assigns-roles' || flag === 'writes-role-definitions' || flag === 'elevates-access'))
    return 'admin';
  if (flags.some((flag) => escalating.has(flag))) return 'escalation';
  if (flags.includes('lists-storage-keys') || flags.includes('reads-key-vault-secrets')) return 'data-admin';
  if (flags.includes('writes-deployments')) return 'write';
  return /\b(?:Reader|Viewer)\b/.test(name) ? 'read' : 'limited';
}
