// Values as HCL writes them: quoted strings, keys, lists and objects over lines.
import { isList, isRaw, type Plain } from './notation.ts';

const widest = 100;

/** A string as HCL writes it. Template marks are escaped: a text is never read as code. */
export function quoted(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/([$%])\{/g, '$1$1{');
  return `"${escaped}"`;
}

/** A key, quoted where it is no name. */
export function keyText(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key);
}

/** A value as HCL, over several lines where one would be too long. `indent` is that of the line on which it begins. */
export function printed(value: Plain, indent: string, lineEnd: string): string {
  if (typeof value !== 'object') return typeof value === 'string' ? quoted(value) : String(value);
  if (isRaw(value)) return value.raw;
  const inner = `${indent}  `;
  if (isList(value)) {
    const line = `[${value.map((item) => printed(item, indent, lineEnd)).join(', ')}]`;
    if (!line.includes('\n') && indent.length + line.length <= widest) return line;
    return `[${lineEnd}${value.map((item) => `${inner}${printed(item, inner, lineEnd)},${lineEnd}`).join('')}${indent}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const width = Math.max(...entries.map(([key]) => keyText(key).length));
  return `{${lineEnd}${entries.map(([key, one]) => `${inner}${keyText(key).padEnd(width)} = ${printed(one, inner, lineEnd)}${lineEnd}`).join('')}${indent}}`;
}
