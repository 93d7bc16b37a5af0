// What a scope of a job's token is good for, in a few words: for hover and completion, not for rules. From GitHub's table of
// permissions for GITHUB_TOKEN (docs, controlling permissions for GITHUB_TOKEN, 2026); write includes read.
import type { Access, tokenScopes } from './token.ts';

interface ScopeWords {
  /** Missing where a scope knows no such access. */
  readonly read?: string;
  readonly write?: string;
}

const words: Readonly<Record<(typeof tokenScopes)[number], ScopeWords>> = {
  actions: { read: 'see workflow runs, their logs and artifacts', write: 'cancel and start workflow runs' },
  'artifact-metadata': { read: 'read records about artifacts', write: 'make records about artifacts' },
  attestations: { read: 'read attestations of artifacts', write: 'attest what a build has made' },
  checks: { read: 'read check runs', write: 'make check runs and decide how they end' },
  contents: { read: 'read code, commits and releases', write: 'push commits and tags, and publish releases' },
  deployments: { read: 'read deployments', write: 'make deployments' },
  discussions: { read: 'read discussions', write: 'answer, close and delete discussions' },
  'id-token': { write: 'fetch an OpenID Connect token, by which clouds and registries let the job in' },
  issues: { read: 'read issues', write: 'open, change and comment on issues' },
  models: { read: 'ask GitHub Models' },
  packages: { read: 'download packages', write: 'publish packages' },
  pages: { read: 'read the settings of GitHub Pages', write: 'deploy to GitHub Pages' },
  'pull-requests': { read: 'read pull requests', write: 'open, change, label and review pull requests' },
  'repository-projects': { read: 'read classic projects', write: 'change classic projects' },
  'security-events': { read: 'read alerts of code scanning', write: 'upload results of code scanning and dismiss alerts' },
  statuses: { read: 'read commit statuses', write: 'set commit statuses' },
};

/** What a token may do with this access to a scope; undefined for a scope, or an access of it, that GitHub does not have. */
export function scopeInWords(scope: string, access: Access): string | undefined {
  const known = Object.hasOwn(words, scope) ? words[scope as keyof typeof words] : undefined;
  return access === 'none' ? undefined : known?.[access];
}
