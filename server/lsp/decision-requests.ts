// Answers about the team's decisions: the form of one, its record, what was approved beside what is there, and the review
// queue. In a workspace that the user does not trust there are no decisions, and every answer says so.
import type { CodeAction } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import { defaultPolicy, type Policy } from '../posture/policy.ts';
import { policyIn } from '../workspace/baseline.ts';
import { acceptanceEdit, decisionActions, type AcceptData, type DecisionActionsQuestion } from './decision-actions.ts';
import { comparison, decide, decisionForm, findingNamed, type DecisionQuestion } from './decision-form.ts';
import { fileFindings } from './listing.ts';
import type { BaselineView, Comparison, DecideParams, DecideResult, DecisionForm } from './protocol/decisions.ts';
import type { FindingRef } from './protocol/findings.ts';
import { Refusal, refusedAs } from './refusal.ts';
import { baselineView } from './review-queue.ts';
import type { Workplace } from './workplace.ts';

export interface DecisionRequestsOptions {
  workplaceOf(clientUri: string): Workplace;
  /** Those that are at work. */
  workplaces(): Iterable<Workplace>;
  trusted(): boolean;
  today(): string;
  /** What a rule finds, in words. */
  titleOf(rule: string): Promise<string | undefined>;
}

export type DecisionRequests = ReturnType<typeof createDecisionRequests>;

export function createDecisionRequests({ workplaceOf, workplaces, trusted, today, titleOf }: DecisionRequestsOptions) {
  const untrusted = 'this workspace is not trusted, so its policy and its decisions are not read';

  function policyOf({ root }: Workplace): Policy | { readonly why: string } {
    if (root.path === undefined) return defaultPolicy;
    const { policy, refused } = policyIn(root.path);
    const [first] = refused;
    return first ? { why: `${first.uri} cannot be used: ${first.problems.map(({ message }) => message).join('; ')}` } : policy;
  }

  /** The finding that a client names; its document is read where it is not open. */
  async function named(ref: FindingRef): Promise<{ finding: Finding; document: Document; workplace: Workplace } | undefined> {
    const workplace = workplaceOf(ref.uri);
    const engineUri = workplace.nameOf(ref.uri);
    if (!workplace.open.has(engineUri) && !workplace.checks.last().findings.has(engineUri)) {
      await workplace.checks.readMore([engineUri]);
      workplace.checks.again();
    }
    const { findings, accepted } = await workplace.checks.settled();
    const finding = findingNamed(ref, [...(findings.get(engineUri) ?? []), ...accepted]);
    const document = workplace.source.document(engineUri);
    return finding && document && { finding, document, workplace };
  }

  async function questionOf(ref: FindingRef): Promise<DecisionQuestion | { readonly why: string } | undefined> {
    if (!trusted()) return { why: untrusted };
    const found = await named(ref);
    if (!found) return undefined;
    if (found.workplace.root.path === undefined) return { why: 'this document lies in no folder that could hold a record' };
    const policy = policyOf(found.workplace);
    return 'why' in policy ? policy : { ...found, policy, today: today() };
  }

  return {
    /** Actions for these findings of a document; none in a place that could hold no record. */
    actions(
      findings: readonly Finding[],
      document: Document,
      workplace: Workplace,
      more: Omit<DecisionActionsQuestion, 'questions'>,
    ): CodeAction[] {
      if (!trusted() || workplace.root.path === undefined) return [];
      const under = findings.filter(({ at }) => at.span[0] <= more.span[1] && at.span[1] >= more.span[0]);
      const policy = under.length > 0 ? policyOf(workplace) : undefined;
      if (!policy || 'why' in policy) return [];
      return decisionActions({ ...more, questions: under.map((finding) => ({ finding, document, workplace, policy, today: today() })) });
    },

    /** The action with its record; undefined when the text has moved on. */
    async resolve(action: CodeAction): Promise<CodeAction | undefined> {
      const data = action.data as AcceptData;
      const question = await questionOf(data);
      if (!question || 'why' in question || question.workplace.targets.version(question.document.uri) !== data.version) return undefined;
      return acceptanceEdit(action, question);
    },

    async form(ref: FindingRef): Promise<DecisionForm | null> {
      const question = await questionOf(ref);
      if (!question) return null;
      if ('why' in question)
        return {
          finding: ref,
          path: '',
          line: 0,
          severity: 'info',
          title: ref.rule,
          message: '',
          cannot: question.why,
          grant: [],
          kinds: [],
          owners: [],
          approvers: [],
          record: '',
        };
      return { ...decisionForm(question), title: (await titleOf(ref.rule)) ?? ref.rule };
    },

    async decide(params: DecideParams): Promise<DecideResult> {
      const question = await questionOf(params);
      if (!question) throw new Refusal(refusedAs.invalidParams, 'that finding is not there any more');
      return 'why' in question ? { refused: question.why } : decide(params, question);
    },

    async comparison(ref: FindingRef): Promise<Comparison | null> {
      const question = await questionOf(ref);
      return !question || 'why' in question ? null : (comparison(question) ?? null);
    },

    async baseline(): Promise<BaselineView[]> {
      const views: BaselineView[] = [];
      for (const workplace of workplaces()) {
        await workplace.decisions.ready();
        const { findings } = await workplace.checks.settled();
        const drift = fileFindings(
          workplace,
          await workplace.checks.project(),
          (uri) => (findings.get(uri) ?? []).filter(({ category }) => category === 'drift'),
          await workplace.branch(),
        );
        views.push(...(trusted() ? [baselineView(workplace, drift, today()) ?? []] : []).flat());
      }
      return views;
    },

    /** Reads decisions again, now. */
    async refresh(): Promise<void> {
      for (const { decisions, checks } of workplaces()) {
        decisions.renew();
        await decisions.ready();
        await checks.settled();
      }
    },
  };
}
