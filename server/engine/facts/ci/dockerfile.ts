// The stages of a Dockerfile, with the build arguments and variables in them whose names say credential. One walk over the lines:
// instructions with their continuations, comments within them, and heredocs, whose text declares nothing.
import { namesCredential } from '../build-arguments.ts';

export interface Declared {
  readonly instruction: 'ARG' | 'ENV';
  readonly name: string;
  /** What it is set to, as written; empty for an argument without a default. */
  readonly value: string;
  /** Where the name begins in the text. */
  readonly from: number;
}

export interface DockerfileStage {
  readonly declared: readonly Declared[];
  /** The last stage, or one that it is built upon: what it declares stays in the history and the settings of the image. */
  readonly inImage: boolean;
}

interface Stage {
  readonly base?: Stage;
  readonly declared: Declared[];
  /** Arguments and variables of the stage itself. */
  readonly known: Set<string>;
}

/** Every stage in its order; none for a text without `FROM`. */
export function dockerfileStages(text: string): DockerfileStage[] {
  const stages: Stage[] = [];
  const byAlias = new Map<string, Stage>();
  for (const { word, from, to } of instructions(text)) {
    const body = text.slice(from, to);
    const current = stages.at(-1);
    if (word === 'FROM') {
      const [, image = '', alias] = /^(?:--\S{1,80}\s+){0,5}(\S{1,400})(?:\s+as\s+(\S{1,80}))?/i.exec(body) ?? [];
      const base = byAlias.get(image.toLowerCase());
      const stage: Stage = { ...(base ? { base } : {}), declared: [], known: new Set() };
      if (alias !== undefined && !byAlias.has(alias.toLowerCase())) byAlias.set(alias.toLowerCase(), stage);
      stages.push(stage);
    } else if (current && (word === 'ARG' || word === 'ENV')) declare(word, body, from, current);
  }
  const image = new Set<Stage>();
  for (let stage = stages.at(-1); stage; stage = stage.base) image.add(stage);
  return stages.map((stage) => ({ declared: stage.declared, inImage: image.has(stage) }));
}

/** What makes a build argument a mounted secret: spans to take out and to put in. */
export interface MountEdit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The edits that take an argument away and mount it in the `RUN`s of its stage that name it. Undefined where the file declares it more
 * than once, where a later stage is built upon its stage, where something other than a `RUN` takes it, and where no `RUN` names it: what a
 * program reads by itself is not seen.
 */
export function mountedInstead(text: string, name: string): MountEdit[] | undefined {
  const edits: MountEdit[] = [];
  const mentions = new RegExp(`(?<![\\w-])${name}(?!\\w)`);
  let stage = -1;
  let declaredIn = -1;
  let alias: string | undefined;
  for (const { word, from, to } of instructions(text)) {
    const body = text.slice(from, to);
    if (word === 'FROM') {
      if (
        alias !== undefined &&
        stage >= declaredIn &&
        declaredIn >= 0 &&
        new RegExp(`^(?:--\\S+\\s+)*${escaped(alias)}(?=\\s|$)`, 'i').test(body)
      )
        return undefined;
      stage++;
      if (declaredIn < 0) alias = /\sas\s+(\S+)/i.exec(body)?.[1];
    } else if (mentions.test(body)) {
      if (word === 'ARG' && stage >= 0) {
        const edit = declaredIn < 0 ? withoutArgument(text, from, to, name) : undefined;
        if (!edit) return undefined;
        declaredIn = stage;
        edits.push(edit);
      } else if (word === 'RUN' && stage === declaredIn)
        edits.push({ from, to: from, text: `--mount=type=secret,id=${name},env=${name} ` });
      else return undefined;
    }
  }
  return edits.length > 1 ? edits : undefined;
}

const escaped = (text: string): string => text.replace(/[^\w]/g, '\\$&');

/** An `ARG` of one name goes with its line; of several, the name goes with its default. */
function withoutArgument(text: string, from: number, to: number, name: string): MountEdit | undefined {
  const body = text.slice(from, to);
  const found = [...body.matchAll(assignment)];
  const own = found.find((match) => match[1] === name);
  if (!own) return undefined;
  if (found.length > 1) {
    const start = from + own.index;
    const gap = /[ \t]{1,99}$/.exec(text.slice(from, start))?.[0].length ?? 0;
    return { from: start - gap, to: start + own[0].length, text: '' };
  }
  const line = text.lastIndexOf('\n', from) + 1;
  const end = text.indexOf('\n', to - 1);
  return { from: line, to: end < 0 ? text.length : end + 1, text: '' };
}

const assignment =
  /(?<=^|[\s\\])([A-Za-z_]\w{0,79})(?:=("(?:[^"\\]|\\.){0,2000}"|'[^']{0,2000}'|(?:[^\s\\"']|\\[^\r\n]){0,2000}))?(?=$|[\s\\])/g;

/** What an instruction declares. `ENV NAME value` of older files sets one variable. */
function declare(instruction: 'ARG' | 'ENV', body: string, from: number, stage: Stage): void {
  const { declared, known } = stage;
  const old = instruction === 'ENV' ? /^([A-Za-z_]\w{0,79})[ \t]+(?!=)(\S[^\r\n]{0,2000})/.exec(body) : null;
  const all = old
    ? [{ name: old[1]!, value: old[2]!.trim(), index: 0 }]
    : [...body.matchAll(assignment)].map((match) => ({ name: match[1]!, value: match[2] ?? '', index: match.index }));
  for (const { name, value, index } of all) {
    const plain = value.replace(/^["']|["']$/g, '');
    const [, variable] = /^\$\{?([A-Za-z_]\w{0,79})\}?$/.exec(plain) ?? [];
    const credential = namesCredential(name) || (instruction === 'ENV' && variable !== undefined && namesCredential(variable));
    // A variable takes its value from an argument that the stage knows; another is empty, and one that is written out is the text's.
    const open = instruction === 'ARG' ? plain === '' || variable !== undefined : variable !== undefined && knows(stage, variable);
    if (credential && open) declared.push({ instruction, name, value: plain, from: from + index });
    known.add(name);
  }
}

/** Whether a stage, or one of the fifty below it, has an argument or a variable of this name. */
function knows(stage: Stage, name: string): boolean {
  let depth = 0;
  for (let one: Stage | undefined = stage; one && depth < 50; one = one.base, depth++) if (one.known.has(name)) return true;
  return false;
}

/** The instructions: the word in capitals, and where its arguments stand, continuation lines and all. */
function* instructions(text: string): Generator<{ readonly word: string; readonly from: number; readonly to: number }> {
  const lines = /[^\n]*(?:\n|$)/g;
  let open: { word: string; from: number } | undefined;
  let ends: string[] = [];
  for (let match = lines.exec(text); match && match[0] !== ''; match = lines.exec(text)) {
    const line = match[0].trimEnd();
    if (ends.length > 0) {
      if (line.trim() === ends[0]) ends.shift();
      continue;
    }
    if (/^\s*(?:#|$)/.test(line)) continue;
    const start = open ? undefined : /^\s*([A-Za-z]{1,20})\s+/.exec(line);
    if (start) open = { word: start[1]!.toUpperCase(), from: match.index + start[0].length };
    if (!open || line.endsWith('\\')) continue;
    yield { ...open, to: match.index + line.length };
    if (open.word === 'RUN' || open.word === 'COPY' || open.word === 'ADD')
      ends = [...line.matchAll(/<<-?["']?(\w{1,40})["']?/g)].map((heredoc) => heredoc[1]!);
    open = undefined;
  }
  if (open) yield { ...open, to: text.length };
}
