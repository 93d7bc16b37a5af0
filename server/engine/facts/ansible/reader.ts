// Tasks of Ansible that give rights in AWS: roles, users, groups and policies of `amazon.aws` and `community.aws`, policies
// of buckets, queues, topics, keys and repositories, access keys, settings that let others in or keep passwords, and what
// runs as a role. `state: absent` gives nothing.
// Names and aliases of parameters are those of the collections' module reference. Modules of other clouds and of databases
// are put as resources of Terraform's providers (`provider-modules.ts`).
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { attachManagedPolicy, noteUnknown, readPolicyDocument } from '../aws/policy-document.ts';
import { readAwsSettings, type AwsResourceKind } from '../aws/settings.ts';
import { pushWorkload } from '../aws/workloads.ts';
import { valueOf } from '../data-value.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import { noFacts, type Carrier, type Facts, type Grant, type Principal } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { parametersOf, translationOf } from './provider-modules.ts';
import { policyIn, resolved, roundsOf, variablesOf, type Variables } from './variables.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

export const ansibleReader: Reader = {
  read(documents, context) {
    return new Map(documents.map((document) => [document.uri, readOne(document, context)]));
  },
};

interface Reading {
  readonly document: Document;
  readonly facts: Facts;
  readonly variables: Variables;
  /** How often a module was met, so that addresses differ. */
  readonly count: Map<string, number>;
}

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const roots = rootsOf(document);
  const reading: Reading = { document, facts, variables: variablesOf(roots, defaultsOf(document.uri, roots, context)), count: new Map() };
  for (const root of roots) walk(root, reading, 0);
  return facts;
}

const rootsOf = (document: Document): Value[] => document.tree(parseYaml).roots.map((root) => valueOf(root, document.uri));

/** What files set for the tasks of another, the one that counts most first: the role's variables, what the plays name, what all hosts have, the role's defaults. */
function defaultsOf(uri: string, roots: readonly Value[], context: ReadContext): Value[] {
  const found = /^((.*?(?:^|\/))roles\/[^/]+\/)(?:tasks|handlers)\//.exec(uri);
  const [role, plays] = [found?.[1], found ? found[2]! : folderOf(uri)];
  const folder = plays === '' || plays.endsWith('/') ? plays : `${plays}/`;
  const both = (stem: string): string[] => [`${stem}.yml`, `${stem}.yaml`];
  return [
    ...(role === undefined ? [] : both(`${role}vars/main`)),
    ...(role === undefined ? variableFilesOf(roots).map((name) => `${folder}${name}`) : []),
    ...['all', 'all/main', 'all/vars', 'all/all'].flatMap((name) => both(`${folder}group_vars/${name}`)),
    ...(role === undefined ? [] : both(`${role}defaults/main`)),
  ].flatMap((name) => {
    const document = context.neighbour(name);
    return document ? rootsOf(document) : [];
  });
}

/** `vars_files` of the plays of a file, as far as their names are written. */
function variableFilesOf(roots: readonly Value[]): string[] {
  return roots
    .flatMap(itemsOf)
    .flatMap((play) => leavesOf(entryOf(play, 'vars_files')?.value))
    .map((leaf) => (textOf(leaf) ?? '').replace(/^\.\//, ''))
    .filter((name) => /^[\w./-]+\.ya?ml$/.test(name) && !name.startsWith('/') && !name.includes('..'));
}

/** Deeper than this no task stands: plays hold blocks, and blocks hold blocks. */
const deepest = 30;

/** Tasks are items of a list: a collection's table of where its modules went has their names as keys as well. */
function walk(value: Value, reading: Reading, depth: number, isItem = false): void {
  if (depth > deepest) return;
  if (value.kind === 'list') for (const item of value.items) walk(item, reading, depth + 1, true);
  if (value.kind !== 'mapping') return;
  for (const entry of value.entries) {
    const name = isItem ? moduleNamed(entry) : undefined;
    const read = moduleOf(name);
    const translate = isItem ? translationOf(textOf(entry.key)) : undefined;
    const given = read || translate ? parametersOf(entry.value) : undefined;
    if (read && given)
      for (const variables of roundsOf(value, reading.variables))
        task(value, { ...entry, value: given }, name!, read, { ...reading, variables });
    else if (translate && given)
      for (const variables of roundsOf(value, reading.variables))
        providerTask(value, { ...entry, value: given }, translate, { ...reading, variables });
    else walk(entry.value, reading, depth + 1);
  }
}

interface Task {
  readonly arguments: Mapping;
  readonly reading: Reading;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
  /** A parameter by the first of its names that is set, with what its variables come to. */
  get(...names: string[]): Value | undefined;
}

type ModuleReader = (task: Task) => void;

/** A task that says what a resource of one of Terraform's providers says. */
function providerTask(
  whole: Mapping,
  { key, value }: Entry,
  translate: NonNullable<ReturnType<typeof translationOf>>,
  { document, facts, variables, count }: Reading,
): void {
  const given = resolved(value, variables) as Mapping;
  if (/^(?:absent|deleted)$/i.test(textOf(entryOf(given, 'state')?.value) ?? '')) return;
  const title = textOf(entryOf(given, 'name')?.value ?? entryOf(whole, 'name')?.value) ?? '';
  for (const { type, args } of translate(given)) {
    const base = title === '' ? textOf(key)! : title;
    const n = (count.get(`${type}.${base}`) ?? 0) + 1;
    count.set(`${type}.${base}`, n);
    readProviderResource(
      {
        type,
        kind: type,
        name: n === 1 ? base : `${base}#${n}`,
        args,
        dialect: 'ansible',
        head: { uri: document.uri, span: key.at.span },
        block: whole.at,
        enabled: entryOf(whole, 'when') ? 'maybe' : 'yes',
      },
      facts,
    );
  }
}

/** The module that an entry of a task calls: its key, or what `local_action` and `action` say. */
function moduleNamed({ key, value }: Entry): string | undefined {
  const name = textOf(key);
  return /^(?:ansible\.builtin\.)?(?:local_)?action$/.test(name ?? '') ? textOf(entryOf(value, 'module')?.value) : name;
}

/** The reader of a module by its name, with or without the collection. */
function moduleOf(key: string | undefined): ModuleReader | undefined {
  const name = /^(?:(?:amazon|community)\.aws\.)?(\w+)$/.exec(key ?? '')?.[1];
  return name === undefined ? undefined : modules.get(name);
}

function task(whole: Mapping, { key, value }: Entry, kind: string, read: ModuleReader, reading: Reading): void {
  const given = value as Mapping;
  const { uri } = reading.document;
  const get = (...names: string[]): Value | undefined => {
    const found = names.map((name) => entryOf(given, name)?.value).find((one) => one !== undefined);
    return resolved(found, reading.variables);
  };
  if (/^(?:absent|deleted|terminated)$/i.test(textOf(get('state')) ?? '')) return;
  const name = textOf(get('name', 'iam_name', 'user_name', 'policy_name', 'function_name', 'queue_name', 'alias')) ?? '';
  const base = name === '' ? kind : `${kind}.${name}`;
  const n = (reading.count.get(base) ?? 0) + 1;
  reading.count.set(base, n);
  const address = n === 1 ? base : `${base}#${n}`;
  const when = entryOf(whole, 'when') !== undefined;
  read({
    arguments: given,
    reading,
    get,
    anchor: `ansible|${uri}|${address}`,
    enabled: when ? 'maybe' : 'yes',
    carrier: { dialect: 'ansible', kind, address, block: whole.at, head: key.at },
  });
}

const database = {
  engine: ['engine'],
  engine_mode: ['engine_mode'],
  db_cluster_identifier: ['db_cluster_identifier', 'cluster_id'],
  iam_database_authentication_enabled: ['enable_iam_database_authentication'],
};

/** The module of Ansible's first years for all of them. */
function legacyIam(task: Task): void {
  const type = textOf(task.get('iam_type'));
  if (type !== 'user' && type !== 'group' && type !== 'role') return;
  if (type === 'role') policy(task, 'trust', [], 'trust_policy');
  identity(task, type);
  const [owner] = owned(task, type, 'name');
  const key = entryOf(task.arguments, 'access_key_state');
  if (key && /^(?:create|active)$/i.test(textOf(task.get('access_key_state')) ?? '')) credential(task, 'access-key', owner, key.key.at);
  const password = entryOf(task.arguments, 'password');
  if (password) credential(task, 'login-password', owner, password.key.at);
}

const modules = tableOf<ModuleReader>({
  iam: legacyIam,
  iam_role(task) {
    policy(task, 'trust', [], 'assume_role_policy_document');
    identity(task, 'role');
  },
  iam_user(task) {
    identity(task, 'user');
    const password = entryOf(task.arguments, 'password');
    if (password) credential(task, 'login-password', owned(task, 'user', 'name', 'user_name')[0], password.key.at);
  },
  iam_group: (task) => identity(task, 'group'),
  iam_policy(task) {
    const type = textOf(task.get('iam_type'));
    policy(
      task,
      'identity',
      owned(task, type === 'user' || type === 'group' ? type : 'role', 'iam_name'),
      'policy_json',
      'policy_document',
    );
  },
  iam_managed_policy: (task) => policy(task, 'identity', [], 'policy', 'policy_document'),
  iam_access_key(task) {
    if (/^(?:false|no)$/i.test(textOf(task.get('active', 'enabled')) ?? '')) return;
    credential(task, 'access-key', owned(task, 'user', 'user_name', 'username')[0], task.carrier.head);
  },
  iam_password_policy: settings('password-policy', { max_password_age: ['pw_max_age', 'password_max_age'] }),
  s3_bucket(task) {
    policy(task, 'resource', [], 'policy');
    settings('bucket', { acl: ['acl'] })(task);
  },
  s3_object: objectOfBucket,
  aws_s3: objectOfBucket,
  s3: objectOfBucket,
  rds_instance: settings('database', database),
  rds_cluster: settings('database-cluster', database),
  sqs_queue: (task) => policy(task, 'resource', [], 'policy'),
  sns_topic: (task) => policy(task, 'resource', [], 'policy'),
  kms_key: (task) => policy(task, 'key-policy', [], 'policy'),
  aws_kms: (task) => policy(task, 'key-policy', [], 'policy'),
  ecs_ecr: (task) => policy(task, 'resource', [], 'policy', 'policy_text'),
  secretsmanager_secret: (task) => policy(task, 'resource', [], 'resource_policy'),
  lambda: (task) => workload(task, 'Lambda function', 'role'),
  ecs_taskdefinition: (task) => workload(task, 'ECS task', 'task_role_arn'),
  codebuild_project: (task) => workload(task, 'CodeBuild project', 'service_role'),
  aws_codebuild: (task) => workload(task, 'CodeBuild project', 'service_role'),
  lambda_policy: permission,
  ses_identity_policy: (task) => policy(task, 'resource', [], 'policy'),
  aws_ses_identity_policy: (task) => policy(task, 'resource', [], 'policy'),
  opensearch: (task) => policy(task, 'resource', [], 'access_policies'),
  ec2_vpc_endpoint: (task) => policy(task, 'endpoint', [], 'policy'),
  ec2_ami: settings('shared-copy', { launch_permissions: ['launch_permissions'] }),
});

/** Reading, listing and deleting take no permission. */
function objectOfBucket(task: Task): void {
  if (/^(?:put|create|copy)$/.test(textOf(task.get('mode')) ?? '')) settings('bucket', { acl: ['permission'] })(task);
}

/** What a module's own parameters set, by the names that the table of settings asks for. */
function settings(kind: AwsResourceKind, names: Readonly<Record<string, readonly string[]>>): ModuleReader {
  const parameters = tableOf(names);
  return ({ get, carrier, anchor, enabled, reading }) => {
    readAwsSettings(
      {
        kind,
        get: (name) => get(...(parameters.get(name) ?? [])),
        all: () => [],
        head: carrier.head,
        carrier,
        anchor: (path) => `${anchor}|${path}`,
        enabled,
      },
      reading.facts,
    );
  };
}

function owned(task: Task, kind: Principal['kind'], ...names: string[]): Principal[] {
  const id = leavesOf(task.get(...names))[0];
  return id ? [{ kind, id }] : [];
}

function identity(task: Task, kind: 'role' | 'user' | 'group'): void {
  const principals = owned(task, kind, 'name', 'role_name', 'user_name', 'group_name');
  for (const leaf of leavesOf(task.get('managed_policies', 'managed_policy'))) attach(task, leaf, principals);
  for (const leaf of leavesOf(task.get('boundary', 'boundary_policy_arn', 'permissions_boundary')))
    attach(task, leaf, principals, 'boundary');
  const [principal] = principals;
  const name = principal && textOf(principal.id);
  if (name === undefined) return;
  const { facts } = task.reading;
  facts.identities.push({
    id: `aws:${kind}:${name}`,
    platform: 'aws',
    kind,
    name,
    scopeItems: [],
    at: principal!.id.at,
    carrier: task.carrier,
    traits: {},
  });
}

function attach(task: Task, leaf: Leaf, principals: readonly Principal[], role?: Grant['role']): void {
  // An empty item takes all policies away.
  if (textOf(leaf) === '') return;
  attachManagedPolicy(leaf, task.reading.facts, {
    carrier: task.carrier,
    anchor: `${task.anchor}|managed_policies`,
    principals,
    enabled: task.enabled,
    ...(role ? { role } : {}),
  });
}

function policy(task: Task, role: Grant['role'], principals: readonly Principal[], ...names: string[]): void {
  const written = names.map((name) => entryOf(task.arguments, name)).find((entry) => entry !== undefined);
  if (!written) return;
  const { facts, variables, document } = task.reading;
  const found = policyIn(written.value, variables, document.text);
  const anchor = `${task.anchor}|${textOf(written.key)}`;
  // What `lookup('file', …)` names is read where it stands.
  if (!found)
    return noteUnknown(
      {
        kind: 'unknown',
        why: 'it stands in another file or in a variable',
        at: written.value.at,
        token: written.value.at,
        via: [],
        encoding: 'none',
        editable: false,
      },
      facts,
      anchor,
    );
  const assumes = role === 'trust' ? owned(task, 'role', 'name', 'role_name')[0]?.id : undefined;
  readPolicyDocument(found, facts, {
    role,
    carrier: { ...task.carrier, attribute: written.at },
    anchor,
    principals,
    enabled: task.enabled,
    ...(assumes ? { assumes } : {}),
  });
}

function credential(task: Task, kind: 'access-key' | 'login-password', owner: Principal | undefined, at: Place): void {
  task.reading.facts.credentials.push({
    anchor: task.anchor,
    platform: 'aws',
    kind,
    ...(owner ? { owner } : {}),
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at,
    carrier: task.carrier,
    enabled: task.enabled,
  });
}

function workload(task: Task, words: string, parameter: string): void {
  const role = leavesOf(task.get(parameter))[0];
  if (!role || role.kind === 'unknown') return;
  pushWorkload(
    { carrier: task.carrier, words, name: textOf(task.get('name', 'family')) ?? task.carrier.address, role },
    task.reading.facts,
  );
}

/** Who may call a function: one principal, with what limits it. */
function permission(task: Task): void {
  const who = leavesOf(task.get('principal'))[0];
  if (!who || textOf(who) !== '*') return;
  const limits = ['source_arn', 'source_account', 'principal_org_id', 'event_source_token'].flatMap(
    (name): Grant['conditions'][number][] => {
      const value = task.get(name);
      return value ? [{ operator: 'StringEquals', key: `aws:${name}`, values: leavesOf(value), limits: 'principal', at: value.at }] : [];
    },
  );
  task.reading.facts.grants.push({
    anchor: `${task.anchor}|principal`,
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: 'any', id: who }],
    actions: leavesOf(task.get('action')).map((action): Leaf =>
      textOf(action) === '*' ? ({ ...action, kind: 'scalar', known: 'resolved', value: 'lambda:*' } as Leaf) : action,
    ),
    scope: [],
    conditions: limits,
    lifetime: { kind: 'standing' },
    carrier: task.carrier,
    enabled: task.enabled,
  });
}
