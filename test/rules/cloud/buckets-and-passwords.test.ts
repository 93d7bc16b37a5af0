// Buckets of other clouds that are open to everybody, and passwords that nothing ends.
import { rules } from '../../../rules/cloud/rules.ts';
import { rules as sqlRules } from '../../../rules/sql/rules.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => [...rules, ...sqlRules].find((one) => one.id === id)!;
const sql = at('db/profiles.sql');

ruleTester(rule('cloud/bucket-public'), {
  valid: [
    terraform`
      variable "acl" {}
      resource "tencentcloud_cos_bucket" "a" {
        bucket = "a"
        acl    = var.acl
      }
      resource "oci_objectstorage_bucket" "b" {
        name        = "b"
        access_type = "NoPublicAccess"
      }
      resource "yandex_storage_bucket" "c" {
        bucket = "c"
        anonymous_access_flags {
          read = false
          list = false
        }
      }
      resource "scaleway_object_bucket_acl" "d" {
        bucket = "d"
        acl    = "authenticated-read"
      }
    `,
    {
      ...terraform`
      resource "alicloud_oss_bucket" "a" {
        bucket = "a"
      }
    `,
      because: 'private unless somebody says otherwise',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "alicloud_oss_bucket" "a" {
          bucket = "a"
          acl    = "«public-read-write»"
        }
      `,
      severity: 'critical',
      message: 'replace and delete',
      suggestions: [
        terraform`
        resource "alicloud_oss_bucket" "a" {
          bucket = "a"
          acl    = "private"
        }
      `.text,
      ],
    },
    {
      ...terraform`
        resource "yandex_storage_bucket" "a" {
          bucket = "a"
          anonymous_access_flags {
            read = «true»
          }
        }
      `,
      severity: 'high',
      suggestions: [
        terraform`
        resource "yandex_storage_bucket" "a" {
          bucket = "a"
          anonymous_access_flags {
            read = false
          }
        }
      `.text,
      ],
    },
    {
      ...terraform`
        resource "yandex_storage_bucket" "a" {
          bucket = "a"
          anonymous_access_flags {
            read = false
            list = «true»
          }
        }
      `,
      severity: 'medium',
      message: 'list the names',
    },
    {
      ...terraform`
        resource "yandex_storage_bucket" "a" {
          bucket = "a"
          anonymous_access_flags {
            config_read = «true»
          }
        }
      `,
      severity: 'medium',
      message: 'read the settings',
    },
    {
      ...terraform`
        resource "oci_objectstorage_bucket" "a" {
          name        = "a"
          access_type = "«ObjectReadWithoutList»"
        }
      `,
      suggestions: [
        terraform`
        resource "oci_objectstorage_bucket" "a" {
          name        = "a"
          access_type = "NoPublicAccess"
        }
      `.text,
      ],
    },
    terraform`
      resource "digitalocean_spaces_bucket" "a" {
        name = "a"
        acl  = "«public-read»"
      }
      resource "linode_object_storage_bucket" "b" {
        label = "b"
        acl   = "«public-read-write»"
      }
      resource "huaweicloud_obs_bucket" "c" {
        bucket = "c"
        acl    = "«public-read»"
      }
    `,
  ],
});

ruleTester(rule('cloud/passwords-kept'), {
  valid: [
    {
      ...terraform`
      variable "days" {}
      resource "alicloud_ram_account_password_policy" "a" {
        max_password_age = var.days
      }
    `,
      because: 'how many days is not known',
    },
  ],
  invalid: [
    terraform`
      «resource "alicloud_ram_account_password_policy" "a"» {
        minimum_password_length = 14
      }
    `,
    {
      ...terraform`
        resource "alicloud_ram_account_password_policy" "a" {
          max_password_age = «180»
        }
      `,
      message: 'good for 180 days',
    },
  ],
});

ruleTester(rule('cloud/access-key'), {
  valid: [
    {
      ...terraform`
      resource "alicloud_ram_account_password_policy" "a" {
        max_password_age = 0
      }
    `,
      because: 'a policy on passwords is no key',
    },
  ],
  invalid: [
    terraform`
      «resource "alicloud_ram_access_key" "a"» {
        user_name = "ci"
      }
    `,
  ],
});

ruleTester(rule('sql/profile-no-expiry'), {
  valid: [
    sql`
      CREATE PROFILE people LIMIT FAILED_LOGIN_ATTEMPTS UNLIMITED PASSWORD_LIFE_TIME 60;
      ALTER PROFILE people LIMIT PASSWORD_LIFE_TIME DEFAULT;
      CREATE USER profile IDENTIFIED EXTERNALLY;
    `,
  ],
  invalid: [
    {
      ...sql`
        alter profile default limit
          failed_login_attempts 10
          password_life_time «unlimited»;
      `,
      message: 'under the profile `default` do not end',
    },
  ],
});
