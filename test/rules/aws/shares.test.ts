import { lakeFormationAll, shareBeyondOrganization } from '../../../rules/aws/shares.ts';
import { at, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';

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
