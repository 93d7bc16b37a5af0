// A credential that a step hands to the build of an image as an argument.
import { endsWithJob, namesCredential, secretBuildArguments, type BuildArgument } from '../../server/engine/facts/build-arguments.ts';
import { pathOf, resultsOf } from '../../server/engine/facts/github/expression-paths.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const secretInBuildArgument = defineRule({
  id: 'github/secret-in-build-argument',
  meta: {
    title: 'Secret as a build argument',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['Docker SecretsUsedInArgOrEnv'],
    fix: 'none',
    whyNoFix: 'The Dockerfile has to read the secret from its mount, and which of its steps need it is not in the pipeline.',
    messages: {
      default:
        'The build argument `{name}` stays in the history of the image and in its provenance: whoever may pull the image reads it. Hand it over with `--secret` and mount it in the one step that needs it',
      job: 'The build argument `{name}` stays in the history of the image until the job ends and the token with it: whoever pulls the image before that reads it. Hand it over with `--secret` and mount it in the one step that needs it',
    },
    docs: {
      what: '`--build-arg`, or `build-args` of `docker/build-push-action`, with a secret whose name says that it holds a token, a password or a key.',
      why: 'Arguments are no secrets to a builder: it writes them into the history of each layer behind them, into its cache and into the attestation of provenance. `docker history --no-trunc` shows them to everybody who can pull the image, years later.',
      remedy:
        'Use `--secret id=npm,env=NPM_TOKEN` (`secrets:` of `docker/build-push-action`) and `RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci` in the Dockerfile, and rotate what images already hold.',
      bad: [
        {
          file: '.github/workflows/image.yml',
          text: `on: push
permissions: {}
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          push: true
          build-args: |
            NODE_ENV=production
            NPM_TOKEN=«\${{ secrets.NPM_TOKEN }}»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/image.yml',
          text: `on: push
permissions: {}
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/build-push-action@v6
        with:
          push: true
          build-args: NODE_ENV=production
          secrets: npm=\${{ secrets.NPM_TOKEN }}
`,
        },
      ],
      references: [
        'https://docs.docker.com/build/building/secrets/',
        'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
      ],
    },
  },
  on: {
    step(step, _job, _workflow, context) {
      for (const { name, credential, at } of [...secretBuildArguments(step), ...inAction(step)]) {
        const own = endsWithJob(credential);
        context.report({
          at,
          message: own ? 'job' : 'default',
          data: { name },
          anchor: `${step.anchor}|build-arg|${name}`,
          ...(own ? { severity: 'low' as const } : {}),
        });
      }
    },
  },
});

/** The secrets in `build-args` of the action. */
function inAction(step: WorkflowStep): BuildArgument[] {
  if (step.action !== 'docker/build-push-action') return [];
  return step.expressions.flatMap((one) => {
    if (one.where !== 'with' || one.key !== 'build-args') return [];
    const path = resultsOf(one.tree)
      .map(pathOf)
      .find((mention) => mention?.startsWith('secrets.') || mention === 'github.token');
    const name = path === 'github.token' ? 'GITHUB_TOKEN' : path?.slice('secrets.'.length).toUpperCase();
    return name !== undefined && namesCredential(name) ? [{ name, credential: name, at: one.at }] : [];
  });
}
