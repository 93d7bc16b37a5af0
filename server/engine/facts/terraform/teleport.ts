// Teleport through its Terraform provider, whose attributes `metadata` and `spec` hold what its own files do.
import { readTeleport, type TeleportKind } from '../teleport/resource.ts';
import type { ResourceReader } from './resource.ts';

const resource =
  (kind: TeleportKind): ResourceReader =>
  (reading) =>
    readTeleport(
      {
        kind,
        metadata: reading.view.attribute('metadata'),
        spec: reading.view.attribute('spec'),
        carrier: reading.carrier(),
        anchor: reading.anchor(),
        enabled: reading.instance.enabled,
      },
      reading.facts,
    );

export const teleportReaders: Readonly<Record<string, ResourceReader>> = {
  teleport_role: resource('role'),
  teleport_user: resource('user'),
  teleport_bot: resource('bot'),
  teleport_provision_token: resource('token'),
  teleport_saml_connector: resource('saml'),
  teleport_oidc_connector: resource('oidc'),
  teleport_github_connector: resource('github'),
};
