// Whether what is given is given for a while or for good: the one decision for every platform. Ends are written as dates
// (conditions of IAM, `VALID UNTIL`), as durations (assignments of PIM, tokens) or as seconds; one that is too far away
// counts as none. Which rule asks, and what it says, is the rule's business.
import type { Project } from '../project.ts';
import type { Grant, Lifetime, Principal } from './types.ts';
import { textOf, type Leaf } from './value.ts';
import { tableOf } from '../table.ts';

/** Longest life in days of a password that is all that is asked for: PCI DSS 4.0, 8.3.9. */
export const longestPassword = 90;

/** Longest life in days of a grant that counts as given for a while, where no policy says another. */
const longestTemporary = 90;

/**
 * `standing`: no end, or one too far away. `temporary`: ends within reach, or has to be activated. `ended`: the end is
 * past. `unknown`: an end is written that is not known here. `today` as `2026-11-21`.
 */
export function lifetimeOf(
  { lifetime }: { readonly lifetime: Lifetime },
  today: string,
  longest = longestTemporary,
): 'standing' | 'temporary' | 'ended' | 'unknown' {
  if (lifetime.kind === 'standing') return 'standing';
  if (lifetime.kind !== 'until') return lifetime.kind === 'unknown' ? 'unknown' : 'temporary';
  const days = daysLeft(lifetime, today);
  if (days === undefined) return 'unknown';
  return days < 0 ? 'ended' : days <= longest ? 'temporary' : 'standing';
}

/** Whether a grant stands by the team's policy: without an end in reach, and its holders not named as break-glass. */
export function isStanding(grant: Grant, project: Project): boolean {
  const { today, standing } = project.workspace;
  return lifetimeOf(grant, today, standing?.grantDays) === 'standing' && !isNamedBreakGlass(grant, project);
}

/** Whether the policy names everyone who holds a grant as break-glass. `further` adds names under which a principal is known. */
export function isNamedBreakGlass(
  grant: Grant,
  project: Project,
  further: (principal: Principal) => readonly string[] = () => [],
): boolean {
  const named = project.workspace.standing?.breakGlass ?? [];
  if (named.length === 0 || grant.principals.length === 0) return false;
  return grant.principals.every((principal) => {
    const text = textOf(principal.id);
    if (text === undefined) return false;
    const ids = [
      text,
      text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1),
      `${grant.platform}:${principal.kind}:${text}`,
      ...further(principal),
    ];
    return ids.some((id) => named.includes(id));
  });
}

/** Days from today to the end, less than 0 where it is past; of a duration its length. Undefined where no end is known. */
export function daysLeft({ until }: Lifetime, today: string): number | undefined {
  const text = textOf(until)?.trim();
  if (text === undefined || text === '') return undefined;
  const lasting = durationDays(text);
  if (lasting !== undefined) return lasting;
  const time = /^\d{9,11}$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(time) ? undefined : (time - Date.parse(`${today}T00:00:00Z`)) / 86_400_000;
}

const iso = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const isoDays = [365, 30, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400];
const unitDays = tableOf<number>({ d: 1, h: 1 / 24, m: 1 / 1440, s: 1 / 86_400 });

/** Days of a duration: `P180D`, `PT8H`, `8760h`, `1h30m`, `28800s`. Undefined for anything else. */
export function durationDays(text: string): number | undefined {
  const parts = iso.exec(text);
  if (parts && text.length > 2) return parts.slice(1).reduce((days, part, index) => days + Number(part ?? 0) * isoDays[index]!, 0);
  if (!/^(?:\d+(?:\.\d+)?[dhms])+$/.test(text)) return undefined;
  return [...text.matchAll(/(?<!\d)(\d+(?:\.\d+)?)([dhms])/g)].reduce(
    (days, [, number, unit]) => days + Number(number) * unitDays.get(unit!)!,
    0,
  );
}

/** The life of what ends after a number of days, such as `credential_age_days`; standing where none is set. */
export function lifetimeOfDays(days: Leaf | undefined): Lifetime {
  if (!days) return { kind: 'standing' };
  const number = textOf(days);
  return number !== undefined && /^\d+$/.test(number)
    ? { kind: 'until', until: { ...days, kind: 'scalar', known: 'resolved', value: `${number}d`, editable: false } as Leaf, at: days.at }
    : { kind: 'unknown', until: days, at: days.at };
}
