// Edits in programs: quotes are kept, elements get the names that the CDK has for them, the result still means it.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { addCondition } from '../../../server/engine/edit/aws-condition.ts';
import { replaceByList, replaceText } from '../../../server/engine/edit/printer.ts';
import { applyEdits } from '../../../server/engine/fix.ts';
import type { Grant } from '../../../server/engine/facts/types.ts';
import { reader } from '../../../server/engine/facts/typescript/reader.ts';

const uri = 'lib/stack.ts';
const head = "import * as iam from 'aws-cdk-lib/aws-iam';\n";

function edit(
  text: string,
  make: (grant: Grant, document: ReturnType<typeof createDocument>) => Parameters<typeof applyEdits>[1][number] | undefined,
): string {
  const document = createDocument(uri, head + text);
  const [grant] = reader.read([document], { neighbour: () => undefined }).get(uri)!.grants;
  const made = make(grant!, document);
  return made ? applyEdits(document.text, [made]).slice(head.length) : 'no edit';
}

it('replaces a text within its quotes', () => {
  expect(
    edit('new iam.PolicyStatement({ actions: ["s3:*"], resources: [`*`] });', (grant) => replaceText(grant.actions[0]!, 's3:GetObject')),
  ).toBe('new iam.PolicyStatement({ actions: ["s3:GetObject"], resources: [`*`] });');
  expect(
    edit("new iam.PolicyStatement({ actions: ['s3:*'], resources: [`*`] });", (grant) => replaceText(grant.scope[0]!.id, "it's ${x}")),
  ).toBe("new iam.PolicyStatement({ actions: ['s3:*'], resources: [`it\\'s \\${x}`] });");
});

it('replaces a text by several, in the lines and quotes of the list', () => {
  expect(
    edit("new iam.PolicyStatement({ actions: ['s3:*', 'a:b'], resources: ['*'] });", (grant, document) =>
      replaceByList(grant.actions[0]!, ['s3:Get*', 's3:List*'], document),
    ),
  ).toBe("new iam.PolicyStatement({ actions: ['s3:Get*', 's3:List*', 'a:b'], resources: ['*'] });");
  expect(
    edit('new iam.PolicyStatement({\n  actions: [\n    "s3:*",\n  ],\n  resources: ["*"],\n});', (grant, document) =>
      replaceByList(grant.actions[0]!, ['s3:Get*', 's3:List*'], document),
    ),
  ).toBe('new iam.PolicyStatement({\n  actions: [\n    "s3:Get*",\n    "s3:List*",\n  ],\n  resources: ["*"],\n});');
});

const condition = { operator: 'DateLessThan', key: 'aws:CurrentTime', values: ['2027-01-01T00:00:00Z'] };

it('adds a condition under the name that the literal uses', () => {
  expect(
    edit("new iam.PolicyStatement({\n  actions: ['*'],\n  resources: ['*'],\n});", (grant, document) =>
      addCondition(grant.statement!.value!, condition, document),
    ),
  ).toBe(
    "new iam.PolicyStatement({\n  actions: ['*'],\n  resources: ['*'],\n  conditions: {\n    DateLessThan: {\n      'aws:CurrentTime': '2027-01-01T00:00:00Z'\n    }\n  },\n});",
  );
  expect(
    edit("iam.PolicyStatement.fromJson({ Effect: 'Allow', Action: '*', Resource: '*' });", (grant, document) =>
      addCondition(grant.statement!.value!, condition, document),
    ),
  ).toBe(
    "iam.PolicyStatement.fromJson({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } } });",
  );
});

it('leaves alone what is shared or not written in one place', () => {
  const shared =
    "const actions = ['s3:*'];\nnew iam.PolicyStatement({ actions, resources: ['a'] });\nnew iam.PolicyStatement({ actions, resources: ['*'] });";
  expect(edit(shared, (grant) => replaceText(grant.actions[0]!, 'x'))).toBe('no edit');
  // Used once, the constant is the one place.
  expect(edit(shared.split('\n').slice(0, 2).join('\n'), (grant) => replaceText(grant.actions[0]!, 'x'))).toBe(
    "const actions = ['x'];\nnew iam.PolicyStatement({ actions, resources: ['a'] });",
  );
  expect(
    edit("const s = new iam.PolicyStatement();\ns.addActions('*');\ns.addAllResources();", (grant, document) =>
      addCondition(grant.statement!.value!, condition, document),
    ),
  ).toBe('no edit');
});
