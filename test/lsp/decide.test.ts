// Deciding in the editor: the form says what is approved and for how long, the record is an edit that undo takes back, and
// the review queue holds what is due.
import { onTestFinished, describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import type { BaselineView, Comparison, DecideParams, DecideResult, DecisionForm } from '../../server/lsp/protocol/decisions.ts';
import type { FindingRef } from '../../server/lsp/protocol/findings.ts';
import type { InitializationOptions } from '../../server/lsp/protocol/start.ts';
import { readDecision } from '../../server/posture/record.ts';
import { startEditor, type Editor } from './editor.ts';
import { makeFolder } from './folder.ts';
import { makeRepository, recordFor, type Repository } from './repository.ts';

const policyFile = 'policies/ci.json';
const policy = (actions: string): string =>
  `{\n  "Version": "2012-10-17",\n  "Statement": [{ "Sid": "Admin", "Effect": "Allow", "Action": ${actions}, "Resource": "*" }]\n}\n`;
const rule = 'aws/wildcard-action';
const withForm: InitializationOptions = { commands: ['posture.accept', 'posture.compareApproved'] };
const codeowners = '# who owns what\n* @acme/platform\npolicies/ @acme/payments @acme/payments-leads\n';

async function opened(
  repository: Repository | ReturnType<typeof makeFolder>,
  text: string,
  initializationOptions: InitializationOptions = withForm,
): Promise<{ editor: Editor; uri: string; ref: FindingRef }> {
  const editor = await startEditor({ folders: [repository.uri], initializationOptions });
  onTestFinished(() => editor.end());
  const uri = repository.uriOf(policyFile);
  await editor.open(uri, text, 'json');
  const finding = (await editor.diagnostics(uri)).find((one) => one.code === rule);
  return { editor, uri, ref: { uri, rule, anchor: (finding?.data as { anchor?: string } | undefined)?.anchor ?? '' } };
}

const form = (editor: Editor, ref: FindingRef) => editor.connection.sendRequest<DecisionForm | null>('posture/decisionForm', ref);
const decide = (editor: Editor, params: DecideParams) => editor.connection.sendRequest<DecideResult>('posture/decide', params);
const answers = { kind: 'accepted-risk', owner: '@acme/payments', by: '@sec-lead', until: '2027-01-10', reason: 'moves to OIDC' } as const;

describe('the form of a decision', () => {
  it('says what exactly is approved, who may answer for it, and how long each kind may last', async () => {
    const repository = makeRepository({
      [policyFile]: policy('["s3:*"]'),
      '.github/CODEOWNERS': codeowners,
      '.posture/policy.yaml': 'v: 1\n\napprovers: ["@sec-lead"]\n\nlifetimes: {high: 40}\n',
    });
    const { editor, ref } = await opened(repository, policy('["s3:*"]'));
    const shown = (await form(editor, ref))!;
    expect(shown).toMatchObject({
      path: policyFile,
      severity: 'high',
      title: 'Wildcard action in an allow statement',
      grant: expect.arrayContaining(['action s3:*']),
      approvers: ['@sec-lead'],
      record: expect.stringMatching(/^\.posture\/decisions\/aws\/wildcard-action-\w{16}\.yaml$/),
    });
    expect(shown.cannot).toBeUndefined();
    expect(shown.owners).toEqual(['@acme/payments', '@acme/payments-leads', '@acme/platform']);
    expect(Object.fromEntries(shown.kinds.map(({ kind, needsUntil, until, latest }) => [kind, [needsUntil, until, latest]]))).toEqual({
      'accepted-risk': [true, '2026-12-31', '2026-12-31'],
      compensated: [true, '2026-12-31', '2026-12-31'],
      'break-glass': [true, '2026-11-24', '2026-11-24'],
      'false-positive': [false, undefined, undefined],
      'test-data': [false, undefined, undefined],
    });
  });

  it('of a finding that is gone is none, and of a grant that nobody can read says so', async () => {
    const repository = makeRepository({ 'main.tf': '' });
    const editor = await startEditor({ folders: [repository.uri], initializationOptions: withForm });
    onTestFinished(() => editor.end());
    const uri = repository.uriOf('main.tf');
    await editor.open(
      uri,
      'resource "aws_iam_policy" "ci" {\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = ["s3:*", file("more.txt")], Resource = "*" }]\n  })\n}\n',
      'terraform',
    );
    const finding = (await editor.diagnostics(uri)).find((one) => one.code === rule)!;
    const { anchor } = finding.data as { anchor: string };
    expect(await form(editor, { uri, rule, anchor: 'no such' })).toBeNull();
    expect(await form(editor, { uri, rule, anchor })).toMatchObject({ kinds: [], cannot: expect.stringContaining('not known here') });
    const actions = await editor.actions(uri, finding.range);
    expect(
      actions.filter((one) => one.command?.command === 'posture.accept' && (one.command.arguments?.[0] as FindingRef).anchor === anchor),
    ).toEqual([]);
  });

  it('is offered for a file that is not open, and in no workspace that is not trusted', async () => {
    const repository = makeRepository({ [policyFile]: policy('["s3:*"]') });
    const { editor, uri, ref } = await opened(repository, policy('["s3:*"]'));
    await editor.close(uri);
    expect(await form(editor, ref)).toMatchObject({ path: policyFile, grant: expect.arrayContaining(['action s3:*']) });
    const other = await opened(repository, policy('["s3:*"]'), { ...withForm, trusted: false });
    expect(await form(other.editor, other.ref)).toMatchObject({ kinds: [], cannot: expect.stringContaining('not trusted') });
    const [diagnostic] = await other.editor.diagnostics(other.uri);
    expect((await other.editor.actions(other.uri, diagnostic!.range)).filter((one) => one.command)).toEqual([]);
  });
});

describe('a decision', () => {
  it('is an edit that makes the record; applied, the finding asks for approval; undone, it is back', async () => {
    const repository = makeRepository({ [policyFile]: policy('["s3:*"]') });
    const { editor, uri, ref } = await opened(repository, policy('["s3:*"]'));
    const result = await decide(editor, { ...ref, ...answers });
    if ('refused' in result) throw new Error(result.refused);
    expect(result.next).toContain('counts when it is merged');
    const changes = result.edit.documentChanges!;
    expect(changes.map((one) => ('kind' in one ? one.kind : 'edit'))).toEqual(['create', 'edit']);
    await editor.apply(result.edit);
    const path = decodeURIComponent(result.record.slice(repository.uri.length + 1));
    expect(readDecision(editor.text(result.record), path)).toMatchObject({
      problems: [],
      decision: {
        rule,
        approved: { owner: '@acme/payments', by: '@sec-lead', on: '2026-11-21', until: '2027-01-10' },
        reason: 'moves to OIDC',
      },
    });
    const standing = async (): Promise<unknown> =>
      ((await editor.diagnostics(uri)).find((one) => one.code === rule)?.data as { standing?: string }).standing;
    await expect.poll(standing).toBe('pending');
    await editor.change(result.record, [{ text: '' }]);
    await expect.poll(standing).not.toBe('pending');
  });

  it('that would not count is refused, with the reason', async () => {
    const repository = makeRepository({ [policyFile]: policy('["s3:*"]'), '.posture/policy.yaml': 'v: 1\n\napprovers: ["@sec-lead"]\n' });
    const { editor, ref } = await opened(repository, policy('["s3:*"]'));
    for (const [change, why] of [
      [{ by: '@someone' }, 'none of the approvers'],
      [{ until: '2029-01-01' }, 'the policy allows 90'],
      [{ until: undefined }, 'asks for an end'],
      [{ until: '2027-02-31' }, 'is no day'],
      [{ until: '2026-11-20' }, 'is over'],
      [{ owner: ' ' }, 'an owner is missing'],
      [{ reason: '' }, 'a reason is missing'],
      [{ kind: 'whim' as never }, 'no kind of decision'],
      [{ reason: 'x'.repeat(20_000) }, 'is refused'],
    ] as const)
      expect(await decide(editor, { ...ref, ...answers, ...change } as DecideParams)).toEqual({ refused: expect.stringContaining(why) });
    await expect(decide(editor, { ...ref, anchor: 'gone', ...answers })).rejects.toMatchObject({ code: -32602 });
  });

  it('needs no form: without one, the action is the record with the owner from CODEOWNERS', async () => {
    const repository = makeRepository({ [policyFile]: policy('["s3:*"]'), CODEOWNERS: codeowners });
    const { editor, uri } = await opened(repository, policy('["s3:*"]'), {});
    const diagnostic = (await editor.diagnostics(uri)).find((one) => one.code === rule)!;
    const action = (await editor.actions(uri, diagnostic.range)).find((one) =>
      one.title.startsWith('Ask @acme/payments to accept aws/wildcard-action until '),
    )!;
    const resolved = await editor.connection.sendRequest<CodeAction>('codeAction/resolve', action);
    await editor.apply(resolved.edit!);
    await expect
      .poll(async () => (await editor.diagnostics(uri)).find((one) => one.code === rule)?.data)
      .toMatchObject({ standing: 'pending' });
    await editor.type(uri, 'Admin', 'Other');
    await expect(editor.connection.sendRequest('codeAction/resolve', action)).rejects.toMatchObject({ code: -32801 });
  });
});

describe('approved beside actual', () => {
  it('is offered where a grant grew, and shows item by item what is new', async () => {
    const repository = makeRepository({ [policyFile]: policy('["s3:*"]') });
    const record = await recordFor(policyFile, policy('["s3:*"]'), rule);
    repository.land({ [record.path]: record.text });
    const wider = policy('["s3:*", "iam:PassRole"]');
    const { editor, uri, ref } = await opened(repository, wider);
    await expect.poll(async () => (await editor.diagnostics(uri)).map((one) => one.code)).toContain('drift/scope-grew');
    const diagnostic = (await editor.diagnostics(uri)).find((one) => one.code === rule)!;
    const actions = await editor.actions(uri, diagnostic.range);
    const titles = actions.filter((one) => one.command).map((one) => one.title);
    expect(titles).toEqual(
      expect.arrayContaining([`Have approved anew: ${rule}…`, `Show what was approved beside what is there: ${rule}`]),
    );
    const compared = (await editor.connection.sendRequest<Comparison | null>('posture/comparison', ref))!;
    const extra = compared.actual.split('\n').filter((line) => !compared.approved.split('\n').includes(line));
    expect(extra).toEqual(['  action iam:passrole']);
    expect(compared.approved).toContain('owner: @acme/payments');
  });
});

describe('the review queue', () => {
  it('holds what is due first, what asks for approval, what is gone and what cannot be read', async () => {
    const statements = ['s3:*', 'sqs:*', 'sns:*', 'ec2:*'];
    const files = Object.fromEntries(statements.map((action, n) => [`policies/p${n}.json`, policy(`["${action}"]`)]));
    const repository = makeRepository(files);
    const until = ['2026-11-25', '2026-12-04', '2026-12-20', '2026-11-01'];
    const records = await Promise.all(
      statements.map((action, n) => recordFor(`policies/p${n}.json`, policy(`["${action}"]`), rule, { on: '2026-10-01', until: until[n] })),
    );
    const gone = await recordFor('policies/gone.json', policy('["dynamodb:*"]'), rule);
    repository.land({
      ...Object.fromEntries([...records, gone].map((one) => [one.path, one.text])),
      '.posture/decisions/aws/broken-0000000000000000.yaml': 'v: 1\nrule: [\n',
    });
    const asking = await recordFor('policies/p0.json', policy('["s3:*"]'), rule, { on: '2026-11-21', until: '2027-01-20' });
    repository.write(asking.path, asking.text);
    const editor = await startEditor({ folders: [repository.uri] });
    onTestFinished(() => editor.end());
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    const [view, ...others] = await editor.connection.sendRequest<BaselineView[]>('posture/baseline', {});
    expect(others).toEqual([]);
    expect(view).toMatchObject({
      root: repository.uri,
      source: expect.stringMatching(/^main@[0-9a-f]{7}$/),
      committed: expect.any(Number),
    });
    expect(view!.decisions.map(({ standing, path, daysLeft }) => [standing, path, daysLeft])).toEqual([
      ['asks-approval', 'policies/p0.json', 60],
      ['expired', 'policies/p3.json', -20],
      ['due-7', 'policies/p0.json', 4],
      ['due-14', 'policies/p1.json', 13],
      ['due-30', 'policies/p2.json', 29],
      ['stale', 'policies/gone.json', 50],
    ]);
    expect(view!.decisions[2]!.covers).toMatchObject({ uri: repository.uriOf('policies/p0.json'), range: { start: { line: 2 } } });
    expect(view!.refused).toMatchObject([{ path: '.posture/decisions/aws/broken-0000000000000000.yaml' }]);
    expect(view!.drift.flatMap((file) => file.findings.map((one) => one.rule))).toEqual(expect.arrayContaining(['drift/approval-expired']));
    await expect.poll(() => editor.statuses.at(-1)?.baseline).toMatchObject({ asksApproval: 1, expired: 1, ending: 3 });
  });
});

describe('a file of the team that would count for nothing', () => {
  it('says so at the place while it is written', async () => {
    const file = '.github/workflows/ci.yml';
    const record = await recordFor(file, 'on: push\npermissions: write-all\njobs: {}\n', 'github/write-all-permissions');
    const repository = makeRepository({ [file]: '' });
    const editor = await startEditor({ folders: [repository.uri] });
    onTestFinished(() => editor.end());
    const uri = repository.uriOf(record.path);
    await editor.open(uri, record.text, 'yaml');
    expect(await editor.diagnostics(uri)).toEqual([]);
    await editor.type(uri, '2027-01-10', '2027-05-10');
    expect(await editor.diagnostics(uri)).toMatchObject([
      { severity: 1, message: expect.stringContaining('an edit by hand voids the approval') },
    ]);
    expect(await editor.underlined(uri)).toEqual(['approved']);
    await editor.type(uri, 'kind: accepted-risk', 'kind: accepted');
    expect(await editor.underlined(uri)).toEqual(['accepted']);
    await editor.change(uri, [{ text: `<<<<<<< ours\n${record.text}=======\n${record.text}>>>>>>> theirs\n` }]);
    expect(await editor.diagnostics(uri)).toMatchObject([{ message: expect.stringContaining('a merge left conflict markers here') }]);
    const policyUri = repository.uriOf('.posture/policy.yaml');
    await editor.open(policyUri, 'v: 1\nlifetimes: {high: soon}\n', 'yaml');
    expect(await editor.underlined(policyUri)).toEqual(['soon']);
  });
});
