import { oidcNoAudience, oidcNoSubject, oidcSubjectRules, samlTrustNoAudience } from '../../../rules/aws/oidc-other.ts';
import { cdk, terraform, ruleTester, type Source } from '../../support/rule-tester.ts';
import type { Rule } from '../../../server/engine/rule.ts';
import { trustPolicy } from './support.ts';

const [gitlab, terraformCloud, otherCi, irsa] = oidcSubjectRules as [Rule, Rule, Rule, Rule];
const oidc = (issuer: string) => {
  const arn = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
  const trust = (condition: string, principal = arn): Source =>
    trustPolicy(`{ "Federated": "${principal}" }`, condition, 'sts:AssumeRoleWithWebIdentity');
  return {
    arn,
    trust,
    subject: (value: string, operator = 'StringLike'): Source =>
      trust(`{ "StringEquals": { "${issuer}:aud": "a" }, "${operator}": { "${issuer}:sub": "${value}" } }`),
    bare: () => trust(`{ "StringEquals": { "${issuer}:aud": "a" } }`, `«${arn}»`),
  };
};

const gl = oidc('gitlab.com');
// aws/oidc-gitlab-sub-wildcard
ruleTester(gitlab, {
  valid: [
    gl.subject('project_path:octo/shop:ref_type:branch:ref:main', 'StringEquals'),
    { ...gl.subject('project_path:octo/shop:ref_type:*'), because: 'one project, all of its branches' },
    { ...gl.trust('{ "StringEquals": { "gitlab.com:project_id": "4711" } }'), because: 'a claim that names the project' },
    {
      ...gl.trust('{ "StringEquals": { "gitlab.com:project_path": "octo/shop" } }'),
      because: 'AWS has no such key, so that nobody gets in',
    },
  ],
  invalid: [
    {
      ...gl.bare(),
      severity: 'critical',
      message: 'every customer of GitLab',
      workspace: { remote: { host: 'gitlab.com', path: 'octo/shop' } },
      suggestions: [
        gl.trust('{ "StringEquals": { "gitlab.com:aud": "a", "gitlab.com:sub": "project_path:octo/shop:ref_type:branch:ref:main" } }').text,
      ],
    },
    { ...gl.subject('«project_path:*»'), severity: 'critical' },
    { ...gl.subject('«project_path:octo/*:ref_type:branch:ref:main»'), severity: 'medium', message: 'every project of the organization' },
    { ...oidc('gitlab.example.org').bare(), because: "a server of one's own that anyone of the company may use" },
  ],
});

const tfc = oidc('app.terraform.io');
// aws/oidc-tfc-sub-wildcard
ruleTester(terraformCloud, {
  valid: [
    tfc.subject('organization:octo:project:shop:workspace:production:run_phase:apply', 'StringEquals'),
    tfc.subject('organization:${org}:project:shop:workspace:production:run_phase:apply'),
  ],
  invalid: [
    { ...tfc.bare(), severity: 'critical' },
    { ...tfc.subject('«organization:*:project:shop:workspace:a:run_phase:apply»'), severity: 'critical' },
    { ...tfc.subject('«organization:octo:project:*:workspace:*:run_phase:apply»'), severity: 'medium', message: 'every workspace' },
    { ...tfc.subject('«organization:octo:project:shop:workspace:a:run_phase:*»'), severity: 'medium', message: 'plan and apply alike' },
  ],
});

const buildkite = oidc('agent.buildkite.com');
const circle = oidc('oidc.circleci.com/org/1a2b');
const bitbucket = oidc('api.bitbucket.org/2.0/workspaces/octo/pipelines-config/identity/oidc');
// aws/oidc-other-ci-sub-wildcard
ruleTester(otherCi, {
  valid: [
    buildkite.subject('organization:octo:pipeline:shop:ref:refs/heads/main:commit:*'),
    circle.subject('org/1a2b/project/3c4d/user/*'),
    bitbucket.subject('{aaaa}:{bbbb}:*'),
    oidc('octo.app.spacelift.io').subject('space:production:stack:shop:*'),
    oidc('vstoken.dev.azure.com/1a2b').subject('sc://octo/shop/deploy', 'StringEquals'),
    { ...oidc('oidc.fly.io/octo').subject('octo:shop:*'), because: 'one app, all its machines' },
    {
      ...oidc('login.app.env0.com').subject('auth0|63f1c2a9b8d7e6f5a4b3c2d1', 'StringEquals'),
      because: 'the user that stands for one organization',
    },
  ],
  invalid: [
    { ...buildkite.bare(), severity: 'critical', message: 'every customer of Buildkite' },
    {
      ...buildkite.trust(
        '{ "StringEquals": { "agent.buildkite.com:aud": "a", "agent.buildkite.com:pipeline_slug": "shop" } }',
        `«${buildkite.arn}»`,
      ),
      severity: 'critical',
      because: 'every organization may name a pipeline so',
    },
    { ...buildkite.subject('«organization:octo:*»'), severity: 'medium', message: 'every project of the organization' },
    { ...circle.bare(), severity: 'medium' },
    circle.subject('«org/1a2b/project/*»'),
    bitbucket.subject('«*»'),
    oidc('octo.app.spacelift.io').subject('«space:*»'),
    { ...oidc('oidc.fly.io/octo').subject('«octo:*»'), severity: 'medium', message: 'every project of the organization in Fly.io' },
    { ...oidc('login.app.env0.com').bare(), severity: 'critical', message: 'every customer of env zero' },
    { ...oidc('login.app.env0.com').subject('«auth0|*»'), severity: 'critical' },
  ],
});

const declaredElsewhere = (
  conditions: string,
  principal = 'module.eks.oidc_provider_arn',
): Source => terraform`data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [${principal}]
    }
${conditions}  }
}
resource "aws_iam_role" "pod" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
`;
const claim = (name: string, value: string, operator = 'StringEquals') => `    condition {
      test     = "${operator}"
      variable = "\${replace(module.eks.cluster_oidc_issuer_url, "https://", "")}:${name}"
      values   = ["${value}"]
    }
`;

const cluster = oidc('oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF');
// aws/irsa-sub-wildcard
ruleTester(irsa, {
  valid: [
    cluster.subject('system:serviceaccount:shop:worker', 'StringEquals'),
    { ...cluster.subject('system:serviceaccount:${namespace}:worker'), because: 'a namespace that is filled in' },
    declaredElsewhere(claim('sub', 'system:serviceaccount:shop:worker')),
    { ...declaredElsewhere(claim('sub', '*', 'StringLike')), because: 'whose subjects these are is not known' },
    { ...declaredElsewhere(''), because: 'aws/oidc-no-sub says it' },
  ],
  invalid: [
    { ...cluster.bare(), severity: 'high', message: 'every pod of the cluster' },
    { ...cluster.subject('«system:serviceaccount:*:*»'), severity: 'high' },
    { ...cluster.subject('«system:serviceaccount:shop:*»'), severity: 'medium', message: 'every pod of the namespace' },
    {
      ...cdk`
        import { CfnJson, Stack } from 'aws-cdk-lib';
        import * as iam from 'aws-cdk-lib/aws-iam';
        export class Roles extends Stack {
          make(provider: iam.OpenIdConnectProvider) {
            const asked = new CfnJson(this, 'Asked', {
              value: {
                [provider.openIdConnectProviderIssuer + ':aud']: 'sts.amazonaws.com',
                [provider.openIdConnectProviderIssuer + ':sub']: '«system:serviceaccount:shop:*»',
              },
            });
            new iam.Role(this, 'Worker', {
              assumedBy: new iam.FederatedPrincipal(provider.openIdConnectProviderArn, { StringLike: asked }, 'sts:AssumeRoleWithWebIdentity'),
            });
          }
        }
      `,
      because: 'keys that only the stack knows stand in an object of their own',
    },
    {
      ...declaredElsewhere(claim('sub', '«system:serviceaccount:*:*»', 'StringLike')),
      severity: 'high',
      message: 'every pod of the cluster',
    },
    { ...declaredElsewhere(claim('sub', '«system:serviceaccount:shop:*»', 'StringLike')), severity: 'medium' },
  ],
});

ruleTester(oidcNoAudience, {
  valid: [
    cluster.subject('system:serviceaccount:shop:worker'),
    {
      ...cluster.trust('{ "StringEquals": { "aws:PrincipalTag/a": "b" } }'),
      because: 'without a subject, the rule of the provider speaks',
    },
    oidc('accounts.google.com').trust('{ "StringEquals": { "accounts.google.com:aud": "client" } }'),
  ],
  invalid: [
    {
      ...cluster.trust(
        '{ "StringEquals": { "oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF:sub": "system:serviceaccount:shop:worker" } }',
        `«${cluster.arn}»`,
      ),
      severity: 'info',
      message: 'list of client ids',
      suggestions: [
        cluster.trust(
          '{ "StringEquals": { "oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF:sub": "system:serviceaccount:shop:worker", "oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF:aud": "sts.amazonaws.com" } }',
        ).text,
      ],
    },
    {
      ...trustPolicy(
        '{ "Federated": "«cognito-identity.amazonaws.com»" }',
        '{ "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } }',
        'sts:AssumeRoleWithWebIdentity',
      ),
      severity: 'high',
      message: 'every application of every customer',
      because: 'any identity pool of any customer',
    },
    {
      ...gl.trust('{ "StringEquals": { "gitlab.com:sub": "project_path:octo/shop:ref_type:branch:ref:main" } }', `«${gl.arn}»`),
      severity: 'info',
      because: 'AWS takes only tokens for the client ids of the provider',
    },
  ],
});

const saml = (condition: string, principal = 'arn:aws:iam::111122223333:saml-provider/staff'): Source =>
  trustPolicy(`{ "Federated": "${principal}" }`, condition, 'sts:AssumeRoleWithSAML');
ruleTester(samlTrustNoAudience, {
  valid: [saml('{ "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } }')],
  invalid: [
    {
      ...saml('{ "StringEquals": { "SAML:iss": "https://idp.example.org" } }', '«arn:aws:iam::111122223333:saml-provider/staff»'),
      suggestions: [
        saml('{ "StringEquals": { "SAML:iss": "https://idp.example.org", "SAML:aud": "https://signin.aws.amazon.com/saml" } }').text,
      ],
    },
  ],
});

const asJson = (condition: string, principal = 'module.eks.oidc_provider_arn') => terraform`
  resource "aws_iam_role" "pod" {
    assume_role_policy = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Principal = { Federated = ${principal} }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = { StringEquals = ${condition} }
      }]
    })
  }
`;

// aws/oidc-no-sub
ruleTester(oidcNoSubject, {
  valid: [
    asJson(
      '{ "\${module.eks.oidc_provider}:aud" = "sts.amazonaws.com", "\${module.eks.oidc_provider}:sub" = "system:serviceaccount:shop:\${var.name}" }',
    ),
    {
      ...asJson('{ "\${module.eks.oidc_provider}:aud" = "sts.amazonaws.com", (var.key) = "shop" }'),
      because: 'what the other key asks is not known',
    },
    declaredElsewhere(claim('sub', 'system:serviceaccount:shop:worker') + claim('aud', 'sts.amazonaws.com')),
    { ...declaredElsewhere(claim('aud', 'client-4711')), because: 'an audience of its own names the application' },
    {
      ...declaredElsewhere(
        '    dynamic "condition" {\n      for_each = var.conditions\n      content {\n        test     = condition.value.test\n        variable = condition.value.variable\n        values   = condition.value.values\n      }\n    }\n',
      ),
      because: 'what else is asked is not known',
    },
    {
      ...oidc('gitlab.com').bare(),
      text: oidc('gitlab.com').bare().text.replaceAll(/[«»]/g, ''),
      because: 'the rule of that provider says it',
    },
    {
      ...trustPolicy('{ "Federated": "arn:aws:iam::111122223333:saml-provider/staff" }', '', 'sts:AssumeRoleWithSAML'),
      because: 'SAML has an audience',
    },
  ],
  invalid: [
    { ...declaredElsewhere(claim('aud', 'sts.amazonaws.com'), '«module.eks.oidc_provider_arn»'), severity: 'medium' },
    asJson('{ "\${module.eks.oidc_provider}:aud" = "sts.amazonaws.com" }', '«module.eks.oidc_provider_arn»'),
    { ...declaredElsewhere('', '«module.eks.oidc_provider_arn»'), message: 'whoever gets a token of this provider can' },
  ],
});
