// Google Cloud: bindings of a project, its service accounts, and their keys; and OAuth tokens of a Workspace domain.
import type { ObservedIdentity } from '../../engine/observation.ts';
import { fieldOf, flagOf, instantOf, listOf, textOf } from '../fields.ts';
import { jsonFile, listFile, shown, type Reading, type Source } from '../reading.ts';

/** `serviceAccount:ci@shop.iam.gserviceaccount.com` as an identity; undefined for everyone, for a domain and for what is gone. */
function memberOf(member: string): Omit<ObservedIdentity, 'fact'> | undefined {
  const match = /^(user|serviceAccount|group):([^\s?]+)$/.exec(member);
  if (!match) return undefined;
  const [, kind, name] = match as unknown as [string, 'user' | 'serviceAccount' | 'group', string];
  if (kind !== 'serviceAccount')
    return { id: `gcp:${kind}:${name}`, platform: 'gcp', kind, name, reference: name, ...(kind === 'user' ? { human: true } : {}) };
  return { ...accountOf(name), reference: name };
}

/** In the code a service account is known by the part before the `@`. */
function accountOf(email: string): Pick<ObservedIdentity, 'id' | 'platform' | 'kind' | 'name' | 'vendorMade'> {
  const own = /^([^@]+)@([a-z0-9-]+(?:\.[a-z0-9-]+)?)\.iam\.gserviceaccount\.com$/.exec(email);
  const vendors = !own || /^gcp-sa-|-sa$/.test(own[2]!) || /^service-\d+$/.test(own[1]!);
  const name = own ? own[1]! : email;
  return { id: `gcp:service-account:${name}`, platform: 'gcp', kind: 'service-account', name, ...(vendors ? { vendorMade: true } : {}) };
}

export const gcloudIamPolicy: Source = {
  id: 'gcloud-iam-policy',
  title: 'who has which role in a Google Cloud project',
  reference: 'https://cloud.google.com/iam/docs/reference/rest/v1/Policy',
  commands: [{ program: 'gcloud', args: ['projects', 'get-iam-policy', '<place>', '--format=json'] }],
  placeForm: 'gcp:PROJECT',
  open(reading) {
    const project = reading.place?.replace(/^gcp:/, '');
    return {
      file(name) {
        let held = false;
        const inner = jsonFile(
          reading,
          name,
          [['bindings', '#']],
          (_path, value) => {
            const role = textOf(value, 'role');
            if (role === undefined) return reading.gap('a binding without a role');
            const expression = textOf(value, 'condition', 'expression');
            const end =
              expression === undefined
                ? undefined
                : instantOf(/request\.time\s*<=?\s*timestamp\(\s*["']([^"']+)["']\s*\)/.exec(expression)?.[1]);
            for (const member of listOf(value, 'members')) {
              const identity = typeof member === 'string' ? memberOf(member) : undefined;
              if (!identity) {
                reading.gap(
                  typeof member === 'string' && /^(?:allUsers|allAuthenticatedUsers)$/.test(member)
                    ? 'a binding to everyone, which is about no identity'
                    : 'a member that is no user, group or service account',
                );
                continue;
              }
              if (reading.first('member', identity.id, identity.id)) reading.add({ fact: 'identity', ...identity });
              if (!reading.first('binding', `${role} ${identity.id} ${expression ?? ''}`, role)) continue;
              reading.add({
                fact: 'grant',
                identity: identity.id,
                by: `the binding to ${role}`,
                items: [
                  'effect allow',
                  ...(project ? [`resource ${project}`] : []),
                  ...(expression ? [`condition expression = ${shown(expression)}`] : []),
                  `role ${role}`,
                ].sort(),
                ...(end ? { until: end } : {}),
                ...(role === 'roles/owner' && !expression ? { reach: 'admin' } : {}),
              });
            }
          },
          (path) => {
            if (path[0] === 'bindings') held = true;
          },
        );
        return {
          push: inner.push,
          end() {
            inner.end();
            if (!held) reading.refuse(`${name} holds no bindings: it is no output of get-iam-policy`);
          },
        };
      },
      finish: () => ({ complete: ['grant'] }),
    };
  },
};

export const gcloudServiceAccounts: Source = {
  id: 'gcloud-service-accounts',
  title: 'service accounts of a Google Cloud project',
  reference: 'https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts',
  commands: [{ program: 'gcloud', args: ['iam', 'service-accounts', 'list', '--project', '<place>', '--format=json'] }],
  placeForm: 'gcp:PROJECT',
  open(reading) {
    let project: string | undefined;
    return {
      file: (name) =>
        listFile(reading, name, ['accounts'], (item) => {
          const email = textOf(item, 'email');
          if (email === undefined) return reading.gap('a service account without an e-mail address');
          const own = textOf(item, 'projectId');
          if (own !== undefined && project !== undefined && own !== project)
            reading.refuse(`${name} is about project ${own}, and another part is about ${project}: one project at a time`);
          project ??= own;
          if (!reading.first('service account', email, item)) return;
          const disabled = flagOf(item, 'disabled');
          reading.add({ fact: 'identity', ...accountOf(email), reference: email, ...(disabled ? { enabled: false } : {}) });
        }),
      finish: () => ({ ...(project ? { place: `gcp:${project}` } : {}), complete: ['identity'] }),
    };
  },
};

export const gcloudServiceAccountKeys: Source = {
  id: 'gcloud-service-account-keys',
  title: 'keys of a service account of Google Cloud',
  reference: 'https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts.keys',
  commands: [
    {
      program: 'gcloud',
      args: ['iam', 'service-accounts', 'keys', 'list', '--iam-account', '<about>', '--managed-by', 'user', '--format=json'],
    },
  ],
  placeForm: 'gcp:PROJECT',
  subjectForm: 'the e-mail address of the service account',
  open(reading) {
    const accounts = new Set<string>();
    const projects = new Set<string>();
    return {
      file: (name) =>
        listFile(reading, name, ['keys'], (item) => {
          const match = /^projects\/([^/]+)\/serviceAccounts\/([^/]+)\/keys\/([^/]+)$/.exec(textOf(item, 'name') ?? '');
          if (!match) return reading.gap('a key without a name');
          const [, project, email, id] = match as unknown as [string, string, string, string];
          if (!reading.first('key', match[0], item)) return;
          accounts.add(email);
          if (project !== '-') projects.add(project);
          // Google makes and rotates these itself.
          if (textOf(item, 'keyType') === 'SYSTEM_MANAGED') return;
          const created = reading.past(textOf(item, 'validAfterTime'));
          const until = instantOf(textOf(item, 'validBeforeTime'));
          reading.add({
            fact: 'credential',
            identity: accountOf(email).id,
            kind: 'sa-key',
            name: `key ${id.slice(0, 8)}`,
            active: flagOf(item, 'disabled') !== true,
            ...(created ? { created } : {}),
            ...(until && !until.startsWith('9999') ? { until } : {}),
          });
        }),
      finish() {
        const [account] = accounts;
        const [project] = projects;
        if (projects.size > 1) reading.refuse(`keys of ${projects.size} projects: one project at a time`);
        const base = project ? `gcp:${project}` : reading.place;
        return {
          ...(base && accounts.size === 1
            ? { place: `${base.replace(/:serviceAccount\/.*$/, '')}:serviceAccount/${account}` }
            : base
              ? { place: base }
              : {}),
          complete: [],
        };
      },
    };
  },
};

export const workspaceTokens: Source = {
  id: 'workspace-tokens',
  title: 'applications that people of a Google Workspace domain let into their accounts',
  reference: 'https://developers.google.com/workspace/admin/directory/reference/rest/v1/tokens',
  commands: [],
  placeForm: 'workspace:DOMAIN',
  open(reading) {
    return {
      file: (name) => listFile(reading, name, ['items'], (item) => addToken(reading, item)),
      finish: () => ({ complete: [] }),
    };
  },
};

function addToken(reading: Reading, item: unknown): void {
  const client = textOf(item, 'clientId');
  if (client === undefined) return reading.gap('a token without a client');
  const user = textOf(item, 'userKey') ?? 'somebody';
  if (!reading.first('token', `${client} of ${user}`, item)) return;
  const id = `saas:oauth-client:${client}`;
  const name = textOf(item, 'displayText') ?? client;
  if (reading.first('application', client, client))
    reading.add({ fact: 'identity', id, platform: 'saas', kind: 'oauth-client', name: shown(name), reference: client });
  const scopes = listOf(item, 'scopes').flatMap((scope) => (typeof scope === 'string' ? [`scope ${scope}`] : []));
  reading.add({ fact: 'grant', identity: id, by: `consent of ${shown(user)}`, items: ['effect allow', ...scopes, `user ${user}`].sort() });
  if (fieldOf(item, 'scopes') === undefined) reading.gap('a token without scopes');
}
