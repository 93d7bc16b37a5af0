// What a condition of an AWS policy narrows. A condition that lets everything through, or that holds when its key is
// absent, narrows nothing; a value that is not known is taken to narrow, because unknown never raises a finding.
import type { Condition } from '../types.ts';
import { patternOf, textOf, type Leaf } from '../value.ts';

type Limits = Condition['limits'];

/** Keys that say how a request travels or what it carries along, not who makes it, from where, or upon what. */
const narrowsNothing = new Set([
  'aws:securetransport',
  'aws:requestedregion',
  'aws:useragent',
  'aws:referer',
  's3:tlsversion',
  's3:authtype',
  's3:signatureversion',
  's3:signatureage',
  's3:x-amz-acl',
  's3:x-amz-server-side-encryption',
  's3:x-amz-server-side-encryption-aws-kms-key-id',
  's3:x-amz-content-sha256',
  'sts:rolesessionname',
  'sts:durationseconds',
  'sns:protocol',
]);

const exact = new Map<string, Limits>([
  ...[
    'aws:principalarn',
    'aws:principalorgid',
    'aws:principalorgpaths',
    'aws:principalaccount',
    'aws:userid',
    'aws:username',
    'aws:federatedprovider',
    'aws:sourceaccount',
    'aws:sourcearn',
    'aws:sourceowner',
    'aws:sourceorgid',
    'aws:sourceorgpaths',
    'aws:sourceidentity',
    'sts:externalid',
    'kms:calleraccount',
    'lambda:eventsourcetoken',
    'sns:endpoint',
    's3:dataaccesspointaccount',
    's3:dataaccesspointarn',
    'elasticfilesystem:accesspointarn',
  ].map((key) => [key, 'principal'] as const),
  ...[
    'aws:sourceip',
    'aws:sourcevpc',
    'aws:sourcevpce',
    'aws:sourcevpcarn',
    'aws:vpcsourceip',
    'aws:vpceaccount',
    'aws:vpceorgid',
    'aws:vpceorgpaths',
    'elasticfilesystem:accessedviamounttarget',
  ].map((key) => [key, 'network'] as const),
  ...['aws:currenttime', 'aws:epochtime', 'aws:tokenissuetime'].map((key) => [key, 'time'] as const),
  ...['aws:multifactorauthpresent', 'aws:multifactorauthage'].map((key) => [key, 'mfa'] as const),
  ...[
    'iam:passedtoservice',
    'iam:awsservicename',
    'kms:viaservice',
    'kms:grantisforawsresource',
    'aws:viaawsservice',
    'aws:calledvia',
    'aws:calledviafirst',
    'aws:calledvialast',
    'aws:principalisawsservice',
    'aws:principalservicename',
    'aws:principalservicenameslist',
  ].map((key) => [key, 'service'] as const),
  ...[
    'aws:resourceaccount',
    'aws:resourceorgid',
    'aws:resourceorgpaths',
    'iam:policyarn',
    'iam:associatedresourcearn',
    's3:resourceaccount',
    'ecs:cluster',
    'ec2:vpc',
    'ec2:subnet',
    'kms:resourcealiases',
    'ssm:resourcetag',
  ].map((key) => [key, 'resource'] as const),
]);

/** Keys that every request carries, so that `…IfExists` and `ForAllValues` take nothing from them. */
const alwaysThere = new Set(['aws:currenttime', 'aws:epochtime', 'aws:principalarn', 'aws:requestedregion', 'aws:securetransport']);

/**
 * What one condition narrows. `operator` and `key` as written, in any case.
 * Operators: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function limitsOf(operator: string, key: string, values: readonly Leaf[]): Limits {
  const name = key.toLowerCase();
  const { base, maybeAbsent } = parseOperator(operator);
  if (narrowsNothing.has(name)) return 'none';
  // A function URL without sign-in is open to everyone, and its permission says so in this key.
  if (name === 'lambda:functionurlauthtype') return values.some((value) => textOf(value)?.toUpperCase() === 'NONE') ? 'none' : 'principal';
  const kind = kindOf(name);
  if (base === 'null') {
    // "Must be present" says something of keys that only some callers have; "must be absent" says nothing.
    if (!values.some((value) => textOf(value)?.toLowerCase() === 'false')) return 'none';
    return kind === 'mfa' || kind === 'service' ? kind : 'none';
  }
  if (maybeAbsent && !alwaysThere.has(name)) return 'none';
  if (base.includes('not')) return kind === 'time' ? 'time' : 'none';
  if (base === 'bool') return values.some((value) => textOf(value)?.toLowerCase() === 'false') ? 'none' : kind;
  if (
    (base === 'stringlike' || base === 'arnlike' || base === 'arnequals') &&
    values.some((value) => matchesAll(value) || (name === 'aws:sourcearn' && isAnyonesResource(value)))
  )
    return 'none';
  if (base === 'ipaddress' && values.some((value) => /^(?:0\.0\.0\.0|::)\/0$/.test(textOf(value) ?? ''))) return 'none';
  return kind;
}

/** The operator in lower case without its set prefix and `IfExists`, and whether it holds when the key is absent. */
export function parseOperator(operator: string): { base: string; maybeAbsent: boolean; ifExists: boolean; set: 'any' | 'all' | undefined } {
  const lower = operator.toLowerCase();
  const set = lower.startsWith('forallvalues:') ? 'all' : lower.startsWith('foranyvalue:') ? 'any' : undefined;
  const rest = set ? lower.slice(lower.indexOf(':') + 1) : lower;
  const ifExists = rest.endsWith('ifexists');
  return { base: ifExists ? rest.slice(0, -'ifexists'.length) : rest, maybeAbsent: ifExists || set === 'all', ifExists, set };
}

function kindOf(name: string): Limits {
  const known = exact.get(name);
  if (known) return known;
  if (name.startsWith('aws:principaltag/')) return 'principal';
  if (name.includes(':resourcetag/')) return 'resource';
  if (
    /:(?:sub|aud|amr|azp|oaud|iss|namequalifier|doc|edupersonorgdn|repository(?:_id|_owner|_owner_id)?|job_workflow_ref|environment|ref|actor|actor_id|workflow|workflow_ref|enterprise)$/.test(
      name,
    )
  )
    return 'principal';
  if (name.startsWith('saml:')) return 'principal';
  return 'other';
}

/** True for a value that every string matches: only `*`, or an ARN whose parts are all wildcards. A hole is not known to match all. */
function matchesAll(leaf: Leaf): boolean {
  const pattern = patternOf(leaf);
  return (
    pattern !== '' &&
    !pattern.includes('\0') &&
    (/^[*]+$/.test(pattern) ||
      (/^arn:[^:]*:[^:]*:\*?:\*?:\*$/.test(pattern) && !/^arn:[^:]*:[^:*]+:/.test(pattern)) ||
      /^arn:[^:]*:(?:iam|sts)::\*(?::(?:root|\*|role\/\*|user\/\*|assumed-role\/\*))?$/.test(pattern))
  );
}

/** `arn:aws:sns:*:*:*`, `arn:aws:events:*:*:rule/*`, `arn:aws:s3:::*`: every resource of a service, or of one of its types, of every account. */
function isAnyonesResource(leaf: Leaf): boolean {
  return /^arn:[^:]*:[^:]*:[^:]*:\**:(?:[a-z-]{1,40}[:/])?\*+$/i.test(patternOf(leaf));
}
