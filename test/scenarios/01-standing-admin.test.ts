// A build account with standing admin in production is found, approved for two weeks, changed, fixed to access that ends,
// reviewed and reported: docs/walkthrough.md, typed as it stands there and read line by line.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, git, plainEnvironment, write } from '../cli/posture.ts';
import { check, inDays, pick, run } from './support.ts';

const page = readFileSync('docs/walkthrough.md', 'utf8');
/** The day on which the page plays. Here it plays today: every day on it is moved by the same distance. */
const day = '2026-11-22';
const daysFromPage = (text: string): number => Math.round((Date.parse(text) - Date.parse(day)) / 86_400_000);
const moved = (text: string): string => text.replace(/\b20\d\d-\d\d-\d\d\b/g, (date) => inDays(daysFromPage(date)));

interface Block {
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

const blocks: readonly Block[] = [...page.matchAll(/^```(\w+) ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, language, file, text]) => ({ language: language!, file: file!, text: moved(text!) }));

/** Each command of a block with the code it has to end with and the lines that are shown. */
function commandsOf(text: string): { typed: string; ends: number; shown: string[] }[] {
  return text.split(/^\$ /m).slice(1).map((one) => {
    const [typed, ...shown] = one.trimEnd().split('\n');
    return { typed: typed!, ends: Number(/# ends with (\d)$/.exec(typed!)?.[1] ?? 0), shown };
  });
}

describe('the walk-through', () => {
  const folder = folderOf();
  const bin = folderOf({ posture: `#!/bin/sh\nexec ${JSON.stringify(process.execPath)} ${JSON.stringify(bundle)} "$@"\n` });
  const env = { ...plainEnvironment, PATH: `${bin}:${plainEnvironment.PATH}`, GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'init.defaultBranch', GIT_CONFIG_VALUE_0: 'main' };

  it('goes as the page says', () => {
    let typedHere = 0;
    for (const { language, file, text } of blocks) {
      if (language === 'diff') {
        const applied = spawnSync('git', ['apply'], { cwd: folder, env, input: text, encoding: 'utf8' });
        expect(applied.stderr).toBe('');
      } else if (language !== 'console') write(folder, { [file]: text });
      else {
        for (const { typed, ends, shown } of commandsOf(text)) {
          typedHere += Number(typed.startsWith('posture'));
          const outcome = spawnSync('sh', ['-c', typed], { cwd: folder, env, encoding: 'utf8' });
          expect(outcome.status, `${typed}\n${outcome.stdout}${outcome.stderr}`).toBe(ends);
          let rest = outcome.stdout;
          for (const line of shown.filter((one) => one !== '…')) {
            expect(rest, typed).toContain(`${line}\n`);
            rest = rest.slice(rest.indexOf(`${line}\n`) + line.length);
          }
          if (shown.length > 0 && !shown.includes('…')) expect(outcome.stdout.trimEnd().split('\n'), typed).toEqual(shown);
        }
      }
    }
    expect(typedHere).toBeGreaterThanOrEqual(10);
  });

  it('ends with a report that claims no more than is known', () => {
    const html = readFileSync(join(folder, 'review.html'), 'utf8');
    expect(html).toContain('certified');
    expect(html).toContain('unproven');
    expect(html).not.toMatch(/<script|https?:\/\/[^"]*\.(?:js|css)/);
    const [row] = (JSON.parse(run(folder, 'report', '--format', 'json')) as { rows: Record<string, { text: string; state?: string }>[] }).rows;
    expect(row).toMatchObject({ identity: { text: 'build' }, owner: { text: '@acme/payments' }, verdict: { text: 'certified', state: 'good' }, reviewer: { text: '@sec-lead' }, proof: { state: 'bad' }, used: { text: 'not evidenced', state: 'unknown' } });
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
