// Policies of Vault that stand in strings of programs: what `sys.create_or_update_policy` of hvac, `PutPolicy` of the Go client
// and their like are given; and what calls of such clients make. Programs of Pulumi are read with their resources.
import type { Document } from '../../document.ts';
import { codeLanguages } from '../../secrets/code-languages.ts';
import { kinds, lexCode } from '../../secrets/code-lexer.ts';
import { isStatement } from '../../secrets/slots-code.ts';
import { noFacts, type Facts } from '../types.ts';
import type { Reader } from '../../readers.ts';
import { readVaultHcl } from './policy.ts';
import { mayCallVault } from './claims.ts';
import { readVaultCalls } from './program-calls.ts';

/** One path with its block, as it is written: where quotes are escaped nothing is found. */
const path = /\bpath[ \t]{1,8}"[^"\\\n]{1,200}"[ \t]{0,8}\{[^{}]{0,600}\}/g;

export const embeddedPolicyReader: Reader = {
  read: (documents) =>
    new Map(
      documents.map((document) => {
        const into = noFacts();
        readPolicies(document, into);
        if (mayCallVault(document)) readVaultCalls(document, into);
        return [document.uri, into];
      }),
    ),
};

/** Reads what stands in literals: comments, and texts that document what is above them, give nothing. */
function readPolicies({ text, uri, format }: Document, into: Facts): void {
  const language = codeLanguages[format];
  if (!language || !/\bpath[ \t]{1,8}"/.test(text)) return;
  const tokens = lexCode(text, language);
  let index = 0;
  for (let token = 0; token < tokens.kind.length; token++) {
    if (tokens.kind[token] !== kinds.string || (language.docstrings && isStatement(text, tokens, token))) continue;
    const from = tokens.innerStart[token]!;
    for (const match of text.slice(from, tokens.innerEnd[token]).matchAll(path)) {
      const start = from + match.index;
      const whole = { uri, span: [start, start + match[0].length] as const };
      const address = `policy[${index++}]`;
      readVaultHcl(match[0], uri, start, into, {
        carrier: { dialect: 'source', kind: 'policy', address, block: whole, head: whole },
        anchor: `source|${uri}|${address}`,
        enabled: 'maybe',
      });
    }
  }
}
