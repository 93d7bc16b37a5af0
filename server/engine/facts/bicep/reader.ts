// The Bicep reader: declarations to Azure resources. A file is read by itself, with the defaults of its parameters; what
// it calls (local modules, Azure Verified Modules) and what a parameter file gives is read once more with the values
// passed, and of that counts only what the caller wrote.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import type { BicepDeclaration, BicepFile } from '../../syntax/bicep/tree.ts';
import { parseBicep } from '../../syntax/bicep/parse.ts';
import { evaluateAzure, newAzureScope, type AzureScopeOfNames } from '../azure/evaluate.ts';
import { givesKeys, pushKeyOutput } from '../azure/outputs.ts';
import { readAzureResource } from '../azure/resources.ts';
import { noFacts, type Facts, type Grant, type ScopeLevel } from '../types.ts';
import { entryOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import { resolvePath } from '../kustomize/paths.ts';
import { addCallersFacts } from './callers.ts';
import { readVerifiedModule } from './verified-modules.ts';

const levels: Readonly<Record<string, ScopeLevel>> = { subscription: 'subscription', managementgroup: 'management-group', tenant: 'everything', resourcegroup: 'resource-group' };

/** Modules in modules, and modules read for one file: more than anybody writes. */
const deepest = 5;
const mostCalls = 500;

export const bicepReader: Reader = {
  read: (documents, context) => new Map(documents.map((document) => [document.uri, readDocument(document, context)])),
};

/** A file that is read for its caller: what is passed in, and where its resources are said to stand. */
interface Call {
  readonly given: ReadonlyMap<string, Value>;
  readonly prefix: string;
  readonly head: BicepDeclaration['head'];
  readonly span: BicepDeclaration['span'];
  readonly enabled: Grant['enabled'];
  readonly stack: readonly string[];
}

interface Reading {
  /** The file that is checked; calls are read for it. */
  readonly root: Document;
  readonly context: ReadContext;
  readonly into: Facts;
  calls: number;
  /** Evaluations that are left for called files. */
  left: number;
}

function readDocument(document: Document, context: ReadContext): Facts {
  const into = noFacts();
  const file: BicepFile = document.tree(parseBicep);
  for (const { message, span } of file.problems) into.problems.push({ kind: 'syntax', message, at: { uri: document.uri, span } });
  const reading: Reading = { root: document, context, into, calls: 0, left: 1_000_000 };
  if (document.uri.endsWith('.bicepparam')) readParameters(file, reading);
  else readFile(document, file, undefined, reading, into);
  return into;
}

/** A parameter file calls the file that it names. */
function readParameters(file: BicepFile, reading: Reading): void {
  const { root } = reading;
  const using = file.declarations.find((declaration) => declaration.kind === 'using');
  const target = using?.type === undefined ? undefined : calledFile(root.uri, using.type, reading);
  if (!using || !target) return;
  const names = new Map<string, () => Value>();
  const scope = newAzureScope(root.uri, 'bicep', names);
  for (const { kind, name, value } of file.declarations) if (kind === 'var' && value) names.set(name, () => evaluateAzure(value, scope));
  const given = new Map(file.declarations.flatMap(({ kind, name, value }): [string, Value][] => (kind === 'param' && value ? [[name, evaluateAzure(value, scope)]] : [])));
  const found = noFacts();
  readFile(target, target.tree(parseBicep), { given, prefix: '', head: using.head, span: using.span, enabled: 'yes', stack: [root.uri] }, reading, found);
  addCallersFacts(found, root.uri, reading.into);
}

function calledFile(from: string, path: string, { context }: Reading): Document | undefined {
  const uri = path.endsWith('.bicep') ? resolvePath(from, path) : undefined;
  return uri === undefined ? undefined : context.neighbour(uri);
}

function readFile(document: Document, file: BicepFile, call: Call | undefined, reading: Reading, into: Facts): void {
  const names = new Map<string, () => Value>();
  const scope = newAzureScope(document.uri, 'bicep', names);
  if (call) scope.state.work = Math.min(scope.state.work, reading.left);
  const begun = scope.state.work;
  const made = new Map<string, Value>();
  const once = (name: string, make: () => Value) => (): Value => {
    const known = made.get(name);
    if (known) return known;
    const value = make();
    made.set(name, value);
    return value;
  };
  let level: ScopeLevel = 'resource-group';
  for (const declaration of file.declarations) {
    const { kind, name, value } = declaration;
    const given = kind === 'param' ? call?.given.get(name) : undefined;
    if (given) names.set(name, () => given);
    else if (kind === 'targetScope') level = levels[textOf(value && evaluateAzure(value, scope))?.toLowerCase() ?? ''] ?? level;
    else if ((kind === 'param' || kind === 'var') && value) names.set(name, once(name, () => evaluateAzure(value, scope)));
    else if (kind === 'resource') names.set(name, once(name, () => symbolOf(declaration, scope)));
  }
  for (const declaration of file.declarations) {
    if (declaration.kind === 'resource') readResource(declaration, undefined, scope, level, call, reading, into);
    else if (declaration.kind === 'module') readModule(declaration, scope, call, reading, into);
    else if (declaration.kind === 'output' && !call && declaration.value && !declaration.decorators.some((name) => /(?:^|\.)secure$/.test(name)) && givesKeys(declaration.value)) {
      const at = { uri: document.uri, span: declaration.value.span };
      pushKeyOutput({ dialect: 'bicep', name: declaration.name, at, block: { uri: document.uri, span: declaration.span }, head: { uri: document.uri, span: declaration.head }, uri: document.uri }, into);
    }
  }
  if (call) reading.left -= begun - scope.state.work;
}

/** What a resource's symbol stands for: its id, as far as its type and its name say it. */
function symbolOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): Mapping {
  const place = { uri: scope.uri, span: declaration.nameSpan };
  const written = { at: place, token: place, via: [], encoding: 'none' as const, editable: false };
  const type = typeOf(declaration);
  const body = declaration.value ? evaluateAzure(declaration.value, scope) : undefined;
  const name = entryOf(body, 'name')?.value;
  const nameText = name?.kind === 'scalar' ? String(name.value) : name?.kind === 'partial' ? name.pattern : '\0';
  const pattern = (/^microsoft\.authorization\/roledefinitions$/i.test(type) ? `/providers/${type}/${nameText}`
    : /^microsoft\.resources\/resourcegroups$/i.test(type) ? `/subscriptions/\0/resourceGroups/${nameText}`
    : /^microsoft\.management\/managementgroups$/i.test(type) ? `/providers/${type}/${nameText}`
    : `/subscriptions/\0/resourceGroups/\0/providers/${type}/${nameText}`).replace(/\0+/g, '\0');
  const id: Value = pattern.includes('\0') ? { kind: 'partial', pattern, ...written } : { kind: 'scalar', known: 'resolved', value: pattern, ...written };
  const entry = (key: string, value: Value): Entry => ({ key: { kind: 'scalar', known: 'resolved', value: key, ...written }, value, at: place });
  const properties = body?.kind === 'mapping' ? body.entries.filter((one) => textOf(one.key) === 'properties') : [];
  // What the service adds is not known here: a property that is not written is not absent.
  const open = properties.map((one) => ({ ...one, value: one.value.kind === 'mapping' ? { ...one.value, complete: false } : one.value }));
  return { kind: 'mapping', complete: false, entries: [entry('id', id), ...(name ? [entry('name', name)] : []), ...open], ...written };
}

function typeOf(declaration: BicepDeclaration): string {
  const type = declaration.type ?? '';
  const at = type.lastIndexOf('@');
  return at < 0 ? type : type.slice(0, at);
}

/** Each member of a loop with the names that it binds; one without names where there is no loop or its list is not known. */
function membersOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): { readonly scope: AzureScopeOfNames; readonly suffix: string }[] {
  const { loop } = declaration;
  if (!loop) return [{ scope, suffix: '' }];
  const over = evaluateAzure(loop.over, scope);
  const items = over.kind === 'list' && over.items.length > 0 ? over.items.slice(0, 64) : [undefined];
  return items.map((item, index) => {
    const names = new Map(scope.names);
    for (const name of loop.names) names.set(name, () => unknownAt(scope.uri, declaration));
    if (item) names.set(loop.names[0] ?? '', () => item);
    return { scope: { ...scope, names }, suffix: items.length > 1 ? `[${index}]` : '' };
  });
}

function readResource(declaration: BicepDeclaration, parent: string | undefined, scope: AzureScopeOfNames, level: ScopeLevel, call: Call | undefined, reading: Reading, into: Facts): void {
  const own = typeOf(declaration);
  const type = parent === undefined || own.includes('.') ? own : `${parent}/${own}`;
  for (const child of declaration.children) readResource(child, type, scope, level, call, reading, into);
  if (declaration.existing || !declaration.value) return;
  const { uri } = reading.root;
  for (const member of membersOf(declaration, scope)) {
    const enabled = enabledOf(declaration, member.scope);
    readAzureResource({
      type, address: `${call?.prefix ?? ''}${declaration.name}${member.suffix}`, body: evaluateAzure(declaration.value, member.scope), level, dialect: 'bicep', uri,
      head: { uri, span: call?.head ?? declaration.head }, block: { uri, span: call?.span ?? declaration.span }, enabled: call ? lesser(call.enabled, enabled) : enabled,
    }, into);
  }
}

/** A module by what it makes of what is passed to it. Of its facts the caller's file keeps those whose cause stands in it. */
function readModule(declaration: BicepDeclaration, scope: AzureScopeOfNames, call: Call | undefined, reading: Reading, into: Facts): void {
  const { uri } = reading.root;
  const stack = [...(call?.stack ?? []), scope.uri];
  if (!declaration.value || declaration.type === undefined || stack.length > deepest || reading.calls > mostCalls || reading.left <= 0) return;
  const target = calledFile(scope.uri, declaration.type, reading);
  if (target && stack.includes(target.uri)) return;
  for (const member of membersOf(declaration, scope)) {
    reading.calls++;
    const params = entryOf(evaluateAzure(declaration.value, member.scope), 'params')?.value;
    if (params?.kind !== 'mapping') continue;
    const enabled = enabledOf(declaration, member.scope);
    const shared = { prefix: `${call?.prefix ?? ''}${declaration.name}${member.suffix}.`, head: call?.head ?? declaration.head, span: call?.span ?? declaration.span, enabled: call ? lesser(call.enabled, enabled) : enabled };
    const found = noFacts();
    if (target) {
      const given = new Map(params.entries.flatMap((entry): [string, Value][] => (entry.key.kind === 'scalar' ? [[String(entry.key.value), entry.value]] : [])));
      readFile(target, target.tree(parseBicep), { ...shared, given, stack }, reading, found);
    } else {
      readVerifiedModule(declaration.type, params, { uri, address: shared.prefix.slice(0, -1), head: { uri, span: shared.head }, block: { uri, span: shared.span }, enabled: shared.enabled }, found);
    }
    addCallersFacts(found, uri, into);
  }
}

function unknownAt(uri: string, declaration: BicepDeclaration): Value {
  const place = { uri, span: declaration.nameSpan };
  return { kind: 'unknown', why: 'a member of a list that is not known', at: place, token: place, via: [], encoding: 'none', editable: false };
}

function enabledOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): Grant['enabled'] {
  if (!declaration.condition) return 'yes';
  // A literal decides; a parameter's default may be overridden, what a caller passes may not.
  if (declaration.condition.kind === 'literal') return declaration.condition.value === false ? 'no' : 'yes';
  const test = evaluateAzure(declaration.condition, scope);
  return textOf(test) === 'true' ? 'yes' : textOf(test) === 'false' && test.at.uri !== scope.uri ? 'no' : 'maybe';
}

function lesser(a: Grant['enabled'], b: Grant['enabled']): Grant['enabled'] {
  return a === 'no' || b === 'no' ? 'no' : a === 'maybe' || b === 'maybe' ? 'maybe' : 'yes';
}
