// Modules of the registry whose arguments bring grants, trusts or credentials that no argument spells out: a flag that
// attaches an administrator's policy, subjects of a provider. Names and defaults as the modules declare them in their
// variables: github.com/terraform-aws-modules/terraform-aws-iam (v5 and v6), terraform-aws-lambda,
// github.com/cloudposse/terraform-aws-iam-role, github.com/unfunco/terraform-aws-oidc-github and
// github.com/terraform-module/terraform-aws-github-oidc-provider, read in 2026-11.
import type { Credential, Identity } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Entry, type Leaf, type Value } from '../value.ts';
import { creatorGrant, readAwsSettings, type AwsResource } from '../aws/settings.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { firstLeaf, type Reading } from './resource.ts';

export interface KnownModule {
  /** The source of a call, from the registry or from git. */
  readonly source: RegExp;
  readonly identity?: Identity['kind'];
  /** The argument that names the identity; `name` when left out. */
  readonly name?: string;
  /** Flags that switch everything off where they are false. */
  readonly create?: readonly string[];
  /** Flags that attach a policy of AWS, unless the argument `policyFrom` names another. */
  readonly attaches?: readonly {
    readonly flag: string;
    readonly byDefault?: boolean;
    readonly policy: string;
    readonly policyFrom?: string;
  }[];
  readonly credentials?: readonly { readonly flag: readonly string[]; readonly byDefault: boolean; readonly kind: Credential['kind'] }[];
  /** Settings that let somebody in, as the resource behind them would. */
  readonly settings?: (reading: Reading) => void;
  /** Statements of the trust policy that the module writes. */
  readonly trust?: (reading: Reading) => Value[];
}

const iam = (name: string): RegExp =>
  new RegExp(`(?:^|/)(?:terraform-aws-modules/iam/aws|terraform-aws-iam(?:\\.git)?)//modules/${name}(?:$|\\?)`);

const other = (name: string): RegExp =>
  new RegExp(`(?:^|/)(?:terraform-aws-modules/${name}/aws|terraform-aws-${name}(?:\\.git)?)(?:$|\\?)`);

const admin = 'AdministratorAccess';
const power = 'PowerUserAccess';
const readOnly = 'ReadOnlyAccess';

export const knownModules: readonly KnownModule[] = [
  {
    source: iam('iam-user'),
    identity: 'user',
    create: ['create', 'create_user'],
    credentials: [
      { flag: ['create_iam_access_key', 'create_access_key'], byDefault: true, kind: 'access-key' },
      { flag: ['create_iam_user_login_profile', 'create_login_profile'], byDefault: true, kind: 'login-password' },
    ],
  },
  {
    source: iam('iam-assumable-role'),
    identity: 'role',
    name: 'role_name',
    create: ['create_role'],
    trust: assumable('role_requires_mfa'),
    attaches: [
      { flag: 'attach_admin_policy', policy: admin, policyFrom: 'admin_role_policy_arn' },
      { flag: 'attach_poweruser_policy', policy: power, policyFrom: 'poweruser_role_policy_arn' },
      { flag: 'attach_readonly_policy', policy: readOnly, policyFrom: 'readonly_role_policy_arn' },
    ],
  },
  {
    source: iam('iam-assumable-roles'),
    trust: assumable('admin_role_requires_mfa'),
    attaches: [
      { flag: 'create_admin_role', policy: admin, policyFrom: 'admin_role_policy_arns' },
      { flag: 'create_poweruser_role', policy: power, policyFrom: 'poweruser_role_policy_arns' },
      { flag: 'create_readonly_role', policy: readOnly, policyFrom: 'readonly_role_policy_arns' },
    ],
  },
  {
    source: iam('iam-assumable-roles-with-saml'),
    attaches: [
      { flag: 'create_admin_role', policy: admin, policyFrom: 'admin_role_policy_arns' },
      { flag: 'create_poweruser_role', policy: power, policyFrom: 'poweruser_role_policy_arns' },
      { flag: 'create_readonly_role', policy: readOnly, policyFrom: 'readonly_role_policy_arns' },
    ],
  },
  { source: iam('iam-github-oidc-role'), identity: 'role', create: ['create'], trust: githubTrust },
  { source: iam('iam-assumable-role-with-oidc'), identity: 'role', name: 'role_name', create: ['create_role'], trust: oidcTrust },
  {
    source: iam('iam-role-for-service-accounts(?:-eks)?'),
    identity: 'role',
    name: 'role_name',
    create: ['create_role', 'create'],
    trust: serviceAccountTrust,
  },
  { source: iam('iam-role'), identity: 'role', create: ['create'], trust: roleTrust },
  { source: iam('iam-(?:group|group-with-policies)'), identity: 'group', create: ['create', 'create_group'] },
  {
    source: /(?:^|\/)(?:cloudposse\/iam-role\/aws|terraform-aws-iam-role(?:\.git)?)(?:$|\?)/,
    identity: 'role',
    create: ['enabled'],
    trust: principalsTrust,
  },
  {
    source: /(?:^|\/)(?:unfunco\/oidc-github\/aws|terraform-aws-oidc-github(?:\.git)?)(?:$|\?)/,
    identity: 'role',
    name: 'iam_role_name',
    create: ['enabled', 'create'],
    trust: repositoriesTrust('github_repositories'),
    attaches: [{ flag: 'attach_admin_policy', policy: admin }],
  },
  {
    source: /(?:^|\/)(?:terraform-module\/github-oidc-provider\/aws|terraform-aws-github-oidc-provider(?:\.git)?)(?:$|\?)/,
    identity: 'role',
    name: 'role_name',
    create: ['create_oidc_role'],
    trust: repositoriesTrust('repositories'),
  },
  { source: other('lambda'), settings: functionUrl },
  {
    source: other('s3-bucket'),
    settings: (reading) =>
      readAwsSettings(
        settingsOf(reading, 'bucket', (name) => reading.view.attribute(name)),
        reading.facts,
      ),
  },
  { source: other('eks'), settings: accessEntries },
];

function settingsOf(reading: Reading, kind: AwsResource['kind'], get: AwsResource['get'], all: AwsResource['all'] = () => []): AwsResource {
  return {
    kind,
    get,
    all,
    head: reading.view.head,
    carrier: reading.carrier(),
    anchor: (path) => reading.anchor(path),
    enabled: reading.instance.enabled,
  };
}

/** An address of the function for everyone, unless a sign-in is asked for: `NONE` is what the module takes for granted. */
function functionUrl(reading: Reading): void {
  const flag = reading.view.attribute('create_lambda_function_url');
  if (isSet(flag, false) !== 'yes') return;
  const at = firstLeaf(flag)!.at;
  readAwsSettings(
    settingsOf(
      reading,
      'function-url',
      (name) => reading.view.attribute(name) ?? (name === 'authorization_type' ? wordAt('NONE', at) : undefined),
    ),
    reading.facts,
  );
}

/** The creator's administration, and `access_entries = { name = { principal_arn, policy_associations = { name = { policy_arn, access_scope } } } }`. */
function accessEntries(reading: Reading): void {
  const creator = firstLeaf(reading.view.attribute('enable_cluster_creator_admin_permissions'));
  if (creator && isSet(creator, false) === 'yes')
    reading.facts.grants.push(
      creatorGrant(
        settingsOf(reading, 'cluster', () => undefined),
        creator,
      ),
    );
  const entries = reading.view.attribute('access_entries');
  for (const { value: entry } of entries?.kind === 'mapping' ? entries.entries : []) {
    const associations = entryOf(entry, 'policy_associations')?.value;
    for (const { value: association } of associations?.kind === 'mapping' ? associations.entries : []) {
      readAwsSettings(
        settingsOf(
          reading,
          'cluster-access',
          (name) => entryOf(name === 'principal_arn' ? entry : association, name)?.value,
          (name) => itemsOf(entryOf(association, name)?.value),
        ),
        reading.facts,
      );
    }
  }
}

type Condition = readonly [operator: string, key: string, values: readonly Leaf[]];

function statement(
  reading: Reading,
  principals: readonly (readonly [string, readonly Leaf[]])[],
  action: string,
  conditions: readonly Condition[],
): Value {
  const { head, block } = reading.view;
  const list = (leaves: readonly Leaf[]): Value => ({ ...mappingFrom([], block), kind: 'list', items: leaves, complete: true }) as Value;
  const entries: Entry[] = [
    entryFrom('Effect', head, wordAt('Allow', head), block),
    entryFrom('Action', head, wordAt(action, head), block),
    entryFrom(
      'Principal',
      head,
      mappingFrom(
        principals.filter(([, leaves]) => leaves.length > 0).map(([type, leaves]) => entryFrom(type, head, list(leaves), block)),
        block,
      ),
      block,
    ),
  ];
  const written = conditions.map(([operator, key, values]) =>
    entryFrom(
      operator,
      values[0]?.at ?? head,
      mappingFrom([entryFrom(key, values[0]?.at ?? head, list(values), values[0]?.at ?? block)], block),
      values[0]?.at ?? block,
    ),
  );
  if (written.length > 0) entries.push(entryFrom('Condition', head, mappingFrom(written, block), block));
  return mappingFrom(entries, block);
}

const leavesAt = (reading: Reading, name: string): Leaf[] => leavesOf(reading.view.attribute(name));

/** Roles for accounts and services, with a second factor unless it is switched off. */
function assumable(mfaFlag: string): (reading: Reading) => Value[] {
  return (reading) => {
    const { view } = reading;
    const [arns, services] = [leavesAt(reading, 'trusted_role_arns'), leavesAt(reading, 'trusted_role_services')];
    if (arns.length + services.length === 0) return [];
    const mfa =
      isSet(view.attribute(mfaFlag), true) !== 'no'
        ? [['Bool', 'aws:MultiFactorAuthPresent', [wordAt('true', view.head)]] as Condition]
        : [];
    const external = leavesAt(reading, 'role_sts_externalid');
    return [
      statement(
        reading,
        [
          ['AWS', arns],
          ['Service', services],
        ],
        'sts:AssumeRole',
        [...mfa, ...(external.length > 0 ? [['StringEquals', 'sts:ExternalId', external] as Condition] : [])],
      ),
    ];
  };
}

/** `principals = { AWS = […] }` with `assume_role_conditions`, as one statement a kind of principal. */
function principalsTrust(reading: Reading): Value[] {
  const principals = reading.view.attribute('principals');
  if (principals?.kind !== 'mapping') return [];
  const conditions = itemsOf(reading.view.attribute('assume_role_conditions')).flatMap((one): Condition[] => {
    const [test, variable] = ['test', 'variable'].map((part) => textOf(entryOf(one, part)?.value));
    return [[test ?? 'unknown', variable ?? 'unknown', leavesOf(entryOf(one, 'values')?.value)]];
  });
  return principals.entries.flatMap(({ key, value }): Value[] => [
    statement(reading, [[textOf(key) ?? 'unknown', leavesOf(value)]], 'sts:AssumeRole', conditions),
  ]);
}

/** The same token with text before it, as the module puts it. */
function prefixed(leaf: Leaf, prefix: string): Leaf {
  return madeOf(leaf, (text) => (text.startsWith(prefix) ? text : prefix + text));
}

/** The same token with the text that the module makes of it. */
function madeOf(leaf: Leaf, make: (text: string) => string): Leaf {
  if (leaf.kind === 'unknown') return leaf;
  const whole = make(patternOf(leaf));
  return leaf.kind === 'scalar' ? { ...leaf, value: whole, editable: false } : { ...leaf, pattern: whole, editable: false };
}

const github = 'token.actions.githubusercontent.com';
const providerArn = (issuer: string): string => `arn:aws:iam::\0:oidc-provider/${issuer}`;

function federated(reading: Reading, issuer: string, at = reading.view.head): Leaf {
  return { kind: 'partial', pattern: providerArn(issuer), at, token: at, via: [], encoding: 'none', editable: false };
}

function githubTrust(reading: Reading): Value[] {
  const issuer = textOf(reading.view.attribute('provider_url'))?.replace(/^https:\/\//, '') ?? github;
  const subjects = leavesAt(reading, 'subjects').map((leaf) => prefixed(leaf, 'repo:'));
  if (reading.view.attribute('subjects') && subjects.length === 0) return [];
  const audience = leavesAt(reading, 'audience');
  return [
    statement(reading, [['Federated', [federated(reading, issuer)]]], 'sts:AssumeRoleWithWebIdentity', [
      ['StringEquals', `${issuer}:aud`, audience.length > 0 ? audience : [wordAt('sts.amazonaws.com', reading.view.head)]],
      ['StringLike', `${issuer}:sub`, subjects],
    ]),
  ];
}

/** Repositories by name, each with what of it is let in: everything where nothing is said. */
function repositoriesTrust(argument: string): (reading: Reading) => Value[] {
  return (reading) => {
    const subjects = leavesAt(reading, argument).map((leaf) => madeOf(leaf, (name) => `repo:${name.includes(':') ? name : `${name}:*`}`));
    if (subjects.length === 0) return [];
    return [
      statement(reading, [['Federated', [federated(reading, github)]]], 'sts:AssumeRoleWithWebIdentity', [
        ['StringEquals', `${github}:aud`, [wordAt('sts.amazonaws.com', reading.view.head)]],
        ['StringLike', `${github}:sub`, subjects],
      ]),
    ];
  };
}

/** Issuers in an argument, without their scheme; one that is not known gives none, and then nothing is said. */
function issuersIn(reading: Reading, ...names: readonly string[]): { issuer: string; leaf: Leaf }[] {
  return names
    .flatMap((name) => leavesAt(reading, name))
    .flatMap((leaf) =>
      leaf.kind === 'unknown' || patternOf(leaf) === '' ? [] : [{ issuer: patternOf(leaf).replace(/^https:\/\//, ''), leaf }],
    );
}

function subjectsOf(reading: Reading, issuer: string, exact: string, pattern: string, audiences: string, prefix = ''): Condition[] {
  const of = (operator: string, name: string, claim: string, before = ''): Condition[] => {
    const value = reading.view.attribute(name);
    const leaves = leavesOf(value).map((leaf) => prefixed(leaf, before));
    return value && (leaves.length > 0 || value.kind === 'unknown') ? [[operator, `${issuer}:${claim}`, leaves]] : [];
  };
  return [...of('StringEquals', exact, 'sub', prefix), ...of('StringLike', pattern, 'sub', prefix), ...of('StringLike', audiences, 'aud')];
}

function oidcTrust(reading: Reading): Value[] {
  return issuersIn(reading, 'provider_url', 'provider_urls').map(({ issuer, leaf }) =>
    statement(
      reading,
      [['Federated', [federated(reading, issuer, leaf.at)]]],
      'sts:AssumeRoleWithWebIdentity',
      subjectsOf(reading, issuer, 'oidc_fully_qualified_subjects', 'oidc_subjects_with_wildcards', 'oidc_fully_qualified_audiences'),
    ),
  );
}

function roleTrust(reading: Reading): Value[] {
  const found: Value[] = [];
  if (isSet(reading.view.attribute('enable_github_oidc'), false) === 'yes') {
    const conditions = subjectsOf(reading, github, 'oidc_subjects', 'oidc_wildcard_subjects', 'oidc_audiences', 'repo:');
    found.push(
      statement(reading, [['Federated', [federated(reading, github)]]], 'sts:AssumeRoleWithWebIdentity', [
        ...conditions,
        ...(conditions.some(([, key]) => key.endsWith(':aud'))
          ? []
          : [['StringEquals', `${github}:aud`, [wordAt('sts.amazonaws.com', reading.view.head)]] as Condition]),
      ]),
    );
  }
  if (isSet(reading.view.attribute('enable_oidc'), false) === 'yes') {
    for (const { issuer, leaf } of issuersIn(reading, 'oidc_provider_urls'))
      found.push(
        statement(
          reading,
          [['Federated', [federated(reading, issuer, leaf.at)]]],
          'sts:AssumeRoleWithWebIdentity',
          subjectsOf(reading, issuer, 'oidc_subjects', 'oidc_wildcard_subjects', 'oidc_audiences'),
        ),
      );
  }
  return found;
}

/** `oidc_providers = { name = { provider_arn, namespace_service_accounts } }`; the audience is always checked. */
function serviceAccountTrust(reading: Reading): Value[] {
  const providers = reading.view.attribute('oidc_providers');
  if (providers?.kind !== 'mapping') return [];
  const operator =
    textOf(reading.view.attribute('assume_role_condition_test') ?? reading.view.attribute('trust_condition_test')) ?? 'StringEquals';
  return providers.entries.flatMap((entry): Value[] =>
    itemsOf(entry.value).flatMap((provider): Value[] => {
      const arn = leavesOf(entryOf(provider, 'provider_arn')?.value)[0];
      const accounts = leavesOf(entryOf(provider, 'namespace_service_accounts')?.value).map((leaf) =>
        prefixed(leaf, 'system:serviceaccount:'),
      );
      if (!arn || accounts.length === 0) return [];
      // Which cluster it is does not matter; that it is one does.
      const issuer = 'oidc.eks.region.amazonaws.com/id/cluster';
      return [
        statement(reading, [['Federated', [federated(reading, issuer, arn.at)]]], 'sts:AssumeRoleWithWebIdentity', [
          ['StringEquals', `${issuer}:aud`, [wordAt('sts.amazonaws.com', reading.view.head)]],
          [operator, `${issuer}:sub`, accounts],
        ]),
      ];
    }),
  );
}

/** Whether a flag is set. `byDefault` where it is not written; undefined then where that is undefined too. */
export function isSet<T extends boolean | undefined>(
  value: Value | undefined,
  byDefault: T,
): 'yes' | 'no' | 'maybe' | (T extends undefined ? undefined : never) {
  if (!value) return (byDefault === undefined ? undefined : byDefault ? 'yes' : 'no') as 'yes';
  if (value.kind !== 'scalar') return 'maybe';
  return /^(?:true|1)$/i.test(String(value.value)) ? 'yes' : 'no';
}
