// Actions that restore a cache, and the input that decides. From the metadata of the actions, as read in 2026-11.
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { entryOf, leavesOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { inputNamed } from './secret-references.ts';
import { tableOf } from '../../server/engine/table.ts';

interface CacheAction {
  readonly input: string;
  /** The value that switches the cache off. */
  readonly off: 'true' | 'false';
  /** It restores without the input: always, or from this major version on. */
  readonly byDefault: boolean | number;
  /** It does nothing but restore and save. */
  readonly only?: true;
}

const asked = (input: string): CacheAction => ({ input, off: 'false', byDefault: false });
const unasked = (input: string, byDefault: true | number = true): CacheAction => ({ input, off: 'false', byDefault });

const cacheActions = tableOf<CacheAction>({
  'actions/cache': { input: 'lookup-only', off: 'true', byDefault: true, only: true },
  'actions/cache/restore': { input: 'lookup-only', off: 'true', byDefault: true, only: true },
  'swatinem/rust-cache': { input: 'lookup-only', off: 'true', byDefault: true, only: true },
  'actions/setup-node': asked('cache'),
  'actions/setup-python': asked('cache'),
  'actions/setup-java': asked('cache'),
  'actions/setup-dotnet': asked('cache'),
  'actions/setup-go': unasked('cache', 4),
  'actions-rust-lang/setup-rust-toolchain': unasked('cache'),
  'astral-sh/setup-uv': unasked('enable-cache', 5),
  'docker/build-push-action': asked('cache-from'),
  'gradle/actions/setup-gradle': { input: 'cache-disabled', off: 'true', byDefault: true },
  'gradle/gradle-build-action': { input: 'cache-disabled', off: 'true', byDefault: true },
  'jdx/mise-action': unasked('cache'),
  'mlugg/setup-zig': unasked('use-cache'),
  'oven-sh/setup-bun': { input: 'no-cache', off: 'true', byDefault: true },
  'pnpm/action-setup': asked('cache'),
  'ruby/setup-ruby': asked('bundler-cache'),
});

export interface RestoredCache {
  /** The value that asks for the cache, or the action that restores one unasked. */
  readonly at: Place;
  readonly input: string;
  /** What to write to switch it off; undefined where leaving the input out does. */
  readonly off?: boolean;
  readonly only: boolean;
}

/**
 * What `cache-mode` of the job, else of the workflow, says: `read`, `write`, `write-only` or `none`, with its place.
 * Undefined where it is left out or computed. Source: GitHub's changelog, 2026-09-10.
 */
export function cacheMode(job: WorkflowJob, workflow: Workflow): Leaf | undefined {
  const leaf = (entryOf(job.value, 'cache-mode') ?? entryOf(workflow.value, 'cache-mode'))?.value;
  return leaf?.kind === 'scalar' && !String(leaf.value).includes('${{') ? leaf : undefined;
}

/** The cache that a step restores; undefined where it restores none, or where a condition or an expression decides. */
export function restoredCache(step: WorkflowStep): RestoredCache | undefined {
  const known = step.action === undefined ? undefined : cacheActions.get(step.action);
  if (!known || !step.uses || /github\.|inputs\.|matrix\./.test(textOf(step.condition) ?? '')) return undefined;
  const { input, off, only = false } = known;
  const entry = inputNamed(step.inputs, input);
  const byDefault = known.byDefault === true || (known.byDefault !== false && (majorOf(step) ?? known.byDefault) >= known.byDefault);
  const value = { input, only, ...(known.byDefault === false ? {} : { off: off === 'true' }) };
  if (!entry) return byDefault ? { at: step.uses.at, ...value } : undefined;
  const text = textOf(leavesOf(entry.value)[0]);
  if (text === undefined || text === '' || text === off || text.includes('${{')) return undefined;
  return { at: off === 'false' ? entry.value.at : step.uses.at, ...value };
}

/** The major version that is written behind the action or in the comment on its commit. */
function majorOf(step: WorkflowStep): number | undefined {
  const written = /@v?(\d{1,3})(?:\.|$)/.exec(textOf(step.uses) ?? '') ?? /^#?\s*v?(\d{1,3})\b/.exec(step.usesComment ?? '');
  return written ? Number(written[1]) : undefined;
}
