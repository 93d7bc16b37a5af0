// Everything that reads what others wrote, by name. The long fuzz and the short one in the tests run the same list.
import { createDocument, folderOf, formatOf, type Document } from '../../../server/engine/document.ts';
import { createEngine, type Engine } from '../../../server/engine/engine.ts';
import { parseEmbeddedJson } from '../../../server/engine/facts/embedded-json.ts';
import { valueOf } from '../../../server/engine/facts/data-value.ts';
import { findExpressions, parseCondition } from '../../../server/engine/facts/github/expression.ts';
import { readGroovy } from '../../../server/engine/facts/ci/groovy.ts';
import { readRulesText } from '../../../server/engine/facts/firebase/rules-text.ts';
import { startedAgentReader } from '../../../server/engine/facts/agents/started.ts';
import { sqlTokens } from '../../../server/engine/facts/sql/tokens.ts';
import {
  addEntry,
  addItem,
  removeEntry,
  removeItem,
  replaceByList,
  replaceText,
  replaceValue,
  type Plain,
} from '../../../server/engine/edit/printer.ts';
import type { TextEdit } from '../../../server/engine/fix.ts';
import { unknownWorkspace } from '../../../server/engine/project.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { defaultSettings } from '../../../server/engine/settings.ts';
import { readSuppressions } from '../../../server/engine/suppress.ts';
import { insertDirective } from '../../../server/engine/edit/suppression.ts';
import { syntaxProblemsOf } from '../../../server/engine/syntax-problems.ts';
import { parseArmExpression, parseBicep } from '../../../server/engine/syntax/bicep/parse.ts';
import { parseFrontMatter } from '../../../server/engine/syntax/front-matter.ts';
import { parseHcl } from '../../../server/engine/syntax/hcl/parse.ts';
import { parseHclJson } from '../../../server/engine/syntax/hcl/json.ts';
import { parseHelm } from '../../../server/engine/syntax/helm.ts';
import { parseJson } from '../../../server/engine/syntax/json.ts';
import { parseToml } from '../../../server/engine/syntax/toml.ts';
import { parseTsx, parseTypeScript } from '../../../server/engine/syntax/typescript.ts';
import { parseXml } from '../../../server/engine/syntax/xml.ts';
import { parseYaml } from '../../../server/engine/syntax/yaml.ts';
import { explainAt } from '../../../server/engine/explain/explain.ts';
import { completionsAt } from '../../../server/lsp/completion.ts';
import { placeInText } from '../../../server/lsp/place-in-text.ts';
import { openExport } from '../../../server/observe/reading.ts';
import { sourceOf } from '../../../server/observe/recognise.ts';
import { sourceNamed, sourceNames } from '../../../server/observe/sources.ts';
import { factLine, readEvidenceLine, readEvidenceText } from '../../../server/posture/evidence.ts';
import { formatRecord } from '../../../server/posture/format.ts';
import { readForeignBaseline } from '../../../server/posture/foreign-baseline.ts';
import { readIdentity } from '../../../server/posture/identity-file.ts';
import { inventoryOf } from '../../../server/posture/inventory.ts';
import { mergeDecisions, mergeIdentities } from '../../../server/posture/merge.ts';
import { readPolicy } from '../../../server/posture/policy.ts';
import { readDecision } from '../../../server/posture/record.ts';
import { readReport } from '../../../server/posture/repository-report.ts';
import { parseRecordLog } from '../../../server/workspace/record-history.ts';
import { readReviews } from '../../../server/posture/proof.ts';
import { linesOfPatch } from '../../../server/workspace/changed-lines.ts';
import { namedOwnersIn, readCodeowners } from '../../../server/workspace/codeowners.ts';
import { createIgnoreTest, parseConfiguration, settingsOf } from '../../../server/workspace/configuration.ts';
import { patchParser } from '../../../server/workspace/history.ts';
import { remoteOf } from '../../../server/workspace/repository.ts';
import { teamIn } from '../../../server/workspace/sync/team-address.ts';
import { allRules, rulesOf } from '../../../rules/registry.ts';
import { startEditor } from '../../lsp/editor.ts';
import { arePlain, editedBy, fixIsSound, must, refusedInWords, spansInside, treeFits, valuesIn } from './laws.ts';
import { commandLineIsAnswered, commandLineOf } from './command-line.ts';
import { dialectsOf, type Sample } from './corpus.ts';
import type { Random } from './mutate.ts';
import { reportsCanBeRead } from './reports.ts';

export interface Target {
  readonly name: string;
  /** Which samples it begins with. */
  readonly takes: (sample: Sample) => boolean;
  /** Throws where a law is broken. `random` is for choices beside the text: where a cursor stands, what is written. */
  readonly run: (sample: Sample, random: Random) => void | Promise<void>;
}

const today = '2026-11-21';
const anything = () => true;
const ofFormat =
  (...formats: readonly string[]) =>
  ({ file }: Sample) =>
    formats.includes(formatOf(file));
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
const inText = (text: string) => () => text.length;

const parser = (name: string, takes: Target['takes'], parse: (text: string) => unknown): Target => ({
  name,
  takes,
  run: ({ text }) => spansInside(parse(text), () => text.length + 1),
});
const dataParser = (name: string, format: string, parse: typeof parseYaml): Target => ({
  name,
  takes: ofFormat(format),
  run({ text }) {
    const tree = parse(text);
    treeFits(tree, text);
    for (const root of tree.roots) spansInside(valueOf(root, 'a'), inText(text));
  },
});

const parsers: readonly Target[] = [
  dataParser('yaml', 'yaml', parseYaml),
  dataParser('json', 'json', parseJson),
  dataParser('toml', 'toml', parseToml),
  dataParser('xml', 'xml', parseXml),
  dataParser('front-matter', 'markdown', parseFrontMatter),
  {
    name: 'helm',
    takes: ({ file, text }) => text.includes('{{') || formatOf(file) === 'yaml',
    run: ({ text }) => {
      const helm = parseHelm(text);
      treeFits(helm.tree, text, true);
      spansInside(helm, () => text.length + 1);
    },
  },
  parser('hcl', ofFormat('hcl'), parseHcl),
  parser('hcl-json', ofFormat('json'), parseHclJson),
  parser('bicep', ofFormat('bicep'), parseBicep),
  parser(
    'arm-expression',
    ({ text }) => text.includes('[') && text.length < 2000,
    (text) => parseArmExpression(text, 0, text.length),
  ),
  { name: 'typescript', takes: ofFormat('typescript', 'javascript'), run: ({ text }) => void [parseTypeScript(text), parseTsx(text)] },
  parser('sql', ofFormat('sql'), sqlTokens),
  {
    name: 'firebase-rules',
    takes: ({ text }) => text.includes('service cloud.firestore'),
    run: ({ text }) => void readRulesText(text),
  },
  parser('groovy', ofFormat('groovy'), readGroovy),
  {
    name: 'expression',
    takes: ({ text }) => text.includes('${{'),
    run({ text }) {
      const written = { text, offsetOf: (index: number) => index };
      spansInside(findExpressions(written), inText(text));
      spansInside(parseCondition(written), inText(text));
    },
  },
  {
    name: 'embedded-json',
    takes: ofFormat('json'),
    run: ({ text }) => spansInside(parseEmbeddedJson(text, { uri: 'a', span: [0, text.length] }, 0, 'json-in-heredoc'), inText(text)),
  },
];

/** The engine with one text read, and every rule at hand, as a front runs it. */
async function engineOver(document: Document): Promise<{ engine: Engine; documents: ReadonlyMap<string, Document> }> {
  const documents = new Map([[document.uri, document]]);
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace(today),
    settingsFor: () => ({ ...defaultSettings, profile: 'audit' }),
    source: { document: (uri) => documents.get(uri), siblings: (folder) => (folderOf(document.uri) === folder ? [document.uri] : []) },
  });
  await engine.read([document]);
  return { engine, documents };
}

async function judged(
  document: Document,
): Promise<{ engine: Engine; documents: ReadonlyMap<string, Document>; analysis: Awaited<ReturnType<Engine['analyze']>> }> {
  const { engine, documents } = await engineOver(document);
  const analysis = await engine.analyze();
  // A limit that is said is no failure of ours.
  const failures = analysis.failures.filter(({ error }) => !error.startsWith('part of it is '));
  must(failures.length === 0, failures.map((failure) => `${failure.what}: ${failure.error}`).join('; '));
  return { engine, documents, analysis };
}

const engineTargets: readonly Target[] = [
  {
    name: 'secrets',
    takes: anything,
    run({ file, text }) {
      const document = createDocument(file, text);
      let last = 0;
      for (const { at, token } of scanSecrets(document)) {
        must(
          last <= at.span[0] && at.span[0] < at.span[1] && at.span[1] <= document.text.length,
          `candidate out of order or outside: ${at.span.join('..')}`,
        );
        must(token.span[0] <= at.span[0] && at.span[1] <= token.span[1], 'a token that does not hold its value');
        last = at.span[1];
      }
      spansInside(readSuppressions(document), inText(document.text));
    },
  },
  // Reading alone, of what a reader takes: without rules and fixes, many times as many texts in the same time.
  {
    name: 'readers',
    takes: ({ file, text }) => dialectsOf(createDocument(file, text)) !== '',
    async run({ file, text }) {
      const document = createDocument(file, text);
      const { engine } = await engineOver(document);
      const facts = [...engine.facts.values()];
      spansInside(facts, inText(document.text));
      arePlain(facts);
    },
  },
  {
    name: 'started-agent',
    takes: ofFormat('shell', 'powershell', 'dockerfile'),
    run({ file, text }, random) {
      const at = text.indexOf('\n', Math.floor(random() * text.length)) + 1;
      const started = [
        'claude -p "a b" --dangerously-skip-permissions',
        "su x -c 'codex --sandbox danger-full-access'",
        '["amp", "-x",\n"--yolo"]',
      ];
      const line = started[Math.floor(random() * started.length)]!;
      const settingsOf = (text: string) => {
        const facts = [...startedAgentReader.read([createDocument(file, text)], { neighbour: () => undefined }).values()];
        spansInside(facts, inText(text));
        return facts.flatMap(({ agents }) => agents.flatMap(({ settings }) => settings));
      };
      const whole = `${text.slice(0, at)}${line}\n${text.slice(at)}`;
      for (const { value } of settingsOf(whole)) {
        const [from, to] = value.at.span;
        must(/^--?[a-z]/.test(whole.slice(from, to)), 'an option that is none');
      }
      const comments = whole.replace(/^/gm, '# ');
      must(!file.endsWith('.sh') || settingsOf(comments).length === 0, 'an agent that a comment starts');
    },
  },
  {
    name: 'rules',
    takes: anything,
    async run({ file, text }) {
      const document = createDocument(file, text);
      const { engine, documents, analysis } = await judged(document);
      spansInside([...engine.facts.values()], inText(document.text));
      for (const finding of analysis.findings) {
        spansInside(finding, inText(document.text));
        must(
          finding.at.span[0] < finding.at.span[1] || document.text === '' || finding.at.span[0] <= document.text.length,
          'a finding without a place',
        );
        must(
          !/\0|\{[a-z]\w*\}(?=[ .,])/i.test(finding.message) || /[{\0]/.test(document.text),
          `a message with a hole: ${JSON.stringify(finding.message)}`,
        );
        for (const maker of [...(finding.fix ? [finding.fix] : []), ...finding.suggestions])
          await fixIsSound(maker, finding, documents, today);
        const directive = insertDirective(document, finding.at.span[0], { rule: finding.rule, until: '2027-01-31', reason: 'x' });
        if (directive) spansInside(directive, inText(document.text));
      }
      inventoryOf(engine.facts.values(), () => []);
    },
  },
  {
    name: 'same-again',
    takes: anything,
    async run({ file, text }) {
      const shown = async () =>
        JSON.stringify(
          (await judged(createDocument(file, text))).analysis.findings.map(({ rule, at, message, anchor }) => [
            rule,
            at.span,
            message,
            anchor,
          ]),
        );
      must((await shown()) === (await shown()), 'two runs over one text differ');
    },
  },
  {
    name: 'reports',
    takes: anything,
    async run({ file, text }, random) {
      const from = Math.floor(random() * text.length);
      const odd = text.slice(from, from + 1 + Math.floor(random() * 40));
      // A name of a file holds anything but a slash and the character nought.
      const folder = random() < 0.5 ? '' : `${odd.replace(/[/\0]|^\.+$/g, '_')}/`;
      await reportsCanBeRead(await judged(createDocument(folder + file, text)), odd, today);
    },
  },
  {
    name: 'editor',
    takes: anything,
    async run({ file, text }, random) {
      const document = createDocument(file, text);
      const { engine } = await judged(document);
      const project = await engine.project();
      for (let n = 0; n < 4; n++) {
        const offset = Math.floor(random() * (document.text.length + 1));
        spansInside(placeInText(document.text, offset), inText(document.text));
        await completionsAt({ document, offset, project, today, allRules: () => allRules(), owners: () => ['@acme/team'] });
        explainAt(project, document.uri, [offset, offset]);
      }
    },
  },
  {
    name: 'printers',
    takes: ofFormat('yaml', 'json', 'toml'),
    async run({ file, text }, random) {
      const document = createDocument(file, text);
      const tree = document.tree(document.format === 'json' ? parseJson : document.format === 'toml' ? parseToml : parseYaml);
      const readable = (await syntaxProblemsOf(document)) === 0;
      // Each edit has the whole text read anew: of thousands of roots a few say as much.
      const roots = tree.roots.length <= 8 ? tree.roots : Array.from({ length: 8 }, () => pick(random, tree.roots));
      for (const root of roots) {
        const values = valuesIn(valueOf(root, document.uri));
        for (let n = 0; n < 6; n++) {
          const value = pick(random, values);
          const word = pick(random, [
            'a',
            'two words',
            '*',
            "it's",
            '"',
            '- x',
            'a: b',
            '# c',
            'true',
            '1',
            '',
            'é\n',
            '\\',
            '{x}',
            '\u{1F600}',
          ]);
          const plain: Plain = pick<Plain>(random, [word, [word, 'b'], { a: word, b: [word] }, true, 3, [], {}]);
          const edits: (TextEdit | undefined)[] = [replaceValue(value, plain, document)];
          if (value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown')
            edits.push(replaceText(value, word), replaceByList(value, [word, 'b'], document));
          if (value.kind === 'list') edits.push(addItem(value, plain, document));
          if (value.kind === 'mapping') {
            edits.push(addEntry(value, word || 'k', plain, document));
            const entry = value.entries[0];
            if (entry?.key.kind === 'scalar') edits.push(removeEntry(value, String(entry.key.value), document));
          }
          edits.push(removeItem(value, document));
          for (const [index, edit] of edits.entries()) {
            if (!edit) continue;
            const changed = editedBy([edit], document);
            // What may not be edited is never asked for.
            if (readable && value.editable && !changed.startsWith('\uFEFF'))
              must(
                (await syntaxProblemsOf(createDocument(file, changed))) === 0,
                `printer ${index} on ${value.kind} ${value.encoding} with ${JSON.stringify(plain)} leaves a text that does not parse: ${JSON.stringify(changed.slice(0, 300))}`,
              );
          }
        }
      }
    },
  },
];

const isRecord = ({ file }: Sample) => file.startsWith('.posture/');

const recordTargets: readonly Target[] = [
  {
    name: 'decision',
    takes: isRecord,
    run({ text }) {
      const { decision, problems } = readDecision(text);
      spansInside(problems, () => text.length + 1);
      must(decision !== undefined || problems.length > 0, 'refused without a word');
      const formatted = formatRecord(text, '.posture/decisions/a.yaml');
      if ('text' in formatted)
        must(
          JSON.stringify(formatRecord(formatted.text, '.posture/decisions/a.yaml')) === JSON.stringify(formatted),
          'formatting does not settle',
        );
    },
  },
  {
    name: 'identity',
    takes: isRecord,
    run({ text }) {
      const { record, problems } = readIdentity(text);
      spansInside(problems, () => text.length + 1);
      must(record !== undefined || problems.length > 0, 'refused without a word');
      const formatted = formatRecord(text, '.posture/identities/a.yaml');
      if ('text' in formatted)
        must(
          JSON.stringify(formatRecord(formatted.text, '.posture/identities/a.yaml')) === JSON.stringify(formatted),
          'formatting does not settle',
        );
      if (record) mergeIdentities(record, record, undefined);
      const { decision } = readDecision(text);
      if (decision) mergeDecisions(undefined, decision, decision);
    },
  },
  {
    name: 'policy',
    takes: isRecord,
    run({ text }) {
      const { policy, problems } = readPolicy(text);
      spansInside(problems, () => text.length + 1);
      must(policy !== undefined || problems.length > 0, 'refused without a word');
    },
  },
  {
    name: 'configuration',
    takes: isRecord,
    run({ text }) {
      const { configuration, mistakes } = parseConfiguration(text);
      spansInside(mistakes, () => text.length);
      const layer = { file: '.posture/config.yaml', folder: '', configuration };
      settingsOf([layer]);
      createIgnoreTest()([layer], 'src/a.ts');
      refusedInWords(() => teamIn(text));
    },
  },
  {
    name: 'evidence',
    takes: ({ file }) => file.endsWith('.jsonl') || file.startsWith('exports/'),
    run({ text }) {
      readEvidenceText('a.jsonl', text, undefined);
      for (const line of text.split('\n').slice(0, 20)) readEvidenceLine(line);
      readReport(text);
      readReviews(text, 'reviews.json');
      for (const name of ['gitleaks-report.json', '.secrets.baseline', 'results.sarif', 'baseline.yaml', 'trivy.json'])
        readForeignBaseline(name, text);
    },
  },
  {
    name: 'export',
    takes: ({ file }) => file.startsWith('exports/'),
    async run({ file, text }, random) {
      const own = file.slice('exports/'.length);
      const name = sourceNames.find((source) => source === own && random() < 0.8) ?? sourceOf(text) ?? pick(random, sourceNames);
      const reader = openExport(await sourceNamed(name), {
        now: `${today}T12:00:00Z`,
        place: 'aws:1',
        subject: 'x',
        add: (fact) => {
          const line = readEvidenceLine(factLine(fact).trimEnd());
          if ('wrong' in line) must(/is not what it has to be/.test(line.wrong), line.wrong);
        },
      });
      const opened = reader.file('export', 'export');
      const piece = 1 + Math.floor(random() * text.length);
      for (let at = 0; at < text.length; at += piece) opened.push(text.slice(at, at + piece));
      opened.end();
      const { gaps, refused } = reader.finish();
      // eslint-disable-next-line no-control-regex
      for (const words of [...gaps, refused ?? '']) must(!/[\0-\x08\x0b-\x1f]/.test(words), 'a sentence that steers a terminal');
    },
  },
  {
    name: 'git-output',
    takes: ({ text }) => text.length < 4000,
    run({ text }) {
      linesOfPatch(text);
      parseRecordLog(text);
      remoteOf(text);
      namedOwnersIn(text);
      readCodeowners(text)('src/a.ts');
      const patch = patchParser(() => undefined);
      for (const _ of patch.feed(Buffer.from(text))) void _;
      for (const _ of patch.end()) void _;
    },
  },
];

/** One editor for all inputs, because starting one takes longer than asking it. */
let editor: ReturnType<typeof startEditor> | undefined;

const questions = [
  'textDocument/hover',
  'textDocument/completion',
  'textDocument/codeAction',
  'textDocument/definition',
  'textDocument/references',
  'textDocument/documentSymbol',
  'textDocument/documentLink',
  'textDocument/codeLens',
  'textDocument/inlayHint',
  'textDocument/prepareRename',
  'textDocument/rename',
  'textDocument/diagnostic',
  'workspace/diagnostic',
  'workspace/executeCommand',
  'codeAction/resolve',
  'posture/listFindings',
  'posture/overview',
  'posture/decide',
  'posture/decisionForm',
  'posture/comparison',
  'posture/identity',
  'posture/approvalForm',
  'posture/fixEverywhere',
  'posture/rulePage',
  'posture/checkWorkspace',
];

const protocolTarget: Target = {
  name: 'protocol',
  takes: ({ text }) => text.length < 6000,
  async run({ file, text }, random) {
    const { connection, open, close } = await (editor ??= startEditor({ folders: ['file:///fuzz'] }));
    const uri = `file:///fuzz/${encodeURI(file)}`;
    await open(uri, text);
    const position = () => ({ line: Math.floor(random() * 40) - (random() < 0.05 ? 50 : 0), character: Math.floor(random() * 60) });
    const odd = () => pick<unknown>(random, [null, 3, 'x', [], {}, { uri: 3 }, -1, 1e300, [null], { line: 'a' }]);
    for (let n = 0; n < 3; n++)
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: n + 2 },
        contentChanges:
          random() < 0.1
            ? odd()
            : [{ range: { start: position(), end: position() }, text: pick(random, ['', '\n', '"', '{', text.slice(0, 40)]) }],
      });
    for (let n = 0; n < 3; n++) {
      const method = pick(random, questions);
      const params: Record<string, unknown> = {
        textDocument: { uri },
        position: position(),
        range: { start: position(), end: position() },
        context: { diagnostics: [], includeDeclaration: true },
        newName: 'name',
        rule: 'github/unpinned-action',
        title: 'x',
        command: 'posture.fixEverywhere',
        previousResultIds: [],
      };
      const isQuestion = random() < 0.8;
      if (!isQuestion) params[pick(random, Object.keys(params))] = odd();
      // What is no question may be refused in any words; what is one may not be lost to a mistake of ours.
      await connection
        .sendRequest(method, params)
        .catch((error: { code?: number; message: string }) => must(!isQuestion || error.code !== -32603, `${method}: ${error.message}`));
    }
    await close(uri);
  },
};

const commandLineTarget: Target = {
  name: 'command-line',
  takes: (sample) => isRecord(sample) && sample.text.length < 300,
  run: ({ text }, random) => commandLineIsAnswered(commandLineOf(random, text), text),
};

export const targets: readonly Target[] = [...parsers, ...engineTargets, ...recordTargets, protocolTarget, commandLineTarget];

/** Ends what targets have started. */
export async function endTargets(): Promise<void> {
  await (await editor)?.end();
  editor = undefined;
}
