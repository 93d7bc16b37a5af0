import { credentialRules, iamUser, policyAttachmentExclusive, userDirectPolicy } from '../../../rules/aws/long-lived.ts';
import type { Rule } from '../../../server/engine/rule.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';

const [accessKey, rootKey, login, serviceSpecific, certificate] = credentialRules as [Rule, Rule, Rule, Rule, Rule];
const key = (user: string, more = '') => ({
  file: 'infra/main.tf',
  text: `resource "aws_iam_access_key" "a" {\n  user = "${user}"\n${more}}\n`,
});
const marked = (source: { file: string; text: string }) => ({ ...source, text: source.text.replace(/^(resource "\w+" "\w+")/, '«$1»') });

// aws/access-key-resource
ruleTester(accessKey, {
  valid: [key('ci', '  status = "Inactive"\n'), key('ci', '  count = 0\n')],
  invalid: [
    {
      ...at('src/provision.py')`
      key = iam.«create_access_key»(UserName="ci")
    `,
      message: 'of `ci`',
      because: 'made by a program',
    },
    { ...marked(key('ci')), message: 'of `ci`' },
    at('scripts/user.sh')`«aws iam create-access-key» --user-name ci`,
    cdk`
      import * as iam from 'aws-cdk-lib/aws-iam';
      new «iam.AccessKey»(this, 'Key', { user });
    `,
    cloudformation`
      Resources:
        «Key»:
          Type: AWS::IAM::AccessKey
          Properties:
            UserName: ci
    `,
  ],
});

// aws/root-access-key
ruleTester(rootKey, { valid: [key('rooted')], invalid: [{ ...marked(key('root')), severity: 'critical' }] });

// aws/login-profile
ruleTester(login, {
  valid: [
    cloudformation`
    Resources:
      Anna:
        Type: AWS::IAM::User
  `,
  ],
  invalid: [
    { file: 'infra/main.tf', text: '«resource "aws_iam_user_login_profile" "a"» {\n  user = "anna"\n}\n', message: 'gives `anna`' },
    cloudformation`
      Resources:
        Anna:
          Type: AWS::IAM::User
          Properties:
            «LoginProfile»:
              Password: !Ref Password
    `,
  ],
});

// aws/service-specific-credential
ruleTester(serviceSpecific, {
  valid: [
    {
      ...terraform`
      resource "aws_iam_service_specific_credential" "model" {
        service_name        = "bedrock.amazonaws.com"
        user_name           = "ci"
        credential_age_days = 30
      }
    `,
      because: 'it ends within ninety days',
    },
    {
      ...terraform`
      resource "aws_iam_service_specific_credential" "git" {
        service_name = "codecommit.amazonaws.com"
        user_name    = "ci"
        status       = "Inactive"
      }
    `,
      because: 'it is switched off',
    },
    {
      ...at(
        'scripts/user.sh',
      )`aws iam create-service-specific-credential --user-name ci --service-name bedrock.amazonaws.com --credential-age-days 30`,
      because: 'it ends',
    },
    key('ci'),
  ],
  invalid: [
    {
      ...terraform`
      «resource "aws_iam_service_specific_credential" "model"» {
        service_name        = "bedrock.amazonaws.com"
        user_name           = "ci"
        credential_age_days = 365
      }
    `,
      message: 'lives 365 days',
    },
    {
      ...at('index.ts')`
      import * as aws from '@pulumi/aws';
      new «aws.iam.ServiceSpecificCredential»('model', { serviceName: 'bedrock.amazonaws.com', userName: 'ci' });
    `,
      message: 'never ends',
    },
    {
      file: 'infra/main.tf',
      text: '«resource "aws_iam_service_specific_credential" "a"» {\n  service_name = "codecommit.amazonaws.com"\n  user_name    = "ci"\n}\n',
    },
    at('scripts/user.sh')`«aws iam create-service-specific-credential» --user-name ci --service-name bedrock.amazonaws.com`,
  ],
});

// aws/signing-cert-or-ssh-key
ruleTester(certificate, {
  valid: [key('ci')],
  invalid: [
    {
      file: 'infra/main.tf',
      text: '«resource "aws_iam_user_ssh_key" "a"» {\n  username   = "anna"\n  encoding   = "SSH"\n  public_key = "x"\n}\n',
    },
    {
      file: 'infra/main.tf',
      text: '«resource "aws_iam_signing_certificate" "a"» {\n  user_name        = "anna"\n  certificate_body = "x"\n}\n',
    },
  ],
});

ruleTester(iamUser, {
  valid: [
    { file: 'infra/main.tf', text: 'resource "aws_iam_role" "a" {\n  assume_role_policy = "{}"\n}\n' },
    {
      file: 'infra/main.tf',
      text: 'resource "aws_iam_user" "a" {\n  name = "a"\n}\n',
      settings: { profile: 'default' },
      because: 'off in the default profile',
    },
  ],
  invalid: [
    { file: 'infra/main.tf', text: '«resource "aws_iam_user" "a"» {\n  name = "anna"\n}\n', message: '`anna`' },
    cdk`
      import * as iam from 'aws-cdk-lib/aws-iam';
      new «iam.User»(this, 'Anna');
    `,
  ],
});

ruleTester(userDirectPolicy, {
  valid: [
    terraform`
    resource "aws_iam_group_policy_attachment" "a" {
      group      = "readers"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
      resource "aws_iam_user_policy_attachment" "a" {
        user       = "anna"
        policy_arn = "«arn:aws:iam::aws:policy/ReadOnlyAccess»"
      }
    `,
      message: '`anna`',
    },
    {
      ...terraform`
      resource "aws_iam_user" "anna" {
        name = "anna"
      }
      resource "aws_iam_policy" "reader" {
        policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] })
      }
      resource "aws_iam_user_policy_attachment" "a" {
        user       = aws_iam_user.anna.name
        policy_arn = «aws_iam_policy.reader.arn»
      }
    `,
      because: 'it is said once, where the policy is attached',
    },
    terraform`
      resource "aws_iam_user_policy" "a" {
        user   = "anna"
        «policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }] })»
      }
    `,
  ],
});

ruleTester(policyAttachmentExclusive, {
  valid: [
    terraform`
    resource "aws_iam_role_policy_attachment" "a" {
      role       = "reader"
      policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    }
  `,
  ],
  invalid: [
    terraform`
    resource "aws_iam_policy_attachment" "a" {
      name       = "a"
      roles      = ["reader"]
      policy_arn = "«arn:aws:iam::aws:policy/ReadOnlyAccess»"
    }
  `,
  ],
});
