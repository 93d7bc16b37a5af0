// The clouds that a job of GitLab, Azure Pipelines, CircleCI, Bitbucket or Buildkite logs in to with the token that its
// system gives it. Roles of AWS are known by name where the file has it; identities of Azure and Google are numbers that
// stand elsewhere. Forms from the pages of the systems and clouds on workload identity, read in 2026-11.
import { commandsOf, placeOfMatch } from '../script-lines.ts';
import { textOf, type Entry } from '../value.ts';
import type { Workflow, WorkflowJob } from '../workflow.ts';
import type { Place } from '../../text/text.ts';
import { rolesTaken } from './role-uses.ts';

export interface FederatedLogin {
  readonly cloud: 'aws' | 'azure' | 'gcp';
  /** AWS: the name of the role, in lower case; undefined where the file does not show it. */
  readonly role?: string;
  readonly at: Place;
}

const commands: readonly (readonly [cloud: FederatedLogin['cloud'], pattern: RegExp])[] = [
  ['aws', /\bassume-role-with-web-identity\b/],
  [
    'azure',
    /(?<![\w./-])az\s+login\b(?=[^\n|;&]{0,300}?\s--federated-token\b)|\bConnect-AzAccount\b(?=[^\n|;&]{0,300}?\s-FederatedToken\b)/,
  ],
  ['gcp', /\bworkload-identity-pools\s+create-cred-config\b|\bgcloud\s+auth\s+login\b(?=[^\n|;&]{0,300}?\s--cred-file\b)/],
];
/** Variables by which the tools of the clouds take a token themselves. */
const variables: readonly (readonly [cloud: FederatedLogin['cloud'], name: RegExp])[] = [
  ['aws', /^AWS_WEB_IDENTITY_TOKEN_FILE$/],
  ['azure', /^(?:ARM_OIDC_TOKEN(?:_FILE_PATH)?|ARM_USE_OIDC|AZURE_FEDERATED_TOKEN_FILE)$/],
  ['gcp', /^CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE$/],
];
const audiences: readonly (readonly [cloud: FederatedLogin['cloud'], audience: RegExp])[] = [
  ['azure', /^api:\/\/AzureADTokenExchange/i],
  ['gcp', /iam\.googleapis\.com\/projects\/|workloadIdentityPools/],
];

/** The logins of a job; of AWS one a role, of the others one each. */
export function federatedLogins(job: WorkflowJob, workflow: Workflow): FederatedLogin[] {
  const found: FederatedLogin[] = rolesTaken(job, workflow.env).map(({ name, at }) => ({ cloud: 'aws', role: name, at }));
  const add = (cloud: FederatedLogin['cloud'], at: Place): void =>
    void (found.some((one) => one.cloud === cloud) || found.push({ cloud, at }));
  for (const step of job.steps) {
    for (const line of commandsOf(step.lines)) {
      for (const [cloud, pattern] of commands) {
        const match = pattern.exec(line.text);
        if (match) add(cloud, placeOfMatch(line, match));
      }
    }
    // Plugins and orbs by name, and their switch.
    const uses = textOf(step.uses) ?? '';
    if (step.uses && /aws-assume-role-with-web-identity|aws-oidc/.test(uses)) add('aws', step.uses.at);
    if (step.uses && (/gcp-workload-identity-federation/.test(uses) || (/gcp-cli/.test(uses) && isOn(step.inputs, 'use_oidc'))))
      add('gcp', step.uses.at);
    // Tasks of Azure Pipelines log in by a service connection.
    if (step.uses && workflow.system === 'azure-pipelines')
      for (const entry of step.inputs)
        if (
          /^(?:azureSubscription|connectedServiceName(?:ARM)?|azureResourceManagerConnection|backendServiceArm|environmentServiceName(?:AzureRM)?)$/i.test(
            textOf(entry.key) ?? '',
          )
        )
          add('azure', entry.value.at);
  }
  for (const entry of [...job.env, ...job.steps.flatMap((step) => step.env)])
    for (const [cloud, name] of variables)
      if (name.test(textOf(entry.key) ?? '') && textOf(entry.value) !== 'false') add(cloud, entry.value.at);
  for (const { item, at } of job.given ?? [])
    for (const [cloud, audience] of audiences)
      if (item.startsWith('oidc:') && audience.test(item.slice(item.indexOf('=') + 1))) add(cloud, at);
  return found;
}

function isOn(inputs: readonly Entry[], name: string): boolean {
  return inputs.some((entry) => textOf(entry.key) === name && textOf(entry.value) === 'true');
}
