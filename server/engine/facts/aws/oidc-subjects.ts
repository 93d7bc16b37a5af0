// Subjects of the OpenID Connect providers that roles trust, and how much of the provider each pattern lets in. Patterns
// are policy patterns: `*` and `?` are wildcards, `\0` stands for text that is not known and is taken to narrow.

/** `anyone`: every customer of the provider. `tenant`: one organization or group. `project`: one repository, any of its runs. `narrow`. `never`: no subject has this form. */
export type SubjectReach = 'anyone' | 'tenant' | 'project' | 'narrow' | 'never';

export interface OidcProvider {
  readonly id:
    | 'github'
    | 'gitlab'
    | 'terraform-cloud'
    | 'circleci'
    | 'bitbucket'
    | 'buildkite'
    | 'spacelift'
    | 'azure-devops'
    | 'eks'
    | 'google'
    | 'cognito'
    | 'vercel'
    | 'fly'
    | 'env0'
    | 'other';
  readonly title: string;
  /** What a role without any condition on the subject lets in. */
  readonly withoutSubject: Exclude<SubjectReach, 'never'>;
  /** Claims that name whose token it is, as a subject does, and that AWS takes as keys. */
  readonly claims: readonly string[];
  /** Claims that name it as well and that AWS gives no key for: a condition on one never holds, and nobody gets in. */
  readonly ignored?: readonly string[];
  readonly example: string;
  /** How much a subject pattern lets in. */
  reach(pattern: string): SubjectReach;
}

const wild = /[*?]/;

/** Reach by parts: the first part that holds a wildcard says how far it goes. */
function byParts(parts: readonly string[], reaches: readonly SubjectReach[]): SubjectReach {
  for (let i = 0; i < reaches.length; i++) {
    const part = parts[i];
    if (part === undefined) return reaches[i]!;
    if (wild.test(part)) return reaches[i]!;
  }
  return 'narrow';
}

/** Claims that can begin a customised subject and name whose it is; any other can be chosen by a stranger. */
const githubOwnerClaims = new Set([
  'repo',
  'repository',
  'repository_id',
  'repository_owner',
  'repository_owner_id',
  'organization',
  'enterprise',
  'enterprise_id',
  'job_workflow_ref',
]);

function githubReach(pattern: string): SubjectReach {
  const colon = pattern.indexOf(':');
  if (colon < 0) return pattern.includes('\0') ? 'narrow' : wild.test(pattern) ? 'anyone' : 'never';
  const claim = pattern.slice(0, colon);
  if (claim.includes('\0')) return 'narrow';
  if (!githubOwnerClaims.has(claim.toLowerCase())) return 'anyone';
  const value = pattern.slice(colon + 1);
  // `repository_owner:o:repo:o/r:…`: a later claim narrows further.
  const repository = /(?:^|:)(?:repo|repository|job_workflow_ref):([^:]*)(.*)$/s.exec(pattern);
  if (!repository) {
    if (wild.test(value.split(':')[0]!)) return 'anyone';
    return claim === 'repository_id' ? 'narrow' : 'tenant';
  }
  const [owner = '', name, ...path] = repository[1]!.split('/');
  const rest = repository[2]!.slice(1);
  if (wild.test(owner)) return 'anyone';
  // A hole in place of both: `repo:${repository}:*`.
  if (name === undefined) return !owner.includes('\0') ? 'never' : /^\*+$/.test(rest) ? 'project' : 'narrow';
  if (path.length > 0) return wild.test(name) ? 'tenant' : 'narrow';
  if (wild.test(name)) return 'tenant';
  return /^\*+$/.test(rest) ? 'project' : 'narrow';
}

/** `name:value:name:value` subjects: the values in their order. */
function named(pattern: string, names: readonly string[]): string[] | undefined {
  const values: string[] = [];
  let rest = pattern;
  for (const [index, name] of names.entries()) {
    if (!rest.startsWith(`${name}:`)) return index === 0 ? undefined : values;
    rest = rest.slice(name.length + 1);
    const next = names[index + 1] === undefined ? -1 : rest.indexOf(`:${names[index + 1]}:`);
    if (next < 0) {
      // `organization:o:*`: the name ends at the colon, and what follows may be anything.
      const colon = index + 1 < names.length ? rest.indexOf(':') : -1;
      values.push(colon < 0 ? rest : rest.slice(0, colon));
      if (colon >= 0) values.push(rest.slice(colon + 1));
      return values;
    }
    values.push(rest.slice(0, next));
    rest = rest.slice(next + 1);
  }
  return values;
}

const providers: readonly (OidcProvider & { readonly issuer: RegExp })[] = [
  {
    id: 'github',
    title: 'GitHub Actions',
    issuer: /^token\.actions\.githubusercontent\.com(?:\/[^/]+)?$|\/_services\/token$/,
    withoutSubject: 'anyone',
    claims: ['repository', 'repository_id', 'job_workflow_ref', 'enterprise_id', 'repository_owner_id'],
    ignored: ['repository_owner'],
    example: 'repo:OWNER/REPOSITORY:ref:refs/heads/main',
    reach: githubReach,
  },
  {
    id: 'gitlab',
    title: 'GitLab',
    issuer: /^gitlab\.com$|^(?:[\w-]+\.)*gitlab\./,
    withoutSubject: 'anyone',
    claims: ['project_id', 'namespace_id', 'user_id', 'user_login', 'user_email'],
    ignored: ['project_path', 'namespace_path'],
    example: 'project_path:GROUP/PROJECT:ref_type:branch:ref:main',
    reach(pattern) {
      const values = named(pattern, ['project_path', 'ref_type', 'ref']);
      if (!values) return wild.test(pattern) ? 'anyone' : pattern.includes('\0') ? 'narrow' : 'never';
      const path = (values[0] ?? '').replace(/:\*+$/, '');
      const [group = '', ...projects] = path.split('/');
      if (wild.test(group)) return 'anyone';
      if (projects.length === 0) return group.includes('\0') ? 'narrow' : 'never';
      if (wild.test(projects.join('/'))) return 'tenant';
      return values.length < 2 || wild.test(values[1]!.split(':')[0]!) ? 'project' : 'narrow';
    },
  },
  {
    id: 'terraform-cloud',
    title: 'HCP Terraform',
    issuer: /^app\.terraform\.io$|^app\.eu\.terraform\.io$/,
    withoutSubject: 'anyone',
    claims: ['terraform_organization_id', 'terraform_workspace_id', 'terraform_project_id'],
    example: 'organization:ORG:project:PROJECT:workspace:WORKSPACE:run_phase:apply',
    reach(pattern) {
      const values = named(pattern, ['organization', 'project', 'workspace', 'run_phase']);
      if (!values) return wild.test(pattern) ? 'anyone' : pattern.includes('\0') ? 'narrow' : 'never';
      // Without a project between, the organization may still be followed by anything.
      return byParts(values, ['anyone', 'tenant', 'tenant', 'project']);
    },
  },
  {
    id: 'circleci',
    title: 'CircleCI',
    issuer: /^oidc\.circleci\.com(?:\/|$)/,
    withoutSubject: 'tenant',
    claims: ['oidc.circleci.com/project-id', 'project-id', 'vcs-origin', 'context-ids'],
    example: 'org/ORG_ID/project/PROJECT_ID/user/*',
    reach(pattern) {
      const match = /^org\/([^/]*)(?:\/project\/([^/]*))?/.exec(pattern);
      if (!match) return wild.test(pattern) ? 'tenant' : pattern.includes('\0') ? 'narrow' : 'never';
      return match[2] === undefined || wild.test(match[1]!) || wild.test(match[2]) ? 'tenant' : 'narrow';
    },
  },
  {
    id: 'bitbucket',
    title: 'Bitbucket Pipelines',
    issuer: /^api\.bitbucket\.org\//,
    withoutSubject: 'tenant',
    claims: ['repositoryuuid', 'deploymentenvironmentuuid'],
    example: '{REPOSITORY_UUID}:{ENVIRONMENT_UUID}:*',
    reach: (pattern) => (wild.test(pattern.split(':')[0]!) ? 'tenant' : 'narrow'),
  },
  {
    id: 'buildkite',
    title: 'Buildkite',
    issuer: /^agent\.buildkite\.com$/,
    withoutSubject: 'anyone',
    claims: ['organization_slug', 'organization_id', 'pipeline_id', 'cluster_id'],
    example: 'organization:ORG:pipeline:PIPELINE:ref:refs/heads/main:*',
    reach(pattern) {
      const values = named(pattern, ['organization', 'pipeline', 'ref']);
      if (!values) return wild.test(pattern) ? 'anyone' : pattern.includes('\0') ? 'narrow' : 'never';
      const reach = byParts([values[0]!, values[1]?.split(':')[0] ?? '*'], ['anyone', 'tenant']);
      return reach === 'narrow' && (values[1]?.endsWith(':*') || values.length < 3) ? 'project' : reach;
    },
  },
  {
    id: 'spacelift',
    title: 'Spacelift',
    issuer: /\.app(?:\.us)?\.spacelift\.io$/,
    withoutSubject: 'tenant',
    claims: ['spaceid', 'callerid'],
    example: 'space:SPACE:stack:STACK:run_type:TRACKED:scope:write',
    reach: (pattern) => (/^space:[^*?:]+/.test(pattern) || !wild.test(pattern) ? 'narrow' : 'tenant'),
  },
  {
    id: 'azure-devops',
    title: 'Azure DevOps',
    issuer: /^vstoken\.dev\.azure\.com\//,
    withoutSubject: 'tenant',
    claims: [],
    example: 'sc://ORG/PROJECT/CONNECTION',
    reach: (pattern) => (/^(?:sc|p):\/\/[^*?/]+\/[^*?/]+\//.test(pattern) || !wild.test(pattern) ? 'narrow' : 'tenant'),
  },
  {
    id: 'vercel',
    title: 'Vercel',
    issuer: /^oidc\.vercel\.com/,
    withoutSubject: 'anyone',
    claims: ['owner_id', 'project_id'],
    example: 'owner:TEAM:project:PROJECT:environment:production',
    reach: (pattern) => byParts(named(pattern, ['owner', 'project', 'environment']) ?? ['*'], ['anyone', 'tenant', 'narrow']),
  },
  {
    // An issuer for each organization, `org:app:machine`. Source: fly.io/docs/reference/openid-connect, 2026-11.
    id: 'fly',
    title: 'Fly.io',
    issuer: /^oidc\.fly\.io\/[^/]+$/,
    withoutSubject: 'tenant',
    claims: [],
    example: 'ORG:APP:*',
    reach: (pattern) =>
      pattern.includes(':')
        ? byParts(pattern.split(':'), ['tenant', 'tenant'])
        : wild.test(pattern)
          ? 'tenant'
          : pattern.includes('\0')
            ? 'narrow'
            : 'never',
  },
  {
    // One issuer for every customer; the subject is a number that stands for the organization. Source: docs.envzero.com, "General OIDC Integrations", 2026-11.
    id: 'env0',
    title: 'env zero',
    issuer: /^login\.app\.env0\.com$/,
    withoutSubject: 'anyone',
    claims: [],
    example: 'auth0|SUBJECT_OF_YOUR_ORGANIZATION',
    reach: (pattern) => (/^(?:[\w-]+\|)?[*?]+$/.test(pattern) ? 'anyone' : 'narrow'),
  },
  {
    id: 'eks',
    title: 'an EKS cluster',
    issuer: /^oidc\.eks\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?\/id\//,
    withoutSubject: 'tenant',
    claims: [],
    example: 'system:serviceaccount:NAMESPACE:NAME',
    reach(pattern) {
      const match = /^system:serviceaccount:([^:]*):?(.*)$/.exec(pattern);
      if (!match) return wild.test(pattern) ? 'tenant' : pattern.includes('\0') ? 'narrow' : 'never';
      if (wild.test(match[1]!)) return 'tenant';
      return /^[*?]+$/.test(match[2]!) || (match[2] === '' && !pattern.includes('\0')) ? 'project' : 'narrow';
    },
  },
  {
    id: 'google',
    title: 'Google',
    issuer: /^accounts\.google\.com$/,
    withoutSubject: 'anyone',
    claims: ['aud', 'oaud', 'google/organization_number'],
    example: 'SERVICE_ACCOUNT_UNIQUE_ID',
    reach: (pattern) => (/^[*?]+$/.test(pattern) ? 'anyone' : 'narrow'),
  },
  {
    id: 'cognito',
    title: 'Amazon Cognito',
    issuer: /^cognito-identity(?:-us-gov|\.[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/,
    withoutSubject: 'anyone',
    claims: ['aud'],
    example: 'REGION:IDENTITY_ID',
    reach: (pattern) => (/^[*?]+$/.test(pattern) ? 'anyone' : 'narrow'),
  },
];

/** The provider behind an issuer (host and path, no scheme). Undefined for issuers that are not known here. */
export function oidcProviderOf(issuer: string): OidcProvider | undefined {
  const bare = issuer
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .toLowerCase();
  return providers.find((provider) => provider.issuer.test(bare));
}

/** Forms of subjects that one kind of provider alone has: GitHub's also that of an enterprise, a cluster's any cluster. */
const tellingForms: readonly (readonly [RegExp, OidcProvider['id']])[] = [
  [/^repo:/, 'github'],
  [/^system:serviceaccount:/, 'eks'],
  [/^project_path:/, 'gitlab'],
  [/^organization:[^:]*:project:[^:]*:workspace:/, 'terraform-cloud'],
];

/** The provider that a subject has the form of, where its issuer is not known. Undefined where the form tells nothing. */
export function oidcProviderOfSubject(pattern: string): OidcProvider | undefined {
  const id = tellingForms.find(([form]) => form.test(pattern))?.[1];
  return id && providers.find((provider) => provider.id === id);
}
