// How a secret leaves a cell of a notebook: the cell is repaired as the program that it is, and the edits are written back
// into the strings of JSON that its lines are kept in. Outputs keep what was printed once: they have to be cleared.
import { createDocument, type Document } from '../../server/engine/document.ts';
import { locateAround } from '../../server/engine/edit/locate.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { scanSecrets } from '../../server/engine/secrets/scan.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { findNode, resolved, stringOf, type DataNode, type DataScalar } from '../../server/engine/syntax/data.ts';
import { codePartRepair } from './repair-code-parts.ts';
import { codeRepair } from './repair-code.ts';
import type { Repair } from './repair-plan.ts';

/** The repair in a cell of Python, R or Julia; undefined for what is no code there, and for other languages when it is asked for. */
export function notebookRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  return {
    title: `Read it from ${name} in the environment of the kernel`,
    edits(document, context) {
      const chain = locateAround(document, candidate.at.span);
      const cell = chain?.find(({ node }) => stringOf(findNode(node, 'cell_type')) === 'code')?.node;
      const root = chain?.[0]?.node;
      const source = findNode(cell, 'source');
      const language = endings.get(languageOfKernel(root));
      if (!cell || !source || !chain!.some(({ node }) => node === source) || !language) return undefined;
      const text = sourceText(document, source);
      // What a magic word heads may be another language.
      if (!text || text.value.startsWith('%%')) return undefined;
      const program = createDocument(`cell.${language}`, text.value);
      const inside = scanSecrets(program).find(({ at }) => text.starts[at.span[0]] === candidate.at.span[0]);
      const edits =
        inside && !inside.context.fallback
          ? (inside.whole ? codeRepair(inside, name) : codePartRepair(inside, name))?.edits(program, context)
          : undefined;
      if (!edits) return undefined;
      const imported = earlierCells(root, cell).some((one) =>
        /^import[ \t](?:[\w, \t]*,)?[ \t]*os\b(?![ \t]+as\b)/m.test(sourceText(document, findNode(one, 'source'))?.value ?? ''),
      );
      return edits.filter(({ span }) => !imported || span[0] < span[1]).map((edit) => writtenBack(document, source, text, edit));
    },
  };
}

const languageOfKernel = (root: DataNode | undefined): string =>
  (
    stringOf(findNode(root, 'metadata', 'kernelspec', 'language')) ??
    stringOf(findNode(root, 'metadata', 'language_info', 'name')) ??
    'python'
  ).toLowerCase();

/** How a file of the language ends, by the name that a kernel gives it. */
const endings: ReadonlyMap<string, string> = new Map([
  ['python', 'py'],
  ['python3', 'py'],
  ['ipython', 'py'],
  ['r', 'R'],
  ['julia', 'jl'],
]);

function earlierCells(root: DataNode | undefined, cell: DataNode): readonly DataNode[] {
  const cells = findNode(root, 'cells');
  return cells?.kind === 'list'
    ? cells.items.slice(0, cells.items.indexOf(cell)).filter((one) => stringOf(findNode(one, 'cell_type')) === 'code')
    : [];
}

interface SourceText {
  readonly value: string;
  /** Where each of its characters begins and ends in the file. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** The text of a cell; undefined where its strings are not such as programs write. */
function sourceText({ text }: Document, source: DataNode | undefined): SourceText | undefined {
  const lines = source?.kind === 'list' ? source.items.map((item) => resolved(item)) : [source];
  const starts: number[] = [];
  const ends: number[] = [];
  let value = '';
  for (const line of lines) {
    if (line?.kind !== 'scalar' || typeof line.value !== 'string') return undefined;
    for (let at = line.inner[0]; at < line.inner[1];) {
      const size = text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
      starts.push(at);
      ends.push((at += size));
    }
    value += line.value;
  }
  return starts.length === value.length ? { value, starts, ends } : undefined;
}

/** An edit of the program as one of the file. Lines that are put before a line become strings of their own. */
function writtenBack({ text, uri }: Document, source: DataNode, { value, starts, ends }: SourceText, edit: TextEdit): TextEdit {
  const [from, to] = edit.span;
  const written = JSON.stringify(edit.text);
  if (from < to) return { uri, span: [starts[from]!, ends[to - 1]!], text: written.slice(1, -1) };
  const at = from < value.length ? starts[from]! : (ends[from - 1] ?? source.span[1] - 1);
  const lines = source.kind === 'list' ? source.items : [];
  const index = lines.findIndex((line) => line.kind === 'scalar' && (line satisfies DataScalar).inner[0] === at);
  if (index < 0 || !edit.text.endsWith('\n')) return { uri, span: [at, at], text: written.slice(1, -1) };
  // Between two lines stands what stands between others.
  const second = Math.max(1, index);
  const between = lines[second]
    ? text.slice(lines[second - 1]!.span[1], lines[second]!.span[0])
    : `,${text.slice(source.span[0] + 1, lines[index]!.span[0])}`;
  return { uri, span: [lines[index]!.span[0], lines[index]!.span[0]], text: written + between };
}
