// Templates made by `cdk synth`: every grant known, those of `grant…` methods and of loops too. Facts are placed at the
// construct in the program that they come from, by its id in `aws:cdk:path`, and those that the program itself says are
// left out; where the construct is not found they stand in the template.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import type { Place } from '../../text/text.ts';
import { readTemplate } from '../cloudformation/reader.ts';
import { valueOf } from '../data-value.ts';
import { placedAt, saysAlready, type SourceBlock } from '../terraform-plan/source.ts';
import { reader as programReader } from '../typescript/reader.ts';
import { claimsInfrastructureCode } from '../typescript/claims.ts';
import { noFacts, type Facts } from '../types.ts';
import { textOf, valueAt } from '../value.ts';

/** Folders of an app in which programs lie, beside the app's own: as `cdk init` makes them, and as they are mostly called. */
const programFolders = ['', 'lib', 'bin', 'src', 'infra', 'lib/constructs', 'lib/stacks', 'src/constructs', 'src/stacks'];

export const synthesizedReader: Reader = {
  read(documents, context) {
    const apps = new Map<string, App>();
    return new Map(
      documents.map((document) => {
        const folder = document.uri.slice(0, Math.max(0, document.uri.search(/(?:^|\/)cdk\.out\//)));
        const app = apps.get(folder) ?? apps.set(folder, readApp(folder, context)).get(folder)!;
        return [document.uri, readOne(document, app)] as const;
      }),
    );
  },
};

interface App {
  readonly programs: readonly Document[];
  readonly facts: ReadonlyMap<string, Facts>;
}

function readApp(folder: string, context: ReadContext): App {
  const at = (name: string): string => [folder, name].filter((part) => part !== '').join('/');
  const programs = programFolders
    .flatMap((name) => context.siblings?.(at(name)) ?? [])
    .map((uri) => context.neighbour(uri))
    .filter((document): document is Document => document !== undefined && claimsInfrastructureCode(document));
  return { programs, facts: programReader.read(programs, context) };
}

function readOne(document: Document, app: App): Facts {
  const into = noFacts();
  const tree = document.tree(parseJson);
  const root = tree.roots[0] && valueOf(tree.roots[0], document.uri);
  if (!root) return into;
  const made = noFacts();
  readTemplate(root, document, 'cloudformation', made);
  const found = new Map<string, SourceBlock | undefined>();
  const sourceOf = (id: string): SourceBlock | undefined => {
    if (!found.has(id)) found.set(id, constructOf(textOf(valueAt(root, 'Resources', id, 'Metadata', 'aws:cdk:path')), app));
    return found.get(id);
  };
  const each = <K extends 'grants' | 'trusts' | 'credentials' | 'identities'>(kind: K): void => {
    for (const fact of made[kind] as Facts[K][number][]) {
      const source = sourceOf(fact.carrier.address);
      if (!source) {
        (into[kind] as unknown[]).push(fact);
        continue;
      }
      if (isSaid(kind, fact, source)) continue;
      (into[kind] as unknown[]).push(...placedAt({ ...noFacts(), [kind]: [fact] }, source)[kind]);
    }
  };
  each('grants');
  each('trusts');
  each('credentials');
  each('identities');
  return into;
}

function isSaid(kind: 'grants' | 'trusts' | 'credentials' | 'identities', fact: Facts[typeof kind][number], source: SourceBlock): boolean {
  if (kind === 'grants' || kind === 'trusts') return saysAlready(fact as Facts['grants'][number], source.facts[kind], source);
  // The program declares what it makes; one construct may make several.
  return source.facts[kind].some(
    (other) => other.platform === fact.platform && (other as { kind?: string }).kind === (fact as { kind?: string }).kind,
  );
}

/** The construct whose id is the last one in a path that stands in exactly one place of the programs. */
function constructOf(path: string | undefined, { programs, facts }: App): SourceBlock | undefined {
  const ids = path?.split('/').slice(1).reverse() ?? [];
  for (const id of ids) {
    if (id === '' || id === 'Resource' || id === 'Default' || id === 'DefaultPolicy' || id === 'ServiceRole') continue;
    const places = programs.flatMap((program) => idsIn(program, id));
    if (places.length === 0) continue;
    const [only] = places;
    if (places.length > 1) return undefined;
    const program = programs.find((one) => one.uri === only!.uri)!;
    return { block: { uri: program.uri, span: [0, program.text.length] }, head: only!, facts: facts.get(program.uri) ?? noFacts() };
  }
  return undefined;
}

/** Where `new X(scope, 'id'` stands in a program: the id. */
function idsIn({ uri, text }: Document, id: string): Place[] {
  const places: Place[] = [];
  for (const quote of ["'", '"', '`']) {
    const written = quote + id + quote;
    for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
      if (/new\s+[\w.$]+\(\s*[\w.$]+\s*,\s*$/.test(text.slice(Math.max(0, at - 200), at)))
        places.push({ uri, span: [at + 1, at + 1 + id.length] });
    }
  }
  return places;
}
