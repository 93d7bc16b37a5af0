// Who a trust or a statement of the CDK names in Python, Java, C# and Go: principals by the words of the library, with the
// conditions that are written with them. Conditions that are not written may say anything, and are unknown.
import type { Place } from '../../text/text.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { leavesOf, type Entry, type Leaf, type Value } from '../value.ts';
import { bare, type WrittenConstruct } from './cdk-constructs.ts';
import { readLiteral } from './literal.ts';
import type { Names } from './literal-text.ts';
import type { ProgramNames } from './program-names.ts';

export interface WrittenPrincipal {
  readonly value: Value;
  readonly action: string;
  readonly condition?: Value;
}

/** What is known of the program around: its names, and its constructs. */
export interface ProgramAround {
  readonly text: string;
  readonly uri: string;
  readonly program: ProgramNames;
  readonly constructs: readonly WrittenConstruct[];
}

/** Principals of one expression; more are no program. */
const mostPrincipals = 20;
const principal =
  /\b(?:New)?(AnyPrincipal|StarPrincipal|ServicePrincipal|ArnPrincipal|AccountPrincipal|FederatedPrincipal|WebIdentityPrincipal|OpenIdConnectPrincipal|OrganizationPrincipal)(?:Props)?(?:\.Builder\.create)?\s*(?=\()/g;

/** Principals that an expression makes, up to its end: the next argument, or the closing bracket. */
export function principalsIn(around: ProgramAround, from: number, names: Names, to = expressionEnd(around.text, from)): WrittenPrincipal[] {
  const { text, uri, program } = around;
  const found: WrittenPrincipal[] = [];
  principal.lastIndex = from;
  for (let match = principal.exec(text); match && match.index < to && found.length < mostPrincipals; match = principal.exec(text)) {
    const open = match.index + match[0].length;
    const at: Place = { uri, span: [match.index, open] };
    const given = program.argumentsAt(open);
    const read = given.map((one) => ({ name: one.name, value: readLiteral(text, one.from, uri, false, names) }));
    const [first] = leavesOf(read[0]?.value);
    const id: Leaf =
      first && first.kind !== 'unknown' ? first : (providerAt(around, given[0]?.from ?? open) ?? unknown('not written here', at));
    const of = (type: string, value: Value): Value => mappingFrom([made(type, value)], value.at);
    const limits = limitsAround(around, match.index, names) ?? limitsBehind(around, open, names);
    // What limits it may say anything.
    if (limits?.kind === 'unknown') continue;
    const push = (value: Value, action: string, own?: Value): void => {
      const condition = own && limits ? together(own, limits) : (own ?? limits);
      found.push({ value, action, ...(condition ? { condition } : {}) });
    };
    switch (match[1]) {
      case 'AnyPrincipal':
      case 'StarPrincipal':
        push(of('AWS', word('*', at)), 'sts:AssumeRole');
        break;
      case 'ServicePrincipal':
        push(of('Service', id), 'sts:AssumeRole');
        break;
      case 'ArnPrincipal':
      case 'AccountPrincipal':
        push(of('AWS', id), 'sts:AssumeRole');
        break;
      case 'OrganizationPrincipal':
        push(
          of('AWS', word('*', at)),
          'sts:AssumeRole',
          mappingFrom([made('StringEquals', mappingFrom([made('aws:PrincipalOrgID', id)], at))], at),
        );
        break;
      default: {
        const conditions = (read.find((one) => one.name !== undefined && /^conditions$/i.test(one.name)) ?? read[1])?.value;
        const isLeftOut = match[1] === 'OpenIdConnectPrincipal' && read.length === 1;
        push(
          of('Federated', id),
          'sts:AssumeRoleWithWebIdentity',
          conditions?.kind === 'mapping'
            ? conditions
            : isLeftOut && limits
              ? undefined
              : isLeftOut
                ? mappingFrom([], at)
                : unknown('conditions that are not written here', at),
        );
      }
    }
  }
  return found;
}

/** What `.withConditions(…)` asks for behind a principal; unknown where that is not written. */
function limitsBehind(around: ProgramAround, open: number, names: Names): Value | undefined {
  const end = callEnd(around.text, open);
  const call = /^\)\s{0,80}\.\s{0,80}with_?conditions\s{0,8}(?=\()/i.exec(around.text.slice(end, end + 200));
  return call ? conditionsGiven(around, end + call[0].length, 0, names) : undefined;
}

const limited = /PrincipalWithConditions\s{0,4}(?=\(\s{0,80}(?:new\s{1,4})?(?:\w{1,40}\.)?$)/;

/** What `new PrincipalWithConditions(…)` asks for around a principal; unknown where that is not written. */
function limitsAround(around: ProgramAround, start: number, names: Names): Value | undefined {
  const from = Math.max(0, start - 200);
  const call = limited.exec(around.text.slice(from, start));
  return call ? conditionsGiven(around, from + call.index + call[0].length, 1, names) : undefined;
}

/** The conditions that a call is given in a place of its bracket. */
function conditionsGiven({ text, uri, program }: ProgramAround, open: number, place: number, names: Names): Value {
  const given = program.argumentsAt(open)[place];
  const value = given && readLiteral(text, given.from, uri, false, names);
  return value?.kind === 'mapping' ? value : unknown('conditions that are not written here', { uri, span: [open, open + 1] });
}

/** Both conditions: what is not known of one is not known of them together. */
export function together(own: Value, more: Value): Value {
  if (own.kind !== 'mapping') return own;
  return more.kind !== 'mapping' ? more : { ...own, entries: [...own.entries, ...more.entries], complete: own.complete && more.complete };
}

/** `provider.open_id_connect_provider_arn` or `provider`, where this text makes the provider with an address that is written. */
function providerAt({ text, uri, constructs }: ProgramAround, from: number): Leaf | undefined {
  const named = /((?:self\.|this\.)?\w{1,60})(?:\.(?:get)?open_?id_?connect_?provider_?arn\b)?/iy;
  named.lastIndex = from;
  const found = named.exec(text);
  const url = found && constructs.find((one) => one.url !== undefined && one.variable === bare(found[1]!))?.url;
  if (!url) return undefined;
  const at: Place = { uri, span: [from, named.lastIndex] };
  return { kind: 'partial', pattern: `arn:aws:iam::\0:oidc-provider/${url}`, at, token: at, via: [], encoding: 'none', editable: false };
}

/** Where the bracket that opens a call is closed, a few thousand characters on at most. */
function callEnd(text: string, open: number): number {
  let at = expressionEnd(text, open + 1);
  while (text[at] === ',' && at - open < 4000) at = expressionEnd(text, at + 1);
  return at;
}

/** Where the expression that begins here ends: at the comma or bracket that closes it, a few thousand characters on at most. */
export function expressionEnd(text: string, from: number): number {
  let open = 0;
  const limit = Math.min(text.length, from + 4000);
  for (let at = from; at < limit; at++) {
    const char = text[at]!;
    if ('([{'.includes(char)) open++;
    else if (')]}'.includes(char) && open-- === 0) return at;
    else if (char === ',' && open === 0) return at;
  }
  return limit;
}

export function made(key: string, value: Value): Entry {
  return entryFrom(key, value.at, value, value.at);
}

/** A word that the library means. */
export function word(text: string, at: Place): Leaf {
  return { kind: 'scalar', known: 'resolved', value: text, at, token: at, via: [], encoding: 'none', editable: false };
}

export function unknown(why: string, at: Place): Leaf {
  return { kind: 'unknown', why, at, token: at, via: [], encoding: 'none', editable: false };
}
