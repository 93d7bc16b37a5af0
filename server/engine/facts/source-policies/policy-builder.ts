// Statements of the policy builder of the AWS SDK for Java: `IamStatement.builder().effect(IamEffect.ALLOW).addAction("s3:*")`, and
// the same as a lambda, `addStatement(b -> b.effect(…))`. Facts: the pages of `software.amazon.awssdk.policybuilder.iam`. There is
// no tree of Java here; what is not written as a literal, or as a constant that stands for everything, is unknown.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { tableOf } from '../../table.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { listFrom, literalAt, mappingFrom } from '../made-values.ts';
import type { Facts, Grant } from '../types.ts';
import { entryOf, leavesOf, patternOf, textOf, type Entry, type Value } from '../value.ts';
import { made, unknown, word } from './cdk-program-principals.ts';
import { readBuilder } from './literal.ts';
import type { Names } from './literal-text.ts';
import { eachOnce, namesOf } from './program-names.ts';

const mentionsBuilder = mentioning('IamEffect', 'IamStatement', 'addStatement');

/** Whether a document may use the builder. */
export function hasPolicyBuilder(document: Document): boolean {
  return (
    (document.format === 'java' || document.format === 'kotlin') &&
    mentionsBuilder(document) &&
    document.text.includes('software.amazon.awssdk.policybuilder')
  );
}

/** Where the calls of a statement begin. */
const start =
  /\bIamStatement\s{0,4}\.\s{0,4}builder\s{0,4}\(\s{0,4}\)|\baddStatement\s{0,4}\(\s{0,40}(\w{1,40})\s{0,4}->\s{0,40}\1(?=\s{0,200}\.)/g;

/** What a call says, by its name without the `add` before it. */
const elements = tableOf<string>({
  sid: 'Sid',
  effect: 'Effect',
  action: 'Action',
  actions: 'Action',
  actionids: 'Action',
  notaction: 'NotAction',
  notactions: 'NotAction',
  notactionids: 'NotAction',
  resource: 'Resource',
  resources: 'Resource',
  resourceids: 'Resource',
  notresource: 'NotResource',
  notresources: 'NotResource',
  notresourceids: 'NotResource',
  principal: 'Principal',
  principals: 'Principal',
  notprincipal: 'NotPrincipal',
  notprincipals: 'NotPrincipal',
  condition: 'Condition',
  conditions: 'Condition',
});

/** Pushes the statements that a program builds, each by itself: who holds the policy is said elsewhere. */
export function readPolicyBuilder(document: Document, into: Facts): void {
  const { text, uri } = document;
  const program = namesOf(document);
  let index = 0;
  // Text that only looks like statements is not read over and over.
  let left = 4 * text.length + 100_000;
  for (const match of text.matchAll(start)) {
    if (left < 0) return;
    if (isComment(text, match.index)) continue;
    const from = match.index + match[0].length;
    const at: Place = { uri, span: [match.index, from] };
    for (const statement of eachOnce(program.runsAt(from).map((names) => statementAt(from, at, document, names)))) {
      left -= statement ? statement.at.span[1] - match.index : 60_000;
      if (!statement) continue;
      index++;
      readPolicyDocument(statement, into, {
        role: roleOf(statement),
        carrier: { dialect: 'source', kind: 'IamStatement', address: `IamStatement[${index}]`, block: statement.at, head: at },
        anchor: `source|${uri}|IamStatement[${index}]`,
        principals: [],
        enabled: 'yes',
      });
    }
  }
}

function statementAt(from: number, at: Place, document: Document, names: Names): Value | undefined {
  const calls = readBuilder(document.text, from, document.uri, names);
  if (!calls) return undefined;
  const said = new Map<string, Value[]>();
  for (const { key, value } of calls.entries) {
    const element = elements.get((textOf(key) ?? '').toLowerCase().replace(/^add/, ''));
    if (element) said.set(element, [...(said.get(element) ?? []), ...itemsIn(element, value, document)]);
  }
  if (!said.has('Effect') || !(said.has('Action') || said.has('NotAction'))) return undefined;
  const whole: Place = { uri: document.uri, span: [at.span[0], calls.at.span[1]] };
  return mappingFrom(
    [...said].map(([element, values]) => made(element, together(element, values, whole))),
    whole,
  );
}

const together = (element: string, values: readonly Value[], at: Place): Value =>
  values.length === 1 ? values[0]! : /Principal|Condition/.test(element) ? merged(values, at) : listFrom(values, at);

/** Objects as one, or what of them is unknown. */
function merged(values: readonly Value[], at: Place): Value {
  const other = values.find((value) => value.kind !== 'mapping');
  return (
    other ??
    mappingFrom(
      values.flatMap((value): readonly Entry[] => (value.kind === 'mapping' ? value.entries : [])),
      at,
    )
  );
}

/** What one call says of an element. */
function itemsIn(element: string, given: Value, document: Document): Value[] {
  const written = document.text.slice(...given.at.span);
  if (element === 'Effect') {
    const effect = /\bdeny\b/i.test(written) ? 'Deny' : /\ballow\b/i.test(written) ? 'Allow' : undefined;
    return [effect === undefined ? unknown('not written here', given.at) : word(effect, given.at)];
  }
  if (element.endsWith('Principal')) return [principalIn(written, given.at)];
  if (element === 'Condition') return [conditionIn(written, given.at)];
  const everything = everythingIn(written, given.at);
  if (everything) return [everything];
  const texts = textsIn(written, given.at);
  return texts.length > 0 ? texts.map((one) => one.leaf) : leavesOf(given);
}

/** `IamAction.ALL`, `IamResource.ALL`, `IamPrincipal.ALL`, at what is written. */
function everythingIn(written: string, { uri, span }: Place): Value | undefined {
  const all = /\bIam(?:Action|Resource|Principal)\.ALL\b/.exec(written);
  return all ? word('*', { uri, span: [span[0] + all.index, span[0] + all.index + all[0].length] }) : undefined;
}

interface WrittenText {
  readonly text: string;
  readonly leaf: Value;
}

/** The strings of an argument list, each at its place. One that is put together is left to what reads literals. */
function textsIn(written: string, { uri, span }: Place): WrittenText[] {
  if (/["]\s{0,40}\+|\+\s{0,40}["]|\bformat/.test(written)) return [];
  return [...written.matchAll(/"([^"\\\n]{0,400})"/g)].map((match) => {
    const from = span[0] + match.index + 1;
    return { text: match[1]!, leaf: literalAt(match[1]!, { uri, span: [from, from + match[1]!.length] }) };
  });
}

const kinds = tableOf<string>({ AWS: 'AWS', SERVICE: 'Service', FEDERATED: 'Federated', CANONICAL_USER: 'CanonicalUser' });

/** `IamPrincipal.ALL`, `(IamPrincipalType.AWS, "…")`, `(p -> p.type("AWS").id("…"))`. */
function principalIn(written: string, at: Place): Value {
  const everyone = everythingIn(written, at);
  if (everyone) return everyone;
  const texts = textsIn(written, at);
  const named = /\bIamPrincipalType\.(\w{1,40})/.exec(written)?.[1];
  const type = named === undefined ? texts[0]?.text : kinds.get(named);
  const ids = (named === undefined ? texts.slice(1) : texts).map((one) => one.leaf);
  if (type === undefined || ids.length === 0) return unknown('a principal that is not written here', at);
  return mappingFrom([made(type, ids.length === 1 ? ids[0]! : listFrom(ids, at))], at);
}

/** `(IamConditionOperator.STRING_EQUALS, "aws:PrincipalOrgID", "o-…")`, or the same by a lambda or a builder. */
function conditionIn(written: string, at: Place): Value {
  const texts = textsIn(written, at);
  const constant = /\bIamConditionOperator\.([A-Z_]{1,60})(?!\w|\s{0,4}\.\s{0,4}add)/.exec(written)?.[1];
  const operator = constant?.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase()) ?? texts.shift()?.text;
  const [key, ...values] = texts;
  if (operator === undefined || !/^[A-Za-z:]{3,60}$/.test(operator) || !key || values.length === 0)
    return unknown('conditions that are not written here', at);
  return mappingFrom(
    [
      made(
        operator,
        mappingFrom(
          [
            made(
              key.text,
              listFrom(
                values.map((one) => one.leaf),
                at,
              ),
            ),
          ],
          at,
        ),
      ),
    ],
    at,
  );
}

function roleOf(statement: Value): Grant['role'] {
  if (!entryOf(statement, 'Principal') && !entryOf(statement, 'NotPrincipal')) return 'identity';
  const actions = leavesOf(entryOf(statement, 'Action')?.value).map(patternOf);
  return actions.some((action) => /^sts:assume/i.test(action)) ? 'trust' : 'resource';
}
