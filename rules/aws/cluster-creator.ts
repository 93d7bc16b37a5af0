// The principal that made an EKS cluster, as its administrator for good.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const cluster = (value: string) =>
  `resource "aws_eks_cluster" "shop" {\n  name     = "shop"\n  role_arn = "arn:aws:iam::111122223333:role/cluster"\n  access_config {\n    authentication_mode                         = "API"\n    bootstrap_cluster_creator_admin_permissions = ${value}\n  }\n}\n`;

export const eksCreatorAdmin = defineRule({
  id: 'aws/eks-creator-admin',
  meta: {
    title: 'Cluster administered by whoever made it',
    category: 'admin',
    severity: 'low',
    profile: 'strict',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      creator:
        'the principal that creates this cluster, mostly a pipeline, administers it for good and stands in no list of access; set this to false and name administrators in access entries',
    },
    docs: {
      what: 'An EKS cluster whose creator is given the administration of it.',
      why: 'The creator is mostly the role of a pipeline. It stays administrator of the cluster after its work is done, and no access entry in the code says so.',
      remedy:
        'Set `bootstrap_cluster_creator_admin_permissions` to false, and name who administers in access entries. On a cluster that exists this makes a new one: take the entry of the creator away by hand there.',
      bad: [{ file: 'infra/main.tf', text: cluster('«true»') }],
      good: [{ file: 'infra/main.tf', text: cluster('false') }],
      references: [
        'https://docs.aws.amazon.com/eks/latest/userguide/grant-k8s-access.html',
        'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessConfigRequest.html',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const { entitlement } = grant;
      if (
        grant.platform !== 'aws' ||
        grant.role !== 'binding' ||
        !grant.anchor.endsWith('access[creator]') ||
        !entitlement ||
        grant.enabled === 'no'
      )
        return;
      context.report({
        at: placeOf(entitlement),
        message: 'creator',
        anchor: grant.anchor,
        suggestions:
          entitlement.editable && textOf(entitlement) !== undefined
            ? [editing('Give the creator nothing', entitlement.at.uri, (document) => [replaceValue(entitlement, false, document)])]
            : [],
      });
    },
  },
});
