// GitHub, as `gh api` prints it: people and teams, applications, tokens, secrets by name, alerts and issues.
import { entriesOf, flagOf, idOf, instantOf, numberOf, fieldOf, textOf } from '../fields.ts';
import { listFile, shown, type Reading, type Source, type SourceReader } from '../reading.ts';
import { digestsOf } from './digests.ts';

const api = (path: string): Source['commands'] => [{ program: 'gh', args: ['api', '--paginate', path] }];
const organization = 'github:ORGANIZATION';

/** A source that is one list, which the place is not in. */
function list(
  keys: readonly string[],
  onItem: (reading: Reading, item: unknown) => void,
  complete: ReturnType<SourceReader['finish']>['complete'],
) {
  return (reading: Reading): SourceReader => ({
    file: (name) => listFile(reading, name, keys, (item) => onItem(reading, item)),
    finish: () => ({ complete }),
  });
}

/** Pages of a list of which GitHub says with each how many entries there are: fewer of them are a part, and refused. */
function countedPages() {
  let total: number | undefined;
  return {
    /** Entries that were read, each once. */
    seen: 0,
    onTotal(_field: string, value: unknown): void {
      if (typeof value === 'number') total = value;
    },
    refuseParts(reading: Reading, what: string): void {
      if (total !== undefined && this.seen < total)
        reading.refuse(`${this.seen} of ${total} ${what}: pages are missing. Export with gh api --paginate`);
    },
  };
}

export const githubMembers: Source = {
  id: 'github-members',
  title: 'members of a GitHub organization',
  reference: 'https://docs.github.com/en/rest/orgs/members#list-organization-members',
  commands: api('/orgs/<place>/members'),
  placeForm: organization,
  open: list(
    [],
    (reading, item) => {
      const login = textOf(item, 'login');
      if (login === undefined) return reading.gap('a member without a login');
      if (reading.first('member', login, login)) reading.add({ fact: 'member', kind: 'person', handle: `@${login}` });
    },
    ['member'],
  ),
};

export const githubTeams: Source = {
  id: 'github-teams',
  title: 'teams of a GitHub organization',
  reference: 'https://docs.github.com/en/rest/teams/teams#list-teams',
  commands: api('/orgs/<place>/teams'),
  placeForm: organization,
  open(reading) {
    let owner: string | undefined;
    return {
      file: (name) =>
        listFile(reading, name, [], (item) => {
          const slug = textOf(item, 'slug');
          if (slug === undefined) return reading.gap('a team without a slug');
          const own =
            /^https:\/\/[^/]+\/orgs\/([^/]+)\/teams\//.exec(textOf(item, 'html_url') ?? '')?.[1] ?? reading.place?.replace(/^github:/, '');
          if (own === undefined) return reading.gap('a team without an organization');
          if (owner !== undefined && own !== owner)
            reading.refuse(`${name} is about ${own}, and another part is about ${owner}: one organization at a time`);
          owner = own;
          if (reading.first('team', slug, slug)) reading.add({ fact: 'member', kind: 'team', handle: `@${own}/${slug}` });
        }),
      finish: () => ({ ...(owner ? { place: `github:${owner}` } : {}), complete: ['member'] }),
    };
  },
};

export const githubCollaborators: Source = {
  id: 'github-collaborators',
  title: 'who may do what in a GitHub repository',
  reference: 'https://docs.github.com/en/rest/collaborators/collaborators#list-repository-collaborators',
  commands: api('/repos/<place>/collaborators'),
  placeForm: 'github:OWNER/REPOSITORY',
  open: list(
    [],
    (reading, item) => {
      const login = textOf(item, 'login');
      if (login === undefined) return reading.gap('a collaborator without a login');
      if (!reading.first('collaborator', login, item)) return;
      reading.add({ fact: 'member', kind: 'person', handle: `@${login}` });
      const id = `github:user:${login}`;
      reading.add({
        fact: 'identity',
        id,
        platform: 'github',
        kind: 'user',
        name: login,
        reference: login,
        human: textOf(item, 'type') !== 'Bot',
      });
      const role = textOf(item, 'role_name');
      if (role)
        reading.add({
          fact: 'grant',
          identity: id,
          by: `role ${shown(role)}`,
          items: ['effect allow', `role ${role}`, ...(reading.place ? [`resource ${reading.place.replace(/^github:/, '')}`] : [])].sort(),
          ...(role === 'admin' ? { reach: 'admin' } : {}),
        });
    },
    [],
  ),
};

export const githubInstallations: Source = {
  id: 'github-installations',
  title: 'applications installed in a GitHub organization',
  reference: 'https://docs.github.com/en/rest/orgs/orgs#list-app-installations-for-an-organization',
  commands: api('/orgs/<place>/installations'),
  placeForm: organization,
  open(reading) {
    let owner: string | undefined;
    const pages = countedPages();
    return {
      file: (name) =>
        listFile(
          reading,
          name,
          ['installations'],
          (item) => {
            const slug = textOf(item, 'app_slug');
            const id = idOf(item, 'id');
            if (slug === undefined || id === undefined) return reading.gap('an installation without an application');
            const own = textOf(item, 'account', 'login');
            if (own !== undefined && owner !== undefined && own !== owner)
              reading.refuse(`${name} is about ${own}, and another part is about ${owner}: one organization at a time`);
            owner ??= own;
            if (!reading.first('installation', id, item)) return;
            pages.seen++;
            const identity = `github:oauth-client:${slug}`;
            const created = reading.past(textOf(item, 'created_at'));
            const suspended = textOf(item, 'suspended_at') !== undefined;
            reading.add({
              fact: 'identity',
              id: identity,
              platform: 'github',
              kind: 'oauth-client',
              name: slug,
              reference: `installation ${id}`,
              ...(created ? { created } : {}),
              ...(suspended ? { enabled: false } : {}),
            });
            const permissions = entriesOf(item, 'permissions').flatMap(([name_, level]) =>
              typeof level === 'string' ? [`permission ${name_}:${level}`] : [],
            );
            const selection = textOf(item, 'repository_selection');
            if (!suspended)
              reading.add({
                fact: 'grant',
                identity,
                by: `installation in ${selection === 'all' ? 'all repositories' : 'chosen repositories'}`,
                items: ['effect allow', ...permissions, `resource ${selection === 'all' ? '*' : 'chosen'}`].sort(),
              });
          },
          ['total_count'],
          pages.onTotal,
        ),
      finish() {
        pages.refuseParts(reading, 'installations');
        return { ...(owner ? { place: `github:${owner}` } : {}), complete: ['identity', 'grant'] };
      },
    };
  },
};

export const githubSecrets: Source = {
  id: 'github-secrets',
  title: 'names of the Actions secrets of a GitHub organization or repository',
  reference: 'https://docs.github.com/en/rest/actions/secrets',
  commands: api('/orgs/<place>/actions/secrets'),
  placeForm: 'github:ORGANIZATION or github:OWNER/REPOSITORY',
  open(reading) {
    const pages = countedPages();
    return {
      file: (name) =>
        listFile(
          reading,
          name,
          ['secrets'],
          (item) => {
            const secret = textOf(item, 'name');
            if (secret === undefined) return reading.gap('a secret without a name');
            if (!reading.first('secret', secret, item)) return;
            pages.seen++;
            const visibility = textOf(item, 'visibility');
            const created = reading.past(textOf(item, 'created_at'));
            const updated = reading.past(textOf(item, 'updated_at'));
            reading.add({
              fact: 'variable',
              platform: 'github',
              name: secret,
              level: visibility !== undefined ? 'organization' : 'repository',
              ...(visibility === 'all' || visibility === 'private' || visibility === 'selected' ? { visibility } : {}),
              ...(created ? { created } : {}),
              ...(updated ? { updated } : {}),
            });
          },
          ['total_count'],
          pages.onTotal,
        ),
      finish() {
        pages.refuseParts(reading, 'secrets');
        return { complete: ['variable'] };
      },
    };
  },
};

export const githubTokens: Source = {
  id: 'github-tokens',
  title: 'fine-grained tokens that reach into a GitHub organization',
  reference:
    'https://docs.github.com/en/rest/orgs/personal-access-tokens#list-fine-grained-personal-access-tokens-with-access-to-organization-resources',
  commands: api('/orgs/<place>/personal-access-tokens'),
  placeForm: organization,
  open: list(
    [],
    (reading, item) => {
      const id = idOf(item, 'id');
      const login = textOf(item, 'owner', 'login');
      if (id === undefined || login === undefined) return reading.gap('a token without an owner');
      if (!reading.first('token', id, item)) return;
      const created = reading.past(textOf(item, 'access_granted_at'));
      const until = instantOf(textOf(item, 'token_expires_at'));
      const used = reading.past(textOf(item, 'token_last_used_at'));
      const name = shown(textOf(item, 'token_name') ?? id);
      reading.add({
        fact: 'credential',
        identity: `github:user:${login}`,
        kind: 'token',
        name: `token ${name}`,
        active: flagOf(item, 'token_expired') !== true,
        ...(created ? { created } : {}),
        ...(until ? { until } : {}),
        ...(used ? { lastUsed: used } : {}),
        ...(fieldOf(item, 'token_last_used_at') === null ? { neverUsed: true } : {}),
      });
      const permissions = ['organization', 'repository', 'other'].flatMap((group) =>
        entriesOf(item, 'permissions', group).flatMap(([key, level]) =>
          typeof level === 'string' ? [`permission ${group}/${key}:${level}`] : [],
        ),
      );
      reading.add({
        fact: 'grant',
        identity: `github:user:${login}`,
        by: `token ${name}`,
        items: ['effect allow', ...permissions, `resource ${textOf(item, 'repository_selection') === 'all' ? '*' : 'chosen'}`].sort(),
        ...(until ? { until } : {}),
        ...(used ? { lastUsed: used } : {}),
      });
    },
    [],
  ),
};

/** The repository in an address of an issue or an alert. */
const repositoryIn = (item: unknown): string | undefined =>
  /^https:\/\/[^/]+\/([^/]+\/[^/]+)\/(?:issues|pull|security)\//.exec(textOf(item, 'html_url') ?? '')?.[1];

export const githubSecretAlerts: Source = {
  id: 'github-secret-alerts',
  title: 'secrets that GitHub reported in a repository; their values are compared and not kept',
  reference: 'https://docs.github.com/en/rest/secret-scanning/secret-scanning#list-secret-scanning-alerts-for-a-repository',
  commands: api('/repos/<place>/secret-scanning/alerts'),
  placeForm: 'github:OWNER/REPOSITORY',
  open(reading) {
    const repositories = new Set<string>();
    return {
      file: (name) =>
        listFile(reading, name, [], (item) => {
          const number = numberOf(item, 'number');
          if (number === undefined) return reading.gap('an alert without a number');
          const repository = repositoryIn(item) ?? reading.place?.replace(/^github:/, '');
          if (repository) repositories.add(repository);
          // The value itself must not get into what tells duplicates apart.
          if (!reading.first('alert', `${repository ?? ''}#${number}`, [textOf(item, 'state'), textOf(item, 'resolution')])) return;
          const value = textOf(item, 'secret');
          const digests = value === undefined ? [] : digestsOf(value);
          if (digests.length === 0) reading.gap('an alert whose value is hidden or of a format that is not compared');
          const reported = reading.past(textOf(item, 'created_at'));
          const resolved = reading.past(textOf(item, 'resolved_at'));
          const resolution = textOf(item, 'resolution');
          reading.add({
            fact: 'alert',
            name: `alert ${number}${repository ? ` of ${repository}` : ''}`,
            title: shown(textOf(item, 'secret_type_display_name') ?? textOf(item, 'secret_type') ?? 'secret'),
            digests,
            ...(reported ? { reported } : {}),
            state: textOf(item, 'state') === 'resolved' ? 'resolved' : 'open',
            ...(resolution === 'revoked' || textOf(item, 'validity') === 'inactive' ? { revoked: true } : {}),
            ...(resolved ? { resolved } : {}),
          });
        }),
      finish() {
        const [one] = repositories;
        return { ...(repositories.size === 1 && reading.place === undefined ? { place: `github:${one}` } : {}), complete: ['alert'] };
      },
    };
  },
};

export const githubIssues: Source = {
  id: 'github-issues',
  title: 'issues and pull requests of a GitHub repository, open or closed',
  reference: 'https://docs.github.com/en/rest/issues/issues#list-repository-issues',
  commands: api('/repos/<place>/issues?state=all&per_page=100'),
  placeForm: 'github:OWNER/REPOSITORY',
  open(reading) {
    let repository: string | undefined;
    return {
      file: (name) =>
        listFile(reading, name, [], (item) => {
          const number = numberOf(item, 'number');
          const own = repositoryIn(item) ?? reading.place?.replace(/^github:/, '');
          if (number === undefined || own === undefined) return reading.gap('an issue without a number or an address');
          if (repository !== undefined && own !== repository)
            reading.refuse(`${name} is about ${own}, and another part is about ${repository}: one repository at a time`);
          repository = own;
          if (!reading.first('issue', String(number), textOf(item, 'state'))) return;
          const closed = reading.past(textOf(item, 'closed_at'));
          reading.add({
            fact: 'task',
            reference: `${own}#${number}`,
            state: textOf(item, 'state') === 'closed' ? 'closed' : 'open',
            ...(closed ? { closed } : {}),
          });
        }),
      finish: () => ({ ...(repository ? { place: `github:${repository}` } : {}), complete: ['task'] }),
    };
  },
};
