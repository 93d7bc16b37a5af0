// Resources of AWS, Google and Azure in programs of Pulumi and CDK for Terraform in Python, Go, C#, Java and Kotlin. There is no
// tree of these languages here: a call of a class that an import names, and the literals of its arguments, with what names,
// loops and functions of the text put into them (source-policies/program-names.ts). All else is unknown. Policy documents of
// AWS are found by their own words (source-policies), wherever they stand. TypeScript has a reader of its own.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { readBuilder, readLiteral } from '../source-policies/literal.ts';
import type { Names } from '../source-policies/literal-text.ts';
import { eachOnce, namesOf } from '../source-policies/program-names.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { isNativeClass, readPulumiAzure } from '../typescript/pulumi-azure.ts';
import type { Carrier, Facts } from '../types.ts';
import { textOf, type Mapping, type Value } from '../value.ts';
import { apiVersionOf } from '../kubernetes/pulumi-groups.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { readCrosswalk } from './crosswalk.ts';
import { importedNames, type ImportedName } from './imports.ts';
import { readerOfType, readProviderResource } from './resource.ts';
import { camelCase, typeOfCdktf, typeOfPulumi } from './types.ts';

const call = /(?<![\w.])((?:[A-Za-z_]\w{0,80}\.){0,5}[A-Za-z_]\w{0,80})\s{0,4}\(/g;

/** Pushes what a program declares. */
export function readProviderProgram(document: Document, into: Facts): void {
  const { text, uri } = document;
  const names = importedNames(text);
  if (names.size === 0) return;
  const opened = [...names].filter(([name]) => name.startsWith('using ')).map(([, one]) => one);
  // Text that only looks like calls is not read over and over.
  let left = 4 * text.length + 100_000;
  const program = namesOf(document);
  call.lastIndex = 0;
  for (let match = call.exec(text); match && left > 0; match = call.exec(text)) {
    const written = match[1]!;
    if (isComment(text, match.index)) continue;
    const found = classOf(written, names, opened, text.slice(Math.max(0, match.index - 8), match.index), document.format);
    if (!found) continue;
    const open = match.index + match[0].length - 1;
    const title = /["']([^"'\n]{1,120})["']/.exec(text.slice(open, open + 200))?.[1] ?? '?';
    eachOnce(program.runsAt(match.index).map((known) => argumentsAt(text, open, uri, known))).forEach((args, run) => {
      left -= args ? args.at.span[1] - match.index : 2000;
      // One that a loop makes again is another one.
      if (args)
        readClass(
          found,
          run === 0 ? title : `${title}#${run + 1}`,
          args,
          { uri, span: [match.index, match.index + written.length] },
          text,
          into,
        );
    });
  }
}

/** Pushes what one call of a class makes, in one run of the code. */
function readClass(found: Found, name: string, args: Mapping, head: Place, text: string, into: Facts): void {
  const { uri } = head;
  const block: Place = { uri, span: [head.span[0], args.at.span[1]] };
  if (found.kubernetes !== undefined) {
    readKubernetesClass(found.kubernetes, name, inCamelCase(args), head, block, into);
  } else if (found.type === crosswalk) {
    readCrosswalk({ kind: found.kind, name, args, dialect: 'source', head, block }, into);
  } else if (found.type !== undefined) {
    readProviderResource(
      {
        type: found.type,
        kind: found.kind,
        name,
        args: found.type.startsWith('aws_') ? withoutPolicies(args) : args,
        dialect: 'source',
        head,
        block,
      },
      into,
    );
  } else {
    const carrier: Carrier = { dialect: 'source', kind: found.kind, address: `${found.kind}.${name}`, block, head };
    readPulumiAzure(
      { type: found.kind, args: inCamelCase(args), carrier, anchor: `source|${uri}|${carrier.address}`, uri, head, text },
      into,
    );
  }
}

/** The object that a class of pulumi-kubernetes, of cdk8s or of Kubernetes' client makes. */
export function readKubernetesClass(
  { apiVersion, kind }: NonNullable<Found['kubernetes']>,
  name: string,
  args: Mapping,
  head: Place,
  block: Place,
  into: Facts,
  dialect: 'pulumi' | 'cdk' | 'source' = 'pulumi',
): void {
  const metadata = args.entries.some((entry) => textOf(entry.key) === 'metadata')
    ? []
    : [entryFrom('metadata', head, mappingFrom([entryFrom('name', head, wordAt(name, head), head)], head), head)];
  const object = mappingFrom(
    [
      entryFrom('apiVersion', head, wordAt(apiVersion, head), head),
      entryFrom('kind', head, wordAt(kind, head), head),
      ...metadata,
      ...args.entries,
    ],
    block,
  );
  readKubernetesObject(object, into, { uri: head.uri, dialect, enabled: 'yes' });
}

/** Attributes of AWS that hold a policy document. */
const policies = /^(?:assume_?role_?|inline_?|access_?|resource_?|session_?|key_?)?polic(?:y|ies)(?:_?document)?$|^content$/i;

function withoutPolicies(args: Mapping): Mapping {
  return { ...args, entries: args.entries.filter(({ key }) => !policies.test(textOf(key) ?? '')) };
}

/** A class that is read: the type of Terraform's provider, or none for one of azure-native. */
interface Found {
  readonly type?: string;
  readonly kind: string;
  /** Set for a class of pulumi-kubernetes: the group and version that it is of. */
  readonly kubernetes?: { readonly apiVersion: string; readonly kind: string };
}

function classOf(
  written: string,
  names: ReadonlyMap<string, ImportedName>,
  opened: readonly ImportedName[],
  before: string,
  format: Document['format'],
): Found | undefined {
  const path = written.split('.');
  const last = path.at(-1)!;
  const made = format === 'csharp' || format === 'java';
  if (made && !/\bnew\s+$/.test(before) && !/\.Builder\.create$/.test(written)) return undefined;
  const isBuilder = last === 'create' && path.at(-2) === 'Builder';
  const segments = isBuilder ? path.slice(0, -2) : path;
  const known = names.get(segments[0]!);
  const name = format === 'go' ? /^New(\w+)$/.exec(segments.at(-1)!)?.[1] : segments.at(-1)!;
  if (name === undefined || !/^[A-Z]/.test(name)) return undefined;
  if (known?.name !== undefined) return segments.length === 1 ? typeOf({ ...known, name: known.name }) : undefined;
  if (known)
    return segments.length < 2
      ? undefined
      : typeOf({ ...known, module: [known.module, ...segments.slice(1, -1)].filter((part) => part !== '').join('/'), name });
  // C# opens whole namespaces: the class may be of any of them.
  for (const one of opened) {
    const found = typeOf({ ...one, module: [one.module, ...segments.slice(0, -1)].filter((part) => part !== '').join('/'), name });
    if (found) return found;
  }
  return undefined;
}

/** In the place of a type: what a class makes is looked for in its arguments. */
const crosswalk = 'awsx';

function typeOf(one: ImportedName & { readonly name: string }): Found | undefined {
  const kind = [one.module.split('/')[0]!, one.name].filter((part) => part !== '').join('.');
  if (one.provider === 'awsx') return /Args$/.test(one.name) ? undefined : { type: crosswalk, kind };
  if (one.system === 'pulumi' && one.provider === 'azure-native') {
    // C# opens the namespaces of several services; a class is of the one that has it.
    const native = `${one.module.split('/')[0]!.toLowerCase()}.${one.name}`;
    return isNativeClass(native) ? { kind: native } : undefined;
  }
  if (one.system === 'pulumi' && one.provider === 'kubernetes') {
    const [group, version] = one.module.toLowerCase().split(/[/.]/);
    const isObject = group !== undefined && version !== undefined && /^v\d\w*$/.test(version) && !/(?:Patch|List|Args)$/.test(one.name);
    return isObject
      ? { kind: `${group}.${version}.${one.name}`, kubernetes: { apiVersion: apiVersionOf(group, version), kind: one.name } }
      : undefined;
  }
  const type = one.system === 'cdktf' ? typeOfCdktf(one.provider, one.name) : typeOfPulumi(one.provider, one.module, one.name);
  return type !== undefined && readerOfType(type) ? { type, kind: one.system === 'cdktf' ? one.name : kind } : undefined;
}

const builder = /[^;{}]{0,400}?\.\s{0,40}(?:builder|create)\s{0,4}\([^()]{0,200}\)/y;

/** The arguments that name attributes: an object, keywords, or the calls of a builder. */
export function argumentsAt(text: string, open: number, uri: string, names?: Names): Mapping | undefined {
  const brace = objectIn(text, open);
  if (brace >= 0) return asMapping(readLiteral(text, brace, uri, false, names), text);
  const whole = readLiteral(text, open, uri, false, names);
  // Python gives them as they are, or as one object behind the name: `IAMMember('owner', IAMMemberArgs(role=…))`.
  const keywords = asMapping(whole?.kind === 'list' ? whole.items.find((item) => item.kind === 'mapping') : whole, text);
  if (keywords && keywords.entries.length > 0) return keywords;
  builder.lastIndex = Math.max(0, open - 7);
  return builder.test(text) ? asMapping(readBuilder(text, builder.lastIndex, uri, names), text) : undefined;
}

/** Where the object of a call begins: `&iam.MemberArgs{`, `new() {`. Braces that are the value of a keyword are none. */
function objectIn(text: string, open: number): number {
  const limit = Math.min(text.length, open + 600);
  let depth = 0;
  for (let at = open + 1; at < limit; at++) {
    const char = text[at]!;
    if (char === '"') {
      at = text.indexOf('"', at + 1);
      if (at < 0) return -1;
    } else if (char === '(') depth++;
    else if (char === ')' && depth-- === 0) return -1;
    else if (char === '{') return depth === 0 && /[\w)>]\s{0,80}$/.test(text.slice(Math.max(0, at - 81), at)) ? at : -1;
  }
  return -1;
}

function asMapping(value: Value | undefined, text: string): Mapping | undefined {
  return value?.kind === 'mapping' ? (plain(value, text, 0) as Mapping) : undefined;
}

/** Values without what languages wrap them in: `pulumi.String("x")` and `("x")` are the text. */
function plain(value: Value, text: string, depth: number): Value {
  if (depth > 20) return value;
  if (value.kind === 'mapping')
    return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: plain(entry.value, text, depth + 1) })) };
  if (value.kind !== 'list') return value;
  const items = value.items.map((item) => plain(item, text, depth + 1));
  return items.length === 1 && value.complete && text[value.at.span[0]] === '(' ? items[0]! : { ...value, items };
}

/** Keys as Kubernetes writes them, whatever the language does. */
export function inCamelCase(value: Mapping): Mapping {
  const convert = (one: Value, depth: number): Value => {
    if (depth > 12) return one;
    if (one.kind === 'list') return { ...one, items: one.items.map((item) => convert(item, depth + 1)) };
    if (one.kind !== 'mapping') return one;
    return {
      ...one,
      entries: one.entries.map((entry) =>
        entry.key.kind === 'scalar' && /^\w+$/.test(textOf(entry.key) ?? '')
          ? { ...entry, key: { ...entry.key, value: camelCase(textOf(entry.key)!) }, value: convert(entry.value, depth + 1) }
          : { ...entry, value: convert(entry.value, depth + 1) },
      ),
    };
  };
  return convert(value, 0) as Mapping;
}
