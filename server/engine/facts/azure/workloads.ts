// Programs and services of Azure that call others, and whether they have an identity to do it with: an `identity` that is
// not there, or that says none. The same question in Terraform, Bicep and ARM templates. What only stores or is called is
// left out: an identity there is for keys of the customer, and its absence says nothing. Facts from the documentation of
// the resource types and of the azurerm provider.
import { tableOf } from '../../table.ts';
import { leavesOf, textOf, type Value } from '../value.ts';
import type { Facts } from '../types.ts';
import type { AzureSettings } from './settings.ts';

/** What a resource says about its identity: its `type`, nothing at all, or something that is not known here. */
export type WrittenIdentity = Value | 'none' | 'unknown';

const terraform: readonly (readonly [noun: string, names: readonly string[]])[] = [
  ['web app', ['app_service', 'app_service_slot', 'linux_web_app', 'windows_web_app', 'linux_web_app_slot', 'windows_web_app_slot']],
  [
    'function app',
    [
      'function_app',
      'function_app_slot',
      'function_app_flex_consumption',
      'linux_function_app',
      'windows_function_app',
      'linux_function_app_slot',
      'windows_function_app_slot',
    ],
  ],
  ['logic app', ['logic_app_standard', 'logic_app_workflow']],
  ['container group', ['container_group']],
  ['container app', ['container_app', 'container_app_job']],
  ['Automation account', ['automation_account']],
  ['data factory', ['data_factory']],
  ['Stream Analytics job', ['stream_analytics_job']],
  ['API Management service', ['api_management']],
  ['recovery services vault', ['recovery_services_vault']],
  ['backup vault', ['data_protection_backup_vault']],
  ['Data Explorer cluster', ['kusto_cluster']],
  ['Spring app', ['spring_cloud_app']],
];

const arm: readonly (readonly [type: string, noun: string])[] = [
  ['microsoft.web/sites', 'web app'],
  ['microsoft.web/sites/slots', 'web app'],
  ['microsoft.logic/workflows', 'logic app'],
  ['microsoft.containerinstance/containergroups', 'container group'],
  ['microsoft.app/containerapps', 'container app'],
  ['microsoft.app/jobs', 'container app'],
  ['microsoft.automation/automationaccounts', 'Automation account'],
  ['microsoft.datafactory/factories', 'data factory'],
  ['microsoft.streamanalytics/streamingjobs', 'Stream Analytics job'],
  ['microsoft.apimanagement/service', 'API Management service'],
  ['microsoft.recoveryservices/vaults', 'recovery services vault'],
  ['microsoft.dataprotection/backupvaults', 'backup vault'],
  ['microsoft.kusto/clusters', 'Data Explorer cluster'],
];

const nouns = tableOf<string>(
  Object.fromEntries([...terraform.flatMap(([noun, names]) => names.map((name) => [`azurerm_${name}`, noun])), ...arm]),
);

/** What a type is called, in the case of a sentence; undefined for types that call nobody. ARM types in any case. */
export function workloadOf(type: string): string | undefined {
  return nouns.get(type) ?? nouns.get(type.toLowerCase());
}

/** The Terraform types, for the reader's table. */
export const workloadTypes: readonly string[] = [...nouns.keys()].filter((type) => type.startsWith('azurerm_'));

/** Pushes the keys that a workload without an identity needs for whatever it calls. */
export function readWorkload(resource: AzureSettings, into: Facts): void {
  if (workloadOf(resource.type) === undefined) return;
  const said = resource.identity();
  if (said === 'unknown') return;
  const type = said === 'none' ? undefined : leavesOf(said)[0];
  if (said !== 'none' && (type?.kind !== 'scalar' || !/^(?:none)?$/i.test((textOf(type) ?? '').trim()))) return;
  into.credentials.push({
    anchor: `${resource.anchor}|identity`,
    platform: 'azure',
    kind: 'no-identity',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: type?.at ?? resource.head,
    carrier: { ...resource.carrier, ...(type ? { attribute: type.at } : {}) },
    enabled: resource.enabled,
  });
}
