// Consoles that act with an account of their own and are told to ask nobody for a login: the Dashboard, the server of Argo
// Workflows. Told by their flags. What the account may do is read where it is bound.
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf, type Mapping } from '../value.ts';
import { enabledOf, type ObjectContext } from './context.ts';
import { grantOf } from './grant.ts';

/** Reads the arguments of the containers of a pod. */
export function readWebConsoles(context: ObjectContext, spec: Mapping, into: Facts): void {
  for (const container of itemsOf(valueAt(spec, 'containers'))) {
    const words = ['command', 'args'].flatMap((key) => leavesOf(valueAt(container, key)));
    readConsoleFlags(context, words, into);
    // Others have modes of this name, too.
    if (/(?:^|\/)(?:argocli|argo-server)(?:[:@]|$)/.test(textOf(valueAt(container, 'image')) ?? '')) readModes(context, words, into);
  }
}

/** Flags that only the Dashboard has, wherever they are handed to it. */
export function readConsoleFlags(context: ObjectContext, words: readonly Leaf[], into: Facts): void {
  for (const word of words)
    if (/^--enable-skip-login(?:=true)?$/.test(textOf(word) ?? '')) open(context, 'web-console/skip-login', word, into);
}

/** `--auth-mode=server`, or the same in two words. It may stand beside other modes, which then need not be used. */
function readModes(context: ObjectContext, words: readonly Leaf[], into: Facts): void {
  words.forEach((word, index) => {
    const text = textOf(word);
    const isMode = text === '--auth-mode=server' || (text === 'server' && textOf(words[index - 1]) === '--auth-mode');
    if (isMode) open(context, 'web-console/server-account', word, into);
  });
}

function open(context: ObjectContext, what: string, word: Leaf, into: Facts): void {
  into.grants.push(
    grantOf(
      context,
      'entitlement',
      `${context.anchor}|${what}`,
      { level: 'cluster', id: word },
      {
        principals: [{ kind: 'any', id: word }],
        entitlement: wordAt(what, word.at),
        actions: [word],
        enabled: enabledOf(context, word.at.span[0]),
      },
    ),
  );
}
