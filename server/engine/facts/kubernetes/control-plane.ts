// Flags of the API server, the kubelet and etcd that decide who gets in at all. Read from static pods, as kubeadm and its
// relatives write them, and from kubelet configuration. Commands that start the programs are in control-plane-commands.ts.
import { tableOf } from '../../table.ts';
import type { Facts, Trust } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { leafOf } from './objects.ts';
import { grantOf } from './grant.ts';

/** Programs whose flags decide who gets in, as their words in a command. */
const program = /(?:^|\/)(kube-apiserver|kubelet|kube-controller-manager|etcd)$/;

/** Flags of containers that run the API server, the kubelet, the controller manager or etcd. */
export function readControlPlane(context: ObjectContext, spec: Mapping, into: Facts): void {
  for (const container of itemsOf(valueAt(spec, 'containers'))) {
    const lists = [valueAt(container, 'command'), valueAt(container, 'args')];
    const words = lists.flatMap((list) => leavesOf(list));
    const first = words.find((word, index) => program.test(textOf(word) ?? '') && !isValueOfFlag(words, index));
    if (!first) continue;
    const name = program.exec(textOf(first)!)![1]!;
    const given = settingsOf(words);
    readSettings(context, name, given, into);
    // A container without an image is a patch of one that stands elsewhere.
    if (words[0] === first && valueAt(container, 'image') && lists.every(isWhole) && isSaid(words))
      readMissing(context, name, new Set(given.map(({ flag }) => flag)), first, into);
  }
}

/** A bare name behind a flag is its value: `--targets kubelet`. What wraps a program is given its path or has its flags with `=`. */
function isValueOfFlag(words: readonly Leaf[], index: number): boolean {
  const before = index > 0 ? textOf(words[index - 1]!) : undefined;
  return /^--?[\w-]+$/.test(before ?? '') && textOf(words[index]!)?.includes('/') === false;
}

/** A flag as it is given; without a value where none is joined to it. */
export interface Setting {
  readonly flag: string;
  readonly value: string | undefined;
  readonly word: Leaf;
}

/** Flags that take no word behind them: alone they are true, and a word that follows is one too many. */
export const switches: ReadonlySet<string> = new Set([
  'anonymous-auth',
  'service-account-lookup',
  'use-service-account-credentials',
  'client-cert-auth',
  'rotate-certificates',
]);

/** The flags among the words of a command, as `--flag=value`, as `--flag value`, or alone. */
function settingsOf(words: readonly Leaf[]): Setting[] {
  return words.flatMap((word, index): Setting[] => {
    const [, flag, joined] = /^--([a-z-]+)(?:=(.*))?$/s.exec(textOf(word) ?? '') ?? [];
    if (flag === undefined) return [];
    if (joined !== undefined) return [{ flag, value: joined, word }];
    const next = words[index + 1];
    const text = next && textOf(next);
    const isAlone = !next || text?.startsWith('-') === true;
    if (switches.has(flag)) return [{ flag, value: isAlone ? 'true' : undefined, word }];
    return [isAlone ? { flag, value: undefined, word } : { flag, value: text, word: next }];
  });
}

/** Flags of one program, one of which may take back what another says. */
export function readSettings(context: ObjectContext, name: string, given: readonly Setting[], into: Facts): void {
  const modes = given.filter(({ flag }) => flag === 'authorization-mode');
  // Modes that are given one by one count together.
  const all = modes.map(({ value }) => value ?? '').join(',');
  const decisive = modes.find(({ value }) => value?.includes('AlwaysAllow')) ?? modes.at(-1);
  const saysPort = given.some(({ flag }) => flag === 'insecure-port');
  const plugins = given.filter(({ flag }) => flag === 'enable-admission-plugins');
  if (name === 'kube-apiserver' && all.split(',').includes('Node') && plugins.length > 0) readPlugins(context, name, plugins, into);
  for (const { flag, value, word } of given) {
    // The port decides whether the address is of use.
    if (value === undefined || (flag === 'insecure-bind-address' && saysPort)) continue;
    if (flag !== 'authorization-mode') readSetting(context, name, flag, value, word, into);
    else if (word === decisive?.word) readSetting(context, name, flag, all, word, into);
  }
}

const isWhole = (list: Value | undefined): boolean => !list || (list.kind === 'list' && list.complete);

/** Whether a command says all of its flags: what a template, a variable or a shell fills in may be the one that seems to be missing. */
function isSaid(words: readonly Leaf[]): boolean {
  return words.slice(1).every((word, index) => {
    const text = textOf(word);
    if (text === undefined) return false;
    // The value of the flag before it, or a flag.
    return text.startsWith('-') ? !/^-*[$<{%]/.test(text) : /^[\w./,:-]+$/.test(text) && /^--[a-z-]+$/.test(textOf(words[index]!) ?? '');
  });
}

/** Flags beside which a missing one says nothing: a file that may set it, or a program that only tells of itself. */
const flagsThatSpeakForOthers = ['config', 'openshift-config', 'version', 'help'];

/** What the programs do where nothing is said: the API server allows everything, the controllers share one account. */
function readMissing(context: ObjectContext, name: string, given: ReadonlySet<string>, word: Leaf, into: Facts): void {
  if (flagsThatSpeakForOthers.some((flag) => given.has(flag))) return;
  if (name === 'kube-apiserver' && !given.has('authorization-mode') && !given.has('authorization-config'))
    allow(context, name, 'no-authorization-mode', word, into);
  if (name === 'kube-controller-manager' && !given.has('use-service-account-credentials'))
    allow(context, name, 'shared-controller-credentials', word, into);
}

/**
 * What a flag says about who gets in.
 * @param name the program that takes the flag
 * @param flag its name without dashes
 * @param value its value as text; empty where it is not known
 * @param word where it is said
 */
export function readSetting(context: ObjectContext, name: string, flag: string, value: string, word: Leaf, into: Facts): void {
  if (name === 'kube-controller-manager') {
    if (flag === 'use-service-account-credentials' && value === 'false') allow(context, name, 'shared-controller-credentials', word, into);
    return;
  }
  if (name === 'etcd') {
    if (flag === 'client-cert-auth' && value === 'false') allow(context, name, 'etcd-without-certificates', word, into);
    return;
  }
  if (flag === 'anonymous-auth' && value === 'true') into.trusts.push(anonymous(context, name, word));
  if (flag === 'authorization-mode') readModes(context, name, value, word, into);
  if (name === 'kubelet' && flag === 'read-only-port' && /^[1-9]\d*$/.test(value)) allow(context, name, 'read-only-port', word, into);
  if (name !== 'kube-apiserver') return;
  if ((flag === 'insecure-port' && /^[1-9]\d*$/.test(value)) || (flag === 'insecure-bind-address' && value !== ''))
    allow(context, name, 'insecure-port', word, into);
  if (flag === 'disable-admission-plugins' && listed(value).includes('ServiceAccount'))
    allow(context, name, 'no-account-admission', word, into);
  if (flag === 'service-account-lookup' && value === 'false') allow(context, name, 'no-account-lookup', word, into);
  if ((flag === 'token-auth-file' || flag === 'basic-auth-file') && value !== '') {
    into.credentials.push({
      anchor: `${context.anchor}|${flag}`,
      platform: 'k8s',
      kind: 'static-provider',
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at: word.at,
      carrier: { ...context.carrier, kind: name },
      enabled: enabledOf(context, word.at.span[0]),
    });
  }
}

const listed = (value: string): string[] => value.split(',').map((part) => part.trim());

/** The plugin that keeps nodes to themselves is none of those that are on by default. */
function readPlugins(context: ObjectContext, name: string, plugins: readonly Setting[], into: Facts): void {
  if (plugins.some(({ value }) => value === undefined || !/^[A-Za-z, ]*$/.test(value) || listed(value).includes('NodeRestriction'))) return;
  allow(context, name, 'no-node-restriction', plugins.at(-1)!.word, into);
}

/** Who decides what callers may do: a mode that allows everything, or modes among which those are missing that look at roles and at nodes. */
function readModes(context: ObjectContext, name: string, value: string, word: Leaf, into: Facts): void {
  const modes = listed(value);
  if (modes.includes('AlwaysAllow')) return alwaysAllowed(context, name, word, into);
  // A webhook decides in ways that no file says.
  if (name !== 'kube-apiserver' || modes.includes('Webhook') || modes.some((mode) => !/^(?:Node|RBAC|ABAC|AlwaysDeny)$/.test(mode))) return;
  if (modes.every((mode) => mode === 'AlwaysDeny')) return;
  if (!modes.includes('RBAC')) allow(context, name, 'no-roles', word, into);
  else if (!modes.includes('Node')) allow(context, name, 'no-node-mode', word, into);
}

/** A setting that gives more than it should, by a word of ours. */
export function allow(context: ObjectContext, name: string, what: string, at: Leaf, into: Facts): void {
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|${what}`,
      { level: 'cluster', id: at },
      {
        entitlement: wordAt(`control-plane/${what}`, at.at),
        actions: [at],
        carrier: { ...context.carrier, kind: name },
        enabled: enabledOf(context, at.at.span[0]),
      },
    ),
  );
}

/** Flags in a mapping of names to values, or in a list of names and values. */
export function readFlags(context: ObjectContext, name: string, flags: Value | undefined, into: Facts): void {
  const given =
    flags?.kind === 'mapping'
      ? flags.entries.map(({ key, value }) => [textOf(key), leafOf(value)] as const)
      : itemsOf(flags).map((item) => [textOf(valueAt(item, 'name')), leafOf(valueAt(item, 'value'))] as const);
  readSettings(
    context,
    name,
    given.flatMap(([flag, word]) => (flag !== undefined && word ? [{ flag, value: textOf(word) ?? '', word }] : [])),
    into,
  );
}

/**
 * Flags in what kubeadm makes clusters and nodes of: a mapping up to v1beta3, a list of names and values since.
 * @param settings the object of kubeadm itself, or the same within one of Cluster API
 */
export function readKubeadm(context: ObjectContext, settings: Value | undefined, into: Facts): void {
  readFlags(context, 'kube-apiserver', valueAt(settings, 'apiServer', 'extraArgs'), into);
  readFlags(context, 'kube-controller-manager', valueAt(settings, 'controllerManager', 'extraArgs'), into);
  readFlags(context, 'kubelet', valueAt(settings, 'nodeRegistration', 'kubeletExtraArgs'), into);
}

/** Kinds of Cluster API, and where what they hand to kubeadm stands. */
const clusterApi = tableOf<readonly string[]>({
  KubeadmControlPlane: ['spec', 'kubeadmConfigSpec'],
  KubeadmControlPlaneTemplate: ['spec', 'template', 'spec', 'kubeadmConfigSpec'],
  KubeadmConfig: ['spec'],
  KubeadmConfigTemplate: ['spec', 'template', 'spec'],
});

/** Machines and control planes of Cluster API: what kubeadm is given, one object within the other. */
export function readClusterApi(context: ObjectContext, into: Facts): void {
  const path = clusterApi.get(context.name.kind);
  if (!path) return;
  for (const key of ['clusterConfiguration', 'initConfiguration', 'joinConfiguration'])
    readKubeadm(context, valueAt(context.object, ...path, key), into);
}

/** Files that the API server is given in the place of flags: who gets in without a login, and who decides what callers may do. */
export function readApiServerConfiguration(context: ObjectContext, into: Facts): void {
  const { object, name } = context;
  if (name.kind === 'AuthenticationConfiguration') {
    const open = leafOf(valueAt(object, 'anonymous', 'enabled'));
    // With conditions only some paths are open, those of health checks for the most part.
    if (textOf(open) === 'true' && !valueAt(object, 'anonymous', 'conditions'))
      into.trusts.push(anonymous(context, 'kube-apiserver', open!));
  }
  if (name.kind !== 'AuthorizationConfiguration') return;
  const open = itemsOf(valueAt(object, 'authorizers'))
    .map((one) => leafOf(valueAt(one, 'type')))
    .find((type) => textOf(type) === 'AlwaysAllow');
  // Not to be edited: `Node,RBAC` are two authorizers, of one type each.
  if (open) alwaysAllowed(context, 'kube-apiserver', { ...open, editable: false }, into);
}

/** A cluster of kOps: flags under the names that they have in Go. */
export function readKopsCluster(context: ObjectContext, into: Facts): void {
  const spec = valueAt(context.object, 'spec');
  for (const [field, name] of [
    ['kubeAPIServer', 'kube-apiserver'],
    ['kubelet', 'kubelet'],
    ['controlPlaneKubelet', 'kubelet'],
    ['masterKubelet', 'kubelet'],
  ] as const) {
    for (const [key, flag] of [
      ['anonymousAuth', 'anonymous-auth'],
      ['authorizationMode', 'authorization-mode'],
      ['readOnlyPort', 'read-only-port'],
    ] as const) {
      const leaf = leafOf(valueAt(spec, field, key));
      if (leaf) readSetting(context, name, flag, textOf(leaf) ?? '', leaf, into);
    }
  }
  const open = spec?.kind === 'mapping' && valueAt(spec, 'authorization');
  const all = open && open.kind === 'mapping' ? entryOf(open, 'alwaysAllow') : undefined;
  if (all) allow(context, 'kube-apiserver', 'always-allow', wordAt('alwaysAllow', all.key.at), into);
}

/** A kubelet's own file of settings. */
export function readKubeletConfiguration(context: ObjectContext, into: Facts): void {
  const open = leafOf(valueAt(context.object, 'authentication', 'anonymous', 'enabled'));
  if (open && textOf(open) === 'true') into.trusts.push(anonymous(context, 'kubelet', open));
  const port = leafOf(valueAt(context.object, 'readOnlyPort'));
  if (port) readSetting(context, 'kubelet', 'read-only-port', textOf(port) ?? '', port, into);
  const mode = leafOf(valueAt(context.object, 'authorization', 'mode'));
  if (mode && textOf(mode) === 'AlwaysAllow') alwaysAllowed(context, 'kubelet', mode, into);
}

function anonymous(context: ObjectContext, program: string, at: Leaf): Trust {
  return {
    ...grantOf(
      context,
      'trust',
      `${context.anchor}|anonymous`,
      { level: 'cluster', id: at },
      { principals: [{ kind: 'any', id: at }], carrier: { ...context.carrier, kind: program } },
    ),
    role: 'trust',
  };
}

function alwaysAllowed(context: ObjectContext, program: string, at: Leaf, into: Facts): void {
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|authorization`,
      { level: 'cluster', id: at },
      {
        principals: [{ kind: 'authenticated', id: at }],
        entitlement: at,
        carrier: { ...context.carrier, kind: program },
      },
    ),
  );
}
