// `posture rules`: every rule there is, in a line.
import { areaOf, areas, type Profile } from '../engine/rule.ts';
import { ruleIndex } from '../engine/rule-page.ts';
import { UsageError } from '../workspace/errors.ts';
import { allRules } from '../../rules/registry.ts';
import { printOut } from './print.ts';

const rank: Readonly<Record<Profile, number>> = { default: 0, strict: 1, audit: 2 };

/** `named` are areas or rules; everything when there are none. Throws UsageError for one that no rule has. */
export async function rulesCommand(
  named: readonly string[],
  flags: { readonly format: 'pretty' | 'json' | 'markdown'; readonly profile?: Profile },
): Promise<void> {
  const { profile } = flags;
  const all = await allRules();
  for (const name of named)
    if (!all.some((rule) => isNamed(rule.id, name)))
      throw new UsageError(`there is no rule and no area ${name}`, `areas are ${areas.join(', ')}`);
  const rules = all.filter(
    (rule) =>
      (named.length === 0 || named.some((name) => isNamed(rule.id, name))) &&
      (!profile || rank[rule.meta.profile ?? 'default'] <= rank[profile]),
  );
  if (flags.format === 'markdown') return void printOut(`${ruleIndex(rules)}\n`);
  if (flags.format === 'json') {
    const list = rules.map(({ id, meta }) => ({
      id,
      title: meta.title,
      category: meta.category,
      severity: meta.severity,
      confidence: meta.confidence,
      profile: meta.profile ?? 'default',
      fix: meta.fix,
      frameworks: meta.frameworks,
      peers: meta.peers,
    }));
    return void printOut(`${JSON.stringify(list, undefined, 2)}\n`);
  }
  const longest = Math.max(0, ...rules.map((rule) => rule.id.length));
  let area = '';
  for (const { id, meta } of rules) {
    if (area !== areaOf(id)) printOut(`${area === '' ? '' : '\n'}${(area = areaOf(id))}\n`);
    printOut(`  ${id.padEnd(longest)}  ${meta.severity.padEnd(8)}  ${(meta.profile ?? 'default').padEnd(7)}  ${meta.title}\n`);
  }
  printOut(`\n${rules.length === 1 ? '1 rule' : `${rules.length} rules`}\n`);
}

const isNamed = (id: string, name: string): boolean => areaOf(id) === name || id === name;
