// What `cdk synth` writes: templates whose resources name the construct that they come from.
import type { Document } from '../../document.ts';

export function claimsSynthesized(document: Document): boolean {
  return (
    document.format === 'json' &&
    /(?:^|\/)cdk\.out\/(?:.*\/)?[^/]+\.template\.json$/.test(document.uri) &&
    document.text.includes('"aws:cdk:path"')
  );
}
