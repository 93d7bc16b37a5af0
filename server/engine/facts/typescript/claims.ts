// Which TypeScript and JavaScript files declare infrastructure: those that import the CDK, Pulumi, SST or cdk8s. A few words
// only, since reading such a file loads TypeScript itself.
import type { Document } from '../../document.ts';
import { isServerlessProgram } from '../serverless/claims.ts';

const packages =
  /(?:from\s*|require\s*\(\s*|import\s*(?:\(\s*)?)['"](?:aws-cdk-lib|@aws-cdk\/|monocdk|@pulumi\/|sst\/constructs['"]|cdk8s|cdktf|@cdktf\/|constructs['"])/;

export function claimsInfrastructureCode(document: Document): boolean {
  if (document.format !== 'typescript' && document.format !== 'javascript') return false;
  if (document.uri.endsWith('.d.ts') || document.uri.includes('node_modules/')) return false;
  const { text } = document;
  if (isServerlessProgram(document)) return true;
  // SST's library is a global.
  if (text.includes('sst.aws.')) return true;
  return (text.includes('cdk') || text.includes('@pulumi/') || text.includes('constructs')) && packages.test(text);
}
