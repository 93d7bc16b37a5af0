// Every regular expression of the project, taken out of the sources by the TypeScript parser, against texts made from its
// own structure: its time may grow with the text and no faster. A file of five megabytes is then a matter of milliseconds,
// where a pattern whose time grows with the square would take an hour.
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { attacksOn } from './pattern-attacks.ts';

interface Pattern {
  readonly places: string[];
  readonly regex: RegExp;
}

/** Patterns that see short texts alone, by what they begin with: growth is no matter there. */
const bounded: readonly (readonly [file: string, begins: string, because: string])[] = [
  ['server/engine/secrets/formats/shape.ts', '\\{([^}]*', 'our own table of formats'],
  ['server/engine/facts/ci/jenkins.ts', '(?:^|[^\\w.]|\\b(?:script', '120 characters before a string'],
  ['server/engine/facts/commands/shell.ts', '(?:^|[;&|({', '400 characters before a command'],
  ['server/engine/facts/source-policies/cdk-programs.ts', 'a', '160 characters before a statement'],
  ['server/engine/facts/source-policies/literal.ts', '^(?:array', '80 characters'],
  ['server/engine/facts/ci/claims.ts', '(?:^|\\/)', 'a path'],
  ['server/engine/facts/agents/file-kinds.ts', '(?:^|\\/)', 'a path'],
  ['server/engine/facts/cdk-synth/claims.ts', '(?:^|\\/)', 'a path'],
  ['server/engine/facts/oauth-clients/file-kinds.ts', '(?:^|[', 'a path'],
  ['server/engine/facts/oauth-clients/file-kinds.ts', '(?:^|\\/)[^/]*manifest', 'a path'],
  ['rules/secret/repair-pipelines.ts', '(?:^|\\/)', 'a path'],
  ['rules/secret/repair-references.ts', '(?:^|\\/)', 'a path'],
  ['rules/github/trusted-publishing.ts', '\\s+--', '100 characters before an expression'],
  ['server/lsp/place-in-text.ts', '["\']?([\\w.:/@-]*', '200 characters before a bracket'],
  ['server/lsp/place-in-text.ts', '([\\w-]+)(?:\\s+', '200 characters before a bracket'],
  ['server/workspace/repository.ts', '^(?:[^@/\\s]+@)?', 'an address of at most 1,000 characters'],
];

function patternsIn(folders: readonly string[]): Pattern[] {
  const found = new Map<string, Pattern>();
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const path = `${folder}/${name}`;
      const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
      const look = (node: ts.Node): void => {
        if (ts.isRegularExpressionLiteral(node)) {
          const slash = node.text.lastIndexOf('/');
          const known = found.get(node.text) ?? { places: [], regex: new RegExp(node.text.slice(1, slash), node.text.slice(slash + 1)) };
          const isBounded = bounded.some(([name, begins]) => name === path && known.regex.source.startsWith(begins));
          if (!isBounded) known.places.push(`${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`);
          if (known.places.length > 0) found.set(node.text, known);
        }
        ts.forEachChild(node, look);
      };
      look(file);
    }
  }
  return [...found.values()];
}

/** Milliseconds of processor time for one search, or for all of them where the pattern is global. */
function spent(regex: RegExp, text: string): number {
  const begin = process.cpuUsage();
  regex.lastIndex = 0;
  if (regex.global) for (const match of text.matchAll(regex)) void match;
  else regex.test(text);
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000;
}

/** Milliseconds from which a first look is followed by a second; a square that takes as little here takes hours over five megabytes. */
const suspicious = 2;
/** Milliseconds from which a measurement is a judgement. */
const noticeable = 15;
/** Four times the text: four times as long is linear, sixteen times a square. */
const times = 4;
const tooSteep = times ** 1.5;
/** Near enough to proportion that no second look is needed. */
const inProportion = times ** 1.25;
/** Steeper than a cube: no measurement makes this by mistake. */
const hopeless = times ** 3;
const longest = 200_000;

/**
 * How much longer four times the text takes, measured where it takes long enough to be measured; undefined where it never
 * does. The least of several rounds counts: another program may make one measurement slow, and there are thousands of them,
 * but nothing makes a square quick. What seems too steep is measured over longer texts as well, until it takes long: a
 * repetition of at most 2,000 is steep up to there and in proportion behind, and which of the two a machine notices first
 * is a matter of its speed.
 */
function growth(regex: RegExp, attack: (length: number) => string): number | undefined {
  // Steep growth shows at once; the others are worth the longer texts only when these stay quick.
  if ([24, 512, 16_384].every((length) => spent(regex, attack(length)) < suspicious)) return undefined;
  let steepest: number | undefined;
  for (let length = 24; length <= longest; length *= 2) {
    const text = attack(length);
    let longer = spent(regex, text);
    if (longer < noticeable) continue;
    const part = attack(length / times);
    let shorter = Math.min(spent(regex, part), spent(regex, part), spent(regex, part));
    // Noise makes a measurement longer: what is in proportion at once needs no other.
    for (let round = 0; round < 5 && longer / shorter >= inProportion; round++) {
      longer = Math.min(longer, spent(regex, text));
      shorter = Math.min(shorter, spent(regex, part));
    }
    if (longer < noticeable) continue;
    steepest = longer / shorter;
    // Ten times what is noticed is two lengths more of a square; the next length of what grows like a power would not end.
    if (steepest < tooSteep || steepest >= hopeless || longer >= 10 * noticeable) return steepest;
  }
  return steepest;
}

function slowPatterns(folders: readonly string[]): string[] {
  const slow: string[] = [];
  for (const { places, regex } of patternsIn(folders)) {
    for (const attack of attacksOn(regex.source, regex.flags)) {
      const grown = growth(regex, attack);
      if (grown === undefined || grown < tooSteep) continue;
      slow.push(
        `${places.join(', ')} ${String(regex)} on ${JSON.stringify(attack(30))}: ${times} times the text takes ${grown.toFixed(1)} times as long`,
      );
      break;
    }
  }
  return slow;
}

it('knows a pattern that is not linear', () => {
  for (const [bad, good] of [
    [/(a+)+$/, /^a+b/],
    [/\s+$/, /(?<!\s)\s+$/],
    [/(?:a|a)*b/, /^\s*a/],
    [/^\s*-?\s*id/m, /^[ \t]*id/m],
    [/\{[^}]*\}/, /\{[^{}]*\}/],
  ] as const) {
    const grows = (regex: RegExp) => attacksOn(regex.source, regex.flags).some((attack) => (growth(regex, attack) ?? 0) >= tooSteep);
    expect([String(bad), grows(bad)]).toEqual([String(bad), true]);
    expect([String(good), grows(good)]).toEqual([String(good), false]);
  }
});

it('every pattern takes time in proportion to the text', () => {
  expect(slowPatterns(['server', 'rules', 'client'])).toEqual([]);
}, 1_800_000);
