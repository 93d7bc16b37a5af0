// Answers about code actions: which are offered at a place, and the edit of one that was picked. Repairs, decisions and
// repairs of everything stand in files of their own; here they are put together, and refused for a text that moved on.
import { CodeActionTriggerKind } from 'vscode-languageserver-types';
import type { CodeAction, CodeActionParams } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import { fixAllKind } from './announced.ts';
import { everywhereActions, quickFixes, wanted, withEdit, type ActionData, type FixAllData } from './code-actions.ts';
import { spanOf, workspaceEditOf } from './convert.ts';
import type { AcceptData } from './decision-actions.ts';
import type { DecisionRequests } from './decision-requests.ts';
import { fixAllEdits } from './fix-all.ts';
import { Refusal, refusedAs } from './refusal.ts';
import type { Start } from './session-terms.ts';
import type { Workplace } from './workplace.ts';

export interface ActionRequestsOptions {
  /** An open document with its findings after all changes so far; refuses what is not open. */
  settled(uri: string): Promise<{ readonly workplace: Workplace; readonly document: Document; readonly findings: readonly Finding[] }>;
  readonly decisions: DecisionRequests;
  client(): Pick<Start, 'abilities' | 'commands'>;
  today(): string;
}

export function createActionRequests({ settled, decisions, client, today }: ActionRequestsOptions) {
  async function questionOf(uri: string) {
    const { workplace, document, findings } = await settled(uri);
    return {
      workplace,
      document,
      findings,
      targets: workplace.targets,
      context: { document: workplace.targets.document, siblings: workplace.targets.siblings, today: today() },
      abilities: client().abilities,
    };
  }

  async function withAllFixes(
    action: CodeAction,
    { version }: FixAllData,
    { document, targets, context, findings, abilities, workplace: { checks, source } }: Awaited<ReturnType<typeof questionOf>>,
  ): Promise<CodeAction | undefined> {
    if (version !== targets.version(document.uri)) return undefined;
    const rules = new Set(findings.map((finding) => finding.rule));
    const edits = await fixAllEdits({
      document,
      source,
      today: context.today,
      engineOver: checks.engineOver,
      wanted: (finding) => rules.has(finding.rule),
    });
    return { ...action, edit: workspaceEditOf({ edits }, targets, abilities) };
  }

  async function resolve(action: CodeAction): Promise<CodeAction> {
    const data = action.data as ActionData | FixAllData | AcceptData | undefined;
    // What was not offered by us has nothing for us to add.
    if (typeof data?.uri !== 'string') return action;
    const question = await questionOf(data.uri);
    const resolved =
      data.maker === 'all'
        ? await withAllFixes(action, data, question)
        : data.maker === 'accept'
          ? await decisions.resolve(action)
          : withEdit(action, question);
    if (!resolved) throw new Refusal(refusedAs.contentModified, 'the text has changed since this fix was offered');
    return resolved;
  }

  return {
    resolve,

    async at({ textDocument, range, context: { only, triggerKind } }: CodeActionParams): Promise<CodeAction[]> {
      const question = await questionOf(textDocument.uri);
      const { document, findings, workplace, targets, abilities } = question;
      const { commands } = client();
      const span = spanOf(document, range);
      const actions = quickFixes({ ...question, span, only });
      if (commands.has('posture.fixEverywhere') || abilities.runsCommands) actions.push(...everywhereActions(question, span, only));
      actions.push(...decisions.actions(findings, document, workplace, { span, only, abilities, commands }));
      // To look away is the last thing that is offered.
      actions.sort((a, b) => Number(suppresses(a)) - Number(suppresses(b)));
      // A source action is for saving and for menus that ask for it, not for the light bulb.
      if (only && wanted(only, fixAllKind) && findings.some((finding) => finding.fix)) {
        const data: FixAllData = { uri: textDocument.uri, version: targets.version(document.uri), maker: 'all' };
        const action: CodeAction = { title: 'Apply all safe fixes of Identity Posture', kind: fixAllKind, data };
        // A client that asks by itself is saving and applies what it gets; a person has yet to choose.
        actions.push(abilities.lazyEdits && triggerKind !== CodeActionTriggerKind.Automatic ? action : await resolve(action));
      }
      return actions;
    },
  };
}

const suppresses = ({ data }: CodeAction): boolean => (data as ActionData | undefined)?.maker === 'suppress';
