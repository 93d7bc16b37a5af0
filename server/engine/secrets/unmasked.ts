// Parameters of templates that take a secret and do not hide it: CloudFormation without `NoEcho: true`, ARM with type
// `string` instead of `securestring`, Bicep without `@secure()`. What a parameter is for is told by its name, or by the property that it is given to.
// Passwords that CloudFormation resolves from a parameter of Systems Manager that is not encrypted are of the same kind.
import { keyText, resolved, stringOf, findEntry, findNode, type DataEntry, type DataMap, type DataNode } from '../syntax/data.ts';
import type { Span } from '../text/text.ts';
import { describes, meaningOf } from './names.ts';
import type { Recognised } from './recognise.ts';

/** Unmasked parameters of a template; empty for every other document. */
export function unmaskedParameters(roots: readonly DataNode[]): Recognised[] {
  const found: Recognised[] = [];
  for (const root of roots) {
    if (root.kind !== 'map') continue;
    const resources = findNode(root, 'Resources');
    const parameters = findNode(root, 'Parameters');
    if (resources?.kind === 'map') plainReferencesIn(resources, '', found, 0);
    if (resources?.kind === 'map' && parameters?.kind === 'map') {
      const used = new Map<string, string>();
      referencesIn(resources, '', used, 0);
      for (const entry of parameters.entries)
        if (isCloudFormationText(entry.value) && !isHidden(entry.value)) add(found, entry, used.get(keyText(entry) ?? ''), 'NoEcho: true');
    }
    const schema = stringOf(findNode(root, '$schema'));
    const arm = findNode(root, 'parameters');
    if (schema?.includes('deploymentTemplate') && arm?.kind === 'map') {
      for (const entry of arm.entries)
        if (/^string$/i.test(stringOf(findNode(entry.value, 'type')) ?? '')) add(found, entry, undefined, 'type securestring');
    }
  }
  return found;
}

/** `Password: '{{resolve:ssm:/db/password:1}}'`: such a reference reads parameters of type String, which nothing encrypts. */
function plainReferencesIn(node: DataNode, property: string, found: Recognised[], depth: number): void {
  if (depth > 100) return;
  if (node.kind === 'list') for (const item of node.items) plainReferencesIn(item, property, found, depth + 1);
  else if (node.kind === 'map')
    for (const entry of node.entries) plainReferencesIn(entry.value, keyText(entry) ?? property, found, depth + 1);
  else if (
    node.kind === 'scalar' &&
    typeof node.value === 'string' &&
    /^\{\{resolve:ssm:[^{}]{1,400}\}\}$/.test(node.value) &&
    isSecretName(property, meaningOf(property))
  ) {
    found.push({
      format: 'plain-parameter',
      title: /^\w{1,60}$/.test(property) ? property : 'secret',
      at: node.inner,
      value: node.value,
      check: 'none',
      kind: 'secret',
      confidence: 'high',
      decoded: [],
      prefix: '',
      bits: 0,
      risk: 'read',
      strength: 1,
    });
  }
}

/** Begins of declarations at the begin of a line; of parameters of type `string` with the name. */
const bicepDeclaration =
  /^(?:param[ \t]{1,20}(\w{1,200})[ \t]{1,20}string\??[ \t]*(?=[=\r\n\/]|$)|(?:param|var|resource|module|output|targetScope|using|func|type|import|extension|provider|metadata|assert)\b)/gm;

/** Parameters of a Bicep file whose name means a secret, without `@secure()` behind the declaration before them. */
export function unmaskedBicepParameters(text: string): Recognised[] {
  const found: Recognised[] = [];
  let before = 0;
  for (const match of text.matchAll(bicepDeclaration)) {
    const name = match[1];
    const start = name === undefined ? 0 : match.index + match[0].indexOf(name, 'param'.length);
    if (name !== undefined && !/@(?:sys\.)?secure\(/.test(text.slice(before, match.index)))
      push(found, name, [start, start + name.length], undefined, '@secure()');
    before = match.index;
  }
  return found;
}

function add(found: Recognised[], entry: DataEntry, property: string | undefined, by: string): void {
  const name = keyText(entry);
  if (name && entry.key.kind === 'scalar') push(found, name, entry.key.inner, property, by);
}

function push(found: Recognised[], name: string, at: Span, property: string | undefined, by: string): void {
  const own = meaningOf(name);
  if (describes(name) || !(isSecretName(name, own) || (property !== undefined && isSecretName(property, meaningOf(property))))) return;
  found.push({
    format: 'unmasked-parameter',
    title: /^\w{1,60}$/.test(name) ? `parameter ${name}` : 'parameter',
    at,
    value: name,
    check: 'none',
    kind: 'secret',
    confidence: own === 'password' || property !== undefined ? 'high' : 'medium',
    decoded: [property ? `it is given to ${property}` : 'its name means a secret', `it is not hidden by ${by}`],
    prefix: '',
    bits: 0,
    risk: 'read',
    strength: 1,
  });
}

const isSecretName = (name: string, meaning: ReturnType<typeof meaningOf>) =>
  !describes(name) &&
  (meaning === 'password' ||
    meaning === 'secret' ||
    meaning === 'token' ||
    // `SSHKey` and `KeyPair` name keys of EC2, `S3DeploymentRootKey` an object in a bucket.
    (meaning === 'key' && !/^(?:ssh|key|s3(?!.{0,30}(?:access|secret|api)))/i.test(name)) ||
    /^TokenKey$/.test(name));

function isCloudFormationText(node: DataNode): boolean {
  const type = stringOf(findNode(node, 'Type'));
  return type === 'String' || type === 'CommaDelimitedList';
}

/** Whether a parameter of CloudFormation is shown to nobody. */
export function isHidden(node: DataNode): boolean {
  const entry = findEntry(node, 'NoEcho');
  const value = resolved(entry?.value);
  return value?.kind === 'scalar' && /^(?:true|yes|on)$/i.test(String(value.value));
}

/** Which property each parameter is given to: `Ref` in both notations, `!Ref`, and `${Name}` alone in `!Sub`. */
function referencesIn(node: DataNode, property: string, used: Map<string, string>, depth: number): void {
  if (depth > 100) return;
  if (node.kind === 'list') {
    for (const item of node.items) referencesIn(item, property, used, depth + 1);
    return;
  }
  if (node.kind === 'scalar') {
    if (node.tag === '!Ref' && typeof node.value === 'string') note(used, node.value, property);
    else if (node.tag === '!Sub' && typeof node.value === 'string') note(used, /^\$\{(\w+)\}$/.exec(node.value)?.[1], property);
    return;
  }
  if (node.kind !== 'map') return;
  const reference = referenceOf(node);
  if (reference !== undefined) note(used, reference, property);
  else for (const entry of node.entries) referencesIn(entry.value, keyText(entry) ?? property, used, depth + 1);
}

function note(used: Map<string, string>, parameter: string | undefined, property: string): void {
  if (parameter !== undefined && property !== '' && (!used.has(parameter) || isSecretName(property, meaningOf(property))))
    used.set(parameter, property);
}

function referenceOf(node: DataMap): string | undefined {
  return node.entries.length === 1 && keyText(node.entries[0]!) === 'Ref' ? stringOf(node.entries[0]!.value) : undefined;
}
