// What a person learns by pointing at a token: the rule, the decision, the reach, who holds it and where it leads. Never a
// secret.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { Hover } from 'vscode-languageserver/node';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeRepository, recordFor } from './repository.ts';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

const words = (hover: Hover | null): string => (hover ? (hover.contents as { value: string }).value : '');

const main = `resource "aws_iam_role" "ci" {
  name = "ci"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:role/runner" } }] })
}
resource "aws_iam_role_policy" "ci" {
  role = aws_iam_role.ci.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], Resource = "*" }]
  })
}
resource "azurerm_role_assignment" "all" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_name = "User Access Administrator"
  principal_id         = "p"
}
`;

describe('a hover', () => {
  it('says who holds a permission, who may become them, and that it leads to administrator', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/infra/main.tf';
    await editor.open(uri, main, 'terraform');
    const said = words(await editor.hover(uri, 'iam:PassRole'));
    expect(said).toContain('aws_iam_role.ci');
    expect(said).toContain('arn:aws:iam::123456789012:role/runner');
    expect(said).toMatch(/leads to administrator/);
    expect(words(await editor.hover(uri, 'User Access Administrator'))).toMatch(/administers/);
    expect(await editor.hover(uri, '[{ Effect = "Allow", Action = ["iam')).toBeNull();
  });

  it('says what was decided about a finding that is not shown, and links the record', async () => {
    const file = '.github/workflows/ci.yml';
    const text = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
    const repository = makeRepository({ [file]: text, CODEOWNERS: '* @acme/platform\n' });
    const record = await recordFor(file, text, 'github/write-all-permissions', { reason: 'moves [soon](http://evil.example) `x`' });
    repository.land({ [record.path]: record.text });
    repository.git('merge', '-q', 'main');
    const editor = await start({ folders: [repository.uri] });
    await editor.open(repository.uriOf(file), text, 'yaml');
    const said = words(await editor.hover(repository.uriOf(file), 'write-all'));
    expect(said).toContain('**Accepted** (github/write-all-permissions): @acme/payments answers for it, until 2027-01-10 (50 days left).');
    expect(said).toContain('moves \\[soon\\]\\(http://evil.example\\) \\`x\\`');
    expect(said).toContain(`(${repository.uriOf(record.path)}#L5)`);
    expect(said).toContain('Owner: @acme/platform');
  });

  it('says what a token tells of itself, and never the token', async () => {
    const editor = await start({ folders: ['file:///srv/app'] });
    const uri = 'file:///srv/app/app/config.yaml';
    const text = fillTokens('github_token: {{token:github-pat}}\naws_access_key_id: {{token:aws-access-key-id}}\n');
    await editor.open(uri, text, 'yaml');
    const values = text.split('\n').filter(Boolean).map((line) => line.slice(line.indexOf(': ') + 2));
    for (const value of values) {
      const said = words(await editor.hover(uri, value));
      expect(said).toMatch(/characters|checksum/);
      for (const other of values) expect(said).not.toContain(other);
    }
    expect(words(await editor.hover(uri, values[0]!))).toContain('its checksum is right');
  });
});
