// Which files declare resources of AWS, Google, Azure, Vault, databases or services with Pulumi or CDK for Terraform, or objects of Kubernetes with cdk8s
// or its own client, in another language than TypeScript, and which are programs of Pulumi in YAML: by a word or two.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { pulumiPackages } from './types.ts';

const languages: ReadonlySet<Format> = new Set(['python', 'go', 'java', 'kotlin', 'csharp']);

/** Packages of Pulumi and CDK for Terraform, as each language names them: `pulumi_aws`, `pulumi-aws`, `Pulumi.Aws`, `com.pulumi.aws`. */
const packages = new RegExp(
  `pulumi[_/.-](?:${pulumiPackages})|cdktf[_-]cdktf[_-]provider|hashicorp\\.cdktf\\.providers|cdktf-provider-|(?:generated|imports)[/.](?:aws|google|azurerm|azuread)`,
  'i',
);
const yamlType = new RegExp(`\\btype["']?:\\s{1,10}["']?(?:${pulumiPackages}):`);

export function claimsProviderProgram(document: Document): boolean {
  return (
    (languages.has(document.format) && (hasProviders(document) || hasCdk8s(document))) ||
    hasKubernetesClient(document) ||
    hasKubernetesBuilders(document)
  );
}

const mentionsProviders = mentioning('pulumi', 'cdktf');
const mentionsCdk8s = mentioning('cdk8s');
const mentionsBuilders = mentioning(
  'rolebuilder',
  'rolebindingbuilder',
  'v1clusterrole',
  'v1role',
  'clusterrole',
  'rolebinding',
  'rbac.v1',
);
const mentionsKubernetes = mentioning('kubernetes', 'rbac.authorization.k8s.io');

const hasProviders = (document: Document): boolean => mentionsProviders(document) && packages.test(document.text);

/** Classes that cdk8s generates from Kubernetes' own kinds, and those of cdk8s-plus. */
export const hasCdk8s = (document: Document): boolean =>
  mentionsCdk8s(document) && (/\b(?:New)?Kube[A-Z]/.test(document.text) || hasCdk8sPlus(document.text));

/** `cdk8s_plus_32`, `cdk8splus32`, `org.cdk8s.plus32`. */
export const hasCdk8sPlus = (text: string): boolean => /cdk8s[._]?plus/i.test(text);

/** Languages whose programs hand Kubernetes' client objects; what those of Go are made of is read with its own types. */
const ofClient: ReadonlySet<Format> = new Set(['python', 'csharp', 'ruby', 'php', 'rust']);
const ofScripts: ReadonlySet<Format> = new Set(['javascript', 'typescript']);
/** Languages that write nothing but objects. */
const ofObjects = /\.(?:jsonnet|libsonnet|cue|k)$/;
const ofBuilders: ReadonlySet<Format> = new Set(['java', 'kotlin', 'groovy']);

/** Roles and bindings for Kubernetes' client. Of JavaScript those programs that bring a client: others make objects for cdk8s and its like. */
export function hasKubernetesClient(document: Document): boolean {
  if (!mentionsKubernetes(document)) return false;
  const { text, format, uri } = document;
  const isClient = ofClient.has(format) || (ofScripts.has(format) && /@kubernetes\/client-node|kubernetes-(?:fluent-)?client\b/.test(text));
  return (
    (isClient || ofObjects.test(uri)) &&
    (text.includes('rbac.authorization.k8s.io/') ||
      /\b(?:V1(?:alpha1|beta1)?|create(?:Namespaced)?)(?:Cluster)?Role(?:Binding)?\s{0,80}[({]/.test(text) ||
      (uri.endsWith('.k') && /\b(?:Cluster)?Role(?:Binding)?\s{0,4}\{/.test(text)))
  );
}

/** Roles and bindings that are made by calls in a chain: Fabric8's builders, the official client of Java, and k8s-libsonnet. */
export function hasKubernetesBuilders(document: Document): boolean {
  if (!mentionsBuilders(document)) return false;
  const { text, format, uri } = document;
  if (ofBuilders.has(format))
    return /\b(?:new (?:V1)?(?:Cluster)?Role(?:Binding)?|V1(?:Cluster)?Role(?:Binding)?|(?:Cluster)?Role(?:Binding)?Builder)(?:Builder)?\(/.test(
      text,
    );
  return /\.(?:jsonnet|libsonnet)$/.test(uri) && /(?:[cC]lusterRole|\brole)(?:Binding)?\.new\(/.test(text);
}

/** `Pulumi.yaml` with resources, and the files of a program that is split. */
export function claimsPulumiYaml({ format, text }: Document): boolean {
  return (format === 'yaml' || format === 'json') && text.includes('resources') && yamlType.test(text);
}
