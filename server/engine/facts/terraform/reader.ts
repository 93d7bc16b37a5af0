// The Terraform reader: all files of a folder as one module, each resource given to the reader of its type. It knows no
// platform; the tables beside it do.
import type { Document } from '../../document.ts';
import { folderOf } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { declaredInTerraform } from '../aws/declared-types.ts';
import { keepDecided } from '../handed-facts.ts';
import { addFacts, noFacts, type Facts } from '../types.ts';
import { awsReaders, managedPolicyReader, policyUsesOf, type PolicyUses } from './aws.ts';
import { azureDataReaders, azureReaders } from './azure.ts';
import { forgetLeftOut, instancesOf } from './blocks.ts';
import { followCalls, mostCalls, type CalledModules } from './calls.ts';
import { evaluate, newEvaluation, type Evaluation, type Scope } from './evaluate.ts';
import { googleBindingReader, googleReaders } from './google.ts';
import { kubernetesReaders } from './kubernetes.ts';
import { askedContext, memoryOf, readApart } from './module-memory.ts';
import { readModule, treeOf, type Resource, type TerraformModule } from './module.ts';
import { administratorReaders } from './administrators.ts';
import { agentReaders } from './agents.ts';
import { oauthReaders } from './oauth.ts';
import { readProviders } from './providers.ts';
import { readingOf, type ResourceReader } from './resource.ts';
import { handedKeyReaders } from './handed-keys.ts';
import { pipelineReaders } from './pipelines.ts';
import { workspaceRunReaders } from './workspace-runs.ts';
import { otherCloudReaders } from './other-clouds.ts';
import { serviceReaders } from './services.ts';
import { meshReaders } from './meshes.ts';
import { teleportReaders } from './teleport.ts';
import { modulesOfFolder } from './modules-of-folder.ts';
import { readRegistryModules } from './registry-modules.ts';
import { vaultDataReaders, vaultReaders } from './vault.ts';
import { readLooseDocuments, readLooseGooglePolicies, readLooseVaultPolicies } from './loose-documents.ts';
import { tableOf } from '../../table.ts';

export const terraformReader: Reader = {
  read(documents: readonly Document[], context: ReadContext): ReadonlyMap<string, Facts> {
    const facts = new Map(documents.map((document) => [document.uri, noFacts()]));
    for (const document of documents) {
      forgetLeftOut(document);
      for (const { message, span } of treeOf(document).problems)
        facts.get(document.uri)!.problems.push({ kind: 'syntax', message, at: { uri: document.uri, span } });
    }
    for (const { documents: made, read } of documents.length === 0 ? [] : modulesOfFolder(documents)) {
      const module = readModule(made, { folder: folderOf(made[0]!.uri) });
      for (const [uri, own] of factsOf(read, module, context)) addFacts(facts.get(uri)!, own);
    }
    return facts;
  },
};

/** Facts of some documents of a module. What is remembered of an earlier reading is taken over where it still holds. */
function factsOf(documents: readonly Document[], module: TerraformModule, context: ReadContext): ReadonlyMap<string, Facts> {
  const fresh = () => new Map(documents.map(({ uri }) => [uri, noFacts()]));
  const remembered =
    context.memory && memoryOf(context.memory, `terraform ${module.folder} ${documents.length > 1 ? '' : documents[0]?.uri}`);
  if (remembered) {
    const facts = fresh();
    const asking = remembered.begin(module);
    const evaluation = readInto(facts, remembered.asked(module, asking), askedContext(context, asking), { asking, remembered });
    remembered.end(asking, evaluation, mostCalls);
    if (asking.steady || !asking.reused) return facts;
  }
  const facts = fresh();
  readInto(facts, module, context);
  return facts;
}

const dataReaders = tableOf<ResourceReader>({ ...vaultDataReaders, ...azureDataReaders });

/** Agents and OAuth clients, beside what the platform's own reader says about the same resource. */
const workloadReaders = tableOf<ResourceReader>({ ...agentReaders, ...oauthReaders });

/** Reads a module of the workspace, and what it gives to the modules that it calls. */
function readInto(
  facts: ReadonlyMap<string, Facts>,
  module: TerraformModule,
  context: ReadContext,
  noting: Pick<Evaluation, 'asking' | 'remembered'> = {},
): Evaluation {
  const { asking, remembered } = noting;
  const calls = followCalls(context, asking);
  const evaluation = newEvaluation(
    (uri) => context.neighbour(uri),
    (folder) => context.siblings?.(folder) ?? [],
    noting,
  );
  evaluation.outputOf = (caller, call, name) => {
    const called = calls.of(caller, call);
    const output = called?.outputs.get(name);
    const value = output && attributeOf(output.block.body, 'value');
    return value && evaluate(value.value, { ...caller, module: called!, uri: value.uri ?? output.uri, bindings: new Map() });
  };
  const scope: Scope = { module, uri: '', bindings: new Map(), evaluation, depth: 0 };
  if (asking) remembered?.tablesOver(scope, asking);
  readResources(facts, scope);
  readLooseDocuments(facts, scope);
  readLooseGooglePolicies(facts, scope);
  readLooseVaultPolicies(facts, scope);
  readProviders(facts, scope);
  readCalls(module, facts, scope, calls);
  readRegistryModules(facts, scope);
  return evaluation;
}

const byType = together([
  awsReaders,
  googleReaders,
  azureReaders,
  kubernetesReaders,
  vaultReaders,
  otherCloudReaders,
  serviceReaders,
  administratorReaders,
  meshReaders,
  teleportReaders,
  pipelineReaders,
  handedKeyReaders,
  workspaceRunReaders,
]);

/** One table of several: a type that stands in two is read by both, in their order. */
function together(tables: readonly Readonly<Record<string, ResourceReader>>[]): ReadonlyMap<string, ResourceReader> {
  const found = new Map<string, ResourceReader>();
  for (const [type, read] of tables.flatMap((table) => Object.entries(table))) {
    const first = found.get(type);
    found.set(
      type,
      first
        ? (reading) => {
            first(reading);
            read(reading);
          }
        : read,
    );
  }
  return found;
}

/** The reader of each resource type, whatever its blocks were read from. */
export function readersFor(uses: PolicyUses): (type: string) => ResourceReader | undefined {
  const policy = managedPolicyReader(uses);
  return (type) => (type === 'aws_iam_policy' ? policy : (byType.get(type) ?? googleBindingReader(type)));
}

function readResources(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  const readers = readersFor(policyUsesOf(scope));
  for (const [key, resource] of scope.module.resources) {
    const read = resource.mode !== 'resource' ? dataReaders.get(resource.type) : readers(resource.type);
    const workload = resource.mode === 'resource' ? workloadReaders.get(resource.type) : undefined;
    const into = facts.get(resource.uri);
    const declares = resource.mode === 'resource' && scope.module.prefix === '';
    if ((!read && !workload && !declares) || !into) continue;
    readApart({ phase: 'resource', table: 'resources', key }, into, scope, (own) => {
      if (declares) declare(resource, own);
      if (!read && !workload) return;
      for (const instance of instancesOf(resource, scope)) {
        read?.(readingOf(instance, own));
        workload?.(readingOf(instance, own));
      }
    });
  }
}

/** What a policy can name. One of several instances has no name that a reference could use. */
function declare(resource: Resource, into: Facts): void {
  if (attributeOf(resource.block.body, 'count') || attributeOf(resource.block.body, 'for_each')) return;
  const declared = declaredInTerraform(resource.type, resource.address, { uri: resource.uri, span: resource.block.head });
  if (declared) into.declared.push(declared);
}

/**
 * Called modules are judged by themselves too, where they are read. Here only what the call decides is kept: facts with
 * something in them that is written in the calling module. They belong to the document of the call.
 */
function readCalls(root: TerraformModule, facts: ReadonlyMap<string, Facts>, scope: Scope, calls: CalledModules): void {
  for (const [name, call] of scope.module.calls) {
    const into = facts.get(call.uri);
    if (!into) continue;
    const before = calls.leftOut();
    readApart({ phase: 'call', table: 'calls', key: name }, into, scope, (own) => {
      for (const called of calls.instances(scope, name)) readCall(called, own, root, scope, calls);
    });
    if (scope.module === root && calls.leftOut() > before)
      into.problems.push({
        kind: 'limit',
        message: 'this call leads to more modules than are followed',
        at: { uri: call.uri, span: call.block.head },
      });
  }
}

/** Reads one instance of a called module. */
function readCall(called: TerraformModule, into: Facts, root: TerraformModule, scope: Scope, calls: CalledModules): void {
  const own = new Map([...called.documents.keys()].map((uri) => [uri, noFacts()]));
  const inner: Scope = { ...scope, module: called, bindings: new Map() };
  readResources(own, inner);
  readCalls(root, new Map([...called.documents.keys()].map((uri) => [uri, into])), inner, calls);
  for (const made of own.values()) keepDecided(made, (uri) => root.documents.has(uri), into);
}
