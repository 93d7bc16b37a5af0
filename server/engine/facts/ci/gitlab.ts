// GitLab CI: jobs with their scripts, variables and environments; `extends`, `default` and `!reference` within the file and
// its local includes. Jobs of an included file belong to the facts of that file.
import type { Document } from '../../document.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { dereferenced, gitlabValues, withIncludes } from './gitlab-includes.ts';
import { ciJob, entriesUnder, givenBy, isLeaf, leafUnder, pipelineReader, scriptSteps } from './pipeline.ts';

/** Keys at the top that are no jobs. From GitLab's keyword reference. */
const keywords = new Set([
  'default',
  'include',
  'stages',
  'variables',
  'workflow',
  'image',
  'services',
  'before_script',
  'after_script',
  'cache',
  'spec',
  'types',
  '.pre',
  '.post',
]);

export const gitlabReader = pipelineReader(
  'gitlab',
  'gitlab-ci',
  (root, document, anchor) => {
    const jobs = root.entries.filter((entry) => isJob(entry) && entry.key.at.uri === document.uri);
    if (jobs.length === 0 && !entryOf(root, 'include') && !entryOf(root, 'variables')) return undefined;
    const shared = entryOf(root, 'default')?.value ?? root;
    return {
      env: variables(entriesUnder(root, 'variables')),
      jobs: jobs.map((entry) => {
        const job = entry.value as Mapping;
        const id = textOf(entry.key)!;
        const inherited = (key: string): Value | undefined =>
          inherit(root, job, key) ?? (takesDefault(job, key) ? entryOf(shared, key)?.value : undefined);
        const environment = inherit(root, job, 'environment');
        const named: Leaf | undefined = isLeaf(environment) ? environment : leafUnder(environment, 'name');
        return ciJob(anchor, {
          id,
          at: entry.at,
          head: entry.key.at,
          value: job,
          // What stands in an included file is that file's to show.
          env: variables(gathered(root, job, 'variables').filter((variable) => variable.at.uri === document.uri)),
          steps: scriptSteps(
            [inherited('before_script'), inherit(root, job, 'script'), inherited('after_script')].map((script) =>
              inThisFile(dereferenced(script, root), document.uri),
            ),
            document.text,
            `${anchor}|jobs.${id}`,
          ),
          given: [
            ...idTokens(root, job).flatMap((token) =>
              givenBy('oidc', isLeaf(token.key) ? [token.key] : []).map(({ item, at }) => ({
                item: `${item}=${leavesOf(entryOf(token.value, 'aud')?.value)
                  .map((leaf) => textOf(leaf) ?? '?')
                  .sort()
                  .join(',')}`,
                at,
              })),
            ),
            ...givenBy(
              'secret',
              gathered(root, job, 'secrets').flatMap((secret) => (isLeaf(secret.key) ? [secret.key] : [])),
            ),
          ],
          ...(named ? { environment: named } : {}),
          ...(inherited('tags') ? { runner: inherited('tags')! } : {}),
        });
      }),
    };
  },
  { values: gitlabValues, complete: (root, document, context) => withHeader(withIncludes(root, document, context), document) },
);

/** What a document of its own before the jobs declares, `spec: { inputs: … }`, as the first key of the jobs' own. */
function withHeader(root: Mapping, document: Document): Mapping {
  const [first, second] = document.tree(parseYaml).roots;
  const header = first && second ? valueOf(first, document.uri) : undefined;
  const spec = header?.kind === 'mapping' ? header.entries.find((entry) => textOf(entry.key) === 'spec') : undefined;
  return spec && !entryOf(root, 'spec') ? { ...root, entries: [spec, ...root.entries] } : root;
}

/** Scripts of an included file are read with that file, where their text is. */
function inThisFile(script: Value | undefined, uri: string): Value | undefined {
  if (script?.kind === 'list') return { ...script, items: script.items.flatMap((item) => inThisFile(item, uri) ?? []) };
  return script && script.at.uri === uri ? script : undefined;
}

function isJob(entry: Entry): boolean {
  const name = textOf(entry.key);
  if (name === undefined || keywords.has(name) || entry.value.kind !== 'mapping') return false;
  return [
    'script',
    'before_script',
    'after_script',
    'extends',
    'trigger',
    'run',
    'environment',
    'rules',
    'id_tokens',
    'stage',
    'variables',
  ].some((key) => entryOf(entry.value, key));
}

/** GitLab itself stops at eleven. */
const deepest = 20;

const known = new WeakMap<
  Mapping,
  { readonly jobs: ReadonlyMap<string | undefined, Value>; readonly lines: Map<Value, readonly Value[]> }
>();

/** A job and all that it extends, as far as the file goes: what counts first stands first. Each stands once. */
function lineOf(root: Mapping, job: Value): readonly Value[] {
  let own = known.get(root);
  if (!own) known.set(root, (own = { jobs: new Map(root.entries.map((entry) => [textOf(entry.key), entry.value])), lines: new Map() }));
  const { jobs, lines } = own;
  const before = lines.get(job);
  if (before) return before;
  const line = new Set<Value>();
  const add = (value: Value, depth: number): void => {
    line.add(value);
    if (depth > deepest) return;
    for (const base of itemsOf(entryOf(value, 'extends')?.value).reverse()) {
      const extended = jobs.get(textOf(base) ?? '');
      if (extended && !line.has(extended)) add(extended, depth + 1);
    }
  };
  add(job, 0);
  const made = [...line];
  lines.set(job, made);
  return made;
}

/** A key of a job or of what it extends, the last named first. */
export function inherit(root: Mapping, job: Value, key: string): Value | undefined {
  for (const one of lineOf(root, job)) {
    const value = entryOf(one, key)?.value;
    if (value) return value;
  }
  return undefined;
}

/** False where the job says that it takes no defaults, or names those that it takes and this is none of them. */
function takesDefault(job: Value, key: string): boolean {
  const wanted = entryOf(entryOf(job, 'inherit')?.value, 'default')?.value;
  if (wanted?.kind === 'list') return leavesOf(wanted).some((leaf) => textOf(leaf) === key);
  return !(wanted?.kind === 'scalar' && String(wanted.value) === 'false');
}

/** The entries under a key of a job and of all that it extends; of two with one name, the job's own or the later one. */
function gathered(root: Mapping, job: Value, key: string): Entry[] {
  const found = new Map(
    [...lineOf(root, job)].reverse().flatMap((one) => entriesUnder(one, key).map((entry) => [textOf(entry.key), entry] as const)),
  );
  return [...found.values()];
}

/** Variables in both notations: `NAME: value` and `NAME: { value, description }`. */
function variables(entries: readonly Entry[]): Entry[] {
  return entries.map((entry) => {
    const inner = entry.value.kind === 'mapping' ? entryOf(entry.value, 'value')?.value : undefined;
    return inner ? { ...entry, value: inner } : entry;
  });
}

/** OIDC tokens that a job declares, in its own block or one that it extends. */
export function idTokens(root: Mapping, job: Value): readonly Entry[] {
  const own = gathered(root, job, 'id_tokens');
  return own.length > 0 ? own : takesDefault(job, 'id_tokens') ? entriesUnder(entryOf(root, 'default')?.value, 'id_tokens') : [];
}
