// The Terraform reader: all files of a folder as one module, each resource given to the reader of its type. It knows no
// platform; the tables beside it do.
import type { Document } from '../../document.ts';
import { folderOf } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { noFacts, type Facts } from '../types.ts';
import { awsReaders, policyUsesOf } from './aws.ts';
import { azureReaders } from './azure.ts';
import { instancesOf } from './blocks.ts';
import { newEvaluation, type Scope } from './evaluate.ts';
import { googleBindingReader, googleReaders } from './google.ts';
import { kubernetesReaders } from './kubernetes.ts';
import { readModule, treeOf, type TerraformModule } from './module.ts';
import { agentReaders } from './agents.ts';
import { oauthReaders } from './oauth.ts';
import { readProviders } from './providers.ts';
import { readingOf, type ResourceReader } from './resource.ts';
import { serviceReaders } from './services.ts';
import { vaultReaders } from './vault.ts';
import { readLooseDocuments, readLooseGooglePolicies } from './loose-documents.ts';

export const terraformReader: Reader = {
  read(documents: readonly Document[], context: ReadContext): ReadonlyMap<string, Facts> {
    const facts = new Map(documents.map((document) => [document.uri, noFacts()]));
    for (const document of documents) {
      for (const { message, span } of treeOf(document).problems) facts.get(document.uri)!.problems.push({ kind: 'syntax', message, at: { uri: document.uri, span } });
    }
    const first = documents[0];
    if (first) readInto(facts, readModule(documents, { folder: folderOf(first.uri) }), context);
    return facts;
  },
};

/** Agents and OAuth clients, beside what the platform's own reader says about the same resource. */
const workloadReaders: Readonly<Record<string, ResourceReader>> = { ...agentReaders, ...oauthReaders };

/** Reads the resources of a module into the facts of the documents that declare them. */
function readInto(facts: ReadonlyMap<string, Facts>, module: TerraformModule, context: ReadContext): void {
  const scope: Scope = { module, uri: '', bindings: new Map(), evaluation: newEvaluation((uri) => context.neighbour(uri)), depth: 0 };
  const readers: Readonly<Record<string, ResourceReader>> = { ...awsReaders(policyUsesOf(scope)), ...googleReaders, ...azureReaders, ...kubernetesReaders, ...vaultReaders, ...serviceReaders };
  for (const resource of module.resources.values()) {
    const read = resource.mode !== 'resource' ? undefined : Object.hasOwn(readers, resource.type) ? readers[resource.type] : googleBindingReader(resource.type);
    const client = resource.mode === 'resource' && Object.hasOwn(workloadReaders, resource.type) ? workloadReaders[resource.type] : undefined;
    const into = facts.get(resource.uri);
    if ((!read && !client) || !into) continue;
    for (const instance of instancesOf(resource, scope)) {
      read?.(readingOf(instance, into));
      client?.(readingOf(instance, into));
    }
  }
  readLooseDocuments(facts, scope);
  readLooseGooglePolicies(facts, scope);
  readProviders(facts, scope);
}
