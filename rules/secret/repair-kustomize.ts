// How a literal of kustomize's `secretGenerator` leaves the kustomization: into a file beside it, which stays out of git and
// without which nothing is built. Kustomize reads no variables of the environment.
import type { Document } from '../../server/engine/document.ts';
import { locateAround } from '../../server/engine/edit/locate.ts';
import { removeEntry, removeItem } from '../../server/engine/edit/printer.ts';
import { valueOf } from '../../server/engine/facts/data-value.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { findNode, keyText } from '../../server/engine/syntax/data.ts';
import { lineEndOf } from '../../server/engine/text/text.ts';
import type { Repair } from './repair-plan.ts';

/** The file that the generator reads from then on. */
const file = 'secrets.env';

/** The repair of a literal of a generator; undefined for anything else. */
export function generatorRepair({ at, context }: SecretCandidate): Repair | undefined {
  const key = /(?:^|\.)secretGenerator\.[^.]+\.literals\.(.+)$/.exec(context.path ?? '')?.[1];
  if (key === undefined) return undefined;
  const folder = at.uri.slice(0, at.uri.lastIndexOf('/') + 1);
  return {
    title: `Read it from ${file}, which git ignores, in envs of the generator`,
    edits: (document) => movedOut(document, at.span),
    create: [
      { uri: '.gitignore', appendLines: [file] },
      { uri: `${folder}${file}.example`, appendLines: [`${key}=`] },
    ],
  };
}

/** The literal around a place goes, and the list with the last one; the file is named where it is not yet. */
function movedOut(document: Document, place: SecretCandidate['at']['span']): TextEdit[] | undefined {
  const chain = locateAround(document, place);
  const item = chain?.at(-1);
  const list = chain?.at(-2);
  const generator = list?.parent;
  if (!item || item.node.anchor !== undefined || list?.node.kind !== 'list' || list.node.flow) return undefined;
  if (generator?.kind !== 'map' || generator.flow || !list.entry || keyText(list.entry) !== 'literals') return undefined;
  const { text, uri } = document;
  const isLast = list.node.items.length === 1;
  const start = list.entry.span[0];
  const indent = ' '.repeat(start - text.lastIndexOf('\n', start - 1) - 1);
  const named = `envs:${lineEndOf(text)}${indent}  - ${file}`;
  const envs = findNode(generator, 'envs');
  if (envs && !text.slice(...envs.span).includes(file)) return undefined;
  const value = valueOf(generator, uri);
  const removal = !isLast
    ? removeItem(valueOf(item.node, uri), document)
    : !envs
      ? { uri, span: [start, list.node.span[1]] as const, text: named }
      : value.kind === 'mapping'
        ? removeEntry(value, 'literals', document)
        : undefined;
  if (!removal) return undefined;
  return envs || isLast ? [removal] : [{ uri, span: [start, start], text: `${named}${lineEndOf(text)}${indent}` }, removal];
}
