// Outputs of deployments that give a key away: an output is kept with the deployment, in plain text, for whoever may read
// deployments.
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { Place } from '../../text/text.ts';
import type { Facts } from '../types.ts';
import { callsIn } from './expressions.ts';

/** Functions that answer with keys, of ARM and of a resource's symbol; those that list something else are not here. */
const listing =
  /^list(?:Keys?|AdminKeys|QueryKeys|ConnectionStrings?|Credentials?|Secrets?|AccountSas|ServiceSas|ClusterAdminCredential|ClusterUserCredential|AuthKeys|CallbackUrl|HostKeys|PublishingCredentials)$/i;

/** Whether an expression calls one of them, however deep. */
export function givesKeys(expression: BicepExpression): boolean {
  return callsIn(expression, listing).length > 0;
}

export interface KeyOutput {
  readonly dialect: 'bicep' | 'arm';
  readonly name: string;
  readonly at: Place;
  readonly block: Place;
  readonly head: Place;
  readonly uri: string;
}

export function pushKeyOutput({ dialect, name, at, block, head, uri }: KeyOutput, into: Facts): void {
  into.credentials.push({
    anchor: `${dialect}|${uri}|output.${name}`,
    platform: 'azure',
    kind: 'token',
    lifetime: { kind: 'standing' },
    storedIn: 'state',
    at,
    carrier: { dialect, kind: 'output', address: `output.${name}`, block, head },
    enabled: 'yes',
  });
}
