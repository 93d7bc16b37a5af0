// Hover: what the rule says about the token under the cursor, what the team decided about it, and what is granted there:
// how much a pattern covers, who holds it, what it leads to. The explanation is the same as `posture explain` gives.
import type { Hover } from 'vscode-languageserver/node';
import type { AccessLevel } from '../engine/catalog/aws.ts';
import type { Document } from '../engine/document.ts';
import { explainAt } from '../engine/explain/explain.ts';
import type { ExplainedLine, Explanation } from '../engine/explain/explanation.ts';
import { tokenAt } from '../engine/explain/token.ts';
import type { Leaf } from '../engine/facts/value.ts';
import type { Finding } from '../engine/finding.ts';
import type { Project } from '../engine/project.ts';
import type { Rule } from '../engine/rule.ts';
import { ruleHelp } from '../engine/rule-page.ts';
import type { SecretCandidate } from '../engine/secrets/types.ts';
import { lineStarts, positionAt, type Place, type Span } from '../engine/text/text.ts';
import { daysBetween } from '../posture/days.ts';
import { rangeOf, type EditTargets } from './convert.ts';
import { mentionAt, type Mention } from './mentions.ts';
import { reachOfPattern, type WildcardReach } from './wildcard-reach.ts';

export interface HoverQuestion {
  readonly document: Document;
  readonly offset: number;
  readonly findings: readonly Finding[];
  /** Findings that a decision covers; they have no diagnostic, and here one learns why. */
  readonly accepted: readonly Finding[];
  readonly project: Project;
  readonly today: string;
  readonly targets: Pick<EditTargets, 'document' | 'clientUri'>;
  ruleOf(id: string): Rule | undefined;
  rulePage(id: string): string | undefined;
}

/** How many actions that change permissions are named; the rest is counted. */
const namesShown = 8;
/** Lines of one part of an explanation; `posture explain` has all of them. */
const linesShown = 5;

export function hoverAt(question: HoverQuestion): Hover | undefined {
  const { document, offset, findings, accepted, project } = question;
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
  for (const token of tokenAt(project, document.uri, [offset, offset]).filter(({ at }) => holds(at.span, offset))) {
    parts.push([token.subject, '', ...token.parts.flatMap(({ lines }) => lines.map(({ text }) => `- ${text}`))].join('\n'));
    narrow(token.at.span);
  }
  const here = (one: Finding): boolean => one.at.uri === document.uri && holds(one.at.span, offset);
  for (const finding of findings.filter(here)) {
    parts.push(findingInWords(finding, question));
    narrow(finding.at.span);
  }
  for (const finding of accepted.filter(here)) {
    parts.push(decisionInWords(finding, question));
    narrow(finding.at.span);
  }
  for (const secret of project.documents.get(document.uri)?.secrets.filter(({ at }) => holds(at.span, offset)) ?? []) {
    parts.push(secretInWords(secret));
    narrow(secret.at.span);
  }
  const factToken = factTokenAt(project, document.uri, offset);
  if (factToken) {
    narrow(factToken);
    // A pattern that was just taken apart is not said a second time.
    for (const explanation of explainAt(project, document.uri, [offset, offset]).explanations.slice(0, 2))
      parts.push(explanationInWords(explanation, question, reach !== undefined));
  }
  const mention = mentionAt(project, document, offset);
  if (mention) {
    narrow(mention.span);
    parts.push(mentionInWords(mention, question));
  }
  if (!span) return undefined;
  const owners = project.workspace.ownersOf(document.uri);
  if (owners.length > 0) parts.push(`Owner: ${owners.join(', ')}`);
  const text = parts.filter((part) => part !== '').join('\n\n---\n\n');
  return text === ''
    ? undefined
    : { contents: { kind: 'markdown', value: withoutSecrets(text, question) }, range: rangeOf(document, span) };
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

/** The token of a fact under the cursor: whoever points at a brace or at an empty line wants no lecture. */
function factTokenAt(project: Project, uri: string, offset: number): Span | undefined {
  const entry = project.documents.get(uri);
  if (!entry) return undefined;
  const { grants, trusts, credentials, identities } = entry.facts;
  const places: Place[] = [...identities.map(({ at }) => at), ...credentials.map(({ at }) => at)];
  for (const fact of [...grants, ...trusts]) {
    for (const leaf of [
      ...fact.actions,
      ...fact.scope.map(({ id }) => id),
      ...fact.principals.map(({ id }) => id),
      ...(fact.entitlement ? [fact.entitlement] : []),
    ])
      places.push(leaf.at);
    places.push(...fact.conditions.map(({ at }) => at), fact.carrier.head);
  }
  const size = ({ span }: Place): number => span[1] - span[0];
  return places.filter((place) => place.uri === uri && holds(place.span, offset)).sort((a, b) => size(a) - size(b))[0]?.span;
}

const levelWords: Readonly<Record<AccessLevel, string>> = {
  'Permissions management': 'change permissions',
  Write: 'write',
  Tagging: 'tag',
  Read: 'read',
  List: 'list',
};

function reachInWords({ pattern, total, services, levels }: WildcardReach): string {
  const nameOf = (name: string): string => `\`${services > 1 ? name : name.slice(name.indexOf(':') + 1)}\``;
  const lines = [`\`${pattern}\` covers **${total} action${total === 1 ? '' : 's'}**${services > 1 ? ` in ${services} services` : ''}`, ''];
  // So few that all have their names there.
  if (total <= namesShown) {
    for (const { level, actions } of levels) lines.push(`- ${levelWords[level]}: ${actions.map(nameOf).join(', ')}`);
    return lines.join('\n');
  }
  const permissions = levels.find((one) => one.level === 'Permissions management')?.actions ?? [];
  const rest = levels
    .filter((one) => one.level !== 'Permissions management')
    .map(({ level, actions }) => `${actions.length} ${levelWords[level]}`);
  if (permissions.length > 0) {
    const names = [...permissions]
      .sort((a, b) => giving(b) - giving(a))
      .slice(0, namesShown)
      .map(nameOf);
    lines.push(
      `- **${permissions.length} change permissions**: ${names.join(', ')}${permissions.length > namesShown ? ` and ${permissions.length - namesShown} more` : ''}`,
    );
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

function decisionInWords({ rule, suppressed }: Finding, question: HoverQuestion): string {
  if (!suppressed) return '';
  const { owner, until, reason, at } = suppressed;
  const left = until === undefined ? undefined : daysBetween(question.today, until);
  const end = until === undefined ? 'without an end' : `until ${until} (${left} day${left === 1 ? '' : 's'} left)`;
  return [
    `**Accepted** (${rule})${owner ? `: ${owner} answers for it` : ''}, ${end}.`,
    `> ${plain(reason)}`,
    linkTo(at, 'The record', question),
  ].join('\n\n');
}

function secretInWords(secret: SecretCandidate): string {
  const proof =
    secret.check === 'valid'
      ? 'a checksum or its structure proves it'
      : secret.check === 'invalid'
        ? 'its checksum is wrong'
        : 'its format has no checksum';
  const kind =
    secret.kind === 'secret'
      ? ''
      : secret.kind === 'encrypted'
        ? ', encrypted'
        : secret.kind === 'test'
          ? ', of a test environment'
          : ', meant to be public';
  const lines = [`**${secret.title}**${kind}: \`${secret.preview}\`, ${proof}`, ''];
  for (const said of [...secret.decoded, ...(secret.expires ? [`ends ${secret.expires}`] : [])]) lines.push(`- ${said}`);
  if (secret.instead) lines.push(`- instead: ${secret.instead}`);
  if (secret.revoke) lines.push(`- to revoke: ${secret.revoke}`);
  return lines.join('\n');
}

/** What stands under the cursor anyway, and what only somebody asks who misses a finding. */
const leftOut = new Set(['on', 'in its favour']);

function explanationInWords({ subject, parts }: Explanation, question: HoverQuestion, isReachSaid: boolean): string {
  const shown = parts.filter(({ title }) => !leftOut.has(title) && !(isReachSaid && title === 'allows'));
  if (shown.length === 0) return '';
  const lines = [`**${subject}**`, ''];
  for (const { title, lines: said } of shown) {
    const items = said.slice(0, linesShown).map((one) => lineInWords(one, question));
    const more = said.length > linesShown ? [`and ${said.length - linesShown} more`] : [];
    lines.push(
      said.length === 1 ? `- ${title}: ${items[0]}` : `- ${title}:\n${[...items, ...more].map((item) => `  - ${item}`).join('\n')}`,
    );
  }
  return lines.join('\n');
}

/** What an identity may do that is declared elsewhere, and where that is. */
function mentionInWords({ identity: { at } }: Mention, question: HoverQuestion): string {
  const [explanation] = explainAt(question.project, at.uri, at.span).explanations;
  if (!explanation) return '';
  const said = explanationInWords(explanation, question, false) || `**${explanation.subject}**`;
  return at.uri === question.document.uri ? said : `${said}\n\n${linkTo(at, '', question)}`;
}

function lineInWords({ text, at }: ExplainedLine, question: HoverQuestion): string {
  const link = at && at.uri !== question.document.uri ? linkTo(at, '', question) : undefined;
  return `${text.trim()}${link ? ` (${link})` : ''}`;
}

/** A link that editors open at the line; only the words where there is no such document. */
function linkTo(at: Place, words: string, { targets }: HoverQuestion): string {
  const document = targets.document(at.uri);
  if (!document) return words || at.uri;
  const line =
    positionAt(
      document.memo(lineStarts, () => lineStarts(document.text)),
      at.span[0],
    ).line + 1;
  return `[${words || `${at.uri}:${line}`}](${targets.clientUri(at.uri)}#L${line})`;
}

/** Words that a person wrote into a record, without a markup of their own. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#!|]/g, '\\$&');
}

/** Whatever an explanation quotes, no value of a secret stays in it. */
function withoutSecrets(text: string, { project, targets }: HoverQuestion): string {
  let clean = text;
  for (const { at, preview } of project.secrets()) {
    const value = targets.document(at.uri)?.text.slice(at.span[0], at.span[1]);
    if (value !== undefined && value.length >= 6 && !preview.includes(value)) clean = clean.replaceAll(value, preview);
  }
  return clean;
}
