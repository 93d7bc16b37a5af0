// What a check came to, ready to be reported: findings with lines and columns, and everything that was not checked.
// Reports are functions of this alone.
import type { Finding, Severity } from '../engine/finding.ts';
import type { FileChange, TextEdit } from '../engine/fix.ts';
import type { Rule } from '../engine/rule.ts';
import type { Position } from '../engine/text/text.ts';
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

export interface Shown {
  readonly finding: Finding;
  readonly range: Range;
  readonly related: readonly { readonly uri: string; readonly range: Range; readonly message: string }[];
  readonly fingerprint: string;
  /** The safe fix first. Empty when fixes were not asked for, and where one would put a secret into the report. */
  readonly fixes: readonly ShownFix[];
}

export interface Problem {
  /** `rule aws/x`, `reader terraform`, `configuration`. */
  readonly what: string;
  readonly uri: string;
  readonly message: string;
}

export interface CheckResult {
  readonly version: string;
  /** Absolute folder that uris are relative to. */
  readonly root: string;
  readonly findings: readonly Shown[];
  readonly suppressed: readonly Shown[];
  /** Rules that findings name, by id. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly counts: Readonly<Record<Severity, number>>;
  readonly filesChecked: number;
  readonly notRead: readonly NotRead[];
  readonly notes: readonly string[];
  /** What went wrong in the program itself or its environment: the run is not complete. */
  readonly problems: readonly Problem[];
  readonly profile: string;
  readonly milliseconds: number;
}
