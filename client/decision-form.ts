// The decision form: what is accepted and for how long, who answers for it, who approved it and why. The record is written
// as an edit, so that undo works, and saved; it counts when the team has merged it.
import { QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import type { DecideMethod, DecideParams, DecideResult, DecisionForm, DecisionFormMethod } from '../server/lsp/protocol/decisions.ts';
import type { FindingRef } from '../server/lsp/protocol/findings.ts';
import { refusedDay, refusedReason } from './decision-answers.ts';
import { plain } from './places.ts';
import { approversOf, ownersOf } from './people-questions.ts';
import { choose, inTurn, isLast, kept, lastQuestion, write } from './question-steps.ts';
import { writeRecord } from './record-writing.ts';
import type { Server } from './server.ts';

const decisionForm: DecisionFormMethod = 'posture/decisionForm';
const decide: DecideMethod = 'posture/decide';

const steps = 6;

/** Asks and writes. `me` is who approved the last time, as this user typed it. */
export async function acceptFinding(
  server: Server,
  ref: FindingRef,
  me: { get(): string | undefined; keep(handle: string): void },
): Promise<void> {
  const form = await server.ask<DecisionForm | null>(decisionForm, ref);
  if (!form) return void window.showInformationMessage('That finding is not there any more.');
  if (form.cannot !== undefined) return void window.showWarningMessage(`Not accepted: ${plain(form.cannot)}`);
  const answers = await answersTo(form, me.get());
  if (!answers) return;
  me.keep(answers.by);
  const result = await server.ask<DecideResult>(decide, answers satisfies DecideParams);
  if ('refused' in result) return void window.showWarningMessage(`Not accepted: ${plain(result.refused)}`);
  await writeRecord(server, result);
}

async function answersTo(form: DecisionForm, me: string | undefined): Promise<DecideParams | undefined> {
  const { finding, kinds } = form;
  const place = (step: number) => ({ title: `Accept ${finding.rule} in ${form.path}:${form.line + 1}`, step, of: steps });
  const before = form.approvedBefore;
  let kind = kinds.find((one) => one.kind === 'accepted-risk') ?? kinds[0]!;
  let owner = before?.owner ?? form.owners[0] ?? '';
  let by = form.approvers.find((one) => one === me) ?? (form.approvers.length === 0 ? me : form.approvers[0]) ?? '';
  let until: string | undefined;
  let reason = before?.reason ?? '';
  const today = new Date().toISOString().slice(0, 10);
  const answered = await inTurn([
    async () =>
      kept(
        await choose(place(1), {
          items: kinds.map(({ label, explanation }) => ({ label, detail: explanation })),
          placeholder: 'Why may this stay?',
          active: kind.label,
        }),
        (label) => {
          const chosen = kinds.find((one) => one.label === label) ?? kind;
          if (chosen !== kind) until = undefined;
          kind = chosen;
        },
      ),
    async () => kept(await choose(place(2), ownersOf(form, owner)), (value) => (owner = value)),
    async () => kept(await choose(place(3), approversOf(form, by)), (value) => (by = value)),
    async () =>
      kept(
        await write(place(4), {
          prompt: `The last day on which it holds${kind.needsUntil ? '' : '; empty for none'}${kind.latest ? `, ${kind.latest} at the latest` : ''}`,
          placeholder: '2027-01-31',
          value: until ?? kind.until ?? '',
          refused: (text) => refusedDay(text, kind, today),
        }),
        (value) => (until = value),
      ),
    async () =>
      kept(
        await write(place(5), {
          prompt: 'The reason, for whoever reviews this',
          placeholder: 'Replaced by workload identity in PAY-812',
          value: reason,
          refused: refusedReason,
        }),
        (value) => (reason = value),
      ),
    async () =>
      isLast(
        await choose(
          place(6),
          lastQuestion(
            form.record,
            [`${kind.label}, ${until ? `until ${until}` : 'without an end'}`, `${owner} answers for it, ${by} approved it`, reason],
            approvedItems(form),
          ),
        ),
      ),
  ]);
  return answered ? { ...finding, kind: kind.kind, owner, by, ...(until ? { until } : {}), reason } : undefined;
}

/** What exactly is approved, to read before the last yes. */
function approvedItems({ grant, message }: DecisionForm): QuickPickItem[] {
  const items = grant.length > 0 ? grant : [plain(message)];
  return [
    { label: 'What is approved', kind: QuickPickItemKind.Separator },
    ...items.map((label): QuickPickItem => ({ label: `$(circle-small) ${label}` })),
  ];
}
