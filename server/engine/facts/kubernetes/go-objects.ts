// Roles and bindings that a program in Go makes of Kubernetes' own types: `rbacv1.ClusterRoleBinding{RoleRef: …}`, as
// installers and operators do. There is no tree of Go here: literals of the types that an import names. Other objects are
// left to manifests, and what a program changes afterwards is not followed.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { textOf, type Entry, type Mapping, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';

const imported = /^[ \t]*(?:import[ \t]+)?(?:(\w{1,60})[ \t]+)?"k8s\.io\/api\/rbac\/(v1(?:alpha1|beta1)?)"/m;
const object = /(?<![\w.\]*])&?(\w{1,60})\.((?:Cluster)?Role(?:Binding)?)(?=\{)/g;
/** Constants of the package that stand for everything. */
const everything = /\.(?:VerbAll|ResourceAll|APIGroupAll|NonResourceAll)$/;

/** Whether a program may make roles or bindings. */
export const mayMakeRoles = (text: string): boolean => text.includes('k8s.io/api/rbac/v1');

/** The objects that the literals of a program come to. */
export function rolesOfGo({ text, uri }: Document): Mapping[] {
  const named = imported.exec(text);
  if (!named) return [];
  const version = named[2]!;
  const found: Mapping[] = [];
  // Text that only looks like literals is not read over and over.
  let left = 4 * text.length + 100_000;
  for (const match of text.matchAll(object)) {
    if (match[1] !== (named[1] ?? version) || left <= 0 || isComment(text, match.index)) continue;
    const open = match.index + match[0].length;
    const body = readLiteral(text, open, uri, false);
    left -= body ? body.at.span[1] - open : 60_000;
    if (body?.kind !== 'mapping') continue;
    const head = { uri, span: [match.index, open] as const };
    const at = { uri, span: [match.index, body.at.span[1]] as const };
    found.push(
      mappingFrom(
        [
          entryFrom('apiVersion', head, wordAt(`rbac.authorization.k8s.io/${version}`, head)),
          entryFrom('kind', head, wordAt(match[2]!, head)),
          ...body.entries.map((entry) => inWordsOfYaml(entry, text, 0)),
        ],
        at,
        body.complete,
      ),
    );
  }
  return found;
}

const fields = tableOf<string>({
  ObjectMeta: 'metadata',
  APIGroup: 'apiGroup',
  APIGroups: 'apiGroups',
  NonResourceURLs: 'nonResourceURLs',
});

/** Fields as manifests name them. */
function inWordsOfYaml(entry: Entry, text: string, depth: number): Entry {
  const name = textOf(entry.key) ?? '';
  const key =
    entry.key.kind === 'scalar' && /^[A-Z]\w*$/.test(name)
      ? { ...entry.key, value: fields.get(name) ?? name[0]!.toLowerCase() + name.slice(1) }
      : entry.key;
  return { ...entry, key, value: converted(entry.value, text, depth + 1) };
}

function converted(value: Value, text: string, depth: number): Value {
  if (depth > 12) return value;
  if (value.kind === 'mapping') return { ...value, entries: value.entries.map((entry) => inWordsOfYaml(entry, text, depth)) };
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => converted(item, text, depth + 1)) };
  return value.kind === 'unknown' && everything.test(text.slice(...value.at.span)) ? wordAt('*', value.at) : value;
}
