// Texts that a regular expression is likely to be slow on, made from its own structure: what leads up to a repetition,
// what repeats, many times, and something that fails after it. Not complete, and blind to lookaround; the rest is for fuzzing.

type Node =
  | { readonly kind: 'set'; readonly samples: readonly string[] }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly least: number; readonly most: number };

/** Characters that are tried against a class; one of each kind that a pattern tells apart. */
const alphabet = [...'aAzZ09 _-.:/\\\t\n\r"\'`{}[]()<>=,;|&@#$%*+?!~^', 'é', '\u00A0', '\u{1F600}'];

/** Repetitions that may run this often are attacked; V8 takes fewer at once. */
const often = 20;

/** Makers of texts of about `length` characters. */
export function attacksOn(source: string, flags: string): ((length: number) => string)[] {
  const attacks = new Map<string, (length: number) => string>();
  // Whatever stands around a repetition, its element and those of its neighbours are what it may be confused by.
  for (const { before, pumps } of repetitions(parse(source, flags))) {
    for (const pump of pumps) {
      if (pump === '') continue;
      const times = (length: number, text: string) => text.repeat(Math.ceil(length / text.length));
      for (const end of ['', '\0', '\n', 'a', '"', ' x'])
        attacks.set(`1\0${before}\0${pump}\0${end}`, (length) => before + times(length, pump) + end);
      if (before !== '') attacks.set(`2\0${before}\0${pump}`, (length) => times(length, before + pump));
    }
  }
  return [...attacks.values()];
}

interface Repetition {
  readonly before: string;
  readonly pumps: readonly string[];
}

function repetitions(tree: Node): Repetition[] {
  const found: Repetition[] = [];
  const walk = (node: Node, before: string): void => {
    if (node.kind === 'repeat') {
      if (node.most >= often) found.push({ before, pumps: examples(node.of) });
      walk(node.of, before);
    } else if (node.kind === 'choice') for (const option of node.options) walk(option, before);
    else if (node.kind === 'sequence') {
      let lead = before;
      node.parts.forEach((part, index) => {
        walk(part, lead);
        // Two that repeat side by side may share what they take.
        const next = node.parts[index + 1];
        if (part.kind === 'repeat' && part.most >= often && next)
          found.push({
            before: lead,
            pumps: examples(part.of).flatMap((one) =>
              examples(next)
                .slice(0, 4)
                .map((other) => one + other),
            ),
          });
        lead += examples(part)[0] ?? '';
      });
    }
  };
  walk(tree, '');
  return found;
}

/** A few texts that a node takes, the plainest first. */
function examples(node: Node): string[] {
  switch (node.kind) {
    case 'set':
      return node.samples.slice(0, 6);
    case 'choice':
      return [...new Set(node.options.flatMap((option) => examples(option).slice(0, 3)))].slice(0, 8);
    case 'repeat':
      return node.most === 0
        ? ['']
        : examples(node.of)
            .slice(0, 4)
            .map((one) => one.repeat(Math.min(Math.max(1, node.least), 64)));
    case 'sequence': {
      let texts = [''];
      for (const part of node.parts) {
        const some = examples(part);
        if (some.length > 0)
          texts = texts.flatMap((text, index) => some.slice(0, index === 0 ? 3 : 1).map((one) => text + one)).slice(0, 6);
      }
      return texts;
    }
  }
}

/** The structure of a pattern. Lookaround and assertions take nothing; a back reference is taken for nothing as well. */
function parse(source: string, flags: string): Node {
  let at = 0;
  const setOf = (written: string): Node => {
    let matches: RegExp;
    try {
      matches = new RegExp(`^(?:${written})$`, flags.replace(/[gy]/g, ''));
    } catch {
      return { kind: 'set', samples: [] };
    }
    const samples = alphabet.filter((one) => matches.test(one));
    // A class of one rare character names it itself.
    return {
      kind: 'set',
      samples: samples.length > 0 ? samples : [...written.replace(/^\[|\]$/g, '')].filter((one) => matches.test(one)).slice(0, 2),
    };
  };
  const choice = (): Node => {
    const options: Node[] = [];
    let parts: Node[] = [];
    for (; at < source.length && source[at] !== ')';) {
      if (source[at] === '|') {
        at++;
        options.push({ kind: 'sequence', parts });
        parts = [];
      } else parts.push(quantified());
    }
    options.push({ kind: 'sequence', parts });
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  };
  const quantified = (): Node => {
    const of = atom();
    const [written, least, , most] = /^(?:\{(\d+)(,(\d*))?\}|[*+?])\??/.exec(source.slice(at)) ?? [];
    if (written === undefined) return of;
    at += written.length;
    if (least === undefined)
      return { kind: 'repeat', of, least: written.startsWith('+') ? 1 : 0, most: written.startsWith('?') ? 1 : Infinity };
    return {
      kind: 'repeat',
      of,
      least: Number(least),
      most: !written.includes(',') ? Number(least) : most === '' || most === undefined ? Infinity : Number(most),
    };
  };
  const atom = (): Node => {
    const char = source[at]!;
    if (char === '(') {
      const [open] = /^\((?:\?(?:<[=!]|[:=!]|<\w+>|[a-z-]+:))?/.exec(source.slice(at))!;
      at += open.length;
      const inner = choice();
      at++;
      return /^\(\?<?[=!]/.test(open) ? { kind: 'sequence', parts: [] } : inner;
    }
    if (char === '[') {
      let end = at + 1;
      for (let depth = 1; end < source.length && depth > 0; end++) {
        if (source[end] === '\\') end++;
        else if (source[end] === '[' && flags.includes('v')) depth++;
        else if (source[end] === ']') depth--;
      }
      const written = source.slice(at, end);
      at = end;
      return setOf(written);
    }
    if (char === '^' || char === '$') return (at++, { kind: 'sequence', parts: [] });
    if (char === '\\') {
      const [written] = /^\\(?:u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[pP]\{[^}]*\}|k<[^>]*>|[\s\S])/.exec(source.slice(at))!;
      at += written.length;
      if (/^\\[bBk1-9]/.test(written)) return { kind: 'sequence', parts: [] };
      const literal = /^\\([^\w\s])$/.exec(written);
      return literal ? { kind: 'set', samples: [literal[1]!] } : setOf(written);
    }
    at++;
    return char === '.' ? setOf('.') : { kind: 'set', samples: [char] };
  };
  return choice();
}
