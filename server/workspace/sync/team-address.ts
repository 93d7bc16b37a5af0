// Where the team's posture repository is, and whether this machine has agreed to talk to it. An address comes from a file
// that anyone can change, so it gets nothing until a person confirmed it here, once for each address.
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isMap, isScalar, parseDocument } from 'yaml';
import { UsageError } from '../errors.ts';
import { textAt } from '../text-at.ts';
import { writeFiles } from '../write-files.ts';

export interface TeamAddress {
  readonly url: string;
  readonly branch: string;
  readonly transport: 'https' | 'ssh' | 'file';
}

/** The address in a configuration; undefined when it names none. Throws UsageError for one that may not be used. */
export function teamIn(configuration: string, allowLocal = false): TeamAddress | undefined {
  const team = parseDocument(configuration, { merge: false }).get('team', true);
  if (team === undefined || team === null) return undefined;
  if (!isMap(team)) throw new UsageError('team in .posture/config.yaml is {url: …, branch: …}');
  const text = (key: string): string | undefined => {
    const node = team.get(key, true);
    return isScalar(node) && typeof node.value === 'string' ? node.value.trim() : undefined;
  };
  const url = text('url');
  if (!url) throw new UsageError('team in .posture/config.yaml needs a url');
  const transport = transportOf(url, allowLocal);
  const branch = text('branch') ?? 'main';
  if (!/^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(branch) || branch.includes('..'))
    throw new UsageError(`"${branch.slice(0, 60)}" is no name of a branch`);
  return { url, branch, transport };
}

/** How an address is reached; throws UsageError for one that may not be used. */
export function transportOf(url: string, allowLocal: boolean): TeamAddress['transport'] {
  if (url.startsWith('-') || /[\s\0]/.test(url)) throw new UsageError(`"${url.slice(0, 60)}" is no address of a repository`);
  if (/^https:\/\/[^/@]+\//.test(url)) return 'https';
  if (/^ssh:\/\/(?:[^@/]+@)?[A-Za-z0-9]/.test(url) || /^(?:[A-Za-z0-9_.-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/)/.test(url)) return 'ssh';
  if (allowLocal && url.startsWith('/')) return 'file';
  throw new UsageError(`${url.slice(0, 80)}: only https and ssh addresses are used, and https without a name or password in it`);
}

/** Where confirmed addresses are kept: the user's own configuration folder, never the repository. */
export function confirmationsPath(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CONFIG_HOME'] || join(environment['HOME'] || homedir(), '.config'), 'identity-posture', 'teams.json');
}

/** Whether a person confirmed this address for this repository on this machine. */
export function isConfirmed(path: string, root: string, address: TeamAddress): boolean {
  return confirmations(path)[root] === `${address.url} ${address.branch}`;
}

export function confirmAddress(path: string, root: string, address: TeamAddress): void {
  const before = textAt(path);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFiles([
    { path, text: `${JSON.stringify({ ...confirmations(path), [root]: `${address.url} ${address.branch}` }, undefined, 2)}\n`, before },
  ]);
}

function confirmations(path: string): Record<string, string> {
  const text = textAt(path);
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, string>) : {};
  } catch {
    // A file that cannot be read confirms nothing.
    return {};
  }
}
