// A credential that a script, a task or a compose file hands to the build of an image as an argument, or that a Dockerfile takes as one.
import { endsWithJob, secretBuildArguments } from '../../server/engine/facts/build-arguments.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { mountedSecret } from './mounted-secret.ts';

export const secretInBuildArgument = defineRule({
  id: 'ci/secret-in-build-argument',
  meta: {
    title: 'Secret as a build argument',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['Docker SecretsUsedInArgOrEnv'],
    fix: 'suggestion',
    messages: {
      default:
        'The build argument `{name}` stays in the history of the image and in its provenance: whoever may pull the image reads it. Hand it over with `--secret` and mount it in the one step that needs it',
      job: 'The build argument `{name}` stays in the history of the image until the job ends and the token with it: whoever pulls the image before that reads it. Hand it over with `--secret` and mount it in the one step that needs it',
      arguments:
        'The build argument `{name}` stays in the history of the image and in its provenance: whoever may pull the image reads it. Name it under `secrets` of the build and mount it in the one step that needs it',
      kept: 'What is passed as `{name}` stays in the history of the image and in its provenance: whoever may pull the image reads it. Mount it in the one step that needs it: `RUN --mount=type=secret,id={name},env={name}`',
      passed:
        'What is passed as `{name}` stays in the cache of the builder and in the provenance of the image. Mount it in the one step that needs it: `RUN --mount=type=secret,id={name},env={name}`',
      environment:
        'The image keeps `{name}` as a variable: whoever may pull it, and every process of its containers, reads what was passed to the build. Mount it in the one step that needs it, or set it where the container is started',
    },
    docs: {
      what: '`--build-arg` in a script, among the options of a task or an orb, or in the arguments of a step of Cloud Build, where its name or the variable that it takes says that it holds a token, a password or a key; `build.args` of a compose file that take one from the environment; and `ARG` and `ENV` of a Dockerfile that do, lower in stages that the image is not built upon.',
      why: 'Arguments are no secrets to a builder: it writes them into the history of each layer behind them, into its cache and into the attestation of provenance. `docker history --no-trunc` shows them to everybody who can pull the image, years later.',
      remedy:
        'Use `--secret id=npm,env=NPM_TOKEN` and `RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci` in the Dockerfile, and rotate what images already hold.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'pack:\n  script:\n    - docker build --build-arg «PIP_PASSWORD»=$PIP_PASSWORD -t app .\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'pack:\n  script:\n    - docker build --secret id=pip,env=PIP_PASSWORD -t app .\n',
        },
      ],
      references: [
        'https://docs.docker.com/build/building/secrets/',
        'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'image-build') return;
      for (const message of ['arguments', 'kept', 'passed', 'environment'] as const) {
        const declared = entryOf(workflow.value, message)?.value;
        for (const { key } of declared?.kind === 'mapping' ? declared.entries : []) {
          const name = textOf(key)!;
          context.report({
            at: key.at,
            message,
            data: { name },
            anchor: `${workflow.anchor}|${message}.${name}`,
            suggestions: message === 'kept' || message === 'passed' ? mountedSecret(name, context.project) : [],
            ...(message === 'passed' || endsWithJob(name) ? { severity: 'low' as const } : {}),
          });
        }
      }
    },
    step(step, _job, _workflow, context) {
      for (const { name, credential, at } of secretBuildArguments(step)) {
        const own = endsWithJob(credential);
        context.report({
          at,
          message: own ? 'job' : 'default',
          data: { name },
          anchor: `${step.anchor}|build-arg|${name}`,
          suggestions: mountedSecret(name, context.project),
          ...(own ? { severity: 'low' as const } : {}),
        });
      }
    },
  },
});
