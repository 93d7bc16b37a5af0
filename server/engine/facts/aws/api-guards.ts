// What guards a method or route of API Gateway that itself asks nobody: the policy of its API, a network that the API is
// reached from, an address of one's own, which may ask for a certificate. What these say is judged elsewhere or not known.
import { leavesOf, textOf, type Value } from '../value.ts';

/** Settings of an API: its resource policy, its types of endpoint, and whether the address that AWS gives it is switched off. */
export interface ApiSettings {
  readonly policy: Value | undefined;
  readonly types: readonly (Value | undefined)[];
  readonly disabled: Value | undefined;
}

/** Whether the API's own settings guard its methods, or may. */
export function guardsMethods({ policy, types, disabled }: ApiSettings): boolean {
  return (
    policy !== undefined ||
    types.flatMap((type) => leavesOf(type)).some((leaf) => /^private$/i.test(textOf(leaf) ?? 'private')) ||
    leavesOf(disabled).some((leaf) => !/^false$/i.test(textOf(leaf) ?? ''))
  );
}
