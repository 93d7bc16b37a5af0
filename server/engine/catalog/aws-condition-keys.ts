// Condition keys with a few words about each: AWS's global ones, from the page "AWS global condition context keys" of the IAM
// user guide (2026), and the keys of services that limit who may pass on or take on a role, which a test holds against the
// generated table of all services' keys. Rules do not ask here: an unknown key limits something all the same.

export interface ConditionKey {
  readonly key: string;
  /** What it is compared with, in a few words. */
  readonly about: string;
  /** The operators that fit: `String`, `Arn`, `Bool`, `Date`, `Numeric`, `IpAddress`. */
  readonly type: 'String' | 'Arn' | 'Bool' | 'Date' | 'Numeric' | 'IpAddress';
  /** True when a request has several values, so that the operator begins with ForAnyValue or ForAllValues. */
  readonly many?: true;
}

const rows: readonly (readonly [key: string, type: ConditionKey['type'], about: string, many?: true])[] = [
  ['aws:PrincipalArn', 'Arn', 'Who asks: the ARN of the user or role'],
  ['aws:PrincipalAccount', 'String', 'The account of who asks'],
  ['aws:PrincipalOrgID', 'String', 'The organization of who asks'],
  ['aws:PrincipalOrgPaths', 'String', 'The organizational units of who asks', true],
  ['aws:PrincipalTag/', 'String', 'A tag of who asks; end it with the name of the tag'],
  ['aws:PrincipalType', 'String', 'Account, User, FederatedUser, AssumedRole or Anonymous'],
  ['aws:PrincipalIsAWSService', 'Bool', 'Whether an AWS service asks by itself'],
  ['aws:PrincipalServiceName', 'String', 'The service that asks by itself'],
  ['aws:PrincipalServiceNamesList', 'String', 'All names of the service that asks by itself', true],
  ['aws:userid', 'String', 'The unique id of who asks'],
  ['aws:username', 'String', 'The name of the user who asks'],
  ['aws:AssumedRoot', 'Bool', 'Whether the session was taken on with AssumeRoot'],
  ['aws:FederatedProvider', 'String', 'The identity provider that the session began with'],
  ['aws:TokenIssueTime', 'Date', 'When the temporary credentials were issued'],
  ['aws:MultiFactorAuthAge', 'Numeric', 'Seconds since the second factor was given'],
  ['aws:MultiFactorAuthPresent', 'Bool', 'Whether a second factor was given'],
  ['aws:SourceIdentity', 'String', 'The identity that was set when the role was taken on'],
  ['aws:Ec2InstanceSourceVpc', 'String', 'The network that the credentials of an instance were issued for'],
  ['aws:Ec2InstanceSourcePrivateIPv4', 'IpAddress', 'The address that the credentials of an instance were issued for'],
  ['aws:SourceIp', 'IpAddress', 'The public address that asks'],
  ['aws:SourceVpc', 'String', 'The network that the request comes through'],
  ['aws:SourceVpcArn', 'Arn', 'The ARN of the network that the request comes through'],
  ['aws:SourceVpce', 'String', 'The endpoint that the request comes through'],
  ['aws:VpceAccount', 'String', 'The account that owns the endpoint'],
  ['aws:VpceOrgID', 'String', 'The organization that owns the endpoint'],
  ['aws:VpceOrgPaths', 'String', 'The organizational units that own the endpoint', true],
  ['aws:VpcSourceIp', 'IpAddress', 'The address inside the network'],
  ['aws:ResourceAccount', 'String', 'The account that owns the resource'],
  ['aws:ResourceOrgID', 'String', 'The organization that owns the resource'],
  ['aws:ResourceOrgPaths', 'String', 'The organizational units that own the resource', true],
  ['aws:ResourceTag/', 'String', 'A tag of the resource; end it with the name of the tag'],
  ['aws:RequestTag/', 'String', 'A tag that the request gives; end it with the name of the tag'],
  ['aws:TagKeys', 'String', 'Names of the tags that the request gives', true],
  ['aws:CalledVia', 'String', 'The services that the request came through', true],
  ['aws:CalledViaFirst', 'String', 'The first service that the request came through'],
  ['aws:CalledViaLast', 'String', 'The last service that the request came through'],
  ['aws:ViaAWSService', 'Bool', 'Whether a service asks for the principal'],
  ['aws:CurrentTime', 'Date', 'Now'],
  ['aws:EpochTime', 'Numeric', 'Now, in seconds'],
  ['aws:RequestedRegion', 'String', 'The region that is asked'],
  ['aws:SecureTransport', 'Bool', 'Whether TLS was used'],
  ['aws:SourceArn', 'Arn', 'The resource for which a service asks'],
  ['aws:SourceAccount', 'String', 'The account for which a service asks'],
  ['aws:SourceOrgID', 'String', 'The organization for which a service asks'],
  ['aws:SourceOrgPaths', 'String', 'The organizational units for which a service asks', true],
  ['aws:referer', 'String', 'The page that asks, as the browser says; anyone can write it'],
  ['aws:UserAgent', 'String', 'The program that asks, as it says; anyone can write it'],
  ['sts:ExternalId', 'String', 'What a third party has to say to take on the role'],
  ['sts:RoleSessionName', 'String', 'The name of the session'],
  ['sts:SourceIdentity', 'String', 'The identity that is set when the role is taken on'],
  ['sts:TransitiveTagKeys', 'String', 'Tags that go on to further roles', true],
  ['sts:AWSServiceName', 'String', 'The service that a bearer token is for'],
  ['iam:PassedToService', 'String', 'The service that a role is passed to'],
  ['iam:AssociatedResourceArn', 'Arn', 'The resource that a role is passed for'],
  ['iam:AWSServiceName', 'String', 'The service of a service-linked role'],
  ['iam:PermissionsBoundary', 'Arn', 'The boundary that is set'],
  ['iam:PolicyARN', 'Arn', 'The policy that is attached or detached'],
  ['iam:ResourceTag/', 'String', 'A tag of the user or role'],
  ['kms:ViaService', 'String', 'The service that uses the key for the principal'],
  ['kms:CallerAccount', 'String', 'The account of who uses the key'],
  ['kms:GrantIsForAWSResource', 'Bool', 'Whether a service makes the grant for its resource'],
  ['kms:EncryptionContext:', 'String', 'A part of the encryption context; end it with its name'],
  ['s3:prefix', 'String', 'The beginning of the names that are listed'],
  ['s3:x-amz-acl', 'String', 'The canned access list that is given'],
  ['s3:DataAccessPointAccount', 'String', 'The account of the access point'],
  ['secretsmanager:ResourceTag/', 'String', 'A tag of the secret; end it with the name of the tag'],
  ['ssm:resourceTag/', 'String', 'A tag of the parameter or document'],
  ['lambda:FunctionUrlAuthType', 'String', 'AWS_IAM or NONE'],
  ['ec2:Region', 'String', 'The region of the instance'],
  ['ec2:ResourceTag/', 'String', 'A tag of the resource'],
  ['token.actions.githubusercontent.com:sub', 'String', 'Which repository, and which branch or environment of it'],
  ['token.actions.githubusercontent.com:aud', 'String', 'For whom GitHub made the token; sts.amazonaws.com'],
  ['gitlab.com:sub', 'String', 'Which project, and which branch or tag of it'],
  ['gitlab.com:aud', 'String', 'For whom GitLab made the token'],
];

export const conditionKeys: readonly ConditionKey[] = rows.map(([key, type, about, many]) => ({ key, type, about, ...(many ? { many } : {}) }));

/** Operators of IAM conditions without `IfExists` and without the two words for many values. */
export const conditionOperators = [
  'StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringLike', 'StringNotLike', 'ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'Bool', 'IpAddress', 'NotIpAddress',
  'DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals', 'NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals',
  'BinaryEquals', 'Null',
] as const;
