// AWS resources of programs whose own properties let somebody in: given to the table that all dialects share, and the
// permission of a Lambda function in the shape of the statement that AWS makes of it.
import { guardsMethods } from '../aws/api-guards.ts';
import { valueIn } from '../aws/setting-values.ts';
import { cloudformationName, readAwsSettings, type AwsResourceKind } from '../aws/settings.ts';
import type { Carrier, Facts } from '../types.ts';
import { itemsOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { isGuardedApi } from './apis.ts';
import type { propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import { placeOfNode } from './folding.ts';
import type { Place } from '../../text/text.ts';

export type Properties = ReturnType<typeof propertyNodes>;

/** Whose property names these are: Pulumi's are Terraform's in camel case, the CDK's level 1 has CloudFormation's. */
export type Spelling = 'pulumi' | 'cloudformation';

/** A property by its Terraform name. */
function propertyValue(properties: Properties, name: string, spelling: Spelling): Value | undefined {
  const written =
    spelling === 'cloudformation' ? cloudformationName(name) : name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const found = properties.get(written) ?? properties.get(written.charAt(0).toLowerCase() + written.slice(1));
  const value = found && fold(found.node, found.folding);
  if (!found || value?.kind !== 'unknown') return value;
  // A member of Pulumi's enumeration, which is called as the word that it stands for: `aws.s3.CannedAcl.PublicRead`.
  const place = placeOfNode(found.node, found.folding);
  const acl = /\bCannedAcl\.(\w{1,40})$/.exec(found.folding.module.document.text.slice(...place.span))?.[1];
  return acl === undefined ? value : wordAt(acl, place);
}

/** Pushes what the settings of a resource come to. */
export function readProgramSettings(
  kind: AwsResourceKind,
  properties: Properties,
  spelling: Spelling,
  where: { readonly carrier: Carrier; anchor(path: string): string },
  into: Facts,
): void {
  readAwsSettings(
    {
      kind,
      get: (name) => propertyValue(properties, name, spelling),
      all: (name) => itemsOf(propertyValue(properties, name, spelling)),
      head: where.carrier.head,
      carrier: where.carrier,
      anchor: (path) => where.anchor(path),
      enabled: 'yes',
      isGuarded: () => isGuarded(properties, spelling),
    },
    into,
  );
}

/** Whether an API guards what it serves; of a method or route whether its API does, or nothing stands behind it. */
function isGuarded(properties: Properties, spelling: Spelling): boolean {
  const own = (name: string): Value | undefined => propertyValue(properties, name, spelling);
  const types = [valueIn(itemsOf(own('endpoint_configuration')), 'types')];
  if (guardsMethods({ policy: own('policy'), types, disabled: own('disable_execute_api_endpoint') })) return true;
  const api = ['restApiId', 'restApi', 'apiId'].map((name) => properties.get(name)).find((one) => one !== undefined);
  return (
    textOf(valueIn(itemsOf(own('integration')), 'type'))?.toUpperCase() === 'MOCK' ||
    (api !== undefined && isGuardedApi(api.node, api.folding, spelling === 'pulumi' ? 1 : 2))
  );
}

const limits: readonly (readonly [property: string, condition: string])[] = [
  ['sourceArn', 'aws:SourceArn'],
  ['sourceAccount', 'aws:SourceAccount'],
  ['organizationId', 'aws:PrincipalOrgID'],
  ['principalOrgId', 'aws:PrincipalOrgID'],
  ['principalOrgID', 'aws:PrincipalOrgID'],
  ['eventSourceToken', 'lambda:EventSourceToken'],
  ['functionUrlAuthType', 'lambda:FunctionUrlAuthType'],
];

export interface Permitted {
  /** `AWS`, `Service`; told from the text where it is left out. */
  readonly type?: string;
  readonly id: Leaf;
  readonly at: Place;
  /** Further conditions, of a principal that brings some along. */
  readonly conditions?: Value;
}

/** The statement of a permission to invoke a function; `properties` are those of the permission. Undefined without a principal. */
export function permissionStatement(properties: Properties, permitted: Permitted): Mapping | undefined {
  const who = properties.get('principal');
  if (!who) return undefined;
  const at = placeOfNode(who.whole, who.folding);
  const conditions: Entry[] = limits.flatMap(([name, condition]) => {
    const found = properties.get(name);
    if (!found) return [];
    const [key, whole] = [placeOfNode(found.key, found.folding), placeOfNode(found.whole, found.folding)];
    return [
      entryFrom(
        'Condition',
        key,
        mappingFrom(
          [entryFrom('StringEquals', key, mappingFrom([entryFrom(condition, key, fold(found.node, found.folding))], whole))],
          whole,
        ),
      ),
    ];
  });
  const type = permitted.type ?? (/\.amazonaws\.com(?:\.cn)?$/.test(textOf(permitted.id) ?? '') ? 'Service' : 'AWS');
  // Conditions of one statement must all hold, so that they stand as one list.
  const all = [...conditions.map((one) => one.value), ...(permitted.conditions ? [permitted.conditions] : [])];
  return mappingFrom(
    [
      entryFrom('Effect', at, wordAt('Allow', at)),
      {
        key: wordAt('Principal', placeOfNode(who.key, who.folding)),
        value: mappingFrom([entryFrom(type, permitted.at, permitted.id)], permitted.at),
        at,
      },
      entryFrom('Action', at, wordAt('lambda:InvokeFunction', at)),
      ...(all.length > 0
        ? [
            entryFrom('Condition', at, {
              kind: 'list',
              items: all,
              complete: true,
              at,
              token: at,
              via: [],
              encoding: 'none',
              editable: false,
            }),
          ]
        : []),
    ],
    at,
  );
}
