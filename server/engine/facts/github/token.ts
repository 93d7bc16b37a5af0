// What the token of a job may do: its own `permissions`, else the workflow's, else whatever the repository's settings
// say, which no file shows.
import { textOf } from '../value.ts';
import type { TokenPermissions, Workflow, WorkflowJob } from '../workflow.ts';

/** Scopes of the token as GitHub documents them for `permissions` (docs, workflow syntax, 2026). */
export const tokenScopes = [
  'actions',
  'artifact-metadata',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'models',
  'packages',
  'pages',
  'pull-requests',
  'repository-projects',
  'security-events',
  'statuses',
] as const;

/** The scope that knows no such access: models are only asked, and a token of OpenID Connect is fetched or not. */
const lacking: Readonly<Record<'read' | 'write', (typeof tokenScopes)[number]>> = { read: 'id-token', write: 'models' };

/** What `read-all` and `write-all` stand for. */
export function scopesWith(access: 'read' | 'write'): string[] {
  return tokenScopes.filter((scope) => scope !== lacking[access]);
}

export type Access = 'none' | 'read' | 'write';

export interface EffectivePermissions {
  /** Where they are written: `settings` where the file says nothing. */
  readonly from: 'job' | 'workflow' | 'settings';
  readonly written?: TokenPermissions;
  /** One word for all scopes. */
  readonly all?: 'read-all' | 'write-all';
  /** Access by scope. A scope that is not here has none, unless `all` says so or `from` is `settings`. */
  readonly scopes: ReadonlyMap<string, Access>;
  /** False where an expression or an unreadable value hides a part. */
  readonly known: boolean;
}

export function effectivePermissions(job: WorkflowJob | undefined, workflow: Workflow): EffectivePermissions {
  const written = job?.permissions ?? workflow.permissions;
  if (!written) return { from: 'settings', scopes: new Map(), known: false };
  const from = job?.permissions ? 'job' : 'workflow';
  const all = textOf(written.all);
  if (written.all) {
    const known = all === 'read-all' || all === 'write-all';
    return { from, written, ...(known ? { all: all as 'read-all' } : {}), scopes: new Map(), known };
  }
  const scopes = new Map<string, Access>();
  let known = true;
  for (const scope of written.scopes) {
    const access = textOf(scope.access);
    if (access === 'read' || access === 'write' || access === 'none') scopes.set(scope.name, access);
    else known = false;
  }
  return { from, written, scopes, known };
}

/** Scopes with write access, `id-token` among them; every scope under `write-all`. Empty where nothing is written. */
export function writtenScopes(permissions: EffectivePermissions): string[] {
  if (permissions.all === 'write-all') return scopesWith('write');
  return [...permissions.scopes].filter(([, access]) => access === 'write').map(([scope]) => scope);
}
