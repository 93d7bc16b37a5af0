// Application roles of Microsoft Graph, Exchange and SharePoint that make an application as strong as an administrator, or
// open the data of a whole tenant. Ids and names from Microsoft's published permission descriptions.

import { tableOf } from '../../server/engine/table.ts';

export interface AppRole {
  readonly name: string;
  /** `tenant`: a way to become an administrator. `data`: the data of everyone. `owned`: administrator over its own applications. */
  readonly tier: 'tenant' | 'owned' | 'data';
  readonly narrower?: string;
}

const tenant: readonly (readonly [string, string])[] = [
  ['RoleManagement.ReadWrite.Directory', '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8'],
  ['AppRoleAssignment.ReadWrite.All', '06b708a9-e830-4db3-a914-8e69da51d44f'],
  ['Application.ReadWrite.All', '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9'],
  ['RoleAssignmentSchedule.ReadWrite.Directory', 'dd199f4a-f148-40a4-a2ec-f0069cc799ec'],
  ['RoleEligibilitySchedule.ReadWrite.Directory', 'fee28b28-e1f3-4841-818e-2704dc62245f'],
  ['RoleManagementPolicy.ReadWrite.Directory', '31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad'],
  ['PrivilegedAccess.ReadWrite.AzureADGroup', '2f6817f8-7b12-4f0f-bc18-eeaf60705a9e'],
  ['UserAuthenticationMethod.ReadWrite.All', '50483e42-d915-4231-9639-7fdb7fd190e5'],
  ['User-PasswordProfile.ReadWrite.All', 'cc117bb9-00cf-4eb8-b580-ea2a878fe8f7'],
  ['Directory.ReadWrite.All', '19dbc75e-c2e2-444c-a770-ec69d8559fc7'],
  ['DelegatedPermissionGrant.ReadWrite.All', '8e8e4742-1d95-4f68-9d56-6ee75648c72a'],
  ['Policy.ReadWrite.PermissionGrant', 'a402ca1c-2696-4531-972d-6e5ee4aa11ea'],
  ['Policy.ReadWrite.ConditionalAccess', '01c0a623-fc9b-48e9-b794-0756f8e8f067'],
  ['Policy.ReadWrite.AuthenticationMethod', '29c18626-4985-4dcd-85c0-193eef327366'],
  ['Domain.ReadWrite.All', '7e05723c-0bb0-42da-be95-ae9f08a6e53c'],
  ['Organization.ReadWrite.All', '292d869f-3427-49a8-9dab-8c70152b74e9'],
  ['IdentityProvider.ReadWrite.All', '90db2b9a-d928-4d33-a4dd-8442ae3d41e4'],
  ['EntitlementManagement.ReadWrite.All', '9acd699f-1e81-4958-b001-93b1d2506e19'],
  ['DeviceManagementConfiguration.ReadWrite.All', '9241abd9-d0e6-425a-bd4f-47ba86e767a4'],
  ['full_access_as_app', 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'],
  ['Exchange.ManageAsApp', 'dc50a0fb-09a3-484d-be87-e023b12c6440'],
];
const data: readonly (readonly [string, string])[] = [
  ['User.ReadWrite.All', '741f803b-c850-494e-b5df-cde7c675a1ca'],
  ['Group.ReadWrite.All', '62a82d76-70ea-41e2-9197-370581804d09'],
  ['GroupMember.ReadWrite.All', 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695'],
  ['Mail.ReadWrite', 'e2a3a72e-5f79-4c64-b1b1-878b674786c9'],
  ['Mail.Send', 'b633e1c5-b582-4048-a93e-9f11b44c7e96'],
  ['Mail.Read', '810c84a8-4a9e-49e6-bf7d-12d183f40d01'],
  ['Files.ReadWrite.All', '75359482-378d-4052-8f01-80520e7db3cd'],
  ['Sites.FullControl.All', 'a82116e5-55eb-4c41-a434-62fe8a61c773'],
  ['Sites.ReadWrite.All', '9492366f-7969-46a4-8d15-ed1a20078fff'],
  ['Chat.Read.All', '6b7d71aa-70aa-4810-a8d9-5d9fb2830017'],
  ['ChannelMessage.Read.All', '7b2449af-6ccd-4f4d-9f78-e550c193f0d1'],
  ['Sites.FullControl.All', '678536fe-1083-478a-9c59-b99265e6b0d3'],
  ['Sites.ReadWrite.All', 'fbcd29d2-fcca-4405-aded-518d457caae4'],
];
const owned: readonly (readonly [string, string])[] = [['Application.ReadWrite.OwnedBy', '18a4783c-866b-4cc7-a460-3d5e5662c884']];
const narrower = tableOf<string>({
  'Application.ReadWrite.All': 'Application.ReadWrite.OwnedBy',
  'Sites.FullControl.All': 'Sites.Selected',
  'Sites.ReadWrite.All': 'Sites.Selected',
});

const byKey = new Map<string, AppRole>();
for (const [tier, rows] of [
  ['tenant', tenant],
  ['owned', owned],
  ['data', data],
] as const) {
  for (const [name, id] of rows) {
    const role: AppRole = { name, tier, ...(narrower.get(name) ? { narrower: narrower.get(name) } : {}) };
    byKey.set(id, role);
    byKey.set(name.toLowerCase(), role);
  }
}

/** The role by its id or its name; undefined for one that is not in the table. */
export function appRole(key: string): AppRole | undefined {
  return byKey.get(key.toLowerCase());
}
