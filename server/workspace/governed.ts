// What a change may not say for itself. Where the target branch holds a policy, comments that suppress and configurations
// that loosen count as they stand there; what the change adds asks for approval. Both fronts call this.
import { createDocument } from '../engine/document.ts';
import { isOn } from '../engine/finding-of.ts';
import type { Finding } from '../engine/finding.ts';
import type { Rule } from '../engine/rule.ts';
import { directiveWords, readSuppressions, type Suppression } from '../engine/suppress.ts';
import type { Configurations } from './configuration-files.ts';

export interface Governed {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

export interface GovernedRequest {
  readonly findings: readonly Finding[];
  /** Findings that a comment in the source covers. */
  readonly suppressed: readonly Finding[];
  /** The configurations of the working tree, which do not count yet. */
  readonly own: Pick<Configurations, 'settingsFor' | 'ignored'>;
  /** Rules of the findings, by id. */
  readonly rules: ReadonlyMap<string, Rule>;
  /** The comments that suppress in a document as it stands here. */
  here(uri: string): readonly Suppression[];
  /** What such comments say in it at the tip of the target branch. */
  there(uri: string): ReadonlySet<string>;
}

/** What the working tree's own configuration would turn off, and what only its own comments suppress, asks for approval. */
export function governed({ findings, suppressed, own, rules, here, there }: GovernedRequest): Governed {
  const asking = (finding: Finding): boolean => {
    const rule = rules.get(finding.rule);
    return own.ignored(finding.at.uri) !== undefined || (rule !== undefined && !isOn(rule, own.settingsFor(finding.at.uri)));
  };
  const commentsHere = onceFor(here);
  const wordsThere = onceFor(there);
  const pending: Finding[] = [];
  const kept = suppressed.filter((finding) => {
    const { uri, span } = finding.suppressed!.at;
    const mine = commentsHere(uri).find(({ at }) => at.span[0] === span[0]);
    if (mine && wordsThere(uri).has(directiveWords(mine))) return true;
    const { suppressed: _comment, ...rest } = finding;
    pending.push({ ...rest, standing: 'pending' });
    return false;
  });
  return {
    findings: [...findings.map((finding): Finding => (asking(finding) ? { ...finding, standing: 'pending' } : finding)), ...pending],
    suppressed: kept,
  };
}

/** Makes something once for each document. */
function onceFor<T>(make: (uri: string) => T): (uri: string) => T {
  const made = new Map<string, T>();
  return (uri) => {
    if (!made.has(uri)) made.set(uri, make(uri));
    return made.get(uri)!;
  };
}

/** The comments that suppress in a text; none where there is no text. */
export function commentsIn(uri: string, text: string | undefined): readonly Suppression[] {
  return text === undefined ? [] : readSuppressions(createDocument(uri, text));
}

/** What the comments of a text say, wherever they stand in it. */
export function commentWordsIn(uri: string, text: string | undefined): ReadonlySet<string> {
  return new Set(commentsIn(uri, text).map(directiveWords));
}
