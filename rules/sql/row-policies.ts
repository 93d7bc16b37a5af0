// Policies of PostgreSQL for rows that let everybody write, as they are written for Supabase and PostgREST, whose API anybody
// may call, and the permissions of Hasura, which are the same. A policy that a later statement, or a later file of the same
// folder, takes away or changes is not reported.
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FactIndex } from '../../server/engine/fact-index.ts';
import { hasuraPermission } from '../../server/engine/facts/data-services/hasura.ts';
import { guardOff, policyBehindApi, policyReplaced, rowPolicy } from '../../server/engine/facts/sql/row-policies.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

const folderOf = (uri: string): string => uri.slice(0, uri.lastIndexOf('/') + 1);
const keyOf = ({ carrier, scope }: Grant, address = carrier.address): string =>
  `${folderOf(carrier.block.uri)}|${textOf(scope[0]?.id) ?? ''}|${address}`;
/** Folders whose files are run one after the other: elsewhere a file that drops every table may be one for starting anew. */
const inTurn = /(?:^|\/)(?:migrations?|versions|drizzle)\//;

/** What takes a policy away or changes it, by folder, table and name. */
const replaced: FactIndex<Grant> = {
  name: 'replaced row policies',
  *entriesOf({ facts }) {
    for (const grant of facts.grants)
      if (grant.carrier.kind === policyReplaced)
        yield [keyOf(grant), grant, `${grant.carrier.head.uri}:${grant.carrier.head.span[0]}`] as const;
  },
};

/** Whether a later statement takes away what a fact says: one about its policy, or one that drops the table. */
function isReplaced(grant: Grant, project: Project): boolean {
  const { head } = grant.carrier;
  const isLater = ({ carrier }: Grant): boolean =>
    carrier.head.uri === head.uri ? carrier.head.span[0] > head.span[0] : carrier.head.uri > head.uri;
  return (
    project.lookup(replaced, keyOf(grant)).some(isLater) ||
    project
      .lookup(replaced, keyOf(grant, '*'))
      .some((other) => isLater(other) && (other.carrier.head.uri === head.uri || inTurn.test(head.uri)))
  );
}

interface Opened {
  readonly onlyAdds: boolean;
  readonly bySignIn: boolean;
  readonly behindApi: boolean;
}

interface PolicyRule extends RuleRow {
  readonly id: string;
  readonly message: string;
  /** The same of a permission of Hasura. */
  readonly ofHasura: string;
  readonly suggests?: boolean;
  readonly covers: (opened: Opened) => boolean;
}

const why =
  'Rows are behind an API that browsers call with a key that everybody can read in the page. The policies are then the only guard. A policy without TO is for PUBLIC, whatever its name says, and `service_role` needs none, because it passes all of them.';
const references = [
  'https://www.postgresql.org/docs/current/sql-createpolicy.html',
  'https://supabase.com/docs/guides/database/postgres/row-level-security',
  'https://hasura.io/docs/latest/auth/authorization/permissions',
];
const whyNoFix = 'Whose rows they are is not written here.';

const table: readonly PolicyRule[] = [
  {
    id: 'sql/row-policy-open-write',
    title: 'Rows that everybody may change',
    severity: 'high',
    message:
      '`{policy}` lets {who} {doing} every row of `{table}`; ask whose row it is (`USING (auth.uid() = user_id)`), or name the role it is meant for with TO',
    ofHasura:
      'The role `{policy}`, {who}, may {doing} every row of `{table}`, because nothing is asked of them; ask whose row it is (`owner_id: { _eq: X-Hasura-User-Id }`), or leave it to a role for some',
    what: 'A policy for rows FOR ALL, UPDATE or DELETE whose condition is `true`, or of files whose condition names a bucket alone, for everybody or for everybody who has signed in; a permission of Hasura to change or delete rows whose `filter` is empty, for a role that is called `anonymous`, `public` or `user`.',
    why,
    remedy: 'Compare the owner of the row with `auth.uid()`, name the role with TO, or drop the policy and write through a server.',
    references,
    bad: 'CREATE POLICY "Service role full access" ON profiles FOR ALL USING («true») WITH CHECK (true);\n',
    good: 'CREATE POLICY "Own profile" ON profiles FOR ALL USING (auth.uid() = id);\n',
    covers: ({ onlyAdds }) => !onlyAdds,
    suggests: true,
  },
  {
    id: 'sql/row-policy-open-insert',
    title: 'Rows that everybody may add',
    severity: 'low',
    profile: 'strict',
    message: '`{policy}` lets {who} add rows to `{table}` without end; ask for what a row has to hold, or take them in through a server',
    ofHasura:
      'The role `{policy}`, {who}, may add rows to `{table}` without end; ask in `check` for what a row has to hold, or take them in through an action',
    what: 'A policy for rows FOR INSERT whose condition is `true`, for everybody; a permission of Hasura to insert whose `check` is empty.',
    why: 'For a form of a public page that is meant. Nothing limits how many rows are added and what they hold, and a row may name somebody else as its owner.',
    remedy:
      'Check what the row holds (`WITH CHECK (auth.uid() = user_id)`, lengths, a state), or take it in through a function that counts.',
    references,
    bad: 'CREATE POLICY "Sign up" ON waitlist FOR INSERT TO anon WITH CHECK («true»);\n',
    good: 'CREATE POLICY "Own orders" ON orders FOR INSERT TO authenticated WITH CHECK (auth.uid() = user_id);\n',
    covers: ({ onlyAdds, bySignIn, behindApi }) => onlyAdds && !bySignIn && behindApi,
    whyNoFix,
  },
];

const doings: ReadonlyMap<string, string> = new Map([
  ['ALL', 'read, change and delete'],
  ['UPDATE', 'change'],
  ['DELETE', 'delete'],
]);

const guardRow: RuleRow & { readonly id: string } = {
  id: 'sql/row-security-off',
  title: 'A table whose rows nothing guards',
  severity: 'high',
  what: '`ALTER TABLE … DISABLE ROW LEVEL SECURITY` on a table of the schema that an API shows to browsers, where no later statement switches it on again or drops the table.',
  why,
  remedy:
    'Leave row security on, and write the policy that was missing: `CREATE POLICY … USING (auth.uid() = user_id)`. What only a server writes needs no policy, because `service_role` passes all of them.',
  references,
  bad: 'ALTER TABLE profiles «DISABLE ROW LEVEL SECURITY»;\n',
  good: 'ALTER TABLE profiles DISABLE ROW LEVEL SECURITY;\nUPDATE profiles SET plan = 1;\nALTER TABLE profiles ENABLE ROW LEVEL SECURITY;\n',
  whyNoFix,
};

const guardRule = defineRule({
  id: guardRow.id,
  meta: metaOfRow(guardRow, {
    category: 'trust',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    fix: 'none',
    messages: {
      guard:
        'Whoever has the public key of the API reads and changes every row of `{table}` from here on; leave row security on and write the policy that is missing',
    },
    file: 'supabase/migrations/001.sql',
  }),
  on: {
    grant(grant, { report, project }) {
      if (grant.carrier.kind !== guardOff || grant.enabled === 'no' || isReplaced(grant, project)) return;
      report({ at: placeOf(grant.actions[0]!), message: 'guard', anchor: grant.anchor, data: { table: textOf(grant.scope[0]?.id)! } });
    },
  },
});

const openPolicyRules = table.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'trust',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      fix: entry.suggests ? 'suggestion' : 'none',
      messages: { policy: entry.message, permission: entry.ofHasura },
      file: 'supabase/migrations/001.sql',
    }),
    on: {
      grant(grant, { report, project }) {
        const { kind, address: policy, head, attribute } = grant.carrier;
        const ofHasura = kind === hasuraPermission;
        if ((kind !== policyBehindApi && kind !== rowPolicy && !ofHasura) || grant.enabled === 'no') return;
        const command = textOf(grant.actions[0])!.split(' ')[0]!;
        const who = grant.principals[0]!;
        const opened = { onlyAdds: command === 'INSERT', bySignIn: who.kind === 'authenticated', behindApi: kind !== rowPolicy };
        if (!entry.covers(opened)) return;
        if (isReplaced(grant, project)) return;
        // A policy that names its role stays with it.
        const isForService = /service/i.test(policy) && kind === policyBehindApi && attribute !== undefined;
        report({
          at: placeOf(grant.actions[0]!),
          message: ofHasura ? 'permission' : 'policy',
          anchor: grant.anchor,
          severity: opened.onlyAdds || (opened.behindApi && !opened.bySignIn) ? undefined : 'medium',
          data: { policy, who: textOf(who.id)!, doing: doings.get(command) ?? 'change', table: textOf(grant.scope[0]?.id)! },
          suggestions:
            isForService && !opened.bySignIn && entry.suggests
              ? [
                  editing('Give it to `service_role` alone', head.uri, () => [
                    { uri: attribute.uri, span: [attribute.span[0], attribute.span[0]], text: 'TO service_role ' },
                  ]),
                ]
              : [],
        });
      },
    },
  }),
);

export const rowPolicyRules: readonly Rule[] = [...openPolicyRules, guardRule];
