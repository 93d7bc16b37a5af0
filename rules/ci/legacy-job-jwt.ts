// The job token that GitLab removed, in scripts that still name it.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { WorkflowJob } from '../../server/engine/facts/workflow.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const legacyJobJwt = defineRule({
  id: 'ci/legacy-job-jwt',
  meta: {
    title: 'Job token that GitLab removed',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`{name}` was removed in GitLab 17.0 and is empty: the login fails, or falls back to a stored key; declare `id_tokens` with an audience',
    },
    docs: {
      what: '`CI_JOB_JWT`, `CI_JOB_JWT_V1` or `CI_JOB_JWT_V2` in a pipeline.',
      why: 'These tokens had one audience for all, so that every service could use them at every other. GitLab removed them; what still names them logs in with nothing, or with a key that someone added in a hurry.',
      remedy: 'Declare `id_tokens` in the job with the audience of the service, and use that variable.',
      bad: [{ file: '.gitlab-ci.yml', text: 'login:\n  script:\n    - vault write auth/jwt/login role=ci jwt=«$CI_JOB_JWT»\n' }],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'login:\n  id_tokens:\n    VAULT_ID_TOKEN:\n      aud: https://vault.example.com\n  script:\n    - vault write auth/jwt/login role=ci jwt=$VAULT_ID_TOKEN\n',
        },
      ],
      references: ['https://docs.gitlab.com/ci/secrets/id_token_authentication/'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'gitlab') return;
      for (const step of job.steps) {
        for (const line of step.lines) {
          for (const match of line.text.matchAll(/\$\{?CI_JOB_JWT(?:_V[12])?\b\}?/g)) {
            context.report({
              at: placeOfMatch(line, match),
              message: 'default',
              data: { name: match[0].replace(/[${}]/g, '') },
              anchor: `${step.anchor}|${match[0]}`,
              suggestions: declared(job, placeOfMatch(line, match), match[0]),
            });
          }
        }
      }
      for (const entry of job.env) {
        const name = /CI_JOB_JWT(?:_V[12])?\b/.exec(textOf(entry.value) ?? '')?.[0];
        if (name !== undefined)
          context.report({ at: entry.value.at, message: 'default', data: { name }, anchor: `${job.anchor}|env.${name}` });
      }
    },
  },
});

/** The suggestion to use a token that the job declares: the one it has, or a new one whose audience a person has to write. */
function declared(job: WorkflowJob, at: Place, written: string): FixMaker[] {
  const { value } = job;
  if (value.kind !== 'mapping') return [];
  const tokens = entryOf(value, 'id_tokens')?.value;
  const own = tokens?.kind === 'mapping' ? textOf(tokens.entries[0]?.key) : undefined;
  const name = own ?? 'ID_TOKEN';
  const text = written.startsWith('${') ? `\${${name}}` : `$${name}`;
  return [
    editing(own === undefined ? 'Declare a token of its own and use that; fill in the audience' : `Use ${own}`, at.uri, (document) => [
      { uri: at.uri, span: at.span, text },
      ...(own === undefined ? [addEntry(value, 'id_tokens', { [name]: { aud: 'https://<SERVICE>' } }, document, 'script')] : []),
    ]),
  ];
}
