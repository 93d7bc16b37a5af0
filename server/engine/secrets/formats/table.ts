// The table of formats, joined from its files, and the shapes read from it once they are needed.
import { lazily } from '../checksums.ts';
import { ai } from './ai.ts';
import { cloud } from './cloud.ts';
import { commerce } from './commerce.ts';
import { contextFormats } from './context-formats.ts';
import type { SecretFormat } from './format.ts';
import { hosting } from './hosting.ts';
import { keys } from './keys.ts';
import { operations } from './operations.ts';
import { plain } from './plain.ts';
import { services } from './services.ts';
import { expandShape, parseShape, type Shape } from './shape.ts';

/** Every row with its provider's facts. */
export const formats: readonly SecretFormat[] = [hosting, cloud, ai, services, commerce, operations, plain, keys, contextFormats]
  .flat()
  .flatMap(({ formats: rows, ...provider }) => rows.map((row) => ({ ...provider, ...row })));

export interface ShapedFormat {
  readonly format: SecretFormat;
  readonly shapes: readonly Shape[];
}

/** A row that is found by a name near it is read when that name was there. */
const shaped = /*#__PURE__*/ lazily(() =>
  formats.map((format): ShapedFormat => {
    let shapes: readonly Shape[] | undefined;
    return {
      format,
      get shapes() {
        return (shapes ??= [format.shape].flat().flatMap(expandShape).map(parseShape));
      },
    };
  }),
);

/** Rows that are looked for everywhere, by their literal text. */
export const anchoredFormats = /*#__PURE__*/ lazily(() => shaped().filter(({ format }) => !format.near));

/** Rows that need a name near them, by each word of which one must be there. */
export const formatsByWord = /*#__PURE__*/ lazily(() => {
  const byWord = new Map<string, ShapedFormat[]>();
  for (const one of shaped()) for (const word of one.format.near ?? []) (byWord.get(word) ?? byWord.set(word, []).get(word)!).push(one);
  return byWord;
});

const byId = /*#__PURE__*/ lazily(() => new Map(shaped().map((one) => [one.format.id, one])));

export function formatOf(id: string): ShapedFormat | undefined {
  return byId().get(id);
}
