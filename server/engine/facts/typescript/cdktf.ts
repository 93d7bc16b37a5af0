// CDK for Terraform in TypeScript: `new ProjectIamMember(this, 'owner', {…})` of a package that was made from a provider, as
// the resource of that provider. Providers that are read are listed with the types.
import { typeOfCdktf } from '../provider-programs/types.ts';
import { readProviderResource, readerOfType } from '../provider-programs/resource.ts';
import type { Facts } from '../types.ts';
import { textOf } from '../value.ts';
import { argumentOf, nameOf } from './constructs.ts';
import { fold } from './fold.ts';
import { onceOf, placeOfNode, type Folding } from './folding.ts';
import { timesOf } from './frames.ts';

/** The provider of a package: `@cdktf/provider-google/lib/project-iam-member`, `./.gen/providers/google/project-iam-member`. */
export function providerOf(source: string): string | undefined {
  return /(?:^@cdktf\/provider-|(?:^|\/)\.gen\/providers\/)([a-z0-9-]+)(?:\/|$)/.exec(source)?.[1];
}

/** Reads the resources of a program into facts. */
export function readCdktf(folding: Folding, into: Facts): void {
  for (const node of folding.module.nodes) {
    if (node.type !== 'NewExpression') continue;
    const named = nameOf(node.callee, folding.module);
    const provider = named?.source === undefined ? undefined : providerOf(named.source);
    const type = named && provider !== undefined ? typeOfCdktf(provider, named.name) : undefined;
    if (!named || type === undefined || !readerOfType(type)) continue;
    const once = onceOf(folding);
    for (const time of timesOf(node, once.folding)) {
      const [id, args] = [argumentOf(node, 1), argumentOf(node, 2)];
      const value = args && fold(args, time);
      if (value?.kind !== 'mapping') continue;
      readProviderResource(
        {
          type,
          kind: named.name,
          name: (id && textOf(fold(id, time))) ?? '?',
          args: value,
          dialect: 'cdk',
          head: placeOfNode(node.callee, time),
          block: placeOfNode(node, time),
        },
        into,
      );
    }
    once.done();
  }
}
