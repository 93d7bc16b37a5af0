// A property of an Azure resource set where its language keeps it: an attribute in Terraform, under `properties` in Bicep
// and ARM templates. The resource is found again by its place.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import { valueOf } from '../facts/data-value.ts';
import type { Carrier } from '../facts/types.ts';
import type { Place } from '../text/text.ts';
import { entryOf, type Value } from '../facts/value.ts';
import { bicepDeclarationAt, setBicepProperty } from './bicep.ts';
import { setAttribute } from './hcl-blocks.ts';
import { locate } from './locate.ts';
import { addEntry, replaceValue, type Plain } from './printer.ts';

/**
 * Undefined in other languages, and where the resource is not there any more. `written` is where the value stands: the
 * parameters of a module have names of their own, so that only a value that is passed to one can be changed.
 */
export function setAzureProperty(carrier: Carrier, property: string, value: Plain, document: Document, written?: Place): TextEdit | undefined {
  switch (carrier.dialect) {
    case 'terraform': return setAttribute(carrier.block, property, value, document);
    case 'bicep': {
      const kind = bicepDeclarationAt(carrier.block, document)?.kind;
      if (kind === 'resource') return setBicepProperty(carrier.block, ['properties', property], value, document);
      return literalAt(written, value, document);
    }
    case 'arm': return setArmProperty(carrier, ['properties', property], value, document);
    // Programs: what is written as a literal.
    default: return literalAt(written, value, document);
  }
}

function literalAt(written: Place | undefined, value: Plain, document: Document): TextEdit | undefined {
  const literal = written?.uri === document.uri && /^(?:true|false)$/.test(document.text.slice(...written.span));
  return literal && typeof value === 'boolean' ? { uri: document.uri, span: written.span, text: String(value) } : undefined;
}

function setArmProperty(carrier: Carrier, path: readonly string[], value: Plain, document: Document): TextEdit | undefined {
  const found = locate(document, carrier.block.span);
  let at: Value | undefined = found && valueOf(found.node, document.uri);
  for (const [depth, key] of path.entries()) {
    if (at?.kind !== 'mapping') return undefined;
    const entry = entryOf(at, key, true);
    const rest = path.slice(depth + 1);
    if (!entry) return addEntry(at, key, rest.reduceRight<Plain>((inner, one) => ({ [one]: inner }), value), document);
    if (rest.length === 0) return replaceValue(entry.value, value, document);
    at = entry.value;
  }
  return undefined;
}
