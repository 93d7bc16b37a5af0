// Statements of the CDK in Python, Java, C# and Go: what their literal, their builder, and the calls that add to them say.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import { mappingFrom } from '../made-values.ts';
import { entryOf, leavesOf, textOf, type Entry, type Value } from '../value.ts';
import { made, principalsIn, unknown, word, type ProgramAround } from './cdk-program-principals.ts';
import { readBuilder, readLiteral } from './literal.ts';
import type { Names } from './literal-text.ts';
import { tableOf } from '../../table.ts';

/** The elements of a statement as each language writes them, without what joins their words. */
const elements = tableOf<string>({
  sid: 'Sid',
  effect: 'Effect',
  actions: 'Action',
  notactions: 'NotAction',
  resources: 'Resource',
  // Of `Grant.addToPrincipal`, which makes a statement for one who is given.
  resourcearns: 'Resource',
  notresources: 'NotResource',
  conditions: 'Condition',
});
const principals = tableOf<'Principal' | 'NotPrincipal'>({ principals: 'Principal', notprincipals: 'NotPrincipal' });

/** Where a statement may begin: with what it says, or with nothing yet. */
const start =
  /\b(?:New)?(?:PolicyStatement\s*\(\s*(?=[a-z_]+\s*=)|GetPolicyDocumentStatementArgs\s*(?:Dict)?\(\s*(?=[a-z_]+\s*=)|PolicyStatementProps\s*(?:\(\s*\)\s*)?(?=\{)|PolicyStatement(?:\.(?:from_json|[fF]romJson)|_FromJson)\s*(?=\()|Grant\.add_to_principal\w*\(\s*(?=[a-z_]+\s*=)|GrantOnPrincipal\w{0,20}Options\s*(?:\(\s*\)\s*)?(?=\{)|PolicyStatement\.Builder\.create\(\)|(?:PolicyStatementProps|GrantOnPrincipal\w{0,20}Options)\.builder\(\)|GetPolicyDocumentStatementArgs\.builder\(\)|PolicyStatement\s*\(\s*(?:nil\s*)?(?=\)))/g;

type Part = readonly [name: string, value: Value];

/** A statement as it begins in a text, before its names are known. */
export interface WrittenStatement {
  readonly at: Place;
  /** What keeps it: `statement := awsiam.NewPolicyStatement(…)`. */
  readonly variable?: string;
  /** Where a call takes that variable, which says whom it is given to. */
  readonly usedAt?: number;
  /** Its calls that add to it: the name, and the bracket. */
  readonly additions: readonly (readonly [name: string, open: number])[];
  readonly match: RegExpExecArray;
}

export function* statementsIn({ text, uri }: Document): Generator<WrittenStatement> {
  start.lastIndex = 0;
  for (let match = start.exec(text); match; match = start.exec(text)) {
    const at: Place = { uri, span: [match.index, match.index + match[0].trimEnd().length] };
    const variable =
      /(?<![\w.])((?:self\.|this\.)?[A-Za-z_]\w{0,60})\s{0,8}:?=\s{0,40}(?:new\s{1,4})?(?:\w{1,40}\.)?(?:New)?(?:PolicyStatement\s{0,4}\(\s{0,40}(?:new\s{1,4}|&)?(?:\w{1,40}\.)?)?$/.exec(
        text.slice(Math.max(0, match.index - 200), match.index),
      )?.[1];
    const later = variable === undefined ? undefined : laterUses(text, variable, match.index + match[0].length);
    yield {
      at,
      match,
      additions: later?.additions ?? [],
      ...(variable === undefined ? {} : { variable }),
      ...(later?.usedAt === undefined ? {} : { usedAt: later.usedAt }),
    };
  }
}

/** As far as a variable of a statement is followed. */
const farthest = 6000;

function laterUses(text: string, variable: string, from: number): { additions: (readonly [string, number])[]; usedAt?: number } {
  const part = text.slice(from, from + farthest);
  const name = variable.replaceAll('.', '\\.');
  const again = new RegExp(`(?<![\\w.])${name}\\s{0,8}:?=(?!=)`).exec(part);
  const within = again ? part.slice(0, again.index) : part;
  const additions = [...within.matchAll(new RegExp(`(?<![\\w.])${name}\\.(add\\w{1,40})\\s{0,8}(?=\\()`, 'gi'))]
    .slice(0, 40)
    .map((one) => [one[1]!, from + one.index + one[0].length] as const);
  const used = new RegExp(`\\((?:[^()\\n]{0,80},)?\\s{0,40}${name}(?=\\s{0,8}[,)])`).exec(within);
  return { additions, ...(used ? { usedAt: from + used.index + 1 } : {}) };
}

/** What a statement says in one run of the program; undefined where it says no action. */
export function statementOf(written: WrittenStatement, around: ProgramAround, names: Names): Value | undefined {
  const { match, at } = written;
  const { text, uri } = around;
  const begin = match.index + match[0].length;
  if (/json$/i.test(match[0].trimEnd())) return statementOfJson(text, begin, uri, names);
  const isEmpty = text[begin] === ')';
  const own = isEmpty ? [] : /builder/i.test(match[0]) ? builderParts(text, begin, uri, names) : literalParts(text, match, uri, names);
  if (!own) return undefined;
  const added = written.additions.flatMap(([name, open]) => addedParts(name, open, around, names));
  return statementFrom(
    [...own, ...added],
    { uri, span: [at.span[0], Math.max(begin, ...own.map(([, value]) => value.at.span[1]))] },
    around,
    names,
  );
}

/** `PolicyStatement.from_json({"Effect": "Allow", …})`: a statement as a policy has it. */
function statementOfJson(text: string, open: number, uri: string, names: Names): Value | undefined {
  const given = readLiteral(text, open, uri, false, names);
  const value = given?.kind === 'list' && given.items.length === 1 ? given.items[0]! : given;
  return value?.kind === 'mapping' && (entryOf(value, 'Action') || entryOf(value, 'NotAction')) ? value : undefined;
}

/** `PolicyStatement(actions=[…])`, `PolicyStatementProps { Actions = … }`. */
function literalParts(text: string, match: RegExpExecArray, uri: string, names: Names): Part[] | undefined {
  const begin = match.index + match[0].length;
  const open = text[begin] === '{' ? begin : text.indexOf('(', match.index);
  const value = readLiteral(text, open, uri, false, names);
  return value?.kind === 'mapping' ? partsOf(value.entries) : undefined;
}

/** `PolicyStatement.Builder.create().actions(List.of("s3:*")).resources(List.of("*")).build()`. */
function builderParts(text: string, from: number, uri: string, names: Names): Part[] | undefined {
  const value = readBuilder(text, from, uri, names);
  return value && partsOf(value.entries);
}

function partsOf(entries: readonly Entry[]): Part[] {
  return entries.map(({ key, value }) => [textOf(key) ?? '', value]);
}

/** `add_actions("s3:*")`, `AddAllResources()`, `addCondition("StringEquals", Map.of(…))`. */
function addedParts(name: string, open: number, { text, uri, program }: ProgramAround, names: Names): Part[] {
  const called = name.replaceAll('_', '').toLowerCase();
  const at: Place = { uri, span: [open - name.length, open] };
  // A call in a loop of its own adds once for each of its runs.
  const runs = program.runsAt(open);
  const read = (from: number): Value[] =>
    [names, ...(runs.length > 1 ? runs : [])].flatMap((one) => readLiteral(text, from, uri, false, one) ?? []);
  if (called === 'addallresources') return [['resources', word('*', at)]];
  if (called === 'addcondition') {
    const [operator, keys] = program.argumentsAt(open).map(({ from }) => readLiteral(text, from, uri, false, names));
    return [
      [
        'conditions',
        operator?.kind === 'scalar' && keys?.kind === 'mapping'
          ? mappingFrom([{ key: operator, value: keys, at: keys.at }], keys.at)
          : unknown('conditions that are not written here', at),
      ],
    ];
  }
  const principal = /^add(any|awsaccount|accountroot|arn|service|federated|canonicaluser)principal$/.exec(called)?.[1];
  if (principal !== undefined) {
    const type =
      principal === 'service'
        ? 'Service'
        : principal === 'federated'
          ? 'Federated'
          : principal === 'canonicaluser'
            ? 'CanonicalUser'
            : 'AWS';
    const [first] = program.argumentsAt(open);
    const id =
      principal === 'any'
        ? word('*', at)
        : ((first && readLiteral(text, first.from, uri, false, names)) ?? unknown('a principal that is not written here', at));
    return [['Principal', mappingFrom([made(type, principal === 'accountroot' ? unknown('the own account', at) : id)], at)]];
  }
  const element = called.startsWith('add') ? called.slice(3) : '';
  return elements.has(element) || principals.has(element) ? read(open).map((value) => [element, value]) : [];
}

function statementFrom(parts: readonly Part[], at: Place, around: ProgramAround, names: Names): Value | undefined {
  const { text } = around;
  const said = new Map<string, Value>();
  const say = (element: string, value: Value): void => {
    const before = said.get(element);
    said.set(element, before ? both(element, before, value) : value);
  };
  for (const [name, value] of parts) {
    const called = name.replaceAll('_', '').toLowerCase();
    const element = elements.get(called);
    const whose = principals.get(called);
    if (element === 'Effect') {
      const written = textOf(leavesOf(value)[0]) ?? text.slice(...value.at.span);
      say('Effect', /deny/i.test(written) ? word('Deny', value.at) : /allow/i.test(written) ? word('Allow', value.at) : value);
    } else if (element) say(element, element === 'Condition' ? conditionIn(value) : value);
    else if (name === 'Principal') say('Principal', value);
    else if (whose) {
      const found = principalsIn(around, value.at.span[0], names, value.at.span[1]);
      for (const one of found) {
        say(whose, one.value);
        if (one.condition) say('Condition', one.condition);
      }
      if (found.length === 0) say('Principal', unknown('a principal that is not written here', value.at));
    }
  }
  if (!said.has('Action') && !said.has('NotAction')) return undefined;
  if (!said.has('Effect')) say('Effect', word('Allow', at));
  return mappingFrom(
    [...said].map(([element, value]) => made(element, value)),
    at,
  );
}

/** What is said twice is said together: actions and resources in one list, principals and conditions in one object. */
function both(element: string, before: Value, value: Value): Value {
  if (element === 'Effect' || element === 'Sid') return value;
  if ((element === 'Condition' || element === 'Principal') && before.kind !== 'mapping') return before;
  if (before.kind === 'mapping')
    return value.kind !== 'mapping'
      ? value
      : { ...before, entries: [...before.entries, ...value.entries], complete: before.complete && value.complete };
  return {
    kind: 'list',
    items: [before, value],
    complete: true,
    at: before.at,
    token: before.at,
    via: [],
    encoding: 'none',
    editable: false,
  };
}

/** Conditions that a builder takes stand in the brackets of its call. */
function conditionIn(value: Value): Value {
  const only = value.kind === 'list' && value.items.length === 1 ? value.items[0]! : value;
  return only.kind === 'mapping' ? only : unknown('conditions that are not written here', value.at);
}
