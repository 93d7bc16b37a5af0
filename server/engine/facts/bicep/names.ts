// What the names of a Bicep file stand for: parameters by what is passed or by their defaults, variables, the ids of
// resources, functions, and what is imported or loaded from other files. Reads no resources.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseBicep } from '../../syntax/bicep/parse.ts';
import type { BicepDeclaration, BicepExpression, BicepFile } from '../../syntax/bicep/tree.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { evaluateAzure } from '../azure/evaluate.ts';
import { newAzureScope, type AzureFunctionOfFile, type AzureScopeOfNames } from '../azure/names.ts';
import { knownText } from '../azure/functions.ts';
import { valueOf } from '../data-value.ts';
import { resolvePath } from '../kustomize/paths.ts';
import type { Entry, Mapping, Value } from '../value.ts';

/** Imports of imports: more than anybody writes. */
const deepestImport = 5;

/** The document that a path in a Bicep file names, where it is one of the given kind. */
export function fileBeside(from: string, path: string, kind: RegExp, context: ReadContext): Document | undefined {
  const uri = kind.test(path) ? resolvePath(from, path) : undefined;
  return uri === undefined ? undefined : context.neighbour(uri);
}

/** The names of a file. What is given takes the place of its parameters' defaults. */
export function scopeOfFile(
  document: Document,
  file: BicepFile,
  given: ReadonlyMap<string, Value> | undefined,
  context: ReadContext,
  importing: readonly string[] = [],
  state?: AzureScopeOfNames['state'],
): AzureScopeOfNames {
  const names = new Map<string, () => Value>();
  const functions = new Map<string, AzureFunctionOfFile>();
  const imported = new Set<string>();
  const { uri } = document;
  const scope: AzureScopeOfNames = {
    ...newAzureScope(uri, 'bicep', names, state),
    functions,
    imported,
    load: (path) => contentOf(uri, path, context),
  };
  const made = new Map<string, Value>();
  const once = (name: string, make: () => Value) => (): Value => {
    const known = made.get(name);
    if (known) return known;
    const value = make();
    made.set(name, value);
    return value;
  };
  for (const declaration of file.declarations) {
    const { kind, name, value } = declaration;
    const passed = kind === 'param' ? given?.get(name) : undefined;
    if (passed) names.set(name, () => passed);
    else if ((kind === 'param' || kind === 'var') && value)
      names.set(
        name,
        once(name, () => evaluateAzure(value, scope)),
      );
    else if (kind === 'resource')
      names.set(
        name,
        once(name, () => symbolOf(declaration, scope)),
      );
    else if (kind === 'func' && value) functions.set(name, { parameters: declaration.parameters ?? [], body: value, scope });
    else if (kind === 'import' && declaration.type !== undefined && importing.length < deepestImport && !importing.includes(uri))
      importInto(declaration, declaration.type, scope, names, functions, imported, context, [...importing, uri]);
  }
  return scope;
}

/** Variables and functions of another file under the names they have here. */
function importInto(
  declaration: BicepDeclaration,
  path: string,
  scope: AzureScopeOfNames,
  names: Map<string, () => Value>,
  functions: Map<string, AzureFunctionOfFile>,
  imported: Set<string>,
  context: ReadContext,
  importing: readonly string[],
): void {
  const target = fileBeside(scope.uri, path, /\.bicep$/, context);
  if (!target || importing.includes(target.uri)) return;
  const file: BicepFile = target.tree(parseBicep);
  const there = scopeOfFile(target, file, undefined, context, importing, scope.state);
  if (declaration.members) {
    for (const { name, as } of declaration.members) {
      const value = there.names.get(name);
      const called = there.functions?.get(name);
      if (value) {
        names.set(as, value);
        imported.add(as);
      }
      if (called) functions.set(as, called);
    }
    return;
  }
  const variables = file.declarations.filter((one) => one.kind === 'var');
  names.set(declaration.name, () =>
    objectOf(
      declaration,
      scope,
      variables.flatMap(({ name }) => (there.names.get(name) ? [[name, there.names.get(name)!()] as const] : [])),
    ),
  );
  imported.add(declaration.name);
  for (const one of file.declarations) {
    const called = one.kind === 'func' ? there.functions?.get(one.name) : undefined;
    if (called) functions.set(`${declaration.name}.${one.name}`, called);
  }
}

function objectOf(declaration: BicepDeclaration, scope: AzureScopeOfNames, fields: readonly (readonly [string, Value])[]): Mapping {
  const place = { uri: scope.uri, span: declaration.nameSpan };
  const written = { at: place, token: place, via: [], encoding: 'none' as const, editable: false };
  return {
    kind: 'mapping',
    complete: true,
    entries: fields.map(([name, value]): Entry => ({
      key: { kind: 'scalar', known: 'resolved', value: name, ...written },
      value,
      at: place,
    })),
    ...written,
  };
}

function contentOf(from: string, path: string, context: ReadContext): Value | undefined {
  const document = fileBeside(from, path, /\.(?:jsonc?|ya?ml)$/, context);
  const root = document?.tree(/\.jsonc?$/.test(path) ? parseJson : parseYaml).roots[0];
  return document && root ? valueOf(root, document.uri) : undefined;
}

/** The type of a resource, without its version. */
export function typeOf(declaration: BicepDeclaration): string {
  const type = declaration.type ?? '';
  const at = type.lastIndexOf('@');
  return at < 0 ? type : type.slice(0, at);
}

/** What a resource's symbol stands for: its id, as far as its type and its name say it. */
function symbolOf(declaration: BicepDeclaration, scope: AzureScopeOfNames): Mapping {
  const place = { uri: scope.uri, span: declaration.nameSpan };
  const written = { at: place, token: place, via: [], encoding: 'none' as const, editable: false };
  const type = typeOf(declaration);
  const nameExpression = expressionOf('name');
  const properties = expressionOf('properties');
  const name = nameExpression && evaluateAzure(nameExpression, scope);
  const nameText = name ? knownText(name) : '\0';
  const pattern = (
    /^microsoft\.authorization\/roledefinitions$/i.test(type)
      ? `/providers/${type}/${nameText}`
      : /^microsoft\.resources\/resourcegroups$/i.test(type)
        ? `/subscriptions/\0/resourceGroups/${nameText}`
        : /^microsoft\.management\/managementgroups$/i.test(type)
          ? `/providers/${type}/${nameText}`
          : `/subscriptions/\0/resourceGroups/\0/providers/${type}/${nameText}`
  ).replace(/\0+/g, '\0');
  const id: Value = pattern.includes('\0')
    ? { kind: 'partial', pattern, ...written }
    : { kind: 'scalar', known: 'resolved', value: pattern, ...written };
  const entry = (key: string, value: Value): Entry => ({
    key: { kind: 'scalar', known: 'resolved', value: key, ...written },
    value,
    at: place,
  });
  return {
    kind: 'mapping',
    complete: false,
    entries: [entry('id', id), ...(name ? [entry('name', name)] : []), ...(properties ? [propertiesOf(properties)] : []), ...identityOf()],
    ...written,
  };

  /** The expression of an entry of the body; what else stands in it nobody asks a symbol for. */
  function expressionOf(key: string): BicepExpression | undefined {
    const { value } = declaration;
    return value?.kind === 'object'
      ? value.entries.filter((one) => one.key.kind === 'name' && one.key.name === key).at(-1)?.value
      : undefined;
  }

  /** What the service adds is not known here: a property that is not written is not absent. Evaluated when it is asked for. */
  function propertiesOf(expression: BicepExpression): Entry {
    let made: Value | undefined;
    const open = (): Value => {
      const value = evaluateAzure(expression, scope);
      return value.kind === 'mapping' ? { ...value, complete: false } : value;
    };
    return {
      key: { kind: 'scalar', known: 'resolved', value: 'properties', ...written },
      get value() {
        return (made ??= open());
      },
      at: place,
    };
  }

  /** The principal of an identity goes by the symbol of its resource, as in Terraform by the address: that is who it is here. */
  function identityOf(): Entry[] {
    const self: Value = { kind: 'scalar', known: 'resolved', value: declaration.name, ...written };
    const within = (key: string): Entry =>
      entry(key, { kind: 'mapping', complete: false, entries: [entry('principalId', self)], ...written });
    if (/^microsoft\.managedidentity\/userassignedidentities$/i.test(type) && !properties) return [within('properties')];
    return expressionOf('identity') ? [within('identity')] : [];
  }
}
