// What rules may know about the world around a document: owners, the remote, what git tracks and ignores. Each is looked
// up when a rule first asks, so that a run that needs none of it pays nothing.
import type { StandingPolicy, WorkspaceFacts } from '../engine/project.ts';
import { unknownWorkspace } from '../engine/project.ts';
import { policyPath, readPolicy } from '../posture/policy.ts';
import { codeownersPaths, readCodeowners } from './codeowners.ts';
import { entriesOf, gitSync } from './git.ts';
import { remoteOf, type Repository } from './repository.ts';

/**
 * `read` gives the text of a file by its uri; `governing` the same where the team's policy counts, mostly the target branch.
 * Without a repository, what git would know stays unknown.
 */
export function workspaceFacts(
  today: string,
  read: (uri: string) => string | undefined,
  repository?: Repository,
  governing: (uri: string) => string | undefined = read,
): WorkspaceFacts {
  // A policy with a mistake is not used, here as elsewhere; that it has one is said with the decisions.
  const standing = once((): StandingPolicy | undefined => {
    const text = governing(policyPath);
    return text === undefined ? undefined : readPolicy(text).policy;
  });
  let owners: ((uri: string) => readonly string[]) | undefined;
  const ownersOf = (uri: string): readonly string[] => {
    if (!owners) {
      const text = codeownersPaths.map(read).find((found) => found !== undefined);
      owners = text === undefined ? () => [] : readCodeowners(text);
    }
    return owners(uri);
  };
  if (!repository)
    return {
      ...unknownWorkspace(today),
      ownersOf,
      get standing() {
        return standing();
      },
    };
  const { root, inHook } = repository;
  const ask = (...command: string[]): string | undefined => {
    const result = gitSync({ cwd: root, command, inHook });
    return result.ok ? result.stdout.toString('utf8').trim() : undefined;
  };
  const remote = once(() => remoteOf(ask('config', '--get', 'remote.origin.url') ?? ''));
  const defaultBranch = once(() => ask('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD')?.replace(/^origin\//, ''));
  const tracked = once(() => {
    const result = gitSync({ cwd: root, command: ['ls-files', '-z', '--cached'], inHook });
    return result.ok ? new Set(entriesOf(result.stdout)) : undefined;
  });
  const ignored = new Map<string, boolean | undefined>();
  return {
    today,
    get remote() {
      return remote();
    },
    get defaultBranch() {
      return defaultBranch();
    },
    ownersOf,
    get standing() {
      return standing();
    },
    isTracked: (uri) => tracked()?.has(uri),
    isIgnored(uri) {
      if (!ignored.has(uri)) {
        const result = gitSync({ cwd: root, command: ['check-ignore', '-q'], paths: [uri], inHook });
        ignored.set(uri, result.code === 0 ? true : result.code === 1 ? false : undefined);
      }
      return ignored.get(uri);
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
