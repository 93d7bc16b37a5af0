// A rule's documentation as Markdown, from `meta` alone: the pages under rules/docs, the hover, `posture explain`, the
// help text in SARIF and the table in the README all come from here.
import { severities } from './finding.ts';
import { areaOf, areas, type AreaName, type Example, type Rule } from './rule.ts';

const fence: readonly (readonly [RegExp, string])[] = [
  [/\.(tf|hcl|tofu|tfvars)$/, 'hcl'],
  [/\.ya?ml$/, 'yaml'],
  [/\.jsonc?$/, 'json'],
  [/\.toml$/, 'toml'],
  [/\.[cm]?tsx?$/, 'ts'],
  [/\.[cm]?jsx?$/, 'js'],
  [/\.py$/, 'python'],
  [/\.go$/, 'go'],
  [/\.sql$/, 'sql'],
  [/\.bicep$/, 'bicep'],
  [/\.sh$/, 'sh'],
  [/(^|\/)\.env/, 'sh'],
  [/\.md$/, 'markdown'],
  [/Dockerfile/, 'dockerfile'],
  [/Jenkinsfile/, 'groovy'],
  [/\.xml$/, 'xml'],
];

const fixWords: Readonly<Record<Rule['meta']['fix'], string>> = {
  safe: 'safe: applied by `posture check --fix` and on save',
  suggestion: 'suggested: for you to choose, in the editor or with `posture repair`',
  none: 'none',
};

/** The whole page of a rule. Tokens stand as `<github-pat>`: a page holds nothing that looks like a secret. */
export function rulePage(rule: Rule): string {
  const { meta } = rule;
  const out = [
    `# ${rule.id}`,
    '',
    `**${meta.title}.** ${meta.docs.what}`,
    '',
    '| | |',
    '|---|---|',
    `| Severity | ${meta.severity}${meta.severityInDefault ? ` (${meta.severityInDefault} in the default profile)` : ''} |`,
    `| Confidence | ${meta.confidence} |`,
    `| Category | ${meta.category} |`,
    `| Profile | ${meta.profile ?? 'default'} |`,
    `| Fix | ${fixWords[meta.fix]}${meta.fix === 'none' && meta.whyNoFix ? `: ${meta.whyNoFix}` : ''} |`,
    ...(meta.frameworks.length > 0 ? [`| Frameworks | ${meta.frameworks.join(', ')} |`] : []),
    ...(meta.peers.length > 0 ? [`| Elsewhere | ${meta.peers.join(', ')} |`] : []),
    '',
    '## Why',
    '',
    meta.docs.why.trim(),
    '',
    '## What to do',
    '',
    meta.docs.remedy.trim(),
    '',
    ...examples('Reported', meta.docs.bad),
    ...examples('Not reported', meta.docs.good),
    '## Turning it off',
    '',
    `Here: a comment \`posture-ignore ${rule.id} until=2027-01-31 owner=@team: reason\` on the line or alone on the line above. Everywhere: \`rules: { ${rule.id}: { off: reason } }\` in \`.posture/config.yaml\`.`,
    '',
    ...(meta.docs.references.length > 0 ? ['## References', '', ...meta.docs.references.map((reference) => `- <${reference}>`), ''] : []),
  ];
  return out.join('\n');
}

function examples(title: string, list: readonly Example[]): string[] {
  if (list.length === 0) return [];
  return [
    `## ${title}`,
    '',
    ...list.flatMap((example) => [
      ...exampleBlock(example.file, example.text),
      ...Object.entries(example.beside ?? {}).flatMap(([file, text]) => exampleBlock(file, text)),
    ]),
  ];
}

function exampleBlock(file: string, text: string): string[] {
  const language = fence.find(([pattern]) => pattern.test(file))?.[1] ?? '';
  const plain = text
    .replace(/[«»]/g, '')
    .replace(/\{\{token:([a-z0-9-]+)(?::\d+)?\}\}/g, '<$1>')
    .trimEnd();
  const mark = plain.includes('```') ? '````' : '```';
  return [`\`${file}\``, '', `${mark}${language}`, plain, mark, ''];
}

/** Title, why and remedy in a few lines: hover and SARIF help. */
export function ruleHelp(rule: Rule): string {
  return `**${rule.meta.title}** (${rule.id}, ${rule.meta.severity})\n\n${rule.meta.docs.why.trim()}\n\n${rule.meta.docs.remedy.trim()}`;
}

/** Path of a rule's page below the repository's root. */
export function rulePagePath(ruleId: string): string {
  return `rules/docs/${areaOf(ruleId)}/${ruleId.slice(ruleId.indexOf('/') + 1)}.md`;
}

const areaWords: Readonly<Record<AreaName, string>> = {
  secret: 'Tokens, keys and passwords, in any text',
  aws: 'AWS, in every notation',
  gcp: 'Google Cloud',
  azure: 'Azure and Entra',
  cloud: 'Alibaba, Oracle, IBM, Tencent, Huawei Cloud and Scaleway',
  k8s: 'Kubernetes and what runs in it',
  vault: 'HashiCorp Vault',
  sql: 'Databases',
  saas: 'Accounts and tokens of other services',
  github: 'GitHub Actions',
  ci: 'Pipelines of other systems',
  agent: 'Coding agents and MCP servers',
  oauth: 'OAuth clients and APIs',
  identity: 'Identities as such: who owns them, who shares them',
  drift: 'Disagreements between code, decisions and what runs',
};

/** The index page: how much there is of what, one table an area, and a list by severity. */
export function ruleIndex(rules: readonly Rule[]): string {
  const link = ({ id }: Rule): string => `[${id}](${rulePagePath(id).replace('rules/docs/', '')})`;
  const used = areas.filter((area) => rules.some((rule) => areaOf(rule.id) === area));
  const out = [
    '# Rules',
    '',
    `${rules.length} rules. Each page comes from the rule itself, and its examples are executed by the tests. \`posture explain RULE\` prints a page, \`posture rules AREA\` lists an area.`,
    '',
  ];
  out.push(
    `| Area | About | Rules | ${severities.join(' | ')} | On by default | With a fix |`,
    `|---|---|${'---|'.repeat(severities.length + 3)}`,
  );
  for (const area of used) {
    const own = rules.filter((rule) => areaOf(rule.id) === area);
    out.push(
      `| [${area}](#${area}) | ${areaWords[area]} | ${own.length} | ${severities.map((severity) => own.filter(({ meta }) => meta.severity === severity).length || '').join(' | ')} | ${own.filter(({ meta }) => (meta.profile ?? 'default') === 'default').length} | ${own.filter(({ meta }) => meta.fix !== 'none').length} |`,
    );
  }
  out.push('', `By severity: ${severities.map((severity) => `[${severity}](#severity-${severity})`).join(', ')}.`, '');
  for (const area of used) {
    out.push(`## ${area}`, '', '| Rule | Finds | Severity | Profile | Fix |', '|---|---|---|---|---|');
    for (const rule of rules.filter((one) => areaOf(one.id) === area)) {
      out.push(
        `| ${link(rule)} | ${rule.meta.docs.what.replace(/\|/g, '\\|')} | ${rule.meta.severity} | ${rule.meta.profile ?? 'default'} | ${rule.meta.fix} |`,
      );
    }
    out.push('');
  }
  for (const severity of severities) {
    const own = rules.filter(({ meta }) => meta.severity === severity);
    if (own.length > 0)
      out.push(
        `## Severity ${severity}`,
        '',
        ...own.map(
          (rule) =>
            `- ${link(rule)} ${rule.meta.title}${rule.meta.profile && rule.meta.profile !== 'default' ? ` (${rule.meta.profile})` : ''}`,
        ),
        '',
      );
  }
  return out.join('\n');
}
