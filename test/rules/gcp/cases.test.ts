// Cases of the rules about Google Cloud: their own examples, what stands just past the border of each, and what every
// suggestion makes of them.
import { rules } from '../../../rules/gcp/rules.ts';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks, ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('gcp/impersonation-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_service_account_iam_member" "app" {
  service_account_id = "projects/acme-prod/serviceAccounts/deploy@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:ci@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'on one service account',
      text: `resource "google_service_account_iam_binding" "x" {
  service_account_id = "projects/p/serviceAccounts/a@p.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountUser"
  members            = ["group:g@acme.example"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'ends by itself',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/iam.serviceAccountUser"
  member = "group:g@acme.example"

  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"2026-12-31T00:00:00Z\\")"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a role that is not in the table',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/pubsub.publisher"
  member = "group:g@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'owner is another rule',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/owner"
  member = "group:g@acme.example"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`roles/iam.serviceAccountTokenCreator\` on the project lets \`serviceAccount:ci@acme-prod.ia`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "«roles/iam.serviceAccountTokenCreator»"
  member = "serviceAccount:ci@acme-prod.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/iam.serviceAccountTokenCreator"
  member = "serviceAccount:ci@acme-prod.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'running code as accounts',
      severity: 'high',
      message: `\`roles/iam.serviceAccountUser\` on the project lets \`serviceAccount:a@p.iam.gserviceaccount`,
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/iam.serviceAccountUser»"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/iam.serviceAccountUser"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a role that nobody expects: it acts as service accounts among hundreds of permissions',
      severity: 'high',
      message: `\`roles/iam.databasesAdmin\` on the folder and every project in it lets \`group:g@acme.exampl`,
      text: `resource "google_folder_iam_member" "x" {
  folder = "folders/1"
  role   = "«roles/iam.databasesAdmin»"
  member = "group:g@acme.example"
}
`,
      suggestions: [
        // Make it an entitlement that is asked for, for four hours at a time
        `resource "google_privileged_access_manager_entitlement" "x" {
  entitlement_id       = "x-access"
  location             = "global"
  parent               = "folders/1"
  max_request_duration = "14400s"

  requester_justification_config {
    unstructured {}
  }

  eligible_users {
    principals = ["group:g@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/folders/1"
      resource_type = "cloudresourcemanager.googleapis.com/Folder"

      role_bindings {
        role = "roles/iam.databasesAdmin"
      }
    }
  }
}
`,
        // End the grant in 30 days by a condition
        `resource "google_folder_iam_member" "x" {
  folder = "folders/1"
  role   = "roles/iam.databasesAdmin"
  member = "group:g@acme.example"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/set-iam-policy-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = "group:platform@acme.example"

  condition {
    title      = "only log readers"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/logging.viewer'])"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'limited by a condition',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/iam.securityAdmin"
  member = "group:g@acme.example"

  condition {
    title      = "limited"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/viewer'])"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'on a bucket',
      text: `resource "google_storage_bucket_iam_member" "x" {
  bucket = "b"
  role   = "roles/iam.securityAdmin"
  member = "group:g@acme.example"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`roles/resourcemanager.projectIamAdmin\` on the project lets \`group:platform@acme.example\` `,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "«roles/resourcemanager.projectIamAdmin»"
  member = "group:platform@acme.example"
}
`,
      suggestions: [
        // Make it an entitlement that is asked for, for four hours at a time
        `resource "google_privileged_access_manager_entitlement" "app" {
  entitlement_id       = "app-access"
  location             = "global"
  parent               = "projects/acme-prod"
  max_request_duration = "14400s"

  requester_justification_config {
    unstructured {}
  }

  eligible_users {
    principals = ["group:platform@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/acme-prod"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "roles/resourcemanager.projectIamAdmin"
      }
    }
  }
}
`,
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/resourcemanager.projectIamAdmin"
  member = "group:platform@acme.example"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
        // Narrow to roles/iam.securityReviewer
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/iam.securityReviewer"
  member = "group:platform@acme.example"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'for a whole organization',
      severity: 'critical',
      message: `\`roles/resourcemanager.organizationAdmin\` on the whole organization lets \`group:g@acme.exa`,
      text: `resource "google_organization_iam_member" "x" {
  org_id = "1"
  role   = "«roles/resourcemanager.organizationAdmin»"
  member = "group:g@acme.example"
}
`,
      suggestions: [
        // Make it an entitlement that is asked for, for four hours at a time
        `resource "google_privileged_access_manager_entitlement" "x" {
  entitlement_id       = "x-access"
  location             = "global"
  parent               = "organizations/1"
  max_request_duration = "14400s"

  requester_justification_config {
    unstructured {}
  }

  eligible_users {
    principals = ["group:g@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/organizations/1"
      resource_type = "cloudresourcemanager.googleapis.com/Organization"

      role_bindings {
        role = "roles/resourcemanager.organizationAdmin"
      }
    }
  }
}
`,
        // End the grant in 30 days by a condition
        `resource "google_organization_iam_member" "x" {
  org_id = "1"
  role   = "roles/resourcemanager.organizationAdmin"
  member = "group:g@acme.example"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
        // Narrow to roles/iam.securityReviewer
        `resource "google_organization_iam_member" "x" {
  org_id = "1"
  role   = "roles/iam.securityReviewer"
  member = "group:g@acme.example"
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/policy-admin-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_organization_iam_member" "app" {
  org_id = "123456789012"
  role   = "roles/orgpolicy.policyViewer"
  member = "group:platform@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'reads only',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/iam.roleViewer"
  member = "group:g@acme.example"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`roles/orgpolicy.policyAdmin\` on the whole organization lets \`group:platform@acme.example\``,
      text: `resource "google_organization_iam_member" "app" {
  org_id = "123456789012"
  role   = "«roles/orgpolicy.policyAdmin»"
  member = "group:platform@acme.example"
}
`,
      suggestions: [
        // Make it an entitlement that is asked for, for four hours at a time
        `resource "google_privileged_access_manager_entitlement" "app" {
  entitlement_id       = "app-access"
  location             = "global"
  parent               = "organizations/123456789012"
  max_request_duration = "14400s"

  requester_justification_config {
    unstructured {}
  }

  eligible_users {
    principals = ["group:platform@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/organizations/123456789012"
      resource_type = "cloudresourcemanager.googleapis.com/Organization"

      role_bindings {
        role = "roles/orgpolicy.policyAdmin"
      }
    }
  }
}
`,
        // End the grant in 30 days by a condition
        `resource "google_organization_iam_member" "app" {
  org_id = "123456789012"
  role   = "roles/orgpolicy.policyAdmin"
  member = "group:platform@acme.example"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'custom roles',
      severity: 'high',
      message: `\`roles/iam.roleAdmin\` on the project lets \`serviceAccount:a@p.iam.gserviceaccount.com\` add`,
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/iam.roleAdmin»"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/iam.roleAdmin"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/service-agent-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/run.serviceAgent"
  member = "serviceAccount:service-123456789012@serverless-robot-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the agent itself',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/dataflow.serviceAgent"
  member = "serviceAccount:service-1@dataflow-service-producer-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a member that is not known',
      text: `variable "member" {}
resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/dataflow.serviceAgent"
  member = "\${var.member}"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`roles/run.serviceAgent\` is meant for an agent that Google runs, and is given to \`serviceA`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "«roles/run.serviceAgent»"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a group',
      severity: 'high',
      message: `\`roles/serverless.serviceAgent\` is meant for an agent that Google runs, and is given to \`g`,
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/serverless.serviceAgent»"
  member = "group:g@acme.example"
}
`,
    },
  ],
});

ruleTester(rule('gcp/service-account-admin-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'gcp/secret-accessor-project says that it reads every secret, gcp/kms-decrypter-project that it decrypts with every key',
      text: `resource "google_project_iam_member" "x" {
  for_each = toset(["roles/secretmanager.admin", "roles/cloudkms.admin"])
  project  = "p"
  role     = each.value
  member   = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_storage_bucket_iam_member" "app" {
  bucket = "acme-uploads"
  role   = "roles/storage.objectUser"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a person is another rule',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/storage.admin"
  member = "user:a@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'on one bucket',
      text: `resource "google_storage_bucket_iam_member" "x" {
  bucket = "b"
  role   = "roles/storage.admin"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'a workload that signs in by federation is no person',
      text: `resource "google_project_iam_member" "ci" {
  project = "p"
  role    = "«roles/storage.admin»"
  member  = "principal://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p.svc.id.goog/subject/ns/ci/sa/apply"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an owner of all data administers it',
      text: `resource "google_project_iam_member" "app" {
  project = "p"
  role    = "«roles/datastore.owner»"
  member  = "serviceAccount:app@p.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`roles/storage.admin\` on the project makes \`serviceAccount:app@acme-prod.iam.gserviceaccou`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "«roles/storage.admin»"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/storage.admin"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'an administrator of databases',
      severity: 'high',
      message: `\`roles/cloudsql.admin\` on the project makes \`serviceAccount:a@p.iam.gserviceaccount.com\` a`,
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/cloudsql.admin»"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudsql.admin"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/default-service-account-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:reports@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an account of its own',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/viewer"
  member = "serviceAccount:compute@p.iam.gserviceaccount.com"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`serviceAccount:123456789012-compute@developer.gserviceaccount.com\` is a default service a`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/storage.objectViewer"
  member = "«serviceAccount:123456789012-compute@developer.gserviceaccount.com»"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in a list',
      severity: 'high',
      message: `\`serviceAccount:p@appspot.gserviceaccount.com\` is a default service account, which every m`,
      text: `resource "google_project_iam_binding" "x" {
  project = "p"
  role    = "roles/logging.logWriter"
  members = [
    "«serviceAccount:p@appspot.gserviceaccount.com»", # default
    "group:g@acme.example",
  ]
}
`,
      suggestions: [
        // Remove serviceAccount:p@appspot.gserviceaccount.com from the binding
        `resource "google_project_iam_binding" "x" {
  project = "p"
  role    = "roles/logging.logWriter"
  members = [
    "group:g@acme.example",
  ]
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'through the data source',
      severity: 'medium',
      message: `\`serviceAccount:…-compute@developer.gserviceaccount.com\` is a default service account, whi`,
      text: `data "google_compute_default_service_account" "d" {}

resource "google_storage_bucket_iam_member" "x" {
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = "«serviceAccount:\${data.google_compute_default_service_account.d.email}»"
}
`,
    },
  ],
});

ruleTester(rule('gcp/personal-account'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/logging.viewer"
  member = "group:oncall@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a work account whose name looks so',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/viewer"
  member = "user:gmail.com@acme.example"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`user:someone@gmail.com\` is a private account, which your organization neither protects no`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/logging.viewer"
  member = "«user:someone@gmail.com»"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in a list',
      severity: 'high',
      message: `\`user:a@gmail.com\` is a private account, which your organization neither protects nor clos`,
      text: `resource "google_project_iam_binding" "x" {
  project = "p"
  role    = "roles/logging.viewer"
  members = ["group:g@acme.example", "«user:a@gmail.com»"]
}
`,
      suggestions: [
        // Remove user:a@gmail.com from the binding
        `resource "google_project_iam_binding" "x" {
  project = "p"
  role    = "roles/logging.viewer"
  members = ["group:g@acme.example"]
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/user-binding'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/logging.viewer"
  member = "group:oncall@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a service account',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/logging.viewer"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'it ends',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/logging.viewer"
  member = "user:ann@acme.example"
  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"2027-01-01T00:00:00Z\\")"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'low',
      message: `\`roles/logging.viewer\` is given to \`user:ann@acme.example\` by name; give it to a group, so`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/logging.viewer"
  member = "«user:ann@acme.example»"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in a list',
      severity: 'low',
      message: `\`roles/logging.viewer\` is given to \`user:a@acme.example\` by name; give it to a group, so t`,
      text: `resource "google_project_iam_binding" "x" {
  project = "p"
  role    = "roles/logging.viewer"
  members = ["group:g@acme.example", "«user:a@acme.example»"]
}
`,
      suggestions: [
        // Remove user:a@acme.example from the binding
        `resource "google_project_iam_binding" "x" {
  project = "p"
  role    = "roles/logging.viewer"
  members = ["group:g@acme.example"]
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/secret-accessor-project'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_secret_manager_secret_iam_member" "app" {
  secret_id = "db-password"
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'limited to some secrets',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/secretmanager.secretAccessor"
  member = "group:g@acme.example"

  condition {
    title      = "app"
    expression = "resource.name.startsWith(\\"projects/1/secrets/app-\\")"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`roles/secretmanager.secretAccessor\` on the project lets \`serviceAccount:app@acme-prod.iam`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "«roles/secretmanager.secretAccessor»"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/secretmanager.secretAccessor"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
        // Narrow to roles/secretmanager.viewer
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/secretmanager.viewer"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'for a person: asked for',
      severity: 'high',
      message: `\`roles/secretmanager.admin\` on the project lets \`group:g@acme.example\` read every secret i`,
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/secretmanager.admin»"
  member = "group:g@acme.example"
}
`,
      suggestions: [
        // Make it an entitlement that is asked for, for four hours at a time
        `resource "google_privileged_access_manager_entitlement" "x" {
  entitlement_id       = "x-access"
  location             = "global"
  parent               = "projects/p"
  max_request_duration = "14400s"

  requester_justification_config {
    unstructured {}
  }

  eligible_users {
    principals = ["group:g@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/p"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "roles/secretmanager.admin"
      }
    }
  }
}
`,
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/secretmanager.admin"
  member = "group:g@acme.example"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
        // Narrow to roles/secretmanager.viewer
        `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/secretmanager.viewer"
  member = "group:g@acme.example"
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/kms-decrypter-project'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_kms_crypto_key_iam_member" "app" {
  crypto_key_id = "projects/acme-prod/locations/eu/keyRings/app/cryptoKeys/rows"
  role          = "roles/cloudkms.cryptoKeyDecrypter"
  member        = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'encrypts only',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudkms.cryptoKeyEncrypter"
  member = "group:g@acme.example"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`roles/cloudkms.cryptoKeyDecrypter\` on the project lets \`serviceAccount:app@acme-prod.iam.`,
      text: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "«roles/cloudkms.cryptoKeyDecrypter»"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/cloudkms.cryptoKeyDecrypter"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
        // Narrow to roles/cloudkms.publicKeyViewer
        `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role   = "roles/cloudkms.publicKeyViewer"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/pool-wide-member'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_service_account_iam_member" "ci" {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/attribute.repository/acme/app"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentity`,
      text: `resource "google_service_account_iam_member" "ci" {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "«principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/*»"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a pool of this module',
      severity: 'critical',
      message: `\`principalSet://iam.googleapis.com/projects/…/locations/global/workloadIdentityPools/…/*\` `,
      text: `resource "google_iam_workload_identity_pool" "p" {}

resource "google_service_account_iam_member" "x" {
  service_account_id = "a"
  role               = "roles/iam.workloadIdentityUser"
  member             = "«principalSet://iam.googleapis.com/\${google_iam_workload_identity_pool.p.name}/*»"
}
`,
    },
  ],
});

ruleTester(rule('gcp/default-kubernetes-account'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_service_account_iam_member" "app" {
  service_account_id = "projects/acme-prod/serviceAccounts/app@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:acme-prod.svc.id.goog[shop/cart]"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`serviceAccount:acme-prod.svc.id.goog[shop/default]\` lets every pod of the namespace that `,
      text: `resource "google_service_account_iam_member" "app" {
  service_account_id = "projects/acme-prod/serviceAccounts/app@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "«serviceAccount:acme-prod.svc.id.goog[shop/default]»"
}
`,
    },
  ],
});

ruleTester(rule('gcp/custom-role-escalation'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_custom_role" "deployer" {
  role_id     = "deployer"
  title       = "Deployer"
  permissions = ["run.services.get", "run.services.list"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'acting as accounts, without anything to run',
      text: `resource "google_project_iam_custom_role" "x" {
  role_id     = "x"
  title       = "x"
  permissions = ["iam.serviceAccounts.actAs", "run.services.get"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`iam.serviceAccounts.getAccessToken\` in this role mints tokens of service accounts: whoeve`,
      text: `resource "google_project_iam_custom_role" "deployer" {
  role_id     = "deployer"
  title       = "Deployer"
  permissions = ["run.services.get", "«iam.serviceAccounts.getAccessToken»"]
}
`,
      suggestions: [
        // Remove iam.serviceAccounts.getAccessToken
        `resource "google_project_iam_custom_role" "deployer" {
  role_id     = "deployer"
  title       = "Deployer"
  permissions = ["run.services.get"]
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a pair',
      severity: 'high',
      message: `\`iam.serviceAccounts.actAs\` with \`run.services.create\` in one role runs code as any servic`,
      text: `resource "google_organization_iam_custom_role" "x" {
  role_id     = "x"
  org_id      = "1"
  title       = "x"
  permissions = ["«iam.serviceAccounts.actAs»", "run.services.create"]
}
`,
      suggestions: [
        // Remove iam.serviceAccounts.actAs
        `resource "google_organization_iam_custom_role" "x" {
  role_id     = "x"
  org_id      = "1"
  title       = "x"
  permissions = ["run.services.create"]
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/service-account-key'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_service_account_iam_member" "ci" {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/attribute.repository/acme/app"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an account without a key',
      text: `resource "google_service_account" "x" {
  account_id = "x"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This makes a key of a service account, which lives until it is deleted and lies in the Ter`,
      text: `«resource "google_service_account_key" "ci"» {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // Remove google_service_account_key.ci
        ``,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'replaced as time goes by',
      severity: 'medium',
      message: `This makes a key of a service account, which lives until it is deleted and lies in the Ter`,
      text: `resource "time_rotating" "r" {
  rotation_days = 30
}

«resource "google_service_account_key" "x"» {
  service_account_id = "a"
  keepers = {
    rotated = time_rotating.r.id
  }
}
`,
      suggestions: [
        // Remove google_service_account_key.x
        `resource "time_rotating" "r" {
  rotation_days = 30
}

`,
      ],
    },
  ],
});

ruleTester(rule('gcp/hmac-key'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_storage_bucket_iam_member" "sync" {
  bucket = "acme-sync"
  role   = "roles/storage.objectUser"
  member = "serviceAccount:sync@acme-prod.iam.gserviceaccount.com"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `This makes an HMAC key, which signs requests to Cloud Storage until it is deleted; use the`,
      text: `«resource "google_storage_hmac_key" "sync"» {
  service_account_email = "sync@acme-prod.iam.gserviceaccount.com"
}
`,
      suggestions: [
        // Remove google_storage_hmac_key.sync
        ``,
      ],
    },
  ],
});

ruleTester(rule('gcp/api-key-unrestricted'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_apikeys_key" "maps" {
  name = "maps"

  restrictions {
    api_targets {
      service = "maps-backend.googleapis.com"
    }
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This API key may be used from anywhere for every API that the project has enabled; restric`,
      text: `«resource "google_apikeys_key" "maps"» {
  name = "maps"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'restrictions that restrict nothing',
      severity: 'high',
      message: `This API key may be used from anywhere for every API that the project has enabled; restric`,
      text: `«resource "google_apikeys_key" "x"» {
  name = "x"
  restrictions {}
}
`,
    },
  ],
});

ruleTester(rule('gcp/cluster-client-certificate'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_container_cluster" "main" {
  name = "main"

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `The cluster issues a client certificate, which cannot be revoked and stands in the Terrafo`,
      text: `resource "google_container_cluster" "main" {
  name = "main"

  master_auth {
    client_certificate_config {
      issue_client_certificate = «true»
    }
  }
}
`,
      suggestions: [
        // Turn the client certificate off
        `resource "google_container_cluster" "main" {
  name = "main"

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/database-password-user'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_sql_user" "app" {
  name     = "app@acme-prod.iam"
  instance = "main"
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a user of a group',
      text: `resource "google_sql_user" "x" {
  name     = "g@acme.example"
  instance = "i"
  type     = "CLOUD_IAM_GROUP"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `This database user signs in with a password that stands in the Terraform state and does no`,
      text: `variable "password" {
  type = string
}

«resource "google_sql_user" "app"» {
  name     = "app"
  instance = "main"
  password = var.password
}
`,
      suggestions: [
        // Sign in with IAM
        `variable "password" {
  type = string
}

resource "google_sql_user" "app" {
  name     = "app"
  instance = "main"
  password = var.password
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/provider-credentials'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `provider "google" {
  project                     = "acme-prod"
  impersonate_service_account = "terraform@acme-prod.iam.gserviceaccount.com"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'from outside',
      text: `variable "credentials" {
  type = string
}

provider "google" {
  credentials = var.credentials
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `The provider signs in with a service account key that is written here or in a file beside `,
      text: `provider "google" {
  project       = "acme-prod"
  «credentials» = "keys/terraform.json"
}
`,
    },
  ],
});

ruleTester(rule('gcp/default-service-account-full-scope'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_compute_instance" "worker" {
  name         = "worker"
  machine_type = "e2-small"

  service_account {
    email  = "worker@acme-prod.iam.gserviceaccount.com"
    scopes = ["cloud-platform"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a smaller scope',
      text: `resource "google_compute_instance" "x" {
  name = "x"
  service_account {
    scopes = ["logging-write"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'no account at all',
      text: `resource "google_compute_instance" "x" {
  name = "x"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `The machine runs as the default service account with the scope \`cloud-platform\`: it may do`,
      text: `resource "google_compute_instance" "worker" {
  name         = "worker"
  machine_type = "e2-small"

  service_account {
    scopes = ["«cloud-platform»"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a node pool',
      severity: 'high',
      message: `The machine runs as the default service account with the scope \`https://www.googleapis.com`,
      text: `resource "google_container_node_pool" "x" {
  cluster = "c"
  node_config {
    oauth_scopes = ["«https://www.googleapis.com/auth/cloud-platform»"]
  }
}
`,
    },
  ],
});

ruleTester(rule('gcp/default-service-account'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_compute_instance" "worker" {
  name         = "worker"
  machine_type = "e2-small"

  service_account {
    email  = "worker@acme-prod.iam.gserviceaccount.com"
    scopes = ["cloud-platform"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'autopilot manages its own nodes',
      text: `resource "google_container_cluster" "x" {
  name             = "x"
  enable_autopilot = true
  node_config {}
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an account that is not known',
      text: `variable "email" {}

resource "google_compute_instance" "x" {
  name = "x"
  service_account {
    email  = var.email
    scopes = ["logging-write"]
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`123456789012-compute@developer.gserviceaccount.com\` is the default service account, which`,
      text: `resource "google_compute_instance" "worker" {
  name         = "worker"
  machine_type = "e2-small"

  service_account {
    email  = "«123456789012-compute@developer.gserviceaccount.com»"
    scopes = ["logging-write"]
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'none named',
      severity: 'medium',
      message: `No service account is named here, so this machine runs as a default one of the project, w`,
      text: `resource "google_compute_instance_template" "x" {
  name = "x"
  «service_account» {
    scopes = ["logging-write"]
  }
}
`,
    },
  ],
});

ruleTester(rule('gcp/pool-no-condition'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "assertion.repository_owner_id == '1234567'"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an issuer of your own',
      text: `resource "google_iam_workload_identity_pool_provider" "x" {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"

  oidc {
    issuer_uri = "https://gitlab.acme.example"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an issuer that is not known',
      text: `variable "issuer" {}
resource "google_iam_workload_identity_pool_provider" "x" {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"

  oidc {
    issuer_uri = "\${var.issuer}"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'an issuer that signs for one customer',
      severity: 'medium',
      message: 'for whatever project',
      text: `«resource "google_iam_workload_identity_pool_provider" "x"» {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"

  oidc {
    issuer_uri = "https://oidc.circleci.com/org/1"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a name that may go on; the rest is in open-prefix.test.ts',
      severity: 'high',
      message: 'whose name begins with `acme`',
      text: `resource "google_iam_workload_identity_pool_provider" "x" {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"
  attribute_condition                = "«assertion.repository.startsWith('acme')»"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      suggestions: [],
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `No \`attribute_condition\`: every token that token.actions.githubusercontent.com signs, for `,
      text: `«resource "google_iam_workload_identity_pool_provider" "github"» {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      suggestions: [
        // Add a condition on assertion.repository_owner_id (fill in your own id)
        `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  attribute_condition = "assertion.repository_owner_id == 'REPLACE_WITH_YOUR_ID'"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'Terraform Cloud',
      severity: 'critical',
      message: `No \`attribute_condition\`: every token that app.terraform.io signs, for any customer of it,`,
      text: `«resource "google_iam_workload_identity_pool_provider" "x"» {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"

  oidc {
    issuer_uri = "https://app.terraform.io"
  }
}
`,
      suggestions: [
        // Add a condition on assertion.terraform_organization_id (fill in your own id)
        `resource "google_iam_workload_identity_pool_provider" "x" {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"
  attribute_condition                = "assertion.terraform_organization_id == 'REPLACE_WITH_YOUR_ID'"

  oidc {
    issuer_uri = "https://app.terraform.io"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a condition that is always true',
      severity: 'critical',
      message: `This condition is always true: every token that gitlab.com signs, for any customer of it, `,
      text: `resource "google_iam_workload_identity_pool_provider" "x" {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"
  attribute_condition                = "«true»"

  oidc {
    issuer_uri = "https://gitlab.com"
  }
}
`,
      suggestions: [
        // Add a condition on assertion.namespace_id (fill in your own id)
        `resource "google_iam_workload_identity_pool_provider" "x" {
  workload_identity_pool_id          = "p"
  workload_identity_pool_provider_id = "p"
  attribute_condition                = "assertion.namespace_id == 'REPLACE_WITH_YOUR_ID'"

  oidc {
    issuer_uri = "https://gitlab.com"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/pool-condition-weak'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'a pattern, in which a star is no star',
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "assertion.sub.matches('^repo:acme/shop:.*$')"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "assertion.repository_owner_id == '1234567'"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'one that was meant for one repository',
      severity: 'info',
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "«assertion.sub == 'repo:acme/shop:*'»"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a star that stands for itself',
      severity: 'low',
      message: '`repo:acme/*` holds a `*`',
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "«assertion.sub == 'repo:acme/*'»"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the same in a list',
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "«assertion.sub in ['repo:acme/shop:ref:refs/heads/main', 'repo:acme/*']»"

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'info',
      message: `The condition compares \`assertion.repository_owner\`, a name that can be given up and taken`,
      text: `resource "google_iam_workload_identity_pool_provider" "github" {
  workload_identity_pool_id          = "github"
  workload_identity_pool_provider_id = "github"

  attribute_condition = "«assertion.repository_owner == 'acme'»"

  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }

  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
`,
    },
  ],
});

ruleTester(rule('gcp/condition-expired'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "incident" {
  project = "acme-prod"
  role    = "roles/logging.viewer"
  member  = "group:oncall@acme.example"

  condition {
    title      = "incident"
    expression = "request.time < timestamp(\\"2099-01-31T00:00:00Z\\")"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'no condition',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/logging.viewer"
  member = "group:g@acme.example"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'low',
      message: `This grant of \`roles/logging.viewer\` ended on 2023-01-31; remove the binding`,
      text: `resource "google_project_iam_member" "incident" {
  project = "acme-prod"
  role    = "roles/logging.viewer"
  member  = "group:oncall@acme.example"

  «condition» {
    title      = "incident"
    expression = "request.time < timestamp(\\"2023-01-31T00:00:00Z\\")"
  }
}
`,
      suggestions: [
        // Remove google_project_iam_member.incident
        ``,
      ],
    },
  ],
});

ruleTester(rule('gcp/standing-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_project_iam_member" "dba" {
  project = "acme-prod"
  role    = "roles/cloudsql.viewer"
  member  = "group:dba@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'ends by itself',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudsql.admin"
  member = "group:g@acme.example"

  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"2026-12-31T00:00:00Z\\")"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an end that is not known',
      text: `variable "end" {}

resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudsql.admin"
  member = "group:g@acme.example"

  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"\${var.end}\\")"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the policy of the team names its holder as break-glass',
      workspace: { standing: { grantDays: 90, breakGlass: ['gcp:group:group:emergency@acme.example'] } },
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudsql.admin"
  member = "group:emergency@acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a service account is another rule',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudsql.admin"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'ends, and only when nobody remembers it',
      severity: 'medium',
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/cloudsql.admin»"
  member = "group:g@acme.example"

  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"2099-01-01T00:00:00Z\\")"
  }
}
`,
      suggestions: [
        `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "roles/cloudsql.admin"
  member = "group:g@acme.example"

  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'ends after more days than the policy of the team gives',
      workspace: { standing: { grantDays: 30, breakGlass: [] } },
      text: `resource "google_project_iam_member" "x" {
  project = "p"
  role   = "«roles/cloudsql.admin»"
  member = "group:g@acme.example"

  condition {
    title      = "until"
    expression = "request.time < timestamp(\\"2026-12-31T00:00:00Z\\")"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`group:dba@acme.example\` holds \`roles/cloudsql.admin\` on the project all the time; let the`,
      text: `resource "google_project_iam_member" "dba" {
  project = "acme-prod"
  role    = "«roles/cloudsql.admin»"
  member  = "group:dba@acme.example"
}
`,
      suggestions: [
        // Make it an entitlement that is asked for, for four hours at a time
        `resource "google_privileged_access_manager_entitlement" "dba" {
  entitlement_id       = "dba-access"
  location             = "global"
  parent               = "projects/acme-prod"
  max_request_duration = "14400s"

  requester_justification_config {
    unstructured {}
  }

  eligible_users {
    principals = ["group:dba@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/acme-prod"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "roles/cloudsql.admin"
      }
    }
  }
}
`,
        // End the grant in 30 days by a condition
        `resource "google_project_iam_member" "dba" {
  project = "acme-prod"
  role    = "roles/cloudsql.admin"
  member  = "group:dba@acme.example"

  condition {
    title      = "expires 2026-12-21"
    expression = "request.time < timestamp(\\"2026-12-21T00:00:00Z\\")"
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/entitlement-too-long'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "google_privileged_access_manager_entitlement" "dba" {
  entitlement_id       = "dba"
  location             = "global"
  parent               = "projects/acme-prod"
  max_request_duration = "14400s"

  eligible_users {
    principals = ["group:dba@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/acme-prod"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "roles/cloudsql.admin"
      }
    }
  }
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'low',
      message: `One request gives \`roles/cloudsql.admin\` for 24 hours; eight are a working day`,
      text: `resource "google_privileged_access_manager_entitlement" "dba" {
  entitlement_id       = "dba"
  location             = "global"
  parent               = "projects/acme-prod"
  max_request_duration = "«86400s»"

  eligible_users {
    principals = ["group:dba@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/acme-prod"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "roles/cloudsql.admin"
      }
    }
  }
}
`,
      suggestions: [
        // Give it for four hours
        `resource "google_privileged_access_manager_entitlement" "dba" {
  entitlement_id       = "dba"
  location             = "global"
  parent               = "projects/acme-prod"
  max_request_duration = "14400s"

  eligible_users {
    principals = ["group:dba@acme.example"]
  }

  privileged_access {
    gcp_iam_access {
      resource      = "//cloudresourcemanager.googleapis.com/projects/acme-prod"
      resource_type = "cloudresourcemanager.googleapis.com/Project"

      role_bindings {
        role = "roles/cloudsql.admin"
      }
    }
  }
}
`,
      ],
    },
  ],
});

ruleTester(rule('gcp/ssh-keys-in-metadata'), {
  valid: [
    { file: 'infra/main.tf', text: 'resource "google_compute_instance" "m" {\n  metadata = {\n    enable-oslogin = "TRUE"\n  }\n}\n' },
    {
      file: 'infra/main.tf',
      because: 'other metadata',
      text: 'resource "google_compute_project_metadata_item" "m" {\n  key   = "startup-script"\n  value = "x"\n}\n',
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: 'resource "google_compute_project_metadata_item" "m" {\n  key   = "ssh-keys"\n  value = «file("keys")»\n}\n',
      message: 'with SSH keys from metadata',
    },
    {
      file: 'infra/main.tf',
      text: 'resource "google_compute_project_metadata" "m" {\n  metadata = {\n    enable-oslogin = "«false»"\n  }\n}\n',
      message: 'turns OS Login off',
    },
    {
      file: 'infra/main.tf',
      text: 'resource "google_compute_instance" "m" {\n  metadata = {\n    ssh-keys = "«ada:ssh-ed25519 AAAA»"\n  }\n}\n',
    },
  ],
});

ruleTester(rule('gcp/cluster-basic-authentication'), {
  valid: [
    {
      file: 'infra/main.tf',
      text: 'resource "google_container_cluster" "c" {\n  enable_autopilot = true\n  master_auth {\n    client_certificate_config {\n      issue_client_certificate = false\n    }\n  }\n}\n',
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: 'resource "google_container_cluster" "c" {\n  enable_autopilot = true\n  master_auth {\n    username = «var.user»\n    password = var.password\n  }\n}\n',
      severity: 'high',
      message: 'lies in the Terraform state',
    },
  ],
});

describe('modules of a registry', () => {
  it.each([
    [
      'gcp/basic-role-owner',
      'module "iam" {\n  source   = "terraform-google-modules/iam/google//modules/projects_iam"\n  projects = ["p"]\n  bindings = {\n    "«roles/owner»" = ["group:a@b.example"]\n  }\n}\n',
    ],
    [
      'gcp/public-member',
      'module "iam" {\n  source   = "terraform-google-modules/iam/google//modules/storage_buckets_iam"\n  bindings = {\n    "roles/storage.objectAdmin" = ["«allUsers»"]\n  }\n}\n',
    ],
    [
      'gcp/basic-role-editor',
      'module "project" {\n  source = "git::https://github.com/GoogleCloudPlatform/cloud-foundation-fabric//modules/project?ref=v30"\n  iam = {\n    "«roles/editor»" = ["serviceAccount:a@b.example"]\n  }\n}\n',
    ],
    [
      'gcp/basic-role-editor',
      'module "accounts" {\n  source        = "terraform-google-modules/service-accounts/google"\n  names         = ["ci"]\n  project_roles = ["p=>«roles/editor»"]\n}\n',
    ],
    [
      'gcp/service-account-key',
      'module "accounts" {\n  source        = "terraform-google-modules/service-accounts/google"\n  names         = ["ci"]\n  generate_keys = «true»\n}\n',
    ],
    [
      'gcp/basic-role-owner',
      'module "iam" {\n  source   = "terraform-google-modules/iam/google//modules/projects_iam"\n  bindings = {\n    "roles/viewer" = ["group:a@b.example"]\n  }\n}\n',
    ],
    ['gcp/basic-role-owner', 'module "labels" {\n  source = "acme/labels/null"\n  names = {\n    owner = ["roles/owner"]\n  }\n}\n'],
  ])('%s: %s', async (id, marked) => {
    const { text, spans } = readMarks(marked);
    const { findings, failures } = await analyzeTexts({ 'infra/main.tf': text });
    expect(failures).toEqual([]);
    expect(findings.filter((finding) => finding.rule === id).map((finding) => [...finding.at.span])).toEqual(
      spans.map((span) => [...span]),
    );
  });
  it('make no key any more, and stay', async () => {
    const text =
      'module "accounts" {\n  source        = "terraform-google-modules/service-accounts/google"\n  names         = ["ci"]\n  generate_keys = true\n}\n';
    const { findings, documents } = await analyzeTexts({ 'infra/main.tf': text });
    const made = findings
      .find((finding) => finding.rule === 'gcp/service-account-key')!
      .suggestions.map((one) => one.make({ document: (uri) => documents.get(uri), today: '2026-11-21' }));
    expect(made.map((one) => applyEdits(text, one!.edits))).toEqual([text.replace('true', 'false')]);
  });
});
