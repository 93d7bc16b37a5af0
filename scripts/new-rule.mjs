// `npm run new-rule -- area/noun-phrase`: writes the rule, its test and its line in the area's list. Every word that has
// to be replaced says FIXME, and the tests fail until none is left.
import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';

const id = process.argv[2] ?? '';
const match = /^([a-z0-9]+)\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id);
if (!match) fail('Give the id as area/noun-phrase, for example `npm run new-rule -- aws/wildcard-action`.');
const [, area, name] = match;
const list = `rules/${area}/rules.ts`;
if (!existsSync(list)) fail(`There is no area "${area}": look at the folders under rules/.`);
const file = `rules/${area}/${name}.ts`;
if (existsSync(file)) fail(`${file} exists already.`);
const constant = name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

writeFileSync(
  file,
  `import { defineRule } from '../../server/engine/rule.ts';

export const ${constant} = defineRule({
  id: '${id}',
  meta: {
    title: 'FIXME: what is wrong, in five words',
    category: 'wildcard',
    severity: 'medium',
    confidence: 'high',
    frameworks: [],
    peers: [],
    fix: 'none',
    whyNoFix: 'FIXME: or give a fix',
    messages: { found: 'FIXME: what is wrong here, with {count} and names, and what to do' },
    docs: {
      what: 'FIXME: one sentence that says what is found.',
      why: 'FIXME: what an attacker does with it.',
      remedy: 'FIXME: what to do, as a command.',
      bad: [],
      good: [],
      references: [],
    },
  },
  on: {
    grant(grant, context) {
      context.report({ at: grant.carrier.head, message: 'found', data: { count: 1 }, anchor: grant.anchor });
    },
  },
});
`,
);
mkdirSync(`test/rules/${area}`, { recursive: true });
writeFileSync(
  `test/rules/${area}/${name}.test.ts`,
  `import { ${constant} } from '../../../rules/${area}/${name}.ts';
import { ruleTester } from '../../support/rule-tester.ts';

// Mark what must be reported with «…»; every invalid case has a valid neighbour just past the border.
ruleTester(${constant}, { valid: [], invalid: [] });
`,
);
const text = readFileSync(list, 'utf8');
const end = text.lastIndexOf('];');
const before = text.slice(0, end).replace(/\[\s*$/, '[\n');
const importLine = `import { ${constant} } from './${name}.ts';\n`;
const head = before.lastIndexOf('import ');
const lineEnd = before.indexOf('\n', head) + 1;
writeFileSync(list, `${before.slice(0, lineEnd)}${importLine}${before.slice(lineEnd)}  ${constant},\n${text.slice(end)}`);
console.log(`wrote ${file}, test/rules/${area}/${name}.test.ts and a line in ${list}`);

function fail(message) {
  console.error(message);
  process.exit(2);
}
