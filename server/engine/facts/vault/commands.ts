// Policies, tokens and roles that `vault` (and OpenBao's `bao`) writes in scripts: a policy in the text behind `<<`, a token
// with its options, roles of auth methods by `key=value`. Policies in files are read where the files are.
import { pairsOf } from '../commands/pairs.ts';
import { nameAndTarget, runsOf } from '../commands/runs.ts';
import { flagOf, type ShellCommand } from '../commands/shell.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { durationDays } from '../lifetime.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Carrier, Facts, Lifetime } from '../types.ts';
import { patternOf, textOf, type Leaf, type Value } from '../value.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { tableOf } from '../../table.ts';
import type { Span } from '../../text/text.ts';
import { readVaultHcl } from './policy.ts';
import { isUserpassUser, vaultRoleType } from './role-types.ts';

const start = /(?<![\w./-])(?:vault|bao)\s+(policy\s+write|token\s+create|write)(?![\w-])/g;
const heredoc = /<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1/y;
/** What stands before a command that is given such a text through a pipe. Between them only `tee` leaves it as it is. */
const piped = /<<-?[ \t]{0,10}(["']?)([A-Za-z_]\w{0,60})\1[^\n|]{0,200}\|(?:[ \t]{0,10}tee[ \t][^\n|]{0,100}\|)?[^\n|;&]{0,100}$/;

/** Reads all such commands of a text. */
export function readVaultCommands(text: string, uri: string, into: Facts): void {
  for (const { command, carrier, anchor } of runsOf(text, uri, into, start, (match) => match[1]!, nameAndTarget)) {
    const target = command.words[0]?.leaf;
    if (command.name === 'policy write') policy(text, command, carrier, anchor, into);
    else if (command.name === 'token create') token(command, carrier, anchor, into);
    else if (target && isUserpassUser(patternOf(target))) user(command, target, carrier, anchor, into);
    else if (target) role(command, target, into);
  }
}

/** The policy that a command is given: behind `<<`, through a pipe from such a text, or from `echo '…' |`. */
function policy(text: string, command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const given = heredocOf(text, command) ?? echoedTo(text, command);
  if (given)
    readVaultHcl(
      given.body.replace(/(?<!\{)\$\{[^{}\n]{0,200}\}|\$\w+/g, (one) =>
        given.verbatim ? one : `\${${'_'.repeat(Math.max(0, one.length - 3))}}`.slice(0, one.length),
      ),
      command.whole.uri,
      given.from,
      into,
      { carrier, anchor, enabled: 'maybe' },
    );
}

interface GivenText {
  readonly body: string;
  readonly from: number;
  /** Whether the shell puts nothing into it. */
  readonly verbatim: boolean;
}

const longestPolicy = 60_000;

/** The lines of `vault policy write app - <<EOF` and of `cat <<EOF | vault policy write app -`. */
function heredocOf(text: string, { at, whole }: ShellCommand): GivenText | undefined {
  const [start] = at.span;
  const [, end] = whole.span;
  heredoc.lastIndex = end;
  const line = text.slice(Math.max(0, start - 300), start);
  const found = heredoc.exec(text) ?? piped.exec(line.slice(line.lastIndexOf('\n') + 1));
  const from = found ? text.indexOf('\n', end) + 1 : 0;
  if (!found || from === 0) return undefined;
  const body = text.slice(from, from + longestPolicy);
  const close = new RegExp(`^[ \\t]*${found[2]}[ \\t]*\\r?$`, 'm').exec(body);
  return close ? { body: body.slice(0, close.index), from, verbatim: found[1] !== '' } : undefined;
}

/** The text in single quotes of `echo '…' | vault policy write app -`. */
function echoedTo(text: string, { at }: ShellCommand): GivenText | undefined {
  const [start] = at.span;
  const first = Math.max(0, start - longestPolicy);
  const before = text.slice(first, start);
  const pipe = /'[ \t]{0,20}\|[ \t]{0,20}(?:\\?\r?\n[ \t]{0,40})?(?:sudo[ \t]{1,10})?$/.exec(before.slice(-100));
  if (!pipe) return undefined;
  const close = before.length - pipe[0].length;
  const open = before.lastIndexOf("'", close - 1);
  if (
    open < 0 ||
    !/(?:^|[\s;(&])(?:echo|printf)(?:[ \t]{1,10}-[A-Za-z]{1,4}){0,3}[ \t]{1,10}$/.test(before.slice(Math.max(0, open - 60), open))
  )
    return undefined;
  return { body: before.slice(open + 1, close), from: first + open + 1, verbatim: true };
}

function token(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const owner = command.flags.get('policy')?.find(({ leaf }) => textOf(leaf) === 'root')?.leaf;
  into.credentials.push({
    anchor,
    platform: 'vault',
    kind: 'token',
    lifetime: lifetimeOf(command),
    storedIn: 'unknown',
    at: command.at,
    carrier,
    enabled: 'maybe',
    ...(owner ? { owner: { kind: 'role', id: owner } } : {}),
  });
}

/** A period is renewed for good; without options the mount's longest life holds, which is not known here. */
function lifetimeOf(command: ShellCommand): Lifetime {
  const most = flagOf(command, 'explicit-max-ttl');
  const period = flagOf(command, 'period');
  if (most && durationDays(textOf(most) ?? '') !== 0)
    return { kind: most.kind === 'scalar' ? 'until' : 'unknown', until: most, at: most.at };
  if (period) return { kind: 'standing', until: period, at: period.at };
  const life = flagOf(command, 'ttl');
  if (life && /^0[smhd]?$/.test(textOf(life) ?? '')) return { kind: 'standing', at: life.at };
  return life ? { kind: life.kind === 'scalar' ? 'until' : 'unknown', until: life, at: life.at } : { kind: 'unknown', at: command.at };
}

/** `vault write auth/userpass/users/ann password=…`: a person or a program that signs in with a password. */
function user(command: ShellCommand, target: Leaf, carrier: Carrier, anchor: string, into: Facts): void {
  if (!pairsOf(command.words.slice(1).map((word) => word.leaf)).some(({ key }) => key === 'password' || key === 'password_hash')) return;
  into.credentials.push({
    anchor,
    platform: 'vault',
    kind: 'login-password',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: target.at,
    carrier,
    enabled: 'maybe',
    owner: { kind: 'user', id: target },
  });
}

/** `vault write auth/kubernetes/role/app bound_service_account_names='*' policies=app`, as the resource of the provider. */
function role(command: ShellCommand, target: Leaf, into: Facts): void {
  const path = patternOf(target);
  const type = vaultRoleType(path);
  if (type === undefined) return;
  const entries = pairsOf(command.words.slice(1).map((word) => word.leaf)).map(({ key, leaf, text, at }) =>
    entryFrom(providerAttributes.get(key) ?? key, leaf.at, valueOf(key, text, at), leaf.at),
  );
  // What a file or the input holds is not known here.
  if (entries.length === 0 || command.words.some(({ leaf }) => /^(?:@|-$)/.test(patternOf(leaf)))) return;
  readProviderResource(
    {
      type,
      kind: type,
      name: path.slice(path.lastIndexOf('/') + 1).replaceAll('\0', '?'),
      args: mappingFrom(entries, command.whole),
      dialect: 'script',
      head: command.at,
      block: command.whole,
      enabled: 'maybe',
    },
    into,
  );
}

/** Attributes of the provider that the API names otherwise. */
export const providerAttributes = tableOf<string>({
  bound_iam_principal_arn: 'bound_iam_principal_arns',
  bound_account_id: 'bound_account_ids',
  bound_iam_role_arn: 'bound_iam_role_arns',
  bound_iam_instance_profile_arn: 'bound_iam_instance_profile_arns',
  bound_ami_id: 'bound_ami_ids',
  bound_vpc_id: 'bound_vpc_ids',
  bound_subnet_id: 'bound_subnet_ids',
  bound_ec2_instance_id: 'bound_ec2_instance_ids',
  bindings: 'binding',
});
/** Texts in a language of their own, in which a comma is no list of values. */
const texts: ReadonlySet<string> = new Set(['creation_statements', 'policy_document', 'azure_roles', 'bindings']);

/** `resource "//…" { roles = ["…"] }`, as the blocks of the provider. */
function bindingsOf(text: string, at: Leaf['at']): Value {
  const exact = at.span[1] - at.span[0] === text.length;
  const word = (value: string, [start, end]: Span): Leaf =>
    wordAt(value, exact ? { uri: at.uri, span: [at.span[0] + start, at.span[0] + end] } : at);
  return listFrom(
    parseHcl(text).body.items.flatMap((item) => {
      const label = item.kind === 'block' && item.type === 'resource' ? item.labels[0] : undefined;
      const roles = item.kind === 'block' ? attributeOf(item.body, 'roles')?.value : undefined;
      if (!label || roles?.kind !== 'tuple') return [];
      const given = roles.items.flatMap((role) =>
        role.kind === 'template' && role.parts.every((part) => part.kind === 'text')
          ? [word(role.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''), role.inner)]
          : [],
      );
      return [mappingFrom([entryFrom('resource', at, word(label.text, label.span)), entryFrom('roles', at, listFrom(given, at))], at)];
    }),
    at,
  );
}

function valueOf(key: string, text: string, at: Leaf['at']): Value {
  const one = (part: string): Leaf =>
    part.includes('\0')
      ? { kind: 'unknown', why: 'a variable of the shell', at, token: at, via: [], encoding: 'none', editable: false }
      : wordAt(part, at);
  if (key === 'bindings') return bindingsOf(text, at);
  const exact = at.span[1] - at.span[0] === text.length;
  const json =
    key === 'creation_statements' || !exact ? undefined : parseEmbeddedJson(text, at, at.span[0], 'json-in-string', { editable: false });
  if (json) return json;
  if (texts.has(key))
    return text.includes('\0') && /[^\0]/.test(text)
      ? { kind: 'partial', pattern: text, at, token: at, via: [], encoding: 'none', editable: false }
      : one(text);
  const parts = text.split(',').map((part) => part.trim());
  return parts.length === 1 ? one(parts[0]!) : listFrom(parts.map(one), at);
}
