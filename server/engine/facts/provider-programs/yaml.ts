// Programs of Pulumi in YAML: `resources` by name, each with a type (`gcp:projects:IAMMember`) and properties. Expressions
// (`${…}`) are holes; of the functions those are followed that write a policy: `fn::toJSON`, and `fn::invoke` of
// `aws:iam:getPolicyDocument`.
import type { Document } from '../../document.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import { documentOf } from '../cloudformation/intrinsics.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readPulumiAzure } from '../typescript/pulumi-azure.ts';
import type { Carrier, Facts } from '../types.ts';
import { entryOf, patternOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { readCrosswalk } from './crosswalk.ts';
import { documentOfStatements, inSnakeCase, readProviderResource } from './resource.ts';
import { typeOfPulumi } from './types.ts';

export function readPulumiYaml(document: Document, into: Facts): void {
  const { uri } = document;
  for (const root of document.format === 'json' ? document.tree(parseJson).roots : document.tree(parseYaml).roots) {
    const program = valueOf(root, uri);
    const resources = valueAt(program, 'resources');
    if (resources?.kind !== 'mapping') continue;
    const variables = valueAt(program, 'variables');
    for (const { key, value, at } of variables?.kind === 'mapping' ? variables.entries : []) {
      // Who uses it names it in an expression, which is not followed: it is judged by what it says.
      const policy = withHoles(value, document.text);
      const name = textOf(key) ?? '?';
      if (entryOf(policy, 'Statement'))
        readPolicyDocument(policy, into, {
          role: policyRoleOf(policy, name),
          carrier: {
            dialect: 'pulumi',
            kind: 'iam.getPolicyDocument',
            address: `variables.${name}`,
            block: { uri, span: at.span },
            head: key.at,
          },
          anchor: `pulumi|${uri}|variables.${name}`,
          principals: [],
          enabled: 'yes',
        });
    }
    for (const { key, value } of resources.entries) {
      const type = valueAt(value, 'type');
      if (textOf(type)?.startsWith('kubernetes:')) {
        readKubernetesResource(textOf(type)!, key, value, document, into);
        continue;
      }
      const [provider, ...path] = (textOf(type) ?? '').split(':');
      // A class of the package itself has no module: `github:Membership`.
      const [module, name] = path.length === 1 ? ['index', path[0]] : path;
      const properties = valueAt(value, 'properties');
      if (type?.kind !== 'scalar' || name === undefined || properties?.kind !== 'mapping') continue;
      const args = withHoles(properties, document.text) as Mapping;
      const [kind, title, head] = [`${module!.replace(/\/.*/, '')}.${name}`, textOf(key) ?? '?', type.at];
      const known = typeOfPulumi(provider!, module!, name);
      if (known !== undefined)
        readProviderResource({ type: known, kind, name: title, args, dialect: 'pulumi', head, block: value.at }, into);
      else if (provider === 'awsx') readCrosswalk({ kind, name: title, args, dialect: 'pulumi', head, block: value.at }, into);
      else if (provider === 'azure-native') {
        const carrier: Carrier = { dialect: 'pulumi', kind, address: `${kind}.${title}`, block: value.at, head };
        readPulumiAzure({ type: kind, args, carrier, anchor: `pulumi|${uri}|${carrier.address}`, uri, head, text: document.text }, into);
      }
    }
  }
}

/** `kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding`: the object that its properties write. */
function readKubernetesResource(type: string, key: Leaf, value: Value, document: Document, into: Facts): void {
  const [, apiVersion, kind] = type.split(':');
  const properties = valueAt(value, 'properties');
  if (!apiVersion || !kind || properties?.kind !== 'mapping') return;
  const args = withHoles(properties, document.text) as Mapping;
  const head = valueAt(value, 'type')!.at;
  // Without a name of its own the object is called after the resource, with something random behind it.
  const named = valueAt(args, 'metadata', 'name')
    ? []
    : [entryFrom('metadata', head, mappingFrom([entryFrom('name', key.at, key, key.at)], head), head)];
  const own = args.entries.filter(
    (entry) => !['apiVersion', 'kind', ...(named.length > 0 ? ['metadata'] : [])].includes(textOf(entry.key) ?? ''),
  );
  const object = mappingFrom(
    [
      entryFrom('apiVersion', head, wordAt(apiVersion.replace(/^core\//, ''), head), head),
      entryFrom('kind', head, wordAt(kind, head), head),
      ...named,
      ...own,
    ],
    value.at,
  );
  readKubernetesObject(object, into, { uri: document.uri, dialect: 'pulumi', enabled: 'yes' });
}

/** Text with expressions as text with holes, policies in text as what they say. */
function withHoles(value: Value, text: string): Value {
  const convert = (one: Value, depth: number): Value => {
    if (depth > 12) return one;
    if (one.kind === 'list') return { ...one, items: one.items.map((item) => convert(item, depth + 1)) };
    if (one.kind === 'mapping') {
      const json = one.entries.length === 1 && entryOf(one, 'fn::toJSON');
      if (json) return convert(json.value, depth + 1);
      const made = {
        ...mappingFrom(
          one.entries.map((entry) => ({ ...entry, value: convert(entry.value, depth + 1) })),
          one.at,
        ),
        complete: one.complete,
        encoding: one.encoding,
        editable: one.editable,
      };
      return invokedPolicy(made) ?? made;
    }
    if (one.kind !== 'scalar' || typeof one.value !== 'string') return one;
    const policy = one.value.includes('Statement') ? documentOf(one, text) : undefined;
    if (policy) return convert(policy, depth + 1);
    return one.value.includes('${') ? holed(one) : one;
  };
  return convert(value, 0);
}

const policyFunction = /^aws:iam(?:\/\w+)?:getPolicyDocument$/;

/** The document behind `fn::invoke: { function: aws:iam:getPolicyDocument, arguments: { statements: […] } }`, and behind its short form `fn::aws:iam:getPolicyDocument`. */
function invokedPolicy(value: Mapping): Value | undefined {
  const invoke = entryOf(value, 'fn::invoke')?.value;
  const short = value.entries.find(({ key }) => policyFunction.test((textOf(key) ?? '').replace(/^fn::/, '')));
  const given = short
    ? short.value
    : invoke && policyFunction.test(textOf(entryOf(invoke, 'function')?.value) ?? '')
      ? entryOf(invoke, 'arguments')?.value
      : undefined;
  const words = given?.kind === 'mapping' ? inSnakeCase(given) : undefined;
  return words && documentOfStatements(entryOf(words, 'statements')?.value, words.at);
}

function holed(leaf: Leaf): Leaf {
  const pattern = patternOf(leaf).replace(/\$\{[^}]{0,300}\}/g, '\0');
  const { at, token, via, encoding } = leaf;
  return /^\0+$/.test(pattern)
    ? { kind: 'unknown', why: 'an expression of Pulumi', at, token, via, encoding, editable: false }
    : { kind: 'partial', pattern, at, token, via, encoding, editable: false };
}
