// Identities that programs of the CDK make in Python, Java, C# and Go: by the name in the account, with what they hold, who
// may take them, and the keys of users.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { reader } from '../../server/engine/facts/source-policies/reader.ts';
import { inventoryOf } from '../../server/posture/inventory.ts';

const programs: Readonly<Record<string, string>> = {
  'app/stack.py': `from aws_cdk import aws_iam as iam
deploy = iam.Role(self, "Deploy", role_name="deploy", assumed_by=iam.AccountPrincipal("444455556666"))
deploy.add_to_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
bot = iam.User(self, "Bot")
iam.AccessKey(self, "Key", user=bot)
`,
  'App.java': `import software.amazon.awscdk.services.iam.*;
Role deploy = Role.Builder.create(this, "Deploy").roleName("deploy").assumedBy(new AccountPrincipal("444455556666")).build();
deploy.addToPolicy(PolicyStatement.Builder.create().actions(List.of("s3:GetObject")).resources(List.of("*")).build());
User bot = User.Builder.create(this, "Bot").build();
AccessKey key = AccessKey.Builder.create(this, "Key").user(bot).build();
`,
  'Stack.cs': `using Amazon.CDK.AWS.IAM;
var deploy = new Role(this, "Deploy", new RoleProps { RoleName = "deploy", AssumedBy = new AccountPrincipal("444455556666") });
deploy.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = new[] { "s3:GetObject" }, Resources = new[] { "*" } }));
var bot = new User(this, "Bot");
new CfnAccessKey(this, "Key", new CfnAccessKeyProps { UserName = bot.UserName });
`,
  'stack.go': `import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
deploy := awsiam.NewRole(stack, jsii.String("Deploy"), &awsiam.RoleProps{RoleName: jsii.String("deploy"), AssumedBy: awsiam.NewAccountPrincipal(jsii.String("444455556666"))})
deploy.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings("s3:GetObject"), Resources: jsii.Strings("*")}))
bot := awsiam.NewUser(stack, jsii.String("Bot"), nil)
awsiam.NewAccessKey(stack, jsii.String("Key"), &awsiam.AccessKeyProps{User: bot})
`,
};

describe('identities of programs of the CDK', () => {
  it.each(Object.entries(programs))('in %s', (uri, text) => {
    const facts = reader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!;
    const entries = inventoryOf([{ uri, facts, secrets: [], suppressions: [], dialects: [] }], () => []);
    const said = entries.map(({ id, declared, grants, trusts, credentials }) => [
      id,
      declared,
      grants.map((one) => one.text).join(),
      trusts.map((one) => one.text).join(),
      credentials.map((one) => one.text).join(),
    ]);
    expect(said).toEqual([
      ['aws:role:deploy', true, 'allow s3:GetObject on *, standing', 'account 444455556666', ''],
      ['aws:user:Bot', true, '', '', 'access-key Key, standing'],
    ]);
  });
});
