// Constructs of the CDK in Python, Java, C# and Go that hold permissions: roles, users and groups, which are identities, their
// access keys, and what runs as a role. Told by their classes and their literal ids, as there is no tree of these languages here; a construct whose id is not written
// is not known. What statements say is read by cdk-programs.ts.
import { isComment } from '../../text/comment.ts';
import type { Place, Span } from '../../text/text.ts';
import { cdkOwnRoles, cdkWorkloads, pushWorkload } from '../aws/workloads.ts';
import { wordAt } from '../made-values.ts';
import type { Carrier, Facts, Principal } from '../types.ts';

export interface WrittenConstruct {
  readonly class: string;
  readonly id: string;
  /** The words that make it. */
  readonly head: Place;
  /** From its class to the end of what it is made with. */
  readonly span: Span;
  readonly variable?: string;
  /** What it is called in the account, where that is written: `role_name="deploy"`. */
  readonly name?: string;
  /** Of a provider of identities: its address, without the scheme. */
  readonly url?: string;
  /** The variable that is given as its role, or as the user of a key, and where. */
  readonly role?: { readonly variable: string; readonly at: Place };
}

/** Constructs that are identities, with what calls them in the account. */
const identities: ReadonlyMap<string, { readonly kind: 'role' | 'user' | 'group'; readonly name: RegExp }> = new Map(
  (['role', 'user', 'group'] as const).map((kind) => [
    kind.charAt(0).toUpperCase() + kind.slice(1),
    { kind, name: new RegExp(`\\b${kind}_?name\\s{0,8}[=:(]\\s{0,8}(?:jsii\\.String\\(\\s{0,8})?["']([\\w+=,.@-]{1,100})["']`, 'i') },
  ]),
);
const keys: ReadonlySet<string> = new Set(['AccessKey', 'CfnAccessKey']);
const classes = [...identities.keys(), ...keys, 'OpenIdConnectProvider', ...cdkOwnRoles.keys()];
const made = new RegExp(`\\b(?:New)?(${classes.join('|')})(?:\\.Builder\\.create)?[ \\t]{0,4}(?=\\()`, 'g');
const idIn = /^\(\s{0,40}[\w.&]{1,60}\s{0,8},\s{0,40}(?:jsii\.String\(\s{0,8})?["']([^"'\n]{1,100})["']/;
const keptAs = /([A-Za-z_][\w.]{0,60})[ \t]{0,4}:?=\s{0,8}(?:new\s{1,4})?(?:\w{1,40}\.)?$/;
/** More of what one construct is made with is no construct. */
const longest = 6000;

/** The constructs of a text, in its order. */
export function constructsIn(text: string, uri: string): WrittenConstruct[] {
  const found: WrittenConstruct[] = [];
  let left = 4 * text.length + 100_000;
  made.lastIndex = 0;
  for (let match = made.exec(text); match && left > 0; match = made.exec(text)) {
    const open = match.index + match[0].length;
    const id = idIn.exec(text.slice(open, open + 280))?.[1];
    if (id === undefined) continue;
    const span: Span = [match.index, endOf(text, open)];
    left -= span[1] - span[0];
    const variable = keptAs.exec(text.slice(Math.max(0, match.index - 160), match.index))?.[1];
    const name = identities.get(match[1]!)?.name.exec(text.slice(...span))?.[1];
    const url =
      match[1] === 'OpenIdConnectProvider'
        ? /\burl\s{0,4}[=:(]\s{0,4}(?:jsii\.String\(\s{0,4})?["']https:\/\/([^"'\s]{1,200})["']/i.exec(text.slice(...span))?.[1]
        : undefined;
    found.push({
      class: match[1]!,
      id,
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url }),
      head: { uri, span: [match.index, match.index + match[0].trimEnd().length] },
      span,
      ...(variable === undefined ? {} : { variable: bare(variable) }),
      ...roleGiven(match[1]!, text, span, uri),
    });
  }
  return found;
}

/** `self.worker` and `this.worker` are the `worker` that others speak of: in and out as variables are written. */
export function bare(name: string): string {
  return name.replace(/^(?:self|this)\./, '');
}

/** Behind the bracket that closes what opens here, and behind the calls of a builder that follow. */
function endOf(text: string, open: number): number {
  const limit = Math.min(text.length, open + longest);
  let depth = 0;
  for (let at = open; at < limit; at++) {
    const char = text[at]!;
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char) && --depth === 0) {
      const next = /^\s{0,80}\.\w{1,60}\s{0,4}(?=\()/.exec(text.slice(at + 1, at + 160));
      if (!next) return at + 1;
      at += next[0].length;
    }
  }
  return limit;
}

/** `role=worker`, `.role(worker)`, `Role = worker`, `Role: worker`; `user=bot` of a key. */
function roleGiven(name: string, text: string, [start, end]: Span, uri: string): Pick<WrittenConstruct, 'role'> {
  const property = keys.has(name) ? 'user' : cdkWorkloads.get(name)?.role[0];
  if (property === undefined) return {};
  const word = property === 'taskRole' ? 'task_role|taskRole|TaskRole' : property === 'user' ? '[uU]ser(?:_?[nN]ame)?' : 'role|Role';
  const given = new RegExp(`\\b(?:${word})\\s{0,8}[=:(]\\s{0,8}[*&]?([A-Za-z_][\\w.]{0,60})`).exec(text.slice(start, end));
  if (!given) return {};
  const from = start + given.index + given[0].length - given[1]!.length;
  return { role: { variable: bare(given[1]!), at: { uri, span: [from, from + given[1]!.length] } } };
}

const adding =
  /([A-Za-z_][\w.]{0,60})\.(?:add_?to_?(?:role_?|task_?role_?|principal_?)?policy|add_?managed_?policy)\s{0,4}\([\s\w.&*(]{0,80}$/i;

/** Who is given what stands at an offset: the construct that a method is called on, else the one that it stands in. */
export function holderAt(offset: number, text: string, constructs: readonly WrittenConstruct[]): Principal[] {
  const called = adding.exec(text.slice(Math.max(0, offset - 200), offset))?.[1];
  const named = called === undefined ? undefined : constructs.find((one) => one.variable === bare(called));
  const around = constructs.findLast(({ span: [start, end] }) => start < offset && offset < end);
  const found = called === undefined ? around : named;
  return found ? [identityOf(found, constructs)] : [];
}

/** The identity that a construct is, or that it runs as. */
function identityOf(construct: WrittenConstruct, constructs: readonly WrittenConstruct[]): Principal {
  const { role } = construct;
  if (!role) return { kind: identities.get(construct.class)?.kind ?? 'role', id: wordAt(construct.id, construct.head) };
  const given = constructs.find((one) => one.variable === role.variable);
  return { kind: 'role', id: wordAt(given?.id ?? role.variable, construct.head) };
}

/** The role whose trust stands at an offset, as its carrier and its name there; undefined outside of one. */
export function roleAround(offset: number, constructs: readonly WrittenConstruct[]): { carrier: Carrier; id: string } | undefined {
  const found = constructs.findLast((one) => one.class === 'Role' && one.span[0] < offset && offset < one.span[1]);
  return found && { carrier: carrierOf(found), id: found.id };
}

function carrierOf({ class: kind, id, head, span }: WrittenConstruct): Carrier {
  return { dialect: 'source', kind, address: id, block: { uri: head.uri, span }, head };
}

/** Pushes identities, keys of users, and what runs as a role: one of the constructs, or one that it makes for itself. */
export function readConstructs(constructs: readonly WrittenConstruct[], text: string, open: ReadonlyMap<string, Place>, into: Facts): void {
  for (const construct of constructs) {
    const { id, head, role } = construct;
    const kind = identities.get(construct.class)?.kind;
    const name = construct.name ?? id;
    if (kind !== undefined)
      into.identities.push({
        id: `aws:${kind}:${name}`,
        platform: 'aws',
        kind,
        name,
        scopeItems: [],
        at: head,
        carrier: carrierOf(construct),
        traits: {},
      });
    if (keys.has(construct.class)) readKey(construct, constructs, text, into);
    const words = cdkWorkloads.get(construct.class)?.words;
    if (words === undefined) continue;
    const own = role === undefined ? cdkOwnRoles.get(construct.class) : undefined;
    const reach = words === 'Lambda function' ? open.get(construct.variable ?? '') : undefined;
    pushWorkload(
      {
        carrier: carrierOf(construct),
        words,
        name: id,
        role: { ...identityOf(construct, constructs).id, at: role?.at ?? head, token: role?.at ?? head },
        ...(own === undefined ? {} : { ownRole: `${id}/${own}` }),
        ...(reach ? { reach: { how: 'anyone may call its address', at: reach } } : {}),
      },
      into,
    );
  }
}

/** An access key of a user. One that is made inactive signs nothing. */
function readKey(construct: WrittenConstruct, constructs: readonly WrittenConstruct[], text: string, into: Facts): void {
  if (/\bstatus\b[^,;)}]{0,60}inactive/i.test(text.slice(...construct.span))) return;
  // `user_name=user.user_name` is the user, too.
  const variable = construct.role?.variable.replace(/\.(?:user_?name|ref)$/i, '');
  const user = constructs.find((one) => one.class === 'User' && one.variable !== undefined && one.variable === variable);
  const carrier = carrierOf(construct);
  into.credentials.push({
    anchor: `source|${construct.head.uri}|${construct.class}[${construct.id}]`,
    platform: 'aws',
    kind: 'access-key',
    ...(user ? { owner: { kind: 'user', id: wordAt(user.id, user.head) } } : {}),
    lifetime: { kind: 'standing' },
    storedIn: 'state',
    at: construct.head,
    carrier,
    enabled: 'yes',
  });
}

/** `fn.add_function_url(auth_type=FunctionUrlAuthType.NONE)`: the setting that lets anyone call, by the variable of the function. */
export function openAddresses(text: string, uri: string): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>();
  for (const call of text.matchAll(/\.add_?function_?url\s{0,4}\(/gi)) {
    if (isComment(text, call.index)) continue;
    const variable = /[A-Za-z_][\w.]{0,60}$/.exec(text.slice(Math.max(0, call.index - 80), call.index))?.[0];
    const from = call.index + call[0].length - 1;
    const given = text.slice(from, from + 300);
    const none = /FunctionUrlAuthType[._]NONE\b/.exec(given.slice(0, endOf(given, 0)));
    if (variable !== undefined && none) found.set(bare(variable), { uri, span: [from + none.index, from + none.index + none[0].length] });
  }
  return found;
}
