import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../support/analyze-text.ts';

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
