// The leaf settings of an agent's file, each with its dotted key, for rules and for the scope of the identity. Items of a
// list are settings of their own; a list that is empty, and a mapping that is, are one setting.
import { textOf, type Value } from '../value.ts';
import type { AgentSetting } from '../agent.ts';
import type { Place } from '../../text/text.ts';

/** A settings file with more leaves than this is read no further. */
const most = 20_000;

/** Leaf settings in the order of the text. `skip` names paths (keys joined by `/`) that are read elsewhere; `*` stands for one key. */
export function readSettings(value: Value, anchor: string, skip: readonly string[]): { settings: AgentSetting[]; cut: boolean } {
  const settings: AgentSetting[] = [];
  const skipped = skip.map((path) => path.split('/'));
  let cut = false;
  const visit = (current: Value, keys: readonly string[], keyAt: Place): void => {
    if (settings.length >= most) {
      cut = true;
      return;
    }
    if (skipped.some((path) => path.length === keys.length && path.every((key, index) => key === '*' || key === keys[index]))) return;
    const push = () => {
      const text = textOf(current);
      settings.push({
        anchor: `${anchor}|${keys.join('.')}${text === undefined ? '' : `=${text.slice(0, 200)}`}`,
        key: keys.join('.'),
        keyAt,
        value: current,
      });
    };
    switch (current.kind) {
      case 'mapping':
        if (current.entries.length === 0 && keys.length > 0) push();
        for (const entry of current.entries) {
          const key = textOf(entry.key);
          if (key !== undefined) visit(entry.value, [...keys, key], entry.key.at);
        }
        break;
      case 'list':
        if (current.items.length === 0) push();
        for (const item of current.items) visit(item, keys, keyAt);
        break;
      case 'choice':
        for (const option of current.options) visit(option, keys, keyAt);
        break;
      default:
        push();
    }
  };
  visit(value, [], value.at);
  return { settings, cut };
}
