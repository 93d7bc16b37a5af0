// Credentials on whatever machine is free.
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const anyAgentWithCredentials = defineRule({
  id: 'ci/any-agent-with-credentials',
  meta: {
    title: 'Credentials on any machine',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'The {count} here are used on whatever machine is free, the ones that build pull requests and the controller itself among them; name a label',
    },
    docs: {
      what: '`agent any` in a Jenkinsfile that binds credentials.',
      why: 'A machine that built a pull request may still run what that brought along, and reads the credentials of the next build.',
      remedy: 'Keep builds with credentials to machines with a label of their own.',
      bad: [
        {
          file: 'Jenkinsfile',
          text: "pipeline {\n  agent «any»\n  environment { TOKEN = credentials('hook') }\n  stages { stage('x') { steps { sh './deploy' } } }\n}\n",
        },
      ],
      good: [
        {
          file: 'Jenkinsfile',
          text: "pipeline {\n  agent { label 'deploy' }\n  environment { TOKEN = credentials('hook') }\n  stages { stage('x') { steps { sh './deploy' } } }\n}\n",
        },
      ],
      references: ['https://www.jenkins.io/doc/book/security/controller-isolation/'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'jenkins' || !job.runner || job.env.length === 0) return;
      context.report({
        at: job.runner.at,
        message: 'default',
        data: { count: job.env.length === 1 ? 'credential bound' : `${job.env.length} credentials bound` },
        anchor: `${job.anchor}|agent`,
        suggestions: [named(job.runner.at)],
      });
    },
  },
});

function named({ uri, span }: Place): FixMaker {
  return editing("Keep it to machines with the label 'deploy'", uri, (document) => [
    document.text.slice(...span) === 'any' ? { uri, span, text: "{ label 'deploy' }" } : undefined,
  ]);
}
