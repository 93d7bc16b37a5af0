// Machines, clusters and buckets that `gcloud`, `gsutil` and `bq` make or change, each read as the resource that Terraform has
// for it: the account and the scopes of a machine, keys in metadata, legacy logins of a cluster, access lists for everybody.
import type { Place } from '../../text/text.ts';
import { readAsResource } from '../commands/as-resource.ts';
import { nameAndTarget, runsOf } from '../commands/runs.ts';
import { flagOf, flagPlace, hasFlag, type ShellCommand } from '../commands/shell.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { pushGoogleBinding } from './binding.ts';

const start =
  /(?<![\w./-])(?:gcloud\s+(?:(?:alpha|beta)\s+)?(container\s+(?:clusters\s+(?:create|update)|node-pools\s+create)|compute\s+(?:instances\s+(?:create|add-metadata)|instance-templates\s+create|project-info\s+add-metadata)|storage\s+(?:(?:buckets|objects)\s+(?:create|update)|cp))|gsutil\s+(?:-m\s+)?((?:def)?acl\s+set)|(bq\s+query))(?![\w-])/g;

/** Reads all such commands of a text. */
export function readGoogleMachineCommands(text: string, uri: string, into: Facts): void {
  for (const run of runsOf(text, uri, into, start, (match) => (match[1] ?? match[2] ?? match[3])!, nameAndTarget)) {
    const { command } = run;
    const flag = (name: string): Leaf | undefined => (hasFlag(command, name) ? wordAt('true', flagPlace(text, command, name)) : undefined);
    const read = (type: string, ...entries: readonly (readonly Entry[])[]): void => {
      const given = entries.flat();
      if (given.length > 0) readAsResource(run, type, given, into);
    };
    if (command.name === 'bq query') grants(text, run, into);
    else if (command.name.startsWith('container clusters'))
      read(
        'google_container_cluster',
        entry('enable_legacy_abac', flag('enable-legacy-authorization')),
        logins(command, flag),
        nodes(command, 'node_config', 'service_account', 'oauth_scopes'),
      );
    else if (command.name.startsWith('container'))
      read('google_container_node_pool', nodes(command, 'node_config', 'service_account', 'oauth_scopes'));
    else if (command.name.startsWith('compute project-info')) read('google_compute_project_metadata', metadata(command));
    else if (command.name.startsWith('compute'))
      read('google_compute_instance', nodes(command, 'service_account', 'email', 'scopes'), metadata(command));
    else if (command.name.endsWith('acl set')) read('google_storage_bucket_acl', entry('predefined_acl', presetOf(command)));
    else
      read(
        'google_storage_bucket_acl',
        entry('predefined_acl', flagOf(command, 'predefined-acl', 'predefined-default-object-acl', 'canned-acl', 'a')),
      );
  }
}

/** The list that `acl set` is given, behind switches that the reader of commands takes for flags with a value: `-r public-read`. */
const presetOf = ({ words, flags }: ShellCommand): Leaf | undefined =>
  ['r', 'R', 'f', 'a'].map((name) => flags.get(name)?.[0]?.leaf).find((leaf) => leaf) ?? words[0]?.leaf;

const entry = (name: string, value: Value | undefined): Entry[] => (value ? [entryFrom(name, value.at, value)] : []);

/** A user with a password, which gcloud makes up where none is given, and a certificate for a client. */
function logins(command: ShellCommand, flag: (name: string) => Leaf | undefined): Entry[] {
  const basic = flag('enable-basic-auth');
  const user = flagOf(command, 'username') ?? (basic && wordAt('admin', basic.at));
  const certificate = flag('issue-client-certificate');
  const config = certificate && mappingFrom(entry('issue_client_certificate', certificate), certificate.at);
  const entries = [
    ...entry('username', user),
    ...entry('password', user && (flagOf(command, 'password') ?? wordAt('made up', user.at))),
    ...entry('client_certificate_config', config),
  ];
  return entries.length === 0 ? [] : [entryFrom('master_auth', command.at, mappingFrom(entries, command.whole))];
}

/** The account of a machine and its scopes, where one of them is said. */
function nodes(command: ShellCommand, block: string, account: string, scopes: string): Entry[] {
  const [email, given] = [flagOf(command, 'service-account'), flagOf(command, 'scopes')];
  // Without scopes a machine gets no token.
  if ((!email && !given) || command.flags.has('no-service-account') || (given && textOf(given) === '')) return [];
  const list = given && listFrom(partsOf(given), given.at);
  return [entryFrom(block, command.at, mappingFrom([...entry(account, email), ...entry(scopes, list)], command.whole))];
}

/** `--metadata=enable-oslogin=FALSE,team=shop`. */
function metadata(command: ShellCommand): Entry[] {
  const given = flagOf(command, 'metadata');
  const pairs = (given ? partsOf(given) : []).flatMap((part): Entry[] => {
    const text = textOf(part) ?? '';
    const mark = text.indexOf('=');
    const [from, to] = part.at.span;
    const key = text.slice(0, mark);
    const exact = to - from === text.length;
    const value = wordAt(text.slice(mark + 1), exact ? { uri: part.at.uri, span: [from + mark + 1, to] } : part.at);
    return mark > 0 ? [entryFrom(key, part.at, value)] : [];
  });
  return pairs.length === 0 ? [] : [entryFrom('metadata', given!.at, mappingFrom(pairs, given!.at))];
}

/** The parts of a word between commas, each at its place where the word stands as it is. */
function partsOf(leaf: Leaf): Leaf[] {
  const text = patternOf(leaf);
  const [from, to] = leaf.at.span;
  if (leaf.kind !== 'scalar' || to - from !== text.length) return [leaf];
  return [...text.matchAll(/[^,]+/g)].map(({ 0: part, index }) =>
    wordAt(part, { uri: leaf.at.uri, span: [from + index, from + index + part.length] }),
  );
}

const grant = /\bGRANT\s{1,9}((?:\\?`roles\/[\w.]{1,80}\\?`[\s,]{0,9}){1,20})ON\s{1,9}[^"';]{1,200}?TO\s{1,9}([^;]{1,400})/gi;
const role = /roles\/[\w.]{1,80}/g;
const member =
  /(?<=["'](?:specialGroup:)?)(?:allUsers|allAuthenticatedUsers|(?:user|group|domain|serviceAccount):[^"'\\]{1,200})(?=\\?["'])/g;

/** What `bq query` is given to run: ``GRANT `roles/bigquery.dataViewer` ON SCHEMA sales TO "group:…"``. */
function grants(text: string, { command, carrier, anchor }: ReturnType<typeof runsOf>[number], into: Facts): void {
  const [begin, end] = command.whole.span;
  for (const match of text.slice(begin, end).matchAll(grant)) {
    const place = (index: number, length: number): Place => ({ uri: command.at.uri, span: [begin + index, begin + index + length] });
    const inPart = (part: string, pattern: RegExp): Leaf[] => {
      const offset = match.index + match[0].indexOf(part);
      return [...part.matchAll(pattern)].map((one) => wordAt(one[0], place(offset + one.index, one[0].length)));
    };
    const members = inPart(match[2]!, member);
    if (members.length === 0) continue;
    for (const given of inPart(match[1]!, role))
      pushGoogleBinding(into, {
        role: given,
        members: listFrom(members, command.whole),
        scope: { level: 'resource', id: given },
        carrier,
        anchor: `${anchor}|GRANT[${textOf(given)}]`,
        enabled: 'maybe',
      });
  }
}
