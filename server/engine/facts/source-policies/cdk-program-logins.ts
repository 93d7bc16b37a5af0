// Logins that programs of the CDK in Python, Java, C# and Go leave out: methods that ask for nothing, pools of users without a
// second factor, GraphQL APIs that take a key. Told by the members of the library's enumerations. TypeScript has the same in
// facts/typescript/cdk-open.ts.
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { pushOpenRoute, pushUserPool } from '../aws/logins.ts';
import type { Carrier, Facts } from '../types.ts';
import { word } from './cdk-program-principals.ts';

const member = /\b(?:(AuthorizationType[._](?:NONE|API_KEY))|(Mfa[._]OFF))\b/g;
/** How far before a member the call may begin that it stands in, and how far the call is looked at. */
const longest = 600;

type MakeCarrier = (kind: string, at: Place) => { readonly carrier: Carrier; readonly anchor: string };

/** Pushes what is let in without a login, or with a password alone; what is commented out is nothing. */
export function readProgramLogins(text: string, uri: string, make: MakeCarrier, into: Facts): void {
  if (!text.includes('AuthorizationType') && !text.includes('Mfa')) return;
  // A policy or a network may guard what the methods do not; which API has it is not known here.
  const isGuarded = /EndpointType[._]PRIVATE|execute-api|disable_?execute_?api/i.test(text);
  member.lastIndex = 0;
  for (let match = member.exec(text); match; match = member.exec(text)) {
    if (isComment(text, match.index)) continue;
    const at: Place = { uri, span: [match.index, match.index + match[0].length] };
    const [, authorization, pool] = match;
    if (pool !== undefined) {
      const { carrier, anchor } = make('UserPool', at);
      pushUserPool(
        { anchor: (path) => `${anchor}|${path}`, head: at, carrier, enabled: 'yes' },
        { ...word('OFF', at), editable: false },
        into,
      );
      continue;
    }
    const before = text.slice(Math.max(0, match.index - longest), match.index);
    const byKey = authorization!.endsWith('KEY');
    const name = byKey ? 'GraphqlApi' : methodBefore(before, text.slice(match.index, match.index + 120));
    if (name === undefined || (!byKey && isGuarded)) continue;
    const value = { ...word(byKey ? 'API_KEY' : 'NONE', at), editable: false };
    pushOpenRoute(name, value, make(byKey ? 'GraphqlApi' : 'addMethod', at), into);
  }
}

/** The verb of the method that the word stands in; none where it asks for a key, or where API Gateway answers by itself. */
function methodBefore(before: string, after: string): string | undefined {
  const last = [...before.matchAll(/\.add_?method\s{0,4}\(/gi)].at(-1);
  if (!last) return undefined;
  const call = before.slice(last.index + last[0].length);
  if (hasEnded(call) || /MockIntegration|api_?key_?required/i.test(call + after)) return undefined;
  return /^\s{0,40}(?:jsii\.String\(\s{0,4})?["']([A-Z]{3,7})["']/.exec(call)?.[1];
}

/** Whether a bracket that was open before a text closes in it. */
function hasEnded(text: string): boolean {
  let depth = 1;
  for (const char of text) {
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth === 0) return true;
  }
  return false;
}
