import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { createIgnoreTest, parseConfiguration, settingsOf, type Layer } from '../../server/workspace/configuration.ts';
import { loadConfigurations } from '../../server/workspace/configuration-files.ts';

const schema = new Ajv().compile(JSON.parse(readFileSync('server/schemas/configuration.schema.json', 'utf8')));
const layer = (folder: string, text: string): Layer => ({
  file: `${folder}/.posture/config.yaml`,
  folder,
  configuration: parseConfiguration(text).configuration,
});

describe('a configuration', () => {
  it.each([
    [''],
    ['# nothing\n'],
    [
      'version: 1\nedition: 1\nroot: true\nprofile: audit\nrules:\n  aws/a: high\n  aws/b: on\n  aws/c: {off: because}\n  aws/d: {severity: low}\nignore:\n  - path: vendor/\n    reason: not ours\n',
    ],
  ])('without mistakes is also right by the schema: %j', (text) => {
    expect(parseConfiguration(text).mistakes).toEqual([]);
    expect(schema(parse(text) ?? {}), JSON.stringify(schema.errors)).toBe(true);
  });

  it.each([
    ['profile: loud\n', 'loud'],
    ['profile: [strict]\n', '[strict]'],
    ['profil: strict\n', 'profil'],
    ['root: maybe\n', 'maybe'],
    ['rules: [aws/a]\n', '[aws/a]'],
    ['rules:\n  Aws: high\n', 'Aws'],
    ['rules:\n  aws/a: off\n', 'off'],
    ['rules:\n  aws/a: {off: ""}\n', '""'],
    ['rules:\n  aws/a: {off: x, severity: low}\n', '{off: x, severity: low}'],
    ['rules:\n  aws/a: 7\n', '7'],
    ['ignore: vendor\n', 'vendor'],
    ['ignore:\n  - vendor\n', 'vendor'],
    ['ignore:\n  - {path: a}\n', '{path: a}'],
    ['ignore:\n  - {path: a, reason: b, until: c}\n', 'until'],
    ['ignore:\n  - {path: "!a", reason: b}\n', '"!a"'],
    ['- a\n', '- a\n'],
  ])('%j is a mistake at its place, and by the schema', (text, at) => {
    const { mistakes } = parseConfiguration(text);
    expect(mistakes.map(({ span }) => text.slice(...span).trimEnd())).toContain(at.trimEnd());
    expect(schema(parse(text))).toBe(false);
  });

  it('refuses anchors, aliases and what is no YAML, at their place', () => {
    expect(parseConfiguration('a: &x [1]\nb: *x\n').mistakes).toMatchObject([{ message: expect.stringContaining('anchors') }]);
    expect(parseConfiguration('profile: "open\n').mistakes.length).toBeGreaterThan(0);
    expect(parseConfiguration('profile: strict\nprofile: audit\n').mistakes).toMatchObject([
      { message: expect.stringContaining('unique') },
    ]);
  });

  it('that a merge left in two versions is said to be that, once, and what it says counts for nothing', () => {
    const text = '<<<<<<< HEAD\nprofile: strict\n=======\nprofile: audit\n>>>>>>> feature\n';
    const { configuration, mistakes } = parseConfiguration(text);
    expect(mistakes).toEqual([{ span: [0, 8], message: 'a merge left conflict markers here: keep one side' }]);
    expect(configuration.profile).toBeUndefined();
    expect(parseConfiguration(text.replaceAll('\n', '\r\n').replace(/^<.*\r\n/, '')).mistakes).toMatchObject([{ span: [17, 24] }]);
  });

  it('repeats a word that was mistyped, and no token, whatever chance made it of', () => {
    expect(parseConfiguration('profil: strict\n').mistakes[0]!.message).toContain('"profil"');
    const random = seededRandom(7);
    const letters = (token: string): string => token.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!);
    for (let n = 0; n < 300; n++) {
      for (const kind of ['gitlab-pat', 'aws-secret-access-key', 'npm-token', 'slack-bot-token']) {
        const token = letters(makeToken(kind, random));
        expect(
          parseConfiguration(`${token}: x\n`)
            .mistakes.map(({ message }) => message)
            .join('\n'),
        ).not.toContain(token);
      }
    }
  });

  it('never throws, and gives places inside the text', () => {
    const whole = 'root: true\nprofile: audit\nrules:\n  aws/a: {off: x}\nignore:\n  - {path: a, reason: b}\n';
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.nat(whole.length).map((end) => whole.slice(0, end)),
          fc.tuple(fc.nat(whole.length), fc.string()).map(([at, text]) => whole.slice(0, at) + text + whole.slice(at)),
        ),
        (text) => {
          for (const { span } of parseConfiguration(text).mistakes)
            expect(0 <= span[0] && span[0] <= span[1] && span[1] <= text.length).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('several configurations', () => {
  const layers = [
    layer('', 'profile: strict\nrules: {aws/a: critical, aws/b: on, aws/c: {off: x}}\n'),
    layer('sub', 'rules: {aws/a: low, aws/c: on}\n'),
  ];

  it('are inherited, and the nearest decides', () => {
    expect(settingsOf(layers)).toEqual({ profile: 'strict', severities: { 'aws/a': 'low' }, off: {}, on: ['aws/a', 'aws/b', 'aws/c'] });
    expect(settingsOf([...layers, layer('sub/own', 'root: true\n')])).toEqual({ profile: 'default', severities: {}, off: {}, on: [] });
    expect(settingsOf(layers, { profile: 'audit', only: ['aws/a'] })).toMatchObject({ profile: 'audit', only: ['aws/a'] });
  });

  it('ignore paths relative to their own folder', () => {
    const ignored = createIgnoreTest();
    const these = [layer('', 'ignore: [{path: "/gen/", reason: made}]\n'), layer('sub', 'ignore: [{path: "*.snap", reason: recorded}]\n')];
    expect(ignored(these, 'gen/a.yml')?.reason).toBe('made');
    expect(ignored(these, 'sub/gen/a.yml')).toBeUndefined();
    expect(ignored(these, 'sub/x/a.snap')?.file).toBe('sub/.posture/config.yaml');
    expect(ignored(these.slice(0, 1), 'a.snap')).toBeUndefined();
  });

  it('are found in every folder above a file, and each is read once', async () => {
    const read: string[] = [];
    const texts: Record<string, string> = {
      '.posture/config.yaml': 'profile: strict\n',
      'a/b/.posture/config.yaml': 'rules: {drift/suppression-unused: high, drift/nope: high}\n',
    };
    const configurations = await loadConfigurations(['a/b/x.tf', 'a/b/y.tf', 'a/z.tf'], {
      read: (uri) => (read.push(uri), texts[uri]),
      rulesOf: async () => [{ id: 'drift/suppression-unused' } as never],
    });
    expect(read).toEqual(['a/b/.posture/config.yaml', 'a/.posture/config.yaml', '.posture/config.yaml']);
    expect(configurations.settingsFor('a/b/x.tf')).toMatchObject({ profile: 'strict', severities: { 'drift/suppression-unused': 'high' } });
    expect(configurations.settingsFor('a/z.tf').severities).toEqual({});
    expect(configurations.mistakes).toMatchObject([
      { file: 'a/b/.posture/config.yaml', position: { line: 0, column: 40 }, message: expect.stringContaining('drift/nope') },
    ]);
  });
});
