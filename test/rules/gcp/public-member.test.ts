import { publicMember } from '../../../rules/gcp/public-member.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

ruleTester(publicMember, {
  valid: [
    terraform`
      resource "google_storage_bucket_iam_binding" "b" {
        bucket  = "b"
        role    = "roles/storage.objectViewer"
        members = ["group:g@acme.example", "domain:acme.example"]
      }
    `,
    {
      ...terraform`
      variable "member" {}
      resource "google_storage_bucket_iam_member" "b" {
        bucket = "b"
        role   = "roles/storage.objectViewer"
        member = var.member
      }
    `,
      because: 'a member that is not known',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "google_storage_bucket_iam_binding" "b" {
          bucket  = "b"
          role    = "roles/storage.objectAdmin"
          members = ["group:g@acme.example", "«allUsers»"]
        }
      `,
      severity: 'critical',
      message: 'anyone on the internet',
      suggestions: [
        terraform`
          resource "google_storage_bucket_iam_binding" "b" {
            bucket  = "b"
            role    = "roles/storage.objectAdmin"
            members = ["group:g@acme.example"]
          }
        `.text,
      ],
    },
    {
      ...terraform`
        resource "google_pubsub_topic_iam_member" "t" {
          topic  = "t"
          role   = "roles/pubsub.viewer"
          member = "«allAuthenticatedUsers»"
        }
      `,
      severity: 'high',
      message: 'any Google account',
      suggestions: [''],
    },
    {
      ...terraform`
        resource "google_cloud_run_v2_service_iam_member" "t" {
          name   = "web"
          role   = "roles/run.invoker"
          member = "«allUsers»"
        }
      `,
      because: 'a public web service is often meant',
      severity: 'medium',
    },
    {
      ...terraform`
        resource "google_bigquery_dataset" "d" {
          dataset_id = "d"
          access {
            role          = "READER"
            special_group = "«allAuthenticatedUsers»"
          }
        }
      `,
      because: 'the access list of a dataset',
      severity: 'high',
    },
  ],
});
