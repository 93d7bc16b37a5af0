// YAML inside Terraform: `yamldecode(…)` of a heredoc or a file, `kubectl_manifest.yaml_body`. Read where it stands, so
// that every token keeps its place; interpolations are holes.
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf, type ValueOptions } from '../data-value.ts';
import type { Scope } from './evaluate.ts';
import type { Value } from '../value.ts';
import type { Span } from '../../text/text.ts';

/** The documents of a YAML text, with what `tagged` makes of its tags; empty for values that are no text of one known place. */
export function yamlDocumentsIn(value: Value, scope: Scope, tagged?: ValueOptions['tagged']): Value[] {
  if (value.kind !== 'scalar' && value.kind !== 'partial') return [];
  if (value.encoding !== 'hcl-heredoc' && value.encoding !== 'none') return [];
  const { uri, span } = value.at;
  const source = scope.module.documents.get(uri)?.text ?? scope.evaluation.neighbour(uri)?.text;
  if (source === undefined) return [];
  const holes: Span[] = [];
  let text = source.slice(...span);
  if (value.encoding === 'hcl-heredoc') {
    text = text.replace(/[$%]\{[^{}\n]*\}/g, (hole, offset: number) => {
      holes.push([span[0] + offset, span[0] + offset + hole.length]);
      return 'x'.repeat(hole.length);
    });
  }
  // Line breaks before it keep offsets and columns as they are in the file.
  const padded = '\n'.repeat(span[0]) + text;
  const made = parseYaml(padded).roots.map((root) =>
    valueOf(root, uri, { ...(holes.length > 0 ? { holes, text: source } : {}), ...(tagged ? { tagged } : {}) }),
  );
  return value.via.length > 0 ? made.map((one) => ({ ...one, via: value.via })) : made;
}
