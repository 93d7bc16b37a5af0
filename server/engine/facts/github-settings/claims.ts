// Which documents are settings that the apps "Settings" and "Safe Settings" of GitHub apply to a repository or to many.
import type { Document } from '../../document.ts';

export function claimsGithubSettings({ format, uri, text }: Document): boolean {
  return (
    format === 'yaml' &&
    /(?:^|\/)\.github\/(?:settings\.ya?ml|(?:repos|suborgs)\/[^/]+\.ya?ml)$/.test(uri) &&
    /^(?:collaborators|teams):/m.test(text)
  );
}
