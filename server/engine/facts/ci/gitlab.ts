// GitLab CI: jobs with their scripts, variables and environments; `extends`, `default` and `!reference` within the file and
// its local includes. Jobs of an included file belong to the facts of that file.
import { entryOf, itemsOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { dereferenced, gitlabValues, withIncludes } from './gitlab-includes.ts';
import { ciJob, entriesUnder, isLeaf, leafUnder, pipelineReader, scriptSteps } from './pipeline.ts';

/** Keys at the top that are no jobs. From GitLab's keyword reference. */
const keywords = new Set(['default', 'include', 'stages', 'variables', 'workflow', 'image', 'services', 'before_script', 'after_script', 'cache', 'spec', 'types', '.pre', '.post']);

export const gitlabReader = pipelineReader('gitlab', 'gitlab-ci', (root, document, anchor) => {
  const jobs = root.entries.filter((entry) => isJob(entry) && entry.key.at.uri === document.uri);
  if (jobs.length === 0 && !entryOf(root, 'include') && !entryOf(root, 'variables')) return undefined;
  const shared = entryOf(root, 'default')?.value ?? root;
  return {
    env: variables(entryOf(root, 'variables')?.value),
    jobs: jobs.map((entry) => {
      const job = entry.value as Mapping;
      const id = textOf(entry.key)!;
      const inherited = (key: string): Value | undefined => inherit(root, job, key, 0) ?? entryOf(shared, key)?.value;
      const environment = inherit(root, job, 'environment', 0);
      const named: Leaf | undefined = isLeaf(environment) ? environment : leafUnder(environment, 'name');
      return ciJob(anchor, {
        id,
        at: entry.at,
        head: entry.key.at,
        value: job,
        env: variables(entryOf(job, 'variables')?.value),
        steps: scriptSteps([inherited('before_script'), inherit(root, job, 'script', 0), inherited('after_script')].map((script) => inThisFile(dereferenced(script, root), document.uri)), document.text, `${anchor}|jobs.${id}`),
        ...(named ? { environment: named } : {}),
        ...(inherited('tags') ? { runner: inherited('tags')! } : {}),
      });
    }),
  };
}, { values: gitlabValues, complete: withIncludes });

/** Scripts of an included file are read with that file, where their text is. */
function inThisFile(script: Value | undefined, uri: string): Value | undefined {
  if (script?.kind === 'list') return { ...script, items: script.items.flatMap((item) => inThisFile(item, uri) ?? []) };
  return script && script.at.uri === uri ? script : undefined;
}

function isJob(entry: Entry): boolean {
  const name = textOf(entry.key);
  if (name === undefined || keywords.has(name) || entry.value.kind !== 'mapping') return false;
  return ['script', 'before_script', 'after_script', 'extends', 'trigger', 'run', 'environment', 'rules', 'id_tokens', 'stage'].some((key) => entryOf(entry.value, key));
}

/** A key of a job or of what it extends, the last named first, as far as the file goes. */
export function inherit(root: Mapping, job: Value, key: string, depth: number): Value | undefined {
  const own = entryOf(job, key)?.value;
  if (own || depth > 10) return own;
  for (const base of itemsOf(entryOf(job, 'extends')?.value).reverse()) {
    const name = textOf(base);
    const found = name === undefined ? undefined : entryOf(root, name)?.value;
    const value = found && inherit(root, found, key, depth + 1);
    if (value) return value;
  }
  return undefined;
}

/** Variables in both notations: `NAME: value` and `NAME: { value, description }`. */
function variables(value: Value | undefined): Entry[] {
  if (value?.kind !== 'mapping') return [];
  return value.entries.map((entry) => {
    const inner = entry.value.kind === 'mapping' ? entryOf(entry.value, 'value')?.value : undefined;
    return inner ? { ...entry, value: inner } : entry;
  });
}

/** OIDC tokens that a job declares, in its own block or one that it extends. */
export function idTokens(root: Mapping, job: Value): readonly Entry[] {
  const value = inherit(root, job, 'id_tokens', 0);
  return value?.kind === 'mapping' ? value.entries : entriesUnder(entryOf(root, 'default')?.value, 'id_tokens');
}
