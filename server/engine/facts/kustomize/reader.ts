// Kustomizations to facts: what the patches and replacements of an overlay make of the objects of its bases. Objects that no patch
// touches are read where they stand; of the others only what a patch brought in is new, and is reported where that is written.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { readGivenValues, type GivenValues } from '../helm/given-values.ts';
import { isChart, readInstalledChart } from '../helm/installed.ts';
import { valuesAtPath } from '../helm/values.ts';
import { keyedBy } from '../kubernetes/change-commands.ts';
import { kubernetesObjects, nameOf } from '../kubernetes/objects.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { noFacts, type Facts, type Grant } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { applies, applyPatch, patchesOf, type Patch } from './patches.ts';
import { resolvePath } from './paths.ts';
import { replacementPatches } from './replacements.ts';

export const kustomizeReader: Reader = {
  read(documents, context) {
    return new Map(documents.map((document) => [document.uri, readOne(document, context)]));
  },
};

const deepest = 8;
const mostFiles = 500;

function readOne(document: Document, context: ReadContext): Facts {
  const facts = noFacts();
  const root = rootOf(document);
  if (!root) return facts;
  for (const chart of itemsOf(valueAt(root, 'helmCharts')))
    readChart(chart, valueAt(root, 'helmGlobals', 'chartHome'), document.uri, facts, context);
  readGenerated(root, document.uri, facts);
  const own = [...patchesOf(root, document, context), ...componentsOf(root, document.uri, context).flatMap((one) => one.patches)];
  if (own.length === 0 && !valueAt(root, 'replacements')) return facts;
  const objects = baseObjects(root, document.uri, context, new Set([document.uri]), 0);
  const patches = [...own, ...replacementPatches(root, document, context, objects)];
  for (const object of objects) {
    const name = nameOf(object);
    const fitting = name ? patches.filter((patch) => applies(patch, object, name)) : [];
    if (fitting.length > 0) readPatched(object, fitting, document.uri, facts);
  }
  return facts;
}

/** A chart that a kustomization installs, from the folder of its charts, with values in place and in files. */
function readChart(chart: Value, home: Value | undefined, uri: string, into: Facts, context: ReadContext): void {
  const name = textOf(valueAt(chart, 'name'));
  const folder = name === undefined ? undefined : resolvePath(uri, `${textOf(home) ?? 'charts'}/${name}`);
  const isHere = folder !== undefined && isChart(folder, context);
  const anchor = `kustomize|${uri}|helmCharts[${name ?? '?'}]`;
  const given: GivenValues = { uri, dialect: 'kustomize', anchor, enabled: 'yes', besideChart: isHere };
  const inline = itemsOf(valueAt(chart, 'valuesInline'));
  for (const one of inline) readGivenValues(one, into, given);
  if (!isHere) return;
  const files = [valueAt(chart, 'valuesFile'), ...itemsOf(valueAt(chart, 'additionalValuesFiles'))];
  const values = [...files.flatMap((file) => valuesAtPath(uri, file, context)), ...inline];
  readInstalledChart({ chart: folder, values }, context, into, given);
}

/** Maps that are generated of literals, as the manifests that they become; most of them are a program's own settings. */
function readGenerated(root: Value, uri: string, into: Facts): void {
  for (const one of itemsOf(valueAt(root, 'configMapGenerator'))) {
    const name = valueAt(one, 'name');
    const data = leavesOf(valueAt(one, 'literals')).flatMap(keyedBy);
    if (!name || data.length === 0) continue;
    const object = mappingFrom(
      [
        entryFrom('apiVersion', name.at, wordAt('v1', name.at)),
        entryFrom('kind', name.at, wordAt('ConfigMap', name.at)),
        entryFrom('metadata', name.at, mappingFrom([entryFrom('name', name.at, name)], name.at)),
        entryFrom('data', one.at, mappingFrom(data, one.at)),
      ],
      one.at,
    );
    readKubernetesObject(object, into, { uri, dialect: 'kustomize', enabled: 'yes' });
  }
}

function rootOf(document: Document): Value | undefined {
  const [node] = document.tree(parseYaml).roots;
  return node && valueOf(node, document.uri);
}

/** The objects that a kustomization builds on, patches of its bases applied. Circles are cut where they close. */
function baseObjects(root: Value, uri: string, context: ReadContext, seen: Set<string>, depth: number): Mapping[] {
  const objects: Mapping[] = [];
  for (const key of ['resources', 'bases', 'components']) {
    for (const item of itemsOf(valueAt(root, key))) {
      const path = textOf(item) === undefined ? undefined : resolvePath(uri, textOf(item)!);
      if (path === undefined || seen.size > mostFiles) continue;
      const file = context.neighbour(path);
      if (file && /\.(?:ya?ml|json)$/.test(path)) {
        if (!seen.has(path)) objects.push(...kubernetesObjects(file).objects);
        seen.add(path);
        continue;
      }
      const base = kustomizationIn(path, context);
      if (!base || seen.has(base.uri) || depth >= deepest) continue;
      seen.add(base.uri);
      const baseRoot = rootOf(base);
      if (!baseRoot) continue;
      const patches = [...patchesOf(baseRoot, base, context), ...componentsOf(baseRoot, base.uri, context).flatMap((one) => one.patches)];
      const below = baseObjects(baseRoot, base.uri, context, seen, depth + 1);
      const all = [...patches, ...replacementPatches(baseRoot, base, context, below)];
      for (const object of below) objects.push(patched(object, all));
    }
  }
  return objects;
}

function kustomizationIn(folder: string, context: ReadContext): Document | undefined {
  const path = folder === '' ? '' : `${folder}/`;
  return ['kustomization.yaml', 'kustomization.yml', 'Kustomization']
    .map((name) => context.neighbour(`${path}${name}`))
    .find((one) => one !== undefined);
}

/** Components with their patches, which are for the objects of whoever takes them in. */
function componentsOf(root: Value, uri: string, context: ReadContext, depth = 0): { readonly patches: readonly Patch[] }[] {
  return itemsOf(valueAt(root, 'components')).flatMap((item) => {
    const path = textOf(item) === undefined ? undefined : resolvePath(uri, textOf(item)!);
    const component = path === undefined || depth >= deepest ? undefined : kustomizationIn(path, context);
    const own = component && rootOf(component);
    return own ? [{ patches: patchesOf(own, component, context) }, ...componentsOf(own, component.uri, context, depth + 1)] : [];
  });
}

function patched(object: Mapping, patches: readonly Patch[]): Mapping {
  const name = nameOf(object);
  return name ? patches.filter((patch) => applies(patch, object, name)).reduce(applyPatch, object) : object;
}

function readPatched(object: Mapping, patches: readonly Patch[], uri: string, into: Facts): void {
  const made = noFacts();
  readKubernetesObject(patches.reduce(applyPatch, object), made, { uri, dialect: 'kustomize', enabled: 'yes' });
  const own = object.at.uri;
  const fromPatch = (places: readonly ({ readonly uri: string } | undefined)[]): boolean =>
    places.some((place) => place !== undefined && place.uri !== own);
  for (const grant of made.grants) if (fromPatch(placesOf(grant))) into.grants.push(grant);
  for (const credential of made.credentials) if (fromPatch([credential.at])) into.credentials.push(credential);
  for (const identity of made.identities)
    if (fromPatch(Object.values(identity.traits).map((trait) => trait.at))) into.identities.push(identity);
}

function placesOf(grant: Grant) {
  const { rule } = grant;
  return [
    grant.entitlement?.at,
    ...grant.principals.map((principal) => principal.id.at),
    ...(rule ? [...rule.groups, ...rule.resources, ...rule.verbs].map((leaf) => leaf.at) : []),
  ];
}
