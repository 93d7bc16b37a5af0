// Permissions of AWS that a composition of Crossplane makes, and credentials that a controller makes for a user.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../support/analyze-text.ts';

async function found(text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ 'platform/objects.yaml': text }, { profile: 'default' });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => rule.startsWith('aws/')).map(({ rule, at }) => `${rule}: ${text.slice(...at.span)}`);
}

const attachment = (indent: string): string =>
  `
apiVersion: iam.aws.upbound.io/v1beta1
kind: RolePolicyAttachment
spec:
  forProvider:
    policyArn: arn:aws:iam::aws:policy/AdministratorAccess
    roleSelector: { matchControllerRef: true }`.replaceAll('\n', `\n${indent}`);

const resources = (base: string, indent: string): string =>
  `
apiVersion: apiextensions.crossplane.io/v1
kind: Composition
metadata: { name: workers }
spec:
  resources:
    - name: attachment
      base:${base}
`.replace('  resources:', `${indent}resources:`);

describe('a composition', () => {
  it('makes what stands in its bases', async () => {
    expect(await found(resources(attachment('        '), '  '))).toEqual([
      'aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
  });

  it('makes what a function of its pipeline is given', async () => {
    const text = `apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata: { name: workers }\nspec:\n  mode: Pipeline\n  pipeline:\n    - step: make\n      input:\n        apiVersion: pt.fn.crossplane.io/v1beta1\n        kind: Resources\n        resources:\n          - name: attachment\n            base:${attachment('              ')}\n`;
    expect(await found(text)).toEqual(['aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess']);
  });

  it('makes what a template in a block of text writes, each document of it', async () => {
    const template = `
            {{ $id := .observed.composite.resource.spec.id }}
            ---${attachment('            ')}
            ---
            apiVersion: iam.aws.upbound.io/v1beta1
            kind: Policy
            metadata:
              name: {{ $id }}-queue
            spec:
              forProvider:
                policy: '{"Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}'
`;
    const text = `apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata: { name: workers }\nspec:\n  mode: Pipeline\n  pipeline:\n    - step: make\n      input:\n        apiVersion: gotemplating.fn.crossplane.io/v1beta1\n        kind: GoTemplate\n        inline:\n          template: |${template}`;
    expect(await found(text)).toEqual([
      'aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess',
      'aws/wildcard-action: sqs:*',
      'aws/resource-star-write: *',
    ]);
  });

  it('is not what a text says that is no manifest', async () => {
    const said = `apiVersion: apiextensions.crossplane.io/v1\nkind: Composition\nmetadata: { name: workers }\nspec:\n  notes: |\n    The template writes\n    apiVersion: iam.aws.upbound.io/v1beta1\n    kind: RolePolicyAttachment\n    spec: { forProvider: { policyArn: arn:aws:iam::aws:policy/AdministratorAccess } }\n`;
    expect(await found(said)).toEqual([]);
  });

  it('says the exact token of a policy in a block, and names what has no name of its own', async () => {
    const base = `
        apiVersion: iam.aws.crossplane.io/v1beta1
        kind: Role
        spec:
          forProvider:
            assumeRolePolicyDocument: |
              {
                "Version": "2012-10-17",
                "Statement": [{ "Effect": "Allow", "Principal": { "AWS": "*" }, "Action": "sts:AssumeRole" }]
              }`;
    const text = resources(base, '  ');
    expect(await found(text)).toEqual(['aws/trust-anyone: *']);
    const { findings } = await analyzeTexts({ 'platform/objects.yaml': text }, { profile: 'default' });
    expect(findings[0]!.anchor).toContain('iam.aws.crossplane.io/Role//attachment');
  });

  it('that gives one role its queue gives nothing to say', async () => {
    const base = `
        apiVersion: iam.aws.upbound.io/v1beta1
        kind: Policy
        spec:
          forProvider:
            policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-central-1:111122223333:jobs"}]}'`;
    expect(await found(resources(base, '  '))).toEqual([]);
  });
});

describe('a credential that a controller makes', () => {
  const object = (kind: string): string =>
    `apiVersion: iam.aws.upbound.io/v1beta1\nkind: ${kind}\nmetadata: { name: bot }\nspec:\n  forProvider:\n    user: builder\n`;

  it('is one of the user, and is kept in the cluster', async () => {
    const { findings } = await analyzeTexts({ 'platform/key.yaml': object('AccessKey') });
    const key = findings.find(({ rule }) => rule === 'aws/access-key-resource');
    expect(key?.message).toContain('of `builder`');
    expect(key?.message).toContain('in the cluster');
  });

  it('is none where only the user is made', async () => {
    expect(await found(object('User'))).toEqual([]);
  });
});

describe('other makers of objects of a cloud', () => {
  it('are graphs of kro, whose resources are templates', async () => {
    expect(
      await found(`apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: { name: app }
spec:
  resources:
    - id: role
      template:
        apiVersion: iam.services.k8s.aws/v1alpha1
        kind: Role
        metadata: { name: "\${schema.spec.name}-role" }
        spec:
          policies: [arn:aws:iam::aws:policy/AdministratorAccess]
          assumeRolePolicyDocument: '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}'
`),
    ).toEqual(['aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess', 'aws/trust-anyone: *']);
  });

  it('are clusters of kops, which add statements to the roles of their machines', async () => {
    expect(
      await found(`apiVersion: kops.k8s.io/v1alpha2
kind: Cluster
metadata: { name: k.example.org }
spec:
  additionalPolicies:
    node: |
      [
        {"Effect": "Allow", "Action": ["sqs:*"], "Resource": ["arn:aws:sqs:eu-west-1:111122223333:jobs-*"]},
        {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::nodes/*"]}
      ]
    master: '{{ .Values.policies }}'
  externalPolicies:
    control-plane: [arn:aws:iam::aws:policy/AdministratorAccess]
`),
    ).toEqual(['aws/wildcard-action: sqs:*', 'aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess']);
  });
});
