import { basicRoleRules } from '../../../rules/gcp/basic-roles.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => basicRoleRules.find((one) => one.id === id)!;

/** A program that gives a role, by a policy or by what the REST API takes. */
const program = (role: string, more = '') => ({
  ...at('src/grant.py')``,
  text: `from google.cloud import resourcemanager_v3\nfrom google.iam.v1 import policy_pb2\n\ndef grant(client, name, member):\n    policy = client.get_iam_policy(request={"resource": name})\n    policy.bindings.append(policy_pb2.Binding(role="${role}", members=[member]${more}))\n    client.set_iam_policy(request={"resource": name, "policy": policy})\n`,
});
const rest = (change: string) => ({
  ...at('src/grant.py')``,
  text: `from googleapiclient import discovery\n\ndef grant(crm, project, policy):\n    ${change}\n    crm.projects().setIamPolicy(resource=project, body={"policy": policy}).execute()\n`,
});

ruleTester(rule('gcp/basic-role-owner'), {
  valid: [
    program('roles/browser'),
    { ...program('roles/owner', ', condition=expr_pb2.Expr(expression=UNTIL)'), because: 'for a while, or for some resources' },
    {
      ...rest('policy["bindings"] = [b for b in policy["bindings"] if b["role"] != "roles/owner"]'),
      because: 'it is taken away',
    },
    {
      ...terraform`
      resource "google_project_iam_member" "a" {
        project = "p"
        role    = "roles/storage.admin"
        member  = "user:a@acme.example"
      }
    `,
      because: 'another role',
    },
    {
      ...terraform`
      variable "role" {}
      resource "google_project_iam_member" "a" {
        project = "p"
        role    = var.role
        member  = "user:a@acme.example"
      }
    `,
      because: 'a role that is not known',
    },
    {
      ...terraform`
      resource "google_project_iam_member" "a" {
        count   = 0
        project = "p"
        role    = "roles/owner"
        member  = "user:a@acme.example"
      }
    `,
      because: 'switched off',
    },
    {
      ...terraform`
      resource "google_privileged_access_manager_entitlement" "a" {
        parent = "projects/p"
        eligible_users { principals = ["user:a@acme.example"] }
        privileged_access {
          gcp_iam_access {
            resource      = "//cloudresourcemanager.googleapis.com/projects/p"
            resource_type = "cloudresourcemanager.googleapis.com/Project"
            role_bindings { role = "roles/admin" }
          }
        }
      }
    `,
      because: 'asked for and not held',
    },
  ],
  invalid: [
    {
      because: 'each instance is judged where its member is written',
      ...terraform`
      variable "roles" {
        default = ["roles/viewer", "«roles/owner»"]
      }
      resource "google_project_iam_member" "a" {
        count   = length(var.roles)
        project = "p"
        role    = var.roles[count.index]
        member  = "serviceAccount:ci@p.iam.gserviceaccount.com"
      }
    `,
    },
    {
      because: 'and behind a function that goes around',
      ...terraform`
      locals {
        grants = [{ role = "roles/viewer" }, { role = "«roles/owner»" }]
      }
      resource "google_project_iam_member" "a" {
        count   = length(local.grants)
        project = "p"
        role    = element(local.grants, count.index).role
        member  = "serviceAccount:ci@p.iam.gserviceaccount.com"
      }
    `,
    },
    program('«roles/owner»'),
    rest('policy["bindings"].append({"role": "«roles/owner»", "members": ["serviceAccount:ci@acme.iam.gserviceaccount.com"]})'),
    {
      ...terraform`
        resource "google_project_iam_member" "admin" {
          project = var.project
          role    = "«roles/owner»"
          member  = "user:a@acme.example"
        }
      `,
      message: '`roles/owner` on the project gives `user:a@acme.example` every permission',
      severity: 'critical',
      suggestions: [
        terraform`
          resource "google_privileged_access_manager_entitlement" "admin" {
            entitlement_id       = "admin"
            location             = "global"
            parent               = "projects/${'${var.project}'}"
            max_request_duration = "14400s"

            requester_justification_config {
              unstructured {}
            }

            eligible_users {
              principals = ["user:a@acme.example"]
            }

            privileged_access {
              gcp_iam_access {
                resource      = "//cloudresourcemanager.googleapis.com/projects/${'${var.project}'}"
                resource_type = "cloudresourcemanager.googleapis.com/Project"

                role_bindings {
                  role = "roles/admin"
                }
              }
            }
          }
        `.text,
        terraform`
          resource "google_project_iam_member" "admin" {
            project = var.project
            role    = "roles/viewer"
            member  = "user:a@acme.example"
          }
        `.text,
      ],
    },
    {
      ...terraform`
        data "google_iam_policy" "p" {
          binding {
            role    = "«roles/owner»"
            members = ["serviceAccount:ci@p.iam.gserviceaccount.com", "user:b@acme.example"]
          }
        }
        resource "google_organization_iam_policy" "o" {
          org_id      = "1"
          policy_data = data.google_iam_policy.p.policy_data
        }
      `,
      because: 'a policy from a data source',
      message: 'the whole organization gives `serviceAccount:ci@p.iam.gserviceaccount.com` and 1 more',
    },
    {
      ...terraform`
        locals {
          roles = ["roles/logging.viewer", "«roles/owner»"]
        }
        resource "google_folder_iam_member" "f" {
          for_each = toset(local.roles)
          folder   = "folders/1"
          role     = each.value
          member   = "group:g@acme.example"
        }
      `,
      because: 'one of several by for_each',
      message: 'the folder',
    },
  ],
});

ruleTester(rule('gcp/basic-role-editor'), {
  valid: [
    {
      ...terraform`
      resource "google_project_iam_member" "agent" {
        project = "p"
        role    = "roles/editor"
        member  = "serviceAccount:123456@cloudservices.gserviceaccount.com"
      }
    `,
      because: 'Google gives its own agent this role in every project',
    },
    {
      ...terraform`
      resource "google_storage_bucket_iam_member" "b" {
        bucket = "b"
        role   = "roles/editor"
        member = "user:a@acme.example"
      }
    `,
      because: 'on one resource',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "google_project_iam_binding" "devs" {
          project = "p"
          role    = "«roles/editor»"
          members = ["group:devs@acme.example"]
        }
      `,
      severity: 'high',
      suggestions: [
        terraform`
          resource "google_project_iam_binding" "devs" {
            project = "p"
            role    = "roles/viewer"
            members = ["group:devs@acme.example"]
          }
        `.text,
      ],
    },
  ],
});

ruleTester(rule('gcp/basic-role-viewer'), {
  valid: [
    {
      ...terraform`
      resource "google_storage_bucket_iam_member" "a" {
        bucket = "b"
        role   = "roles/viewer"
        member = "serviceAccount:a@p.iam.gserviceaccount.com"
      }
    `,
      because: 'on one resource',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "google_organization_iam_member" "a" {
          org_id = "1"
          role   = "«roles/viewer»"
          member = "serviceAccount:a@p.iam.gserviceaccount.com"
        }
      `,
      suggestions: [
        terraform`
          resource "google_organization_iam_member" "a" {
            org_id = "1"
            role   = "roles/cloudasset.viewer"
            member = "serviceAccount:a@p.iam.gserviceaccount.com"
          }
        `.text,
      ],
    },
  ],
});
