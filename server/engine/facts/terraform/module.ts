// A Terraform module: all files of one folder as one table of symbols. It holds what is declared and evaluates nothing.
import type { Document } from '../../document.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { parseHclJson } from '../../syntax/hcl/json.ts';
import { attributeOf, type HclAttribute, type HclBlock, type HclExpression, type HclFile } from '../../syntax/hcl/tree.ts';
import type { Value } from '../value.ts';
import { isOverride, override, overridesLast } from './override-files.ts';
import { isTerragrunt, terragruntUnit } from './terragrunt.ts';

/** A block of a module with the document it stands in. */
export interface Declared {
  readonly uri: string;
  readonly block: HclBlock;
  /** True where arguments may come from elsewhere, so that what is not written is not known to be left out. */
  readonly inherits?: boolean;
}

export interface Resource extends Declared {
  readonly mode: 'resource' | 'data' | 'ephemeral';
  readonly type: string;
  readonly name: string;
  /** `aws_iam_role.ci`, `data.aws_iam_policy_document.ci`; with the path of module calls before it. */
  readonly address: string;
}

export interface Local {
  readonly uri: string;
  readonly attribute: HclAttribute;
  /** Where the same name is declared once more. Terraform refuses such a module, so that neither value counts. */
  readonly again?: string;
}

export interface TerraformModule {
  /** Folder of its documents. */
  readonly folder: string;
  /** `module.ci.` for a called module, empty for one that is read by itself. */
  readonly prefix: string;
  readonly documents: Pick<ReadonlyMap<string, Document>, 'get' | 'has' | 'keys'>;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly locals: ReadonlyMap<string, Local>;
  readonly variables: ReadonlyMap<string, Declared>;
  readonly calls: ReadonlyMap<string, Declared>;
  readonly outputs: ReadonlyMap<string, Declared>;
  readonly providers: readonly Declared[];
  /** Values of variables from `terraform.tfvars` and `*.auto.tfvars`. */
  readonly assigned: ReadonlyMap<string, { readonly uri: string; readonly attribute: HclAttribute }>;
  /** Arguments of the call, for a called module. */
  readonly given?: ReadonlyMap<string, Value>;
  /** How often `local.x`, `var.x`, `data.t.n` are named in the module. */
  usesOf(name: string): number;
}

/** The tree of a Terraform document, in native or JSON syntax. */
export function treeOf(document: Document): HclFile {
  return document.tree(document.uri.endsWith('.json') ? parseHclJson : parseHcl);
}

export interface ModuleOptions {
  readonly folder: string;
  readonly prefix?: string;
  readonly given?: ReadonlyMap<string, Value>;
}

export function readModule(documents: readonly Document[], options: ModuleOptions): TerraformModule {
  const resources = new Map<string, Resource>();
  const locals = new Map<string, Local>();
  const variables = new Map<string, Declared>();
  const calls = new Map<string, Declared>();
  const outputs = new Map<string, Declared>();
  const providers: Declared[] = [];
  const assigned = new Map<string, { uri: string; attribute: HclAttribute }>();
  const overriding = new Map<HclBlock, Declared[]>();
  const prefix = options.prefix ?? '';
  for (const document of overridesLast(documents)) {
    const uri = document.uri;
    const { body } = treeOf(document);
    if (isTfvars(uri)) {
      if (isAutoLoaded(uri))
        for (const item of body.items) if (item.kind === 'attribute') assigned.set(item.name, { uri, attribute: item });
      continue;
    }
    if (isTerragrunt(uri, document.text)) {
      const unit = terragruntUnit(treeOf(document), uri);
      if (unit.call) calls.set(unit.name, { uri, block: unit.call, inherits: unit.inherits });
      // Its locals are not the module's: beside the module's files a value that names one is not known.
      const beside = documents.some((one) => !isTerragrunt(one.uri, one.text));
      for (const attribute of unit.values) if (!beside || !mentions([attribute], 'local')) assigned.set(attribute.name, { uri, attribute });
      if (beside) continue;
    }
    for (const block of body.items) {
      if (block.kind !== 'block') continue;
      const [first, second] = block.labels.map((label) => label.text);
      switch (block.type) {
        case 'resource':
        case 'data':
        case 'ephemeral': {
          if (first === undefined || second === undefined) break;
          const local = `${block.type === 'resource' ? '' : `${block.type}.`}${first}.${second}`;
          const before = resources.get(local);
          if (before && isOverride(uri)) {
            note(overriding, before, { uri, block });
            break;
          }
          // The name means the first. A second block of it in one file is judged too, and nothing can refer to it.
          if (!before || before.uri === uri)
            resources.set(before ? `${local}#${block.span[0]}` : local, {
              uri,
              block,
              mode: block.type,
              type: first,
              name: second,
              address: prefix + local,
            });
          break;
        }
        case 'locals':
          for (const item of block.body.items)
            if (item.kind === 'attribute') locals.set(item.name, declaredLocal(locals.get(item.name), uri, item));
          break;
        case 'variable':
          if (first !== undefined) declare(variables, first, { uri, block }, overriding);
          break;
        case 'module':
          if (first !== undefined) declare(calls, first, { uri, block }, overriding);
          break;
        case 'output':
          if (first !== undefined) declare(outputs, first, { uri, block }, overriding);
          break;
        case 'provider':
          providers.push({ uri, block });
          break;
      }
    }
  }
  override(resources, overriding);
  for (const declared of [variables, calls, outputs]) override(declared, overriding);
  const uses = new Map<string, number>();
  return {
    folder: options.folder,
    prefix,
    documents: new Map(documents.map((document) => [document.uri, document])),
    resources,
    locals,
    variables,
    calls,
    outputs,
    providers,
    assigned,
    given: options.given,
    usesOf(name) {
      const counted = uses.get(name) ?? documents.reduce((sum, document) => sum + (usesIn(document).get(name) ?? 0), 0);
      uses.set(name, counted);
      return counted;
    },
  };
}

/** Adds what a block declares; in an override file it is noted beside what stands there. */
function declare(into: Map<string, Declared>, name: string, one: Declared, overriding: Map<HclBlock, Declared[]>): void {
  const before = into.get(name);
  if (before && isOverride(one.uri)) note(overriding, before, one);
  else into.set(name, one);
}

function note(overriding: Map<HclBlock, Declared[]>, before: Declared, one: Declared): void {
  const others = overriding.get(before.block);
  if (others) others.push(one);
  else overriding.set(before.block, [one]);
}

/** What a local is after one more declaration of it: an override file replaces another's, any other one conflicts. */
function declaredLocal(before: Local | undefined, uri: string, attribute: HclAttribute): Local {
  if (!before || (isOverride(uri) && !isOverride(before.uri))) return { uri, attribute };
  return isOverride(before.uri) && !isOverride(uri) ? before : { uri, attribute, again: before.uri };
}

export function isTfvars(uri: string): boolean {
  return /\.tfvars(?:\.json)?$/.test(uri);
}

function isAutoLoaded(uri: string): boolean {
  return /(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(uri);
}

/** The default of a variable, where it has one. */
export function defaultOf(variable: Declared): HclAttribute | undefined {
  return attributeOf(variable.block.body, 'default');
}

/** How often a document names each local, variable and data source. Counted once a document: it may be part of many modules, where the files of a folder contradict each other. */
export function usesIn(document: Document): ReadonlyMap<string, number> {
  return document.memo(usesIn, () => {
    const uses = new Map<string, number>();
    const count = (name: string): unknown => uses.set(name, (uses.get(name) ?? 0) + 1);
    visitReferences(treeOf(document).body.items, (base, first, second) => {
      if (base === 'local' || base === 'var') count(`${base}.${first}`);
      else if (base === 'data') count(`data.${first}.${second}`);
    });
    return uses;
  });
}

/** Calls `see` for every reference in a list of items, with its base and its first two steps. Works through a list of its own: trees may be deep. */
export function visitReferences(
  items: readonly (HclAttribute | HclBlock)[],
  see: (base: string, first: string | undefined, second: string | undefined) => void,
): void {
  const waiting: HclExpression[] = [];
  const bodies = [items];
  for (let list = bodies.pop(); list; list = bodies.pop()) {
    for (const item of list) {
      if (item.kind === 'attribute') waiting.push(item.value);
      else bodies.push(item.body.items);
    }
  }
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    if (at.kind === 'traversal' && at.base.kind === 'name') {
      const [first, second] = at.steps;
      see(at.base.name, first?.kind === 'attribute' ? first.name : undefined, second?.kind === 'attribute' ? second.name : undefined);
    } else if (at.kind === 'name') see(at.name, undefined, undefined);
    pushChildren(at, waiting);
  }
}

/** Whether a reference that begins with this name stands anywhere in the items. */
export function mentions(items: readonly (HclAttribute | HclBlock)[], name: string): boolean {
  let found = false;
  visitReferences(items, (base) => {
    found ||= base === name;
  });
  return found;
}

/** The expressions directly inside one, in the order of the text. */
export function childrenOf(expression: HclExpression): HclExpression[] {
  const found: HclExpression[] = [];
  pushChildren(expression, found);
  return found;
}

/** Pushes what `childrenOf` gives: a walk over a whole module makes no list for each expression. */
export function pushChildren(expression: HclExpression, into: HclExpression[]): void {
  switch (expression.kind) {
    case 'template':
      for (const part of expression.parts) if (part.kind === 'value') into.push(part.value);
      return;
    case 'traversal':
      if (expression.base.kind !== 'name') into.push(expression.base);
      for (const step of expression.steps) {
        if (step.kind === 'index') into.push(step.index);
        else if (step.kind === 'attribute') for (const argument of step.arguments ?? []) into.push(argument);
      }
      return;
    case 'call':
    case 'tuple':
      for (const item of expression.kind === 'call' ? expression.arguments : expression.items) into.push(item);
      return;
    case 'object':
      for (const { key, value } of expression.entries) {
        if (key.kind !== 'name') into.push(key);
        into.push(value);
      }
      return;
    case 'for':
      into.push(expression.collection);
      if (expression.key) into.push(expression.key);
      into.push(expression.value);
      if (expression.condition) into.push(expression.condition);
      return;
    case 'conditional':
      into.push(expression.test, expression.yes, expression.no);
      return;
    case 'unary':
      into.push(expression.operand);
      return;
    case 'binary':
      into.push(expression.left, expression.right);
      return;
    case 'lambda':
      into.push(expression.body);
  }
}
