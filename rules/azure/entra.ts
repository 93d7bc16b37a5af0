// Entra ID: directory roles that own the tenant, passwords and certificates of applications, federated credentials.
import { removeBlock } from '../../server/engine/edit/hcl-blocks.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { keptIn } from '../../server/engine/facts/kept-in.ts';
import type { Credential, Grant } from '../../server/engine/facts/types.ts';
import { daysLeft, durationDays } from '../../server/engine/facts/lifetime.ts';
import { patternOf, placeOf, textOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** Directory roles that own the tenant, or lead there. Template ids are the same in every tenant. */
const owning = new Map<string, string>(
  [
    ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
    ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
    ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'],
    ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
    ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
    ['8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2', 'Hybrid Identity Administrator'],
  ].flatMap(
    ([id, name]) =>
      [
        [id!, name!],
        [name!.toLowerCase(), name!],
      ] as [string, string][],
  ),
);

const directory = (
  role: string,
  type = 'azuread_directory_role_assignment',
  mark = false,
): string => `resource "azuread_directory_role" "role" {
  display_name = "${mark ? `«${role}»` : role}"
}

resource "${type}" "automation" {
  role_id             = azuread_directory_role.role.template_id
  principal_object_id = var.principal_id
}
`;

/** How the file that gives a role can make its holder eligible for it. */
const eligibleBy = ({ carrier }: Grant): string =>
  carrier.kind === 'azuread_directory_role_assignment'
    ? '`azuread_directory_role_eligibility_schedule_request`'
    : 'make the assignment eligible';

export const directoryRoleAdmin = defineRule({
  id: 'azure/directory-role-admin',
  meta: {
    title: 'A directory role that owns the tenant',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI10:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'An eligible assignment needs a role of its own and a justification, which only its owner can give.',
    messages: {
      role: '`{role}` is given for good: it owns the tenant or leads there; use a smaller role, or {eligible}',
    },
    docs: {
      what: 'A standing assignment of Global Administrator, Privileged Role Administrator, an application administrator or another directory role that leads to the whole tenant.',
      why: 'An application administrator adds a secret to any application and signs in as it; a role administrator makes itself global administrator. One stolen token of a standing holder is the tenant.',
      remedy:
        'Keep two break-glass accounts, and make everybody else eligible. Applications get the Graph permissions they need, limited to what they own.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "azuread_directory_role_assignment" "automation" {
  role_id             = "«9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3»"
  principal_object_id = var.principal_id
}
`,
        },
      ],
      good: [{ file: 'infra/main.tf', text: directory('Reports Reader') }],
      references: [
        'https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference',
        'https://learn.microsoft.com/entra/identity/role-based-access-control/best-practices',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.platform !== 'entra' ||
        grant.role !== 'binding' ||
        grant.enabled === 'no' ||
        grant.lifetime.kind !== 'standing' ||
        !grant.entitlement
      )
        return;
      const role = owning.get((textOf(grant.entitlement) ?? '').toLowerCase());
      if (role)
        context.report({
          at: placeOf(grant.entitlement),
          message: 'role',
          anchor: grant.anchor,
          data: { role, eligible: eligibleBy(grant) },
        });
    },
  },
});

function without(credential: Credential): FixMaker[] {
  const { carrier } = credential;
  if (carrier.dialect !== 'terraform' || carrier.address.includes('[') || !/password|certificate/.test(carrier.kind)) return [];
  return [editing(`Remove ${carrier.address}`, carrier.block.uri, (document) => [removeBlock(carrier.block, document)])];
}

/** How many days a credential lives: by a duration (`8760h`), or from today by a date. */
function daysOf(credential: Credential, today: string): number {
  return Math.ceil(daysLeft(credential.lifetime, today) ?? 0);
}

const password = (more: string): string => `resource "azuread_application" "ci" {
  display_name = "ci"
}

«resource "azuread_application_password" "ci"» {
  application_id = azuread_application.ci.id
${more}}
`;

const federated = (subject: string, mark = true): string => `resource "azuread_application" "ci" {
  display_name = "ci"
}

resource "azuread_application_federated_identity_credential" "ci" {
  application_id = azuread_application.ci.id
  display_name   = "github"
  issuer         = "https://token.actions.githubusercontent.com"
  audiences      = ["api://AzureADTokenExchange"]
  subject        = "${mark ? `«${subject}»` : subject}"
}
`;

export const applicationPassword = defineRule({
  id: 'azure/application-password',
  meta: {
    title: 'A password of an application',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      endless:
        'This makes a client secret without an end of its own, which lasts two years and lies in {kept}; use a federated credential or a managed identity',
      long: 'This makes a client secret that lasts {days} days and lies in {kept}; use a federated credential or a managed identity, or let it end within months',
      printed:
        'This command makes a client secret and prints it, into the log of a pipeline too; it works from anywhere until it ends. Use a federated credential or a managed identity',
      printedLong:
        'This command makes a client secret that lasts {days} days, and prints it, into the log of a pipeline too; use a federated credential or a managed identity, or let it end within months',
      ending:
        'This makes a client secret, which lies in {kept} and works from anywhere until it ends; use a federated credential or a managed identity',
    },
    docs: {
      what: 'A password of an application or service principal, made in code.',
      why: 'A client secret is the application, wherever it is copied to. It stands in the state of whatever made it, and conditional access looks at few of its uses.',
      remedy: 'Add a federated identity credential for the workload that signs in, or run it with a managed identity.',
      bad: [{ file: 'infra/main.tf', text: password('') }],
      good: [{ file: 'infra/main.tf', text: federated('repo:acme/app:environment:production', false) }],
      references: [
        'https://learn.microsoft.com/entra/workload-id/workload-identity-federation',
        'https://registry.terraform.io/providers/hashicorp/azuread/latest/docs/resources/application_password',
      ],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'entra' || credential.kind !== 'app-password' || credential.enabled === 'no') return;
      const endless = credential.lifetime.kind === 'standing' && !credential.rotation;
      const days = credential.rotation ? 0 : daysOf(credential, context.project.workspace.today);
      const isLong = days > 366;
      const printed = isLong ? 'printedLong' : 'printed';
      const message = credential.carrier.dialect === 'script' ? printed : endless ? 'endless' : isLong ? 'long' : 'ending';
      context.report({
        at: (isLong ? credential.lifetime.at : undefined) ?? credential.at,
        message,
        data: { days, kept: keptIn(credential.carrier) },
        anchor: credential.anchor,
        severity: endless || isLong ? 'high' : 'medium',
        suggestions: without(credential),
      });
    },
  },
});

const certificate = (end: string): string => `resource "azuread_application_certificate" "ci" {
  application_id = "/applications/00000000-0000-0000-0000-000000000001"
  type           = "AsymmetricX509Cert"
  value          = file("ci.pem")
  end_date       = "${end}"
}
`;

export const applicationCertificateLong = defineRule({
  id: 'azure/application-certificate-long',
  meta: {
    title: 'A certificate that lasts more than a year',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      long: 'This certificate signs the application in until {date}; a year is enough, a federated credential is better',
      lasting:
        'This certificate signs the application in for {days} days from the day it is made; a year is enough, a federated credential is better',
    },
    docs: {
      what: 'A certificate of an application or service principal whose end is more than a year away.',
      why: 'Nobody rotates what lasts for years, and everybody who had the file can sign in until the end.',
      remedy: 'Give it a year at most and rotate it, or use a federated credential.',
      bad: [
        {
          file: 'infra/main.tf',
          text: certificate('2040-01-01T00:00:00Z').replace(
            'end_date       = "2040-01-01T00:00:00Z"',
            '«end_date       = "2040-01-01T00:00:00Z"»',
          ),
        },
      ],
      good: [{ file: 'infra/main.tf', text: certificate('2026-12-31T00:00:00Z') }],
      references: ['https://learn.microsoft.com/entra/identity-platform/certificate-credentials'],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'entra' || credential.kind !== 'certificate' || credential.enabled === 'no') return;
      const days = daysOf(credential, context.project.workspace.today);
      const { until, at } = credential.lifetime;
      if (days <= 366 || !until) return;
      const text = textOf(until) ?? '';
      const lasting = durationDays(text) !== undefined;
      context.report({
        at: at ?? credential.at,
        message: lasting ? 'lasting' : 'long',
        anchor: credential.anchor,
        data: { date: text.slice(0, 10), days },
        suggestions: until.editable
          ? [
              {
                title: lasting ? 'Let it last a year' : 'End it in a year',
                make(fix) {
                  const edit = replaceText(until, lasting ? '8760h' : `${yearAfter(fix.today)}T00:00:00Z`);
                  return edit && { edits: [edit] };
                },
              },
            ]
          : [],
      });
    },
  },
});

function yearAfter(date: string): string {
  return `${Number(date.slice(0, 4)) + 1}${date.slice(4)}`;
}

/** Tokens of GitHub itself, which signs for everybody; an enterprise may have an issuer of its own. */
const isGithub = (trust: Grant): boolean => trust.principals.some(({ issuer }) => issuer === 'token.actions.githubusercontent.com');

export const federatedSubjectWide = defineRule({
  id: 'azure/federated-subject-wide',
  meta: {
    title: 'A federated credential that fits more than one workload',
    category: 'trust',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['CKV_AZURE_249'],
    fix: 'none',
    whyNoFix: 'Which repository, branch or environment is meant is not written here.',
    messages: {
      wildcard: '`{subject}` lets in every workload that fits the pattern; name the repository and the environment',
      pullRequest:
        '`{subject}` lets in the workflows of pull requests, which run code that nobody has reviewed; name an environment or a branch',
      defaultAccount:
        '`{subject}` is the account of every pod of the namespace that names none; make an account for this workload, and name it',
      noRepository:
        '`{subject}` names no repository: whoever has one at GitHub can have its tokens say the same; name the repository, and its owner by number',
      literal:
        '`{subject}` is compared literally, so that the `*` never matches; in a flexible credential it would match every workload of that name',
    },
    docs: {
      what: 'A federated identity credential whose subject is a wildcard, that of pull requests, one that names no repository, or the default service account of a namespace of Kubernetes.',
      why: 'The subject is all that tells your deployment workflow from any other that the issuer signs for. A wildcard lets in every repository of the organization; `pull_request` lets in code before it is reviewed. Which claims the subject is made of each repository chooses for itself, so that one of `environment:production` alone is anybody’s.',
      remedy: 'Name one subject: `repo:acme/app:environment:production`.',
      bad: [{ file: 'infra/main.tf', text: federated('repo:acme/app:pull_request') }],
      good: [{ file: 'infra/main.tf', text: federated('repo:acme/app:environment:production', false) }],
      references: [
        'https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations',
        'https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials',
      ],
    },
  },
  on: {
    trust(trust, context) {
      if ((trust.platform !== 'entra' && trust.platform !== 'azure') || trust.enabled === 'no') return;
      for (const condition of trust.conditions) {
        const value = condition.values[0];
        if (condition.key !== 'sub' || !value) continue;
        const text = patternOf(value);
        const subject = text.replaceAll('\0', '…');
        const report = { at: placeOf(value), anchor: trust.anchor, data: { subject } };
        if (condition.operator === 'expression') {
          if (/matches\s+'(?:\*|repo:\*|repo:[^/']+\/\*|project_path:[^/']+\/\*)/.test(text))
            context.report({ ...report, message: 'wildcard' });
        } else if (/:pull_request$/.test(text)) context.report({ ...report, message: 'pullRequest', severity: 'high' });
        else if (/^(?:environment|ref|ref_type|base_ref|event_name|workflow):[^:\0]+$/.test(text) && isGithub(trust))
          context.report({ ...report, message: 'noRepository' });
        else if (/^system:serviceaccount:[^:\0]+:default$/.test(text))
          context.report({ ...report, message: 'defaultAccount', severity: 'medium' });
        else if (text.includes('*')) context.report({ ...report, message: 'literal', severity: 'medium' });
      }
    },
  },
});

export const providerSecret = defineRule({
  id: 'azure/provider-secret',
  meta: {
    title: 'A client secret in a provider block',
    category: 'long-lived',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'NHI7:2025'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The pipeline that runs the code has to be given a token first.',
    messages: {
      secret: 'The provider signs in with a secret that is written here; use `use_oidc = true` in pipelines and the Azure CLI at home',
    },
    docs: {
      what: 'An `azurerm`, `azuread` or `azapi` provider with a client secret in the code.',
      why: 'Terraform needs wide rights, so this secret is the widest one there is, and everybody who reads the code has it.',
      remedy: 'Set `use_oidc = true` and let the pipeline bring a token, or leave the credentials to the environment.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `provider "azurerm" {
  features {}

  client_id       = "00000000-0000-0000-0000-000000000001"
  «client_secret» = "changed-every-never"
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `provider "azurerm" {
  features {}

  client_id = "00000000-0000-0000-0000-000000000001"
  use_oidc  = true
}
`,
        },
      ],
      references: ['https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/guides/service_principal_oidc'],
    },
  },
  on: {
    credential(credential, context) {
      if (
        (credential.platform === 'azure' || credential.platform === 'entra') &&
        credential.kind === 'static-provider' &&
        credential.enabled !== 'no'
      )
        context.report({ at: credential.at, message: 'secret', anchor: credential.anchor });
    },
  },
});
