// What lets everyone in by properties and methods of the CDK in Python, Java, C# and Go, without a statement that says so:
// public buckets, pools of guests, permissions to call a function and the library's own grants to everyone. TypeScript has
// the same in facts/typescript/cdk-open.ts.
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';

export interface Opening {
  readonly at: Place;
  /** What everyone may do. */
  readonly action: string;
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
      const at = anyoneIn(text, end);
      if (at) yield { at: { uri, span: at }, action: /^add/i.test(given) ? 'lambda:InvokeFunction' : methodOfLibrary(given) };
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

/** `new AnyPrincipal()` among the arguments of a permission that names neither a source nor an organization. */
function anyoneIn(text: string, open: number): [number, number] | undefined {
  const given = text.slice(open, open + longest);
  let depth = 0;
  let end = 0;
  for (; end < given.length; end++) {
    if (given[end] === '(') depth++;
    else if (given[end] === ')' && --depth === 0) break;
  }
  const call = given.slice(0, end);
  // Cut off, its other arguments are not known.
  if (end === given.length || /source_?(?:arn|account)|organization_?id|event_?source_?token/i.test(call)) return undefined;
  const anyone = /(?<=\b|\bNew)(?:Any|Star)Principal\b(?!\s{0,4}\([^()]{0,200}\)\s{0,40}\.\s{0,4}with)/i.exec(call);
  return anyone ? [open + anyone.index, open + anyone.index + anyone[0].length] : undefined;
}
