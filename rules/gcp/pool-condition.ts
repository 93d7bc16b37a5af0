// Workload identity pool providers: which tokens of an issuer may come in.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Trust } from '../../server/engine/facts/types.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** Issuers that sign for everybody who has an account with them, and the claim that tells one customer from another. */
const shared: readonly (readonly [RegExp, claim: string])[] = [
  [/^token\.actions\.githubusercontent\.com/, 'assertion.repository_owner_id'],
  [/^gitlab\.com/, 'assertion.namespace_id'],
  [/^app\.terraform\.io/, 'assertion.terraform_organization_id'],
  [/^agent\.buildkite\.com/, 'assertion.organization_id'],
  [/^oidc\.vercel\.com$/, 'assertion.owner_id'],
  [/^accounts\.google\.com/, 'assertion.email'],
  [/^login\.app\.env0\.com/, 'assertion.sub'],
  [/^(?:sts\.windows\.net|login\.microsoftonline\.com)\/common/, 'assertion.tid'],
];

/** Issuers that sign for one customer, whom their address names, and the claim that tells one of its projects from another. */
const ofOneCustomer: typeof shared = [
  [/^oidc\.circleci\.com\/org\/./, "assertion['oidc.circleci.com/project-id']"],
  [/^api\.bitbucket\.org\/2\.0\/workspaces\/./, 'assertion.repositoryUuid'],
  [/^vstoken\.dev\.azure\.com\/./, 'assertion.sub'],
  [/^oidc\.vercel\.com\/./, 'assertion.project_id'],
];

const claimOf = (issuers: typeof shared, trust: Trust): string | undefined =>
  issuers.find(([pattern]) => pattern.test(trust.principals[0]?.issuer ?? ''))?.[1];

/** The claim that tells projects apart where the issuer, or the audience that it fixes for each customer, is one customer's own. */
function claimOfOwn(trust: Trust): string | undefined {
  const fixed = trust.principals[0]?.issuer === 'oidc.vercel.com' && trust.conditions.some((one) => one.key === 'aud');
  return fixed ? 'assertion.project_id' : claimOf(ofOneCustomer, trust);
}

const beginsWith =
  /assertion\.(sub|repository|repository_owner|project_path|namespace_path)\.startsWith\(\s{0,20}['"]([^'"]{0,200})['"]\s{0,20}\)/;

/** The beginning of an owner's name that a condition compares alone, where the name may go on. */
function openPrefix(condition: string): string | undefined {
  const [, claim, text] = beginsWith.exec(condition) ?? [];
  // What else must hold may tell owners apart.
  if (claim === undefined || condition.includes('&&')) return undefined;
  const name =
    claim === 'sub'
      ? /^(?:repo|project_path|organization):([^/:]*)$/.exec(text!)?.[1]
      : claim === 'repository_owner' || !text!.includes('/')
        ? text
        : undefined;
  return name;
}

const provider = (
  condition: string,
  mark: boolean,
): string => `${mark ? '«' : ''}resource "google_iam_workload_identity_pool_provider" "github"${mark ? '»' : ''} {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"
${condition}
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`;

export const poolNoCondition = defineRule({
  id: 'gcp/pool-no-condition',
  meta: {
    title: 'An identity pool that lets in every token of a shared issuer',
    category: 'trust',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_GCP_118', 'CKV_GCP_125', 'GCP-0068'],
    fix: 'suggestion',
    messages: {
      none: 'No `attribute_condition`: every token that {issuer} signs, for any customer of it, gets into this pool; add a condition on `{claim}`',
      open: 'Anybody can make an organization whose name begins with `{prefix}`, and its tokens pass this condition; end the name (`{prefix}/`), or compare `{claim}`',
      own: 'Every token that {issuer} signs, for whatever project, gets into this pool; add a condition on `{claim}`',
      always:
        'This condition is always true: every token that {issuer} signs, for any customer of it, gets into this pool; compare `{claim}`',
    },
    docs: {
      what: 'A workload identity pool provider for an issuer that many customers share, without a condition that tells them apart. For an issuer of one customer, whose projects nothing tells apart, the severity is medium.',
      why: "GitHub signs tokens for everybody who runs a workflow. Without a condition a stranger's workflow gets a federated identity in your pool, and then only the bindings stand between it and your service accounts.",
      remedy:
        "Compare a claim that nobody can take over: the numeric id of the owner (`assertion.repository_owner_id == '1234'`), not its name.",
      bad: [{ file: 'infra/main.tf', text: provider('', true) }],
      good: [
        { file: 'infra/main.tf', text: provider('\n  attribute_condition = "assertion.repository_owner_id == \'1234567\'"\n', false) },
      ],
      references: [
        'https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions',
        'https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation',
      ],
    },
  },
  on: {
    trust(trust, context) {
      if (trust.platform !== 'gcp' || trust.enabled === 'no') return;
      const own = claimOfOwn(trust);
      const claim = own ?? claimOf(shared, trust);
      if (!claim) return;
      const condition = trust.conditions.find((one) => one.key === 'attribute_condition');
      if (condition && condition.limits !== 'none') {
        const prefix = openPrefix(textOf(condition.values[0]) ?? '');
        if (prefix !== undefined)
          context.report({ at: condition.values[0]!.at, message: 'open', anchor: trust.anchor, severity: 'high', data: { prefix, claim } });
        return;
      }
      context.report({
        at: condition?.values[0]?.at ?? trust.carrier.head,
        message: own ? 'own' : condition ? 'always' : 'none',
        severity: own ? 'medium' : undefined,
        anchor: trust.anchor,
        data: { issuer: trust.principals[0]!.issuer!, claim },
        suggestions:
          trust.carrier.dialect === 'terraform'
            ? [
                editing(`Add a condition on ${claim} (fill in your own id)`, trust.carrier.block.uri, (document) => [
                  setAttribute(trust.carrier.block, 'attribute_condition', `${claim} == 'REPLACE_WITH_YOUR_ID'`, document),
                ]),
              ]
            : [],
      });
    },
  },
});

/** `assertion.repository_owner == 'acme'`: a name that its owner may give up and another may take. */
const byName =
  /assertion\.(repository_owner|repository|namespace_path|project_path|terraform_organization_name|organization_slug)\s*(?:==|\.startsWith|\.matches)/;

/** What a star is meant for is one repository where its owner and its name stand before. */
const isOneRepository = /^[^*]{0,100}[^/:*]\/[^/:*]{1,200}[:/]/;
/** `assertion.sub == 'repo:*'`: only `matches` takes patterns, and no issuer signs a star. */
const literalStar = /(?:==|\bin|\.startsWith\()\s{0,20}(?:\[[^\]]{0,400}?)?(['"])([^'"]{0,200}\*[^'"]{0,200})\1/;

export const poolConditionByName = defineRule({
  id: 'gcp/pool-condition-weak',
  meta: {
    title: 'An identity pool that trusts a name',
    category: 'trust',
    severity: 'info',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_GCP_125'],
    fix: 'none',
    whyNoFix: 'The numeric id behind the name is not written in the code.',
    messages: {
      star: "`{text}` holds a `*`, which stands for itself here: no token passes, and what will be put in its place to mend that is mostly too wide; write whole values, or end a name (`startsWith('repo:acme/shop:')`)",
      name: 'The condition compares `{claim}`, a name that can be given up and taken by somebody else; compare the numeric id ({instead})',
    },
    docs: {
      what: 'A condition of a pool provider that compares a name where the issuer also gives an id, or with a `*`, which only `matches` takes for more than itself.',
      why: 'When an organization is renamed or deleted, its old name is free. Whoever takes it signs tokens that pass.',
      remedy: 'Compare the id: `repository_owner_id`, `repository_id`, `namespace_id`, `terraform_organization_id`.',
      bad: [{ file: 'infra/main.tf', text: provider('\n  attribute_condition = "«assertion.repository_owner == \'acme\'»"\n', false) }],
      good: [
        { file: 'infra/main.tf', text: provider('\n  attribute_condition = "assertion.repository_owner_id == \'1234567\'"\n', false) },
      ],
      references: ['https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions'],
    },
  },
  on: {
    trust(trust, context) {
      if (trust.platform !== 'gcp' || trust.enabled === 'no') return;
      for (const condition of trust.conditions) {
        const value = condition.values[0];
        const star = condition.key === 'attribute_condition' && value ? literalStar.exec(textOf(value) ?? '')?.[2] : undefined;
        if (star !== undefined) {
          const severity = isOneRepository.test(star) ? 'info' : 'low';
          context.report({ at: value!.at, message: 'star', severity, anchor: trust.anchor, data: { text: star } });
          continue;
        }
        const claim = condition.key === 'attribute_condition' && value ? byName.exec(textOf(value) ?? '')?.[1] : undefined;
        if (!claim || /_id\s*(?:==|in)/.test(textOf(value!) ?? '')) continue;
        context.report({
          at: value!.at,
          message: 'name',
          anchor: trust.anchor,
          data: { claim: `assertion.${claim}`, instead: `assertion.${claim.replace(/_(?:path|name|slug)$/, '')}_id` },
        });
      }
    },
  },
});
