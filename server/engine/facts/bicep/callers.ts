// Facts of a called file that are the caller's doing: the role, the action, the subject or the setting that makes them
// was passed in. The rest is said where the called file is read by itself.
import type { Facts } from '../types.ts';
import type { Place } from '../../text/text.ts';

/** Adds to `into` the facts whose cause stands in `uri`. */
export function addCallersFacts(from: Facts, uri: string, into: Facts): void {
  const own = (at: Place | undefined): boolean => at?.uri === uri;
  for (const grant of from.grants) {
    const causes =
      grant.role === 'custom-role'
        ? grant.actions.map((action) => action.at)
        : [grant.entitlement?.at, ...(grant.role === 'resource' ? grant.principals.map((principal) => principal.id.at) : [])];
    if (causes.some(own)) into.grants.push(grant);
  }
  for (const trust of from.trusts)
    if (own(trust.principals[0]?.id.at) || trust.conditions.some((condition) => condition.values.some((value) => own(value.at))))
      into.trusts.push(trust);
  for (const credential of from.credentials) {
    // Whoever passes a password does not decide that there is one.
    const passed = /^(?:db|login)-password$/.test(credential.kind) && credential.carrier.attribute === undefined;
    if (own(credential.at) && credential.carrier.head !== credential.at && !passed) into.credentials.push(credential);
  }
}
