// Azure and Entra: role assignments of a subscription, secrets and certificates of applications, and consents.
import { instantOf, fieldOf, listOf, textOf } from '../fields.ts';
import { listFile, pageOf, shown, type Pages, type Reading, type Source } from '../reading.ts';
import { tableOf } from '../../engine/table.ts';

const kinds = tableOf<'user' | 'group' | 'service-account'>({
  User: 'user',
  Group: 'group',
  ServicePrincipal: 'service-account',
  ForeignGroup: 'group',
  Device: 'service-account',
});

export const azRoleAssignments: Source = {
  id: 'az-role-assignments',
  title: 'who has which role in an Azure subscription',
  reference: 'https://learn.microsoft.com/cli/azure/role/assignment#az-role-assignment-list',
  commands: [{ program: 'az', args: ['role', 'assignment', 'list', '--all', '--subscription', '<place>', '--output', 'json'] }],
  placeForm: 'azure:SUBSCRIPTION',
  open(reading) {
    const subscriptions = new Set<string>();
    return {
      file: (name) =>
        listFile(reading, name, ['value'], (item) => {
          const principal = textOf(item, 'principalId')?.toLowerCase();
          const scope = textOf(item, 'scope');
          const role = textOf(item, 'roleDefinitionName');
          const definition = textOf(item, 'roleDefinitionId');
          if (principal === undefined || scope === undefined || (role === undefined && definition === undefined))
            return reading.gap('an assignment without principal, role or scope');
          if (!reading.first('assignment', textOf(item, 'id') ?? `${principal} ${role ?? definition} ${scope}`, item)) return;
          const subscription = /^\/subscriptions\/([0-9a-f-]{36})(?:\/|$)/i.exec(scope)?.[1]?.toLowerCase();
          if (subscription) subscriptions.add(subscription);
          const id = `azure:principal:${principal}`;
          const kind = kinds.get(textOf(item, 'principalType') ?? '') ?? 'service-account';
          const label = textOf(item, 'principalName') ?? principal;
          if (reading.first('principal', principal, principal))
            reading.add({
              fact: 'identity',
              id,
              platform: 'azure',
              kind,
              name: shown(label),
              reference: principal,
              ...(kind === 'user' ? { human: true } : {}),
            });
          const created = reading.past(textOf(item, 'createdOn'));
          const guid = definition?.slice(definition.lastIndexOf('/') + 1).toLowerCase();
          const condition = textOf(item, 'condition');
          const wide =
            scope === '/' ||
            /^\/subscriptions\/[^/]+\/?$/.test(scope) ||
            scope.startsWith('/providers/Microsoft.Management/managementGroups/');
          reading.add({
            fact: 'grant',
            identity: id,
            by: `the assignment of ${role ?? guid}`,
            ...(created ? { created } : {}),
            items: [
              'effect allow',
              `resource ${scope}`,
              ...(role ? [`role ${role}`] : []),
              ...(guid ? [`role-id ${guid}`] : []),
              ...(condition ? [`condition expression = ${shown(condition)}`] : []),
            ].sort(),
            ...(wide && !condition && (role === 'Owner' || guid === '8e3af657-a8ff-443c-a75c-2fe8c4bcb635') ? { reach: 'admin' } : {}),
          });
        }),
      finish() {
        const [one] = subscriptions;
        if (subscriptions.size > 1 && reading.place === undefined)
          reading.refuse(`assignments of ${subscriptions.size} subscriptions: one at a time, or give --place`);
        return { ...(subscriptions.size === 1 ? { place: `azure:${one}` } : {}), complete: ['grant'] };
      },
    };
  },
};

export const azAppCredentials: Source = {
  id: 'az-app-credentials',
  title: 'secrets and certificates of Entra applications, with their ends',
  reference: 'https://learn.microsoft.com/graph/api/resources/passwordcredential',
  commands: [{ program: 'az', args: ['ad', 'app', 'list', '--all', '--output', 'json'] }],
  placeForm: 'entra:TENANT',
  subjectForm: 'the application, for an export of one application’s credentials',
  open(reading) {
    return {
      file: (name) =>
        listFile(reading, name, ['value'], (item) => {
          const passwords = fieldOf(item, 'passwordCredentials');
          const keys = fieldOf(item, 'keyCredentials');
          if (passwords === undefined && keys === undefined) {
            // One credential of `az ad app credential list`, which does not say whose it is.
            if (textOf(item, 'keyId') === undefined) return reading.gap('an entry that is neither an application nor a credential');
            if (reading.subject === undefined)
              return reading.refuse(`${name} lists credentials of one application and does not say which: give --about NAME`);
            return addCredential(
              reading,
              item,
              reading.subject,
              textOf(item, 'type') === 'AsymmetricX509Cert' ? 'certificate' : 'app-password',
            );
          }
          const app = textOf(item, 'displayName') ?? textOf(item, 'appId');
          if (app === undefined) return reading.gap('an application without a name');
          const reference = textOf(item, 'appId') ?? app;
          if (!reading.first('application', reference, item)) return;
          reading.add({
            fact: 'identity',
            id: `entra:application:${app}`,
            platform: 'entra',
            kind: 'application',
            name: shown(app),
            reference,
          });
          for (const one of listOf(item, 'passwordCredentials')) addCredential(reading, one, app, 'app-password');
          for (const one of listOf(item, 'keyCredentials')) addCredential(reading, one, app, 'certificate');
        }),
      finish: () => ({ complete: [] }),
    };
  },
};

/** `secretText` and `hint` hold the value or its beginning, and are never looked at. */
function addCredential(reading: Reading, item: unknown, app: string, kind: 'app-password' | 'certificate'): void {
  const id = textOf(item, 'keyId');
  if (id === undefined) return reading.gap('a credential without an id');
  const created = reading.past(textOf(item, 'startDateTime'));
  const until = instantOf(textOf(item, 'endDateTime'));
  reading.add({
    fact: 'credential',
    identity: `entra:application:${app}`,
    kind,
    name: shown(textOf(item, 'displayName') ?? id.slice(0, 8)),
    ...(created ? { created } : {}),
    ...(until ? { until } : {}),
  });
}

export const entraOauthGrants: Source = {
  id: 'entra-oauth-grants',
  title: 'what people and administrators let applications do in an Entra tenant',
  reference: 'https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant',
  commands: [
    {
      program: 'az',
      args: ['rest', '--method', 'get', '--url', 'https://graph.microsoft.com/v1.0/oauth2PermissionGrants?$top=999', '--output', 'json'],
    },
  ],
  placeForm: 'entra:TENANT',
  open(reading) {
    const pages: Pages = { all: 0, last: 0 };
    return {
      file(name) {
        let more = false;
        const inner = listFile(
          reading,
          name,
          ['value'],
          (item) => {
            const client = textOf(item, 'clientId');
            if (client === undefined) return reading.gap('a consent without a client');
            if (!reading.first('consent', textOf(item, 'id') ?? JSON.stringify(item), item)) return;
            const id = `entra:oauth-client:${client}`;
            if (reading.first('client', client, client))
              reading.add({ fact: 'identity', id, platform: 'entra', kind: 'oauth-client', name: client, reference: client });
            const scopes = (textOf(item, 'scope') ?? '')
              .split(' ')
              .filter((scope) => scope !== '')
              .map((scope) => `scope ${scope}`);
            const everyone = textOf(item, 'consentType') === 'AllPrincipals';
            reading.add({
              fact: 'grant',
              identity: id,
              by: everyone ? 'consent of an administrator for everyone' : 'consent of a person',
              items: [
                ...new Set([
                  'effect allow',
                  ...scopes,
                  `resource ${textOf(item, 'resourceId') ?? ''}`,
                  `user ${everyone ? '*' : (textOf(item, 'principalId') ?? 'somebody')}`,
                ]),
              ].sort(),
            });
          },
          ['@odata.nextLink'],
          () => {
            more = true;
          },
        );
        return pageOf(inner, pages, () => more);
      },
      finish() {
        if (pages.all > 0 && pages.last === 0) reading.refuse('every file has an @odata.nextLink: the last page is missing');
        return { complete: ['grant'] };
      },
    };
  },
};
