// Infrastructure written in TypeScript or JavaScript: the AWS CDK, Pulumi, SST, cdk8s and CDK for Terraform. A file is read on
// its own, with constants of the files that it imports directly, and what it gives to their classes and functions.
import type { ReadContext, Reader } from '../../readers.ts';
import type { Node } from '../../syntax/typescript.ts';
import { keepDecided } from '../handed-facts.ts';
import { noFacts, type Facts } from '../types.ts';
import { textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { behind, isCdk, isPulumi } from './constructs.ts';
import { calledElsewhere } from './called-elsewhere.ts';
import { readCdk } from './cdk.ts';
import { noteCalls } from '../aws/sdk-calls.ts';
import { isServerlessProgram } from '../serverless/claims.ts';
import { readService } from '../serverless/reader.ts';
import { fold } from './fold.ts';
import { newFolding } from './folding.ts';
import { callsOfFunctions } from './functions.ts';
import { moduleOf, type Module } from './module.ts';
import { providerOf, readCdktf } from './cdktf.ts';
import { readCdk8s, readManifests } from './kubernetes.ts';
import { readPulumi } from './pulumi.ts';
import { isSst, readSst } from './sst.ts';

export const reader: Reader = {
  read(documents, context: ReadContext) {
    return new Map(
      documents.map((document) => {
        const facts = noFacts();
        const module = moduleOf(document, context);
        const { uri } = document;
        for (const { message, span } of module.tree.problems) facts.problems.push({ kind: 'syntax', message, at: { uri, span } });
        // A module that is being typed has no name yet.
        const sources = module.nodes.flatMap((node) =>
          node.type === 'ImportDeclaration' && typeof node.source?.value === 'string' ? [node.source.value] : [],
        );
        const text = document.text;
        if (sources.some(isCdk) || sources.includes('constructs') || usesCdk(text)) {
          readCdk(newFolding(module), facts);
          if (text.includes('anifest')) readManifests(newFolding(module), facts);
          if (facts.grants.length > 0) noteCalls(facts, 0, callsOfFunctions(newFolding(module), context));
        }
        if (sources.some(isPulumi) || usesPulumi(text) || isSst(document)) readPulumi(newFolding(module), facts);
        if (isSst(document)) readSst(newFolding(module), facts);
        readCalled(module, facts);
        if (sources.some((source) => source.startsWith('cdk8s')) || text.includes('cdk8s')) readCdk8s(newFolding(module), facts);
        if (sources.some((source) => providerOf(source) !== undefined)) readCdktf(newFolding(module), facts);
        const service = isServerlessProgram(document) ? serviceObject(module) : undefined;
        // Where it is exported from is no use that anybody looks for: what it is made of counts from its own expression.
        const made = behind(service, newFolding(module))?.node ?? service;
        if (made) readService(withPartsOfTheirOwn(fold(made, newFolding(module)), uri), document, facts, context);
        return [uri, facts] as const;
      }),
    );
  },
};

function usesCdk(text: string): boolean {
  return text.includes('aws-cdk') || text.includes('monocdk');
}

function usesPulumi(text: string): boolean {
  return text.includes('@pulumi/');
}

/** What the file gives to constructs and components that other files write. Those files are read by themselves too. */
function readCalled(module: Module, into: Facts): void {
  const { budget } = newFolding(module);
  const count = new Map<string, number>();
  for (const { call, module: other, of, within } of calledElsewhere(module)) {
    const made = noFacts();
    const outside = { ...newFolding(module), budget };
    const folding = { ...newFolding(other), budget, frames: [{ of, call: { node: call, folding: outside } }] };
    const { text } = other.document;
    if (usesCdk(text)) readCdk(folding, made, within, count);
    if (usesPulumi(text)) readPulumi(folding, made, within);
    keepDecided(made, (uri) => uri === module.document.uri, into);
  }
}

/**
 * Functions and resources of a service that files of their own write, in their own places: who repairs them looks there, and
 * not at the line that takes them in. Statements that are shared stay where they are used.
 */
function withPartsOfTheirOwn(service: Value, uri: string): Value {
  if (service.kind !== 'mapping') return service;
  const own = (value: Value): Value => {
    const at = value.at.uri === uri ? {} : { via: [] };
    if (value.kind === 'list') return { ...value, ...at, items: value.items.map(own) };
    if (value.kind === 'choice') return { ...value, ...at, options: value.options.map(own) };
    if (value.kind !== 'mapping') return { ...value, ...at };
    return { ...value, ...at, entries: value.entries.map((entry) => ({ ...entry, key: ownLeaf(entry.key), value: own(entry.value) })) };
  };
  const ownLeaf = (leaf: Leaf): Leaf => (leaf.at.uri === uri ? leaf : { ...leaf, via: [] });
  const isPart = (entry: Entry): boolean => /^(?:functions|resources)$/.test(textOf(entry.key) ?? '');
  return { ...service, entries: service.entries.map((entry) => (isPart(entry) ? { ...entry, value: own(entry.value) } : entry)) };
}

/** What the file of a service gives: `module.exports = …`, `export default …`, `export = …`. */
function serviceObject(module: Module): Node | undefined {
  for (const node of module.nodes) {
    if (
      node.type === 'AssignmentExpression' &&
      node.left.type === 'MemberExpression' &&
      node.left.object.type === 'Identifier' &&
      node.left.object.name === 'module' &&
      node.left.property.type === 'Identifier' &&
      node.left.property.name === 'exports'
    )
      return node.right;
    if (node.type === 'TSExportAssignment') return node.expression;
  }
  return module.exported('default');
}
