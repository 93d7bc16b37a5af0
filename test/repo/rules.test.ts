// What holds for every rule: its name, its place, its words, its page and its executed examples.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allRules } from '../../rules/registry.ts';
import { categories, confidences, severities } from '../../server/engine/finding.ts';
import { areaOf, areas, type Example, type Rule } from '../../server/engine/rule.ts';
import { ruleIndex, rulePage, rulePagePath } from '../../server/engine/rule-page.ts';
import { fill } from '../support/fill.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { readMarks } from '../support/rule-tester.ts';

const rules = await allRules();

describe('the registry', () => {
  it('has no id twice', () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('holds every rule file, and every rule has a test', () => {
    const text = areas.map((area) => readFileSync(`rules/${area}/rules.ts`, 'utf8')).join('\n');
    const missing = areas.flatMap((area) =>
      readdirSync(`rules/${area}`)
        .filter((name) => name.endsWith('.ts') && name !== 'rules.ts')
        .filter(
          (name) =>
            readFileSync(`rules/${area}/${name}`, 'utf8').includes(`id: '${area}/${name.slice(0, -3)}'`) && !text.includes(`./${name}'`),
        )
        .map((name) => `rules/${area}/${name} is not in rules/${area}/rules.ts`),
    );
    expect(missing).toEqual([]);
    const tests = areas
      .map((area) =>
        existsSync(`test/rules/${area}`)
          ? readdirSync(`test/rules/${area}`)
              .map((name) => readFileSync(`test/rules/${area}/${name}`, 'utf8'))
              .join('\n')
          : '',
      )
      .join('\n');
    // Rules of one shape may share a file and its test: then the test imports the file that names the rule.
    const files = areas.flatMap((area) =>
      readdirSync(`rules/${area}`)
        .filter((name) => name.endsWith('.ts') && name !== 'rules.ts')
        .map((name) => ({ name, text: readFileSync(`rules/${area}/${name}`, 'utf8') })),
    );
    const isTested = (id: string) =>
      tests.includes(id) || files.some(({ name, text }) => tests.includes(`/${name}'`) && text.includes(`'${id}'`));
    const untested = rules.filter((rule) => !isTested(rule.id)).map((rule) => rule.id);
    expect(untested).toEqual([]);
  });

  it('names exist where one rule names another', () => {
    const ids = new Set(rules.map((rule) => rule.id));
    expect(
      rules.flatMap((rule) => (rule.meta.subsumes ?? []).filter((id) => !ids.has(id)).map((id) => `${rule.id} subsumes ${id}`)),
    ).toEqual([]);
  });
});

describe('the pages', () => {
  it('are those that the rules give', () => {
    const stale = rules
      .filter((rule) => !existsSync(rulePagePath(rule.id)) || readFileSync(rulePagePath(rule.id), 'utf8') !== rulePage(rule))
      .map((rule) => rule.id);
    expect(stale, 'run `npm run docs` and commit what it writes').toEqual([]);
    expect(readFileSync('rules/docs/README.md', 'utf8')).toBe(ruleIndex(rules));
    const pages = readdirSync('rules/docs', { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    expect(pages.filter((name) => !rules.some((rule) => rulePagePath(rule.id) === `rules/docs/${name}`))).toEqual([]);
  });
});

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (_id, rule) => {
  it('is well formed', () => {
    expect(rule.id).toMatch(/^[a-z0-9]+\/[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(areas).toContain(areaOf(rule.id));
    expect(categories).toContain(rule.meta.category);
    expect(severities).toContain(rule.meta.severity);
    expect(confidences).toContain(rule.meta.confidence);
    expect(rule.meta.docs.what.length).toBeGreaterThan(20);
    expect(rule.meta.docs.what.split('\n')).toHaveLength(1);
    expect(rule.meta.docs.why.length).toBeGreaterThan(40);
    expect(rule.meta.docs.remedy.length).toBeGreaterThan(20);
    expect(rule.meta.docs.bad.length, 'an example of what is reported').toBeGreaterThan(0);
    expect(rule.meta.docs.good.length, 'an example of what is not').toBeGreaterThan(0);
    expect(JSON.stringify(rule.meta), 'words left over from the template').not.toMatch(/FIXME|TODO/);
    if (rule.meta.fix === 'none') expect(rule.meta.whyNoFix).toBeTruthy();
  });

  it('reports its bad examples at the marks', async () => {
    for (const example of rule.meta.docs.bad) {
      const { text, spans } = readMarks(fill(example.text));
      const findings = (await findingsOf(example, text, rule)).filter(
        (finding) => finding.rule === rule.id && finding.at.uri === example.file,
      );
      expect(
        findings.map((finding) => text.slice(...finding.at.span)),
        example.text,
      ).toEqual(spans.map((span) => text.slice(...span)));
      expect(findings.map((finding) => [...finding.at.span])).toEqual(spans);
    }
  });

  it('keeps its good examples clean under every rule', async () => {
    for (const example of rule.meta.docs.good) {
      const findings = await findingsOf(example, fill(example.text), rule, 'default');
      expect(
        findings.map((finding) => `${finding.rule}: ${finding.message}`),
        example.text,
      ).toEqual([]);
      expect(
        (await findingsOf(example, fill(example.text), rule))
          .filter((finding) => finding.rule === rule.id)
          .map((finding) => finding.message),
        example.text,
      ).toEqual([]);
    }
  });
});

async function findingsOf(example: Example, text: string, rule: Rule, profile: 'default' | 'audit' = 'audit') {
  const beside = Object.fromEntries(Object.entries(example.beside ?? {}).map(([uri, other]) => [uri, fill(other)]));
  const analysis = await analyzeTexts({ ...beside, [example.file]: text }, { profile });
  expect(analysis.failures, rule.id).toEqual([]);
  return analysis.findings;
}
