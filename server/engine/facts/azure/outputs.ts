// Outputs of deployments that give a key away: an output is kept with the deployment, in plain text, for whoever may read
// deployments.
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { Place } from '../../text/text.ts';
import type { Facts } from '../types.ts';

/** Functions that answer with keys, of ARM and of a resource's symbol; those that list something else are not here. */
const listing = /^list(?:Keys?|AdminKeys|QueryKeys|ConnectionStrings?|Credentials?|Secrets?|AccountSas|ServiceSas|ClusterAdminCredential|ClusterUserCredential|AuthKeys|CallbackUrl|HostKeys|PublishingCredentials)$/i;

/** Whether an expression calls one of them, however deep. Bounded. */
export function givesKeys(expression: BicepExpression): boolean {
  let left = 2000;
  const look = (node: BicepExpression): boolean => {
    if (left-- <= 0) return false;
    switch (node.kind) {
      case 'call': return listing.test(node.name) || node.arguments.some(look);
      case 'traversal': return node.steps.some((step) => step.kind === 'attribute' && step.name.endsWith('()') && listing.test(step.name.slice(0, -2))) || look(node.base);
      case 'template': return node.parts.some((part) => part.kind === 'value' && look(part.value));
      case 'conditional': return look(node.yes) || look(node.no);
      case 'object': return node.entries.some((entry) => look(entry.value));
      case 'tuple': return node.items.some(look);
      case 'binary': return look(node.left) || look(node.right);
      case 'for': return look(node.value);
      default: return false;
    }
  };
  return look(expression);
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
    anchor: `${dialect}|${uri}|output.${name}`, platform: 'azure', kind: 'token', lifetime: { kind: 'standing' }, storedIn: 'state', at, carrier: { dialect, kind: 'output', address: `output.${name}`, block, head }, enabled: 'yes',
  });
}
