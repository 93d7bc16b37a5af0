// Every reader there is, with the look that decides whether it is loaded. Looks are cheap: the format and a word or two.
import type { ReaderEntry } from '../readers.ts';
import { isAgentFile } from './agents/file-kinds.ts';
import { claimsWorkflow } from './github/claims.ts';
import { claimsIamJson } from './iam-json/claims.ts';
import { claimsCloudFormation } from './cloudformation/claims.ts';
import { claimsKubernetes } from './kubernetes/claims.ts';
import { claimsServerless } from './serverless/claims.ts';
import { isOAuthFile } from './oauth-clients/file-kinds.ts';
import { claimsTerraform } from './terraform/claims.ts';
import { claimsInfrastructureCode } from './typescript/claims.ts';

export const readerEntries: readonly ReaderEntry[] = [
  { dialect: 'agent', scope: 'document', claims: isAgentFile, load: async () => (await import('./agents/reader.ts')).reader },
  { dialect: 'github-actions', scope: 'document', claims: claimsWorkflow, load: async () => (await import('./github/reader.ts')).githubActionsReader },
  { dialect: 'iam-json', scope: 'document', claims: claimsIamJson, load: async () => (await import('./iam-json/reader.ts')).reader },
  { dialect: 'kubernetes', scope: 'document', claims: claimsKubernetes, load: async () => (await import('./kubernetes/reader.ts')).kubernetesReader },
  { dialect: 'cloudformation', scope: 'document', claims: claimsCloudFormation, load: async () => (await import('./cloudformation/reader.ts')).cloudFormationReader },
  { dialect: 'serverless', scope: 'document', claims: claimsServerless, load: async () => (await import('./serverless/reader.ts')).serverlessReader },
  { dialect: 'oauth', scope: 'document', claims: isOAuthFile, load: async () => (await import('./oauth-clients/reader.ts')).reader },
  { dialect: 'terraform', scope: 'folder', claims: claimsTerraform, load: async () => (await import('./terraform/reader.ts')).terraformReader },
  { dialect: 'cdk', scope: 'document', claims: claimsInfrastructureCode, load: async () => (await import('./typescript/reader.ts')).reader },
];
