// What README and the guides tell people to type exists: every command with its options, every example of a configuration
// or a pipeline is read without a complaint, and every link leads somewhere.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, posture } from '../cli/posture.ts';
import { inDays, movedToToday } from '../support/days.ts';
import { blocksOf, play, typistEnvironment } from '../support/typed-guide.ts';
import { parseConfiguration } from '../../server/workspace/configuration.ts';

const guides = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Example {
  readonly guide: string;
  readonly line: number;
  readonly language: string;
  /** The name behind the language. */
  readonly file: string;
  readonly text: string;
}

const examples: Example[] = guides.flatMap((guide) => {
  const text = readFileSync(guide, 'utf8');
  return [...text.matchAll(/^```(\w*) ?(\S*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    guide,
    line: text.slice(0, match.index).split('\n').length,
    language: match[1]!,
    file: match[2]!,
    text: match[3]!,
  }));
});

/** `posture …` lines of the examples for shells, continued lines joined, comments and what comes after a pipe left out. */
const commands = examples
  .filter(({ language }) => language === 'sh' || language === '')
  .flatMap(({ guide, line, text }) =>
    text
      .replaceAll(/\\\n\s*/g, ' ')
      .split('\n')
      .flatMap((one) => {
        const words =
          one
            .replace(/\s+#.*$/, '')
            .replace(/^\$ /, '')
            .replace(/\s+[|>].*$/, '')
            .match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
        return words[0] === 'posture' ? [{ guide, line, words: words.slice(1) }] : [];
      }),
  );

const helps = new Map<string, string>();
function helpOf(path: readonly string[]): string {
  const key = path.join(' ');
  if (!helps.has(key)) helps.set(key, posture(folderOf(), [...path, '--help']).stdout);
  return helps.get(key)!;
}

describe('guides', () => {
  it('hold examples', () => expect([commands.length > 15, examples.length > 15]).toEqual([true, true]));

  it.each([...new Set(commands.map(({ words }) => words.join(' ')))].map((line) => [line]))('posture %s', (line) => {
    const { words } = commands.find((one) => one.words.join(' ') === line)!;
    if (words.length === 0 || words[0]!.startsWith('-')) return;
    let path = [words[0]!];
    let help = helpOf(path);
    expect(help, `no command ${path[0]}`).toMatch(new RegExp(`^Usage: posture ${path[0]}\\b`));
    if (/^Commands:/m.test(help) && words[1] !== undefined && !words[1].startsWith('-')) help = helpOf((path = [path[0]!, words[1]]));
    for (const word of words.slice(path.length)) {
      const flag = /^--[a-z-]+/.exec(word)?.[0];
      if (flag && flag !== '--') expect(help, `${path.join(' ')} has no ${flag}`).toMatch(new RegExp(`(?:^|[\\s,])${flag}\\b`));
    }
  });

  it.each(examples.filter(({ language }) => language === 'yaml').map((one) => [`${one.guide}:${one.line}`, one] as const))(
    'YAML of %s',
    (_, { text, file }) => {
      for (const document of parseAllDocuments(text)) expect(document.errors).toEqual([]);
      if (/^(?:profile|rules|ignore|team|severities):/m.test(text) && !/^(?:v|repos):/m.test(text) && !/zizmor/.test(file))
        expect(parseConfiguration(text).mistakes).toEqual([]);
    },
  );

  it.each([
    ['docs/monorepo.md', 6],
    ['docs/coming-from.md', 5],
  ] as const)('%s goes as it says', (guide, atLeast) => {
    expect(play(blocksOf(movedToToday(readFileSync(guide, 'utf8'))), folderOf(), typistEnvironment())).toBeGreaterThanOrEqual(atLeast);
  });

  it.each(['docs/monorepo.md', 'docs/coming-from.md', 'docs/walkthrough.md'])(
    '%s can be played on any day: every day on it moves with the others',
    (guide) => {
      const daysOf = (page: string): number[] => [...page.matchAll(/20[2-9]\d-\d\d-\d\d/g)].map(([day]) => Date.parse(day) / 86_400_000);
      const page = readFileSync(guide, 'utf8');
      const moved = daysOf(movedToToday(page, inDays(-200)));
      expect(moved.map((day, index) => day - daysOf(page)[index]!)).toEqual(daysOf(page).map(() => 200));
    },
  );

  it.each(
    examples.filter(({ language, file }) => language === 'ts' && file !== '').map((one) => [`${one.guide}:${one.line}`, one] as const),
  )('the code of %s stands in its file', (_, { file, text }) => {
    expect(readFileSync(file, 'utf8')).toContain(text);
  });

  it('new-rule makes a rule that is not finished, its test and its line', () => {
    const folder = folderOf({ 'rules/azure/rules.ts': readFileSync('rules/azure/rules.ts', 'utf8') });
    const run = (id: string) => spawnSync(process.execPath, [resolve('scripts/new-rule.mjs'), id], { cwd: folder, encoding: 'utf8' });
    expect(run('azure/guide-example').status).toBe(0);
    expect(readFileSync(join(folder, 'rules/azure/guide-example.ts'), 'utf8')).toMatch(/id: 'azure\/guide-example'[\s\S]*FIXME/);
    expect(readFileSync(join(folder, 'test/rules/azure/guide-example.test.ts'), 'utf8')).toContain('ruleTester(guideExample');
    expect(readFileSync(join(folder, 'rules/azure/rules.ts'), 'utf8')).toMatch(/import \{ guideExample \}[\s\S]*\n {2}guideExample,\n/);
    expect(run('azure/guide-example').stderr).toContain('exists already');
    expect(run('nowhere/x').stderr).toContain('There is no area');
  });

  it('every npm script that they name is there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const guide of guides)
      for (const [, name] of readFileSync(guide, 'utf8').matchAll(/npm run ([a-z:-]+)/g))
        expect(scripts, `${guide} names ${name}`).toHaveProperty([name!]);
  });

  it('the picture of a repair shows what the command prints', () => {
    const drawn = join(folderOf(), 'repair.svg');
    expect(spawnSync(process.execPath, ['scripts/draw-repair.mjs', bundle, drawn], { encoding: 'utf8' }).stderr).toBe('');
    expect(readFileSync('docs/images/repair.svg', 'utf8'), 'node scripts/draw-repair.mjs draws it anew').toBe(readFileSync(drawn, 'utf8'));
  });

  it.each(guides.map((guide) => [guide]))('links of %s', (guide) => {
    const text = readFileSync(guide, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!).filter((target) => !/^[a-z]+:/.test(target));
    for (const target of targets) expect(existsSync(join(dirname(guide), target.replace(/#.*$/, '') || '.')), target).toBe(true);
  });
});
