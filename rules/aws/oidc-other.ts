// Roles that other providers of OpenID Connect and SAML may assume. One factory, one rule a family of providers, since
// people switch them off one by one.
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import {
  claimOf,
  claimsNamed,
  hasUnknownCondition,
  hasUnreadClaim,
  isAllowedTrust,
  issuerOfTrust,
  isWebIdentity,
  missingPlace,
} from '../../server/engine/facts/aws/trust.ts';
import { oidcProviderOf, type OidcProvider } from '../../server/engine/facts/aws/oidc-subjects.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { patternOf, placeOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { addSubject, missingSubjectPlace, readSubjects, replaceSubject } from './oidc-subjects.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
];
const file = 'trust/deploy.json';
const example = (provider: string, condition: string, action = 'sts:AssumeRoleWithWebIdentity') => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": { "Federated": "${provider}" },
      "Action": "${action}",
      "Condition": ${condition}
    }
  ]
}
`;
const arn = (issuer: string) => `arn:aws:iam::111122223333:oidc-provider/${issuer}`;

interface Family {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly peers: readonly string[];
  readonly providers: readonly OidcProvider['id'][];
  /** A `project` reach is worth saying where one project holds many that differ in trust: a namespace of a cluster. */
  readonly projectCounts: boolean;
  readonly what: string;
  readonly why: string;
  readonly issuer: string;
  readonly bad: string;
  readonly good: string;
  readonly audience: string;
}

const families: readonly Family[] = [
  {
    id: 'aws/oidc-gitlab-sub-wildcard',
    title: 'GitLab trusted with a broad subject',
    severity: 'critical',
    peers: [],
    providers: ['gitlab'],
    projectCounts: false,
    what: 'A role that GitLab pipelines may assume, without a condition on the subject or with one that lets in more than one project.',
    why: 'gitlab.com signs tokens for every project that it hosts. Without the project in the condition, a pipeline of a stranger gets the role.',
    issuer: 'gitlab.com',
    bad: 'project_path:*',
    good: 'project_path:octo-group/shop:ref_type:branch:ref:main',
    audience: 'https://gitlab.com',
  },
  {
    id: 'aws/oidc-tfc-sub-wildcard',
    title: 'HCP Terraform trusted with a broad subject',
    severity: 'high',
    peers: [],
    providers: ['terraform-cloud'],
    projectCounts: true,
    what: 'A role that runs of HCP Terraform may assume, without a condition on the subject or with one that lets in more than one workspace or phase.',
    why: "The issuer is the same for every organization. A subject with `organization:*` is met by a stranger's run, and `run_phase:*` gives the plan of a pull request the rights of an apply.",
    issuer: 'app.terraform.io',
    bad: 'organization:*:project:*:workspace:*:run_phase:*',
    good: 'organization:octo-org:project:shop:workspace:production:run_phase:apply',
    audience: 'aws.workload.identity',
  },
  {
    id: 'aws/oidc-other-ci-sub-wildcard',
    title: 'Build service trusted with a broad subject',
    severity: 'high',
    peers: [],
    providers: ['circleci', 'bitbucket', 'buildkite', 'spacelift', 'azure-devops', 'vercel', 'fly', 'env0'],
    projectCounts: false,
    what: 'A role that CircleCI, Bitbucket, Buildkite, Spacelift, Azure DevOps, Vercel, Fly.io or env zero may assume, without a condition on the subject or with one that lets in more than one project.',
    why: "Where one issuer serves all customers, a stranger's build gets the role; where each organization has its own, every project of it does.",
    issuer: 'agent.buildkite.com',
    bad: 'organization:octo-org:*',
    good: 'organization:octo-org:pipeline:shop:ref:refs/heads/main:commit:*',
    audience: 'sts.amazonaws.com',
  },
  {
    id: 'aws/irsa-sub-wildcard',
    title: 'Cluster trusted without a service account',
    severity: 'high',
    peers: [],
    providers: ['eks'],
    projectCounts: true,
    what: 'A role that pods of an EKS cluster may assume, without a condition on the service account or with a pattern in it.',
    why: 'Whoever can start a pod in the cluster, or in the namespace, gets the role.',
    issuer: 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E',
    bad: 'system:serviceaccount:*:*',
    good: 'system:serviceaccount:shop:worker',
    audience: 'sts.amazonaws.com',
  },
];

function subjectRule(family: Family): Rule {
  const condition = (subject: string, operator: string) =>
    `{ "StringEquals": { "${family.issuer}:aud": "${family.audience}" }, "${operator}": { "${family.issuer}:sub": "${subject}" } }`;
  return defineRule({
    id: family.id,
    meta: {
      title: family.title,
      category: 'trust',
      severity: family.severity,
      confidence: 'high',
      frameworks: ['NHI4:2025', 'NHI5:2025', 'PR.AA-03'],
      peers: family.peers,
      fix: family.providers.includes('gitlab') ? 'suggestion' : 'none',
      whyNoFix: family.providers.includes('gitlab') ? undefined : 'Which project is meant is known only to the author.',
      messages: {
        missing: 'no condition on the subject: {reach} can assume this role; require `{issuer}:sub`, such as `{example}`',
        broad: '`{subject}` lets in {reach}; name the one that is meant: `{example}`',
      },
      docs: {
        what: family.what,
        why: family.why,
        remedy: `Require the whole subject with \`StringEquals\`, such as \`${family.good}\`.`,
        bad: [{ file, text: example(arn(family.issuer), condition(`«${family.bad}»`, 'StringLike')) }],
        good: [
          { file, text: example(arn(family.issuer), condition(family.good, family.good.includes('*') ? 'StringLike' : 'StringEquals')) },
        ],
        references,
      },
    },
    on: {
      trust(trust, context) {
        const reading = readSubjects(trust);
        if (!reading || !family.providers.includes(reading.provider.id)) return;
        const { provider, widest } = reading;
        const reach = widest?.reach ?? provider.withoutSubject;
        if (reach === 'narrow' || reach === 'never' || (reach === 'project' && !family.projectCounts)) return;
        context.report({
          at: widest ? placeOf(widest.value) : missingSubjectPlace(reading),
          message: widest ? 'broad' : 'missing',
          data: {
            subject: widest?.pattern.replaceAll('\0', '…') ?? '',
            reach: inWords(provider, reach),
            issuer: reading.issuer.replaceAll('\0', '…'),
            example: provider.example,
          },
          severity: reach === 'anyone' ? 'critical' : reach === 'tenant' ? (provider.id === 'eks' ? 'high' : 'medium') : 'medium',
          anchor: `${trust.anchor}|sub`,
          suggestions: widest ? replaceSubject(reading, context.project.workspace) : addSubject(reading, context.project.workspace),
        });
      },
    },
  });
}

function inWords(provider: OidcProvider, reach: 'anyone' | 'tenant' | 'project'): string {
  if (provider.id === 'eks') return reach === 'project' ? 'every pod of the namespace' : 'every pod of the cluster';
  if (reach === 'anyone') return `every customer of ${provider.title}`;
  if (provider.id === 'terraform-cloud') return reach === 'project' ? 'plan and apply alike' : 'every workspace of the organization';
  return reach === 'tenant' ? `every project of the organization in ${provider.title}` : `every branch of the project in ${provider.title}`;
}

export const oidcSubjectRules: readonly Rule[] = families.map(subjectRule);

export const oidcNoAudience = defineRule({
  id: 'aws/oidc-no-aud',
  meta: {
    title: 'Provider trusted without an audience',
    category: 'trust',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_358'],
    fix: 'suggestion',
    messages: {
      anyClient:
        'no condition on the audience: {provider} signs tokens for every application of every customer, and any of them is taken here; require `{issuer}:aud`',
      listed:
        'no condition on the audience: only the list of client ids of the provider {provider} decides which tokens are taken, and what is added there later is taken here too; require `{issuer}:aud`',
    },
    docs: {
      what: 'A role that trusts an OpenID Connect provider and does not check the audience.',
      why: "Cognito and Google sign in for everybody: there the audience is all that tells one's own application from a stranger's. For a provider that the account has registered, AWS takes only tokens for the client ids of that provider; the condition keeps the role as it is when an id is added, and is reported as a hint.",
      remedy:
        'Require `aud` with `StringEquals`: `sts.amazonaws.com` for GitHub Actions and EKS, the identity pool for Cognito, the client id for Google.',
      bad: [
        {
          file,
          text: example(
            `«${arn('oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E')}»`,
            '{ "StringEquals": { "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E:sub": "system:serviceaccount:shop:worker" } }',
          ),
        },
      ],
      good: [
        {
          file,
          text: example(
            arn('oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E'),
            '{ "StringEquals": { "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E:sub": "system:serviceaccount:shop:worker", "oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E:aud": "sts.amazonaws.com" } }',
          ),
        },
      ],
      references,
    },
  },
  on: {
    trust(trust, context) {
      if (!isAllowedTrust(trust) || hasUnknownCondition(trust)) return;
      const issuer = issuerOfTrust(trust);
      const provider = issuer === undefined ? undefined : oidcProviderOf(issuer);
      if (!provider || issuer === undefined || claimsNamed(trust, 'aud', 'oaud', 'azp').some((condition) => condition.limits !== 'none'))
        return;
      // A role without a subject is said by the rules of its provider; the audience is the smaller thing.
      const ownClient = provider.id === 'cognito' || provider.id === 'google';
      if (!ownClient && claimsNamed(trust, 'sub').length === 0) return;
      const audience = provider.id === 'github' || provider.id === 'eks' || provider.id === 'buildkite' ? 'sts.amazonaws.com' : undefined;
      const statement = trust.statement?.value;
      const federated = trust.principals.find((principal) => principal.kind === 'federated' || principal.kind === 'unknown');
      context.report({
        at: federated ? placeOf(federated.id) : missingPlace(trust),
        message: ownClient ? 'anyClient' : 'listed',
        data: { provider: provider.title, issuer: issuer.replaceAll('\0', '…') },
        // AssumeRoleWithWebIdentity refuses a token whose audience is not among the client ids that were registered.
        severity: ownClient ? 'high' : 'info',
        anchor: `${trust.anchor}|aud`,
        suggestions:
          audience && statement?.editable && !issuer.includes('\0')
            ? [
                editing(`Require the audience ${audience}`, statement.at.uri, (document) => [
                  addCondition(statement, { operator: 'StringEquals', key: `${issuer}:aud`, values: [audience] }, document),
                ]),
              ]
            : [],
      });
    },
  },
});

export const oidcNoSubject = defineRule({
  id: 'aws/oidc-no-sub',
  meta: {
    title: 'Provider trusted without a subject',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_358'],
    fix: 'none',
    whyNoFix: 'Whose token is meant is known only to the author.',
    messages: {
      missing:
        'no condition on the subject: whoever gets a token of this provider{audience} can assume this role; require its `sub`, such as `system:serviceaccount:NAMESPACE:NAME` of a cluster or `repo:OWNER/REPOSITORY:…` of GitHub',
    },
    docs: {
      what: "A role for web identity that asks nothing of the token's subject, where the provider is declared elsewhere or is none whose subjects are known.",
      why: "A provider signs for everything that runs behind it: each pod of a cluster, each pipeline of a build service. The audience `sts.amazonaws.com` is the same for all of them, so that only the subject tells one from the other. An audience of one's own, such as a client id, does name an application, and is not reported.",
      remedy: 'Require the whole `sub` with `StringEquals`.',
      bad: [
        {
          file,
          text: example(`«${arn('oidc.example.org')}»`, '{ "StringEquals": { "oidc.example.org:aud": "sts.amazonaws.com" } }'),
        },
      ],
      good: [
        {
          file,
          text: example(
            arn('oidc.example.org'),
            '{ "StringEquals": { "oidc.example.org:aud": "sts.amazonaws.com", "oidc.example.org:sub": "runner:shop" } }',
          ),
        },
        { file, text: example(arn('oidc.example.org'), '{ "StringEquals": { "oidc.example.org:aud": "client-4711" } }') },
      ],
      references,
    },
  },
  on: {
    trust(trust, context) {
      if (!isAllowedTrust(trust) || hasUnreadClaim(trust) || !isWebIdentity(trust)) return;
      const issuer = issuerOfTrust(trust);
      if (issuer !== undefined && oidcProviderOf(issuer)) return;
      const federated = trust.principals.find((principal) => principal.kind === 'federated');
      const shared = trust.conditions.every(
        (condition) =>
          condition.limits === 'none' ||
          (claimOf(condition) === 'aud' && condition.values.some((value) => patternOf(value) === 'sts.amazonaws.com')),
      );
      if (!federated || !shared || claimsNamed(trust, 'sub').some((condition) => condition.limits !== 'none')) return;
      context.report({
        at: placeOf(federated.id),
        message: 'missing',
        data: { audience: claimsNamed(trust, 'aud').length > 0 ? ' for `sts.amazonaws.com`, the audience of everyone,' : '' },
        anchor: `${trust.anchor}|sub`,
      });
    },
  },
});

export const samlTrustNoAudience = defineRule({
  id: 'aws/saml-trust-no-audience',
  meta: {
    title: 'SAML provider trusted without an audience',
    category: 'trust',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: { missing: 'no condition on `SAML:aud`: an assertion of this provider that was made for another service is taken here too' },
    docs: {
      what: 'A role that trusts a SAML provider and does not check `SAML:aud`.',
      why: 'An assertion names whom it is for. A role that does not look takes one that was meant for another application of the same company.',
      remedy: 'Require `SAML:aud` with `StringEquals` and `https://signin.aws.amazon.com/saml`.',
      bad: [
        {
          file,
          text: example(
            '«arn:aws:iam::111122223333:saml-provider/staff»',
            '{ "StringEquals": { "SAML:iss": "https://idp.example.org" } }',
            'sts:AssumeRoleWithSAML',
          ),
        },
      ],
      good: [
        {
          file,
          text: example(
            'arn:aws:iam::111122223333:saml-provider/staff',
            '{ "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }',
            'sts:AssumeRoleWithSAML',
          ),
        },
      ],
      references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html'],
    },
  },
  on: {
    trust(trust, context) {
      if (!isAllowedTrust(trust) || hasUnknownCondition(trust)) return;
      const provider = trust.principals.find((principal) => principal.kind === 'federated' && principal.issuer === 'saml');
      if (!provider || trust.conditions.some((condition) => /^saml:(?:aud|recipient)$/i.test(condition.key) && condition.limits !== 'none'))
        return;
      const statement = trust.statement?.value;
      context.report({
        at: placeOf(provider.id),
        message: 'missing',
        anchor: `${trust.anchor}|SAML:aud`,
        suggestions:
          statement?.editable && trust.actions.every((action) => /saml$/i.test(patternOf(action)))
            ? [
                editing('Require the audience of the AWS sign-in', statement.at.uri, (document) => [
                  addCondition(
                    statement,
                    { operator: 'StringEquals', key: 'SAML:aud', values: ['https://signin.aws.amazon.com/saml'] },
                    document,
                  ),
                ]),
              ]
            : [],
      });
    },
  },
});
