// Whether a job runs what a checkout put there, or only looks at it: compares, prints, lints it with a program that reads
// no code of the folder.
import { startedPrograms, type StartedProgram } from '../../server/engine/facts/github/programs.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import type { WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';

/** Programs that do what their arguments say and nothing that the folder says. */
const onlyLook: ReadonlySet<string> = new Set(
  `: [ [[ test true false echo printf cd pushd popd pwd ls cat cp mv rm mkdir touch chmod sleep date set unset export declare local readonly shift return exit wait read
  head tail sort uniq wc grep egrep fgrep rg sed awk tr cut paste tee find diff cmp comm join basename dirname realpath stat file du mktemp base64 md5sum sha1sum sha256sum sha512sum jq yq
  git gh curl wget apt apt-get tar unzip gzip gunzip ruff black gofmt yamllint shellcheck shfmt hadolint actionlint codespell`.split(/\s+/),
);

/** Words whose next word is the folder or the file that is worked in or run. */
const leadsInto: ReadonlySet<string> = new Set(
  'cd pushd -C --prefix --cwd --dir --directory --project-directory --manifest-path source . bash sh zsh python python3 node ruby perl'.split(
    ' ',
  ),
);

/** True where a command or a local action of this step, or of one behind it, runs what `checkout` brings. */
export function runsCheckedOut(checkout: WorkflowStep, job: WorkflowJob): boolean {
  const folder = folderOf(checkout);
  if (folder === undefined) return false;
  return job.steps.some((step) => {
    if (step.index < checkout.index) return false;
    const uses = textOf(step.uses);
    if (uses?.startsWith('./')) return isWithin(uses, folder);
    const script = textOf(step.run);
    if (script === undefined) return false;
    let programs = startedPrograms(script);
    if (step === checkout) programs = programs.slice(programs.findIndex(({ name }) => name === 'git' || name === 'gh') + 1);
    return programs.some(({ name }) => mayRunCode(name, script)) && (folder === '' || worksIn(script, programs, step, job, folder));
  });
}

/** Anything that is not known only to look; what pip installs by its name comes from the registry, not from the folder. */
function mayRunCode(name: string, script: string): boolean {
  if (/^(?:pipx|pip3?)$/.test(name)) return script.split('\n').some((line) => /\bpip/.test(line) && ofTheFolder.test(line));
  return !onlyLook.has(name);
}

/** What pip takes from files here: requirements, and the folder itself. */
const ofTheFolder = /\s(?:-r|-e|--requirement|--editable|\.)(?=[\s'"/[]|$)/;

/** The folder of a checkout without `./`, empty for the workspace; undefined where it is computed. */
function folderOf({ action, inputs }: WorkflowStep): string | undefined {
  const path = action === 'actions/checkout' ? inputs.find((one) => textOf(one.key) === 'path') : undefined;
  if (!path) return '';
  const text = textOf(path.value);
  return text === undefined || text.includes('${{') ? undefined : relative(text);
}

/** True where the step begins in the folder, goes into it, or starts a file of it. */
function worksIn(script: string, programs: readonly StartedProgram[], step: WorkflowStep, job: WorkflowJob, folder: string): boolean {
  const begins = textOf(valueAt(step.value, 'working-directory') ?? valueAt(job.value, 'defaults', 'run', 'working-directory'));
  if (begins !== undefined && isWithin(begins, folder)) return true;
  if (programs.some(({ name }) => isWithin(name, folder))) return true;
  const words = script.split(/[\s"'=;&|()]+/);
  return words.some((word, index) => index > 0 && leadsInto.has(words[index - 1]!) && isWithin(word, folder));
}

const relative = (path: string): string =>
  path.replace(/^(?:\.\/|\$\{\{ ?github\.workspace ?\}\}\/|\$GITHUB_WORKSPACE\/)+|^\.$/, '').replace(/\/$/, '');

function isWithin(path: string, folder: string): boolean {
  const own = relative(path);
  return folder === '' || own === folder || own.startsWith(`${folder}/`);
}
