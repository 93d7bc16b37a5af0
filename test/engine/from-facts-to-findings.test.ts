import { describe, expect, it } from 'vitest';
import { isOn } from '../../server/engine/finding-of.ts';
import { runProjectRules, runRules } from '../../server/engine/run-rules.ts';
import { settle, type Analysis } from '../../server/engine/settle.ts';
import { createDocument } from '../../server/engine/document.ts';
import { lowered, type Finding } from '../../server/engine/finding.ts';
import { applyEdits, editsCollide } from '../../server/engine/fix.ts';
import { noFacts, type Grant } from '../../server/engine/facts/types.ts';
import { createProject, unknownWorkspace, type DocumentFacts, type Project } from '../../server/engine/project.ts';
import { defineRule, type Rule, type RuleMeta } from '../../server/engine/rule.ts';
import { defaultSettings, type Settings, type SettingsFor } from '../../server/engine/settings.ts';
import { readSuppressions } from '../../server/engine/suppress.ts';
import { analyzeTexts } from '../support/analyze-text.ts';

const meta: RuleMeta<'found'> = {
  title: 'A grant',
  category: 'wildcard',
  severity: 'high',
  confidence: 'high',
  frameworks: [],
  peers: [],
  fix: 'none',
  whyNoFix: 'a test',
  messages: { found: 'grant {n}' },
  docs: { what: '', why: '', remedy: '', bad: [], good: [], references: [] },
};

const rule = (id: string, more: Partial<RuleMeta<'found'>> = {}, on?: Rule['on']): Rule =>
  defineRule({
    id,
    meta: { ...meta, ...more },
    on: (on as never) ?? {
      grant: (grant, context) => context.report({ at: grant.carrier.head, message: 'found', data: { n: 1 }, anchor: grant.anchor }),
    },
  });

function grantAt(uri: string, start: number): Grant {
  const place = { uri, span: [start, start + 1] as const };
  return {
    anchor: `test|${uri}|${start}`,
    platform: 'aws',
    effect: 'allow',
    polarity: { actions: 'only', resources: 'only', principals: 'only' },
    role: 'identity',
    principals: [],
    actions: [],
    scope: [],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'terraform', kind: 'x', address: 'x', block: place, head: place },
    enabled: 'yes',
  };
}

function projectOf(texts: Record<string, string>, starts: readonly number[] = [0]) {
  const documents = new Map<string, DocumentFacts>();
  for (const [uri, text] of Object.entries(texts)) {
    documents.set(uri, {
      uri,
      facts: { ...noFacts(), grants: starts.map((start) => grantAt(uri, start)) },
      secrets: [],
      suppressions: readSuppressions(createDocument(uri, text)),
      dialects: [],
    });
  }
  return createProject(documents, {}, unknownWorkspace('2026-11-21'));
}

const settings =
  (more: Partial<Settings> = {}): SettingsFor =>
  () => ({ ...defaultSettings, ...more });
/** Every rule over everything. */
function analyze(project: Project, rules: readonly Rule[], settingsFor: SettingsFor): Analysis {
  return settle(
    project,
    rules,
    [
      ...[...project.documents.keys()].map((uri) => runRules(project, rules, uri, settingsFor)),
      runProjectRules(project, rules, settingsFor),
    ],
    settingsFor,
  );
}

const brief = (findings: readonly Finding[]) =>
  findings.map((finding) => `${finding.rule} ${finding.at.uri}:${finding.at.span[0]} ${finding.severity}`);

describe('from facts to findings', () => {
  it('gives the one order, whatever the order of documents and rules', () => {
    const project = projectOf({ 'b.tf': '', 'a.tf': '' }, [5, 0]);
    expect(brief(analyze(project, [rule('aws/z'), rule('aws/y')], settings()).findings)).toEqual([
      'aws/y a.tf:0 high',
      'aws/z a.tf:0 high',
      'aws/y a.tf:5 high',
      'aws/z a.tf:5 high',
      'aws/y b.tf:0 high',
      'aws/z b.tf:0 high',
      'aws/y b.tf:5 high',
      'aws/z b.tf:5 high',
    ]);
  });

  it('says the same thing once', () => {
    const twice = rule(
      'aws/x',
      {},
      {
        grant: (grant, context) => {
          for (const _ of [1, 2]) context.report({ at: grant.carrier.head, message: 'found', data: { n: 1 }, anchor: 'same' });
        },
      },
    );
    expect(analyze(projectOf({ 'a.tf': '' }), [twice], settings()).findings).toHaveLength(1);
  });

  it('says of a policy in a file of its own what the program says that takes it, where both read it', async () => {
    const policy = '{ "Statement": [{ "Effect": "Allow", "Action": "dynamodb:*", "Resource": "${table}" }] }\n';
    const taking =
      'resource "aws_iam_role_policy" "app" {\n  role   = "app"\n  policy = templatefile("${path.module}/app.json.tpl", { table = "*" })\n}\n';
    const said = async (texts: Record<string, string>) =>
      (await analyzeTexts(texts)).findings.filter(({ rule }) => rule === 'aws/wildcard-action').map(({ anchor }) => anchor.split('|')[0]);
    expect(await said({ 'infra/app.json.tpl': policy })).toEqual(['iam-json']);
    expect(await said({ 'infra/app.json.tpl': policy, 'infra/main.tf': taking })).toEqual(['terraform']);
  });

  it('gives equals in one scope an anchor each, in the order of the text', () => {
    const same = rule(
      'aws/x',
      {},
      { grant: (grant, context) => context.report({ at: grant.carrier.head, message: 'found', data: { n: 1 }, anchor: 'same' }) },
    );
    expect(
      analyze(projectOf({ 'a.tf': '' }, [5, 0, 9]), [same], settings()).findings.map((finding) => [finding.at.span[0], finding.anchor]),
    ).toEqual([
      [0, 'same'],
      [5, 'same|#2'],
      [9, 'same|#3'],
    ]);
  });

  it('drops the weaker of two findings at one place, and only there', () => {
    const strong = rule(
      'aws/strong',
      { subsumes: ['aws/weak'] },
      {
        grant: (grant, context) => {
          if (grant.carrier.head.span[0] === 0)
            context.report({ at: grant.carrier.head, message: 'found', data: { n: 1 }, anchor: grant.anchor });
        },
      },
    );
    expect(brief(analyze(projectOf({ 'a.tf': '' }, [0, 5]), [rule('aws/weak'), strong], settings()).findings)).toEqual([
      'aws/strong a.tf:0 high',
      'aws/weak a.tf:5 high',
    ]);
  });

  it('lowers severity by the class of the path, not below info, and says so', () => {
    const [finding] = analyze(projectOf({ 'tests/a.tf': '' }), [rule('aws/x')], settings()).findings;
    expect(finding).toMatchObject({ severity: 'medium', adjusted: 'one step lower in a test folder' });
    expect(lowered('info')).toBe('info');
    expect(analyze(projectOf({ 'contest/a.tf': '' }), [rule('aws/x')], settings()).findings[0]!.severity).toBe('high');
  });

  it('obeys configured severities before anything else', () => {
    expect(
      analyze(projectOf({ 'tests/a.tf': '' }), [rule('aws/x')], settings({ severities: { 'aws/x': 'critical' } })).findings[0]!.severity,
    ).toBe('critical');
  });

  it('is milder in the default profile where the rule says so', () => {
    const quiet = rule('aws/x', { severityInDefault: 'low' });
    expect(analyze(projectOf({ 'a.tf': '' }), [quiet], settings()).findings[0]!.severity).toBe('low');
    expect(analyze(projectOf({ 'a.tf': '' }), [quiet], settings({ profile: 'strict' })).findings[0]!.severity).toBe('high');
  });

  it('turns rules on and off by profile, by name and by `only`', () => {
    const strict = rule('aws/x', { profile: 'strict' });
    expect(isOn(strict, defaultSettings)).toBe(false);
    expect(isOn(strict, { ...defaultSettings, profile: 'audit' })).toBe(true);
    expect(isOn(strict, { ...defaultSettings, on: ['aws/x'] })).toBe(true);
    expect(isOn(strict, { ...defaultSettings, profile: 'audit', off: { 'aws/x': 'noise' } })).toBe(false);
    expect(isOn(strict, { ...defaultSettings, only: ['aws/x'] })).toBe(true);
    expect(isOn(strict, { ...defaultSettings, profile: 'audit', only: ['aws/y'] })).toBe(false);
  });

  it('loses only the rule that throws, only for that document, and says so', () => {
    const bad = rule(
      'aws/bad',
      {},
      {
        grant: (grant) => {
          if (grant.carrier.head.uri === 'a.tf') throw new TypeError('no');
        },
      },
    );
    const result = analyze(projectOf({ 'a.tf': '', 'b.tf': '' }), [bad, rule('aws/x')], settings());
    expect(brief(result.findings)).toEqual(['aws/x a.tf:0 high', 'aws/x b.tf:0 high']);
    expect(result.failures).toMatchObject([{ what: 'rule aws/bad', uri: 'a.tf', error: expect.stringContaining('TypeError: no') }]);
  });

  it('treats a message that lacks its data as a failure of the rule, never as a silent hole', () => {
    const bad = rule(
      'aws/bad',
      {},
      { grant: (grant, context) => context.report({ at: grant.carrier.head, message: 'found', anchor: 'a' }) },
    );
    expect(analyze(projectOf({ 'a.tf': '' }), [bad], settings()).failures[0]!.error).toContain('needs data "n"');
  });

  it('puts findings that a suppression covers aside, until its end', () => {
    const text = 'x # posture-ignore aws/x until=2026-11-21: fine\n';
    const result = analyze(projectOf({ 'a.tf': text }), [rule('aws/x'), rule('aws/y')], settings());
    expect(brief(result.findings)).toEqual(['aws/y a.tf:0 high']);
    expect(result.suppressed).toMatchObject([{ rule: 'aws/x', suppressed: { reason: 'fine', until: '2026-11-21' } }]);
    const expired = analyze(projectOf({ 'a.tf': text.replace('11-21', '11-20') }), [rule('aws/x')], settings());
    expect(brief(expired.findings)).toEqual(['aws/x a.tf:0 high']);
  });

  it('tells the rules about suppressions that are used, unused and expired', () => {
    const seen: unknown[] = [];
    const watcher = rule('drift/watch', {}, { suppression: (state) => void seen.push([state.used, state.expired]) });
    analyze(
      projectOf({ 'a.tf': 'x # posture-ignore aws/x until=2020-01-01: old\ny # posture-ignore aws/x: never\n' }),
      [rule('aws/x'), watcher],
      settings(),
    );
    expect(seen).toEqual([
      [1, true],
      [0, false],
    ]);
  });

  it('knows which results depend on other documents', () => {
    const asking = (ask: (project: Project) => unknown) => {
      const { wide, asked } = runRules(
        projectOf({ 'a.tf': '' }),
        [rule('aws/x', {}, { grant: (_grant, context) => void ask(context.project) })],
        'a.tf',
        settings(),
      );
      return { wide, asked: [...asked!] };
    };
    expect(asking(() => 0)).toEqual({ wide: false, asked: [] });
    expect(asking((project) => project.all('trusts'))).toEqual({ wide: false, asked: ['all\0trusts'] });
    expect(asking((project) => project.secrets())).toEqual({ wide: false, asked: ['all\0secrets'] });
    expect(asking((project) => project.documents.get('b.tf'))).toEqual({ wide: false, asked: ['document\0b.tf'] });
    expect(asking((project) => [...project.documents.values()])).toEqual({ wide: true, asked: [] });
    expect(asking((project) => project.memo('x', () => project.documents.size))).toEqual({ wide: true, asked: [] });
  });

  it('has who uses what another document had made ask all that its making asked', () => {
    const project = projectOf({ 'a.tf': '', 'b.tf': '' });
    const inner = (from: Project) => from.memo('inner', () => from.all('trusts').length);
    const using = rule(
      'aws/x',
      {},
      { grant: (_grant, { project: own }) => void own.memo('outer', () => inner(own) + own.all('agents').length) },
    );
    for (const uri of ['a.tf', 'b.tf'])
      expect([...runRules(project, [using], uri, settings()).asked!].sort()).toEqual(['all\0agents', 'all\0trusts']);
  });
});

describe('edits', () => {
  it('are applied from one text, in order, and refuse to overlap', () => {
    expect(
      applyEdits('abcdef', [
        { span: [4, 5], text: 'E' },
        { span: [0, 1], text: 'A' },
        { span: [2, 2], text: '1' },
        { span: [2, 2], text: '2' },
      ]),
    ).toBe('Ab12cdEf');
    expect(() =>
      applyEdits('abc', [
        { span: [0, 2], text: '' },
        { span: [1, 3], text: '' },
      ]),
    ).toThrow(RangeError);
  });

  it('collide when they touch the same text or insert at the same offset', () => {
    const edit = (start: number, end: number, uri = 'a') => [{ uri, span: [start, end] as const, text: '' }];
    expect(editsCollide(edit(0, 2), edit(1, 3))).toBe(true);
    expect(editsCollide(edit(1, 1), edit(1, 1))).toBe(true);
    expect(editsCollide(edit(0, 2), edit(2, 3))).toBe(false);
    expect(editsCollide(edit(0, 2), edit(0, 2, 'b'))).toBe(false);
  });
});
