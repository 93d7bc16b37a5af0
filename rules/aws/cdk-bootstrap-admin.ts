// `cdk bootstrap` gives CloudFormation a role of its own; which policies it has is said on the command line. Where nothing is
// said it is AdministratorAccess too, as every first step with the CDK does it: that is not reported.
import { patternOf, placeOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const cdkBootstrapAdmin = defineRule({
  id: 'aws/cdk-bootstrap-admin',
  meta: {
    title: 'CDK bootstrapped as administrator',
    category: 'admin',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The policy that the deployments need has to be written first.',
    messages: {
      admin: '`{policy}` lets whoever may deploy a stack of the CDK do everything in the account; pass a policy of what the stacks build',
    },
    docs: {
      what: '`cdk bootstrap` with `AdministratorAccess` for the role that deploys.',
      why: 'Every pipeline that may deploy one stack is administrator of the account, since CloudFormation does what the template says.',
      remedy:
        'Write a policy of the services that the stacks use and pass it with `--cloudformation-execution-policies`; add a permissions boundary with `--custom-permissions-boundary`.',
      bad: [
        {
          file: 'scripts/bootstrap.sh',
          text: '#!/bin/sh\nnpx cdk bootstrap --cloudformation-execution-policies «arn:aws:iam::aws:policy/AdministratorAccess»\n',
        },
      ],
      good: [
        {
          file: 'scripts/bootstrap.sh',
          text: '#!/bin/sh\nnpx cdk bootstrap --cloudformation-execution-policies arn:aws:iam::111122223333:policy/cdk-execution\n',
        },
      ],
      references: ['https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-customizing.html'],
    },
  },
  on: {
    grant(grant, context) {
      const catalog = context.project.catalogs.aws;
      if (!catalog || grant.carrier.kind !== 'cdk bootstrap' || !grant.entitlement) return;
      const policy = catalog.managedPolicy(patternOf(grant.entitlement));
      if (policy?.class === 'admin')
        context.report({
          at: placeOf(grant.entitlement),
          message: 'admin',
          data: { policy: policy.name },
          anchor: `${grant.anchor}|bootstrap`,
        });
    },
  },
});
