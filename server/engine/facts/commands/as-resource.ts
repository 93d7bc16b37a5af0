// A command that makes what a resource of a provider declares: what it is given is judged by the rules of that resource.
import { mappingFrom } from '../made-values.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import type { Carrier, Facts } from '../types.ts';
import type { Entry } from '../value.ts';
import type { ShellCommand } from './shell.ts';

/** Reads a command as a resource of Terraform's `type` with these arguments. Whether the script runs is not known. */
export function readAsResource(
  { command, carrier }: { readonly command: ShellCommand; readonly carrier: Carrier },
  type: string,
  entries: readonly Entry[],
  into: Facts,
): void {
  readProviderResource(
    {
      type,
      kind: type,
      name: carrier.address,
      args: mappingFrom(entries, command.whole),
      dialect: 'script',
      head: command.at,
      block: command.whole,
      enabled: 'maybe',
    },
    into,
  );
}
