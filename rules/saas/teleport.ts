// Teleport: roles that are everything, that make roles, that are root everywhere, that act for anybody; who holds the
// editor's role all the time; words with which machines join for ever. One rule a shape, for files of `tctl`, objects of
// the operator and Terraform alike.
import { removeItem, replaceByList } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule, type Example, type Rule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const file = (text: string): Example => ({ file: 'teleport/roles.yaml', text });
const role = (name: string, allow: string): Example =>
  file(`kind: role
version: v7
metadata:
  name: ${name}
spec:
  allow:
${allow}`);
const reference = 'https://goteleport.com/docs/reference/infrastructure-as-code/teleport-resources/role/';

interface Found {
  readonly at: Leaf;
  readonly message: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly severity?: Severity;
  readonly suggestions?: readonly FixMaker[];
}

interface TeleportRule {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly messages: Readonly<Record<string, string>>;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly bad: Example;
  readonly good: Example;
  readonly references?: readonly string[];
  readonly whyNoFix?: string;
  find(grant: Grant, project: Project): readonly Found[];
}

/** Resources with which a holder gives itself any role: roles, who has them, and what connectors map to them. */
const decisive = new Set(['role', 'user', 'saml', 'oidc', 'github', '*']);
const writing = new Set(['teleport:create', 'teleport:update', 'teleport:*']);
/** The highest there is behind each protocol. */
const highest = tableOf<string>({
  'ssh:root': 'server',
  'windows:Administrator': 'Windows desktop',
  'kubernetes:system:masters': 'Kubernetes cluster',
  'database:*': 'database',
});

const wordOf = (leaf: Leaf): string => patternOf(leaf).replace(/^[\w-]+:/, '');
const readOnly = (verb: Leaf): FixMaker[] =>
  verb.editable
    ? [editing('Allow reading only: list, read', verb.token.uri, (document) => [replaceByList(verb, ['list', 'read'], document)])]
    : [];
const without = (leaf: Leaf, all: readonly Leaf[], title: string): FixMaker[] =>
  leaf.editable && all.length > 1 ? [editing(title, leaf.token.uri, (document) => [removeItem(leaf, document)])] : [];
const holderOf = (grant: Grant): string => `\`${grant.principals[0] ? shownOf(grant.principals[0].id) : 'this role'}\``;
const isEverything = (grant: Grant): boolean => grant.scope.some(({ level }) => level === 'everything');

/** Whether a role of this tree lets people ask for this one, which is then held for as long as somebody approved. */
function isAskedFor(name: string | undefined, project: Project): boolean {
  return (
    name !== undefined &&
    project
      .all('grants')
      .some(
        (one) =>
          one.platform === 'teleport' &&
          one.lifetime.kind === 'eligible' &&
          one.entitlement !== undefined &&
          textOf(one.entitlement) === name,
      )
  );
}

const table: readonly TeleportRule[] = [
  {
    id: 'saas/teleport-every-verb',
    title: 'A role of Teleport that may do everything to everything',
    category: 'admin',
    severity: 'high',
    messages: {
      all: '{holder} may do everything to every resource of Teleport: whoever holds it makes roles, signs in as anybody and reads what was recorded. Name resources and verbs',
    },
    what: '`resources: ["*"]` with `verbs: ["*"]` in a role, without a `where`.',
    why: 'A role of the access platform is above every server, database and cluster behind it. With every verb on every resource it is more than the preset `editor`.',
    remedy: 'List the resources and verbs that the task needs. People who maintain Teleport itself ask for `editor` when they need it.',
    bad: role('platform', '    rules:\n      - resources: ["*"]\n        verbs: ["«*»"]\n'),
    good: role('platform', '    rules:\n      - resources: [session]\n        verbs: [list, read]\n'),
    find: (grant) =>
      !isEverything(grant) || grant.conditions.length > 0
        ? []
        : grant.actions
            .filter((verb) => textOf(verb) === 'teleport:*')
            .map((at) => ({ at, message: 'all', data: { holder: holderOf(grant) }, suggestions: readOnly(at) })),
  },
  {
    id: 'saas/teleport-makes-roles',
    title: 'A role of Teleport that can give itself every other',
    category: 'admin',
    severity: 'high',
    messages: { writes: '{holder} may {verb} `{resource}`: whoever holds it gives itself any role. Let it read, or limit it by `where`' },
    what: '`create`, `update` or `*` on roles, users or connectors, without a `where`.',
    why: 'Whoever writes a role writes into it what they lack; whoever writes a user or a connector gives the role to themselves. It is an administrator under another name.',
    remedy:
      'Give `list` and `read`. What has to change roles is a pipeline with a bot of its own, or a person who asks for the preset `editor`.',
    bad: role('helpdesk', '    rules:\n      - resources: [user]\n        verbs: [list, read, «update»]\n'),
    good: role('helpdesk', '    rules:\n      - resources: [user]\n        verbs: [list, read]\n'),
    find: (grant) => {
      const resource = grant.scope.map(({ id }) => textOf(id)).find((text) => text !== undefined && decisive.has(text));
      const isAll = isEverything(grant) && grant.actions.some((verb) => textOf(verb) === 'teleport:*');
      if (resource === undefined || isAll || grant.conditions.length > 0) return [];
      const verbs = grant.actions.filter((verb) => writing.has(textOf(verb) ?? ''));
      const [first] = verbs;
      if (!first) return [];
      const suggestions =
        textOf(first) === 'teleport:*'
          ? readOnly(first)
          : verbs.length === 1
            ? without(first, grant.actions, `Take \`${wordOf(first)}\` out`)
            : [];
      return [
        {
          at: first,
          message: 'writes',
          data: {
            holder: holderOf(grant),
            verb: verbs.map((verb) => (textOf(verb) === 'teleport:*' ? 'do everything to' : wordOf(verb))).join(' and '),
            resource,
          },
          suggestions,
        },
      ];
    },
  },
  {
    id: 'saas/teleport-root-everywhere',
    title: 'A role of Teleport with the highest rights behind every label',
    category: 'admin',
    severity: 'high',
    messages: {
      root: '{holder} is `{user}` on every {place}: nothing limits which. Select them by labels, and let people ask for this role',
    },
    what: '`"*": "*"` as labels, with `root`, `Administrator`, `system:masters` or every user of databases.',
    why: 'One stolen session is then the whole estate. Teleport can give such a role for an hour, to whom somebody said yes; as a role that is held it is a standing administrator.',
    remedy:
      'Select by labels such as `env: staging`. Where somebody needs all of it, put the role under `request.roles` of another one; then this is only a note.',
    bad: role('operations', '    logins: [ubuntu, «root»]\n    node_labels:\n      "*": "*"\n'),
    good: role('operations', '    logins: [ubuntu, root]\n    node_labels:\n      env: staging\n'),
    find: (grant, project) =>
      isEverything(grant)
        ? grant.actions
            .filter((action) => highest.has(textOf(action) ?? ''))
            .map((at) => ({
              at,
              message: 'root',
              data: { holder: holderOf(grant), user: wordOf(at), place: highest.get(textOf(at)!)! },
              suggestions: without(at, grant.actions, `Take \`${wordOf(at)}\` out`),
              severity: isAskedFor(grant.principals[0] && textOf(grant.principals[0].id), project) ? 'low' : undefined,
            }))
        : [],
  },
  {
    id: 'saas/teleport-acts-for-anyone',
    title: 'A role of Teleport that may act for anybody',
    category: 'admin',
    severity: 'high',
    messages: {
      impersonates:
        "{holder} may act for every {whom}: it gets certificates in their name, the administrator's too. Name the {whom}s it acts for",
    },
    what: '`impersonate` with `*` for users or roles, without a `where`.',
    why: 'Impersonation gives a certificate with the rights of the other. What was meant for one service account reaches the administrators.',
    remedy: 'Name the users and roles that it acts for.',
    whyNoFix: 'For whom it acts is not written here.',
    bad: role('pipeline', '    impersonate:\n      users: [jenkins]\n      roles: ["«*»"]\n'),
    good: role('pipeline', '    impersonate:\n      users: [jenkins]\n      roles: [jenkins]\n'),
    references: ['https://goteleport.com/docs/admin-guides/access-controls/guides/impersonation/'],
    find: (grant) =>
      grant.conditions.length > 0
        ? []
        : grant.actions
            .filter((action) => /^impersonate-(?:users|roles):\*$/.test(textOf(action) ?? ''))
            .map((at) => ({
              at,
              message: 'impersonates',
              data: { holder: holderOf(grant), whom: textOf(at)!.startsWith('impersonate-users') ? 'user' : 'role' },
            })),
  },
  {
    id: 'saas/teleport-standing-editor',
    title: 'The editor role of Teleport, held all the time',
    category: 'admin',
    severity: 'medium',
    messages: {
      holds:
        '{holder} holds `editor` all the time, and with it every setting, role and user of Teleport; let people ask for it (`request.roles`), for as long as the work takes',
      everybody:
        'Everybody who signs in this way gets `editor`, and with it every setting, role and user of Teleport; name the group that administers it',
    },
    what: 'The preset role `editor` in the roles of a user or a bot, or of a group that a connector maps.',
    why: 'The preset role changes everything in Teleport, itself included. Held all the time, it is there for whoever takes over the account.',
    remedy: 'Give people a role with `request.roles: [editor]`; one account for emergencies stays out of the directory.',
    whyNoFix: 'Who may then approve is not written here.',
    bad: file(
      'kind: github\nversion: v3\nmetadata:\n  name: github\nspec:\n  client_id: "1"\n  teams_to_roles:\n    - organization: acme\n      team: platform\n      roles: [access, «editor»]\n',
    ),
    good: file(
      'kind: github\nversion: v3\nmetadata:\n  name: github\nspec:\n  client_id: "1"\n  teams_to_roles:\n    - organization: acme\n      team: platform\n      roles: [access, editor-requester]\n',
    ),
    references: ['https://goteleport.com/docs/reference/access-controls/roles/'],
    find: (grant) => {
      if (grant.role !== 'binding' || grant.lifetime.kind !== 'standing' || !grant.entitlement || textOf(grant.entitlement) !== 'editor')
        return [];
      const everybody = grant.principals[0]?.kind === 'authenticated';
      return [
        {
          at: grant.entitlement,
          message: everybody ? 'everybody' : 'holds',
          data: { holder: holderOf(grant) },
          ...(everybody ? { severity: 'critical' } : {}),
        },
      ];
    },
  },
];

const grantRules: readonly Rule[] = table.map((entry) =>
  defineRule({
    id: entry.id,
    meta: {
      title: entry.title,
      category: entry.category,
      severity: entry.severity,
      confidence: 'high',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: [],
      fix: entry.whyNoFix === undefined ? 'suggestion' : 'none',
      whyNoFix: entry.whyNoFix,
      messages: entry.messages,
      docs: {
        what: entry.what,
        why: entry.why,
        remedy: entry.remedy,
        bad: [entry.bad],
        good: [entry.good],
        references: [reference, ...(entry.references ?? [])],
      },
    },
    on: {
      grant(grant, context) {
        if (grant.platform !== 'teleport' || grant.enabled === 'no') return;
        for (const { at, ...found } of entry.find(grant, context.project))
          context.report({ at: at.at, anchor: `${grant.anchor}|${wordOf(at)}`, ...found });
      },
    },
  }),
);

const endlessToken = defineRule({
  id: 'saas/teleport-endless-token',
  meta: {
    title: 'A static join token of Teleport that never ends',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which join method fits is a matter of where the machines run.',
    messages: {
      endless:
        'Whoever knows the name of this token joins with it, today and in a year; set `metadata.expires`, or a `join_method` that proves who the machine is (`iam`, `gcp`, `azure`, `kubernetes`, `github`)',
    },
    docs: {
      what: 'A provision token with the join method `token`, which is the one without any, and no `metadata.expires`.',
      why: 'The name of such a token is the secret. It stands in images and scripts, and a machine of somebody else joins with it as a server or a proxy.',
      remedy: 'Use a join method by which the platform says who the machine is; where there is none, let the token end within hours.',
      bad: [file('«kind: token»\nversion: v2\nmetadata:\n  name: nodes\nspec:\n  roles: [Node]\n')],
      good: [
        file(
          'kind: token\nversion: v2\nmetadata:\n  name: nodes\nspec:\n  roles: [Node]\n  join_method: iam\n  allow:\n    - aws_account: "111122223333"\n',
        ),
      ],
      references: ['https://goteleport.com/docs/reference/join-methods/'],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'teleport' || credential.enabled === 'no' || credential.lifetime.kind !== 'standing') return;
      context.report({ at: credential.at, message: 'endless', anchor: credential.anchor });
    },
  },
});

export const teleportRules: readonly Rule[] = [...grantRules, endlessToken];
