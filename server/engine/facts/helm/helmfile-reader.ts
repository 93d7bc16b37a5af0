// Helmfiles: releases with the values that are given to their charts in place. Files of values are read where they lie.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseHelm } from '../../syntax/helm.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { shownName, leafOf } from '../kubernetes/objects.ts';
import { noFacts, type Facts } from '../types.ts';
import { itemsOf, valueAt, type Value } from '../value.ts';
import { readGivenValues, readParameter, type GivenValues } from './given-values.ts';

export const helmfileReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readOne(document)])),
};

function readOne(document: Document): Facts {
  const facts = noFacts();
  const { uri } = document;
  for (const root of rootsOf(document)) {
    for (const release of itemsOf(valueAt(root, 'releases'))) {
      const given: GivenValues = {
        uri,
        dialect: 'helm',
        anchor: `helm|${uri}|releases[${shownName(leafOf(valueAt(release, 'name')))}]`,
        enabled: 'yes',
      };
      for (const parameter of itemsOf(valueAt(release, 'set'))) readParameter(parameter, facts, given);
      for (const values of itemsOf(valueAt(release, 'values'))) readGivenValues(values, facts, given);
    }
  }
  return facts;
}

/** Helmfiles are templates, too. */
function rootsOf(document: Document): Value[] {
  const { text, uri } = document;
  if (!text.includes('{{')) return document.tree(parseYaml).roots.map((root) => valueOf(root, uri));
  const helm = document.tree(parseHelm);
  return helm.tree.roots.map((root) => valueOf(root, uri, { text, holes: helm.holes }));
}
