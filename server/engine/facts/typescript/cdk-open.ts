// What lets others in by properties and methods of the CDK, without a statement that says so: public buckets, addresses of
// functions, permissions to call them.
import type { Node } from '../../syntax/typescript.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { pushOpenRoute, pushUserPool } from '../aws/logins.ts';
import { readPublicAccessGuard } from '../aws/shares.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Carrier, Facts } from '../types.ts';
import { textOf, type Leaf, type Value } from '../value.ts';
import { permissionStatement, type Permitted, type Properties } from './aws-settings.ts';
import { principalsOf } from './cdk-principals.ts';
import { isGuardedApi, isOpenByDefault, pathOfResource, saysNothingOf } from './apis.ts';
import { constructId } from './cdk-context.ts';
import { argumentOf, behind, calleeName, itemNodes, nameOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';

type New = Extract<Node, { type: 'NewExpression' }>;
type Call = Extract<Node, { type: 'CallExpression' }>;
type Property = NonNullable<ReturnType<Properties['get']>>;

/** One construct or call as it is read once: where its facts go, and how they are named. */
export interface CdkReading {
  readonly folding: Folding;
  readonly into: Facts;
  carrier(node: Node, kind: string, address?: string): Carrier;
  /** `cdk|file|holder or kind`, numbered where one place has several. */
  anchorOf(text: string): string;
}

/** Pushes that everyone may do something, where that is said at one place. */
export function opened(reading: CdkReading, node: Node, at: Leaf['at'], action: string, conditions: readonly Value[]): void {
  const { into, carrier, anchorOf } = reading;
  const value = mappingFrom(
    [
      entryFrom('Effect', at, wordAt('Allow', at)),
      entryFrom('Principal', at, mappingFrom([entryFrom('AWS', at, wordAt('*', at))], at)),
      entryFrom('Action', at, wordAt(action, at)),
      ...conditions.map((one) => entryFrom('Condition', at, one)),
    ],
    at,
  );
  readPolicyDocument(value, into, {
    role: 'resource',
    carrier: carrier(node, 'grant'),
    anchor: anchorOf('grant'),
    principals: [],
    enabled: 'yes',
  });
}

/** What a bucket's own properties open. */
export function publicBucket(reading: CdkReading, node: New, properties: ReturnType<typeof propertyNodes>): void {
  const open = properties.get('publicReadAccess');
  const value = open && fold(open.node, open.folding);
  if (open && value?.kind === 'scalar' && value.value === true)
    opened(reading, node, placeOfNode(open.node, open.folding), 's3:GetObject', []);
  guardOff(reading, node, properties.get('blockPublicAccess'));
  const control = properties.get('accessControl');
  const acl = control?.folding.module.document.text.slice(...control.node.range);
  if (control && acl && /\.(?:PUBLIC_READ(?:_WRITE)?|AUTHENTICATED_READ)$/.test(acl))
    opened(reading, node, placeOfNode(control.node, control.folding), acl.endsWith('WRITE') ? 's3:PutObject' : 's3:GetObject', []);
}

/** `BLOCK_ACLS`, which refuses lists and takes policies, or `new BlockPublicAccess({ blockPublicPolicy: false })`. */
function guardOff(reading: CdkReading, node: New, given: Property | undefined): void {
  const said = memberAt(given);
  if (!given || !said) return;
  const anchor = reading.anchorOf('Bucket');
  const made = behind(given.node, given.folding);
  const options = made?.node.type === 'NewExpression' ? propertyNodes(argumentOf(made.node, 0), made.folding) : undefined;
  const isPolicyFree = /(?:^|\.)BLOCK_ACLS(?:_ONLY)?$/.test(said.text);
  readPublicAccessGuard(
    { carrier: reading.carrier(node, 'Bucket'), anchor: (path) => `${anchor}|${path}`, enabled: 'yes' },
    (name) => {
      if (isPolicyFree) return name === 'block_public_policy' ? { ...wordAt('false', said.at), editable: false } : undefined;
      const found = options?.get(name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()));
      return found && fold(found.node, found.folding);
    },
    reading.into,
  );
}

/** `authType: NONE` of an address. */
export function functionUrl(reading: CdkReading, node: New | Call, properties: ReturnType<typeof propertyNodes>): void {
  const auth = properties.get('authType');
  if (!auth) return;
  const place = placeOfNode(auth.node, auth.folding);
  const text = textOf(fold(auth.node, auth.folding)) ?? auth.folding.module.document.text.slice(...place.span);
  if (/(?:^|\.)NONE$/.test(text)) opened(reading, node, place, 'lambda:InvokeFunctionUrl', []);
}

/** The member of an enumeration that a property is given, as it is written: `cognito.Mfa.OFF`. */
function memberAt(
  property: Pick<NonNullable<ReturnType<Properties['get']>>, 'node' | 'folding'> | undefined,
): { readonly text: string; readonly at: Leaf['at'] } | undefined {
  if (!property) return undefined;
  const at = placeOfNode(property.node, property.folding);
  return { text: property.folding.module.document.text.slice(...at.span), at };
}

/** `mfa: Mfa.OFF` of a pool of users. What is not said is not judged here: the library may be given it by what wraps it. */
export function userPool({ into, carrier, anchorOf }: CdkReading, node: New, properties: Properties): void {
  const said = memberAt(properties.get('mfa'));
  if (!said || !/(?:^|\.)Mfa\.OFF$/.test(said.text)) return;
  const made = carrier(node, 'UserPool');
  const anchor = anchorOf('UserPool');
  pushUserPool(
    { anchor: (path) => `${anchor}|${path}`, head: made.head, carrier: made, enabled: 'yes' },
    { ...wordAt('OFF', said.at), editable: false },
    into,
  );
}

/** `authorizationType: AuthorizationType.API_KEY` among the logins of a GraphQL API. */
export function graphqlApi({ folding, into, carrier, anchorOf }: CdkReading, node: New, properties: Properties): void {
  const config = properties.get('authorizationConfig');
  const modes = config ? propertyNodes(config.node, config.folding) : undefined;
  const first = modes?.get('defaultAuthorization');
  const more = modes?.get('additionalAuthorizationModes');
  for (const mode of [...(first ? [first] : []), ...(more ? itemNodes(more.node, more.folding) : [])]) {
    const said = memberAt(propertyNodes(mode.node, mode.folding).get('authorizationType'));
    if (!said || !/(?:^|\.)API_KEY$/.test(said.text)) continue;
    const name = String(constructId(node, folding).value);
    pushOpenRoute(
      name,
      { ...wordAt('API_KEY', said.at), editable: false },
      { carrier: carrier(node, 'GraphqlApi'), anchor: anchorOf('GraphqlApi') },
      into,
    );
    return;
  }
}

/** `fn.addPermission('id', { principal, sourceArn, sourceAccount, action })`. */
export function permission(reading: CdkReading, node: Call): void {
  const { folding } = reading;
  const properties = propertyNodes(argumentOf(node, 1), folding);
  const who = properties.get('principal');
  for (const principal of who ? principalsOf(who.node, who.folding) : []) permit(reading, node, 'addPermission', properties, principal);
}

/** Pushes a permission that is written as properties. */
export function permit(reading: CdkReading, node: Node, kind: string, properties: Properties, permitted: Permitted): void {
  const { into, carrier, anchorOf } = reading;
  const statement = permissionStatement(properties, permitted);
  if (statement)
    readPolicyDocument(statement, into, {
      role: 'resource',
      carrier: carrier(node, kind),
      anchor: anchorOf(kind),
      principals: [],
      enabled: 'yes',
    });
}

/**
 * A method or route of an API that asks nobody: where it is written to (`addMethod('GET', to, { authorizationType:
 * AuthorizationType.NONE })`, `addRoutes({ path, authorizer: new HttpNoneAuthorizer() })`), at that word; where nothing is said
 * of it and nothing of its API, at the name of the call. What is not known is not said.
 */
export function openRoute(reading: CdkReading, node: Call, method: string): void {
  const { folding, into, carrier, anchorOf } = reading;
  const byMethod = method === 'addMethod';
  const api = node.callee.type === 'MemberExpression' ? node.callee.object : undefined;
  const optionsAt = byMethod ? 2 : 0;
  const options = propertyNodes(argumentOf(node, optionsAt), folding);
  const auth = options.get(byMethod ? 'authorizationType' : 'authorizer');
  if (options.has('apiKeyRequired')) return;
  let at = placeOfNode(calleeName(node), folding);
  let said: Leaf | undefined;
  if (auth) {
    at = placeOfNode(auth.node, auth.folding);
    const text = auth.folding.module.document.text.slice(...at.span);
    if (!(byMethod ? /^(?:\w+\.)*NONE$/ : /^new\s+(?:\w+\.)*HttpNoneAuthorizer\b/).test(text)) return;
    said = wordAt(text, at);
  } else if (
    // What is kept may be given an authorizer, or a key, later.
    folding.module.parents.get(node)?.type !== 'ExpressionStatement' ||
    !saysNothingOf(node, optionsAt, ['authorizer'], folding) ||
    !isOpenByDefault(api, folding, byMethod ? 'rest' : 'http')
  )
    return;
  if (isGuardedApi(api, folding, 2)) return;
  // API Gateway answers by itself, and nothing stands behind it.
  const target = byMethod ? behind(argumentOf(node, 1), folding) : undefined;
  if (target?.node.type === 'NewExpression' && nameOf(target.node.callee, target.folding.module)?.name === 'MockIntegration') return;
  if (byMethod && !said && !target) return;
  const verbs = options.get('methods');
  // Browsers ask so before a call, and bring nothing to know them by.
  if (verbs && /^\[\s*(?:\w+\.)*OPTIONS\s*(?:,\s*)?\]$/.test(verbs.folding.module.document.text.slice(...verbs.node.range))) return;
  const path = options.get('path');
  const word = textOf(byMethod ? valueOfArgument(node, folding) : path && fold(path.node, path.folding));
  if (word === undefined) return;
  const resource = byMethod ? pathOfResource(api, folding) : undefined;
  const name = resource === undefined ? word : `${word} ${resource}`;
  const made = carrier(node, method);
  pushOpenRoute(name, said, { carrier: said ? made : { ...made, head: at }, anchor: anchorOf(method) }, into);
}

function valueOfArgument(node: Call, folding: Folding): Value | undefined {
  const first = argumentOf(node, 0);
  return first && fold(first, folding);
}
