// Which documents are kustomizations: by name, as kustomize itself goes.
import type { Document } from '../../document.ts';

export function claimsKustomize(document: Document): boolean {
  return (
    document.format === 'yaml' &&
    /(?:^|\/)kustomization\.ya?ml$/.test(document.uri) &&
    /patch|resources|bases|replacements|helmCharts|configMapGenerator/.test(document.text)
  );
}
