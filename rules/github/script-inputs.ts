// Inputs of actions that run what they are given as code. From the readmes and the metadata of the actions, as known in 2026-11.
import type { Expression, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { tableOf } from '../../server/engine/table.ts';

const scriptInputs = tableOf<readonly string[]>({
  'actions/github-script': ['script'],
  'azure/cli': ['inlinescript'],
  'azure/powershell': ['inlinescript'],
  'appleboy/ssh-action': ['script'],
  'addnab/docker-run-action': ['run', 'options'],
  'amadevus/pwsh-script': ['script'],
  'jannekem/run-python-script-action': ['script'],
  'mikefarah/yq': ['cmd'],
  'sergeysova/jq-action': ['cmd'],
  'nick-fields/retry': ['command', 'on_retry_command'],
  'nick-invision/retry': ['command', 'on_retry_command'],
  'wandalen/wretry.action': ['command'],
  'reactivecircus/android-emulator-runner': ['script', 'pre-emulator-launch-script'],
  'cross-platform-actions/action': ['run'],
  'vmactions/freebsd-vm': ['run', 'prepare'],
  'uraimo/run-on-arch-action': ['run', 'install', 'setup'],
  'devcontainers/ci': ['runcmd'],
  'cardinalby/js-eval-action': ['expression'],
  'roots/issue-closer': ['issue-close-message'],
  'gabrielbb/xvfb-action': ['run'],
  'coactions/setup-xvfb': ['run'],
  'satackey/action-js-inline': ['script'],
  'garygrossgarten/github-action-ssh': ['command'],
  'fifsky/ssh-action': ['command'],
  'paambaati/codeclimate-action': ['coveragecommand'],
  '8398a7/action-slack': ['custom_payload'],
});

/** Expressions of a step that become part of code before it runs: those under `run`, and those under a script input. */
export function expressionsInCode(step: WorkflowStep): Expression[] {
  const action = step.action;
  const inputs = scriptInputs.get(action ?? '') ?? [];
  return step.expressions.filter(
    (expression) =>
      expression.where === 'run' ||
      (expression.where === 'with' && expression.key !== undefined && inputs.includes(expression.key.toLowerCase())),
  );
}
