// AWS policies that stand in source code and scripts: as a literal or a string of any language, as an argument of a
// command, or attached by a call of an SDK. Programs that use the CDK or Pulumi have a reader of their own.
import type { Document, Format } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { Place, Span } from '../../text/text.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import { readAwsSettings } from '../aws/settings.ts';
import { lifetimeOfDays } from '../lifetime.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { claimsGrantCommands } from '../commands/claims.ts';
import { withFolds } from '../commands/folded.ts';
import { isMakefile, variablesIn, type ScriptVariables } from '../commands/variables.ts';
import { withWordLists } from '../commands/word-lists.ts';
import { withWrappers } from '../commands/wrappers.ts';
import { noFacts, type Carrier, type Facts, type Grant, type Principal } from '../types.ts';
import { entryOf, itemsOf, patternOf, textOf, type Leaf, type Value } from '../value.ts';
import { hasClusterMapping, readClusterMappings } from './aws-auth.ts';
import { hasCdkProgram, readCdkProgram } from './cdk-programs.ts';
import {
  hasGoogleOpenings,
  hasGrantCommand,
  hasPolicyLiteral,
  isPackageManifest,
  hasPulumiPolicies,
  hasSdkAttachment,
  hasSdkKeys,
  hasSdkOpenings,
} from './claims.ts';
import { documentBehind } from './command-documents.ts';
import { commandsOf, type Command } from './commands.ts';
import { readOpening } from './open-commands.ts';
import { readGoogleOpenings } from './google-open.ts';
import { readLiteral } from './literal.ts';
import { eachOnce, namesOf } from './program-names.ts';
import { pipelineVariables } from './pipeline-variables.ts';
import { hasPolicyBuilder, readPolicyBuilder } from './policy-builder.ts';
import { readPulumiPolicies } from './pulumi-policies.ts';
import { readSdkAttachments } from './sdk-attachments.ts';
import { readSdkKeys } from './sdk-keys.ts';
import { readSdkOpenings } from './sdk-open.ts';
import { hasTroposphere, readTroposphere } from './troposphere.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

export const reader: Reader = {
  read(documents) {
    return new Map(
      documents.map((document) => {
        const facts = noFacts();
        const seen = new Set<number>();
        if (hasGrantCommand(document)) readCommands(document, facts, seen);
        const made = hasTroposphere(document) ? readTroposphere(document, facts) : [];
        if (hasPolicyLiteral(document)) readLiterals(document, facts, seen, made);
        if (hasPolicyBuilder(document)) readPolicyBuilder(document, facts);
        if (hasClusterMapping(document)) readClusterMappings(document, facts);
        if (hasSdkAttachment(document)) readSdkAttachments(document, facts);
        if (hasSdkKeys(document)) readSdkKeys(document, facts);
        if (hasSdkOpenings(document)) readSdkOpenings(document, facts);
        if (hasGoogleOpenings(document)) readGoogleOpenings(document, facts);
        const read = hasPulumiPolicies(document) ? readPulumiPolicies(document, facts) : [];
        if (hasCdkProgram(document)) readCdkProgram(document, facts, read);
        return [document.uri, facts] as const;
      }),
    );
  },
};

const statementKey =
  /(\\{0,3}["']|"")?\bStatement\b(\\{0,3}["']|"")?(?:\])?\s{0,20}(?:=>|:|=|(?:,|\bto\b)(?=\s{0,40}(?:jsonArray|new\b|(?:Immutable)?List\.of|Arrays\.asList|Collections\.singletonList|listOf|arrayOf)))\s{0,200}(?:new\s{0,4}(?:object|List<[\w<>, ?]{1,80}>|Dictionary<[\w<>, ?]{1,80}>(?=\[))?\s{0,4}(?:\[\]|\(\))?\s{0,40}(?=\{)|(?:jsonArray|(?:Immutable)?List\.of|Arrays\.asList|Collections\.singletonList|listOf|arrayOf)(?=\()|\[\](?:interface\{\}|map\[string\](?:interface\{\}|[\w.]+)|[\w.]+)\s{0,20})?(?=[[{(])|(\\{1,3}["'])Statement\\{1,3}["']\s{0,20}:\s{0,20}(?=[[{])|\b\w{0,40}[sS]tatements?\\{0,3}["']?\]?\s{0,4}(?:\.\s{0,4}(?:append|push|add|Add|unshift)\s{0,4}\(|<<)\s{0,40}(?=\{)|\bappend\(\s{0,40}[\w.]{0,80}[sS]tatements?\s{0,4},\s{0,40}&?[\w.]{1,80}(?=\{)/g;

/** Every `Statement: [ … ]` in a source file, by whatever quotes and marks the language has, outside of the parts that are `made` into something else. */
function readLiterals(document: Document, into: Facts, seen: ReadonlySet<number>, made: readonly Span[]): void {
  const { text, uri } = document;
  let end = 0;
  let spent = 0;
  let index = 0;
  const program = namesOf(document);
  const hasCommands = claimsGrantCommands(document);
  statementKey.lastIndex = 0;
  for (let match = statementKey.exec(text); match; match = statementKey.exec(text)) {
    const at = match.index + match[0].length;
    if (at < end || seen.has(at) || made.some(([from, to]) => from <= at && at < to) || (hasCommands && isOfVault(text, match.index)))
      continue;
    const escaped = /^(?:\\|"")/.test(match[1] ?? match[3] ?? '');
    // Text that only looks like policies is not read over and over.
    if (spent > 4 * text.length + 100_000) return;
    const isTyped = !escaped && typed.has(document.format) && program.isCode(at);
    const isDoubled = formatting.has(document.format) && doubledBrace.test(text.slice(at, at + 480));
    const runs = escaped ? [undefined] : program.runsAt(at);
    for (const read of eachOnce(runs.map((names) => readLiteral(text, at, uri, escaped, names, isDoubled)))) {
      const value = read && isTyped ? withFixedEntries(read) : read;
      spent += value ? value.at.span[1] - at : 1000;
      if (!value || !itemsOf(value).some((item) => /^(?:allow|deny)$/i.test(textOf(entryOf(item, 'Effect')?.value) ?? ''))) continue;
      end = value.at.span[1];
      const key: Place = { uri, span: [match.index, match.index + match[0].trimEnd().length] };
      const version = versionBeside(text, match.index, end);
      const document_ = mappingFrom(
        [...(version === undefined ? [] : [entryFrom('Version', key, wordAt(version, key))]), entryFrom('Statement', key, value)],
        value.at,
      );
      const around = text.slice(Math.max(0, match.index - 160), match.index);
      const role =
        /assume.?role|trust.?(?:policy|relationship)/i.test(around) && hasPrincipal(value)
          ? 'trust'
          : policyRoleOf(document_, `${uri} ${around}`);
      index++;
      readPolicyDocument(document_, into, {
        role,
        carrier: carrierOf(uri, 'policy', `policy[${index}]`, value.at, key),
        anchor: `source|${uri}|policy[${index}]`,
        principals: [],
        enabled: 'yes',
      });
    }
  }
}

/** Languages whose texts double a brace that is none of an expression. Go doubles its own: `[]map[string]any{{"Effect": …}}`. */
const formatting: ReadonlySet<Format> = new Set(['python', 'rust', 'csharp']);
/** A statement of such a text. A brace behind a brace of C# itself has no key with a colon. */
const doubledBrace = /^(?:\[\s{0,200})?\{\{\s{0,200}(?:\\?"|"")\w{1,40}(?:\\?"|"")\s{0,20}:/;

/** Languages in which a list may not stand wherever one word may, unless the word is JSON in a string. */
const typed: ReadonlySet<Format> = new Set(['go', 'java', 'kotlin', 'csharp', 'rust', 'swift']);

/** A literal whose entries take what they have, and no list in its place. */
function withFixedEntries(value: Value): Value {
  if (value.kind === 'list') return { ...value, items: value.items.map(withFixedEntries) };
  if (value.kind !== 'mapping') return value;
  return {
    ...value,
    entries: value.entries.map((entry) => ({
      ...entry,
      value: entry.value.kind === 'scalar' ? { ...entry.value, editable: false } : withFixedEntries(entry.value),
    })),
  };
}

/** The version that stands right before or behind the statements: it says whose policy language this is. */
function versionBeside(text: string, start: number, end: number): string | undefined {
  const version = /\bVersion\\{0,3}["']?\s{0,20}(?:=>|:|=)\s{0,20}\\{0,3}["']([\d.-]{1,10})\\{0,3}["']/;
  return (/[^{}]{0,80}$/.exec(text.slice(Math.max(0, start - 80), start))?.[0].match(version) ??
    /^[^{}]{0,80}/.exec(text.slice(end, end + 80))?.[0].match(version))?.[1];
}

/** What `vault write aws/roles/… policy_document='{…}'` says on the line is read with the role that it is for. */
const isOfVault = (text: string, statement: number): boolean =>
  /\bpolicy_document='\{[^{}]{0,100}$/.test(text.slice(Math.max(0, statement - 120), statement)) &&
  /(?<![\w./-])(?:vault|bao)\s{1,10}write\s{1,10}["']?\/?aws[^/\s]{0,60}\/roles\/[^;]{0,400}$/.test(
    text.slice(Math.max(0, statement - 600), statement),
  );

function hasPrincipal(value: Value): boolean {
  return itemsOf(value).some((item) => entryOf(item, 'Principal'));
}

/** Options that hold a policy document, by command. */
const documents = tableOf<readonly (readonly [string, Grant['role']])[]>({
  'iam put-role-policy': [['policy-document', 'identity']],
  'iam put-user-policy': [['policy-document', 'identity']],
  'iam put-group-policy': [['policy-document', 'identity']],
  'iam create-policy': [['policy-document', 'identity']],
  'iam create-policy-version': [['policy-document', 'identity']],
  'iam create-role': [['assume-role-policy-document', 'trust']],
  'iam update-assume-role-policy': [['policy-document', 'trust']],
  's3api put-bucket-policy': [['policy', 'resource']],
  'ecr set-repository-policy': [['policy-text', 'resource']],
  'kms put-key-policy': [['policy', 'key-policy']],
  'kms create-key': [['policy', 'key-policy']],
  'secretsmanager put-resource-policy': [['resource-policy', 'resource']],
  'sso-admin put-inline-policy-to-permission-set': [['inline-policy', 'identity']],
});

const attaching = tableOf<string>({
  'iam attach-role-policy': 'policy-arn',
  'iam attach-user-policy': 'policy-arn',
  'iam attach-group-policy': 'policy-arn',
  'sso-admin attach-managed-policy-to-permission-set': 'managed-policy-arn',
  'eksctl iamserviceaccount': 'attach-policy-arn',
  'cdk bootstrap': 'cloudformation-execution-policies',
});

const holders = [
  ['role-name', 'role'],
  ['user-name', 'user'],
  ['group-name', 'group'],
] as const;

function readCommands(document: Document, into: Facts, seen: Set<number>): void {
  const { uri, text } = document;
  const count = new Map<string, number>();
  const commands = commandsOf(
    isPackageManifest(uri) ? withPlainQuotes(text) : withWrappers(withFolds(document, withWordLists(document)), uri),
    uri,
    variablesOf(document),
  );
  for (const command of commands) {
    const n = (count.get(command.name) ?? 0) + 1;
    count.set(command.name, n);
    const address = n === 1 ? command.name : `${command.name}#${n}`;
    const principals = holders.flatMap(([option, kind]): Principal[] => {
      const leaf = command.options.get(option)?.leaf;
      return leaf ? [{ kind, id: leaf }] : [];
    });
    const carrier = carrierOf(uri, command.name, address, command.whole, command.at);
    const base = { carrier, anchor: `script|${uri}|${address}`, principals, enabled: 'yes' as const };
    for (const [option, role] of documents.get(command.name) ?? []) readArgument(document, command, option, role, base, into, seen);
    const attached = attaching.get(command.name) && command.options.get(attaching.get(command.name)!)?.leaf;
    if (attached) attachManagedPolicy(attached, into, base);
    credential(command, principals[0], base, into);
    clusterAccess(command, base, into);
    readOpening(command, base, into);
  }
}

/** What the variables of a script hold, and those that a pipeline gives to its scripts. */
function variablesOf({ text, uri, format }: Document): ScriptVariables | undefined {
  const isScript = format === 'shell' || format === 'powershell' || isMakefile(uri);
  if (format !== 'yaml') return isScript ? variablesIn(text, uri) : undefined;
  const own = variablesIn(text, uri);
  return { ...own, once: new Map([...pipelineVariables(text, uri), ...own.once]) };
}

/** Quotes behind the escapes of JSON as quotes of the shell, so that every word keeps its place: `\\"$X\\"` → ` '$X' `. */
function withPlainQuotes(text: string): string {
  return text.replace(/(?<=[\s=])\\"/g, " '").replace(/\\"/g, "' ");
}

type Base = Parameters<typeof attachManagedPolicy>[2];

function readArgument(
  document: Document,
  command: Command,
  option: string,
  role: Grant['role'],
  base: Base,
  into: Facts,
  seen: Set<number>,
): void {
  const argument = command.options.get(option);
  const text = argument && patternOf(argument.leaf);
  if (!argument || !text) return;
  const [start, end] = argument.leaf.at.span;
  const exact = argument.exact && argument.leaf.kind === 'scalar';
  // Within `"…"` of a shell its quotes are escaped: `"{\"Statement\": …}"`.
  const escaped = !exact && /^\{\s{0,80}\\"/.test(document.text.slice(start, start + 90));
  const value =
    (escaped ? readLiteral(document.text, start, document.uri, true) : documentBehind(document, document.text.slice(start, end), start)) ??
    parseEmbeddedJson(text, argument.leaf.at, exact ? start : undefined, 'json-in-string', { editable: exact });
  if (!value) return;
  // What is read here is not read again as a literal of the script.
  const statement = entryOf(value, 'Statement')?.value;
  if (statement) seen.add(statement.at.span[0]);
  readPolicyDocument(value, into, { ...base, role });
}

function credential(command: Command, owner: Principal | undefined, base: Base, into: Facts): void {
  const kind =
    command.name === 'iam create-access-key'
      ? 'access-key'
      : command.name === 'iam create-login-profile'
        ? 'login-password'
        : command.name === 'iam create-service-specific-credential'
          ? 'service-specific'
          : undefined;
  if (kind)
    into.credentials.push({
      anchor: base.anchor,
      platform: 'aws',
      kind,
      owner,
      lifetime: lifetimeOfDays(command.options.get('credential-age-days')?.leaf),
      storedIn: 'unknown',
      at: command.at,
      carrier: base.carrier,
      enabled: 'yes',
    });
}

/** Administrators of EKS clusters: an access policy of the whole cluster, a mapping to the group above all checks. */
function clusterAccess(command: Command, base: Base, into: Facts): void {
  const option = (name: string): Leaf | undefined => command.options.get(name)?.leaf;
  if (command.name === 'eks associate-access-policy') {
    const scope = textOf(option('access-scope')) ?? '';
    const type = wordAt(/\bcluster\b/.test(scope) ? 'cluster' : 'namespace', command.at);
    readAwsSettings(
      {
        kind: 'cluster-access',
        get: (name) => option(name.replaceAll('_', '-')),
        all: (name) => (name === 'access_scope' ? [mappingFrom([entryFrom('type', command.at, type, command.at)], command.at)] : []),
        head: command.at,
        carrier: base.carrier,
        anchor: (path) => `${base.anchor}|${path}`,
        enabled: 'yes',
      },
      into,
    );
  }
  const group = option('group');
  if (command.name !== 'eksctl iamidentitymapping' || !group || textOf(group) !== 'system:masters') return;
  const who = option('arn');
  into.grants.push({
    anchor: `${base.anchor}|system:masters`,
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: who ? [{ kind: 'role', id: who }] : [],
    entitlement: group,
    actions: [],
    scope: [{ level: 'cluster', id: group }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { ...base.carrier, kind: 'aws-auth' },
    enabled: 'yes',
  });
}

function carrierOf(uri: string, kind: string, address: string, block: Place, head: Place): Carrier {
  return {
    dialect: kind === 'policy' ? 'source' : 'script',
    kind,
    address: `${address}`,
    block: { ...block, uri },
    head,
  };
}
