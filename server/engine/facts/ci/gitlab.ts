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

/** What stands under each key of a job and of all that it extends: what counts first stands first. */
type Inherited = ReadonlyMap<string, readonly Value[]>;

/** A job as it is written. */
interface Written {
  readonly values: ReadonlyMap<string, Value>;
  /** What it extends in this file, the last named first. */
  readonly bases: readonly Value[];
}

interface Known {
  readonly jobs: ReadonlyMap<string | undefined, Value>;
  readonly written: Map<Value, Written>;
  readonly inherited: Map<Value, Inherited>;
}

const known = new WeakMap<Mapping, Known>();

function inheritedOf(root: Mapping, job: Value): Inherited {
  let own = known.get(root);
  if (!own) {
    const jobs = new Map(root.entries.map((entry) => [textOf(entry.key), entry.value]));
    known.set(root, (own = { jobs, written: new Map(), inherited: new Map() }));
  }
  const { jobs, written, inherited } = own;
  const before = inherited.get(job);
  if (before) return before;
  const made = new Map<string, Value[]>();
  const seen = new Set<Value>();
  const add = (value: Value, depth: number): void => {
    seen.add(value);
    const one = written.get(value) ?? writtenIn(value, jobs);
    written.set(value, one);
    for (const [key, under] of one.values) (made.get(key) ?? made.set(key, []).get(key)!).push(under);
    if (depth <= deepest) for (const base of one.bases) if (!seen.has(base)) add(base, depth + 1);
  };
  add(job, 0);
  inherited.set(job, made);
  return made;
}

function writtenIn(job: Value, jobs: Known['jobs']): Written {
  const values = new Map<string, Value>();
  for (const { key, value } of job.kind === 'mapping' ? job.entries : []) {
    const name = textOf(key);
    if (name !== undefined) values.set(name, value);
  }
  const bases = itemsOf(values.get('extends')).map((base) => jobs.get(textOf(base) ?? ''));
  return { values, bases: bases.filter((base) => base !== undefined).reverse() };
}

/** A key of a job or of what it extends, the last named first. */
export function inherit(root: Mapping, job: Value, key: string): Value | undefined {
  return inheritedOf(root, job).get(key)?.[0];
}

/** False where the job says that it takes no defaults, or names those that it takes and this is none of them. */
function takesDefault(job: Value, key: string): boolean {
  const wanted = entryOf(entryOf(job, 'inherit')?.value, 'default')?.value;
  if (wanted?.kind === 'list') return leavesOf(wanted).some((leaf) => textOf(leaf) === key);
  return !(wanted?.kind === 'scalar' && String(wanted.value) === 'false');
}

/** The entries under a key of a job and of all that it extends; of two with one name, the job's own or the later one. */
function gathered(root: Mapping, job: Value, key: string): Entry[] {
  const found = new Map<string | undefined, Entry>();
  for (const one of inheritedOf(root, job).get(key)?.toReversed() ?? [])
    if (one.kind === 'mapping') for (const entry of one.entries) found.set(textOf(entry.key), entry);
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
