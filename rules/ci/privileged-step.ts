// Steps that have the machine of the runner: privileged containers, and the socket of the program that runs the containers. A
// hosted machine that ends with the job is left alone; what stands here runs on a team's own, where other jobs run too.
import { editing } from '../../server/engine/edit/suggest.ts';
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { textOf, type Leaf, type Mapping, type Value } from '../../server/engine/facts/value.ts';
import type { CiSystem } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** Systems whose runners are a team's own, and whose files say what a container may do. */
const ownMachines: ReadonlySet<CiSystem> = new Set([
  'drone',
  'woodpecker',
  'harness',
  'codefresh',
  'buildkite',
  'tekton',
  'argo',
  'jenkins',
]);

/** Words for containers without a wall, as an option of `docker run`. */
const option = /(?:^|\s)--privileged(?:=true)?(?=\s|$)/;
const socket = /^\/(?:var\/)?run\/(?:docker|podman\/podman|containerd\/containerd)\.sock(?=:|$)/;
const mounted =
  /(?:^|\s)(?:-v|--volume|--mount)[\s=](?:[^\s,]{0,80},){0,6}(?:source=|src=)?(\/(?:var\/)?run\/(?:docker|podman\/podman|containerd\/containerd)\.sock)(?=[:,\s]|$)/;
/** Keys under which folders of the machine stand: `host: { path: … }`, `hostPath: { path: … }`, `volumes: [a:b]`. */
const folders = /^(?:volumes?|host|hostPath|path)$/i;
const options = /^(?:options|args|arguments|docker_?args|extra_?args|run_?flags)$/i;

interface Found {
  readonly leaf: Leaf;
  /** Where it stands in the file: `steps[0].privileged`. */
  readonly path: string;
  /** What is said of it. */
  readonly shown: string;
  readonly what: 'privileged' | 'option' | 'socket';
  readonly holder?: Mapping;
}

/** Values of one file that are looked at; more are no pipeline. */
const most = 20_000;

export const privilegedStep = defineRule({
  id: 'ci/privileged-step',
  meta: {
    title: 'Step with the machine of its runner',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: ['KICS privileged containers'],
    fix: 'suggestion',
    messages: {
      privileged:
        '`{shown}` makes whoever changes this step root on the machine that runs it, with the secrets of every job there; build with BuildKit without root or Kaniko instead',
      socket:
        '`{shown}` hands the step the program that runs all containers of the machine: it can start one with every folder and read what other jobs hold; build with BuildKit without root or Kaniko instead',
    },
    docs: {
      what: 'A step of Drone, Woodpecker, Harness, Codefresh, Buildkite, Jenkins, Tekton or Argo whose container is privileged, or that is given the socket of Docker, Podman or containerd.',
      why: 'A privileged container sees the devices and the kernel of the machine. Runners are shared: who gets a change into one pipeline reads the tokens of all others that run beside it, and stays when the job is over.',
      remedy:
        'Remove the flag and build images with a builder that needs no root; where it has to be, keep the step on runners of its own, for branches that nobody outside can push to.',
      bad: [
        {
          file: '.drone.yml',
          text: 'kind: pipeline\ntype: docker\nname: default\nsteps:\n  - name: image\n    image: docker:27-dind\n    privileged: «true»\n    commands: [docker build .]\n',
        },
        {
          file: 'tekton/build.yaml',
          text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: build }\nspec:\n  volumes:\n    - name: docker\n      hostPath: { path: «/var/run/docker.sock» }\n  steps:\n    - name: image\n      image: docker:27\n      script: docker build .\n',
        },
      ],
      good: [
        {
          file: '.drone.yml',
          text: 'kind: pipeline\ntype: docker\nname: default\nsteps:\n  - name: image\n    image: gcr.io/kaniko-project/executor:v1.23.2\n    commands: [/kaniko/executor --no-push]\n',
        },
      ],
      references: ['https://docs.drone.io/pipeline/docker/syntax/steps/#privileged-mode', 'https://docs.docker.com/engine/security/'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (!ownMachines.has(workflow.system)) return;
      const count = new Map<string, number>();
      for (const { leaf, path, shown, what, holder } of found(workflow.value, '', undefined, { left: most })) {
        const n = (count.get(path) ?? 0) + 1;
        count.set(path, n);
        context.report({
          at: leaf.at,
          message: what === 'socket' ? 'socket' : 'privileged',
          data: { shown },
          anchor: `${workflow.anchor}|${path}${n === 1 ? '' : `#${n}`}`,
          suggestions:
            what === 'privileged' && holder?.editable && holder.entries.length > 1
              ? [editing('Remove `privileged`', leaf.at.uri, (document) => [removeEntry(holder, 'privileged', document)])]
              : [],
        });
      }
    },
  },
});

/** What gives the machine away under a value, in the order of the file. */
function* found(value: Value, path: string, key: string | undefined, budget: { left: number }): Generator<Found> {
  if (budget.left-- <= 0) return;
  if (value.kind === 'list') for (const [index, item] of value.items.entries()) yield* found(item, `${path}[${index}]`, key, budget);
  else if (value.kind === 'mapping')
    for (const entry of value.entries) {
      const name = textOf(entry.key);
      const below = path === '' ? `${name}` : `${path}.${name}`;
      if (name === 'privileged' && entry.value.kind === 'scalar' && textOf(entry.value) === 'true')
        yield { leaf: entry.value, path: below, shown: 'privileged: true', what: 'privileged', holder: value };
      else yield* found(entry.value, below, name, budget);
    }
  else if (value.kind === 'scalar' && key !== undefined) {
    const text = textOf(value) ?? '';
    const mount = folders.test(key) ? socket.exec(text)?.[0] : options.test(key) ? mounted.exec(text)?.[1] : undefined;
    if (options.test(key) && option.test(text)) yield { leaf: value, path, shown: '--privileged', what: 'option' };
    else if (mount !== undefined) yield { leaf: value, path, shown: mount, what: 'socket' };
  }
}
