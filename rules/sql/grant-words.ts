// What the rules about grants of databases and of data platforms share: the shape of a row, and how privileges, holders and
// objects are compared and called.
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Profile } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

export interface Hit {
  readonly at: Place;
  readonly data?: Readonly<Record<string, string>>;
  readonly severity?: Severity;
  readonly suggestions?: readonly FixMaker[];
}

/** A rule about grants of databases and data platforms, as a row. */
export interface SqlRule {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly profile?: Profile;
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly file?: string;
  readonly bad: string;
  readonly good: string;
  readonly find: (grant: Grant) => readonly Hit[];
  readonly suggests?: boolean;
  readonly whyNoFix?: string;
}

export const snowflake = 'https://docs.snowflake.com/en/user-guide/security-access-control-considerations';

/** A privilege or role as it is compared: without quotes, in upper case, with blanks for underscores. */
export const word = (leaf: Leaf | undefined): string =>
  (textOf(leaf) ?? '')
    .replaceAll('"', '')
    .replace(/[_\s]+/g, ' ')
    .trim()
    .toUpperCase();
/** Every privilege at once. */
export const isAll = (leaf: Leaf): boolean => /^ALL(?: (?:PRIVILEGES|PERMISSIONS))?$/.test(word(leaf));
/**
 * A role that is given, without the word ROLE that some databases write before it: as it is compared, and where it stands.
 * `role_admin` is one name.
 */
export function givenRole(leaf: Leaf): { readonly role: string; readonly at: Place } {
  const whole = word(leaf);
  const role = /^role\s/i.test(textOf(leaf) ?? '') ? whole.replace(/^ROLE /, '') : whole;
  const {
    uri,
    span: [start, end],
  } = placeOf(leaf);
  return { role, at: role !== whole && end - start > role.length ? { uri, span: [end - role.length, end] } : { uri, span: [start, end] } };
}
/** Superusers that databases are made with, and the two that Supabase adds: `root` of MySQL on the machine itself. */
const bornWithEverything = /^(?:postgres|supabase_admin|service_role|sa|dbo|root@(?:localhost|127\.0\.0\.1|::1))$/i;
/** Whether everybody it is given to may do everything anyway, so that nothing is opened: what a dump says of the owner. */
export const holdsAnyway = (grant: Grant): boolean =>
  grant.principals.length > 0 && grant.principals.every(({ id }) => bornWithEverything.test((textOf(id) ?? '').replace(/["'`]/g, '')));
/** Whether what is given is what Supabase gives its two roles for everybody by itself, so that each of its dumps says it: policies guard the rows. */
export const isGivenByDefault = (grant: Grant): boolean =>
  grant.principals.length > 0 &&
  grant.principals.every(({ id }) => /^(?:anon|authenticated)$/i.test(textOf(id) ?? '') || bornWithEverything.test(textOf(id) ?? ''));
/** To whom, for a message. */
export const who = (grant: Grant): string => {
  const [first] = grant.principals;
  return !first || first.id.kind === 'unknown' ? 'a role' : `\`${shownOf(first.id)}\``;
};
/** On what, for a message. */
export const what = (grant: Grant): string => {
  const text = shownOf(grant.scope[0]?.id ?? grant.actions[0]!);
  return text === '' ? 'everything in it' : `\`${text}\``;
};
