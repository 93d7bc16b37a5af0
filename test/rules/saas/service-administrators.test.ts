// Administrators of services by the type of their account, robots that never end, and rights of the services' own users in
// Terraform; members of Google roles that are named by principal or by reference.
import { rules } from '../../../rules/saas/rules.ts';
import { rules as google } from '../../../rules/gcp/rules.ts';
import { rules as databases } from '../../../rules/sql/rules.ts';
import { at, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => [...rules, ...google, ...databases].find((one) => one.id === id)!;

ruleTester(rule('saas/service-administrator'), {
  valid: [
    terraform`
      resource "pagerduty_user" "ann" {
        name  = "Ann"
        email = "ann@acme.example"
        role  = "limited_user"
      }
      resource "gitlab_user" "ann" {
        username = "ann"
        is_admin = false
      }
      resource "tfe_team_access" "app" {
        access       = var.access
        team_id      = "team-1"
        workspace_id = "ws-1"
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
      resource "pagerduty_user" "ann" {
        name  = "Ann"
        email = "ann@acme.example"
        role  = "«owner»"
      }
      resource "sentry_organization_member" "ann" {
        organization = "acme"
        email        = "ann@acme.example"
        role         = "«manager»"
      }
      resource "tfe_team_project_access" "app" {
        access     = "«admin»"
        team_id    = "team-1"
        project_id = "prj-1"
      }
      resource "gitlab_user" "ann" {
        username = "ann"
        is_admin = «true»
      }
    `,
      message: ['`ann@acme.example` has `owner`', '`manager`', '`team-1` has `admin`', '`ann` has `admin`'],
    },
  ],
});

ruleTester(rule('saas/token-no-expiry'), {
  valid: [
    terraform`
    resource "harbor_robot_account" "ci" {
      name     = "ci"
      level    = "project"
      duration = 30
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
        resource "harbor_robot_account" "ci" {
          name     = "ci"
          level    = "system"
          «duration = -1»
        }
      `,
      suggestions: [
        terraform`
        resource "harbor_robot_account" "ci" {
          name     = "ci"
          level    = "system"
          duration = 90
        }
      `.text,
      ],
    },
    {
      ...terraform`
      resource "harbor_robot_account" "ci" {
        name     = "ci"
        level    = "project"
        «duration = 1000»
      }
    `,
      message: '1000 more days',
    },
  ],
});

ruleTester(rule('sql/full-access-role'), {
  valid: [
    terraform`
    resource "rabbitmq_user" "app" {
      name = "app"
      tags = ["monitoring"]
    }
    resource "elasticstack_elasticsearch_security_role" "app" {
      name    = "app"
      cluster = ["monitor"]
      indices {
        names      = ["logs-*"]
        privileges = ["all"]
      }
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
    resource "rabbitmq_user" "app" {
      name = "app"
      tags = ["«administrator»"]
    }
    resource "elasticstack_elasticsearch_security_role" "app" {
      name    = "app"
      cluster = ["«all»"]
      indices {
        names      = ["*"]
        privileges = ["«all»"]
      }
    }
  `,
      message: ['`administrator`', 'every privilege on the cluster', 'every privilege on every index'],
    },
  ],
});

ruleTester(rule('gcp/basic-role-owner'), {
  valid: [
    terraform`
    module "project" {
      source = "github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/project?ref=v30.0.0"
      name   = "shop"
      iam_by_principals = {
        "group:shop@acme.example" = ["roles/viewer", "roles/run.developer"]
      }
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
      module "project" {
        source = "github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/project?ref=v30.0.0"
        name   = "shop"
        iam_by_principals = {
          "serviceAccount:ci@shop.iam.gserviceaccount.com" = ["roles/viewer", "«roles/owner»"]
        }
      }
    `,
      message: '`serviceAccount:ci@shop.iam.gserviceaccount.com`',
      suggestions: [
        terraform`
      module "project" {
        source = "github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/project?ref=v30.0.0"
        name   = "shop"
        iam_by_principals = {
          "serviceAccount:ci@shop.iam.gserviceaccount.com" = ["roles/viewer"]
        }
      }
    `.text,
      ],
    },
    {
      ...kubernetes`
      apiVersion: iam.cnrm.cloud.google.com/v1beta1
      kind: IAMPolicyMember
      metadata:
        name: owner
      spec:
        memberFrom:
          serviceAccountRef:
            name: ci
        role: «roles/owner»
        resourceRef:
          kind: Project
          external: projects/shop
    `,
      message: '`serviceAccount:ci`',
    },
    {
      ...at('scripts/tenant.sh')`
      cat <<EOF > "projects/$TENANT/owner.yaml"
      apiVersion: iam.cnrm.cloud.google.com/v1beta1
      kind: IAMPolicyMember
      metadata:
        name: owner-$TENANT
      spec:
        memberFrom:
          serviceAccountRef:
            name: $TENANT
        role: «roles/owner»
        resourceRef:
          kind: Project
          external: projects/$TENANT
      EOF
    `,
      message: '`serviceAccount:…`',
      because: 'the account is a variable of the script',
    },
  ],
});

const settings = at('.github/settings.yml');

ruleTester(rule('saas/github-admin'), {
  valid: [
    settings`
      repository:
        name: shop
      collaborators:
        - username: ann
          permission: push
      teams:
        - name: shop
          permission: maintain
    `,
    {
      ...at('config/settings.yml')`
      teams:
        - name: shop
          permission: admin
    `,
      because: 'no settings of GitHub',
    },
  ],
  invalid: [
    {
      ...settings`
      collaborators:
        - username: ann
          permission: «admin»
      teams:
        - name: everybody
          permission: "«admin»"
    `,
      message: ['`ann`', '`everybody`'],
      suggestions: [
        settings`
      collaborators:
        - username: ann
          permission: maintain
      teams:
        - name: everybody
          permission: "admin"
    `.text,
      ],
    },
    {
      ...at('.github/suborgs/platform.yml')`
      teams:
        - name: contractors
          permission: «admin»
    `,
      because: 'for many repositories',
    },
  ],
});
