// Calls of modules from a registry or from git: what their arguments say without the module's code. Policies, statements
// and managed policies, and Google's roles with their members, are told by their shape, whatever the module is; flags that bring a grant or a key of the module's
// own are in the table known-modules.ts. Local modules are followed by calls.ts instead.
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import type { Facts, Grant, Principal } from '../types.ts';
import { entryOf, itemsOf, patternOf, textOf, type Value } from '../value.ts';
import { instancesOf, type Instance } from './blocks.ts';
import { literalText, type Scope } from './evaluate.ts';
import { readAzureModule } from './azure-modules.ts';
import { readGoogleModule } from './google-modules.ts';
import { isSet, knownModules, type KnownModule } from './known-modules.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Resource } from './module.ts';
import { readApart } from './module-memory.ts';
import { addressLeaf, firstLeaf, pushCredential, pushIdentity, readingOf, type Reading } from './resource.ts';
import { statementFrom } from './statement-object.ts';
import { readModuleWorkload } from './workloads.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';

/** Arguments of a call that are no variables of the module. */
const own = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on', 'tags']);

/** Pushes what the calls of modules that are not in the workspace say. */
export function readRegistryModules(facts: ReadonlyMap<string, Facts>, scope: Scope): void {
  for (const [name, call] of scope.module.calls) {
    const into = facts.get(call.uri);
    const source = literalText(attributeOf(call.block.body, 'source')?.value);
    if (!into || source === undefined || /^\.\.?\//.test(source)) continue;
    const resource: Resource = { ...call, mode: 'resource', type: 'module', name, address: `${scope.module.prefix}module.${name}` };
    const known = knownModules.find((module) => module.source.test(source));
    readApart({ phase: 'registry', table: 'calls', key: name }, into, scope, (own) => {
      for (const instance of instancesOf(resource, scope)) {
        if (instance.enabled === 'no') continue;
        const reading = readingOf(instance, own);
        readCall(reading, known);
        readGoogleModule(reading, source);
        readModuleWorkload(reading, source);
        readAzureModule(reading, source);
      }
    });
  }
}

function readCall(reading: Reading, known: KnownModule | undefined): void {
  const { view, instance } = reading;
  if (known?.create?.some((flag) => isSet(view.attribute(flag), true) === 'no')) return;
  const self: Principal = {
    kind: known?.identity === 'user' || known?.identity === 'group' ? known.identity : 'role',
    id: addressLeaf(instance.resource, view.head),
  };
  for (const attribute of view.names()) {
    if (own.has(attribute)) continue;
    const value = view.attribute(attribute);
    if (value) readArgument(value, attribute, self, reading, instance);
  }
  if (!known) return;
  for (const { flag, byDefault, policy, policyFrom } of known.attaches ?? []) {
    const set = view.attribute(flag);
    const on = isSet(set, (byDefault ?? false) && !instance.resource.inherits);
    if (on === 'no' || (policyFrom !== undefined && view.attribute(policyFrom))) continue;
    const at = set ? (firstLeaf(set)?.at ?? view.head) : view.head;
    attachManagedPolicy({ ...wordAt(`arn:aws:iam::aws:policy/${policy}`, at) }, reading.facts, {
      carrier: reading.carrier(flag),
      anchor: reading.anchor(flag),
      principals: [self],
      enabled: on === 'maybe' ? 'maybe' : instance.enabled,
    });
  }
  for (const { flag, byDefault, kind } of known.credentials ?? []) {
    const on =
      flag.map((one) => isSet(view.attribute(one), undefined)).find((one) => one !== undefined) ??
      (byDefault && !instance.resource.inherits ? 'yes' : 'no');
    if (on === 'no') continue;
    const written = flag.map((one) => firstLeaf(view.attribute(one))).find((leaf) => leaf !== undefined);
    pushCredential(reading, {
      platform: 'aws',
      kind,
      owner: { kind: 'user', id: firstLeaf(view.attribute('name')) ?? self.id },
      anchor: reading.anchor(flag[0]),
      ...(written ? { at: written.at } : {}),
      enabled: on === 'maybe' ? 'maybe' : instance.enabled,
    });
  }
  known.settings?.(reading);
  const trust = known.trust?.(reading);
  if (trust && trust.length > 0) {
    const document = mappingFrom(
      [
        entryFrom(
          'Statement',
          view.head,
          { ...mappingFrom([], view.block), kind: 'list', items: trust, complete: true } as Value,
          view.block,
        ),
      ],
      view.block,
    );
    readPolicyDocument(document, reading.facts, {
      role: 'trust',
      carrier: reading.carrier(),
      anchor: reading.anchor('trust'),
      principals: [],
      enabled: instance.enabled,
      assumes: self.id,
    });
  }
  if (known.identity)
    pushIdentity(reading, {
      platform: 'aws',
      kind: known.identity,
      name: known.name ?? 'name',
      tags: 'tags',
      traits: {
        permissionsBoundary: firstLeaf(
          view.attribute('permissions_boundary') ??
            view.attribute('role_permissions_boundary_arn') ??
            view.attribute('permissions_boundary_arn'),
        ),
        maxSessionDuration: firstLeaf(view.attribute('max_session_duration')),
      },
    });
}

/** An argument by its shape: a policy document, statements in Terraform's words, ARNs of AWS's own policies. */
function readArgument(value: Value, path: string, self: Principal, reading: Reading, instance: Instance, depth = 0): void {
  if (depth > 4) return;
  const options = (role: Grant['role']) => ({
    role,
    carrier: reading.carrier(path.split('.')[0]),
    anchor: reading.anchor(path),
    principals: [self],
    enabled: instance.enabled,
    ...(role === 'trust' ? { assumes: self.id } : {}),
  });
  if (value.kind === 'mapping') {
    if (
      entryOf(value, 'Statement', true) &&
      itemsOf(entryOf(value, 'Statement', true)!.value).some((statement) => entryOf(statement, 'Effect', true))
    ) {
      readPolicyDocument(value, reading.facts, options(roleOf(value, path)));
      return;
    }
    const statement = statementFrom(value);
    if (statement) {
      const document = mappingFrom(
        [
          entryFrom(
            'Statement',
            value.at,
            { ...mappingFrom([], value.at), kind: 'list', items: [statement], complete: true } as Value,
            value.at,
          ),
        ],
        value.at,
      );
      readPolicyDocument(document, reading.facts, options(roleOf(document, path)));
      return;
    }
    for (const entry of value.entries) readArgument(entry.value, `${path}.${textOf(entry.key) ?? '?'}`, self, reading, instance, depth + 1);
    return;
  }
  if (value.kind === 'list') {
    value.items.forEach((item, index) =>
      readArgument(item, item.kind === 'mapping' ? `${path}.${index}` : path, self, reading, instance, depth + 1),
    );
    return;
  }
  if (value.kind === 'choice') {
    for (const option of value.options)
      readArgument(option, path, self, reading, { ...instance, enabled: instance.enabled === 'no' ? 'no' : 'maybe' }, depth + 1);
    return;
  }
  // A boundary is no grant. Policies of clusters are read with their access entries.
  if (!/polic/i.test(path) || /boundar/i.test(path) || value.kind === 'unknown' || !/:iam::aws:policy\//.test(patternOf(value))) return;
  attachManagedPolicy(value, reading.facts, {
    carrier: reading.carrier(path.split('.')[0]),
    anchor: reading.anchor(path),
    principals: [self],
    enabled: instance.enabled,
  });
}

function roleOf(document: Value, path: string): Grant['role'] {
  return /assume_role|trust/i.test(path) ? 'trust' : policyRoleOf(document, path);
}
