// What lets everyone in by properties and methods of the CDK in Python, Java, C# and Go, without a statement that says so:
// public buckets, pools of guests, permissions to call a function and the library's own grants to everyone. TypeScript has
// the same in facts/typescript/cdk-open.ts.
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';

export interface Opening {
  readonly at: Place;
  /** What is let in may do this. */
  readonly action: string;
  /** A service of AWS that is let in for any customer of it, in place of everyone. */
  readonly service?: string;
}

const openings =
  /\bpublic_?read_?access\s{0,4}[=:(]\s{0,4}(?:jsii\.Bool\(\s{0,4})?(true)\b|\.(grant_?public_?access)\s{0,4}(?=\()|\b(BucketAccessControl[._]PUBLIC_READ(?:_WRITE)?)\b|\ballow_?unauthenticated_?identities\s{0,4}[=:(]\s{0,4}(?:jsii\.Bool\(\s{0,4})?(true)\b|\.(add_?permission|grant_?\w{1,40})\s{0,4}(?=\()/gi;
/** As much of a call as is looked at. */
const longest = 600;

/** The openings of a text, in its order; what is commented out is none. */
export function* openingsIn(text: string, uri: string): Generator<Opening> {
  openings.lastIndex = 0;
  for (let match = openings.exec(text); match; match = openings.exec(text)) {
    if (isComment(text, match.index)) continue;
    const end = match.index + match[0].length;
    const [, readable, method, list, guests, given] = match;
    if (given !== undefined) {
      const call = callAt(text, end);
      const permission = /^add/i.test(given);
      const action = permission ? 'lambda:InvokeFunction' : methodOfLibrary(given);
      const found = call === undefined ? undefined : (memberIn(call, anyone) ?? (permission ? memberIn(call, anyService) : undefined));
      if (found) yield { at: { uri, span: [end + found.span[0], end + found.span[1]] }, action, ...found.named };
      continue;
    }
    const word = readable ?? method ?? list ?? guests!;
    const start = match.index + match[0].lastIndexOf(word);
    yield {
      at: { uri, span: [start, start + word.length] },
      action: guests ? 'cognito-identity:GetCredentialsForIdentity' : /WRITE$/i.test(word) ? 's3:PutObject' : 's3:GetObject',
    };
  }
}

/** `grant_read_write` and `GrantReadWrite` as the library calls them everywhere: `grantReadWrite`. */
function methodOfLibrary(name: string): string {
  const joined = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return joined.charAt(0).toLowerCase() + joined.slice(1);
}

/** What a call is given, where it names neither a source nor an organization; cut off, its other arguments are not known. */
function callAt(text: string, open: number): string | undefined {
  const given = text.slice(open, open + longest);
  let depth = 0;
  let end = 0;
  for (; end < given.length; end++) {
    if (given[end] === '(') depth++;
    else if (given[end] === ')' && --depth === 0) break;
  }
  const call = given.slice(0, end);
  return end === given.length || /source_?(?:arn|account)|organization_?id|event_?source_?token/i.test(call) ? undefined : call;
}

/** `new AnyPrincipal()`, with no conditions of its own. */
const anyone = /(?<=\b|\bNew)(?:Any|Star)Principal\b(?!\s{0,4}\([^()]{0,200}\)\s{0,40}\.\s{0,4}with)/i;
/** `new ServicePrincipal("s3.amazonaws.com")`, with no conditions and no options of its own. */
const anyService =
  /(?<=\b|\bNew)ServicePrincipal\s{0,4}\(\s{0,40}(?:jsii\.String\(\s{0,4})?["']([a-z0-9.-]{1,60}\.amazonaws\.com)["']\s{0,4}\)(?!\s{0,40}\.\s{0,4}with)/i;

function memberIn(
  call: string,
  member: RegExp,
): { readonly span: readonly [number, number]; readonly named: Pick<Opening, 'service'> } | undefined {
  const found = member.exec(call);
  if (!found) return undefined;
  const service = found[1];
  if (service === undefined) return { span: [found.index, found.index + found[0].length], named: {} };
  const from = found.index + found[0].indexOf(service);
  return { span: [from, from + service.length], named: { service } };
}
