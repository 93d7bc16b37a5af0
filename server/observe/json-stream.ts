// Picks values out of JSON that is too large to hold: text comes in pieces, and each value at a wanted path is handed out
// as soon as it is whole. What is not wanted is skipped without being built. Several values one after the other are read
// too, because that is how paged commands print. Never throws: what is wrong is told with its offset.

export interface JsonProblem {
  readonly message: string;
  /** UTF-16 offset from the start of the file. */
  readonly offset: number;
  /** The text ended before the value did. */
  readonly cut?: boolean;
}

export interface JsonStream {
  /** The next piece of the text. After a problem nothing more is read. */
  push(text: string): void;
  /** No more text comes. Gives what was wrong, if anything. */
  end(): JsonProblem | undefined;
}

/** Keys from the root; `*` stands for any key and any index, `#` for any index of a list. */
export type JsonPath = readonly string[];

/** Nested deeper than any export, and not deep enough to hurt anybody. */
const deepest = 200;
/** The longest text of one wanted value. */
const longest = 64 * 1024 * 1024;

interface Frame {
  readonly object: boolean;
  /** Patterns that the way to this container fits so far. */
  readonly alive: readonly JsonPath[];
  key: string;
  index: number;
}

type Expecting = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'comma' | 'root';

/**
 * `onValue` gets the path of the value, with indexes as numbers in words, and what `JSON.parse` makes of its text.
 * `onEnter` gets the path of each container that holds wanted values or may, so that an empty list is told from none.
 */
export function openJsonStream(
  wanted: readonly JsonPath[],
  onValue: (path: JsonPath, value: unknown) => void,
  onEnter?: (path: JsonPath, isList: boolean) => void,
): JsonStream {
  const frames: Frame[] = [];
  let expecting: Expecting = 'root';
  let problem: JsonProblem | undefined;
  let base = 0;
  let roots = 0;
  /** A value that is being taken whole or passed over. */
  let inside:
    | {
        readonly keep: boolean;
        readonly kind: 'container' | 'string' | 'bare';
        readonly parts: string[];
        length: number;
        closers: string;
        quoted: boolean;
        escaped: boolean;
      }
    | undefined;
  let key: { readonly parts: string[]; escaped: boolean } | undefined;

  const fail = (message: string, offset: number, cut = false): void => {
    problem ??= { message, offset: base + offset, ...(cut ? { cut } : {}) };
  };

  const depth = () => frames.length;
  const pathHere = (): string[] => frames.map((frame) => (frame.object ? frame.key : String(frame.index)));
  const patternsHere = (): readonly JsonPath[] => {
    const frame = frames[frames.length - 1];
    if (!frame) return wanted;
    const name = frame.object ? frame.key : String(frame.index);
    const level = depth() - 1;
    return frame.alive.filter((pattern) => pattern[level] === '*' || (frame.object ? pattern[level] === name : pattern[level] === '#'));
  };

  const afterValue = (): void => {
    if (depth() === 0) {
      roots++;
      expecting = 'root';
    } else expecting = 'comma';
  };

  const finish = (offset: number): void => {
    const { keep, parts } = inside!;
    inside = undefined;
    if (keep) {
      let value: unknown;
      try {
        value = JSON.parse(parts.length === 1 ? parts[0]! : parts.join(''));
      } catch {
        return fail('is no JSON', offset);
      }
      onValue(pathHere(), value);
    }
    afterValue();
  };

  /** Goes on in the value that is being taken or skipped; gives the offset behind what was used. */
  const goOn = (text: string, from: number): number => {
    const state = inside!;
    let at = from;
    let done = false;
    if (state.kind === 'bare') {
      while (at < text.length && !isEnd(text.charCodeAt(at))) at++;
      done = at < text.length;
    } else {
      while (at < text.length && !done) {
        const code = text.charCodeAt(at++);
        if (state.quoted) {
          if (state.escaped) state.escaped = false;
          else if (code === 92) state.escaped = true;
          else if (code === 34) {
            state.quoted = false;
            done = state.kind === 'string';
          }
        } else if (code === 34) state.quoted = true;
        else if (code === 123 || code === 91) {
          state.closers += code === 123 ? '}' : ']';
          if (depth() + state.closers.length > deepest) {
            fail(`is nested more than ${deepest} deep`, at);
            return at;
          }
        } else if (code === 125 || code === 93) {
          if (state.closers.charCodeAt(state.closers.length - 1) !== code) {
            fail('is no JSON', at - 1);
            return at;
          }
          state.closers = state.closers.slice(0, -1);
          done = state.closers === '';
        }
      }
    }
    if (state.keep) {
      state.parts.push(text.slice(from, at));
      state.length += at - from;
      if (state.length > longest) {
        fail(`holds one entry of more than ${longest / 1024 / 1024} MB`, at);
        return at;
      }
    }
    if (done) finish(at);
    return at;
  };

  const begin = (text: string, at: number): number => {
    const code = text.charCodeAt(at);
    const alive = patternsHere();
    const level = depth();
    const keep = alive.some((pattern) => pattern.length === level);
    const container = code === 123 || code === 91;
    if (container && !keep && alive.length > 0) {
      if (level >= deepest) {
        fail(`is nested more than ${deepest} deep`, at);
        return at;
      }
      onEnter?.(pathHere(), code === 91);
      frames.push({ object: code === 123, alive, key: '', index: 0 });
      expecting = code === 123 ? 'first key' : 'first value';
      return at + 1;
    }
    const kind = container ? 'container' : code === 34 ? 'string' : 'bare';
    if (kind === 'bare' && !/[-0-9tfn]/.test(text[at]!)) {
      fail('is no JSON', at);
      return at;
    }
    inside = { keep, kind, parts: [], length: 0, closers: '', quoted: false, escaped: false };
    return goOn(text, at);
  };

  const close = (text: string, at: number): number => {
    const frame = frames[frames.length - 1]!;
    if ((text[at] === '}') !== frame.object) fail('is no JSON', at);
    else {
      frames.pop();
      afterValue();
    }
    return at + 1;
  };

  const readKey = (text: string, from: number): number => {
    const state = key!;
    let at = from;
    while (at < text.length) {
      const code = text.charCodeAt(at++);
      if (state.escaped) state.escaped = false;
      else if (code === 92) state.escaped = true;
      else if (code === 34) {
        state.parts.push(text.slice(from, at));
        key = undefined;
        try {
          frames[frames.length - 1]!.key = JSON.parse(`"${state.parts.join('')}`) as string;
        } catch {
          fail('is no JSON', at);
        }
        expecting = 'colon';
        return at;
      }
    }
    state.parts.push(text.slice(from));
    if (state.parts.length > 64) fail('holds a key that has no end', at);
    return at;
  };

  return {
    push(text) {
      let at = 0;
      while (at < text.length && !problem) {
        if (inside) {
          at = goOn(text, at);
          continue;
        }
        if (key) {
          at = readKey(text, at);
          continue;
        }
        const code = text.charCodeAt(at);
        if (code === 32 || code === 10 || code === 13 || code === 9 || (code === 0xfeff && base + at === 0)) {
          at++;
          continue;
        }
        switch (expecting) {
          case 'root':
          case 'value':
            at = begin(text, at);
            break;
          case 'first value':
            at = code === 93 ? close(text, at) : begin(text, at);
            break;
          case 'first key':
          case 'key':
            if (code === 34) {
              key = { parts: [], escaped: false };
              at++;
            } else if (code === 125 && expecting === 'first key') at = close(text, at);
            else fail('is no JSON', at);
            break;
          case 'colon':
            if (code === 58) {
              expecting = 'value';
              at++;
            } else fail('is no JSON', at);
            break;
          case 'comma':
            if (code === 44) {
              const frame = frames[frames.length - 1]!;
              if (frame.object) expecting = 'key';
              else {
                frame.index++;
                expecting = 'value';
              }
              at++;
            } else if (code === 125 || code === 93) at = close(text, at);
            else fail('is no JSON', at);
            break;
        }
      }
      base += text.length;
    },
    end() {
      if (problem) return problem;
      if (inside?.kind === 'bare') finish(0);
      if (problem) return problem;
      if (inside || key || frames.length > 0) {
        const where = pathHere()
          .slice(0, 3)
          .map((name) => (/^\d+$/.test(name) ? `entry ${Number(name) + 1}` : name.slice(0, 40)))
          .join(', ');
        fail(`ends in the middle${where ? ` (of ${where})` : ''}`, 0, true);
      } else if (roots === 0) fail('is empty', 0, true);
      return problem;
    },
  };
}

/** Characters that end a number or a word. */
function isEnd(code: number): boolean {
  return code === 44 || code === 125 || code === 93 || code === 32 || code === 10 || code === 13 || code === 9;
}
