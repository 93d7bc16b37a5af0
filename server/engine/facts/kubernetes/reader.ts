// Kubernetes manifests and Helm templates to facts, a document at a time.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { markLeftOff } from '../helm/left-off.ts';
import { noFacts, type Facts, type Grant } from '../types.ts';
import { decidingLeaves } from './grant.ts';
import { readClusterFile } from './cluster-files.ts';
import { looksLikeClusterFile } from './cluster-signs.ts';
import { mayMakeRoles, rolesOfGo } from './go-objects.ts';
import { rolesOfMarkers } from './markers.ts';
import { kubernetesObjects } from './objects.ts';
import { readKubernetesObject } from './rbac.ts';

export const kubernetesReader: Reader = {
  read(documents, context) {
    return new Map(documents.map((document) => [document.uri, readOne(document, context)]));
  },
};

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  if (document.format === 'go') {
    const made = mayMakeRoles(document.text) ? rolesOfGo(document) : [];
    for (const role of [...rolesOfMarkers(document), ...made])
      readKubernetesObject(role, facts, { uri: document.uri, dialect: 'source', enabled: 'yes' });
    return facts;
  }
  if (looksLikeClusterFile(document)) {
    readClusterFile(document, facts);
    if (!document.text.includes('apiVersion')) return facts;
  }
  const source = kubernetesObjects(document, context);
  for (const problem of source.problems)
    facts.problems.push({ kind: 'syntax', message: problem.message, at: { uri: document.uri, span: problem.span } });
  const { dialect, enabledAt } = source;
  const of = { uri: document.uri, text: document.text, dialect, files: context, enabled: 'yes', enabledAt } as const;
  for (const object of source.objects) readKubernetesObject(object, facts, of);
  const own = facts.grants.length;
  for (const object of source.takenIn) readKubernetesObject(object, facts, of);
  facts.grants.splice(own, Infinity, ...facts.grants.slice(own).filter((grant) => !isOfHelper(grant)));
  if (dialect === 'helm') markLeftOff(facts, document.uri, source.decisionsAt);
  return facts;
}

/** Whether what a grant gives is written in a named template, where it is told of already. */
function isOfHelper(grant: Grant): boolean {
  return decidingLeaves(grant).every(({ via }) => /\.tpl$|\/_[^/]*$/.test(via.at(-1)?.uri ?? ''));
}
