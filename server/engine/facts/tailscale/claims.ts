// Which files are the policy of a tailnet: rules with sources and destinations, in JSON or in JSON with comments.
import type { Document } from '../../document.ts';

export function claimsTailnetPolicy({ format, text }: Document): boolean {
  return (
    format === 'json' &&
    ((/"?\b(?:acls|grants|ssh)\b"?\s{0,20}:\s{0,20}\[/.test(text) &&
      /"?\bsrc\b"?\s{0,20}:\s{0,20}\[/.test(text) &&
      /"?\bdst\b"?\s{0,20}:/.test(text)) ||
      /"tagOwners"\s{0,20}:/.test(text))
  );
}
