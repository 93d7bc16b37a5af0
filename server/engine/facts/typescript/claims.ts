// Which TypeScript and JavaScript files declare infrastructure: those that import the CDK, Pulumi, SST or cdk8s. A few words
// only, since reading such a file loads TypeScript itself.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { isServerlessProgram } from '../serverless/claims.ts';

const packages =
  /(?:from\s*|require\s*\(\s*|import\s*(?:\(\s*)?)['"](?:aws-cdk-lib|@aws-cdk\/|monocdk|@pulumi\/|sst\/constructs['"]|cdk8s|cdktf|@cdktf\/|constructs['"])/;

const mentionsPackage = mentioning('sst.aws.', '$config(', 'cdk', '@pulumi/', 'constructs');

export function claimsInfrastructureCode(document: Document): boolean {
  if (document.format !== 'typescript' && document.format !== 'javascript') return false;
  if (document.uri.endsWith('.d.ts') || document.uri.includes('node_modules/')) return false;
  if (isServerlessProgram(document)) return true;
  // SST's library is a global.
  return mentionsPackage(document) && (/\bsst\.aws\.|(?<![\w$.])\$config\(/.test(document.text) || packages.test(document.text));
}
