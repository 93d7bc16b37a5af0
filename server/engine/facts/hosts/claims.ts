// Which documents may say who is root on a machine, or who gets in without proof: files of sudo, of sshd and of cloud-init,
// and those that write one. A word that only they hold comes first: it is looked for in every script.
import type { Document, Format } from '../../document.ts';

const writers: ReadonlySet<Format> = new Set(['text', 'shell', 'yaml', 'hcl', 'groovy', 'ini']);

/** The files of sudo, by a path or by a word of the text that names one; and users of cloud-init, who have the rule as `sudo:`. */
export function mayGiveSudo({ uri, text }: Document): boolean {
  return text.includes('sudoers:') || (text.includes('NOPASSWD') && (/sudoers/i.test(uri) || text.includes('sudo')));
}

/** The file of sshd, or what is put in its place. */
export const isSshConfig = (uri: string): boolean => /(?:^|[/._-])sshd_config(?:[._-][^/]{0,60}|\.d\/[^/]{1,80})?$/.test(uri);

export function mayOpenSsh({ uri, text }: Document): boolean {
  return (text.includes('PermitEmptyPasswords') || text.includes('PermitRootLogin')) && (isSshConfig(uri) || text.includes('sshd_config'));
}

export const claimsHosts = (document: Document): boolean => writers.has(document.format) && (mayGiveSudo(document) || mayOpenSsh(document));
