// Policy data sources that nothing in the module uses (`aws_iam_policy_document`, `google_iam_policy`,
// `vault_policy_document`), and those of AWS that go into a module which is not read: each is judged by what it says of
// itself, since someone will use it as it stands.
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import type { Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Value } from '../value.ts';
import { instancesOf } from './blocks.ts';
import { readApart } from './module-memory.ts';
import type { Scope } from './evaluate.ts';
import { readVaultJson } from '../vault/policy.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import { policyDocumentValue, replacedStatements } from './policy-document-block.ts';
import { readPolicyData } from './google.ts';
import { googlePolicyValue } from './google-policy-block.ts';
import { addressLeaf, readingOf } from './resource.ts';
import { vaultDocumentValue } from './vault.ts';

/** Reads Google policies that no `…_iam_policy` of the module takes. What they are on is not known: taken as one resource. */
export function readLooseGooglePolicies(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  for (const [key, resource] of scope.module.resources) {
    const into = facts.get(resource.uri);
    if (
      resource.mode !== 'data' ||
      resource.type !== 'google_iam_policy' ||
      !into ||
      scope.module.usesOf(`data.google_iam_policy.${resource.name}`) > 0
    )
      continue;
    readApart({ phase: 'loose', table: 'resources', key }, into, scope, (own) => {
      for (const instance of instancesOf(resource, scope)) {
        const reading = readingOf(instance, own);
        readPolicyData(reading, googlePolicyValue(resource, instance.scope), {
          level: 'resource',
          id: addressLeaf(resource, reading.view.head),
        });
      }
    });
  }
}

/** Reads Vault policies that nothing in the module names. One that an output or a call names is left to who takes it there. */
export function readLooseVaultPolicies(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  for (const [key, resource] of scope.module.resources) {
    const into = facts.get(resource.uri);
    if (
      resource.mode !== 'data' ||
      resource.type !== 'vault_policy_document' ||
      !into ||
      scope.module.usesOf(`data.vault_policy_document.${resource.name}`) > 0
    )
      continue;
    readApart({ phase: 'loose', table: 'resources', key }, into, scope, (own) => {
      for (const instance of instancesOf(resource, scope)) {
        const reading = readingOf(instance, own);
        const policy = vaultDocumentValue(resource, instance.scope);
        if (policy.kind === 'mapping')
          readVaultJson(policy, own, { carrier: reading.carrier(), anchor: reading.anchor('hcl'), enabled: instance.enabled });
      }
    });
  }
}

/** Reads the statements of policy data sources that no resource has given to a grant yet. */
export function readLooseDocuments(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  readLoosePolicies(facts, scope);
  const documents = [...scope.module.resources].filter(([, { mode, type }]) => mode === 'data' && type === 'aws_iam_policy_document');
  if (documents.length === 0) return;
  const read = new Set<string>();
  for (const { grants, trusts } of facts.values())
    for (const grant of [...grants, ...trusts]) if (grant.statement) read.add(placeKey(grant.statement.at));
  // What another document takes over and replaces is given to nobody, unless the document goes elsewhere, too.
  const replaced = new Set(
    documents.flatMap(([, resource]) => replacedStatements(resource, { ...scope, uri: resource.uri }).map(({ at }) => placeKey(at))),
  );
  const isRead = askedSet('read statement', read, scope);
  const isReplaced = askedSet('replaced statement', replaced, scope);
  for (const [key, resource] of documents) {
    const into = facts.get(resource.uri);
    if (!into) continue;
    readApart({ phase: 'loose', table: 'resources', key }, into, scope, (own) => {
      const isOnlyTaken = scope.module.usesOf(`data.aws_iam_policy_document.${resource.name}`) === 1;
      for (const instance of instancesOf(resource, scope)) {
        const statements = entryOf(policyDocumentValue(resource, instance.scope), 'Statement')?.value;
        const reading = readingOf(instance, own);
        itemsOf(statements).forEach((statement, index) => {
          const place = statement.at;
          if (isRead(placeKey(place)) || place.uri !== resource.uri || (isOnlyTaken && isReplaced(placeKey(place)))) return;
          const sid = textOf(entryOf(statement, 'Sid')?.value);
          readPolicyDocument(mappingFrom([entryFrom('Statement', place, statement, place)], place), own, {
            role: roleOf(statement),
            carrier: reading.carrier(),
            principals: [],
            enabled: instance.enabled,
            anchor: reading.anchor(sid ? 'json' : `json[${index}]`),
          });
        });
      }
    });
  }
}

/** Whether something is in a set; who asks is read again where the answer is another. */
function askedSet(kind: string, set: ReadonlySet<string>, { evaluation: { asking } }: Scope): (key: string) => boolean {
  const ask = asking?.about(kind, (key) => set.has(key));
  return (key) => {
    ask?.(key);
    return set.has(key);
  };
}

/** AWS managed policies that are looked up by name and given to something that is not read here: someone will attach them. */
function readLoosePolicies(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  const attached = new Set<string>();
  for (const { grants } of facts.values()) for (const grant of grants) if (grant.entitlement) attached.add(placeKey(grant.entitlement.at));
  for (const resource of scope.module.resources.values()) {
    if (resource.mode !== 'data' || resource.type !== 'aws_iam_policy') continue;
    const into = facts.get(resource.uri);
    if (!into) continue;
    for (const instance of instancesOf(resource, scope)) {
      const reading = readingOf(instance, into);
      const policy = leavesOf(instance.view.attribute('arn') ?? instance.view.attribute('name'))[0];
      if (policy && !attached.has(placeKey(policy.at)))
        attachManagedPolicy(policy, into, {
          carrier: reading.carrier(),
          anchor: reading.anchor('policy'),
          principals: [],
          enabled: instance.enabled,
        });
    }
  }
}

function placeKey(at: { uri: string; span: readonly [number, number] }): string {
  return `${at.uri}#${at.span[0]}`;
}

/** A statement with principals trusts them, or opens a resource to them; one without gives to whoever it is attached to. */
function roleOf(statement: Value): Grant['role'] {
  if (!entryOf(statement, 'Principal') && !entryOf(statement, 'NotPrincipal')) return 'identity';
  // Who signs in with a provider always becomes somebody.
  if (entryOf(entryOf(statement, 'Principal')?.value, 'Federated')) return 'trust';
  const actions = leavesOf(entryOf(statement, 'Action')?.value).map((leaf) => textOf(leaf)?.toLowerCase());
  return actions.some((action) => action?.startsWith('sts:')) ? 'trust' : 'resource';
}
