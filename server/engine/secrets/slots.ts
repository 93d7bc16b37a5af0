// All slots of a document, by the notation that its name promises, and the text inside of comments, scripts and strings
// that the prefilter points to. Trees are used where a format has one and the text is not beyond measure.
import type { Document } from '../document.ts';
import { parseJson } from '../syntax/json.ts';
import { parseToml } from '../syntax/toml.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { lineSpanAt, type Span } from '../text/text.ts';
import { codeLanguages } from './code-languages.ts';
import { slotsInCode } from './slots-code.ts';
import { ofGenerator, slotsInData, type DataSlot } from './slots-data.ts';
import { slotsInLine } from './slots-text.ts';
import { isTable, slotsInPage, slotsInTable } from './slots-table.ts';
import { slotsInXml } from './slots-xml.ts';
import { freeText, type TextMode } from './text-values.ts';
import type { Slot } from './slot.ts';

/** Larger data files are read line by line: a tree of them costs more than a keystroke may. */
export const treeLimit = 1_500_000;

const lineModes: Readonly<Record<string, TextMode>> = {
  dotenv: { wholeLine: true, bareIsData: true, encoding: 'none' },
  properties: { wholeLine: true, bareIsData: true, encoding: 'none' },
  ini: { wholeLine: true, bareIsData: true, encoding: 'none' },
  shell: { ...freeText, encoding: 'shell' },
  dockerfile: { ...freeText, encoding: 'shell' },
};

/** Every slot, sorted by place. `pointers` are offsets that the prefilter found, sorted: text without a tree is read around them. */
export function slotsOf(document: Document, pointers: readonly number[]): readonly DataSlot[] {
  const { text } = document;
  const format = formatAsWritten(document);
  const slots: DataSlot[] = [];
  const inner: Span[] = [];
  const within = new Map<number, string>();
  const comments = new Set<number>();
  let explanations: ReadonlySet<number> = new Set();
  const language = codeLanguages[format];
  if ((format === 'yaml' || format === 'json' || format === 'toml' || format === 'notebook') && text.length <= treeLimit) {
    const tree = document.tree(format === 'yaml' ? parseYaml : format === 'toml' ? parseToml : parseJson);
    addAll(slots, slotsInData(tree.roots));
    if (slots.length === 0) inner.push([0, text.length]);
    else if (format === 'yaml' || format === 'toml') addAll(inner, commentLines(text, pointers, '#'));
  } else if (language) {
    const code = slotsInCode(text, language, pointers);
    addAll(slots, code.slots);
    addAll(inner, code.comments);
    for (const [start] of code.comments) comments.add(start);
    explanations = code.explanations;
  } else if (format === 'xml') {
    const xml = slotsInXml(text);
    addAll(slots, xml.slots);
    addAll(inner, xml.comments);
  } else {
    addAll(slots, isTable(document.uri) ? slotsInTable(text, document.uri) : []);
    if (format === 'markdown') addAll(slots, slotsInPage(text));
    if (slots.length === 0 || format === 'markdown')
      addAll(slots, slotsAround(text, [0, text.length], pointers, lineModes[format] ?? freeText));
  }
  const isStructured =
    language !== undefined || format === 'xml' || format === 'yaml' || format === 'json' || format === 'toml' || format === 'notebook';
  const outer = isStructured && inner.length + slots.length > 0 ? slots.length : 0;
  for (let i = 0; i < outer; i++) {
    const slot = slots[i]!;
    // What such a literal gives to its name was made a slot already.
    if (ofGenerator.test(slot.path)) continue;
    // A string that itself holds text: a script, a connection string, a header, JSON.
    if (slot.at[1] - slot.at[0] >= 12 && /[=:\s]/.test(slot.value.slice(0, 4000))) {
      inner.push(slot.at);
      within.set(slot.at[0], slot.path);
    }
  }
  const ofData = format === 'yaml' || format === 'json' || format === 'toml';
  // Lines were read into their quotes already.
  if (isStructured) {
    for (const range of inner)
      if (holdsPointer(pointers, range))
        for (const slot of slotsAround(
          text,
          range,
          pointers,
          isConnectionString(text, range) ? connectionString : ofData ? dataText : freeText,
        ))
          slots.push({
            ...slot,
            ...(comments.has(range[0]) || explanations.has(range[0]) ? { where: 'comment' } : {}),
            nested: true,
            within: within.get(range[0]),
            ...(ofData && slot.entry[0] === range[0] && listedVariable.test(within.get(range[0]) ?? '')
              ? { quoted: true, workload: true }
              : {}),
            explains:
              explanations.has(range[0]) ||
              (comments.has(range[0])
                ? isInSample(text, slot.at[0]) || saysForm(text, range[0], slot.at[0])
                : language !== undefined && isShownCall(text, range, slot)),
          });
  }
  return slots.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1]);
}

/** `services.db.environment.[0]`: a variable that Compose hands over as it is written in a list. */
const listedVariable = /^services\.[^.]+\.environment\.\[\d+\]$/;

/** The format that a name promises, or that the first line does where the name promises none. */
function formatAsWritten({ format, text }: Document): Document['format'] {
  if (format === 'text')
    return text.startsWith('#cloud-config') ? 'yaml' : /^\s{0,40}<\?xml\s/.test(text) ? 'xml' : isSettings(text) ? 'ini' : format;
  if (format !== 'xml' || /^\s{0,40}</.test(text)) return format;
  // `.config` is XML for .NET, terms for Erlang and YAML for Elastic Beanstalk. A line of a template may stand before XML.
  const head = text.slice(0, 400);
  return /^[\w-]{1,60}:[ \t]*$/m.test(head) ? 'yaml' : /^[ \t]{0,40}<[A-Za-z?!]/m.test(head) ? format : 'text';
}

/** Nothing but settings, sections and comments: the file of a program whose name says nothing. Decided by its first lines. */
function isSettings(text: string): boolean {
  let settings = 0;
  for (const line of text.slice(0, 4000).split('\n', 60).slice(0, -1)) {
    if (/^[ \t]{0,8}[A-Za-z][\w.-]{0,60}[ \t]{0,8}=[ \t]{0,8}[^\s=(){};][^(){};]{0,400}$/.test(line)) settings++;
    else if (!/^\s*(?:$|[#;]|\[[^\]]{1,80}\]\s*$|[A-Za-z][\w.-]{0,60}\s?=\s*$)/.test(line)) return false;
  }
  return settings >= 2;
}

const connectionString: TextMode = { ...freeText, bareIsData: true, ofPairs: true };
const dataText: TextMode = { ...freeText, ofData: true };

/** `Server=…;Password=…` and its kin: pairs between semicolons, of which one says where to connect; `host:6379,password=…` of StackExchange.Redis. */
function isConnectionString(text: string, [from, to]: Span): boolean {
  return (
    to - from < 2000 &&
    (/^[\w.-]{1,100}(?::\d{2,5},|,(?:[^,=\s]{1,100}=?[^,=\s]{0,100},){0,6}(?:ssl|abortConnect|allowAdmin|connectTimeout|connectRetry|syncTimeout|defaultDatabase)=)/i.test(
      text.slice(from, Math.min(to, from + 400)),
    ) ||
      /(?:^|[;"'\s])(?:server|data source|host|hostname|addr|address|network address|user id|uid|user|username|endpoint|accountname|defaultendpointsprotocol|initial catalog|database)\s{0,4}=[^;=]{1,200};/i.test(
        text.slice(from, to),
      ))
  );
}

const lineOfSample = /^[ \t]{0,60}(?:\/\/|\*|#)[ \t]{0,60}(?:"[^"\n]{1,80}"[ \t]?:|[{}[\]],?[ \t\r]{0,8}$)/;

/** Whether a line is one of several that show a document of JSON in a comment: the answer of a service, as its pages print it. */
function isInSample(text: string, at: number): boolean {
  const line = lineWithin(text, at, Math.max(0, at - 2000), Math.min(text.length, at + 2000));
  if (!lineOfSample.test(text.slice(line[0], Math.min(line[1], line[0] + 300)))) return false;
  let like = 0;
  for (const step of [-1, 1]) {
    let edge = step < 0 ? line[0] - 1 : line[1] + 1;
    for (let lines = 0; lines < 3 && edge > 0 && edge < text.length; lines++) {
      const next = lineWithin(text, edge, Math.max(0, edge - 2000), Math.min(text.length, edge + 2000));
      if (!lineOfSample.test(text.slice(next[0], Math.min(next[1], next[0] + 300)))) break;
      like++;
      edge = step < 0 ? next[0] - 1 : next[1] + 1;
    }
  }
  return like >= 2;
}

/** Whether a comment says before a value that it shows what one looks like: `Format: "Authorization: Bearer …"`. */
const saysForm = (text: string, from: number, at: number): boolean =>
  /(?:^|[^a-z])(?:format|example|e\.g\.|usage|looks like|such as)(?=[^a-z])[^\n]{0,80}$/i.test(text.slice(Math.max(from, at - 120), at));

/** `client.login({ user: "me", password: "`, to the end. */
const openCall = /[\w$](?:\.[\w$]{1,60}){1,4}\(\{[^(){}]{0,200}$/;

/**
 * Whether a string of several lines shows how something is called, with a word for the value: the help of a library, what an
 * assistant is told. A script that is handed to a machine is written as one and assigns.
 */
const isShownCall = (text: string, [from, to]: Span, { at }: Slot): boolean =>
  /^[a-z]{3,12}\d{0,4}$/i.test(text.slice(at[0], Math.min(at[1], at[0] + 20))) &&
  /\n|\\n/.test(text.slice(Math.max(from, at[0] - 1000), Math.min(to, at[1] + 200))) &&
  openCall.test(text.slice(Math.max(from, at[0] - 300), at[0]));

/** Slots on the lines of a range that hold a pointer. */
function slotsAround(text: string, [from, to]: Span, pointers: readonly number[], mode: TextMode): Slot[] {
  const slots: Slot[] = [];
  let index = firstAtLeast(pointers, from);
  while (index < pointers.length && pointers[index]! <= to) {
    const span = lineWithin(text, Math.max(from, pointers[index]! - 1), from, to);
    addAll(slots, slotsInLine(text, span, mode));
    index = firstAtLeast(pointers, Math.max(span[1] + 1, pointers[index]! + 1));
  }
  return slots;
}

const holdsPointer = (pointers: readonly number[], [from, to]: Span): boolean => (pointers[firstAtLeast(pointers, from)] ?? Infinity) <= to;

/** The line around an offset, no further than a range goes: the lines of minified files have megabytes. */
function lineWithin(text: string, at: number, from: number, to: number): Span {
  let start = at;
  while (start > from && text.charCodeAt(start - 1) !== 10) start--;
  let end = at;
  while (end < to && text.charCodeAt(end) !== 10) end++;
  return [start, end];
}

/** Adds one by one: a text may have more slots than a call may have arguments. */
function addAll<T>(into: T[], from: readonly T[]): void {
  for (const one of from) into.push(one);
}

function commentLines(text: string, pointers: readonly number[], sign: string): Span[] {
  const spans: Span[] = [];
  let behind = -1;
  for (const pointer of pointers) {
    if (pointer <= behind) continue;
    const line = lineSpanAt(text, pointer - 1);
    behind = line[1];
    const start = text.slice(line[0], Math.min(line[1], line[0] + 400)).search(/\S/);
    if (start >= 0 && text.startsWith(sign, line[0] + start)) spans.push([line[0] + start + 1, line[1]]);
  }
  return spans;
}

/** Index of the first number that is at least `least` in a sorted list. */
function firstAtLeast(sorted: readonly number[], least: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
