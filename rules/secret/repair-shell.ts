// How a secret leaves a script of the shell: a variable in its place, in the quotes that are open there. In comments and in
// what a here-document takes literally no variable would be read.
import { quotingAt, variableInShell } from '../../server/engine/edit/shell-variable.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import type { Span } from '../../server/engine/text/text.ts';
import { namedInExample, type Repair } from './repair-plan.ts';

/** The repair of a value, or of a part of a word as in `-H "Authorization: Bearer …"`. */
export function shellRepair(candidate: SecretCandidate, name: string): Repair {
  const {
    at: { uri, span },
    token,
    whole,
  } = candidate;
  const isFish = uri.endsWith('.fish');
  return {
    title: `Read it from \${${name}}`,
    edits({ text }) {
      const script = [0, text.length] as const;
      if (whole && quotingAt(text, script, token.span) === 'bare')
        return [{ uri, span: token.span, text: isFish ? `"$${name}"` : `"\${${name}:?${name} is not set}"` }];
      // All that stands in single quotes: they go with it.
      const quoted: Span = [span[0] - 1, span[1] + 1];
      if (text[quoted[0]] === "'" && text[span[1]] === "'" && quotingAt(text, script, quoted) === 'bare')
        return [{ uri, span: quoted, text: `"$${name}"` }];
      const goesOn = /^\w/.test(text.slice(span[1], span[1] + 1));
      const written = variableInShell(text, script, span, { reference: !goesOn ? `$${name}` : isFish ? `{$${name}}` : `\${${name}}` });
      return written && [{ uri, ...written }];
    },
    create: namedInExample(name),
  };
}
