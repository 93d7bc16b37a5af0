import { databaseWithoutIam, passwordsKept, userPoolWithoutSecondFactor } from '../../../rules/aws/passwords.ts';
import { at, cdk, cloudformation, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

const policy = (attributes: string) => terraform`
  resource "aws_iam_account_password_policy" "people" {
    minimum_password_length = 16
    ${attributes}
  }
`;
ruleTester(passwordsKept, {
  valid: [
    policy('max_password_age = 90'),
    policy('max_password_age = "30"'),
    { ...policy('max_password_age = var.days'), because: 'not known' },
    {
      ...terraform`
        resource "aws_iam_account_password_policy" "people" {
          count            = 0
          max_password_age = 0
        }
      `,
      because: 'not made',
    },
  ],
  invalid: [
    { ...policy('max_password_age = «180»'), message: '180 days', suggestions: [policy('max_password_age = 90').text] },
    { ...policy('max_password_age = «0»'), message: 'for ever' },
    {
      ...terraform`
        «resource "aws_iam_account_password_policy" "people"» {
          minimum_password_length = 16
        }
      `,
      message: 'for ever',
    },
    {
      ...terraform`
        variable "days" {
          default = «365»
        }
        resource "aws_iam_account_password_policy" "people" {
          max_password_age = var.days
        }
      `,
      message: '365 days',
    },
    at('src/index.ts')`
      import * as aws from '@pulumi/aws';
      new aws.iam.AccountPasswordPolicy('people', { minimumPasswordLength: 16, maxPasswordAge: «120» });
    `,
    at('play/account.yml')`
      - hosts: localhost
        tasks:
          - community.aws.iam_password_policy:
              min_pw_length: 16
              pw_max_age: «0»
          - name: left out
            «amazon.aws.iam_password_policy»:
              min_pw_length: 16
    `,
    at('deploy/account.yaml')`
      apiVersion: iam.aws.upbound.io/v1beta1
      kind: AccountPasswordPolicy
      metadata:
        name: people
      spec:
        forProvider:
          maxPasswordAge: «365»
    `,
    at('scripts/account.sh')`
      aws iam update-account-password-policy --minimum-password-length 16 --max-password-age «180»
    `,
    at('infra/__main__.py')`
      import pulumi_aws as aws
      aws.iam.AccountPasswordPolicy("people", minimum_password_length=16, max_password_age=«120»)
    `,
  ],
});

const instance = (engine: string, attributes: string) => terraform`
  resource "aws_db_instance" "orders" {
    engine         = "${engine}"
    instance_class = "db.t4g.small"
    ${attributes}
  }
`;
ruleTester(databaseWithoutIam, {
  valid: [
    instance('postgres', 'iam_database_authentication_enabled = true'),
    { ...instance('postgres', 'iam_database_authentication_enabled = var.iam'), because: 'not known' },
    { ...instance('oracle-ee', 'iam_database_authentication_enabled = false'), because: 'nothing that could be switched on' },
    {
      ...terraform`
        resource "aws_rds_cluster" "orders" {
          engine                              = "aurora-mysql"
          engine_mode                         = "serverless"
          iam_database_authentication_enabled = false
        }
      `,
      because: 'the first generation of serverless Aurora has no sign-in by IAM',
    },
    {
      ...cloudformation`
        Resources:
          Orders:
            Type: AWS::RDS::DBInstance
            Properties:
              Engine: aurora-postgresql
              DBClusterIdentifier: !Ref Cluster
              EnableIAMDatabaseAuthentication: false
      `,
      because: 'the cluster says how one signs in',
    },
    {
      ...at('play/databases.yml')`
        - hosts: localhost
          tasks:
            - amazon.aws.rds_instance:
                db_instance_identifier: orders
                engine: postgres
                state: terminated
            - amazon.aws.rds_instance:
                db_instance_identifier: orders-1
                engine: aurora-postgresql
                cluster_id: orders
      `,
      because: 'one is gone, the other takes what its cluster says',
    },
    { ...instance('oracle-ee', ''), because: 'an engine whose users IAM does not know' },
    { ...instance('sqlserver-se', ''), because: 'an engine whose users IAM does not know' },
    {
      ...at('scripts/databases.sh')`
        aws rds create-db-instance --db-instance-identifier orders --engine postgres --enable-iam-database-authentication
        aws rds modify-db-instance --db-instance-identifier orders --apply-immediately
      `,
      because: 'the second says nothing about it',
    },
    {
      ...terraform`
        resource "aws_db_instance" "copy" {
          replicate_source_db = aws_db_instance.orders.identifier
          instance_class      = "db.t4g.small"
        }
      `,
      because: 'a copy has the engine of another',
    },
    {
      ...cloudformation`
        Resources:
          Orders:
            Type: AWS::RDS::DBInstance
            Properties:
              Engine: aurora-postgresql
              DBClusterIdentifier: !Ref Cluster
      `,
      because: 'the cluster says how one signs in',
    },
    cloudformation`
      Resources:
        Graph:
          Type: AWS::Neptune::DBCluster
          Properties:
            IamAuthEnabled: true
    `,
  ],
  invalid: [
    {
      ...instance('postgres', 'iam_database_authentication_enabled = «false»'),
      severity: 'low',
      suggestions: [instance('postgres', 'iam_database_authentication_enabled = true').text],
    },
    {
      ...terraform`
        «resource "aws_rds_cluster" "orders"» {
          cluster_identifier = "orders"
          engine             = "aurora-mysql"
          engine_mode        = "provisioned"
        }
      `,
      severity: 'info',
      message: 'not switched on',
    },
    {
      ...terraform`
        resource "aws_neptune_cluster" "graph" {
          cluster_identifier                  = "graph"
          iam_database_authentication_enabled = «false»
        }
      `,
      message: 'neptune-db:connect',
    },
    at('play/databases.yml')`
      - hosts: localhost
        tasks:
          - amazon.aws.rds_instance:
              db_instance_identifier: orders
              engine: postgres
              enable_iam_database_authentication: «false»
          - amazon.aws.rds_cluster:
              cluster_id: reports
              engine: aurora-postgresql
              enable_iam_database_authentication: «no»
    `,
    at('scripts/databases.sh')`
      «aws rds modify-db-instance» --db-instance-identifier orders --no-enable-iam-database-authentication
    `,
    cloudformation`
      Resources:
        Orders:
          Type: AWS::RDS::DBCluster
          Properties:
            Engine: aurora-postgresql
            EnableIAMDatabaseAuthentication: «false»
        Graph:
          Type: AWS::Neptune::DBCluster
          Properties:
            IamAuthEnabled: "«false»"
    `,
  ],
});

ruleTester(userPoolWithoutSecondFactor, {
  valid: [
    terraform`
      resource "aws_cognito_user_pool" "shop" {
        name              = "shop"
        mfa_configuration = "OPTIONAL"
        software_token_mfa_configuration {
          enabled = true
        }
      }
    `,
    {
      ...terraform`resource "aws_cognito_user_pool" "shop" {
  name = "shop"
  mfa_configuration = var.mfa
}
`,
      because: 'not known',
    },
    {
      ...terraform`resource "aws_cognito_user_pool" "shop" {
  name = "shop"
  mfa_configuration = var.live ? "ON" : "OFF"
}
`,
      because: 'on where it counts',
    },
    policy('max_password_age = 0'),
    {
      ...cdk`
        import * as cognito from 'aws-cdk-lib/aws-cognito';
        new cognito.UserPool(this, 'Shop', { mfa: cognito.Mfa.REQUIRED });
        new cognito.UserPool(this, 'Staff', { selfSignUpEnabled: false });
      `,
      because: 'asked for; what is not said may be set by what wraps it',
    },
    at('scripts/pool.sh')`
      aws --region eu-west-1 cognito-idp create-user-pool --pool-name shop --mfa-configuration ON
    `,
    at('app/stack.py')`
      from aws_cdk import aws_cognito as cognito
      # mfa=cognito.Mfa.OFF
      pool = cognito.UserPool(self, "Shop", mfa=cognito.Mfa.OPTIONAL, assumed_by=None)
    `,
  ],
  invalid: [
    {
      ...terraform`resource "aws_cognito_user_pool" "shop" {
  name = "shop"
  mfa_configuration = "«OFF»"
}
`,
      severity: 'low',
      message: 'switched off here',
    },
    {
      ...terraform`«resource "aws_cognito_user_pool" "shop"» {
  name = "shop"
}
`,
      severity: 'info',
      message: 'nothing is said',
    },
    cloudformation`
      Resources:
        Shop:
          Type: AWS::Cognito::UserPool
          Properties:
            UserPoolName: shop
            MfaConfiguration: '«OFF»'
    `,
    typescript`
      import * as aws from '@pulumi/aws';
      new aws.cognito.UserPool('shop', { mfaConfiguration: '«OFF»' });
    `,
    cdk`
      import * as cognito from 'aws-cdk-lib/aws-cognito';
      new cognito.UserPool(this, 'Shop', { mfa: «cognito.Mfa.OFF» });
      new cognito.CfnUserPool(this, 'Staff', { mfaConfiguration: '«OFF»' });
    `,
    at('app/stack.py')`
      from aws_cdk import aws_cognito as cognito
      pool = cognito.UserPool(self, "Shop", mfa=cognito.«Mfa.OFF»)
    `,
    at('stack.go')`
      package main
      import "github.com/aws/aws-cdk-go/awscdk/v2/awscognito"
      func pool(stack awscdk.Stack) {
        awscognito.NewUserPool(stack, jsii.String("Shop"), &awscognito.UserPoolProps{Mfa: awscognito.«Mfa_OFF»})
      }
    `,
    at('scripts/pool.sh')`
      aws --profile live cognito-idp create-user-pool --pool-name shop --mfa-configuration «OFF»
    `,
  ],
});
