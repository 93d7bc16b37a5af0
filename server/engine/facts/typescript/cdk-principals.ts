// Principals of the CDK (`new iam.ServicePrincipal('ec2.amazonaws.com')`) in the shape of policy JSON, with the conditions
// and the action that they bring along.
import type { Node } from '../../syntax/typescript.ts';
import { itemsOf, type Leaf, type Value } from '../value.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { argumentOf, behind, nameOf, propertyNodes } from './constructs.ts';
import { fold } from './fold.ts';
import { unknown } from './texts.ts';
import { placeOfNode, type Folding } from './folding.ts';
import type { Place } from '../../text/text.ts';

export interface CdkPrincipal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`. */
  readonly type: string;
  readonly id: Leaf;
  readonly conditions?: Value;
  readonly action: string;
  readonly at: Place;
}

/** The principals that an expression stands for; an unknown one where it is not a principal that is known here. */
export function principalsOf(node: Node | undefined, folding: Folding, depth = 0): CdkPrincipal[] {
  const found = behind(node, folding);
  if (!found || depth > 6) return [];
  const { node: at, folding: inside } = found;
  const place = node ? placeOfNode(node, folding) : placeOfNode(at, inside);
  if (at.type === 'ConditionalExpression')
    return [...principalsOf(at.consequent, inside, depth + 1), ...principalsOf(at.alternate, inside, depth + 1)];
  if (at.type === 'CallExpression' && at.callee.type === 'MemberExpression') return ofCall(at, inside, place, depth);
  if (at.type !== 'NewExpression')
    return [{ type: 'unknown', id: unknown(at, inside, 'a principal that is not constant'), action: 'sts:AssumeRole', at: place }];
  const name = nameOf(at.callee, inside.module)?.name;
  const first = argumentOf(at, 0);
  const leaf = (): Leaf => leafOf(first, inside);
  const one = (type: string, id: Leaf, action = 'sts:AssumeRole', conditions?: Value): CdkPrincipal[] => [
    { type, id, conditions, action, at: place },
  ];
  const given = (index: number): Value | undefined => {
    const argument = argumentOf(at, index);
    return argument && fold(argument, inside);
  };
  const token = placeOfNode(at, inside);
  switch (name) {
    case 'ServicePrincipal': {
      const conditions = propertyNodes(argumentOf(at, 1), inside).get('conditions');
      return one('Service', leaf(), 'sts:AssumeRole', conditions && fold(conditions.node, conditions.folding));
    }
    case 'ArnPrincipal':
    case 'AccountPrincipal':
      return one('AWS', leaf());
    case 'AccountRootPrincipal':
      return one('AWS', unknown(at, inside, 'the own account'));
    case 'AnyPrincipal':
    case 'StarPrincipal':
    case 'Anyone':
      return one('AWS', wordAt('*', token));
    case 'CanonicalUserPrincipal':
      return one('CanonicalUser', leaf());
    case 'FederatedPrincipal':
      return one('Federated', leaf(), 'sts:AssumeRoleWithWebIdentity', given(1));
    case 'WebIdentityPrincipal':
      return one('Federated', leaf(), 'sts:AssumeRoleWithWebIdentity', given(1));
    case 'OpenIdConnectPrincipal':
      return one('Federated', providerOf(first, inside), 'sts:AssumeRoleWithWebIdentity', given(1));
    case 'SamlPrincipal':
      return one('Federated', wordAt('arn:aws:iam::\0:saml-provider/\0', token), 'sts:AssumeRoleWithSAML', given(1));
    case 'SamlConsolePrincipal': {
      const audience = mappingFrom(
        [
          entryFrom(
            'StringEquals',
            token,
            mappingFrom([entryFrom('SAML:aud', token, wordAt('https://signin.aws.amazon.com/saml', token))], token),
          ),
        ],
        token,
      );
      return one('Federated', wordAt('arn:aws:iam::\0:saml-provider/\0', token), 'sts:AssumeRoleWithSAML', audience);
    }
    case 'OrganizationPrincipal': {
      const organization = mappingFrom(
        [entryFrom('StringEquals', token, mappingFrom([entryFrom('aws:PrincipalOrgID', token, leaf())], token))],
        token,
      );
      return one('AWS', wordAt('*', token), 'sts:AssumeRole', organization);
    }
    case 'CompositePrincipal':
      return at.arguments.flatMap((argument) => (argument.type === 'SpreadElement' ? [] : principalsOf(argument, inside, depth + 1)));
    case 'PrincipalWithConditions':
      return principalsOf(first, inside, depth + 1).map((principal) => ({
        ...principal,
        conditions: both(principal.conditions, given(1)),
      }));
    case 'SessionTagsPrincipal':
      return principalsOf(first, inside, depth + 1);
    default:
      return one('unknown', unknown(at, inside, 'a principal of a class that is not known'));
  }
}

/** `principal.withConditions({…})`, `.withSessionTags()`, `ServicePrincipal.servicePrincipalName(…)`, `new X().grantPrincipal`. */
function ofCall(at: Extract<Node, { type: 'CallExpression' }>, folding: Folding, place: Place, depth: number): CdkPrincipal[] {
  const callee = at.callee as Extract<Node, { type: 'MemberExpression' }>;
  const name = callee.property.type === 'Identifier' ? callee.property.name : '';
  if (name === 'withConditions' || name === 'addToPolicy') {
    const conditions = argumentOf(at, 0);
    return principalsOf(callee.object, folding, depth + 1).map((principal) => ({
      ...principal,
      conditions: both(principal.conditions, conditions && fold(conditions, folding)),
    }));
  }
  if (name === 'withSessionTags') return principalsOf(callee.object, folding, depth + 1);
  if (name === 'fromStaticServicePrincipleName')
    return [{ type: 'Service', id: leafOf(argumentOf(at, 0), folding), action: 'sts:AssumeRole', at: place }];
  return [{ type: 'unknown', id: unknown(at, folding, 'a principal that a call gives'), action: 'sts:AssumeRole', at: place }];
}

/** The issuer of `new iam.OpenIdConnectProvider(this, 'x', { url })`, as the ARN that it comes to. */
function providerOf(node: Node | undefined, folding: Folding): Leaf {
  const found = behind(node, folding);
  if (found?.node.type === 'NewExpression') {
    const url = propertyNodes(argumentOf(found.node, 2), found.folding).get('url');
    const value = url && fold(url.node, url.folding);
    if (value?.kind === 'scalar')
      return {
        ...wordAt(
          `arn:aws:iam::\0:oidc-provider/${String(value.value).replace(/^https?:\/\//, '')}`,
          node ? placeOfNode(node, folding) : value.at,
        ),
      };
  }
  if (found?.node.type === 'CallExpression') {
    const arn = argumentOf(found.node, 2);
    const value = arn && fold(arn, found.folding);
    if (value && (value.kind === 'scalar' || value.kind === 'partial')) return value;
  }
  return found ? unknown(found.node, found.folding, 'a provider that is not declared here') : unknown(node!, folding, 'no provider');
}

function leafOf(node: Node | undefined, folding: Folding): Leaf {
  const value = fold(node, folding);
  if (value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown') return value;
  const [first] = itemsOf(value);
  return first && (first.kind === 'scalar' || first.kind === 'partial' || first.kind === 'unknown')
    ? first
    : { kind: 'unknown', why: 'not one text', at: value.at, token: value.token, via: value.via, encoding: 'none', editable: false };
}

/** Conditions that must both hold. */
export function both(a: Value | undefined, b: Value | undefined): Value | undefined {
  if (!a || !b) return a ?? b;
  return { kind: 'list', items: [a, b], complete: true, at: b.at, token: b.token, via: b.via, encoding: 'none', editable: false };
}
