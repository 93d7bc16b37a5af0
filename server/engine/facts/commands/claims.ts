// Which texts may hold commands that hand out permissions: by what they are and a word or two.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { hasHeredocManifest } from '../kubernetes/claims.ts';
import { startsControlPlane } from '../kubernetes/control-plane-signs.ts';
import { startsProgram } from './program-lists.ts';

/** Formats in which shell commands stand: scripts and pipelines, and JSON that hands a line to a shell (`package.json`, a manifest). */
const formats: ReadonlySet<Format> = new Set(['shell', 'powershell', 'yaml', 'json', 'dockerfile', 'groovy']);
/** Units of systemd, what is added to them, and the files that they take variables from. */
const unit = /\.service(?:\.d\/[^/]+\.conf)?$|(?:^|\/)(?:default|sysconfig|conf\.d)\/(?:kubelet|kube-apiserver|k3s|rke2[\w-]*)$/;
export const makefile = /(?:^|\/)(?:(?:GNU)?[Mm]akefile|[Jj]ustfile)$|\.mk$/;

export const hasKubernetesCommand = (text: string): boolean =>
  (text.includes('kubectl') || /\boc(?:[ \t]|["']?[ \t]*(?:,|\r?\n))/.test(text)) &&
  /create|policy|patch|label|annotate|subject/.test(text);
export const hasHelmCommand = (text: string): boolean => text.includes('helm') && /--set|--values|\s-f\s/.test(text);
export const hasGoogleCommand = (text: string): boolean =>
  text.includes('gcloud') || text.includes('gsutil') || text.includes('bq add-iam') || text.includes('bq query');
export const hasAzureCommand = (text: string): boolean =>
  /\baz(?:[ \t]+(?:(?:role|ad|identity|storage|acr|keyvault|servicebus|eventhubs|rest|aks|vm|vmss|cosmosdb|appconfig|search|resource|sql|synapse|postgres|webapp|iot|eventgrid|maps|signalr|webpubsub)\b|"?\$\{?[@*]|@\w|--\w)|["')\r\n])/.test(
    text,
  );
/** Cmdlets that make or change something of Azure or Microsoft Graph; which of them are read their table says. */
export const hasAzureCmdlet = (text: string): boolean =>
  /\b(?:New|Set|Update|Add|Disable)-(?:Az|Mg|Entra)\w|\bInvoke-(?:Mg)?GraphRequest\b/i.test(text) ||
  (/\bInvoke-(?:Az)?(?:RestMethod|WebRequest)\b/i.test(text) && /graph\.microsoft\.|\/providers\/Microsoft\./i.test(text));
export const hasVaultCommand = (text: string): boolean => /\b(?:vault|bao)[ \t]+(?:policy|token|write|auth)\b/.test(text);
export const hasGithubCommand = (text: string): boolean => /\bgh[ \t]+(?:api|repo[ \t]+deploy-key)\b/.test(text);
export const hasKeycloakCommand = (text: string): boolean => text.includes('kcadm') || text.includes('/admin/realms');

export const hasOtherCloudCommand = (text: string): boolean => /\b(?:aliyun[ \t]+ram|oci[ \t]+iam|ibmcloud[ \t]+iam)\b/.test(text);

export const hasServiceCommand = (text: string): boolean =>
  /\b(?:atlas[ \t]+(?:dbuser|org|project)|glab[ \t]+(?:token|deploy-key)|(?:consul|nomad)[ \t]+acl[ \t]|yc[ \t]+(?:resource|organization)-manager)/.test(
    text,
  );

/** The beginnings of names, with what may stand behind the short ones. */
const short = (name: string): string[] => [' ', '\t', '"', "'", ',', ')', '\r', '\n'].map((sign) => name + sign);

/** A word of each of the looks above and of the programs of a control plane: nearly no text holds one. */
const mentionsCommand = mentioning(
  ...['kubectl', 'helm', 'gcloud', 'gsutil', 'bq add-iam', 'bq query', '-az', '-mg', '-entra', 'graphrequest', 'restmethod', 'webrequest'],
  ...['vault', 'bao ', 'bao\t', 'gh ', 'gh\t', 'kcadm', '/admin/realms', 'aliyun', 'oci ', 'oci\t', 'ibmcloud'],
  ...['atlas', 'glab', 'consul', 'nomad', 'yc ', 'yc\t', '<<'],
  ...['kube-apiserver', 'kube_apiserver', 'kube-controller-manager', 'kubelet', 'etcd', 'k3s', 'rke2'],
  ...short('oc'),
  ...short('az'),
);

export function claimsGrantCommands(document: Document): boolean {
  const { text } = document;
  if (unit.test(document.uri)) return startsControlPlane(text);
  if (startsProgram(document)) return true;
  return (
    (formats.has(document.format) || makefile.test(document.uri)) &&
    mentionsCommand(document) &&
    (startsControlPlane(text) ||
      hasKubernetesCommand(text) ||
      hasHelmCommand(text) ||
      hasHeredocManifest(text) ||
      hasGoogleCommand(text) ||
      hasAzureCommand(text) ||
      hasAzureCmdlet(text) ||
      hasVaultCommand(text) ||
      hasGithubCommand(text) ||
      hasKeycloakCommand(text) ||
      hasOtherCloudCommand(text) ||
      hasServiceCommand(text))
  );
}
