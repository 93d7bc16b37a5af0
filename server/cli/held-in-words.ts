// What a document holds, in words.
import type { DocumentFacts } from '../engine/project.ts';

/** `2 grants, 1 trust, 3 possible secrets`; empty when there is nothing. */
export function heldInWords({ facts, secrets, suppressions }: DocumentFacts): string {
  const parts: [number, string, string][] = [
    [facts.grants.length, 'grant', 'grants'],
    [facts.trusts.length, 'trust', 'trusts'],
    [facts.credentials.length, 'credential', 'credentials'],
    [facts.identities.length, 'identity', 'identities'],
    [facts.workflows.length, 'workflow', 'workflows'],
    [facts.agents.length, 'agent', 'agents'],
    [facts.oauthClients.length, 'OAuth client', 'OAuth clients'],
    [secrets.length, 'possible secret', 'possible secrets'],
    [suppressions.length, 'suppression', 'suppressions'],
  ];
  return parts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
    .join(', ');
}
