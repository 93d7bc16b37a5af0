// Workloads that run as an administrator, or as a role that is a step from one. The finding stands where the workload names
// its role: what the role holds is said at the grant by rules of its own, and shown here beside.
import { powerOf, roleInWords, type RolePower } from '../../server/engine/facts/aws/role-powers.ts';
import { claimsNamed, isAllowedTrust } from '../../server/engine/facts/aws/trust.ts';
import type { Identity, Trust } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Related, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { replacePolicy } from './managed-policies.ts';
import { actionsOfCode } from './narrowing.ts';

type Context = RuleContext<'administrator' | 'path' | 'bounded'>;

const stack = (role: string, policy: string): string => `Resources:
  Thumbnails:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs22.x
      Handler: index.handler
      Role: ${role}
      Code: { ZipFile: 'exports.handler = async () => {}' }
  ThumbnailsRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
      ManagedPolicyArns:
        - arn:aws:iam::aws:policy/${policy}
`;

export const workloadAdminRole = defineRule({
  id: 'aws/workload-admin-role',
  meta: {
    title: 'Workload that runs as an administrator',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_110'],
    fix: 'suggestion',
    messages: {
      administrator:
        '{workload} runs as `{role}`, which {by} makes an administrator{reach}: whoever gets code or a request to run here has the account; give the role what this uses',
      path: '{workload} runs as `{role}`, which can {how}{reach}: whoever gets code or a request to run here is one step from administrator; limit what the role may do',
      bounded:
        '{workload} runs as `{role}`, which only a permissions boundary keeps from being an administrator{reach}; give the role what this uses',
    },
    docs: {
      what: 'A function, instance, task, build, notebook or pod whose role is an administrator, or can make itself one.',
      why: 'Credentials of the role lie within reach of everything that runs there: each dependency, each request that is answered wrongly, each pull request that is built. Where the world gets at the workload, it is one flaw away from the account.',
      remedy:
        'Give the workload a role of its own with the actions and resources that it uses. Where it changes infrastructure, let it hand the work to a pipeline that asks for approval.',
      bad: [{ file: 'stack/template.yaml', text: stack('«!GetAtt ThumbnailsRole.Arn»', 'AdministratorAccess') }],
      good: [{ file: 'stack/template.yaml', text: stack('!GetAtt ThumbnailsRole.Arn', 'service-role/AWSLambdaBasicExecutionRole') }],
      references: [
        'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
        'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
      ],
    },
  },
  on: { identity: ofMachine, trust: ofServiceAccount },
});

/** A workload and its role. Where the role is made with it, as SAM and the CDK do, the grant says it, unless the world gets at it. */
function ofMachine(identity: Identity, context: Context): void {
  if (identity.platform !== 'aws' || identity.kind !== 'machine') return;
  const { role, words, reach, ownRole } = identity.traits;
  if (ownRole && !reach) return;
  const { dialect, block, address } = identity.carrier;
  const power = role && powerOf(role, dialect, block.uri, context.project);
  if (!power) return;
  report(context, power, {
    role,
    ...(ownRole ? { called: textOf(ownRole)! } : {}),
    workload: `${textOf(words) ?? 'Workload'} \`${identity.name}\``,
    anchor: `${dialect}|${block.uri}|${address}|role`,
    ...(reach ? { reach: { how: textOf(reach) ?? '', related: { at: reach.at, message: textOf(reach) ?? '' } } } : {}),
  });
}

/** Pods of a cluster that sign in with their service account: the subject says which, whoever the issuer is. */
function ofServiceAccount(trust: Trust, context: Context): void {
  if (!isAllowedTrust(trust) || !trust.assumes) return;
  const subject = claimsNamed(trust, 'sub').flatMap((condition) => condition.values)[0];
  const account = subject && /^system:serviceaccount:(.+)$/.exec(patternOf(subject))?.[1];
  const power = account === undefined ? undefined : powerOf(trust.assumes, trust.carrier.dialect, trust.carrier.block.uri, context.project);
  if (!subject || account === undefined || !power) return;
  report(context, power, {
    role: trust.assumes,
    at: subject,
    workload: `Service account \`${account.replaceAll('\0', '…').replace(':', '/')}\``,
    anchor: `${trust.anchor}|service-account`,
  });
}

interface Runs {
  readonly role: Leaf;
  /** What the role is called, where its reference does not say it. */
  readonly called?: string;
  /** Where the finding stands, if not at the role. */
  readonly at?: Leaf;
  readonly workload: string;
  readonly anchor: string;
  readonly reach?: { readonly how: string; readonly related: Related };
}

function report(context: Context, power: RolePower, { role, called, at, workload, anchor, reach }: Runs): void {
  const severe: readonly [Severity, Severity] = power.bounded
    ? ['medium', 'low']
    : power.path === undefined
      ? ['critical', 'high']
      : ['high', 'medium'];
  context.report({
    at: placeOf(at ?? role),
    message: power.bounded ? 'bounded' : power.path === undefined ? 'administrator' : 'path',
    data: {
      workload,
      role: called ?? roleInWords(role),
      by: inWords(power),
      how: power.path ?? '',
      reach: reach ? `, and ${reach.how}` : '',
    },
    severity: reach ? severe[0] : severe[1],
    anchor,
    related: [
      { at: placeOf(power.by), message: power.path === undefined ? 'what makes it an administrator' : 'what lets it' },
      ...(reach ? [reach.related] : []),
    ],
    suggestions: fixesOf(power, context),
  });
}

function inWords({ by, grant }: RolePower): string {
  return grant.entitlement
    ? `\`${patternOf(by).slice(patternOf(by).lastIndexOf('/') + 1)}\``
    : 'a statement that allows everything on everything';
}

/** At the grant: less of AWS's own, or what the workload's code calls. */
function fixesOf({ by, grant }: RolePower, { project }: Context): FixMaker[] {
  const catalog = project.catalogs.aws;
  if (!catalog) return [];
  const policy = grant.entitlement ? catalog.managedPolicy(patternOf(by)) : undefined;
  return policy ? replacePolicy(by, policy.name, 'ReadOnlyAccess') : actionsOfCode(by, grant, catalog);
}
