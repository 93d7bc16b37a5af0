// `posture doctor`: what this program works with here, one line each, and for what is missing the command that mends it.
// It reads and changes nothing; only what would make a check fail counts as a fault.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pc from 'picocolors';
import { cacheFolder } from '../start/cache-folder.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { policyPath } from '../posture/policy.ts';
import { codeownersPaths, ownersNamedIn } from '../workspace/codeowners.ts';
import { configurationPath, loadConfigurations } from '../workspace/configuration-files.ts';
import { PostureError } from '../workspace/errors.ts';
import { governanceOf } from '../workspace/governance.ts';
import { findRepository, howToHave, isShallow } from '../workspace/repository.ts';
import { confirmationsPath, isConfirmed, teamIn } from '../workspace/sync/team-address.ts';
import { lastSynced } from '../workspace/sync/team-branch.ts';
import { isTarget, targetBranch } from '../workspace/target-branch.ts';
import { rulesOf } from '../../rules/registry.ts';
import { hookAt } from './hook.ts';
import { version } from '../../package.json';
import { printOut } from './print.ts';

/** `fine`, something that could be better, or something that makes checks fail. */
interface Line {
  readonly state: 'fine' | 'hint' | 'fault';
  readonly about: string;
  readonly says: string;
  readonly mend?: string;
}

const fine = (about: string, says: string): Line => ({ state: 'fine', about, says });
const hint = (about: string, says: string, mend?: string): Line => ({ state: 'hint', about, says, ...(mend !== undefined && { mend }) });
const fault = (about: string, says: string, mend?: string): Line => ({ state: 'fault', about, says, ...(mend !== undefined && { mend }) });

export async function doctorCommand(cwd: string = process.cwd()): Promise<void> {
  const lines = [fine('posture', `${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`), gitLine(), cacheLine()];
  const repository = await findRepository(cwd);
  if ('none' in repository) {
    const isNone = /^not a git repository/.test(repository.none);
    lines.push(
      hint(
        'repository',
        `none here (${repository.none})`,
        isNone ? 'files can be checked; --staged, --diff, decisions and sync need git init' : howToHave(repository.none),
      ),
    );
  } else {
    const { root } = repository;
    lines.push(
      repositoryLine(root),
      ...(await configurationLines(root)),
      ...decisionLines(root),
      teamLine(root),
      ownersLine(root),
      hookLine(root),
      pipelineLine(root),
    );
  }
  const width = Math.max(...lines.map(({ about }) => about.length));
  const marks = { fine: pc.green('✓'), hint: pc.yellow('·'), fault: pc.red('✗') };
  for (const { state, about, says, mend } of lines)
    printOut(
      `${marks[state]} ${about.padEnd(width)}  ${says}\n${mend === undefined ? '' : `  ${' '.repeat(width)}  ${pc.dim(`→ ${mend}`)}\n`}`,
    );
  const faults = lines.filter(({ state }) => state === 'fault').length;
  printOut(faults === 0 ? '\nReady.\n' : `\n${faults} to mend before checks can be trusted here.\n`);
  process.exitCode = faults === 0 ? 0 : 2;
}

function repositoryLine(root: string): Line {
  return isShallow(root)
    ? hint('repository', `${root}, a shallow clone: --diff, --history, verify and reports need what was before`, 'git fetch --unshallow')
    : fine('repository', root);
}

function gitLine(): Line {
  const { stdout, error } = spawnSync('git', ['--version'], { encoding: 'utf8' });
  if (error) return fault('git', 'not found on the path', 'install git; without it only files named one by one are checked');
  return fine('git', stdout.trim().replace(/^git version /, ''));
}

function cacheLine(): Line {
  if (process.env.POSTURE_CACHE === 'off')
    return hint('cache', 'turned off by POSTURE_CACHE; every start compiles anew, and every run reads everything');
  const folder = cacheFolder('code');
  return folder === undefined
    ? hint('cache', 'no folder that is yours alone; every start compiles anew, and every run reads everything', 'name one in POSTURE_CACHE')
    : fine('cache', folder);
}

async function configurationLines(root: string): Promise<Line[]> {
  if (!existsSync(join(root, configurationPath)))
    return [hint('configuration', `none; the default profile with nothing ignored (${configurationPath} would hold it)`)];
  const { mistakes } = await loadConfigurations(['posture'], { read: (uri) => textAt(join(root, uri)), rulesOf });
  if (mistakes.length === 0) return [fine('configuration', configurationPath)];
  return mistakes.map(({ file, position, message }) =>
    fault('configuration', `${file}:${position.line + 1}:${position.column + 1} ${message}`),
  );
}

function decisionLines(root: string): Line[] {
  const target = targetBranch(root);
  if (!isTarget(target)) return [target.nothingYet ? hint('decisions', target.why) : fault('decisions', target.why)];
  const baseline = readBaseline(root);
  const lines = [
    governanceOf(root)
      ? fine('decisions', `${baseline?.decided.length ?? 0} count, of ${target.name}, under the policy that stands there`)
      : hint(
          'decisions',
          `${baseline?.decided.length ?? 0} count, of ${target.name}; there is no policy on it, so a change judges itself`,
          existsSync(join(root, policyPath))
            ? `commit .posture and have it merged into ${target.name}`
            : 'posture init begins a team baseline',
        ),
  ];
  for (const { uri, problems } of baseline?.refused ?? [])
    lines.push(fault('record', `${uri}: ${problems[0]?.message ?? 'it cannot be read'}`));
  return lines;
}

function teamLine(root: string): Line {
  try {
    const address = teamIn(textAt(join(root, configurationPath)) ?? '', true);
    if (!address) return hint('team', 'no posture repository is named; decisions are of this repository alone');
    if (!isConfirmed(confirmationsPath(process.env), root, address))
      return hint('team', `${address.url} is not confirmed on this machine, so nothing is fetched from it`, 'posture sync asks once');
    return lastSynced(root) === undefined
      ? hint('team', `${address.url} was never fetched here`, 'posture sync')
      : fine('team', `${address.url}, branch ${address.branch}`);
  } catch (error) {
    if (error instanceof PostureError) return fault('team', error.message);
    throw error;
  }
}

function ownersLine(root: string): Line {
  const file = codeownersPaths.find((path) => existsSync(join(root, path)));
  if (!file) return hint('owners', 'no CODEOWNERS, so findings have no owner of their own', 'write .github/CODEOWNERS');
  const owners = new Set(ownersNamedIn(textAt(join(root, file)) ?? ''));
  return owners.size === 0 ? hint('owners', `${file} names nobody`) : fine('owners', `${owners.size} in ${file}`);
}

function hookLine(root: string): Line {
  const { path, checks } = hookAt(root);
  if (checks) return fine('hook', path);
  const viaPreCommit = /^[ \t]*(?:-[ \t]*)?id:[ \t]*posture[ \t]*$/m.test(textAt(join(root, '.pre-commit-config.yaml')) ?? '');
  if (viaPreCommit)
    return existsSync(path)
      ? fine('hook', 'through pre-commit')
      : hint('hook', '.pre-commit-config.yaml names posture, and pre-commit is not installed in this clone', 'pre-commit install');
  return hint('hook', 'commits are not checked', 'posture hook install');
}

function pipelineLine(root: string): Line {
  const workflows = join(root, '.github', 'workflows');
  const named = existsSync(workflows)
    ? readdirSync(workflows)
        .filter((name) => /\.ya?ml$/.test(name))
        .map((name) => `.github/workflows/${name}`)
    : [];
  const found = [...named, '.gitlab-ci.yml', 'azure-pipelines.yml', 'bitbucket-pipelines.yml', '.circleci/config.yml', 'Jenkinsfile'].find(
    (path) => /\bposture check\b|identity-posture/.test(textAt(join(root, path)) ?? ''),
  );
  return found
    ? fine('pipeline', `${found} checks`)
    : hint(
        'pipeline',
        'no pipeline of this repository runs posture check',
        'run `posture check` in one; docs/ci.md of Identity Posture has it for each system',
      );
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
