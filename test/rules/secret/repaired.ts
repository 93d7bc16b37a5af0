// A repair is proved, not only compared: with it in the text, the secret is gone from there, the file still parses, and
// nothing of the secret is left.
import { expect } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { applyEdits, type FileChange } from '../../../server/engine/fix.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { scanSecrets } from '../../../server/engine/secrets/scan.ts';
import { syntaxProblemsOf } from '../../../server/engine/syntax-problems.ts';
import { repairsOf } from '../../../rules/secret/repair.ts';

export interface Repaired {
  readonly title: string;
  readonly text: string;
  readonly create: readonly FileChange[] | undefined;
}

/** What the first repair of the only secret of a text makes of it; undefined where there is none. */
export async function repaired(file: string, source: string): Promise<Repaired | undefined> {
  const document = createDocument(file, fillTokens(source));
  const [candidate, ...more] = scanSecrets(document).filter((one) => one.kind === 'secret');
  expect([candidate !== undefined, more.length], source).toEqual([true, 0]);
  for (const maker of repairsOf(candidate!)) {
    const made = maker.make({ document: (uri) => (uri === file ? document : undefined), today: '2026-11-22' });
    if (!made) continue;
    const text = applyEdits(document.text, made.edits);
    const after = createDocument(file, text);
    expect(text).not.toContain(document.text.slice(...candidate!.at.span));
    expect(
      scanSecrets(after).filter((one) => one.kind === 'secret'),
      text,
    ).toEqual([]);
    expect(await syntaxProblemsOf(after), text).toBeLessThanOrEqual(await syntaxProblemsOf(document));
    return { title: maker.title, text, create: made.create };
  }
  return undefined;
}

/** How many repairs the only secret of a text is offered. */
export function offered(file: string, source: string): number {
  const [candidate] = scanSecrets(createDocument(file, fillTokens(source))).filter((one) => one.kind === 'secret');
  return repairsOf(candidate!).length;
}
