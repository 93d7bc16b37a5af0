// What the readers of CI systems other than GitHub share: how a file becomes one workflow fact, and scripts become steps.
// Each system's reader says which values are jobs, scripts and variables.
import type { Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { valueOf, type ValueOptions } from '../data-value.ts';
import { scriptLines } from '../script-lines.ts';
import { noFacts, type Dialect } from '../types.ts';
import { entryOf, textOf, type Entry, type Leaf, type List, type Mapping, type Value } from '../value.ts';
import type { CiSystem, GivenItem, Trigger, Variables, Workflow, WorkflowJob, WorkflowStep } from '../workflow.ts';
import { jobIdentity } from './job-identity.ts';
import { withinLimits } from '../workflow-limits.ts';

/** What a system's reader gives for one root of a file. */
export interface Pipeline {
  readonly name?: string;
  readonly triggers?: readonly Trigger[];
  readonly env?: Variables;
  readonly jobs: readonly WorkflowJob[];
  /** Steps that jobs share, where they are not told with each of them. */
  readonly steps?: readonly WorkflowStep[];
  readonly kind?: Workflow['kind'];
}

/** Reads one root mapping; undefined where the file is something else. */
export type ReadPipeline = (root: Mapping, document: Document, anchor: string) => Pipeline | undefined;

/** What a system does with a root before it is read: tags that mean something, and what other files add to it. */
export interface PipelineOptions {
  readonly values?: ValueOptions;
  /** The key under which a root that is a list is read. */
  readonly listIs?: string;
  complete?(root: Mapping, document: Document, context: ReadContext): Mapping;
}

/** A reader that makes one workflow of each root of a YAML file. */
export function pipelineReader(system: CiSystem, dialect: Dialect, read: ReadPipeline, options: PipelineOptions = {}): Reader {
  return {
    read(documents, context) {
      return new Map(
        documents.map((document) => {
          const facts = noFacts();
          const tree = document.tree(parseYaml);
          for (const problem of tree.problems)
            facts.problems.push({ kind: 'syntax', message: problem.message, at: { uri: document.uri, span: problem.span } });
          tree.roots.forEach((node, index) => {
            const value = valueOf(node, document.uri, options.values);
            const written = options.listIs !== undefined && value.kind === 'list' ? under(options.listIs, value) : value;
            if (written.kind !== 'mapping' || written.entries.length === 0) return;
            const root = options.complete?.(written, document, context) ?? written;
            const anchor = `${dialect}|${document.uri}${index === 0 ? '' : `|${index}`}`;
            const pipeline = read(root, document, anchor);
            if (!pipeline) return;
            const workflow = withinLimits(
              toWorkflow(system, dialect, root, written.entries[0]!.key.at, anchor, document.uri, pipeline),
              document,
            );
            facts.workflows.push(workflow);
            // A hidden job of GitLab never runs: what it gives is told with the jobs that extend it.
            for (const job of workflow.jobs)
              if (!(system === 'gitlab' && job.id.startsWith('.'))) facts.identities.push(jobIdentity(job, workflow));
          });
          return [document.uri, facts];
        }),
      );
    },
  };
}

/** A mapping of one entry whose key is written nowhere and stands where its value does. */
function under(name: string, list: List): Mapping {
  const { at, token, via, encoding } = list;
  const written = { at, token, via, encoding, editable: false } as const;
  const key: Leaf = { ...written, kind: 'scalar', known: 'literal', value: name };
  return { ...written, kind: 'mapping', complete: true, entries: [{ key, value: list, at }] };
}

export function toWorkflow(
  system: CiSystem,
  dialect: Dialect,
  value: Value,
  head: Place,
  anchor: string,
  uri: string,
  pipeline: Pipeline,
): Workflow {
  return {
    anchor,
    system,
    kind: pipeline.kind ?? 'workflow',
    ...(pipeline.name === undefined ? {} : { name: pipeline.name }),
    at: value.at,
    head,
    triggers: pipeline.triggers ?? [],
    env: pipeline.env ?? [],
    jobs: pipeline.jobs,
    steps: pipeline.steps ?? [],
    expressions: [],
    carrier: { dialect, kind: 'pipeline', address: pipeline.name ?? uri, block: value.at, head },
    value,
  };
}

/** The parts of a job that its system has. */
export interface JobParts {
  readonly id: string;
  readonly at: Place;
  readonly head: Place;
  readonly value: Value;
  readonly steps: readonly WorkflowStep[];
  readonly env?: Variables;
  readonly environment?: Leaf;
  readonly runner?: Value;
  readonly condition?: Leaf;
  readonly given?: readonly GivenItem[];
}

export function ciJob(owner: string, parts: JobParts): WorkflowJob {
  return {
    anchor: `${owner}|jobs.${parts.id}`,
    id: parts.id,
    at: parts.at,
    head: parts.head,
    ...(parts.environment ? { environment: parts.environment } : {}),
    ...(parts.runner ? { runner: parts.runner } : {}),
    ...(parts.condition ? { condition: parts.condition } : {}),
    ...(parts.given && parts.given.length > 0 ? { given: parts.given } : {}),
    env: parts.env ?? [],
    needs: [],
    steps: parts.steps,
    expressions: [],
    value: parts.value,
  };
}

/** The one job of a file that names none. */
export function buildJob(owner: string, root: Mapping, parts: Pick<JobParts, 'steps' | 'env' | 'given'>): WorkflowJob {
  return ciJob(owner, { id: 'build', at: root.at, head: headOf(root), value: root, ...parts });
}

export interface StepParts {
  readonly value: Value;
  readonly head?: Place;
  readonly name?: string;
  readonly run?: Leaf;
  readonly uses?: Leaf;
  readonly inputs?: Variables;
  readonly env?: Variables;
}

export function ciStep(owner: string, index: number, source: string, parts: StepParts): WorkflowStep {
  return {
    anchor: `${owner}.steps[${parts.name ?? textOf(parts.uses) ?? index}]`,
    index,
    at: parts.value.at,
    head: parts.head ?? parts.uses?.at ?? parts.value.at,
    ...(parts.name === undefined ? {} : { name: parts.name }),
    ...(parts.uses ? { uses: parts.uses } : {}),
    ...(parts.run ? { run: parts.run } : {}),
    lines: scriptLines(parts.run, source),
    inputs: parts.inputs ?? [],
    env: parts.env ?? [],
    expressions: [],
    value: parts.value,
  };
}

/** One step for each command of the scripts, lists within lists flattened as the systems do. */
export function scriptSteps(scripts: readonly (Value | undefined)[], source: string, owner: string): WorkflowStep[] {
  return scripts.flatMap((script) => leaves(script)).map((leaf, index) => ciStep(owner, index, source, { value: leaf, run: leaf }));
}

function leaves(value: Value | undefined): Leaf[] {
  if (!value) return [];
  if (value.kind === 'list') return value.items.flatMap(leaves);
  return isLeaf(value) ? [value] : [];
}

/** What a person is shown of a mapping: its first key; all of it where it is empty. */
export function headOf({ entries, at }: Mapping): Place {
  return entries[0]?.key.at ?? at;
}

export function isLeaf(value: Value | undefined): value is Leaf {
  return value?.kind === 'scalar' || value?.kind === 'partial' || value?.kind === 'unknown';
}

/** The leaf under a key, where it holds something. */
export function leafUnder(value: Value | undefined, key: string): Leaf | undefined {
  const found = entryOf(value, key)?.value;
  return isLeaf(found) && !(found.kind === 'scalar' && found.value === null) ? found : undefined;
}

/** A scope item of each leaf that holds a name, written in the system's own words. */
export function givenBy(kind: string, leaves: readonly Leaf[]): GivenItem[] {
  return leaves.flatMap((leaf) =>
    textOf(leaf) === undefined || textOf(leaf) === '' ? [] : [{ item: `${kind}:${textOf(leaf)!}`, at: leaf.at }],
  );
}

/** The leaves under every entry of this name, however deep: `from_secret` of settings and environments. */
export function leavesNamed(value: Value | undefined, name: string): Leaf[] {
  if (value?.kind === 'list') return value.items.flatMap((item) => leavesNamed(item, name));
  if (value?.kind !== 'mapping') return [];
  return value.entries.flatMap((entry) =>
    textOf(entry.key) === name && isLeaf(entry.value) ? [entry.value] : leavesNamed(entry.value, name),
  );
}

export function entriesUnder(value: Value | undefined, key: string): readonly Entry[] {
  const found = entryOf(value, key)?.value;
  return found?.kind === 'mapping' ? found.entries : [];
}

export function itemsUnder(value: Value | undefined, key: string): readonly Value[] {
  const found = entryOf(value, key)?.value;
  return found?.kind === 'list' ? found.items : [];
}

/** Variables that stand as texts, `NAME=value` each and several in one where blanks part them, as entries with their own places. */
export function assignedIn(leaves: readonly Leaf[]): Entry[] {
  return leaves.flatMap((leaf) => {
    const text = textOf(leaf) ?? '';
    const [start, end] = leaf.at.span;
    const placed = end - start === text.length;
    return [...text.matchAll(/(?<![^\s])([A-Za-z_]\w{0,99})=("[^"\n]*"|'[^'\n]*'|\S*)/g)].map((match): Entry => {
      const part = (from: number, value: string): Leaf => ({
        ...leaf,
        kind: 'scalar',
        known: 'literal',
        value,
        editable: false,
        at: placed ? { uri: leaf.at.uri, span: [start + from, start + from + value.length] } : leaf.at,
      });
      const quoted = /^["']/.test(match[2]!);
      const key = part(match.index, match[1]!);
      const value = part(match.index + match[1]!.length + (quoted ? 2 : 1), quoted ? match[2]!.slice(1, -1) : match[2]!);
      return { key, value, at: { uri: leaf.at.uri, span: [key.at.span[0], value.at.span[1]] } };
    });
  });
}

/** The texts under a key that holds one or a list of them. */
export function textsUnder(value: Value | undefined, key: string): Leaf[] {
  return leaves(entryOf(value, key)?.value);
}
