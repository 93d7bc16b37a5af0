// What a report says of a finding holds no secret, the titles of its fixes included: they quote what they change.
import { expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { createMasker } from '../../server/cli/mask.ts';
import { secretValues } from '../../server/engine/secrets/cover.ts';
import { inDays } from '../support/days.ts';
import { locate } from '../../server/cli/locate.ts';

it('titles of fixes are covered like messages', () => {
  const secret = 'qW3rTy91uIoP';
  const text = `Bash(DB_PASSWORD=${secret} db push:*)\n`;
  const document = createDocument('a.json', text);
  const from = text.indexOf(secret);
  const spans = [[from, from + secret.length]] as const;
  const masker = createMasker({ spans: new Map([['a.json', spans]]), values: new Map([['a.json', secretValues(text, spans)]]) });
  const title = `Remove ${text.trim()}`;
  const make = () => ({ edits: [{ uri: 'a.json', span: [0, text.length] as const, text: '' }] });
  const finding = {
    rule: 'agent/shell-wildcard',
    anchor: 'a.json',
    at: { uri: 'a.json', span: [0, text.length - 1] },
    message: `${text.trim()} runs`,
    related: [],
    fix: { title, make },
    suggestions: [{ title, make }],
  } as unknown as Finding;
  const shown = locate([finding], { lines: new Map(), document: () => document, today: inDays(0), masker, withFixes: true });
  const covered = 'Remove Bash(DB_PASSWORD=************ db push:*)';
  expect(shown[0]!.finding.fix?.title).toBe(covered);
  expect(shown[0]!.finding.suggestions[0]?.title).toBe(covered);
  expect(shown[0]!.fixes.map((fix) => fix.title)).toEqual([covered, covered]);
});
