// What a user does in VS Code with the extension from its VSIX, and what is then on the screen and on the disk.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startCode } from './code-server.mjs';
import { clickOn, pick, quickFixes, save, squiggles, underlined, until } from './steps.mjs';
import { policy, policyFile, withWorkspace, workflow, workflowFile } from './workspaces.mjs';

export function vscodeCases({ vsix, shots }) {
  let code;
  const cases = [];
  /** A test with a page on its own workspace. One VS Code serves them all. */
  const test = (name, files, open, run) => {
    cases.push({
      name: `VS Code: ${name}`,
      run: () =>
        withWorkspace(files, async (folder) => {
          code ??= await startCode({ vsix });
          const page = await code.open(folder, { files: open });
          try {
            await run(page, folder);
          } finally {
            if (shots) await page.screenshot({ path: join(shots, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`) });
            await page.context().close();
          }
        }),
    });
  };

  test('a finding stands on its token, a quick fix repairs the file, the finding goes', { [workflowFile]: workflow }, [workflowFile], async (page, folder) => {
    await squiggles(page, 1);
    assert.deepEqual(await underlined(page), ['write-all']);
    await clickOn(page, 'write-all');
    const titles = await quickFixes(page);
    assert.match(titles.at(-1), /^Ignore github\/write-all-permissions/);
    assert.ok(titles.length > 1, `a repair is offered before the suppression: ${titles}`);
    await pick(page, titles[0]);
    await squiggles(page, 0);
    await save(page);
    const text = await until(() => {
      const now = readFileSync(join(folder, workflowFile), 'utf8');
      return now !== workflow && now;
    }, 'the file is saved');
    assert.doesNotMatch(text, /write-all/);
    assert.match(text, /^permissions:/m);
  });

  test('a finding follows unsaved typing', { [workflowFile]: workflow.replace('write-all', '{}') }, [workflowFile], async (page, folder) => {
    await clickOn(page, 'make');
    await squiggles(page, 0);
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Home');
    await page.keyboard.press('Home');
    await page.keyboard.type('  deploy:\n  permissions: write-all\n', { delay: 5 });
    await squiggles(page, 1);
    assert.deepEqual(await underlined(page), ['write-all']);
    assert.equal(readFileSync(join(folder, workflowFile), 'utf8').includes('write-all'), false, 'nothing was saved');
  });

  test('hover tells what the wildcard grants', { [policyFile]: policy }, [policyFile], async (page) => {
    await squiggles(page, 1);
    await page.locator('.monaco-editor .view-line span span', { hasText: 's3:*' }).first().hover();
    const hover = page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'change permissions' });
    await hover.first().waitFor({ timeout: 10_000 });
    assert.match((await page.locator('.monaco-hover:not(.hidden)').allTextContents()).join('\n'), /s3:\* covers \d+ actions\s*\d+ change permissions: /);
  });

  return { cases, end: async () => code?.stop() };
}
