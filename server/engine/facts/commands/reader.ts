// Scripts, steps of pipelines and Makefiles that hand out permissions with kubectl, helm, gcloud, az, vault, gh, kcadm,
// aliyun, oci, ibmcloud, atlas, glab or yc. Commands of AWS are read with the policies that stand in them (source-policies).
import type { Reader } from '../../readers.ts';
import { readAzureCommands } from '../azure/commands.ts';
import { readAzureCmdlets } from '../azure/powershell.ts';
import { readGithubCommands } from '../github-settings/commands.ts';
import { readKeycloakCommands } from '../oauth-clients/keycloak-commands.ts';
import { readGoogleCommands } from '../gcp/commands.ts';
import { readGoogleMachineCommands } from '../gcp/machine-commands.ts';
import { readHelmCommands } from '../helm/commands.ts';
import { hasHeredocManifest } from '../kubernetes/claims.ts';
import { readKubernetesCommands } from '../kubernetes/commands.ts';
import { readControlPlaneCommands } from '../kubernetes/control-plane-commands.ts';
import { startsControlPlane } from '../kubernetes/control-plane-signs.ts';
import { readHeredocManifests } from '../kubernetes/heredocs.ts';
import { noFacts } from '../types.ts';
import { readVaultCommands } from '../vault/commands.ts';
import {
  hasAzureCmdlet,
  hasAzureCommand,
  hasGithubCommand,
  hasGoogleCommand,
  hasHelmCommand,
  hasKeycloakCommand,
  hasKubernetesCommand,
  hasOtherCloudCommand,
  hasServiceCommand,
  hasVaultCommand,
} from './claims.ts';
import { withFolds } from './folded.ts';
import { readOtherCloudCommands } from './other-clouds.ts';
import { readServiceCommands } from './services.ts';
import { withWordLists } from './word-lists.ts';
import { withWrappers } from './wrappers.ts';

export const reader: Reader = {
  read: (documents, context) =>
    new Map(
      documents.map((document) => {
        const { uri } = document;
        const text = withWrappers(withFolds(document, withWordLists(document)), uri);
        const facts = noFacts();
        if (hasKubernetesCommand(text)) readKubernetesCommands(text, uri, facts);
        if (startsControlPlane(text)) readControlPlaneCommands(text, uri, facts);
        if (hasHelmCommand(text)) readHelmCommands(text, uri, facts, context);
        if (hasHeredocManifest(text)) readHeredocManifests(text, uri, facts);
        if (hasGoogleCommand(text)) {
          readGoogleCommands(text, uri, facts);
          readGoogleMachineCommands(text, uri, facts);
        }
        if (hasAzureCommand(text)) readAzureCommands(text, uri, facts);
        if (hasAzureCmdlet(text)) readAzureCmdlets(text, uri, facts);
        if (hasVaultCommand(text)) readVaultCommands(text, uri, facts);
        if (hasGithubCommand(text)) readGithubCommands(text, uri, facts);
        if (hasKeycloakCommand(text)) readKeycloakCommands(text, uri, facts);
        if (hasOtherCloudCommand(text)) readOtherCloudCommands(text, uri, facts);
        if (hasServiceCommand(text)) readServiceCommands(text, uri, facts);
        return [uri, facts];
      }),
    ),
};
