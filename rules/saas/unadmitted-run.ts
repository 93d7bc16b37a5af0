// A workspace of HCP Terraform whose runs take an identity that does not let them in, where both stand in this tree. How
// wide a trust is without its workspaces is for the rules of the cloud.
import { folderOf } from '../../server/engine/document.ts';
import { claimsNamed, hasUnknownCondition, issuerOfTrust } from '../../server/engine/facts/aws/trust.ts';
import { oidcProviderOf } from '../../server/engine/facts/aws/oidc-subjects.ts';
import { trustedRoleName } from '../../server/engine/facts/aws/trusted-role.ts';
import { patternsMeet } from '../../server/engine/facts/github/subjects.ts';
import type { Identity, Trust } from '../../server/engine/facts/types.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';

const example = (subject: string) => `resource "tfe_workspace" "shop" {
  name         = "shop-production"
  organization = "acme"
}

resource "tfe_variable" "role" {
  workspace_id = tfe_workspace.shop.id
  category     = "env"
  key          = "TFC_AWS_RUN_ROLE_ARN"
  value        = ${subject.includes('shop-production') ? 'aws_iam_role.run.arn' : '«aws_iam_role.run.arn»'}
}

resource "aws_iam_role" "run" {
  name = "run"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/app.terraform.io" }
      Condition = { StringEquals = {
        "app.terraform.io:aud" = "aws.workload.identity"
        "app.terraform.io:sub" = [
          "${subject}:run_phase:plan",
          "${subject}:run_phase:apply"
        ]
      } }
    }]
  })
}
`;

export const unadmittedRun = defineRule({
  id: 'saas/unadmitted-run',
  meta: {
    title: 'Run of HCP Terraform that its cloud identity does not admit',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether the trust or the workspace is wrong is known only to their authors.',
    messages: {
      default:
        'In its {phases}, workspace `{workspace}` presents {subjects}, and `{role}` admits only {admitted}: the login fails, or the trust gets widened in a hurry',
    },
    docs: {
      what: 'A workspace that Terraform declares with `TFC_AWS_RUN_ROLE_ARN`, `TFC_AZURE_RUN_CLIENT_ID`, `TFC_GCP_WORKLOAD_PROVIDER_NAME` and their like, where the trust of that role, application or identity pool in the same tree lets in another organization, project, workspace or phase.',
      why: 'The login can never work. What usually follows is a wildcard in the trust that lets every workspace in. The common causes are a subject for `run_phase:plan` alone, and a workspace that was renamed.',
      remedy:
        'Write the subjects of this workspace into the trust, one for the plan and one for the apply where the cloud takes no patterns.',
      bad: [{ file: 'infra/main.tf', text: example('organization:acme:project:shop:workspace:shop-prod') }],
      good: [{ file: 'infra/main.tf', text: example('organization:acme:project:shop:workspace:shop-production') }],
      references: [
        'https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/aws-configuration',
        'https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/azure-configuration',
        'https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/gcp-configuration',
      ],
    },
  },
  on: {
    project(context) {
      for (const run of context.project.all('identities')) {
        const { takes } = run.traits;
        if (run.carrier.kind !== 'tfe_variable' || !takes) continue;
        const byTrust = trustsOf(takes, context.project).map(admittedBy);
        if (byTrust.length === 0 || !byTrust.every((one) => one !== undefined)) continue;
        const admitted = byTrust.flat();
        // A trust that names nobody yet refuses this run on purpose.
        if (admitted.length === 0) continue;
        const refused = ['plan', 'apply'].flatMap((phase) => {
          const subject = textOf(run.traits[phase]);
          return subject === undefined || admitted.some(({ pattern }) => patternsMeet(pattern, subject)) ? [] : [{ phase, subject }];
        });
        if (refused.length === 0) continue;
        context.report({
          at: run.at,
          message: 'default',
          data: {
            phases: refused.map(({ phase }) => phase).join(' and '),
            workspace: run.name,
            subjects: refused.map(({ subject }) => `\`${subject}\``).join(' and '),
            role: textOf(takes)!,
            admitted: admitted.map(({ pattern }) => `\`${pattern}\``).join(', '),
          },
          anchor: anchorOf(run),
          related: admitted.map(({ leaf }) => ({ at: leaf.at, message: 'what it admits' })),
        });
      }
    },
  },
});

const anchorOf = (run: Identity): string => `terraform|${run.at.uri}|${run.carrier.address}|value`;

/** The trusts of what a run takes: by address in the same folder, or by the name of a role in an ARN. */
function trustsOf(takes: Leaf, project: Project): Trust[] {
  const text = textOf(takes)!;
  return project.all('trusts').filter((trust) => {
    if (trust.effect !== 'allow' || trust.enabled !== 'yes') return false;
    if (text.startsWith('arn:'))
      return trust.platform === 'aws' && trustedRoleName(trust, project) === text.slice(text.lastIndexOf('/') + 1).toLowerCase();
    return (
      (trust.carrier.address === text || textOf(trust.assumes) === text) && folderOf(trust.carrier.block.uri) === folderOf(takes.at.uri)
    );
  });
}

interface Admitted {
  readonly leaf: Leaf;
  /** The subjects that it lets in, as a pattern. */
  readonly pattern: string;
}

/** The subjects that a trust lets in; undefined where it takes another issuer, or something in it cannot be read. */
function admittedBy(trust: Trust): Admitted[] | undefined {
  const issuer = issuerOfTrust(trust);
  if (issuer === undefined || oidcProviderOf(issuer)?.id !== 'terraform-cloud') return undefined;
  if (trust.platform === 'gcp') return admittedByGoogle(trust);
  const conditions = trust.platform === 'aws' ? claimsNamed(trust, 'sub') : trust.conditions.filter((condition) => condition.key === 'sub');
  if (hasUnknownCondition(trust) || conditions.length !== 1 || conditions[0]!.operator === 'expression') return undefined;
  const admitted = conditions[0]!.values.map((leaf) => ({ leaf, pattern: textOf(leaf) }));
  return admitted.every((one): one is Admitted => one.pattern !== undefined) ? admitted : undefined;
}

/** Conditions as HashiCorp's page writes them: the beginning of the subject, or all of it; several of them joined by `||`. */
function admittedByGoogle(trust: Trust): Admitted[] | undefined {
  const leaf = trust.conditions.find((condition) => condition.key === 'attribute_condition')?.values[0];
  const text = textOf(leaf);
  if (!leaf || text === undefined) return undefined;
  const admitted = text.split('||').map((clause) => {
    const [, begins, whole] =
      /^\s*(?:assertion\.sub\.startsWith\(\s*["']([^"'\\]*)["']\s*\)|(?:assertion\.sub|google\.subject)\s*==\s*["']([^"'\\]*)["'])\s*$/.exec(
        clause,
      ) ?? [];
    return begins !== undefined ? { leaf, pattern: `${begins}*` } : whole !== undefined ? { leaf, pattern: whole } : undefined;
  });
  return admitted.every((one) => one !== undefined) ? admitted : undefined;
}
