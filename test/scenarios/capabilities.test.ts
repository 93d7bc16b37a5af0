// docs/capabilities.md names what is there: every rule, command, scenario and page on it exists.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../rules/registry.ts';
import { posture } from '../cli/posture.ts';

const page = readFileSync('docs/capabilities.md', 'utf8');
const quoted = [...page.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

describe('docs/capabilities.md', () => {
  it('names rules that exist', async () => {
    const ids = new Set((await allRules()).map(({ id }) => id));
    const areas = new Set([...ids].map((id) => id.split('/')[0]));
    const named = quoted.filter((one) => areas.has(one.split('/')[0]) && one.includes('/'));
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((one) => !ids.has(one) && !one.endsWith('/*'))).toEqual([]);
  });

  it('names commands and options that exist', () => {
    const help = posture(process.cwd(), ['--help']).stdout;
    const commands = new Set([...help.matchAll(/^ {2}([a-z]+) /gm)].map((match) => match[1]!));
    const used = quoted.map((one) => one.replace(/^posture /, '').split(' ')).filter(([name]) => commands.has(name!));
    expect(used.length).toBeGreaterThan(25);
    for (const [name, ...rest] of used) {
      const options = rest.filter((word) => word.startsWith('--'));
      if (options.length > 0)
        for (const option of options) expect(posture(process.cwd(), [name!, '--help']).stdout, `${name} ${option}`).toContain(option);
    }
  });

  it('names every scenario, and pages that exist', () => {
    const scenarios = readdirSync('test/scenarios')
      .filter((name) => /^\d\d-/.test(name))
      .map((name) => name.replace('.test.ts', ''));
    expect(scenarios.length).toBeGreaterThanOrEqual(11);
    for (const name of scenarios) expect(page).toContain(name);
    for (const [, link] of page.matchAll(/\]\(([^)]+)\)/g)) expect(existsSync(`docs/${link}`), link).toBe(true);
  });
});
