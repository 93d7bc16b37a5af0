// A part of a literal in source code (the password of an address or of a connection string, the token of a header) becomes
// a read of the environment, in the way in which the language puts a value into a text. A literal that nothing can be put
// into at that place has no repair: a key, a constant of the compiler, signs that would mean something else from then on.
import { formatOf, type Document, type Format } from '../../server/engine/document.ts';
import { codeLanguages } from '../../server/engine/secrets/code-languages.ts';
import { hasHoles, isHeredoc, kinds, lexCode } from '../../server/engine/secrets/code-lexer.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import type { Span } from '../../server/engine/text/text.ts';
import { languageOf, placeAt, type Place } from './repair-code.ts';
import type { Repair } from './repair-plan.ts';

/** A literal of which a part goes: what opens and closes it, and what stays on both sides. */
interface Literal {
  readonly token: Span;
  readonly open: string;
  readonly close: string;
  readonly before: string;
  readonly after: string;
  /** Values are put into it already. */
  readonly holes: boolean;
}

/** The literal with the value `read` in it; undefined where it can not be written. */
type Filling = (literal: Literal, read: string, place: Place) => string | undefined;

/** `"a" + read + "b"`. What is called on the literal would be called on its end, and a block of text has to begin with a line. */
const joinedBy =
  (sign: string): Filling =>
  ({ open, close, before, after }, read, place) =>
    /^\s{0,8}[.[(]/.test(place.after) || close.length > 1
      ? undefined
      : [before && open + before + close, read, after && open + after + close].filter(Boolean).join(` ${sign} `);

/** `"a#{read}b"`, for literals in double quotes; others are put into such, where that changes none of their signs. */
const filledIn =
  (hole: (read: string) => string, taboo: RegExp): Filling =>
  ({ open, close, before, after, holes }, read) => {
    if (!open.endsWith("'")) return `${open}${before}${hole(read)}${after}${close}`;
    return holes || open !== "'" || taboo.test(before + after) ? undefined : `"${before}${hole(read)}${after}"`;
  };

const script: Filling = ({ open, before, after }, read, { before: line, after: rest }) => {
  const content = `${before}\${${read.replace(/^\{|!?\}?$/g, '')}}${after}`;
  if (open === '`') return `\`${content}\``;
  // A key of an object is no expression; an attribute of JSX is one in braces only.
  if (/[`]|\$\{/.test(before + after) || /^\s{0,8}:/.test(rest)) return undefined;
  if (!/<[A-Za-z][\w.]*\s[^<>]*[\w-]=$/.test(line)) return `\`${content}\``;
  return (before + after).includes('\\') ? undefined : `{\`${content}\`}`;
};

const python: Filling = ({ open, close, before, after, holes }, read, place) => {
  // A text that stands alone documents what is above it, and would no longer.
  if (close.length === 3 && place.before.trim() === '') return undefined;
  if (/b/i.test(open) || (!holes && /[{}]/.test(before + after))) return undefined;
  // Before 3.12 the quotes of the text may not stand in its holes.
  const quoted = read.replace(/["']/g, close.startsWith('"') ? "'" : '"');
  return `${holes ? '' : 'f'}${open}${before}{${quoted}}${after}${close}`;
};

/** Rust takes the parts for a value of its own, which a constant can not be. */
const rust: Filling = ({ open, close, before, after }, read, { before: line, after: rest }) => {
  if (/[{}]/.test(before + after) || /\b(?:const|static)\s|!\s{0,4}\($/.test(line) || open.includes('b')) return undefined;
  const made = `format!(${open}${before}{}${after}${close}, ${read.replace(/^&/, '')})`;
  return /^\.(?:to_string|to_owned|into|clone)\(\)/.test(rest) || /\bString::from\($/.test(line) ? made : `&${made}`;
};

const fillings: Partial<Record<Format, Filling>> = {
  typescript: script,
  javascript: script,
  python,
  rust,
  go: joinedBy('+'),
  java: joinedBy('+'),
  groovy: joinedBy('+'),
  csharp: joinedBy('+'),
  php: joinedBy('.'),
  kotlin: filledIn((read) => `\${${read}}`, /./),
  ruby: filledIn((read) => `#{${read}}`, /["\\#]/),
  swift: filledIn((read) => `\\(${read})`, /./),
  powershell: filledIn((read) => `$(${read})`, /["`$]/),
};

/** The repair of a part of a literal; undefined for what is no source code of a language that we know. */
export function codePartRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri, span } = candidate.at;
  const format = formatOf(uri);
  const language = languageOf(uri);
  const filling = fillings[format];
  if (!language || !filling || candidate.context.where === 'comment' || !candidate.context.entry) return undefined;
  return {
    title: language.title(name),
    edits(document) {
      const literal = literalAround(document, format, span);
      if (!literal) return undefined;
      const place = placeAt(document, literal.token);
      const around = language.around?.(place);
      const text = around === 'none' ? undefined : filling(literal, language.read(name, place), place);
      return text === undefined ? undefined : [...((around as Exclude<typeof around, 'none'>) ?? []), { uri, span: literal.token, text }];
    },
  };
}

/** The string literal that holds a place, no heredoc and nothing that stands in a comment. */
function literalAround({ text }: Document, format: Format, [from, to]: Span): Literal | undefined {
  const tokens = lexCode(text, codeLanguages[format]!);
  const index = tokens.kind.findIndex((kind, at) => kind === kinds.string && tokens.innerStart[at]! <= from && tokens.innerEnd[at]! >= to);
  if (index < 0 || tokens.flags[index]! & isHeredoc) return undefined;
  const [start, innerStart, innerEnd, end] = [tokens.start[index]!, tokens.innerStart[index]!, tokens.innerEnd[index]!, tokens.end[index]!];
  return {
    token: [start, end],
    open: text.slice(start, innerStart),
    close: text.slice(innerEnd, end),
    before: text.slice(innerStart, from),
    after: text.slice(to, innerEnd),
    holes: (tokens.flags[index]! & hasHoles) !== 0,
  };
}
