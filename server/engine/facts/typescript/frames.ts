// How often a piece of a program happens: once a round of the loops around it, once a call of the function that it stands
// in. A statement that a helper makes is read with what each call gives it, never with a mixture of them. It follows
// loops over written lists and calls by name within the file; anything else happens once, with what is not known.
import type { Node } from '../../syntax/typescript.ts';
import { fold } from './fold.ts';
import type { Folding, Frame } from './folding.ts';
import type { FunctionNode } from './module.ts';

/** More than this is machine-made; then a node is read once. */
const most = 60;
/** Functions that call functions. */
const deepestCalls = 3;

/** The ways to read a node, one for each time that it happens. At least one. */
export function timesOf(node: Node, folding: Folding): readonly Folding[] {
  const times = happenings(node, folding, 0);
  // What is written here happens several times: an edit for one of them would be one for all.
  const shared = times.length > 1;
  return times.length === 0 || times.length > most
    ? [folding]
    : times.map((frames) => (frames.length === 0 ? folding : { ...folding, frames: inside(frames, folding), shared }));
}

/** Frames inside of those that the reading began in. */
function inside(frames: readonly Frame[], { frames: around = [] }: Folding): readonly Frame[] {
  return around.length === 0 ? frames : [...frames, ...around];
}

/** Frames around a node, innermost first, one list for each time that it happens. */
function happenings(node: Node, folding: Folding, depth: number): (readonly Frame[])[] {
  const { module } = folding;
  let times: (readonly Frame[])[] = [[]];
  for (
    let at: Node | undefined = module.parents.get(node), inner: Node = node;
    at && times.length <= most;
    inner = at, at = module.parents.get(at)
  ) {
    const rounds =
      at.type === 'ForOfStatement' && at.body === inner
        ? roundsOf(at, at.right, folding)
        : isFunction(at)
          ? callbackRounds(at, folding)
          : undefined;
    if (rounds) times = times.flatMap((frames) => rounds.map((round) => [...frames, round]));
    // The call that the reading began with: what is around it is not looked for.
    else if (isFunction(at) && folding.frames?.some((one) => one.of === at)) return times;
    else if (isFunction(at) && depth < deepestCalls) {
      const of = at;
      const calls = module.callsOf(of);
      if (calls.length === 0 || calls.length > most) continue;
      // What stands around the call is what stands around this. One more than are read says enough: calls of calls of calls multiply.
      const all: (readonly Frame[])[] = [];
      for (const call of calls) {
        for (const outer of happenings(call, folding, depth + 1)) {
          const frame: Frame = { of, call: { node: call, folding: { ...folding, frames: inside(outer, folding) } } };
          for (const frames of times) all.push([...frames, frame, ...outer]);
        }
        if (all.length > most) break;
      }
      return all;
    }
  }
  return times;
}

function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

/** The rounds of `list.forEach((item) => …)`. */
function callbackRounds(node: FunctionNode, folding: Folding): Frame[] | undefined {
  const call = folding.module.parents.get(node);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || call.arguments[0] !== node) return undefined;
  const method = call.callee.property.type === 'Identifier' ? call.callee.property.name : '';
  return node.params.length > 0 && /^(?:forEach|map|flatMap)$/.test(method) ? roundsOf(node, call.callee.object, folding) : undefined;
}

/** One round for each item of a list that is written; undefined where that is not known. */
function roundsOf(of: Node, list: Node, folding: Folding): Frame[] | undefined {
  const value = fold(list, folding);
  const items = value.kind === 'list' ? value.items : [];
  return items.length === 0 || items.length > most ? undefined : items.map((_, index) => ({ of, index }));
}
