// Patterns within a service (`s3:Put*`), or across services (`*:Create*`), that take in more than their verb says.
import { changes } from '../../server/engine/catalog/aws-fold.ts';
import { hasWildcard } from '../../server/engine/catalog/aws-pattern.ts';
import { breadthOf, isEveryAction, isIdentityGrant, wholeServiceOf } from '../../server/engine/facts/aws/statement.ts';
import { lifetimeOf } from '../../server/engine/facts/lifetime.ts';
import { patternOf, placeOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { narrowerActions } from './narrowing.ts';

const statement = (body: string) => `{\n  "Version": "2012-10-17",\n  "Statement": [\n    ${body}\n  ]\n}\n`;

export const actionPrefixWildcard = defineRule({
  id: 'aws/action-prefix-wildcard',
  meta: {
    title: 'Pattern that takes in permission changes',
    category: 'wildcard',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['AVD-AWS-0057', 'AwsSolutions-IAM5', 'cloudsplaining'],
    fix: 'suggestion',
    messages: {
      managing: '`{pattern}` covers {count} actions, {managing} of which change permissions: {named}; name the ones that are needed',
      reading: '`{pattern}` looks like reading and covers {changing} actions that change something: {named}; name the ones that are needed',
    },
    docs: {
      what: 'An action pattern such as `s3:Put*` that covers actions of a higher level than its verb suggests.',
      why: '`s3:Put*` was meant for objects and also writes bucket policies; `lambda:Add*` was meant for layers and also opens the function to others.',
      remedy: 'Write the actions out. Patterns of reading verbs (`Get*`, `List*`, `Describe*`) are fine where reading everything is.',
      bad: [
        {
          file: 'policies/uploader.json',
          text: statement(
            '{ "Effect": "Allow", "Action": ["s3:GetObject", "«s3:Put*»"], "Resource": ["arn:aws:s3:::uploads", "arn:aws:s3:::uploads/*"] }',
          ),
        },
      ],
      good: [
        {
          file: 'policies/uploader.json',
          text: statement('{ "Effect": "Allow", "Action": ["s3:Get*", "s3:PutObject"], "Resource": "arn:aws:s3:::uploads/*" }'),
        },
      ],
      references: ['https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html'],
    },
  },
  on: {
    grant(grant, context) {
      const catalog = context.project.catalogs.aws;
      if (
        !catalog ||
        !isIdentityGrant(grant) ||
        grant.polarity.actions === 'except' ||
        lifetimeOf(grant, context.project.workspace.today) === 'ended'
      )
        return;
      const broad =
        grant.polarity.resources === 'except' ||
        grant.scope.some((scope) => breadthOf(scope) === 'everything' || breadthOf(scope) === 'service');
      for (const action of grant.actions) {
        const pattern = patternOf(action);
        if (pattern.includes('\0') || !hasWildcard(pattern) || isEveryAction(pattern) || wholeServiceOf(pattern) !== undefined) continue;
        const all = catalog.expand(pattern);
        const managing = all.filter((one) => one.levels.includes('Permissions management'));
        const reads = /:(?:get|list|describe|batchget|head|search|view)/i.test(pattern);
        const changing = reads ? all.filter(changes) : [];
        const shown = managing.length > 0 ? managing : changing;
        // All of one kind by its name (`iam:AttachRolePolicy*`) says what it does.
        if (shown.length === 0 || (managing.length === all.length && all.length < 3)) continue;
        context.report({
          at: placeOf(action),
          message: managing.length > 0 ? 'managing' : 'reading',
          data: {
            pattern,
            count: all.length,
            managing: managing.length,
            changing: changing.length,
            named:
              shown
                .slice(0, 3)
                .map((one) => `\`${one.name}\``)
                .join(', ') + (shown.length > 3 ? ', …' : ''),
          },
          severity: broad ? 'medium' : 'info',
          anchor: `${grant.anchor}|Action[${pattern}]`,
          suggestions: narrowerActions(action, grant, catalog),
        });
      }
    },
  },
});
