// Commands that a data file gives word by word: `command: ["kubectl", "create", …]` of a container, `args` of a step whose
// image or entry point is the program. They are put into the text as a shell would have them, as long as it was, so that
// whoever reads commands finds each word at its place. Lists that begin with a shell are left: the script in them is text.
import type { Document } from '../../document.ts';
import { resolved, type DataList, type DataMap, type DataNode, type DataScalar } from '../../syntax/data.ts';
import { parseHelm } from '../../syntax/helm.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { startsProgram, withProgramLists } from './program-lists.ts';

const program = /^(?:aws|gcloud|gsutil|bq|kubectl|oc|helm|az|vault|bao)$/;
const imageOfProgram = /(?:^|\/)(?:(gcloud|gsutil|kubectl|oc|helm)(?=$|[:@])|(aws)-cli(?=$|[:@]))/;
const mostCommands = 200;
const deepest = 60;

/** The text of a document with such commands on lines of their own; the text itself where there are none. */
export function withWordLists(document: Document): string {
  const { text, format } = document;
  if (startsProgram(document)) return withProgramLists(document);
  if (format !== 'yaml' || !/\b(?:command|args)["']?\s*:\s*(?:\[|#.*\n|\r?\n)/.test(text)) return text;
  const { roots } = text.includes('{{') ? document.tree(parseHelm).tree : document.tree(parseYaml);
  const commands: (readonly DataScalar[])[] = [];
  for (const root of roots) collect(root, commands, 0);
  if (commands.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const words of commands.sort((a, b) => a[0]!.inner[0] - b[0]!.inner[0])) {
    const start = words[0]!.inner[0];
    if (start <= at) continue;
    // What stands before the first word is a quote, a bracket or a part of an image's name.
    parts.push(text.slice(at, start - 1), '\n');
    at = start;
    for (const word of words) {
      const [from, to] = isPlain(word, text) ? word.inner : word.span;
      if (from < at) continue;
      parts.push(' '.repeat(from - at), text.slice(from, to));
      at = to;
    }
    if (at < text.length) {
      parts.push('\n');
      at++;
    }
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** A word that a shell reads as it stands. */
function isPlain({ inner }: DataScalar, text: string): boolean {
  return !/[\s;|&()#<>"'`\\]/.test(text.slice(...inner));
}

function collect(node: DataNode, into: (readonly DataScalar[])[], depth: number): void {
  if (depth > deepest || into.length >= mostCommands) return;
  if (node.kind === 'list') for (const item of node.items) collect(item, into, depth + 1);
  if (node.kind !== 'map') return;
  const words = wordsOf(node);
  if (words) into.push(words);
  else for (const { value } of node.entries) collect(value, into, depth + 1);
}

/** The words of the command that a container or a step runs: its program first. */
function wordsOf(step: DataMap): readonly DataScalar[] | undefined {
  const [command, args] = [scalarsIn(entryOf(step, 'command')), scalarsIn(entryOf(step, 'args')) ?? []];
  if (command?.[0] && program.test(String(command[0].value))) return inOrder([...command, ...args]);
  if (command || args.length === 0) return undefined;
  const entry = scalarOf(entryOf(step, 'entrypoint'));
  if (entry) return program.test(String(entry.value)) ? inOrder([entry, ...args]) : undefined;
  for (const key of ['name', 'image']) {
    const image = scalarOf(entryOf(step, key));
    const match = image && imageOfProgram.exec(String(image.value));
    if (!image || !match) continue;
    const name = match[1] ?? match[2]!;
    const start = image.inner[0] + match.index + match[0].indexOf(name, match[0].startsWith('/') ? 1 : 0);
    const word: DataScalar = { ...image, inner: [start, start + name.length], span: [start, start + name.length] };
    return inOrder([word, ...args]);
  }
  return undefined;
}

/** Words can only be read where the program stands before them. */
function inOrder(words: readonly DataScalar[]): readonly DataScalar[] | undefined {
  return words.every((word, index) => index === 0 || words[index - 1]!.inner[1] <= word.inner[0]) ? words : undefined;
}

function entryOf(map: DataMap, key: string): DataNode | undefined {
  const entry = map.entries.find((one) => one.key.kind === 'scalar' && one.key.value === key);
  return entry && (entry.value.kind === 'alias' ? resolved(entry.value) : entry.value);
}

function scalarOf(node: DataNode | undefined): DataScalar | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node : undefined;
}

function scalarsIn(node: DataNode | undefined): DataScalar[] | undefined {
  const list: DataList | undefined = node?.kind === 'list' ? node : undefined;
  const words = list?.items.filter((item) => item.kind === 'scalar');
  return words && words.length === list!.items.length ? words : undefined;
}
