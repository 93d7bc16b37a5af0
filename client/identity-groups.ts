// Identities in the order that a reviewer wants them. Pure, so that it can be tested without an editor.
import type { IdentityEntry } from '../server/lsp/protocol/identities.ts';

export interface IdentityGroup {
  readonly key: string;
  readonly title: string;
  readonly members: readonly IdentityEntry[];
}

const severities: readonly NonNullable<IdentityEntry['worst']>[] = ['critical', 'high', 'medium', 'low', 'info'];
const platformNames: Readonly<Record<string, string>> = {
  aws: 'AWS',
  azure: 'Azure',
  entra: 'Entra ID',
  gcp: 'Google Cloud',
  k8s: 'Kubernetes',
  github: 'GitHub',
  gitlab: 'GitLab',
  vault: 'Vault',
  sql: 'Databases',
  snowflake: 'Snowflake',
  databricks: 'Databricks',
  okta: 'Okta',
  auth0: 'Auth0',
  keycloak: 'Keycloak',
  teleport: 'Teleport',
  agent: 'Agents',
  saas: 'SaaS',
};

/** By platform, and in each what has something unapproved first. A filter keeps what holds all of its words. */
export function identityGroups(entries: readonly IdentityEntry[], filter = ''): IdentityGroup[] {
  const words = filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const groups = new Map<string, IdentityEntry[]>();
  for (const entry of entries) {
    const text = [entry.name, entry.kind, entry.platform, entry.owner ?? '', entry.environment ?? '', entry.worst ?? '']
      .join(' ')
      .toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const list = groups.get(entry.platform);
    if (list) list.push(entry);
    else groups.set(entry.platform, [entry]);
  }
  return [...groups]
    .map(([platform, members]) => ({ key: platform, title: platformNames[platform] ?? platform, members: [...members].sort(byNeed) }))
    .sort((a, b) => byText(a.title, b.title));
}

function byNeed(a: IdentityEntry, b: IdentityEntry): number {
  const rank = ({ worst }: IdentityEntry): number => (worst ? severities.indexOf(worst) : severities.length);
  return rank(a) - rank(b) || b.notApproved - a.notApproved || byText(a.name, b.name);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `service-account` as people write it. */
export function kindInWords(kind: string): string {
  return kind.replaceAll('-', ' ');
}

/** `AWS role`; a kind that names its platform stands alone, as an agent does. */
export function platformAndKind({ platform, kind }: Pick<IdentityEntry, 'platform' | 'kind'>): string {
  return platform === kind ? kindInWords(kind) : `${platformNames[platform] ?? platform} ${kindInWords(kind)}`;
}

/** `12 grants, 2 not approved · @acme/payments · review due in 9 days`. */
export function identitySummary({ grants, notApproved, owner, reviewInDays }: IdentityEntry): string {
  const parts = [`${grants} grant${grants === 1 ? '' : 's'}${notApproved > 0 ? `, ${notApproved} not approved` : ''}`];
  if (owner) parts.push(owner);
  if (reviewInDays !== undefined) parts.push(dueInWords(reviewInDays));
  return parts.join(' · ');
}

export function dueInWords(days: number): string {
  if (days < 0) return `review overdue by ${-days} day${days === -1 ? '' : 's'}`;
  return days === 0 ? 'review due today' : `review due in ${days} day${days === 1 ? '' : 's'}`;
}
