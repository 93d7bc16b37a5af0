// `file()` and `templatefile()` of a file in the workspace: read as what it is, with places in that file. A file that is
// not there, or whose path is not known, is unknown.
import type { Place } from '../../text/text.ts';
import { parseTemplateText } from '../../syntax/hcl/parse.ts';
import { valueOf } from '../data-value.ts';
import { parseJson } from '../../syntax/json.ts';
import { through } from './references.ts';
import type { Scope } from './evaluate.ts';
import { unknownAt } from './made.ts';
import { evaluateTemplate } from './template.ts';
import { textOf, type Value } from '../value.ts';

const longestFile = 1_000_000;

export function fileValue(path: Value | undefined, variables: Value | undefined, place: Place, scope: Scope): Value {
  const text = textOf(path);
  const uri = text === undefined ? undefined : resolvePath(scope.module.folder, text);
  const document = uri === undefined ? undefined : scope.evaluation.neighbour(uri);
  if (!document || uri === undefined) return unknownAt(place, 'a file that is not here');
  if (document.text.length > longestFile) return unknownAt(place, 'a file that is too large');
  if (variables) {
    const bindings = new Map<string, Value>();
    if (variables.kind === 'mapping')
      for (const { key, value } of variables.entries) if (key.kind === 'scalar') bindings.set(String(key.value), value);
    const whole = [0, document.text.length] as const;
    const { documents } = scope.module;
    const module = {
      ...scope.module,
      documents: {
        get: (one: string) => (one === uri ? document : documents.get(one)),
        has: (one: string) => one === uri || documents.has(one),
        keys: () => new Set([...documents.keys(), uri]).keys(),
      },
    };
    const template = { ...parseTemplateText(document.text, whole, whole), form: 'heredoc' as const };
    return through(evaluateTemplate(template, { ...scope, module, uri, bindings }), place, () => true);
  }
  const at: Place = { uri, span: [0, document.text.length] };
  if (/^\s*[{[]/.test(document.text)) {
    const root = document.tree(parseJson).roots[0];
    if (root) return through(valueOf(root, uri), place, () => true);
  }
  return through(
    { kind: 'scalar', known: 'literal', value: document.text, at, token: at, via: [], encoding: 'none', editable: true },
    place,
    () => true,
  );
}

/** A path relative to a folder, as a uri of the workspace; undefined where it leaves the workspace. */
export function resolvePath(folder: string, path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\0')) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}
