// Plans and states as JSON: what only they know, placed in the source; all of it where no source is beside them.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createDocument } from '../../../../server/engine/document.ts';
import { terraformPlanReader } from '../../../../server/engine/facts/terraform-plan/reader.ts';
import { analyzeTexts, type Texts } from '../../../support/analyze-text.ts';

type Values = Record<string, unknown>;
const resource = (address: string, values: Values, module = '') => ({
  address: module + address,
  mode: 'managed',
  type: address.split('.')[0],
  name: address.split('.')[1],
  values,
});
const plan = (resources: unknown[], children: unknown[] = []) =>
  JSON.stringify(
    { format_version: '1.2', terraform_version: '1.9.8', planned_values: { root_module: { resources, child_modules: children } } },
    null,
    1,
  );
const policy = (action: string, place = '*') =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [action], Resource: place }] });

async function found(texts: Texts): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter((one) => /^aws\/(?!resource-star|boundary|iam-user)/.test(one.rule))
    .map((one) => `${one.rule} ${one.at.uri}: ${documents.get(one.at.uri)!.text.slice(...one.at.span)}`);
}

describe('a plan without its source', () => {
  it('is judged at its own tokens, inside the strings that hold policies too', async () => {
    expect(await found({ 'tfplan.json': plan([resource('aws_iam_policy.a', { name: 'a', policy: policy('sqs:*') })]) })).toEqual([
      'aws/wildcard-action tfplan.json: sqs:*',
    ]);
    expect(
      await found({
        'tfplan.json': plan([
          resource('aws_iam_role_policy_attachment.a["x"]', { role: 'r', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
        ]),
      }),
    ).toEqual(['aws/managed-admin-attached tfplan.json: arn:aws:iam::aws:policy/AdministratorAccess']);
  });

  it('unites what one role holds, by name and by address', async () => {
    const text = plan([
      resource('aws_iam_role.ci', { name: 'ci', assume_role_policy: '{"Statement":[]}' }),
      resource('aws_iam_role_policy.a', { role: 'ci', policy: policy('iam:PassRole') }),
      resource('aws_iam_role_policy.b', { role: 'ci', policy: policy('ec2:RunInstances') }),
    ]);
    expect((await found({ 'plan.json': text })).filter((one) => one.includes('privesc'))).toEqual([
      'aws/privesc-passrole-compute plan.json: ec2:RunInstances',
    ]);
  });

  it('reads states as they are kept and as they are shown', async () => {
    const kept = JSON.stringify({
      version: 4,
      terraform_version: '1.9.8',
      resources: [
        { mode: 'managed', type: 'aws_iam_access_key', name: 'k', instances: [{ attributes: { user: 'ci', status: 'Active' } }] },
      ],
    });
    expect((await found({ 'terraform.tfstate': kept })).map((one) => one.split(' ')[0])).toEqual(['aws/access-key-resource']);
    const shown = JSON.stringify({
      format_version: '1.0',
      terraform_version: '1.9.8',
      values: { root_module: { resources: [resource('aws_iam_policy.a', { policy: policy('*') })] } },
    });
    expect((await found({ 'state.json': shown })).map((one) => one.split(' ')[0])).toEqual(['aws/admin-statement']);
  });
});

describe('a plan beside its source', () => {
  const source = (value: string) =>
    `variable "actions" {}\nresource "aws_iam_policy" "a" {\n  name   = "a"\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ${value}, Resource = "*" }] })\n}\n`;

  it('says in the source what the source leaves open', async () => {
    expect(
      await found({
        'infra/main.tf': source('var.actions'),
        'infra/plan.json': plan([resource('aws_iam_policy.a', { name: 'a', policy: policy('sqs:*') })]),
      }),
    ).toEqual(['aws/wildcard-action infra/main.tf: resource "aws_iam_policy" "a"']);
  });

  it('says nothing twice', async () => {
    expect(
      await found({
        'infra/main.tf': source('["sqs:*"]'),
        'infra/plan.json': plan([resource('aws_iam_policy.a', { name: 'a', policy: policy('sqs:*') })]),
      }),
    ).toEqual(['aws/wildcard-action infra/main.tf: sqs:*']);
  });

  it('follows local modules, and stands at the call of those that are elsewhere', async () => {
    const child = (address: string) => [
      { address, resources: [resource('aws_iam_policy.a', { name: 'a', policy: policy('kms:*') }, `${address}.`)] },
    ];
    expect(
      await found({
        'infra/main.tf': 'module "m" {\n  source = "./m"\n}\n',
        'infra/m/main.tf': source('var.actions'),
        'infra/plan.json': plan([], child('module.m["x"]')),
      }),
    ).toEqual(['aws/kms-star infra/m/main.tf: resource "aws_iam_policy" "a"']);
    expect(
      await found({ 'infra/main.tf': 'module "m" {\n  source = "acme/m/aws"\n}\n', 'infra/plan.json': plan([], child('module.m')) }),
    ).toEqual(['aws/kms-star infra/main.tf: module "m"']);
  });
});

describe('whatever the text', () => {
  it('never throws', () => {
    const text = plan(
      [resource('aws_iam_role_policy.a', { role: 'ci', policy: policy('iam:*') })],
      [{ address: 'module.a', resources: [resource('aws_iam_user.u', { name: 'u' }, 'module.a.')] }],
    );
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(text.length), fc.string(), (from, to, put) => {
        const cut = text.slice(0, Math.min(from, to)) + put + text.slice(Math.max(from, to));
        terraformPlanReader.read([createDocument('plan.json', cut)], { neighbour: () => undefined });
      }),
      { numRuns: 300 },
    );
  });
});
