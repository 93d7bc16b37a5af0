// Permissions of SST: `permissions` and `policies` of what runs code in `sst.aws` (its third version, where the library is a
// global of the configuration and of the files that it imports), and in `sst/constructs` (its second, on the CDK), where the
// name of a service stands for all its actions on everything. Functions are often given as objects (`bucket.subscribe({…})`),
// so that a property is read wherever it stands. And what its buckets and functions open to everybody.
import type { Node } from '../../syntax/typescript.ts';
import type { Document } from '../../document.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Scalar, type Value } from '../value.ts';
import { opened } from './cdk-open.ts';
import { argumentOf, nameOf, propertyNodes } from './constructs.ts';
import { constructId } from './cdk-context.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import { statementFrom } from './pulumi-policies.ts';
import { tableOf } from '../../table.ts';

type New = Extract<Node, { type: 'NewExpression' }>;

/** Whether a text speaks of SST. */
export function isSst({ text }: Pick<Document, 'text'>): boolean {
  return /\bsst\.aws\.|(?<![\w$.])\$config\(|['"]sst\/constructs['"]/.test(text);
}

/** Pushes what the file gives to what runs in its app. */
export function readSst(folding: Folding, into: Facts): void {
  const { module } = folding;
  const old = module.document.text.includes('sst/constructs');
  for (const node of module.nodes) {
    if (node.type === 'Property' && !node.computed && node.key.type === 'Identifier') {
      if (node.key.name === 'permissions') permissions(node.value as Node, node);
      else if (node.key.name === 'policies' && !old) policies(node.value as Node, node);
    } else if (node.type === 'NewExpression' && !old) {
      const named = nameOf(node.callee, module);
      if (named?.path.join('.') !== 'sst.aws') continue;
      if (named.name === 'Bucket') openBucket(node);
      else if (named.name === 'Function') openFunction(node);
    } else if (node.type === 'CallExpression') {
      const named = nameOf(node.callee, module);
      const [first, second] = [argumentOf(node, 0), argumentOf(node, 1)];
      if (old && named?.name === 'attachPermissions' && first) permissions(first, node);
      else if (old && named?.name === 'attachPermissionsToRoute' && second) permissions(second, node);
      else if (!old && named?.name === 'permission' && named.path.join('.') === 'sst.aws' && first)
        push([statementFrom(fold(first, folding))], node);
    }
  }

  function permissions(value: Node, around: Node): void {
    const items = itemsOf(fold(value, folding));
    if (!old)
      return push(
        items.flatMap((item) => (entryOf(item, 'actions') ? [statementFrom(item)] : [])),
        around,
      );
    push(
      items
        .flatMap((item) => (item.kind === 'scalar' ? (actionOf(item) ?? []) : []))
        .map((action) => {
          const at = action.at;
          return mappingFrom(
            [entryFrom('Effect', at, wordAt('Allow', at)), entryFrom('Action', at, action), entryFrom('Resource', at, wordAt('*', at))],
            at,
          );
        }),
      around,
    );
  }

  function policies(value: Node, around: Node): void {
    for (const leaf of leavesOf(fold(value, folding))) {
      if (/^arn:/.test(textOf(leaf) ?? '')) attachManagedPolicy(leaf, into, of(around, leaf));
    }
  }

  /** `access: 'public'`, `public: true` of its beginnings, and the statements of `policy`. */
  function openBucket(bucket: New): void {
    const properties = propertyNodes(argumentOf(bucket, 1), folding);
    for (const [name, open] of [
      ['access', 'public'],
      ['public', true],
    ] as const) {
      const property = properties.get(name);
      const value = property && fold(property.node, property.folding);
      if (value?.kind === 'scalar' && value.value === open) letIn(bucket, value.at, 's3:GetObject');
    }
    const policy = properties.get('policy');
    const statements = itemsOf(policy && fold(policy.node, policy.folding)).map((item) => statementFrom(inFull(item)));
    push(statements, policy?.whole ?? bucket, 'resource');
  }

  /** An address whose authorization is `none`, or not written: then it is `none` too. */
  function openFunction(made: New): void {
    const url = propertyNodes(argumentOf(made, 1), folding).get('url');
    const value = url && fold(url.node, url.folding);
    if (value?.kind === 'scalar' && value.value === true) letIn(made, value.at, 'lambda:InvokeFunctionUrl');
    // Behind a router, who may call the address is the router's.
    if (!url || value?.kind !== 'mapping' || !value.complete || entryOf(value, 'router')) return;
    const authorization = entryOf(value, 'authorization')?.value;
    if (!authorization) letIn(made, placeOfNode(url.key, url.folding), 'lambda:InvokeFunctionUrl');
    else if (textOf(authorization) === 'none') letIn(made, authorization.at, 'lambda:InvokeFunctionUrl');
  }

  function letIn(made: New, at: Leaf['at'], action: string): void {
    const { carrier, anchor } = of(made);
    opened({ folding, into, carrier: () => carrier, anchorOf: (kind) => `${anchor}|${kind}` }, made, at, action, []);
  }

  function push(statements: readonly Value[], around: Node, role: 'identity' | 'resource' = 'identity'): void {
    if (statements.length === 0) return;
    const at = placeOfNode(around, folding);
    const document = mappingFrom([entryFrom('Statement', at, listFrom(statements, at))], at);
    readPolicyDocument(document, into, { ...of(around), role, ...(role === 'resource' ? { principals: [] } : {}) });
  }

  /** Who is given what stands in a node: the component that it stands in, else that it is called on. */
  function of(around: Node, leaf?: Leaf) {
    const head = placeOfNode(around.type === 'Property' ? around.key : around, folding);
    let made: Node | undefined = around;
    while (made && made.type !== 'NewExpression') made = module.parents.get(made);
    const id = !made ? undefined : old ? constructId(made, folding) : leavesOf(fold(argumentOf(made, 0), folding))[0];
    const name = textOf(id) ?? 'app';
    return {
      carrier: { dialect: 'pulumi' as const, kind: 'sst', address: name, block: placeOfNode(around, folding), head },
      anchor: `sst|${module.document.uri}|${name}${leaf ? `|${textOf(leaf)}` : ''}`,
      principals: id ? [{ kind: 'role' as const, id }] : [],
      enabled: 'yes' as const,
    };
  }
}

/** Kinds of principals by SST's words, as policies name them. */
const kinds = tableOf<string>({ aws: 'AWS', service: 'Service', federated: 'Federated', canonical: 'CanonicalUser' });

/** A statement of a bucket whose principals are named as policies name them. */
function inFull(statement: Value): Value {
  if (statement.kind !== 'mapping') return statement;
  const entries = statement.entries.map((entry) => {
    if (textOf(entry.key) !== 'principals') return entry;
    if (entry.value.kind === 'scalar') {
      const { at } = entry.value;
      // `principals: '*'` is everybody, of every kind; one name is not written so.
      const everybody = entryFrom('identifiers', at, { ...entry.value, editable: false });
      return { ...entry, value: listFrom([mappingFrom([entryFrom('type', at, wordAt('AWS', at)), everybody], at)], at) };
    }
    const items = itemsOf(entry.value).map((item) => {
      const type = item.kind === 'mapping' ? entryOf(item, 'type')?.value : undefined;
      const kind = kinds.get(textOf(type) ?? '');
      const identifiers = item.kind === 'mapping' ? entryOf(item, 'identifiers')?.value : undefined;
      return type && kind !== undefined && identifiers
        ? mappingFrom([entryFrom('type', type.at, wordAt(kind, type.at)), entryFrom('identifiers', identifiers.at, identifiers)], item.at)
        : item;
    });
    return { ...entry, value: listFrom(items, entry.value.at) };
  });
  return { ...statement, entries };
}

/** `*`, `s3` and `s3:GetObject` of the second version as the action that they stand for. */
function actionOf(item: Scalar): Scalar | undefined {
  const text = textOf(item) ?? '';
  if (/^(?:\*|[a-z][a-z0-9-]*:[\w*]+)$/.test(text)) return item;
  return /^[a-z][a-z0-9-]*$/.test(text) ? { ...item, value: `${text}:*`, known: 'resolved', editable: false } : undefined;
}
