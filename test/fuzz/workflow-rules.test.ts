// No rule of workflows and pipelines throws on what is left of its own examples, and every fix that it then offers can be
// made and keeps the text readable.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules as ci } from '../../rules/ci/rules.ts';
import { rules as github } from '../../rules/github/rules.ts';
import { runProjectRules, runRules } from '../../server/engine/run-rules.ts';
import { createDocument } from '../../server/engine/document.ts';
import { readerEntries } from '../../server/engine/facts/readers.ts';
import { applyEdits } from '../../server/engine/fix.ts';
import { createProject, unknownWorkspace } from '../../server/engine/project.ts';
import { readDocuments } from '../../server/engine/read.ts';
import { loadReaders, type LoadedReaders } from '../../server/engine/readers.ts';
import { defaultSettings } from '../../server/engine/settings.ts';

const rules = [...github, ...ci];
const examples = rules.flatMap((rule) =>
  rule.meta.docs.bad.map((example) => ({ file: example.file, text: example.text.replace(/[«»]/g, '') })),
);
const readers: LoadedReaders = new Map();
await loadReaders(
  readerEntries,
  examples.map((example) => createDocument(example.file, example.text)),
  readers,
);

function check(file: string, text: string): void {
  const document = createDocument(file, text);
  const read = readDocuments([document], readerEntries, readers, () => [], { neighbour: () => undefined });
  expect(read.failures).toEqual([]);
  const project = createProject(new Map(read.facts.map((facts) => [facts.uri, facts])), {}, unknownWorkspace('2026-11-21'));
  const settings = () => ({ ...defaultSettings, profile: 'audit' as const });
  for (const result of [runRules(project, rules, file, settings), runProjectRules(project, rules, settings)]) {
    expect(result.failures).toEqual([]);
    for (const finding of result.findings) {
      expect(finding.at.span[1]).toBeLessThanOrEqual(text.length);
      for (const maker of finding.suggestions) {
        const made = maker.make({ document: () => document, today: '2026-11-21' });
        if (made)
          applyEdits(
            text,
            made.edits.filter((edit) => edit.uri === file),
          );
      }
    }
  }
}

describe('rules of workflows and pipelines', () => {
  it('judge every truncation of their examples', () => {
    for (const { file, text } of examples) for (let end = 7; end < text.length; end += 41) check(file, text.slice(0, end));
  });

  it('judge damaged examples', () => {
    const damage = fc.record({
      which: fc.nat(examples.length - 1),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.nat(30),
      put: fc.constantFrom('', '\n', '  ', ': ', '- ', '{', '}', '[', "'", '"', '&a ', '*a', 'null', '${{ ', ' }}', '#', '\t'),
    });
    fc.assert(
      fc.property(damage, ({ which, at, cut, put }) => {
        const { file, text } = examples[which]!;
        const from = Math.floor(at * text.length);
        check(file, text.slice(0, from) + put + text.slice(from + cut));
      }),
      { numRuns: 400 },
    );
  });
});
