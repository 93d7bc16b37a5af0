// A TypeScript or JavaScript file as names: what each name was bound to, in which scope, and what is imported from where.
// Enough to follow a constant to where it is written, one file further at most. It evaluates nothing (fold.ts does).
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseTsx, parseTypeScript, visitNodes, type Node, type TypeScriptTree } from '../../syntax/typescript.ts';
import { partsOf } from './patterns.ts';

export type Binding =
  | { readonly kind: 'value'; readonly init: Node; readonly assigned: boolean }
  | { readonly kind: 'import'; readonly source: string; /** `*` for a namespace, `default`, or the exported name. */ readonly name: string }
  /** `const { name } = init`. */
  | { readonly kind: 'part'; readonly init: Node; readonly name: string }
  /** An item of a list, or a part of one: `for (const x of init)`, `init.map((x) => …)`. `of` is the loop or the function. */
  | { readonly kind: 'item'; readonly of: Node; readonly init: Node; readonly part?: string }
  /** A parameter of a function, or a part of one, with what stands for it where a call gives none. */
  | { readonly kind: 'parameter'; readonly of: FunctionNode; readonly index: number; readonly part?: string; readonly fallback?: Node }
  | { readonly kind: 'opaque' };

export type FunctionNode = Extract<Node, { type: 'ArrowFunctionExpression' | 'FunctionExpression' | 'FunctionDeclaration' }>;

export type Calling = Extract<Node, { type: 'CallExpression' | 'NewExpression' }>;

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
  /** Whether a bound expression may be read from more than one place: exported, or its name (`x`, `this.x`) used again. */
  isShared(name: string, init: Node): boolean;
  /** The calls of a function of this file by its name: of a constructor the one `new` or `super` of its class, none where there are several. */
  callsOf(called: FunctionNode): readonly Calling[];
  /** The file that an import names, where it is one of the workspace. */
  neighbour(source: string): Module | undefined;
}

/** Files that are followed from one another; a constant further away is not known. */
const hops = 1;

export function moduleOf(document: Document, context: ReadContext, distance = 0): Module {
  // A file that others import is followed less far from there than from itself.
  return document.memo(distance === 0 ? moduleOf : readModule, () => readModule(document, context, distance));
}

/** The tree of a document by what its name says of JSX. */
function treeOf(document: Document): TypeScriptTree {
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
          else
            bind(
              scope,
              node.id.name,
              node.init ? { kind: 'value', init: node.init, assigned: assigned.has(node.id.name) } : { kind: 'opaque' },
            );
        } else if (node.id.type === 'ObjectPattern') {
          const required = requiredModule(node.init);
          for (const property of node.id.properties) {
            if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.value.type !== 'Identifier') continue;
            const name = property.key.name;
            bind(
              scope,
              property.value.name,
              required !== undefined
                ? { kind: 'import', source: required, name }
                : node.init
                  ? { kind: 'part', init: node.init, name }
                  : { kind: 'opaque' },
            );
          }
        }
        break;
      }
      case 'ImportDeclaration':
        // An import that is being typed comes from nowhere yet.
        if (typeof node.source?.value !== 'string') break;
        for (const specifier of node.specifiers) {
          const name =
            specifier.type === 'ImportNamespaceSpecifier'
              ? '*'
              : specifier.type === 'ImportDefaultSpecifier'
                ? 'default'
                : specifier.imported.type === 'Identifier'
                  ? specifier.imported.name
                  : specifier.imported.value;
          bind(tree.program, specifier.local.name, { kind: 'import', source: node.source.value, name });
        }
        break;
      case 'TSImportEqualsDeclaration':
        if (node.moduleReference.type === 'TSExternalModuleReference' && node.moduleReference.expression.type === 'Literal')
          bind(tree.program, node.id.name, { kind: 'import', source: String(node.moduleReference.expression.value), name: '*' });
        break;
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        bindParameters(node);
        if (node.type === 'FunctionDeclaration' && node.id)
          bind(scopeAround(node), node.id.name, { kind: 'value', init: node, assigned: false });
        break;
      case 'ForOfStatement':
      case 'ForInStatement':
        if (node.left.type === 'VariableDeclaration')
          for (const declarator of node.left.declarations)
            bindItem(node, declarator.id, node.type === 'ForOfStatement' ? node.right : undefined);
        break;
      case 'ClassDeclaration':
        if (node.id) bind(scopeAround(node), node.id.name, { kind: 'value', init: node, assigned: false });
        break;
      case 'TSEnumDeclaration':
        bind(scopeAround(node), node.id.name, { kind: 'value', init: node, assigned: false });
        break;
      case 'PropertyDefinition':
        if (node.value && node.key.type === 'Identifier') addMember(node, node.key.name, node.value);
        break;
      case 'AssignmentExpression':
        if (
          node.operator === '=' &&
          node.left.type === 'MemberExpression' &&
          node.left.object.type === 'ThisExpression' &&
          node.left.property.type === 'Identifier'
        )
          addMember(node, node.left.property.name, node.right);
        break;
      case 'ExportNamedDeclaration':
        if (node.declaration?.type === 'VariableDeclaration')
          for (const one of node.declaration.declarations) if (one.id.type === 'Identifier' && one.init) exports.set(one.id.name, one.init);
        if (
          node.declaration &&
          (node.declaration.type === 'TSEnumDeclaration' ||
            node.declaration.type === 'FunctionDeclaration' ||
            node.declaration.type === 'ClassDeclaration') &&
          node.declaration.id
        )
          exports.set(node.declaration.id.name, node.declaration);
        if (!node.source)
          for (const specifier of node.specifiers)
            if (specifier.local.type === 'Identifier' && specifier.exported.type === 'Identifier')
              exports.set(specifier.exported.name, specifier.local);
        break;
      case 'ExportDefaultDeclaration':
        exports.set('default', node.declaration as Node);
        break;
    }
  }

  function bindParameters(node: FunctionNode): void {
    const list = listOfCallback(node, parents);
    node.params.forEach((parameter, index) => {
      if (list && index === 0) bindItem(node, parameter, list);
      else
        for (const { name, part, fallback } of partsOf(parameter))
          bind(node, name, part === null ? { kind: 'opaque' } : { kind: 'parameter', of: node, index, part, fallback });
    });
  }

  function bindItem(of: Node, pattern: Node, init: Node | undefined): void {
    for (const { name, part } of partsOf(pattern))
      bind(of, name, init && part !== null ? { kind: 'item', of, init, part } : { kind: 'opaque' });
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

  /** The class that `super(…)` makes a part of. */
  function madeBySuper(node: Node): string | undefined {
    const body = classAround(node);
    const around = body && parents.get(body);
    const base = around?.type === 'ClassDeclaration' || around?.type === 'ClassExpression' ? around.superClass : undefined;
    return base?.type === 'Identifier' ? making + base.name : undefined;
  }

  /** Where each name stands, and the calls of each name: made when first asked for. */
  const written = once(() => {
    const places = new Map<string, Set<number>>();
    const calls = new Map<string, Calling[]>();
    for (const node of nodes) {
      const use = node.type === 'Identifier' ? useOf(node, parents) : undefined;
      if (use !== undefined) (places.get(use) ?? places.set(use, new Set()).get(use)!).add(node.range[0]);
      if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
      const name = node.type === 'CallExpression' && node.callee.type === 'Super' ? madeBySuper(node) : calledName(node);
      if (name !== undefined) (calls.get(name) ?? calls.set(name, []).get(name)!).push(node);
    }
    return { places, calls, exported: new Set(exports.values()) };
  });

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
    // Its own place and one use.
    isShared: (name, init) => (written().places.get(name)?.size ?? 0) > 2 || written().exported.has(init),
    callsOf(called) {
      const name = functionName(called, parents);
      const calls = name === undefined ? [] : (written().calls.get(name) ?? []);
      // What a constructor makes for several is read once, with what all of them share.
      return name?.startsWith(making) && calls.length > 1 ? [] : calls;
    },
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
    case 'Program':
    case 'BlockStatement':
    case 'StaticBlock':
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ForStatement':
    case 'SwitchStatement':
    case 'TSModuleBlock':
      return true;
    default:
      return false;
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** What an identifier names: a variable by its name, a member of the class as `this.name`, nothing where it is a key of something else. */
function useOf(node: Extract<Node, { type: 'Identifier' }>, parents: ReadonlyMap<Node, Node>): string | undefined {
  const parent = parents.get(node);
  if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed)
    return parent.object.type === 'ThisExpression' ? `this.${node.name}` : undefined;
  if (parent?.type === 'PropertyDefinition' && parent.key === node) return `this.${node.name}`;
  return parent?.type === 'Property' && parent.key === node && !parent.computed && !parent.shorthand ? undefined : node.name;
}

/** Before the name of a class: its constructor. */
const making = 'new ';

/** The name of a call to a function of this file: `name(…)`, `this.name(…)`, `new Name(…)`. */
function calledName({ type, callee }: Calling): string | undefined {
  if (callee.type === 'Identifier') return type === 'NewExpression' ? making + callee.name : callee.name;
  return callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression' && callee.property.type === 'Identifier'
    ? callee.property.name
    : undefined;
}

/** The name that a function is called by in its file: its own, its variable's, its method's. */
function functionName(node: FunctionNode, parents: ReadonlyMap<Node, Node>): string | undefined {
  if (node.type === 'FunctionDeclaration') return node.id?.name;
  const parent = parents.get(node);
  if (parent?.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : undefined;
  if (parent?.type !== 'MethodDefinition' && parent?.type !== 'PropertyDefinition') return undefined;
  if (parent.key.type !== 'Identifier') return undefined;
  return parent.key.name === 'constructor' ? classMade(parent, parents) : parent.key.name;
}

/** The class around a constructor, as `new` names it. */
function classMade(method: Node, parents: ReadonlyMap<Node, Node>): string | undefined {
  const body = parents.get(method);
  const around = body && parents.get(body);
  return (around?.type === 'ClassDeclaration' || around?.type === 'ClassExpression') && around.id ? making + around.id.name : undefined;
}

/** The list that a function is called with each item of: `list` of `list.forEach(node)`. */
function listOfCallback(node: FunctionNode, parents: ReadonlyMap<Node, Node>): Node | undefined {
  const call = parents.get(node);
  if (call?.type !== 'CallExpression' || call.arguments[0] !== node || call.callee.type !== 'MemberExpression') return undefined;
  const { property, object } = call.callee;
  return property.type === 'Identifier' && /^(?:forEach|map|flatMap)$/.test(property.name) ? object : undefined;
}

/** `require('x')`, also behind `.default`. */
function requiredModule(init: Node | null): string | undefined {
  const call = init?.type === 'MemberExpression' ? init.object : init;
  if (call?.type !== 'CallExpression' || call.callee.type !== 'Identifier' || call.callee.name !== 'require') return undefined;
  const [source] = call.arguments;
  return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : undefined;
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
  return [
    ...new Set([
      path,
      `${bare}.ts`,
      `${bare}.tsx`,
      `${bare}.mts`,
      `${path}.ts`,
      `${path}.tsx`,
      `${path}.js`,
      `${path}.mjs`,
      `${path}/index.ts`,
      `${path}/index.js`,
      `${path}.json`,
    ]),
  ].filter((uri) => /\.[mc]?[jt]sx?$/.test(uri));
}
