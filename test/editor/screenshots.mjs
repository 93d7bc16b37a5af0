// Pictures for the README, taken from a real VS Code: what the tests do, held still. Look at each before it is committed.
// Usage: test/editor/run.sh once, then node test/editor/screenshots.mjs FILE.vsix [FOLDER]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCode } from './code-server.mjs';
import { clickOn, command, quickFixes, squiggles } from './steps.mjs';
import { policy, policyFile, withWorkspace, workflow, workflowFile } from './workspaces.mjs';

const [vsix, folder = 'docs/images'] = process.argv.slice(2);
const out = resolve(folder);
mkdirSync(out, { recursive: true });
const size = { width: 1000, height: 560 };
const code = await startCode({ vsix: resolve(vsix), settings: { 'workbench.colorTheme': 'Default Dark Modern', 'workbench.statusBar.visible': true, 'breadcrumbs.enabled': false, 'editor.fontSize': 14, 'posture.inlayHints.enabled': true } });

async function picture(name, files, open, act) {
  await withWorkspace(files, async (workspace) => {
    const page = await code.open(workspace, { files: open, ...size });
    await act(page);
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `${name}.png`) });
    await page.context().close();
  });
}

const readable = policy.replace('"Action": "s3:*", "Resource"', '"Action": "s3:*",\n      "Resource"').replace('{ "Sid"', '{\n      "Sid"').replace('"Deploy", "Effect": "Allow", ', '"Deploy",\n      "Effect": "Allow",\n      ').replace('/*" }', '/*"\n    }');
try {
  await picture('hover', { [policyFile]: readable }, [policyFile], async (page) => {
    await squiggles(page, 1);
    await page.keyboard.press('Control+b');
    await page.locator('.monaco-editor .view-line span span', { hasText: 's3:*' }).first().hover();
    await page.locator('.monaco-hover:not(.hidden)', { hasText: 'change permissions' }).first().waitFor();
  });
  await picture('quick-fix', { [workflowFile]: workflow }, [workflowFile], async (page) => {
    await squiggles(page, 1);
    await page.keyboard.press('Control+b');
    await clickOn(page, 'write-all');
    await quickFixes(page);
  });
  await picture('view', { [workflowFile]: workflow, [policyFile]: readable, 'service/.github/workflows/release.yml': workflow }, [workflowFile], async (page) => {
    await squiggles(page, 1);
    await command(page, 'Posture: Focus on Findings View');
    await page.locator('.monaco-list-row', { hasText: 'github/write-all-permissions' }).first().click();
    await page.locator('.monaco-list-row', { hasText: 'aws/wildcard-action' }).first().waitFor();
  });
} finally {
  await code.stop();
}
