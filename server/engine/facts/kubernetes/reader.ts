// Kubernetes manifests and Helm templates to facts, a document at a time.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { noFacts, type Facts } from '../types.ts';
import { kubernetesObjects } from './objects.ts';
import { readKubernetesObject } from './rbac.ts';

export const kubernetesReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readOne(document)]));
  },
};

function readOne(document: Document): Facts {
  const facts = noFacts();
  const source = kubernetesObjects(document);
  for (const object of source.objects) {
    readKubernetesObject(object, facts, { uri: document.uri, dialect: source.dialect, enabled: 'yes', enabledAt: source.enabledAt });
  }
  return facts;
}
