// Slots in YAML, JSON and TOML: every scalar with the key it stands under. Lists of `name`/`value` pairs, and keys such as
// `default` that only say "the value of what is above", take the name from where it stands.
import type { Encoding } from '../facts/value.ts';
import { keyText, resolved, stringOf, findNode, type DataMap, type DataNode, type DataScalar, type ScalarStyle } from '../syntax/data.ts';
import type { Span } from '../text/text.ts';
import { meaningOf } from './names.ts';
import { isHidden } from './unmasked.ts';
import type { Slot } from './slot.ts';

const encodings: Readonly<Record<ScalarStyle, Encoding>> = {
  'xml-text': 'xml',
  plain: 'yaml-plain',
  single: 'yaml-single',
  double: 'yaml-double',
  literal: 'yaml-block',
  folded: 'yaml-block',
  'json-string': 'json',
  'json-word': 'json',
  'toml-basic': 'toml',
  'toml-literal': 'toml',
  'toml-basic-block': 'toml',
  'toml-literal-block': 'toml',
  'toml-bare': 'toml',
};

/** Keys that give their value the name above them. */
const valueKeys = new Set([
  'default',
  'value',
  'defaultvalue',
  'string',
  'stringvalue',
  'text',
  'plaintext',
  'plain',
  'content',
  'literal',
  '_',
  '#text',
  'val',
  'initial',
  'const',
  'current',
]);
const isValueKey = (key: string): boolean => key.length <= 12 && valueKeys.has(key.toLowerCase());
const nameKeys = ['name', 'key', 'Name', 'Key', 'variable', 'ParameterKey', 'parameterKey', 'header', 'envVar', 'env'];
const pairedKeys = new Set([
  'value',
  'Value',
  'default',
  'defaultValue',
  'ParameterValue',
  'parameterValue',
  'content',
  'plaintext',
  'val',
  'secret',
  'stringValue',
  'ParamValue',
]);

export interface DataSlot extends Slot {
  /** `data` or `stringData` of a Kubernetes Secret: a secret by declaration. */
  readonly kubernetesSecret?: 'data' | 'stringData';
  readonly tag?: string;
  /** An entry of a ConfigMap, or the literal value of a container's variable, in a manifest or a compose file. */
  readonly workload?: boolean;
}

export function slotsInData(roots: readonly DataNode[]): DataSlot[] {
  const slots: DataSlot[] = [];
  for (const root of roots) {
    const from = slots.length;
    visit(root, [], '', slots, kubernetesOf(root), 0);
    markWorkload(root, slots, from);
    if (root.kind === 'map' && findNode(root, 'secretGenerator')) addLiterals(slots, from);
  }
  return slots;
}

/** An item of the list that kustomize makes a Secret of. */
export const ofGenerator = /^(secretGenerator\.[^.]+\.literals\.)\[\d+\]$/;

/** What kustomize makes a Secret of: `name=value`, in a list, whatever the name says. */
function addLiterals(slots: DataSlot[], from: number): void {
  for (const slot of slots.slice(from)) {
    const list = ofGenerator.exec(slot.path)?.[1];
    const name = list === undefined ? undefined : /^([\w.-]{1,200})=/.exec(slot.value)?.[1];
    if (name === undefined || !slot.exact) continue;
    const value = slot.value.slice(name.length + 1);
    const at: Span = [slot.at[0] + name.length + 1, slot.at[1]];
    slots.push({ ...slot, name, path: `${list}${name}`, value, at, token: at, entry: slot.at, nested: true, hidden: true });
  }
}

function kubernetesOf(root: DataNode): boolean {
  return root.kind === 'map' && stringOf(findNode(root, 'kind')) === 'Secret' && findNode(root, 'apiVersion') !== undefined;
}

const containerVariables = /(?:^|\.)(?:initContainers|ephemeralContainers|containers)\.[^.]+\.env\./;

/** Marks what a manifest hands to a program as it is written. */
function markWorkload(root: DataNode, slots: DataSlot[], from: number): void {
  if (root.kind !== 'map') return;
  const kind = findNode(root, 'apiVersion') ? stringOf(findNode(root, 'kind')) : undefined;
  if (kind === undefined && findNode(root, 'services')?.kind !== 'map') return;
  for (let i = from; i < slots.length; i++) {
    const { path } = slots[i]!;
    if (
      kind === undefined
        ? /^services\.[^.]+\.environment\.[^.]+$/.test(path)
        : kind === 'ConfigMap'
          ? /^data\.[^.]+$/.test(path)
          : path.endsWith('.value') && containerVariables.test(path)
    )
      slots[i] = { ...slots[i]!, workload: true };
  }
}

interface Above {
  readonly start: number;
}

function visit(
  node: DataNode,
  path: readonly string[],
  name: string,
  slots: DataSlot[],
  secret: boolean,
  depth: number,
  above?: Above,
): void {
  if (depth > 200) return;
  if (node.kind === 'scalar') {
    if (typeof node.value === 'string' || typeof node.value === 'number')
      slots.push(slotOf(node, path, name, secret ? secretPart(path) : undefined, above));
    return;
  }
  if (node.kind === 'list') {
    // `["--password", "value"]`: a flag names what follows it.
    let flag = '';
    node.items.forEach((item, index) => {
      const text = item.kind === 'scalar' && typeof item.value === 'string' ? item.value : undefined;
      visit(item, [...path, pairedName(item) ?? `[${index}]`], flag || name, slots, secret && isKubernetesList(path), depth + 1);
      flag = text !== undefined && /^--?[A-Za-z][\w-]*$/.test(text) ? text.replace(/^-+/, '') : '';
      if (item.kind === 'map' && path.length === 1 && path[0] === 'items') visitKubernetesItem(item, slots, depth);
    });
    return;
  }
  if (node.kind !== 'map') return;
  const paired = pairedName(node);
  const secure = isSecureString(node);
  const hidden = isHiddenParameter(node, path);
  const type = stringOf(findNode(node, 'type'));
  const vault = type?.endsWith('Microsoft.KeyVault/vaults/secrets') === true;
  // A password that Terraform drew, in its state.
  const drawn = type === 'random_password';
  for (const entry of node.entries) {
    const key = keyText(entry) ?? '';
    const here =
      secure && /^value$/i.test(key) && (paired === undefined || meaningOf(paired) === undefined)
        ? 'secret_value'
        : paired !== undefined && pairedKeys.has(key) && !saysMore(key, paired)
          ? // Postman writes the parts of a login as pairs, and one of them is called `value`.
            isValueKey(paired) && path.length > 0
            ? (nameAbove(path) ?? paired)
            : paired
          : isValueKey(key) && path.length > 0
            ? (nameAbove(path) ?? key)
            : key;
    const from = slots.length;
    visit(entry.value, [...path, key], here, slots, secret, depth + 1, { start: entry.span[0] });
    const held = vault && key === 'properties' ? '.properties.value' : drawn && key === 'instances' ? '.attributes.result' : undefined;
    if (held !== undefined)
      for (let i = from; i < slots.length; i++) if (slots[i]!.path.endsWith(held)) slots[i] = { ...slots[i]!, hidden: true };
    if (hidden && /^default(?:Value)?$/i.test(key) && slots.length === from + 1) slots[from] = { ...slots[from]!, hidden };
  }
}

/** `secret: x` beside `header: Authorization` has a name of its own that says more than its neighbour. */
function saysMore(key: string, neighbour: string): boolean {
  const meaning = meaningOf(neighbour);
  return meaningOf(key) !== undefined && (meaning === undefined || meaning === 'credential');
}

const isKubernetesList = (path: readonly string[]) => path.length > 0;

/** A Secret in a `kind: List`. Its entries are visited a second time, as secrets; the first visit's slots have the same place and lose. */
function visitKubernetesItem(item: DataMap, slots: DataSlot[], depth: number): void {
  if (!kubernetesOf(item)) return;
  for (const entry of item.entries) {
    const key = keyText(entry);
    if (key === 'data' || key === 'stringData') visit(entry.value, [key], key, slots, true, depth + 1);
  }
}

function secretPart(path: readonly string[]): 'data' | 'stringData' | undefined {
  return path.length === 2 && (path[0] === 'data' || path[0] === 'stringData') ? path[0] : undefined;
}

function nameAbove(path: readonly string[]): string | undefined {
  for (let i = path.length - 1; i >= 0; i--) if (!isValueKey(path[i]!) && !path[i]!.startsWith('[')) return path[i];
  return undefined;
}

/** A parameter of AWS that its store keeps encrypted, in the words of Ansible, Pulumi and the command's own JSON. */
const isSecureString = (node: DataMap): boolean =>
  ['type', 'Type', 'string_type'].some((key) => stringOf(findNode(node, key)) === 'SecureString');

/** A parameter of a template whose value nobody is to see: what it falls back to is there for everybody. */
const isHiddenParameter = (node: DataMap, path: readonly string[]): boolean =>
  path.length === 2 &&
  /^parameters$/i.test(path[0]!) &&
  (/^secure(?:string|object)$/i.test(stringOf(findNode(node, 'type')) ?? '') ||
    (stringOf(findNode(node, 'Type')) === 'String' && isHidden(node)));

/** The name that a map of `name` and `value` gives to its value. */
function pairedName(node: DataNode): string | undefined {
  if (node.kind !== 'map') return undefined;
  let name: string | undefined;
  let id: string | undefined;
  let paired = false;
  for (const entry of node.entries) {
    const key = keyText(entry) ?? '';
    const value = resolved(entry.value);
    if (
      name === undefined &&
      nameKeys.includes(key) &&
      value?.kind === 'scalar' &&
      typeof value.value === 'string' &&
      value.value.length <= 100
    )
      name = value.value;
    else if (pairedKeys.has(key)) paired = true;
    else if (key === 'id' && value?.kind === 'scalar' && typeof value.value === 'string' && meaningOf(value.value) !== undefined)
      id = value.value;
  }
  return paired ? (name ?? id) : undefined;
}

function slotOf(
  node: DataScalar,
  path: readonly string[],
  name: string,
  kubernetesSecret: 'data' | 'stringData' | undefined,
  above: Above | undefined,
): DataSlot {
  const entry: Span = [above ? above.start : node.span[0], node.span[1]];
  return {
    name,
    path: path.join('.'),
    value: String(node.value),
    at: node.inner,
    token: node.span,
    entry,
    encoding: encodings[node.style],
    where: 'assignment',
    exact: node.exact,
    quoted: true,
    interpolated: false,
    kubernetesSecret,
    tag: node.tag,
  };
}
