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
 * Sets a property of a declared resource. Undefined in other languages, and where the resource is not there any more. `written` is where the value stands: the
 * parameters of a module have names of their own, so that only a value that is passed to one can be changed.
 */
export function setAzureProperty(
  carrier: Carrier,
  property: string,
  value: Plain,
  document: Document,
  written?: Place,
): TextEdit | undefined {
  // A provider's own type; `azapi` writes those of the services.
  if (carrier.dialect === 'terraform' && !carrier.kind.includes('.')) return setAttribute(carrier.block, property, value, document);
  return (
    setTemplateProperty(carrier, [property], value, document) ??
    (typeof value === 'boolean' ? booleanAt(written, value, document) : undefined)
  );
}

/** Sets what stands under `properties` by its path, in Bicep and ARM templates. Undefined elsewhere. */
export function setTemplateProperty(carrier: Carrier, path: readonly string[], value: Plain, document: Document): TextEdit | undefined {
  switch (carrier.dialect) {
    case 'bicep':
      return bicepDeclarationAt(carrier.block, document)?.kind === 'resource'
        ? setBicepProperty(carrier.block, ['properties', ...path], value, document)
        : undefined;
    case 'arm':
      return setArmProperty(carrier, ['properties', ...path], value, document);
    // Programs: only what is written as a literal can be changed.
    default:
      return undefined;
  }
}

/**
 * Another `true` or `false` at a place, as programs and PowerShell (`$true`) write them; a switch of PowerShell
 * (`-EnableAdminUser`) is given a value. Undefined where something else is written there.
 */
export function booleanAt(written: Place | undefined, value: boolean, document: Document): TextEdit | undefined {
  if (written?.uri !== document.uri) return undefined;
  const text = document.text.slice(...written.span);
  const edit = (by: string): TextEdit => ({ uri: document.uri, span: written.span, text: by });
  if (/^(?:true|false)$/.test(text)) return edit(String(value));
  if (/^\$(?:true|false)$/i.test(text)) return edit(`$${value}`);
  return /^-[A-Za-z]\w*$/.test(text) ? edit(`${text}:$${value}`) : undefined;
}

function setArmProperty(carrier: Carrier, path: readonly string[], value: Plain, document: Document): TextEdit | undefined {
  const found = locate(document, carrier.block.span);
  let at: Value | undefined = found && valueOf(found.node, document.uri);
  for (const [depth, key] of path.entries()) {
    if (at?.kind !== 'mapping') return undefined;
    const entry = entryOf(at, key, true);
    const rest = path.slice(depth + 1);
    if (!entry)
      return addEntry(
        at,
        key,
        rest.reduceRight<Plain>((inner, one) => ({ [one]: inner }), value),
        document,
      );
    if (rest.length === 0) return replaceValue(entry.value, value, document);
    at = entry.value;
  }
  return undefined;
}
