// After an edit only the documents are judged again whose answers can differ, in spite of rules that look around.
import { expect, it } from 'vitest';
import { createDocument, folderOf, type Document } from '../../../server/engine/document.ts';
import { createEngine } from '../../../server/engine/engine.ts';
import { unknownWorkspace } from '../../../server/engine/project.ts';
import { defaultSettings } from '../../../server/engine/settings.ts';
import { rulesOf } from '../../../rules/registry.ts';
import { today } from '../../support/analyze-text.ts';

const team = (name: string): string => `resource "aws_sqs_queue" "jobs" {
  name = "${name}"
}
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "*" }] })
}
resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { AWS = "*" }, Action = "sts:AssumeRole" }] })
}
resource "aws_iam_role_policy" "app" {
  role   = aws_iam_role.app.id
  policy = jsonencode({ Statement = [
    { Effect = "Allow", Action = "sqs:DeleteMessage", Resource = "*" },
    { Effect = "Allow", Action = "iam:PassRole", Resource = "*" },
  ] })
}
`;

it('judges the edited folder alone, and who refers to what is declared there', async () => {
  const documents = new Map<string, Document>(
    ['a', 'b', 'c'].map((name) => [`${name}/main.tf`, createDocument(`${name}/main.tf`, team(name))]),
  );
  const judged: string[] = [];
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace(today),
    settingsFor: () => ({ ...defaultSettings, profile: 'audit' }),
    onDocument: (uri) => judged.push(uri),
    source: {
      document: (uri) => documents.get(uri),
      siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
  });
  const put = async (uri: string, text: string): Promise<string[]> => {
    documents.set(uri, createDocument(uri, text));
    judged.length = 0;
    await engine.read(engine.withSiblings([documents.get(uri)!]));
    return (await engine.analyze()).findings.map((finding) => `${finding.rule} ${finding.at.uri}`);
  };
  await engine.read([...documents.values()]);
  const before = (await engine.analyze()).findings.map((finding) => `${finding.rule} ${finding.at.uri}`);
  expect(before.filter((one) => one.startsWith('aws/passrole-star'))).toHaveLength(3);
  expect((await put('a/main.tf', `${team('a')}# more\n`)).sort()).toEqual(before.sort());
  expect(judged).toEqual(['a/main.tf']);
  // The other half of a path to administrator in another file of the folder.
  const after = await put(
    'a/more.tf',
    'resource "aws_iam_role_policy" "run" {\n  role   = aws_iam_role.app.id\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "ec2:RunInstances", Resource = "*" }] })\n}\n',
  );
  expect(after).toContain('aws/privesc-passrole-compute a/more.tf');
  expect([...new Set(judged)].every((uri) => uri.startsWith('a/'))).toBe(true);
});
