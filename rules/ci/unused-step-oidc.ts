// A Bitbucket step that may ask for an identity token and never does.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const unusedStepOidc = defineRule({
  id: 'ci/unused-step-oidc',
  meta: {
    title: 'Identity token that nobody asks for',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'No command of this step uses `$BITBUCKET_STEP_OIDC_TOKEN` and no pipe logs in, so `oidc: true` only serves whoever takes the step over',
    },
    docs: {
      what: '`oidc: true` on a Bitbucket step that uses no identity token.',
      why: 'Every command of the step, package scripts included, finds the token in its environment and can take each role that trusts this repository.',
      remedy: 'Remove the key from steps that do not log in.',
      bad: [
        {
          file: 'bitbucket-pipelines.yml',
          text: 'pipelines:\n  default:\n    - step:\n        name: Test\n        oidc: «true»\n        script:\n          - npm test\n',
        },
      ],
      good: [
        {
          file: 'bitbucket-pipelines.yml',
          text: 'pipelines:\n  default:\n    - step:\n        name: Read\n        oidc: true\n        script:\n          - export AWS_WEB_IDENTITY_TOKEN_FILE=/tmp/token\n          - echo $BITBUCKET_STEP_OIDC_TOKEN > /tmp/token\n          - aws s3 ls\n',
        },
      ],
      references: ['https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/'],
    },
  },
  on: {
    job(job, workflow, context) {
      const entry = workflow.system === 'bitbucket' ? entryOf(job.value, 'oidc') : undefined;
      const { value } = job;
      if (!entry || textOf(entry.value) !== 'true' || value.kind !== 'mapping') return;
      // A script of the repository may read the variable; only commands whose text is all there is are judged.
      const opaque = job.steps.some(
        (step) =>
          step.uses !== undefined ||
          step.lines.some((line) =>
            /OIDC|AWS_|GOOGLE_|AZURE_|ARM_|VAULT|\.\/|\.sh\b|\bmake\b|terraform|pulumi|aws |gcloud|\baz /.test(line.text),
          ),
      );
      if (opaque) return;
      context.report({
        at: entry.value.at,
        message: 'default',
        anchor: `${job.anchor}|oidc`,
        suggestions: [editing('Remove oidc', job.at.uri, (document) => [removeEntry(value, 'oidc', document)])],
      });
    },
  },
});
