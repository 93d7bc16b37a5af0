// Rules of one shape are rows of a table: this makes of a row what a rule says of itself, so that a table holds words and the
// rule beside it holds only what is asked of a fact.
import type { Severity } from './finding.ts';
import type { Profile, RuleMeta } from './rule.ts';

/** The words of one rule, flat. `bad` and `good` are the texts of its examples, which are executed. */
export interface RuleRow {
  readonly title: string;
  readonly severity: Severity;
  readonly profile?: Profile | undefined;
  readonly peers?: readonly string[];
  readonly whyNoFix?: string | undefined;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references?: readonly string[];
  readonly bad: string;
  readonly good: string;
}

/** What the rows of a table share, or what one of them says otherwise: anything that a rule says of itself. */
type Shared<Message extends string> = Pick<RuleMeta<Message>, 'category' | 'frameworks' | 'fix' | 'messages'> &
  Partial<Omit<RuleMeta<Message>, 'docs'>> & {
    /** The path of the examples. */
    readonly file: string;
    /** Where the rows have none of their own. */
    readonly references?: readonly string[];
  };

/** What a rule says of itself, from its row. What is `shared` counts before the row. */
export function metaOfRow<const Message extends string>(row: RuleRow, shared: Shared<Message>): RuleMeta<Message> {
  const { file, references = row.references ?? [], ...given } = shared;
  return {
    title: row.title,
    severity: row.severity,
    confidence: 'high',
    profile: row.profile,
    peers: row.peers ?? [],
    whyNoFix: row.whyNoFix,
    ...given,
    docs: {
      what: row.what,
      why: row.why,
      remedy: row.remedy,
      bad: [{ file, text: row.bad }],
      good: [{ file, text: row.good }],
      references,
    },
  };
}
