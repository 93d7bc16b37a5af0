// Every row of the format table: a made token is found where it may stand, its near misses are not taken for it, and the
// checksum of a changed one is seen to be wrong.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { checks, type Check } from '../../../server/engine/secrets/checks.ts';
import { expandShape, matchShape, parseShape } from '../../../server/engine/secrets/formats/shape.ts';
import { anchoredFormats, formatOf, formats } from '../../../server/engine/secrets/formats/table.ts';
import { makeToken, seededRandom } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';

const scan = (text: string, uri = 'notes.txt') => scanSecrets(createDocument(uri, text));

describe('the format table', () => {
  it('has rows with ids of their own', () => {
    expect(new Set(formats.map((format) => format.id)).size).toBe(formats.length);
    expect(formats.length).toBeGreaterThan(400);
  });

  it('has a literal to look for in every row that needs no name', () => {
    for (const { format, shapes } of anchoredFormats())
      for (const shape of shapes) expect(shape.anchor.length, format.id).toBeGreaterThanOrEqual(2);
  });

  it.each(anchoredFormats().map(({ format }) => format.id))('%s is found in free text, exactly', (id) => {
    for (let seed = 1; seed <= 8; seed++) {
      const token = makeToken(id, seededRandom(seed));
      const found = scan(`value "${token}" here\n`);
      const one = found.find((candidate) => candidate.at.span[0] === 7 && candidate.at.span[1] === 7 + token.length);
      expect(one, `${id}, seed ${seed}: ${found.map((candidate) => candidate.format)}`).toBeDefined();
      expect(one!.title.length).toBeGreaterThan(3);
    }
  });

  it.each(anchoredFormats().map(({ format }) => format.id))('%s is not found as a part of something longer', (id) => {
    const token = makeToken(id, seededRandom(11));
    if (!/^[A-Za-z0-9]/.test(token)) return;
    const found = scan(`xq${token}\n`).filter((candidate) => candidate.format === id && candidate.at.span[0] === 2);
    expect(found).toEqual([]);
  });

  it.each(formats.filter((format) => format.near).map((format) => format.id))(
    '%s is found under its provider’s name, and not without',
    (id) => {
      const { format } = formatOf(id)!;
      const token = makeToken(id, seededRandom(3));
      const name = `${format.near![0]}_${format.role?.[0] ?? 'token'}`;
      const under = scan(`${name} = "${token}"\n`, 'a.properties');
      expect(under.map((candidate) => candidate.title).join(), name).not.toBe('');
      expect(scan(`zzz = "${token}"\n`, 'a.properties').filter((candidate) => candidate.format === id)).toEqual([]);
    },
  );
});

it.each([
  "import { useIt } from '../hooks/use-0x4AAAA';",
  'npg_connection_string = open()',
  'cr-deadbeef cr-20240102 QN_ROUTE_NAME_FOR_THE_QUEUE m0-linux',
  'https://cdn.acme.io/1//0/assets/main.js',
  'secret-store-of-the-operator-that-has-a-long-name-0',
  'const key_ids = key_of_the_row; sk-learn-contrib-of-a-long-name-of-forty-eight-signs',
  'standard_deviation_of_the_mean BBUS-linie mb_strtolower(x) pat_matching_of_the_rows',
])('%s has the beginning of a token and is none', (text) => {
  expect(scan(`${text}\n`).filter((one) => one.kind === 'secret')).toEqual([]);
});

describe('offline checks', () => {
  const rows = [
    ...formats.filter((format) => format.check).map((format) => [format.id, format.check!] as const),
    ['azure-devops-pat', 'azure-devops-legacy'],
    ['stellar-seed', 'stellar'],
    ['nats-seed', 'nats'],
    ['bitcoin-wif', 'base58check'],
  ] as const;
  // These speak for a token and never against it, or look at a few characters only.
  const lenient = new Set(['wireguard', 'base64-tails', 'uuid4']);

  it.each(rows.filter(([, check]) => !lenient.has(check)))('%s: right as made, wrong after any one character is changed', (id, name) => {
    const check: Check = checks[name];
    const token = makeToken(id, seededRandom(5));
    expect(check.verify(token)).toBe('valid');
    // GitHub's last eight characters belong to no known checksum; what pads a base 32 or base 64 text is not read.
    const checked = id === 'github-fine-grained-pat' ? token.length - 8 : token.replace(/=+$/, '').length;
    for (let i = 0; i < checked; i++) {
      if (!/[A-Za-z0-9+/]/.test(token[i]!)) continue;
      const other = token[i] === '7' ? '6' : '7';
      const changed = token.slice(0, i) + other + token.slice(i + 1);
      const row = formatOf(id);
      const stillShaped = row ? row.shapes.some((shape) => matchShape(shape, changed, 0) === changed.length) : true;
      if (stillShaped) expect(check.verify(changed), `${id} at ${i}`).not.toBe('valid');
    }
  });

  it('knows the vectors that others published', () => {
    expect(checks['azure-marvin'].verify(`${'a'.repeat(76)}+ASt${'5mnCaw=='}`)).toBe('valid');
    expect(checks['azure-entra'].verify(`zzz8Q~${'z'.repeat(31)}${'blP'}`)).toBe('valid');
    // BIP-173 and BIP-32 print these.
    expect(checks.bech32.verify(`a1${'2uel5l'}`)).toBe('valid');
    expect(checks.bech32.verify(`a1${'2uel5m'}`)).toBe('invalid');
  });

  it('says what is wrong with a token whose checksum does not fit, at low confidence, and is not silent', () => {
    const token = makeToken('npm-token', seededRandom(1));
    const changed = token.slice(0, 10) + (token[10] === 'a' ? 'b' : 'a') + token.slice(11);
    const [one] = scan(`x ${changed}\n`);
    expect(one).toMatchObject({ format: 'npm-token', check: 'invalid', confidence: 'low' });
  });
});

describe('shapes', () => {
  it('stop before the literal that a class could swallow', () => {
    const shape = parseShape('sk-{b64u:4-9}XY{d:2}');
    expect(matchShape(shape, 'sk-abcdeXY12 ', 0)).toBe(12);
    expect(matchShape(shape, 'sk-abcdefghijkXY12', 0)).toBe(-1);
  });

  it('expand alternatives, the empty one too', () => {
    expect(expandShape('a{b|c|}d{e|f}')).toEqual(['abde', 'abdf', 'acde', 'acdf', 'ade', 'adf']);
  });

  it('take the longest literal at a fixed distance as the anchor', () => {
    expect(parseShape('{an:14}.atlasv1.{an:60}')).toMatchObject({ anchor: '.atlasv1.', anchorOffset: 14 });
    expect(parseShape('a_{an:3-5}longer')).toMatchObject({ anchor: 'a_', anchorOffset: 0 });
  });
});
