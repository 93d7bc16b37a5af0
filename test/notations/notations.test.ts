// What is found in which notation: texts as their authors write them, one tree for each file of cases, and the rules that
// each text must be reported by, all of them and no other. From it comes docs/notations.md, which says for each rule in
// which notations a case reports it (`npx vitest run test/notations -u` writes it anew). Owners and secrets are tested elsewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../../rules/registry.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { readMarks } from '../support/rule-tester.ts';
import { fill } from '../support/fill.ts';

interface Case {
  readonly file: string;
  readonly text: string;
  /** Rules that report it; undefined for a text that is only there for another. */
  readonly expected?: readonly string[];
}

const areas = {
  aws: 'AWS',
  azure: 'Azure and Entra',
  gcp: 'Google Cloud',
  cloud: 'Alibaba, Oracle, IBM, Tencent and Huawei Cloud, Scaleway',
  vault: 'Vault and OpenBao',
  sql: 'Databases and data services',
  saas: 'Accounts and tokens of other services',
} as const;
const folder = new URL('./cases/', import.meta.url);

/** `=== path: rule rule` begins a text, `=== path:` one that is clean, `=== path` one that others need. */
function casesIn(text: string): Case[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      const [file, rules] = part.slice(0, end).split(/:(?: |$)/);
      return {
        file: file!,
        text: part.slice(end + 1),
        ...(rules === undefined ? {} : { expected: rules.split(' ').filter((rule) => rule !== '') }),
      };
    });
}

const notations: Readonly<Record<string, string>> = {
  cloudformation: 'CloudFormation and SAM',
  serverless: 'serverless.yml',
  sst: 'programs (Pulumi, CDK for Terraform)',
  packer: 'Packer',
  terraform: 'Terraform',
  bicep: 'Bicep',
  arm: 'ARM and JSON',
  script: 'commands',
  pulumi: 'programs (Pulumi, CDK for Terraform)',
  cdk: 'programs (Pulumi, CDK for Terraform)',
  source: 'programs (Pulumi, CDK for Terraform)',
  kubernetes: 'Kubernetes objects',
  'deployment-manager': 'Deployment Manager',
  vault: 'Vault policies',
  sql: 'SQL and files of data services',
  'iam-json': 'policy files',
  ansible: 'Ansible',
  teleport: 'Teleport',
  oauth: 'manifests',
};

/** The notation that a finding stands in; an anchor begins with it. */
const notationOf = (finding: Finding): string => notations[finding.anchor.split('|')[0]!] ?? finding.anchor.split('|')[0]!;

const found = new Map<string, Set<string>>();
const note = (finding: Finding): void =>
  void (found.get(finding.rule) ?? found.set(finding.rule, new Set()).get(finding.rule)!).add(notationOf(finding));
const judged = (finding: Finding): boolean => !/^(?:identity|secret)\//.test(finding.rule);

describe('notations', () => {
  for (const name of readdirSync(folder).sort()) {
    const cases = casesIn(readFileSync(new URL(name, folder), 'utf8'));
    it(name, async () => {
      const { findings, failures } = await analyzeTexts(Object.fromEntries(cases.map(({ file, text }) => [file, text])));
      expect(failures).toEqual([]);
      for (const finding of findings) note(finding);
      const reported = (file: string): string[] =>
        [...new Set(findings.filter((finding) => finding.at.uri === file && judged(finding)).map((finding) => finding.rule))].sort();
      const shown = (one: Case, rules: readonly string[]): string => `${one.file}: ${[...rules].sort().join(' ')}`;
      const judgedCases = cases.filter((one) => one.expected !== undefined);
      expect(judgedCases.map((one) => shown(one, reported(one.file)))).toEqual(judgedCases.map((one) => shown(one, one.expected!)));
    });
  }

  it('are listed in docs/notations.md', async () => {
    const rules = await rulesOf(Object.keys(areas) as (keyof typeof areas)[]);
    for (const { id, meta } of rules) {
      for (const { file, text } of meta.docs.bad) {
        const { findings } = await analyzeTexts({ [file]: readMarks(fill(text)).text });
        for (const finding of findings) if (finding.rule === id) note(finding);
      }
    }
    const count = readdirSync(folder).reduce(
      (sum, name) => sum + casesIn(readFileSync(new URL(name, folder), 'utf8')).filter((one) => one.expected !== undefined).length,
      0,
    );
    const lines = [
      '# Which risk is found in which notation',
      '',
      `Made by a test from ${count} texts (\`test/notations/cases\`), of which each is reported by the rules named there and by no other, and from the examples of the rules. A notation that is not named for a rule may be read all the same: many readers make the same facts, and every rule sees facts only.`,
    ];
    for (const [area, title] of Object.entries(areas)) {
      lines.push('', `## ${title}`, '', '| Risk | Rule | Severity | Seen in |', '|---|---|---|---|');
      for (const { id, meta } of rules.filter((rule) => rule.id.startsWith(`${area}/`))) {
        const seen = [...(found.get(id) ?? [])].sort((a, b) => a.localeCompare(b, 'en'));
        expect(seen, `${id} is reported in a notation`).not.toEqual([]);
        lines.push(`| ${meta.title} | [${id}](../rules/docs/${id}.md) | ${meta.severity} | ${seen.join(', ')} |`);
      }
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../../docs/notations.md');
  });
});
