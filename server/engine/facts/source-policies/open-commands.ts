// Commands of the AWS CLI that let somebody in without a policy document: public ACLs, addresses without sign-in, permissions
// for everyone, images and snapshots for all accounts, shares, and what Lake Formation grants. Options: the reference of
// the AWS CLI, version 2.
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import { principalOf } from '../aws/principals.ts';
import { readAwsSettings, type AwsResourceKind } from '../aws/settings.ts';
import type { attachManagedPolicy } from '../aws/policy-document.ts';
import { tableOf } from '../../table.ts';
import type { Facts, Grant, Principal } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';
import type { Command } from './commands.ts';

type Base = Parameters<typeof attachManagedPolicy>[2];

/** Options that name everyone by a word, and what everyone may do then. */
const toEveryone = tableOf<{
  readonly options: readonly string[];
  readonly word: RegExp;
  readonly action: string;
  readonly kind: 'any' | 'authenticated';
}>({
  'ec2 modify-image-attribute': {
    options: ['user-groups', 'launch-permission'],
    word: /^all$|^Add=.{0,20}Group=all\b/i,
    action: 'ec2:RunInstances',
    kind: 'authenticated',
  },
  'ec2 modify-snapshot-attribute': {
    options: ['group-names', 'create-volume-permission'],
    word: /^all$|^Add=.{0,20}Group=all\b/i,
    action: 'ec2:CreateVolume',
    kind: 'authenticated',
  },
  'rds modify-db-snapshot-attribute': {
    options: ['values-to-add'],
    word: /^all$/i,
    action: 'rds:RestoreDBInstanceFromDBSnapshot',
    kind: 'authenticated',
  },
  'rds modify-db-cluster-snapshot-attribute': {
    options: ['values-to-add'],
    word: /^all$/i,
    action: 'rds:RestoreDBClusterFromSnapshot',
    kind: 'authenticated',
  },
  'ssm modify-document-permission': {
    options: ['account-ids-to-add'],
    word: /^all$/i,
    action: 'ssm:GetDocument',
    kind: 'authenticated',
  },
  'sns add-permission': { options: ['aws-account-id'], word: /^\*$/, action: 'sns:', kind: 'any' },
  'sqs add-permission': { options: ['aws-account-ids'], word: /^\*$/, action: 'sqs:', kind: 'any' },
});

/** Commands of S3 that take a list of who may read what they make. */
const writing: ReadonlySet<string> = new Set([
  's3 cp',
  's3 mv',
  's3 sync',
  's3api copy-object',
  's3api create-bucket',
  's3api create-multipart-upload',
  's3api put-bucket-acl',
  's3api put-object',
  's3api put-object-acl',
]);

/** Commands that say what a resource would declare, and what their options are called there. */
const settings = tableOf<AwsResourceKind>({
  'ram create-resource-share': 'resource-share',
  'ram update-resource-share': 'resource-share',
  'lakeformation grant-permissions': 'lake-permissions',
  'iam update-account-password-policy': 'password-policy',
  'apigateway put-method': 'api-method',
  'apigatewayv2 create-route': 'api-route',
  'cognito-idp create-user-pool': 'user-pool',
  'cognito-idp set-user-pool-mfa-config': 'user-pool',
  'rds create-db-instance': 'database',
  'rds create-db-cluster': 'database-cluster',
  'rds modify-db-instance': 'database',
  'rds modify-db-cluster': 'database-cluster',
});

/** Switches that say no, and what says the opposite, for what a resource has under another name. */
const opposites = tableOf<readonly [on: string, off: string]>({
  iam_database_authentication_enabled: ['enable-iam-database-authentication', 'no-enable-iam-database-authentication'],
});

/** Pushes what such a command lets in; nothing for any other. */
export function readOpening(command: Command, base: Base, into: Facts): void {
  const push = (principal: Principal, action: string, conditions: Grant['conditions'] = []): void => {
    into.grants.push({
      anchor: `${base.anchor}|open`,
      platform: 'aws',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'resource',
      principals: [principal],
      actions: [wordAt(action, command.at)],
      scope: [],
      conditions,
      lifetime: { kind: 'standing' },
      carrier: base.carrier,
      enabled: 'yes',
    });
  };
  const option = (name: string): Leaf | undefined => command.options.get(name)?.leaf;
  const acl = option('acl');
  if (acl && writing.has(command.name) && /^public-read/.test(textOf(acl) ?? ''))
    push({ kind: 'any', id: acl }, textOf(acl) === 'public-read' ? 's3:GetObject' : 's3:PutObject');
  const auth = option('auth-type');
  if (auth && command.name === 'lambda create-function-url-config' && textOf(auth) === 'NONE')
    push({ kind: 'any', id: auth }, 'lambda:InvokeFunctionUrl');
  const who = option('principal');
  if (who && command.name === 'lambda add-permission')
    push(
      principalOf(/\.amazonaws\.com/.test(patternOf(who)) ? 'Service' : 'AWS', who),
      textOf(option('action')) ?? 'lambda:InvokeFunction',
      limitsOfPermission(option),
    );
  const everyone = toEveryone.get(command.name);
  // `--operation-type remove` takes back what was given.
  if (everyone && !/^remove$/i.test(textOf(option('operation-type')) ?? ''))
    for (const name of everyone.options) {
      const leaf = option(name);
      if (leaf && everyone.word.test(textOf(leaf) ?? '')) {
        const given = textOf(option('action-name') ?? option('actions'));
        push({ kind: everyone.kind, id: leaf }, everyone.action.endsWith(':') ? `${everyone.action}${given ?? '\0'}` : everyone.action);
      }
    }
  const kind = settings.get(command.name);
  if (kind) readAwsSettings({ ...settingOf(command, base, option), kind }, into);
}

function limitsOfPermission(option: (name: string) => Leaf | undefined): Grant['conditions'] {
  return (['source-arn', 'source-account', 'principal-org-id', 'event-source-token'] as const).flatMap(
    (name): Grant['conditions'][number][] => {
      const leaf = option(name);
      return leaf
        ? [
            {
              operator: 'StringEquals',
              key: name === 'principal-org-id' ? 'aws:PrincipalOrgID' : `aws:${name}`,
              values: [leaf],
              limits: 'principal',
              at: leaf.at,
            },
          ]
        : [];
    },
  );
}

/** The options of a command as the properties of what it makes: a switch is true, and who is named stands behind a key. */
function settingOf(
  command: Command,
  base: Base,
  option: (name: string) => Leaf | undefined,
): Omit<Parameters<typeof readAwsSettings>[0], 'kind'> {
  return {
    get(name) {
      const flag = name.replaceAll('_', '-');
      const leaf = option(flag);
      if (name === 'principal' && leaf?.kind === 'scalar')
        return { ...leaf, value: String(leaf.value).replace(/^DataLakePrincipalIdentifier=/, ''), editable: false };
      const [on, off] = opposites.get(name) ?? [flag];
      if (off !== undefined && command.switches.has(off)) return wordAt('false', command.at);
      return leaf ?? (command.switches.has(on) ? wordAt('true', command.at) : undefined);
    },
    all: () => [],
    head: command.at,
    carrier: base.carrier,
    anchor: (path) => `${base.anchor}|${path}`,
    enabled: 'yes',
  };
}
