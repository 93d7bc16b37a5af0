// What the role of guests of an identity pool may do: it is given to the world.
import { changes } from '../../server/engine/catalog/aws-fold.ts';
import { isGuestRole } from '../../server/engine/facts/aws/lookup.ts';
import { isEveryAction, isIdentityGrant } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { patternOf, placeOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** What a client sends about itself: Pinpoint's and Cognito Sync's own calls, which guests are meant to make. */
const meantForGuests = /^(?:mobileanalytics|mobiletargeting|cognito-sync|rum|geo|personalize):/i;

const template = (action: string) => `Resources:
  Guests:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Federated: cognito-identity.amazonaws.com }
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: { 'cognito-identity.amazonaws.com:aud': 'eu-central-1:11111111-2222-3333-4444-555555555555' }
              ForAnyValue:StringLike: { 'cognito-identity.amazonaws.com:amr': unauthenticated }
      Policies:
        - PolicyName: guests
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: ${action}
                Resource: arn:aws:s3:::shop-uploads/public/*
`;

export const cognitoGuestWrite = defineRule({
  id: 'aws/cognito-guest-write',
  meta: {
    title: 'Guests of an identity pool may write',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'NHI5:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_366'],
    fix: 'none',
    whyNoFix: 'What guests are to do is known only to the author; the writing belongs to the role of users who have signed in.',
    messages: {
      guests:
        '`{action}` is given to `{role}`, the role of guests: anyone who knows the id of the pool, which every copy of the app carries, may use it without signing in; give it to the role of users who have signed in',
    },
    docs: {
      what: 'A role for guests of a Cognito identity pool with actions that write.',
      why: 'The id of a pool is public, and guests need no account. What their role may do is what the world may do: fill a bucket, send messages, change a table.',
      remedy:
        'Give guests what reads public things and nothing else. Let users sign in for the rest, under a role of their own, with `${cognito-identity.amazonaws.com:sub}` in the ARNs.',
      bad: [{ file: 'stack/template.yaml', text: template('«s3:PutObject»') }],
      good: [{ file: 'stack/template.yaml', text: template('s3:GetObject') }],
      references: [
        'https://docs.aws.amazon.com/cognito/latest/developerguide/iam-roles.html',
        'https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const { project } = context;
      if (
        !isIdentityGrant(grant) ||
        grant.polarity.actions === 'except' ||
        !project.catalogs.aws ||
        lifetimeOf(grant, project.workspace.today) === 'ended'
      )
        return;
      const role = grant.principals.find((principal) => isGuestRole(grant, principal.id, project));
      if (!role) return;
      for (const leaf of grant.actions) {
        const pattern = patternOf(leaf);
        // Everything, and everything of a service, are said as such.
        if (isEveryAction(pattern) || meantForGuests.test(pattern) || !project.catalogs.aws.expand(pattern).some(changes)) continue;
        context.report({
          at: placeOf(leaf),
          message: 'guests',
          data: { action: pattern.replaceAll('\0', '…'), role: patternOf(role.id) },
          anchor: `${grant.anchor}|guests|Action[${pattern}]`,
        });
      }
    },
  },
});
