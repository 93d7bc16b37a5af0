// Where a credential lies once the code that makes it has run, in the words of a message. What the provider keeps is not meant.
import type { Carrier } from './types.ts';

/** `the Terraform state`, and what other dialects have in its place. */
export function keptIn({ dialect }: Carrier): string {
  switch (dialect) {
    case 'script':
      return 'a file';
    case 'ansible':
      return 'whatever the task registers or writes';
    case 'kubernetes':
    case 'helm':
    case 'kustomize':
      return 'a Secret of the cluster';
    case 'pulumi':
    case 'source':
      return 'the state of the stack';
    case 'bicep':
    case 'arm':
    case 'deployment-manager':
      return 'the outputs and the history of the deployment';
    default:
      return 'the Terraform state';
  }
}
