// Which documents may hold Kubernetes objects: a look at a few words, without a parser.
import type { Document } from '../../document.ts';
import { hasClusterSign, looksLikeClusterFile } from './cluster-signs.ts';

const looksLikeObject = /(?:^[ \t-]*|[{,][ \t]*)["']?apiVersion["']?[ \t]*:/m;

/** A template of a chart that only takes in others, a library's for the most part. */
const takesIn = /^\{\{-?[ \t]*(?:include|template)\b/m;

/** YAML and JSON with the two words that every object has, files that set clusters up, templates of charts that take them in, and Go source with the markers that roles are made of, or with Kubernetes' own types of them. */
export function claimsKubernetes(document: Document): boolean {
  if (document.format === 'go') return document.text.includes('+kubebuilder:rbac:') || document.text.includes('k8s.io/api/rbac/v1');
  if (document.format === 'yaml' && /(?:^|\/)templates\//.test(document.uri) && takesIn.test(document.text)) return true;
  if (looksLikeClusterFile(document)) return true;
  return (
    (document.format === 'yaml' || document.format === 'json') &&
    document.text.includes('apiVersion') &&
    document.text.includes('kind') &&
    looksLikeObject.test(document.text)
  );
}

/** Whether a text may be a manifest, or a file that sets a cluster up. */
export const mayBeManifest = (text: string): boolean => (text.includes('apiVersion') && text.includes('kind')) || hasClusterSign(text);

/** Scripts and pipelines with a text in them that may be one. */
export const hasHeredocManifest = (text: string): boolean => text.includes('<<') && mayBeManifest(text);
