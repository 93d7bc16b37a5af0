// Calls of the APIs themselves, as scripts make them (`az rest`, `Invoke-AzRestMethod`, `Invoke-RestMethod`): which resource
// a path makes, and on which scope. Reading and removing are not read, and of what is changed in part only policies of the tenant.
import { patternOf, textOf, type Leaf } from '../value.ts';
import { graphTypeOf, policyTypeOf } from './graph.ts';

export interface MadeByCall {
  readonly type: string;
  /** What stands before the last `/providers/` of a path of Azure Resource Manager. */
  readonly scope?: Leaf;
}

const manager =
  /^(?:https:\/\/management\.(?:azure\.com|usgovcloudapi\.net|chinacloudapi\.cn))?(\/[^?#]{0,2000})\/providers\/(Microsoft\.\w{1,60}\/\w{1,80})\/[^/?#]{0,300}(?:[?#]|$)/i;
const graph = /^(?:https:\/\/graph\.microsoft\.(?:com|us)(?=\/)|\/?(?=(?:v1\.0|beta)\/)|\0)/i;

/** Whether a call makes its caller User Access Administrator of the whole tenant: a global administrator may, and it lasts until it is taken back. */
export function elevatesAccess(method: Leaf | undefined, address: Leaf): boolean {
  return (
    /^post$/i.test(textOf(method) ?? '') && /\/providers\/microsoft\.authorization\/elevateaccess(?:[/?#]|$)/i.test(patternOf(address))
  );
}

/** What a call with this method and address makes; undefined where it makes nothing that is read. */
export function madeByCall(method: Leaf | undefined, address: Leaf | undefined): MadeByCall | undefined {
  if (!address) return undefined;
  const verb = (textOf(method) ?? '').toLowerCase();
  const path = patternOf(address);
  if (verb === 'post' && graph.test(path)) {
    const type = graphTypeOf(path);
    return type === undefined ? undefined : { type };
  }
  if (verb === 'patch' && graph.test(path)) {
    const type = policyTypeOf(path);
    return type === undefined ? undefined : { type };
  }
  const match = verb === 'put' ? manager.exec(path) : null;
  if (!match) return undefined;
  const { at, token, via } = address;
  const written = { at, token, via, encoding: 'none', editable: false } as const;
  const text = match[1]!;
  return {
    type: match[2]!,
    scope: text.includes('\0')
      ? { kind: 'partial', pattern: text, ...written }
      : { kind: 'scalar', known: 'resolved', value: text, ...written },
  };
}
