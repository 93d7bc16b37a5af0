// Policies of SAM functions that name one of SAM's own templates: `S3CrudPolicy: { BucketName: … }`. What each grants is a
// table (facts/aws/sam-policy-templates.ts); a parameter of `*` lets it reach everything of its kind.
import { samPolicyTemplate, type TemplateStatement } from '../aws/sam-policy-templates.ts';
import { wordAt } from '../made-values.ts';
import type { Carrier, Condition, Facts, Grant, Principal, Scope } from '../types.ts';
import { entryOf, leavesOf, patternOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

export interface SamPolicyOptions {
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly principals: readonly Principal[];
  readonly enabled: Grant['enabled'];
}

/** Pushes what the templates of an item grant. Gives false where the item names none. */
export function readSamPolicyTemplates(item: Mapping, into: Facts, options: SamPolicyOptions): boolean {
  let found = false;
  for (const entry of item.entries) {
    const name = textOf(entry.key);
    const statements = name === undefined ? undefined : samPolicyTemplate(name);
    if (name === undefined || !statements) continue;
    found = true;
    statements.forEach((statement, index) =>
      into.grants.push(grantOf(statement, entry, `${options.anchor}|${name}${statements.length > 1 ? `[${index}]` : ''}`, options)),
    );
  }
  return found;
}

function grantOf(
  statement: TemplateStatement,
  { key, value }: Entry,
  anchor: string,
  { carrier, principals, enabled }: SamPolicyOptions,
): Grant {
  const conditions: Condition[] = statement.conditional
    ? [{ operator: 'StringEquals', key: 'the template', values: [], limits: 'resource', at: key.at }]
    : [];
  return {
    anchor,
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'identity',
    principals,
    actions: statement.actions.map((action) => wordAt(action, key.at)),
    scope: statement.resources.length === 0 ? [fixedToAll(key)] : scopesOf(statement.resources, key, value),
    conditions,
    lifetime: { kind: 'standing' },
    carrier,
    enabled,
  };
}

/** `*` that AWS itself has written: it is no choice of the author's, and so no reason for a finding. */
function fixedToAll({ at, token, via }: Leaf): Scope {
  return {
    level: 'everything',
    id: { kind: 'unknown', why: 'fixed by the template of SAM', at, token, via, encoding: 'none', editable: false },
  };
}

/** A parameter of `*` is said once, at its token, as everything; others leave their text in the ARN. */
function scopesOf(arns: readonly string[], key: Leaf, parameters: Value): Scope[] {
  const star = arns
    .flatMap((arn) => namesIn(arn))
    .map((name) => parameter(parameters, name))
    .find((leaf) => leaf !== undefined && /^\/?\*+$/.test(textOf(leaf) ?? ''));
  if (star) return [{ level: 'everything', id: { ...star, kind: 'scalar', known: 'resolved', value: '*', editable: false } as Leaf }];
  return arns.map((arn): Scope => {
    const leaves: (Leaf | undefined)[] = namesIn(arn).map((name) => parameter(parameters, name));
    let next = 0;
    const pattern = arn.replaceAll('?', '\0').replace(/\{\w+\}/g, () => {
      const leaf = leaves[next++];
      return leaf ? patternOf(leaf) : '\0';
    });
    const { at, token, via } = leaves.find((leaf) => leaf !== undefined) ?? key;
    return { level: 'resource', id: { kind: 'partial', pattern, at, token, via, encoding: 'none', editable: false } };
  });
}

function namesIn(arn: string): string[] {
  return [...arn.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
}

function parameter(parameters: Value, name: string): Leaf | undefined {
  return leavesOf(entryOf(parameters, name)?.value)[0];
}
