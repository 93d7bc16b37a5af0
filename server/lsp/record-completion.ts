// Words for the files under `.posture`: keys and values from the same schemas that validate them, ids of rules, and owners
// from CODEOWNERS.
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import { severities } from '../engine/finding.ts';
import type { Rule } from '../engine/rule.ts';
import configuration from '../schemas/configuration.schema.json' with { type: 'json' };
import decision from '../schemas/decision.schema.json' with { type: 'json' };
import identity from '../schemas/identity.schema.json' with { type: 'json' };
import policy from '../schemas/policy.schema.json' with { type: 'json' };
import { rangeOf } from './convert.ts';
import { placeInText, type PlaceInText } from './place-in-text.ts';

/** What of JSON Schema our own schemas use. */
interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}

const schemas: readonly (readonly [RegExp, Schema])[] = [
  [/(?:^|\/)\.posture\/config\.yaml$/, configuration as unknown as Schema],
  [/(?:^|\/)\.posture\/policy\.yaml$/, policy as unknown as Schema],
  [/(?:^|\/)\.posture\/decisions\/.+\.yaml$/, decision as unknown as Schema],
  [/(?:^|\/)\.posture\/identities\/.+\.yaml$/, identity as unknown as Schema],
];

/** The schema of a document, by its path. */
export function schemaOf(uri: string): Schema | undefined {
  return schemas.find(([path]) => path.test(uri))?.[1];
}

export interface RecordQuestion {
  readonly document: Document;
  readonly offset: number;
  readonly schema: Schema;
  allRules(): Promise<readonly Rule[]>;
  owners(): readonly string[];
}

/** Keys whose value is somebody: a team or a handle. */
const people = new Set(['owner', 'by', 'approvers', 'fallback-owner']);

export async function completeRecord({ document, offset, schema, allRules, owners }: RecordQuestion): Promise<CompletionItem[]> {
  const place = placeInText(document.text, offset);
  const make = (text: string, more: Partial<CompletionItem>): CompletionItem => ({
    label: text,
    textEdit: { range: rangeOf(document, place.span), newText: text },
    ...more,
  });
  const key = place.key ?? listKey(document.text, place);
  if (key === undefined) {
    const inside = at(schema, place.path, schema);
    if (place.path.at(-1) === 'rules' && place.path.length === 1 && inside?.additionalProperties) return ruleItems(await allRules(), make);
    if (place.path.at(-1) === 'signers')
      return owners().map((owner) => make(`"${owner}"`, { filterText: owner, kind: CompletionItemKind.Reference }));
    return properties(inside, schema).map(([name, { description }]) =>
      make(name, { kind: CompletionItemKind.Property, detail: description }),
    );
  }
  if (people.has(key))
    return owners().map((owner) =>
      make(place.quoted ? owner : `"${owner}"`, {
        label: owner,
        filterText: place.quoted ? owner : `"${owner}"`,
        kind: CompletionItemKind.Reference,
      }),
    );
  if (key === 'rule' && place.path.length === 0) return ruleItems(await allRules(), make);
  const path = place.key === undefined ? place.path : [...place.path, key];
  const inside = at(schema, path, schema);
  // An item of a list of records begins with one of its keys.
  if (place.key === undefined && inside?.properties)
    return properties(inside, schema).map(([name, { description }]) =>
      make(name, { kind: CompletionItemKind.Property, detail: description }),
    );
  return values(inside, schema).map((value) => make(value, { kind: CompletionItemKind.EnumMember }));
}

/** The key of the list that an item without one belongs to. */
function listKey(text: string, { path, span }: PlaceInText): string | undefined {
  const lead = text.slice(text.lastIndexOf('\n', span[0] - 1) + 1, span[0]);
  return /^\s*- ["']?$/.test(lead) || /\[[^\]]*$/.test(lead) ? path.at(-1) : undefined;
}

function ruleItems(rules: readonly Rule[], make: (text: string, more: Partial<CompletionItem>) => CompletionItem): CompletionItem[] {
  return rules.map(({ id, meta }) => make(id, { kind: CompletionItemKind.Value, detail: meta.severity, documentation: meta.docs.what }));
}

/** The part of a schema that a path leads to; items of lists are gone through without a key. */
function at(schema: Schema | undefined, path: readonly string[], root: Schema): Schema | undefined {
  let here = resolved(schema, root);
  for (const key of path) {
    here = resolved(here?.items ?? here, root);
    const more = here?.additionalProperties;
    here = resolved(
      (here?.properties && Object.hasOwn(here.properties, key) ? here.properties[key] : undefined) ??
        (typeof more === 'object' ? more : undefined),
      root,
    );
  }
  return here?.items && !here.properties ? resolved(here.items, root) : here;
}

function resolved(schema: Schema | undefined, root: Schema): Schema | undefined {
  const name = schema?.$ref?.replace('#/definitions/', '');
  return name === undefined ? schema : root.definitions?.[name];
}

function properties(schema: Schema | undefined, root: Schema): [string, Schema][] {
  if (!schema) return [];
  const own = Object.entries(schema.properties ?? {});
  return [...own, ...(schema.anyOf ?? []).flatMap((one) => properties(resolved(one, root), root))];
}

function values(schema: Schema | undefined, root: Schema): string[] {
  if (!schema) return [];
  const own = schema.const !== undefined ? [schema.const] : (schema.enum ?? (schema.type === 'boolean' ? [true, false] : []));
  const any = (schema.anyOf ?? []).flatMap((one) => values(resolved(one, root), root));
  return [...new Set([...own.map(String), ...any])].sort((a, b) => rank(a) - rank(b));
}

/** Severities in their own order; everything else as the schema has it. */
function rank(value: string): number {
  const index = (severities as readonly string[]).indexOf(value);
  return index < 0 ? severities.length : index;
}
