// serverless.yml to facts: statements of the function's role, managed policies, and the CloudFormation that stands under
// `resources`. Variables `${…}` are holes: what they come to is decided by stages, files and the environment.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Span } from '../../text/text.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { readAwsSettings } from '../aws/settings.ts';
import { evaluate, shortForm } from '../cloudformation/intrinsics.ts';
import { readTemplate } from '../cloudformation/reader.ts';
import { valueOf } from '../data-value.ts';
import { wordAt } from '../terraform/made-values.ts';
import { noFacts, type Carrier, type Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, valueAt, type Entry, type Value } from '../value.ts';

export const serverlessReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readOne(document)]));
  },
};

function readOne(document: Document): Facts {
  const facts = noFacts();
  const { text, uri } = document;
  const tree = document.tree(document.format === 'json' ? parseJson : parseYaml);
  for (const node of tree.roots) {
    const root = valueOf(node, uri, { text, holes: variablesIn(text), tagged: shortForm(uri) });
    readRole(root, uri, facts);
    for (const part of itemsOf(valueAt(root, 'resources'))) readTemplate(part, uri, 'serverless', facts);
  }
  return facts;
}

/** Spans of `${…}`, nested ones as a part of the outer; CloudFormation's own `${AWS::Region}` is a hole as well. */
function variablesIn(text: string): Span[] {
  const found: Span[] = [];
  for (let start = text.indexOf('${'); start >= 0; ) {
    let depth = 1;
    let at = start + 2;
    for (; at < text.length && depth > 0 && text[at] !== '\n'; at++) {
      if (text[at] === '}') depth--;
      else if (text[at] === '{' && text[at - 1] === '$') depth++;
    }
    found.push([start, at]);
    start = text.indexOf('${', at);
  }
  return found;
}

function readRole(root: Value, uri: string, into: Facts): void {
  const provider = valueAt(root, 'provider');
  const shared = [
    ['provider.iam.role.statements', entryOf(valueAt(provider, 'iam', 'role'), 'statements')],
    ['provider.iamRoleStatements', entryOf(provider, 'iamRoleStatements')],
  ] as const;
  for (const [path, entry] of shared) if (entry) readStatements(entry, path, uri, into);
  for (const entry of [entryOf(valueAt(provider, 'iam', 'role'), 'managedPolicies'), entryOf(provider, 'iamManagedPolicies')]) {
    if (!entry) continue;
    const options = optionsFor(entry, 'provider.iam.role.managedPolicies', uri);
    for (const policy of leavesOf(evaluate(entry.value, { root, uri }))) attachManagedPolicy(policy, into, options);
  }
  const functions = valueAt(root, 'functions');
  for (const one of itemsOf(functions)) {
    if (one.kind !== 'mapping') continue;
    for (const fn of one.entries) {
      if (fn.key.kind !== 'scalar') continue;
      readUrl(fn.value, `functions.${String(fn.key.value)}.url`, uri, into);
      const entry = entryOf(fn.value, 'iamRoleStatements');
      if (entry) readStatements(entry, `functions.${String(fn.key.value)}.iamRoleStatements`, uri, into);
    }
  }
}

/** `url: true`, or a mapping without an authorizer: an address of the function for everyone. */
function readUrl(fn: Value, path: string, uri: string, into: Facts): void {
  const entry = entryOf(fn, 'url');
  if (!entry) return;
  const leaf = entry.value.kind === 'scalar' ? (entry.value.value === true ? { ...entry.value, value: 'NONE', editable: false } : undefined) : entry.value.kind === 'mapping' && entry.value.complete && !entryOf(entry.value, 'authorizer') ? wordAt('NONE', entry.key.at) : undefined;
  if (!leaf) return;
  const { carrier, anchor, enabled } = optionsFor(entry, path, uri);
  readAwsSettings({ kind: 'function-url', get: (name) => (name === 'authorization_type' ? leaf : undefined), all: () => [], head: entry.key.at, carrier, anchor: (part) => `${anchor}|${part}`, enabled }, into);
}

function readStatements(entry: Entry, path: string, uri: string, into: Facts): void {
  const value = evaluate(entry.value, { root: entry.value, uri });
  if (!value) return;
  const options = optionsFor(entry, path, uri);
  const statement = { key: wordAt('Statement', entry.key.at), value, at: entry.at };
  readPolicyDocument({ kind: 'mapping', entries: [statement], complete: true, at: value.at, token: value.token, via: [], encoding: 'none', editable: false }, into, { ...options, role: 'identity' });
}

function optionsFor(entry: Entry, path: string, uri: string) {
  const carrier: Carrier = { dialect: 'serverless', kind: 'iam-role', address: path, block: entry.at, head: entry.key.at, attribute: entry.at };
  return { carrier, anchor: `serverless|${uri}|${path}`, principals: [{ kind: 'role' as const, id: wordAt(path.startsWith('functions.') ? path.split('.')[1]! : 'provider.iam.role', entry.key.at) }], enabled: 'yes' as const };
}
