// The team's decisions in the editor, over real repositories: what the target branch decided counts, what only this branch
// says asks for approval, and a check never waits for git.
import { rmSync } from 'node:fs';
import { onTestFinished, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import type { BaselineAccess } from '../../server/lsp/decisions.ts';
import { baselineHere } from '../../server/lsp/baseline-reading.ts';
import type { FileFindings } from '../../server/lsp/protocol/findings.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeFolder } from './folder.ts';
import { makeRepository, recordFor } from './repository.ts';

const workflowFile = '.github/workflows/ci.yml';
const workflow = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const rule = 'github/write-all-permissions';
const policyFile = 'policies/ci.json';
const policy = (actions: string): string =>
  `{\n  "Version": "2012-10-17",\n  "Statement": [{ "Sid": "Admin", "Effect": "Allow", "Action": ${actions}, "Resource": "*" }]\n}\n`;

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

const codes = async (editor: Editor, uri: string): Promise<unknown[]> => (await editor.diagnostics(uri)).map((one) => one.code);

describe('a decision', () => {
  it('of the target branch puts its finding aside, from the first diagnostics on', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const record = await recordFor(workflowFile, workflow, rule);
    repository.land({ [record.path]: record.text });
    repository.git('merge', '-q', 'main');
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await codes(editor, uri)).toEqual([]);
    expect(editor.published.filter((one) => one.uri === uri && one.diagnostics.length > 0)).toEqual([]);
  });

  it('counts where this branch has no copy of it', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const record = await recordFor(workflowFile, workflow, rule);
    repository.land({ [record.path]: record.text });
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    await expect.poll(() => codes(editor, uri)).toEqual([]);
  });

  it('of this branch asks for approval, and counts once it is on the target branch', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const record = await recordFor(workflowFile, workflow, rule);
    repository.write(record.path, record.text);
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await editor.diagnostics(uri)).toMatchObject([
      { code: rule, severity: 3, message: expect.stringContaining('asks for approval'), data: { standing: 'pending' } },
    ]);
    repository.git('add', '-A');
    repository.git('commit', '-q', '-m', 'accept');
    repository.git('branch', '-f', 'main', 'feature');
    await expect.poll(() => codes(editor, uri)).toEqual([]);
  });

  it('counts as it is typed, as a proposal, before it is saved', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const record = await recordFor(workflowFile, workflow, rule);
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await editor.diagnostics(uri)).toMatchObject([{ severity: 1 }]);
    await editor.open(repository.uriOf(record.path), record.text, 'yaml');
    await expect.poll(async () => (await editor.diagnostics(uri))[0]).toMatchObject({ code: rule, severity: 3 });
    await editor.close(repository.uriOf(record.path));
    await expect.poll(async () => (await editor.diagnostics(uri))[0]).toMatchObject({ code: rule, severity: 1 });
  });

  it('that does not cover what is written now is said at the line, and so is one that has ended', async () => {
    const narrow = policy('["s3:*"]');
    const repository = makeRepository({ [policyFile]: narrow, [workflowFile]: workflow });
    const wide = await recordFor(policyFile, narrow, 'aws/wildcard-action');
    const ended = await recordFor(workflowFile, workflow, rule, { on: '2026-09-01', until: '2026-11-20' });
    repository.land({ [wide.path]: wide.text, [ended.path]: ended.text });
    repository.git('merge', '-q', 'main');
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(policyFile);
    await editor.open(uri, narrow, 'json');
    expect(await codes(editor, uri)).not.toContain('aws/wildcard-action');
    await editor.type(uri, '"s3:*"', '"s3:*", "iam:PassRole"');
    expect(await codes(editor, uri)).toEqual(expect.arrayContaining(['aws/wildcard-action', 'drift/scope-grew']));
    await editor.type(uri, ', "iam:PassRole"', '');
    expect(await codes(editor, uri)).not.toContain('aws/wildcard-action');
    await editor.open(repository.uriOf(workflowFile), workflow, 'yaml');
    expect(await codes(editor, repository.uriOf(workflowFile))).toEqual(expect.arrayContaining([rule, 'drift/approval-expired']));
  });

  it('of an untrusted workspace is not asked for, and git is not run; it counts once the user trusts', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const record = await recordFor(workflowFile, workflow, rule);
    repository.land({ [record.path]: record.text });
    repository.git('merge', '-q', 'main');
    let asked = 0;
    const baseline: BaselineAccess = { ...baselineHere, read: (root) => (asked++, baselineHere.read(root)) };
    const editor = await start({ folders: [repository.uri], baseline, initializationOptions: { trusted: false } });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    await editor.open(repository.uriOf(record.path), record.text, 'yaml');
    expect(await editor.diagnostics(uri)).toMatchObject([{ code: rule, severity: 1 }]);
    expect(asked).toBe(0);
    await editor.connection.sendNotification('posture/trust');
    await expect.poll(() => codes(editor, uri)).toEqual([]);
  });
});

describe('reading decisions', () => {
  it('happens neither for a keystroke nor before a first finding, and what was read last stays when it fails', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const record = await recordFor(workflowFile, workflow, rule);
    repository.land({ [record.path]: record.text });
    let asked = 0;
    let fails = false;
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const baseline: BaselineAccess = {
      ...baselineHere,
      async read(root) {
        asked++;
        await held;
        if (fails) throw new Error('git went away');
        return baselineHere.read(root);
      },
    };
    const editor = await start({ folders: [repository.uri], baseline });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await codes(editor, uri)).toEqual([rule]);
    goOn();
    await expect.poll(() => codes(editor, uri)).toEqual([]);
    for (let n = 0; n < 10; n++) {
      await editor.type(uri, 'on: push', 'on:  push');
      expect(await codes(editor, uri)).toEqual([]);
      await editor.type(uri, 'on:  push', 'on: push');
    }
    expect(asked).toBe(1);
    fails = true;
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: repository.uriOf('.posture/policy.yaml'), type: 1 }],
    });
    await expect.poll(() => editor.logs.join('\n')).toContain('git went away');
    expect(await codes(editor, uri)).toEqual([]);
  });

  it('is not begun where there is no repository', async () => {
    let asked = 0;
    const folder = makeFolder({ [workflowFile]: workflow, '.posture/decisions/github/x.yaml': 'v: 1\n' });
    const editor = await start({
      folders: [folder.uri],
      baseline: { ...baselineHere, read: async (root) => (asked++, baselineHere.read(root)) },
    });
    await editor.open(folder.uriOf(workflowFile), workflow, 'yaml');
    expect(await codes(editor, folder.uriOf(workflowFile))).toEqual([rule]);
    expect(asked).toBeLessThan(2);
  });
});

describe('a repair that was offered', () => {
  it('stays the repair of its finding when the team decides about another one', async () => {
    const jobs = ['build', 'publish']
      .map((job) => `  ${job}:\n    runs-on: ubuntu-latest\n    permissions: write-all\n    steps:\n      - run: make\n`)
      .join('');
    const text = `on: push\njobs:\n${jobs}`;
    const repository = makeRepository({ [workflowFile]: text });
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, text, 'yaml');
    const found = (await editor.diagnostics(uri)).filter((one) => one.code === rule);
    expect(found).toHaveLength(2);
    const [repair] = await editor.actions(uri, found[1]!.range);
    const record = await recordFor(workflowFile, text, rule);
    repository.land({ [record.path]: record.text });
    await expect.poll(async () => (await editor.diagnostics(uri)).filter((one) => one.code === rule).length).toBe(1);
    await editor.apply((await editor.connection.sendRequest<CodeAction>('codeAction/resolve', repair!)).edit!);
    expect(editor.text(uri)).toMatch(/build:[^]*write-all[^]*publish:/);
    expect(editor.text(uri)).not.toMatch(/publish:[^]*write-all/);
  });
});

describe('a comment that suppresses', () => {
  const directive = '# posture-ignore github/write-all-permissions until=2027-01-10: narrowed by the organization\n';
  const suppressed = workflow.replace('permissions', `${directive}permissions`);
  const teamPolicy = { '.posture/policy.yaml': 'v: 1\n' };

  it('counts in a repository that has no policy', async () => {
    const repository = makeRepository({ [workflowFile]: workflow });
    const editor = await start({ folders: [repository.uri] });
    await editor.open(repository.uriOf(workflowFile), suppressed, 'yaml');
    expect(await codes(editor, repository.uriOf(workflowFile))).toEqual([]);
  });

  it('asks for approval where the target branch has a policy, and counts once it stands there, wherever in the file', async () => {
    const repository = makeRepository({ [workflowFile]: workflow, ...teamPolicy });
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, suppressed, 'yaml');
    await expect
      .poll(async () =>
        (await editor.diagnostics(uri)).map((one) => [one.code, one.severity, (one.data as { standing?: string }).standing]),
      )
      .toEqual([[rule, 3, 'pending']]);
    repository.land({ [workflowFile]: suppressed });
    await expect.poll(() => codes(editor, uri)).toEqual([]);
    await editor.type(uri, 'on: push', '# a line\n\non: push');
    expect(await codes(editor, uri)).toEqual([]);
    await editor.type(uri, '2027-01-10', '2028-01-10');
    expect(await editor.diagnostics(uri)).toMatchObject([{ code: rule, data: { standing: 'pending' } }]);
  });
});

describe('a configuration that turns a rule off, or ignores a path', () => {
  const configuration = '.posture/config.yaml';
  it.each([
    ['turns the rule off', `rules:\n  ${rule}:\n    off: the organization narrows it\n`],
    ['ignores the path', 'ignore:\n  - path: .github/\n    reason: the organization looks after it\n'],
  ])('counts at once in a repository without a policy, and asks for approval where the target branch has one: %s', async (_what, text) => {
    const free = makeRepository({ [workflowFile]: workflow });
    free.write(configuration, text);
    const first = await start({ folders: [free.uri] });
    await first.open(free.uriOf(workflowFile), workflow, 'yaml');
    expect(await codes(first, free.uriOf(workflowFile))).toEqual([]);

    const repository = makeRepository({ [workflowFile]: workflow, '.posture/policy.yaml': 'v: 1\n' });
    const editor = await start({ folders: [repository.uri] });
    const uri = repository.uriOf(workflowFile);
    await editor.open(uri, workflow, 'yaml');
    expect(await codes(editor, uri)).toEqual([rule]);
    // As it is typed, and once it is saved: the same.
    await editor.open(repository.uriOf(configuration), text, 'yaml');
    await expect
      .poll(async () => (await editor.diagnostics(uri)).map((one) => [one.code, (one.data as { standing?: string }).standing]))
      .toEqual([[rule, 'pending']]);
    repository.write(configuration, text);
    await editor.close(repository.uriOf(configuration));
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    expect(await editor.diagnostics(uri)).toMatchObject([{ code: rule, data: { standing: 'pending' } }]);
    rmSync(`${repository.path}/${configuration}`);
    repository.land({ [configuration]: text });
    await expect.poll(() => codes(editor, uri)).toEqual([]);
  });

  it('says its mistakes where it is written, whether or not it counts', async () => {
    const repository = makeRepository({ [workflowFile]: workflow, '.posture/policy.yaml': 'v: 1\n' });
    const editor = await start({ folders: [repository.uri] });
    await editor.open(repository.uriOf(workflowFile), workflow, 'yaml');
    await editor.open(repository.uriOf(configuration), 'rules:\n  github/no-such-rule:\n    off: why\n', 'yaml');
    await expect
      .poll(async () => (await editor.diagnostics(repository.uriOf(configuration))).map(({ message }) => message).join())
      .toContain('github/no-such-rule');
  });
});

describe('since the last release', () => {
  const settingsFile = '.claude/settings.json';
  const settings = (...commands: string[]): string =>
    `${JSON.stringify({ permissions: { allow: commands.map((command) => `Bash(${command}:*)`) } }, undefined, 2)}\n`;
  const grown = (editor: Editor, uri: string) =>
    editor.published.findLast((one) => one.uri === uri)?.diagnostics.filter(({ code }) => code === 'drift/scope-grew-since-release') ?? [];

  it('what an agent got is said at the new item, as `drift` says it, and until it is recorded in a release', async () => {
    const repository = makeRepository({ [settingsFile]: settings('make'), '.posture/policy.yaml': 'v: 1\napprove: [role]\n' });
    repository.git('tag', '-a', 'v1.2.0', '-m', 'release');
    repository.write(settingsFile, settings('make', 'kubectl delete'));
    const uri = repository.uriOf(settingsFile);
    const editor = await start({
      folders: [repository.uri],
      initializationOptions: { settings: { problems: 'all', minimumSeverity: 'info' } },
    });
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    const [said] = grown(editor, uri);
    expect(said?.message).toMatch(/more than at v1\.2\.0 .*Bash\(kubectl delete:\*\)/);
    expect(said?.range).toEqual({
      start: { line: 4, character: 6 + 1 },
      end: { line: 4, character: 6 + 1 + 'Bash(kubectl delete:*)'.length },
    });
    // It is one of those that a check in another thread hands over for texts that are open.
    const drift = await editor.connection.sendRequest<{ drift: FileFindings[] }[]>('posture/baseline', {});
    expect(drift.flatMap((view) => view.drift.flatMap((file) => file.findings.map(({ rule }) => rule)))).toContain(
      'drift/scope-grew-since-release',
    );

    repository.git('commit', '-qam', 'more');
    repository.git('tag', '-a', 'v1.3.0', '-m', 'release');
    repository.git('tag', '-d', 'v1.2.0');
    const later = await start({
      folders: [repository.uri],
      initializationOptions: { settings: { problems: 'all', minimumSeverity: 'info' } },
    });
    await later.connection.sendRequest('posture/checkWorkspace', {});
    expect(grown(later, uri)).toEqual([]);
  });
});
