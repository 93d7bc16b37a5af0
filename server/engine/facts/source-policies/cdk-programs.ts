// The CDK in Python, Java, C# and Go, and policy documents of Pulumi in Python: statements, managed policies and who may take
// a role, told by the words that the library gives them. There is no tree of these languages here, so that what is not
// written as a literal is unknown; TypeScript and JavaScript have a reader of their own.
import type { Document } from '../../document.ts';
import type { Place, Span } from '../../text/text.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Carrier, Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { bare, constructsIn, holderAt, readConstructs, roleAround, type WrittenConstruct } from './cdk-constructs.ts';
import { readBuilder, readLiteral } from './literal.ts';
import { tableOf } from '../../table.ts';

/** The elements of a statement as each language writes them. */
const elements = tableOf<string>({ sid: 'Sid', effect: 'Effect', actions: 'Action', not_actions: 'NotAction', notactions: 'NotAction', resources: 'Resource', not_resources: 'NotResource', notresources: 'NotResource', conditions: 'Condition' });

const statementStart = /\b(?:PolicyStatement\s*\(\s*(?=[a-z_]+\s*=)|GetPolicyDocumentStatementArgs\s*(?:Dict)?\(\s*(?=[a-z_]+\s*=)|PolicyStatementProps\s*(?=\{)|PolicyStatement\.Builder\.create\(\)|GetPolicyDocumentStatementArgs\.builder\(\))/g;
const managedStart = /\b(?:from_aws_managed_policy_name|fromAwsManagedPolicyName|FromAwsManagedPolicyName|ManagedPolicy_FromAwsManagedPolicyName)\s*\(\s*(?:jsii\.String\(\s*)?["']([\w+=,.@/-]{1,128})["']/g;
const assumedBy = /\b(?:assumed_by\s*=\s*|assumedBy\s*\(\s*|AssumedBy\s*[:=]\s*)(?=\S)/g;

/** Whether a document may use the library in one of these languages. */
export function hasCdkProgram({ format, text }: Document): boolean {
  return (format === 'python' || format === 'java' || format === 'kotlin' || format === 'csharp' || format === 'go') && /aws_cdk|awscdk|Amazon\.CDK|pulumi_aws|com\.pulumi\.aws/.test(text) && /PolicyStatement|[mM]anaged_?[pP]olicy_?[nN]ame|assumed_?[bB]y|AssumedBy|AccessKey|GetPolicyDocumentStatement/.test(text);
}

/** Pushes what such a program declares. What stands in the parts that were `read` is known already. */
export function readCdkProgram(document: Document, into: Facts, read: readonly Span[] = []): void {
  const { text, uri } = document;
  let index = 0;
  const constructs = /pulumi_aws/.test(text) && !/aws_cdk/.test(text) ? [] : constructsIn(text, uri);
  readConstructs(constructs, text, into);
  // Text that only looks like statements is not read over and over.
  let left = 4 * text.length + 100_000;
  const carrier = (kind: string, at: Place): { carrier: Carrier; anchor: string; enabled: 'yes' } => {
    index++;
    return { carrier: { dialect: 'source', kind, address: `${kind}[${index}]`, block: at, head: at }, anchor: `source|${uri}|${kind}[${index}]`, enabled: 'yes' };
  };
  for (const match of matches(statementStart, text)) {
    if (isComment(text, match.index) || left < 0 || read.some(([start, end]) => start <= match.index && match.index < end)) continue;
    const statement = /builder/i.test(match[0]) ? builderStatement(text, match.index + match[0].length, uri) : literalStatement(text, match, uri);
    left -= statement ? statement.at.span[1] - match.index : 60_000;
    if (!statement) continue;
    const at: Place = { uri, span: [match.index, match.index + match[0].trimEnd().length] };
    const role = roleOf(statement, text.slice(Math.max(0, match.index - 160), match.index));
    readPolicyDocument(statement, into, { ...carrier('PolicyStatement', at), role, principals: role === 'identity' ? holderAt(match.index, text, constructs) : [] });
  }
  for (const match of matches(managedStart, text)) {
    if (isComment(text, match.index)) continue;
    const start = match.index + match[0].lastIndexOf(match[1]!);
    const leaf = word(match[1]!, { uri, span: [start, start + match[1]!.length] }, 'literal');
    const before = text.slice(Math.max(0, match.index - 120), match.index);
    attachManagedPolicy(leaf, into, { ...carrier('ManagedPolicy', leaf.at), principals: holderAt(match.index, text, constructs), ...(/permissions_?boundary\s*[(:=]\s*[\w.]*$/i.test(before) ? { role: 'boundary' as const } : {}) });
  }
  for (const match of matches(assumedBy, text)) {
    const from = match.index + match[0].length;
    if (isComment(text, match.index) || left < 0) continue;
    const found = principalsIn(text, from, uri, undefined, constructs);
    left -= 100 + 1000 * found.length;
    const at: Place = { uri, span: [match.index, from] };
    const trusting = roleAround(match.index, constructs);
    const of = trusting ? { carrier: trusting.carrier, assumes: word(trusting.id, trusting.carrier.head) } : {};
    for (const principal of found) readPolicyDocument(mappingFrom([made('Effect', word('Allow', at)), made('Action', word(principal.action, at)), made('Principal', principal.value), ...(principal.condition ? [made('Condition', principal.condition)] : [])], principal.value.at), into, { ...carrier('Role', at), ...of, role: 'trust', principals: [] });
  }
}

function* matches(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) yield match;
}

function isComment(text: string, at: number): boolean {
  return /^[ \t]*(?:#|\/\/|\*)/.test(text.slice(text.lastIndexOf('\n', at) + 1, at + 1));
}

/** `PolicyStatement(actions=[…])`, `PolicyStatementProps { Actions = … }`. */
function literalStatement(text: string, match: RegExpExecArray, uri: string): Value | undefined {
  const open = text.indexOf(match[0].includes('(') ? '(' : '{', match.index + match[0].trimEnd().length - 1);
  const value = readLiteral(text, open, uri, false);
  if (value?.kind !== 'mapping') return undefined;
  return statementFrom(value.entries.flatMap(({ key, value: one }) => [[textOf(key) ?? '', one] as const]), value.at, text, uri);
}

/** `PolicyStatement.Builder.create().actions(List.of("s3:*")).resources(List.of("*")).build()`. */
function builderStatement(text: string, from: number, uri: string): Value | undefined {
  const built = readBuilder(text, from, uri);
  return built && statementFrom(built.entries.map(({ key, value }) => [textOf(key) ?? '', value] as const), built.at, text, uri);
}

function statementFrom(parts: readonly (readonly [string, Value])[], at: Place, text: string, uri: string): Value | undefined {
  const entries: Entry[] = [];
  for (const [name, value] of parts) {
    const lower = name.toLowerCase();
    const element = elements.get(lower);
    if (element === 'Effect') {
      const written = textOf(leavesOf(value)[0]) ?? text.slice(...value.at.span);
      entries.push(made('Effect', /deny/i.test(written) ? word('Deny', value.at) : /allow/i.test(written) ? word('Allow', value.at) : value));
    } else if (element) entries.push(made(element, value));
    else if (lower === 'principals' || lower === 'not_principals' || lower === 'notprincipals') {
      const found = principalsIn(text, value.at.span[0], uri, value.at.span[1]);
      for (const principal of found) {
        entries.push(made(lower === 'principals' ? 'Principal' : 'NotPrincipal', principal.value));
        if (principal.condition) entries.push(made('Condition', principal.condition));
      }
      if (found.length === 0) entries.push(made('Principal', { kind: 'unknown', why: 'a principal that is not written here', at: value.at, token: value.at, via: [], encoding: 'none', editable: false }));
    }
  }
  if (!entries.some((entry) => /Action$/.test(textOf(entry.key)!))) return undefined;
  if (!entries.some((entry) => textOf(entry.key) === 'Effect')) entries.unshift(made('Effect', word('Allow', at)));
  return mappingFrom(entries, at);
}

interface WrittenPrincipal {
  readonly value: Value;
  readonly action: string;
  readonly condition?: Value;
}

/** Principals of one expression; more are no program. */
const mostPrincipals = 20;
const principal = /\b(?:New)?(AnyPrincipal|StarPrincipal|ServicePrincipal|ArnPrincipal|AccountPrincipal|FederatedPrincipal|WebIdentityPrincipal|OrganizationPrincipal)(?:Props)?(?:\.Builder\.create)?\s*(?=\()/g;

/** Principals that an expression makes, up to its end: the next argument, or the closing bracket. */
function principalsIn(text: string, from: number, uri: string, to = expressionEnd(text, from), constructs: readonly WrittenConstruct[] = []): WrittenPrincipal[] {
  const found: WrittenPrincipal[] = [];
  principal.lastIndex = from;
  for (let match = principal.exec(text); match && match.index < to && found.length < mostPrincipals; match = principal.exec(text)) {
    const open = match.index + match[0].length;
    const at: Place = { uri, span: [match.index, open] };
    const first = /\(\s*(?:jsii\.String\(\s*)?(["'])([^"'\n]{1,300})\1/y;
    first.lastIndex = open;
    const written = first.exec(text);
    const start = written ? open + written[0].length - 1 - written[2]!.length : 0;
    const id: Leaf = written ? word(written[2]!, { uri, span: [start, start + written[2]!.length] }, 'literal') : providerAt(text, open, uri, constructs) ?? { kind: 'unknown', why: 'not written here', at, token: at, via: [], encoding: 'none', editable: false };
    const of = (type: string, value: Value): Value => mappingFrom([made(type, value)], value.at);
    const end = callEnd(text, open);
    const brace = text.slice(open, end).indexOf('{');
    const limits = brace >= 0 ? readLiteral(text, open + brace, uri, false) : undefined;
    switch (match[1]) {
      case 'AnyPrincipal': case 'StarPrincipal': found.push({ value: of('AWS', word('*', at)), action: 'sts:AssumeRole' }); break;
      case 'ServicePrincipal': found.push({ value: of('Service', id), action: 'sts:AssumeRole' }); break;
      case 'ArnPrincipal': case 'AccountPrincipal': found.push({ value: of('AWS', id), action: 'sts:AssumeRole' }); break;
      case 'OrganizationPrincipal': found.push({ value: of('AWS', word('*', at)), action: 'sts:AssumeRole', condition: mappingFrom([made('StringEquals', mappingFrom([made('aws:PrincipalOrgID', id)], at))], at) }); break;
      // Conditions that are not written in place may say anything.
      default: found.push({ value: of('Federated', id), action: 'sts:AssumeRoleWithWebIdentity', condition: limits ?? { kind: 'unknown', why: 'conditions that are not written here', at, token: at, via: [], encoding: 'none', editable: false } });
    }
    // `new AnyPrincipal().withConditions(…)`: what limits it is not read here.
    if (/^\)\s*\.\s*[wW]ith_?[cC]onditions/.test(text.slice(end, end + 40))) found.pop();
  }
  return found;
}

/** `provider.open_id_connect_provider_arn`, where this text makes the provider with an address that is written. */
function providerAt(text: string, open: number, uri: string, constructs: readonly WrittenConstruct[]): Leaf | undefined {
  const named = /\(\s{0,80}([\w.]{1,60}?)\.(?:get)?open_?id_?connect_?provider_?arn\b/iy;
  named.lastIndex = open;
  const found = named.exec(text);
  const url = found && constructs.find((one) => one.url !== undefined && one.variable === bare(found[1]!))?.url;
  if (!url) return undefined;
  const at: Place = { uri, span: [open + found[0].indexOf(found[1]!), named.lastIndex] };
  return { kind: 'partial', pattern: `arn:aws:iam::\0:oidc-provider/${url}`, at, token: at, via: [], encoding: 'none', editable: false };
}

/** Where the bracket that opens a call is closed, a few thousand characters on at most. */
function callEnd(text: string, open: number): number {
  let at = expressionEnd(text, open + 1);
  while (text[at] === ',' && at - open < 4000) at = expressionEnd(text, at + 1);
  return at;
}

/** Where the expression that begins here ends: at the comma or bracket that closes it, a few thousand characters on at most. */
function expressionEnd(text: string, from: number): number {
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

/** Where the statement goes, by the call that it stands in, else by what it says. */
function roleOf(statement: Value, before: string): Grant['role'] {
  if (/assume_?role_?policy[\w.]*\s*\.?\s*add_?statements?\s*\(\s*[\w.&*() ]*$/i.test(before)) return 'trust';
  if (/add_?to_?resource_?policy\s*\(\s*[\w.&*() ]*$/i.test(before)) return itemsActions(statement).some((action) => /^kms:/i.test(action)) ? 'key-policy' : 'resource';
  if (!entryOf(statement, 'Principal') && !entryOf(statement, 'NotPrincipal')) return 'identity';
  return itemsActions(statement).some((action) => /^sts:assume/i.test(action)) ? 'trust' : 'resource';
}

function itemsActions(statement: Value): string[] {
  return itemsOf(entryOf(statement, 'Action')?.value).flatMap((item) => leavesOf(item).map(patternOf));
}

function made(key: string, value: Value): Entry {
  return entryFrom(key, value.at, value, value.at);
}

/** A word that the library means, or, where it is `literal`, that is written at `at`. */
function word(text: string, at: Place, known: 'literal' | 'resolved' = 'resolved'): Leaf {
  return { kind: 'scalar', known, value: text, at, token: at, via: [], encoding: 'none', editable: false };
}
