// What runs as a default account, and custom roles that are basic roles under another name.
import { customRoleTooBig } from '../../../rules/gcp/custom-role-too-big.ts';
import { defaultServiceAccount } from '../../../rules/gcp/default-service-account.ts';
import { kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const permissions = (count: number): string =>
  `[${Array.from({ length: count }, (_, index) => `"compute.instances.action${index}"`).join(', ')}]`;

ruleTester(customRoleTooBig, {
  valid: [
    {
      ...terraform`
      data "google_iam_role" "base" {
        name = "roles/run.viewer"
      }

      resource "google_project_iam_custom_role" "reader" {
        role_id     = "reader"
        title       = "Reader"
        permissions = concat(data.google_iam_role.base.included_permissions, ["run.jobs.run"])
      }
    `,
      because: 'a predefined role and a permission more',
    },
    {
      ...terraform`
      resource "google_project_iam_custom_role" "reader" {
        role_id     = "reader"
        title       = "Reader"
        permissions = ${permissions(200)}
      }
    `,
      because: 'two hundred',
    },
    {
      ...terraform`
      resource "google_project_iam_custom_role" "reader" {
        role_id     = "reader"
        title       = "Reader"
        permissions = var.permissions
      }
    `,
      because: 'not known',
    },
  ],
  invalid: [
    {
      ...terraform`
      data "google_iam_role" "base" {
        name = "roles/owner"
      }

      resource "google_organization_iam_custom_role" "almost" {
        org_id      = "1"
        role_id     = "almost"
        title       = "Almost"
        permissions = «concat(data.google_iam_role.base.included_permissions, ["run.jobs.run"])»
      }
    `,
      severity: 'medium',
      message: 'every permission of `roles/owner`',
    },
    {
      ...terraform`
      data "google_iam_role" "base" {
        name = "roles/viewer"
      }

      resource "google_project_iam_custom_role" "almost" {
        role_id     = "almost"
        title       = "Almost"
        permissions = «data.google_iam_role.base.included_permissions»
      }
    `,
      severity: 'low',
    },
    {
      ...terraform`
      «resource "google_project_iam_custom_role" "many"» {
        role_id     = "many"
        title       = "Many"
        permissions = ${permissions(201)}
      }
    `,
      severity: 'low',
      message: '201 permissions',
    },
  ],
});

ruleTester(defaultServiceAccount, {
  valid: [
    terraform`
      resource "google_cloudbuild_trigger" "deploy" {
        name            = "deploy"
        filename        = "cloudbuild.yaml"
        service_account = "projects/acme/serviceAccounts/build@acme.iam.gserviceaccount.com"
      }
    `,
    terraform`
      resource "google_cloud_run_v2_service" "web" {
        name = "web"

        template {
          service_account = google_service_account.web.email
        }
      }
    `,
    terraform`
      resource "google_cloudfunctions2_function" "hook" {
        name = "hook"
      }
    `,
    kubernetes`
      apiVersion: iam.cnrm.cloud.google.com/v1beta1
      kind: IAMServiceAccount
      metadata:
        name: web
    `,
    terraform`
      resource "google_workbench_instance" "lab" {
        name = "lab"
        gce_setup {
          service_accounts {
            email = google_service_account.lab.email
          }
        }
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
      «resource "google_cloudbuild_trigger" "deploy"» {
        name     = "deploy"
        filename = "cloudbuild.yaml"
      }
    `,
      message: 'so this build runs as a default one of the project',
    },
    terraform`
      resource "google_notebooks_instance" "lab" {
        name            = "lab"
        machine_type    = "e2-medium"
        service_account = "«123456789012-compute@developer.gserviceaccount.com»"
      }
    `,
    terraform`
      resource "google_dataproc_cluster" "batch" {
        name = "batch"
        cluster_config {
          gce_cluster_config {
            service_account        = "«123456789012-compute@developer.gserviceaccount.com»"
            service_account_scopes = ["storage-ro"]
          }
        }
      }
    `,
    {
      ...terraform`
      «resource "google_cloud_run_v2_service" "web"» {
        name = "web"

        template {
          containers {
            image = "eu.gcr.io/acme/web"
          }
        }
      }
    `,
      message: 'so this service runs',
    },
    {
      ...terraform`
      «resource "google_cloud_run_v2_job" "sync"» {
        name = "sync"

        template {
          template {
            containers {
              image = "eu.gcr.io/acme/sync"
            }
          }
        }
      }
    `,
      message: 'so this job runs',
    },
    {
      ...terraform`
      resource "google_cloudfunctions_function" "hook" {
        name                  = "hook"
        service_account_email = "«acme@appspot.gserviceaccount.com»"
      }
    `,
      message: 'give this function a service account of its own',
    },
  ],
});
