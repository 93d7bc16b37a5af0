// Templates that Python makes with troposphere, and the policies in them that it makes with awacs: each class of troposphere
// is a type of CloudFormation, and its arguments are the type's properties. A program is put as the template that it makes,
// and read as one. There is no tree of Python here, so that what is neither written in place nor kept once under a name is
// unknown. Names as the packages have them (troposphere 4, awacs 2): a module for each service, in small letters.
import type { Document } from '../../document.ts';
import type { Place, Span } from '../../text/text.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { cloudformationKinds } from '../aws/settings.ts';
import { policyProperties } from '../cloudformation/policies.ts';
import { readTemplate } from '../cloudformation/reader.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { unknown, word } from './cdk-program-principals.ts';
import type { Facts } from '../types.ts';
import { entryOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { codeOf, partsOfBracket } from './code-text.ts';
import { readLiteral } from './literal.ts';

/** Whether a document makes a template so. */
export function hasTroposphere({ format, text }: Document): boolean {
  return format === 'python' && /^[ \t]*(?:from|import)[ \t]+(?:troposphere|awacs)\b/m.test(text);
}

/** Types of CloudFormation by the module and the class that make them: `iam.Role`, `awslambda.Permission`. */
const types: ReadonlyMap<string, string> = new Map(
  [
    ...policyProperties.keys(),
    ...cloudformationKinds.keys(),
    ...['Role', 'User', 'Group', 'ManagedPolicy', 'AccessKey'].map((name) => `AWS::IAM::${name}`),
    'AWS::Lambda::Permission',
    'AWS::Lambda::LayerVersionPermission',
  ]
    .map((type) => [type.split('::'), type] as const)
    // A policy of its own is a `PolicyType`; `Policy` is one that stands in a role.
    .map(([[, service, name], type]) => [
      `${service === 'Lambda' ? 'awslambda' : service!.toLowerCase()}.${type === 'AWS::IAM::Policy' ? 'PolicyType' : name}`,
      type,
    ]),
);

/** What a name of the file was imported as: `iam.Role`, `aws.Statement`, and the package. */
interface Imported {
  readonly from: 'troposphere' | 'awacs';
  readonly path: string;
}

interface Program {
  readonly text: string;
  readonly code: string;
  readonly uri: string;
  readonly imports: ReadonlyMap<string, Imported>;
  /** Where a name is given its value, for names that are given one once. */
  readonly values: Map<string, number | undefined>;
  /** Letters that may still be read, each time that they are: names that stand for one another end here. */
  readonly budget: { left: number };
}

const deepest = 24;

/** Pushes what the template of a program comes to, and gives the parts of the text that are its resources. Never throws. */
export function readTroposphere(document: Document, into: Facts): readonly Span[] {
  const { text, uri } = document;
  const code = codeOf(text, 'python');
  const program: Program = { text, code, uri, imports: importsOf(code), values: new Map(), budget: { left: 16 * text.length + 200_000 } };
  const resources: Entry[] = [];
  for (const match of code.matchAll(/(?<![\w.])((?:[A-Za-z_]\w{0,60}\.){0,4}[A-Z]\w{0,60})\s{0,4}\(/g)) {
    const type = typeOf(match[1]!, program);
    if (type === undefined) continue;
    if (program.budget.left <= 0) break;
    const open = match.index + match[0].length - 1;
    const at: Place = { uri, span: [match.index, match.index + match[1]!.length] };
    const properties = argumentsOf(open, program, 0);
    const title =
      properties.first && textOf(properties.first) !== undefined ? (properties.first as Leaf) : word(`${type}[${resources.length}]`, at);
    const block: Place = { uri, span: [match.index, properties.value.at.span[1]] };
    resources.push({
      key: title,
      value: mappingFrom(
        [entryFrom('Type', at, word(type, at)), { key: word('Properties', at), value: properties.value, at: block }],
        block,
      ),
      at: block,
    });
  }
  const whole: Place = { uri, span: [0, text.length] };
  readTemplate(mappingFrom([entryFrom('Resources', whole, mappingFrom(resources, whole), whole)], whole), document, 'source', into);
  readLooseStatements(program, into);
  return resources.map(({ at }) => at.span);
}

/** Statements that no resource of the file takes as it is written: what functions give back, and properties of blueprints. Whoever names a principal there opens something that is not known. */
function readLooseStatements(program: Program, into: Facts): void {
  const { text, code, uri, budget } = program;
  // What only limits others is made of the same statements.
  if (/boundary/i.test(text)) return;
  const read = new Set([...into.grants, ...into.trusts].map(({ statement }) => statement?.at.span[0]));
  let index = 0;
  for (const match of code.matchAll(/(?<![\w.])((?:[A-Za-z_]\w{0,60}\.){0,2}Statement)\s{0,4}\(/g)) {
    const open = match.index + match[0].length - 1;
    if (read.has(open) || imported(match[1]!, program)?.path !== 'aws.Statement') continue;
    if (budget.left <= 0) return;
    const statement = argumentsOf(open, program, 0).value;
    if (entryOf(statement, 'Principal') || entryOf(statement, 'NotPrincipal')) continue;
    const { at } = statement;
    const head: Place = { uri, span: [match.index, open] };
    const address = `Statement[${++index}]`;
    readPolicyDocument(mappingFrom([entryFrom('Statement', at, statement, at)], at), into, {
      role: 'identity',
      carrier: { dialect: 'source', kind: 'policy', address, block: { uri, span: [match.index, at.span[1]] }, head },
      anchor: `source|${uri}|${address}`,
      principals: [],
      enabled: 'yes',
    });
  }
}

/** `from troposphere.iam import Role, Policy as InRole`, `from troposphere import iam`, `import awacs.s3 as s3`, in brackets or not. */
function importsOf(code: string): Map<string, Imported> {
  const found = new Map<string, Imported>();
  const pattern =
    /^[ \t]*from[ \t]+(troposphere|awacs)(?:\.(\w+))?[ \t]+import[ \t]+(?:\(([^()]{1,4000})\)|([^\n(]{1,400}))|^[ \t]*import[ \t]+(troposphere|awacs)(?:\.(\w+))?(?:[ \t]+as[ \t]+(\w+))?/gm;
  for (const [, from, module, listed, line, whole, service, as] of code.matchAll(pattern)) {
    if (from !== undefined) {
      for (const part of (listed ?? line ?? '').split(',')) {
        const [, name, alias] = /^\s*(\w+)(?:\s+as\s+(\w+))?/.exec(part) ?? [];
        if (name !== undefined)
          found.set(alias ?? name, { from: from as Imported['from'], path: module === undefined ? name : `${module}.${name}` });
      }
    } else if (as !== undefined) found.set(as, { from: whole as Imported['from'], path: service ?? '' });
    else found.set(whole!, { from: whole as Imported['from'], path: '' });
  }
  return found;
}

/** What a dotted name is: `iam.Role` of `troposphere`, whatever the file calls its parts. */
function imported(name: string, { imports }: Program): Imported | undefined {
  const [first, ...rest] = name.split('.');
  const found = imports.get(first!);
  return found && { from: found.from, path: [found.path, ...rest].filter((part) => part !== '').join('.') };
}

function typeOf(name: string, program: Program): string | undefined {
  const found = imported(name, program);
  return found?.from === 'troposphere' ? types.get(found.path) : undefined;
}

interface Given {
  /** The arguments that have a name. */
  readonly value: Mapping;
  readonly all: readonly Value[];
  /** The first that has none: the title of a resource. */
  readonly first?: Value;
}

function argumentsOf(open: number, program: Program, depth: number): Given {
  const { code, uri } = program;
  const { parts, end } = partsOfBracket(code, open);
  const entries: Entry[] = [];
  const all: Value[] = [];
  for (const [from, to] of parts) {
    const [lead, name] = /^\s*(?:([A-Za-z_]\w*)\s*=(?!=)\s*)?/.exec(code.slice(from, Math.min(to, from + 400)))!;
    const start = from + lead.length;
    const value = valueAt(start, to, program, depth + 1);
    const begin = from + (/^\s*/.exec(lead)?.[0].length ?? 0);
    if (name === undefined) all.push(value);
    else
      entries.push({
        key: word(name, { uri, span: [begin, begin + name.length] }),
        value,
        at: { uri, span: [begin, value.at.span[1] > begin && value.at.span[1] <= to ? value.at.span[1] : to] },
      });
  }
  return {
    value: { ...mappingFrom(entries, { uri, span: [open, end] }), complete: !/(?<![\w)\]])\*\*\w/.test(code.slice(open, end)) },
    all,
    ...(all[0] ? { first: all[0] } : {}),
  };
}

/** The value of an expression between two offsets. */
function valueAt(from: number, to: number, program: Program, depth: number): Value {
  const { text, code, uri, budget } = program;
  const length = budget.left > 0 ? code.slice(from, to).trimEnd().length : 0;
  const at: Place = { uri, span: [from, from + length] };
  budget.left -= 1 + to - from;
  if (depth > deepest || budget.left <= 0 || length === 0) return unknown('more than is read', at);
  const expression = code.slice(from, from + Math.min(length, 200));
  if (/^[[({]/.test(expression) && partsOfBracket(code, from).end === from + length) return bracket(from, program, depth);
  if (/^[bru]{0,2}["']/i.test(expression)) return readLiteral(text, from, uri, false) ?? unknown('a text', at);
  const called = /^((?:[A-Za-z_]\w{0,60}\.){0,4}[A-Za-z_]\w{0,60})\s{0,4}\(/.exec(expression);
  if (called && partsOfBracket(code, from + called[0].length - 1).end === from + length)
    return call(called[1]!, from + called[0].length - 1, at, program, depth);
  if (!/^(?:[A-Za-z_]\w{0,60}\.){0,4}[A-Za-z_]\w{0,60}$/.test(expression) || expression.length < length)
    return unknown('an expression', at);
  if (/^(?:True|False)$/.test(expression)) return { ...word('', at), value: expression === 'True' } as Leaf;
  const found = imported(expression, program);
  if (found?.from === 'awacs') return awacsWord(found.path, at);
  return named(expression, program, depth) ?? unknown('a name', at);
}

/** A list, or what a bracket of a dictionary holds. */
function bracket(open: number, program: Program, depth: number): Value {
  const { text, code, uri } = program;
  const { parts, end } = partsOfBracket(code, open);
  const at: Place = { uri, span: [open, end] };
  if (code[open] === '{') {
    const entries = parts.flatMap(([from, to]): Entry[] => {
      const colon = code.slice(from, to).search(/(?<=["'\w])\s*:/);
      const start = from + /^\s*/.exec(code.slice(from, to))![0].length;
      const key = colon < 0 ? undefined : readLiteral(text, start, uri, false);
      if (key?.kind !== 'scalar') return [];
      const value = from + code.slice(from, to).indexOf(':', colon) + 1;
      const first = value + /^\s*/.exec(code.slice(value, to))![0].length;
      return [{ key, value: valueAt(first, to, program, depth + 1), at: { uri, span: [start, to] } }];
    });
    return { ...mappingFrom(entries, at), complete: entries.length === parts.length };
  }
  const items = parts.map(([from, to]) => valueAt(from + /^\s*/.exec(code.slice(from, to))![0].length, to, program, depth + 1));
  // A bracket around one expression is no list.
  if (code[open] === '(' && items.length === 1) return items[0]!;
  return { kind: 'list', items, complete: true, at, token: at, via: [], encoding: 'none', editable: false };
}

/** What a call makes: a statement, a principal, an action, a function of templates, or a property with its arguments. */
function call(name: string, open: number, at: Place, program: Program, depth: number): Value {
  // `template.add_resource(Role(…))` is what it is given.
  if (/\.add_(?:resource|parameter)$/.test(name)) return argumentsOf(open, program, depth).first ?? unknown('a call', at);
  const found = imported(name, program);
  if (!found) return unknown('a call', at);
  if (found.from === 'troposphere' && types.has(found.path)) return unknown('a resource', at);
  const key = found.from === 'troposphere' ? functions.get(found.path) : undefined;
  const { first, all, value } = argumentsOf(open, program, depth);
  if (key !== undefined) {
    // Resources and parameters go by their titles.
    const referred = key === 'Ref' || key === 'Fn::GetAtt' ? (titleAt(open, program) ?? first) : first;
    const items = referred ? [referred, ...all.slice(1)] : [];
    const list: Value = { kind: 'list', items, complete: true, at, token: at, via: [], encoding: 'none', editable: false };
    return referred ? mappingFrom([entryFrom(key, at, items.length > 1 ? list : referred, at)], at) : unknown('a function', at);
  }
  if (found.from === 'troposphere') return value;
  const [, last] = /(?:^|\.)(\w+)$/.exec(found.path) ?? [];
  const [service, action] = all.map(textOf);
  switch (last) {
    case 'Action':
      return service === undefined ? unknown('an action', at) : word(action === undefined ? service : `${service}:${action}`, at);
    case 'Principal':
      if (all.length > 1 && service !== undefined) return mappingFrom([entryFrom(service, at, all[1]!, at)], at);
      // Alone stands only a star: anybody else needs a type before.
      return first ? { ...first, editable: false } : unknown('a principal', at);
    case 'AWSPrincipal':
    case 'AWSServicePrincipal':
      return first ? mappingFrom([entryFrom(last === 'AWSPrincipal' ? 'AWS' : 'Service', at, first, at)], at) : unknown('a principal', at);
    case 'Policy':
    case 'PolicyDocument':
    case 'Statement':
      return value;
    case 'Condition':
      return first && first.kind !== 'scalar' ? conditions(first) : unknown('a condition', at);
    default:
      // `StringEquals("aws:SourceAccount", account)`, `StringLike({…})`.
      if (all.length === 2 && all[0]!.kind === 'scalar')
        return mappingFrom([entryFrom(last!, at, mappingFrom([{ key: all[0] as Leaf, value: all[1]!, at }], at), at)], at);
      return first?.kind === 'mapping' && found.path.startsWith('aws.')
        ? mappingFrom([entryFrom(last!, at, first, at)], at)
        : unknown('a call', at);
  }
}

/** The title of what a name in a bracket was made as: `worker = template.add_resource(Role("Worker", …))`. */
function titleAt(open: number, program: Program): Leaf | undefined {
  const { text, code, uri } = program;
  const name = /^\(\s{0,40}(\w{1,60})\s{0,40}[,)]/.exec(code.slice(open, open + 160))?.[1];
  const from = name === undefined ? undefined : valueOfName(name, program);
  const made =
    from === undefined
      ? null
      : /^(?:[\w.]{1,80}\.add_(?:resource|parameter)\s{0,4}\(\s{0,80})?[\w.]{1,80}\(\s{0,80}["'](\w{1,200})["']/.exec(
          text.slice(from, from + 600),
        );
  return made && from !== undefined ? word(made[1]!, { uri, span: [from, from + made[0].length] }) : undefined;
}

/** Several operators of one condition are one mapping. */
function conditions(value: Value): Value {
  if (value.kind !== 'list' || !value.items.every((item) => item.kind === 'mapping')) return value;
  return mappingFrom(
    value.items.flatMap((item) => (item.kind === 'mapping' ? item.entries : [])),
    value.at,
  );
}

/** Functions of templates, by the class that writes them. */
const functions: ReadonlyMap<string, string> = new Map([
  ['Ref', 'Ref'],
  ['GetAtt', 'Fn::GetAtt'],
  ['Sub', 'Fn::Sub'],
  ['Join', 'Fn::Join'],
  ['If', 'Fn::If'],
  ['ImportValue', 'Fn::ImportValue'],
  ['FindInMap', 'Fn::FindInMap'],
]);

/** `Allow`, `awacs.s3.GetObject`, `Everybody`: the words of awacs. */
function awacsWord(path: string, at: Place): Value {
  const [module, name] = path.split('.');
  if (name === undefined) return unknown('a module', at);
  if (module === 'aws')
    return name === 'Allow' || name === 'Deny' ? word(name, at) : name === 'Everybody' ? word('*', at) : unknown('a word of awacs', at);
  return word(`${module === 'awslambda' ? 'lambda' : module!.replaceAll('_', '-')}:${name}`, at);
}

/** Where the value begins of a name that the program gives one and never another. */
function valueOfName(name: string, { code, values }: Program): number | undefined {
  if (!/^\w{1,60}$/.test(name)) return undefined;
  if (!values.has(name)) {
    const all = [...code.matchAll(new RegExp(`^[ \\t]*${name}[ \\t]*(?::[^=\\n]{1,80})?[-+|]?=(?!=)[ \\t]*`, 'gm'))];
    const [only] = all;
    // A keyword of a call is no name.
    const isOne = only !== undefined && all.length === 1 && !/[-+|]=/.test(only[0]) && !isKeyword(only.index, code);
    values.set(name, isOne ? only.index + only[0].length : undefined);
  }
  return values.get(name);
}

/** What it stands for. */
function named(name: string, program: Program, depth: number): Value | undefined {
  const from = valueOfName(name, program);
  if (from === undefined) return undefined;
  const value = valueAt(from, endOfStatement(program.code, from), program, depth + 1);
  return value.kind === 'unknown' ? undefined : value;
}

function isKeyword(at: number, code: string): boolean {
  return /[(,]\s*$/.test(code.slice(Math.max(0, at - 400), at).trimEnd());
}

/** Where the statement ends that an expression begins in: with its line, or with the last bracket that it opens. */
function endOfStatement(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < Math.min(code.length, from + 20_000); at++) {
    const char = code[at]!;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (char === '\n' && depth <= 0) return at;
  }
  return from;
}
