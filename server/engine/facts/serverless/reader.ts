// serverless.yml to facts: statements of the function's role, managed policies, and the CloudFormation that stands under
// `resources`. Which variables `${…}` are known is for variables.ts to say; the others are holes.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { actionsOfHandler, joined, noteCalls, together } from '../aws/sdk-calls.ts';
import { readAwsSettings } from '../aws/settings.ts';
import { claimsCloudFormation } from '../cloudformation/claims.ts';
import { evaluate } from '../cloudformation/intrinsics.ts';
import { readTemplate } from '../cloudformation/reader.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { noFacts, type CalledActions, type Carrier, type Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Entry, type Mapping, type Value } from '../value.ts';
import { readEndpoints } from './endpoints.ts';
import { serviceOf } from './variables.ts';

export const serverlessReader: Reader = {
  read(documents, context: ReadContext) {
    return new Map(
      documents.map((document) => {
        const facts = noFacts();
        const tree = document.tree(document.format === 'json' ? parseJson : parseYaml);
        for (const node of tree.roots) readService(serviceOf(node, document, context), document, facts, context);
        return [document.uri, facts] as const;
      }),
    );
  },
};

/** Pushes what a service declares; `root` is what its file comes to, in whatever notation. */
export function readService(
  root: Value,
  document: Pick<Document, 'uri' | 'text'>,
  into: Facts,
  context: Pick<ReadContext, 'neighbour'>,
): void {
  const { uri } = document;
  const from = into.grants.length;
  readRole(root, uri, into);
  if (into.grants.length > from) noteCalls(into, from, callsOf(root, uri, context));
  readApi(root, uri, into);
  readEndpoints(root, uri, into);
  for (const part of itemsOf(valueAt(root, 'resources'))) {
    // A template in a file of its own is read there.
    const file = part.at.uri === uri ? undefined : context.neighbour(part.at.uri);
    if (!file || !claimsCloudFormation(file)) readTemplate(part, document, 'serverless', into);
    const extended = extensionsOf(part);
    if (extended) readTemplate(extended, document, 'serverless', into);
  }
}

/** What the functions of the service call, by function, and together for the role that they share. */
function callsOf(root: Value, uri: string, context: Pick<ReadContext, 'neighbour'>): Map<string, CalledActions> {
  const called = new Map<string, CalledActions>();
  const shared: (CalledActions | undefined)[] = [];
  for (const one of itemsOf(valueAt(root, 'functions'))) {
    for (const fn of one.kind === 'mapping' ? one.entries : []) {
      const handler = textOf(valueAt(fn.value, 'handler'));
      const path = handler === undefined ? undefined : joined(folderOf(uri), handler.replace(/\.\w+$/, ''));
      const calls = path === undefined ? undefined : actionsOfHandler(path, context);
      shared.push(calls);
      const name = textOf(fn.key);
      if (calls && name !== undefined) called.set(name, calls);
    }
  }
  const all = together(shared);
  return all ? called.set('provider.iam.role', all) : called;
}

/** `resources.extensions` adds properties to resources that the framework makes; the roles of its functions are named so. */
function extensionsOf(part: Value): Value | undefined {
  const extensions = valueAt(part, 'extensions');
  const roles =
    extensions?.kind === 'mapping'
      ? extensions.entries.filter((entry) => /^IamRole/.test(textOf(entry.key) ?? '') && entry.value.kind === 'mapping')
      : [];
  if (roles.length === 0) return undefined;
  const resources = roles.map((entry) => ({
    ...entry,
    value: {
      ...(entry.value as Mapping),
      entries: [entryFrom('Type', entry.key.at, wordAt('AWS::IAM::Role', entry.key.at), entry.key.at), ...(entry.value as Mapping).entries],
    },
  }));
  return mappingFrom([entryFrom('Resources', part.at, mappingFrom(resources, part.at), part.at)], part.at);
}

/** Statements of the policy of the service's REST API. */
function readApi(root: Value, uri: string, into: Facts): void {
  for (const [path, entry] of [
    ['provider.apiGateway.resourcePolicy', entryOf(valueAt(root, 'provider', 'apiGateway'), 'resourcePolicy')],
    ['provider.resourcePolicy', entryOf(valueAt(root, 'provider'), 'resourcePolicy')],
  ] as const) {
    if (entry) readStatements(entry, path, uri, into, 'resource');
  }
}

function readRole(root: Value, uri: string, into: Facts): void {
  readRoleOf(valueAt(root, 'provider'), 'provider', root, uri, into);
  const functions = valueAt(root, 'functions');
  for (const one of itemsOf(functions)) {
    if (one.kind !== 'mapping') continue;
    for (const fn of one.entries) {
      if (fn.key.kind !== 'scalar') continue;
      const path = `functions.${String(fn.key.value)}`;
      readUrl(fn.value, `${path}.url`, uri, into);
      readRoleOf(fn.value, path, root, uri, into);
    }
  }
}

/** The role that is written at `holder`, which is the provider or a function: under `iam.role`, or as it was written before version 3. */
function readRoleOf(holder: Value | undefined, at: string, root: Value, uri: string, into: Facts): void {
  const role = valueAt(holder, 'iam', 'role');
  for (const [path, entry] of [
    [`${at}.iam.role.statements`, entryOf(role, 'statements')],
    [`${at}.iamRoleStatements`, entryOf(holder, 'iamRoleStatements')],
  ] as const)
    if (entry) readStatements(entry, path, uri, into);
  for (const entry of [entryOf(role, 'managedPolicies'), entryOf(holder, 'iamManagedPolicies')]) {
    if (!entry) continue;
    const options = optionsFor(entry, `${at}.iam.role.managedPolicies`, uri);
    for (const policy of leavesOf(evaluate(entry.value, { root, uri }))) attachManagedPolicy(policy, into, options);
  }
  for (const [path, entry] of [
    [`${at}.iam.role.permissionsBoundary`, entryOf(role, 'permissionsBoundary')],
    [`${at}.rolePermissionsBoundary`, entryOf(holder, 'rolePermissionsBoundary')],
    [`${at}.iamPermissionsBoundary`, entryOf(holder, 'iamPermissionsBoundary')],
  ] as const) {
    if (entry)
      for (const policy of leavesOf(evaluate(entry.value, { root, uri })))
        attachManagedPolicy(policy, into, { ...optionsFor(entry, path, uri), role: 'boundary' });
  }
}

/** `url: true`, or a mapping without an authorizer: an address of the function for everyone. */
function readUrl(fn: Value, path: string, uri: string, into: Facts): void {
  const entry = entryOf(fn, 'url');
  if (!entry) return;
  const leaf =
    entry.value.kind === 'scalar'
      ? entry.value.value === true
        ? { ...entry.value, value: 'NONE', editable: false }
        : undefined
      : entry.value.kind === 'mapping' && entry.value.complete && !entryOf(entry.value, 'authorizer')
        ? wordAt('NONE', entry.key.at)
        : undefined;
  if (!leaf) return;
  const { carrier, anchor, enabled } = optionsFor(entry, path, uri);
  readAwsSettings(
    {
      kind: 'function-url',
      get: (name) => (name === 'authorization_type' ? leaf : undefined),
      all: () => [],
      head: entry.key.at,
      carrier,
      anchor: (part) => `${anchor}|${part}`,
      enabled,
    },
    into,
  );
}

function readStatements(entry: Entry, path: string, uri: string, into: Facts, role: 'identity' | 'resource' = 'identity'): void {
  const value = evaluate(entry.value, { root: entry.value, uri });
  if (!value) return;
  const options = optionsFor(entry, path, uri);
  const statement = { key: wordAt('Statement', entry.key.at), value, at: entry.at };
  readPolicyDocument(
    { kind: 'mapping', entries: [statement], complete: true, at: value.at, token: value.token, via: [], encoding: 'none', editable: false },
    into,
    role === 'identity' ? { ...options, role } : { ...options, role, principals: [] },
  );
}

function optionsFor(entry: Entry, path: string, uri: string) {
  const carrier: Carrier = {
    dialect: 'serverless',
    kind: 'iam-role',
    address: path,
    block: entry.at,
    head: entry.key.at,
    attribute: entry.at,
  };
  return {
    carrier,
    anchor: `serverless|${uri}|${path}`,
    principals: [
      { kind: 'role' as const, id: wordAt(path.startsWith('functions.') ? path.split('.')[1]! : 'provider.iam.role', entry.key.at) },
    ],
    enabled: 'yes' as const,
  };
}
