// A package published with a stored token although the registry takes the job's own identity (trusted publishing).
import { secretsIn } from '../../server/engine/facts/github/expression-paths.ts';
import { effectivePermissions, writtenScopes } from '../../server/engine/facts/github/token.ts';
import { isSelfHosted } from '../../server/engine/facts/github/job-reach.ts';
import { placeOfMatch, type ScriptLine } from '../../server/engine/facts/script-lines.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { contains } from '../../server/engine/text/text.ts';
import { npm, publishActions, publishCommands, publishTools, type PublishCommand } from './publishers.ts';
import { inputNamed, inputText, secretBehind } from './secret-references.ts';
import { byAction, withoutInline, withoutInput, withoutVariable } from './trusted-publishing.ts';

type Context = RuleContext<'token' | 'action' | 'command'>;

export const publishToken = defineRule({
  id: 'github/publish-token',
  meta: {
    title: 'Package published with a stored token',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'NHI4:2025', 'PR.AA-01'],
    peers: ['zizmor use-trusted-publishing'],
    fix: 'suggestion',
    messages: {
      token:
        '`{secret}` is a lasting token that publishes to {registry} from anywhere; {registry} takes the identity of this job instead, with {instead}',
      action:
        '`{input}` makes this action publish to {registry} with a stored token; {registry} takes the identity of this job instead, with {instead}',
      command:
        'This publishes to {registry} and the job has no `id-token: write`, so it uses a stored token; {registry} takes the identity of this job instead, with {instead}',
    },
    docs: {
      what: 'Publishing to npm, PyPI, crates.io, RubyGems or NuGet with a token from the secrets.',
      why: 'A publish token works from any machine, and the largest supply chain attacks of the last years spread through stolen ones. These registries accept the token that GitHub issues to one job, for one repository, workflow and environment.',
      remedy:
        'Name this repository, workflow and environment as trusted publisher at the registry, give the job `id-token: write`, remove the token here and revoke it there.',
      bad: [
        {
          file: '.github/workflows/release.yml',
          text: `on: { release: { types: [published] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: npm
    steps:
      - run: npm publish
        env:
          NODE_AUTH_TOKEN: «\${{ secrets.NPM_TOKEN }}»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/release.yml',
          text: `on: { release: { types: [published] } }
permissions: {}
jobs:
  publish:
    runs-on: ubuntu-latest
    environment: npm
    permissions:
      id-token: write # needed by npm publish
    steps:
      - run: npm publish
`,
        },
      ],
      references: [
        'https://docs.npmjs.com/trusted-publishers',
        'https://docs.pypi.org/trusted-publishers/',
        'https://crates.io/docs/trusted-publishing',
        'https://guides.rubygems.org/trusted-publishing/',
        'https://learn.microsoft.com/nuget/nuget-org/trusted-publishing',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      checkAction(step, job, workflow, context);
      checkTool(step, job, context);
      for (const line of step.lines) checkLine(line, step, job, workflow, context);
    },
  },
});

function checkAction(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: Context): void {
  const place = job && { job, workflow, project: context.project };
  const action = step.action;
  const known = action === undefined ? undefined : publishActions.find((one) => one.action === action);
  if (!known) return;
  const entry = inputNamed(step.inputs, known.input);
  if (!entry || (known.value !== undefined && textOf(entry.value) !== known.value)) return;
  const server = known.server.map((name) => inputText(step.inputs, name)).find((one) => one !== undefined);
  if (server !== undefined && !known.servers.test(server)) return;
  const secret = secretBehind(step.expressions, 'with', String(textOf(entry.key)));
  if (known.value === undefined && !secret) return;
  context.report({
    at: secret?.expression.at ?? entry.value.at,
    message: secret ? 'token' : 'action',
    data: { secret: secret?.name ?? '', input: known.input, registry: known.registry, instead: known.instead },
    anchor: `${step.anchor}|publish`,
    ...(known.severity ? { severity: known.severity } : {}),
    suggestions: place ? withoutInput(known, entry, step, place) : [],
  });
}

function checkTool(step: WorkflowStep, job: WorkflowJob | undefined, context: Context): void {
  const { action } = step;
  const known = action === undefined ? undefined : publishTools.find((one) => one.actions.includes(action));
  if (!known || (known.when && !known.when[1].test(inputText(step.inputs, known.when[0]) ?? ''))) return;
  if (known.registry === 'npm' && publishesElsewhere(step, job)) return;
  for (const owner of [step, job]) {
    const token = owner?.expressions.find((one) => one.where === 'env' && one.key !== undefined && known.variables.test(one.key));
    const secret = token?.key === undefined ? undefined : secretBehind(owner!.expressions, 'env', token.key);
    if (!secret) continue;
    context.report({
      at: secret.expression.at,
      message: 'token',
      data: { secret: secret.name, registry: known.registry, instead: known.instead, input: '' },
      anchor: `${step.anchor}|publish`,
    });
    return;
  }
}

function checkLine(line: ScriptLine, step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: Context): void {
  const place = job && { job, workflow, project: context.project };
  for (const known of publishCommands) {
    const match = known.command.exec(line.text);
    if (!match || /\s(?:--dry-run|-n)\b/.test(line.text)) continue;
    if (elsewhere(known, line, step, job)) return;
    const token = step.expressions.find((one) => one.where === 'env' && one.key !== undefined && known.variables.test(one.key));
    const lines = [line, ...step.lines.filter((one) => known.keeps?.test(one.text))];
    const inline = step.expressions.find(
      (one) => one.where === 'run' && lines.some(({ at }) => contains(at.span, one.at.span)) && secretsIn(one.tree).length > 0,
    );
    if (inline) {
      const name = secretsIn(inline.tree)[0] ?? 'of a computed name';
      context.report({
        at: inline.at,
        message: 'token',
        data: { secret: name, registry: known.registry, instead: known.instead, input: '' },
        anchor: `${step.anchor}|publish`,
        suggestions:
          place && contains(line.at.span, inline.at.span)
            ? [...withoutInline(known, inline, step, place), ...byAction(known, line, step, place)]
            : [],
      });
      return;
    }
    const secret =
      token?.key === undefined
        ? undefined
        : (secretBehind(step.expressions, 'env', token.key) ?? secretBehind(job?.expressions ?? [], 'env', token.key));
    const instead = known.instead;
    if (secret) {
      context.report({
        at: secret.expression.at,
        message: 'token',
        data: { secret: secret.name, registry: known.registry, instead, input: '' },
        anchor: `${step.anchor}|publish`,
        suggestions: place ? [...withoutVariable(known, token!.key!, step, place), ...byAction(known, line, step, place)] : [],
      });
      return;
    }
    // A token made in an earlier step, or the permission to ask for one: whatever is used, it is not proved to be stored.
    if (token || known.onlyWithToken || !job || writtenScopes(effectivePermissions(job, workflow)).includes('id-token')) return;
    context.report({
      at: placeOfMatch(line, match),
      message: 'command',
      data: { registry: known.registry, instead, secret: '', input: '' },
      anchor: `${step.anchor}|publish|${match[0]}`,
    });
    return;
  }
}

/** Another registry, by an option of the command, a variable, or the set-up step before it; machines that the registry does not trust. */
function elsewhere(known: PublishCommand, line: ScriptLine, step: WorkflowStep, job: WorkflowJob | undefined): boolean {
  const option = known.option.exec(line.text);
  if (option && !known.servers.test(option[1] ?? '')) return true;
  if (step.env.some((entry) => known.registryVariable.test(String(textOf(entry.key))) && !known.servers.test(textOf(entry.value) ?? '')))
    return true;
  return known.registry === 'npm' && publishesElsewhere(step, job);
}

/** Machines that npm does not trust, and the registry that the set-up step before it names. */
function publishesElsewhere(step: WorkflowStep, job: WorkflowJob | undefined): boolean {
  if (job && isSelfHosted(job)) return true;
  const setup = (job?.steps ?? []).findLast((one) => one.index < step.index && inputText(one.inputs, 'registry-url') !== undefined);
  const url = setup && inputText(setup.inputs, 'registry-url');
  return url !== undefined && !npm.test(url);
}
