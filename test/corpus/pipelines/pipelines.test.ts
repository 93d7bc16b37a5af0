// Findings over one repository of every CI system, by default and with every rule on. A change here is a change of what
// users see: read it before you accept it.
import { expect, it } from 'vitest';
import { fillTokens } from '../../../server/engine/secrets/generate.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { files } from './files.ts';

const filled = Object.fromEntries(Object.entries(files).map(([uri, text]) => [uri, fillTokens(text)]));

const seen = new Set<string>();

it.each(['default', 'audit'] as const)('pipelines, profile %s', async (profile) => {
  const { findings, failures } = await analyzeTexts(filled, { profile });
  expect(failures).toEqual([]);
  const lines = findings.map((finding) => {
    const text = filled[finding.at.uri]!.slice(...finding.at.span);
    const shown = finding.category === 'secret' ? `(${text.length} characters)` : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
    return `${finding.at.uri}: ${finding.severity} ${finding.rule} ${shown}${finding.fix ? ' [fix]' : ''}${finding.suggestions.length > 0 ? ` [${finding.suggestions.length}]` : ''}`;
  });
  for (const finding of findings) seen.add(finding.at.uri);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./findings-${profile}.txt`);
});

it('has a finding in every file that is not right', () => {
  const clean = ['.github/workflows/good.yml'];
  expect(Object.keys(files).filter((uri) => !seen.has(uri))).toEqual(clean);
});
