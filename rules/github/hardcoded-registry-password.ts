// A password for a registry, written out in a workflow. Passwords of service databases are ordinary and none of this.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { inputNamed } from './secret-references.ts';

export const hardcodedRegistryPassword = defineRule({
  id: 'github/hardcoded-registry-password',
  meta: {
    title: 'Registry password written in the workflow',
    category: 'secret',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['zizmor hardcoded-container-credentials', 'actionlint credentials', 'sisakulint credentials'],
    subsumes: ['secret/assigned-secret', 'secret/malformed-token', 'secret/provider-token'],
    fix: 'suggestion',
    messages: {
      default:
        'The password of the {what} is written out ({length} characters): everyone who can read the repository has it, and so does its history; store it as a secret and change it',
    },
    docs: {
      what: 'A literal `password` under `credentials` of a container or service, or in `docker/login-action`.',
      why: 'Whoever can read the repository, or ever could, can pull and often push images with it.',
      remedy: 'Change the password, store the new one as a secret, and name the secret.',
      bad: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    container:
      image: registry.example.com/build
      credentials:
        username: ci
        password: «correct-horse»
    steps:
      - run: make test
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/ci.yml',
          text: `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-latest
    environment: ci
    container:
      image: registry.example.com/build
      credentials:
        username: ci
        password: \${{ secrets.REGISTRY_PASSWORD }}
    steps:
      - run: make test
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainercredentials'],
    },
  },
  on: {
    job(job, _workflow, context) {
      check(entryOf(entryOf(job.container, 'credentials')?.value, 'password')?.value, 'container', `${job.anchor}|container`, context);
      if (job.services?.kind !== 'mapping') return;
      for (const service of job.services.entries)
        check(
          entryOf(entryOf(service.value, 'credentials')?.value, 'password')?.value,
          `service \`${textOf(service.key)}\``,
          `${job.anchor}|services.${textOf(service.key)}`,
          context,
        );
    },
    step(step, _job, _workflow, context) {
      if (step.action === 'docker/login-action')
        check(inputNamed(step.inputs, 'password')?.value, 'registry', `${step.anchor}|with.password`, context);
    },
  },
});

function check(password: Value | undefined, what: string, anchor: string, context: RuleContext<'default'>): void {
  const text = textOf(password);
  if (password?.kind !== 'scalar' || text === undefined || text === '' || text.includes('${{')) return;
  context.report({
    at: password.at,
    message: 'default',
    data: { what, length: text.length },
    anchor,
    suggestions: [
      editing('Take it from the secret REGISTRY_PASSWORD', password.at.uri, () => [
        replaceText(password, '${{ secrets.REGISTRY_PASSWORD }}'),
      ]),
    ],
  });
}
