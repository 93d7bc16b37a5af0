// A real VS Code (code-server) with our VSIX in it, and a Chromium that looks at it. One server an instance, everything
// in a folder of its own under the system's temporary folder.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { deadline } from './steps.mjs';

const here = import.meta.dirname;
const node = join(here, 'node_modules', '.bin', 'node');
const entry = join(here, 'node_modules', 'code-server', 'out', 'node', 'entry.js');
const environment = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };

const quietSettings = {
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  // What is typed is what stands there, however late the editor would have come with something of its own.
  'editor.quickSuggestions': false,
  'editor.suggestOnTriggerCharacters': false,
  'editor.acceptSuggestionOnEnter': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.autoClosingQuotes': 'never',
};

/** Starts VS Code with an extension installed. `settings` come on top of the quiet ones; `trust` leaves the trust question on; `env` is for the editor and what it starts. */
export async function startCode({ vsix, settings = {}, trust = false, env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'posture-code-'));
  const userData = join(folder, 'user');
  const extensions = join(folder, 'extensions');
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(
    join(userData, 'User', 'settings.json'),
    JSON.stringify({ ...quietSettings, ...(trust ? { 'security.workspace.trust.enabled': true } : {}), ...settings }),
  );
  writeFileSync(join(folder, 'config.yaml'), '');
  const folders = ['--user-data-dir', userData, '--extensions-dir', extensions, '--config', join(folder, 'config.yaml')];
  execFileSync(node, [entry, ...folders, '--install-extension', vsix], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });

  const port = await freePort();
  const log = [];
  const child = spawn(
    node,
    [
      entry,
      '--bind-addr',
      `127.0.0.1:${port}`,
      '--auth',
      'none',
      '--disable-telemetry',
      '--disable-update-check',
      ...(trust ? [] : ['--disable-workspace-trust']),
      '--disable-getting-started-override',
      ...folders,
      '-e',
      '--vscode-option',
      'enable-smoke-test-driver',
    ],
    { env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  child.stdout.on('data', (chunk) => log.push(String(chunk)));
  child.stderr.on('data', (chunk) => log.push(String(chunk)));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const endServer = async () => {
    child.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 8000))]);
    if (child.exitCode === null) child.kill('SIGKILL');
    remove(folder);
  };
  const browser = await browse(port, log).catch(async (error) => {
    await endServer();
    throw error;
  });
  return {
    port,
    log,
    userData,
    extensions,
    /** A page with a folder open, and files of it in editors. */
    async open(workspace, { files = [], payload = [], width = 1280, height = 800, expose = {}, light = false } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: light ? 'light' : 'dark' });
      await context.grantPermissions(['clipboard-read', 'clipboard-write']).catch(() => undefined);
      const page = await context.newPage();
      page.setDefaultTimeout(deadline);
      for (const [name, run] of Object.entries(expose)) await page.exposeFunction(name, run);
      const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
      const all = [
        ...files.map((file) => ['openFile', remote(join(workspace, file))]),
        ...payload.map(([key, path]) => [key, remote(path)]),
      ];
      await page.goto(`http://127.0.0.1:${port}/?folder=${workspace}&payload=${encodeURIComponent(JSON.stringify(all))}`);
      await page.waitForSelector('.monaco-workbench', { timeout: deadline });
      return page;
    },
    async stop() {
      await Promise.race([browser.close().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 8000))]);
      await endServer();
    },
  };
}

/** A browser, once the server answers. */
async function browse(port, log) {
  await healthy(port, log);
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    timeout: deadline,
  });
}

/** Removes a folder that something which is just ending may still write to. What stays is no failure of a test. */
function remove(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  } catch {
    // the system's temporary folder is emptied by the system
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function healthy(port, log) {
  const end = Date.now() + deadline;
  while (Date.now() < end) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok) return;
    } catch {
      // not listening yet
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`code-server did not start:\n${log.join('')}`);
}
