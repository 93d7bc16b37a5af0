// What `posture explain FILE:LINE` and the hover say about the facts under a place: data with places, no layout. It repeats
// no rule's verdict and makes none of its own; everything here is read off the same facts and catalogues that rules use.
import type { Place } from '../text/text.ts';
import { shownOf, type Leaf } from '../facts/value.ts';
import type { Principal } from '../facts/types.ts';

export interface ExplainedLine {
  readonly text: string;
  /** Where this stands, when it is not the place that was asked about. */
  readonly at?: Place;
}

export interface ExplainedPart {
  readonly title: string;
  readonly lines: readonly ExplainedLine[];
}

/** One fact: a statement, an attached role, a credential, an identity, a scope of a job's token. */
export interface Explanation {
  /** `allow statement \`Admin\` of \`aws_iam_policy.ci\``. */
  readonly subject: string;
  readonly at: Place;
  readonly parts: readonly ExplainedPart[];
}

/** The text of a leaf for people: `…` for each part that is not known. */
export function shown(leaf: Leaf): string {
  return `\`${shownOf(leaf)}\``;
}

const kinds: Readonly<Record<Principal['kind'], string>> = {
  any: 'anyone',
  authenticated: 'anyone who has signed in',
  account: 'account',
  role: 'role',
  user: 'user',
  group: 'group',
  service: 'service',
  serviceAccount: 'service account',
  federated: 'provider',
  domain: 'domain',
  unknown: 'principal',
};

export function principalInWords(principal: Principal): string {
  return principal.kind === 'any' || principal.kind === 'authenticated'
    ? kinds[principal.kind]
    : `${kinds[principal.kind]} ${shown(principal.id)}`;
}

/** `a, b, c and 4 more`. */
export function listed(names: readonly string[], most: number): string {
  return names.length <= most ? names.join(', ') : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** A part with lines, or none: empty parts are not shown. */
export function partOf(title: string, lines: readonly (ExplainedLine | undefined)[]): ExplainedPart[] {
  const there = lines.filter((line) => line !== undefined);
  return there.length > 0 ? [{ title, lines: there }] : [];
}
