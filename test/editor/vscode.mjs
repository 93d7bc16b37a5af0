// What a user does in VS Code with the extension from its VSIX, and what is then on the screen and on the disk.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCode } from './code-server.mjs';
import {
  addNotifications,
  answer,
  clickOn,
  clickRow,
  command,
  deadline,
  inFront,
  offers,
  pick,
  problems,
  quickFixes,
  save,
  squiggles,
  treeRow,
  underlined,
  underlines,
  unfold,
  until,
} from './steps.mjs';
import { postureCases } from './posture.mjs';
import { branchOff, commitAll, mcp, mcpFile, policy, policyFile, withWorkspace, workflow, workflowFile } from './workspaces.mjs';

/** Ids of running servers that this VS Code started: by the path of the extension, which is a folder of the test's own. */
const serverProcesses = ({ extensions }) => {
  const found = [];
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.startsWith(extensions) && word.endsWith('/out/server.js'))) found.push(Number(id));
    } catch {
      // ended meanwhile
    }
  }
  return found;
};

const grantTo = (access) => `aws iam attach-role-policy --role-name deploy --policy-arn arn:aws:iam::aws:policy/${access}Access\n`;

const fileName = (name) => name.replace(/[^a-z0-9]+/gi, '-');

export function vscodeCases({ vsix, shots }) {
  let code;
  const cases = [];
  /** A test with a page on its own workspace: as it is, committed, or on a branch that changes some files. One VS Code serves them all. */
  const test = (name, files, open, run, { commit = false, branch } = {}) => {
    cases.push({
      name: `VS Code: ${name}`,
      run: () =>
        withWorkspace(files, async (folder) => {
          if (commit || branch) commitAll(folder);
          if (branch) branchOff(folder, 'feature', branch);
          code ??= await startCode({ vsix });
          const page = await code.open(folder, { files: open });
          try {
            await run(page, folder);
          } catch (error) {
            if (shots) await page.screenshot({ path: join(shots, `${fileName(name)}-failed-${Date.now()}.png`) }).catch(() => undefined);
            await addNotifications(page, error);
            throw error;
          } finally {
            // A browser that has died is not what the test is about: what it was about is thrown already.
            if (shots) await page.screenshot({ path: join(shots, `${fileName(name)}.png`) }).catch(() => undefined);
            await page
              .context()
              .close()
              .catch(() => undefined);
          }
        }),
    });
  };

  // First: once a test has shown the Posture view, VS Code restores it, and that wakes the extension.
  cases.push({
    name: 'VS Code: the extension host',
    run: () =>
      withWorkspace({ [workflowFile]: workflow, [mcpFile]: mcp }, async (folder) => {
        code ??= await startCode({ vsix });
        const said = [];
        let ended;
        const end = new Promise((resolve) => (ended = resolve));
        const tests = join(import.meta.dirname, 'extension-host');
        const page = await code.open(folder, {
          payload: [
            ['extensionDevelopmentPath', join(tests, 'host')],
            ['extensionTestsPath', join(tests, 'index.js')],
          ],
          expose: { codeAutomationLog: (_level, args) => void said.push(args.join(' ')), codeAutomationExit: (status) => ended(status) },
        });
        const status = await Promise.race([end, new Promise((resolve) => setTimeout(() => resolve('no end'), 300_000))]);
        await page.context().close();
        assert.equal(
          status,
          0,
          said
            .filter((one) => /Error|waited in vain/.test(one) && !/bindings file/.test(one))
            .slice(-3)
            .map((one) => one.slice(0, 600))
            .join('\n') || said.slice(-5).join('\n'),
        );
      }),
  });

  test(
    'a finding stands on its token, a quick fix repairs the file, the finding goes',
    { [workflowFile]: workflow },
    [workflowFile],
    async (page, folder) => {
      await squiggles(page, 1);
      await underlines(page, ['write-all']);
      await clickOn(page, 'write-all');
      const titles = await quickFixes(page);
      assert.deepEqual(
        titles.map((title) => /^(?:Ignore|Accept)/.exec(title)?.[0] ?? 'repair').filter((kind, index, all) => kind !== all[index - 1])[0],
        'repair',
        `a repair is offered before anything that keeps the finding: ${titles}`,
      );
      assert.ok(
        titles.some((title) => title.startsWith('Ignore github/write-all-permissions')),
        titles.join('\n'),
      );
      await pick(page, titles[0]);
      await squiggles(page, 0);
      await save(page);
      const text = await until(() => {
        const now = readFileSync(join(folder, workflowFile), 'utf8');
        return now !== workflow && now;
      }, 'the file is saved');
      assert.doesNotMatch(text, /write-all/);
      assert.match(text, /^permissions:/m);
    },
  );

  test(
    'files of every kind that change outside of the editor are read again, and a folder that goes takes its findings along',
    { [workflowFile]: workflow, 'setup/grant.ps1': grantTo('Administrator') },
    [workflowFile],
    async (page, folder) => {
      const listed = async () => (await problems(page)).filter((row) => row.includes('folder setup')).length;
      await squiggles(page, 1);
      await until(async () => (await listed()) === 1, 'what stands in the folder is listed');
      writeFileSync(join(folder, 'setup/grant.ps1'), grantTo('Audit'));
      await until(async () => (await listed()) === 0, 'it was repaired outside');
      writeFileSync(join(folder, 'setup/grant.ps1'), grantTo('Administrator'));
      await until(async () => (await listed()) === 1, 'and taken back');
      rmSync(join(folder, 'setup'), { recursive: true });
      await until(async () => (await listed()) === 0, 'it is gone with its folder');
    },
  );

  test(
    'a finding follows unsaved typing',
    { [workflowFile]: workflow.replace('write-all', '{}') },
    [workflowFile],
    async (page, folder) => {
      await clickOn(page, 'make');
      await squiggles(page, 0);
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Home');
      await page.keyboard.press('Home');
      await page.keyboard.type('  deploy:\n  permissions: write-all\n', { delay: 5 });
      await squiggles(page, 1);
      await underlines(page, ['write-all']);
      assert.equal(readFileSync(join(folder, workflowFile), 'utf8').includes('write-all'), false, 'nothing was saved');
    },
  );

  test(
    'hover tells what the wildcard grants',
    { [policyFile]: policy.replace('arn:aws:s3:::releases/*', '*') },
    [policyFile],
    async (page) => {
      await until(async () => (await underlined(page)).includes('s3:*'), 'the finding is there');
      const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'change permissions' });
      // A text that is drawn anew under a mouse at rest has no hover: a person moves it again.
      await until(async () => {
        await page.mouse.move(5, 5);
        await page.locator('.monaco-editor .view-line span span', { hasText: 's3:*' }).first().hover();
        return hover
          .first()
          .waitFor({ timeout: 5000 })
          .then(
            () => true,
            () => false,
          );
      }, 'the hover is shown');
      assert.match(
        (await page.locator('.monaco-hover:not(.hidden)').allTextContents()).join('\n'),
        /s3:\* covers \d+ actions\s*\d+ change permissions: /,
      );
    },
  );

  test(
    'all safe fixes are applied on save',
    { [mcpFile]: mcp, '.vscode/settings.json': '{ "editor.codeActionsOnSave": { "source.fixAll.posture": "explicit" } }' },
    [mcpFile],
    async (page, folder) => {
      await squiggles(page, 1);
      await clickOn(page, 'inputs');
      await page.keyboard.press('End');
      await page.keyboard.type(' ');
      await save(page);
      await squiggles(page, 0);
      await until(() => /"password": true/.test(readFileSync(join(folder, mcpFile), 'utf8')), 'the saved file is repaired');
    },
  );

  test('the status bar counts, and the page of a rule opens', { [workflowFile]: workflow }, [workflowFile], async (page) => {
    await squiggles(page, 1);
    await until(
      async () => /Posture 1/.test(await page.locator('.statusbar-item', { hasText: 'Posture' }).first().textContent()),
      'the status bar counts the finding',
    );
    await command(page, 'Posture: Show Rule...');
    await answer(page, /Identity Posture rules/, { type: 'write-all', choose: 'github/write-all-permissions' });
    const preview = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
    await preview.locator('h1', { hasText: 'github/write-all-permissions' }).waitFor({ timeout: deadline });
  });

  test(
    'the Posture view lists every finding, groups them, and leads to them',
    {
      [workflowFile]: workflow,
      [policyFile]: policy.replace('arn:aws:s3:::releases/*', '*'),
      'service/.github/workflows/ci.yml': workflow,
    },
    [workflowFile],
    async (page) => {
      await squiggles(page, 1);
      await command(page, 'Posture: Focus on Findings View');
      await command(page, 'Posture: Group Findings by Rule');
      await until(
        async () => /2/.test(await (await treeRow(page, 'Findings', 'github/write-all-permissions')).textContent()),
        'the rule has both findings',
      );
      await treeRow(page, 'Findings', 'aws/wildcard-action');
      await command(page, 'Posture: Group Findings by File');
      await unfold(page, 'Findings', policyFile, /s3:\*/);
      await clickRow(page, 'Findings', 's3:*', () => inFront(page, 'ci.json'), 'the file of the finding is in front');
    },
  );

  test('a server that dies is started again', { [workflowFile]: workflow }, [workflowFile], async (page, folder) => {
    await squiggles(page, 1);
    const servers = serverProcesses(code);
    assert.ok(servers.length > 0, 'the server runs');
    for (const id of servers) process.kill(id, 'SIGKILL');
    await until(() => serverProcesses(code).some((id) => !servers.includes(id)), 'another server runs');
    await clickOn(page, 'write-all');
    await page.keyboard.press('End');
    for (let i = 0; i < 'write-all'.length; i++) await page.keyboard.press('Backspace');
    await page.keyboard.type('{}');
    await squiggles(page, 0);
    assert.equal(readFileSync(join(folder, workflowFile), 'utf8'), workflow);
  });

  test(
    'the whole workspace is checked on request',
    { [workflowFile]: workflow, 'service/.github/workflows/ci.yml': workflow },
    [workflowFile],
    async (page) => {
      await squiggles(page, 1);
      await command(page, 'Posture: Check Workspace');
      await until(
        async () => (await problems(page)).filter((row) => /write-all/.test(row)).length === 2,
        'the Problems view lists both files',
      );
    },
  );

  cases.push({
    name: 'VS Code: an untrusted workspace is judged by built-in settings until it is trusted',
    run: () =>
      withWorkspace(
        { [workflowFile]: workflow, '.posture/config.yaml': 'rules:\n  github/write-all-permissions:\n    off: hidden by the folder\n' },
        async (folder) => {
          const careful = await startCode({
            vsix,
            trust: true,
            settings: { 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.untrustedFiles': 'open' },
          });
          try {
            const page = await careful.open(folder, { files: [workflowFile] });
            await squiggles(page, 1);
            if (shots) await page.screenshot({ path: join(shots, 'untrusted.png') });
            assert.equal(await offers(page, 'Posture: Exchange Decisions', 'Posture: Show Rule'), false, 'nothing is exchanged from here');
            await command(page, 'Workspaces: Manage Workspace Trust');
            await page
              .locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ })
              .first()
              .click();
            await page.keyboard.press('Escape');
            await squiggles(page, 0);
            await until(
              () => offers(page, 'Posture: Exchange Decisions', 'Posture: Show Rule'),
              'decisions can be exchanged in a trusted workspace',
            );
          } finally {
            await careful.stop();
          }
        },
      ),
  });

  postureCases({
    vsix,
    test,
    /** A test with an editor of its own. */
    once: (name, run) =>
      cases.push({
        name: `VS Code: ${name}`,
        run: () => run({ shot: async (page) => shots && void (await page.screenshot({ path: join(shots, `${fileName(name)}.png`) })) }),
      }),
  });

  cases.push({
    name: 'VSIX: holds only what runs',
    async run() {
      const files = execFileSync('unzip', ['-Z1', vsix], { encoding: 'utf8' }).trim().split('\n').sort();
      const allowed = [
        /^extension\/package\.json$/,
        /^extension\/(?:readme|changelog)\.md$/i,
        /^extension\/LICENSE\.txt$/,
        /^extension\.vsixmanifest$/,
        /^\[Content_Types\]\.xml$/,
        /^extension\/out\/(?:extension\.cjs|language-client\.cjs|extension-web\.cjs|server-web\.js|server\.js|worker\.js|package\.json|third-party-notices\.txt|sbom\.cdx\.json|chunks\/[\w-]+\.js)$/,
        /^extension\/(?:syntaxes|client\/media|client\/walkthrough|server\/schemas)\/[\w.-]+$/,
      ];
      assert.deepEqual(
        files.filter((file) => !allowed.some((pattern) => pattern.test(file))),
        [],
      );
      for (const needed of ['extension/package.json', 'extension/out/extension.cjs', 'extension/out/server.js'])
        assert.ok(files.includes(needed), needed);
      const size = statSync(vsix).size;
      console.log(`      ${files.length} files, ${(size / 1024 / 1024).toFixed(2)} MB`);
      assert.ok(size < 6 * 1024 * 1024, `the VSIX has grown to ${size} bytes`);
    },
  });

  /** Ends the VS Code that the tests share; the next one starts another. */
  const end = async () => {
    const running = code;
    code = undefined;
    await running?.stop();
  };
  return { cases, end };
}
