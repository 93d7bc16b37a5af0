// What a chart ships under `.Values`, sub-charts and their aliases included. Whoever installs it may say otherwise, so that
// values are used to know what a template writes and never to say that something is not there.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { resolvePath } from '../kustomize/paths.ts';
import { entryOf, itemsOf, textOf, valueAt, type Entry, type Value } from '../value.ts';

/** The values with which a chart of the tree is installed; of several the later count. */
export interface Installation {
  /** The folder of the chart. */
  readonly chart: string;
  readonly values: readonly Value[];
}

/** Looks up one `.Values` path. Undefined where no file says anything. */
export type ChartValues = (path: readonly string[]) => Value | undefined;

/** The folder of the chart that a template belongs to; undefined for what is no template of a chart. */
export function chartRootOf(uri: string): string | undefined {
  const at = uri.lastIndexOf('/templates/');
  return at >= 0 ? uri.slice(0, at) : uri.startsWith('templates/') ? '' : undefined;
}

/** The chart that holds another as `charts/NAME`; undefined where none does. */
export function chartAround(chart: string): { readonly root: string; readonly name: string } | undefined {
  const [, root, name] = /^(.*?)(?:\/|^)charts\/([^/]+)$/.exec(chart) ?? [];
  return root === undefined || name === undefined ? undefined : { root, name };
}

const deepestChart = 4;

/** A `.Values` path of the chart with this folder: what it is installed with comes first, then what charts around it say. Undefined where nothing has values. */
export function chartValuesOf(root: string, context: ReadContext, installed?: Installation): ChartValues | undefined {
  const levels: { readonly values: Value; readonly prefixes: readonly (readonly string[])[] }[] = [];
  let prefixes: readonly (readonly string[])[] = [[]];
  for (let chart = root, depth = 0; depth < deepestChart; depth++) {
    const values = fileOf(chart, 'values', context);
    if (values) levels.unshift({ values, prefixes });
    if (chart === installed?.chart) for (const one of installed.values) levels.unshift({ values: one, prefixes });
    const around = chartAround(chart);
    if (!around) break;
    const names = namesIn(around.root, around.name, context);
    prefixes = prefixes.flatMap((rest) => names.map((name) => [name, ...rest]));
    chart = around.root;
  }
  if (levels.length === 0) return undefined;
  return (path) => {
    // `global` is one for all charts.
    const found = levels.flatMap(({ values, prefixes }) =>
      (path[0] === 'global' ? [[]] : prefixes).flatMap((prefix) => valueAt(values, ...prefix, ...path) ?? []),
    );
    return mergedValues(found);
  };
}

const deepestMerge = 12;

/** One value of several, of which the earlier count: mappings take from the later what they do not say themselves, as Helm merges values. */
export function mergedValues(values: readonly Value[], depth = 0): Value | undefined {
  const [first, ...rest] = values;
  if (first?.kind !== 'mapping' || depth > deepestMerge) return first;
  const others = rest.filter((one) => one.kind === 'mapping');
  if (others.length === 0) return first;
  const byKey = new Map<string, Entry[]>();
  for (const one of [first, ...others])
    for (const entry of one.entries) {
      const key = textOf(entry.key);
      if (key === undefined) continue;
      const known = byKey.get(key);
      if (known) known.push(entry);
      else byKey.set(key, [entry]);
    }
  const entries = [...byKey.values()].map((same) => ({
    ...same[0]!,
    value: mergedValues(
      same.map((entry) => entry.value),
      depth + 1,
    )!,
  }));
  return { ...first, entries, complete: first.complete && others.every((one) => one.complete) };
}

/** What the values of a sub-chart are called in the chart around it: its alias where it has one, else its name. */
function namesIn(chart: string, name: string, context: ReadContext): readonly string[] {
  const aliases = chartDependenciesOf(chart, context)
    .filter((one) => textOf(valueAt(one, 'name')) === name)
    .map((one) => textOf(valueAt(one, 'alias')) ?? name);
  return aliases.length > 0 ? [...new Set(aliases)] : [name];
}

/** The names of the charts that a chart takes in. */
export function chartDependencies(chart: string, context: ReadContext): readonly string[] {
  return [...new Set(chartDependenciesOf(chart, context).flatMap((one) => textOf(valueAt(one, 'name')) ?? []))];
}

/** The charts that a chart takes in from other folders of the tree, with what its values call them. */
export function localDependencies(chart: string, context: ReadContext): readonly { readonly folder: string; readonly name: string }[] {
  return chartDependenciesOf(chart, context).flatMap((one) => {
    const path = /^file:\/\/(\.[^]*)$/.exec(textOf(valueAt(one, 'repository')) ?? '')?.[1];
    const folder = path === undefined ? undefined : resolvePath(chart === '' ? 'Chart.yaml' : `${chart}/Chart.yaml`, path);
    const name = textOf(valueAt(one, 'alias') ?? valueAt(one, 'name'));
    // What lies in the chart itself is read with it.
    return folder !== undefined && name !== undefined && chartAround(folder)?.root !== chart ? [{ folder, name }] : [];
  });
}

/** What a chart says of the charts that it takes in: `name`, `alias`, `condition`. */
export function chartDependenciesOf(chart: string, context: ReadContext): readonly Value[] {
  return ['Chart', 'requirements'].flatMap((file) => itemsOf(entryOf(fileOf(chart, file, context), 'dependencies')?.value));
}

function fileOf(chart: string, name: string, context: ReadContext): Value | undefined {
  const path = chart === '' ? name : `${chart}/${name}`;
  return valueIn(context.neighbour(`${path}.yaml`) ?? context.neighbour(`${path}.yml`));
}

/**
 * The values in a file that somebody names for an installation, by its path from another file (`from`); none where it is not
 * there, or is a template itself. What begins with the name of a repository (`$values/prod.yaml`, of Argo CD) or a slash is
 * meant from the root, of a repository that is taken for this one.
 */
export function valuesAtPath(from: string, path: Value | undefined, context: ReadContext): readonly Value[] {
  const text = textOf(path) ?? '';
  const fromRoot = /^(?:\$[\w-]+)?\/(.*)$/.exec(text)?.[1];
  return valuesInFile(fromRoot === undefined ? resolvePath(from, text) : resolvePath('', fromRoot), context);
}

/** The values in a file of the tree; none where it is not there, or is a template itself. */
export function valuesInFile(uri: string | undefined, context: ReadContext): readonly Value[] {
  const document = uri !== undefined && /\.(?:ya?ml|json)$/.test(uri) ? context.neighbour(uri) : undefined;
  const value = document?.text.includes('{{') ? undefined : valueIn(document);
  return value ? [value] : [];
}

/** What a file of a chart holds that templates take in as it is; undefined for what is no YAML, for templates, and for files beyond the chart, which Helm does not give out. */
export function chartFileOf(chart: string, path: string, context: ReadContext): Value | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const isInside = /\.(?:ya?ml|json)$/.test(path) && !parts.includes('..');
  const document = isInside ? context.neighbour([...(chart === '' ? [] : [chart]), ...parts].join('/')) : undefined;
  return document?.text.includes('{{') ? undefined : valueIn(document);
}

function valueIn(document: Document | undefined): Value | undefined {
  const node = document?.tree(document.format === 'json' ? parseJson : parseYaml).roots[0];
  return document && node && document.memo(valueIn, () => valueOf(node, document.uri));
}
