// The roles of AWS that a job of GitLab, CircleCI, Bitbucket or Buildkite takes with the token that its system gives it,
// where the file names them. A role in a variable that is set elsewhere is not known, and is left out.
import { commandsOf, placeOfMatch } from '../script-lines.ts';
import { textOf, type Entry } from '../value.ts';
import type { WorkflowJob } from '../workflow.ts';
import type { Place } from '../../text/text.ts';

export interface TakenRole {
  /** In lower case, without path. */
  readonly name: string;
  readonly arn: string;
  readonly at: Place;
}

const arn = /arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+/;
const byToken = /\bassume-role-with-web-identity\b/;

/** The roles, each once. `env` are the variables of the whole pipeline. */
export function rolesTaken(job: WorkflowJob, env: readonly Entry[]): TakenRole[] {
  const found = new Map<string, TakenRole>();
  const add = (text: string, at: Place): void => {
    const name = text.slice(text.lastIndexOf('/') + 1).toLowerCase();
    if (!found.has(name)) found.set(name, { name, arn: text, at });
  };
  const lines = job.steps.flatMap((step) => commandsOf(step.lines));
  for (const line of lines) {
    const match = byToken.test(line.text) ? arn.exec(line.text) : null;
    if (match) add(match[0], placeOfMatch(line, match));
  }
  for (const step of job.steps) {
    const takesRole = /oidc|assume-role-with-web-identity|^aws-cli\/setup|^atlassian\/aws-/.test(textOf(step.uses) ?? '');
    for (const entry of takesRole ? step.inputs : []) if (/role[-_]?arn$/i.test(textOf(entry.key) ?? '')) named(entry, add);
  }
  // Variables that the tools of AWS read by themselves, and those that a login in this job names.
  for (const entry of [...job.env, ...env]) {
    const key = textOf(entry.key) ?? '';
    if (
      key === 'AWS_ROLE_ARN' ||
      (/ROLE_ARN$/i.test(key) &&
        lines.some((line) => byToken.test(line.text) && new RegExp(`\\$\\{?${key.replace(/\W/g, '')}\\b`).test(line.text)))
    )
      named(entry, add);
  }
  return [...found.values()];
}

function named(entry: Entry, add: (text: string, at: Place) => void): void {
  const text = textOf(entry.value);
  if (text !== undefined && arn.exec(text)?.[0] === text) add(text, entry.value.at);
}
