// Settings of resources that decide who gets in or how long a credential lives: guests of identity pools, administrators
// of clusters, secrets that stay as they are, long sessions.
import { replaceText, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { patternOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const file = 'infra/main.tf';

export const cognitoUnauthenticated = defineRule({
  id: 'aws/cognito-unauthenticated',
  meta: {
    title: 'Identity pool open to guests',
    category: 'trust',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['CKV_AWS_366'],
    fix: 'suggestion',
    messages: {
      guests:
        'anyone who knows the id of this pool, which is in every copy of the app, gets AWS credentials of its guest role without signing in; turn it off, or keep that role to what the world may have',
    },
    docs: {
      what: 'A Cognito identity pool that gives credentials to guests.',
      why: 'The id of the pool is public. Whoever calls it holds credentials of the account, and what the guest role may do is what the world may do.',
      remedy: 'Set `allow_unauthenticated_identities` to false, and have users sign in.',
      bad: [
        {
          file,
          text: 'resource "aws_cognito_identity_pool" "app" {\n  identity_pool_name               = "app"\n  allow_unauthenticated_identities = «true»\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_cognito_identity_pool" "app" {\n  identity_pool_name               = "app"\n  allow_unauthenticated_identities = false\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'aws' || grant.role !== 'resource' || grant.enabled === 'no') return;
      const guest =
        grant.actions.some((action) => patternOf(action).startsWith('cognito-identity:')) &&
        grant.principals.find((principal) => principal.kind === 'any');
      if (!guest) return;
      context.report({
        at: placeOf(guest.id),
        message: 'guests',
        anchor: grant.anchor,
        suggestions: guest.id.editable
          ? [editing('Let no guests in', guest.id.at.uri, (document) => [replaceValue(guest.id, false, document)])]
          : [],
      });
    },
  },
});

export const eksAccessAdmin = defineRule({
  id: 'aws/eks-access-admin',
  meta: {
    title: 'Administrator of a whole cluster',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['KSV-0115'],
    fix: 'suggestion',
    messages: {
      cluster: '`{policy}` makes {who} administrator of the whole cluster, with no end; give a namespace, or a policy that reads',
      namespace: '`{policy}` makes {who} administrator of the namespaces that it names; give what is needed there',
    },
    docs: {
      what: 'An EKS access entry with `AmazonEKSClusterAdminPolicy` or `AmazonEKSAdminPolicy`.',
      why: 'Whoever administers a cluster reads its secrets and runs pods under every role that its nodes and service accounts have.',
      remedy: 'Associate `AmazonEKSEditPolicy` or `AmazonEKSViewPolicy`, with a scope of namespaces.',
      bad: [
        {
          file,
          text: 'resource "aws_eks_access_policy_association" "build" {\n  cluster_name  = "shop"\n  policy_arn    = "«arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy»"\n  principal_arn = "arn:aws:iam::111122223333:role/build"\n  access_scope {\n    type = "cluster"\n  }\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_eks_access_policy_association" "build" {\n  cluster_name  = "shop"\n  policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy"\n  principal_arn = "arn:aws:iam::111122223333:role/build"\n  access_scope {\n    type       = "namespace"\n    namespaces = ["shop"]\n  }\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'aws' || grant.role !== 'binding' || !grant.entitlement || grant.enabled === 'no') return;
      const policy = /cluster-access-policy\/(AmazonEKS(?:Cluster)?AdminPolicy)$/.exec(patternOf(grant.entitlement))?.[1];
      if (!policy) return;
      const wide = policy === 'AmazonEKSClusterAdminPolicy' && grant.scope.some((scope) => scope.level === 'cluster');
      const { entitlement } = grant;
      const text = textOf(entitlement);
      context.report({
        at: placeOf(entitlement),
        message: wide ? 'cluster' : 'namespace',
        data: {
          policy,
          who:
            grant.principals[0] && !patternOf(grant.principals[0].id).includes('\0')
              ? `\`${patternOf(grant.principals[0].id)}\``
              : 'the principal',
        },
        severity: wide ? 'high' : 'medium',
        anchor: grant.anchor,
        suggestions:
          text && entitlement.editable
            ? [
                editing('Give AmazonEKSViewPolicy instead', entitlement.at.uri, () => [
                  replaceText(entitlement, text.replace(policy, 'AmazonEKSViewPolicy')),
                ]),
              ]
            : [],
      });
    },
  },
});

export const eksAuthMasters = defineRule({
  id: 'aws/eks-auth-masters',
  meta: {
    title: 'Mapped to system:masters',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['KSV-0115', 'KSV-0123'],
    fix: 'none',
    whyNoFix: "A group of one's own has to be bound to a role first.",
    messages: {
      masters:
        '{who} is mapped to `system:masters`, for which the cluster checks nothing and which no binding can take back; map to a group that is bound to a role',
    },
    docs: {
      what: 'A role or user of AWS that is mapped to the Kubernetes group `system:masters`.',
      why: 'The group is above every check of the cluster: no binding gives it and none takes it back. Whoever may take the role owns the cluster, its secrets, and the roles of its pods.',
      remedy:
        'Map to a group of your own and bind it to a role of the namespace. Use access entries with `AmazonEKSViewPolicy` or `AmazonEKSEditPolicy` for new clusters.',
      bad: [
        {
          file: 'cluster/aws-auth.yaml',
          text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: aws-auth\n  namespace: kube-system\ndata:\n  mapRoles: |\n    - rolearn: arn:aws:iam::111122223333:role/build\n      username: build\n      groups:\n        - «system:masters»\n',
        },
      ],
      good: [
        {
          file: 'cluster/aws-auth.yaml',
          text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: aws-auth\n  namespace: kube-system\ndata:\n  mapRoles: |\n    - rolearn: arn:aws:iam::111122223333:role/node\n      username: system:node:{{EC2PrivateDNSName}}\n      groups:\n        - system:bootstrappers\n        - system:nodes\n',
        },
      ],
      references: [
        'https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html',
        'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'aws' || grant.carrier.kind !== 'aws-auth' || !grant.entitlement) return;
      const who = grant.principals[0] && patternOf(grant.principals[0].id);
      context.report({
        at: placeOf(grant.entitlement),
        message: 'masters',
        data: { who: who && !who.includes('\0') ? `\`${who}\`` : 'A role or user of AWS' },
        anchor: grant.anchor,
      });
    },
  },
});

const longestRotation = 90;

export const secretRotation = defineRule({
  id: 'aws/secret-rotation-slow',
  meta: {
    title: 'Secret rotated too seldom',
    category: 'long-lived',
    severity: 'low',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['CKV_AWS_304', 'CKV2_AWS_57'],
    fix: 'suggestion',
    messages: {
      slow: 'this secret is rotated every {days} days; rotate it within {most} days, so that a stolen copy is soon worth nothing',
    },
    docs: {
      what: 'A rotation of Secrets Manager with more than ninety days between.',
      why: 'A secret that was copied works until the next rotation. Ninety days are the most that the usual baselines allow.',
      remedy: 'Rotate within ninety days; where the service signs in by a role, keep no secret at all.',
      bad: [
        {
          file,
          text: 'resource "aws_secretsmanager_secret_rotation" "shop" {\n  secret_id = "shop/database"\n  rotation_rules {\n    automatically_after_days = «365»\n  }\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_secretsmanager_secret_rotation" "shop" {\n  secret_id = "shop/database"\n  rotation_rules {\n    automatically_after_days = 30\n  }\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html'],
    },
  },
  on: {
    credential(credential, context) {
      const { rotation } = credential;
      if (credential.platform !== 'aws' || credential.storedIn !== 'vault' || credential.enabled === 'no' || !rotation) return;
      const days = daysOf(textOf(rotation));
      if (!(days > longestRotation)) return;
      context.report({
        at: placeOf(rotation),
        message: 'slow',
        data: { days, most: longestRotation },
        anchor: credential.anchor,
        suggestions:
          rotation.editable && /^\d+$/.test(textOf(rotation)!)
            ? [
                editing(`Rotate every ${longestRotation} days`, rotation.at.uri, (document) => [
                  replaceValue(rotation, longestRotation, document),
                ]),
              ]
            : [],
      });
    },
  },
});

/** Days between two rotations: a number of days, or a schedule such as `rate(180 days)`. Other schedules are not judged. */
function daysOf(text: string | undefined): number {
  const rate = /^rate\((\d+) (hour|day)s?\)$/.exec(text ?? '');
  return rate ? Number(rate[1]) / (rate[2] === 'hour' ? 24 : 1) : Number(text);
}

/** Seconds of a session: a number, or the form of permission sets, `PT8H30M`. */
function secondsOf(text: string | undefined): number {
  const iso = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/i.exec(text ?? '');
  return iso ? Number(iso[1] ?? 0) * 3600 + Number(iso[2] ?? 0) * 60 + Number(iso[3] ?? 0) : Number(text);
}

/** Four hours: a working session, not a working day. */
const longestSession = 4 * 3600;

export const longSession = defineRule({
  id: 'aws/long-session',
  meta: {
    title: 'Role with long sessions',
    category: 'long-lived',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: { long: 'credentials of `{name}` live up to {hours} hours and cannot be called back one by one; an hour is the default' },
    docs: {
      what: 'A role or permission set whose sessions may last more than four hours.',
      why: 'Credentials of a session hold until they end, whatever happens to the person or job that took them. Twelve hours are a night in which nobody looks.',
      remedy: 'Set `max_session_duration` to 3600, and take a new session when one ends.',
      bad: [
        {
          file,
          text: 'resource "aws_iam_role" "worker" {\n  name                 = "worker"\n  max_session_duration = «43200»\n  assume_role_policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]\n  })\n}\n',
        },
      ],
      good: [
        {
          file,
          text: 'resource "aws_iam_role" "worker" {\n  name                 = "worker"\n  max_session_duration = 3600\n  tags                 = { owner = "team-shop" }\n  assume_role_policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]\n  })\n}\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html'],
    },
  },
  on: {
    identity(identity, context) {
      const duration = identity.platform === 'aws' ? identity.traits['maxSessionDuration'] : undefined;
      const seconds = secondsOf(textOf(duration));
      if (!duration || !(seconds > longestSession)) return;
      context.report({
        at: placeOf(duration),
        message: 'long',
        data: { name: identity.name, hours: Math.round(seconds / 360) / 10 },
        anchor: `${identity.carrier.dialect}|${identity.carrier.block.uri}|${identity.carrier.address}|session`,
        suggestions: duration.editable
          ? [
              editing('Let sessions last an hour', duration.at.uri, (document) => [
                /^P/i.test(textOf(duration) ?? '') ? replaceText(duration, 'PT1H') : replaceValue(duration, 3600, document),
              ]),
            ]
          : [],
      });
    },
  },
});
