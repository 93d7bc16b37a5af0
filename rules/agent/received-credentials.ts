// The credentials that an MCP server is handed, by name: what makes an unpinned package or a plain-text address worse.
import type { AgentServer } from '../../server/engine/facts/agent.ts';
import { namesCredential } from '../../server/engine/facts/agents/credential-text.ts';
import { leavesOf, textOf, valueAt } from '../../server/engine/facts/value.ts';

/** Names in the order of the definition, without doubles. Values never appear. */
export function receivedCredentials(server: AgentServer): string[] {
  const names = new Set<string>();
  for (const input of server.inputs) {
    if (input.holds === 'plain') continue;
    if (input.name && input.place !== 'url') names.add(input.name.replace(/^-+/, ''));
    else for (const reference of input.references) names.add(reference.name);
    if (input.references.length === 0 && !input.name) names.add('a literal credential');
  }
  for (const leaf of leavesOf(valueAt(server.value, 'env_vars'))) addIfSecret(names, textOf(leaf));
  const bearer = textOf(valueAt(server.value, 'bearer_token_env_var'));
  if (bearer) names.add(bearer);
  const headers = valueAt(server.value, 'env_http_headers');
  if (headers?.kind === 'mapping') for (const entry of headers.entries) names.add(textOf(entry.value) ?? textOf(entry.key) ?? 'a header');
  // A container is given a variable by its name alone: `-e GITHUB_TOKEN`.
  const args = server.launch?.runtimeArgs ?? [];
  args.forEach((leaf, index) => {
    const text = textOf(leaf);
    if (text === '-e' || text === '--env') addIfSecret(names, textOf(args[index + 1])?.split('=')[0]);
    else if (text?.startsWith('--env=')) addIfSecret(names, text.slice('--env='.length).split('=')[0]);
    else if (text === '--env-file' || text?.startsWith('--env-file=')) names.add('an environment file');
  });
  return [...names];
}

function addIfSecret(names: Set<string>, name: string | undefined): void {
  if (name && namesCredential(name)) names.add(name);
}

/** `GITHUB_TOKEN`, `GITHUB_TOKEN and SLACK_TOKEN`, `A, B and 3 more`. */
export function inWords(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' and ');
  return names.length === 3 ? `${names[0]}, ${names[1]} and ${names[2]}` : `${names[0]}, ${names[1]} and ${names.length - 2} more`;
}
