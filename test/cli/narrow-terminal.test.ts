// What a terminal of a few columns shows: the marks stay under their token, words are not cut, and nothing that goes into a
// file or a pipe is broken into lines.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { frameOf, widthOf, wrapped } from '../../server/cli/report/frame.ts';
import { lineStarts } from '../../server/engine/text/text.ts';
import { bundle, folderOf, plainEnvironment, posture, write } from './posture.ts';

const line = `{ "mcpServers": { "db": { "command": "npx", "args": ["-y", "@acme/db-mcp"], "env": { "LEVEL": "${'x'.repeat(80)}" } } } }`;

/** What stands in the end at a terminal of its own, of this many columns, without the bar that a slow run draws. */
function at(columns: number, cwd: string, args: string): string {
  return spawnSync('script', ['-qec', `stty cols ${columns}; "${process.execPath}" "${bundle}" ${args}`, '/dev/null'], {
    cwd,
    env: plainEnvironment,
    encoding: 'utf8',
  })
    .stdout.replaceAll('\r', '')
    .replace(/.*\u001b\[2K/g, '');
}

describe('a code frame', () => {
  const start = line.indexOf('@acme');
  const frame = (widest: number) =>
    frameOf(line, lineStarts(line), { start: { line: 0, column: start }, end: { line: 0, column: start + 12 } }, widest);

  it.each([24, 40, 60, 100])('of %i columns has the whole token over its marks', (widest) => {
    const { code, marks } = frame(widest);
    expect(widthOf(code)).toBeLessThanOrEqual(widest + 2);
    expect(code.slice(marks.indexOf('^'), marks.length)).toBe('@acme/db-mcp');
  });
});

describe('wrapped text', () => {
  it('breaks at blanks and keeps every word', () => {
    const text = 'no condition on the subject: require `token.actions.githubusercontent.com:sub` 日本語 here';
    const lines = wrapped(text, 20);
    expect(lines.join(' ')).toBe(text);
    expect(lines.filter((one) => widthOf(one) > 20)).toEqual(['`token.actions.githubusercontent.com:sub`']);
    expect(wrapped('', 20)).toEqual(['']);
  });
});

describe('a narrow terminal', () => {
  const folder = folderOf({
    '.mcp.json':
      '{ "mcpServers": { "db": { "command": "npx", "args": ["-y", "@acme/db-mcp"], "env": { "DB_PASSWORD": "{{token:github-pat}}" } } } }\n',
  });

  it('is not written over its edge by check', () => {
    const shown = at(60, folder, 'check --no-color');
    expect(shown).toContain('agent/mcp-unpinned-package');
    expect(shown.split('\n').filter((one) => widthOf(one) > 60)).toEqual([]);
    expect(at(30, folder, 'check --no-color'), 'under the words, not under the mark').toMatch(/^ {2}try {2}\S.*\n {7}\S/m);
    const piped = posture(folder, ['check', '--no-color']).stdout;
    expect(piped.split('\n').some((one) => one.length > 120)).toBe(true);
  });

  it('is not written over its edge by explain', () => {
    write(folder, {
      'policy.json': '{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }\n',
    });
    const lines = at(50, folder, 'explain policy.json:1 --no-color')
      .split('\n')
      .filter((one) => one.startsWith('    '));
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((one) => widthOf(one) > 50)).toEqual([]);
  });

  it('gets the inventory one below the other, a wide one as a table', () => {
    const stacked = at(60, folder, 'inventory');
    expect(stacked).toMatch(/^agent:\S+\n {2}owner +nobody\n {2}may +/m);
    expect(stacked, 'there is room to say everything').not.toContain('…');
    expect(at(400, folder, 'inventory')).toMatch(/^identity +owner +may/m);
    expect(posture(folder, ['inventory']).stdout).toMatch(/^identity +owner +may/m);
  });
});
