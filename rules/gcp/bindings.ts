// What the rules about Google bindings share: which grants they are asked about, how a scope is called, and the fixes
// that turn a standing grant into one that is asked for.
import type { Document } from '../../server/engine/document.ts';
import { addBlock, attributeText, replaceBlock } from '../../server/engine/edit/hcl-blocks.ts';
import { removeItem, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant, Principal, ScopeLevel } from '../../server/engine/facts/types.ts';
import { patternOf, shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { tableOf } from '../../server/engine/table.ts';

/** A role given to somebody, in force, not asked for first. */
export function isBinding(grant: Grant): boolean {
  return (
    grant.platform === 'gcp' &&
    grant.role === 'binding' &&
    grant.effect === 'allow' &&
    grant.enabled !== 'no' &&
    grant.entitlement !== undefined
  );
}

export function roleOf(grant: Grant): string | undefined {
  return textOf(grant.entitlement);
}

const wideLevels: ReadonlySet<ScopeLevel> = new Set(['project', 'folder', 'org', 'account', 'everything']);

/** True above one resource: project, folder, organization, billing account. */
export function isWide(grant: Grant): boolean {
  return grant.scope.some((scope) => wideLevels.has(scope.level));
}

const levelNames: Partial<Record<ScopeLevel, string>> = {
  project: 'the project',
  folder: 'the folder and every project in it',
  org: 'the whole organization',
  account: 'the billing account',
  resource: 'this resource',
};

export function scopeName(grant: Grant): string {
  return levelNames[grant.scope[0]?.level ?? 'unknown'] ?? 'its scope';
}

/** Members for a message: the first one, and how many more. */
export function memberNames(principals: readonly Principal[]): string {
  const known = principals.filter((principal) => principal.id.kind !== 'unknown');
  if (known.length === 0) return principals.length === 1 ? 'a member' : `${principals.length} members`;
  const first = `\`${shownOf(known[0]!.id)}\``;
  return principals.length === 1 ? first : `${first} and ${principals.length - 1} more`;
}

/** Google's own agents, which hold what Google gives them. */
export function isGoogleManaged(principal: Principal): boolean {
  const text = patternOf(principal.id);
  return /@cloudservices\.gserviceaccount\.com$|@(?:gcp-sa-[a-z0-9-]+|[a-z0-9-]*serverless-robot-prod|container-engine-robot|compute-system|containerregistry|dataflow-service-producer-prod|cloudcomposer-accounts|gae-api-prod|gcf-admin-robot|cloud-filer|cloud-ml\.google\.com|firebase-rules|gs-project-accounts|service-networking|cloud-redis|cloud-tpu|sourcerepo-service-accounts|storage-transfer-service|bigquery-data-connectors|genomics-api|remotebuildexecution|endpoints-portal|dlp-api|dataproc-accounts)(?:\.iam)?(?:\.gserviceaccount\.com)?$/.test(
    text,
  );
}

/** Replaces the role by a narrower one; in a list that has the narrower one already, takes it out. */
export function narrowRole(role: Leaf, to: string, title: string): FixMaker[] {
  const edits = (document: Document) => [standsBeside(role, to, document) ? removeItem(role, document) : replaceText(role, to)];
  return role.editable ? [editing(title, role.token.uri, edits)] : [];
}

/** Whether the list that a word stands in has another one, too. */
function standsBeside({ token: { span } }: Leaf, other: string, { text }: Document): boolean {
  const [open, close] = [text.lastIndexOf('[', span[0]), text.indexOf(']', span[1])];
  return open >= 0 && close >= 0 && !text.slice(open, span[0]).includes(']') && text.slice(open, close).includes(`"${other}"`);
}

/** Takes a member out of its list; where it stands alone there is nothing left to grant. */
export function withoutMember(member: Leaf): FixMaker {
  return editing(`Remove ${textOf(member) ?? 'this member'} from the binding`, member.token.uri, (document) => [
    removeItem(member, document),
  ]);
}

const timeLimited =
  /^google_(?:project|folder|organization|storage_bucket|secret_manager_secret|kms_crypto_key|kms_key_ring|service_account)_iam_(?:member|binding)$/;

/** A condition that ends the grant in thirty days. Legacy basic roles accept none. */
export function endingGrant(grant: Grant): FixMaker[] {
  const { carrier } = grant;
  if (grant.lifetime.until) return sooner(grant.lifetime.until);
  if (carrier.dialect !== 'terraform' || !timeLimited.test(carrier.kind) || grant.conditions.length > 0) return [];
  return [
    {
      title: 'End the grant in 30 days by a condition',
      make(context) {
        const document = context.document(carrier.block.uri);
        const end = inDays(context.today, 30);
        const edit =
          document &&
          addBlock(
            carrier.block,
            ['condition {', `  title      = "expires ${end}"`, `  expression = "request.time < timestamp(\\"${end}T00:00:00Z\\")"`, '}'],
            document,
          );
        return edit && { edits: [edit] };
      },
    },
  ];
}

/** The end that a condition says, earlier. The date is found again in the expression as it is written. */
function sooner(until: Leaf): FixMaker[] {
  const written = textOf(until);
  if (written === undefined || until.via.length > 0) return [];
  return [
    {
      title: 'End the grant in 30 days',
      make(context) {
        const [start, end] = until.at.span;
        const at = context.document(until.at.uri)?.text.slice(start, end).indexOf(written) ?? -1;
        return at < 0
          ? undefined
          : {
              edits: [
                { uri: until.at.uri, span: [start + at, start + at + written.length], text: `${inDays(context.today, 30)}T00:00:00Z` },
              ],
            };
      },
    },
  ];
}

/** A date some days after another, both as `2026-11-21`. */
function inDays(date: string, days: number): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** What Privileged Access Manager takes in place of a legacy basic role, which it does not. */
const grantable = tableOf<string>({ 'roles/owner': 'roles/admin', 'roles/editor': 'roles/writer', 'roles/viewer': 'roles/reader' });

const parents = tableOf<readonly [attribute: string, prefix: string, type: string]>({
  google_project_iam_member: ['project', 'projects/', 'Project'],
  google_project_iam_binding: ['project', 'projects/', 'Project'],
  google_folder_iam_member: ['folder', '', 'Folder'],
  google_folder_iam_binding: ['folder', '', 'Folder'],
  google_organization_iam_member: ['org_id', 'organizations/', 'Organization'],
  google_organization_iam_binding: ['org_id', 'organizations/', 'Organization'],
});

/**
 * The binding as an entitlement that its people ask for when they need it, four hours at a time. Only for people and
 * groups: a service account cannot ask.
 */
export function askedFor(grant: Grant): FixMaker[] {
  const { carrier } = grant;
  const role = roleOf(grant);
  const parent = parents.get(carrier.kind);
  const people =
    grant.principals.length > 0 && grant.principals.every((principal) => principal.kind === 'user' || principal.kind === 'group');
  // A role that came from elsewhere, or one instance of several, cannot be rewritten where it stands.
  const alone =
    grant.entitlement!.via.length === 0 && !carrier.address.includes('[') && grant.enabled === 'yes' && grant.conditions.length === 0;
  if (carrier.dialect !== 'terraform' || !parent || !role || !people || !alone) return [];
  return [
    {
      title: 'Make it an entitlement that is asked for, for four hours at a time',
      make(context) {
        const document = context.document(carrier.block.uri);
        const lines = document && entitlementLines(grant, role, parent, document);
        const edit = lines && replaceBlock(carrier.block, lines, document!);
        return edit && { edits: [edit] };
      },
    },
  ];
}

function entitlementLines(
  grant: Grant,
  role: string,
  [attribute, prefix, type]: readonly [string, string, string],
  document: Document,
): string[] | undefined {
  const { carrier } = grant;
  const name = /"([^"]+)"\s*$/.exec(document.text.slice(...carrier.head.span))?.[1];
  const target = attributeText(carrier.block, attribute, document);
  const members = attributeText(carrier.block, 'members', document) ?? listed(attributeText(carrier.block, 'member', document));
  // Further arguments (count, for_each, a condition) mean something that this shape does not carry over.
  if (
    name === undefined ||
    target === undefined ||
    members === undefined ||
    /\b(?:count|for_each|depends_on|condition|lifecycle|provider)\b\s*[={]/.test(document.text.slice(...carrier.block.span))
  )
    return undefined;
  const inner = /^"[^"]*"$/.test(target) ? target.slice(1, -1) : `\${${target}}`;
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60);
  return [
    `resource "google_privileged_access_manager_entitlement" "${name}" {`,
    `  entitlement_id       = "${id.length >= 4 ? id : `${id || 'role'}-access`}"`,
    '  location             = "global"',
    `  parent               = "${prefix}${inner}"`,
    '  max_request_duration = "14400s"',
    '',
    '  requester_justification_config {',
    '    unstructured {}',
    '  }',
    '',
    '  eligible_users {',
    `    principals = ${members}`,
    '  }',
    '',
    '  privileged_access {',
    '    gcp_iam_access {',
    `      resource      = "//cloudresourcemanager.googleapis.com/${prefix}${inner}"`,
    `      resource_type = "cloudresourcemanager.googleapis.com/${type}"`,
    '',
    '      role_bindings {',
    `        role = "${grantable.get(role) ?? role}"`,
    '      }',
    '    }',
    '  }',
    '}',
  ];
}

function listed(member: string | undefined): string | undefined {
  return member === undefined ? undefined : `[${member}]`;
}
