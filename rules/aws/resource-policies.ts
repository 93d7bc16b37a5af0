// Resource policies that let in anyone, or give a named one everything. `Resource: "*"` in such a policy means the
// resource itself and is never a reason.
import { changes } from '../../server/engine/catalog/aws-fold.ts';
import { hasWildcard } from '../../server/engine/catalog/aws-pattern.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { anyoneIn, foreignAccounts, isCallersTag, isOpen } from '../../server/engine/facts/aws/resource-access.ts';
import { isEveryAction, isLimited, isResourceGrant, wholeServiceOf } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { statementsBeside } from '../../server/engine/facts/aws/lookup.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { AwsCatalog } from '../../server/engine/catalog/aws.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { narrowerActions } from './narrowing.ts';

const references = [
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html',
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
];
const file = 'policies/queue.json';
const example = (principal: string, action: string, more = '') => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Principal": ${principal},
      "Action": ${action},
      "Resource": "arn:aws:sqs:eu-central-1:111122223333:jobs"${more}
    }
  ]
}
`;
const good = [{ file, text: example('{ "AWS": "arn:aws:iam::111122223333:role/worker" }', '"sqs:ReceiveMessage"') }];

export const resourcePolicyPublic = defineRule({
  id: 'aws/resource-policy-public',
  meta: {
    title: 'Resource open to anyone',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [
      'CKV_AWS_70',
      'CKV_AWS_167',
      'CKV_AWS_168',
      'CKV_AWS_169',
      'CKV_AWS_32',
      'CKV_AWS_33',
      'CKV_AWS_283',
      'CKV_AWS_387',
      'CKV_AWS_301',
      'AVD-AWS-0032',
      'cfn_nag F16',
      'cfn_nag F18',
      'cfn_nag F20',
      'cfn_nag F21',
    ],
    fix: 'suggestion',
    messages: {
      reads:
        'everyone in the world may use {actions} on this resource; name the accounts or roles that need it, or limit it to an organization',
      writes:
        'everyone in the world may use {actions} on this resource and change it; name the accounts or roles that need it, or limit it to an organization',
      address:
        'everyone on the internet may call this function by its address without signing in; set the authorization to AWS_IAM, unless the function itself checks who calls',
      api: 'everyone on the internet may call this API, as far as its policy goes; set an authorization on each method, or name who may call here',
      brokers:
        'every client that reaches these brokers is let in without signing in; switch this off, and let clients sign in by IAM, SASL/SCRAM or a certificate',
      tagged:
        'every AWS account that gives its own principals the tag that is asked for, as each may, may use {actions} on this resource; name the accounts or roles that need it, or ask for `aws:PrincipalOrgID` too',
      signedIn: 'everyone with an account at AWS may use {actions} on this resource; name the accounts or roles that need it',
    },
    docs: {
      what: 'A policy of a bucket, queue, topic, key, repository, function or other resource that allows anyone and has no limiting condition.',
      why: "Such a resource is read by whoever finds its name. Buckets and queues are found by guessing; what is written there by a stranger is then taken for one's own.",
      remedy:
        'Name principals. For a whole organization, add `aws:PrincipalOrgID` with `StringEquals`; for a service, use `Service` with `aws:SourceArn`. A web site belongs behind CloudFront with origin access control.',
      bad: [{ file, text: example('"«*»"', '"sqs:SendMessage"') }],
      good: [
        ...good,
        {
          file,
          text: example('"*"', '"sqs:SendMessage"', ',\n      "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }'),
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const { workspace, catalogs } = context.project;
      if (!isResourceGrant(grant) || grant.polarity.principals === 'except' || lifetimeOf(grant, workspace.today) === 'ended') return;
      const anyone = anyoneIn(grant);
      // Guests of an identity pool are another matter, and another rule.
      if (
        !anyone ||
        grant.actions.some((action) => patternOf(action).startsWith('cognito-identity:')) ||
        !isOpen(grant, statementsBeside(grant, context.project))
      )
        return;
      const writes = catalogs.aws !== undefined && changesSomething(grant, catalogs.aws);
      // A public web site is meant to be read; that it is one is not known here.
      const site =
        !writes && grant.actions.length > 0 && grant.actions.every((action) => /^s3:GetObject(?:Version)?$/i.test(patternOf(action)));
      // An address for the world is mostly a web hook; whether it checks its callers is not known here.
      const address = grant.actions.length > 0 && grant.actions.every((action) => /^lambda:InvokeFunctionUrl$/i.test(patternOf(action)));
      // The same as an API without a policy: its methods ask who calls, or nobody does.
      const api = grant.actions.length > 0 && grant.actions.every((action) => /^execute-api:Invoke$/i.test(patternOf(action)));
      // Brokers are reached from their network; how far that goes is not known here.
      const brokers =
        /^true$/i.test(textOf(anyone.id) ?? '') && grant.actions.every((action) => patternOf(action) === 'kafka-cluster:Connect');
      const isTagged = grant.conditions.some(isCallersTag);
      context.report({
        at: placeOf(anyone.id),
        message: brokers
          ? 'brokers'
          : anyone.kind === 'authenticated'
            ? 'signedIn'
            : isTagged
              ? 'tagged'
              : address
                ? 'address'
                : api
                  ? 'api'
                  : writes
                    ? 'writes'
                    : 'reads',
        data: { actions: listed(grant) },
        // Who comes through one service only has more to do before they are in.
        severity: address || api || brokers ? 'medium' : writes && !isLimited(grant) ? 'critical' : site ? 'medium' : 'high',
        anchor: `${grant.anchor}|Principal`,
        suggestions: closing(anyone.id),
      });
    },
  },
});

/** A principal becomes an account; the setting of an address or a bucket becomes the one that lets nobody in. */
function closing(who: Leaf): FixMaker[] {
  const text = textOf(who);
  if (!who.editable || text === undefined) return [];
  const put = (title: string, by: string): FixMaker[] => [editing(title, who.at.uri, () => [replaceText(who, by)])];
  if (/^\*+$/.test(text)) return put('Let in one account (replace 111122223333)', 'arn:aws:iam::111122223333:root');
  if (/^none$/i.test(text)) return put('Ask callers to sign in', 'AWS_IAM');
  if (/^(?:public|authenticated)-?read/i.test(text)) return put('Make it private', /^[A-Z]/.test(text) ? 'Private' : 'private');
  return [];
}

export const resourcePolicyStarAction = defineRule({
  id: 'aws/resource-policy-star-action',
  meta: {
    title: 'Every action in a resource policy',
    category: 'wildcard',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_AWS_72', 'AVD-AWS-0097', 'cfn_nag F4'],
    fix: 'suggestion',
    messages: {
      all: '`{action}` gives {who} every action on this resource, its deletion and its policy included; name the actions that are needed',
    },
    docs: {
      what: 'A resource policy that allows `*` or `service:*` to someone other than an account as a whole.',
      why: 'Whoever may do everything with a resource may delete it and may rewrite the policy that holds others back.',
      remedy: 'Name the actions that this one needs, as it would be done in a policy of its own.',
      bad: [{ file, text: example('{ "AWS": "arn:aws:iam::111122223333:role/worker" }', '"«sqs:*»"') }],
      good,
      references,
    },
  },
  on: {
    grant(grant, context) {
      const catalog = context.project.catalogs.aws;
      if (!catalog || !isResourceGrant(grant) || grant.polarity.actions === 'except') return;
      // An account as a whole passes the decision on to its own policies; so begins the default policy of every key.
      const named = grant.principals.filter((principal) => principal.kind !== 'account' && principal.kind !== 'unknown');
      const open = named.some((principal) => principal.kind === 'any');
      if (named.length === 0 || (grant.role === 'key-policy' && !open)) return;
      for (const action of grant.actions) {
        const pattern = patternOf(action);
        if (!isEveryAction(pattern) && wholeServiceOf(pattern) === undefined) continue;
        context.report({
          at: placeOf(action),
          message: 'all',
          data: {
            action: pattern,
            who: open
              ? grant.conditions.length > 0
                ? 'everyone whom the conditions let in'
                : 'everyone in the world'
              : `\`${shownOf(named[0]!.id)}\``,
          },
          severity: open ? 'high' : 'medium',
          anchor: `${grant.anchor}|Action[${pattern}]`,
          suggestions: narrowerActions(action, grant, catalog),
        });
      }
    },
  },
});

export const resourcePolicyCrossAccountWrite = defineRule({
  id: 'aws/resource-policy-cross-account-write',
  meta: {
    title: 'Another account may change this resource',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: ['parliament RESOURCE_POLICY_PRIVILEGE_ESCALATION', 'CKV_AWS_385'],
    fix: 'none',
    whyNoFix: 'Whether the other account is a partner or a mistake is known only to the owner.',
    messages: {
      foreign:
        'account {account} is not the owner of this resource ({own}) and may change it with {actions}; make sure that it is meant, and limit it to a role',
    },
    docs: {
      what: "A resource policy that lets an account other than the resource's own change it.",
      why: 'What another account writes, it can also withhold or forge; its own security decides over this resource from now on.',
      remedy: 'Name a role of the other account instead of the account, and the few actions that it needs.',
      bad: [{ file, text: example('{ "AWS": "«arn:aws:iam::444455556666:root»" }', '["sqs:SendMessage", "sqs:DeleteMessage"]') }],
      good,
      references,
    },
  },
  on: {
    grant(grant, context) {
      const catalog = context.project.catalogs.aws;
      if (!catalog || !isResourceGrant(grant) || grant.conditions.length > 0 || !changesSomething(grant, catalog)) return;
      for (const { principal, account } of foreignAccounts(grant)) {
        // A role of the other account is what the remedy asks for.
        if (principal.kind !== 'account') continue;
        const own = /:(\d{12}):/.exec(patternOf(grant.scope[0]!.id))?.[1] ?? 'another';
        context.report({
          at: placeOf(principal.id),
          message: 'foreign',
          data: { account, own, actions: listed(grant) },
          anchor: `${grant.anchor}|Principal[${account}]`,
        });
      }
    },
  },
});

function changesSomething(grant: Grant, catalog: AwsCatalog): boolean {
  if (grant.polarity.actions === 'except') return true;
  return grant.actions.some((action) => {
    const pattern = patternOf(action);
    return (
      isEveryAction(pattern) ||
      (!pattern.includes('\0') && catalog.expand(pattern).some(changes)) ||
      (hasWildcard(pattern) && catalog.expand(pattern).length === 0 && !pattern.includes('\0'))
    );
  });
}

function listed(grant: Grant): string {
  const names = grant.actions.map((action) => `\`${shownOf(action)}\``);
  const text = names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more actions` : '');
  return grant.polarity.actions === 'except' ? `everything but ${text}` : text || 'what the policy allows';
}
