// What every reader of an export works with, and what it comes to: facts are handed on one by one, so that nothing grows
// with the export but what tells duplicates apart. An export that cannot be trusted whole is refused in a sentence; what
// is merely not understood is a gap, counted and said.
import type { Instant, ObservationSource, ObservedFact } from '../engine/observation.ts';
import { openJsonStream, type JsonPath } from './json-stream.ts';
import { fieldOf, instantOf, listOf } from './fields.ts';

/** One file of an export as its text comes in. */
export interface FileReader {
  push(text: string): void;
  end(): void;
}

export interface Reading {
  readonly now: Instant;
  /** What a person says that the export is about, where the export itself does not. */
  readonly place: string | undefined;
  /** What a person says that a file is about: a secret's path, a role's ARN, a repository. */
  readonly subject: string | undefined;
  add(fact: ObservedFact): void;
  /** Something that was not understood, in words; the same words are counted. */
  gap(words: string): void;
  /** The export cannot be used. The first sentence counts. */
  refuse(sentence: string): void;
  /**
   * True for the first of this name. A second that says the same is counted and dropped, one that says something else
   * means that the files are not parts of one export.
   */
  first(what: string, name: string, content: unknown): boolean;
  /** A moment that lies in the past; a gap for one that does not, which only a wrong clock can have written. */
  past(value: unknown): Instant | undefined;
}

/** What a source says at the end, when every file was read. */
export interface ExportSummary {
  /** Undefined: the person has to say it. */
  readonly place?: string;
  readonly taken?: Instant;
  readonly complete: readonly ObservedFact['fact'][];
}

export interface SourceReader {
  /** `path` is where the file lies in the tree, where it does. */
  file(name: string, path?: string): FileReader;
  finish(): ExportSummary;
}

/**
 * One call of a vendor's tool: an argument array, never a shell. `<place>` stands for what follows the colon of the place,
 * `<about>` for what the person says that it is about.
 */
export interface ExportCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface Source {
  readonly id: ObservationSource;
  readonly title: string;
  /** The vendor's page that each field was checked against. */
  readonly reference: string;
  /** How a person gets the export: the last command prints it. Empty where no command line does. */
  readonly commands: readonly ExportCommand[];
  /** How to say which place it is about, where the export does not: `k8s:CLUSTER`. */
  readonly placeForm?: string;
  /** What `--about` names, where the export does not say it: `the path of the secret`. */
  readonly subjectForm?: string;
  open(reading: Reading): SourceReader;
}

export interface ReadExport {
  readonly refused?: string;
  readonly place?: string;
  readonly taken?: Instant;
  readonly complete: readonly ObservedFact['fact'][];
  readonly gaps: readonly string[];
  readonly facts: number;
  readonly duplicates: number;
}

export interface ExportReader {
  file(name: string, path?: string): FileReader;
  /** Whether it is refused already, so that the rest need not be read. */
  readonly refused: string | undefined;
  finish(): ReadExport;
}

export function openExport(
  source: Source,
  options: { readonly now: Instant; readonly place?: string; readonly subject?: string; add(fact: ObservedFact): void },
): ExportReader {
  let refused: string | undefined;
  let facts = 0;
  let duplicates = 0;
  const gaps = new Map<string, number>();
  const seen = new Map<string, number>();
  const gap = (words: string): void => {
    // A hostile export could hold a new word in every entry.
    if (gaps.size < 50 || gaps.has(words)) gaps.set(words, (gaps.get(words) ?? 0) + 1);
  };
  const reading: Reading = {
    now: options.now,
    place: options.place,
    subject: options.subject,
    add(fact) {
      if (refused !== undefined) return;
      facts++;
      options.add(fact);
    },
    gap,
    refuse(sentence) {
      refused ??= sentence;
    },
    first(what, name, content) {
      const id = `${what}\0${name}`;
      const digest = digestOf(JSON.stringify(content) ?? '');
      const known = seen.get(id);
      if (known === undefined) {
        seen.set(id, digest);
        return true;
      }
      duplicates++;
      if (known !== digest)
        refused ??= `${what} ${shown(name)} stands twice and differs: these files are not parts of one export. Export again, and give the files of one run`;
      return false;
    },
    past(value) {
      const moment = instantOf(value);
      if (moment === undefined || moment <= options.now) return moment;
      gap('a date in the future, taken for unknown');
      return undefined;
    },
  };
  const reader = source.open(reading);
  return {
    file: (name, path) => reader.file(name, path),
    get refused() {
      return refused;
    },
    finish() {
      const summary = reader.finish();
      const place = summary.place ?? options.place;
      if (
        summary.place !== undefined &&
        options.place !== undefined &&
        summary.place !== options.place &&
        !summary.place.startsWith(`${options.place}:`)
      ) {
        refused ??= `this export is about ${shown(summary.place)}, and ${shown(options.place)} was asked for`;
      }
      if (place === undefined)
        refused ??= `the export does not say what it is about: give --place${source.placeForm ? ` ${source.placeForm}` : ''}`;
      return {
        ...(refused !== undefined ? { refused } : {}),
        ...(place !== undefined ? { place } : {}),
        ...(summary.taken ? { taken: summary.taken } : {}),
        complete: [...summary.complete].sort(),
        gaps: [...gaps].map(([words, count]) => (count === 1 ? words : `${words} (${count} times)`)).sort(),
        facts,
        duplicates,
      };
    },
  };
}

/** A file of JSON, of which some paths are wanted. */
export function jsonFile(
  reading: Reading,
  name: string,
  wanted: readonly JsonPath[],
  onValue: (path: JsonPath, value: unknown) => void,
  onEnter?: (path: JsonPath, isList: boolean) => void,
): FileReader {
  const stream = openJsonStream(wanted, onValue, onEnter);
  return {
    push: (text) => stream.push(text),
    end() {
      const problem = stream.end();
      if (!problem) return;
      if (problem.cut) reading.refuse(`${name} ${problem.message}: it was cut off. Export it again`);
      else reading.refuse(`${name} ${problem.message} (at character ${problem.offset + 1})`);
    },
  };
}

/** The files of an export that comes in pages, and how many of them say that no further one follows. */
export interface Pages {
  all: number;
  last: number;
}

/** A page: `hasMore` is asked at its end. */
export function pageOf(inner: FileReader, pages: Pages, hasMore: () => boolean): FileReader {
  return {
    push: inner.push,
    end() {
      inner.end();
      pages.all++;
      if (!hasMore()) pages.last++;
    },
  };
}

/**
 * A list as commands print them: `[…]`, several one after the other, pages in a list, or an object that holds the list
 * under one of `keys`. `fields` are other top-level values that are wanted. Refused when it is none of these.
 */
export function listFile(
  reading: Reading,
  name: string,
  keys: readonly string[],
  onItem: (item: unknown) => void,
  fields: readonly string[] = [],
  onField?: (field: string, value: unknown) => void,
): FileReader {
  let isOne = false;
  const each = (item: unknown): void => {
    if (Array.isArray(item)) {
      for (const one of item) onItem(one);
      return;
    }
    const page = keys.find((key) => Array.isArray(fieldOf(item, key)));
    if (page === undefined) return onItem(item);
    for (const one of listOf(item, page)) onItem(one);
    for (const field of fields) if (fieldOf(item, field) !== undefined) onField?.(field, fieldOf(item, field));
  };
  const inner = jsonFile(
    reading,
    name,
    [['#'], ...keys.map((key) => [key, '#']), ...fields.map((field) => [field])],
    (path, value) => {
      if (path.length === 1 && fields.includes(path[0]!)) onField?.(path[0]!, value);
      else each(value);
    },
    (path, isList) => {
      if (isList && (path.length === 0 || (path.length === 1 && keys.includes(path[0]!)))) isOne = true;
    },
  );
  return {
    push: inner.push,
    end() {
      inner.end();
      if (!isOne)
        reading.refuse(
          `${name} holds no list${keys.length > 0 ? ` under ${keys.join(' or ')}` : ''}: it is no such export${keys.length > 0 ? '' : ', or an error that was saved as one'}`,
        );
    },
  };
}

/** A name as messages hold it. */
export function shown(name: string): string {
  const plain = name.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '?');
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}

/** 53 bits, to tell two contents apart that nobody made alike on purpose. */
function digestOf(text: string): number {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}
