import { lakeFormationAll, publicAccessGuardOff, shareBeyondOrganization } from '../../../rules/aws/shares.ts';
import { at, cdk, cloudformation, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

const lake = (principal: string, permissions: string, more = '') => terraform`
  resource "aws_lakeformation_permissions" "sales" {
    principal   = ${principal}
    permissions = ${permissions}
    ${more}
    table {
      database_name = "sales"
      name          = "orders"
    }
  }
`;
const script = (line: string) => at('scripts/share.sh')`
  #!/bin/sh
  ${line}
`;
const role = '"arn:aws:iam::111122223333:role/etl"';

ruleTester(lakeFormationAll, {
  valid: [
    lake(role, '["SELECT", "DESCRIBE"]'),
    { ...lake(role, 'var.permissions'), because: 'what is granted is not known' },
    { ...lake(role, '["SELECT"]', 'permissions_with_grant_option = ["SELECT"]'), because: 'one permission is handed on, not all' },
    script('aws lakeformation revoke-permissions --principal DataLakePrincipalIdentifier=IAM_ALLOWED_PRINCIPALS --permissions ALL'),
  ],
  invalid: [
    { ...lake(role, '["«ALL»"]'), severity: 'medium', message: 'role/etl' },
    { ...lake(role, '["SELECT"]', 'permissions_with_grant_option = ["«ALL»"]'), message: 'hand on' },
    { ...lake('"«IAM_ALLOWED_PRINCIPALS»"', '["ALL"]'), message: 'decides nothing' },
    terraform`
      resource "aws_lakeformation_data_lake_settings" "s" {
        create_table_default_permissions {
          permissions = ["ALL"]
          principal   = "«IAM_ALLOWED_PRINCIPALS»"
        }
      }
    `,
    cloudformation`
      Resources:
        Etl:
          Type: AWS::LakeFormation::PrincipalPermissions
          Properties:
            Permissions: [«ALL»]
            Principal:
              DataLakePrincipalIdentifier: arn:aws:iam::111122223333:role/etl
            Resource:
              Database: { CatalogId: '111122223333', Name: sales }
    `,
    script(
      'aws lakeformation grant-permissions --principal DataLakePrincipalIdentifier=arn:aws:iam::111122223333:role/etl --permissions «ALL»',
    ),
  ],
});

const share = (value: string) => terraform`
  resource "aws_ram_resource_share" "net" {
    name                      = "net"
    allow_external_principals = ${value}
  }
`;
ruleTester(shareBeyondOrganization, {
  valid: [
    share('false'),
    { ...share('var.partners'), because: 'not known' },
    script('aws ram create-resource-share --name net --no-allow-external-principals'),
  ],
  invalid: [
    { ...share('«true»'), severity: 'low', suggestions: [share('false').text] },
    cloudformation`
      Resources:
        Net:
          Type: AWS::RAM::ResourceShare
          Properties:
            Name: net
            AllowExternalPrincipals: «true»
    `,
    script('«aws ram create-resource-share» --name net --allow-external-principals'),
  ],
});

const guard = (attributes: string) => terraform`
  resource "aws_s3_bucket_public_access_block" "reports" {
    bucket = aws_s3_bucket.reports.id
    ${attributes}
  }
`;
ruleTester(publicAccessGuardOff, {
  valid: [
    guard('block_public_acls = true\nblock_public_policy = true'),
    { ...guard(''), because: 'nothing is said; the guard of the account may hold' },
    { ...guard('block_public_policy = var.closed'), because: 'not known' },
    { ...guard('block_public_policy = var.open ? false : true'), because: 'on where it counts' },
    {
      ...terraform`
        resource "aws_s3_account_public_access_block" "all" {
          count               = 0
          block_public_policy = false
        }
      `,
      because: 'not made',
    },
    cdk`
      import * as s3 from 'aws-cdk-lib/aws-s3';
      new s3.Bucket(this, 'Reports', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
      new s3.Bucket(this, 'Logs', { blockPublicAccess: new s3.BlockPublicAccess({ blockPublicPolicy: true }) });
    `,
  ],
  invalid: [
    {
      ...guard('block_public_acls   = false\n    block_public_policy = «false»'),
      severity: 'low',
      message: 'by 2 of its four switches',
      suggestions: [guard('block_public_acls   = true\n    block_public_policy = true').text],
    },
    {
      ...terraform`
        resource "aws_s3_account_public_access_block" "all" {
          restrict_public_buckets = «false»
        }
      `,
      message: 'a bucket of the account',
    },
    cloudformation`
      Resources:
        Site:
          Type: AWS::S3::Bucket
          Properties:
            PublicAccessBlockConfiguration: { BlockPublicAcls: false, BlockPublicPolicy: «false» }
    `,
    typescript`
      import * as aws from '@pulumi/aws';
      new aws.s3.BucketPublicAccessBlock('site', { bucket: 'site', blockPublicPolicy: «false» });
    `,
    cdk`
      import * as s3 from 'aws-cdk-lib/aws-s3';
      new s3.Bucket(this, 'Site', { blockPublicAccess: «s3.BlockPublicAccess.BLOCK_ACLS» });
      new s3.Bucket(this, 'Open', { blockPublicAccess: new s3.BlockPublicAccess({ blockPublicAcls: true, blockPublicPolicy: «false» }) });
      new s3.CfnBucket(this, 'Low', { publicAccessBlockConfiguration: { restrictPublicBuckets: «false» } });
    `,
  ],
});
