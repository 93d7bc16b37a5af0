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
    messages: { default: 'In its {phases}, workspace `{workspace}` presents {subjects}, and `{role}` admits only {admitted}: the login fails, or the trust gets widened in a hurry' },
    docs: {
      what: 'A workspace that Terraform declares with `TFC_AWS_RUN_ROLE_ARN`, `TFC_AZURE_RUN_CLIENT_ID` and their like, where the trust of that role or application in the same tree lets in another organization, project, workspace or phase.',
      why: 'The login can never work. What usually follows is a wildcard in the trust that lets every workspace in. The common causes are a subject for `run_phase:plan` alone, and a workspace that was renamed.',
      remedy: 'Write the subjects of this workspace into the trust, one for the plan and one for the apply where the cloud takes no patterns.',
      bad: [{ file: 'infra/main.tf', text: example('organization:acme:project:shop:workspace:shop-prod') }],
      good: [{ file: 'infra/main.tf', text: example('organization:acme:project:shop:workspace:shop-production') }],
      references: ['https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/aws-configuration', 'https://developer.hashicorp.com/terraform/cloud-docs/dynamic-provider-credentials/azure-configuration'],
    },
  },
  on: {
    project(context) {
      for (const run of context.project.all('identities')) {
        const { takes } = run.traits;
        if (run.carrier.kind !== 'tfe_variable' || !takes) continue;
        const admitted = admittedBy(trustsOf(takes, context.project));
        if (!admitted) continue;
        const refused = ['plan', 'apply'].flatMap((phase) => {
          const subject = textOf(run.traits[phase]);
          return subject === undefined || admitted.some((leaf) => patternsMeet(textOf(leaf)!, subject)) ? [] : [{ phase, subject }];
        });
        if (refused.length === 0) continue;
        context.report({
          at: run.at,
          message: 'default',
          data: {
            phases: refused.map(({ phase }) => phase).join(' and '), workspace: run.name,
            subjects: refused.map(({ subject }) => `\`${subject}\``).join(' and '), role: textOf(takes)!, admitted: admitted.map((leaf) => `\`${textOf(leaf)!}\``).join(', '),
          },
          anchor: anchorOf(run),
          related: admitted.map((leaf) => ({ at: leaf.at, message: 'what it admits' })),
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
    if (text.startsWith('arn:')) return trust.platform === 'aws' && trustedRoleName(trust, project) === text.slice(text.lastIndexOf('/') + 1).toLowerCase();
    return (trust.carrier.address === text || textOf(trust.assumes) === text) && folderOf(trust.carrier.block.uri) === folderOf(takes.at.uri);
  });
}

/** The subjects that they let in; undefined where there is none, another issuer among them, or something that cannot be read. */
function admittedBy(trusts: readonly Trust[]): Leaf[] | undefined {
  const leaves: Leaf[] = [];
  for (const trust of trusts) {
    const issuer = issuerOfTrust(trust);
    const conditions = trust.platform === 'aws' ? claimsNamed(trust, 'sub') : trust.conditions.filter((condition) => condition.key === 'sub');
    if (issuer === undefined || oidcProviderOf(issuer)?.id !== 'terraform-cloud' || hasUnknownCondition(trust) || conditions.length !== 1 || conditions[0]!.operator === 'expression') return undefined;
    leaves.push(...conditions[0]!.values);
  }
  return leaves.length > 0 && leaves.every((leaf) => textOf(leaf) !== undefined) ? leaves : undefined;
}
