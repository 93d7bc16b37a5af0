// The condition keys of each AWS service, from the generated table. Loaded only where somebody writes a condition.
import type { ConditionKey } from './aws-condition-keys.ts';
import { serviceConditionKeys } from './aws-condition-keys.generated.ts';
import { tableOf } from '../table.ts';

const types = tableOf<ConditionKey['type']>({ s: 'String', a: 'Arn', b: 'Bool', n: 'Numeric', d: 'Date', i: 'IpAddress' });

/** The keys that requests to a service carry, without the global ones; none for a service that is not known. */
export function conditionKeysOf(service: string): Omit<ConditionKey, 'about'>[] {
  const row = Object.hasOwn(serviceConditionKeys, service) ? serviceConditionKeys[service]! : '';
  return row === ''
    ? []
    : row.split(' ').map((word) => {
        const letter = word[0]!;
        const name = word.slice(1);
        return {
          key: name.startsWith(':') ? service + name : name,
          type: types.get(letter.toLowerCase())!,
          ...(letter === letter.toLowerCase() ? {} : { many: true as const }),
        };
      });
}
