// The CDK in Python, Java, C# and Go, and policy documents of Pulumi in Python: statements, managed policies and who may take
// a role, told by the words that the library gives them. There is no tree of these languages here, so that what is neither
// written as a literal nor known by its name is unknown; TypeScript and JavaScript have a reader of their own.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Place, Span } from '../../text/text.ts';
import { propertyPath, readOverride } from '../aws/overrides.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { mappingFrom } from '../made-values.ts';
import type { Carrier, Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, type Value } from '../value.ts';
import { readProgramLogins } from './cdk-program-logins.ts';
import { openingsIn, type Opening } from './cdk-program-openings.ts';
import { constructsIn, holderAt, openAddresses, readConstructs, roleAround } from './cdk-constructs.ts';
import { made, principalsIn, together, unknown, word, type ProgramAround } from './cdk-program-principals.ts';
import { statementOf, statementsIn } from './cdk-program-statements.ts';
import { readLiteral } from './literal.ts';
import type { Names } from './literal-text.ts';
import { eachOnce, namesOf } from './program-names.ts';

const managedStart =
  /\b(?:ManagedPolicy_)?(?:from_aws_managed_policy_name|[fF]romAwsManagedPolicyName|from_managed_policy_arn|[fF]romManagedPolicyArn)\s*(?=\()|\b(?:managed_policy_arns|[mM]anagedPolicyArns)\s{0,8}(?:[=:]\s{0,8}(?=\S)|(?=\())/g;
const overriding = /\b([aA]dd_?(?:[pP]roperty_?)?[oO]verride)\s{0,8}(?=\()/g;
const assumedBy = /\b(?:assumed_by\s*=\s*|assumedBy\s*\(\s*|AssumedBy\s*[:=]\s*)(?=\S)/g;

/** Whether a document may use the library in one of these languages. */
export function hasCdkProgram({ format, text }: Document): boolean {
  return (
    (format === 'python' || format === 'java' || format === 'kotlin' || format === 'csharp' || format === 'go') &&
    /aws_cdk|awscdk|Amazon\.CDK|pulumi_aws|com\.pulumi\.aws/.test(text) &&
    /PolicyStatement|[mM]anaged_?[pP]olicy_?(?:[nN]ame|[aA]rn)|assumed_?[bB]y|AssumedBy|AccessKey|GetPolicyDocumentStatement|[pP]ublic_?[rR]ead|[pP]ublic_?[aA]ccess\(|[aA]dd_?[pP]ermission|[fF]unction_?[uU]rl|(?:Any|Star)Principal|[uU]nauthenticated_?[iI]dentities|Mfa[._]OFF|AuthorizationType[._]|[oO]verride\(/.test(
      text,
    )
  );
}

/** Pushes what such a program declares. What stands in the parts that were `read` is known already. */
export function readCdkProgram(document: Document, into: Facts, read: readonly Span[] = []): void {
  const { text, uri } = document;
  let index = 0;
  const isOnlyPulumi = /pulumi_aws/.test(text) && !/aws_cdk/.test(text);
  const constructs = isOnlyPulumi ? [] : constructsIn(text, uri);
  const program = namesOf(document);
  const around: ProgramAround = { text, uri, program, constructs };
  const open = openAddresses(text, uri);
  readConstructs(constructs, text, open, into);
  // Text that only looks like statements is not read over and over.
  let left = 4 * text.length + 100_000;
  const carrier = (kind: string, at: Place): { carrier: Carrier; anchor: string; enabled: 'yes' } => {
    index++;
    return {
      carrier: { dialect: 'source', kind, address: `${kind}[${index}]`, block: at, head: at },
      anchor: `source|${uri}|${kind}[${index}]`,
      enabled: 'yes',
    };
  };
  const openings: (Opening & { kind: string })[] = [...open.values()].map((at) => ({
    at,
    action: 'lambda:InvokeFunctionUrl',
    kind: 'FunctionUrl',
  }));
  for (const opening of isOnlyPulumi ? [] : openingsIn(text, uri)) openings.push({ ...opening, kind: 'grant' });
  if (!isOnlyPulumi) readProgramLogins(text, uri, carrier, into);
  for (const { at, action, kind, service } of openings) {
    const who = mappingFrom([service === undefined ? made('AWS', word('*', at)) : made('Service', word(service, at))], at);
    const statement = [made('Effect', word('Allow', at)), made('Principal', who), made('Action', word(action, at))];
    readPolicyDocument(mappingFrom(statement, at), into, { ...carrier(kind, at), role: 'resource', principals: [] });
  }
  for (const written of statementsIn(document)) {
    const { at } = written;
    const [from] = at.span;
    if (left < 0) break;
    if (isComment(text, from) || read.some(([start, end]) => start <= from && from < end)) continue;
    // A variable says nothing of where its statement goes: the call that takes it does.
    const usedAt = written.usedAt ?? from;
    for (const statement of eachOnce(program.runsAt(from).map((names) => statementOf(written, around, names)))) {
      left -= statement ? statement.at.span[1] - from : 60_000;
      if (!statement) continue;
      const role = roleOf(statement, text.slice(Math.max(0, usedAt - 160), usedAt));
      readPolicyDocument(statement, into, {
        ...carrier('PolicyStatement', at),
        role,
        principals: role === 'identity' ? holderAt(usedAt, text, constructs) : [],
      });
    }
  }
  for (const match of matches(managedStart, text)) {
    if (isComment(text, match.index) || left < 0 || (isOnlyPulumi && /arns/i.test(match[0]))) continue;
    const before = text.slice(Math.max(0, match.index - 120), match.index);
    left -= 200;
    for (const value of eachOnce(
      program.runsAt(match.index).map((names) => readLiteral(text, match.index + match[0].length, uri, false, names)),
    )) {
      // `managed_policy_arn="…"` names what it gives.
      const given = value?.kind === 'mapping' ? value.entries.map((entry) => entry.value) : [value];
      for (const leaf of given.flatMap(leavesOf)) {
        // An ARN comes behind a scope and an id.
        if (leaf.kind === 'scalar' && (!/arn/i.test(match[0]) || /^arn:/.test(patternOf(leaf))))
          attachManagedPolicy(leaf, into, {
            ...carrier('ManagedPolicy', leaf.at),
            principals: holderAt(match.index, text, constructs),
            ...(/permissions_?boundary\s*[(:=]\s*[\w.]*$/i.test(before) ? { role: 'boundary' as const } : {}),
          });
      }
    }
  }
  for (const match of isOnlyPulumi ? [] : matches(overriding, text)) {
    if (isComment(text, match.index) || left < 0) continue;
    const [first, second] = program.argumentsAt(match.index + match[0].length);
    if (!first || !second) continue;
    for (const names of program.runsAt(match.index)) {
      left -= 1000;
      const [written] = leavesOf(readLiteral(text, first.from, uri, false, names));
      const path = written && propertyPath(match[1]!, patternOf(written));
      const value = readLiteral(text, second.from, uri, false, names);
      if (path !== undefined && value) readOverride(path, value, { ...carrier('override', value.at), principals: [] }, into);
    }
  }
  for (const match of matches(assumedBy, text)) {
    const from = match.index + match[0].length;
    if (isComment(text, match.index) || left < 0) continue;
    const at: Place = { uri, span: [match.index, from] };
    const trusting = roleAround(match.index, constructs);
    const of = trusting ? { carrier: trusting.carrier, assumes: word(trusting.id, trusting.carrier.head) } : {};
    const found = program.runsAt(match.index).map((names) =>
      principalsIn(around, from, names).map((principal) => {
        const asked = trusting && externalIdOf(trusting.carrier.block, around, names);
        const condition = asked && principal.condition ? together(principal.condition, asked) : (principal.condition ?? asked);
        return mappingFrom(
          [
            made('Effect', word('Allow', at)),
            made('Action', word(principal.action, at)),
            made('Principal', principal.value),
            ...(condition ? [made('Condition', condition)] : []),
          ],
          principal.value.at,
        );
      }),
    );
    left -= 100 + 1000 * found.flat().length;
    for (const statement of eachOnce(found.flat()))
      if (statement) readPolicyDocument(statement, into, { ...carrier('Role', at), ...of, role: 'trust', principals: [] });
  }
}

/** What `external_ids=[…]` of a role asks of everyone who takes it. */
function externalIdOf({ uri, span: [start, end] }: Place, { text }: ProgramAround, names: Names): Value | undefined {
  const given = /\bexternal_?ids?\s{0,8}[=:(]\s{0,8}/i.exec(text.slice(start, end));
  if (!given || isComment(text, start + given.index)) return undefined;
  const from = start + given.index + given[0].length;
  const value = readLiteral(text, from, uri, false, names) ?? unknown('not written here', { uri, span: [from, from] });
  return mappingFrom([made('StringEquals', mappingFrom([made('sts:ExternalId', value)], value.at))], value.at);
}

function* matches(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) yield match;
}

/** Where the statement goes, by the call that it stands in, else by what it says. */
function roleOf(statement: Value, before: string): Grant['role'] {
  if (/assume_?role_?policy[\w.]*\s*\.?\s*add_?statements?\s*\(\s*[\w.&*() ]*$/i.test(before)) return 'trust';
  if (/add_?to_?resource_?policy\s*\(\s*[\w.&*() ]*$/i.test(before))
    return itemsActions(statement).some((action) => /^kms:/i.test(action)) ? 'key-policy' : 'resource';
  if (!entryOf(statement, 'Principal') && !entryOf(statement, 'NotPrincipal')) return 'identity';
  return itemsActions(statement).some((action) => /^sts:assume/i.test(action)) ? 'trust' : 'resource';
}

function itemsActions(statement: Value): string[] {
  return itemsOf(entryOf(statement, 'Action')?.value).flatMap((item) => leavesOf(item).map(patternOf));
}
