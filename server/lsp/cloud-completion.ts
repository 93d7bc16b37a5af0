// Names that clouds have given: AWS actions with their access level, managed policies, condition keys and operators,
// predefined roles of Google Cloud, and built-in roles of Azure by name and GUID. Where a reader already knows what a value
// is, that decides; else the key that is being written.
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { CompletionItem } from 'vscode-languageserver/node';
import type { AwsCatalog } from '../engine/catalog/aws.ts';
import { conditionKeys, conditionOperators, type ConditionKey } from '../engine/catalog/aws-condition-keys.ts';
import { commonGoogleRoles } from '../engine/catalog/gcp-common-roles.ts';
import { loadCatalogs } from '../engine/catalog/load.ts';
import type { RoleFacts } from '../engine/catalog/roles.ts';
import type { Document } from '../engine/document.ts';
import type { Grant } from '../engine/facts/types.ts';
import type { Project } from '../engine/project.ts';
import type { Span } from '../engine/text/text.ts';
import { rangeOf } from './convert.ts';
import { actionAt } from './hover.ts';
import { placeInText, type PlaceInText } from './place-in-text.ts';

export interface CloudQuestion {
  readonly document: Document;
  readonly offset: number;
  readonly project: Project;
}

/** Formats in which somebody may be writing a policy or a binding. */
const formats = new Set(['hcl', 'json', 'yaml', 'bicep', 'typescript', 'javascript', 'python', 'go', 'java', 'csharp', 'toml', 'text']);

export async function completeCloud({ document, offset, project }: CloudQuestion): Promise<CompletionItem[]> {
  if (!formats.has(document.format)) return [];
  const action = actionAt(project, document.uri, offset);
  if (action && action.at.span[0] <= offset)
    return actions(document, action.at.span, document.text.slice(action.at.span[0], offset), await aws(project));
  const place = placeInText(document.text, offset);
  const make: Make = (text, more) => ({ label: text, textEdit: { range: rangeOf(document, place.span), newText: text }, ...more });
  const named = grantNamedAt(project, document.uri, offset);
  const parent = place.path.at(-1) ?? '';
  const key = (place.key ?? parent).toLowerCase().replaceAll('_', '');
  if (
    (isOperator(place.key === undefined ? parent : '') || (key === 'variable' && document.format === 'hcl')) &&
    writesPolicy(document, place)
  )
    return keys(make, parent, await serviceKeys(document, place));
  if (/^conditions?$/i.test(place.key === undefined ? parent : '') && writesPolicy(document, place)) return operators(make);
  if (key === 'test' && document.format === 'hcl' && writesPolicy(document, place)) return operators(make);
  if (named?.platform === 'aws' || policyKeys.has(key) || place.typed.startsWith('arn:aws:iam::aws:'))
    return place.quoted || place.key !== undefined || document.format === 'yaml' ? policies(await aws(project), make, key) : [];
  if (named?.platform === 'gcp' || place.typed.startsWith('roles/')) return googleRoles((await catalogs(project, 'gcp')).gcp!.all, make);
  if (key === 'roledefinitionname' || (named?.platform === 'azure' && key !== 'roledefinitionid'))
    return roles((await catalogs(project, 'azure')).azure!.all, make, ({ name }) => name);
  if (key === 'roledefinitionid') return azureIds((await catalogs(project, 'azure')).azure!.all, make, place);
  if (isActionKey(key, document, place)) return actions(document, place.span, place.typed, await aws(project));
  return [];
}

type Make = (text: string, more: Partial<CompletionItem>) => CompletionItem;

async function catalogs(project: Project, area: 'aws' | 'azure' | 'gcp'): Promise<Project['catalogs']> {
  return loadCatalogs(new Set([area]), project.catalogs);
}

async function aws(project: Project): Promise<AwsCatalog> {
  return (await catalogs(project, 'aws')).aws!;
}

/** The role or managed policy that is written at the offset, as a reader sees it. */
function grantNamedAt(project: Project, uri: string, offset: number): Grant | undefined {
  return project.documents
    .get(uri)
    ?.facts.grants.find(
      ({ entitlement }) =>
        entitlement &&
        entitlement.at.uri === uri &&
        entitlement.at.span[0] <= offset &&
        offset <= entitlement.at.span[1] &&
        entitlement.via.length === 0,
    );
}

const policyKeys = new Set([
  'policyarn',
  'managedpolicyarns',
  'managedpolicyarn',
  'permissionsboundary',
  'permissionsboundaryarn',
  'iampolicyarns',
]);
const actionKeys = new Set(['action', 'actions', 'notaction', 'notactions']);

/** A list of actions that no reader has understood yet, because it is still being written. */
function isActionKey(key: string, document: Document, place: PlaceInText): boolean {
  return actionKeys.has(key) && (place.quoted || document.format === 'yaml') && writesPolicy(document, place);
}

/** Words near by that only policies of AWS have: other formats know keys such as `Action` and `Condition` too. */
function writesPolicy({ text }: Document, { span }: PlaceInText): boolean {
  const near = text.slice(Math.max(0, span[0] - 3000), span[1] + 1500);
  return /\b(?:Effect|effect)\b/.test(near) || /aws_iam_policy_document|PolicyStatement|iamRoleStatements|2012-10-17/.test(near);
}

function isOperator(key: string): boolean {
  return (conditionOperators as readonly string[]).includes(key.replace(/^For(?:All|Any)Values?:/, '').replace(/IfExists$/, ''));
}

/** Keys of the services whose actions are written near by. */
async function serviceKeys({ text }: Document, { span }: PlaceInText): Promise<Omit<ConditionKey, 'about'>[]> {
  const { conditionKeysOf } = await import('../engine/catalog/aws-service-condition-keys.ts');
  const near = text.slice(Math.max(0, span[0] - 1500), span[1] + 1500);
  const services = new Set([...near.matchAll(/["'\s-]([a-z0-9-]{2,40}):(?=[A-Za-z*])/g)].map((match) => match[1]!));
  return [...services].flatMap(conditionKeysOf);
}

function keys(make: Make, operator: string, ofServices: readonly Omit<ConditionKey, 'about'>[]): CompletionItem[] {
  const wanted = /^For(?:All|Any)Values?:/.test(operator);
  const offered = new Map<string, Omit<ConditionKey, 'about'> & { readonly about?: string }>(
    [...ofServices, ...conditionKeys].map((one) => [one.key.toLowerCase(), one]),
  );
  return [...offered.values()].map(({ key, about, type, many }) =>
    make(key, {
      kind: CompletionItemKind.Variable,
      detail: many ? `${type}, several` : type,
      ...(about === undefined ? {} : { documentation: about }),
      sortText: `${wanted && !many ? 1 : 0}${key}`,
    }),
  );
}

function operators(make: Make): CompletionItem[] {
  return conditionOperators.map((operator) => make(operator, { kind: CompletionItemKind.Operator }));
}

/** Services until there is a colon, then the actions of the service. */
function actions(document: Document, span: Span, typed: string, catalog: AwsCatalog): CompletionItem[] {
  const make = (newText: string, more: Partial<CompletionItem>): CompletionItem => ({
    label: newText,
    textEdit: { range: rangeOf(document, span), newText },
    ...more,
  });
  const colon = typed.indexOf(':');
  if (colon < 0) {
    const services = new Map<string, number>();
    for (const { name } of catalog.expand('*')) {
      const service = name.slice(0, name.indexOf(':'));
      services.set(service, (services.get(service) ?? 0) + 1);
    }
    return [...services].map(([service, count]) =>
      make(`${service}:`, {
        kind: CompletionItemKind.Module,
        detail: `${count} actions`,
        documentation: catalog.serviceName(service),
        command: { title: 'Actions', command: 'editor.action.triggerSuggest' },
      }),
    );
  }
  return catalog.expand(`${typed.slice(0, colon)}:*`).map(({ name, levels, wildcardOnly }) =>
    make(name, {
      kind: CompletionItemKind.Function,
      detail: levels.join(', '),
      sortText: `${levels.includes('Permissions management') ? 1 : 0}${name}`,
      documentation: wildcardOnly ? 'AWS takes no narrower resource than `*` for this action.' : undefined,
    }),
  );
}

const policyWords = {
  admin: 'administrator',
  escalation: 'leads to administrator',
  power: 'everything but a list',
  'full-access': 'all of one service',
  other: '',
} as const;

function policies(catalog: AwsCatalog, make: Make, key: string): CompletionItem[] {
  const byName = key === 'managedpolicyname' || key === 'name';
  return catalog.managedPolicyNames().flatMap((name) => {
    const policy = catalog.managedPolicy(name);
    if (!policy) return [];
    const total = Object.values(policy.counts).reduce((sum, count) => sum + count, 0);
    const words = policyWords[policy.class];
    return [
      make(byName ? name : policy.arn, {
        filterText: byName ? name : `${policy.arn} ${name}`,
        label: name,
        kind: CompletionItemKind.Constant,
        detail: `${total} actions${words ? `, ${words}` : ''}`,
        sortText: `${words ? 1 : 0}${name}`,
      }),
    ];
  });
}

const roleWords: Readonly<Record<RoleFacts['class'], string>> = {
  admin: 'administrator',
  escalation: 'leads to more',
  'data-admin': 'hands out keys or secrets',
  write: 'writes',
  read: 'reads',
  limited: 'limited',
};

function roles(all: readonly RoleFacts[], make: Make, textOf: (role: RoleFacts) => string): CompletionItem[] {
  return all.map((role) =>
    make(textOf(role), {
      kind: CompletionItemKind.Constant,
      detail: roleDetail(role),
      documentation: role.flags.join(', ') || undefined,
      sortText: `${role.class === 'admin' || role.class === 'escalation' ? 1 : 0}${role.name}`,
    }),
  );
}

/** The narrow ones that people mean first, then those that lead to more, and say so. */
function googleRoles(all: readonly RoleFacts[], make: Make): CompletionItem[] {
  const judged = new Set(all.map(({ id }) => id));
  const common = commonGoogleRoles
    .filter(([id]) => !judged.has(id))
    .map(([id, purpose]) => make(id, { kind: CompletionItemKind.Constant, detail: purpose, sortText: `0${id}` }));
  return [...common, ...roles(all, make, ({ id }) => id)];
}

function roleDetail({ permissions, class: kind }: RoleFacts): string {
  return `${permissions === undefined ? '' : `${permissions} permissions, `}${roleWords[kind]}`;
}

/** By GUID, with the name beside it: nobody knows GUIDs by heart. A path that ends in one is kept. */
function azureIds(all: readonly RoleFacts[], make: Make, { typed }: PlaceInText): CompletionItem[] {
  const lead = typed.slice(0, typed.lastIndexOf('/') + 1);
  return all.map((role) =>
    make(`${lead}${role.id}`, {
      label: role.name,
      filterText: `${lead}${role.id} ${role.name}`,
      kind: CompletionItemKind.Constant,
      detail: `${role.id}, ${roleDetail(role)}`,
    }),
  );
}
