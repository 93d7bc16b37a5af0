// Findings over the whole corpus, as people see them by default and with every rule on. A change here is a change of what
// users see: read it before you accept it.
import { expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { agentFileKindOf, agentFileKinds, isAgentFile } from '../../../server/engine/facts/agents/file-kinds.ts';
import { oauthFileOf, oauthFiles } from '../../../server/engine/facts/oauth-clients/file-kinds.ts';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { files } from './files.ts';

const filled = Object.fromEntries(Object.entries(files).map(([uri, text]) => [uri, fillTokens(text)]));

it.each(['default', 'audit'] as const)('agents and OAuth clients, profile %s', async (profile) => {
  const { findings, failures } = await analyzeTexts(filled, { profile });
  expect(failures).toEqual([]);
  const lines = findings.map((finding) => {
    const text = filled[finding.at.uri]!.slice(...finding.at.span);
    const shown = finding.category === 'secret' ? `(${text.length} characters)` : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
    return `${finding.at.uri}: ${finding.severity} ${finding.rule} ${shown}${finding.fix ? ' [fix]' : ''}${finding.suggestions.length > 0 ? ` [${finding.suggestions.length}]` : ''}`;
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./findings-${profile}.txt`);
});

it('has a file of every kind', () => {
  const documents = Object.entries(filled).map(([uri, text]) => createDocument(uri, text));
  const known = new Set(documents.filter(isAgentFile).map((document) => agentFileKindOf(document.uri)));
  expect(agentFileKinds.filter((row) => !known.has(row)).map((row) => String(row.path))).toEqual([]);
  const clients = new Set(documents.map(oauthFileOf));
  expect(oauthFiles.filter((file) => !clients.has(file))).toEqual([]);
});
