// Tokens, users and roles of Vault that a program makes through a client: the methods of hvac (`auth.approle.create_or_update_approle`),
// and the call of any client that writes to a path (`write('auth/kubernetes/role/app', …)`). Each is put as the resource of
// Terraform's provider that says the same. What a call is given is read where it is written; all else is unknown.
import type { Document, Format } from '../../document.ts';
import { tableOf } from '../../table.ts';
import { isComment } from '../../text/comment.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { argumentsAt } from '../provider-programs/source.ts';
import { readLiteral } from '../source-policies/literal.ts';
import type { Names } from '../source-policies/literal-text.ts';
import { namesOf } from '../source-policies/program-names.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import type { Facts } from '../types.ts';
import { textOf, type Entry, type Mapping } from '../value.ts';
import { vaultCall } from './claims.ts';
import { providerAttributes } from './commands.ts';
import { isUserpassUser, vaultRoleType } from './role-types.ts';

/** The methods of hvac, by what they are called on. */
const methods = tableOf<string>({
  'auth.approle.create_or_update_approle': 'vault_approle_auth_backend_role',
  'auth.kubernetes.create_role': 'vault_kubernetes_auth_backend_role',
  'auth.jwt.create_role': 'vault_jwt_auth_backend_role',
  'auth.oidc.create_role': 'vault_jwt_auth_backend_role',
  'auth.aws.create_role': 'vault_aws_auth_backend_role',
  'auth.gcp.create_role': 'vault_gcp_auth_backend_role',
  'auth.azure.create_role': 'vault_azure_auth_backend_role',
  'auth.token.create': 'vault_token',
  'auth.token.create_orphan': 'vault_token',
  create_token: 'vault_token',
  'auth.userpass.create_or_update_user': 'vault_generic_endpoint',
  'secrets.aws.create_or_update_role': 'vault_aws_secret_backend_role',
  'secrets.pki.create_or_update_role': 'vault_pki_secret_backend_role',
  'secrets.ssh.create_role': 'vault_ssh_secret_backend_role',
  'secrets.database.create_role': 'vault_database_secret_backend_role',
});

/** The path that a call writes to; Go has a context before it. */
const path = /\s{0,200}(?:\w{1,40}(?:\.\w{1,40}\(\))?,\s{0,40})?["'`]([\w./-]{1,200})["'`]/y;
const first = /\s{0,200}["'`]([\w./ -]{1,200})["'`]/y;
/** Languages whose names are followed. */
const named: ReadonlySet<Format> = new Set(['python', 'go', 'java', 'kotlin', 'csharp']);
const longest = 20_000;
const mostCalls = 500;

/** Reads the calls of a text. */
export function readVaultCalls(document: Document, into: Facts): void {
  const { text, uri, format } = document;
  const program = named.has(format) ? namesOf(document) : undefined;
  let left = mostCalls;
  let count = 0;
  for (const match of text.matchAll(vaultCall)) {
    if (left-- <= 0) return;
    const open = match.index + match[0].length - 1;
    path.lastIndex = first.lastIndex = open + 1;
    const target = match[1] === undefined ? path.exec(text)?.[1] : undefined;
    const type = match[1] === undefined ? typeOf(target) : methods.get(match[1]);
    if (type === undefined || isComment(text, match.index)) continue;
    const given = givenAt(text, open, target === undefined ? -1 : path.lastIndex, uri, program?.runsAt(open)[0]);
    // Whatever is spread into the call may say more.
    if (given && /\*\*\w|\.\.\.\w/.test(text.slice(...given.at.span))) continue;
    const at = { uri, span: [match.index + 1, open] as const };
    const args = argumentsOf(type, given, at);
    if (!args) continue;
    const name = target?.slice(target.lastIndexOf('/') + 1) ?? nameIn(args) ?? first.exec(text)?.[1] ?? '?';
    readProviderResource(
      {
        type,
        kind: type,
        name: `${name}#${++count}`,
        args: type === 'vault_generic_endpoint' ? withPath(args, target ?? `auth/userpass/users/${name}`, at) : args,
        dialect: 'script',
        head: at,
        block: { uri, span: [match.index + 1, Math.max(open, given?.at.span[1] ?? open)] },
        enabled: 'maybe',
      },
      into,
    );
  }
}

/** What a call is given: behind its path an object or a map of Go, or keywords. */
function givenAt(text: string, open: number, behindPath: number, uri: string, names: Names | undefined): Mapping | undefined {
  const near = text.slice(0, open + longest);
  const comma = behindPath < 0 ? null : /^\s{0,40},\s{0,200}/.exec(near.slice(behindPath, behindPath + 250));
  const second = comma ? readLiteral(near, behindPath + comma[0].length, uri, false, names) : undefined;
  return second?.kind === 'mapping' ? second : argumentsAt(near, open, uri, names);
}

function typeOf(target: string | undefined): string | undefined {
  return target === undefined ? undefined : isUserpassUser(target) ? 'vault_generic_endpoint' : vaultRoleType(target);
}

/** The attributes that the arguments are. A policy of AWS is read by its own words, wherever it stands. */
function argumentsOf(type: string, given: Mapping | undefined, at: Entry['at']): Mapping | undefined {
  if (!given || given.entries.length === 0) return type === 'vault_token' ? mappingFrom([], at) : undefined;
  const entries = given.entries.flatMap((entry): readonly Entry[] => {
    const key = textOf(entry.key) ?? '';
    if (key === 'policy_document') return [];
    // What a method has no name for, and the body of a call that has one.
    if (/^(?:extra_params|data|params)$/.test(key) && entry.value.kind === 'mapping') return entry.value.entries;
    const name = providerAttributes.get(key);
    return [name === undefined ? entry : { ...entry, key: wordAt(name, entry.key.at) }];
  });
  return mappingFrom(entries, given.at);
}

function nameIn({ entries }: Mapping): string | undefined {
  return entries
    .filter(({ key }) => /^(?:name|role_name|role|username)$/.test(textOf(key) ?? ''))
    .map(({ value }) => textOf(value))
    .find((one) => one !== undefined);
}

/** A user of the userpass method, as the provider writes one: a path, and what is written to it. */
function withPath(args: Mapping, target: string, at: Entry['at']): Mapping {
  return mappingFrom([entryFrom('path', at, wordAt(target, at)), entryFrom('data_json', at, args)], at);
}
