// The secret scanner and the rules about agents see the same text; a person sees it once.
import { describe, expect, it } from 'vitest';
import { fillTokens } from '../../../../server/engine/secrets/generate.ts';
import { analyzeTexts } from '../../../support/analyze-text.ts';

const cases: readonly (readonly [string, string, string])[] = [
  ['.mcp.json', '{"mcpServers":{"g":{"command":"x","env":{"GITHUB_TOKEN":"{{token:github-pat}}"}}}}', 'agent/mcp-literal-credential'],
  [
    '.mcp.json',
    '{"mcpServers":{"g":{"url":"https://a.acme.dev","headers":{"Authorization":"Bearer {{token:github-pat}}"}}}}',
    'agent/mcp-literal-credential',
  ],
  ['.mcp.json', '{"mcpServers":{"g":{"command":"x","env":{"DB_PASSWORD":"t9Kq-vR4x.Lm2Z"}}}}', 'agent/mcp-literal-credential'],
  ['.mcp.json', '{"mcpServers":{"g":{"command":"x","args":["--token","{{token:gitlab-pat}}"]}}}', 'agent/mcp-credential-in-args'],
  [
    '.mcp.json',
    '{"mcpServers":{"g":{"command":"x","args":["postgresql://app:t9Kq-vR4x.Lm2Z@db.acme.dev/app"]}}}',
    'agent/mcp-credential-in-args',
  ],
  ['.mcp.json', '{"mcpServers":{"g":{"command":"x","env":{"API_KEY":"${API_KEY:-{{token:openai-key}}}"}}}}', 'agent/mcp-secret-in-default'],
  [
    '.codex/config.toml',
    '[mcp_servers.g]\nurl = "https://a.acme.dev"\nhttp_headers = { Authorization = "Bearer {{token:github-pat}}" }\n',
    'agent/mcp-literal-credential',
  ],
  ['.claude/settings.json', '{"env":{"ANTHROPIC_API_KEY":"{{token:anthropic-key}}"}}', 'agent/settings-literal-key'],
  ['.devcontainer/devcontainer.json', '{"remoteEnv":{"GITHUB_TOKEN":"{{token:github-pat}}"}}', 'agent/devcontainer-literal-secret'],
  [
    'realm-export.json',
    '{"realm":"a","clients":[{"clientId":"b","redirectUris":[],"secret":"k3Jx9vQm2LpT7rBz5WnY8dFc"}]}',
    'oauth/client-secret-in-file',
  ],
];

describe('a credential in the settings of an agent', () => {
  it.each(cases)('is one finding: %s %s', async (file, text, rule) => {
    const { findings } = await analyzeTexts({ [file]: fillTokens(text) });
    expect(findings.filter((finding) => finding.category === 'secret').map((finding) => finding.rule)).toEqual([rule]);
  });
});
