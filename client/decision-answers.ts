// What the decision form takes for an answer, apart from the editor, so that it can be tested. The server has the last
// word: it knows the policy.
import type { DecisionFormKind } from '../server/lsp/protocol/decisions.ts';

/** Why a text names nobody; undefined when it may. */
export function refusedOwner(text: string): string | undefined {
  if (text === '') return 'Somebody has to answer for it.';
  return /^@[\w.-]+(?:\/[\w.-]+)?$/.test(text) ? undefined : 'A handle or a team: @name or @organization/team.';
}

/** Why a text is no last day for this kind; undefined when it is one. An empty one is right where the policy asks for none. */
export function refusedDay(text: string, kind: Pick<DecisionFormKind, 'needsUntil' | 'latest'>, today: string): string | undefined {
  if (text === '') return kind.needsUntil ? 'The policy asks for a last day.' : undefined;
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ||
    new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) !== text
  )
    return 'A day of the form 2027-01-31.';
  if (text < today) return `${text} has passed.`;
  return kind.latest !== undefined && text > kind.latest ? `The policy lets nothing count beyond ${kind.latest}.` : undefined;
}

export function refusedReason(text: string): string | undefined {
  return text === '' ? 'Whoever reviews this needs a reason.' : undefined;
}
