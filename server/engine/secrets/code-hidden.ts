// Whether a default is that of a parameter which its own declaration hides: `sensitive = true` in the block of a Terraform
// variable, `@secure()` before a parameter of Bicep. What it falls back to lies open all the same. The value that Bicep puts into a vault, too.
import { kinds, type CodeTokens } from './code-lexer.ts';
import type { CodeLanguage } from './code-languages.ts';
import { isSign, wordAt } from './code-tokens.ts';
import type { Slot } from './slot.ts';

/** How many tokens of a block are read before and behind its default. */
const reach = 120;

/** True for the literal at `index`, the value of `slot`. */
export function isDeclaredHidden(text: string, tokens: CodeTokens, index: number, slot: Slot, language: CodeLanguage): boolean {
  if (language.encoding === 'hcl')
    return (
      /^variable\.[^.]+\.[^.]+$/.test(slot.path) &&
      /^default\b/.test(text.slice(...slot.entry)) &&
      (isSensitive(text, tokens, index, -1) || isSensitive(text, tokens, index, 1))
    );
  return language.encoding === 'bicep' && (isSecure(text, slot.entry[0]) || isOfVault(text, slot));
}

/** Looks for `sensitive = true` from the literal to the brace that opens or closes its block. */
function isSensitive(text: string, tokens: CodeTokens, index: number, step: 1 | -1): boolean {
  let depth = 0;
  for (let at = index + step, steps = 0; at >= 0 && at < tokens.kind.length && steps < reach; at += step, steps++) {
    if (isSign(text, tokens, at, step > 0 ? '{' : '}')) depth++;
    else if (isSign(text, tokens, at, step > 0 ? '}' : '{')) {
      if (depth-- === 0) return false;
    } else if (depth === 0 && tokens.kind[at] === kinds.name && wordAt(text, tokens, at) === 'sensitive')
      return /^\s*=\s*"?true\b/.test(text.slice(tokens.end[at], tokens.end[at]! + 60));
  }
  return false;
}

/** The value of a secret of Azure's vault, by the type of the resource that it stands in. */
function isOfVault(text: string, slot: Slot): boolean {
  if (!/(?:^|\.)properties\.value$/.test(slot.path)) return false;
  const above = text.slice(Math.max(0, slot.entry[0] - 2000), slot.entry[0]);
  return /^\s*resource\s+\w+\s+'Microsoft\.KeyVault\/vaults\/secrets@/.test(above.slice(above.lastIndexOf('\nresource ') + 1));
}

/** `@secure()` among the decorators of the parameter whose name begins at `name`; descriptions of it may stand between. */
function isSecure(text: string, name: number): boolean {
  const before = /\bparam\s{1,20}$/.exec(text.slice(Math.max(0, name - 40), name));
  if (!before) return false;
  const above = text.slice(Math.max(0, name - 800), name - before[0].length);
  const secure = Math.max(above.lastIndexOf('@secure('), above.lastIndexOf('@sys.secure('));
  return secure >= 0 && !/^(?:param|var|resource|module|output)\s/m.test(above.slice(secure));
}
