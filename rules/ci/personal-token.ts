// A lasting token in a clone that the token of the job can do.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const personalTokenInsteadOfJobToken = defineRule({
  id: 'ci/personal-token',
  meta: {
    title: "Person's token where the job's own would do",
    category: 'long-lived',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI7:2025', 'NHI10:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default: '`{name}` is a lasting token; a clone inside GitLab takes the token of the job: `gitlab-ci-token:$CI_JOB_TOKEN`',
      person:
        '`{name}` is the lasting token of a person, with all that they may do elsewhere; a project access token is limited to this project and its role, and `CI_JOB_TOKEN` pushes where the project allows it',
      header: '`{name}` is a lasting token; this endpoint takes the token of the job: `JOB-TOKEN: $CI_JOB_TOKEN`',
    },
    docs: {
      what: 'A clone over HTTPS in GitLab CI with a stored token instead of `CI_JOB_TOKEN`.',
      why: 'The stored token reaches all that its owner reaches and lives for months. The token of the job ends with the job and reaches the projects that allow it.',
      remedy: 'Use `gitlab-ci-token:$CI_JOB_TOKEN`, and allow this project in the job token settings of the other.',
      bad: [
        { file: '.gitlab-ci.yml', text: 'build:\n  script:\n    - git clone https://«oauth2:$CLONE_TOKEN»@gitlab.com/group/library.git\n' },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'build:\n  script:\n    - git clone https://gitlab-ci-token:$CI_JOB_TOKEN@gitlab.com/group/library.git\n',
        },
      ],
      references: ['https://docs.gitlab.com/ci/jobs/ci_job_token/'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'gitlab') return;
      for (const step of job.steps) {
        for (const line of step.lines) {
          const header = /(?<=\bPRIVATE-TOKEN:\s?)\$\{?(\w+)\}?/i.exec(line.text);
          // These endpoints take the token of the job; others of the API take none.
          if (
            header &&
            header[1] !== 'CI_JOB_TOKEN' &&
            /\/(?:packages|releases|job_artifacts|jobs\/artifacts|registry|trigger\/pipeline)\b|\/jobs\/[^/\s]+\/artifacts\b/.test(
              line.text,
            )
          )
            context.report({
              at: placeOfMatch(line, header),
              message: 'header',
              data: { name: header[1]! },
              anchor: `${step.anchor}|header`,
            });
          const match = /(?<=https:\/\/)[\w-]+:\$\{?(\w+)\}?(?=@(?:[\w.-]*gitlab[\w.-]*|\$\{?CI_SERVER_(?:HOST|FQDN)\}?)[/:])/.exec(
            line.text,
          );
          const name = match?.[1];
          if (match && name !== undefined && /(?:^|_)PAT(?:_|$)|PERSONAL/i.test(name) && /\bgit\s+(?:push|remote)\b/.test(line.text))
            context.report({
              at: placeOfMatch(line, match),
              message: 'person',
              data: { name },
              anchor: `${step.anchor}|push`,
              severity: 'low',
            });
          if (!match || name === undefined || name === 'CI_JOB_TOKEN' || !/\bgit\s+(?:clone|fetch|pull|submodule)\b/.test(line.text))
            continue;
          const at = placeOfMatch(line, match);
          const { run } = step;
          const text = textOf(run);
          const suggestions =
            run && text !== undefined && text.split(match[0]).length === 2 && run.kind === 'scalar' && run.encoding !== 'yaml-block'
              ? [
                  editing('Clone with the token of the job', at.uri, () => [
                    replaceText(run, text.replace(match[0], 'gitlab-ci-token:$CI_JOB_TOKEN')),
                  ]),
                ]
              : [];
          context.report({ at, message: 'default', data: { name }, anchor: `${step.anchor}|clone`, suggestions });
        }
      }
    },
  },
});
