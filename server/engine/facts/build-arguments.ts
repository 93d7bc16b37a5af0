// Credentials that a step hands to the build of an image as arguments, told by their names: in scripts and in the options of a task,
// an orb or a plugin. What frameworks put into public pages by a prefix of their own is none.
import { commandsOf } from './script-lines.ts';
import { leavesOf, textOf, type Leaf } from './value.ts';
import type { WorkflowStep } from './workflow.ts';
import type { Place } from '../text/text.ts';

export interface BuildArgument {
  /** As a message quotes it: `NPM_TOKEN`, or `AUTH=$NPM_TOKEN` where only what it takes says that it is a credential. */
  readonly name: string;
  /** The name that says credential. */
  readonly credential: string;
  /** The name, or what gives the value. */
  readonly at: Place;
}

/** The arguments of a step's builds that take a credential from a variable, each once. */
export function secretBuildArguments(step: WorkflowStep): BuildArgument[] {
  const inScripts = commandsOf(step.lines).flatMap(({ text, at }) => argumentsIn(text, at.uri, at.span[0]));
  const seen = new Set<string>();
  return [...inScripts, ...step.inputs.flatMap((entry) => inOptions(leavesOf(entry.value), listed.test(textOf(entry.key) ?? '')))].filter(
    ({ name }) => !seen.has(name) && seen.add(name),
  );
}

const option = String.raw`--build-arg(?:[ \t]{1,9}|=)["']?`;
/**
 * `NAME=$VALUE` with the variable that the value begins with, as shells, Azure Pipelines, Cloud Build and GitHub write one, or `NAME`
 * of the environment; a text that is written out is another matter.
 */
const assigned = String.raw`(\w{1,80})(?:=["']?(?=\$)(\$\$?(?:\{\{[ ]?|[({])?(?:(?:secrets|env)\.)?([A-Za-z_][\w-]{0,79}))?|(?=["']?(?:[ \t\\]|$)))`;
const inText = new RegExp(`(${option})${assigned}`, 'g');
const inItem = new RegExp(`^(${option})?${assigned}`);

/** What one match of an argument gives, from the offset at which it begins; undefined where no name says credential. */
function argumentAt(match: RegExpExecArray, uri: string, start: number): BuildArgument | undefined {
  const [, before = '', name, value, variable] = match;
  const from = start + match.index + before.length;
  const at: Place = { uri, span: [from, from + name!.length] };
  if (namesCredential(name!)) return { name: name!, credential: name!, at };
  return variable !== undefined && namesCredential(variable.replaceAll('-', '_'))
    ? { name: `${name!}=${value!}`, credential: variable, at }
    : undefined;
}

/** The arguments in a text that begins at an offset of its document. */
function argumentsIn(text: string, uri: string, start: number): BuildArgument[] {
  if (!text.includes('--build-arg')) return [];
  return [...text.matchAll(inText)].flatMap((match) => argumentAt(match, uri, start) ?? []);
}

/** Lists in which each item is an argument: of Codefresh, and of the plugins of Drone and Woodpecker. */
const listed = /^build_arg(?:ument)?s$/;

/**
 * In the values of an input: `arguments: --build-arg TOKEN=$(TOKEN)`, or a list whose items are the words of a command. At the name
 * where the value is written as it is.
 */
function inOptions(leaves: readonly Leaf[], all: boolean): BuildArgument[] {
  return leaves.flatMap((leaf, index) => {
    const text = textOf(leaf) ?? '';
    const [start, end] = leaf.at.span;
    const follows = all || textOf(leaves[index - 1]) === '--build-arg' ? inItem.exec(text) : undefined;
    const found = follows ? (argumentAt(follows, leaf.at.uri, start) ?? []) : argumentsIn(text, leaf.at.uri, start);
    return [found].flat().map((one) => (end - start === text.length ? one : { ...one, at: leaf.at }));
  });
}

/** Tokens that end with the job that they are made for. */
const ofTheJob = /^(?:GITHUB_TOKEN|CI_JOB_TOKEN|SYSTEM_ACCESSTOKEN)$/;

export function endsWithJob(name: string): boolean {
  return ofTheJob.test(name);
}

/** A name that says credential; what frameworks put into pages, and names of where or whose it is, do not. */
export function namesCredential(name: string): boolean {
  if (/^(?:NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|VITE|REACT_APP|VUE_APP|GATSBY|PUBLIC)_|PUBLISHABLE|PUBLIC|SITE_?KEY/i.test(name))
    return false;
  return /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|PAT|CREDENTIALS?|PRIVATE_?KEY|SSH_?KEY|ACCESS_?KEY|API_?KEY|AUTH_?KEY|MASTER_?KEY|SECRET_KEY_BASE|\w{1,40}(?:TOKEN|PASSWORD))$/i.test(
    name,
  );
}
