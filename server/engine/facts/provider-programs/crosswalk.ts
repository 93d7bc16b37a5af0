// Components of Pulumi's AWS Crosswalk (awsx) that make a role by themselves: `task_role` and `execution_role` of services and
// task definitions, whose `args` say what the role is given. Names of awsx 2, in the words of any language.
import type { Facts } from '../types.ts';
import { noFacts } from '../types.ts';
import { textOf, valueAt, type Mapping } from '../value.ts';
import { inSnakeCase, readProviderResource, type ProviderResource } from './resource.ts';

const roles = ['task_role', 'execution_role'] as const;

/** Pushes what the roles of a component are given. */
export function readCrosswalk(component: Omit<ProviderResource, 'type'>, into: Facts): void {
  const args = inSnakeCase(component.args);
  for (const name of roles) {
    const given = valueAt(args, 'task_definition_args', name, 'args') ?? valueAt(args, name, 'args');
    if (given?.kind !== 'mapping') continue;
    const made = noFacts();
    readProviderResource({ ...component, type: 'aws_iam_role', name: `${component.name}/${name}`, args: asRole(given) }, made);
    // The component is what has an owner, not the role in it.
    into.grants.push(...made.grants);
  }
}

/** The arguments with the name that the list of policies has in a role. */
function asRole(args: Mapping): Mapping {
  const entries = args.entries.map((entry) =>
    textOf(entry.key) === 'policy_arns' && entry.key.kind === 'scalar'
      ? { ...entry, key: { ...entry.key, value: 'managed_policy_arns' } }
      : entry,
  );
  return { ...args, entries };
}
