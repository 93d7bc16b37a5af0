// Where a template puts what it holds as a secret (parameters marked `@secure()`, keys that a service answers with) so that
// whoever may read the deployment or the resource reads it: outputs, arguments and plain variables of scripts and containers,
// the plain settings of a machine's extension. Which properties are kept from readers is said in the documentation of each type.
import type { BicepDeclaration, BicepExpression } from '../../syntax/bicep/tree.ts';
import { tableOf } from '../../table.ts';
import type { Span } from '../../text/text.ts';
import type { Facts } from '../types.ts';
import { keysCalled } from './outputs.ts';

/** Functions whose answer holds what they are given. What `length`, `empty` or `uniqueString` answer does not give it away. */
const passing =
  /^(?:any|array|base64|base64ToString|coalesce|concat|createArray|createObject|dataUri|format|join|json|replace|string|toLower|toUpper|trim|union|uri|uriComponent)$/i;

/** How deep expressions in each other are followed, and in all how many of their nodes. */
const deepest = 60;
const most = 20_000;

interface Walk {
  readonly secrets: ReadonlySet<string>;
  readonly found: Span[];
  left: number;
}

function walk(node: BicepExpression, into: Walk, depth: number): void {
  if (depth > deepest || into.left-- <= 0) return;
  const each = (nodes: readonly BicepExpression[]): void => {
    for (const one of nodes) walk(one, into, depth + 1);
  };
  switch (node.kind) {
    case 'name':
      if (into.secrets.has(node.name)) into.found.push(node.span);
      return;
    case 'call':
      if (keysCalled(node)) into.found.push(node.span);
      else if (isSecretParameter(node, into.secrets)) into.found.push(node.span);
      else if (passing.test(node.name)) each(node.arguments);
      return;
    case 'traversal':
      if (keysCalled(node)) into.found.push(node.span);
      else if (!isNameOf(node)) walk(node.base, into, depth + 1);
      return;
    case 'template':
      return each(node.parts.flatMap((part) => (part.kind === 'value' ? [part.value] : [])));
    case 'conditional':
      return each([node.yes, node.no]);
    case 'binary':
      return node.operator === '??' ? each([node.left, node.right]) : undefined;
    case 'object':
      return each(node.entries.map(({ value }) => value));
    case 'tuple':
      return each(node.items);
    case 'for':
      return walk(node.value, into, depth + 1);
  }
}

/** `login.userName` of a secure object: who it is, and not how they prove it. */
function isNameOf({ steps }: BicepExpression & { readonly kind: 'traversal' }): boolean {
  const last = steps.at(-1);
  return last?.kind === 'attribute' && /(?:user|name|login|e?mail|id|host|server|port|domain|location|region|enabled)$/i.test(last.name);
}

/** `parameters('password')` of ARM, whose names are in lower case. */
function isSecretParameter(node: BicepExpression, secrets: ReadonlySet<string>): boolean {
  const [name] = node.kind === 'call' && /^parameters$/i.test(node.name) ? node.arguments : [];
  const part = name?.kind === 'template' && name.parts.length === 1 ? name.parts[0] : undefined;
  return part?.kind === 'text' && secrets.has(part.text.toLowerCase());
}

/** Where an expression names a secret whose text it gives on, in the order of the text. */
export function secretsIn(expression: BicepExpression, secrets: ReadonlySet<string>): readonly Span[] {
  const found: Walk = { secrets, found: [], left: most };
  walk(expression, found, 0);
  return found.found;
}

/** Secure parameters of a file, and its variables that hold one or a key. */
export function secretNames(declarations: readonly BicepDeclaration[]): ReadonlySet<string> {
  const secure = declarations.flatMap(({ kind, name, decorators }) =>
    kind === 'param' && decorators.some((one) => /(?:^|\.)secure$/.test(one)) ? [name] : [],
  );
  return namesHolding(declarations, secure);
}

/** Variables of a file that hold a key which a service answers with. */
export const keyNames = (declarations: readonly BicepDeclaration[]): ReadonlySet<string> => namesHolding(declarations, []);

function namesHolding(declarations: readonly BicepDeclaration[], first: readonly string[]): ReadonlySet<string> {
  const names = new Set(first);
  // Of an object with a secret among others not each property is one.
  for (const { kind, name, value } of declarations)
    if (kind === 'var' && value && isText(value) && secretsIn(value, names).length > 0) names.add(name);
  return names;
}

function isText(value: BicepExpression, depth = 0): boolean {
  if (depth > deepest || /^(?:object|tuple|for)$/.test(value.kind)) return false;
  if (value.kind === 'conditional') return isText(value.yes, depth + 1) && isText(value.no, depth + 1);
  if (value.kind !== 'call') return true;
  // Texts are joined by the function that joins lists.
  if (/^concat$/i.test(value.name)) return value.arguments.every((one) => isText(one, depth + 1));
  return !/^(?:array|create|json|union)/i.test(value.name);
}

/** Properties that whoever may read a resource of a type reads, by its type in lower case. */
const plain = tableOf<readonly string[]>({
  'microsoft.resources/deploymentscripts': ['arguments', 'scriptContent', 'environmentVariables'],
  'microsoft.containerinstance/containergroups': ['environmentVariables'],
  'microsoft.app/containerapps': ['env'],
  'microsoft.app/jobs': ['env'],
  'microsoft.compute/virtualmachines/extensions': ['settings'],
  'microsoft.compute/virtualmachinescalesets/extensions': ['settings'],
  'microsoft.compute/virtualmachinescalesets': ['settings'],
  'microsoft.hybridcompute/machines/extensions': ['settings'],
});

/** Values under these properties, however deep they stand; of lists of variables the plain ones (`value`). */
function* plainValues(node: BicepExpression, properties: readonly string[], depth = 0): Generator<readonly [string, BicepExpression]> {
  if (depth > deepest) return;
  if (node.kind === 'object') {
    for (const { key, value } of node.entries) {
      const name = key.kind === 'name' ? key.name : '';
      if (!properties.includes(name)) yield* plainValues(value, properties, depth + 1);
      else if (/^env/.test(name)) for (const [, given] of plainValues(value, ['value'], depth + 1)) yield [name, given];
      else yield [name, value];
    }
  } else if (node.kind === 'tuple') for (const item of node.items) yield* plainValues(item, properties, depth + 1);
  else if (node.kind === 'for') yield* plainValues(node.value, properties, depth + 1);
  else if (node.kind === 'conditional') {
    yield* plainValues(node.yes, properties, depth + 1);
    yield* plainValues(node.no, properties, depth + 1);
  } else if (node.kind === 'call' && /^(?:concat|union)$/i.test(node.name))
    for (const one of node.arguments) yield* plainValues(one, properties, depth + 1);
}

/** Pushes the secrets that a resource holds in plain properties. `type` is in lower case. */
export function readPlainSecrets(
  { name, value, head, span }: BicepDeclaration,
  type: string,
  secrets: ReadonlySet<string>,
  uri: string,
  into: Facts,
): void {
  const properties = plain.get(type);
  if (!properties || !value) return;
  let count = 0;
  for (const [property, held] of plainValues(value, properties))
    for (const at of secretsIn(held, secrets))
      into.credentials.push({
        anchor: `bicep|${uri}|plain.${name}[${count++}]`,
        platform: 'azure',
        kind: 'token',
        lifetime: { kind: 'standing' },
        storedIn: 'state',
        at: { uri, span: at },
        carrier: {
          dialect: 'bicep',
          kind: 'plain-property',
          address: `${name}.${property}`,
          block: { uri, span },
          head: { uri, span: head },
        },
        enabled: 'yes',
      });
}
