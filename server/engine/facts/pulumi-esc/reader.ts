// Environments of Pulumi ESC: logins of clouds that are given a key (`static`) in place of the token of the environment
// (`oidc`), and configurations of stacks that hold one, encrypted or not. Names as in the providers' reference (2026-11);
// what the key itself is, is for the scanner.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import type { Place } from '../../text/text.ts';
import { wordAt } from '../made-values.ts';
import { noFacts, type Facts } from '../types.ts';
import { entryOf, textOf, type Value } from '../value.ts';

export const escReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readEnvironment(document)])),
};

const clouds: ReadonlyMap<string, string> = new Map([
  ['aws-login', 'aws'],
  ['azure-login', 'azure'],
  ['gcp-login', 'gcp'],
  ['vault-login', 'vault'],
]);
/** Settings of providers that are keys, by their name in the configuration of a stack. */
const stackKeys: Readonly<Record<string, string>> = {
  'aws:secretKey': 'aws',
  'azure-native:clientSecret': 'azure',
  'azure:clientSecret': 'azure',
  'azuread:clientSecret': 'azure',
  'gcp:credentials': 'gcp',
};
const deepest = 20;

function readEnvironment(document: Document): Facts {
  const into = noFacts();
  for (const root of document.tree(parseYaml).roots) {
    const file = valueOf(root, document.uri);
    const values = entryOf(file, 'values')?.value;
    if (values) walk(values, 'values', document.uri, into, 0);
    for (const [key, cloud] of Object.entries(stackKeys)) {
      const entry = entryOf(entryOf(file, 'config')?.value, key);
      if (entry && textOf(entry.value) !== '') push('stack', key, cloud, entry.key.at, entry.at, 'config', document.uri, into);
    }
  }
  return into;
}

/** `fn::open::aws-login: { static: … }`, and the longer form with a provider and its inputs. */
function walk(value: Value, path: string, uri: string, into: Facts, depth: number): void {
  if (value.kind !== 'mapping' || depth > deepest) return;
  for (const entry of value.entries) {
    const key = textOf(entry.key) ?? '';
    const long = key === 'fn::open';
    const provider = long ? (textOf(entryOf(entry.value, 'provider')?.value) ?? '') : key.replace(/^fn::open::/, '');
    const given = long ? entryOf(entry.value, 'inputs')?.value : key.startsWith('fn::open::') ? entry.value : undefined;
    const cloud = clouds.get(provider);
    const fixed = given ? entryOf(given, 'static') : undefined;
    if (fixed && cloud !== undefined) push('esc', provider, cloud, fixed.key.at, entry.at, path, uri, into);
    else walk(entry.value, `${path}.${key}`, uri, into, depth + 1);
  }
}

function push(kept: 'esc' | 'stack', name: string, cloud: string, at: Place, block: Place, path: string, uri: string, into: Facts): void {
  into.credentials.push({
    anchor: `pulumi|${uri}|${path}|key=${name}`,
    platform: 'saas',
    kind: 'static-provider',
    owner: { kind: 'service', id: wordAt(cloud, at) },
    lifetime: { kind: 'standing' },
    storedIn: 'ci-secret',
    at,
    carrier: { dialect: 'pulumi', kind: `${kept}_${name}`, address: path, block, head: at },
    enabled: 'yes',
  });
}
