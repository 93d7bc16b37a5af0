// Which template a file of parameters is for. Nothing in the file says so: people name it after the template, beside it or in
// a folder of its own, with the name of an environment in it.
import type { Document } from '../../document.ts';
import { resolvePath } from '../kustomize/paths.ts';
import type { ReadContext } from '../../readers.ts';
import { entryOf, textOf, type Mapping, type Value } from '../value.ts';

/** What templates are called where the file of parameters does not repeat their name. */
const commonNames = ['azuredeploy', 'main', 'mainTemplate', 'template', 'deploy', 'index'];

/** The parameters of a file that says by its schema that it holds them. */
export function parametersIn(root: Value): Mapping | undefined {
  const parameters = entryOf(root, 'parameters')?.value;
  return /deploymentParameters\.json/i.test(textOf(entryOf(root, '$schema')?.value) ?? '') && parameters?.kind === 'mapping'
    ? parameters
    : undefined;
}

/** The template that a file of parameters is for: the first of the names that it may have which is there. */
export function templateFor(uri: string, context: ReadContext): Document | undefined {
  const name = uri.slice(uri.lastIndexOf('/') + 1).replace(/\.jsonc?$/i, '');
  const words = name.split(/[.\-_]/);
  const mark = words.findIndex((word) => /^param(?:eter)?s?$/i.test(word));
  // `main.parameters.prod` and `main.prod.parameters`: the more of the name it repeats, the better.
  const before = mark > 0 ? words.slice(0, mark) : mark === 0 ? [] : words;
  const lead = before.map((_, index) => name.slice(0, before.slice(0, before.length - index).join('.').length));
  const own = mark < 0 ? [] : lead;
  for (const folder of ['', '../', '../templates/', '../bicep/']) {
    for (const base of [...own, ...commonNames]) {
      for (const extension of ['.json', '.bicep']) {
        const path = resolvePath(uri, `${folder}${base}${extension}`);
        const found = path === undefined || path === uri ? undefined : context.neighbour(path);
        if (found) return found;
      }
    }
  }
  return undefined;
}
