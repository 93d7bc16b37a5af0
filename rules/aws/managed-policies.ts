// AWS managed policies that give more than a role should hold, attached by ARN or name: one reading, four rules by what
// the policy's class is. What each policy allows is in the generated catalogue.
import type { AwsManagedPolicy } from '../../server/engine/catalog/aws.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { severities, type Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { isBounded, isBreakGlass } from '../../server/engine/facts/aws/lookup.ts';
import { patternOf, placeOf, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';

interface Kind {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly severityInDefault?: Severity;
  readonly profile?: 'strict';
  readonly peers: readonly string[];
  readonly matches: (policy: AwsManagedPolicy) => boolean;
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly bad: string;
  readonly good: string;
  /** Managed policies that may be meant instead, by name. */
  readonly instead: readonly string[];
}

const example = (arn: string) => `Resources:
  Worker:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: ec2.amazonaws.com
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - ${arn}
`;

function attached(kind: Kind): Rule {
  return defineRule({
    id: kind.id,
    meta: {
      title: kind.title,
      category: 'admin',
      severity: kind.severity,
      severityInDefault: kind.severityInDefault,
      profile: kind.profile,
      confidence: 'high',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: kind.peers,
      fix: kind.instead.length > 0 ? 'suggestion' : 'none',
      whyNoFix: kind.instead.length > 0 ? undefined : 'Which actions of the service are used is known only to the author.',
      messages: {
        attached: kind.message,
        bounded:
          '`{policy}` is attached with no end to {who}, and only a permissions boundary holds it back; attach what is used, so that the boundary is the second line and not the only one',
      },
      subsumes: ['aws/privesc-single', 'aws/privesc-passrole-compute', 'aws/privesc-existing-compute'],
      docs: {
        what: kind.what,
        why: kind.why,
        remedy: kind.remedy,
        bad: [{ file: 'stack/template.yaml', text: example(`«arn:aws:iam::aws:policy/${kind.bad}»`) }],
        good: [{ file: 'stack/template.yaml', text: example(`arn:aws:iam::aws:policy/${kind.good}`) }],
        references: [
          'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html',
          'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
        ],
      },
    },
    on: {
      grant(grant, context) {
        const catalog = context.project.catalogs.aws;
        if (
          !catalog ||
          !grant.entitlement ||
          grant.platform !== 'aws' ||
          grant.role !== 'entitlement' ||
          grant.enabled === 'no' ||
          grant.carrier.kind === 'cdk bootstrap' ||
          grant.lifetime.kind !== 'standing'
        )
          return;
        const policy = catalog.managedPolicy(patternOf(grant.entitlement));
        if (!policy || !kind.matches(policy) || isBreakGlass(grant, context.project)) return;
        const bounded = isBounded(grant, context.project);
        const holders = grant.principals.map((principal) => patternOf(principal.id)).filter((id) => id !== '' && !id.includes('\0'));
        context.report({
          at: placeOf(grant.entitlement),
          message: bounded ? 'bounded' : 'attached',
          // A boundary limits what becomes of it; that it is far too much for the work stays true.
          ...(bounded ? { severity: mildest(kind.severity, 'medium') } : {}),
          data: {
            policy: policy.name,
            who: holders.length === 1 ? `\`${holders[0]}\`` : bounded ? 'its holders' : 'whoever gets it',
            writes: policy.counts.Write,
            managing: policy.counts['Permissions management'],
            path:
              policy.holds === '*'
                ? 'everything'
                : [...policy.holds]
                    .sort((a, b) => Number(b.startsWith('iam:')) - Number(a.startsWith('iam:')))
                    .slice(0, 3)
                    .map((action) => `\`${action}\``)
                    .join(', '),
          },
          anchor: grant.anchor,
          suggestions: kind.instead.flatMap((name) => replacePolicy(grant.entitlement!, policy.name, name)),
        });
      },
    },
  });
}

function mildest(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) > severities.indexOf(b) ? a : b;
}

/** Names another managed policy where one is named, keeping how the ARN is written. */
export function replacePolicy(leaf: Leaf, from: string, to: string): FixMaker[] {
  const text = patternOf(leaf);
  if (!leaf.editable || leaf.kind !== 'scalar' || !text.endsWith(from)) return [];
  const path = /(?:job-function|service-role|aws-service-role)\/$/.exec(text.slice(0, -from.length));
  const head = text.slice(0, path ? path.index : -from.length);
  return [editing(`Attach ${to} instead`, leaf.at.uri, () => [replaceText(leaf, head + to)])];
}

export const managedPolicyRules: readonly Rule[] = [
  attached({
    id: 'aws/managed-admin-attached',
    title: 'AdministratorAccess attached',
    severity: 'critical',
    peers: ['CKV_AWS_274', 'CKV_AWS_275', 'cfn_nag W43'],
    matches: (policy) => policy.class === 'admin',
    message: '`{policy}` is attached with no end: {who} may do everything in the account; attach what is used, or give it for a time',
    what: 'The managed policy that allows everything on everything, attached to a role, user, group or permission set.',
    why: 'An administrator that is always there is an administrator for whoever gets hold of the credential: a build that runs a changed dependency, an instance with an open metadata service, a laptop.',
    remedy:
      'Attach a policy of what is used. IAM Access Analyzer can generate it from CloudTrail. For people, use a permission set that is asked for and ends.',
    bad: 'AdministratorAccess',
    good: 'AmazonSSMManagedInstanceCore',
    instead: ['PowerUserAccess', 'ReadOnlyAccess'],
  }),
  attached({
    id: 'aws/managed-iamfullaccess-attached',
    title: 'Managed policy that leads to administrator attached',
    severity: 'critical',
    peers: ['CKV2_AWS_56', 'CKV2_AWS_40', 'cfn_nag W44'],
    matches: (policy) => policy.class === 'escalation',
    message: '`{policy}` leads to administrator: {who} may use {path} on every resource; attach a policy of what is used',
    what: 'A managed policy attached whose permissions are enough to become administrator: it changes identities, or passes any role to something that runs code.',
    why: '`IAMFullAccess` looks like one service and is all of them: its holder attaches `AdministratorAccess` to themselves. Some older service policies pass every role.',
    remedy:
      'Attach a policy with the actions that are used, limited to the roles and users that are meant, and with a permissions boundary on what may be created.',
    bad: 'IAMFullAccess',
    good: 'IAMReadOnlyAccess',
    instead: ['IAMReadOnlyAccess'],
  }),
  attached({
    id: 'aws/managed-poweruser-attached',
    title: 'PowerUserAccess attached',
    severity: 'high',
    severityInDefault: 'medium',
    peers: ['cfn_nag W44'],
    matches: (policy) => policy.class === 'power',
    message:
      '`{policy}` allows {who} {writes} writing actions in all services, and every service that AWS adds; attach a policy of what is used',
    what: 'A managed policy that allows everything but a few services, attached.',
    why: 'It holds back IAM and little else: all data, all keys and all machines are open to its holder.',
    remedy: 'Attach the policies of the services that are used, with ARNs.',
    bad: 'PowerUserAccess',
    good: 'AmazonSSMManagedInstanceCore',
    instead: ['ReadOnlyAccess'],
  }),
  attached({
    id: 'aws/managed-fullaccess-attached',
    title: 'Full access to a service attached',
    severity: 'medium',
    profile: 'strict',
    peers: ['AVD-AWS-0345', 'cfn_nag W44'],
    matches: (policy) => policy.class === 'full-access' && policy.counts.Write > 0,
    message:
      '`{policy}` allows {who} {writes} writing actions, {managing} of which change permissions, on every resource of the service; attach a policy of what is used',
    what: 'A managed policy of the kind `…FullAccess` attached.',
    why: 'Such a policy covers every resource of a service in the account, deletion and permission changes included, where a workload mostly needs one bucket or one table.',
    remedy: 'Write a policy with the actions and ARNs that are used.',
    bad: 'AmazonS3FullAccess',
    good: 'AmazonSSMManagedInstanceCore',
    instead: [],
  }),
];
