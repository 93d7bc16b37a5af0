// `data.aws_iam_policy_document` as the policy that it writes: the same JSON-shaped value as any other policy, with the
// tokens where they stand in the blocks. It reads no meaning; facts/aws/policy-document.ts does.
import { viewOf, type BlockView } from './blocks.ts';
import type { Scope } from './evaluate.ts';
import { written } from './made.ts';
import { editableMapping, entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Resource } from './module.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { entryOf, itemsOf, textOf, type Entry, type List, type Mapping, type Value } from '../value.ts';

const attributes: readonly (readonly [block: string, json: string])[] = [
  ['sid', 'Sid'],
  ['effect', 'Effect'],
  ['actions', 'Action'],
  ['not_actions', 'NotAction'],
  ['resources', 'Resource'],
  ['not_resources', 'NotResource'],
];

const overriding = ['override_policy_documents', 'override_json'] as const;

export function policyDocumentValue(resource: Resource, scope: Scope): Mapping {
  const place = { uri: resource.uri, span: resource.block.span };
  const { statements, complete } = partsOf(resource, scope);
  const list: List = { kind: 'list', items: statements, complete, ...written(resource.uri, resource.block.span), editable: false };
  return mappingFrom([entryFrom('Statement', place, list, place)], place);
}

/** Statements that the document takes over or writes, and that an override of the same Sid replaces: they give nothing here. */
export function replacedStatements(resource: Resource, scope: Scope): Value[] {
  return overriding.some((name) => attributeOf(resource.block.body, name)) ? partsOf(resource, scope).replaced : [];
}

/** A statement of an override takes the place of one with the same Sid. */
function partsOf(resource: Resource, scope: Scope): { statements: Value[]; replaced: Value[]; complete: boolean } {
  const view = viewOf(
    resource.block.body,
    { uri: resource.uri, span: resource.block.head },
    { uri: resource.uri, span: resource.block.span },
    scope,
  );
  const own = view.blocks('statement').map((block) => statementValue(block));
  const sources = documentsOf(view, ['source_policy_documents', 'source_json']);
  const overrides = documentsOf(view, overriding);
  const sids = new Set(overrides.statements.map(sidOf).filter((sid) => sid !== undefined));
  const [statements, replaced]: [Value[], Value[]] = [[], []];
  for (const statement of [...sources.statements, ...own]) (sids.has(sidOf(statement) ?? '\0') ? replaced : statements).push(statement);
  return { statements: [...statements, ...overrides.statements], replaced, complete: sources.complete && overrides.complete };
}

function documentsOf(view: BlockView, names: readonly string[]): { statements: Value[]; complete: boolean } {
  const statements: Value[] = [];
  let complete = true;
  for (const name of names) {
    const value = view.attribute(name);
    if (!value) continue;
    if (value.kind === 'list' && !value.complete) complete = false;
    for (const document of itemsOf(value)) {
      const found = entryOf(document, 'Statement', true)?.value;
      if (found) statements.push(...itemsOf(found));
      else complete = false;
    }
  }
  return { statements, complete };
}

function sidOf(statement: Value): string | undefined {
  return textOf(entryOf(statement, 'Sid', true)?.value) || undefined;
}

function statementValue(block: BlockView): Value {
  const entries: Entry[] = [];
  for (const [name, json] of attributes) {
    const value = block.attribute(name);
    const at = block.placeOf(name);
    if (value && at) entries.push(entryFrom(json, at.name, value, at.all));
  }
  // Allow is what a statement means that does not say.
  if (!entries.some((entry) => entry.key.kind === 'scalar' && entry.key.value === 'Effect'))
    entries.push(entryFrom('Effect', block.head, wordAt('Allow', block.head), block.head));
  for (const [name, json] of [
    ['principals', 'Principal'],
    ['not_principals', 'NotPrincipal'],
  ] as const) {
    const principals = block.blocks(name);
    if (principals.length > 0)
      entries.push(
        entryFrom(json, principals[0]!.head, mappingFrom(principals.flatMap(principalEntries), principals[0]!.head), principals[0]!.head),
      );
  }
  const conditions = block.blocks('condition');
  if (conditions.length > 0) {
    const operators = conditions.flatMap((condition): Entry[] => {
      const test = condition.attribute('test');
      const variable = condition.attribute('variable');
      if (!test || (test.kind !== 'scalar' && test.kind !== 'partial' && test.kind !== 'unknown')) return [];
      if (!variable || (variable.kind !== 'scalar' && variable.kind !== 'partial' && variable.kind !== 'unknown')) return [];
      const values = condition.attribute('values') ?? wordAt('', condition.head);
      return [
        {
          key: test,
          value: editableMapping([{ key: variable, value: values, at: condition.block }], condition.block),
          at: condition.block,
        },
      ];
    });
    entries.push(
      entryFrom(
        'Condition',
        conditions[0]!.head,
        editableMapping(operators, conditions.at(-1)!.block, operators.length === conditions.length),
        conditions[0]!.block,
      ),
    );
  }
  const statement = editableMapping(entries, block.block);
  return block.conditional
    ? { kind: 'choice', options: [statement], at: block.block, token: block.block, via: [], encoding: 'none', editable: false }
    : statement;
}

/** `type = "*"` and `identifiers = ["*"]` is written `"Principal": "*"` by the provider; the mapping form means the same. */
function principalEntries(block: BlockView): Entry[] {
  const type = block.attribute('type');
  const identifiers = block.attribute('identifiers');
  const at = block.placeOf('identifiers');
  if (!type || !identifiers || !at || (type.kind !== 'scalar' && type.kind !== 'partial' && type.kind !== 'unknown')) return [];
  const key = textOf(type) === '*' ? ({ ...type, value: 'AWS' } as typeof type) : type;
  return [{ key, value: identifiers, at: block.block }];
}
