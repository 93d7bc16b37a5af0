// What a chart ships under `.Values`, sub-charts and their aliases included. Whoever installs it may say otherwise, so that
// values are used to know what a template writes and never to say that something is not there.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { entryOf, itemsOf, textOf, valueAt, type Value } from '../value.ts';

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

/** A `.Values` path of the chart with this folder: what charts around it say comes first. Undefined where no file has values. */
export function chartValuesOf(root: string, context: ReadContext): ChartValues | undefined {
  const levels: { readonly values: Value; readonly prefixes: readonly (readonly string[])[] }[] = [];
  let prefixes: readonly (readonly string[])[] = [[]];
  for (let chart = root, depth = 0; depth < deepestChart; depth++) {
    const values = fileOf(chart, 'values', context);
    if (values) levels.unshift({ values, prefixes });
    const around = chartAround(chart);
    if (!around) break;
    const names = namesIn(around.root, around.name, context);
    prefixes = prefixes.flatMap((rest) => names.map((name) => [name, ...rest]));
    chart = around.root;
  }
  if (levels.length === 0) return undefined;
  return (path) => {
    for (const { values, prefixes } of levels) {
      // `global` is one for all charts.
      for (const prefix of path[0] === 'global' ? [[]] : prefixes) {
        const found = valueAt(values, ...prefix, ...path);
        if (found) return found;
      }
    }
    return undefined;
  };
}

/** What the values of a sub-chart are called in the chart around it: its alias where it has one, else its name. */
function namesIn(chart: string, name: string, context: ReadContext): readonly string[] {
  const dependencies = ['Chart', 'requirements'].flatMap((file) => itemsOf(entryOf(fileOf(chart, file, context), 'dependencies')?.value));
  const aliases = dependencies.filter((one) => textOf(valueAt(one, 'name')) === name).map((one) => textOf(valueAt(one, 'alias')) ?? name);
  return aliases.length > 0 ? [...new Set(aliases)] : [name];
}

function fileOf(chart: string, name: string, context: ReadContext): Value | undefined {
  const path = chart === '' ? name : `${chart}/${name}`;
  return valueIn(context.neighbour(`${path}.yaml`) ?? context.neighbour(`${path}.yml`));
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
