// What rules may know about the world around a root, kept no older than the last save: owners, the remote, what git
// tracks. Git is asked only in a trusted workspace, and only when a rule first wants to know.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceFacts } from '../engine/project.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import type { Root } from './roots.ts';

export interface Knowledge {
  readonly facts: WorkspaceFacts;
  /** Something outside the open texts may have changed. */
  renew(): void;
}

export function createKnowledge(
  root: Root,
  options: { today(): string; trusted(): boolean; read(uri: string): string | undefined },
): Knowledge {
  let current: WorkspaceFacts | undefined;
  const ask = (): WorkspaceFacts => {
    const { path } = root;
    const repository =
      options.trusted() && path !== undefined && existsSync(join(path, '.git')) ? { root: path, inHook: false } : undefined;
    return workspaceFacts(options.today(), options.read, repository);
  };
  const known = (): WorkspaceFacts => (current ??= ask());
  return {
    facts: {
      get today() {
        return options.today();
      },
      get remote() {
        return known().remote;
      },
      get defaultBranch() {
        return known().defaultBranch;
      },
      ownersOf: (uri) => known().ownersOf(uri),
      get standing() {
        return known().standing;
      },
      isTracked: (uri) => known().isTracked(uri),
      isIgnored: (uri) => known().isIgnored(uri),
    },
    renew() {
      current = undefined;
    },
  };
}
