// Writes rules/docs from the rules: `npm run docs`. With `--check` it writes nothing and names the pages that are stale.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { allRules } from '../rules/registry.ts';
import { ruleIndex, rulePage, rulePagePath } from '../server/engine/rule-page.ts';

const rules = await allRules();
const pages = new Map(rules.map((rule) => [rulePagePath(rule.id), rulePage(rule)]));
pages.set('rules/docs/README.md', ruleIndex(rules));

const stale = [...pages].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text).map(([path]) => path);
const gone = existsSync('rules/docs')
  ? readdirSync('rules/docs', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('rules/docs', name))
      .filter((path) => !pages.has(path))
  : [];

if (process.argv.includes('--check')) {
  for (const path of [...stale, ...gone]) console.error(`stale: ${path}`);
  if (stale.length + gone.length > 0)
    console.error('The pages under rules/docs come from the rules. Run `npm run docs` and commit what it writes.');
  process.exitCode = stale.length + gone.length > 0 ? 1 : 0;
} else {
  for (const path of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, pages.get(path)!);
  }
  for (const path of gone) rmSync(path);
  console.log(`${pages.size} pages, ${stale.length} written, ${gone.length} removed`);
}
