// The repair of a stored cloud key: a login with the job's own identity, `id-token: write`, and the trust it needs. A
// second suggestion writes the trust down for the cloud's own tools.
import { addEntry, removeEntry, replaceText } from '../../server/engine/edit/printer.ts';
import type { Document } from '../../server/engine/document.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import { entryOf, textOf, type Entry, type Mapping } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { Project } from '../../server/engine/project.ts';
import type { KeyInput, KeyVariable } from './cloud-keys.ts';
import type { KeyLogin } from '../../server/engine/facts/key-logins.ts';
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';
import { insertStep } from './inserted-step.ts';
import { inputText } from './secret-references.ts';
import { stepForCommands } from './step-for-commands.ts';
import { grantIdToken, grantIdTokenToCallers } from './token-edits.ts';
import { admitting, knownRole, trustFile, type Cloud } from './trust-to-paste.ts';

type Edits = readonly (TextEdit | undefined)[];

const cloudOf = (cloud: KeyInput['cloud']): Cloud => (cloud === 'AWS' ? 'aws' : cloud === 'Azure' ? 'azure' : 'gcp');

/** For a key in an input: its line becomes the first of the new inputs, or a login step comes before it. */
export function federateInput(
  known: KeyInput,
  key: Entry,
  step: WorkflowStep,
  job: WorkflowJob,
  workflow: Workflow,
  project: Project,
): FixMaker[] {
  const title = `Use the job's own identity: ${known.instead.replaceAll('`', '')}`;
  const role = known.cloud === 'AWS' ? knownRole(project) : undefined;
  return makers(title, known, job, workflow, project, (document) => {
    const inputs = entryOf(step.value, 'with')?.value;
    if (inputs?.kind !== 'mapping' || key.value.kind === 'mapping' || key.value.kind === 'list' || key.value.kind === 'choice')
      return [undefined];
    if (!known.replacement)
      return [...loginBefore(known, step, regionOf(step, job, workflow), document), ...instead(known, key, step, inputs, document)];
    const [first, ...others] = Object.entries(
      role ? { 'role-to-assume': `arn:aws:iam::<ACCOUNT_ID>:role/${role.name}` } : known.replacement,
    );
    return [
      replaceText(key.key, first![0]),
      replaceText(key.value, first![1]),
      ...others.map(([name, value]) => addEntry(inputs, name, value, document)),
      ...(known.beside ?? []).filter((name) => entryOf(inputs, name)).map((name) => removeEntry(inputs, name, document)),
    ];
  });
}

/** For a key in the environment of a step or a job: a login step before the first that uses it, and the variables gone. */
export function federateVariable(
  known: KeyVariable,
  name: string,
  owner: WorkflowStep | WorkflowJob,
  step: WorkflowStep,
  job: WorkflowJob,
  workflow: Workflow,
  project: Project,
): FixMaker[] {
  return makers(`Use the job's own identity: ${known.instead.replaceAll('`', '')}`, known, job, workflow, project, (document) => {
    const env = entryOf(owner.value, 'env')?.value;
    const { value } = owner;
    if (env?.kind !== 'mapping' || value.kind !== 'mapping') return [undefined];
    const key = entryOf(env, name)!;
    // The provider of Terraform takes the token of the job itself.
    if (/^ARM_/i.test(name))
      return [
        key.key.kind === 'scalar' ? replaceText(key.key, 'ARM_USE_OIDC') : undefined,
        key.value.kind === 'scalar' || key.value.kind === 'partial' || key.value.kind === 'unknown'
          ? replaceText(key.value, 'true')
          : undefined,
      ];
    const gone = env.entries.filter(
      (entry) =>
        textOf(entry.key) === name || (known.cloud === 'AWS' && /^(?:TF_VAR_)?AWS_ACCESS_KEY(?:_ID)?$/i.test(textOf(entry.key) ?? '')),
    );
    const left = env.entries.length - gone.length;
    return [
      ...loginBefore(known, step, regionOf(step, job, workflow), document),
      ...(left === 0 ? [removeEntry(value, 'env', document)] : gone.map((entry) => removeEntry(env, textOf(entry.key)!, document))),
    ];
  });
}

/** For a login by a command: a step of the cloud's action before what is left of the script, and the files of the key gone. */
export function federateCommand(
  login: KeyLogin,
  known: KeyVariable,
  step: WorkflowStep,
  job: WorkflowJob,
  workflow: Workflow,
  project: Project,
): FixMaker[] {
  const gone = step.lines.filter((line) => isOfLogin(line, login));
  return makers(`Use the job's own identity: ${known.instead.replaceAll('`', '')}`, known, job, workflow, project, (document) => [
    stepForCommands(gone, step, loginSteps[cloudOf(known.cloud)](regionOf(step, job, workflow)), 'before', document),
  ]);
}

/** The login itself, and the lines that only prepare it: a key written to a file, the settings of the AWS command line. */
function isOfLogin(line: ScriptLine, login: KeyLogin): boolean {
  if (line.at.span[0] <= login.at.span[0] && login.at.span[1] <= line.at.span[1]) return true;
  if (login.cloud === 'AWS')
    return /^aws\s+configure\s+set\s+(?:aws_access_key_id|aws_secret_access_key|region|default\.region)\b/.test(line.text);
  return (
    login.cloud === 'Google Cloud' &&
    /^(?:echo|printf|cat|base64)\b[^\n]*>\s*\S+$/.test(line.text) &&
    /KEY|CRED|SECRET|JSON|GCP|GOOGLE/i.test(line.text)
  );
}

function makers(
  title: string,
  known: KeyInput | KeyVariable,
  job: WorkflowJob,
  workflow: Workflow,
  project: Project,
  edits: (document: Document) => Edits,
): FixMaker[] {
  const cloud = cloudOf(known.cloud);
  const role = cloud === 'aws' ? knownRole(project) : undefined;
  const make: FixMaker['make'] = (context) => {
    const document = context.document(workflow.at.uri);
    const made = document
      ? [...edits(document), ...grantIdToken(job, workflow, document, project), ...grantIdTokenToCallers(workflow, project, context)]
      : [undefined];
    const trust = role ? admitting(role.role, job, workflow, project, context) : [];
    return trust && made.every((edit) => edit !== undefined) && made.length > 0
      ? { edits: [...(made as TextEdit[]), ...trust] }
      : undefined;
  };
  const plain: FixMaker = { title, make };
  if (role) return [{ title: `${title}, with role ${role.name} of this tree`, make }];
  const file = trustFile(cloud, job, workflow, project);
  if (file.appendLines.length === 0) return [plain];
  return [
    plain,
    {
      title: `${title}, and write the trust that ${known.cloud} needs to ${file.uri}`,
      make(context) {
        const found = make(context);
        return found && { ...found, create: [file] };
      },
    },
  ];
}

/** A step that logs in to the cloud of a key, put before `step`. */
function loginBefore(known: KeyInput | KeyVariable, step: WorkflowStep, region: string | undefined, document: Document): Edits {
  return [insertStep(step, loginSteps[cloudOf(known.cloud)](region), document)];
}

/** The region as a step can be told it: written in its own environment, or by the name of a variable further out. */
function regionOf(step: WorkflowStep, job: WorkflowJob, workflow: Workflow): string | undefined {
  const isRegion = (entry: Entry): boolean => /^AWS_(?:DEFAULT_)?REGION$/.test(textOf(entry.key) ?? '');
  const further = [...job.env, ...workflow.env].find(isRegion);
  return textOf(step.env.find(isRegion)?.value) ?? (further && `\${{ env.${textOf(further.key)!} }}`);
}

const loginSteps: Readonly<Record<Cloud, (region: string | undefined) => string[]>> = {
  aws: (region) => [
    'uses: aws-actions/configure-aws-credentials@v5',
    'with:',
    `  aws-region: ${region ?? '${{ vars.AWS_REGION }}'}`,
    '  role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>',
  ],
  gcp: () => [
    'id: google',
    'uses: google-github-actions/auth@v3',
    'with:',
    '  token_format: access_token',
    '  workload_identity_provider: projects/<PROJECT_NUMBER>/locations/global/workloadIdentityPools/<POOL>/providers/<PROVIDER>',
    '  service_account: <SERVICE_ACCOUNT>@<PROJECT_ID>.iam.gserviceaccount.com',
  ],
  azure: () => [
    'uses: azure/login@v2',
    'with:',
    '  client-id: ${{ vars.AZURE_CLIENT_ID }}',
    '  tenant-id: ${{ vars.AZURE_TENANT_ID }}',
    '  subscription-id: ${{ vars.AZURE_SUBSCRIPTION_ID }}',
  ],
};

/** The inputs of a key after a login step: gone, or the short-lived token of that step. */
function instead(known: KeyInput, key: Entry, step: WorkflowStep, inputs: Mapping, document: Document): Edits {
  const { value } = step;
  if (known.input === 'password' && known.only?.[0] === 'username') {
    const user = entryOf(inputs, 'username')?.value;
    if (
      !user ||
      inputText(step.inputs, 'username') === undefined ||
      user.kind !== 'scalar' ||
      (key.value.kind !== 'scalar' && key.value.kind !== 'partial' && key.value.kind !== 'unknown')
    )
      return [undefined];
    return [replaceText(user, 'oauth2accesstoken'), replaceText(key.value, '${{ steps.google.outputs.access_token }}')];
  }
  if (value.kind !== 'mapping') return [undefined];
  const gone = [textOf(key.key)!, ...(known.beside ?? []).filter((name) => entryOf(inputs, name))];
  return inputs.entries.length === gone.length
    ? [removeEntry(value, 'with', document)]
    : gone.map((name) => removeEntry(inputs, name, document));
}
