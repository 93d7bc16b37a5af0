// A build argument that becomes a secret of the build: in the one Dockerfile that takes it, and in every command that passes it. All or
// none of them, because half of it is a build without the credential.
import { secretBuildArguments } from '../../server/engine/facts/build-arguments.ts';
import { entryOf, itemsOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';
import type { Workflow, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import type { Project } from '../../server/engine/project.ts';
import type { Place } from '../../server/engine/text/text.ts';

/** What the tree holds about one argument. */
interface Known {
  /** Dockerfiles that take it. */
  readonly files: Set<string>;
  /** The edits of the Dockerfile; none where it takes it in a way that no mount stands for. */
  readonly mounts: TextEdit[];
  /** The edits of the commands that pass it; undefined for one that cannot be changed, or is no command. */
  readonly passed: (TextEdit | undefined)[];
}

/** The suggestion for an argument of this name; none where no Dockerfile takes it, or several do, or where any place cannot be changed. */
export function mountedSecret(name: string, project: Project): FixMaker[] {
  const known = project.memo(mountedSecret, () => index(project)).get(name);
  if (known?.files.size !== 1 || known.mounts.length === 0 || known.passed.length === 0) return [];
  const passed = known.passed.filter((edit) => edit !== undefined);
  if (passed.length < known.passed.length) return [];
  return [{ title: `Mount ${name} as a secret of the build`, make: () => ({ edits: [...known.mounts, ...passed] }) }];
}

function index(project: Project): ReadonlyMap<string, Known> {
  const all = new Map<string, Known>();
  const known = (name: string): Known => {
    const found = all.get(name) ?? { files: new Set(), mounts: [], passed: [] };
    all.set(name, found);
    return found;
  };
  for (const workflow of project.all('workflows')) {
    if (workflow.system === 'image-build') {
      const { value } = workflow;
      for (const name of [...namesUnder(value, 'kept'), ...namesUnder(value, 'passed')]) known(name).files.add(workflow.at.uri);
      for (const name of namesUnder(value, 'arguments')) known(name).passed.push(undefined);
      for (const name of namesUnder(value, 'mounts'))
        known(name).mounts.push(...mountsOf(entryOf(entryOf(value, 'mounts')?.value, name)?.value));
    }
    const set = new Set(namesUnder(workflow.value, 'sets'));
    for (const steps of [workflow.steps, ...workflow.jobs.map((job) => job.steps)])
      for (const step of steps)
        for (const { name, at } of secretBuildArguments(step)) known(name).passed.push(asSecret(name, at, step, steps, set));
  }
  return all;
}

function namesUnder(value: Workflow['value'], key: string): string[] {
  const found = entryOf(value, key)?.value;
  return found?.kind === 'mapping' ? found.entries.flatMap((entry) => textOf(entry.key) ?? []) : [];
}

const mountsOf = (edits: Value | undefined): TextEdit[] => itemsOf(edits).map((edit) => ({ ...edit.at, text: textOf(edit) ?? '' }));

/** Programs that take `--secret id=…,env=…`, by their own builder. */
const ownBuilder = /(?<![\w./-])(?:docker|podman|nerdctl|buildah)\s/;

/** Behind the name: a variable of the environment, or nothing where the argument has the name of one. */
const fromVariable = /^(?:=("?)\$\$?(?:\{([A-Z_][A-Z0-9_]{0,79})\}|([A-Z_][A-Z0-9_]{0,79}))\1)?(?=["']?(?:[ \t\\\n\r;&|)]|$))/;

/** `--build-arg NAME=$VALUE` as `--secret id=NAME,env=VALUE`; undefined where the value is no variable that the builder inherits. */
function asSecret(
  name: string,
  at: Place,
  { lines }: WorkflowStep,
  steps: readonly WorkflowStep[],
  set: ReadonlySet<string>,
): TextEdit | undefined {
  const line = lines.find((one) => one.at.span[0] <= at.span[0] && at.span[1] <= one.at.span[1]);
  if (!/^\w+$/.test(name) || !line || !ownBuilder.test(line.text) || line.text.includes('DOCKER_BUILDKIT=0')) return undefined;
  const start = at.span[0] - line.at.span[0];
  const end = start + name.length;
  const before = /--build-arg(?:[ \t]{1,9}|=)(["']?)$/.exec(line.text.slice(Math.max(0, start - 24), start));
  const after = fromVariable.exec(line.text.slice(end, end + 200));
  if (!before || !after) return undefined;
  const quote = before[1]!;
  const rest = end + after[0].length;
  if (quote !== '' && line.text[rest] !== quote) return undefined;
  const variable = after[2] ?? after[3] ?? name;
  const assigns = ({ text }: ScriptLine): boolean => text.replace(/^(?:local|declare) /, '').startsWith(`${variable}=`);
  if (set.has(variable) || steps.some((step) => step.lines.some(assigns))) return undefined;
  return {
    uri: at.uri,
    span: [at.span[0] - before[0].length, line.at.span[0] + rest + quote.length],
    text: `--secret id=${name},env=${variable}`,
  };
}
