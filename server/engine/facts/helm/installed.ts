// What a chart of the tree makes of the values that somebody installs it with: a release in Terraform, an application of
// Argo CD, a file of values beside the chart. Its templates are worked out once more with them, and what is said is only
// what those values decide, at the place where they are written; what the chart ships is said at its templates.
// Templates in folders below `templates` are not listed to a reader, and so not worked out.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import type { ReadContext } from '../../readers.ts';
import { decidingLeaves } from '../kubernetes/grant.ts';
import { kubernetesObjects, type KubernetesSource } from '../kubernetes/objects.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { noFacts, type Facts, type Grant } from '../types.ts';
import { textOf, valueAt, type Value } from '../value.ts';
import { withPlaces } from '../value-places.ts';
import type { GivenValues } from './given-values.ts';
import { leftOffBy } from './left-off.ts';
import { chartDependencies, localDependencies, type Installation } from './values.ts';

/** Templates of one chart that are worked out with one installation's values; those with roles and bindings come first. */
const mostTemplates = 100;

/** Whether a chart lies in a folder. */
export function isChart(folder: string, context: ReadContext): boolean {
  return context.neighbour(inFolder(folder, 'Chart.yaml')) !== undefined;
}

/** Charts that are followed from one installation, through what each takes in. */
const mostCharts = 30;

/** Reads what an installation makes of a chart of the tree, and of the charts of the tree that it takes in. */
export function readInstalledChart(installed: Installation, context: ReadContext, into: Facts, given: GivenValues): void {
  readTemplates(installed, context, into, given);
  readTakenInCharts(installed, context, into, given);
}

/** Reads what the values of a chart make of the charts that it takes in from elsewhere in the tree: `repository: file://../board`. */
export function readTakenInCharts(installed: Installation, context: ReadContext, into: Facts, given: GivenValues): void {
  const all: (Installation & { readonly anchor: string })[] = [{ ...installed, anchor: given.anchor }];
  for (const { chart, values, anchor } of all)
    for (const { folder, name } of localDependencies(chart, context)) {
      if (!isChart(folder, context)) continue;
      if (all.length > mostCharts) {
        const message = `this leads to more charts than the ${mostCharts} that are followed`;
        into.problems.push({ kind: 'limit', message, at: { uri: given.uri, span: [0, 0] } });
        return;
      }
      const own = { chart: folder, values: values.flatMap((one) => valueAt(one, name) ?? []), anchor: `${anchor}|${name}` };
      if (own.values.length === 0) continue;
      all.push(own);
      readTemplates(own, context, into, { ...given, anchor: own.anchor });
    }
}

function readTemplates(installed: Installation, context: ReadContext, into: Facts, given: GivenValues): void {
  const uris: ReadonlySet<string> = new Set(installed.values.map((one) => one.at.uri));
  if (uris.size === 0) return;
  const switches = new Set<Place>();
  const templates = templatesOf(installed.chart, context);
  if (templates.length > mostTemplates) {
    const message = `of the ${templates.length} templates of this chart ${mostTemplates} are worked out with these values`;
    into.problems.push({ kind: 'limit', message, at: installed.values[0]!.at });
  }
  for (const template of templates.slice(0, mostTemplates)) {
    const source = kubernetesObjects(template, context, installed);
    const switchOf = switchesOf(template, source, uris, context);
    for (const object of [...source.objects, ...source.takenIn]) {
      const offset = object.at.span[0];
      if (object.at.uri === template.uri && source.decisionsAt(offset).some((one) => !one.on)) continue;
      const own = withPlaces(object, (one) => {
        if (uris.has(one.at.uri)) return one;
        const on = one.at.uri === template.uri ? switchOf(one.at.span[0]) : undefined;
        if (on) switches.add(on.at);
        // The chart itself is not what is to be changed here.
        return on ? { ...one, at: on.at, token: on.token, via: [one.at], editable: false } : { ...one, editable: false };
      });
      const name = [textOf(valueAt(own, 'kind')) ?? '', textOf(valueAt(own, 'metadata', 'name')) ?? '*'].join('/');
      const enabled = given.enabled === 'yes' ? source.enabledAt(offset) : given.enabled;
      const made = noFacts();
      readKubernetesObject(own, made, { uri: given.uri, dialect: given.dialect, anchor: `${given.anchor}|${name}`, enabled });
      into.grants.push(...made.grants.filter((grant) => decidedBy(grant, uris)));
    }
  }
  if (switches.size > 0) withoutGuesses(into.grants, switches, given);
}

/** What was guessed of switches by their names alone goes where a template tells what they switch on. */
function withoutGuesses(grants: Grant[], switches: ReadonlySet<Place>, given: GivenValues): void {
  const told = new Set([...switches].map(({ uri, span }) => `${uri} ${span[0]}`));
  const isTold = ({ entitlement, anchor }: Grant): boolean =>
    entitlement !== undefined &&
    entitlement.via.length === 0 &&
    anchor.startsWith(`${given.anchor}|`) &&
    told.has(`${entitlement.at.uri} ${entitlement.at.span[0]}`);
  const kept = grants.filter((grant) => !isTold(grant));
  grants.splice(0, grants.length, ...kept);
}

/**
 * For an offset of a template: the value of whoever installs the chart that switches on what the chart itself leaves off
 * there; undefined where the chart has it on, or other values decide.
 */
function switchesOf(
  template: Document,
  made: KubernetesSource,
  uris: ReadonlySet<string>,
  context: ReadContext,
): (offset: number) => Value | undefined {
  let shipped: KubernetesSource | undefined;
  return (offset) => {
    const own = made
      .decisionsAt(offset)
      .flatMap((one) => (one.on ? one.by : []))
      .find(({ value }) => uris.has(value.at.uri));
    if (!own) return undefined;
    shipped ??= kubernetesObjects(template, context);
    return leftOffBy(shipped.decisionsAt(offset)) ? own.value : undefined;
  };
}

/** Whether a role or what is in it was written in one of these files. */
function decidedBy(grant: Grant, uris: ReadonlySet<string>): boolean {
  return decidingLeaves(grant).some((leaf) => uris.has(leaf.at.uri));
}

/** Templates of a chart and of the charts that lie in it, those that write roles and bindings first. */
function templatesOf(chart: string, context: ReadContext): readonly Document[] {
  const charts = [chart, ...chartDependencies(chart, context).map((name) => inFolder(chart, `charts/${name}`))];
  const templates = charts
    .flatMap((one) => context.siblings?.(inFolder(one, 'templates')) ?? [])
    .filter((uri) => /\/[^_/][^/]*\.ya?ml$/.test(uri))
    .flatMap((uri) => context.neighbour(uri) ?? [])
    .filter(({ text }) => text.includes('{{') && text.includes('kind'));
  const [first, rest] = [true, false].map((isRbac) => templates.filter(({ text }) => text.includes('rbac.authorization') === isRbac));
  return [...first!, ...rest!];
}

function inFolder(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
