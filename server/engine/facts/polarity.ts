// What nearly every grant is: of the actions, the resources and the principals that it names, and of no others.
import type { Grant } from './types.ts';

/** For grants that cannot say "all but these": roles, bindings, policies that are attached. */
export const onlyNamed: Grant['polarity'] = { actions: 'only', resources: 'only', principals: 'only' };
