// Which files hold values for charts that may decide a grant: by name and by a word or two.
import type { Document } from '../../document.ts';

/** `values.yaml`, `prod-values.yml`, `values/board.yaml`, and those as templates of Terraform. */
const named = /(?:^|[/._-])values(?:(?:[._-][\w.-]{0,100})?|\/[\w.-]{1,100})\.ya?ml(?:\.(?:tpl|tftpl|tmpl))?$/i;

/** True for the names that files of values have. */
export const isValuesFile = (uri: string): boolean => named.test(uri);

/** What charts make of values is not to be seen in them: any may decide a grant. */
export function claimsHelmValues({ format, uri, text }: Document): boolean {
  return format === 'yaml' && isValuesFile(uri) && !text.includes('{{');
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
