// App clients of Cognito in the CDK, with the flows that their flags switch on and where people are sent back to. Level 1
// and other dialects give the flows as a list and are read by aws/app-clients.ts.
import type { Node } from '../../syntax/typescript.ts';
import { mappingFrom } from '../made-values.ts';
import type { OAuthClient } from '../oauth.ts';
import { clientIdentity } from '../oauth-clients/identity.ts';
import { addressesAt, flagGrant } from '../oauth-clients/make.ts';
import type { CdkReading } from './cdk-open.ts';
import { fold } from './fold.ts';

type New = Extract<Node, { type: 'NewExpression' }>;
type Call = Extract<Node, { type: 'CallExpression' }>;

/** `new UserPoolClient(this, 'Web', options)` and `pool.addClient('web', options)`; what says nothing of flows or addresses is no client. */
export function appClient(reading: CdkReading, node: New | Call, name: string, options: Node | undefined): void {
  const value = options && fold(options, reading.folding);
  if (value?.kind !== 'mapping') return;
  const grants = [
    ...flagGrant(value, 'implicit', 'oAuth', 'flows', 'implicitCodeGrant'),
    ...flagGrant(value, 'password', 'authFlows', 'userPassword'),
  ];
  const addresses = [...addressesAt(value, 'redirect', 'oAuth', 'callbackUrls'), ...addressesAt(value, 'redirect', 'oAuth', 'logoutUrls')];
  if (grants.length + addresses.length === 0) return;
  const carrier = reading.carrier(node, 'UserPoolClient', name);
  const client: OAuthClient = {
    anchor: reading.anchorOf(`UserPoolClient[${name}]`),
    product: 'cognito',
    name,
    at: carrier.block,
    head: carrier.head,
    scopes: [],
    roles: [],
    grants,
    addresses,
    secrets: [],
    carrier,
    value: mappingFrom([], carrier.block),
  };
  reading.into.oauthClients.push(client);
  const identity = clientIdentity(client);
  if (identity) reading.into.identities.push(identity);
}
