// The API server, the kubelet, the controller manager and etcd where a command starts them: scripts, units of systemd with
// the variables that they hand on, containers that start a shell. k3s and RKE2 are given the flags of the first two in flags
// of their own. What a flag means is in control-plane.ts.
import { runsOf, type Made } from '../commands/runs.ts';
import { flagPlace, type CommandWord, type ShellCommand } from '../commands/shell.ts';
import { mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { textOf, type Leaf } from '../value.ts';
import type { ObjectContext } from './context.ts';
import { readSettings, switches, type Setting } from './control-plane.ts';
import { kubeconfigMode } from './cluster-files.ts';

/** A program and what follows it on its line, or on the next after a backslash. */
const start =
  /(?<![\w./-])(?:(?:\/[\w./-]{1,120}\/)?(?:(kube-apiserver|kube-controller-manager|kubelet|etcd)(?=[ \t]{1,20}(?:\\\r?\n[ \t]{0,40})?[-$])|(k3s|rke2)[ \t]{1,20}(?:server|agent)(?![\w-]))|(sh)[ \t]{1,20}-s(?:[ \t]{1,20}-(?![\w-]))?)/g;

/**
 * Before a program that is started: nothing on its line, a mark, or a word that starts what follows. Behind other words it is one
 * of theirs. What is quoted is started as a value, behind a shell's `-c`, or in a list; else it may be a message.
 */
const starts =
  /(?:[\n;&|({`@!:]|-|(?<!--[\w-]{1,40})=|\b(?:sudo|exec|nohup|env|then|do|else|time|command|CMD|ENTRYPOINT|RUN)|^)[ \t]*$|(?:[-:[,]|\beval|[ \t]-\w{0,3}c)[ \t]*["']$/;

/** Lines of a unit that are for people. */
const isForPeople = /^[ \t]*(?:;|(?:Description|Documentation)=)/;

/** `KUBELET_EXTRA_ARGS="--flag=value …"` of a unit and of the file that it reads: the name says whose flags they are. */
const variable = /\b(KUBELET|KUBE_APISERVER)_(?:EXTRA_|KUBECONFIG_|CONFIG_|AUTHZ_|SYSTEM_)?(?:ARGS|OPTS)=["']?(?=-)/g;

/** What the installers of k3s and RKE2 start the server with: `INSTALL_K3S_EXEC="server --flag=value"`. */
const installed = /\b(?:INSTALL_(?:K3S|RKE2)_EXEC)=["']?(?:server|agent)?[ \t]{0,20}(?=-)/g;

/** What the installer of k3s makes `--write-kubeconfig-mode` of. */
const modeVariable = /\bK3S_KUBECONFIG_MODE=(?=["']?\d)/g;

/** Names of k3s and RKE2 for flags that they hand on. */
const handedOn = [
  ['kube-apiserver-arg', 'kube-apiserver'],
  ['kube-controller-manager-arg', 'kube-controller-manager'],
  ['kubelet-arg', 'kubelet'],
] as const;

/** Reads all such commands of a text. */
export function readControlPlaneCommands(text: string, uri: string, into: Facts): void {
  const ofInstaller = /get\.(?:k3s|rke2)\.io/.test(text);
  const runs = [
    ...runsOf(text, uri, into, start, (match) => {
      if (match[3]) return ofInstaller ? 'k3s installer' : '';
      const before = text.slice(Math.max(0, match.index - 200), match.index);
      const isStarted = starts.test(before.slice(-60)) && !isForPeople.test(before.slice(before.lastIndexOf('\n') + 1));
      return isStarted ? (match[1] ?? 'k3s') : '';
    }),
    ...runsOf(text, uri, into, installed, () => 'k3s installer'),
    ...runsOf(text, uri, into, variable, (match) => (match[1] === 'KUBELET' ? 'kubelet' : 'kube-apiserver')),
  ];
  for (const { command, ...made } of runsOf(text, uri, into, modeVariable, () => 'k3s'))
    for (const { leaf } of command.words.slice(0, 1)) kubeconfigMode(contextOfCommand(command, made), leaf, into);
  for (const { command, ...made } of runs) {
    if (command.name === '' || ['help', 'h', 'version'].some((flag) => command.flags.has(flag))) continue;
    const context = contextOfCommand(command, made);
    if (!command.name.startsWith('k3s')) readSettings(context, command.name, settingsOf(command, text), into);
    else {
      for (const [flag, program] of handedOn) readSettings(context, program, handed(command.flags.get(flag) ?? []), into);
      const mode = command.flags.get('write-kubeconfig-mode')?.[0]?.leaf;
      if (mode) kubeconfigMode(context, mode, into);
    }
  }
}

/** Each flag with its last value, which is the one that counts; a flag alone is true. */
function settingsOf(command: ShellCommand, text: string): Setting[] {
  return [...command.flags].map(([flag, values]): Setting => {
    const word = values.at(-1)?.leaf;
    if (word) return { flag, value: textOf(word), word };
    return { flag, value: switches.has(flag) ? 'true' : undefined, word: wordAt(`--${flag}`, flagPlace(text, command, flag)) };
  });
}

/** `--kube-apiserver-arg=anonymous-auth=true`: the flag and its value in one word. */
function handed(words: readonly CommandWord[]): Setting[] {
  return words.flatMap(({ leaf }): Setting[] => {
    const [, flag, value] = /^(?:--)?([a-z-]+)=(.*)$/s.exec(textOf(leaf) ?? '') ?? [];
    return flag === undefined ? [] : [{ flag, value, word: leaf }];
  });
}

function contextOfCommand({ name, at, whole }: ShellCommand, { carrier, anchor }: Made): ObjectContext {
  const label: Leaf = wordAt(name, at);
  return {
    uri: at.uri,
    dialect: 'script',
    enabled: 'maybe',
    object: mappingFrom([], whole),
    name: { kind: '', group: '', name: label, namespace: undefined },
    anchor,
    carrier,
  };
}
