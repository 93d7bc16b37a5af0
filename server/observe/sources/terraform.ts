// Terraform's plan and state: which name an address has. Only the names of identities are read: a state holds secrets.
// What it says is what Terraform believes, and no proof that something runs.
import type { ObservedIdentity } from '../../engine/observation.ts';
import { fieldOf, listOf, textOf } from '../fields.ts';
import { jsonFile, type Reading, type Source } from '../reading.ts';
import type { JsonPath } from '../json-stream.ts';

/** Modules nested deeper than this are not read, and that is said. */
const deepestModule = 8;

type Named = Pick<ObservedIdentity, 'platform' | 'kind' | 'name' | 'id'>;

function named(type: string, values: unknown): Named | undefined {
  const make = (platform: Named['platform'], kind: Named['kind'], name: string | undefined): Named | undefined =>
    name === undefined ? undefined : { id: `${platform}:${kind}:${name}`, platform, kind, name };
  switch (type) {
    case 'aws_iam_role':
      return make('aws', 'role', textOf(values, 'name'));
    case 'aws_iam_user':
      return make('aws', 'user', textOf(values, 'name'));
    case 'aws_iam_group':
      return make('aws', 'group', textOf(values, 'name'));
    case 'google_service_account':
      return make('gcp', 'service-account', textOf(values, 'account_id'));
    case 'azurerm_user_assigned_identity': {
      const principal = textOf(values, 'principal_id')?.toLowerCase();
      return principal === undefined
        ? undefined
        : { id: `azure:principal:${principal}`, platform: 'azure', kind: 'managed-identity', name: textOf(values, 'name') ?? principal };
    }
    case 'azuread_service_principal': {
      const principal = (textOf(values, 'object_id') ?? textOf(values, 'id'))?.toLowerCase();
      return principal === undefined
        ? undefined
        : {
            id: `azure:principal:${principal}`,
            platform: 'azure',
            kind: 'service-account',
            name: textOf(values, 'display_name') ?? principal,
          };
    }
    case 'kubernetes_service_account':
    case 'kubernetes_service_account_v1': {
      const [metadata] = listOf(values, 'metadata');
      const name = textOf(metadata, 'name');
      return make('k8s', 'service-account', name === undefined ? undefined : `${textOf(metadata, 'namespace') ?? 'default'}/${name}`);
    }
    default:
      return undefined;
  }
}

function add(reading: Reading, address: string, type: string, values: unknown): void {
  const one = named(type, values);
  if (!one || !reading.first('address', address, one)) return;
  const reference = textOf(values, 'arn') ?? textOf(values, 'email') ?? textOf(values, 'principal_id') ?? one.name;
  reading.add({ fact: 'identity', ...one, reference, address });
}

/** `values.root_module.child_modules[].…resources[]`, as deep as modules are read. */
const statePaths: readonly JsonPath[] = Array.from({ length: deepestModule }, (_, depth) => [
  'values',
  'root_module',
  ...Array.from({ length: depth }, () => ['child_modules', '#']).flat(),
  'resources',
  '#',
]);

export const terraformState: Source = {
  id: 'terraform-state',
  title: 'names that Terraform knows for the identities of a state',
  reference: 'https://developer.hashicorp.com/terraform/internals/json-format',
  commands: [],
  placeForm: 'terraform:WORKSPACE',
  open(reading) {
    return {
      file(name) {
        let version: unknown;
        let raw = false;
        const inner = jsonFile(reading, name, [...statePaths, ['resources', '#'], ['version'], ['format_version']], (path, value) => {
          if (path[0] === 'version' || path[0] === 'format_version') {
            version = value;
            return;
          }
          const type = textOf(value, 'type');
          if (type === undefined || textOf(value, 'mode') === 'data') return;
          if (path[0] === 'values') return add(reading, textOf(value, 'address') ?? '', type, fieldOf(value, 'values'));
          raw = true;
          const module = textOf(value, 'module');
          const address = `${module ? `${module}.` : ''}${type}.${textOf(value, 'name') ?? ''}`;
          for (const instance of listOf(value, 'instances')) {
            const index = fieldOf(instance, 'index_key');
            add(
              reading,
              `${address}${index === undefined ? '' : typeof index === 'number' ? `[${index}]` : `["${String(index)}"]`}`,
              type,
              fieldOf(instance, 'attributes'),
            );
          }
        });
        return {
          push: inner.push,
          end() {
            inner.end();
            if (raw ? version !== 4 : typeof version === 'number' ? version !== 4 : !/^[01]\./.test(String(version)))
              reading.refuse(
                version === undefined
                  ? `${name} has no format_version: it is no output of terraform show -json`
                  : `${name} is of format ${String(version).slice(0, 20)}, which is not read: use terraform show -json`,
              );
          },
        };
      },
      finish: () => ({ place: reading.place ?? 'terraform:state', complete: [] }),
    };
  },
};

export const terraformPlan: Source = {
  id: 'terraform-plan',
  title: 'names that a plan gives to identities',
  reference: 'https://developer.hashicorp.com/terraform/internals/json-format',
  commands: [],
  placeForm: 'terraform:WORKSPACE',
  open(reading) {
    return {
      file(name) {
        let version: string | undefined;
        const inner = jsonFile(reading, name, [['resource_changes', '#'], ['format_version']], (path, value) => {
          if (path[0] === 'format_version') {
            if (typeof value === 'string') version = value;
            return;
          }
          const type = textOf(value, 'type');
          if (type !== undefined && textOf(value, 'mode') !== 'data')
            add(reading, textOf(value, 'address') ?? '', type, fieldOf(value, 'change', 'after'));
        });
        return {
          push: inner.push,
          end() {
            inner.end();
            if (version === undefined) reading.refuse(`${name} has no format_version: it is no output of terraform show -json`);
            else if (!/^[01]\./.test(version)) reading.refuse(`${name} is of format ${version.slice(0, 20)}, which is not read`);
          },
        };
      },
      finish: () => ({ place: reading.place ?? 'terraform:plan', complete: [] }),
    };
  },
};
