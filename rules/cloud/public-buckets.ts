// Buckets of other clouds that everybody on the internet reads or writes.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { BucketOpening } from '../../server/engine/facts/terraform/buckets.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const bucket = (acl: string): string => `resource "alicloud_oss_bucket_acl" "reports" {
  bucket = "acme-reports"
  acl    = "${acl}"
}
`;

interface Opening {
  readonly message: 'read' | 'write' | 'list' | 'settings';
  readonly severity?: Severity;
}

const openings = tableOf<Opening>({
  'object-read': { message: 'read' },
  'object-write': { message: 'write', severity: 'critical' },
  'object-list': { message: 'list', severity: 'medium' },
  'settings-read': { message: 'settings', severity: 'medium' },
} satisfies Record<BucketOpening, Opening>);

/** What closes a bucket, in the word that stands in the place of the one that opens it. */
const closing = (word: string): string | boolean => (word === 'true' ? false : word.startsWith('Object') ? 'NoPublicAccess' : 'private');

export const publicBucket = defineRule({
  id: 'cloud/bucket-public',
  meta: {
    title: 'A bucket that everybody reads',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_ALI_1', 'CKV_OCI_10', 'CKV_DIO_3'],
    subsumes: ['cloud/anybody-assumes'],
    fix: 'suggestion',
    messages: {
      read: '`{word}` lets everybody on the internet read what is in this bucket, without a name or a key; close it, and sign the links that are meant to be shared',
      write:
        '`{word}` lets everybody on the internet replace and delete what is in this bucket, without a name or a key; close it, and let a role write',
      list: 'This lets everybody on the internet list the names of what is in this bucket, without a name or a key; close it, and let a role list them',
      settings:
        'This lets everybody on the internet read the settings of this bucket, without a name or a key; close it, and let a role read them',
    },
    docs: {
      what: 'A bucket of Alibaba Cloud, Tencent Cloud, Huawei Cloud, Scaleway, Yandex Cloud, Oracle Cloud, DigitalOcean or Linode that is opened to everybody by its ACL, its kind of access or its flags.',
      why: "Names of buckets are guessed and found in pages. What is stored later is public from its first day; where everybody writes, what your users download is somebody else's.",
      remedy: 'Make the bucket private. Give a role or a signed link that ends, and put a CDN in front of what is meant for the public.',
      bad: [{ file: 'infra/main.tf', text: bucket('«public-read»') }],
      good: [{ file: 'infra/main.tf', text: bucket('private') }],
      references: [
        'https://www.alibabacloud.com/help/en/oss/user-guide/bucket-acl',
        'https://docs.oracle.com/iaas/Content/Object/Tasks/managingbuckets.htm',
        'https://yandex.cloud/en/docs/storage/concepts/acl',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const opening = openings.get(textOf(grant.actions[0]) ?? '');
      const [first] = grant.principals;
      if (grant.role !== 'resource' || grant.enabled === 'no' || first?.kind !== 'any') return;
      if (!opening) return;
      const word = textOf(first.id) ?? '';
      context.report({
        at: first.id.at,
        message: opening.message,
        anchor: grant.anchor,
        severity: opening.severity,
        data: { word },
        suggestions: first.id.editable
          ? [editing('Close it', first.id.token.uri, (document) => [replaceValue(first.id, closing(word), document)])]
          : [],
      });
    },
  },
});
