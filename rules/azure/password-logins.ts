// Machines and databases of Azure whose administrator comes in with a password.
import type { Credential } from '../../server/engine/facts/types.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

interface PasswordRule extends RuleRow {
  readonly id: string;
  readonly kind: Credential['kind'];
  readonly message: string;
}

const machine = (value: string): string => `resource "azurerm_linux_virtual_machine" "worker" {
  name                            = "worker"
  admin_username                  = "worker"
  disable_password_authentication = ${value}
}
`;

const passwordTable: readonly PasswordRule[] = [
  {
    id: 'azure/sql-password-login',
    kind: 'db-password',
    title: 'A database administrator with a password',
    severity: 'medium',
    profile: 'strict',
    peers: ['CKV2_AZURE_27'],
    message: 'This server lets its administrator in with a password, which is shared and has no end; allow Entra ID only',
    what: 'An Azure SQL server, a Synapse workspace, or a flexible server of PostgreSQL, whose administrator has a password and which does not insist on Entra ID.',
    why: 'The password is shared, is in the state of the deployment, and passes by conditional access and multi-factor authentication.',
    remedy:
      'Set an Entra administrator with `azuread_authentication_only = true` (PostgreSQL: `password_auth_enabled = false`) and leave the password out.',
    references: ['https://learn.microsoft.com/azure/azure-sql/database/authentication-azure-ad-only-authentication'],
    whyNoFix: 'The group that administers the server has to be named first.',
    bad: `resource "azurerm_mssql_server" "orders" {
  name                         = "orders"
  administrator_login          = "orders"
  administrator_login_password = «var.password»
}
`,
    good: `resource "azurerm_mssql_server" "orders" {
  name = "orders"

  azuread_administrator {
    login_username              = "orders-admins"
    object_id                   = var.admins_object_id
    azuread_authentication_only = true
  }
}
`,
  },
  {
    id: 'azure/machine-password-login',
    kind: 'login-password',
    title: 'A machine with password login',
    severity: 'medium',
    peers: ['CKV_AZURE_1', 'CKV_AZURE_49', 'CKV_AZURE_149', 'CKV_AZURE_178', 'AZU-0039'],
    message: 'This {who} in with a password, which is guessed all day where the port is open; use {keys}',
    what: 'A Linux machine on which password authentication is turned on, or a local user of a storage account with a password for SFTP.',
    why: 'Passwords are guessed and shared. Keys are not guessed, and Entra login says who came.',
    remedy: 'Set `disable_password_authentication = true` and use the Entra login extension or SSH keys.',
    references: ['https://learn.microsoft.com/azure/virtual-machines/linux/create-ssh-keys-detailed'],
    whyNoFix: 'A key has to be given to the machine first, or nobody gets in.',
    bad: machine('«false»'),
    good: machine('true'),
  },
];

/** Who is let in, and how else; rows about databases do not ask. */
const words = (kind: string): Readonly<Record<string, string>> =>
  /local_?user/i.test(kind)
    ? { who: 'storage account lets this user', keys: 'an SSH key' }
    : { who: 'machine lets its administrator', keys: 'SSH keys or Entra login' };

export const passwordLoginRules: readonly Rule[] = passwordTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'long-lived',
      frameworks: ['NHI7:2025', 'PR.AA-05'],
      fix: 'none',
      messages: { open: entry.message },
      file: 'infra/main.tf',
    }),
    on: {
      credential(credential, context) {
        if (credential.platform === 'azure' && credential.kind === entry.kind && credential.enabled !== 'no')
          context.report({ at: credential.at, message: 'open', anchor: credential.anchor, data: words(credential.carrier.kind) });
      },
    },
  }),
);
