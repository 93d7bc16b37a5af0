// What a chart of the tree makes of the values that somebody installs it with: a release in Terraform, an application of
// Argo CD, a file of values beside the chart. Its templates are worked out once more with them, and what is said is only
// what those values decide, at the place where they are written; what the chart ships is said at its templates.
// Templates in folders below `templates` are not listed to a reader, and so not worked out.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseHelm, regionsAt } from '../../syntax/helm.ts';
import { kubernetesObjects } from '../kubernetes/objects.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { noFacts, type Facts, type Grant } from '../types.ts';
import { textOf, valueAt, type Leaf } from '../value.ts';
import { withPlaces } from '../value-places.ts';
import type { GivenValues } from './given-values.ts';
import { chartDependencies, chartRootOf, type Installation } from './values.ts';

const mostTemplates = 200;

/** Whether a chart lies in a folder. */
export function isChart(folder: string, context: ReadContext): boolean {
  return context.neighbour(inFolder(folder, 'Chart.yaml')) !== undefined;
}

/** Reads what an installation makes of a chart of the tree. */
export function readInstalledChart(installed: Installation, context: ReadContext, into: Facts, given: GivenValues): void {
  const uris: ReadonlySet<string> = new Set(installed.values.map((one) => one.at.uri));
  if (uris.size === 0) return;
  for (const template of templatesOf(installed.chart, context)) {
    const { objects, enabledAt } = kubernetesObjects(template, context, installed);
    const isLeftOut = switchedOff(template, installed);
    for (const object of objects) {
      if (object.at.uri === template.uri && isLeftOut(object.at.span[0])) continue;
      // The chart itself is not what is to be changed here.
      const own = withPlaces(object, (one) => (uris.has(one.at.uri) ? one : { ...one, editable: false }));
      const name = [textOf(valueAt(own, 'kind')) ?? '', textOf(valueAt(own, 'metadata', 'name')) ?? '*'].join('/');
      const enabled = given.enabled === 'yes' ? enabledAt(object.at.span[0]) : given.enabled;
      const made = noFacts();
      readKubernetesObject(own, made, { uri: given.uri, dialect: given.dialect, anchor: `${given.anchor}|${name}`, enabled });
      into.grants.push(...made.grants.filter((grant) => decidedBy(grant, uris)));
    }
  }
}

/**
 * Whether what stands at an offset of a template is left out by a switch of whoever installs the chart itself: `{{ if
 * .Values.rbac.create }}` with `false` among their values. What a chart around this one calls the switch is not worked out.
 */
function switchedOff(template: Document, { chart, values }: Installation): (offset: number) => boolean {
  if (chartRootOf(template.uri) !== chart) return () => false;
  const helm = template.tree(parseHelm);
  return (offset) =>
    regionsAt(helm, offset).some(({ keyword, expression, elses }) => {
      const path = keyword === 'if' && elses.length === 0 ? /^\.Values\.([\w.]+)$/.exec(expression)?.[1] : undefined;
      const given = path === undefined ? [] : values.flatMap((one) => valueAt(one, ...path.split('.')) ?? []);
      return textOf(given.at(-1)) === 'false';
    });
}

/** Whether a role or what is in it was written in one of these files. */
function decidedBy({ entitlement, actions, rule, role }: Grant, uris: ReadonlySet<string>): boolean {
  const leaves: readonly (Leaf | undefined)[] =
    role === 'binding'
      ? [entitlement]
      : rule
        ? [...rule.groups, ...rule.resources, ...rule.verbs, ...rule.urls]
        : [entitlement, ...actions];
  return leaves.some((leaf) => leaf !== undefined && uris.has(leaf.at.uri));
}

/** Templates of a chart and of the charts that lie in it. */
function templatesOf(chart: string, context: ReadContext): readonly Document[] {
  const charts = [chart, ...chartDependencies(chart, context).map((name) => inFolder(chart, `charts/${name}`))];
  return charts
    .flatMap((one) => context.siblings?.(inFolder(one, 'templates')) ?? [])
    .filter((uri) => /\/[^_/][^/]*\.ya?ml$/.test(uri))
    .slice(0, mostTemplates)
    .flatMap((uri) => context.neighbour(uri) ?? [])
    .filter(({ text }) => text.includes('{{') && text.includes('kind'));
}

function inFolder(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
