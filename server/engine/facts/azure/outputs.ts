// Where a template puts the keys that a service answers with: into an output, which is kept with the deployment in plain text
// for whoever may read deployments; into a setting of an application, which whoever may read its configuration reads.
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { Place, Span } from '../../text/text.ts';
import type { Facts } from '../types.ts';
import { callsIn } from './expressions.ts';

/** Functions that answer with keys, of ARM and of a resource's symbol; those that list something else are not here. */
const listing =
  /^list(?:Keys?|AdminKeys|QueryKeys|ConnectionStrings?|Credentials?|Secrets?|AccountSas|ServiceSas|ClusterAdminCredential|ClusterUserCredential|AuthKeys|CallbackUrl|HostKeys|PublishingCredentials)$/i;

/** One look at a text before anything is walked. */
export const mayListKeys = (text: string): boolean => /\blist\w{3,40}\(/i.test(text);

/** Types that hold settings of an application. */
export const holdsSettings = (type: string): boolean => /^microsoft\.web\/(?:sites|staticsites)(?:\/|$)/i.test(type);

/** Where an expression asks for keys. A signature is none: it has an end, which a rule of its own judges. */
export const keysAskedIn = (expression: BicepExpression): readonly Span[] =>
  callsIn(expression, listing).flatMap(({ name, span }) => (/sas$/i.test(name) ? [] : [span]));

/** Whether this node itself asks for keys: `listKeys(…)`, `account.listKeys().keys[0].value`. A signature is none. */
export function keysCalled(node: BicepExpression): boolean {
  const names =
    node.kind === 'call'
      ? [node.name]
      : node.kind === 'traversal'
        ? [
            ...(node.base.kind === 'call' ? [node.base.name] : []),
            ...node.steps.flatMap((step) => (step.kind === 'attribute' && step.arguments ? [step.name.slice(0, -2)] : [])),
          ]
        : [];
  return names.some((name) => listing.test(name) && !/sas$/i.test(name));
}

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
  /** An output of several values, which nothing marks as secure. */
  readonly isList?: boolean;
}

export function pushKeyOutput(output: KeyOutput, into: Facts): void {
  pushKey(output, 'output', into);
}

/** A parameter marked as secure that an output gives away. */
export function pushSecretOutput(output: KeyOutput, into: Facts): void {
  pushKey(output, 'secret-output', into);
}

/** A key in a setting; `name` is the application and the number of the key in it. */
export function pushKeySetting(setting: KeyOutput, into: Facts): void {
  pushKey(setting, 'setting', into);
}

function pushKey(
  { dialect, name, at, block, head, uri, isList }: KeyOutput,
  kind: 'output' | 'secret-output' | 'setting',
  into: Facts,
): void {
  into.credentials.push({
    anchor: `${dialect}|${uri}|${kind}.${name}`,
    platform: 'azure',
    kind: 'token',
    lifetime: { kind: 'standing' },
    storedIn: 'state',
    at,
    carrier: { dialect, kind: isList ? `${kind}-list` : kind, address: `${kind}.${name}`, block, head },
    enabled: 'yes',
  });
}
