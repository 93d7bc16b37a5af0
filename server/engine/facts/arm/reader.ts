// The ARM template reader: JSON with `[…]` expressions in its strings; templates in templates, those linked by a relative path
// among them. Parameters count with their defaults, and once more with what a file of parameters gives. Definitions of custom roles in a file of their own are read too.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseArmExpression } from '../../syntax/bicep/parse.ts';
import { parseJson } from '../../syntax/json.ts';
import { newAzureScope, type AzureScopeOfNames } from '../azure/names.ts';
import { givesKeys, holdsSettings, keysAskedIn, mayListKeys, pushKeyOutput, pushKeySetting, pushSecretOutput } from '../azure/outputs.ts';
import { secretsIn } from '../azure/plain-secrets.ts';
import { readAzureResource } from '../azure/resources.ts';
import { conditionalPoliciesIn } from '../azure/tenant-policies.ts';
import { mayMakeSignatures, readSignatures } from '../azure/signatures.ts';
import { addCallersFacts } from '../bicep/callers.ts';
import { readBicepFor } from '../bicep/reader.ts';
import { valueOf } from '../data-value.ts';
import { resolvePath } from '../kustomize/paths.ts';
import type { Place } from '../../text/text.ts';
import { noFacts, type Facts, type Grant, type ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import { evaluated, expressionText, scopeOfTemplate, turnsOf } from './names.ts';
import { parametersIn, templateFor } from './parameters.ts';
import { isBlueprintRole, readBlueprintRole, readConditionalFile } from './tenant-file.ts';
import { isCredentialFile, isRoleFile, readCredentialFile, readPolicyFile, readRoleFile } from './role-file.ts';

export const armReader: Reader = {
  read: (documents, context) => new Map(documents.map((document) => [document.uri, readArm(document, context)])),
};

/** Templates in templates: more than anybody writes. */
const deepest = 8;

interface Reading {
  readonly context: ReadContext;
  readonly into: Facts;
  /** Whether signatures are looked for: once, in the whole document. */
  readonly signs?: boolean;
  /** Of a linked template: the deployment that links it, where its resources are said to stand. */
  readonly caller?: { readonly uri: string; readonly head: Place; readonly block: Place };
}

function readArm(document: Document, context: ReadContext): Facts {
  const into = noFacts();
  const root = document.tree(parseJson).roots[0];
  if (!root) return into;
  const template = valueOf(root, document.uri);
  const parameters = parametersIn(template);
  if (parameters) readWithParameters(document, template, parameters, context, into);
  else if (isRoleFile(template)) readRoleFile(template, document.uri, into);
  else if (isCredentialFile(template)) readCredentialFile(template, document.uri, into);
  else if (conditionalPoliciesIn(template).length > 0) readConditionalFile(template, document.uri, into);
  else if (isBlueprintRole(template)) readBlueprintRole(template, document.uri, into);
  else if (entryOf(template, 'policyRule', true) ?? entryOf(entryOf(template, 'properties', true)?.value, 'policyRule', true))
    readPolicyFile(template, document.uri, into);
  else
    readTemplate(
      template,
      undefined,
      newAzureScope(document.uri, 'none', new Map()),
      levelOf(template),
      { context, into, signs: mayMakeSignatures(document.text) },
      0,
    );
  return into;
}

/** A file of parameters calls the template that it is for; what it gives decides is said where it gives it. */
function readWithParameters(document: Document, file: Value, parameters: Mapping, context: ReadContext, into: Facts): void {
  const target = templateFor(document.uri, context);
  if (!target) return;
  const head = entryOf(file, 'parameters')!.key.at;
  if (target.uri.endsWith('.bicep')) {
    const given = new Map(
      parameters.entries.flatMap(({ key, value }): [string, Value][] => {
        const passed = entryOf(value, 'value')?.value;
        return passed ? [[textOf(key) ?? '', passed]] : [];
      }),
    );
    return readBicepFor(document, target, given, { head: head.span, span: file.at.span }, context, into);
  }
  const root = target.tree(parseJson).roots[0];
  const template = root && valueOf(root, target.uri);
  if (!template || !entryOf(template, 'resources', true)) return;
  const found = noFacts();
  readTemplate(
    template,
    parameters,
    newAzureScope(target.uri, 'none', new Map()),
    levelOf(template),
    { context, into: found, caller: { uri: document.uri, head, block: file.at } },
    1,
  );
  addCallersFacts(found, document.uri, into);
}

function levelOf(template: Value): ScopeLevel | undefined {
  const schema = (textOf(entryOf(template, '$schema')?.value) ?? '').toLowerCase();
  if (schema === '') return undefined;
  return schema.includes('subscriptiondeployment')
    ? 'subscription'
    : schema.includes('managementgroupdeployment')
      ? 'management-group'
      : schema.includes('tenantdeployment')
        ? 'everything'
        : 'resource-group';
}

/** A template with its own parameters and variables. What is passed to it is as the caller evaluated it. */
function readTemplate(
  template: Value,
  given: Value | undefined,
  outer: AzureScopeOfNames,
  level: ScopeLevel | undefined,
  reading: Reading,
  depth: number,
): void {
  const scope = scopeOfTemplate(template, given, outer);
  readResources(entryOf(template, 'resources', true)?.value, undefined, level ?? 'resource-group', scope, reading, depth);
  if (reading.signs && depth === 0) readSignaturesIn(template, '', { head: template.at, block: template.at }, scope, reading.into);
  readOutputs(template, template, '', scope.uri, reading.into);
}

/** The outputs of a template, whose parameters are those of the template that its expressions are evaluated in. */
function readOutputs(template: Value, named: Value, path: string, uri: string, into: Facts): void {
  const outputs = entryOf(template, 'outputs', true)?.value;
  if (outputs?.kind !== 'mapping') return;
  const secrets = secureParametersOf(named);
  for (const output of outputs.entries) readOutput(output, secrets, path, uri, into);
}

/** Signatures that the expressions of a template make, by the path that they stand at. */
function readSignaturesIn(
  value: Value,
  path: string,
  around: { readonly head: Place; readonly block: Place },
  scope: AzureScopeOfNames,
  into: Facts,
): void {
  if (path.length > 400) return;
  if (value.kind === 'mapping')
    for (const entry of value.entries)
      readSignaturesIn(entry.value, `${path}.${textOf(entry.key) ?? ''}`, { head: entry.key.at, block: entry.at }, scope, into);
  else if (value.kind === 'list') value.items.forEach((item, index) => readSignaturesIn(item, `${path}[${index}]`, around, scope, into));
  else {
    const text = expressionText(value);
    if (text === undefined || !mayMakeSignatures(text)) return;
    readSignatures(
      parseArmExpression(text, 1, text.length - 1),
      { ...scope, at: value.at },
      { dialect: 'arm', name: path.slice(1), ...around },
      into,
    );
  }
}

/** Keys that the settings of an application are given, by where they stand in it. What is nested is a resource of its own. */
function readSettingKeys(value: Value, path: string, resource: { readonly name: string; readonly block: Place }, into: Facts): void {
  if (path.length > 400) return;
  if (value.kind === 'mapping') {
    for (const entry of value.entries)
      if (path !== '' || textOf(entry.key) !== 'resources')
        readSettingKeys(entry.value, `${path}.${textOf(entry.key) ?? ''}`, resource, into);
  } else if (value.kind === 'list') value.items.forEach((item, index) => readSettingKeys(item, `${path}[${index}]`, resource, into));
  else {
    const text = expressionText(value);
    if (text === undefined || !mayListKeys(text) || keysAskedIn(parseArmExpression(text, 1, text.length - 1)).length === 0) return;
    const { uri } = value.at;
    pushKeySetting({ dialect: 'arm', name: `${resource.name}${path}`, at: value.at, block: resource.block, head: value.at, uri }, into);
  }
}

/** Names of the parameters of a template that are marked as secure, in lower case. */
function secureParametersOf(template: Value): ReadonlySet<string> {
  const parameters = entryOf(template, 'parameters', true)?.value;
  return new Set(
    (parameters?.kind === 'mapping' ? parameters.entries : []).flatMap(({ key, value }) =>
      /^secure/i.test(textOf(entryOf(value, 'type', true)?.value) ?? '') ? [(textOf(key) ?? '').toLowerCase()] : [],
    ),
  );
}

/** An output that gives a key or a secure parameter away stays in the history of deployments. */
function readOutput({ key, value, at }: Entry, secrets: ReadonlySet<string>, path: string, uri: string, into: Facts): void {
  const written = entryOf(value, 'value', true)?.value;
  const type = textOf(entryOf(value, 'type', true)?.value) ?? '';
  const text = textOf(written) ?? '';
  if (!written || /^secure/i.test(type) || !/^\[/.test(text)) return;
  const expression = parseArmExpression(text, 1, text.length - 1);
  const isKey = givesKeys(expression);
  if (!isKey && secretsIn(expression, secrets).length === 0) return;
  (isKey ? pushKeyOutput : pushSecretOutput)(
    { dialect: 'arm', name: `${path}${textOf(key) ?? '?'}`, at: written.at, block: at, head: key.at, uri },
    into,
  );
}

function readResources(
  resources: Value | undefined,
  parent: string | undefined,
  level: ScopeLevel,
  scope: AzureScopeOfNames,
  reading: Reading,
  depth: number,
): void {
  // Newer templates name their resources: an object instead of a list.
  const list =
    resources?.kind === 'mapping' && !entryOf(resources, 'type') ? resources.entries.map((entry) => entry.value) : itemsOf(resources);
  list.forEach((resource, index) => {
    if (resource.kind !== 'mapping' || depth > deepest || textOf(entryOf(resource, 'existing', true)?.value) === 'true') return;
    const copy = entryOf(resource, 'copy', true)?.value;
    const loop = textOf(entryOf(copy, 'name', true)?.value);
    const count = entryOf(copy, 'count', true)?.value;
    const turns = loop !== undefined && count ? turnsOf(loop, count, scope).scopes : [scope];
    turns.forEach((turn, nth) =>
      readResource(resource, turns.length > 1 ? `${index}[${nth}]` : `${index}`, parent, level, turn, reading, depth),
    );
  });
}

function readResource(
  resource: Value,
  at: string,
  parent: string | undefined,
  level: ScopeLevel,
  scope: AzureScopeOfNames,
  reading: Reading,
  depth: number,
): void {
  const typeLeaf = leavesOf(entryOf(resource, 'type', true)?.value)[0];
  const own = textOf(typeLeaf);
  if (!typeLeaf || own === undefined) return;
  const type = parent === undefined || own.includes('.') ? own : `${parent}/${own}`;
  if (type.toLowerCase() === 'microsoft.resources/deployments') return readDeployment(resource, level, scope, reading, depth);
  const body = evaluated(resource, scope);
  const name = textOf(leavesOf(entryOf(body, 'name', true)?.value)[0]);
  readAzureResource(
    {
      type,
      address: `${type}/${name ?? at}`,
      body,
      level: parent !== undefined && /roleassignments$/i.test(type) ? 'resource' : level,
      dialect: 'arm',
      uri: scope.uri,
      head: typeLeaf.at,
      block: resource.at,
      ...reading.caller,
      enabled: enabledOf(entryOf(body, 'condition', true)?.value),
    },
    reading.into,
  );
  if (holdsSettings(type) && reading.caller === undefined)
    readSettingKeys(resource, '', { name: name ?? at, block: resource.at }, reading.into);
  readResources(entryOf(resource, 'resources', true)?.value, type, level, scope, reading, depth + 1);
}

/** A template inside a template, or one that stands beside it in a file of its own. */
function readDeployment(resource: Value, level: ScopeLevel, scope: AzureScopeOfNames, reading: Reading, depth: number): void {
  const properties = entryOf(resource, 'properties', true)?.value;
  const inner = entryOf(properties, 'template', true)?.value;
  const here = entryOf(resource, 'resourceGroup', true)
    ? 'resource-group'
    : entryOf(resource, 'subscriptionId', true)
      ? 'subscription'
      : level;
  const given = (): Value | undefined => evaluated(entryOf(properties, 'parameters', true)?.value ?? resource, scope);
  const own = /^inner$/i.test(textOf(entryOf(entryOf(properties, 'expressionEvaluationOptions', true)?.value, 'scope', true)?.value) ?? '');
  // Unless it says so, an inner template's expressions are evaluated with the names of the outer one.
  if (inner && own) readTemplate(inner, given(), scope, levelOf(inner) ?? here, reading, depth + 1);
  else if (inner) {
    readResources(entryOf(inner, 'resources', true)?.value, undefined, here, scope, reading, depth + 1);
    // Which parameters of the outer template are secure is not known here: only keys are found.
    readOutputs(inner, inner, `${textOf(entryOf(resource, 'name', true)?.value) ?? 'deployment'}.`, scope.uri, reading.into);
  } else {
    const path = textOf(entryOf(entryOf(properties, 'templateLink', true)?.value, 'relativePath', true)?.value);
    const target = path === undefined ? undefined : reading.context.neighbour(resolvePath(scope.uri, path) ?? '');
    const root = target?.tree(parseJson).roots[0];
    if (!target || !root || target.uri === scope.uri) return;
    const template = valueOf(root, target.uri);
    const caller = reading.caller ?? { uri: scope.uri, head: entryOf(resource, 'type', true)!.value.at, block: resource.at };
    const found = noFacts();
    readTemplate(
      template,
      given(),
      { ...newAzureScope(target.uri, 'none', new Map(), scope.state) },
      levelOf(template) ?? here,
      { ...reading, into: found, caller },
      depth + 1,
    );
    addCallersFacts(found, caller.uri, reading.into);
  }
}

function enabledOf(condition: Value | undefined): Grant['enabled'] {
  if (!condition) return 'yes';
  if (condition.kind !== 'scalar') return 'maybe';
  return condition.value === false && condition.known === 'literal' ? 'no' : condition.value === true ? 'yes' : 'maybe';
}
