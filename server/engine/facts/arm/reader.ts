// The ARM template reader: JSON with `[…]` expressions in its strings. Parameters count with their defaults.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseArmExpression } from '../../syntax/bicep/parse.ts';
import { parseJson } from '../../syntax/json.ts';
import { evaluateAzure, newAzureScope, type AzureScopeOfNames } from '../azure/evaluate.ts';
import { givesKeys, pushKeyOutput } from '../azure/outputs.ts';
import { readAzureResource } from '../azure/resources.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts, type Grant, type ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';

export const armReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readArm(document)])),
};

function readArm(document: Document): Facts {
  const into = noFacts();
  const root = document.tree(parseJson).roots[0];
  if (!root) return into;
  const template = valueOf(root, document.uri);
  const scope = newAzureScope(document.uri, 'none', new Map());
  readTemplate(template, undefined, scope, levelOf(template), document.uri, into, 0);
  return into;
}

function levelOf(template: Value): ScopeLevel | undefined {
  const schema = (textOf(entryOf(template, '$schema')?.value) ?? '').toLowerCase();
  if (schema === '') return undefined;
  return schema.includes('subscriptiondeployment') ? 'subscription' : schema.includes('managementgroupdeployment') ? 'management-group' : schema.includes('tenantdeployment') ? 'everything' : 'resource-group';
}

/** A template with its own parameters and variables. What is passed to it is as the caller evaluated it. */
function readTemplate(template: Value, given: Value | undefined, outer: AzureScopeOfNames, level: ScopeLevel | undefined, uri: string, into: Facts, depth: number): void {
  const names = new Map<string, () => Value>();
  const scope: AzureScopeOfNames = { ...outer, names };
  for (const [section, prefix] of [['parameters', 'p'], ['variables', 'v']] as const) {
    const found = entryOf(template, section, true)?.value;
    if (found?.kind !== 'mapping') continue;
    for (const { key, value } of found.entries) {
      const given = prefix === 'p' ? entryOf(value, 'defaultValue', true)?.value : value;
      if (given) names.set(`${prefix}:${(textOf(key) ?? '').toLowerCase()}`, () => evaluated(given, scope, 0));
    }
  }
  if (given?.kind === 'mapping') {
    for (const { key, value } of given.entries) {
      const passed = entryOf(value, 'value', true)?.value;
      if (passed) names.set(`p:${(textOf(key) ?? '').toLowerCase()}`, () => passed);
    }
  }
  readResources(entryOf(template, 'resources', true)?.value, undefined, level ?? 'resource-group', scope, uri, into, depth);
  const outputs = entryOf(template, 'outputs', true)?.value;
  if (outputs?.kind === 'mapping') for (const output of outputs.entries) readOutput(output, uri, into);
}

/** An output that gives a key away stays in the history of deployments. */
function readOutput({ key, value, at }: Entry, uri: string, into: Facts): void {
  const written = entryOf(value, 'value', true)?.value;
  const type = textOf(entryOf(value, 'type', true)?.value) ?? '';
  const text = textOf(written) ?? '';
  if (!written || /^secure/i.test(type) || !/^\[/.test(text) || !givesKeys(parseArmExpression(text, 1, text.length - 1))) return;
  pushKeyOutput({ dialect: 'arm', name: textOf(key) ?? '?', at: written.at, block: at, head: key.at, uri }, into);
}

function readResources(resources: Value | undefined, parent: string | undefined, level: ScopeLevel, scope: AzureScopeOfNames, uri: string, into: Facts, depth: number): void {
  // Newer templates name their resources: an object instead of a list.
  const list = resources?.kind === 'mapping' && !entryOf(resources, 'type') ? resources.entries.map((entry) => entry.value) : itemsOf(resources);
  list.forEach((resource, index) => {
    const typeLeaf = leavesOf(entryOf(resource, 'type', true)?.value)[0];
    const own = textOf(typeLeaf);
    if (resource.kind !== 'mapping' || !typeLeaf || own === undefined || depth > 8) return;
    const type = parent === undefined || own.includes('.') ? own : `${parent}/${own}`;
    const body = evaluated(resource, scope, 0);
    if (type.toLowerCase() === 'microsoft.resources/deployments') {
      const properties = entryOf(resource, 'properties', true)?.value;
      const inner = entryOf(properties, 'template', true)?.value;
      const here = entryOf(resource, 'resourceGroup', true) ? 'resource-group' : entryOf(resource, 'subscriptionId', true) ? 'subscription' : level;
      const own = /^inner$/i.test(textOf(entryOf(entryOf(properties, 'expressionEvaluationOptions', true)?.value, 'scope', true)?.value) ?? '');
      // Unless it says so, an inner template's expressions are evaluated with the names of the outer one.
      if (inner && own) readTemplate(inner, entryOf(entryOf(body, 'properties', true)?.value, 'parameters', true)?.value, scope, levelOf(inner) ?? here, uri, into, depth + 1);
      else readResources(entryOf(inner, 'resources', true)?.value, undefined, here, scope, uri, into, depth + 1);
      return;
    }
    const name = textOf(leavesOf(entryOf(body, 'name', true)?.value)[0]);
    readAzureResource({
      type, address: `${type}/${name ?? index}`, body, level: parent !== undefined && /roleassignments$/i.test(type) ? 'resource' : level, dialect: 'arm', uri, head: typeLeaf.at, block: resource.at,
      enabled: enabledOf(entryOf(body, 'condition', true)?.value),
    }, into);
    readResources(entryOf(resource, 'resources', true)?.value, type, level, scope, uri, into, depth + 1);
  });
}

function enabledOf(condition: Value | undefined): Grant['enabled'] {
  if (!condition) return 'yes';
  if (condition.kind !== 'scalar') return 'maybe';
  return condition.value === false && condition.known === 'literal' ? 'no' : condition.value === true ? 'yes' : 'maybe';
}

/** A value with its expressions evaluated. Their results stand at the whole string. */
function evaluated(value: Value, scope: AzureScopeOfNames, depth: number): Value {
  if (depth > 40) return value;
  switch (value.kind) {
    case 'list': return { ...value, items: value.items.map((item) => evaluated(item, scope, depth + 1)) };
    case 'mapping': return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: evaluated(entry.value, scope, depth + 1) })) };
    case 'scalar': return typeof value.value === 'string' && /^\[(?!\[)[\s\S]*\]$/.test(value.value) ? expressionIn(value, value.value, scope) : value;
    default: return value;
  }
}

function expressionIn(leaf: Leaf, text: string, scope: AzureScopeOfNames): Value {
  const value = evaluateAzure(parseArmExpression(text, 1, text.length - 1), { ...scope, at: leaf.at });
  return { ...value, at: leaf.at, token: leaf.token };
}
