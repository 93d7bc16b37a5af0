// Files of values for charts, wherever they lie, to the grants that they decide.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { folderOf } from '../../document.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { readGivenValues, type GivenValues } from './given-values.ts';
import { isChart, readInstalledChart, readTakenInCharts } from './installed.ts';

export const helmValuesReader: Reader = {
  read: (documents, context) => new Map(documents.map((document) => [document.uri, readOne(document, context)])),
};

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const { uri } = document;
  const folder = folderOf(uri);
  const besideChart = isChart(folder, context);
  const given: GivenValues = { uri, text: document.text, dialect: 'helm', anchor: `helm|${uri}`, enabled: 'yes', besideChart };
  const values = document.tree(parseYaml).roots.map((root) => valueOf(root, uri));
  for (const one of values) readGivenValues(one, facts, given);
  if (!besideChart) return facts;
  // What a chart ships under this name is in its templates already; `values-prod.yaml` is for some of its installations.
  const isShipped = /(?:^|\/)values\.ya?ml$/.test(uri);
  (isShipped ? readTakenInCharts : readInstalledChart)({ chart: folder, values }, context, facts, given);
  return facts;
}
