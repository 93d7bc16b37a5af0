// The two questions about people that accepting a finding and approving an identity share.
import { refusedOwner } from './decision-answers.ts';
import { people, type Choice } from './question-steps.ts';

/** Who answers for what is decided: those whom the server proposes, or another who is typed. */
export function ownersOf({ owners }: { readonly owners: readonly string[] }, active: string): Choice {
  return { ...people(owners, refusedOwner, 'Who answers for it? Choose an owner or type @name or @organization/team'), active };
}

/** Who approved it: those whom the policy lets, where it names any. */
export function approversOf({ approvers }: { readonly approvers: readonly string[] }, active: string): Choice {
  const hint = approvers.length > 0 ? 'The policy lets these people' : 'Type @name or @organization/team';
  return { ...people(approvers, refusedOwner, `Who approved it? ${hint}`), active };
}
