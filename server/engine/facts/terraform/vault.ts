// Vault resources of Terraform: policies, tokens, roles of auth methods and of secret engines.
import { readVaultHcl, readVaultJson } from '../vault/policy.ts';
import { isUserpassUser } from '../vault/role-types.ts';
import type { Condition, Lifetime, Principal } from '../types.ts';
import { leavesOf, patternOf, textOf, type Entry, type Value } from '../value.ts';
import { viewOf } from './blocks.ts';
import { engineReaders } from './vault-engines.ts';
import { wordAt, entryFrom, mappingFrom } from '../made-values.ts';
import type { Resource } from './module.ts';
import type { Scope } from './evaluate.ts';
import { addressLeaf, firstLeaf, pushCredential, type Reading, type ResourceReader } from './resource.ts';
import { tableOf } from '../../table.ts';
import { writtenText } from './written-text.ts';
import { onlyNamed } from '../polarity.ts';

/** `data.vault_policy_document` in the JSON shape of the policy that it writes. */
export function vaultDocumentValue(resource: Resource, scope: Scope): Value {
  const place = { uri: resource.uri, span: resource.block.span };
  const view = viewOf(resource.block.body, { uri: resource.uri, span: resource.block.head }, place, scope);
  const entries = view.blocks('rule').flatMap((rule): Entry[] => {
    const path = firstLeaf(rule.attribute('path'));
    const capabilities = rule.attribute('capabilities');
    const at = rule.placeOf('capabilities');
    return path && capabilities && at
      ? [{ key: path, value: mappingFrom([entryFrom('capabilities', at.name, capabilities, at.all)], rule.block), at: rule.block }]
      : [];
  });
  return mappingFrom([entryFrom('path', place, mappingFrom(entries, place), place)], place);
}

const policy: ResourceReader = (reading) => {
  const value = reading.view.attribute('policy');
  const options = { carrier: reading.carrier('policy'), anchor: reading.anchor('policy'), enabled: reading.instance.enabled };
  if (value?.kind === 'mapping') return readVaultJson(value, reading.facts, options);
  const written = writtenText(reading, 'policy');
  if (written)
    readVaultHcl(written.text, written.uri, written.offset, reading.facts, {
      ...options,
      ...(written.whole ? { whole: written.whole } : {}),
    });
};

const unitSeconds = tableOf<number>({ s: 1, m: 60, h: 3600, d: 86_400 });

/** Seconds of `3600`, `"1h"`, `"30m"`; undefined for what is not known. */
function secondsOf(value: Value | undefined): number | undefined {
  const match = /^(\d+)\s*(s|m|h|d)?$/.exec(textOf(firstLeaf(value)) ?? '');
  return match ? Number(match[1]) * (unitSeconds.get(match[2] ?? 's') ?? 1) : undefined;
}

/** How long by the first attribute that says so: 0 and nothing mean without end. */
function lifetimeOf(reading: Reading, ...attributes: string[]): Lifetime {
  for (const attribute of attributes) {
    const value = firstLeaf(reading.view.attribute(attribute));
    if (!value) continue;
    const seconds = secondsOf(value);
    const at = reading.view.placeOf(attribute)?.all;
    // What is renewed for each period has no end, however short a period is; 0 is none.
    if (/(?:^|_)period$/.test(attribute)) {
      if (seconds === 0) continue;
      return seconds === undefined ? { kind: 'unknown', at } : { kind: 'standing', until: wordAt(`PT${seconds}S`, value.at), at };
    }
    if (seconds === 0) return { kind: 'standing', at };
    return seconds === undefined
      ? { kind: 'unknown', until: value, at }
      : { kind: 'until', until: { ...wordAt(`PT${seconds}S`, value.at) }, at };
  }
  return { kind: 'standing' };
}

/** A role of an auth method: who may log in as it, and what binds them. */
const authRole =
  (issuer: string, bounds: readonly string[]): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const conditions: Condition[] = [];
    for (const name of bounds) {
      const value = view.attribute(name);
      const at = view.placeOf(name);
      if (!value || !at) continue;
      const limits = name === 'bound_audiences' || name === 'audience' ? 'other' : 'principal';
      if (value.kind === 'mapping')
        for (const entry of value.entries)
          conditions.push({
            operator: textOf(view.attribute('bound_claims_type')) === 'glob' ? 'StringLike' : 'StringEquals',
            key: patternOf(entry.key),
            values: leavesOf(entry.value),
            limits,
            at: entry.at,
          });
      else if (leavesOf(value).length > 0 || value.kind !== 'list')
        conditions.push({ operator: 'StringLike', key: name, values: leavesOf(value), limits, at: at.all });
    }
    const principal: Principal = { kind: 'federated', id: wordAt(issuer, view.head), issuer };
    reading.facts.trusts.push({
      anchor: reading.anchor(),
      platform: 'vault',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'trust',
      principals: [principal],
      assumes:
        firstLeaf(view.attribute('role_name')) ?? firstLeaf(view.attribute('role')) ?? addressLeaf(reading.instance.resource, view.head),
      actions: [],
      scope: [],
      conditions,
      lifetime: { kind: 'standing' },
      carrier: reading.carrier(),
      enabled: reading.instance.enabled,
    });
  };

export const vaultReaders: Readonly<Record<string, ResourceReader>> = {
  vault_policy: policy,
  vault_token(reading) {
    const owner = leavesOf(reading.view.attribute('policies')).find((leaf) => textOf(leaf) === 'root');
    pushCredential(reading, {
      platform: 'vault',
      kind: 'token',
      lifetime: lifetimeOf(reading, 'explicit_max_ttl', 'period', 'ttl'),
      owner: owner && { kind: 'role', id: owner },
    });
  },
  vault_token_auth_backend_role: (reading) =>
    pushCredential(reading, {
      platform: 'vault',
      kind: 'token',
      lifetime: lifetimeOf(reading, 'token_explicit_max_ttl', 'token_period', 'token_max_ttl'),
      storedIn: 'vault',
    }),
  vault_approle_auth_backend_role(reading) {
    const bound = firstLeaf(reading.view.attribute('bind_secret_id'));
    const unbound = bound !== undefined && textOf(bound) === 'false';
    const lifetime = lifetimeOf(reading, 'secret_id_ttl');
    pushCredential(reading, {
      platform: 'vault',
      kind: unbound ? 'service-specific' : 'access-key',
      lifetime,
      storedIn: 'vault',
      rotation: firstLeaf(reading.view.attribute('secret_id_num_uses')),
      ...(unbound ? { at: bound.at } : {}),
    });
  },
  vault_approle_auth_backend_role_secret_id(reading) {
    if (reading.view.attribute('wrapping_ttl')) return;
    pushCredential(reading, { platform: 'vault', kind: 'access-key', lifetime: lifetimeOf(reading, 'ttl') });
  },
  vault_jwt_auth_backend_role: authRole('jwt', ['bound_subject', 'bound_claims', 'bound_audiences']),
  vault_kubernetes_auth_backend_role: authRole('kubernetes', [
    'bound_service_account_names',
    'bound_service_account_namespaces',
    'audience',
  ]),
  vault_aws_auth_backend_role: authRole('aws', [
    'bound_iam_principal_arns',
    'bound_account_ids',
    'bound_ami_ids',
    'bound_iam_role_arns',
    'bound_iam_instance_profile_arns',
    'bound_vpc_ids',
    'bound_subnet_ids',
    'bound_ec2_instance_ids',
  ]),
  vault_gcp_auth_backend_role: authRole('gcp', [
    'bound_service_accounts',
    'bound_projects',
    'bound_zones',
    'bound_regions',
    'bound_instance_groups',
    'bound_labels',
  ]),
  vault_azure_auth_backend_role: authRole('azure', [
    'bound_service_principal_ids',
    'bound_group_ids',
    'bound_locations',
    'bound_subscription_ids',
    'bound_resource_groups',
    'bound_scale_sets',
  ]),
  vault_ssh_secret_backend_role: authRole('ssh', ['allowed_users']),
  vault_pki_secret_backend_role: authRole('pki', ['allow_any_name', 'allow_glob_domains', 'allowed_domains']),
  vault_generic_endpoint(reading) {
    const path = firstLeaf(reading.view.attribute('path'));
    if (path && isUserpassUser(patternOf(path)))
      pushCredential(reading, { platform: 'vault', kind: 'login-password', owner: { kind: 'user', id: path }, at: path.at });
  },
  ...engineReaders,
  vault_aws_secret_backend(reading) {
    const key = firstLeaf(reading.view.attribute('secret_key'));
    if (key)
      pushCredential(reading, {
        platform: 'vault',
        kind: 'static-provider',
        at: reading.view.placeOf('secret_key')!.name,
        carrier: reading.carrier('secret_key'),
      });
  },
};

/** Data sources that read a version of a kept secret. Without a version they read the current one, and cannot be behind. */
export const vaultDataReaders: Readonly<Record<string, ResourceReader>> = {
  vault_kv_secret_v2(reading) {
    const name = firstLeaf(reading.view.attribute('name'));
    const mount = firstLeaf(reading.view.attribute('mount'));
    const version = firstLeaf(reading.view.attribute('version'));
    if (!name || !version) return;
    const known = textOf(mount) !== undefined && textOf(name) !== undefined && name.kind === 'scalar';
    reading.facts.vaultReferences.push({
      anchor: reading.anchor('version'),
      path: known ? { ...name, value: `${textOf(mount)}/${textOf(name)}` } : name,
      version,
      carrier: reading.carrier('version'),
    });
  },
};
