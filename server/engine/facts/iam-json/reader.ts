// Policies in JSON and YAML files of their own: a document (`Version` and `Statement`), a list of them, and documents inside what
// the AWS CLI takes and gives (`AssumeRolePolicyDocument`, `PolicyVersion.Document`, `RolePolicyList`). Templates of other
// tools (`${name}`, `{{ name }}`) become holes. CloudFormation, Terraform and serverless files have readers of their own.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import type { Place } from '../../text/text.ts';
import { attachManagedPolicy, readPolicyDocument, type PolicyOptions } from '../aws/policy-document.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { maskTemplates } from '../template-holes.ts';
import { noFacts, type Carrier, type Facts, type Principal } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type List, type Mapping, type Value } from '../value.ts';
import { yamlRootsOf } from '../yaml-roots.ts';
import { amplifyPolicies, attachingKeys } from './claims.ts';

export const reader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, document.format === 'yaml' ? readIamYaml(document) : readIamJson(document)]));
  },
};

/** Facts of a YAML file that is handed to a tool or a script: policies wherever they stand, and lists of managed ones. */
function readIamYaml(document: Document): Facts {
  const facts = noFacts();
  const whole: Place = { uri: document.uri, span: [0, document.text.length] };
  const roots = yamlRootsOf(document);
  roots.forEach((root, index) => {
    if (!belongsToOther(root)) walk(root, roots.length > 1 ? `[${index}]` : '', { document, facts, whole, depth: 0 });
  });
  return facts;
}

/** Facts of one JSON file. A file that holds no policy gives none. */
function readIamJson(document: Document): Facts {
  const facts = noFacts();
  const whole: Place = { uri: document.uri, span: [0, document.text.length] };
  const masked = maskTemplates(document.text);
  const value = parseEmbeddedJson(masked.text, whole, masked.map, 'json', { onLimit: (limit) => document.limits.add(limit) });
  const state: Walk = { document, facts, whole, depth: 0 };
  if (value?.kind === 'list' && amplifyPolicies.test(document.uri)) readAmplify(value, state);
  else if (value && !belongsToOther(value)) walk(value, '', state);
  const holdsPolicy = facts.grants.length + facts.trusts.length + facts.problems.length > 0;
  // What stands in for a placeholder need not be JSON, and what is filled in may be.
  if (holdsPolicy && masked.text === document.text && !isJson(document.text))
    for (const { message, span } of document.tree(parseJson).problems)
      facts.problems.push({ kind: 'syntax', message, at: { uri: document.uri, span } });
  return facts;
}

/** `[{ "Action": […], "Resource": […] }]`: an effect that is not written is `Allow`. */
function readAmplify({ items, at }: List, state: Walk): void {
  const statements = items.filter((item) => item.kind === 'mapping' && entryOf(item, 'Action'));
  if (statements.length === 0) return;
  const whole = statements.map((item) =>
    item.kind === 'mapping' && !entryOf(item, 'Effect')
      ? { ...item, entries: [entryFrom('Effect', item.at, wordAt('Allow', item.at)), ...item.entries] }
      : item,
  );
  const document = mappingFrom([entryFrom('Statement', at, listFrom(whole, at))], at);
  readPolicyDocument(document, state.facts, { ...optionsFor(document, '', state), role: 'identity' });
}

/** Asked of Node's parser, which knows in no time; ours, which says where, is asked about the few others. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Walk {
  readonly document: Document;
  readonly facts: Facts;
  readonly whole: Place;
  readonly depth: number;
  /** The identity that the surrounding object describes. */
  readonly owner?: Principal;
  readonly assumes?: Leaf;
}

/** Files that another reader reads, or that only mention policies: JSON schemas, state, plans. */
function belongsToOther(value: Value): boolean {
  if (value.kind !== 'mapping') return false;
  const has = (key: string) => entryOf(value, key) !== undefined;
  return (
    has('AWSTemplateFormatVersion') ||
    has('$schema') ||
    (has('Resources') && !has('Statement')) ||
    has('terraform_version') ||
    has('resource') ||
    has('lineage') ||
    has('planned_values') ||
    itemsOf(entryOf(value, 'policies')?.value).some(isOfCustodian)
  );
}

/** A policy of Cloud Custodian: the statements in it are looked for, or taken away. */
function isOfCustodian(policy: Value): boolean {
  return policy.kind === 'mapping' && Boolean(entryOf(policy, 'resource') && (entryOf(policy, 'filters') ?? entryOf(policy, 'actions')));
}

function walk(value: Value, path: string, state: Walk): void {
  if (state.depth > 12) return;
  if (value.kind === 'list') {
    value.items.forEach((item, index) => walk(item, `${path}[${index}]`, { ...state, depth: state.depth + 1 }));
    return;
  }
  if (value.kind !== 'mapping') return;
  if (isPolicy(value)) {
    read(value, path, state);
    return;
  }
  const inside = { ...state, depth: state.depth + 1, ...identityOf(value, state) };
  for (const entry of value.entries) {
    const key = textOf(entry.key);
    if (key === undefined) continue;
    const at = path ? `${path}.${key}` : key;
    if (key === 'AttachedManagedPolicies' || isAttaching(key, state.document)) attachAll(entry.value, at, inside);
    else if (entry.value.kind === 'scalar' && typeof entry.value.value === 'string' && /Document$|^(?:policy|document)$/i.test(key))
      walkString(entry.value, at, inside);
    else walk(entry.value, at, inside);
  }
}

/** A document has statements with an effect. One that names no version has at least that. */
function isPolicy(value: Mapping): boolean {
  const statement = entryOf(value, 'Statement');
  if (statement) {
    const items = itemsOf(statement.value).filter((item) => item.kind === 'mapping');
    return items.length > 0 ? items.some((item) => entryOf(item, 'Effect')) : entryOf(value, 'Version') !== undefined;
  }
  return (
    /^(?:allow|deny)$/i.test(textOf(entryOf(value, 'Effect')?.value) ?? '') &&
    Boolean(entryOf(value, 'Action') ?? entryOf(value, 'NotAction'))
  );
}

function read(value: Mapping, path: string, state: Walk): void {
  const role = /AssumeRolePolicy/i.test(path) ? 'trust' : policyRoleOf(value, `${state.document.uri} ${path}`);
  readPolicyDocument(value, state.facts, { ...optionsFor(value, path, state), role, assumes: state.assumes });
}

function optionsFor(value: Value, path: string, state: Walk): Omit<PolicyOptions, 'role'> {
  const { uri } = state.document;
  const head = value.kind === 'mapping' && value.entries.length > 0 ? value.entries[0]!.key.at : value.at;
  const carrier: Carrier = { dialect: 'iam-json', kind: 'policy', address: path, block: value.at, head };
  return { carrier, anchor: `iam-json|${uri}${path ? `|${path}` : ''}`, principals: state.owner ? [state.owner] : [], enabled: 'yes' };
}

/** A policy that stands in a string, as the AWS CLI's input files have it. */
function walkString(leaf: Leaf, path: string, state: Walk): void {
  const text = textOf(leaf);
  if (!text || !/"(?:Statement|Effect)"/.test(text)) return;
  // The outer JSON's escapes move the offsets; only the string as a whole has a place.
  const exact = leaf.at.span[1] - leaf.at.span[0] === text.length ? leaf.at.span[0] : undefined;
  const inner = parseEmbeddedJson(text, leaf.at, exact, 'json-in-string');
  if (inner) walk(inner, path, { ...state, depth: state.depth + 1 });
}

function isAttaching(key: string, { format, text }: Document): boolean {
  const word = format === 'yaml' ? attachingKeys.get(key) : undefined;
  return word !== undefined && text.includes(word);
}

function attachAll(value: Value, path: string, state: Walk): void {
  for (const item of itemsOf(value)) {
    const arn = item.kind === 'mapping' ? entryOf(item, 'PolicyArn')?.value : item;
    for (const leaf of leavesOf(arn)) attachManagedPolicy(leaf, state.facts, optionsFor(item, path, state));
  }
}

const nameKeys = [
  ['RoleName', 'role'],
  ['UserName', 'user'],
  ['GroupName', 'group'],
] as const;

function identityOf(value: Mapping, state: Walk): Pick<Walk, 'owner' | 'assumes'> {
  for (const [key, kind] of nameKeys) {
    const name = entryOf(value, key)?.value;
    if (name?.kind === 'scalar') return { owner: { kind, id: name }, assumes: kind === 'role' ? name : undefined };
  }
  return { owner: state.owner, assumes: state.assumes };
}
