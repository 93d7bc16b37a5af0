// Which files hold values for charts that may decide a grant: by name and by a word or two.
import type { Document } from '../../document.ts';

const named = /(?:^|[/._-])values(?:[._-][\w.-]{0,100})?\.ya?ml$/i;

/** True for the names that files of values have. */
export const isValuesFile = (uri: string): boolean => named.test(uri);

export function claimsHelmValues({ format, uri, text }: Document): boolean {
  // What a chart makes of the values of one of its installations is not to be seen in them.
  const isInstallation = named.test(uri) && !/(?:^|\/)values\.ya?ml$/.test(uri);
  return format === 'yaml' && (isInstallation || (named.test(uri) && mayGrant(text))) && !text.includes('{{');
}

/** `helmfile.yaml`, and the files of a `helmfile.d`. */
export function claimsHelmfile({ format, uri, text }: Document): boolean {
  return (
    format === 'yaml' &&
    /(?:^|\/)helmfile(?:\.d\/[^/]{1,100}|[\w.-]{0,50})\.ya?ml$/.test(uri) &&
    text.includes('releases') &&
    (mayGrant(text) || text.includes('./'))
  );
}

const mayGrant = (text: string): boolean =>
  /cluster[-_]?admin/i.test(text) || text.includes('verbs') || text.includes('policy.default') || text.includes('users.anonymous.enabled');
