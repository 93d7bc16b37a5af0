// Policies of Alibaba, Tencent and Huawei in Terraform, as heredoc, jsonencode, block and escaped string, and in programs.
import { rules } from '../../../rules/cloud/rules.ts';
import { at, python, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const ram = (statement: string) => terraform`
  resource "alicloud_ram_policy" "p" {
    policy_name     = "p"
    policy_document = jsonencode({ Version = "1", Statement = [${statement}] })
  }
`;

ruleTester(rule('cloud/every-action'), {
  valid: [
    { ...ram('{ Effect = "Deny", Action = "*", Resource = "*" }'), because: 'it denies' },
    { ...ram('{ Effect = "Allow", Action = "*", Resource = "acs:oss:*:*:shop/*" }'), because: 'one bucket' },
    {
      ...ram('{ Effect = "Allow", Action = "*", Resource = "*", Condition = { StringEquals = { "acs:SourceVpc" = ["vpc-1"] } } }'),
      because: 'a condition narrows it',
    },
    { ...ram('{ Effect = "Allow", Action = var.actions, Resource = "*" }'), because: 'actions that are not known' },
    {
      ...terraform`
      resource "huaweicloud_identity_role" "r" {
        name        = "r"
        description = "buckets"
        type        = "AX"
        policy      = jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = ["obs:bucket:Get*"] }] })
      }
    `,
      because: 'reads buckets',
    },
  ],
  invalid: [
    {
      ...terraform`
      resource "alicloud_ram_policy" "p" {
        policy_name     = "p"
        policy_document = <<EOF
        { "Version": "1", "Statement": [{ "Effect": "Allow", "Action": "«*»", "Resource": "*" }] }
        EOF
      }
    `,
      message: 'everything in the account of Alibaba Cloud',
      severity: 'critical',
    },
    terraform`
      resource "alicloud_ram_policy" "p" {
        name = "p"
        statement {
          effect   = "Allow"
          action   = ["«*»"]
          resource = ["*"]
        }
      }
    `,
    {
      ...terraform`
      resource "tencentcloud_cam_policy" "p" {
        name     = "p"
        document = "{\"version\":\"2.0\",\"statement\":[{\"action\":[\"«*»\"],\"effect\":\"allow\",\"resource\":[\"*\"]}]}"
      }
    `,
      message: 'Tencent Cloud',
    },
    {
      ...terraform`
      resource "huaweicloud_identity_role" "r" {
        name        = "r"
        description = "everything"
        type        = "AX"
        policy      = jsonencode({ Version = "1.1", Statement = [{ Effect = "Allow", Action = ["«*:*:*»"] }] })
      }
    `,
      message: 'Huawei Cloud',
    },
    python`
      import json
      import pulumi_alicloud as alicloud

      alicloud.ram.Policy("p", policy_name="p", policy_document=json.dumps({"Version": "1", "Statement": [{"Effect": "Allow", "Action": "«*»", "Resource": "*"}]}))
    `,
    {
      ...at('ram/everything.json')`{ "Version": "1", "Statement": [{ "Effect": "Allow", "Action": "«*»", "Resource": "*" }] }`,
      because: 'a policy file says by its version whose it is',
    },
  ],
});

ruleTester(rule('cloud/service-wildcard'), {
  valid: [
    { ...ram('{ Effect = "Allow", Action = ["oss:Get*", "oss:List*"], Resource = "*" }'), because: 'reads' },
    { ...ram('{ Effect = "Allow", Action = "oss:*", Resource = ["acs:oss:*:*:shop", "acs:oss:*:*:shop/*"] }'), because: 'one bucket' },
    { ...ram('{ Effect = "Allow", Action = "oss:*", Resource = "acs:ecs:*:*:*" }'), because: 'another service has no buckets' },
    { ...ram('{ Effect = "Allow", Action = "*", Resource = "*" }'), because: 'everything is the other rule' },
    {
      ...at(
        'policies/tasks.json',
      )`{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "ecs:*", "Resource": "arn:aws:ecs:eu-west-1:111122223333:task/a/b" }] }`,
      because: 'the tasks of AWS',
    },
  ],
  invalid: [
    {
      ...ram('{ Effect = "Allow", Action = ["«oss:*»", "ecs:DescribeInstances"], Resource = "acs:oss:*:*:*" }'),
      message: 'every action of `oss`',
      severity: 'medium',
      suggestions: [
        ram(
          '{ Effect = "Allow", Action = ["oss:Describe*", "oss:Get*", "oss:List*", "ecs:DescribeInstances"], Resource = "acs:oss:*:*:*" }',
        ).text,
      ],
    },
    { ...ram('{ Effect = "Allow", Action = "«ram:*»", Resource = "*" }'), message: 'gives itself any other right', severity: 'high' },
    terraform`
      resource "tencentcloud_cam_policy" "p" {
        name     = "p"
        document = jsonencode({ version = "2.0", statement = [{ action = ["«name/cvm:*»"], effect = "allow", resource = ["qcs::cvm:::*"] }] })
      }
    `,
  ],
});

const trust = (principal: string) => terraform`
  resource "alicloud_ram_role" "r" {
    role_name                   = "r"
    assume_role_policy_document = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = ${principal} }] })
  }
`;

ruleTester(rule('cloud/anybody-assumes'), {
  valid: [
    { ...trust('{ Service = ["ecs.aliyuncs.com"] }'), because: 'a service' },
    { ...trust('{ RAM = ["acs:ram::1234567890123456:root"] }'), because: 'an account' },
    {
      ...terraform`
      resource "alicloud_oss_bucket_policy" "b" {
        bucket = "shop"
        policy = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Action = ["oss:GetObject"], Principal = ["*"], Resource = ["acs:oss:*:1:shop/*"], Condition = { IpAddress = { "acs:SourceIp" = ["10.0.0.0/8"] } } }] })
      }
    `,
      because: 'from one network',
    },
  ],
  invalid: [
    { ...trust('{ RAM = ["«*»"] }'), message: 'Every account of Alibaba Cloud', severity: 'critical' },
    {
      ...terraform`
      resource "tencentcloud_cam_role" "r" {
        name     = "r"
        document = jsonencode({ version = "2.0", statement = [{ action = ["name/sts:AssumeRole"], effect = "allow", principal = { qcs = ["«*»"] } }] })
      }
    `,
      message: 'Tencent Cloud',
    },
    {
      ...terraform`
      resource "alicloud_oss_bucket_policy" "b" {
        bucket = "shop"
        policy = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Action = ["oss:GetObject"], Principal = ["«*»"], Resource = ["acs:oss:*:1:shop/*"] }] })
      }
    `,
      message: 'Everybody may do this',
    },
  ],
});

ruleTester(rule('cloud/administrator'), {
  valid: [
    {
      ...terraform`
      resource "ibm_iam_access_group_policy" "p" {
        access_group_id = ibm_iam_access_group.g.id
        roles           = ["Administrator", "Manager"]
        resources {
          service = "kms"
        }
      }
    `,
      because: 'of one service',
    },
    {
      ...terraform`
      resource "ibm_iam_access_group_policy" "p" {
        access_group_id = ibm_iam_access_group.g.id
        roles           = ["Viewer", "Reader"]
      }
    `,
      because: 'reads',
    },
    {
      ...terraform`
      resource "scaleway_iam_policy" "p" {
        name           = "p"
        application_id = "1"
        rule {
          project_ids          = ["1"]
          permission_set_names = ["AllProductsFullAccess"]
        }
      }
    `,
      because: 'in one project',
    },
    {
      ...terraform`
      resource "alicloud_ram_role_policy_attachment" "a" {
        role_name   = "r"
        policy_type = "System"
        policy_name = var.policy
      }
    `,
      because: 'a policy that is not known',
    },
    {
      ...terraform`
      resource "ibm_iam_user_policy" "p" {
        ibm_id             = "anna@example.com"
        roles              = ["Administrator"]
        account_management = var.account
      }
    `,
      because: 'over what is not known',
    },
    {
      ...terraform`
      resource "alicloud_resource_manager_policy_attachment" "a" {
        policy_name       = "AdministratorAccess"
        policy_type       = "System"
        principal_name    = "anna@1234567890123456.onaliyun.com"
        principal_type    = "IMSUser"
        resource_group_id = alicloud_resource_manager_resource_group.shop.id
      }
    `,
      because: 'in one resource group',
    },
    {
      ...terraform`
      resource "huaweicloud_identity_agency" "a" {
        name                  = "a"
        delegated_domain_name = "partner"
        duration              = "ONEDAY"
        domain_roles          = ["Security Administrator"]
      }
    `,
      because: 'it ends tomorrow',
    },
  ],
  invalid: [
    {
      ...terraform`
      resource "alicloud_ram_role_policy_attachment" "a" {
        role_name   = "deploy"
        policy_type = "System"
        policy_name = "«AdministratorAccess»"
      }
    `,
      message: 'lets `deploy` do everything in the account (Alibaba Cloud)',
      severity: 'critical',
    },
    {
      ...terraform`
      resource "ibm_iam_access_group_policy" "p" {
        access_group_id = ibm_iam_access_group.g.id
        roles           = ["«Administrator»", "Viewer"]
      }
    `,
      message: 'administer every service',
      severity: 'high',
    },
    {
      ...terraform`
      resource "ibm_iam_user_policy" "p" {
        ibm_id             = "anna@example.com"
        roles              = ["«Administrator»"]
        account_management = true
      }
    `,
      message: '`anna@example.com`',
    },
    {
      ...terraform`
      resource "huaweicloud_identity_agency" "a" {
        name                  = "a"
        delegated_domain_name = "partner"
        domain_roles          = ["«Security Administrator»"]
        project_role {
          project = "cn-north-1"
          roles   = ["«Tenant Administrator»"]
        }
      }
    `,
      message: ['lets `partner` change users', 'lets `partner` do everything but'],
    },
    {
      ...terraform`
      resource "alicloud_resource_manager_policy_attachment" "a" {
        policy_name       = "«AdministratorAccess»"
        policy_type       = "System"
        principal_name    = "admins"
        principal_type    = "IMSGroup"
        resource_group_id = "1234567890123456"
      }
    `,
      message: 'lets `admins` do everything',
      because: 'the id of the account in the place of a group',
    },
    {
      ...terraform`
      resource "alicloud_cloud_sso_access_configuration" "a" {
        directory_id              = "d-1"
        access_configuration_name = "ops"
        permission_policies {
          permission_policy_type = "System"
          permission_policy_name = "«AdministratorAccess»"
        }
        permission_policies {
          permission_policy_type     = "Inline"
          permission_policy_name     = "AdministratorAccess"
          permission_policy_document = jsonencode({ Version = "1", Statement = [{ Effect = "Allow", Action = ["oss:GetObject"], Resource = "*" }] })
        }
      }
    `,
      message: 'its holder',
      because: 'the second has only the name',
    },
    {
      ...terraform`
      resource "huaweicloud_identity_agency" "a" {
        name                   = "a"
        delegated_service_name = "op_svc_ecs"
        duration               = "FOREVER"
        all_resources_roles    = ["«te_admin»"]
      }
    `,
      message: 'everything but manage identities',
      severity: 'high',
    },
    {
      ...terraform`
      resource "scaleway_iam_policy" "p" {
        name           = "p"
        application_id = "1"
        rule {
          organization_id      = "1"
          permission_set_names = ["ObjectStorageReadOnly", "«IAMManager»"]
        }
      }
    `,
      message: 'Scaleway',
    },
    typescript`
      import * as alicloud from '@pulumi/alicloud';

      new alicloud.ram.UserPolicyAttachment('a', { userName: 'ci', policyType: 'System', policyName: '«AliyunRAMFullAccess»' });
    `,
    {
      ...at('scripts/grant.sh')`
      #!/bin/sh
      aliyun ram AttachPolicyToUser --PolicyType System --PolicyName «AdministratorAccess» --UserName ci
    `,
      message: 'lets `ci`',
    },
    {
      ...at('.gitlab-ci.yml')`
      grant:
        script:
          - ibmcloud iam access-group-policy-create ops --roles Viewer,«Administrator»
          - ibmcloud iam service-policy-create ServiceId-1 --roles Manager --service-name kms
    `,
      message: 'lets `ops`',
    },
  ],
});

ruleTester(rule('cloud/access-key'), {
  valid: [
    {
      ...terraform`
    resource "alicloud_ram_access_key" "k" {
      count     = 0
      user_name = "ci"
    }
  `,
      because: 'there is none',
    },
    {
      ...terraform`
    resource "tencentcloud_cam_access_key" "k" {
      target_uin = 100012345678
      status     = "Inactive"
    }
  `,
      because: 'it signs nothing',
    },
  ],
  invalid: [
    {
      ...terraform`
      «resource "ibm_iam_api_key" "k"» {
        name = "ci"
      }
    `,
      message: 'makes a key (IBM Cloud)',
    },
    {
      ...terraform`
      «resource "oci_identity_customer_secret_key" "k"» {
        display_name = "k"
        user_id      = "ocid1.user.oc1..a"
      }
    `,
      message: 'an instance or resource principal',
    },
    {
      ...at(
        'infra/keys.tf.json',
      )`{ "resource": { "ibm_iam_service_api_key": { "«k»": { "name": "k", "iam_service_id": "iam-ServiceId-1" } } } }`,
      message: 'of `iam-ServiceId-1` (IBM Cloud)',
    },
    {
      ...terraform`
      «resource "huaweicloud_identity_access_key" "k"» {
        user_id = var.user
      }
    `,
      message: 'an agency',
    },
    {
      ...terraform`
      «resource "yandex_iam_service_account_key" "k"» {
        service_account_id = yandex_iam_service_account.ci.id
      }
    `,
      message: '(Yandex Cloud)',
    },
    {
      ...at('scripts/key.sh')`
      «oci iam customer-secret-key create» --user-id ocid1.user.oc1..a --display-name s3
    `,
      message: 'in what the script prints',
    },
  ],
});

const login = (more: string) => terraform`
  resource "alicloud_ram_login_profile" "l" {
    user_name = "anna"
    password  = var.password${more}
  }
`;

ruleTester(rule('cloud/login-without-second-factor'), {
  valid: [
    { ...login(''), because: 'the settings of the account decide' },
    { ...login('\n    mfa_bind_required = true'), because: 'it is asked for' },
    { ...login('\n    mfa_bind_required = var.mfa'), because: 'it may be asked for' },
  ],
  invalid: [{ ...login('\n    «mfa_bind_required = false»'), message: 'password of `anna` asks for no second factor' }],
});
