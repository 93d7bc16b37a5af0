// What a policy document is for, where nothing around it says so: a bare file, a string in a script. AWS itself tells
// them apart only by where they are attached.
import type { Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, type Value } from '../value.ts';

/** Names that a limit is given. A limit taken for a grant is noise; the reverse costs nothing that other files do not show. */
const limitNames: readonly (readonly [RegExp, Grant['role']])[] = [
  [
    /(?:^|[^a-z])(?:scps?|rcps?|(?:service|resource)[-_ ]?control[-_ ]?polic(?:y|ies)|org(?:anization)?s?[-_ ]?polic(?:y|ies)|guardrails?)(?:[^a-z]|$)/i,
    'org-limit',
  ],
  [/(?:^|[^a-z])(?:permissions?[-_ ]?)?boundar(?:y|ies)(?:[^a-z]|$)/i, 'boundary'],
  [/(?:^|[^a-z])session[-_ ]?polic(?:y|ies)(?:[^a-z]|$)/i, 'session'],
  [/(?:^|[^a-z])(?:vpce|(?:vpc[-_ ]?)?endpoint[-_ ]?polic(?:y|ies))(?:[^a-z]|$)/i, 'endpoint'],
];

/**
 * Whether a managed policy that nobody is seen to hold goes under the name of a permissions boundary. Boundaries allow
 * everything and then deny: such a statement gives nobody anything. `names` are its own, in any way of writing words.
 */
export function isNamedBoundary(...names: readonly (string | undefined)[]): boolean {
  return names.some((name) => name !== undefined && /(?:(?:^|[^A-Za-z])[bB]|B)oundar(?:y|ies)(?![a-z])/.test(name));
}

const trustActions = /^sts:(?:assumerole|assumerolewithsaml|assumerolewithwebidentity|tagsession|setsourceidentity|setcontext|\*)$/i;

/** The role of a document by its statements and by the name it goes under (a path, a key, a variable). */
export function policyRoleOf(document: Value, name: string): Grant['role'] {
  const statements = itemsOf(entryOf(document, 'Statement', true)?.value ?? document).filter((item) => item.kind === 'mapping');
  const hasPrincipal = statements.some((statement) => entryOf(statement, 'Principal', true) || entryOf(statement, 'NotPrincipal', true));
  for (const [pattern, role] of limitNames)
    if (pattern.test(name) && (!hasPrincipal || role === 'endpoint' || role === 'org-limit')) return role;
  const actions = statements.flatMap((statement) =>
    leavesOf((entryOf(statement, 'Action', true) ?? entryOf(statement, 'NotAction', true))?.value).map(patternOf),
  );
  // A trust policy whose principal is filled in later has none yet, and never has resources.
  const isTrustTemplate = (): boolean =>
    /trust|assume/i.test(name) &&
    !statements.some((statement) => entryOf(statement, 'Resource', true) ?? entryOf(statement, 'NotResource', true));
  if (actions.length > 0 && actions.every((action) => trustActions.test(action)) && (hasPrincipal || isTrustTemplate())) return 'trust';
  if (!hasPrincipal) return 'identity';
  return actions.some((action) => /^kms:/i.test(action)) ? 'key-policy' : 'resource';
}
