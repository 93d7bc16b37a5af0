// Hover: what the rule says about the token under the cursor, and what a pattern there really grants.
import type { Hover } from 'vscode-languageserver/node';
import type { AccessLevel } from '../engine/catalog/aws.ts';
import type { Document } from '../engine/document.ts';
import type { Leaf } from '../engine/facts/value.ts';
import type { Finding } from '../engine/finding.ts';
import type { Project } from '../engine/project.ts';
import type { Rule } from '../engine/rule.ts';
import { ruleHelp } from '../engine/rule-page.ts';
import type { Span } from '../engine/text/text.ts';
import { rangeOf } from './convert.ts';
import { reachOfPattern, type WildcardReach } from './wildcard-reach.ts';

export interface HoverQuestion {
  readonly document: Document;
  readonly offset: number;
  readonly findings: readonly Finding[];
  readonly project: Project;
  ruleOf(id: string): Rule | undefined;
  rulePage(id: string): string | undefined;
}

/** How many actions that change permissions are named; the rest is counted. */
const namesShown = 8;

export function hoverAt(question: HoverQuestion): Hover | undefined {
  const { document, offset, findings, project } = question;
  const parts: string[] = [];
  let span: Span | undefined;
  const narrow = (other: Span): void => {
    if (!span || other[1] - other[0] < span[1] - span[0]) span = other;
  };
  const leaf = actionAt(project, document.uri, offset);
  const reach = leaf?.kind === 'scalar' && project.catalogs.aws ? reachOfPattern(String(leaf.value), project.catalogs.aws) : undefined;
  if (leaf && reach) {
    parts.push(reachInWords(reach));
    narrow(leaf.at.span);
  }
  for (const finding of findings.filter((one) => holds(one.at.span, offset))) {
    parts.push(findingInWords(finding, question));
    narrow(finding.at.span);
  }
  return span && { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') }, range: rangeOf(document, span) };
}

/** A cursor at either edge of a token is on it. */
function holds(span: Span, offset: number): boolean {
  return span[0] <= offset && offset <= span[1];
}

/** The action token of an AWS grant or trust that is written at the offset. */
export function actionAt(project: Project, uri: string, offset: number): Leaf | undefined {
  const entry = project.documents.get(uri);
  if (!entry) return undefined;
  for (const grant of [...entry.facts.grants, ...entry.facts.trusts]) {
    if (grant.platform !== 'aws') continue;
    const found = grant.actions.find((action) => action.at.uri === uri && holds(action.at.span, offset));
    if (found) return found;
  }
  return undefined;
}

const levelWords: Readonly<Record<AccessLevel, string>> = { 'Permissions management': 'change permissions', Write: 'write', Tagging: 'tag', Read: 'read', List: 'list' };

function reachInWords(reach: WildcardReach): string {
  const where = reach.services > 1 ? ` in ${reach.services} services` : '';
  const permissions = reach.levels.find((one) => one.level === 'Permissions management')?.actions ?? [];
  const rest = reach.levels.filter((one) => one.level !== 'Permissions management').map(({ level, actions }) => `${actions.length} ${levelWords[level]}`);
  const lines = [`\`${reach.pattern}\` covers **${reach.total} actions**${where}`, ''];
  if (permissions.length > 0) {
    const names = [...permissions].sort((a, b) => giving(b) - giving(a)).slice(0, namesShown).map((name) => `\`${reach.services > 1 ? name : name.slice(name.indexOf(':') + 1)}\``);
    lines.push(`- **${permissions.length} change permissions**: ${names.join(', ')}${permissions.length > namesShown ? ` and ${permissions.length - namesShown} more` : ''}`);
  }
  if (rest.length > 0) lines.push(`- ${rest.join(', ')}`);
  return lines.join('\n');
}

/** Actions that put a permission somewhere say more than those that take one away. */
function giving(name: string): number {
  return /:(?:Put|Attach|Pass|Add|Set|Update|Grant|Modify)/.test(name) ? 2 : /:Create/.test(name) ? 1 : 0;
}

function findingInWords(finding: Finding, { ruleOf, rulePage }: HoverQuestion): string {
  const rule = ruleOf(finding.rule);
  const page = rulePage(finding.rule);
  const lines = [rule ? ruleHelp(rule) : `**${finding.rule}**`];
  if (finding.adjusted) lines.push(`Severity here: ${finding.severity} (${finding.adjusted}).`);
  if (page) lines.push(`[${finding.rule}](${page})`);
  return lines.join('\n\n');
}
