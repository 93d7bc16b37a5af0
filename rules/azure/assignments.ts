// What the rules about Azure role assignments share: which grants they are asked about, how a scope is called, and the
// fix that turns a standing assignment into an eligible one.
import { bicepDeclarationAt, replaceBicepEntry, setBicepProperty } from '../../server/engine/edit/bicep.ts';
import { attributeText, replaceBlock } from '../../server/engine/edit/hcl-blocks.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { RoleCatalog, RoleFacts } from '../../server/engine/catalog/roles.ts';
import type { Carrier, Grant, Principal, ScopeLevel } from '../../server/engine/facts/types.ts';
import { shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';

/** A role assigned to somebody, in force and held for good. */
export function isAssignment(grant: Grant): boolean {
  return (
    grant.platform === 'azure' &&
    grant.role === 'binding' &&
    grant.effect === 'allow' &&
    grant.enabled !== 'no' &&
    grant.lifetime.kind !== 'eligible'
  );
}

/** Whether a condition limits which roles may be given, and to whom, or which data is reached. */
export function isConditioned(grant: Grant): boolean {
  return grant.conditions.some((condition) => condition.limits !== 'none');
}

/** The built-in role that an assignment gives; undefined for custom ones and for what is not known. */
export function builtInOf(grant: Grant, catalog: RoleCatalog | undefined): RoleFacts | undefined {
  const text = textOf(grant.entitlement);
  return text === undefined ? undefined : catalog?.find(text);
}

const wideLevels: ReadonlySet<ScopeLevel> = new Set(['subscription', 'management-group', 'everything']);

/** The widest scope that is known to be a subscription or more. */
export function wideLevel(grant: Grant): ScopeLevel | undefined {
  return (['everything', 'management-group', 'subscription'] as const).find((level) => grant.scope.some((scope) => scope.level === level));
}

export function isWide(grant: Grant): boolean {
  return grant.scope.some((scope) => wideLevels.has(scope.level));
}

const levelNames: Partial<Record<ScopeLevel, string>> = {
  everything: 'the whole tenant',
  'management-group': 'a management group and every subscription in it',
  subscription: 'the whole subscription',
  'resource-group': 'the resource group',
  resource: 'one resource',
};

export function scopeName(grant: Grant): string {
  return levelNames[wideLevel(grant) ?? grant.scope[0]?.level ?? 'unknown'] ?? 'its scope';
}

export function principalName(principals: readonly Principal[]): string {
  const [first] = principals;
  // A parameter that is empty unless somebody gives it names nobody here.
  if (!first || first.id.kind === 'unknown' || textOf(first.id)?.trim() === '') return 'a principal';
  return `\`${shownOf(first.id)}\``;
}

/** Another built-in role in place of this one: by name where a name stands, by its GUID where one is written in the expression. */
export function narrowRole(role: Leaf, to: string, title: string, catalog: RoleCatalog | undefined): FixMaker[] {
  const text = textOf(role);
  if (role.via.length > 0 || text === undefined) return [];
  if (!/^[0-9a-f-]{36}$/i.test(text)) return role.editable ? [editing(title, role.token.uri, () => [replaceText(role, to)])] : [];
  const id = catalog?.find(to)?.id;
  if (id === undefined) return [];
  return [
    {
      title,
      make(context) {
        const [start, end] = role.at.span;
        const at = context.document(role.at.uri)?.text.slice(start, end).indexOf(text) ?? -1;
        return at < 0 ? undefined : { edits: [{ uri: role.at.uri, span: [start + at, start + at + text.length], text: id }] };
      },
    },
  ];
}

const schedule = { requestType: 'AdminAssign', scheduleInfo: { expiration: { type: 'AfterDuration', duration: 'P180D' } } } as const;

/** The same in Bicep: the assignment becomes a request for eligibility, which says no kind of principal and when it ends. */
function eligibleInBicep(carrier: Carrier): FixMaker {
  return editing(eligibleTitle, carrier.block.uri, (document) => {
    const type = bicepDeclarationAt(carrier.block, document)?.typeSpan;
    const put = replaceBicepEntry(carrier.block, ['properties', 'principalType'], schedule, document);
    return [
      type && { uri: carrier.block.uri, span: type, text: 'Microsoft.Authorization/roleEligibilityScheduleRequests@2020-10-01' },
      ...(put
        ? [put]
        : Object.entries(schedule).map(([key, value]) => setBicepProperty(carrier.block, ['properties', key], value, document))),
    ];
  });
}

const eligibleTitle = 'Make the assignment eligible for 180 days, to be activated when it is needed';

/**
 * The assignment as one that its holder is eligible for and activates when it is needed. Offered where the holder may be a
 * person or a group: service principals cannot activate. The role's id is the assigned scope's role definition.
 */
export function eligible(grant: Grant): FixMaker[] {
  const { carrier } = grant;
  const human = grant.principals.every((principal) => principal.kind !== 'serviceAccount');
  const role = grant.entitlement;
  // Not what a module makes, whose text is elsewhere, nor one of a loop, where all would be changed.
  if (
    carrier.dialect === 'bicep' &&
    carrier.kind.toLowerCase() === 'microsoft.authorization/roleassignments' &&
    human &&
    carrier.block.uri.endsWith('.bicep') &&
    !/[.[]/.test(carrier.address)
  )
    return [eligibleInBicep(carrier)];
  if (
    carrier.kind !== 'azurerm_role_assignment' ||
    !human ||
    !role ||
    role.via.length > 0 ||
    carrier.address.includes('[') ||
    grant.enabled !== 'yes' ||
    grant.conditions.length > 0
  )
    return [];
  return [
    {
      title: eligibleTitle,
      make(context) {
        const document = context.document(carrier.block.uri);
        if (!document) return undefined;
        const text = (name: string) => attributeText(carrier.block, name, document);
        const [scope, principal, name, id] = [
          text('scope'),
          text('principal_id'),
          text('role_definition_name'),
          text('role_definition_id'),
        ];
        const label = /"([^"]+)"\s*$/.exec(document.text.slice(...carrier.head.span))?.[1];
        // Further arguments mean something that this shape does not carry over.
        if (
          !scope ||
          !principal ||
          !label ||
          /\b(?:count|for_each|depends_on|lifecycle|provider)\b\s*[={]/.test(document.text.slice(...carrier.block.span))
        )
          return undefined;
        const definition = id ?? (name && `data.azurerm_role_definition.${label}.id`);
        if (!definition) return undefined;
        const lines = [
          `resource "azurerm_pim_eligible_role_assignment" "${label}" {`,
          `  scope              = ${scope}`,
          `  role_definition_id = ${definition}`,
          `  principal_id       = ${principal}`,
          '',
          '  schedule {',
          '    expiration {',
          '      duration_days = 180',
          '    }',
          '  }',
          '}',
        ];
        const data = id ? [] : [`data "azurerm_role_definition" "${label}" {`, `  name  = ${name}`, `  scope = ${scope}`, '}', ''];
        const edit = replaceBlock(carrier.block, [...data, ...lines], document);
        return edit && { edits: [edit] };
      },
    },
  ];
}
