// Credentials that a step hands to the build of an image as arguments, told by their names: in scripts and in the options of a task,
// an orb or a plugin. What frameworks put into public pages by a prefix of their own is none.
import { commandsOf } from './script-lines.ts';
import { leavesOf, textOf, type Leaf } from './value.ts';
import type { WorkflowStep } from './workflow.ts';
import type { Place } from '../text/text.ts';

export interface BuildArgument {
  readonly name: string;
  /** The name, or what gives the value. */
  readonly at: Place;
}

/** The arguments of a step's builds that take a credential from a variable, each name once. */
export function secretBuildArguments(step: WorkflowStep): BuildArgument[] {
  const inScripts = commandsOf(step.lines).flatMap(({ text, at }) => argumentsIn(text, at.uri, at.span[0]));
  const leaves = step.inputs.flatMap((entry) => leavesOf(entry.value));
  const seen = new Set<string>();
  return [...inScripts, ...leaves.flatMap(inOptions)].filter(({ name }) => namesCredential(name) && !seen.has(name) && seen.add(name));
}

/** `--build-arg NAME=$VALUE`, or `--build-arg NAME` of the environment; a text that is written out is another matter. */
const argument = /(--build-arg(?:[ \t]{1,9}|=)["']?)(\w{1,80})(?:=["']?(?=\$)|(?=["']?(?:[ \t\\]|$)))/g;

/** The arguments in a text that begins at an offset of its document. */
function argumentsIn(text: string, uri: string, start: number): BuildArgument[] {
  return [...text.matchAll(argument)].map(({ index, 1: option, 2: name }) => {
    const from = start + index + option!.length;
    return { name: name!, at: { uri, span: [from, from + name!.length] } };
  });
}

/** In the value of an input, `arguments: --build-arg TOKEN=$(TOKEN)`; at the name where the value is written as it is. */
function inOptions(leaf: Leaf): BuildArgument[] {
  const text = textOf(leaf) ?? '';
  const [start, end] = leaf.at.span;
  const found = argumentsIn(text, leaf.at.uri, start);
  return end - start === text.length ? found : found.map(({ name }) => ({ name, at: leaf.at }));
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
