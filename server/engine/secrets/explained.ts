// Where a text explains and does nothing: pages of Perl (POD) and of Ruby, tests that Rust keeps beside the code, and what directly follows
// the words that announce an example. What only a name or a place makes a secret there is an example more often than not.
// Comments that document and strings of Python are found by the lexer, whole files of tests and pages by their path.
import type { Document } from '../document.ts';
import type { Span } from '../text/text.ts';

/** Whether an offset of this document lies in such a stretch. */
export function explainedIn({ format, text, uri }: Document): (at: number) => boolean {
  const spans =
    format === 'rust' ? rustTests(text) : format === 'ruby' ? rubyDocs(text) : /\.(?:pl|pm|pod|t)$/.test(uri) ? perlPages(text) : [];
  return (at) => spans.some(([from, to]) => at >= from && at < to);
}

/** `#[cfg(test)] mod tests { … }`, which stands at the end of a file. */
function rustTests(text: string): Span[] {
  const start = text.search(/^#\[cfg\(test\)\]\s{1,8}(?:pub )?mod\s/m);
  return start < 0 ? [] : [[start, text.length]];
}

/** Lines of comment right above what they document. */
function rubyDocs(text: string): Span[] {
  const spans: Span[] = [];
  let first = -1;
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end).trimStart();
    if (line.startsWith('#')) {
      if (first < 0) first = at;
    } else {
      if (first >= 0 && /^(?:def|class|module|alias|alias_method|attr_\w{1,20}|[cm]attr_\w{1,20}|delegate)\b/.test(line))
        spans.push([first, at]);
      first = -1;
    }
    at = end < 0 ? text.length : end + 1;
  }
  return spans;
}

/** From a line that begins with `=` and a word to the one with `=cut`. */
function perlPages(text: string): Span[] {
  const spans: Span[] = [];
  let open = -1;
  for (const match of text.matchAll(/^=([a-z]\w{0,20})/gm)) {
    if (match[1] === 'cut') {
      if (open >= 0) spans.push([open, match.index]);
      open = -1;
    } else if (open < 0) open = match.index;
  }
  if (open >= 0) spans.push([open, text.length]);
  return spans;
}

/**
 * Whether the text in front of an offset says that what follows shows how such a thing looks: `'e.g. …'` of a form's field,
 * `Example: PASSWORD=…` of a page.
 */
export function isShown(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 80), at).replace(/(?<![\w.-])[A-Za-z][\w.-]{0,40}=['"]?$/, '');
  return /(?:^|[^A-Za-z])(?:e\.g\.|for example|for instance|such as|examples?(?=:))[,:]?[ \t]?(?:<\/\w{1,12}>|\\f[A-Z])?[ \t]?['"`]?$/i.test(
    before,
  );
}
