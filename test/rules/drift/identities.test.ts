// The rules about identities: drift/agent-scope-grew, drift/unapproved-identity, drift/review-overdue,
// drift/owner-conflict, and what drift/scope-grew, drift/approval-void, drift/resurrected and drift/stale-decision say of them.
import { expect, it } from 'vitest';
import { agentScopeGrew } from '../../../rules/drift/agent-scope-grew.ts';
import { agentSettings, approvalAsked, goneRole, ownedRole } from '../../../rules/drift/identity-examples.ts';
import { ownerConflict } from '../../../rules/drift/owner-conflict.ts';
import { reviewOverdue } from '../../../rules/drift/review-overdue.ts';
import { unapprovedIdentity } from '../../../rules/drift/unapproved-identity.ts';
import type { Example } from '../../../server/engine/rule.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { fill } from '../../support/fill.ts';
import { readMarks, ruleTester } from '../../support/rule-tester.ts';

ruleTester(agentScopeGrew, {
  valid: [
    { ...agentSettings('"Bash(make:*)"') },
    { ...agentSettings(''), because: 'less than was approved is approved' },
    { ...agentSettings('"Bash(make:*)"', { record: false }), because: 'nobody asks for an approval' },
  ],
  invalid: [
    {
      ...agentSettings('"Bash(make:*)", "«Bash(curl:*)»"'),
      message:
        'The agent settings.json got more than @sec-lead approved for @acme/payments on 2026-10-01: "cmd:claude-code:Bash(curl:*)" is new',
      severity: 'high',
    },
    { ...agentSettings('"«Bash(rm:*)»", "«Bash(curl:*)»"'), message: 'is new', because: 'each new item is said where it stands' },
  ],
});

ruleTester(unapprovedIdentity, {
  valid: [
    { ...agentSettings('"Bash(make:*)"', { record: false }), because: 'off until the policy asks' },
    { ...agentSettings('"Bash(make:*)"', { beside: approvalAsked }) },
    {
      ...ownedRole('payments', 'deploy'),
      beside: { ...approvalAsked, ...ownedRole('payments', 'deploy').beside },
      because: 'the policy asks for agents only',
    },
  ],
  invalid: [
    {
      ...agentSettings('"Bash(make:*)"', { name: '«permissions»', record: false, beside: approvalAsked }),
      message: 'Nobody has approved the agent settings.json',
    },
  ],
});

ruleTester(reviewOverdue, {
  valid: [{ ...agentSettings('"Bash(make:*)"', { review: '2026-11-21' }), because: 'the day itself is in time' }],
  invalid: [{ ...agentSettings('"Bash(make:*)"', { name: '«permissions»', review: '2026-11-20' }), message: 'by 2026-11-20, 1 day ago' }],
});

ruleTester(ownerConflict, {
  valid: [
    { ...ownedRole('payments', 'deploy'), because: 'a tag names the team without its organization' },
    { ...ownedRole('payments@acme.com', 'deploy'), because: 'and some give its address' },
  ],
  invalid: [
    {
      ...ownedRole('search', '«deploy»'),
      message: 'By its record @acme/payments answers for the role deploy, and by the code search does',
      severity: 'low',
    },
  ],
});

/** Findings of a rule over an example, as the text they stand at and their message. */
async function said(rule: string, example: Example): Promise<{ at: string; message: string; related: readonly string[] }[]> {
  const text = readMarks(fill(example.text)).text;
  const { findings, documents } = await analyzeTexts({
    ...Object.fromEntries(Object.entries(example.beside ?? {}).map(([uri, other]) => [uri, fill(other)])),
    [example.file]: text,
  });
  return findings
    .filter((finding) => finding.rule === rule)
    .map((finding) => ({
      at: documents.get(finding.at.uri)!.text.slice(...finding.at.span),
      message: finding.message,
      related: finding.related.map((one) => one.message),
    }));
}

it('a role that grew is said at the new token, with what was approved beside it', async () => {
  const [grown, ...more] = await said('drift/scope-grew', ownedRole('payments', 'deploy', { action: '["s3:GetObject", "s3:PutObject"]' }));
  expect(more).toEqual([]);
  expect(grown!.at).toBe('s3:PutObject');
  expect(grown!.message).toContain(
    'The role deploy may do more than @sec-lead approved for @acme/payments on 2026-10-01: "action s3:putobject" was not part of it',
  );
  const [wider] = await said('drift/scope-grew', ownedRole('payments', 'deploy', { action: '"s3:*"' }));
  expect(wider!.at, 'nothing of what was approved stands any more').toContain('Sid = "Builds"');
  expect(grown!.related).toEqual([
    expect.stringContaining('approved by @sec-lead on 2026-10-01 for @acme/payments: grant:action s3:getobject; effect allow'),
  ]);
  expect(await said('drift/agent-scope-grew', ownedRole('payments', 'deploy', { action: '"s3:*"' }))).toEqual([]);
});

it('a record with a broken seal, a revoked one and one of something gone are said by the rules for decisions', async () => {
  expect(
    (await said('drift/approval-void', ownedRole('payments', 'deploy', { seal: 'i1:00000000000000000000000000000000' })))[0]!.message,
  ).toContain('its seal does not fit');
  expect((await said('drift/resurrected', ownedRole('payments', 'deploy', { state: 'revoked' })))[0]!.message).toContain(
    'The role deploy was revoked, and it is still here',
  );
  expect(await said('drift/stale-decision', goneRole())).toMatchObject([
    { at: expect.stringContaining('aws:role:deploy'), message: expect.stringContaining('nowhere in the code') },
  ]);
});
