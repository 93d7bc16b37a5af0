// `posture rules`: every rule there is, in a line.
import { areaOf, type Profile } from '../engine/rule.ts';
import { ruleIndex } from '../engine/rule-page.ts';
import { allRules } from '../../rules/registry.ts';

const rank: Readonly<Record<Profile, number>> = { default: 0, strict: 1, audit: 2 };

export async function rulesCommand(flags: { readonly format: 'pretty' | 'json' | 'markdown'; readonly profile?: Profile }): Promise<void> {
  const { profile } = flags;
  const rules = (await allRules()).filter((rule) => !profile || rank[rule.meta.profile ?? 'default'] <= rank[profile]);
  if (flags.format === 'markdown') return void process.stdout.write(`${ruleIndex(rules)}\n`);
  if (flags.format === 'json') {
    const list = rules.map(({ id, meta }) => ({
      id, title: meta.title, category: meta.category, severity: meta.severity, confidence: meta.confidence, profile: meta.profile ?? 'default', fix: meta.fix, frameworks: meta.frameworks, peers: meta.peers,
    }));
    return void process.stdout.write(`${JSON.stringify(list, undefined, 2)}\n`);
  }
  const longest = Math.max(0, ...rules.map((rule) => rule.id.length));
  let area = '';
  for (const { id, meta } of rules) {
    if (area !== areaOf(id)) process.stdout.write(`${area === '' ? '' : '\n'}${(area = areaOf(id))}\n`);
    process.stdout.write(`  ${id.padEnd(longest)}  ${meta.severity.padEnd(8)}  ${(meta.profile ?? 'default').padEnd(7)}  ${meta.title}\n`);
  }
  process.stdout.write(`\n${rules.length} rules\n`);
}
