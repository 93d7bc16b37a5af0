// Which files hold values for charts that may decide a grant: by name and by a word or two.
import type { Document } from '../../document.ts';

const named = /(?:^|[/._-])values(?:[._-][\w.-]{0,100})?\.ya?ml$/i;

/** True for the names that files of values have. */
export const isValuesFile = (uri: string): boolean => named.test(uri);

export function claimsHelmValues({ format, uri, text }: Document): boolean {
  return format === 'yaml' && named.test(uri) && (/cluster[-_]?admin/i.test(text) || text.includes('verbs') || text.includes('policy.default') || text.includes('users.anonymous.enabled')) && !text.includes('{{');
}
