// A stored key of a cloud that would take the workflow's own identity. Which keys those are stands in `cloud-keys.ts`;
// keys written out in the file are for the secret rules.
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { textOf, type Entry } from '../../server/engine/facts/value.ts';
import { keyLogin } from '../../server/engine/facts/key-logins.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Project } from '../../server/engine/project.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { localAction } from './called-workflow.ts';
import { keyInputs, keyVariables, notAws, type KeyInput, type KeyVariable } from './cloud-keys.ts';
import { federateCommand, federateInput, federateVariable } from './federate.ts';
import { inputNamed, inputText, secretBehind } from './secret-references.ts';

type Context = RuleContext<'input' | 'variable' | 'command'>;

export const longLivedCloudKeys = defineRule({
  id: 'github/long-lived-cloud-keys',
  meta: {
    title: 'Stored cloud key where the workflow could use its own identity',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'NHI4:2025', 'PR.AA-01'],
    peers: ['octoscan credentials'],
    fix: 'suggestion',
    messages: {
      input: '`{input}` gives {who} {key} in {cloud} that never expires, from the secret `{secret}`; use {instead}',
      variable: '`{input}` holds {key} in {cloud} that never expires{secret}, for every step in reach; use {instead}',
      command: '`{command}` logs {who} in to {cloud} with {key} that never expires; use {instead}',
    },
    docs: {
      what: 'A key of an AWS user, a Google service account or an Azure service principal kept as a secret, where OpenID Connect would do.',
      why: 'A stored key works from anywhere, for anyone who once read it, until someone rotates it by hand; leaked workflow secrets are used within minutes. These clouds accept the token that GitHub issues to a single job, which lives for minutes and names repository, branch and environment.',
      remedy:
        'Let the cloud trust `token.actions.githubusercontent.com` for this repository and branch or environment, give the job `id-token: write`, and name the role instead of the key. Then delete the key in the cloud, not only the secret.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: workflow_dispatch
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@00943011d9042930efac3dcd3a170e4273319bc8 # v5.1.0
        with:
          aws-region: eu-central-1
          aws-access-key-id: \${{ secrets.DEPLOY_KEY_ID }}
          aws-secret-access-key: «\${{ secrets.DEPLOY_KEY }}»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: workflow_dispatch
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions:
      id-token: write # needed by aws-actions/configure-aws-credentials
    steps:
      - uses: aws-actions/configure-aws-credentials@00943011d9042930efac3dcd3a170e4273319bc8 # v5.1.0
        with:
          aws-region: eu-central-1
          role-to-assume: \${{ vars.DEPLOY_ROLE }}
          role-session-name: deploy-\${{ github.run_id }}
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/concepts/security/openid-connect',
        'https://github.com/aws-actions/configure-aws-credentials#oidc',
        'https://github.com/google-github-actions/auth#workload-identity-federation-through-a-service-account',
        'https://github.com/Azure/login#login-with-openid-connect-oidc-recommended',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      checkVariables(workflow.env, workflow.expressions, workflow.anchor, '', context, () => []);
    },
    job(job, workflow, context) {
      // The checkout empties the folder that the login of Google writes to.
      const first = job.steps.find((step) => step.action !== 'actions/checkout');
      checkVariables(job.env, job.expressions, job.anchor, '', context, (known, name) =>
        first ? federateVariable(known, name, job, first, job, workflow, context.project) : [],
      );
    },
    step(step, job, workflow, context) {
      checkVariables(step.env, step.expressions, step.anchor, textOf(step.run) ?? '', context, (known, name) =>
        job ? federateVariable(known, name, step, step, job, workflow, context.project) : [],
      );
      checkInputs(step, job, workflow, context);
      checkHandedOn(step, job, workflow, context);
      checkAssignments(step, job, context);
      checkCommands(step, job, workflow, context);
    },
  },
});

function checkInputs(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: Context): void {
  const action = step.action;
  if (action === undefined) return;
  for (const known of keyInputs) {
    if (!known.actions.includes(action)) continue;
    const entry = inputNamed(step.inputs, known.input);
    if (!entry || known.unless?.some((input) => inputNamed(step.inputs, input))) continue;
    if (known.only && !known.only[1].test(inputText(step.inputs, known.only[0]) ?? '')) continue;
    const found = secretBehind(step.expressions, 'with', String(textOf(entry.key)));
    if (!found) continue;
    context.report({
      at: found.expression.at,
      message: 'input',
      data: {
        input: known.input,
        who: job ? `job \`${job.id}\`` : 'the action',
        key: known.key,
        cloud: known.cloud,
        secret: found.name,
        instead: known.instead,
      },
      anchor: `${step.anchor}|with.${known.input}`,
      suggestions: job ? federateInput(known, entry, step, job, workflow, context.project) : [],
    });
    return;
  }
}

/** A key that a step hands to an action of this repository, whose login takes it from there. */
function checkHandedOn(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: Context): void {
  const action = localAction(step.uses, workflow, context.project);
  if (!action) return;
  for (const taken of context.project.memo(keysTaken, () => keysTaken(context.project)).get(action.at.uri) ?? []) {
    const entry = inputNamed(step.inputs, taken.input);
    const input = String(textOf(entry?.key));
    const found = entry && secretBehind(step.expressions, 'with', input);
    if (!found || (taken.known.cloud === 'AWS' && isNotAws([], found.name, ''))) continue;
    const { key, cloud, instead } = taken.known;
    context.report({
      at: found.expression.at,
      message: 'input',
      data: { input, who: job ? `job \`${job.id}\`` : 'the action', key, cloud, secret: found.name, instead },
      anchor: `${step.anchor}|with.${input}`,
      related: [{ at: taken.at, message: 'the login that takes it' }],
    });
    return;
  }
}

/** `AWS_SECRET_ACCESS_KEY=${{ secrets.KEY }}` in a script: for its commands, a container, or a file that it writes. */
function checkAssignments(step: WorkflowStep, job: WorkflowJob | undefined, context: Context): void {
  const script = textOf(step.run) ?? '';
  if (/SESSION_TOKEN/.test(script)) return;
  for (const { where, at, tree } of step.expressions) {
    const secret = where === 'run' && tree ? /^secrets\.([^.]+)$/.exec(pathOf(tree) ?? '')?.[1] : undefined;
    if (secret === undefined) continue;
    const line = step.lines.find((one) => one.at.span[0] <= at.span[0] && at.span[1] <= one.at.span[1]);
    const before = line?.text.slice(0, at.span[0] - line.at.span[0]).slice(-64) ?? '';
    const name = /(?<![\w.-])([A-Z][A-Z0-9_]{0,60})=["']?$/.exec(before)?.[1];
    const known = keyVariables.find((one) => name !== undefined && one.name.test(name));
    if (!known || name === undefined || (known.cloud === 'AWS' && isNotAws(step.env, secret, script))) continue;
    const { key, cloud, instead } = known;
    context.report({
      at,
      message: 'input',
      data: { input: name, who: job ? `job \`${job.id}\`` : 'the action', key, cloud, secret: secret.toUpperCase(), instead },
      anchor: `${step.anchor}|run.${name}`,
    });
  }
}

interface KeyTaken {
  readonly input: string;
  readonly at: Place;
  readonly known: Pick<KeyInput, 'key' | 'cloud' | 'instead'>;
}

/** What the actions of the tree take keys from, by their documents. */
function keysTaken(project: Project): ReadonlyMap<string, readonly KeyTaken[]> {
  const actions = project.all('workflows').filter((one) => one.kind === 'action');
  return new Map(actions.map((one) => [one.at.uri, one.steps.flatMap((login) => keyTaken(login) ?? [])]));
}

/** The input of its action that a step logs in with, by an input of the login or a variable that the cloud's tools read. */
function keyTaken(login: WorkflowStep): KeyTaken | undefined {
  for (const { where, key, at, tree } of login.expressions) {
    const input = /^inputs\.([^.]+)$/.exec((tree && pathOf(tree)) ?? '')?.[1];
    if (input === undefined || key === undefined) continue;
    const known =
      where === 'with'
        ? keyInputs.find(
            (one) =>
              one.input === key.toLowerCase() &&
              one.actions.includes(login.action ?? '') &&
              !one.unless?.some((other) => inputNamed(login.inputs, other)) &&
              (!one.only || one.only[1].test(inputText(login.inputs, one.only[0]) ?? '')),
          )
        : where === 'env' && !isNotAws(login.env, input, textOf(login.run) ?? '')
          ? keyVariables.find((one) => one.name.test(key) && !inputNamed(login.env, 'AWS_SESSION_TOKEN'))
          : undefined;
    if (known) return { input, at, known };
  }
  return undefined;
}

/** A login by a command, where no variable of the step shows the key by its name. */
function checkCommands(step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow, context: Context): void {
  const login = keyLogin(step.lines);
  const named = [...step.env, ...(job?.env ?? [])].some((entry) =>
    keyVariables.some((known) => known.cloud === login?.cloud && known.name.test(String(textOf(entry.key)))),
  );
  if (
    !login ||
    named ||
    (notAws.test(
      step.lines
        .map((line) => line.text)
        .join(' ')
        .replaceAll('_', ' '),
    ) &&
      login.cloud === 'AWS')
  )
    return;
  const known = keyVariables.find((one) => one.cloud === login.cloud && !one.name.test('ARM_CLIENT_SECRET'))!;
  context.report({
    at: login.at,
    message: 'command',
    data: {
      command: login.command,
      who: job ? `job \`${job.id}\`` : 'the action',
      key: login.key,
      cloud: login.cloud,
      instead: known.instead,
    },
    anchor: `${step.anchor}|run.${login.command}`,
    suggestions: job ? federateCommand(login, known, step, job, workflow, context.project) : [],
  });
}

function checkVariables(
  env: readonly Entry[],
  expressions: readonly Expression[],
  anchor: string,
  script: string,
  context: Context,
  repair: (known: KeyVariable, name: string) => FixMaker[],
): void {
  for (const entry of env) {
    const name = textOf(entry.key);
    const known = name === undefined ? undefined : keyVariables.find((one) => one.name.test(name));
    if (!known || name === undefined) continue;
    const found = secretBehind(expressions, 'env', name);
    if (!found) continue;
    if (known.cloud === 'AWS' && (isNotAws(env, found.name, script) || inputNamed(env, 'AWS_SESSION_TOKEN'))) continue;
    context.report({
      at: found.expression.at,
      message: 'variable',
      data: {
        input: name,
        key: known.key,
        cloud: known.cloud,
        secret: found.name.toLowerCase() === name.toLowerCase() ? '' : `, from the secret \`${found.name}\``,
        instead: known.instead,
      },
      anchor: `${anchor}|env.${name}`,
      suggestions: repair(known, name),
    });
  }
}

/** Other stores take the same two keys: told by an endpoint, or by their name in the secret or the script. */
function isNotAws(env: readonly Entry[], secret: string, script: string): boolean {
  if (notAws.test(secret.replaceAll('_', ' ')) || script.includes('--endpoint-url') || script.includes('localhost')) return true;
  return env.some((entry) => /ENDPOINT/i.test(String(textOf(entry.key))));
}
