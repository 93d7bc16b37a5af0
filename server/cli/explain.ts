// `posture explain`: a rule's page, or with FILE:LINE what stands there (explain-place.ts).
import { existsSync } from 'node:fs';
import { areaOf, areas } from '../engine/rule.ts';
import { rulePage } from '../engine/rule-page.ts';
import { explainPlace, placeIn, type ExplainFlags } from './explain-place.ts';
import { UsageError } from '../workspace/errors.ts';
import { allRules, rulesOf } from '../../rules/registry.ts';
import { printOut } from './print.ts';

export async function explainCommand(id: string, flags: ExplainFlags): Promise<void> {
  const place = placeIn(id);
  if (place) return explainPlace(place, flags);
  const rule = (await rulesOf(areas.filter((area) => areaOf(id) === area))).find((one) => one.id === id);
  if (!rule && areas.some((area) => area === id))
    throw new UsageError(`${id} is an area with many rules; name one`, `\`posture rules ${id}\` lists them`);
  if (!rule && existsSync(id))
    throw new UsageError(
      `${id} is a file; name a line of it: ${id}:LINE`,
      '`posture why FILE` says how a file is read, `posture check FILE` what is found in it',
    );
  if (!rule)
    throw new UsageError(
      /^[a-z0-9]+\/[a-z0-9-]+$/.test(id) ? `there is no rule ${id}` : `${id} is neither a rule nor a place; a place is FILE:LINE`,
      await nearest(id),
    );
  printOut(`${rulePage(rule).trimEnd()}\n`);
}

/** A sentence that names the rule that was probably meant. */
async function nearest(id: string): Promise<string> {
  const words = new Set(id.split(/[^a-z0-9]+/).filter((word) => word !== ''));
  const scored = (await allRules())
    .map((rule) => ({ id: rule.id, score: rule.id.split(/[/-]/).filter((word) => words.has(word)).length }))
    .sort((a, b) => b.score - a.score);
  const close = scored
    .filter((one) => one.score > 0)
    .slice(0, 3)
    .map((one) => one.id);
  return close.length > 0 ? `did you mean ${close.join(', ')}?` : '`posture rules` lists them';
}
