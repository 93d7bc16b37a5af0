// What the rules about agent cards share.
import type { Agent } from '../../server/engine/facts/agent.ts';
import { itemsOf, textOf, valueAt, type Leaf } from '../../server/engine/facts/value.ts';

/** The addresses that a card gives, in version 1 and before. */
export function addressesOf(agent: Agent): Leaf[] {
  const interfaces = ['supportedInterfaces', 'additionalInterfaces']
    .flatMap((key) => itemsOf(valueAt(agent.value, key)))
    .map((one) => valueAt(one, 'url'));
  return [valueAt(agent.value, 'url'), ...interfaces].filter((one): one is Leaf => one?.kind === 'scalar');
}

/** True for a template: its addresses are filled in later, and so may the rest be. */
export function templated(agent: Agent): boolean {
  const addresses = addressesOf(agent).map((leaf) => textOf(leaf) ?? '');
  return addresses.length === 0 || addresses.some((text) => /\$\{|\{\{|<[^<>]+>/.test(text));
}

export const loopbackAddress = /^[a-z]+:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[^/:]+\.local(?:[:/]|$))/i;
