// A TypeScript or JavaScript file as names: what each name was bound to, in which scope, and what is imported from where.
// Enough to follow a constant to where it is written, one file further at most. It evaluates nothing (fold.ts does).
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseTsx, parseTypeScript, visitNodes, type Node, type TypeScriptTree } from '../../syntax/typescript.ts';

export type Binding =
  | { readonly kind: 'value'; readonly init: Node; readonly assigned: boolean }
  | { readonly kind: 'import'; readonly source: string; /** `*` for a namespace, `default`, or the exported name. */ readonly name: string }
  /** `const { name } = init`. */
  | { readonly kind: 'part'; readonly init: Node; readonly name: string }
  | { readonly kind: 'opaque' };

export interface Module {
  readonly document: Document;
  readonly tree: TypeScriptTree;
  readonly parents: ReadonlyMap<Node, Node>;
  /** Every node, parents first. */
  readonly nodes: readonly Node[];
  /** What a name means where `at` stands; undefined for names that the file does not bind. */
  bindingOf(name: string, at: Node): Binding | undefined;
  /** `this.name = …` and `name = …` of the class around `at`. */
  memberOf(name: string, at: Node): Node | undefined;
  /** The value exported under a name. */
  exported(name: string): Node | undefined;
  /** The file that an import names, where it is one of the workspace. */
  neighbour(source: string): Module | undefined;
}

/** Files that are followed from one another; a constant further away is not known. */
const hops = 1;

export function moduleOf(document: Document, context: ReadContext, distance = 0): Module {
  return document.memo(moduleOf, () => readModule(document, context, distance));
}

/** The tree of a document by what its name says of JSX. */
export function treeOf(document: Document): TypeScriptTree {
  return document.tree(/\.[mc]?ts$/.test(document.uri) ? parseTypeScript : parseTsx);
}

function readModule(document: Document, context: ReadContext, distance: number): Module {
  const tree = treeOf(document);
  const nodes: Node[] = [];
  const scopes = new Map<Node, Map<string, Binding>>();
  const members = new Map<Node, Map<string, Node>>();
  const exports = new Map<string, Node>();
  const assigned = new Set<string>();
  let parents: ReadonlyMap<Node, Node> = new Map();
  if (tree.program) {
    visitNodes(tree.program, (node, known) => {
      parents = known;
      nodes.push(node);
      if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') assigned.add(node.left.name);
    });
    for (const node of nodes) declare(node);
  }

  function bind(scope: Node | undefined, name: string, binding: Binding): void {
    if (!scope) return;
    const names = scopes.get(scope) ?? scopes.set(scope, new Map()).get(scope)!;
    // Two declarations of one name in one scope: neither is known.
    names.set(name, names.has(name) ? { kind: 'opaque' } : binding);
  }

  function declare(node: Node): void {
    switch (node.type) {
      case 'VariableDeclarator': {
        const scope = scopeAround(node);
        if (node.id.type === 'Identifier') {
          const required = requiredModule(node.init);
          if (required !== undefined) bind(scope, node.id.name, { kind: 'import', source: required, name: '*' });
          else bind(scope, node.id.name, node.init ? { kind: 'value', init: node.init, assigned: assigned.has(node.id.name) } : { kind: 'opaque' });
        } else if (node.id.type === 'ObjectPattern') {
          const required = requiredModule(node.init);
          for (const property of node.id.properties) {
            if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.value.type !== 'Identifier') continue;
            const name = property.key.name;
            bind(scope, property.value.name, required !== undefined ? { kind: 'import', source: required, name } : node.init ? { kind: 'part', init: node.init, name } : { kind: 'opaque' });
          }
        }
        break;
      }
      case 'ImportDeclaration':
        for (const specifier of node.specifiers) {
          const name = specifier.type === 'ImportNamespaceSpecifier' ? '*' : specifier.type === 'ImportDefaultSpecifier' ? 'default' : specifier.imported.type === 'Identifier' ? specifier.imported.name : specifier.imported.value;
          bind(tree.program, specifier.local.name, { kind: 'import', source: node.source.value, name });
        }
        break;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference' && node.moduleReference.expression.type === 'Literal') bind(tree.program, node.id.name, { kind: 'import', source: String(node.moduleReference.expression.value), name: '*' });
        break;
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression':
        for (const parameter of node.params) for (const name of namesIn(parameter)) bind(node, name, { kind: 'opaque' });
        if (node.type === 'FunctionDeclaration' && node.id) bind(scopeAround(node), node.id.name, { kind: 'value', init: node, assigned: false });
        break;
      case 'ForOfStatement': case 'ForInStatement':
        if (node.left.type === 'VariableDeclaration') for (const declarator of node.left.declarations) for (const name of namesIn(declarator.id)) bind(node, name, { kind: 'opaque' });
        break;
      case 'TSEnumDeclaration':
        bind(scopeAround(node), node.id.name, { kind: 'value', init: node, assigned: false });
        break;
      case 'PropertyDefinition':
        if (node.value && node.key.type === 'Identifier') addMember(node, node.key.name, node.value);
        break;
      case 'AssignmentExpression':
        if (node.operator === '=' && node.left.type === 'MemberExpression' && node.left.object.type === 'ThisExpression' && node.left.property.type === 'Identifier') addMember(node, node.left.property.name, node.right);
        break;
      case 'ExportNamedDeclaration':
        if (node.declaration?.type === 'VariableDeclaration') for (const one of node.declaration.declarations) if (one.id.type === 'Identifier' && one.init) exports.set(one.id.name, one.init);
        if (node.declaration && (node.declaration.type === 'TSEnumDeclaration' || node.declaration.type === 'FunctionDeclaration') && node.declaration.id) exports.set(node.declaration.id.name, node.declaration);
        if (!node.source) for (const specifier of node.specifiers) if (specifier.local.type === 'Identifier' && specifier.exported.type === 'Identifier') exports.set(specifier.exported.name, specifier.local);
        break;
      case 'ExportDefaultDeclaration':
        exports.set('default', node.declaration as Node);
        break;
    }
  }

  function addMember(node: Node, name: string, value: Node): void {
    const around = classAround(node);
    if (!around) return;
    const names = members.get(around) ?? members.set(around, new Map()).get(around)!;
    if (!names.has(name)) names.set(name, value);
    else if (names.get(name) !== value) names.delete(name);
  }

  function classAround(node: Node): Node | undefined {
    for (let at: Node | undefined = node; at; at = parents.get(at)) if (at.type === 'ClassBody') return at;
    return undefined;
  }

  function scopeAround(node: Node): Node | undefined {
    for (let at = parents.get(node); at; at = parents.get(at)) if (isScope(at)) return at;
    return tree.program;
  }

  return {
    document,
    tree,
    parents,
    nodes,
    bindingOf(name, at) {
      for (let scope: Node | undefined = at; scope; scope = parents.get(scope)) {
        const found = scopes.get(scope)?.get(name);
        if (found) return found;
      }
      return undefined;
    },
    memberOf(name, at) {
      const around = classAround(at);
      return around && members.get(around)?.get(name);
    },
    exported: (name) => exports.get(name),
    neighbour(source) {
      if (distance >= hops || !source.startsWith('.')) return undefined;
      for (const uri of candidates(folderOf(document.uri), source)) {
        const other = context.neighbour(uri);
        if (other) return moduleOf(other, context, distance + 1);
      }
      return undefined;
    },
  };
}

function isScope(node: Node): boolean {
  switch (node.type) {
    case 'Program': case 'BlockStatement': case 'StaticBlock': case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': case 'ForStatement': case 'SwitchStatement': case 'TSModuleBlock':
      return true;
    default:
      return false;
  }
}

/** `require('x')`, also behind `.default`. */
function requiredModule(init: Node | null): string | undefined {
  const call = init?.type === 'MemberExpression' ? init.object : init;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require') return undefined;
  const [source] = call.arguments;
  return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
}

/** Every name that a parameter or pattern binds. */
function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier': return [pattern.name];
    case 'AssignmentPattern': return namesIn(pattern.left);
    case 'RestElement': return namesIn(pattern.argument);
    case 'TSParameterProperty': return namesIn(pattern.parameter);
    case 'ArrayPattern': return pattern.elements.flatMap((one) => (one ? namesIn(one) : []));
    case 'ObjectPattern': return pattern.properties.flatMap((one) => namesIn(one.type === 'Property' ? one.value : one.argument));
    default: return [];
  }
}

/** Files that a relative import may mean. */
function candidates(folder: string, source: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of source.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  const path = parts.join('/');
  const bare = path.replace(/\.[mc]?jsx?$/, '');
  return [...new Set([path, `${bare}.ts`, `${bare}.tsx`, `${bare}.mts`, `${path}.ts`, `${path}.tsx`, `${path}.js`, `${path}.mjs`, `${path}/index.ts`, `${path}/index.js`, `${path}.json`])].filter((uri) => /\.[mc]?[jt]sx?$/.test(uri));
}
