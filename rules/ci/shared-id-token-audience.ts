// One identity token of GitLab that is good at several services.
import { idTokens } from '../../server/engine/facts/ci/gitlab.ts';
import { entryOf, leavesOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const sharedIdTokenAudience = defineRule({
  id: 'ci/shared-id-token-audience',
  meta: {
    title: 'One identity token for several services',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI9:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which service takes which audience stands in their settings.',
    messages: {
      several: '`{name}` is good at {count} services: each of them can use it at the others; declare a token for each',
      host: '`{name}` has the audience `{audience}`, the server of GitLab itself, which many services ask for by default; give it an audience of its own',
    },
    docs: {
      what: 'An identity token with several audiences, or with the server of GitLab itself as audience.',
      why: 'A token says for whom it is. One that is good at several services can be taken by one of them and used at another.',
      remedy: 'Declare one token for each service, with an audience that only this service accepts.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'deploy:\n  environment: production\n  id_tokens:\n    TOKEN:\n      aud: «[https://vault.example.com, https://sts.amazonaws.com]»\n  script: [./deploy]\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'deploy:\n  environment: production\n  id_tokens:\n    TOKEN:\n      aud: https://vault.example.com\n  script: [./deploy]\n',
        },
      ],
      references: ['https://docs.gitlab.com/ci/yaml/#id_tokens'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'gitlab' || workflow.value.kind !== 'mapping') return;
      for (const entry of idTokens(workflow.value, job.value)) {
        const audience = entryOf(entry.value, 'aud')?.value;
        const texts = leavesOf(audience).map(textOf);
        const name = textOf(entry.key) ?? '';
        if (audience && texts.length > 1)
          context.report({
            at: audience.at,
            message: 'several',
            data: { name, count: texts.length, audience: '' },
            anchor: `${job.anchor}|id_tokens.${name}`,
          });
        else if (audience && texts[0] !== undefined && /^https:\/\/gitlab\.com\/?$/.test(texts[0]))
          context.report({
            at: audience.at,
            message: 'host',
            data: { name, count: 1, audience: texts[0] },
            anchor: `${job.anchor}|id_tokens.${name}`,
            severity: 'low',
          });
      }
    },
  },
});
