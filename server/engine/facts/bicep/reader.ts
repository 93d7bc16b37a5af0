// The Bicep reader: declarations to Azure resources. Each file is read by itself, with the defaults of its parameters.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { BicepDeclaration, BicepFile } from '../../syntax/bicep/tree.ts';
import { parseBicep } from '../../syntax/bicep/parse.ts';
import { evaluateAzure, newAzureScope, type AzureScopeOfNames } from '../azure/evaluate.ts';
import { readAzureResource } from '../azure/resources.ts';
import { noFacts, type Facts, type Grant, type ScopeLevel } from '../types.ts';
import { textOf, type Entry, type Mapping, type Value } from '../value.ts';

const levels: Readonly<Record<string, ScopeLevel>> = { subscription: 'subscription', managementgroup: 'management-group', tenant: 'everything', resourcegroup: 'resource-group' };

export const bicepReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readBicep(document)])),
};

function readBicep(document: Document): Facts {
  const into = noFacts();
  const file: BicepFile = document.tree(parseBicep);
  for (const { message, span } of file.problems) into.problems.push({ kind: 'syntax', message, at: { uri: document.uri, span } });
  const names = new Map<string, () => Value>();
  const scope = newAzureScope(document.uri, 'bicep', names);
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
    const { value } = declaration;
    if (declaration.kind === 'targetScope') level = levels[textOf(value && evaluateAzure(value, scope))?.toLowerCase() ?? ''] ?? level;
    else if ((declaration.kind === 'param' || declaration.kind === 'var') && value) names.set(declaration.name, once(declaration.name, () => evaluateAzure(value, scope)));
    else if (declaration.kind === 'resource') names.set(declaration.name, once(declaration.name, () => symbolOf(declaration, scope)));
  }
  for (const declaration of file.declarations) if (declaration.kind === 'resource') readResource(declaration, undefined, scope, level, document.uri, into);
  return into;
}

/** What a resource's symbol stands for: its id, as far as its type and its name say it. */
function symbolOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): Mapping {
  const place = { uri: scope.uri, span: declaration.nameSpan };
  const written = { at: place, token: place, via: [], encoding: 'none' as const, editable: false };
  const type = typeOf(declaration);
  const body = declaration.value ? evaluateAzure(declaration.value, scope) : undefined;
  const name = body?.kind === 'mapping' ? body.entries.find((entry) => textOf(entry.key) === 'name')?.value : undefined;
  const nameText = name?.kind === 'scalar' ? String(name.value) : name?.kind === 'partial' ? name.pattern : '\0';
  const pattern = (/^microsoft\.authorization\/roledefinitions$/i.test(type) ? `/providers/${type}/${nameText}`
    : /^microsoft\.resources\/resourcegroups$/i.test(type) ? `/subscriptions/\0/resourceGroups/${nameText}`
    : /^microsoft\.management\/managementgroups$/i.test(type) ? `/providers/${type}/${nameText}`
    : `/subscriptions/\0/resourceGroups/\0/providers/${type}/${nameText}`).replace(/\0+/g, '\0');
  const id: Value = pattern.includes('\0') ? { kind: 'partial', pattern, ...written } : { kind: 'scalar', known: 'resolved', value: pattern, ...written };
  const entry = (key: string, value: Value): Entry => ({ key: { kind: 'scalar', known: 'resolved', value: key, ...written }, value, at: place });
  return { kind: 'mapping', complete: false, entries: [entry('id', id), ...(name ? [entry('name', name)] : []), ...(body?.kind === 'mapping' ? body.entries.filter((one) => textOf(one.key) === 'properties') : [])], ...written };
}

function typeOf(declaration: BicepDeclaration): string {
  const type = declaration.type ?? '';
  const at = type.lastIndexOf('@');
  return at < 0 ? type : type.slice(0, at);
}

function readResource(declaration: BicepDeclaration, parent: string | undefined, scope: AzureScopeOfNames, level: ScopeLevel, uri: string, into: Facts): void {
  const own = typeOf(declaration);
  const type = parent === undefined || own.includes('.') ? own : `${parent}/${own}`;
  for (const child of declaration.children) readResource(child, type, scope, level, uri, into);
  if (declaration.existing || !declaration.value) return;
  const inner = declaration.loop ? { ...scope, names: new Map([...scope.names, ...declaration.loop.names.map((name) => [name, () => unknownAt(uri, declaration)] as const)]) } : scope;
  const loop = declaration.loop && evaluateAzure(declaration.loop.over, scope);
  const members: (Value | undefined)[] = loop?.kind === 'list' && loop.items.length > 0 ? [...loop.items.slice(0, 64)] : [undefined];
  members.forEach((member, index) => {
    const bound = member && declaration.loop ? { ...inner, names: new Map([...inner.names, [declaration.loop.names[0] ?? '', () => member]]) } : inner;
    readAzureResource({
      type, address: members.length > 1 ? `${declaration.name}[${index}]` : declaration.name, body: evaluateAzure(declaration.value!, bound), level, dialect: 'bicep', uri,
      head: { uri, span: declaration.head }, block: { uri, span: declaration.span }, enabled: enabledOf(declaration, bound),
    }, into);
  });
}

function unknownAt(uri: string, declaration: BicepDeclaration): Value {
  const place = { uri, span: declaration.nameSpan };
  return { kind: 'unknown', why: 'a member of a list that is not known', at: place, token: place, via: [], encoding: 'none', editable: false };
}

function enabledOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): Grant['enabled'] {
  if (!declaration.condition) return 'yes';
  // A literal decides; a parameter's default may be overridden.
  return declaration.condition.kind === 'literal' ? (declaration.condition.value === false ? 'no' : 'yes') : textOf(evaluateAzure(declaration.condition, scope)) === 'true' ? 'yes' : 'maybe';
}
