// The approval form: an identity as it stands, approved whole: what it may do, who answers for it, who approved, and when
// it is looked at again. What differs from the approval before is shown before the last yes.
import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { DecideResult } from '../server/lsp/protocol/decisions.ts';
import type { ApprovalForm, ApprovalFormMethod, ApproveMethod, ApproveParams, IdentityRef } from '../server/lsp/protocol/identities.ts';
import { refusedDay, refusedReason } from './decision-answers.ts';
import { kindInWords } from './identity-groups.ts';
import { plain } from './places.ts';
import { approversOf, ownersOf } from './people-questions.ts';
import { choose, inTurn, isLast, kept, lastQuestion, write } from './question-steps.ts';
import { writeRecord } from './record-writing.ts';
import type { Server } from './server.ts';

const approvalForm: ApprovalFormMethod = 'posture/approvalForm';
const approve: ApproveMethod = 'posture/approve';
const steps = 5;

export async function approveIdentity(
  server: Server,
  ref: IdentityRef,
  me: { get(): string | undefined; keep(handle: string): void },
): Promise<void> {
  const form = await server.ask<ApprovalForm | null>(approvalForm, ref);
  if (!form) return void window.showInformationMessage('That identity is not there any more.');
  if (form.cannot !== undefined) return void window.showWarningMessage(`Not approved: ${plain(form.cannot)}`);
  const answers = await answersTo(form, me.get());
  if (!answers) return;
  me.keep(answers.by);
  const result = await server.ask<DecideResult>(approve, { ...ref, ...answers } satisfies ApproveParams);
  if ('refused' in result) return void window.showWarningMessage(`Not approved: ${plain(result.refused)}`);
  await writeRecord(server, result);
}

async function answersTo(form: ApprovalForm, me: string | undefined): Promise<Omit<ApproveParams, keyof IdentityRef> | undefined> {
  const { identity } = form;
  const place = (step: number) => ({ title: `Approve ${kindInWords(identity.kind)} ${identity.name}`, step, of: steps });
  const today = new Date().toISOString().slice(0, 10);
  let owner = form.owners[0] ?? '';
  let by = form.approvers.find((one) => one === me) ?? (form.approvers.length === 0 ? me : form.approvers[0]) ?? '';
  let review = form.review;
  let purpose = form.purpose ?? '';
  const answered = await inTurn([
    async () => kept(await choose(place(1), ownersOf(form, owner)), (value) => (owner = value)),
    async () => kept(await choose(place(2), approversOf(form, by)), (value) => (by = value)),
    async () =>
      kept(
        await write(place(3), {
          prompt: `The day of the next review, ${form.latest} at the latest`,
          value: review,
          refused: (text) => refusedDay(text, { needsUntil: true, latest: form.latest }, today),
        }),
        (value) => (review = value),
      ),
    async () =>
      kept(
        await write(place(4), {
          prompt: 'What it is for',
          placeholder: 'Publishes the nightly release',
          value: purpose,
          refused: refusedReason,
        }),
        (value) => (purpose = value),
      ),
    async () =>
      isLast(
        await choose(
          place(5),
          lastQuestion(
            form.record,
            [`${owner} answers for it, ${by} approved it`, `Looked at again on ${review}`, purpose],
            scopeItems(form),
          ),
        ),
      ),
  ]);
  return answered ? { owner, by, review, purpose } : undefined;
}

/** What differs from the approval before, then everything. */
function scopeItems({ scope, added, removed }: ApprovalForm): QuickPickItem[] {
  const listed = (title: string, icon: string, items: readonly string[]): QuickPickItem[] =>
    items.length > 0
      ? [{ label: title, kind: QuickPickItemKind.Separator }, ...items.map((label): QuickPickItem => ({ label: `$(${icon}) ${label}` }))]
      : [];
  const unchanged = scope.filter((item) => !added.includes(item));
  return [
    ...listed('New since the last approval', 'diff-added', added),
    ...listed('Gone since the last approval', 'diff-removed', removed),
    ...listed(added.length + removed.length > 0 ? 'As approved before' : 'What is approved', 'circle-small', unchanged),
  ];
}
