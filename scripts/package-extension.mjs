// Makes the VSIX from a folder that holds only what runs in the editor: the extension, the server with its chunks and
// what the marketplace shows. Pages of rules are told by the server. The working tree's own out/ is left alone.
// Usage: node scripts/package-extension.mjs [--out FILE.vsix]
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const flag = process.argv.indexOf('--out');
const out = resolve(flag > 0 ? process.argv[flag + 1] : `${manifest.name}-${manifest.version}.vsix`);

const stage = mkdtempSync(join(tmpdir(), 'posture-vsix-'));
try {
  execFileSync(process.execPath, ['build.mjs', '--outdir', join(stage, 'out'), '--for', 'editor'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (const name of [
    'package.json',
    '.vscodeignore',
    'README.md',
    'CHANGELOG.md',
    'LICENSE',
    'server/schemas',
    'syntaxes',
    'client/media',
    'client/walkthrough',
  ]) {
    if (existsSync(join(root, name))) cpSync(join(root, name), join(stage, name), { recursive: true });
  }
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  execFileSync(
    process.execPath,
    [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '--no-rewrite-relative-links', '--out', out],
    { cwd: stage, stdio: ['ignore', 'ignore', 'inherit'] },
  );
} finally {
  rmSync(stage, { recursive: true, force: true });
}
console.log(out);
