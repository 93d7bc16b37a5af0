// The state of the team's decisions in a few words. Pure, so that it can be tested without an editor.
import type { BaselineStatus } from '../server/lsp/protocol/status.ts';

/** `3 hours`, from seconds. */
export function ageInWords(seconds: number): string {
  const [count, unit] =
    seconds < 3600 ? [seconds / 60, 'minute'] : seconds < 2 * 86_400 ? [seconds / 3600, 'hour'] : [seconds / 86_400, 'day'];
  const whole = Math.max(0, Math.floor(count));
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}

/** What asks somebody to do something, the most urgent first. */
export function baselineRows({ drift, expired, asksApproval, ending }: Omit<BaselineStatus, 'source' | 'committed'>): string[] {
  const rows: string[] = [];
  if (drift > 0) rows.push(`${drift} drift`);
  if (expired > 0) rows.push(`${expired} expired`);
  if (asksApproval > 0) rows.push(`${asksApproval} to approve`);
  if (ending > 0) rows.push(`${ending} ending within 30 days`);
  return rows;
}
