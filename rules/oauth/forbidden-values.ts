// One shape of rule: a key of a product's file must not have certain values. The value's own token is reported; the
// suggestion is the product's cautious value.
import { removeEntry, replaceValue, type Plain } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { OAuthClient, OAuthProduct } from '../../server/engine/facts/oauth.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { RuleContext } from '../../server/engine/rule.ts';

export interface ForbiddenValue<Message extends string> {
  readonly product: OAuthProduct;
  readonly kinds?: readonly string[];
  readonly path: readonly string[];
  readonly values: readonly string[] | ((text: string, client: OAuthClient) => boolean);
  readonly message: Message;
  readonly severity?: Severity;
  readonly instead?: Plain | 'remove';
  readonly when?: (client: OAuthClient) => boolean;
}

/** Reports every row that this client's file meets. Messages get {key}, {value} and {name}. */
export function reportForbidden<Message extends string>(
  client: OAuthClient,
  context: RuleContext<Message>,
  rows: readonly ForbiddenValue<Message>[],
): void {
  for (const row of rows) {
    if (row.product !== client.product || (row.kinds && !row.kinds.includes(client.carrier.kind)) || (row.when && !row.when(client)))
      continue;
    for (const { mapping, entry, keys } of entriesAt(client.value, row.path)) {
      const text = textOf(entry.value);
      if (text === undefined || !(typeof row.values === 'function' ? row.values(text, client) : row.values.includes(text))) continue;
      const key = keys.join('.');
      const { instead } = row;
      const { uri } = entry.value.at;
      context.report({
        at: placeOf(entry.value),
        message: row.message,
        data: { key, value: text, name: client.name },
        anchor: `${client.anchor}|${key}`,
        ...(row.severity ? { severity: row.severity } : {}),
        suggestions:
          // What an option or a variable of a container says has no printer.
          instead === undefined || !(instead === 'remove' ? mapping : entry.value).editable
            ? []
            : [
                instead === 'remove'
                  ? editing(`Remove ${keys.at(-1)!}`, uri, (document) => [removeEntry(mapping, keys.at(-1)!, document)])
                  : editing(`Set ${keys.at(-1)!} to ${JSON.stringify(instead)}`, uri, (document) => [
                      replaceValue(entry.value, instead, document),
                    ]),
              ],
      });
    }
  }
}
