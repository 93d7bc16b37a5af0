// Tokens of services, made by Terraform, that end late or never; and credentials in provider blocks.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { daysLeft } from '../../server/engine/facts/lifetime.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

/** How each type says when it ends. Tokens that are rotated by their own configuration count as ended. */
interface Ending {
  readonly attribute: string;
  readonly as: 'date' | 'time' | 'seconds' | 'days';
}

const by = (attribute: string, as: Ending['as'] = 'date'): Ending => ({ attribute, as });
const endings = tableOf<Ending>({
  gitlab_personal_access_token: by('expires_at'),
  gitlab_project_access_token: by('expires_at'),
  gitlab_group_access_token: by('expires_at'),
  gitlab_deploy_token: by('expires_at', 'time'),
  gitlab_group_service_account_access_token: by('expires_at'),
  cloudflare_api_token: by('expires_on', 'time'),
  tfe_team_token: by('expired_at', 'time'),
  tfe_organization_token: by('expired_at', 'time'),
  grafana_service_account_token: by('seconds_to_live', 'seconds'),
  grafana_cloud_access_policy_token: by('expires_at', 'time'),
  harbor_robot_account: by('duration', 'days'),
  artifactory_scoped_token: by('expires_in', 'seconds'),
  scaleway_iam_api_key: by('expires_at', 'time'),
  yandex_iam_service_account_api_key: by('expires_at', 'time'),
  linode_token: by('expiry', 'time'),
  zitadel_personal_access_token: by('expiration_date', 'time'),
  zitadel_machine_key: by('expiration_date', 'time'),
  openstack_identity_application_credential_v3: by('expires_at', 'time'),
});

const days = 90;

/** What the attribute says of an end in so many days. */
function endIn90Days({ as }: Ending, today: string): string | number {
  if (as === 'seconds') return days * 86_400;
  if (as === 'days') return days;
  const date = new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  return as === 'time' ? `${date}T00:00:00Z` : date;
}

const token = (more: string): string => `«resource "gitlab_project_access_token" "ci"» {
  project = "1"
  name    = "ci"
  scopes  = ["read_repository"]
${more}}
`;

export const tokenNoExpiry = defineRule({
  id: 'saas/token-no-expiry',
  meta: {
    title: 'A token of a service that does not end within a year',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      endless: 'This token has no end; give it one (`{attribute}`), and rotate it',
      long: 'This token lives for {days} more days; end it within a year, and rotate it',
    },
    docs: {
      what: 'A token of GitLab, Cloudflare, Grafana, Harbor, Artifactory, HCP Terraform, Scaleway, Linode, Zitadel, OpenStack or Yandex Cloud without an end, or with one more than a year away.',
      why: 'A token in a pipeline is copied more often than anybody counts. Its end is the only thing that takes all copies back.',
      remedy: 'Set an end within a year, and rotate the token by a schedule.',
      bad: [{ file: 'infra/main.tf', text: token('') }],
      good: [{ file: 'infra/main.tf', text: token('  expires_at = "2027-01-31"\n').replace(/[«»]/g, '') }],
      references: [
        'https://docs.gitlab.com/security/tokens/',
        'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
      ],
    },
  },
  on: {
    credential(credential, context) {
      const ending = endings.get(credential.carrier.kind);
      if (!ending || credential.enabled === 'no') return;
      const left = Math.ceil(daysLeft(credential.lifetime, context.project.workspace.today) ?? 0);
      const long = left > 366;
      if (credential.lifetime.kind !== 'standing' && !long) return;
      const { carrier } = credential;
      context.report({
        at: credential.lifetime.at ?? credential.at,
        message: long ? 'long' : 'endless',
        anchor: credential.anchor,
        data: { attribute: ending.attribute, days: left },
        suggestions: [
          {
            title: `End it in ${days} days`,
            make(fix) {
              const document = fix.document(carrier.block.uri);
              const edit = document && setAttribute(carrier.block, ending.attribute, endIn90Days(ending, fix.today), document);
              return edit && { edits: [edit] };
            },
          },
        ],
      });
    },
  },
});

export const providerToken = defineRule({
  id: 'saas/provider-token',
  meta: {
    title: 'A token of a service in a provider block',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'NHI7:2025'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Where the token comes from instead is for its owner to say.',
    messages: {
      token:
        'The {provider} provider signs in with a credential that is written here; take it from the environment, and use short-lived ones where the service has them',
    },
    docs: {
      what: 'A provider of GitHub, GitLab, Okta, Databricks, Snowflake, Auth0 or Cloudflare with a credential in the code.',
      why: 'The credential configures the service, so it may do nearly everything, and everybody who reads the code has it.',
      remedy: 'Leave it to the environment of the pipeline; use an app or OAuth client with scopes instead of a token of a person.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `provider "okta" {
  org_name    = "acme"
  base_url    = "okta.com"
  «api_token» = "written-down"
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `variable "key" {
  type = string
}

provider "okta" {
  org_name    = "acme"
  base_url    = "okta.com"
  client_id   = "0oa1"
  scopes      = ["okta.groups.read"]
  private_key = var.key
}
`,
        },
      ],
      references: ['https://developer.hashicorp.com/terraform/language/providers/configuration'],
    },
  },
  on: {
    credential(credential, context) {
      const provider = /^provider (github|gitlab|okta|databricks|snowflake|auth0|cloudflare)$/.exec(credential.carrier.kind)?.[1];
      if (provider && credential.kind === 'static-provider' && credential.enabled !== 'no')
        context.report({ at: credential.at, message: 'token', anchor: credential.anchor, data: { provider } });
    },
  },
});
