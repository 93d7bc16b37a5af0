// Organization policies that are switched off (rules/gcp/guard-off.ts), in both generations of Terraform's resources.
import { guardOff } from '../../../rules/gcp/guard-off.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const policy = (constraint: string, rule: string) =>
  `resource "google_org_policy_policy" "p" {\n  name   = "folders/1/policies/${constraint}"\n  parent = "folders/1"\n\n  spec {\n    rules {\n      ${rule}\n    }\n  }\n}\n`;
const older = (kind: string, constraint: string, rest: string) =>
  `resource "google_${kind}organization_policy" "p" {\n  constraint = "constraints/${constraint}"\n  ${rest}\n}\n`;

ruleTester(guardOff, {
  valid: [
    { ...terraform``, text: policy('iam.disableServiceAccountKeyCreation', 'enforce = "TRUE"') },
    { ...terraform``, text: policy('iam.disableServiceAccountKeyCreation', 'enforce = var.enforce'), because: 'unknown' },
    {
      ...terraform``,
      text: policy('${var.constraint}', 'enforce = "FALSE"'),
      because: 'which guard it is is not known',
    },
    { ...terraform``, text: policy('compute.disableSerialPortAccess', 'enforce = "FALSE"'), because: 'no guard of identities' },
    {
      ...terraform``,
      text: policy(
        'iam.disableServiceAccountKeyCreation',
        'enforce = "FALSE"\n      condition {\n        expression = "resource.matchTag(\'1/exempt\', \'true\')"\n      }',
      ),
      because: 'an exception for what is tagged',
    },
    {
      ...terraform``,
      text: older('project_', 'iam.allowedPolicyMemberDomains', 'list_policy {\n    allow {\n      values = ["C0abc"]\n    }\n  }'),
    },
  ],
  invalid: [
    {
      ...terraform``,
      text: older('', 'compute.requireOsLogin', 'boolean_policy {\n    enforced = «false»\n  }'),
      message: 'SSH keys out of metadata',
    },
    {
      ...terraform``,
      text: policy('iam.disableServiceAccountKeyCreation', 'enforce = "«FALSE»"').replaceAll(
        'folders/1',
        'organizations/${var.organization}',
      ),
      message: 'is off in the whole organization',
    },
    {
      ...terraform``,
      text: policy('iam.allowedPolicyMemberDomains', 'allow_all = "«TRUE»"')
        .replace('"folders/1"', 'var.parent')
        .replace('"folders/1/', '"folders/${var.folder}/'),
      message: 'is off in the folder and every project in it',
    },
    {
      ...terraform``,
      text: policy('iam.disableServiceAccountKeyCreation', 'enforce = "«FALSE»" # migration'),
      severity: 'medium',
      message: 'is off in the folder and every project in it: whoever has the role for it may make keys',
      suggestions: [policy('iam.disableServiceAccountKeyCreation', 'enforce = "TRUE" # migration')],
    },
    {
      ...terraform``,
      text: policy('iam.allowedPolicyMemberDomains', 'allow_all = "«TRUE»"'),
      message: 'give roles to accounts outside the organization',
    },
    {
      ...terraform``,
      text: older('project_', 'iam.disableServiceAccountKeyCreation', 'boolean_policy {\n    enforced = «false»\n  }'),
      suggestions: [older('project_', 'iam.disableServiceAccountKeyCreation', 'boolean_policy {\n    enforced = true\n  }')],
    },
    {
      ...terraform``,
      text: older('', 'iam.allowedPolicyMemberDomains', 'list_policy {\n    allow {\n      all = «true»\n    }\n  }'),
      message: 'in the whole organization',
    },
  ],
});
