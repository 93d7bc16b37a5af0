// Predefined roles of Google Cloud that lead to more privilege.
import { gcpRoleRows } from './gcp-roles.generated.ts';
import type { RoleCatalog, RoleFacts } from './roles.ts';

const administering = new Set(['sets-iam-policy-org', 'sets-iam-policy-folder', 'sets-iam-policy-project']);

export function createGcpRoles(): RoleCatalog {
  const byId = new Map<string, RoleFacts>();
  for (const row of gcpRoleRows.split('\n')) {
    const [id, permissions, list] = row.split('|') as [string, string, string];
    const flags = list.split(',');
    const kind: RoleFacts['class'] = flags.some((flag) => administering.has(flag))
      ? 'admin'
      : flags.every((flag) => flag === 'reads-secrets')
        ? 'data-admin'
        : 'escalation';
    byId.set(id.toLowerCase(), { id, name: id, flags, permissions: Number(permissions), class: kind });
  }
  return { find: (id) => byId.get(id.trim().toLowerCase()), all: [...byId.values()] };
}
