// A person's token where the token of the job would do.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';
import { textOf, type Entry } from '../../server/engine/facts/value.ts';
import type { Expression, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { Document } from '../../server/engine/document.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { inputNamed, inputText, secretBehind } from './secret-references.ts';
import { grantWrite } from './token-edits.ts';

export const personalToken = defineRule({
  id: 'github/personal-token',
  meta: {
    title: "Person's token where one of the job would do",
    category: 'long-lived',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI7:2025', 'NHI10:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      checkout: '`{secret}` is the lasting token of a person, and this checkout of this repository needs no more than the token of the job',
      person:
        '`{secret}` is the lasting token of a person, with all that they may do elsewhere; a token of a GitHub App, made in the job for the repositories that it needs, starts other workflows too and ends with the job',
      registry: '`{secret}` is the lasting token of a person; {registry} takes the token of the job, with `packages: {access}`',
    },
    docs: {
      what: "A personal access token for a checkout of this repository or for GitHub's own package registry; lower, one that a step hands to GitHub for anything else.",
      why: 'The token carries all that the person may do in all their repositories, works outside of the job, and leaves with the person or, worse, stays behind. The token of the job is limited to this repository and to the minutes that the job runs.',
      remedy:
        'Use `${{ github.token }}` with the permissions that the step needs. Where a push has to start other workflows, or another repository is needed, use a token of a GitHub App.',
      bad: [
        {
          file: '.github/workflows/image.yml',
          text: `on: push
permissions:
  contents: read
jobs:
  image:
    runs-on: ubuntu-latest
    environment: registry
    steps:
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          username: someone
          password: «\${{ secrets.CR_PAT }}»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/image.yml',
          text: `on: push
permissions:
  packages: write # needed by docker push
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: docker/login-action@v3
        with:
          registry: ghcr.io
          username: \${{ github.actor }}
          password: \${{ secrets.GITHUB_TOKEN }}
`,
        },
      ],
      references: [
        'https://docs.github.com/en/packages/managing-github-packages-using-github-actions-workflows/publishing-and-installing-a-package-with-github-actions',
        'https://docs.github.com/en/actions/concepts/security/github_token',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const steps = job?.steps ?? [];
      const needless = needlessToken(step, steps);
      if (needless)
        context.report({
          at: needless.expression.at,
          message: 'checkout',
          data: { secret: needless.name },
          anchor: `${step.anchor}|with.token`,
          suggestions: jobToken(needless.entry, () => []),
        });
      const person = needless ? undefined : personIn(step);
      // Said once a job, where the token is first handed over.
      if (person && !steps.some((one) => one.index < step.index && personIn(one)?.name === person.name)) {
        context.report({
          at: person.expression.at,
          message: 'person',
          data: { secret: person.name },
          anchor: `${step.anchor}|person.${person.name}`,
          severity: 'low',
        });
      }
      const grant: Grant = (document) => (job ? grantWrite('packages', job, workflow, document, context.project) : []);
      const action = step.action;
      if (action === 'docker/login-action' && /^ghcr\.io\/?$/.test(inputText(step.inputs, 'registry') ?? ''))
        report(step, inputNamed(step.inputs, 'password'), 'with', 'ghcr.io', grant, context);
      for (const line of step.lines) if (ghcrLogin.test(line.text)) checkLogin(line, step, grant, context);
      // The registry is asked for with the token of a later command, which stands in the environment of that step.
      const setup = steps.some(
        (one) => one.index < step.index && /npm\.pkg\.github\.com/.test(inputText(one.inputs, 'registry-url') ?? ''),
      );
      if (setup) report(step, inputNamed(step.env, 'NODE_AUTH_TOKEN'), 'env', 'npm.pkg.github.com', grant, context);
    },
  },
});

type Message = 'checkout' | 'registry' | 'person';

/** The edits that give the job the scope which the registry asks of its token. */
type Grant = (document: Document) => readonly (TextEdit | undefined)[];

/** A login to GitHub's registry by a command, the token as an option or through a pipe. */
const ghcrLogin = /\b(?:docker|podman|buildah|skopeo|helm\s+registry|oras|crane\s+auth)\s+login\b[^\n]{0,500}?\bghcr\.io\b/;

/** The secret that such a command is given, in its text or by a variable of the step that it names. */
function checkLogin(line: ScriptLine, step: WorkflowStep, grant: Grant, context: RuleContext<Message>): void {
  const given = step.expressions.find((one) => {
    const named = one.where === 'env' && one.key !== undefined && new RegExp(`\\$\\{?${one.key.replace(/\W/g, '')}\\b`).test(line.text);
    const inside = one.where === 'run' && line.at.span[0] <= one.at.span[0] && one.at.span[1] <= line.at.span[1];
    return (
      (named || inside) &&
      secretsIn(one.tree).some((name) => name !== undefined && name.toUpperCase() !== 'GITHUB_TOKEN' && !/USER/i.test(name))
    );
  });
  if (!given) return;
  const secret = secretsIn(given.tree)[0]!;
  context.report({
    at: given.at,
    message: 'registry',
    data: { secret, registry: 'ghcr.io', access: 'write' },
    anchor: `${step.anchor}|run.ghcr`,
    suggestions: [
      editing('Use the token of the job', given.at.uri, (document) => [
        { uri: given.at.uri, span: given.at.span, text: '${{ github.token }}' },
        ...grant(document),
      ]),
    ],
  });
}

/** The personal token of a checkout that needs no more than the job's own: another repository, submodules and a push that must start workflows need more. */
function needlessToken(
  step: WorkflowStep,
  steps: readonly WorkflowStep[],
): { readonly entry: Entry; readonly expression: Expression; readonly name: string } | undefined {
  const entry = step.action === 'actions/checkout' ? inputNamed(step.inputs, 'token') : undefined;
  const found = entry && secretBehind(step.expressions, 'with', 'token');
  if (!entry || !found || inputNamed(step.inputs, 'repository') || inputNamed(step.inputs, 'submodules')) return undefined;
  const pushes = steps.some(
    (one) =>
      one.index > step.index &&
      (one.uses
        ? one.action === undefined || /commit|push|release|version|bump|merge|pull-request/.test(one.action!)
        : one.lines.some((line) => /\bgit\s+push\b|\b(?:release|version|publish)\b/.test(line.text))),
  );
  return pushes || !looksPersonal(found.name) ? undefined : { entry, ...found };
}

function report(
  step: WorkflowStep,
  entry: Entry | undefined,
  where: 'with' | 'env',
  registry: string,
  grant: Grant,
  context: RuleContext<Message>,
): void {
  const found = entry && secretBehind(step.expressions, where, String(textOf(entry.key)));
  if (!entry || !found) return;
  context.report({
    at: found.expression.at,
    message: 'registry',
    data: { secret: found.name, registry, access: 'write' },
    anchor: `${step.anchor}|${where}.${textOf(entry.key)}`,
    suggestions: jobToken(entry, grant),
  });
}

function jobToken(entry: Entry, grant: Grant): FixMaker[] {
  const { value } = entry;
  if (value.kind !== 'scalar' || !/^\$\{\{[^{}]*\}\}$/.test(String(value.value))) return [];
  return [editing('Use the token of the job', entry.at.uri, (document) => [replaceText(value, '${{ github.token }}'), ...grant(document)])];
}

/** The token of a person that a step hands to GitHub, by the name of its secret: `ACCESS_TOKEN` and `BOT_TOKEN` may be those of an App. */
function personIn(step: WorkflowStep): { readonly expression: Expression; readonly name: string } | undefined {
  for (const expression of step.expressions) {
    if (
      (expression.where !== 'with' && expression.where !== 'env') ||
      !/^(?:gh|git|github|repo|repository)?[-_]?(?:pat|token)$/i.test(expression.key ?? '')
    )
      continue;
    const name = secretsIn(expression.tree).find((one) => one !== undefined && /(?:^|_)PAT(?:_|$)|PERSONAL/i.test(one));
    if (name !== undefined) return { expression, name };
  }
  return undefined;
}

/** Names that people give to their own tokens; tokens of Apps are made in the job and are no secrets. */
function looksPersonal(name: string): boolean {
  return /(?:^|_)PAT(?:_|$)|PERSONAL|GH_?TOKEN|GITHUB_?(?:PAT|API|ACCESS|BOT)?_?TOKEN|GIT_TOKEN|BOT_TOKEN|ACCESS_TOKEN/i.test(name);
}
