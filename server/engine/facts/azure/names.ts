// The names that an expression of Bicep or ARM may use, and what they stand for: those of a file, of a loop or a lambda in
// it, and the functions that it defines. Which names there are is the readers' business.
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { Place } from '../../text/text.ts';
import type { Encoding, Value } from '../value.ts';

/** What a name stands for; a Map is one. */
export interface AzureNames {
  get(name: string): (() => Value) | undefined;
}

/** A function that a file defines. */
export interface AzureFunctionOfFile {
  readonly parameters: readonly string[];
  readonly body: BicepExpression;
  /** The names of the file it stands in. */
  readonly scope: AzureScopeOfNames;
}

export interface AzureScopeOfNames {
  readonly uri: string;
  readonly encoding: Encoding;
  /** Values by name: parameters, variables, symbols of resources, loop variables. */
  readonly names: AzureNames;
  /** Functions of the file and those that it imports, by the name they are called with. */
  readonly functions?: { get(name: string): AzureFunctionOfFile | undefined };
  /** Names that stand in another file: what comes through them is judged where they are used. */
  readonly imported?: { has(name: string): boolean };
  /** Names of loops: they stand for one of several, which is judged where it is written. */
  readonly looped?: ReadonlySet<string>;
  /** The content of a JSON or YAML file that `loadJsonContent` names. */
  readonly load?: (path: string) => Value | undefined;
  /** ARM: the whole string that an expression stands in; its parts have no places of their own. */
  readonly at?: Place;
  /** What evaluating may still cost: one for a file and all that it imports. */
  readonly state: { depth: number; work: number };
  /** Names that are being evaluated. */
  readonly open: Set<string>;
}

export function newAzureScope(
  uri: string,
  encoding: Encoding,
  names: AzureNames,
  state: AzureScopeOfNames['state'] = { depth: 0, work: 200_000 },
): AzureScopeOfNames {
  return { uri, encoding, names, state, open: new Set() };
}

/** The scope with further names, which come before those it has. */
export function withNames(scope: AzureScopeOfNames, own: AzureNames): AzureScopeOfNames {
  const { names } = scope;
  return { ...scope, names: { get: (name) => own.get(name) ?? names.get(name) } };
}

/** The scope in one turn of a loop, with what its names stand for then. */
export function inTurn(scope: AzureScopeOfNames, names: readonly string[], values: readonly Value[]): AzureScopeOfNames {
  return { ...withNames(scope, boundTo(names, values)), looped: new Set([...(scope.looped ?? []), ...names]) };
}

/** The names of a loop or a lambda with what they stand for; further ones are not known. */
export function boundTo(names: readonly string[], values: readonly Value[]): AzureNames {
  return new Map(names.flatMap((name, index): [string, () => Value][] => (values[index] ? [[name, () => values[index]!]] : [])));
}
