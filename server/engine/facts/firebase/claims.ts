// Which documents hold Security Rules of Firebase: files of Cloud Firestore and Cloud Storage, Terraform with their text in it,
// and the JSON of the Realtime Database.
import type { Document } from '../../document.ts';

export function claimsFirebase({ uri, format, text }: Document): boolean {
  if (format === 'json') return text.includes('"rules"') && /"\.(?:read|write)"/.test(text);
  return (uri.endsWith('.rules') || format === 'hcl') && /\bservice\s{1,20}(?:cloud\.firestore|firebase\.storage)\b/.test(text);
}
