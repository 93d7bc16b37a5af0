// What holds for every finding in every example of every rule, whatever the dialect: it stands in the text, and it stays
// the same when the text is moved, ends its lines otherwise, begins with a byte order mark or is read in another order.
import { describe, expect, it } from 'vitest';
import { allRules } from '../../rules/registry.ts';
import { createDocument, formatOf } from '../../server/engine/document.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { applyEdits, type FixMaker } from '../../server/engine/fix.ts';
import { syntaxProblemsOf } from '../../server/engine/syntax-problems.ts';
import { analyzeTexts, today, type Texts } from '../support/analyze-text.ts';
import { fill } from '../support/fill.ts';
import { isCode } from '../support/observed-texts.ts';
import { readMarks } from '../support/rule-tester.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly texts: Texts;
}

const cases: Case[] = (await allRules())
  .flatMap((rule) =>
    rule.meta.docs.bad.map((example, index): Case => ({
      name: `${rule.id} ${index + 1}`,
      file: example.file,
      texts: {
        ...Object.fromEntries(Object.entries(example.beside ?? {}).map(([uri, text]) => [uri, fill(text)])),
        [example.file]: readMarks(fill(example.text)).text,
      },
    })),
  )
  .filter(({ texts }) => Object.keys(texts).every((uri) => isCode(uri) && !uri.startsWith('.posture/')));

/** A line that says nothing, in the words of the format; undefined where every line says something. */
const comments: Readonly<Record<string, string>> = {
  hcl: '# a note',
  yaml: '# a note',
  toml: '# a note',
  python: '# a note',
  shell: '# a note',
  dotenv: '# a note',
  properties: '# a note',
  typescript: '// a note',
  javascript: '// a note',
  go: '// a note',
  bicep: '// a note',
  java: '// a note',
  sql: '-- a note',
  groovy: '// a note',
};

/** Without places, which a moved text moves. */
const said = (findings: readonly Finding[]): string[] =>
  findings.map(({ rule, at, message, anchor, severity }) => `${at.uri} ${rule} ${severity} ${anchor} ${message}`).sort();

const judge = async (texts: Texts) => (await analyzeTexts(texts)).findings;

/** Examples in portions: a test each would be a thousand names, one test for all would hide the second failure. */
const portions = Array.from({ length: 12 }, (_, part) => cases.filter((_case, index) => index % 12 === part));

describe.each(portions.map((portion, index) => [index + 1, portion] as const))('examples, part %s', (_, portion) => {
  it('hold their findings inside, on whole characters, and without chance', async () => {
    for (const { name, texts } of portion) {
      const { findings, documents } = await analyzeTexts(texts);
      for (const { at, message, related } of findings) {
        for (const place of [at, ...related.map((one) => one.at)]) {
          const text = documents.get(place.uri)?.text;
          expect(text, `${name}: ${place.uri}`).toBeDefined();
          const [start, end] = place.span;
          expect(0 <= start && start <= end && end <= text!.length, `${name}: ${start}..${end}`).toBe(true);
          for (const edge of [start, end])
            expect(
              /[\uDC00-\uDFFF]/.test(text![edge] ?? '') && /[\uD800-\uDBFF]/.test(text![edge - 1] ?? ''),
              `${name} cuts a character in two`,
            ).toBe(false);
        }
        expect(message, name).not.toMatch(/undefined|NaN|\[object|\0/);
      }
      expect(JSON.stringify(await judge(texts)), `${name}: a second run`).toBe(JSON.stringify(findings));
    }
  });

  it('are judged alike when the text is moved, ends its lines otherwise or begins with a mark', async () => {
    for (const { name, file, texts } of portion) {
      const text = texts[file]!;
      const expected = said(await judge(texts));
      const with_ = async (changed: string) => said(await judge({ ...texts, [file]: changed }));
      expect(await with_(`\uFEFF${text}`), `${name}, with a byte order mark`).toEqual(expected);
      if (formatOf(file) !== 'markdown')
        expect(await with_(`${text.replace(/\n*$/, '\n')}\n\n`), `${name}, with empty lines at the end`).toEqual(expected);
      if (!text.includes('\r') && !text.includes('-----BEGIN'))
        expect(await with_(text.replaceAll('\n', '\r\n')), `${name}, with CRLF`).toEqual(expected);
      const comment = comments[formatOf(file)];
      if (comment && !text.startsWith('#!')) expect(await with_(`${comment}\n\n${text}`), `${name}, after a comment`).toEqual(expected);
      const order = Object.fromEntries(Object.entries(texts).reverse());
      expect(said(await judge(order)), `${name}, in another order`).toEqual(expected);
    }
  });

  it('are repaired without loss: the text parses, comments stay, and a safe fix brings nothing new', async () => {
    for (const { name, texts } of portion) {
      const { findings, documents } = await analyzeTexts(texts);
      for (const finding of findings) {
        for (const maker of [...(finding.fix ? [finding.fix] : []), ...finding.suggestions]) {
          for (const [uri, text] of edited(maker, documents)) {
            const before = documents.get(uri)!;
            const what = `${name}: "${maker.title}" of ${finding.rule}`;
            const after = createDocument(uri, text, before.format);
            expect(await syntaxProblemsOf(after), `${what} leaves a text that parses`).toBeLessThanOrEqual(await syntaxProblemsOf(before));
            if (maker !== finding.fix) continue;
            const count = (one: string) => one.match(/(?:^|\s)(?:#|\/\/) \S/gm)?.length ?? 0;
            expect(count(text), `${what} keeps comments`).toBeGreaterThanOrEqual(count(before.text));
            const now = await judge({ ...texts, [uri]: text });
            expect(now.filter((one) => one.rule === finding.rule).length, `${what} brings nothing new`).toBeLessThan(
              findings.filter((one) => one.rule === finding.rule).length,
            );
          }
        }
      }
    }
  });
});

function edited(maker: FixMaker, documents: ReadonlyMap<string, { readonly text: string }>): [string, string][] {
  const fix = maker.make({ document: (uri) => documents.get(uri) as never, today });
  return [...new Set((fix?.edits ?? []).map((edit) => edit.uri))]
    .filter((uri) => documents.has(uri))
    .map((uri) => [
      uri,
      applyEdits(
        documents.get(uri)!.text,
        fix!.edits.filter((edit) => edit.uri === uri),
      ),
    ]);
}
