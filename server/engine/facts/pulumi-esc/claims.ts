// Which documents are environments of Pulumi ESC that sign in somewhere, or configurations of stacks that hold a key of a cloud.
import type { Document } from '../../document.ts';

export function claimsEscEnvironment({ format, text }: Document): boolean {
  if (format !== 'yaml') return false;
  return (
    (text.includes('fn::open') && /^values:/m.test(text) && text.includes('static')) ||
    (/^config:/m.test(text) && /^[ \t]+["']?(?:aws:secretKey|azure(?:-native|ad)?:clientSecret|gcp:credentials)["']?:/m.test(text))
  );
}
