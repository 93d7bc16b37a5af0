import { chmodSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, repositoryOf, shown, write } from './posture.ts';

// A rule with a safe fix, used as any user would meet it.
const path = '.vscode/mcp.json';
const before = `{
  // asked once
  "inputs": [
    { "type": "promptString", "id": "one", "description": "GitHub token" },
    { "type": "promptString", "id": "two", "description": "npm token", "password": false }
  ],
  "servers": {
    "github": { "command": "/opt/mcp", "env": { "GITHUB_TOKEN": "\${input:one}", "NPM_TOKEN": "\${input:two}" } }
  }
}
`;
const after = before.replace('"GitHub token" }', '"GitHub token", "password": true }').replace('"password": false', '"password": true');
const read = (folder: string, file = path) => readFileSync(join(folder, file), 'utf8');

describe('posture check --fix', () => {
  it('applies every safe fix, says so, and changes nothing the second time', () => {
    const folder = folderOf({ [path]: before });
    expect(shown(posture(folder, ['check', '--fix']), folder)).toMatchSnapshot();
    expect(read(folder)).toBe(after);
    const { mtimeMs } = statSync(join(folder, path));
    expect(posture(folder, ['check', '--fix']).stdout).toContain('nothing to repair');
    expect(statSync(join(folder, path)).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(join(folder, '.vscode'))).toEqual(['mcp.json']);
  });

  it('keeps line ends, byte order mark and mode', () => {
    const folder = folderOf({ [path]: `\ufeff${before.replaceAll('\n', '\r\n')}` });
    chmodSync(join(folder, path), 0o750);
    posture(folder, ['check', '--fix']);
    expect(read(folder)).toBe(`\ufeff${after.replaceAll('\n', '\r\n')}`);
    expect(statSync(join(folder, path)).mode & 0o777).toBe(0o750);
  });

  it('changes only what it was asked about', () => {
    const folder = folderOf({ [`a/${path}`]: before, [`b/${path}`]: before });
    posture(folder, ['check', '--fix', 'a']);
    expect(read(folder, `a/${path}`)).toBe(after);
    expect(read(folder, `b/${path}`)).toBe(before);
    posture(folder, ['check', '--fix', '--rule', 'drift']);
    posture(folder, ['check', '--fix', '--min-severity', 'high']);
    expect(read(folder, `b/${path}`)).toBe(before);
  });

  it('shows a diff and writes nothing with --fix-dry-run', () => {
    const folder = folderOf({ [path]: before });
    expect(shown(posture(folder, ['check', '--fix-dry-run']), folder)).toMatchSnapshot();
    expect(read(folder)).toBe(before);
    const report = JSON.parse(posture(folder, ['check', '--fix-dry-run', '--format', 'json']).stdout);
    expect(report.repaired).toMatchObject({ written: false, files: [path] });
    expect(report.repaired.diff).toContain(
      '+    { "type": "promptString", "id": "one", "description": "GitHub token", "password": true },',
    );
  });

  it('does not write what is not UTF-8, and says so', () => {
    const bytes = Buffer.concat([Buffer.from(before), Buffer.from('// \xe9\n', 'latin1')]);
    const folder = folderOf({ [path]: bytes, 'x/.vscode/mcp.json': Buffer.from(`\ufeff${before}`, 'utf16le') });
    const outcome = posture(folder, ['check', '--fix']);
    expect(readFileSync(join(folder, path))).toEqual(bytes);
    expect(readFileSync(join(folder, 'x/.vscode/mcp.json'))).toEqual(Buffer.from(`\ufeff${before}`, 'utf16le'));
    expect(outcome.stdout).toContain('is broken utf-8, which is not written');
    expect(outcome.stdout).toContain('is utf-16le, which is not written');
  });

  it('does not write through a link', () => {
    const other = folderOf({ 'mcp.json': before });
    const folder = folderOf({ '.vscode/settings.json': '{}' });
    symlinkSync(join(other, 'mcp.json'), join(folder, path));
    posture(folder, ['check', '--fix']);
    expect(read(other, 'mcp.json')).toBe(before);
  });

  it.skipIf(process.getuid?.() === 0)('leaves a file that cannot be replaced as it is, whole, and ends with 2', () => {
    const folder = folderOf({ [path]: before });
    chmodSync(join(folder, '.vscode'), 0o555);
    const outcome = posture(folder, ['check', '--fix']);
    chmodSync(join(folder, '.vscode'), 0o755);
    expect(read(folder)).toBe(before);
    expect(outcome.stderr).toContain('cannot be written');
    expect(outcome.code).toBe(2);
  });

  it('repairs staged files where index and working tree agree, and leaves half-staged ones', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, { [path]: before, [`x/${path}`]: before });
    git(folder, 'add', '.');
    writeFileSync(join(folder, 'x', path), `${before}\n`);
    const outcome = posture(folder, ['check', '--staged', '--fix']);
    expect(read(folder)).toBe(after);
    expect(read(folder, `x/${path}`)).toBe(`${before}\n`);
    expect(outcome.stdout).toContain(`x/${path} is staged in part: the working tree and the index differ`);
    expect(git(folder, 'show', `:${path}`)).toBe(before);
  });
});
