// Pictures for the README and the guides, light and dark, taken from a real VS Code: what the tests do, held still. Look
// at each before it is committed.
// Usage: test/editor/run.sh once, then node test/editor/screenshots.mjs FILE.vsix [FOLDER [NAME]]
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCode } from './code-server.mjs';
import { acceptHere, newOnBranch, rolePolicy, rolePolicyFile } from './posture.mjs';
import { answer, clickOn, command, pick, quickFixes, squiggles, treeRow, underlined, until } from './steps.mjs';
import { branchOff, commitAll, longPast, policy, policyFile, withWorkspace, workflow, workflowFile } from './workspaces.mjs';

const [vsix, folder = 'docs/images', only = ''] = process.argv.slice(2);
const out = resolve(folder);
mkdirSync(out, { recursive: true });
const readable = policy
  .replace('"Action": "s3:*", "Resource"', '"Action": "s3:*",\n      "Resource"')
  .replace('{ "Sid"', '{\n      "Sid"')
  .replace('"Deploy", "Effect": "Allow", ', '"Deploy",\n      "Effect": "Allow",\n      ')
  .replace('arn:aws:s3:::releases/*" }', '*"\n    }');
const deployer = `${rolePolicy
  .replace('Principal = { Service = "ecs-tasks.amazonaws.com" } }]', 'Principal = { Service = "ecs-tasks.amazonaws.com" } }]')
  .replace(
    '    Statement = [{\n      Sid      = "Deploy"',
    '    Statement = [{\n      Sid      = "Roles"\n      Effect   = "Allow"\n      Resource = "arn:aws:iam::123456789012:role/app-*"\n      Action   = ["iam:PassRole"]\n    }, {\n      Sid      = "Deploy"',
  )}
resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
`;
const codeowners = { CODEOWNERS: '* @acme/platform\n' };

const hoverOn = async (page, text) => {
  await page.locator('.monaco-editor .view-line span span', { hasText: text }).first().hover();
  await page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'actions' }).first().waitFor();
};

const pictures = {
  hover: {
    files: { [policyFile]: readable },
    open: policyFile,
    async act(page) {
      await until(async () => (await underlined(page)).includes('s3:*'), 'the finding is there');
      await page.keyboard.press('Control+b');
      await hoverOn(page, 's3:*');
    },
  },
  'quick-fix': {
    files: { [workflowFile]: workflow },
    open: workflowFile,
    async act(page) {
      await squiggles(page, 1);
      await page.keyboard.press('Control+b');
      await clickOn(page, 'write-all');
      await quickFixes(page);
    },
  },
  findings: {
    files: longPast(),
    branch: newOnBranch,
    open: 'services/1/deploy.yaml',
    size: { width: 1200, height: 720 },
    async act(page) {
      await squiggles(page, 2);
      await until(
        async () => /Posture 3/.test(await page.locator('.statusbar-item', { hasText: 'Posture' }).first().textContent()),
        'the workspace is read',
        60_000,
      );
      await command(page, 'Posture: Focus on Findings View');
      await treeRow(page, 'Findings', 'Look at these 3 first');
      await widenSideBar(page, 470);
    },
  },
  identity: {
    files: { [rolePolicyFile]: deployer, ...codeowners },
    open: rolePolicyFile,
    size: { width: 1340, height: 620 },
    async act(page) {
      await until(async () => (await underlined(page)).length > 0, 'the file is read');
      await command(page, 'Posture: Show Identity...');
      await answer(page, /Show an Identity/, { choose: 'deploy' });
      await page.frameLocator('iframe.webview').frameLocator('iframe#active-frame').locator('svg[role=group]').waitFor();
    },
  },
  decide: {
    files: { [rolePolicyFile]: rolePolicy, ...codeowners },
    commit: true,
    open: rolePolicyFile,
    async act(page) {
      await until(async () => (await underlined(page)).includes('ecr:*'), 'the finding is there');
      await page.keyboard.press('Control+b');
      await clickOn(page, '"ecr:*"');
      await quickFixes(page);
      await pick(page, 'Accept');
      await answer(page, /Why may this stay/, { choose: 'Accepted risk' });
      await answer(page, /Who answers for it/, { choose: '@acme/platform' });
      await answer(page, /Who approved it/, { type: '@sec-lead' });
      await answer(page, /last day/, {});
      await answer(page, /reason/, { type: 'Replaced by workload identity in PAY-812' });
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Write the record' }).waitFor();
    },
  },
  drift: {
    files: { [rolePolicyFile]: rolePolicy, ...codeowners },
    commit: true,
    open: rolePolicyFile,
    size: { width: 1340, height: 620 },
    async act(page, workspace) {
      await until(async () => (await underlined(page)).includes('ecr:*'), 'the finding is there');
      await clickOn(page, '"ecr:*"');
      await acceptHere(page);
      await command(page, 'Posture: Focus on Decisions and Drift View');
      await treeRow(page, 'Decisions', 'Asks for approval');
      commitAll(workspace, 'accepted');
      await treeRow(page, 'Decisions', 'In force', 60_000);
      await clickOn(page, '"ecr:*"');
      await page.keyboard.press('End');
      for (let i = 0; i < '"ecr:*"'.length; i++) await page.keyboard.press('Backspace');
      await page.keyboard.type('["ecr:*", "ecr-public:*"]');
      const row = await treeRow(page, 'Decisions', /ecr-public/, 60_000);
      await row.hover();
      await row.getByRole('button', { name: /Compare Approved/ }).click();
      await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
      await command(page, 'Notifications: Clear All Notifications');
    },
  },
};

/** Pulls the border between side bar and editor. */
async function widenSideBar(page, to) {
  const box = await page.locator('.part.sidebar').boundingBox();
  const x = box.x + box.width + 2;
  await page.mouse.move(x, 400);
  await page.mouse.down();
  await page.mouse.move(to, 400, { steps: 8 });
  await page.mouse.up();
  await page.mouse.move(to + 300, 600); // away, so that the border is not shown as grabbed
}

for (const theme of ['dark', 'light']) {
  const code = await startCode({
    vsix: resolve(vsix),
    settings: {
      'workbench.colorTheme': theme === 'dark' ? 'Default Dark Modern' : 'Default Light Modern',
      'window.autoDetectColorScheme': false,
      'workbench.layoutControl.enabled': false,
      'breadcrumbs.enabled': false,
      'editor.fontSize': 14,
    },
  });
  try {
    for (const [name, { files, open, branch, commit, size = { width: 1000, height: 560 }, act }] of Object.entries(pictures)) {
      if (!name.includes(only)) continue;
      await withWorkspace(files, async (workspace) => {
        if (commit || branch) commitAll(workspace);
        if (branch) branchOff(workspace, 'feature', branch);
        const page = await code.open(workspace, { files: [open], light: theme === 'light', ...size });
        await act(page, workspace);
        await page.waitForTimeout(800);
        await page.screenshot({ path: join(out, `${name}-${theme}.png`) });
        await page.context().close();
      });
    }
  } finally {
    await code.stop();
  }
}
