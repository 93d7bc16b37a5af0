// What an auditor gets: tables, where each figure comes from, and what is not evidenced, said aloud. The model alone; it is
// made by the modules of the kinds and written by html.ts, csv.ts, json.ts and oscal.ts. The same input gives the same
// bytes: no clock, no chance, everything sorted.
import type { Finding } from '../engine/finding.ts';
import type { Observed, ObservationSource } from '../engine/observation.ts';
import type { Rule } from '../engine/rule.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import type { Policy } from '../posture/policy.ts';
import type { Proof } from '../posture/proof.ts';
import type { Recorded } from '../posture/reconcile.ts';

export const reportKinds = ['access-review', 'inventory', 'exceptions', 'rotation', 'drift'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** Everything that a report can be about, as of one day and one commit. */
export interface ReportInput {
  readonly repository: string;
  readonly commit: string;
  readonly asOf: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly identities: readonly JudgedIdentity[];
  readonly decided: readonly Recorded[];
  /** What stands; of drift, the findings of the rules in `drift`. */
  readonly findings: readonly PlacedFinding[];
  /** What a decision covers. */
  readonly accepted: readonly PlacedFinding[];
  readonly observed: Observed;
  readonly policy: Policy;
  /** By path of the record. */
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Rules that had something to look at. */
  readonly rules: readonly Rule[];
  /** `infra/main.tf:9` */
  readonly where: (at: Finding['at']) => string;
  /** What could not be read or checked. */
  readonly lost: readonly string[];
}

export interface PlacedFinding {
  readonly finding: Finding;
  /** `infra/main.tf:9:12` */
  readonly place: string;
}

/** `unknown` is what is not evidenced: neither good nor bad, and never left out. */
export type Tone = 'good' | 'bad' | 'unknown';

export interface Cell {
  readonly text: string;
  readonly tone?: Tone;
  /** Several values, one a line, where `text` joins them. */
  readonly items?: readonly string[];
}

export interface Column {
  readonly key: string;
  readonly title: string;
  /** Said in a sentence where the title alone does not. */
  readonly about?: string;
}

export interface Row {
  /** What the row is about, stable from report to report. */
  readonly id: string;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface Figure {
  readonly label: string;
  readonly value: number;
  readonly tone?: Tone;
}

/** Where observations come from, so that someone else can look at the same bytes. */
export interface Source {
  readonly source: ObservationSource;
  readonly place: string;
  readonly taken: string;
  readonly days: number;
  readonly old: boolean;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

export interface ControlResult {
  readonly framework: string;
  readonly id: string;
  readonly title: string;
  /** Rules that look at it, and findings of theirs that stand. */
  readonly rules: number;
  readonly findings: number;
  readonly state: 'satisfied' | 'not satisfied' | 'not evidenced';
}

export interface Report {
  readonly kind: ReportKind;
  readonly title: string;
  /** What it answers, in a sentence. */
  readonly about: string;
  readonly repository: string;
  readonly commit: string;
  readonly asOf: string;
  readonly tool: ReportInput['tool'];
  readonly figures: readonly Figure[];
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly controls: readonly ControlResult[];
  readonly sources: readonly Source[];
  /** Sentences. */
  readonly notEvidenced: readonly string[];
  /** Identities that a picture is worth, in the order of the rows. */
  readonly pictured: readonly JudgedIdentity[];
}

/** What each kind has to say; the frame is the same for all. */
export type Body = Pick<Report, 'title' | 'about' | 'figures' | 'columns' | 'rows' | 'notEvidenced'> & {
  readonly pictured?: readonly JudgedIdentity[];
};

export const notEvidenced: Cell = { text: 'not evidenced', tone: 'unknown' };

export function cell(text: string | undefined, tone?: Tone): Cell {
  return text === undefined || text === '' ? notEvidenced : tone ? { text, tone } : { text };
}

/** Values of one cell, sorted as they come; `none` where there are none. */
export function cells(items: readonly string[], none = 'none'): Cell {
  return items.length === 0 ? { text: none } : { text: items.join('; '), items };
}
