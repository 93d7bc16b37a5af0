// The instruments of the benchmark: what they report is what happened, and what a page says is what they reported.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alternate } from '../bench/commands.ts';
import { costOf, spreadOf, type Cost } from '../bench/measure.ts';
import { commandTable, loadInWords, machineInWords } from '../bench/results.ts';
import { makeTree } from '../bench/tree.ts';

const cwd = process.cwd();
const node = (script: string) => ({ command: process.execPath, args: ['-e', script], cwd });

describe('the benchmark', () => {
  it('counts processor time and memory of what a program starts, and passes on its output and its end', async () => {
    const busy = 'const end = process.cpuUsage().user + 1_000_000; while (process.cpuUsage().user < end);';
    const [idle, direct, through] = [
      await costOf(node('0')),
      await costOf(node(`${busy} console.log("x".repeat(3)); process.exit(3)`)),
      await costOf(node(`require("child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(busy)}])`)),
    ];
    expect([direct!.status, direct!.stdout]).toEqual([3, 'xxx\n']);
    for (const one of [direct!, through!]) expect(one.cpu).toBeGreaterThan(idle!.cpu + 0.5);
    expect(direct!.wall).toBeGreaterThan(0.5);
    if (process.platform === 'linux')
      expect((await costOf(node('globalThis.a = Buffer.alloc(3e8, 1); setTimeout(() => 0, 2000)'))).memory).toBeGreaterThan(300);
  });

  it('takes turns, and does not measure one that failed', async () => {
    const order: string[] = [];
    const contender = (name: string, script: string, atMost?: number) => ({
      name,
      atMost,
      fine: [0],
      program: () => (order.push(name), node(script)),
    });
    await alternate([contender('a', '0'), contender('b', '0', 1)], 3, () => undefined);
    expect(order).toEqual(['a', 'b', 'a', 'a']);
    await expect(alternate([contender('broken', 'console.error("why"); process.exit(7)')], 1, () => undefined)).rejects.toThrow(
      'broken ended with 7: why',
    );
  });

  it('says ratios of one round, with their spread', () => {
    const cost = (wall: number): Cost => ({ wall, cpu: wall, memory: 10, status: 0, stdout: '', stderr: '' });
    const table = commandTable(
      [
        { name: 'ours', costs: [1, 2, 30].map(cost) },
        { name: 'other 2', costs: [2, 4, 30].map(cost) },
      ],
      ['other'],
    );
    expect(table.split('\n').slice(2)).toEqual([
      '| ours | 3 | 2.00 s | 2.00 s | 10 MB | 0.50 (0.50–1.00) | 0.50 (0.50–1.00) |',
      '| other 2 | 3 | 4.00 s | 4.00 s | 10 MB | 1 | 1 |',
    ]);
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3 });
    expect(spreadOf([3, 1]).median).toBe(2);
  });

  it('makes the same tree twice, and names no path and no host', () => {
    const [one, two] = [0, 1].map(() => makeTree(join(mkdtempSync(join(tmpdir(), 'posture-test-')), 'tree'), 40, 3));
    expect([one!.files, one!.megabytes]).toEqual([two!.files, two!.megabytes]);
    expect(machineInWords()).not.toMatch(/\/(?:home|root|tmp|work)/);
    expect(loadInWords(0.1)).toContain('Nothing else ran');
    expect(loadInWords(40)).toContain('processor time and ratios');
  });
});
