// What rules ask of the caller's own document: `get(/databases/…/documents/users/$(request.auth.uid)).data.role` of Cloud
// Firestore, `root.child('users').child(auth.uid).child('role')` of the Realtime Database. Whoever may write that gives
// themselves what is asked there.
import { isComment } from '../../text/comment.ts';
import type { Span } from '../../text/text.ts';

/** A collection in which the caller's own document decides. Offsets are those of the text that was given. */
export interface AskedRole {
  readonly collection: string;
  /** The field that is compared; undefined where the whole document is handed on. */
  readonly field: string | undefined;
  /** The call that reads the document. */
  readonly span: Span;
}

const own =
  /(?<![\w.])get\(\s{0,20}\/databases\/(?:\$\(\w{1,60}\)|\(default\))\/documents\/([\w-]{1,100})\/\$\(\s{0,20}([\w.]{1,60})\s{0,20}\)\s{0,20}\)(?:\s{0,20}\.data\b)?(?:\s{0,20}\.(\w{1,60}))?/g;
const begin = /(?<![.\w$])function\s{1,20}([A-Za-z_]\w{0,99})\s{0,20}\(\s{0,20}(\w{0,60})/g;
const handedOn = /(?<![.\w$])([A-Za-z_]\w{0,99})\(\s{0,20}(?:request\.auth\.uid\s{0,20})?\)\s{0,20}(?:\.data\s{0,20})?\.(\w{1,60})/g;
const ofCaller = /(?<![.\w$])([A-Za-z_]\w{0,99})\(\s{0,20}request\.auth\.uid\s{0,20}[,)]/g;
/** What a document says of itself and not what is in it. */
const notFields = new Set(['get', 'keys', 'data', 'id', 'size']);
/** What a document says of who somebody is, to be shown beside what they write: nothing is decided by that. */
const shown = /^(?:(?:display|user|first|last|full|nick|screen)?_?name|(?:photo|avatar|picture|image)(?:_?ur[il])?)$/i;

/** The roles that rules ask for, the first of each collection, one whose field is known before one that is not. `code` is without comments, strings blank. */
export function rolesAsked(code: string): ReadonlyMap<string, AskedRole> {
  const found = new Map<string, AskedRole>();
  const functions = [...code.matchAll(begin)];
  const called = new Set([...code.matchAll(ofCaller)].map(([, name]) => name));
  const fields = new Map(
    [...code.matchAll(handedOn)].filter(([, , field]) => !notFields.has(field!)).map(([, name, field]) => [name!, field!]),
  );
  let next = 0;
  for (const match of code.matchAll(own)) {
    while (next < functions.length && functions[next]!.index < match.index) next++;
    const [, name, parameter] = functions[next - 1] ?? [];
    const [whole, collection, whose, read] = match;
    if (whose !== 'request.auth.uid' && !(whose === parameter && called.has(name!))) continue;
    const direct = read !== undefined && !notFields.has(read) ? read : undefined;
    const field = direct ?? (name === undefined ? undefined : fields.get(name));
    if (shown.test(field ?? '')) continue;
    const before = found.get(collection!);
    if (before && (before.field !== undefined || field === undefined)) continue;
    found.set(collection!, { collection: collection!, field, span: [match.index, match.index + whole.length] });
  }
  return found;
}

const ownNode =
  /(?<![\w.])root\.child\(\s{0,20}'([\w-]{1,100})(?:'\s{0,20}\)\s{0,20}\.child\(\s{0,20}|\/'\s{0,20}\+\s{0,20})auth\.uid\s{0,20}(?:\+\s{0,20}'\/(\w{1,60})'\s{0,20})?\)(?:\s{0,20}\.child\(\s{0,20}'(\w{1,60})'\s{0,20}\))?/g;

/** The same of rules of the Realtime Database, whose conditions stand in the text of their JSON. */
export function rolesAskedInDatabase(text: string): ReadonlyMap<string, AskedRole> {
  const found = new Map<string, AskedRole>();
  for (const { 0: whole, 1: collection, 2: joined, 3: field = joined, index } of text.matchAll(ownNode)) {
    const end = index + whole.length;
    // Whether somebody has a node at all says that they signed up.
    const isMember = field === undefined && text.startsWith('.exists()', end);
    if (isMember || shown.test(field ?? '') || found.has(collection!) || isComment(text, index)) continue;
    found.set(collection!, { collection: collection!, field, span: [index, end] });
  }
  return found;
}
