// What the commands of other clouds give in scripts: `aliyun ram AttachPolicyTo…`, `oci iam policy create`, `ibmcloud iam
// …-policy-create`, and the keys that they make. Each is read as the resource that Terraform has for it.
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { readAsResource } from './as-resource.ts';
import { runsOf } from './runs.ts';
import { flagOf, type ShellCommand } from './shell.ts';
import { tableOf } from '../../table.ts';

const start =
  /(?<![\w./-])(?:aliyun\s+ram\s+(?:AttachPolicyTo(?:User|Group|Role)|CreateAccessKey)|oci\s+iam\s+(?:policy\s+(?:create|update)|auth-token\s+create|customer-secret-key\s+create)|ibmcloud\s+iam\s+(?:user-policy-create|access-group-policy-create|service-policy-create|trusted-profile-policy-create|service-api-key-create))(?![\w-])/g;

interface Made {
  readonly type: string;
  /** Attributes of the resource by the flag that gives them. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Attributes by the word that gives them: the first, the second. */
  readonly words?: readonly string[];
}

const alibaba = { policy_name: 'PolicyName' };
const made = tableOf<Made>({
  'aliyun ram AttachPolicyToUser': { type: 'alicloud_ram_user_policy_attachment', flags: { ...alibaba, user_name: 'UserName' } },
  'aliyun ram AttachPolicyToGroup': { type: 'alicloud_ram_group_policy_attachment', flags: { ...alibaba, group_name: 'GroupName' } },
  'aliyun ram AttachPolicyToRole': { type: 'alicloud_ram_role_policy_attachment', flags: { ...alibaba, role_name: 'RoleName' } },
  'aliyun ram CreateAccessKey': { type: 'alicloud_ram_access_key', flags: { user_name: 'UserName' } },
  'oci iam auth-token create': { type: 'oci_identity_auth_token', flags: { user_id: 'user-id' } },
  'oci iam customer-secret-key create': { type: 'oci_identity_customer_secret_key', flags: { user_id: 'user-id' } },
  'ibmcloud iam user-policy-create': { type: 'ibm_iam_user_policy', words: ['ibm_id'] },
  'ibmcloud iam access-group-policy-create': { type: 'ibm_iam_access_group_policy', words: ['access_group_id'] },
  'ibmcloud iam service-policy-create': { type: 'ibm_iam_service_policy', words: ['iam_service_id'] },
  'ibmcloud iam trusted-profile-policy-create': { type: 'ibm_iam_trusted_profile_policy', words: ['profile_id'] },
  'ibmcloud iam service-api-key-create': { type: 'ibm_iam_service_api_key', words: ['name', 'iam_service_id'] },
});

/** What limits a policy of IBM to less than the account. */
const ibmLimits = [
  'service-name',
  'service-instance',
  'region',
  'resource-type',
  'resource',
  'resource-group-name',
  'resource-group-id',
  'service-group-id',
  'tags',
  'attributes',
  'file',
  'f',
];

/** Reads all such commands of a text. */
export function readOtherCloudCommands(text: string, uri: string, into: Facts): void {
  for (const run of runsOf(text, uri, into, start, (match) => match[0])) {
    const { command } = run;
    const of = made.get(command.name) ?? { type: 'oci_identity_policy' };
    const entries = command.name.startsWith('oci iam policy') ? statementsOf(command) : entriesOf(command, of);
    if (entries) readAsResource(run, of.type, entries, into);
  }
}

function entriesOf(command: ShellCommand, { type, flags = {}, words = [] }: Made): Entry[] {
  const found = (name: string, value: Value | undefined): Entry[] => (value ? [entryFrom(name, value.at, value)] : []);
  const entries = [
    ...Object.entries(flags).flatMap(([name, flag]) => found(name, flagOf(command, flag))),
    ...words.flatMap((name, nth) => found(name, command.words[nth]?.leaf)),
  ];
  if (!type.endsWith('_policy') || !type.startsWith('ibm_')) return entries;
  const account = command.flags.has('account-management');
  const limit = ibmLimits.find((flag) => command.flags.has(flag));
  const roles = flagOf(command, 'roles');
  return [
    ...entries,
    ...found('roles', roles && partsOf(roles)),
    ...(limit === undefined ? [] : [entryFrom('resources', command.at, mappingFrom([], command.at))]),
    ...(account
      ? [
          entryFrom('account_management', command.at, {
            kind: 'scalar',
            known: 'resolved',
            value: true,
            at: command.at,
            token: command.at,
            via: [],
            encoding: 'none',
            editable: false,
          }),
        ]
      : []),
  ];
}

/** `Viewer,Administrator`, each at its place. */
function partsOf(leaf: Leaf): Value {
  return listOf(
    leaf,
    textOf(leaf)?.includes(',') ? [...patternOf(leaf).matchAll(/[^,]+/g)].map((match) => at(leaf, match[0], match.index)) : [leaf],
  );
}

/** The strings of `--statements '["Allow …", "Allow …"]'`; undefined where they are not written here. */
function statementsOf(command: ShellCommand): Entry[] | undefined {
  const leaf = flagOf(command, 'statements');
  const text = leaf && leaf.kind !== 'unknown' ? patternOf(leaf) : '';
  if (!leaf || !/^\s*\[/.test(text)) return undefined;
  const strings = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => at(leaf, match[1]!, match.index + 1));
  return [entryFrom('statements', leaf.at, listOf(leaf, strings))];
}

const listOf = (leaf: Leaf, items: readonly Leaf[]): Value => ({
  kind: 'list',
  items,
  complete: true,
  at: leaf.at,
  token: leaf.at,
  via: leaf.via,
  encoding: 'none',
  editable: false,
});

/** A part of a word of the shell, at its place where the word stands as it is. */
function at(leaf: Leaf, text: string, offset: number): Leaf {
  const [from, to] = leaf.at.span;
  const isWritten = leaf.via.length === 0 && to - from === patternOf(leaf).length;
  const place = isWritten ? { uri: leaf.at.uri, span: [from + offset, from + offset + text.length] as const } : leaf.at;
  const written = { at: place, token: place, via: leaf.via, encoding: 'none', editable: false } as const;
  return text.includes('\0')
    ? { kind: 'partial', pattern: text, ...written }
    : { kind: 'scalar', known: 'resolved', value: text, ...written };
}
