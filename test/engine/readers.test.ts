import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import type { Problem } from '../../server/engine/facts/types.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { analyzeTexts } from '../support/analyze-text.ts';

const problemsOf = async (uri: string, text: string): Promise<readonly Problem[]> => {
  const engine = createEngine({
    rulesOf: async () => [],
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor: () => defaultSettings,
    source: { document: () => undefined, siblings: () => [] },
  });
  await engine.read([createDocument(uri, text)]);
  return engine.facts.get(uri)!.facts.problems;
};

describe('two readers of one dialect', () => {
  const aws = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
  const google = JSON.stringify({ bindings: [{ role: 'roles/owner', members: ['allUsers'] }] });

  it.each([[{ 'a.json': aws, 'b.json': google }], [{ 'a.json': google, 'b.json': aws }]])(
    'read their own documents, whichever came first',
    async (texts) => {
      const areas = (await analyzeTexts(texts)).findings.map(
        (one) => `${one.rule.split('/')[0]} ${texts[one.at.uri as keyof typeof texts] === aws ? 'policy of AWS' : 'policy of Google'}`,
      );
      expect([...new Set(areas)].sort()).toEqual(['aws policy of AWS', 'gcp policy of Google']);
    },
  );
});

describe('a text that a merge left in two versions', () => {
  it.each([
    ['main.tf', 'resource "aws_iam_policy" "ci" {\n<<<<<<< HEAD\n  name = "ci"\n=======\n  name = "cd"\n>>>>>>> main\n}\n'],
    ['role.yaml', 'apiVersion: v1\nkind: Role\nrules:\n<<<<<<< HEAD\n  - verbs: [get]\n=======\n  - verbs: [list]\n>>>>>>> main\n'],
    [
      'policy.json',
      '{"Version": "2012-10-17", "Statement": [\n<<<<<<< HEAD\n{"Effect": "Allow", "Action": "s3:*"}\n=======\n{"Effect": "Allow", "Action": "*"}\n>>>>>>> main\n]}',
    ],
  ])('%s is said to be that, once, at the first marker', async (uri, text) => {
    const at = text.indexOf('<<<<<<<');
    expect((await problemsOf(uri, text)).filter(({ kind }) => kind === 'syntax')).toEqual([
      { kind: 'syntax', message: 'a merge left conflict markers here: keep one side', at: { uri, span: [at, at + 8] } },
    ]);
  });

  it('is not one that can be read, whatever stands in it', async () => {
    expect(await problemsOf('main.tf', 'locals {\n  title = <<-EOT\nRoles\n=======\n  EOT\n}\n')).toEqual([]);
  });
});

describe('a policy in a JSON file', () => {
  const statement = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}';
  const said = async (text: string): Promise<string[]> =>
    (await problemsOf('policy.json', text)).flatMap(({ kind, message }) => (kind === 'syntax' ? [message] : []));

  it('that breaks off is said to be read in part', async () => {
    expect(await said(`{"Version": "2012-10-17", "Statement": [${statement}, {"Effect": "Allow", "Action":`)).not.toEqual([]);
  });

  it.each([
    ['is whole', `{"Version": "2012-10-17", "Statement": [${statement}]}`],
    ['has comments', `// who may read\n{"Version": "2012-10-17", "Statement": [${statement}]}`],
    ['is filled in by a template', `{"Version": "2012-10-17", "Statement": [${statement.replace('"*"', '${resources}')}]}`],
  ])('that %s is not', async (_, text) => {
    expect(await said(text)).toEqual([]);
  });
});
