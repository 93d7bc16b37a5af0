// Programs of Pulumi and CDK for Terraform that are no TypeScript: other languages, and YAML.
import type { Reader } from '../../readers.ts';
import { noFacts } from '../types.ts';
import { claimsProviderProgram, claimsPulumiYaml } from './claims.ts';
import { readProviderProgram } from './source.ts';
import { readPulumiYaml } from './yaml.ts';

export const reader: Reader = {
  read: (documents) => new Map(documents.map((document) => {
    const facts = noFacts();
    if (claimsProviderProgram(document)) readProviderProgram(document, facts);
    if (claimsPulumiYaml(document)) readPulumiYaml(document, facts);
    return [document.uri, facts];
  })),
};
