// A file that a program keeps credentials in, uploaded as an artifact or put into a cache by its own name; and one that a step before
// writes a secret into.
import { credentialsKeptIn } from '../../server/engine/facts/credential-files.ts';
import { pathOf, resultsOf } from '../../server/engine/facts/github/expression-paths.ts';
import { commandsOf } from '../../server/engine/facts/script-lines.ts';
import { leavesOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Expression, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { expands, keepsFile, printsArguments, redirected } from '../../server/engine/facts/written-secrets.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { uploadsHidden } from './hidden-files.ts';
import { inputNamed, opensNothing, secretBehind } from './secret-references.ts';

export const credentialFileInArtifact = defineRule({
  id: 'github/credential-file-in-artifact',
  meta: {
    title: 'Credential file uploaded as an artifact',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['sisakulint secrets-in-artifacts', 'CodeQL actions/secrets-in-artifacts'],
    fix: 'none',
    whyNoFix: 'What of the folder the later steps need is known only to their author.',
    messages: {
      artifact:
        '`{path}` is where {holder}, and this uploads it: whoever may read the repository downloads the artifact, in a public one anyone with an account',
      cache:
        '`{path}` is where {holder}, and this caches it: pull requests into a branch, from forks too, may read the caches that were saved on it',
      written:
        'A step before writes the secret `{secret}` into `{file}`, and this uploads it: whoever may read the repository downloads the artifact, in a public one anyone with an account',
    },
    docs: {
      what: 'An artifact of a file that a script writes a secret into, and an artifact or a cache of a file that a program keeps its logins in, such as `~/.aws/credentials`, `.npmrc`, `.env` or the state of Terraform.',
      why: 'Artifacts are kept for 90 days and can be downloaded by everybody who may read the repository; a cache of the default branch is read by the runs of all pull requests, forks included. Masking is for logs and does nothing here.',
      remedy: 'Upload what was built and nothing else, and let each job log in by itself, by OIDC where that is possible.',
      bad: [
        {
          file: '.github/workflows/plan.yml',
          text: `on: push
permissions: {}
jobs:
  plan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/upload-artifact@v4
        with:
          name: state
          path: «infra/terraform.tfstate»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/plan.yml',
          text: `on: push
permissions: {}
jobs:
  plan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/upload-artifact@v4
        with:
          name: site
          path: dist
`,
        },
      ],
      references: ['https://codeql.github.com/codeql-query-help/actions/actions-secrets-in-artifacts/'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const kind = takenBy.get(step.action ?? '');
      if (!kind) return;
      const written = job && kind === 'artifact' ? writtenBy(job, workflow).filter(({ index }) => index < step.index) : [];
      const hidden = kind === 'cache' || uploadsHidden(step);
      for (const leaf of leavesOf(inputNamed(step.inputs, 'path')?.value)) {
        for (const path of pathsIn(leaf)) {
          const holder = hidden || !leftOut(path) ? holderOf(path) : undefined;
          if (holder === undefined) {
            const found = written.find(({ file }) => keepsFile(path, file) && (hidden || !leftOut(file)));
            if (found)
              context.report({
                at: leaf.at,
                message: 'written',
                data: { secret: found.secret, file: found.file },
                anchor: `${step.anchor}|${path}`,
                related: [{ at: found.at, message: 'the secret is written here' }],
              });
            continue;
          }
          context.report({
            at: leaf.at,
            message: kind,
            data: { path, holder },
            anchor: `${step.anchor}|${path}`,
            // What a program of one's own reads from its environment need not be a secret, nor what a project says to npm.
            ...(environment.test(path) || ofProject.test(path) ? { severity: 'medium' as const } : {}),
          });
        }
      }
    },
  },
});

interface Written {
  /** The step that writes. */
  readonly index: number;
  readonly file: string;
  readonly secret: string;
  readonly at: Place;
}

const writtenIn = new WeakMap<WorkflowJob, readonly Written[]>();

/** The files that scripts of a job print a secret into, by an expression or a variable that holds one. The job's token ends with it. */
function writtenBy(job: WorkflowJob, workflow: Workflow): readonly Written[] {
  const known = writtenIn.get(job) ?? job.steps.flatMap((step) => writtenByStep(step, job, workflow));
  writtenIn.set(job, known);
  return known;
}

function writtenByStep(step: WorkflowStep, job: WorkflowJob, workflow: Workflow): Written[] {
  const pasted = step.expressions.filter((one) => one.where === 'run' && secretOf(one));
  let next = 0;
  return commandsOf(step.lines).flatMap(({ text, at }) => {
    const { command, file } = redirected(text) ?? {};
    if (command === undefined || file === undefined || !printsArguments(command)) return [];
    const [from, to] = [at.span[0], at.span[0] + command.length];
    // Both stand in the order of the script.
    while (next < pasted.length && pasted[next]!.at.span[0] < from) next++;
    const inside = pasted[next];
    if (inside && inside.at.span[1] <= to) return [{ index: step.index, file, secret: secretOf(inside)!, at: inside.at }];
    for (const { 0: variable, 1: name, index } of command.matchAll(/\$\{?(\w+)/g)) {
      const secret = expands(command, index) ? heldBy(name!, step, job, workflow) : undefined;
      const span = [from + index, from + index + variable.length] as const;
      if (secret !== undefined) return [{ index: step.index, file, secret, at: { uri: at.uri, span } }];
    }
    return [];
  });
}

/** The secret in a variable of a step, as the nearest owner sets it. */
function heldBy(variable: string, step: WorkflowStep, job: WorkflowJob, workflow: Workflow): string | undefined {
  const owner = [step, job, workflow].find(({ env }) => env.some((entry) => textOf(entry.key) === variable));
  const name = owner && secretBehind(owner.expressions, 'env', variable)?.name;
  return name === undefined || opensNothing(name) ? undefined : name;
}

function secretOf({ tree }: Expression): string | undefined {
  const path = resultsOf(tree)
    .map(pathOf)
    .find((one) => one?.startsWith('secrets.') && one !== 'secrets.github_token');
  const name = path?.slice('secrets.'.length).toUpperCase();
  return name === undefined || opensNothing(name) ? undefined : name;
}

const takenBy: ReadonlyMap<string, 'artifact' | 'cache'> = new Map([
  ['actions/upload-artifact', 'artifact'],
  ['actions/upload-pages-artifact', 'artifact'],
  ['actions/cache', 'cache'],
  ['actions/cache/save', 'cache'],
]);

const environment = /(?:^|\/)\.env(?:\.(?:local|production|prod|staging|development|dev))*$/;

/** The settings of npm for a project, which are often in its repository; those of a person are below the home folder. */
const ofProject = /^(?![~$/])(?:.*\/)?\.npmrc$/;

function holderOf(path: string): string | undefined {
  return environment.test(path) ? 'programs take their secrets from' : credentialsKeptIn(path);
}

/**
 * What the upload leaves out as hidden: it begins its search at the path up to the first wildcard, and passes over what
 * has a dot in front from there on. `.git/config` is found, `.env` and `.aws/*` are not.
 */
function leftOut(path: string): boolean {
  const parts = path.replace(/\/$/, '').split('/');
  const wild = parts.findIndex((part) => /[*?[]/.test(part));
  return parts.slice(Math.max(0, (wild < 0 ? parts.length : wild) - 1)).some((part) => /^\.[^./]/.test(part));
}

/** The paths of an input, one a line; what is taken out by `!` is none. */
function pathsIn(leaf: Leaf): string[] {
  const lines = (textOf(leaf) ?? '').split('\n').map((line) => line.trim());
  const without = new Set(lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
  return lines.filter((line) => line !== '' && !line.startsWith('!') && !without.has(line));
}
