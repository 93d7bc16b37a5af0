// `--fix`, `--fix-dry-run` and `posture repair`: fixes through converge, then either the files or a masked diff.
import { join } from 'node:path';
import { editable, converge, type Convergence, type EditableSource } from '../engine/converge.ts';
import type { Finding } from '../engine/finding.ts';
import type { FixMaker } from '../engine/fix.ts';
import { joinBom, lineStarts } from '../engine/text/text.ts';
import { writeFiles, type FileWrite } from '../workspace/write-files.ts';
import type { Masker } from './mask.ts';
import type { Plan } from './plan.ts';
import type { Repaired } from './result.ts';
import { digestOf, type Run } from './run.ts';

export { editable };

export interface RepairOptions {
  readonly plan: Plan;
  readonly run: Run;
  readonly masker: Masker;
  readonly source: EditableSource;
  readonly wanted: (finding: Finding) => boolean;
  /** See `ConvergeOptions.fixOf`. */
  readonly fixOf?: (finding: Finding) => FixMaker | undefined;
  readonly today: string;
  readonly write: boolean;
}

/** Applies fixes. What is written is what was proved; places of findings afterwards are those of the new texts. */
export async function repair(options: RepairOptions): Promise<Repaired> {
  const { plan, run, masker, source } = options;
  const result = await converge({
    engine: run.engine,
    source,
    today: options.today,
    wanted: options.wanted,
    fixOf: options.fixOf,
    forbidden: plan.forbidden,
  });
  for (const uri of result.texts.keys()) {
    const text = source.document(uri)!.text;
    run.lines.set(uri, lineStarts(text));
    run.digests.set(uri, digestOf(text));
  }
  const diff = options.write ? undefined : await diffOf(result, source, masker);
  if (options.write) writeFiles(writesOf(result, source, plan.root), plan.root);
  return {
    analysis: result.analysis,
    applied: result.applied,
    refused: result.refused,
    files: [...result.texts.keys()].sort(),
    diff,
    written: options.write,
  };
}

function writesOf(result: Convergence, source: EditableSource, root: string): FileWrite[] {
  return [...result.texts].map(([uri, { text }]) => {
    const original = source.original(uri);
    return { path: join(root, uri), text, before: original && joinBom(original.bom, original.text) };
  });
}

async function diffOf(result: Convergence, source: EditableSource, masker: Masker): Promise<string> {
  const { createTwoFilesPatch } = await import('diff');
  let out = '';
  for (const [uri, { text, created }] of [...result.texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const original = source.original(uri);
    const before = original ? joinBom(original.bom, original.text) : '';
    out += masker.coverText(
      createTwoFilesPatch(created ? '/dev/null' : `a/${uri}`, `b/${uri}`, before, text, undefined, undefined, { context: 3 }).replace(
        /^=+\n/,
        '',
      ),
      [uri],
    );
  }
  return out;
}
