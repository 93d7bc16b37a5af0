// One export of every source, made by hand from the documented form, with what it has to come to. Also the seeds of the
// fuzz tests.
import type { ObservationSource, ObservedFact } from '../../server/engine/observation.ts';

export interface Sample {
  readonly source: ObservationSource;
  readonly text: string;
  readonly place?: string;
  readonly subject?: string;
  /** The place that it comes to. */
  readonly of: string;
  readonly facts: readonly Partial<ObservedFact>[];
}

const json = (value: unknown) => JSON.stringify(value, undefined, 2);
const statement = (action: unknown, resource: unknown, more: object = {}) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource, ...more }],
});
const guid = '11111111-1111-1111-1111-111111111111';
const person = '22222222-2222-2222-2222-222222222222';

export const authorizationDetails = {
  UserDetailList: [
    {
      Path: '/',
      UserName: 'bot',
      UserId: 'AIDAEXAMPLE',
      Arn: 'arn:aws:iam::123456789012:user/bot',
      CreateDate: '2023-01-01T00:00:00+00:00',
      GroupList: ['admins'],
      AttachedManagedPolicies: [],
      Tags: [],
    },
  ],
  GroupDetailList: [
    {
      Path: '/',
      GroupName: 'admins',
      GroupId: 'AGPAEXAMPLE',
      Arn: 'arn:aws:iam::123456789012:group/admins',
      CreateDate: '2023-01-01T00:00:00+00:00',
      GroupPolicyList: [],
      AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    },
  ],
  RoleDetailList: [
    {
      Path: '/',
      RoleName: 'deploy',
      RoleId: 'AROAEXAMPLE',
      Arn: 'arn:aws:iam::123456789012:role/deploy',
      CreateDate: '2024-01-02T03:04:05+00:00',
      AssumeRolePolicyDocument: {},
      InstanceProfileList: [],
      RolePolicyList: [
        {
          PolicyName: 'until-march',
          PolicyDocument: statement(['S3:GetObject', 'iam:PassRole'], '*', {
            Condition: { DateLessThan: { 'aws:CurrentTime': '2026-03-01T00:00:00Z' } },
          }),
        },
      ],
      AttachedManagedPolicies: [{ PolicyName: 'ship', PolicyArn: 'arn:aws:iam::123456789012:policy/ship' }],
      Tags: [
        { Key: 'Owner', Value: '@acme/pay' },
        { Key: 'env', Value: 'prod' },
      ],
      RoleLastUsed: { LastUsedDate: '2026-03-01T10:00:00+00:00', Region: 'eu-west-1' },
    },
    {
      Path: '/aws-service-role/support.amazonaws.com/',
      RoleName: 'AWSServiceRoleForSupport',
      Arn: 'arn:aws:iam::123456789012:role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport',
      CreateDate: '2024-01-02T03:04:05+00:00',
      RoleLastUsed: {},
    },
  ],
  Policies: [
    {
      PolicyName: 'ship',
      Arn: 'arn:aws:iam::123456789012:policy/ship',
      DefaultVersionId: 'v2',
      PolicyVersionList: [
        { VersionId: 'v1', IsDefaultVersion: false, Document: statement('*', '*') },
        { VersionId: 'v2', IsDefaultVersion: true, Document: statement('s3:PutObject', 'arn:aws:s3:::b/*') },
      ],
    },
    { PolicyName: 'AdministratorAccess', Arn: 'arn:aws:iam::aws:policy/AdministratorAccess', PolicyVersionList: [] },
  ],
};

const columns =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
export const credentialReport = `${columns}
<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,not_supported,2026-10-01T00:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
alice,arn:aws:iam::123456789012:user/alice,2023-01-01T00:00:00+00:00,true,no_information,2023-01-01T00:00:00+00:00,N/A,false,true,2024-02-01T00:00:00+00:00,N/A,N/A,N/A,true,2026-11-01T00:00:00+00:00,2026-11-20T00:00:00+00:00,eu-west-1,s3,false,N/A,false,N/A
`;

export const cluster = {
  apiVersion: 'v1',
  kind: 'List',
  metadata: { resourceVersion: '' },
  items: [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'deployer',
        namespace: 'shop',
        creationTimestamp: '2024-05-01T00:00:00Z',
        annotations: { owner: '@acme/shop' },
        uid: 'a',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'coredns', namespace: 'kube-system', creationTimestamp: '2024-05-01T00:00:00Z', uid: 'b' },
    },
    { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'view' }, rules: [] },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'fix', namespace: 'shop', annotations: { 'posture.dev/expires': '2026-11-10T12:00:00Z' }, uid: 'c' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'ops', uid: 'd' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ kind: 'Group', name: 'ops', apiGroup: 'rbac.authorization.k8s.io' }],
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'web', namespace: 'shop' },
      status: { notBefore: '2026-09-01T00:00:00Z', notAfter: '2026-12-01T00:00:00Z' },
    },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hidden', namespace: 'shop' }, data: { password: 'c3VwZXJzZWNyZXQ=' } },
  ],
};

export const samples: readonly Sample[] = [
  {
    source: 'aws-authorization-details',
    text: json(authorizationDetails),
    of: 'aws:123456789012',
    facts: [
      { fact: 'identity', id: 'aws:user:bot', created: '2023-01-01T00:00:00Z' },
      { fact: 'grant', identity: 'aws:user:bot', items: ['effect allow', 'group admins'] },
      { fact: 'identity', id: 'aws:role:deploy', owner: '@acme/pay', environment: 'prod' },
      {
        fact: 'grant',
        identity: 'aws:role:deploy',
        by: 'until-march',
        until: '2026-03-01T00:00:00Z',
        items: [
          'action iam:passrole',
          'action s3:getobject',
          'condition datelessthan aws:currenttime = 2026-03-01T00:00:00Z',
          'effect allow',
          'resource *',
        ],
      },
      { fact: 'use', identity: 'aws:role:deploy', last: '2026-03-01T10:00:00Z' },
      { fact: 'identity', id: 'aws:role:AWSServiceRoleForSupport', vendorMade: true },
      { fact: 'grant', identity: 'aws:group:admins', reach: 'admin' },
      {
        fact: 'policy',
        reference: 'arn:aws:iam::123456789012:policy/ship',
        statements: [['action s3:putobject', 'effect allow', 'resource arn:aws:s3:::b/*']],
      },
    ],
  },
  {
    source: 'aws-credential-report',
    text: credentialReport,
    of: 'aws:123456789012',
    facts: [
      { fact: 'identity', id: 'aws:user:alice', human: true },
      { fact: 'credential', identity: 'aws:user:alice', kind: 'login-password', neverUsed: true },
      {
        fact: 'credential',
        identity: 'aws:user:alice',
        name: 'access key 1',
        active: true,
        created: '2024-02-01T00:00:00Z',
        neverUsed: true,
      },
      { fact: 'credential', identity: 'aws:user:alice', name: 'access key 2', lastUsed: '2026-11-20T00:00:00Z' },
    ],
  },
  {
    source: 'aws-last-accessed',
    subject: 'arn:aws:iam::123456789012:role/ci/deploy',
    of: 'aws:123456789012:role/deploy',
    text: json({
      JobStatus: 'COMPLETED',
      JobType: 'SERVICE_LEVEL',
      JobCreationDate: '2026-11-20T00:00:00+00:00',
      JobCompletionDate: '2026-11-20T00:00:05+00:00',
      ServicesLastAccessed: [
        {
          ServiceName: 'Amazon S3',
          ServiceNamespace: 's3',
          LastAuthenticated: '2026-10-01T00:00:00+00:00',
          LastAuthenticatedEntity: 'arn:aws:iam::123456789012:role/ci/deploy',
          TotalAuthenticatedEntities: 1,
        },
        { ServiceName: 'Amazon SQS', ServiceNamespace: 'sqs', TotalAuthenticatedEntities: 0 },
      ],
      IsTruncated: false,
    }),
    facts: [
      { fact: 'use', identity: 'aws:role:deploy', service: 's3', last: '2026-10-01T00:00:00Z' },
      { fact: 'use', identity: 'aws:role:deploy', service: 'sqs' },
    ],
  },
  {
    source: 'aws-access-keys',
    place: 'aws:123456789012',
    of: 'aws:123456789012:user/bot',
    text: json({
      AccessKeyMetadata: [
        { UserName: 'bot', AccessKeyId: '{{token:aws-access-key-id}}', Status: 'Inactive', CreateDate: '2024-02-01T00:00:00+00:00' },
      ],
    }),
    facts: [{ fact: 'credential', identity: 'aws:user:bot', kind: 'access-key', active: false, created: '2024-02-01T00:00:00Z' }],
  },
  {
    source: 'gcloud-iam-policy',
    place: 'gcp:shop-prod',
    of: 'gcp:shop-prod',
    text: json({
      bindings: [
        {
          members: [
            'serviceAccount:ci@shop-prod.iam.gserviceaccount.com',
            'user:alice@acme.com',
            'allUsers',
            'serviceAccount:service-12@gcp-sa-pubsub.iam.gserviceaccount.com',
          ],
          role: 'roles/owner',
        },
        {
          condition: { expression: 'request.time < timestamp("2026-03-01T00:00:00Z")', title: 'jit' },
          members: ['user:alice@acme.com'],
          role: 'roles/editor',
        },
      ],
      etag: 'x',
      version: 3,
    }),
    facts: [
      { fact: 'identity', id: 'gcp:service-account:ci' },
      {
        fact: 'grant',
        identity: 'gcp:service-account:ci',
        items: ['effect allow', 'resource shop-prod', 'role roles/owner'],
        reach: 'admin',
      },
      { fact: 'grant', identity: 'gcp:user:alice@acme.com', by: 'the binding to roles/editor', until: '2026-03-01T00:00:00Z' },
    ],
  },
  {
    source: 'gcloud-service-accounts',
    of: 'gcp:shop-prod',
    text: json([
      {
        name: 'projects/shop-prod/serviceAccounts/ci@shop-prod.iam.gserviceaccount.com',
        projectId: 'shop-prod',
        email: 'ci@shop-prod.iam.gserviceaccount.com',
        uniqueId: '1',
        displayName: 'CI',
        disabled: true,
        etag: 'x',
        oauth2ClientId: '1',
      },
    ]),
    facts: [{ fact: 'identity', id: 'gcp:service-account:ci', reference: 'ci@shop-prod.iam.gserviceaccount.com', enabled: false }],
  },
  {
    source: 'gcloud-service-account-keys',
    of: 'gcp:shop-prod:serviceAccount/ci@shop-prod.iam.gserviceaccount.com',
    text: json([
      {
        name: 'projects/shop-prod/serviceAccounts/ci@shop-prod.iam.gserviceaccount.com/keys/0123456789abcdef',
        keyAlgorithm: 'KEY_ALG_RSA_2048',
        keyOrigin: 'GOOGLE_PROVIDED',
        keyType: 'USER_MANAGED',
        validAfterTime: '2024-01-01T00:00:00Z',
        validBeforeTime: '9999-12-31T23:59:59Z',
      },
      {
        name: 'projects/shop-prod/serviceAccounts/ci@shop-prod.iam.gserviceaccount.com/keys/fedcba9876543210',
        keyType: 'SYSTEM_MANAGED',
        validAfterTime: '2026-11-01T00:00:00Z',
        validBeforeTime: '2026-11-20T00:00:00Z',
      },
    ]),
    facts: [
      { fact: 'credential', identity: 'gcp:service-account:ci', kind: 'sa-key', name: 'key 01234567', created: '2024-01-01T00:00:00Z' },
    ],
  },
  {
    source: 'az-role-assignments',
    of: `azure:${guid}`,
    text: json([
      {
        canDelegate: null,
        condition: null,
        id: `/subscriptions/${guid}/providers/Microsoft.Authorization/roleAssignments/1`,
        name: '1',
        principalId: person,
        principalName: 'alice@acme.com',
        principalType: 'User',
        roleDefinitionId: `/subscriptions/${guid}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
        roleDefinitionName: 'Owner',
        scope: `/subscriptions/${guid}`,
        type: 'Microsoft.Authorization/roleAssignments',
        createdOn: '2025-09-10T15:45:12.439266+00:00',
      },
    ]),
    facts: [
      { fact: 'identity', id: `azure:principal:${person}`, kind: 'user', name: 'alice@acme.com' },
      {
        fact: 'grant',
        identity: `azure:principal:${person}`,
        reach: 'admin',
        created: '2025-09-10T15:45:12Z',
        items: ['effect allow', `resource /subscriptions/${guid}`, 'role Owner', 'role-id 8e3af657-a8ff-443c-a75c-2fe8c4bcb635'],
      },
    ],
  },
  {
    source: 'az-app-credentials',
    place: 'entra:acme',
    of: 'entra:acme',
    text: json([
      {
        appId: guid,
        displayName: 'shop',
        passwordCredentials: [
          {
            customKeyIdentifier: null,
            displayName: 'ci',
            endDateTime: '2026-12-01T00:00:00Z',
            hint: 'abc',
            keyId: person,
            secretText: null,
            startDateTime: '2025-12-01T00:00:00Z',
          },
        ],
        keyCredentials: [
          { displayName: 'CN=shop', endDateTime: '2027-01-01T00:00:00Z', keyId: guid, type: 'AsymmetricX509Cert', usage: 'Verify' },
        ],
      },
    ]),
    facts: [
      { fact: 'credential', identity: 'entra:application:shop', kind: 'app-password', name: 'ci', until: '2026-12-01T00:00:00Z' },
      { fact: 'credential', identity: 'entra:application:shop', kind: 'certificate', until: '2027-01-01T00:00:00Z' },
    ],
  },
  {
    source: 'entra-oauth-grants',
    place: 'entra:acme',
    of: 'entra:acme',
    text: json({
      '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#oauth2PermissionGrants',
      value: [
        { clientId: guid, consentType: 'AllPrincipals', id: 'x', principalId: null, resourceId: person, scope: 'User.Read Mail.Read' },
      ],
    }),
    facts: [
      { fact: 'identity', id: `entra:oauth-client:${guid}` },
      { fact: 'grant', items: ['effect allow', `resource ${person}`, 'scope Mail.Read', 'scope User.Read', 'user *'] },
    ],
  },
  {
    source: 'workspace-tokens',
    place: 'workspace:acme.com',
    of: 'workspace:acme.com',
    text: json({
      kind: 'admin#directory#tokenList',
      etag: 'x',
      items: [
        {
          kind: 'admin#directory#token',
          etag: 'y',
          clientId: '1234.apps.googleusercontent.com',
          displayText: 'NoteTaker',
          anonymous: false,
          nativeApp: false,
          userKey: 'alice@acme.com',
          scopes: ['openid', 'https://www.googleapis.com/auth/drive'],
        },
      ],
    }),
    facts: [
      { fact: 'identity', id: 'saas:oauth-client:1234.apps.googleusercontent.com', name: 'NoteTaker' },
      {
        fact: 'grant',
        by: 'consent of alice@acme.com',
        items: ['effect allow', 'scope https://www.googleapis.com/auth/drive', 'scope openid', 'user alice@acme.com'],
      },
    ],
  },
  {
    source: 'kubectl',
    place: 'k8s:prod',
    of: 'k8s:prod',
    text: json(cluster),
    facts: [
      { fact: 'identity', id: 'k8s:service-account:shop/deployer', owner: '@acme/shop' },
      {
        fact: 'grant',
        identity: 'k8s:service-account:shop/deployer',
        by: 'RoleBinding shop/fix',
        until: '2026-11-10T12:00:00Z',
        items: ['effect allow', 'resource shop', 'role ClusterRole/edit'],
      },
      { fact: 'grant', identity: 'k8s:group:ops', reach: 'admin' },
      { fact: 'credential', kind: 'certificate', name: 'Certificate shop/web', until: '2026-12-01T00:00:00Z' },
    ],
  },
  {
    source: 'vault-metadata',
    subject: 'secret/ci/deploy',
    of: 'vault:secret/ci/deploy',
    text: json({
      request_id: 'x',
      lease_id: '',
      lease_duration: 0,
      renewable: false,
      data: {
        cas_required: false,
        created_time: '2026-01-01T00:00:00.123456Z',
        current_version: 3,
        custom_metadata: { owner: '@acme/pay' },
        delete_version_after: '0s',
        max_versions: 0,
        oldest_version: 1,
        updated_time: '2026-10-01T00:00:00.1Z',
        versions: {
          1: { created_time: '2026-01-01T00:00:00.123456Z', deletion_time: '', destroyed: true },
          2: { created_time: '2026-05-01T00:00:00Z', deletion_time: '2026-06-01T00:00:00Z', destroyed: false },
          3: { created_time: '2026-10-01T00:00:00.1Z', deletion_time: '', destroyed: false },
        },
      },
      warnings: null,
    }),
    facts: [
      {
        fact: 'rotation',
        path: 'secret/ci/deploy',
        version: 3,
        created: '2026-10-01T00:00:00Z',
        owner: '@acme/pay',
        versions: [
          { version: 1, created: '2026-01-01T00:00:00Z', gone: true },
          { version: 2, created: '2026-05-01T00:00:00Z', gone: true },
          { version: 3, created: '2026-10-01T00:00:00Z', gone: false },
        ],
      },
    ],
  },
  {
    source: 'github-installations',
    of: 'github:acme',
    text: json({
      total_count: 1,
      installations: [
        {
          id: 12,
          account: { login: 'acme', type: 'Organization' },
          repository_selection: 'all',
          app_id: 3,
          app_slug: 'release-bot',
          target_type: 'Organization',
          permissions: { contents: 'write', metadata: 'read' },
          events: ['push'],
          created_at: '2024-01-01T00:00:00Z',
          updated_at: '2024-01-01T00:00:00Z',
          suspended_at: null,
          suspended_by: null,
        },
      ],
    }),
    facts: [
      { fact: 'identity', id: 'github:oauth-client:release-bot', reference: 'installation 12' },
      {
        fact: 'grant',
        by: 'installation in all repositories',
        items: ['effect allow', 'permission contents:write', 'permission metadata:read', 'resource *'],
      },
    ],
  },
  {
    source: 'github-members',
    place: 'github:acme',
    of: 'github:acme',
    text: '[{"login":"alice","id":1,"type":"User","site_admin":false}][{"login":"bob","id":2}]',
    facts: [
      { fact: 'member', kind: 'person', handle: '@alice' },
      { fact: 'member', kind: 'person', handle: '@bob' },
    ],
  },
  {
    source: 'github-teams',
    of: 'github:acme',
    text: json([[{ id: 1, slug: 'payments', name: 'Payments', html_url: 'https://github.com/orgs/acme/teams/payments', parent: null }]]),
    facts: [{ fact: 'member', kind: 'team', handle: '@acme/payments' }],
  },
  {
    source: 'github-collaborators',
    place: 'github:acme/shop',
    of: 'github:acme/shop',
    text: json([{ login: 'alice', id: 1, type: 'User', permissions: { admin: true, push: true, pull: true }, role_name: 'admin' }]),
    facts: [
      { fact: 'member', handle: '@alice' },
      { fact: 'grant', identity: 'github:user:alice', reach: 'admin', items: ['effect allow', 'resource acme/shop', 'role admin'] },
    ],
  },
  {
    source: 'github-secrets',
    place: 'github:acme',
    of: 'github:acme',
    text: json({
      total_count: 2,
      secrets: [
        { name: 'DEPLOY_KEY', created_at: '2024-01-01T00:00:00Z', updated_at: '2025-01-01T00:00:00Z', visibility: 'all' },
        {
          name: 'NPM',
          created_at: '2024-01-01T00:00:00Z',
          updated_at: '2025-01-01T00:00:00Z',
          visibility: 'selected',
          selected_repositories_url: 'https://api.github.com/orgs/acme/actions/secrets/NPM/repositories',
        },
      ],
    }),
    facts: [
      { fact: 'variable', name: 'DEPLOY_KEY', level: 'organization', visibility: 'all', updated: '2025-01-01T00:00:00Z' },
      { fact: 'variable', name: 'NPM', visibility: 'selected' },
    ],
  },
  {
    source: 'github-tokens',
    place: 'github:acme',
    of: 'github:acme',
    text: json([
      {
        id: 5,
        owner: { login: 'alice' },
        repository_selection: 'all',
        permissions: { organization: { members: 'read' }, repository: { contents: 'write' } },
        access_granted_at: '2025-01-01T00:00:00Z',
        token_id: 9,
        token_name: 'ci',
        token_expired: false,
        token_expires_at: '2026-12-01T00:00:00-08:00',
        token_last_used_at: null,
      },
    ]),
    facts: [
      { fact: 'credential', identity: 'github:user:alice', name: 'token ci', active: true, until: '2026-12-01T08:00:00Z', neverUsed: true },
      {
        fact: 'grant',
        items: ['effect allow', 'permission organization/members:read', 'permission repository/contents:write', 'resource *'],
      },
    ],
  },
  {
    source: 'github-secret-alerts',
    of: 'github:acme/shop',
    text: json([
      {
        number: 7,
        created_at: '2026-09-01T00:00:00Z',
        html_url: 'https://github.com/acme/shop/security/secret-scanning/7',
        state: 'resolved',
        resolution: 'revoked',
        resolved_at: '2026-09-02T00:00:00Z',
        secret_type: 'github_personal_access_token',
        secret_type_display_name: 'GitHub Personal Access Token',
        secret: '{{token:github-pat}}',
        validity: 'inactive',
      },
    ]),
    facts: [{ fact: 'alert', name: 'alert 7 of acme/shop', state: 'resolved', revoked: true, reported: '2026-09-01T00:00:00Z' }],
  },
  {
    source: 'github-issues',
    of: 'github:acme/shop',
    text: json([
      {
        number: 812,
        state: 'closed',
        closed_at: '2026-11-01T00:00:00Z',
        html_url: 'https://github.com/acme/shop/issues/812',
        title: 'private words',
      },
      { number: 813, state: 'open', closed_at: null, html_url: 'https://github.com/acme/shop/pull/813', pull_request: {} },
    ]),
    facts: [
      { fact: 'task', reference: 'acme/shop#812', state: 'closed', closed: '2026-11-01T00:00:00Z' },
      { fact: 'task', reference: 'acme/shop#813', state: 'open' },
    ],
  },
  {
    source: 'slack-apps',
    place: 'slack:acme',
    of: 'slack:acme',
    text: json({
      ok: true,
      approved_apps: [
        {
          app: { id: 'A0W7UKG8E', name: 'My Test App', is_internal: false },
          scopes: [{ name: 'chat:write', description: 'x', is_sensitive: true, token_type: 'bot' }],
          date_updated: 1574296707,
          last_resolved_by: { actor_id: 'W1', actor_type: 'user' },
        },
      ],
      response_metadata: { next_cursor: '' },
    }),
    facts: [
      { fact: 'identity', id: 'saas:oauth-client:A0W7UKG8E', name: 'My Test App' },
      { fact: 'grant', created: '2019-11-21T00:38:27Z', items: ['effect allow', 'scope chat:write'] },
    ],
  },
  {
    source: 'terraform-state',
    of: 'terraform:state',
    text: json({
      format_version: '1.0',
      terraform_version: '1.9.0',
      values: {
        root_module: {
          resources: [
            {
              address: 'aws_iam_role.deploy',
              mode: 'managed',
              type: 'aws_iam_role',
              name: 'deploy',
              values: { name: 'deploy-prod', arn: 'arn:aws:iam::123456789012:role/deploy-prod' },
            },
          ],
          child_modules: [
            {
              address: 'module.ci',
              resources: [
                {
                  address: 'module.ci.kubernetes_service_account_v1.x[0]',
                  mode: 'managed',
                  type: 'kubernetes_service_account_v1',
                  name: 'x',
                  values: { metadata: [{ name: 'runner', namespace: 'ci' }] },
                },
              ],
            },
          ],
        },
      },
    }),
    facts: [
      { fact: 'identity', id: 'aws:role:deploy-prod', address: 'aws_iam_role.deploy' },
      { fact: 'identity', id: 'k8s:service-account:ci/runner', address: 'module.ci.kubernetes_service_account_v1.x[0]' },
    ],
  },
  {
    source: 'terraform-plan',
    of: 'terraform:plan',
    text: json({
      format_version: '1.2',
      terraform_version: '1.9.0',
      resource_changes: [
        {
          address: 'google_service_account.ci',
          mode: 'managed',
          type: 'google_service_account',
          name: 'ci',
          change: { actions: ['create'], before: null, after: { account_id: 'ci-runner' } },
        },
      ],
    }),
    facts: [{ fact: 'identity', id: 'gcp:service-account:ci-runner', address: 'google_service_account.ci' }],
  },
  {
    source: 'gitlab-variables',
    place: 'gitlab:acme/shop',
    subject: 'group',
    of: 'gitlab:acme/shop',
    text: json([
      {
        variable_type: 'env_var',
        key: 'DEPLOY',
        value: 'never-to-be-kept',
        protected: false,
        masked: true,
        hidden: false,
        raw: false,
        environment_scope: '*',
        description: null,
      },
    ]),
    facts: [{ fact: 'variable', platform: 'gitlab', name: 'DEPLOY', level: 'group', visibility: 'all', protected: false, masked: true }],
  },
  {
    source: 'gitlab-tokens',
    place: 'gitlab:acme/shop',
    of: 'gitlab:acme/shop',
    text: json([
      {
        user_id: 141,
        scopes: ['api'],
        name: 'deploy',
        expires_at: '2026-12-01',
        id: 42,
        active: true,
        created_at: '2026-01-20T22:11:48.151Z',
        description: 'x',
        last_used_at: null,
        revoked: false,
        access_level: 40,
      },
    ]),
    facts: [
      {
        fact: 'credential',
        kind: 'token',
        name: 'token deploy',
        active: true,
        created: '2026-01-20T22:11:48Z',
        until: '2026-12-01T00:00:00Z',
        neverUsed: true,
      },
    ],
  },
];
