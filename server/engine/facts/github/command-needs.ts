// What the commands of a step need of the job token: `gh`, `git push`, pushes to GitHub's registry. Commands that are
// handed the token and are not known make the step unknown. Scopes of `gh` follow the REST endpoints that it calls.
import type { Access } from '../../catalog/actions.ts';
import { textOf } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { mentionsOf, pathOf } from './expression-paths.ts';

export interface CommandNeeds {
  readonly needs: readonly { readonly scope: string; readonly access: Access; readonly command: string }[];
  readonly unknown: readonly string[];
  /** True for a script or build tool whose commands are not seen here. */
  readonly opaque: boolean;
}

type Row = readonly [pattern: RegExp, ...scopes: readonly (readonly [string, Access])[]];

const known: readonly Row[] = [
  [/\bgh\s+pr\s+(?:create|edit|close|reopen|ready|review|comment|lock|unlock|update-branch)\b/, ['pull-requests', 'write'], ['contents', 'read'], ['issues', 'write']],
  [/\bgh\s+pr\s+merge\b/, ['pull-requests', 'write'], ['contents', 'write']],
  [/\bgh\s+pr\s+(?:view|list|diff|status|checkout)\b/, ['pull-requests', 'read'], ['contents', 'read']],
  [/\bgh\s+pr\s+checks\b/, ['pull-requests', 'read'], ['checks', 'read'], ['statuses', 'read'], ['contents', 'read']],
  [/\bgh\s+issue\s+(?:create|edit|close|reopen|comment|delete|lock|unlock|pin|unpin|transfer|develop)\b/, ['issues', 'write'], ['contents', 'read']],
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
  [/\b(?:docker|podman|crane|skopeo|oras|helm|buildah)\b[^\n]*\b(?:push|copy|cp|tag)\b[^\n]*\bghcr\.io\b|\bghcr\.io\b[^\n]*--push\b/, ['packages', 'write']],
  [/\b(?:docker|podman|helm|oras|crane)\b[^\n]*\blogin\b[^\n]*\bghcr\.io\b/, ['packages', 'write']],
  [/\bcosign\s+(?:sign|attest)/, ['id-token', 'write']],
];

/** Tools that run code of the repository, which may do anything that their environment lets them. */
const buildTool = /^(?:\.{0,2}\/|make\b|just\b|task\b|npm\s+(?:run|exec|test|start)\b|npx\b|yarn\b|pnpm\b|bun\b|node\b|python[\d.]*\b|uv\s+run\b|poetry\s+run\b|tox\b|nox\b|ruby\b|bundle\s+exec\b|rake\b|bash\b|sh\b|pwsh\b|go\s+(?:run|generate)\b|cargo\s+(?:run|xtask|release)\b|mvn\b|\.\/?gradlew\b|gradle\b|lerna\b|nx\b|turbo\b|semantic-release\b|goreleaser\b|php\b|composer\b|deno\b|mage\b|invoke\b|fastlane\b|mix\b)/;

export function commandNeeds(step: WorkflowStep): CommandNeeds {
  const needs: { scope: string; access: Access; command: string }[] = [];
  const unknown: string[] = [];
  let opaque = false;
  const token = tokenOf(step);
  for (const { text } of step.lines) {
    const rows = known.filter(([pattern]) => pattern.test(text));
    // Another token does the work of `gh`; a push uses what the checkout left.
    for (const [pattern, ...scopes] of rows) {
      if (token === 'other' && text.includes('gh ')) continue;
      const command = pattern.exec(text)![0].replace(/\s+/g, ' ').slice(0, 40);
      for (const [scope, access] of scopes) needs.push({ scope, access, command });
    }
    if (rows.length > 0) continue;
    if (/(?:^|[\s|;&(])gh\s+\w/.test(text) && token !== 'other') unknown.push(`the command \`${text.slice(0, 40).replace(/\s+/g, ' ')}\``);
    else if (/GITHUB_TOKEN|GH_TOKEN|github\.token/i.test(text)) unknown.push('a command that is given the token');
    else if (buildTool.test(text)) {
      opaque = true;
      if (token === 'job') unknown.push(`the script \`${text.split(/\s/)[0]!.slice(0, 40)}\`, which is given the token`);
    }
  }
  return { needs, unknown: token === 'job' && needs.length === 0 && unknown.length === 0 && step.lines.length > 0 ? ['a command that is given the token'] : unknown, opaque };
}

/** Which token the environment of a step holds under the names that tools read. */
function tokenOf(step: WorkflowStep): 'job' | 'other' | undefined {
  let found: 'job' | 'other' | undefined;
  for (const entry of step.env) {
    const name = textOf(entry.key);
    const paths = step.expressions.filter((one) => one.leaf === entry.value).flatMap((one) => mentionsOf(one.tree).map(pathOf));
    if (paths.some((path) => path === 'github.token' || path === 'secrets.github_token')) return 'job';
    if (name === 'GH_TOKEN' || name === 'GITHUB_TOKEN') found = 'other';
  }
  return found;
}
