// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { agentScopeGrew } from './agent-scope-grew.ts';
import { approvalExpired } from './approval-expired.ts';
import { approvalExpiring } from './approval-expiring.ts';
import { approvalVoid } from './approval-void.ts';
import { becameUnresolvable } from './became-unresolvable.ts';
import { observedCredentialRules } from './observed-credentials.ts';
import { observedIdentityRules } from './observed-identities.ts';
import { observedPeopleRules } from './observed-people.ts';
import { ownerConflict } from './owner-conflict.ts';
import { resurrected } from './resurrected.ts';
import { reviewOverdue } from './review-overdue.ts';
import { scopeGrew } from './scope-grew.ts';
import { secretSwapped } from './secret-swapped.ts';
import { staleDecision } from './stale-decision.ts';
import { suppressionExpired } from './suppression-expired.ts';
import { suppressionInvalid } from './suppression-invalid.ts';
import { suppressionUnused } from './suppression-unused.ts';
import { unapprovedIdentity } from './unapproved-identity.ts';

export const rules: readonly Rule[] = [
  scopeGrew,
  becameUnresolvable,
  secretSwapped,
  resurrected,
  approvalVoid,
  approvalExpired,
  approvalExpiring,
  staleDecision,
  agentScopeGrew,
  unapprovedIdentity,
  reviewOverdue,
  ownerConflict,
  suppressionExpired,
  suppressionInvalid,
  suppressionUnused,
  ...observedIdentityRules,
  ...observedCredentialRules,
  ...observedPeopleRules,
];
