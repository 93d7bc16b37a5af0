// Objects of Kubernetes in programs of cdk8s in Python, Go, Java and C#: classes that are generated from Kubernetes' own kinds
// (`KubeClusterRole`), and roles of cdk8s-plus with what their methods add (`role.allow_read(ApiResource.SECRETS)`). There is
// no tree of these languages here: calls by their names, and the literals of their arguments. A role that is handed on and
// changed elsewhere is read as far as the file goes.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import type { Entry, Value } from '../value.ts';
import { bindingMadeBy, resourceNamed, ruleFor, verbsOf } from '../typescript/cdk8s-plus.ts';
import { cdk8sKinds } from '../typescript/kubernetes.ts';
import { hasCdk8sPlus } from './claims.ts';
import { argumentsAt, inCamelCase, readKubernetesClass } from './source.ts';

const group = 'rbac.authorization.k8s.io/v1';
const object = /(?<![\w])((?:New)?Kube([A-Z][a-zA-Z]{2,40}?)(?:V\d\w*)?)(?:\.Builder\.create)?\s{0,4}\(/g;
/** `role = kplus.ClusterRole(self, "id"`, `role := cdk8splus.NewRole(chart, jsii.String("id")`, `role = new ClusterRole(this, "id"`, `role = Role.Builder.create(this, "id"`. */
const made =
  /(?<![\w.])((?:self\.|this\.)?\w{1,60})\s{0,4}:?=\s{0,4}(?:new\s{1,4})?(?:\w{1,60}\.)?(?:New)?((?:Cluster)?Role)(?:\.Builder\.create)?\s{0,4}\([^"'\n)]{0,80}["']([^"'\n]{1,120})["']/g;
const method = /(?<![\w.])((?:self\.|this\.)?\w{1,60})\.(allow\w{0,40}|Allow\w{0,40}|bind\w{0,20}|Bind\w{0,20})\s{0,4}\(/g;
const bound = /(?<!\w)(?:New)?((?:Cluster)?RoleBinding)(\.Builder\.create)?\s{0,4}\(/g;
const byName = /(?:from_(cluster_)?role_name|[._][fF]rom(Cluster)?RoleName)\s{0,4}\(/;
const word = /["']([^"'\n]{1,120})["']/g;
const longest = 2000;
/** As far as arguments are read where their bracket is never closed. */
const longestLiteral = 60_000;

interface Role {
  readonly kind: string;
  readonly name: string;
  readonly at: Place;
  readonly rules: Value[];
  bindings: number;
}

/** Pushes what a program makes. */
export function readCdk8sProgram(document: Document, into: Facts): void {
  const { text, uri } = document;
  // Text that only looks like calls is not read over and over.
  let left = 4 * text.length + 100_000;
  for (const match of text.matchAll(object)) {
    const apiVersion = cdk8sKinds.get(match[2]!);
    const open = match.index + match[0].length - 1;
    const args = left > 0 && apiVersion && !isComment(text, match.index) ? argumentsAt(text, open, uri) : undefined;
    if (apiVersion) left -= args ? args.at.span[1] - match.index : Math.min(longestLiteral, text.length - open);
    if (!args) continue;
    const head: Place = { uri, span: [match.index, match.index + match[1]!.length] };
    const name = /["']([^"'\n]{1,120})["']/.exec(text.slice(open, open + 200))?.[1] ?? '?';
    readKubernetesClass(
      { apiVersion: apiVersion!, kind: match[2]! },
      name,
      inCamelCase(args),
      head,
      { uri, span: [match.index, args.at.span[1]] },
      into,
      'cdk',
    );
  }
  if (hasCdk8sPlus(text)) readPlus(text, uri, into);
}

function readPlus(text: string, uri: string, into: Facts): void {
  const all: Role[] = [];
  /** By variable, in the order of the text: each chart of a file has its own `role`. */
  const roles = new Map<string, Role[]>();
  for (const match of text.matchAll(made)) {
    const start = match.index + match[0].length - match[3]!.length - 1;
    if (isComment(text, match.index)) continue;
    const role: Role = { kind: match[2]!, name: match[3]!, at: { uri, span: [start, start + match[3]!.length] }, rules: [], bindings: 0 };
    all.push(role);
    const known = roles.get(match[1]!);
    if (known) known.push(role);
    else roles.set(match[1]!, [role]);
  }
  for (const match of text.matchAll(method)) {
    const role = latestBefore(match.index, roles.get(match[1]!));
    if (!role || isComment(text, match.index)) continue;
    const from = match.index + match[0].length;
    const at: Place = { uri, span: [match.index + match[1]!.length + 1, match.index + match[1]!.length + 1 + match[2]!.length] };
    const name = camelCase(match[2]!);
    const body = argumentsIn(text, from);
    if (body === undefined) continue;
    if (name.startsWith('bind')) bind(name, role, at, into);
    else if (name === 'allow' || verbsOf.has(name)) role.rules.push(...ruleOf(name, body, from, at));
  }
  for (const match of text.matchAll(bound)) {
    const from = match.index + match[0].length;
    // A builder is told the role by its next calls.
    const args = match[2] === undefined ? argumentsIn(text, from) : text.slice(from, from + longest).split(';', 1)[0];
    const named = isComment(text, match.index) ? null : byName.exec(args ?? '');
    if (!named) continue;
    // The name is the last word of the call: `from_cluster_role_name(self, "id", "cluster-admin")`.
    const inner = from + named.index + named[0].length;
    const name = [...(argumentsIn(text, inner) ?? '').matchAll(word)].at(-1);
    if (!name) continue;
    const at: Place = { uri, span: [inner + name.index + 1, inner + name.index + 1 + name[1]!.length] };
    make(
      match[1]!,
      { uri, span: [match.index, from - 1] },
      [
        entryFrom(
          'roleRef',
          at,
          mappingFrom(
            [
              entryFrom('kind', at, wordAt((named[1] ?? named[2]) ? 'ClusterRole' : 'Role', at)),
              entryFrom('name', at, wordAt(name[1]!, at)),
            ],
            at,
          ),
        ),
      ],
      at,
      into,
    );
  }
  for (const role of all)
    if (role.rules.length > 0)
      make(role.kind, role.at, [entryFrom('rules', role.at, listFrom(role.rules, role.at))], role.at, into, role.name);
}

/** The role that a variable held last before an offset. Asked in the order of the text: those before it are taken out. */
function latestBefore(offset: number, roles: Role[] | undefined): Role | undefined {
  while (roles && roles.length > 1 && roles[1]!.at.span[0] < offset) roles.shift();
  return roles?.[0];
}

/** A rule of the resources that a call names; none where it names none of Kubernetes' own. */
function ruleOf(name: string, body: string, from: number, at: Place): Value[] {
  const resources = [...body.matchAll(/ApiResource[._]([A-Z][A-Z_]{1,60})/g)].map((one) => {
    const start = from + one.index + one[0].length - one[1]!.length;
    return resourceNamed(one[1]!, { uri: at.uri, span: [start, start + one[1]!.length] });
  });
  if (resources.length === 0) return [];
  const verbs =
    name !== 'allow'
      ? (verbsOf.get(name) ?? []).map((verb) => wordAt(verb, at))
      : [...body.matchAll(/["']([\w*]{1,40})["']/g)].map((one) =>
          wordAt(one[1]!, { uri: at.uri, span: [from + one.index + 1, from + one.index + 1 + one[1]!.length] }),
        );
  return [ruleFor(resources, listFrom(verbs, at), at, { uri: at.uri, span: [at.span[0], from + body.length] })];
}

/** Whom a role is handed to is an object of the program: what counts here is where it holds. */
function bind(name: string, role: Role, at: Place, into: Facts): void {
  const roleRef = mappingFrom([entryFrom('kind', at, wordAt(role.kind, at)), entryFrom('name', at, wordAt(role.name, at))], at);
  make(bindingMadeBy(name, role.kind), at, [entryFrom('roleRef', at, roleRef)], at, into, `${role.name}-${++role.bindings}`);
}

function make(kind: string, head: Place, entries: readonly Entry[], block: Place, into: Facts, name = '?'): void {
  readKubernetesObject(
    mappingFrom(
      [
        entryFrom('apiVersion', head, wordAt(group, head)),
        entryFrom('kind', head, wordAt(kind, head)),
        entryFrom('metadata', head, mappingFrom([entryFrom('name', head, wordAt(name, head))], head)),
        ...entries,
      ],
      block,
    ),
    into,
    { uri: head.uri, dialect: 'cdk', enabled: 'yes' },
  );
}

/** `allow_read_write` and `AllowReadWrite` as TypeScript names the method. */
function camelCase(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
}

/** What stands in the brackets of a call up to the one that closes it; undefined where none does near by. */
function argumentsIn(text: string, from: number): string | undefined {
  let depth = 1;
  const limit = Math.min(text.length, from + longest);
  for (let at = from; at < limit; at++) {
    if (text[at] === '(') depth++;
    else if (text[at] === ')' && --depth === 0) return text.slice(from, at);
  }
  return undefined;
}
