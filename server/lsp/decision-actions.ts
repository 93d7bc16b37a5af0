// Code actions that lead to a decision. A client with a form is told to show it; for any other, the action is the record
// itself, with the owner that CODEOWNERS names. Nothing is offered where nothing could be accepted.
import { CodeActionKind } from 'vscode-languageserver-types';
import type { CodeAction } from 'vscode-languageserver/node';
import type { Span } from '../engine/text/text.ts';
import { wanted, type ActionAbilities } from './code-actions.ts';
import { diagnosticOf } from './convert.ts';
import { decide, decisionForm, type DecisionQuestion } from './decision-form.ts';
import type { ClientCommand, ClientCommands } from './protocol/start.ts';

/** What such an action carries until it is resolved. */
export interface AcceptData {
  readonly uri: string;
  readonly version: number | null;
  readonly maker: 'accept';
  readonly rule: string;
  readonly anchor: string;
}

export interface DecisionActionsQuestion {
  readonly span: Span;
  readonly only: readonly string[] | undefined;
  readonly abilities: ActionAbilities;
  readonly commands: ReadonlySet<ClientCommand>;
  /** The findings under the cursor, each with what deciding about it needs. */
  readonly questions: readonly DecisionQuestion[];
}

export function decisionActions({ questions, only, abilities, commands }: DecisionActionsQuestion): CodeAction[] {
  if (!wanted(only, CodeActionKind.QuickFix)) return [];
  const actions: CodeAction[] = [];
  for (const question of questions) {
    const { finding, document, workplace } = question;
    // Words about decisions are answered at the finding that they are about.
    if (finding.category === 'drift') continue;
    const form = decisionForm(question);
    const diagnostics = [diagnosticOf(finding, document, workplace.targets)];
    if (form.cannot === undefined && commands.has('posture.accept')) {
      const again = form.approvedBefore !== undefined;
      actions.push({
        title: `${again ? 'Have approved anew' : 'Accept'}: ${finding.rule}…`,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        command: commandOf('posture.accept', again ? 'Approve' : 'Accept', form.finding),
      });
    } else if (form.cannot === undefined && abilities.lazyEdits && abilities.createFiles && form.owners.length > 0) {
      const { kind, until } = form.kinds[0]!;
      const [owner] = form.owners;
      const data: AcceptData = {
        uri: form.finding.uri,
        version: workplace.targets.version(document.uri),
        maker: 'accept',
        rule: finding.rule,
        anchor: finding.anchor,
      };
      actions.push({
        title: `Ask ${owner} to accept ${finding.rule}${until === undefined ? '' : ` until ${until}`} (${kind})`,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        data,
      });
    }
    if (form.approvedBefore && finding.standing !== 'pending' && commands.has('posture.compareApproved')) {
      actions.push({
        title: `Show what was approved beside what is there: ${finding.rule}`,
        kind: CodeActionKind.QuickFix,
        diagnostics,
        command: commandOf('posture.compareApproved', 'Compare', form.finding),
      });
    }
  }
  return actions;
}

/** The record that an action without a form comes to; undefined where it would not count. */
export function acceptanceEdit(action: CodeAction, question: DecisionQuestion): CodeAction | undefined {
  const form = decisionForm(question);
  const kind = form.kinds[0];
  const [owner] = form.owners;
  if (!kind || owner === undefined) return undefined;
  const result = decide(
    {
      ...form.finding,
      kind: kind.kind,
      owner,
      by: form.approvers[0] ?? owner,
      ...(kind.until ? { until: kind.until } : {}),
      reason: 'say why this is fine',
    },
    question,
  );
  return 'edit' in result ? { ...action, edit: result.edit } : undefined;
}

function commandOf<Name extends ClientCommand>(command: Name, title: string, argument: ClientCommands[Name]) {
  return { title, command, arguments: [argument] };
}
