// What is shared wider than its users are, outside of policy documents: Lake Formation and resource shares, and buckets whose
// guard against that is off.
import { editing } from '../../server/engine/edit/suggest.ts';
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { invitesStrangers, lakeEntitlement, takesPublicAccess } from '../../server/engine/facts/aws/shares.ts';
import { patternOf, placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const file = 'infra/main.tf';
const lake = (who: string, permissions: string): string =>
  `resource "aws_lakeformation_permissions" "sales" {\n  principal   = ${who}\n  permissions = [${permissions}]\n  database {\n    name = "sales"\n  }\n}\n`;

export const lakeFormationAll = defineRule({
  id: 'aws/lake-formation-all',
  meta: {
    title: 'Every permission of Lake Formation',
    category: 'wildcard',
    severity: 'medium',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which of the permissions are used is known only to the author.',
    messages: {
      all: '`{word}` gives {who} everything that Lake Formation knows here: reading, changing and dropping; name what is needed, such as SELECT and DESCRIBE',
      handedOn: '{who} may hand on everything that Lake Formation knows here, to anyone; name what is to be handed on, or leave it out',
      everyone:
        '`IAM_ALLOWED_PRINCIPALS` is everyone whom IAM lets in: Lake Formation decides nothing here; grant to the roles that need the data',
    },
    docs: {
      what: 'A permission of Lake Formation for everything, with the right to hand on everything, or for `IAM_ALLOWED_PRINCIPALS`.',
      why: '`ALL` holds what will be added to Lake Formation too, and dropping the data is part of it. `IAM_ALLOWED_PRINCIPALS` is the door for accounts that do not use Lake Formation yet: where it stands, policies of IAM alone decide, and grants on tables and columns protect nothing.',
      remedy: 'Grant `SELECT` and `DESCRIBE` to the roles that read, and take `IAM_ALLOWED_PRINCIPALS` away.',
      bad: [{ file, text: lake('"arn:aws:iam::111122223333:role/etl"', '"«ALL»"') }],
      good: [{ file, text: lake('"arn:aws:iam::111122223333:role/etl"', '"SELECT", "DESCRIBE"') }],
      references: [
        'https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html',
        'https://docs.aws.amazon.com/lake-formation/latest/dg/change-settings.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const { entitlement } = grant;
      if (grant.platform !== 'aws' || grant.role !== 'binding' || !entitlement || grant.enabled === 'no') return;
      const kind = textOf(entitlement);
      const message =
        kind === lakeEntitlement('all')
          ? 'all'
          : kind === lakeEntitlement('all-grantable')
            ? 'handedOn'
            : kind === lakeEntitlement('everyone')
              ? 'everyone'
              : undefined;
      if (message === undefined) return;
      const who = grant.principals[0]?.id;
      context.report({
        at: placeOf(grant.scope[0]?.id ?? entitlement),
        message,
        data: {
          word: shownOf(grant.scope[0]?.id ?? entitlement),
          who: who && !patternOf(who).includes('\0') ? `\`${patternOf(who)}\`` : 'the principal',
        },
        anchor: grant.anchor,
      });
    },
  },
});

const share = (value: string): string =>
  `resource "aws_ram_resource_share" "net" {\n  name                      = "net"\n  allow_external_principals = ${value}\n}\n`;

export const shareBeyondOrganization = defineRule({
  id: 'aws/share-beyond-organization',
  meta: {
    title: 'Share that takes accounts outside the organization',
    category: 'trust',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      external: 'accounts outside the organization can be added to this share; set it to false, unless a partner is meant to be there',
    },
    docs: {
      what: 'A resource share of RAM that allows principals outside the organization.',
      why: 'Who may edit the share may then hand subnets, keys or transit gateways to any account that accepts the invitation.',
      remedy: 'Set `allow_external_principals` to false. Where a partner needs one resource, make a share for that partner alone.',
      bad: [{ file, text: share('«true»') }],
      good: [{ file, text: share('false') }],
      references: ['https://docs.aws.amazon.com/ram/latest/APIReference/API_CreateResourceShare.html'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'aws' || grant.role !== 'resource' || grant.enabled === 'no') return;
      const at = grant.principals[0]?.id;
      if (!at || !grant.actions.some((action) => textOf(action) === invitesStrangers)) return;
      context.report({
        at: placeOf(at),
        message: 'external',
        anchor: grant.anchor,
        suggestions: at.editable
          ? [editing('Keep the share within the organization', at.at.uri, (document) => [replaceValue(at, false, document)])]
          : [],
      });
    },
  },
});

const guard = (value: string): string =>
  `resource "aws_s3_bucket_public_access_block" "reports" {\n  bucket              = "reports"\n  block_public_policy = ${value}\n}\n`;

export const publicAccessGuardOff = defineRule({
  id: 'aws/public-access-guard-off',
  meta: {
    title: 'Guard of S3 against public access that is switched off',
    category: 'trust',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_53', 'CKV_AWS_54', 'CKV_AWS_55', 'CKV_AWS_56', 'AVD-AWS-0086', 'AVD-AWS-0087', 'S6281'],
    fix: 'suggestion',
    messages: {
      off: 'the guard against public access is off here{more}: a policy or a list that opens {what} to everyone is taken without a word. Leave it on, and serve what is public through CloudFront',
    },
    docs: {
      what: 'Block Public Access of a bucket or an account with one of its four switches off. Where nothing is said, the guard of the account or that of new buckets holds, and nothing is reported.',
      why: 'With the guard on, a `*` in a bucket policy or a public ACL is refused, whoever writes it. With it off, one wrong line is enough.',
      remedy: 'Leave all four on. Let CloudFront read the bucket by origin access control where its content is for everyone.',
      bad: [{ file, text: guard('«false»') }],
      good: [{ file, text: guard('true') }],
      references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'aws' || grant.role !== 'resource' || grant.enabled === 'no') return;
      if (!grant.actions.some((action) => textOf(action) === takesPublicAccess)) return;
      const off = grant.principals.filter(({ kind }) => kind === 'unknown').map(({ id }) => id);
      const [first] = off;
      if (!first) return;
      const editable = off.filter((leaf) => leaf.editable);
      context.report({
        at: placeOf(first),
        message: 'off',
        data: {
          more: off.length > 1 ? `, by ${off.length} of its four switches` : '',
          what: /account/i.test(grant.carrier.kind) ? 'a bucket of the account' : 'the bucket',
        },
        anchor: grant.anchor,
        suggestions:
          editable.length > 0
            ? [editing('Leave the guard on', first.at.uri, (document) => editable.map((leaf) => replaceValue(leaf, true, document)))]
            : [],
      });
    },
  },
});
