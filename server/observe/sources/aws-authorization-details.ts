// `aws iam get-account-authorization-details`: users, groups, roles and customer managed policies of one account. The
// command line joins the pages; pages that were fetched one by one may come in any order.
import type { ObservedFact } from '../../engine/observation.ts';
import { fieldOf, instantOf, listOf, textOf } from '../fields.ts';
import { jsonFile, pageOf, shown, type Pages, type Reading, type Source } from '../reading.ts';
import { accountOf, adminPolicies, endIn, statementsOf } from './aws-statements.ts';

/** Paths of roles that AWS makes and keeps: linked to a service, or behind IAM Identity Center. */
const vendorPaths = ['/aws-service-role/', '/aws-reserved/'];

const lists = { UserDetailList: 'user', RoleDetailList: 'role', GroupDetailList: 'group', Policies: 'policy' } as const;

export const awsAuthorizationDetails: Source = {
  id: 'aws-authorization-details',
  title: 'users, groups, roles and policies of an AWS account',
  reference: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html',
  commands: [
    {
      program: 'aws',
      args: ['iam', 'get-account-authorization-details', '--filter', 'User', 'Role', 'Group', 'LocalManagedPolicy', '--output', 'json'],
    },
  ],
  open(reading) {
    let account: string | undefined;
    const pages: Pages = { all: 0, last: 0 };
    const listed = new Set<string>();
    const take = (arn: string, file: string): boolean => {
      const found = accountOf(arn);
      if (found === undefined) return false;
      if (account !== undefined && found !== account)
        reading.refuse(`${file} is about account ${found}, and other files are about ${account}: one account at a time`);
      account ??= found;
      return true;
    };
    return {
      file(name) {
        let truncated: unknown;
        let held = false;
        const inner = jsonFile(
          reading,
          name,
          [...Object.keys(lists).map((list) => [list, '*']), ['IsTruncated']],
          (path, value) => {
            if (path[0] === 'IsTruncated') {
              truncated = value;
              return;
            }
            const kind = lists[path[0] as keyof typeof lists];
            const arn = textOf(value, 'Arn');
            if (arn === undefined) return reading.gap(`a ${kind} without an ARN`);
            if (kind === 'policy') {
              // Policies of AWS itself belong to no account; grants name them, and the catalogue knows what they allow.
              if (/^arn:aws[a-z-]*:iam::aws:/.test(arn)) return;
              if (!take(arn, name)) return reading.gap('a policy whose ARN names no account');
              if (reading.first('policy', arn, value)) addPolicy(reading, arn, value);
              return;
            }
            if (!take(arn, name)) return reading.gap(`a ${kind} whose ARN names no account`);
            if (reading.first(kind, arn, value)) addPrincipal(reading, kind, arn, value);
          },
          (path) => {
            if (path.length !== 1) return;
            held = true;
            listed.add(path[0]!);
          },
        );
        // The command line leaves it out when it has joined the pages itself.
        const page = pageOf(inner, pages, () => truncated === true);
        return {
          push: page.push,
          end() {
            page.end();
            if (!held && truncated === undefined)
              reading.refuse(
                `${name} holds none of ${Object.keys(lists).join(', ')}: it is no output of get-account-authorization-details`,
              );
          },
        };
      },
      finish() {
        if (pages.all > 0 && pages.last === 0)
          reading.refuse(
            `IsTruncated is true in ${pages.all === 1 ? 'the only file' : `all ${pages.all} files`}: the last page is missing. Give all pages, or export without --max-items`,
          );
        if (pages.last > 1 && pages.all > pages.last)
          reading.refuse(`${pages.last} of ${pages.all} files are last pages: they come from more than one export`);
        // With a filter a whole kind can be left out; then its absence says nothing.
        const whole: ObservedFact['fact'][] = listed.has('RoleDetailList') && listed.has('UserDetailList') ? ['identity', 'grant'] : [];
        if (whole.length === 0)
          reading.gap(`the export lists ${listed.has('RoleDetailList') ? 'no users' : 'no roles'}: what is not in it may still exist`);
        return { ...(account ? { place: `aws:${account}` } : {}), complete: whole };
      },
    };
  },
};

function addPolicy(reading: Reading, arn: string, value: unknown): void {
  const version = listOf(value, 'PolicyVersionList').find((one) => fieldOf(one, 'IsDefaultVersion') === true);
  const statements = statementsOf(fieldOf(version, 'Document'));
  if (!statements) return reading.gap('a policy whose document was not understood');
  reading.add({
    fact: 'policy',
    reference: arn,
    statements: statements.map((one) => one.items),
    ...(statements.some((one) => one.reach) ? { reach: 'admin' } : {}),
  });
}

function addPrincipal(reading: Reading, kind: 'user' | 'role' | 'group', arn: string, value: unknown): void {
  const name = textOf(value, kind === 'user' ? 'UserName' : kind === 'role' ? 'RoleName' : 'GroupName');
  if (name === undefined) return reading.gap(`a ${kind} without a name`);
  const id = `aws:${kind}:${name}`;
  const created = reading.past(fieldOf(value, 'CreateDate'));
  const tags = new Map(
    listOf(value, 'Tags').flatMap((tag) => {
      const key = textOf(tag, 'Key')?.toLowerCase();
      const text = textOf(tag, 'Value');
      return key !== undefined && text !== undefined ? [[key, text] as const] : [];
    }),
  );
  const owner = tags.get('owner') ?? tags.get('team') ?? tags.get('contact');
  const environment = tags.get('environment') ?? tags.get('env') ?? tags.get('stage');
  const path = textOf(value, 'Path') ?? '/';
  reading.add({
    fact: 'identity',
    id,
    platform: 'aws',
    kind,
    name,
    reference: arn,
    ...(created ? { created } : {}),
    ...(owner ? { owner } : {}),
    ...(environment ? { environment } : {}),
    ...(kind === 'role' && vendorPaths.some((one) => path.startsWith(one)) ? { vendorMade: true } : {}),
  });
  for (const inline of listOf(value, kind === 'user' ? 'UserPolicyList' : kind === 'role' ? 'RolePolicyList' : 'GroupPolicyList')) {
    const by = textOf(inline, 'PolicyName') ?? 'inline policy';
    const statements = statementsOf(fieldOf(inline, 'PolicyDocument'));
    if (!statements) {
      reading.gap(`an inline policy of a ${kind} whose document was not understood`);
      continue;
    }
    for (const statement of statements) {
      const until = instantOf(endIn(statement.items));
      reading.add({
        fact: 'grant',
        identity: id,
        by: shown(by),
        items: statement.items,
        ...(until ? { until } : {}),
        ...(statement.reach ? { reach: statement.reach } : {}),
      });
    }
  }
  for (const attached of listOf(value, 'AttachedManagedPolicies')) {
    const policy = textOf(attached, 'PolicyArn');
    if (policy === undefined) continue;
    reading.add({
      fact: 'grant',
      identity: id,
      by: shown(textOf(attached, 'PolicyName') ?? policy),
      items: ['effect allow', `role ${policy}`],
      ...(adminPolicies.has(policy) ? { reach: 'admin' } : {}),
    });
  }
  if (kind === 'user') {
    for (const group of listOf(value, 'GroupList'))
      if (typeof group === 'string')
        reading.add({ fact: 'grant', identity: id, by: `group ${shown(group)}`, items: ['effect allow', `group ${group}`] });
  }
  const boundary = textOf(value, 'PermissionsBoundary', 'PermissionsBoundaryArn');
  if (boundary !== undefined)
    reading.add({ fact: 'grant', identity: id, by: 'permissions boundary', items: ['effect limit', `role ${boundary}`] });
  if (kind === 'role') {
    const used = fieldOf(value, 'RoleLastUsed');
    // An empty object says: not within the time that AWS looks back, which is 400 days.
    if (used !== undefined) {
      const last = reading.past(fieldOf(used, 'LastUsedDate'));
      reading.add({ fact: 'use', identity: id, ...(last ? { last } : {}) });
    }
  }
}
