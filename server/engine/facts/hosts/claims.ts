// Which documents may say who is root on a machine: files of sudo, and those that write one.
import type { Document, Format } from '../../document.ts';

const writers: ReadonlySet<Format> = new Set(['text', 'shell', 'yaml', 'hcl', 'groovy', 'ini']);

export function claimsSudoers({ format, uri, text }: Document): boolean {
  return writers.has(format) && text.includes('NOPASSWD') && (/sudoers/i.test(uri) || text.includes('sudoers'));
}
