import { cognitoGuestWrite } from '../../../rules/aws/cognito-guest.ts';
import { eksCreatorAdmin } from '../../../rules/aws/cluster-creator.ts';
import { cognitoUnauthenticated, eksAccessAdmin, eksAuthMasters, longSession, secretRotation } from '../../../rules/aws/settings.ts';
import { at, cdk, cloudformation, ruleTester, terraform } from '../../support/rule-tester.ts';

const pool = (value: string) => terraform`
  resource "aws_cognito_identity_pool" "a" {
    identity_pool_name               = "a"
    allow_unauthenticated_identities = ${value}
  }
`;
ruleTester(cognitoUnauthenticated, {
  valid: [pool('false'), { ...pool('var.guests'), because: 'not known' }],
  invalid: [
    { ...pool('«true»'), suggestions: [pool('false').text] },
    cloudformation`
      Resources:
        Pool:
          Type: AWS::Cognito::IdentityPool
          Properties:
            AllowUnauthenticatedIdentities: «true»
    `,
  ],
});

const access = (policy: string, type: string) => terraform`
  resource "aws_eks_access_policy_association" "a" {
    cluster_name  = "shop"
    policy_arn    = "${policy}"
    principal_arn = "arn:aws:iam::111122223333:role/build"
    access_scope {
      type = "${type}"
    }
  }
`;
const arn = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
ruleTester(eksAccessAdmin, {
  valid: [access(arn('AmazonEKSViewPolicy'), 'cluster'), access(arn('AmazonEKSEditPolicy'), 'namespace')],
  invalid: [
    {
      ...access(`«${arn('AmazonEKSClusterAdminPolicy')}»`, 'cluster'),
      severity: 'high',
      message: 'role/build',
      suggestions: [access(arn('AmazonEKSViewPolicy'), 'cluster').text],
    },
    { ...access(`«${arn('AmazonEKSAdminPolicy')}»`, 'namespace'), severity: 'medium', message: 'of the namespaces' },
    cloudformation`
      Resources:
        Entry:
          Type: AWS::EKS::AccessEntry
          Properties:
            PrincipalArn: arn:aws:iam::111122223333:role/build
            AccessPolicies:
              - PolicyArn: «arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy»
                AccessScope: { Type: cluster }
    `,
  ],
});

ruleTester(eksAuthMasters, {
  valid: [
    at('cluster/aws-auth.yaml')`
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: aws-auth }
      data:
        mapRoles: |
          # groups: [system:masters]
          - rolearn: arn:aws:iam::111122223333:role/node
            groups: [system:nodes]
    `,
    {
      ...at('deploy/rbac.yaml')`
      kind: ClusterRoleBinding
      subjects: [{ kind: Group, name: 'system:masters' }]
    `,
      because: 'a binding is for the rules of the cluster',
    },
    {
      ...at('infra/eks_stack.py')`
        from aws_cdk import aws_eks as eks, aws_iam as iam
        # cluster.aws_auth.add_masters_role(ops)
        masters_role = iam.Role(self, "Ops", assumed_by=iam.AccountRootPrincipal())
        cluster = eks.Cluster(self, "Cluster", masters_role=None, version=eks.KubernetesVersion.V1_31)
        cluster.aws_auth.add_role_mapping(masters_role, groups=["viewers"])
        print("system:masters")
      `,
      because: 'a name, a group of its own and a comment',
    },
    {
      ...at('infra/eks_stack.py')`
        """Never do as follows:

            cluster.aws_auth.add_masters_role(ops)
        """
        from aws_cdk import aws_eks as eks
        class Eks:
            def add_masters_role(self, role):
                self.role = role
            def make(self):
                """Not cluster.aws_auth.add_masters_role(role)."""
                cluster = eks.Cluster(self, "Cluster", masters_role = None)
                cluster.aws_auth.add_role_mapping(self.ops,
                    groups=["viewers"],  # never "system:masters"
                )
                raise ValueError("call cluster.aws_auth.add_masters_role(ops) for system:masters")
      `,
      because: 'texts, comments, a declaration, and no role at all',
    },
  ],
  invalid: [
    {
      ...at('infra/eks_stack.py')`
        from aws_cdk import aws_eks as eks, aws_iam as iam
        class Eks(Stack):
            def __init__(self, scope, id, **kwargs):
                self.cluster = eks.Cluster(self, "Cluster", «masters_role»=self.people, version=eks.KubernetesVersion.V1_31)
                self.cluster.aws_auth.add_role_mapping(
                    self.ops,
                    groups=["«system:masters»"],
                    username="ops",
                )
                self.cluster.aws_auth.«add_masters_role»(self.deploy)
      `,
      because: 'the CDK says it in calls',
    },
    at('src/main/java/EksStack.java')`
      import software.amazon.awscdk.services.eks.*;
      class EksStack extends Stack {
        void open(Cluster cluster, Role ops) {
          cluster.getAwsAuth().addRoleMapping(ops, AwsAuthMapping.builder().groups(List.of("«system:masters»")).username("ops").build());
        }
      }
    `,
    {
      ...at('cluster/aws-auth.yaml')`
      apiVersion: v1
      kind: ConfigMap
      metadata: { name: aws-auth }
      data:
        mapUsers: |
          - userarn: arn:aws:iam::111122223333:user/anna
            username: anna
            groups:
              - «system:masters»
    `,
      message: 'user/anna',
    },
    {
      ...terraform`
      module "eks" {
        source = "terraform-aws-modules/eks/aws"
        aws_auth_roles = [
          {
            rolearn  = "arn:aws:iam::111122223333:role/build"
            username = "build"
            groups   = ["«system:masters»"]
          },
        ]
      }
    `,
      message: 'role/build',
    },
    at('cluster.yaml')`
      kind: ClusterConfig
      iamIdentityMappings:
        - arn: arn:aws:iam::111122223333:role/build
          groups:
            - «system:masters»
    `,
  ],
});

const rotation = (rule: string) => terraform`
  resource "aws_secretsmanager_secret_rotation" "a" {
    secret_id = "a"
    rotation_rules {
      ${rule}
    }
  }
`;
ruleTester(secretRotation, {
  valid: [
    rotation('automatically_after_days = 90'),
    rotation('schedule_expression = "rate(4 hours)"'),
    { ...rotation('automatically_after_days = var.days'), because: 'not known' },
    { ...rotation('schedule_expression = "cron(0 16 1,15 * ? *)"'), because: 'schedules of that form are not judged' },
  ],
  invalid: [
    {
      ...rotation('automatically_after_days = «91»'),
      message: 'every 91 days',
      suggestions: [rotation('automatically_after_days = 90').text],
    },
    rotation('schedule_expression = "«rate(180 days)»"'),
    cloudformation`
      Resources:
        Rotation:
          Type: AWS::SecretsManager::RotationSchedule
          Properties:
            SecretId: a
            RotationRules: { AutomaticallyAfterDays: «365» }
    `,
  ],
});

const role = (seconds: string) => terraform`
  resource "aws_iam_role" "a" {
    name                 = "a"
    max_session_duration = ${seconds}
    assume_role_policy   = "{}"
  }
`;
const permissionSet = (duration: string) => terraform`
  resource "aws_ssoadmin_permission_set" "a" {
    name             = "a"
    session_duration = "${duration}"
  }
`;
ruleTester(longSession, {
  valid: [role('14400'), permissionSet('PT4H')],
  invalid: [
    { ...role('«43200»'), message: 'up to 12 hours', suggestions: [role('3600').text] },
    cloudformation`
      Resources:
        Worker:
          Type: AWS::IAM::Role
          Properties:
            MaxSessionDuration: «28800»
    `,
    { ...permissionSet('«PT12H»'), message: 'up to 12 hours', suggestions: [permissionSet('PT1H').text] },
    cloudformation`
      Resources:
        Admins:
          Type: AWS::SSO::PermissionSet
          Properties:
            Name: admins
            SessionDuration: «PT8H30M»
    `,
  ],
});

const creator = (value: string) => terraform`
  resource "aws_eks_cluster" "a" {
    name = "a"
    access_config {
      bootstrap_cluster_creator_admin_permissions = ${value}
    }
  }
`;
ruleTester(eksCreatorAdmin, {
  valid: [
    creator('false'),
    { ...creator('var.bootstrap'), because: 'not known' },
    terraform`
    resource "aws_eks_cluster" "a" {
      name = "a"
    }
  `,
    access(arn('AmazonEKSClusterAdminPolicy'), 'cluster'),
  ],
  invalid: [
    { ...creator('«true»'), severity: 'low', suggestions: [creator('false').text] },
    cloudformation`
      Resources:
        Cluster:
          Type: AWS::EKS::Cluster
          Properties:
            AccessConfig: { BootstrapClusterCreatorAdminPermissions: «true» }
    `,
    terraform`
      module "eks" {
        source                                   = "terraform-aws-modules/eks/aws"
        enable_cluster_creator_admin_permissions = «true»
      }
    `,
  ],
});

const guestTrust = (amr: string) => `jsonencode({
      Statement = [{
        Effect    = "Allow"
        Principal = { Federated = "cognito-identity.amazonaws.com" }
        Action    = "sts:AssumeRoleWithWebIdentity"
        Condition = { "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "${amr}" } }
      }]
    })`;
const guests = (amr: string, action: string) => terraform`
  resource "aws_iam_role" "guest" {
    name               = "guest"
    assume_role_policy = ${guestTrust(amr)}
  }
  resource "aws_iam_role_policy" "guest" {
    role   = aws_iam_role.guest.id
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = ["${action}"], Resource = "arn:aws:s3:::a/*" }] })
  }
`;
ruleTester(cognitoGuestWrite, {
  valid: [
    guests('unauthenticated', 's3:GetObject'),
    { ...guests('authenticated', 's3:PutObject'), because: 'users who have signed in' },
    { ...guests('unauthenticated', 'mobileanalytics:PutEvents'), because: 'what guests are there for' },
    { ...guests('unauthenticated', '*'), because: 'said by wildcard-action' },
  ],
  invalid: [
    { ...guests('unauthenticated', '«s3:PutObject»'), severity: 'high', message: 'the role of guests' },
    cloudformation`
      Resources:
        Guest:
          Type: AWS::IAM::Role
          Properties:
            AssumeRolePolicyDocument:
              Statement:
                - Effect: Allow
                  Principal: { Federated: cognito-identity.amazonaws.com }
                  Action: sts:AssumeRoleWithWebIdentity
                  Condition: { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': unauthenticated } }
            Policies:
              - PolicyName: a
                PolicyDocument:
                  Statement: [{ Effect: Allow, Action: ['«dynamodb:Put*»', 'dynamodb:GetItem'], Resource: 'arn:aws:dynamodb:eu-central-1:111122223333:table/a' }]
    `,
    cdk`
      import { Stack, aws_iam as iam } from 'aws-cdk-lib';
      class A extends Stack {
        constructor(scope: any, id: string) {
          super(scope, id);
          const guest = new iam.Role(this, 'Guest', {
            assumedBy: new iam.FederatedPrincipal('cognito-identity.amazonaws.com', { 'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'unauthenticated' } }, 'sts:AssumeRoleWithWebIdentity'),
          });
          guest.addToPolicy(new iam.PolicyStatement({ actions: ['«sqs:SendMessage»'], resources: ['arn:aws:sqs:eu-central-1:111122223333:a'] }));
        }
      }
    `,
  ],
});
