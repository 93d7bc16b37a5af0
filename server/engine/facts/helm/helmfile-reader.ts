// Helmfiles: releases with the values that are given to their charts in place, and what charts of the tree make of them.
// Files of values are read where they lie, too.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { yamlRootsOf } from '../yaml-roots.ts';
import { shownName, leafOf } from '../kubernetes/objects.ts';
import { resolvePath } from '../kustomize/paths.ts';
import { noFacts, type Facts } from '../types.ts';
import { itemsOf, textOf, valueAt, type Value } from '../value.ts';
import { readGivenValues, type GivenValues } from './given-values.ts';
import { isChart, readInstalledChart } from './installed.ts';
import { valuesOfParameters } from './paths.ts';
import { valuesInFile } from './values.ts';

export const helmfileReader: Reader = {
  read: (documents, context) => new Map(documents.map((document) => [document.uri, readOne(document, context)])),
};

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const { uri } = document;
  for (const root of yamlRootsOf(document)) {
    for (const release of itemsOf(valueAt(root, 'releases'))) {
      const path = textOf(valueAt(release, 'chart'));
      const chart = path !== undefined && /^\.{1,2}\//.test(path) ? resolvePath(uri, path) : undefined;
      const isHere = chart !== undefined && isChart(chart, context);
      const given: GivenValues = {
        uri,
        dialect: 'helm',
        anchor: `helm|${uri}|releases[${shownName(leafOf(valueAt(release, 'name')))}]`,
        enabled: 'yes',
        besideChart: isHere,
      };
      const parameters = valuesOfParameters(itemsOf(valueAt(release, 'set')), release.at);
      const values = itemsOf(valueAt(release, 'values'));
      for (const one of [...values, parameters]) readGivenValues(one, facts, given);
      if (!isHere) continue;
      const inFiles = (one: Value): readonly Value[] =>
        one.kind === 'mapping' ? [one] : valuesInFile(resolvePath(uri, textOf(one) ?? ''), context);
      readInstalledChart({ chart, values: [...values.flatMap(inFiles), parameters] }, context, facts, given);
    }
  }
  return facts;
}
