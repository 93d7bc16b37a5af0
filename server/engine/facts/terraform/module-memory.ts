// What an editor keeps of a Terraform module from one keystroke to the next: which declarations, documents and counts stayed
// the same (each has a revision, a number that changes with it), and the facts of resources with what their reading asked.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { addFacts, noFacts, type Facts } from '../types.ts';
import type { HclAttribute, HclBlock } from '../../syntax/hcl/tree.ts';
import { AskedMap } from '../../asked-map.ts';
import { Asking, type Units } from './asked.ts';
import { evaluationWork, type Evaluation, type Scope } from './evaluate.ts';
import { usesIn, type TerraformModule } from './module.ts';
import { isOverride } from './override-files.ts';

const tableNames = ['resources', 'locals', 'variables', 'calls', 'outputs', 'assigned'] as const;

/** A declaration of any of the tables. */
interface Declaration {
  readonly uri: string;
  readonly block?: HclBlock;
  readonly attribute?: HclAttribute;
  readonly inherits?: boolean;
  readonly again?: string;
}

interface Revised {
  readonly declaration: Declaration;
  readonly revision: number;
}

interface Table {
  readonly entries: ReadonlyMap<string, Revised>;
  /** Changes with any of the entries and with their order. */
  readonly revision: number;
}

/** A table that is made by one look over a module, and of which each resource needs an entry or two. */
type TableMaker = (scope: Scope) => ReadonlyMap<string, unknown>;

/** Of the work that one reading may take, so much may be gone for what is kept: a reading of everything would come to an end. */
const mostWork = evaluationWork / 4;

export class ModuleMemory {
  #count = 0;
  #tables = new Map<string, Table>();
  #documents: TerraformModule['documents'] = new Map();
  /** Whether the declarations of the last reading were what their own text says. */
  #byText = false;
  readonly #uses = new Map<string, number>();
  readonly #makers = new Map<string, TableMaker>();
  #units: Units = new Map();
  #work = 0;

  /** Begins a reading of the module as it stands now. */
  begin(module: TerraformModule): Asking {
    // What overrides is merged into the blocks of others, which then are more than their own text.
    const merged = [...module.documents.keys()].some(isOverride);
    const byText = this.#byText && !merged;
    this.#byText = !merged;
    for (const name of tableNames) this.#tables.set(name, this.#revise(name, module, byText));
    for (const uri of new Set([...this.#documents.keys(), ...module.documents.keys()])) {
      const [before, now] = [this.#documents.get(uri), module.documents.get(uri)];
      if (before === now) continue;
      const [had, has] = [before && usesIn(before), now && usesIn(now)];
      for (const used of new Set([...(had?.keys() ?? []), ...(has?.keys() ?? [])]))
        if (had?.get(used) !== has?.get(used)) this.#uses.set(used, ++this.#count);
    }
    this.#documents = module.documents;
    return new Asking(this.#units);
  }

  /** The module, telling what is asked of it. */
  asked(module: TerraformModule, asking: Asking): TerraformModule {
    const table = <V>(name: (typeof tableNames)[number], map: ReadonlyMap<string, V>): ReadonlyMap<string, V> => {
      const { entries, revision } = this.#tables.get(name)!;
      const askKey = asking.about(name, (key) => entries.get(key)?.revision);
      const askAll = asking.about(`all ${name}`, () => revision);
      return new AskedMap(map, askKey, () => askAll(''));
    };
    const { documents } = module;
    const askDocument = asking.about('documents', (uri) => documents.get(uri));
    const askDocuments = asking.about('all documents', () => [...documents.keys()].join('\n'));
    const askUses = asking.about('uses', (name) => this.#uses.get(name) ?? 0);
    return {
      ...module,
      resources: table('resources', module.resources),
      locals: table('locals', module.locals),
      variables: table('variables', module.variables),
      calls: table('calls', module.calls),
      outputs: table('outputs', module.outputs),
      assigned: table('assigned', module.assigned),
      documents: {
        get: (uri) => (askDocument(uri), documents.get(uri)),
        has: (uri) => (askDocument(uri), documents.has(uri)),
        keys: () => (askDocuments(''), documents.keys()),
      },
      usesOf(name) {
        askUses(name);
        return module.usesOf(name);
      },
    };
  }

  /** Answers for tables that earlier readings asked. */
  tablesOver(scope: Scope, asking: Asking): void {
    for (const [name, make] of this.#makers) this.#table(name, make, scope, asking);
  }

  /** The table of this name, each entry of which is a question. */
  table<T>(name: string, make: (scope: Scope) => ReadonlyMap<string, T>, scope: Scope, asking: Asking): (key: string) => T | undefined {
    this.#makers.set(name, make);
    return this.#table(name, make, scope, asking) as (key: string) => T | undefined;
  }

  #table(name: string, make: TableMaker, scope: Scope, asking: Asking): (key: string) => unknown {
    const known = scope.evaluation.tables.get(name);
    if (known) return known;
    let made: ReadonlyMap<string, unknown> | undefined;
    const of = (key: string): unknown => (made ??= asking.apart(() => make({ ...scope, uri: '', bindings: new Map(), depth: 0 }))).get(key);
    const ask = asking.about(`table ${name}`, (key) => JSON.stringify(of(key)));
    const entry = (key: string): unknown => {
      ask(key);
      return of(key);
    };
    scope.evaluation.tables.set(name, entry);
    return entry;
  }

  /** Keeps what was read, unless the next reading could come to something else for it. */
  end(asking: Asking, { work }: Evaluation, mostCalls: number): void {
    this.#work += evaluationWork - work;
    if (work <= 0 || (this.#tables.get('calls')!.entries.size > 0 && asking.everAsked('instance').size > mostCalls)) asking.steady = false;
    const keeps = asking.steady && this.#work <= mostWork;
    this.#units = keeps ? asking.units : new Map();
    if (!keeps) this.#work = 0;
  }

  #revise(name: (typeof tableNames)[number], module: TerraformModule, byText: boolean): Table {
    const before = this.#tables.get(name);
    const now: ReadonlyMap<string, Declaration> = module[name];
    const entries = new Map<string, Revised>();
    const order = before?.entries.keys();
    let isSame = before !== undefined && before.entries.size === now.size;
    for (const [key, declaration] of now) {
      const last = before?.entries.get(key);
      const stays = last !== undefined && this.#isSame(last.declaration, declaration, module, byText);
      entries.set(key, { declaration, revision: stays ? last.revision : ++this.#count });
      isSame &&= stays && order?.next().value === key;
    }
    return { entries, revision: before && isSame ? before.revision : ++this.#count };
  }

  /** Whether a declaration says the same at the same place. Those of JSON and of Terragrunt depend on more than their own text. */
  #isSame(before: Declaration, now: Declaration, { documents }: TerraformModule, byText: boolean): boolean {
    if (before.uri !== now.uri || before.inherits !== now.inherits || before.again !== now.again) return false;
    const [was, is] = [before.block ?? before.attribute!, now.block ?? now.attribute!];
    if (was === is) return true;
    if (!byText || !/\.(?:tf|tofu|tfvars)$/.test(now.uri)) return false;
    const [from, to] = is.span;
    return (
      was.span[0] === from &&
      was.span[1] === to &&
      this.#documents.get(now.uri)?.text.slice(from, to) === documents.get(now.uri)?.text.slice(from, to)
    );
  }
}

/** The context, telling what is asked of the workspace. */
export function askedContext(context: ReadContext, asking: Asking): ReadContext {
  const neighbours = new Map<string, Document | undefined>();
  const neighbour = (uri: string): Document | undefined => {
    if (!neighbours.has(uri)) neighbours.set(uri, context.neighbour(uri));
    return neighbours.get(uri);
  };
  const folders = new Map<string, readonly string[]>();
  const siblings = (folder: string): readonly string[] => {
    const known = folders.get(folder) ?? context.siblings?.(folder) ?? [];
    folders.set(folder, known);
    return known;
  };
  const askNeighbour = asking.about('neighbour', neighbour);
  const askFolder = asking.about('siblings', (folder) => siblings(folder).join('\n'));
  return {
    ...context,
    neighbour(uri) {
      askNeighbour(uri);
      return neighbour(uri);
    },
    siblings: context.siblings && ((folder) => (askFolder(folder), siblings(folder))),
  };
}

/** How many folders are remembered: those that somebody works in. */
const mostModules = 8;

/** The memory of one module, in a memory of readers. */
export function memoryOf(memory: Map<string, object>, module: string): ModuleMemory {
  const known = memory.get(module);
  const found = known instanceof ModuleMemory ? known : new ModuleMemory();
  // The one that was asked for last goes last.
  memory.delete(module);
  memory.set(module, found);
  if (memory.size > mostModules) memory.delete(memory.keys().next().value!);
  return found;
}

/** What is read apart: a declaration of the module, in one of the phases of a reading. */
export interface Part {
  readonly phase: string;
  readonly table: 'resources' | 'calls';
  readonly key: string;
}

/** Adds to `into` what `read` gives: read again only where the declaration or something else that it asked is another. */
export function readApart({ phase, table, key }: Part, into: Facts, { module, evaluation }: Scope, read: (into: Facts) => void): void {
  const { asking } = evaluation;
  if (asking && !asking.isInUnit) {
    asking.unit(`${phase} ${key}`, into, (facts) => {
      module[table].get(key);
      read(facts);
    });
    return;
  }
  const facts = noFacts();
  read(facts);
  addFacts(into, facts);
}

/** An entry of a table over the whole module. Who asks is read again only when the entry changes. */
export function entryOver<T>(name: string, make: (scope: Scope) => ReadonlyMap<string, T>, scope: Scope, key: string): T | undefined {
  const { asking, remembered, tables } = scope.evaluation;
  if (asking && remembered && scope.module.prefix === '') return remembered.table(name, make, scope, asking)(key);
  const id = `${scope.module.prefix}${scope.module.folder}#table ${name}`;
  const known = tables.get(id);
  if (known) {
    asking?.used(id);
    return known(key) as T | undefined;
  }
  const over = (): ReadonlyMap<string, T> => make({ ...scope, uri: '', bindings: new Map() });
  const made = asking ? asking.made(id, over) : over();
  tables.set(id, (one) => made.get(one));
  return made.get(key);
}
