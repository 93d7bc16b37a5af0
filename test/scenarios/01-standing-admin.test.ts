// A build account with standing admin in production is found, approved for two weeks, changed, fixed to access that ends,
// reviewed and reported: docs/walkthrough.md, typed as it stands there and read line by line.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, write } from '../cli/posture.ts';
import { movedToToday } from '../support/days.ts';
import { blocksOf, play, typistEnvironment } from '../support/typed-guide.ts';
import { check, pick, run } from './support.ts';

const blocks = blocksOf(movedToToday(readFileSync('docs/walkthrough.md', 'utf8')));

describe('the walk-through', () => {
  const folder = folderOf();
  const env = typistEnvironment();

  it('goes as the page says', () => {
    expect(play(blocks, folder, env)).toBeGreaterThanOrEqual(10);
  });

  it('ends with a report that claims no more than is known', () => {
    const html = readFileSync(join(folder, 'review.html'), 'utf8');
    expect(html).toContain('certified');
    expect(html).toContain('unproven');
    expect(html).not.toMatch(/<script|https?:\/\/[^"]*\.(?:js|css)/);
    const [row] = (JSON.parse(run(folder, 'report', '--format', 'json')) as { rows: Record<string, { text: string; state?: string }>[] })
      .rows;
    expect(row).toMatchObject({
      identity: { text: 'build' },
      owner: { text: '@acme/payments' },
      verdict: { text: 'certified', state: 'good' },
      reviewer: { text: '@sec-lead' },
      proof: { state: 'bad' },
      used: { text: 'not evidenced', state: 'unknown' },
    });
    const changed = spawnSync('git', ['status', '--short'], { cwd: folder, env, encoding: 'utf8' }).stdout;
    expect(changed).toBe('?? review.html\n');
  });

  it('the diff that fixes it is the repair that is offered, and nothing else', () => {
    const before = folderOf();
    for (const { language, file, text } of blocks.slice(0, 2)) if (language !== 'console') write(before, { [file]: text });
    git(before, 'init', '--quiet');
    const [found] = check(before).findings;
    pick(before, found!, 'End the grant in 30 days by a condition');
    expect(readFileSync(join(before, 'infra/build.tf'), 'utf8')).toBe(readFileSync(join(folder, 'infra/build.tf'), 'utf8'));
    expect(check(before)).toMatchObject({ code: 0, findings: [] });
  });
});
