// Hover: what the rule says about the token under the cursor, and what a pattern there really grants.
import type { Hover } from 'vscode-languageserver/node';
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

/** How many action names are listed at the two most dangerous levels; the rest is counted. */
const namesShown = 12;

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

function reachInWords(reach: WildcardReach): string {
  const where = reach.services > 1 ? ` in ${reach.services} services` : '';
  const lines = [`\`${reach.pattern}\` covers **${reach.total} actions**${where}:`, ''];
  for (const { level, actions } of reach.levels) {
    const dangerous = level === 'Permissions management' || level === 'Write';
    const shown = dangerous ? actions.slice(0, namesShown).map((name) => `\`${name}\``).join(', ') : '';
    const rest = dangerous && actions.length > namesShown ? ` and ${actions.length - namesShown} more` : '';
    lines.push(`- **${level}**: ${actions.length}${shown ? ` (${shown}${rest})` : ''}`);
  }
  return lines.join('\n');
}

function findingInWords(finding: Finding, { ruleOf, rulePage }: HoverQuestion): string {
  const rule = ruleOf(finding.rule);
  const page = rulePage(finding.rule);
  const lines = [rule ? ruleHelp(rule) : `**${finding.rule}**`];
  if (finding.adjusted) lines.push(`Severity here: ${finding.severity} (${finding.adjusted}).`);
  if (page) lines.push(`[${finding.rule}](${page})`);
  return lines.join('\n\n');
}
