import { oidcGithubNoSub, oidcGithubStringEqualsWildcard, oidcGithubSubWildcard } from '../../../rules/aws/oidc-github.ts';
import { cloudformation, ruleTester, type Source } from '../../support/rule-tester.ts';
import { trustPolicy } from './support.ts';

const key = 'token.actions.githubusercontent.com';
const arn = `arn:aws:iam::111122223333:oidc-provider/${key}`;
const github = (condition: string, principal = arn): Source =>
  trustPolicy(`{ "Federated": "${principal}" }`, condition, 'sts:AssumeRoleWithWebIdentity');
const subject = (value: string, operator = 'StringLike'): Source =>
  github(`{ "StringEquals": { "${key}:aud": "sts.amazonaws.com" }, "${operator}": { "${key}:sub": ${value} } }`);
const remote = { workspace: { remote: { host: 'github.com', path: 'octo-org/shop' }, defaultBranch: 'main' } };

ruleTester(oidcGithubNoSub, {
  valid: [
    subject('"repo:octo-org/shop:ref:refs/heads/main"', 'StringEquals'),
    {
      ...subject('"repo:octo-org/*"', 'StringEquals'),
      because: 'a star that is a letter lets nobody in; oidc-github-stringequals-wildcard says that',
    },
    { ...github(`{ "StringEquals": { "${key}:repository_id": "4711" } }`), because: 'a claim that names the repository does as well' },
    { ...github(`{ "StringEquals": { "${key}:job_workflow_ref": "octo-org/shared/.github/workflows/deploy.yml@refs/heads/main" } }`) },
    { ...github('"${condition}"'), because: 'not known' },
    { ...github('{}', 'arn:aws:iam::111122223333:oidc-provider/idp.example.org'), because: 'a provider of one company is no public one' },
  ],
  invalid: [
    {
      ...github(`{ "StringEquals": { "${key}:aud": "sts.amazonaws.com" } }`, `«${arn}»`),
      severity: 'critical',
      ...remote,
      suggestions: [
        github(`{ "StringEquals": { "${key}:aud": "sts.amazonaws.com", "${key}:sub": "repo:octo-org/shop:ref:refs/heads/main" } }`).text,
      ],
    },
    github('', `«${arn}»`),
    { ...github(`{ "StringEquals": { "${key}:actor": "octocat" } }`, `«${arn}»`), because: 'who started a run does not say where' },
    { ...github(`{ "StringEquals": { "${key}:aud": "sts.amazonaws.com" } }`, '«${provider_arn}»'), because: 'the keys tell the provider' },
    { ...github(`{ "ForAllValues:StringLike": { «"${key}:sub": "repo:octo-org/shop:*"» } }`), message: 'ForAllValues:StringLike' },
    {
      ...github(`{ "StringEqualsIfExists": { «"${key}:sub": "repo:octo-org/shop:ref:refs/heads/main"» } }`),
      message: 'StringEqualsIfExists',
    },
    { ...github('', `«${arn}/octo-enterprise»`), severity: 'medium' },
  ],
});

ruleTester(oidcGithubSubWildcard, {
  valid: [
    subject('"repo:octo-org/shop:ref:refs/heads/main"', 'StringEquals'),
    subject('"repo:octo-org/shop:ref:refs/heads/release/*"'),
    subject('["repo:octo-org/shop:environment:production", "repo:octo-org/shop:ref:refs/tags/v*"]'),
    { ...subject('"repo:octo-org@12345/shop@67890:ref:refs/heads/main"', 'StringEquals'), because: 'the immutable form' },
    { ...subject('"repo:${repository}:ref:refs/heads/main"'), because: 'the hole may hold owner and repository' },
    {
      ...cloudformation`
        Parameters:
          Repository:
            Type: String
            Default: ''
        Resources:
          Deploy:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument:
                Version: '2012-10-17'
                Statement:
                  - Effect: Allow
                    Principal:
                      Federated: !Sub 'arn:aws:iam::\${AWS::AccountId}:oidc-provider/token.actions.githubusercontent.com'
                    Action: sts:AssumeRoleWithWebIdentity
                    Condition:
                      StringLike:
                        token.actions.githubusercontent.com:sub: !Sub 'repo:\${Repository}:ref:refs/heads/main'
      `,
      because: 'whoever makes the stack fills in the repository',
    },
    { ...subject('"repository_id:4711:ref:refs/heads/main"'), because: 'a customised subject that begins with an id' },
    { ...subject('"repository_owner:octo-org:repository:octo-org/shop:ref:refs/heads/main"') },
    { ...subject('"job_workflow_ref:octo-org/shared/.github/workflows/deploy.yml@*"') },
    {
      ...github(`{ "StringLike": { "${key}:sub": "repo:octo-org/*" }, "StringEquals": { "${key}:repository_id": "4711" } }`),
      because: 'another claim narrows it',
    },
  ],
  invalid: [
    {
      ...subject('"«repo:octo*»"'),
      severity: 'critical',
      message: 'other owners',
      ...remote,
      suggestions: [subject('"repo:octo-org/shop:ref:refs/heads/main"').text],
    },
    { ...subject('"«*»"'), severity: 'critical' },
    { ...subject('"«repo:*»"'), severity: 'critical' },
    { ...subject('"«repo:*/shop:ref:refs/heads/main»"'), severity: 'critical' },
    {
      ...subject('"«environment:production:repo:octo-org/shop»"', 'StringEquals'),
      severity: 'critical',
      because: 'anyone may call an environment so',
    },
    { ...subject('["repo:octo-org/shop:environment:production", "«repo:octo-org/*»"]'), severity: 'medium', message: 'every repository' },
    { ...subject('"«repo:octo-org/shop*»"'), severity: 'medium', because: 'shop-fork matches too' },
    { ...subject('"«repository_owner:octo-org»"'), severity: 'medium' },
    { ...subject('"«repo:octo-org/shop:*»"'), severity: 'info', message: 'any branch' },
    { ...subject('"«repo:octo-org@12345/shop@67890:*»"'), severity: 'info' },
    { ...subject('"«main»"', 'StringEquals'), severity: 'medium', message: 'no subject' },
    {
      ...subject('"«repo:*»"', 'StringEquals'),
      severity: 'medium',
      message: 'nobody gets in',
      because: 'dead today, and open tomorrow when the operator is mended',
    },
  ],
});

ruleTester(oidcGithubStringEqualsWildcard, {
  valid: [subject('"repo:octo-org/shop:*"'), subject('"repo:octo-org/shop:ref:refs/heads/main"', 'StringEquals')],
  invalid: [
    {
      ...subject('"«repo:octo-org/shop:ref:refs/heads/release-*»"', 'StringEquals'),
      ...remote,
      suggestions: [subject('"repo:octo-org/shop:ref:refs/heads/main"', 'StringEquals').text],
    },
  ],
});
