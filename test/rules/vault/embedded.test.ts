// Policies in strings of programs, users of the userpass method made by commands, and the places of what does not end.
import { describe, expect, it } from 'vitest';
import { rules } from '../../../rules/vault/rules.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = (path: string, text: string) => ({ file: path, text });
const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('vault/path-everything'), {
  valid: [
    file('setup.py', 'client.sys.create_or_update_policy(name="ci", policy=\'path "secret/data/ci" { capabilities = ["read"] }\')\n'),
    { because: 'a comment gives nothing', ...file('setup.py', '# path "*" { capabilities = ["sudo"] }\n') },
    {
      because: 'a comment of several lines gives nothing',
      ...file('setup.go', 'package main\n\n/*\nSuch as:\n\n\tpath "*" { capabilities = ["sudo"] }\n*/\nfunc main() {}\n'),
    },
    {
      because: 'what documents a function gives nothing',
      ...file('setup.py', 'def grant(client):\n    \"\"\"Writes a policy.\n\n    path "*" { capabilities = ["sudo"] }\n    \"\"\"\n'),
    },
  ],
  invalid: [
    file(
      'setup.py',
      'client.sys.create_or_update_policy(\n    name="ops",\n    policy=\'\'\'\n    path "«*»" {\n      capabilities = ["create", "sudo"]\n    }\n    \'\'\',\n)\n',
    ),
    file('setup.go', 'package main\n\nvar policy = `path "«*»" { capabilities = ["update"] }`\n'),
  ],
});

ruleTester(rule('vault/secrets-everything'), {
  valid: [file('policies/list.hcl', 'path "*" {\n  capabilities = ["list"]\n}\n')],
  invalid: [file('policies/read.hcl', 'path "«*»" {\n  capabilities = ["read", "list"]\n}\n')],
});

ruleTester(rule('vault/userpass-user'), {
  valid: [file('setup.sh', 'vault write auth/userpass/users/ann policies=app\n')],
  invalid: [file('setup.sh', 'vault write «auth/userpass/users/ann» password="$PASSWORD" policies=app\n')],
});

describe('tokens that are renewed for each period', () => {
  it.each([
    ['24h', 'low'],
    ['8760h', 'high'],
  ])('of %s end when nobody does: %s', async (period, severity) => {
    const { findings } = await analyzeTexts({ 'setup.sh': `vault token create -policy=app -orphan -period=${period}\n` });
    expect(findings.filter((one) => one.rule === 'vault/token-no-ttl').map((one) => one.severity)).toEqual([severity]);
  });

  it.each([
    [
      'for good',
      'resource "vault_token" "agent" {\n  policies = ["agent"]\n  ttl      = "1h"\n  period   = "24h"\n}\n',
      ['period   = "24h"'],
    ],
    [
      'a period of 0 is none',
      'resource "vault_token_auth_backend_role" "ci" {\n  role_name              = "ci"\n  token_period           = "0"\n  token_max_ttl          = "3600"\n}\n',
      [],
    ],
  ])('%s', async (_name, text, wanted) => {
    const { findings } = await analyzeTexts({ 'infra/main.tf': text });
    const found = findings.filter((one) => one.rule === 'vault/token-no-ttl');
    expect(found.map((one) => text.slice(...one.at.span))).toEqual(wanted);
    expect(found.every(({ severity }) => severity === 'low')).toBe(true);
  });
});
