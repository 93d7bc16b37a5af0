// Infrastructure written in TypeScript or JavaScript: the AWS CDK, Pulumi, cdk8s and CDK for Terraform. A file is read on its own, with constants of
// the files that it imports directly.
import type { ReadContext, Reader } from '../../readers.ts';
import type { Node } from '../../syntax/typescript.ts';
import { noFacts } from '../types.ts';
import { isCdk, isPulumi } from './constructs.ts';
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
        if (sources.some(isCdk) || text.includes('aws-cdk') || text.includes('monocdk')) {
          readCdk(newFolding(module), facts);
          if (text.includes('anifest')) readManifests(newFolding(module), facts);
          if (facts.grants.length > 0) noteCalls(facts, 0, callsOfFunctions(newFolding(module), context));
        }
        if (sources.some(isPulumi) || text.includes('@pulumi/')) readPulumi(newFolding(module), facts);
        if (sources.some((source) => source.startsWith('cdk8s')) || text.includes('cdk8s')) readCdk8s(newFolding(module), facts);
        if (sources.some((source) => providerOf(source) !== undefined)) readCdktf(newFolding(module), facts);
        const service = isServerlessProgram(document) ? serviceObject(module) : undefined;
        if (service) readService(fold(service, newFolding(module)), document, facts, context);
        return [uri, facts] as const;
      }),
    );
  },
};

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
