// Where the named templates of a chart stand (`{{ define "name" }}`): in its own files, in those of the charts that it takes
// in, and in those of the charts around it. What they write is made in templates.ts.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseHelm } from '../../syntax/helm.ts';
import type { Span } from '../../text/text.ts';
import { chartAround, chartDependencies, localDependencies } from './values.ts';

/** The body of a definition, between its actions. */
export interface NamedTemplate {
  readonly document: Document;
  readonly body: Span;
}

/** Named templates of a chart, of those that it takes in and of those around it, those of the outermost first, as Helm lets them win. */
export function namedTemplates(document: Document, root: string, context: ReadContext): ReadonlyMap<string, NamedTemplate> {
  const found = new Map<string, NamedTemplate>();
  const take = (one: Document | undefined): void => {
    for (const [name, body] of one ? definitionsOf(one) : []) found.set(name, { document: one!, body });
  };
  for (const { folder } of localDependencies(root, context)) for (const uri of helpersIn(folder, context)) take(context.neighbour(uri));
  for (const name of chartDependencies(root, context))
    for (const uri of helpersIn(`${root === '' ? '' : `${root}/`}charts/${name}`, context)) take(context.neighbour(uri));
  take(document);
  for (let chart: string | undefined = root; chart !== undefined; chart = chartAround(chart)?.root) {
    for (const uri of helpersIn(chart, context)) take(context.neighbour(uri));
  }
  return found;
}

/** The files of a chart that define templates and write nothing. */
function helpersIn(chart: string, context: ReadContext): ReadonlySet<string> {
  const folder = chart === '' ? 'templates' : `${chart}/templates`;
  return new Set([
    `${folder}/_helpers.tpl`,
    ...(context.siblings?.(folder) ?? []).filter((uri) => uri.endsWith('.tpl') || /\/_[^/]*$/.test(uri)),
  ]);
}

function definitionsOf(document: Document): ReadonlyMap<string, Span> {
  return document.memo(definitionsOf, () => {
    const found = new Map<string, Span>();
    if (!document.text.includes('define')) return found;
    const { regions, actions } = document.tree(parseHelm);
    const ends = new Map(actions.map((action) => [action.span[0], action.span[1]]));
    for (const { keyword, expression, span } of regions) {
      const name = keyword === 'define' ? /^"([^"\n]+)"$/.exec(expression)?.[1] : undefined;
      const start = ends.get(span[0]);
      if (name !== undefined && start !== undefined)
        found.set(name, [start, Math.max(start, document.text.lastIndexOf('{{', span[1] - 1))]);
    }
    return found;
  });
}
