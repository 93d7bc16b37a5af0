// What actions need of the job token: their scopes by name. Looked up, never guessed: an action that is not here is unknown.
import { actionRows, readOn } from './actions-table.ts';

export type Access = 'read' | 'write';

export interface ActionFacts {
  /** Scopes that the action uses with the token of the job. */
  readonly needs: ReadonlyMap<string, Access>;
  /** Scopes that it uses only when an input is set; `is` names the value, and is left out where any will do. */
  readonly when: readonly { readonly input: string; readonly is?: string; readonly needs: ReadonlyMap<string, Access> }[];
  /** Inputs and variables that take another token, which then stands for the job's. */
  readonly tokens: readonly string[];
  /** The file of the action in which they were read, at the commit that was read, and the day. */
  readonly source: string;
  readonly read: string;
}

let table: ReadonlyMap<string, ActionFacts> | undefined;
let owners: ReadonlyMap<string, readonly string[]> | undefined;

const read = (): ReadonlyMap<string, ActionFacts> => (table ??= new Map(actionRows.trim().split('\n').map(parseRow)));

/** Facts about an action by `owner/repo` or `owner/repo/path`, in lower case; undefined for one that nobody looked up. */
export function actionFacts(name: string): ActionFacts | undefined {
  return read().get(name);
}

/** Names of all actions that are known. */
export function knownActions(): readonly string[] {
  return [...read().keys()];
}

/** Owners of known actions whose repository has this name, in lower case. */
export function ownersOfAction(repository: string): readonly string[] {
  if (!owners) {
    const byRepository = new Map<string, Set<string>>();
    for (const name of read().keys()) {
      const [owner, known] = name.split('/') as [string, string];
      (byRepository.get(known) ?? byRepository.set(known, new Set()).get(known)!).add(owner);
    }
    owners = new Map([...byRepository].map(([known, all]) => [known, [...all]]));
  }
  return owners.get(repository) ?? [];
}

/** `name  scope:access,…  input=value?scope:access,…  token=input  @path@commit` in any order after the name; `-` for no need. */
function parseRow(row: string): [string, ActionFacts] {
  const [name, ...parts] = row.trim().split(/\s+/) as [string, ...string[]];
  let needs: ReadonlyMap<string, Access> = new Map();
  const when: ActionFacts['when'][number][] = [];
  const tokens: string[] = [];
  const [owner, repository] = name.split('/') as [string, string];
  let source = '';
  for (const part of parts) {
    if (part === '-') continue;
    if (part.startsWith('@')) {
      const [path, commit] = part.slice(1).split('@') as [string, string | undefined];
      source = commit === undefined ? path : `https://github.com/${owner}/${repository}/blob/${commit}/${path}`;
    } else if (part.startsWith('token=')) tokens.push(part.slice('token='.length).toLowerCase());
    else if (part.includes('?')) {
      const [condition, scopes] = part.split('?') as [string, string];
      const [input, is] = condition.split('=') as [string, string | undefined];
      when.push({ input, ...(is === undefined ? {} : { is }), needs: parseScopes(scopes) });
    } else needs = parseScopes(part);
  }
  return [name.toLowerCase(), { needs, when, tokens, source, read: readOn }];
}

function parseScopes(text: string): ReadonlyMap<string, Access> {
  return new Map(text.split(',').map((one) => one.split(':') as [string, Access]));
}
