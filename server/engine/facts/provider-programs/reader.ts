// Programs of Pulumi, CDK for Terraform, cdk8s and Kubernetes' client that are no TypeScript: other languages, and YAML.
import type { Reader } from '../../readers.ts';
import { noFacts } from '../types.ts';
import { readCdk8sProgram } from './cdk8s.ts';
import { claimsProviderProgram, claimsPulumiYaml, hasCdk8s, hasKubernetesBuilders, hasKubernetesClient } from './claims.ts';
import { readKubernetesBuilders } from './kubernetes-builders.ts';
import { readKubernetesClient } from './kubernetes-client.ts';
import { readProviderProgram } from './source.ts';
import { readPulumiYaml } from './yaml.ts';

export const reader: Reader = {
  read: (documents) =>
    new Map(
      documents.map((document) => {
        const facts = noFacts();
        if (claimsProviderProgram(document)) {
          readProviderProgram(document, facts);
          if (hasCdk8s(document)) readCdk8sProgram(document, facts);
          if (hasKubernetesClient(document)) readKubernetesClient(document, facts);
          if (hasKubernetesBuilders(document)) readKubernetesBuilders(document, facts);
        }
        if (claimsPulumiYaml(document)) readPulumiYaml(document, facts);
        return [document.uri, facts];
      }),
    ),
};
