// The outline of a document: identities, grants and trusts, each under the block that declares it.
import { SymbolKind } from 'vscode-languageserver-types';
import type { DocumentSymbol } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import type { Carrier, Grant, Identity, Trust } from '../engine/facts/types.ts';
import { patternOf } from '../engine/facts/value.ts';
import type { RoleCatalog } from '../engine/catalog/roles.ts';
import type { Project } from '../engine/project.ts';
import type { Place, Span } from '../engine/text/text.ts';
import { rangeOf } from './convert.ts';

interface Block {
  readonly carrier: Carrier;
  readonly identities: Identity[];
  readonly grants: Grant[];
  readonly trusts: Trust[];
}

/** Longer texts are no names. */
const longestName = 70;

export function symbolsIn(document: Document, { documents, catalogs }: Pick<Project, 'documents' | 'catalogs'>): DocumentSymbol[] {
  const entry = documents.get(document.uri);
  if (!entry) return [];
  const blocks = new Map<string, Block>();
  const blockOf = (carrier: Carrier): Block => {
    const key = `${carrier.address} ${carrier.block.span[0]}`;
    const known = blocks.get(key) ?? { carrier, identities: [], grants: [], trusts: [] };
    blocks.set(key, known);
    return known;
  };
  for (const identity of entry.facts.identities) blockOf(identity.carrier).identities.push(identity);
  for (const trust of entry.facts.trusts) blockOf(trust.carrier).trusts.push(trust);
  for (const grant of entry.facts.grants) blockOf(grant.carrier).grants.push(grant);
  const symbols = [...blocks.values()].flatMap((block) => blockSymbol(block, document, catalogs.azure) ?? []);
  return symbols.sort((a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character);
}

function blockSymbol(
  { carrier, identities, grants, trusts }: Block,
  document: Document,
  azure: RoleCatalog | undefined,
): DocumentSymbol | undefined {
  const [identity] = identities;
  const selection = spanIn(identity?.at ?? carrier.head, document) ?? spanIn(carrier.head, document);
  if (!selection) return undefined;
  const children = [
    ...trusts.flatMap(
      (trust) =>
        factSymbol(
          trust,
          `trusts ${listed(trust.principals.map(({ kind, id }) => (kind === 'any' ? 'anyone' : inWords(patternOf(id)))))}`,
          SymbolKind.Interface,
          document,
        ) ?? [],
    ),
    ...grants.flatMap((grant) => factSymbol(grant, grantName(grant, azure), SymbolKind.Key, document) ?? []),
  ];
  const kind = identity ? SymbolKind.Object : trusts.length > 0 ? SymbolKind.Interface : SymbolKind.Key;
  return symbol(
    cut(carrier.address) || carrier.kind,
    identity?.kind.replaceAll('-', ' ') ?? carrier.kind,
    kind,
    around(spanIn(carrier.block, document), selection),
    selection,
    document,
    children,
  );
}

function factSymbol(fact: Grant, name: string, kind: SymbolKind, document: Document): DocumentSymbol | undefined {
  const selection = spanIn(fact.statement?.at ?? fact.entitlement?.at ?? fact.carrier.head, document);
  return selection && symbol(cut(name), fact.statement?.sid ?? '', kind, selection, selection, document, []);
}

function symbol(
  name: string,
  detail: string,
  kind: SymbolKind,
  range: Span,
  selection: Span,
  document: Document,
  children: DocumentSymbol[],
): DocumentSymbol {
  return {
    name,
    detail,
    kind,
    range: rangeOf(document, range),
    selectionRange: rangeOf(document, selection),
    ...(children.length > 0 ? { children } : {}),
  };
}

/** A role of Azure stands there by its GUID, which nobody knows by heart. */
function grantName({ platform, effect, entitlement, actions, polarity }: Grant, azure: RoleCatalog | undefined): string {
  const role = platform === 'azure' && entitlement ? azure?.find(patternOf(entitlement).split('/').at(-1)!)?.name : undefined;
  const what = entitlement
    ? (role ?? inWords(patternOf(entitlement)))
    : `${polarity.actions === 'except' ? 'everything but ' : ''}${listed(actions.map((action) => inWords(patternOf(action))))}`;
  return `${effect} ${what}`;
}

function listed(texts: readonly string[]): string {
  return texts.length > 3 ? `${texts.slice(0, 3).join(', ')} and ${texts.length - 3} more` : texts.join(', ');
}

function inWords(pattern: string): string {
  return pattern.replaceAll('\0', '${…}');
}

function cut(name: string): string {
  const line = name.replace(/\s+/g, ' ').trim();
  return line.length > longestName ? `${line.slice(0, longestName - 1)}…` : line;
}

function spanIn(place: Place, document: Document): Span | undefined {
  return place.uri === document.uri && place.span[1] <= document.text.length ? place.span : undefined;
}

/** The protocol wants the selection inside the range. */
function around(block: Span | undefined, selection: Span): Span {
  return block ? [Math.min(block[0], selection[0]), Math.max(block[1], selection[1])] : selection;
}
