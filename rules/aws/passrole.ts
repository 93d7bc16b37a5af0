// `iam:PassRole`: to hand a role to a service is to act as that role. Broad in which roles, or open in which services.
import { matchesPattern } from '../../server/engine/catalog/aws-pattern.ts';
import { addCondition } from '../../server/engine/edit/aws-condition.ts';
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import {
  breadthOf,
  conditionsOn,
  isEveryAction,
  isIdentityGrant,
  isLimited,
  reachesAllOf,
  wholeServiceOf,
} from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { statementsBeside } from '../../server/engine/facts/aws/lookup.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Project } from '../../server/engine/project.ts';
import { siblingsInsteadOf } from './narrowing.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const references = ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'];

/** Services that are given roles, by the prefix of the actions that give them. */
const passedTo = tableOf<string>({
  ec2: 'ec2.amazonaws.com',
  lambda: 'lambda.amazonaws.com',
  ecs: 'ecs-tasks.amazonaws.com',
  cloudformation: 'cloudformation.amazonaws.com',
  glue: 'glue.amazonaws.com',
  codebuild: 'codebuild.amazonaws.com',
  codepipeline: 'codepipeline.amazonaws.com',
  sagemaker: 'sagemaker.amazonaws.com',
  states: 'states.amazonaws.com',
  events: 'events.amazonaws.com',
  scheduler: 'scheduler.amazonaws.com',
  apprunner: 'tasks.apprunner.amazonaws.com',
  batch: 'batch.amazonaws.com',
  datapipeline: 'datapipeline.amazonaws.com',
  elasticmapreduce: 'elasticmapreduce.amazonaws.com',
  eks: 'eks.amazonaws.com',
  rds: 'rds.amazonaws.com',
  autoscaling: 'autoscaling.amazonaws.com',
  firehose: 'firehose.amazonaws.com',
  iot: 'iot.amazonaws.com',
  backup: 'backup.amazonaws.com',
  ssm: 'ssm.amazonaws.com',
});

export const passroleStar = defineRule({
  id: 'aws/passrole-star',
  meta: {
    title: 'PassRole on every role',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['AVD-AWS-0342', 'CKV_AWS_110', 'CKV_AWS_286', 'cfn_nag F38', 'cfn_nag F39', 'cfn_nag F40'],
    fix: 'suggestion',
    messages: {
      anyService:
        '`{action}` on `{resource}` hands every role of the account to any service: whoever holds this acts as the strongest of them; name the roles, and the service in `iam:PassedToService`',
      oneService: '`{action}` on `{resource}` hands every role of the account to {services}; name the roles',
    },
    subsumes: ['aws/resource-star-write', 'aws/resource-star-permissions-management', 'aws/resource-star-sensitive-read'],
    docs: {
      what: '`iam:PassRole` on all roles.',
      why: "A role that is passed to an instance, a function or a build is a role that the passer can act as. On `*` that includes the administrators' roles.",
      remedy: 'Name the roles in `Resource`, and in a condition on `iam:PassedToService` the service that is to have them.',
      bad: [
        {
          file: 'policies/deployer.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Effect": "Allow", "Action": ["iam:PassRole"], "Resource": "«*»" }\n  ]\n}\n',
        },
      ],
      good: [
        {
          file: 'policies/deployer.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": ["iam:PassRole"],\n      "Resource": "arn:aws:iam::111122223333:role/worker",\n      "Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } }\n    }\n  ]\n}\n',
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const { today } = context.project.workspace;
      const action = passing(grant, today);
      const resource = action && grant.scope.find((scope) => reachesAllOf(scope, 'iam'))?.id;
      if (!resource || limitedElsewhere(grant)) return;
      const services = servicesOf(grant);
      context.report({
        at: placeOf(resource),
        message: services.length > 0 ? 'oneService' : 'anyService',
        data: { action: patternOf(action), resource: shownOf(resource), services: services.join(', ') },
        severity: services.length > 0 ? 'medium' : 'high',
        anchor: passingAnchor(grant),
        related: [{ at: placeOf(action), message: 'the action that passes roles' }],
        suggestions: [...keepNamed(grant, resource), ...nameService(grant, context.project), ...nameRole(grant, resource, context.project)],
      });
    },
  },
});

export const passroleAnyService = defineRule({
  id: 'aws/passrole-all-services',
  meta: {
    title: 'PassRole to any service',
    category: 'wildcard',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['AVD-AWS-0342'],
    fix: 'suggestion',
    messages: {
      anyService:
        '`{action}` hands `{resource}` to any service that the role trusts, while this policy works with {service} only; say so in `iam:PassedToService`',
    },
    docs: {
      what: '`iam:PassRole` on named roles without `iam:PassedToService`, in a policy whose other actions are of a single service.',
      why: 'A role that trusts several services can be handed to another one than was meant, and its code be replaced there.',
      remedy: 'Add a condition `StringEquals` on `iam:PassedToService` with the service that is to have the role.',
      bad: [
        {
          file: 'policies/deployer.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "«iam:PassRole»",\n      "Resource": "arn:aws:iam::111122223333:role/worker"\n    },\n    { "Effect": "Allow", "Action": "glue:StartJobRun", "Resource": "arn:aws:glue:eu-central-1:111122223333:job/nightly" }\n  ]\n}\n',
        },
      ],
      good: [
        {
          file: 'policies/deployer.json',
          text: '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow",\n      "Action": "iam:PassRole",\n      "Resource": "arn:aws:iam::111122223333:role/worker",\n      "Condition": { "StringEquals": { "iam:PassedToService": "glue.amazonaws.com" } }\n    }\n  ]\n}\n',
        },
      ],
      references,
    },
  },
  on: {
    grant(grant, context) {
      const action = passing(grant, context.project.workspace.today);
      if (!action || grant.conditions.length > 0 || grant.scope.some((scope) => breadthOf(scope) !== 'narrow')) return;
      const services = guessedServices(grant, context.project);
      const roles = grant.scope.filter((scope) => /:role\//.test(patternOf(scope.id)));
      if (services.length !== 1 || roles.length === 0) return;
      context.report({
        at: placeOf(action),
        message: 'anyService',
        data: { action: patternOf(action), resource: shownOf(roles[0]!.id), service: services[0]! },
        anchor: passingAnchor(grant),
        suggestions: nameService(grant, context.project),
      });
    },
  },
});

/** Where findings about the passing of roles stand. */
export function passingAnchor(grant: Grant): string {
  return `${grant.anchor}|PassRole`;
}

/** The action by which this statement passes roles. `*` and `iam:*` are other rules'. */
function passing(grant: Grant, today: string): Leaf | undefined {
  if (!isIdentityGrant(grant) || grant.polarity.actions === 'except' || lifetimeOf(grant, today) === 'ended') return undefined;
  return grant.actions.find((action) => {
    const pattern = patternOf(action);
    return !isEveryAction(pattern) && wholeServiceOf(pattern) === undefined && matchesPattern(pattern, 'iam:PassRole');
  });
}

function limitedElsewhere(grant: Grant): boolean {
  return isLimited(grant) && conditionsOn(grant, 'iam:PassedToService').length === 0;
}

/** Services named by a condition that holds them to something. */
function servicesOf(grant: Grant): string[] {
  return conditionsOn(grant, 'iam:PassedToService')
    .filter((condition) => condition.limits !== 'none')
    .flatMap((condition) => condition.values.map((value) => `\`${shownOf(value)}\``));
}

/** AWS takes no policy of as many statements; each asks about all beside it. */
const mostBeside = 300;

/** Services that the actions of the same policy use: its own statement and those beside it. */
function guessedServices(grant: Grant, project: Project): string[] {
  const beside = statementsBeside(grant, project)
    .slice(0, mostBeside)
    .filter((other) => other.effect === 'allow');
  return [
    ...new Set(
      beside.flatMap((other) => other.actions.flatMap((action) => passedTo.get(patternOf(action).split(':')[0]!.toLowerCase()) ?? [])),
    ),
  ].sort();
}

/** The roles that are declared beside the policy, where the statement passes roles and nothing else. */
function nameRole(grant: Grant, resource: Leaf, project: Project): FixMaker[] {
  const catalog = project.catalogs.aws;
  const pass = catalog?.find('iam:PassRole');
  return catalog && pass && grant.actions.every((action) => /^iam:passrole$/i.test(patternOf(action)))
    ? siblingsInsteadOf(resource, [pass], catalog, project)
    : [];
}

/** Where roles are named beside the pattern that covers all: the pattern alone goes. */
export function keepNamed(grant: Grant, star: Leaf): FixMaker[] {
  const named = grant.scope.filter((scope) => !reachesAllOf(scope, 'iam'));
  if (!star.editable || named.length === 0 || named.length + 1 !== grant.scope.length) return [];
  return [
    editing(
      `Take "${shownOf(star)}" out; ${named.length === 1 ? 'the role' : `the ${named.length} roles`} named beside it ${named.length === 1 ? 'stays' : 'stay'}`,
      star.at.uri,
      (document) => [removeItem(star, document)],
    ),
  ];
}

/** Offered only where the statement passes roles and nothing else: a condition on the service would shut out every other action. */
function nameService(grant: Grant, project: Project): FixMaker[] {
  const statement = grant.statement?.value;
  if (
    !statement?.editable ||
    !grant.actions.every((action) => /^iam:passrole$/i.test(patternOf(action))) ||
    conditionsOn(grant, 'iam:PassedToService').length > 0
  )
    return [];
  const services = guessedServices(grant, project);
  return services.length === 0
    ? []
    : [
        editing(`Pass roles to ${services.join(', ')} only`, statement.at.uri, (document) => [
          addCondition(statement, { operator: 'StringEquals', key: 'iam:PassedToService', values: services }, document),
        ]),
      ];
}
