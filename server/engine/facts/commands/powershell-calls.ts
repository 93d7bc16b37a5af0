// How often, and with what, a place of a PowerShell script is run: in the body of a function once for each call of it in the
// same text, with the values of that call; what is said of them stands at the call. A function that nobody calls here is run
// with the defaults of its parameters. Calls from the body of another function are followed as far as three functions out.
import type { Span } from '../../text/text.ts';
import { placeOf, type Leaf, type Value } from '../value.ts';
import { readArguments, type Arguments } from './powershell-arguments.ts';
import { unknown } from './powershell-cursor.ts';
import { scriptFunctionsIn, type ScriptFunction } from './powershell-functions.ts';
import { runsAsCommand } from './powershell-lines.ts';
import { readerAt, scriptOf, type Script } from './powershell-values.ts';

/** One way in which a place is run. */
export interface Run {
  /** What variables hold then. */
  readonly script: Script;
  /** The value with what came from a call said there. */
  readonly said: (value: Value) => Value;
}

export interface Calls {
  /** The ways in which what stands at an offset is run: one at least. */
  readonly around: (offset: number) => readonly Run[];
}

interface Call {
  /** Where it stands, and the calls of the functions around it: the outermost first. */
  readonly spans: readonly Span[];
  readonly given: ReadonlyMap<string, Value>;
}

const mostCalls = 32;
const deepestCalls = 3;

export function callsIn(text: string, uri: string): Calls {
  const script = scriptOf(text, uri);
  const functions = scriptFunctionsIn(text);
  const isCommand = runsAsCommand(text);
  const known = new Map<ScriptFunction, readonly Call[]>();
  const plain: readonly Run[] = [{ script, said: (value) => value }];
  const functionAt = (offset: number): ScriptFunction | undefined =>
    functions.findLast(({ start, end }) => start <= offset && offset < end);

  const callsOf = (called: ScriptFunction, depth: number): readonly Call[] => {
    const kept = known.get(called);
    if (kept) return kept;
    // A function that calls itself does so with what it was called with.
    known.set(called, []);
    const found: Call[] = [];
    for (const match of text.matchAll(new RegExp(String.raw`(?<![\w./$-])${called.name}(?![\w-])`, 'gi'))) {
      if (found.length >= mostCalls) break;
      if ((match.index >= called.start && match.index < called.end) || !isCommand(match.index, false)) continue;
      for (const [from, spans] of viewsAt(match.index, depth)) {
        const reader = readerAt(from, match.index + match[0].length);
        const given = readArguments(reader);
        found.push({ spans: [...spans, [match.index, reader.at]], given: boundTo(called, given, from, match.index) });
        if (found.length >= mostCalls || from.call?.isUsed !== true) break;
      }
    }
    known.set(called, found);
    return found;
  };

  const viewsAt = (offset: number, depth: number): readonly (readonly [Script, readonly Span[]])[] => {
    const within = depth < deepestCalls ? functionAt(offset) : undefined;
    const calls = within ? callsOf(within, depth + 1) : [];
    if (!within || calls.length === 0) return [[script, []]];
    const body: Span = [within.start, within.end];
    return calls.map(({ given, spans }) => [{ ...script, known: new Map(), call: { body, given, isUsed: false } }, spans]);
  };

  return {
    around: (offset) =>
      functionAt(offset) ? viewsAt(offset, 0).map(([view, spans]) => ({ script: view, said: (value) => saidAtCall(value, spans) })) : plain,
  };
}

/** What the parameters of a function hold in a call. One that it may have been given, or that the body asks about, is unknown. */
function boundTo(called: ScriptFunction, { parameters, positional, complete }: Arguments, script: Script, at: number): Map<string, Value> {
  const given = new Map(parameters);
  called.parameters.filter((one) => !parameters.has(one)).forEach((one, index) => positional[index] && given.set(one, positional[index]));
  for (const one of called.parameters)
    if (called.asked.has(one) || (!complete && !given.has(one)))
      given.set(one, unknown(readerAt(script, at), at, at, 'an argument of a function'));
  return given;
}

/** The value with what came from a call said there, not where the body uses it. */
function saidAtCall(value: Value, spans: readonly Span[]): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map((one) => saidAtCall(one, spans)) };
    case 'choice':
      return { ...value, options: value.options.map((one) => saidAtCall(one, spans)) };
    case 'mapping':
      return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: saidAtCall(entry.value, spans) })) };
    case 'scalar':
    case 'partial':
    case 'unknown':
      return leafAtCall(value, spans);
    default:
      return value;
  }
}

function leafAtCall(leaf: Leaf, spans: readonly Span[]): Leaf {
  const way = [...leaf.via, leaf.at];
  const indexIn = ([start, end]: Span): number => way.findIndex(({ span: [from] }) => from >= start && from < end);
  const inCall = spans.map(indexIn).find((index) => index >= 0);
  if (inCall === undefined) return leaf;
  const used = placeOf(leaf);
  return { ...leaf, via: inCall < leaf.via.length ? leaf.via.slice(inCall) : [], ...(used === leaf.at ? {} : { editable: false }) };
}
