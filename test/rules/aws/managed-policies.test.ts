import { managedPolicyRules } from '../../../rules/aws/managed-policies.ts';
import { cdkBootstrapAdmin } from '../../../rules/aws/cdk-bootstrap-admin.ts';
import { at, cdk, ruleTester, terraform } from '../../support/rule-tester.ts';

import type { Rule } from '../../../server/engine/rule.ts';

const [admin, escalation, power, full] = managedPolicyRules as [Rule, Rule, Rule, Rule];
const arn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const attachment = (policy: string) => terraform`
  resource "aws_iam_role_policy_attachment" "a" {
    role       = "worker"
    policy_arn = "${policy}"
  }
`;

/** The policy attached to a role that has a permissions boundary. */
const bounded = (policy: string, boundary = 'arn:aws:iam::111122223333:policy/limit') => terraform`
  resource "aws_iam_role" "a" {
    name                 = "a"
    assume_role_policy   = "{}"
    permissions_boundary = "${boundary}"
  }
  resource "aws_iam_role_policy_attachment" "a" {
    role       = aws_iam_role.a.name
    policy_arn = "${policy}"
  }
`;

/** A role that is called for emergencies. */
const emergency = (policy: string) => terraform`
  resource "aws_iam_role" "break_glass" {
    name               = "emergency"
    assume_role_policy = "{}"
  }
  resource "aws_iam_role_policy_attachment" "a" {
    role       = aws_iam_role.break_glass.name
    policy_arn = "${policy}"
  }
`;
const breakGlass = (name: string) => ({ standing: { grantDays: 90, breakGlass: [name] } });

// aws/managed-admin-attached
ruleTester(admin, {
  valid: [
    {
      ...at('site.yml')`
      - hosts: localhost
        tasks:
          - name: take it away
            amazon.aws.iam_role:
              name: old
              state: absent
              managed_policies: [AdministratorAccess]
    `,
      because: 'a task of Ansible that takes the role away',
    },
    {
      ...emergency(arn('AdministratorAccess')),
      workspace: breakGlass('aws:role:emergency'),
      because: 'the policy of the team names the role',
    },
    { ...attachment(arn('AdministratorAccess')), workspace: breakGlass('worker'), because: 'by the name that is written' },
    attachment(arn('ReadOnlyAccess')),
    {
      ...terraform`
      resource "aws_iam_role" "a" {
        assume_role_policy   = "{}"
        permissions_boundary = "arn:aws:iam::aws:policy/AdministratorAccess"
      }
    `,
      because: 'a boundary grants nothing',
    },
    {
      ...terraform`
      resource "aws_iam_role_policy_attachment" "a" {
        count      = 0
        role       = "worker"
        policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
      }
    `,
      because: 'it does not exist',
    },
    {
      ...attachment('arn:aws:iam::111122223333:policy/AdministratorAccess'),
      because: 'a policy of the account with that name is not the managed one',
    },
  ],
  invalid: [
    at('infra/stack.py')`
      from aws_cdk import aws_iam as iam
      role = iam.Role(self, "Deploy", assumed_by=iam.ServicePrincipal("ec2.amazonaws.com"))
      role.add_managed_policy(iam.ManagedPolicy.from_managed_policy_arn(self, "All", "«arn:aws:iam::aws:policy/AdministratorAccess»"))
    `,
    at('infra/Stack.java')`
      import software.amazon.awscdk.services.iam.*;
      class Stack {
        void make() {
          role.addManagedPolicy(ManagedPolicy.fromManagedPolicyArn(this, "AdministratorAccess", "«arn:aws:iam::aws:policy/AdministratorAccess»"));
        }
      }
    `,
    {
      ...terraform`
        locals {
          teams = {
            ops   = { policy = "«arn:aws:iam::aws:policy/AdministratorAccess»" }
            audit = { policy = "arn:aws:iam::aws:policy/SecurityAudit" }
          }
        }
        resource "aws_iam_role" "team" {
          for_each           = local.teams
          name               = each.key
          assume_role_policy = var.trust
        }
        resource "aws_iam_role_policy_attachment" "team" {
          for_each   = local.teams
          role       = aws_iam_role.team[each.key].name
          policy_arn = each.value.policy
        }
      `,
      because: 'a member of a loop is one of several: it is said at the member, though several loops go through them',
    },
    {
      ...terraform`
        locals {
          held = flatten([for role, names in { ops = ["AdministratorAccess"], audit = ["SecurityAudit"] } : [for name in names : { role = role, name = name }]])
        }
        data "aws_iam_policy" "held" {
          for_each = toset(local.held[*].name)
          arn      = format("arn:aws:iam::aws:policy/%s", each.value)
        }
        resource "aws_iam_role_policy_attachment" "held" {
          count      = length(local.held)
          role       = local.held[count.index].role
          policy_arn = «data.aws_iam_policy.held[local.held[count.index].name].arn»
        }
      `,
      because: 'the instance of a data source that an index names',
    },
    {
      ...at('site.yml')`
      - hosts: localhost
        tasks:
          - name: role
            amazon.aws.iam_role:
              name: deploy
              assume_role_policy_document: "{{ lookup('file', 'trust.json') }}"
              managed_policies:
                - «AdministratorAccess»
    `,
      message: '`deploy` may do everything',
    },
    { ...emergency(`«${arn('AdministratorAccess')}»`), severity: 'critical', because: 'what a name suggests counts for nothing' },
    { ...emergency(`«${arn('AdministratorAccess')}»`), workspace: breakGlass('aws:role:other'), because: 'another one is named' },
    {
      ...bounded(`«${arn('AdministratorAccess')}»`),
      severity: 'medium',
      message: 'only a permissions boundary',
      because: 'what the boundary leaves is not known, and less than everything',
    },
    {
      ...bounded(`«${arn('AdministratorAccess')}»`, arn('AdministratorAccess')),
      severity: 'critical',
      because: 'a boundary that lets everything through limits nothing',
    },
    {
      ...attachment(`«${arn('AdministratorAccess')}»`),
      severity: 'critical',
      message: '`worker` may do everything',
      suggestions: [attachment(arn('PowerUserAccess')).text, attachment(arn('ReadOnlyAccess')).text],
    },
    attachment('«arn:aws-us-gov:iam::aws:policy/AdministratorAccess»'),
    {
      file: 'stack/template.yaml',
      text: 'Resources:\n  Admin:\n    Type: AWS::IAM::Group\n    Properties:\n      ManagedPolicyArns:\n        - !Sub «arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess»\n',
    },
    cdk`
      import { Stack, aws_iam as iam } from 'aws-cdk-lib';
      export class Deploy extends Stack {
        role = new iam.Role(this, 'Role', {
          assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com'),
          managedPolicies: [iam.ManagedPolicy.fromAwsManagedPolicyName('«AdministratorAccess»')],
        });
      }
    `,
    at('scripts/setup.sh')`
      aws iam attach-user-policy --user-name ops --policy-arn «arn:aws:iam::aws:policy/AdministratorAccess»
    `,
  ],
});

// aws/managed-iamfullaccess-attached
ruleTester(escalation, {
  valid: [attachment(arn('IAMReadOnlyAccess'))],
  invalid: [
    {
      ...bounded(`«${arn('IAMFullAccess')}»`),
      severity: 'medium',
      message: 'only a permissions boundary',
      because: 'what the boundary leaves is not known, and less than everything',
    },
    { ...attachment(`«${arn('IAMFullAccess')}»`), suggestions: [attachment(arn('IAMReadOnlyAccess')).text] },
    {
      ...attachment('«arn:aws:iam::aws:policy/service-role/AmazonElasticMapReduceRole»'),
      message: 'iam:PassRole',
      because: 'an old policy of a service that passes every role',
    },
  ],
});

// aws/managed-poweruser-attached
ruleTester(power, {
  valid: [attachment(arn('ViewOnlyAccess')), attachment(arn('job-function/ViewOnlyAccess'))],
  invalid: [
    {
      ...bounded(`«${arn('PowerUserAccess')}»`),
      severity: 'medium',
      message: 'only a permissions boundary',
      because: 'what the boundary leaves is not known, and less than everything',
    },
    { ...attachment(`«${arn('PowerUserAccess')}»`), severity: 'high', suggestions: [attachment(arn('ReadOnlyAccess')).text] },
    { ...attachment(`«${arn('PowerUserAccess')}»`), severity: 'medium', settings: { profile: 'default' } },
  ],
});

// aws/managed-fullaccess-attached
ruleTester(full, {
  valid: [
    attachment(arn('AmazonS3ReadOnlyAccess')),
    { ...attachment(arn('AmazonS3FullAccess')), settings: { profile: 'default' }, because: 'off in the default profile' },
  ],
  invalid: [
    {
      ...bounded(`«${arn('AmazonS3FullAccess')}»`),
      severity: 'medium',
      message: 'only a permissions boundary',
      because: 'what the boundary leaves is not known, and less than everything',
    },
    { ...attachment(`«${arn('AmazonS3FullAccess')}»`), message: 'writing actions' },
  ],
});

// aws/cdk-bootstrap-admin
ruleTester(cdkBootstrapAdmin, {
  valid: [
    at('scripts/bootstrap.sh')`npx cdk bootstrap --cloudformation-execution-policies arn:aws:iam::111122223333:policy/cdk`,
    at('scripts/bootstrap.sh')`echo cdk bootstrap --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess`,
  ],
  invalid: [
    at('.github/workflows/deploy.yml')`
    on: workflow_dispatch
    jobs:
      a:
        runs-on: ubuntu-latest
        steps:
          - run: npx cdk bootstrap --cloudformation-execution-policies «arn:aws:iam::aws:policy/AdministratorAccess»
  `,
  ],
});
