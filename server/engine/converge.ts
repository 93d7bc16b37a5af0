// Applies safe fixes, or those that a person chose, until there is nothing more to apply, and proves each: the text parses with no new problem, the
// finding is gone, and a further run would change nothing. What cannot be proved is taken back and said. Works on texts
// in memory; writing them is for the workspace.
import type { Analysis } from './settle.ts';
import { createDocument, type Document } from './document.ts';
import type { Engine, Source } from './engine.ts';
import type { Finding } from './finding.ts';
import { applyEdits, editsCollide, editsOverlap, type FileChange, type FixMaker, type TextEdit } from './fix.ts';
import { syntaxProblemsOf } from './syntax-problems.ts';
import { lineEndOf, joinBom } from './text/text.ts';

/** A source whose documents can be given another text, for the engine that judges the result of a fix. */
export interface EditableSource extends Source {
  /** Puts a text in place of what stands under the uri; undefined takes it back. */
  put(uri: string, document: Document | undefined): void;
  /** The document as it was before any `put`. */
  original(uri: string): Document | undefined;
  /** Every document that was put and not taken back. */
  readonly changed: ReadonlyMap<string, Document>;
}

export function editable(source: Source): EditableSource {
  const changed = new Map<string, Document>();
  return {
    changed,
    document: (uri) => changed.get(uri) ?? source.document(uri),
    siblings: (folder) => source.siblings(folder),
    original: (uri) => source.document(uri),
    put(uri, document) {
      if (document) changed.set(uri, document);
      else changed.delete(uri);
    },
  };
}

export interface ConvergeOptions {
  /** Has read everything, from `source`. */
  readonly engine: Engine;
  readonly source: EditableSource;
  readonly today: string;
  /** Findings whose fix is wanted. */
  readonly wanted: (finding: Finding) => boolean;
  /** The fix of a finding; the safe one when left out. A suggestion is proved like any other. */
  readonly fixOf?: (finding: Finding) => FixMaker | undefined;
  /** Undefined when a file may be changed or made, else why not. */
  readonly forbidden: (uri: string) => string | undefined;
}

export interface AppliedFix {
  readonly title: string;
  readonly finding: Finding;
  readonly uris: readonly string[];
}

export interface RefusedFix {
  readonly title: string;
  readonly finding: Finding;
  readonly why: string;
}

export interface Convergence {
  /** New texts, byte order mark included, of files that exist; and of files that a fix makes. */
  readonly texts: ReadonlyMap<string, { readonly text: string; readonly created: boolean }>;
  readonly applied: readonly AppliedFix[];
  readonly refused: readonly RefusedFix[];
  /** Findings over the texts as they are now. */
  readonly analysis: Analysis;
}

/** Passes in which something is applied. Fixes that wait for each other longer than this are taken for a circle. */
const passes = 10;

interface Planned {
  readonly finding: Finding;
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly create: readonly FileChange[];
  readonly uris: readonly string[];
}

export async function converge(options: ConvergeOptions): Promise<Convergence> {
  const { engine, source } = options;
  const applied: AppliedFix[] = [];
  const refused = new Map<string, RefusedFix>();
  let analysis = await engine.analyze();

  for (let pass = 0; pass < passes;) {
    const planned = plan(analysis, options, refused);
    if (planned.length === 0) break;
    const outcome = await attempt(planned, analysis, options, refused);
    analysis = outcome.analysis;
    applied.push(...outcome.applied);
    if (outcome.applied.length > 0) pass++;
  }

  const waiting = plan(analysis, options, refused);
  if (waiting.length > 0) {
    analysis = await takeBack(waiting, applied, options, refused);
  }
  const texts = new Map(
    [...source.changed].map(([uri, document]) => [
      uri,
      { text: joinBom(document.bom, document.text), created: source.original(uri) === undefined },
    ]),
  );
  return { texts, applied, refused: [...refused.values()], analysis };
}

/** Fixes for one pass, none of which touches another's text. The first in the order of findings wins; the others wait. */
function plan(analysis: Analysis, options: ConvergeOptions, refused: Map<string, RefusedFix>): Planned[] {
  const chosen: Planned[] = [];
  for (const finding of analysis.findings) {
    const maker = options.fixOf ? options.fixOf(finding) : finding.fix;
    if (!maker || !options.wanted(finding) || refused.has(keyOf(finding))) continue;
    const refuse = (why: string) => refused.set(keyOf(finding), { finding, title: maker.title, why });
    let fix;
    try {
      fix = maker.make({
        document: (uri) => options.source.document(uri),
        siblings: (folder) => options.source.siblings(folder),
        today: options.today,
      });
    } catch (error) {
      refuse(`it failed: ${(error as Error).name}`);
      continue;
    }
    if (!fix) {
      refuse('the text here has a form that it cannot rewrite');
      continue;
    }
    const create = fix.create ?? [];
    const uris = [...new Set([...fix.edits.map((edit) => edit.uri), ...create.map((change) => change.uri)])];
    const forbidden = uris.map((uri) => options.forbidden(uri)).find((why) => why !== undefined);
    if (forbidden !== undefined) {
      refuse(forbidden);
      continue;
    }
    if (editsOverlap(fix.edits)) {
      refuse('its own edits overlap');
      continue;
    }
    // The same line for both, as an import or a declaration: it stands once, and the fix before this one brings it.
    const edits = fix.edits.filter((edit) => !isBroughtBy(chosen, edit));
    if (chosen.some((other) => editsCollide(other.edits, edits))) continue;
    chosen.push({ finding, title: maker.title, edits, create, uris });
  }
  return chosen;
}

/** Whether a fix inserts the same text at the same place, beside what it changes itself. */
const isBroughtBy = (fixes: readonly Planned[], { uri, span, text }: TextEdit): boolean =>
  span[0] === span[1] &&
  /\n/.test(text) &&
  fixes.some(
    ({ edits }) =>
      edits.length > 1 && edits.some((one) => one.uri === uri && one.span[0] === span[0] && one.span[1] === span[0] && one.text === text),
  );

/** Applies what holds of a plan: all of it, else its first half, and so on; a single fix that does not hold is refused. */
async function attempt(
  planned: readonly Planned[],
  before: Analysis,
  options: ConvergeOptions,
  refused: Map<string, RefusedFix>,
): Promise<{ analysis: Analysis; applied: AppliedFix[] }> {
  let some = planned;
  for (;;) {
    const undo = new Map(some.flatMap((one) => one.uris).map((uri) => [uri, options.source.changed.get(uri)]));
    const problemsBefore = await problemCounts(undo.keys(), options.source);
    apply(some, options.source);
    const analysis = await readAgain(undo.keys(), options);
    const wrong = await firstWrong(some, before, analysis, problemsBefore, options.source);
    if (!wrong) return { analysis, applied: some.map(({ title, finding, uris }) => ({ title, finding, uris })) };
    for (const [uri, document] of undo) options.source.put(uri, document);
    const back = await readAgain(undo.keys(), options);
    if (some.length === 1) {
      refused.set(keyOf(some[0]!.finding), { finding: some[0]!.finding, title: some[0]!.title, why: wrong });
      return { analysis: back, applied: [] };
    }
    some = some.slice(0, Math.ceil(some.length / 2));
  }
}

function apply(fixes: readonly Planned[], source: EditableSource): void {
  const byUri = new Map<string, TextEdit[]>();
  for (const { edits } of fixes) for (const edit of edits) (byUri.get(edit.uri) ?? byUri.set(edit.uri, []).get(edit.uri)!).push(edit);
  for (const [uri, edits] of byUri) {
    const document = source.document(uri);
    if (document)
      source.put(
        uri,
        withText(
          document,
          applyEdits(
            document.text,
            edits.map((edit) => ({ span: edit.span, text: inLineEndsOf(document.text, edit.text) })),
          ),
        ),
      );
  }
  for (const { create } of fixes) {
    for (const { uri, appendLines } of create) {
      const document = source.document(uri);
      const text = appended(document?.text ?? '', appendLines);
      if (text !== document?.text) source.put(uri, document ? withText(document, text) : createDocument(uri, text));
    }
  }
}

function withText(document: Document, text: string): Document {
  return createDocument(document.uri, joinBom(document.bom, text), document.format);
}

/** The text of an edit with the line ends of the text that it goes into, where that text has one kind only. */
export function inLineEndsOf(text: string, insert: string): string {
  if (!insert.includes('\n') || lineEndOf(text) !== '\r\n' || /(?:^|[^\r])\n/.test(text)) return insert;
  return insert.replace(/\r?\n/g, '\r\n');
}

/** The text with those of the lines that it does not have yet at its end. */
export function appended(text: string, lines: readonly string[]): string {
  const there = new Set(text.split(/\r\n|\r|\n/).map((line) => line.trim()));
  const missing = lines.filter((line) => !there.has(line.trim()));
  if (missing.length === 0) return text;
  const end = lineEndOf(text);
  const start = text === '' || text.endsWith('\n') ? text : text + end;
  return start + missing.map((line) => line + end).join('');
}

async function readAgain(uris: Iterable<string>, { engine, source }: ConvergeOptions): Promise<Analysis> {
  const documents: Document[] = [];
  for (const uri of uris) {
    const document = source.document(uri);
    if (document) documents.push(document);
    else engine.remove(uri);
  }
  await engine.read(engine.withSiblings(documents));
  return engine.analyze();
}

async function problemCounts(uris: Iterable<string>, source: Source): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const uri of uris) {
    const document = source.document(uri);
    if (document) counts.set(uri, await syntaxProblemsOf(document));
  }
  return counts;
}

/** Why the texts cannot stay as they are now, or undefined when they can. */
async function firstWrong(
  fixes: readonly Planned[],
  before: Analysis,
  after: Analysis,
  problemsBefore: ReadonlyMap<string, number>,
  source: Source,
): Promise<string | undefined> {
  for (const [uri, count] of await problemCounts(new Set(fixes.flatMap((fix) => fix.uris)), source)) {
    if (count > (problemsBefore.get(uri) ?? 0)) return `${uri} would no longer be valid`;
  }
  if (after.failures.length > before.failures.length) return 'the result could not be checked';
  const countOf = (findings: readonly Finding[]) => {
    const counts = new Map<string, number>();
    for (const finding of findings) {
      // Of two with one name the second is numbered, and takes the place of the first when that is gone.
      const key = sameness({ ...finding, anchor: finding.anchor.replace(/#\d+$/, '') });
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  };
  const was = countOf(before.findings);
  const is = countOf(after.findings);
  const repaired = countOf(fixes.map((fix) => fix.finding));
  for (const [key, count] of repaired) {
    if ((is.get(key) ?? 0) > (was.get(key) ?? 0) - count) return 'the finding would still be there';
  }
  const rules = new Set(fixes.map((fix) => fix.finding.rule));
  const total = (findings: readonly Finding[]) => findings.filter((finding) => rules.has(finding.rule)).length;
  // One finding may turn into another, milder one, which the next pass repairs; it may not turn into two.
  if (total(after.findings) > total(before.findings)) return 'it would bring new findings of its own rule';
  return undefined;
}

/** After the last pass: every file that still waits, and every file that was changed together with one, gets its original back. */
async function takeBack(
  waiting: readonly Planned[],
  applied: AppliedFix[],
  options: ConvergeOptions,
  refused: Map<string, RefusedFix>,
): Promise<Analysis> {
  const why = `fixes here still change each other after ${passes} passes`;
  const tainted = new Set(waiting.flatMap((one) => one.uris));
  for (let size = -1; size !== tainted.size;) {
    size = tainted.size;
    for (const fix of applied) if (fix.uris.some((uri) => tainted.has(uri))) for (const uri of fix.uris) tainted.add(uri);
  }
  for (const one of waiting) refused.set(keyOf(one.finding), { finding: one.finding, title: one.title, why });
  for (let i = applied.length - 1; i >= 0; i--) {
    const fix = applied[i]!;
    if (!fix.uris.some((uri) => tainted.has(uri))) continue;
    applied.splice(i, 1);
    refused.set(keyOf(fix.finding), { finding: fix.finding, title: fix.title, why });
  }
  for (const uri of tainted) options.source.put(uri, undefined);
  return readAgain(tainted, options);
}

/** One finding through passes in which its place may move. */
function keyOf(finding: Finding): string {
  return `${sameness(finding)}\0${finding.at.span[0]}`;
}

function sameness(finding: Finding): string {
  return `${finding.rule}\0${finding.at.uri}\0${finding.anchor}\0${finding.message}`;
}
