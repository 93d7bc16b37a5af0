// What a file gives to constructs, components and base classes that other files write.
import { describe, expect, it } from 'vitest';
import { analyzeTexts, type Texts } from '../../support/analyze-text.ts';

/** `file: text` of the findings about actions and managed policies. */
async function found(texts: Texts): Promise<string[]> {
  const { findings, failures, documents } = await analyzeTexts(texts);
  expect(failures).toEqual([]);
  return findings
    .filter((finding) => /^aws\/(?:wildcard-action|managed-admin-attached|trust-anyone)$/.test(finding.rule))
    .map((finding) => `${finding.at.uri}: ${documents.get(finding.at.uri)!.text.slice(...finding.at.span)}`);
}

const base = `import { Construct } from 'constructs';
import * as iam from 'aws-cdk-lib/aws-iam';
export abstract class Service extends Construct {
  readonly role: iam.Role;
  constructor(scope: Construct, id: string, policies: string[] = []) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
    for (const name of policies) this.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(name));
  }
  protected allow(actions: string[], resources = ['*']) {
    this.grant(actions, resources);
  }
  private grant(actions: string[], resources: string[]) {
    this.role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
  }
}
`;
const derived = (constructor: string, more = '') => `import { Construct } from 'constructs';
import { Service } from './service';
export class Mailer extends Service {
  constructor(scope: Construct, id: string) {
    ${constructor}
  }
  ${more}
}
`;

describe('a class of another file', () => {
  it('says that more calls than are followed were left out', async () => {
    const call = "import { make } from './base';\nimport * as iam from 'aws-cdk-lib/aws-iam';\n";
    const base = "import * as iam from 'aws-cdk-lib/aws-iam';\nexport function make(name: string) {\n  return name;\n}\n";
    const failuresOf = async (count: number) =>
      (await analyzeTexts({ 'lib/stack.ts': `${call}${"make('a');\n".repeat(count)}`, 'lib/base.ts': base })).failures.map(
        ({ error }) => error,
      );
    expect(await failuresOf(240)).toEqual([]);
    expect(await failuresOf(241)).toEqual(['part of it is beyond the first 240 calls into other files and was not read']);
  });
  it('is read with what a class that extends it gives to its methods and its constructor', async () => {
    expect(
      await found({
        'lib/service.ts': base,
        'lib/mailer.ts': derived(
          "super(scope, id, ['ReadOnlyAccess', 'AdministratorAccess']); this.allow(['ses:*']); this.allow(['s3:GetObject']);",
        ),
      }),
    ).toEqual(['lib/mailer.ts: AdministratorAccess', 'lib/mailer.ts: ses:*']);
  });

  it('gives nothing where the class has a method of that name of its own, or nothing wide is given', async () => {
    expect(
      await found({
        'lib/service.ts': base,
        'lib/mailer.ts': derived("super(scope, id); this.allow(['ses:*']);", 'allow(actions: string[]) { return actions; }'),
        'lib/other.ts': derived("super(scope, id, ['ReadOnlyAccess']); this.allow(['ses:SendEmail']);"),
      }),
    ).toEqual([]);
  });

  it('is a component of Pulumi, made with its arguments: each time by itself', async () => {
    expect(
      await found({
        'components/role.ts': `import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
export class ServiceRole extends pulumi.ComponentResource {
  constructor(name: string, args: { statements: aws.iam.PolicyStatement[] }) {
    super('acme:iam:ServiceRole', name);
    new aws.iam.RolePolicy(name, { role: name, policy: { Version: '2012-10-17', Statement: args.statements } });
  }
}
`,
        'index.ts': `import * as pulumi from '@pulumi/pulumi';
import { ServiceRole } from './components/role';
new ServiceRole('a', { statements: [{ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }] });
new ServiceRole('b', { statements: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }] });
new ServiceRole('c', { statements: [{ Effect: 'Allow', Action: 'sns:*', Resource: '*' }] });
`,
      }),
    ).toEqual(['index.ts: sqs:*', 'index.ts: sns:*']);
  });

  it('or a function of one, also as a member of the file, and behind a name that it is exported by', async () => {
    const helper = `import * as iam from 'aws-cdk-lib/aws-iam';
function allow(role: iam.Role, ...rest: string[][]) {}
const give = (role: iam.Role, actions: string[]) => role.addToPolicy(new iam.PolicyStatement({ actions, resources: ['*'] }));
export { give as allowAll };
`;
    expect(
      await found({
        'lib/helper.ts': helper,
        'lib/a.ts': "import * as iam from 'aws-cdk-lib/aws-iam';\nimport { allowAll } from './helper';\nallowAll(role, ['ec2:*']);\n",
        'lib/b.ts': "import * as iam from 'aws-cdk-lib/aws-iam';\nimport * as helper from './helper';\nhelper.allowAll(role, ['rds:*']);\n",
      }),
    ).toEqual(['lib/a.ts: ec2:*', 'lib/b.ts: rds:*']);
  });

  it('has its own imports followed, whichever file is read first', async () => {
    const texts = {
      'lib/a.ts': "import * as iam from 'aws-cdk-lib/aws-iam';\nimport { roles } from './b';\nconsole.log(roles);\n",
      'lib/b.ts':
        "import * as iam from 'aws-cdk-lib/aws-iam';\nimport { NAME } from './c';\nexport const roles = [];\nrole.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName(NAME));\n",
      'lib/c.ts': "export const NAME = 'AdministratorAccess';\n",
    };
    expect(await found(texts)).toEqual(['lib/b.ts: NAME']);
  });
});
