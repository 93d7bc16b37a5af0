// The shape that rules about identities share: one kind of disagreement between an identity and the record about it, said
// at the new item or at the identity, with what was approved beside it.
import type { IdentityDrift, IdentityDriftKind } from '../../server/engine/drift.ts';
import { defineRule, type Report, type Rule, type RuleDocs, type RuleMeta } from '../../server/engine/rule.ts';
import { listed } from './listed.ts';

interface IdentityRule {
  readonly id: `drift/${string}`;
  readonly kind: IdentityDriftKind;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly frameworks: readonly string[];
  /** With the data of `identityData`. */
  readonly message: string;
  /** Where another rule says the same kind of drift for other identities: those that are this rule's. */
  readonly only?: (drift: IdentityDrift) => boolean;
  /** The edition of the rules in which it came. */
  readonly since: number;
  readonly whyNoFix: string;
  readonly docs: Omit<RuleDocs, 'references'>;
}

export function identityDrift(one: IdentityRule): Rule {
  return defineRule({
    id: one.id,
    meta: {
      title: one.title,
      category: 'drift',
      severity: one.severity,
      confidence: 'high',
      frameworks: one.frameworks,
      peers: [],
      since: one.since,
      fix: 'none',
      whyNoFix: one.whyNoFix,
      messages: { drifted: one.message },
      docs: { ...one.docs, references: [] },
    },
    on: {
      drift(drift, context) {
        if ('identity' in drift && drift.kind === one.kind && (one.only?.(drift) ?? true))
          context.report(reportOfIdentity(drift, 'drifted'));
      },
    },
  });
}

/** What a rule reports about an identity, under one of its messages. */
export function reportOfIdentity<Message extends string>(drift: IdentityDrift, message: Message): Report<Message> {
  return { at: drift.at, message, data: identityData(drift), anchor: anchorOf(drift), related: drift.related };
}

/** Agents, jobs and OAuth clients act without a person and have a rule of their own for a scope that grew. */
export function isAutonomous({ kind, identityKind }: IdentityDrift): boolean {
  return kind === 'identity-scope-grew' && (identityKind === 'agent' || identityKind === 'workflow-job' || identityKind === 'oauth-client');
}

/** `{name}`, `{kind}` in words, `{grew}`, `{owner}`, `{by}`, `{on}`, `{review}`, `{days}` in words, `{why}`, `{state}`, `{found}` (the owner by the code). */
function identityData({ name, identityKind, record, grew, days, why, owner }: IdentityDrift): Record<string, string | number> {
  return {
    name,
    kind: identityKind.replace('workflow-job', 'job').replace('oauth-client', 'OAuth client').replaceAll('-', ' '),
    grew: listed(grew ?? []),
    owner: record?.approved?.owner ?? 'nobody',
    by: record?.approved?.by ?? 'nobody',
    on: record?.approved?.on ?? 'no day',
    review: record?.approved?.review ?? 'no day',
    days: Math.abs(days ?? 0) === 1 ? '1 day' : `${Math.abs(days ?? 0)} days`,
    why: why ?? '',
    found: owner ?? 'nobody',
  };
}

/** Of the identity, and of what grew: each new item is a finding of its own. */
function anchorOf({ at, identity, grew }: IdentityDrift): string {
  return `identity|${at.uri}|${identity}${grew ? `|${[...grew].sort().join(',').slice(0, 300)}` : ''}`;
}
