// What names stand for in programs of other languages than TypeScript: constants, loops and functions, one line a statement.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { readLiteral } from '../../server/engine/facts/source-policies/literal.ts';
import { namesOf } from '../../server/engine/facts/source-policies/program-names.ts';
import { reader } from '../../server/engine/facts/source-policies/reader.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import { expectLinear } from '../support/growth.ts';

function statements(uri: string, text: string): string[] {
  const facts = reader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!;
  const show = (pattern: string): string => pattern.replaceAll('\0', '…');
  return [...facts.grants, ...facts.trusts].map((grant) => {
    for (const token of [grant.entitlement, ...grant.actions]) {
      // What is written stands where it is said to.
      if (token?.kind === 'scalar' && token.known === 'literal') expect(text.slice(...token.at.span)).toBe(String(token.value));
    }
    const what = grant.entitlement ? show(patternOf(grant.entitlement)) : grant.actions.map((one) => show(patternOf(one))).join(',');
    return [
      what,
      grant.scope.map((one) => show(patternOf(one.id))).join(','),
      grant.conditions.map((one) => `${one.key} ${one.values.map((value) => show(patternOf(value))).join(',')}`).join(' and '),
    ]
      .filter((part) => part !== '')
      .join(' | ');
  });
}

const python = (body: string): string[] => statements('app/stack.py', `from aws_cdk import aws_iam as iam\n${body}\n`);
const java = (body: string): string[] => statements('App.java', `import software.amazon.awscdk.services.iam.*;\nclass App {\n${body}\n}\n`);
const csharp = (body: string): string[] => statements('App.cs', `using Amazon.CDK.AWS.IAM;\nclass App {\n${body}\n}\n`);
const go = (body: string): string[] => statements('main.go', `import "github.com/aws/aws-cdk-go/awscdk/v2/awsiam"\n${body}\n`);

describe('constants', () => {
  it('stand for what they are given once', () => {
    expect(python('ACTIONS = ["sqs:*"]\nrole.add_to_policy(iam.PolicyStatement(actions=ACTIONS, resources=["*"]))')).toEqual(['sqs:* | *']);
    expect(
      java(
        'private static final List<String> ACTIONS = Arrays.asList("sqs:*");\nvoid a() { role.addToPolicy(PolicyStatement.Builder.create().actions(ACTIONS).resources(List.of("*")).build()); }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      csharp(
        'static readonly string[] Actions = new[] { "sqs:*" };\nvoid A() { role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = Actions, Resources = new[] { "*" } })); }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      csharp(
        'static readonly string[] All = { "sqs:*" };\nvoid A() { role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = All, Resources = new[] { "*" } })); }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      go(
        'var actions = []string{"sqs:*"}\nfunc a() { role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(actions...), Resources: jsii.Strings("*")})) }',
      ),
    ).toEqual(['sqs:* | *']);
  });

  it('are put into text', () => {
    expect(
      python('svc = "sqs"\nrole.add_to_policy(iam.PolicyStatement(actions=[f"{svc}:*", svc + ":Send*", "%s:*" % svc], resources=["*"]))'),
    ).toEqual(['sqs:*,sqs:Send*,sqs:* | *']);
    const made = (...actions: string[]): readonly string[] =>
      python(`svc = "sqs"\nrole.add_to_policy(iam.PolicyStatement(actions=[${actions.join(', ')}], resources=["*"]))`);
    // What stands behind a piece that is not known is known all the same.
    expect(made('svc + ":" + verb() + "Message"', '"sqs:" + name.upper(":") + "*"')).toEqual(['sqs:…Message,sqs:…* | *']);
    expect(made('"{}:{}".format(svc, "*")', '"{1}:{0}".format(verb, svc)', '"{a}:*".format(a=svc)', '"%s:%s" % (svc, verb)')).toEqual([
      'sqs:*,sqs:…,…:*,sqs:… | *',
    ]);
    // Of two, and behind what is made of a text, nothing is known; nor of a method that is only called like those.
    expect(made('x.apply(lambda a: "sqs:*" if a else "sqs:Get*")', '"sqs:*".replace("*", verb)', 'verbs.concat("sqs:*")')).toEqual([
      '…,sqs:*…,… | *',
    ]);
    // Calls in calls without an end are left.
    expect(made(`${'Output.concat('.repeat(3000)}"sqs:*"${')'.repeat(3000)}`, '"sqs:Send*"')).toEqual(['…,sqs:Send* | *']);
    // A parameter is not the constant of its name.
    expect(made('x.apply(lambda svc: f"{svc}:*")', 'x.apply(lambda a: f"{svc}:{a}")')).toEqual(['…:*,sqs:… | *']);
    expect(
      csharp(
        'void A() { var svc = "sqs"; role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = new[] { $"{svc}:*", $"{other}:*" }, Resources = new[] { "*" } })); }',
      ),
    ).toEqual(['sqs:*,…:* | *']);
  });

  it('are not known where they are given another value, changed or handed in', () => {
    const statement = 'role.add_to_policy(iam.PolicyStatement(actions=A, resources=["*"]))';
    for (const text of [
      `A = ["sqs:*"]\nA = ["sqs:Send*"]\n${statement}`,
      `A = ["sqs:*"]\nA += more\n${statement}`,
      `A = ["sqs:*"]\nA.remove("sqs:*")\n${statement}`,
      `A = load()\n${statement}`,
      `# A = ["sqs:*"]\n${statement}`,
      `A = ["sqs:*"]\nA[0] = "sqs:Send*"\n${statement}`,
      `A = ["sqs:*"]\ndef f(A):\n    ${statement}`,
      `A = ["sqs:*"]\ndef f(where,\n      A):\n    ${statement}`,
    ])
      expect(python(text), text).toEqual(['… | *']);
    // The default of a parameter and the argument of a call are nobody else's.
    expect(
      csharp(
        'void F(string act = "sqs:*") { }\nvoid G() { role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = new[] { act }, Resources = new[] { "*" } })); }',
      ),
    ).toEqual(['… | *']);
    const kotlin = 'role.addToPolicy(PolicyStatement.Builder.create().actions(actions).resources(listOf("*")).build())';
    const inKotlin = (text: string): string[] => statements('App.kt', `import software.amazon.awscdk.services.iam.*\n${text}\n`);
    expect(inKotlin(`fun b() { other(actions = listOf("sqs:*"))\n ${kotlin} }`)).toEqual(['… | *']);
    expect(inKotlin(`fun b() { val actions = listOf("sqs:*")\n ${kotlin} }`)).toEqual(['sqs:* | *']);
  });

  it('are not known where they are objects that are filled later', () => {
    const statement = 'role.add_to_policy(iam.PolicyStatement(actions=["sqs:*"], resources=["*"], conditions=C))';
    for (const text of [
      'C = {}\nC["Bool"] = {"aws:SecureTransport": "true"}',
      'C = {}\nC.update(more)',
      'C = {"Bool": {}}\nC["Bool"].update(more)',
    ])
      expect(python(`${text}\n${statement}`), text).toEqual(['sqs:* | * | unknown ']);
    expect(python(`C = {"Bool": {"aws:SecureTransport": "true"}}\n${statement}`)).toEqual(['sqs:* | * | aws:SecureTransport true']);
    expect(
      csharp(
        'void A() { var c = new Dictionary<string, object>(); c["Bool"] = secure;\nrole.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = new[] { "sqs:*" }, Resources = new[] { "*" }, Conditions = c })); }',
      ),
    ).toEqual(['sqs:* | * | unknown ']);
  });
});

describe('loops', () => {
  it('say what they say for each member', () => {
    const each = ['sqs:* | *', 'sns:* | *'];
    expect(
      python('for svc in ["sqs", "sns"]:\n    role.add_to_policy(iam.PolicyStatement(actions=[f"{svc}:*"], resources=["*"]))'),
    ).toEqual(each);
    expect(python('role.add([iam.PolicyStatement(actions=[f"{svc}:*"], resources=["*"]) for svc in ("sqs", "sns")])')).toEqual(each);
    expect(
      java(
        'void a() { for (String svc : List.of("sqs", "sns")) { role.addToPolicy(PolicyStatement.Builder.create().actions(List.of(svc + ":*")).resources(List.of("*")).build()); } }',
      ),
    ).toEqual(each);
    expect(
      csharp(
        'void A() { foreach (var svc in new[] { "sqs", "sns" })\n role.AddToPolicy(new PolicyStatement(new PolicyStatementProps { Actions = new[] { $"{svc}:*" }, Resources = new[] { "*" } })); }',
      ),
    ).toEqual(each);
    expect(
      go(
        'func a() { for _, svc := range []string{"sqs", "sns"} {\n role.AddToPolicy(awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(svc + ":*"), Resources: jsii.Strings("*")}))\n} }',
      ),
    ).toEqual(each);
    expect(
      python(
        'for i, name in enumerate(["ReadOnlyAccess", "PowerUserAccess"]):\n    role.add_managed_policy(iam.ManagedPolicy.from_aws_managed_policy_name(name))',
      ),
    ).toEqual(['ReadOnlyAccess', 'PowerUserAccess']);
  });

  it('keep together what stands together', () => {
    expect(
      python(
        'for actions, where in [(["s3:GetObject"], "*"), (["sqs:*"], "arn:aws:sqs:::q")]:\n    role.add_to_policy(iam.PolicyStatement(actions=actions, resources=[where]))',
      ),
    ).toEqual(['s3:GetObject | *', 'sqs:* | arn:aws:sqs:::q']);
    expect(
      python(
        'for sid, actions in {"A": ["sqs:*"]}.items():\n    role.add_to_policy(iam.PolicyStatement(actions=actions, resources=["*"]))',
      ),
    ).toEqual(['sqs:* | *']);
  });

  it('say nothing of members that are not written, and nothing behind their end', () => {
    expect(
      python('svc = "s3"\nfor svc in services():\n    role.add_to_policy(iam.PolicyStatement(actions=[f"{svc}:*"], resources=["*"]))'),
    ).toEqual(['…:* | *']);
    expect(
      python('for svc in ["sqs"]:\n    print(svc)\nrole.add_to_policy(iam.PolicyStatement(actions=[f"{svc}:*"], resources=["*"]))'),
    ).toEqual(['…:* | *']);
  });
});

describe('functions', () => {
  it('have the parameters that they name, whatever the commas of their types', () => {
    const allow =
      'void allow(Map<String, List<String>> tags, String action, String other) { role.addToPolicy(PolicyStatement.Builder.create().actions(List.of(action)).resources(List.of("*")).build()); }';
    expect(java(`${allow}\nvoid a() { allow(new HashMap<String, List<String>>(), "s3:GetObject", "sqs:*"); }`)).toEqual([
      's3:GetObject | *',
    ]);
    expect(
      python(
        'def allow(where,\n          actions):\n    role.add_to_policy(iam.PolicyStatement(actions=actions, resources=where))\n\nallow(["*"],\n      ["sqs:*"])',
      ),
    ).toEqual(['sqs:* | *']);
  });

  it('say what they say for each call, by place and by name', () => {
    expect(
      python(
        'def allow(actions, where=None):\n    return iam.PolicyStatement(actions=actions, resources=where)\n\nrole.add_to_policy(allow(["s3:GetObject"], ["*"]))\nrole.add_to_policy(allow(where=["arn:aws:sqs:::q"], actions=["sqs:*"]))',
      ),
    ).toEqual(['s3:GetObject | *', 'sqs:* | arn:aws:sqs:::q']);
    expect(
      java(
        'private PolicyStatement allow(String... actions) { return PolicyStatement.Builder.create().actions(Arrays.asList(actions)).resources(List.of("*")).build(); }\nvoid a() { role.addToPolicy(allow("sqs:*", "sns:*")); }',
      ),
    ).toEqual(['sqs:*,sns:* | *']);
    expect(
      csharp(
        'static PolicyStatement Allow(params string[] actions) =>\n new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = new[] { "*" } });\nvoid A() { role.AddToPolicy(Allow("sqs:*")); }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      go(
        'func allow(actions ...string) awsiam.PolicyStatement {\n return awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(actions...), Resources: jsii.Strings("*")})\n}\nfunc a() { role.AddToPolicy(allow("sqs:*")) }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      statements(
        'app.py',
        'import json\ndef policy(actions):\n    return json.dumps({"Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]})\niam.put_role_policy(PolicyDocument=policy(["sqs:*"]))\n',
      ),
    ).toEqual(['sqs:* | *']);
  });

  it('are not known where nobody here calls them, or somebody else of their name is called', () => {
    expect(python('def allow(actions):\n    return iam.PolicyStatement(actions=actions, resources=["*"])')).toEqual(['… | *']);
    expect(python('def allow(actions):\n    return iam.PolicyStatement(actions=actions, resources=["*"])\nbucket.allow(["s3:*"])')).toEqual(
      ['… | *'],
    );
    expect(python('def allow(actions):\n    allow(actions)\n    return iam.PolicyStatement(actions=actions, resources=["*"])')).toEqual([
      '… | *',
    ]);
  });
});

describe('statements that grow', () => {
  it('say what is added to them, up to the next one', () => {
    expect(
      python(
        'st = iam.PolicyStatement()\nst.add_actions("sqs:*", "sns:*")\nst.add_all_resources()\nst.add_condition("StringEquals", {"aws:ResourceAccount": "111122223333"})\nrole.add_to_policy(st)\nst = iam.PolicyStatement()\nst.add_actions("s3:GetObject")\nst.add_resources("arn:aws:s3:::b/*")',
      ),
    ).toEqual(['sqs:*,sns:* | * | aws:ResourceAccount 111122223333', 's3:GetObject | arn:aws:s3:::b/*']);
    expect(
      csharp(
        'void A() { var st = new PolicyStatement(new PolicyStatementProps { Actions = new[] { "sns:Publish" } }); st.AddActions("sqs:*"); st.AddAllResources(); role.AddToPolicy(st); }',
      ),
    ).toEqual(['sns:Publish,sqs:* | *']);
    expect(
      java(
        'void a() { PolicyStatement st = new PolicyStatement(PolicyStatementProps.builder().actions(List.of("sqs:*")).resources(List.of("*")).build()); role.addToPolicy(st); }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      go(
        'func a() { st := awsiam.NewPolicyStatement(nil)\n st.AddActions(jsii.String("sqs:*"))\n st.AddAllResources()\n role.AddToPolicy(st) }',
      ),
    ).toEqual(['sqs:* | *']);
    expect(
      python('st = iam.PolicyStatement()\nfor svc in ["sqs", "sns"]:\n    st.add_actions(f"{svc}:*")\nst.add_all_resources()'),
    ).toEqual(['…:*,sqs:*,sns:* | *']);
    expect(python('st = iam.PolicyStatement(resources=["*"])\nprint(st)')).toEqual([]);
  });

  it('go where the call that takes them puts them', () => {
    expect(
      python('st = iam.PolicyStatement(actions=["s3:*"], resources=["*"])\nst.add_any_principal()\nbucket.add_to_resource_policy(st)'),
    ).toEqual(['s3:* | *']);
  });
});

describe('conditions', () => {
  const statement = (conditions: string): string =>
    `C = ${conditions}\nrole.add_to_policy(iam.PolicyStatement(actions=["sqs:*"], resources=["*"], conditions=C))`;
  it('are not known where one of two is taken, or more is put behind', () => {
    for (const conditions of ['{} if is_open else {"Bool": {"aws:SecureTransport": "true"}}', '{} or limits()']) {
      expect(python(statement(conditions)), conditions).toEqual(['sqs:* | * | unknown ']);
      expect(
        python(
          statement(conditions)
            .replace(/C = .*\n/, '')
            .replace('=C)', `=${conditions})`),
        ),
        conditions,
      ).toEqual(['sqs:* | * | unknown ']);
    }
    expect(python(statement('{"Bool": {"a:b": "true"}} | more'))).toEqual(['sqs:* | * | unknown  and a:b true']);
    expect(python(statement('{}\nif is_open: pass'))).toEqual(['sqs:* | *']);
  });

  it('stand around a principal as well as behind it', () => {
    const limits = '{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}';
    const limited = 'sts:AssumeRole | aws:PrincipalOrgID o-1';
    expect(python(`iam.Role(self, "R", assumed_by=iam.PrincipalWithConditions(iam.AnyPrincipal(), ${limits}))`)).toEqual([limited]);
    expect(
      java(
        'void a() { Role.Builder.create(this, "R").assumedBy(new PrincipalWithConditions(new AnyPrincipal(), Map.of("StringEquals", Map.of("aws:PrincipalOrgID", "o-1")))).build(); }',
      ),
    ).toEqual([limited]);
    expect(
      go(
        'func a() { awsiam.NewRole(stack, jsii.String("R"), &awsiam.RoleProps{AssumedBy: awsiam.NewPrincipalWithConditions(awsiam.NewAnyPrincipal(), &map[string]interface{}{"StringEquals": map[string]string{"aws:PrincipalOrgID": "o-1"}})}) }',
      ),
    ).toEqual([limited]);
    expect(python('iam.Role(self, "R", assumed_by=iam.PrincipalWithConditions(iam.AnyPrincipal(), limits()))')).toEqual([]);
    expect(python('iam.Role(self, "R", assumed_by=iam.CompositePrincipal(iam.AnyPrincipal(), other))')).toEqual(['sts:AssumeRole']);
  });
});

describe('maps of what a trust asks for', () => {
  const key = 'token.actions.githubusercontent.com:sub';
  const asks = ['sts:AssumeRoleWithWebIdentity', `${key} repo:acme/api:*`];
  it.each([
    [
      'Java',
      () =>
        java(
          `void a() { Role.Builder.create(this, "R").assumedBy(new FederatedPrincipal("arn:aws:iam::1:oidc-provider/x", Map.of("StringLike", Map.of("${key}", "repo:acme/api:*")), "a")).build(); }`,
        ),
    ],
    [
      'Java, by entries',
      () =>
        java(
          `void a() { Role.Builder.create(this, "R").assumedBy(new WebIdentityPrincipal("arn:aws:iam::1:oidc-provider/x", Map.ofEntries(Map.entry("StringLike", Map.of("${key}", "repo:acme/api:*"))))).build(); }`,
        ),
    ],
    [
      'C#, by index',
      () =>
        csharp(
          `void A() { new Role(this, "R", new RoleProps { AssumedBy = new FederatedPrincipal("arn:aws:iam::1:oidc-provider/x", new Dictionary<string, object> { ["StringLike"] = new Dictionary<string, string> { ["${key}"] = "repo:acme/api:*" } }, "a") }); }`,
        ),
    ],
    [
      'C#, by pairs',
      () =>
        csharp(
          `void A() { new Role(this, "R", new RoleProps { AssumedBy = new FederatedPrincipal("arn:aws:iam::1:oidc-provider/x", new Dictionary<string, object> { { "StringLike", new Dictionary<string, string> { { "${key}", "repo:acme/api:*" } } } }, "a") }); }`,
        ),
    ],
    [
      'Go',
      () =>
        go(
          `func a() { awsiam.NewRole(stack, jsii.String("R"), &awsiam.RoleProps{AssumedBy: awsiam.NewFederatedPrincipal(jsii.String("arn:aws:iam::1:oidc-provider/x"), &map[string]interface{}{"StringLike": map[string]string{"${key}": "repo:acme/api:*"}}, jsii.String("a"))}) }`,
        ),
    ],
    [
      'Python, behind the principal',
      () =>
        python(
          `p = iam.OpenIdConnectProvider(self, "P", url="https://x")\niam.Role(self, "R", assumed_by=iam.OpenIdConnectPrincipal(p).with_conditions({"StringLike": {"${key}": "repo:acme/api:*"}}))`,
        ),
    ],
    [
      'Java, by a name',
      () =>
        java(
          `static final Map<String, String> ASKS = Map.of("${key}", "repo:acme/api:*");\nvoid a() { Role.Builder.create(this, "R").assumedBy(new FederatedPrincipal("arn:aws:iam::1:oidc-provider/x", Map.of("StringLike", ASKS), "a")).build(); }`,
        ),
    ],
  ])('in %s', (_, read) => {
    expect(read()).toEqual([asks.join(' | ')]);
  });

  it('have no place that ends before it begins, where a name stands in them', () => {
    const text = 'final Map<String, String> asks = Map.of("a", "b"); Map.of("StringLike", asks)';
    const document = createDocument('A.java', text);
    const value = readLiteral(text, text.lastIndexOf('Map.of'), 'A.java', false, namesOf(document).runsAt(text.length - 1)[0]);
    const entry = value?.kind === 'mapping' ? value.entries[0] : undefined;
    expect(text.slice(...entry!.at.span)).toBe('("StringLike", asks)');
    expect(entry!.value.kind).toBe('mapping');
  });

  it('in JSON that C# doubles the quotes of, and in the objects of Pulumi for Java', () => {
    expect(
      statements('A.cs', 'var p = @"{ ""Statement"": [{ ""Effect"": ""Allow"", ""Action"": ""sqs:*"", ""Resource"": ""*"" }] }";'),
    ).toEqual(['sqs:* | *']);
    expect(
      statements(
        'A.java',
        'var p = serializeJson(jsonObject(jsonProperty("Version", "2012-10-17"), jsonProperty("Statement", jsonArray(jsonObject(jsonProperty("Effect", "Allow"), jsonProperty("Action", "sqs:*"), jsonProperty("Resource", "*"))))));',
      ),
    ).toEqual(['sqs:* | *']);
  });
});

it('takes time that grows with the text, whatever calls whatever', async () => {
  const calls = (size: number): string =>
    Array.from(
      { length: size },
      (_, index) =>
        `def f${index}(a, b):\n    f${(index * 7) % size}(a, b)\n    for x in [a, b]:\n        role.add_to_policy(iam.PolicyStatement(actions=[x, a + b], resources=NAME_${index}))\n`,
    ).join('');
  await expectLinear('functions that call each other', 40, (size) => {
    const document = `from aws_cdk import aws_iam as iam\n${calls(size)}`;
    return () => python(document);
  });
  await expectLinear('functions without a body', 1000, (size) => {
    const functions = 'func f(x)\n'.repeat(size);
    return () => go(`${functions}awsiam.NewPolicyStatement(&awsiam.PolicyStatementProps{Actions: jsii.Strings(x)})`);
  });
  // Names of names of names: what they stand for is not put together without end.
  const doubled = Array.from(
    { length: 60 },
    (_, index) => `t${index + 1} = t${index} + t${index}\nu${index + 1} = f"{u${index}}{u${index}}"\n`,
  );
  const listed = Array.from({ length: 20 }, (_, index) => `a${index + 1} = [${`a${index}, `.repeat(10)}]\n`);
  for (const text of [
    `t0 = "s3:*"\nu0 = "s3:*"\n${doubled.join('')}x = iam.PolicyStatement(actions=[t60, u60], resources=["*"])`,
    `a0 = ["s3:*"]\n${listed.join('')}x = iam.PolicyStatement(actions=a20, resources=["*"])`,
    'for a in ['.repeat(3000),
    'def f(a):\n'.repeat(3000),
    'x = PolicyStatement(actions=x, '.repeat(2000),
    'PolicyStatement()\n'.repeat(3000),
    `st = PolicyStatement()\n${'st.add_actions(st, '.repeat(3000)}`,
  ])
    expect(() => python(text)).not.toThrow();
}, 60_000);
