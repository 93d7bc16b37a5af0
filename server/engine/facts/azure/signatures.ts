// Shared access signatures that a template makes: `account.listAccountSas('2023-01-01', { signedExpiry: … })` in Bicep, the
// function of the same name in ARM. One credential a call whose end is known; what depends on the deployment is not.
// Property names as in the Storage resource provider's AccountSasParameters and ServiceSasParameters (2026-11).
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { Place } from '../../text/text.ts';
import type { Facts } from '../types.ts';
import { entryOf, leavesOf, textOf } from '../value.ts';
import { evaluateAzure } from './evaluate.ts';
import type { AzureScopeOfNames } from './names.ts';
import { callsIn } from './expressions.ts';

/** Whether a text can hold such a call: one look before anything is walked. */
export function mayMakeSignatures(text: string): boolean {
  return /\blist(?:account|service)sas\b/i.test(text);
}

export interface SignatureIn {
  readonly dialect: 'bicep' | 'arm';
  /** What the call stands in, for the anchor: a resource, a variable, an output. */
  readonly name: string;
  readonly head: Place;
  readonly block: Place;
}

/** Pushes the signatures that an expression makes. */
export function readSignatures(
  expression: BicepExpression,
  scope: AzureScopeOfNames,
  { dialect, name, head, block }: SignatureIn,
  into: Facts,
): void {
  callsIn(expression, /^list(?:account|service)sas$/i).forEach((call, index) => {
    const parameters = call.arguments.length > 0 ? evaluateAzure(call.arguments.at(-1)!, scope) : undefined;
    const ends = parameters && (entryOf(parameters, 'signedExpiry', true) ?? entryOf(parameters, 'sharedAccessExpiryTime', true));
    const until = leavesOf(ends?.value)[0];
    if (!until || textOf(until) === undefined) return;
    into.credentials.push({
      anchor: `${dialect}|${scope.uri}|${name}|${call.name}[${index}]`,
      platform: 'azure',
      kind: 'token',
      lifetime: { kind: 'until', until, at: ends!.at },
      storedIn: 'unknown',
      at: until.at,
      carrier: { dialect, kind: call.name, address: name, block, head },
      enabled: 'yes',
    });
  });
}
