// What a check came to, ready to be reported: findings with lines and columns, and everything that was not checked.
// Reports are functions of this alone.
import type { Analysis } from '../engine/settle.ts';
import type { AppliedFix, RefusedFix } from '../engine/converge.ts';
import type { Finding, Severity } from '../engine/finding.ts';
import type { FileChange, FixMaker, TextEdit } from '../engine/fix.ts';
import type { AreaName, Rule } from '../engine/rule.ts';
import type { Place, Position } from '../engine/text/text.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import type { NotRead } from '../workspace/text-file.ts';

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface ShownFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly (TextEdit & { readonly range: Range })[];
  readonly create: readonly FileChange[];
}

/** A finding as a report says it: what it is about stays behind, and of its fixes there are the titles. */
export interface Said extends Omit<Finding, 'subject' | 'fix' | 'suggestions'> {
  readonly fix?: Pick<FixMaker, 'title'>;
  readonly suggestions: readonly Pick<FixMaker, 'title'>[];
}

export interface Shown<One extends Said = Finding> {
  readonly finding: One;
  readonly range: Range;
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  readonly fingerprint: string;
  /** The safe fix first. Empty when fixes were not asked for, and where one would put a secret into the report. */
  readonly fixes: readonly ShownFix[];
  /** Of a credential in the history: the commit that added it, whether HEAD still holds it (undefined: not known), and every path it ever had. */
  readonly history?: {
    readonly commit: string;
    readonly day: string;
    readonly standing: boolean | undefined;
    readonly paths: readonly string[];
  };
}

export interface Problem {
  /** `rule aws/x`, `reader terraform`, `configuration`. */
  readonly what: string;
  readonly uri: string;
  readonly message: string;
}

/** What `--fix` or `--fix-dry-run` did. */
export interface Repaired {
  /** Findings over the repaired texts. */
  readonly analysis: Analysis;
  readonly applied: readonly AppliedFix[];
  readonly refused: readonly RefusedFix[];
  /** Files that were changed or made, or would be. */
  readonly files: readonly string[];
  /** A unified diff with secrets masked; only for a dry run. */
  readonly diff: string | undefined;
  readonly written: boolean;
}

export interface CheckResult<One extends Said = Finding> {
  readonly version: string;
  /** Absolute folder that uris are relative to. */
  readonly root: string;
  /** Where the command was run; people read paths relative to it. */
  readonly cwd: string;
  readonly findings: readonly Shown<One>[];
  readonly suppressed: readonly Shown<One>[];
  /** Identities beside their records, where a record or the policy asks for it. */
  readonly identities: readonly JudgedIdentity[];
  /** Ids of records whose approval no longer covers what stands or runs, with why. */
  readonly overtaken: ReadonlyMap<string, string>;
  /** Rules that findings name, by id. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly counts: Readonly<Record<Severity, number>>;
  /** Areas that what was read holds something for: their rules had something to look at. */
  readonly areas: ReadonlySet<AreaName>;
  readonly filesChecked: number;
  readonly notRead: readonly NotRead[];
  readonly notes: readonly string[];
  /** What went wrong in the program itself or its environment: the run is not complete. */
  readonly problems: readonly Problem[];
  /** The check is that of a hook, which approvals do not hold up. */
  readonly beforeCommit: boolean;
  /** Only what a change brings was asked for. */
  readonly onlyNew: boolean;
  readonly profile: string;
  readonly milliseconds: number;
  readonly repaired?: Repaired;
  /** Text of a document with its secrets masked, for code frames; undefined when it is not the text that was judged. */
  text(uri: string): string | undefined;
  /** The line of a place, from 1, in the text that was judged; undefined for a file that holds nothing of ours. */
  lineOf(at: Place): number | undefined;
}
