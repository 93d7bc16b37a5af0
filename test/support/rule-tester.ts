// Tests of a rule as data. `«…»` marks each span that the rule must report; a case without marks must be clean. Without
// being asked it also runs each invalid case with CRLF, with a byte order mark and with an emoji comment before it, checks
// that fixes parse, remove the finding and converge, that every message is used, and that no message holds a whole secret.
import { describe, expect, it } from 'vitest';
import { createDocument, formatOf } from '../../server/engine/document.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { applyEdits, editsOverlap, type FixMaker } from '../../server/engine/fix.ts';
import type { Rule } from '../../server/engine/rule.ts';
import type { Settings } from '../../server/engine/settings.ts';
import type { WorkspaceFacts } from '../../server/engine/project.ts';
import { fill } from './fill.ts';
import { analyzeTexts, today, type Texts } from './analyze-text.ts';

export interface Source {
  readonly file: string;
  readonly text: string;
}

export interface ValidCase extends Source {
  /** Why this is fine: the story of a false positive, or the border that it stands at. */
  readonly because?: string;
  readonly beside?: Texts;
  readonly settings?: Partial<Settings>;
  readonly workspace?: Partial<WorkspaceFacts>;
}

export interface InvalidCase extends ValidCase {
  /** Text that each message must contain, in the order of the findings; one string stands for all. */
  readonly message?: string | readonly string[];
  readonly severity?: string;
  /** The text after all safe fixes of this rule. Required where the case has one. */
  readonly fixed?: string;
  /** Texts after each suggestion of the first finding, in order; fewer may be given than there are. */
  readonly suggestions?: readonly string[];
  /** Texts of other files after the first suggestion of the first finding, where it edits those. */
  readonly suggestedBeside?: Texts;
}

const tag =
  (file: string) =>
  (strings: TemplateStringsArray, ...values: unknown[]): Source => ({ file, text: dedent(String.raw({ raw: strings.raw }, ...values)) });

/** Template tags that give a case its path. Text is taken raw and the common indentation is removed. */
export const terraform = tag('infra/main.tf');
export const workflow = tag('.github/workflows/ci.yml');
export const kubernetes = tag('deploy/rbac.yaml');
export const helm = tag('charts/app/templates/rbac.yaml');
export const cloudformation = tag('stack/template.yaml');
export const cloudformationJson = tag('stack/template.json');
export const iamJson = tag('policies/policy.json');
export const cdk = tag('lib/stack.ts');
export const bicep = tag('infra/main.bicep');
export const sql = tag('db/migrations/001.sql');
export const dotenv = tag('.env');
export const typescript = tag('src/index.ts');
export const python = tag('src/app.py');
export const mcpJson = tag('.mcp.json');
export const claudeSettings = tag('.claude/settings.json');
/** Any other path. */
export const at = tag;

function dedent(text: string): string {
  const lines = text
    .replace(/^\n/, '')
    .replace(/\n[ \t]*$/, '\n')
    .split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)![0].length));
  return lines.map((line) => line.slice(Math.min(margin, line.length))).join('\n');
}

/** Takes the marks out of a text and gives their spans. */
export function readMarks(marked: string): { text: string; spans: [number, number][] } {
  let text = '';
  const spans: [number, number][] = [];
  const open: number[] = [];
  for (const char of marked) {
    if (char === '«') open.push(text.length);
    else if (char === '»') spans.push([open.pop()!, text.length]);
    else text += char;
  }
  if (open.length > 0) throw new Error('a mark is opened and not closed');
  return { text, spans: spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]) };
}

const emojiComment: Readonly<Record<string, string>> = {
  hcl: '# \u{1F600}\n',
  yaml: '# \u{1F600}\n',
  typescript: '// \u{1F600}\n',
  javascript: '// \u{1F600}\n',
  dotenv: '# \u{1F600}\n',
  python: '# \u{1F600}\n',
  toml: '# \u{1F600}\n',
  bicep: '// \u{1F600}\n',
  sql: '-- \u{1F600}\n',
  shell: '# \u{1F600}\n',
  go: '// \u{1F600}\n',
};

export function ruleTester(rule: Rule, cases: { readonly valid: readonly ValidCase[]; readonly invalid: readonly InvalidCase[] }): void {
  describe(rule.id, () => {
    const seen = new Set<string>();
    cases.valid.forEach((one, index) => {
      it(`valid ${index + 1}: ${one.because ?? title(one)}`, async () => {
        const { text, spans } = readMarks(fill(one.text));
        expect(spans, 'a valid case has no marks').toEqual([]);
        expect((await run(rule, one, text)).map(show(text))).toEqual([]);
      });
    });
    cases.invalid.forEach((one, index) => {
      it(`invalid ${index + 1}: ${one.because ?? title(one)}`, async () => {
        const { text, spans } = readMarks(fill(one.text));
        expect(spans.length, 'an invalid case has marks').toBeGreaterThan(0);
        for (const [name, variant, move] of variants(one.file, text, spans)) {
          const findings = await run(rule, one, variant);
          expect(
            findings.map((finding) => [...finding.at.span]),
            `spans, ${name}: ${findings.map(show(variant)).join('; ')}`,
          ).toEqual(move);
        }
        const findings = await run(rule, one, text);
        findings.forEach((finding, n) => {
          seen.add(messageIdOf(rule, finding));
          const wanted = typeof one.message === 'string' ? one.message : one.message?.[n];
          if (wanted !== undefined) expect(finding.message).toContain(wanted);
          if (one.severity !== undefined) expect(finding.severity).toBe(one.severity);
          // A parameter is named; its value stands nowhere.
          if (rule.meta.category === 'secret' && rule.id !== 'secret/unmasked-parameter' && finding.at.span[1] - finding.at.span[0] >= 12)
            expect(finding.message).not.toContain(text.slice(...finding.at.span));
        });
        await checkFixes(rule, one, text, findings);
      });
    });
    it('uses every message', () => {
      expect([...seen].sort()).toEqual(Object.keys(rule.meta.messages).sort());
    });
    it('has the fix that it promises', () => {
      if (rule.meta.fix === 'none') expect(rule.meta.whyNoFix, 'a rule without a fix says why').toBeTruthy();
      if (rule.meta.fix === 'safe')
        expect(
          cases.invalid.some((one) => one.fixed !== undefined),
          'a case shows the safe fix',
        ).toBe(true);
      if (rule.meta.fix === 'suggestion')
        expect(
          cases.invalid.some((one) => (one.suggestions?.length ?? 0) > 0 || one.suggestedBeside !== undefined),
          'a case shows a suggestion',
        ).toBe(true);
    });
  });
}

function title(one: Source): string {
  return `${one.file} ${one.text.trim().split('\n')[0]!.slice(0, 60)}`;
}

const show = (text: string) => (finding: Finding) => `${JSON.stringify(text.slice(...finding.at.span))} ${finding.message}`;

async function run(rule: Rule, one: ValidCase, text: string): Promise<Finding[]> {
  const beside = Object.fromEntries(Object.entries(one.beside ?? {}).map(([uri, other]) => [uri, fill(other)]));
  const analysis = await analyzeTexts({ ...beside, [one.file]: text }, one.settings, one.workspace);
  expect(analysis.failures).toEqual([]);
  return analysis.findings.filter((finding) => finding.rule === rule.id && finding.at.uri === one.file);
}

function* variants(file: string, text: string, spans: [number, number][]): Generator<[string, string, number[][]]> {
  yield ['as written', text, spans];
  yield ['with a byte order mark', `\uFEFF${text}`, spans];
  if (!text.includes('\r') && !text.includes('"-----BEGIN')) {
    const shift = (offset: number) => offset + (text.slice(0, offset).match(/\n/g)?.length ?? 0);
    yield ['with CRLF', text.replaceAll('\n', '\r\n'), spans.map(([start, end]) => [shift(start), shift(end)])];
  }
  const comment = emojiComment[formatOf(file)];
  if (comment && !text.startsWith('#!'))
    yield ['after an emoji comment', comment + text, spans.map(([start, end]) => [start + comment.length, end + comment.length])];
}

function messageIdOf(rule: Rule, finding: Finding): string {
  for (const [id, template] of Object.entries(rule.meta.messages)) {
    const pattern = template
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[\\s\\S]*');
    if (new RegExp(`^${pattern}$`).test(finding.message)) return id;
  }
  throw new Error(`message of no id: ${finding.message}`);
}

function applied(one: Source, text: string, maker: FixMaker): string | undefined {
  const document = createDocument(one.file, text);
  const made = maker.make({ document: (uri) => (uri === one.file ? document : undefined), today });
  if (made) expect(editsOverlap(made.edits), `${maker.title}: the command refuses a fix whose edits overlap`).toBe(false);
  return (
    made &&
    applyEdits(
      text,
      made.edits.filter((edit) => edit.uri === one.file),
    )
  );
}

/** What a suggestion makes of the other files of a case; empty where it edits none of them. */
function appliedBeside(one: InvalidCase, text: string, maker: FixMaker): Texts {
  const documents = new Map(
    [[one.file, text], ...Object.entries(one.beside ?? {})].map(([uri, other]) => [uri!, createDocument(uri!, fill(other!))]),
  );
  const made = maker.make({ document: (uri) => documents.get(uri), today });
  const others = [...new Set((made?.edits ?? []).map((edit) => edit.uri))].filter((uri) => uri !== one.file);
  // A suggestion that only makes a file.
  if (made && made.edits.length === 0)
    return Object.fromEntries((made.create ?? []).map((file) => [file.uri, `${file.appendLines.join('\n')}\n`]));
  return Object.fromEntries(
    others.map((uri) => [
      uri,
      applyEdits(
        documents.get(uri)!.text,
        made!.edits.filter((edit) => edit.uri === uri),
      ),
    ]),
  );
}

async function checkFixes(rule: Rule, one: InvalidCase, text: string, findings: readonly Finding[]): Promise<void> {
  let current = text;
  for (let pass = 0; pass < 10; pass++) {
    const next = (pass === 0 ? findings : await run(rule, one, current)).find((finding) => finding.fix);
    if (!next) break;
    const fixed = applied(one, current, next.fix!);
    expect(fixed, 'a safe fix that is promised can be made').toBeDefined();
    expect(fixed, 'a safe fix changes something').not.toBe(current);
    current = fixed!;
    expect(pass, 'safe fixes converge').toBeLessThan(9);
  }
  if (one.fixed !== undefined) expect(current).toBe(fill(one.fixed));
  else expect(current, 'the case has a safe fix: give `fixed`').toBe(text);
  const first = findings[0]!;
  for (const [index, expected] of (one.suggestions ?? []).entries()) {
    const maker = first.suggestions[index];
    expect(maker, `suggestion ${index + 1} exists`).toBeDefined();
    const suggested = applied(one, text, maker!);
    expect(suggested, maker!.title).toBe(fill(expected));
    const again = await run(rule, one, suggested!);
    expect(
      again.filter((finding) => finding.anchor === first.anchor && finding.message === first.message).length,
      `"${maker!.title}" removes the finding`,
    ).toBeLessThan(findings.filter((finding) => finding.anchor === first.anchor && finding.message === first.message).length);
  }
  if (one.suggestedBeside !== undefined)
    expect(appliedBeside(one, text, first.suggestions[0]!), first.suggestions[0]?.title).toEqual(one.suggestedBeside);
  // Every suggestion can be made, changes something, and brings no new finding of its own rule.
  for (const finding of findings) {
    for (const maker of finding.suggestions) {
      if (Object.keys(appliedBeside(one, text, maker)).length > 0) continue;
      const suggested = applied(one, text, maker);
      expect(suggested, `"${maker.title}" can be made`).toBeDefined();
      expect(suggested, `"${maker.title}" changes something`).not.toBe(text);
      expect((await run(rule, one, suggested!)).length, `"${maker.title}" adds no finding`).toBeLessThanOrEqual(findings.length);
    }
  }
}
