// Files of values for charts, wherever they lie, to the grants that they decide.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { folderOf } from '../../document.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { readGivenValues } from './given-values.ts';

export const helmValuesReader: Reader = {
  read: (documents, context) => new Map(documents.map((document) => [document.uri, readOne(document, context)])),
};

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const { uri } = document;
  const folder = folderOf(uri);
  const besideChart = context.neighbour(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`) !== undefined;
  for (const root of document.tree(parseYaml).roots)
    readGivenValues(valueOf(root, uri), facts, { uri, dialect: 'helm', anchor: `helm|${uri}`, enabled: 'yes', besideChart });
  return facts;
}
