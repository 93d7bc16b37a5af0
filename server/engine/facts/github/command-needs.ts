// What the commands of a step need of the job token: `gh`, `git push`, pushes to GitHub's registry. Commands that are
// handed the token and are not known make the step unknown. Scopes of `gh` follow the REST endpoints that it calls.
import type { Access } from '../../catalog/actions.ts';
import { textOf } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';
import { runsOtherCode, startedPrograms, takesTokenItself } from './programs.ts';

export interface CommandNeeds {
  readonly needs: readonly { readonly scope: string; readonly access: Access; readonly command: string }[];
  readonly unknown: readonly string[];
  /** True where a program is started that may run code that is not seen here. */
  readonly opaque: boolean;
}

type Row = readonly [pattern: RegExp, ...scopes: readonly (readonly [string, Access])[]];

const known: readonly Row[] = [
  [
    /\bgh\s+pr\s+(?:create|edit|close|reopen|ready|review|comment|lock|unlock|update-branch)\b/,
    ['pull-requests', 'write'],
    ['contents', 'read'],
    ['issues', 'write'],
  ],
  [/\bgh\s+pr\s+merge\b/, ['pull-requests', 'write'], ['contents', 'write']],
  [/\bgh\s+pr\s+(?:view|list|diff|status|checkout)\b/, ['pull-requests', 'read'], ['contents', 'read']],
  [/\bgh\s+pr\s+checks\b/, ['pull-requests', 'read'], ['checks', 'read'], ['statuses', 'read'], ['contents', 'read']],
  [
    /\bgh\s+issue\s+(?:create|edit|close|reopen|comment|delete|lock|unlock|pin|unpin|transfer|develop)\b/,
    ['issues', 'write'],
    ['contents', 'read'],
  ],
  [/\bgh\s+issue\s+(?:view|list|status)\b/, ['issues', 'read'], ['contents', 'read']],
  [/\bgh\s+label\s+\w+/, ['issues', 'write'], ['pull-requests', 'write']],
  [/\bgh\s+release\s+(?:create|upload|edit|delete|delete-asset)\b/, ['contents', 'write']],
  [/\bgh\s+release\s+(?:view|list|download)\b/, ['contents', 'read']],
  [/\bgh\s+workflow\s+(?:run|enable|disable)\b/, ['actions', 'write'], ['contents', 'read']],
  [/\bgh\s+run\s+(?:rerun|cancel|delete)\b/, ['actions', 'write']],
  [/\bgh\s+(?:run|workflow)\s+(?:list|view|download|watch)\b/, ['actions', 'read'], ['contents', 'read']],
  [/\bgh\s+cache\s+delete\b/, ['actions', 'write']],
  [/\bgh\s+cache\s+list\b/, ['actions', 'read']],
  [/\bgh\s+repo\s+(?:clone|view|set-default)\b/, ['contents', 'read']],
  [/\bgh\s+attestation\s+\w+/, ['attestations', 'read'], ['contents', 'read']],
  [/\bgh\s+auth\s+(?:status|setup-git|login|token)\b/],
  [/\bgh\s+(?:--version|version|help|extension|alias|config)\b/],
  [/\bgit\s+(?:-[cC]\s+\S+\s+){0,8}push\b/, ['contents', 'write']],
  [/\bgit\s+(?:-[cC]\s+\S+\s+){0,8}(?:fetch|pull|clone|ls-remote|submodule|lfs)\b/, ['contents', 'read']],
  [
    /\b(?:docker|podman|crane|skopeo|oras|helm|buildah)\b[^\n]*\b(?:push|copy|cp|tag)\b[^\n]*\bghcr\.io\b|\bghcr\.io\b[^\n]*--push\b/,
    ['packages', 'write'],
  ],
  [/\b(?:docker|podman|helm|oras|crane)\b[^\n]*\blogin\b[^\n]*\bghcr\.io\b/, ['packages', 'write']],
  [/\bcosign\s+(?:sign|attest)/, ['id-token', 'write']],
];

/** What holds environment variables and the expressions in them: a step, a job, a workflow. */
type Holder = Pick<WorkflowStep, 'env' | 'expressions'>;

/** `around` are the job and the workflow of the step, whose variables it has too; the nearest first. */
export function commandNeeds(step: WorkflowStep, around: readonly Holder[] = []): CommandNeeds {
  const needs: { scope: string; access: Access; command: string }[] = [];
  const unknown: string[] = [];
  const token = tokenOf([step, ...around]);
  const named =
    token.names.length > 0 ? new RegExp(`\\b(?:${token.names.map((name) => name.replace(/\W/g, '\\$&')).join('|')})\\b`) : undefined;
  for (const { text, data } of step.lines) {
    const rows = data ? [] : known.filter(([pattern]) => pattern.test(text));
    // Another token does the work of `gh`; a push uses what the checkout left.
    for (const [pattern, ...scopes] of rows) {
      if (token.isOther && text.includes('gh ')) continue;
      const command = pattern.exec(text)![0].replace(/\s+/g, ' ').slice(0, 40);
      for (const [scope, access] of scopes) needs.push({ scope, access, command });
    }
    if (rows.length > 0) continue;
    if (!data && /(?:^|[\s|;&(])gh\s+\w/.test(text) && !token.isOther)
      unknown.push(`the command \`${text.slice(0, 40).replace(/\s+/g, ' ')}\``);
    else if (/GITHUB_TOKEN|GH_TOKEN|github\.token/i.test(text) || named?.test(text)) unknown.push('a command that is given the token');
  }
  const programs = shellOf(step) ? startedPrograms(textOf(step.run) ?? '') : undefined;
  const other = programs ? programs.find(runsOtherCode)?.name : textOf(step.shell);
  const reader = named && (other ?? programs?.find(takesTokenItself)?.name);
  if (reader !== undefined) unknown.push(`\`${reader.slice(0, 40)}\`, which is given the token`);
  // A variable of the step itself is there for its commands.
  if (tokenOf([step]).names.length > 0 && needs.length === 0 && unknown.length === 0 && step.lines.length > 0)
    unknown.push('a command that is given the token');
  return { needs, unknown, opaque: other !== undefined };
}

/** True for the shells whose commands are read here. The default of Windows is none of them; its programs count as unknown by their names. */
function shellOf(step: WorkflowStep): boolean {
  const shell = textOf(step.shell);
  return shell === undefined || /^(?:ba|da|z|k)?sh\b/.test(shell);
}

/** True for the token of the job, and for what a caller may fill with it: an input, or a variable that is set elsewhere. */
export function mayBeJobToken(path: string | undefined): boolean {
  return (
    path === 'github.token' || path === 'secrets.github_token' || path?.startsWith('inputs.') === true || path?.startsWith('env.') === true
  );
}

interface HeldToken {
  /** Variables that hold the token of the job, under whatever name. */
  readonly names: readonly string[];
  /** True where tools find another token than the job's under the names that they read. */
  readonly isOther: boolean;
}

/** The tokens in the environment of these holders; the nearest holder of a name decides. */
function tokenOf(holders: readonly Holder[]): HeldToken {
  const seen = new Set<string>();
  const names: string[] = [];
  let isOther = false;
  for (const { env, expressions } of holders) {
    for (const entry of env) {
      const name = textOf(entry.key);
      if (name === undefined || seen.has(name)) continue;
      seen.add(name);
      const paths = expressions.filter((one) => one.leaf === entry.value).flatMap((one) => mentionsOf(one.tree).map(pathOf));
      if (paths.some(mayBeJobToken)) names.push(name);
      else if (name === 'GH_TOKEN' || name === 'GITHUB_TOKEN') isOther = true;
    }
  }
  return { names, isOther: isOther && names.length === 0 };
}
