// Objects that PowerShell looks up by a name which is written there: a role of Azure or of the directory
// (`Get-AzRoleDefinition -Name 'Owner'`), and what a filter keeps of the roles of an API (`$graph.AppRoles | Where-Object
// { $_.Value -eq 'User.Read.All' }`). Nothing is asked: the name that it was looked up by stands for its id.
import { entryFrom } from '../made-values.ts';
import type { Leaf, Value } from '../value.ts';
import { closing, match, scalar, skipBlanks, unknown, written } from './powershell-cursor.ts';
import type { Reader } from './powershell-values.ts';

/** Reads one value as an argument where the reader stands. */
type ReadArgument = (reader: Reader) => Value;

/** Roles by their names or ids. Modules: Az.Resources, Microsoft.Graph and its beta, AzureAD, Microsoft.Entra. */
const lookup =
  /(?:Get-AzRoleDefinition|Get-Mg(?:Beta)?RoleManagementDirectoryRoleDefinition|Get-Mg(?:Beta)?DirectoryRole(?:Template)?|Get-AzureAD(?:MSRoleDefinition|DirectoryRole(?:Template)?)|Get-Entra(?:Beta)?DirectoryRole(?:Definition|Template)?)(?![\w-])/iy;
/** A resource group: which one is not known, and that it is one is. */
const group = /(?:Get|New|Set)-AzResourceGroup(?![\w-])/iy;
/** What has the roles of an API: a variable, or a command in brackets. */
const ofAnApi = /(?:\$\w{1,60}(?:\.\w{1,60}){0,3}|\((?:[^()\n]|\([^()\n]{0,200}\)){1,400}\))\.AppRoles(?=[ \t]{0,10}\|)/iy;
const where = /[ \t]{0,10}\|\s{0,40}(?:Where-Object|where|\?)[ \t]{0,10}(?:-FilterScript[ \t]{1,10})?/iy;
const compared = /(?:\$_|\$PSItem)\.(?:Value|DisplayName|Name|RoleTemplateId|RoleName)[ \t]{1,10}-(?:i|c)?(?:eq|in)[ \t]{1,10}/i;
/** `Where-Object Value -eq 'User.Read.All'`, without a block. */
const comparedBare = /(?:Value|DisplayName|Name)[ \t]{1,10}-(?:i|c)?eq[ \t]{1,10}/iy;
const option = /-(Name|Id|Filter|RoleTemplateId|UnifiedRoleDefinitionId)[ \t]{1,10}/iy;
const inFilter = /^(?:displayName|roleTemplateId|templateId|id)\s{1,4}eq\s{1,4}'([^']{1,120})'$/i;
/** Behind which the object is the same. */
const kept = /[ \t]{0,10}\|\s{0,40}Select(?:-Object)?[ \t]{1,10}-First[ \t]{1,10}1(?!\d)/iy;
const expanding =
  /[ \t]{0,10}\|\s{0,40}Select(?:-Object)?[ \t]{1,10}(?:-First[ \t]{1,10}1[ \t]{1,10})?-ExpandProperty[ \t]{1,10}\w{1,40}/iy;
/** By which such an object is named, and given. */
const naming = ['id', 'objectId', 'name', 'displayName', 'roleName', 'value', 'roleTemplateId', 'templateId'];

/** The object that is looked up here, as a table of what names it; undefined, and nothing read, where none is. */
export function readLookup(reader: Reader, read: ReadArgument): Value | undefined {
  const start = reader.at;
  if (match(reader, group)) {
    optionOf(reader, read);
    const { at, token, via, encoding } = written(reader, start, reader.at, start, reader.at);
    const id: Leaf = { kind: 'partial', pattern: '/subscriptions/\0/resourceGroups/\0', at, token, via, encoding, editable: false };
    return { kind: 'mapping', entries: [entryFrom('resourceId', at, id)], complete: false, at, token, via, encoding, editable: false };
  }
  const role = match(reader, lookup) ? optionOf(reader, read) : undefined;
  const isLookup = role !== undefined || reader.at > start || match(reader, ofAnApi) !== undefined;
  if (!isLookup) return undefined;
  const name = whereOf(reader, read) ?? role;
  if (!name || name.kind === 'unknown' || name.kind === 'mapping') {
    reader.at = start;
    return undefined;
  }
  match(reader, kept);
  if (match(reader, expanding)) return name;
  const entries = naming.map((key) => entryFrom(key, name.at, name));
  return { kind: 'mapping', entries, complete: false, ...written(reader, start, reader.at, start, reader.at) };
}

/** The name that an option of the command gives. Other options, and switches, change nothing about which object it is. */
function optionOf(reader: Reader, read: ReadArgument): Value | undefined {
  let found: Value | undefined;
  for (let rounds = 0; rounds < 12; rounds++) {
    skipBlanks(reader);
    const named = match(reader, option);
    if (named) {
      const given = read(reader);
      const name = named[1]!.toLowerCase() === 'filter' ? filtered(reader, given, read) : given;
      found ??= name;
      continue;
    }
    const other = match(reader, /-[A-Za-z]\w{0,40}[ \t]{0,10}/y) !== undefined;
    if (/[$'"(\w]/.test(reader.text[reader.at] ?? '')) {
      // A word behind another option is that option's.
      const given = read(reader);
      if (!other) found ??= given;
    } else if (!other) break;
  }
  return found;
}

/** The name in `displayName eq 'Global Administrator'`, also where a variable holds it, or an object that was looked up by it. */
function filtered(reader: Reader, filter: Value, read: ReadArgument): Value | undefined {
  const [from, to] = filter.at.span;
  const variable = /^\w{1,40}\s{1,4}eq\s{1,4}'(?:(\$\w{1,60})|\$\((\$\w{1,60}(?:\.\w{1,60}){0,3})\))'$/i
    .exec(reader.text.slice(from, to))
    ?.slice(1)
    .find((one) => one !== undefined);
  if (variable !== undefined) {
    const at = from + reader.text.slice(from, to).indexOf(variable);
    return read({ ...reader, at, end: at + variable.length });
  }
  const name = filter.kind === 'scalar' ? inFilter.exec(String(filter.value))?.[1] : undefined;
  if (name === undefined) return undefined;
  const at = from + reader.text.slice(from, to).indexOf(`'${name}'`) + 1;
  return at > from
    ? scalar(reader, name, at, at + name.length, at, at + name.length, false)
    : { ...(filter as Leaf & { kind: 'scalar' }), value: name };
}

/** What `| Where-Object { $_.Value -eq … }` compares with. One that keeps this or that keeps what is not known. */
function whereOf(reader: Reader, read: ReadArgument): Value | undefined {
  const { text } = reader;
  const start = reader.at;
  if (!match(reader, where)) return undefined;
  if (match(reader, comparedBare)) return read(reader);
  const open = reader.at;
  const close = text[open] === '{' ? closing(text, open, reader.end) : open;
  const block = text.slice(open, close);
  const found = compared.exec(block);
  reader.at = close === open ? start : close + 1;
  if (!found || close === open || /-or\b|-not\b|!/i.test(block)) return unknown(reader, start, reader.at, 'a filter of the script');
  const value = read({ ...reader, at: open + found.index + found[0].length });
  // Of a list it keeps any.
  return value.kind === 'list' ? { ...value, kind: 'choice', options: value.items } : value;
}
