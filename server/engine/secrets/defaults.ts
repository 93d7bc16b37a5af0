// The value that a reference falls back to where nothing is given: `${DB_PASSWORD:-value}` of shells and compose files,
// `${db.password:value}` of Spring, `{{ db_password | default('value') }}` of templates. It is a literal like any other,
// inside of a text that is a reference. Defaults in calls (`getenv("X", "value")`) are arguments and not read here.
import { meaningOf } from './names.ts';
import type { DataSlot } from './slots-data.ts';

const ofVariable = /^\$\{(\d|[A-Za-z_][\w.-]{0,80}):(?:[-=]|(?![-=?+:]))([^{}$\s]{4,200})\}$/;
const ofTemplate = /^\{\{[^{}\n]{0,120}?\bdefault[ (]\s?(["'])([^"'{}\n]{4,100})\1[^{}\n]{0,120}\}\}$/;

/** A literal that a template only encodes or hashes: `{{ 'value' | password_hash('sha512') }}` of Ansible. */
const encoded =
  /^\{\{-?\s?(["'])([^"'{}\n]{4,100})\1\s?\|\s?(?:password_hash|hash|b64encode|quote|string|trim|sha256sum|htpasswd|bcrypt)\b[^{}\n]{0,120}\}\}$/;

/** The slot of the default value alone, at its own place; undefined where the value is no reference with one, or its place is not known. */
export function defaultOf(slot: DataSlot): DataSlot | undefined {
  if (!slot.exact || slot.parts || !(slot.value.includes('${') || slot.value.includes('{{'))) return undefined;
  const trimmed = slot.value.trim();
  const variable = ofVariable.exec(trimmed);
  const value = variable?.[2] ?? (ofTemplate.exec(trimmed) ?? encoded.exec(trimmed))?.[2];
  if (value === undefined) return undefined;
  const start = slot.at[0] + slot.value.lastIndexOf(value);
  const name = variable && meaningOf(slot.name) === undefined ? variable[1]! : slot.name;
  return { ...slot, name, value, at: [start, start + value.length], interpolated: false, quoted: true };
}
