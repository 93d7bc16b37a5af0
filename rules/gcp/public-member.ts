// Anyone on the internet, or anyone with a Google account, as a member.
import { placeOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { removeBlock } from '../../server/engine/edit/hcl-blocks.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { isBinding, roleOf, scopeName, withoutMember } from './bindings.ts';

/** Roles that services are given on purpose when they are meant for everybody: a public web service, a public website. */
const invoking = /^roles\/(?:run\.invoker|cloudfunctions\.invoker|servicemanagement\.serviceConsumer|iap\.httpsResourceAccessor)$/;
const reading = /(?:viewer|reader|invoker|legacyObjectReader|legacyBucketReader|downloader|consumer|user)$/i;

export const publicMember = defineRule({
  id: 'gcp/public-member',
  meta: {
    title: 'A role for everybody on the internet',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [
      'CKV_GCP_28',
      'CKV_GCP_99',
      'CKV_GCP_100',
      'CKV_GCP_101',
      'CKV_GCP_102',
      'CKV_GCP_112',
      'CKV_GCP_113',
      'CKV2_GCP_6',
      'CKV2_GCP_8',
      'CKV2_GCP_9',
    ],
    fix: 'suggestion',
    messages: {
      anyone:
        '`allUsers` gives {role} on {scope} to anyone on the internet, without signing in; name the group or service account that needs it',
      authenticated:
        '`allAuthenticatedUsers` gives {role} on {scope} to anyone with any Google account, not only to your organization; name the group or service account that needs it',
    },
    docs: {
      what: 'A binding, an access list or a policy with `allUsers` or `allAuthenticatedUsers` among its members.',
      why: '`allUsers` needs no sign-in. `allAuthenticatedUsers` sounds like your own people and means every Google account there is. With either, the grant holds for any stranger who finds the name of the resource.',
      remedy:
        'Name the group or the service account that needs the role. A website belongs behind a load balancer or in a bucket of its own with nothing else in it.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "google_storage_bucket_iam_member" "reports" {
  bucket = "acme-reports"
  role   = "roles/storage.objectAdmin"
  member = "«allUsers»"
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `resource "google_storage_bucket_iam_member" "reports" {
  bucket = "acme-reports"
  role   = "roles/storage.objectViewer"
  member = "group:finance@acme.example"
}
`,
        },
      ],
      references: [
        'https://cloud.google.com/iam/docs/principals-overview#all-users',
        'https://cloud.google.com/storage/docs/access-control/making-data-public',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (!isBinding(grant)) return;
      const role = roleOf(grant);
      for (const principal of grant.principals) {
        if (principal.kind !== 'any' && principal.kind !== 'authenticated') continue;
        const severity =
          role === undefined ? 'high' : invoking.test(role) ? 'medium' : reading.test(role) || role === 'READER' ? 'high' : 'critical';
        context.report({
          at: placeOf(principal.id),
          message: principal.kind === 'any' ? 'anyone' : 'authenticated',
          anchor: `${grant.anchor}|${principal.kind}`,
          severity,
          data: { role: role === undefined ? 'a role' : `\`${role}\``, scope: scopeName(grant) },
          suggestions: closing(grant, principal.id),
        });
      }
    },
  },
});

/** Out of the list where others stand in it; with the whole resource where it is nothing else. */
function closing(grant: Grant, member: Leaf): FixMaker[] {
  if (grant.principals.length > 1) return member.editable ? [withoutMember(member)] : [];
  const { carrier } = grant;
  if (carrier.dialect !== 'terraform' || !/^google_.+_iam_(?:member|binding)$/.test(carrier.kind)) return [];
  return [
    {
      title: `Remove ${carrier.address}`,
      make(context) {
        const document = context.document(carrier.block.uri);
        const edit = document && removeBlock(carrier.block, document);
        return edit && { edits: [edit] };
      },
    },
  ];
}
