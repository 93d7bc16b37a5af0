// What a change may not say for itself. Where the target branch holds a policy, comments that suppress and configurations
// that loosen count as they stand there; what the change adds asks for approval.
import { isOn } from '../engine/analyze.ts';
import { createDocument } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import type { Rule } from '../engine/rule.ts';
import { directiveWords, readSuppressions, type Suppression } from '../engine/suppress.ts';
import type { Configurations } from '../workspace/configuration-files.ts';
import type { Governance } from '../workspace/governance.ts';

export interface Governed {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

export interface GovernedRequest {
  readonly governance: Governance;
  readonly findings: readonly Finding[];
  /** Findings that a comment in the source covers. */
  readonly suppressed: readonly Finding[];
  /** The configurations of the working tree, which do not count yet. */
  readonly own: Configurations;
  readonly rules: ReadonlyMap<string, Rule>;
  /** Text of the document that holds the comment. */
  text(uri: string): string | undefined;
}

export function governed({ governance, findings, suppressed, own, rules, text }: GovernedRequest): Governed {
  const asking = (finding: Finding): boolean => {
    const rule = rules.get(finding.rule);
    return own.ignored(finding.at.uri) !== undefined || (rule !== undefined && !isOn(rule, own.settingsFor(finding.at.uri)));
  };
  const approved = new Map<string, ReadonlySet<string>>();
  const standsThere = (finding: Finding): boolean => {
    const { uri, span } = finding.suppressed!.at;
    let known = approved.get(uri);
    if (!known) approved.set(uri, (known = new Set(directivesOf(uri, governance.read(uri)).map(directiveWords))));
    const mine = directivesOf(uri, text(uri)).find((one) => one.at.span[0] === span[0]);
    return mine !== undefined && known.has(directiveWords(mine));
  };
  const pending: Finding[] = [];
  const kept = suppressed.filter((finding) => {
    if (standsThere(finding)) return true;
    const { suppressed: _comment, ...rest } = finding;
    pending.push({ ...rest, standing: 'pending' });
    return false;
  });
  return { findings: [...findings.map((finding): Finding => (asking(finding) ? { ...finding, standing: 'pending' } : finding)), ...pending], suppressed: kept };
}

function directivesOf(uri: string, text: string | undefined): readonly Suppression[] {
  return text === undefined ? [] : readSuppressions(createDocument(uri, text));
}
