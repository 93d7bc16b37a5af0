// Texts that stand within a script, behind `<<WORD`, and what becomes of them: run by another shell, printed, or kept by
// whatever takes them. Quotes around `<<` are not looked at; a text that no line ends is none.
import type { Span } from '../text/text.ts';

export interface Heredoc {
  /** From the line behind `<<WORD` to the line that ends the text, without it. */
  readonly body: Span;
  /** The word is quoted: variables within stay as they are written. */
  readonly literal: boolean;
  /** `run`: a shell takes it for commands. `printed`: `cat` shows it. `kept`: written to a file, or handed to a program. */
  readonly use: 'run' | 'printed' | 'kept';
  /** The last part of the name of the file that it is written to. */
  readonly file?: string;
  /** The file that it is written to, as the script says it. */
  readonly path?: string;
}

const opening = /(?<!<)<<[-~]?[ \t]*(?:(["'])([A-Za-z_]\w*)\1|\\?([A-Za-z_]\w*))/g;
/** Programs that run what they read. What another machine or container is handed may be a shell there. */
const runner = /(?<![\w.-])(?:(?:ba|da|z|k|a|fi)?sh|ssh|su|chroot|nsenter|eval|exec|source|xargs|parallel|pwsh|vagrant|RUN)(?![\w./=-])/;
const redirection = /(?<![\d&>])>{1,2}\|?[ \t]*["']?([^\s"'<>|;&]+)/;
const tee = /\btee[ \t]+(?:-\S+[ \t]+)*["']?([^\s"'<>|;&]+)/;
const longest = 400;

/** The texts of a script in their order. Linear. */
export function heredocsIn(text: string): Heredoc[] {
  const found: Heredoc[] = [];
  const ends = endsIn(text);
  if (!ends) return found;
  // The line that opens a text, and how far the texts that it opens reach.
  let [line, lineEnd, behind] = ['', -1, 0];
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (match.index > lineEnd) {
      // What stands in a text opens none.
      if (match.index < behind) {
        opening.lastIndex = behind;
        continue;
      }
      const next = text.indexOf('\n', match.index);
      lineEnd = next < 0 ? text.length : next;
      line = text.slice(headStart(text, match.index), Math.min(lineEnd, match.index + longest));
      behind = lineEnd + 1;
    }
    const end = ends.get(match[2] ?? match[3]!)!;
    while (end.passed < end.lines.length && end.lines[end.passed]! < behind) end.passed++;
    const last = end.lines[end.passed];
    if (last === undefined) continue;
    const sent = redirection.exec(line)?.[1];
    // What `tee` shows besides is thrown away.
    const path = sent === undefined || sent === '/dev/null' ? (tee.exec(line)?.[1] ?? sent) : sent;
    const file = baseName(path);
    const use = runner.test(line) ? 'run' : file === undefined && /\bcat\b/.test(line) && !line.includes('|') ? 'printed' : 'kept';
    found.push({ body: [behind, last], literal: match[2] !== undefined, use, ...(file === undefined ? {} : { file, path: path! }) });
    const next = text.indexOf('\n', last);
    behind = next < 0 ? text.length : next + 1;
  }
  return found;
}

/** What a command starts with, behind the words that run the next one. */
const started =
  /(?:^|[;&|({])[ \t]*(?:(?:(?:ba|z|da|k)?sh|source|sudo|exec|env|time|nohup|ssh|if|then|do|else|!|\.)[ \t]+(?:-\S{1,80}[ \t]+){0,5}){0,4}["']?([^\s;&|()"'`<>]{1,200})/gm;

/** The bodies that this script itself never runs: those that it prints or hands on, and those in files that it does not start. */
export function dataIn(script: string): readonly Span[] {
  const texts = heredocsIn(script);
  if (!texts.some((one) => one.use !== 'run')) return [];
  const run = texts.some((one) => one.file !== undefined)
    ? new Set([...script.matchAll(started)].map((match) => baseName(match[1])))
    : undefined;
  return texts.filter((one) => one.use !== 'run' && !(one.file !== undefined && run!.has(one.file))).map((one) => one.body);
}

function baseName(path: string | undefined): string | undefined {
  return path === undefined || /^&|^\/dev\/std(?:out|err)$/.test(path) ? undefined : path.slice(path.lastIndexOf('/') + 1);
}

/** Where the command that takes a text begins: its line, and those before it that go on. */
function headStart(text: string, at: number): number {
  const nearest = Math.max(0, at - longest);
  let start = text.slice(nearest, at).lastIndexOf('\n') + 1 + nearest;
  while (start > nearest && /\\\r?$/.test(text.slice(Math.max(nearest, start - 3), start - 1)))
    start = text.slice(nearest, start - 1).lastIndexOf('\n') + 1 + nearest;
  return start;
}

interface Ends {
  readonly lines: number[];
  /** How many of them lie before what was read: texts are asked for in their order. */
  passed: number;
}

/** Lines that are a word and no more, of the words that end a text: where each begins, in the order of the text. */
function endsIn(text: string): ReadonlyMap<string, Ends> | undefined {
  const ends = new Map<string, Ends>();
  for (const match of text.includes('<<') ? text.matchAll(opening) : []) ends.set(match[2] ?? match[3]!, { lines: [], passed: 0 });
  if (ends.size === 0) return undefined;
  for (let at = 0; at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    if (end - at < longest) ends.get(text.slice(at, end).trim())?.lines.push(at);
    at = end + 1;
  }
  return ends;
}
