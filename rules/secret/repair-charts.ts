// How a secret leaves the values of a chart: into a Secret that the values name, where the chart has a value for that, or
// that a release of Flux takes values from; else the value is emptied and has to be given when the chart is installed.
import type { Document } from '../../server/engine/document.ts';
import { addEntry, addItem } from '../../server/engine/edit/printer.ts';
import { locateAround, type Located } from '../../server/engine/edit/locate.ts';
import { valueOf } from '../../server/engine/facts/data-value.ts';
import { isValuesFile } from '../../server/engine/facts/helm/claims.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { findEntry, findNode, keyText, resolved, stringOf, type DataNode } from '../../server/engine/syntax/data.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { entryTakenOut, type Repair } from './repair-plan.ts';

/** The repair in values of a chart; undefined elsewhere. */
export function chartRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  const path = candidate.context.path ?? '';
  if (!candidate.whole) return undefined;
  if (/^spec\.values\./.test(path)) return releaseRepair(candidate, path.slice('spec.values.'.length), kebab(name));
  if (!isValuesFile(candidate.at.uri)) return undefined;
  return {
    title: `Empty it; give ${/\[|\.\d/.test(path) ? 'it' : path} by a Secret that exists, by --set-string, or by values that are not committed`,
    edits(document) {
      const emptied: TextEdit = { uri: document.uri, span: candidate.token.span, text: '""' };
      const parent = locateAround(document, candidate.at.span)?.at(-1)?.parent;
      const entry = findEntry(parent, 'existingSecret') ?? findEntry(parent, 'existingSecretName');
      const existing = resolved(entry?.value);
      // The chart has a value for the name of a Secret, and none stands there yet.
      if (existing?.kind !== 'scalar' || existing.anchor !== undefined || (existing.value !== null && existing.value !== ''))
        return [emptied];
      const secret = kebab(path.split('.').slice(0, -1).join('-') || 'app-secrets');
      return [emptied, { uri: document.uri, span: existing.span, text: existing.span[0] === existing.span[1] ? ` ${secret}` : secret }];
    },
  };
}

const kebab = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/** Flux puts what a key of a Secret holds at a path of the values. */
function releaseRepair(candidate: SecretCandidate, path: string, key: string): Repair {
  return {
    title: 'Take it out; let the release take it from a Secret by valuesFrom',
    edits(document) {
      const chain = locateAround(document, candidate.at.span);
      const spec = chain?.[1]?.node;
      // A path with indexes or dots in its keys is written in another way.
      if (!chain || !spec || stringOf(findNode(chain[0]!.node, 'kind')) !== 'HelmRelease' || pathOf(chain) !== path) return undefined;
      const taken = entryTakenOut(document, chain, 'values');
      const added = taken && withSource(document, spec, { kind: 'Secret', name: 'app-secrets', valuesKey: key, targetPath: path });
      return taken && added && [added, taken];
    },
  };
}

const pathOf = (chain: readonly Located[]): string =>
  chain
    .slice(3)
    .map(({ entry }) => (entry ? keyText(entry) : '['))
    .join('.');

function withSource(document: Document, spec: DataNode, source: Readonly<Record<string, string>>): TextEdit | undefined {
  const value = valueOf(spec, document.uri);
  const sources = findNode(spec, 'valuesFrom');
  if (sources) {
    const list = valueOf(sources, document.uri);
    return list.kind === 'list' ? addItem(list, source, document) : undefined;
  }
  return value.kind === 'mapping' ? addEntry(value, 'valuesFrom', [source], document, 'values') : undefined;
}
