// What `gh` changes in GitHub by commands: `gh api -X PUT repos/acme/shop/collaborators/ann -f permission=admin`, `gh repo
// deploy-key add --allow-write`. Each is read as the resource that Terraform has for it. Paths and fields are those of
// GitHub's REST API (docs.github.com/rest, read 2026-11).
import { inputOf, pairsOf, wordsInOrder } from '../commands/pairs.ts';
import { nameAndTarget, runsOf } from '../commands/runs.ts';
import { flagOf, hasFlag, type ShellCommand } from '../commands/shell.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Entry, type Leaf, type Scalar } from '../value.ts';

const start = /(?<![\w./-])gh\s+(api|repo\s+deploy-key\s+add)(?![\w-])/g;

interface Endpoint {
  readonly method: 'PUT' | 'POST';
  readonly path: RegExp;
  readonly type: string;
  /** Attributes of the resource by the parts of the path that name them. */
  readonly names?: readonly string[];
}

const one = '([^/?]+)';
// A variable may hold owner and name together.
const repository = `^/?repos/(?:[^/?]+/)?${one}`;
const organization = '^/?orgs/[^/?]+';
const endpoints: readonly Endpoint[] = [
  {
    method: 'PUT',
    path: new RegExp(`${repository}/collaborators/${one}$`),
    type: 'github_repository_collaborator',
    names: ['repository', 'username'],
  },
  { method: 'PUT', path: new RegExp(`${organization}/memberships/${one}$`), type: 'github_membership', names: ['username'] },
  {
    method: 'PUT',
    path: new RegExp(`${organization}/teams/${one}/repos/(?:[^/?]+/)?${one}$`),
    type: 'github_team_repository',
    names: ['team_id', 'repository'],
  },
  {
    method: 'PUT',
    path: new RegExp(`${organization}/actions/permissions/workflow$`),
    type: 'github_actions_organization_workflow_permissions',
  },
  { method: 'PUT', path: new RegExp(`${repository}/actions/permissions/workflow$`), type: 'github_workflow_repository_permissions' },
  { method: 'PUT', path: new RegExp(`${organization}/actions/permissions$`), type: 'github_actions_organization_permissions' },
  { method: 'PUT', path: new RegExp(`${repository}/actions/permissions$`), type: 'github_actions_repository_permissions' },
  { method: 'POST', path: new RegExp(`${repository}/keys$`), type: 'github_repository_deploy_key', names: ['repository'] },
];

const fieldFlags = ['f', 'F', 'field', 'raw-field'] as const;
/** Flags of `gh api` that take no value, so that what follows one may be the path. */
const switches = ['i', 'include', 'paginate', 'silent', 'slurp', 'verbose'] as const;

/** Reads all such commands of a text. */
export function readGithubCommands(text: string, uri: string, into: Facts): void {
  for (const { command, carrier } of runsOf(text, uri, into, start, (match) => match[1]!, nameAndTarget)) {
    if (command.name === 'api') readCall(command, carrier.address, text, into);
    else if (hasFlag(command, 'allow-write', 'w'))
      push('github_repository_deploy_key', carrier.address, [entryFrom('read_only', command.at, no(command))], command, into);
  }
}

function readCall(command: ShellCommand, address: string, text: string, into: Facts): void {
  const target = command.words[0]?.leaf ?? switches.map((name) => flagOf(command, name)).find((leaf) => leaf !== undefined);
  const path = target ? patternOf(target).replace(/^https:\/\/api\.github\.com/, '') : '';
  const entries = [...fieldsOf(command), ...(flagOf(command, 'input') ? (inputOf(command, text)?.entries ?? []) : [])];
  const method = textOf(flagOf(command, 'X', 'method'))?.toUpperCase() ?? (entries.length > 0 ? 'POST' : 'GET');
  for (const endpoint of endpoints) {
    const parts = endpoint.method === method ? endpoint.path.exec(path) : null;
    if (!parts || !target) continue;
    const named = (endpoint.names ?? []).map((name, index) => entryFrom(name, target.at, nameAt(parts[index + 1]!, target)));
    // A key that is not said to read only writes, too. What a file says is not known here.
    const unsaid =
      endpoint.type === 'github_repository_deploy_key' &&
      !command.flags.has('input') &&
      !entries.some(({ key }) => textOf(key) === 'read_only');
    push(
      endpoint.type,
      address,
      [...named, ...entries, ...(unsaid ? [entryFrom('read_only', command.at, no(command))] : [])],
      command,
      into,
    );
  }
}

function fieldsOf(command: ShellCommand): Entry[] {
  return pairsOf(wordsInOrder(command, ...fieldFlags)).map(({ key, leaf, text, at }) => {
    const value: Leaf =
      text.includes('\0') || text.startsWith('@')
        ? { kind: 'unknown', why: 'a variable of the shell', at, token: at, via: leaf.via, encoding: 'none', editable: false }
        : {
            kind: 'scalar',
            known: 'literal',
            value: text,
            at,
            token: at,
            via: leaf.via,
            encoding: 'shell',
            editable: leaf.editable && at !== leaf.at,
          };
    return entryFrom(key, leaf.at, value, leaf.at);
  });
}

function push(type: string, name: string, entries: readonly Entry[], command: ShellCommand, into: Facts): void {
  readProviderResource(
    {
      type,
      kind: type,
      name,
      args: mappingFrom(entries, command.whole),
      dialect: 'script',
      head: command.at,
      block: command.whole,
      enabled: 'maybe',
    },
    into,
  );
}

/** A part of a path; one with a hole in it is no name. */
function nameAt(text: string, { at }: Leaf): Leaf {
  return text.includes('\0')
    ? { kind: 'unknown', why: 'a variable of the shell', at, token: at, via: [], encoding: 'none', editable: false }
    : wordAt(text, at);
}

const no = (command: ShellCommand): Scalar => ({
  kind: 'scalar',
  known: 'resolved',
  value: false,
  at: command.at,
  token: command.at,
  via: [],
  encoding: 'none',
  editable: false,
});
