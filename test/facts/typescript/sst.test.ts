// What SST's functions and services are given, in both of its ways to say it.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

/** `rule: text` of what is found in one file. */
async function found(uri: string, text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ [uri]: text });
  expect(failures).toEqual([]);
  return findings
    .filter((finding) => /^aws\/(?:wildcard-action|managed-admin-attached|admin-statement|resource-policy-public)$/.test(finding.rule))
    .map((finding) => `${finding.rule}: ${text.slice(...finding.at.span)}`);
}

const config = (body: string) =>
  `export default $config({\n  app: () => ({ name: 'shop', home: 'aws' }),\n  async run() {\n${body}\n  },\n});\n`;

describe('SST', () => {
  it('gives statements to functions and services, in whatever takes a function', async () => {
    expect(
      await found(
        'sst.config.ts',
        config(`    new sst.aws.Function('Worker', { handler: 'a.b', permissions: [{ actions: ['s3:*'], resources: ['*'] }] });
    bucket.subscribe({ handler: 'c.d', permissions: [{ actions: ['*'], resources: ['*'] }] });
    new sst.aws.Service('Api', { policies: ['arn:aws:iam::aws:policy/AdministratorAccess'] });
    new sst.Linkable('L', { properties: {}, include: [sst.aws.permission({ actions: ['sqs:*'], resources: ['*'] })] });`),
      ),
    ).toEqual([
      'aws/wildcard-action: s3:*',
      'aws/admin-statement: *',
      'aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess',
      'aws/wildcard-action: sqs:*',
    ]);
  });

  it('is quiet about what is named, denied or guarded, and about permissions of others', async () => {
    expect(
      await found(
        'infra/api.ts',
        `new sst.aws.Function('Worker', { handler: 'a.b', permissions: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }] });
new sst.aws.Function('Not', { handler: 'a.b', permissions: [{ effect: 'deny', actions: ['*'], resources: ['*'] }] });
const page = { permissions: ['*'], policies: ['all'] };
`,
      ),
    ).toEqual([]);
  });

  it('has the packages of Pulumi as globals', async () => {
    expect(
      await found(
        'sst.config.ts',
        config(`    const role = new aws.iam.Role('r', { assumeRolePolicy: trust });
    new aws.iam.RolePolicyAttachment('a', { role: role.name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
    new aws.iam.RolePolicyAttachment('b', { role: role.name, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });`),
      ),
    ).toEqual(['aws/managed-admin-attached: arn:aws:iam::aws:policy/AdministratorAccess']);
    expect(
      await found(
        'infra/api.ts',
        `const aws = wrap();\nnew sst.aws.Cluster('c', {});\nnew aws.iam.RolePolicyAttachment('a', { policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });\n`,
      ),
    ).toEqual([]);
  });

  it('stands, in its second version, for all actions of a service by its name', async () => {
    const stack = (body: string) =>
      `import { Api, Function, StackContext } from 'sst/constructs';\nexport function S({ stack }: StackContext) {\n${body}\n}\n`;
    expect(
      await found(
        'stacks/api.ts',
        stack(`  const fn = new Function(stack, 'fn', { handler: 'a.b', permissions: [bucket, 's3', 'ses:SendEmail'] });
  fn.attachPermissions(['dynamodb']);
  api.attachPermissionsToRoute('GET /', '*');`),
      ),
    ).toEqual(['aws/wildcard-action: s3', 'aws/wildcard-action: dynamodb', 'aws/admin-statement: *']);
    expect(await found('stacks/api.ts', stack("  fn.attachPermissions([bucket, 'ses:SendEmail']);"))).toEqual([]);
  });

  it('lets everybody into buckets and functions by properties of their own', async () => {
    expect(
      await found(
        'infra/storage.ts',
        `const files = new sst.aws.Bucket('Files', { access: 'public', cors: { allowOrigins: ['*'] } });
const older = new sst.aws.Bucket('Older', { public: true });
const drop = new sst.aws.Bucket('Drop', { policy: [{ actions: ['s3:GetObject', 's3:PutObject'], principals: '*' }] });
const named = new sst.aws.Bucket('Named', { policy: [{ actions: ['s3:PutObject'], principals: [{ type: 'aws', identifiers: ['*'] }], paths: ['in/*'] }] });
new sst.aws.Function('Hook', { handler: 'a.b', url: true });
new sst.aws.Function('Form', { handler: 'a.b', url: { authorization: 'none' } });
new sst.aws.Function('Page', { handler: 'a.b', url: { cors: false } });
`,
      ),
    ).toEqual([
      'aws/resource-policy-public: public',
      'aws/resource-policy-public: true',
      'aws/resource-policy-public: *',
      'aws/resource-policy-public: *',
      'aws/resource-policy-public: true',
      'aws/resource-policy-public: none',
      'aws/resource-policy-public: url',
    ]);
  });

  it('lets one account in where SST takes its name, and not in the place of the word for everybody', async () => {
    const policy = (principals: string) =>
      `new sst.aws.Bucket('Drop', { policy: [{ actions: ['s3:PutObject'], principals: ${principals} }] });`;
    const repairs = async (text: string) =>
      (await analyzeTexts({ 'infra/storage.ts': text })).findings
        .filter(({ rule }) => rule === 'aws/resource-policy-public')
        .map(({ suggestions }) => suggestions.length);
    expect(await repairs(policy("'*'"))).toEqual([0]);
    expect(await repairs(policy("[{ type: 'aws', identifiers: ['*'] }]"))).toEqual([1]);
  });

  it('is quiet about buckets and functions that ask, and about what is denied or not known', async () => {
    expect(
      await found(
        'infra/storage.ts',
        `new sst.aws.Bucket('Files', { access: 'cloudfront' });
new sst.aws.Bucket('Logs', { policy: [{ actions: ['s3:PutObject'], principals: [{ type: 'service', identifiers: ['logdelivery.elasticloadbalancing.amazonaws.com'] }] }] });
new sst.aws.Bucket('Plain', { policy: [{ effect: 'deny', actions: ['s3:*'], principals: '*', conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }] }] });
new sst.aws.Bucket('Office', { policy: [{ actions: ['s3:*'], principals: '*', conditions: [{ test: 'IpAddress', variable: 'aws:SourceIp', values: ['10.0.0.0/16'] }] }] });
new sst.aws.Function('Own', { handler: 'a.b', url: { authorization: 'iam' } });
new sst.aws.Function('Routed', { handler: 'a.b', url: { router: { instance: router } } });
new sst.aws.Function('Perhaps', { handler: 'a.b', url: { ...more } });
new sst.aws.Function('Off', { handler: 'a.b', url: false });
page.open({ access: 'public', url: true });
`,
      ),
    ).toEqual([]);
  });
});
