// Placeholders of templating tools in an otherwise plain text: `${name}`, `{{ name }}`, `<%= name %>`. Each becomes one
// `\0`, the sign of a hole; what only decides what is written becomes nothing, and a map says where every offset lies in the
// text as it was. AWS's own policy variables (`${aws:username}`, with a colon after the service) are no placeholders and stay.
import type { OffsetMap } from './embedded-json.ts';
import { tableOf } from '../table.ts';

export interface Masked {
  readonly text: string;
  readonly map: OffsetMap;
}

const opening = /\$\{\{|\$\{|\{\{|<%/g;
const closing = tableOf<string>({ '${{': '}}', '${': '}', '{{': '}}', '<%': '%>' });
const longest = 400;
/** What decides or repeats, and puts nothing into the text itself: `{{- if .Open }}`, `{{#each}}`, `<% end %>`. */
const control = /^[-~]?\s{0,20}(?:(?:if|else|end|range|with|define|block)\b|[#/^!])/;

/** The text with `\0` for every placeholder. A text without any comes back as it is, with the map that changes nothing. */
export function maskTemplates(text: string, start = 0): Masked {
  const inner: number[] = [];
  const outer: number[] = [];
  let out = '';
  let at = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (match.index < at) continue;
    const close = closing.get(match[0])!;
    // Looked for near by only, so that a text full of openings stays linear.
    const from = match.index + match[0].length;
    const length = text.slice(from, from + longest).indexOf(close);
    // `$${` is how Terraform's templates write a plain `${`.
    if (length < 0 || text[match.index - 1] === '$') continue;
    const end = from + length;
    const name = text.slice(from, end);
    const decides = match[0] === '{{' ? control.test(name) : match[0] === '<%' && !/^[-=]/.test(name);
    if (name.includes('\n') || (!decides && (/^[a-z0-9-]+:[A-Za-z*]/.test(name) || name.includes('"')))) continue;
    out += text.slice(at, match.index) + (decides ? '' : '\0');
    at = end + close.length;
    inner.push(out.length);
    outer.push(at);
  }
  if (inner.length === 0) return { text, map: start };
  return { text: out + text.slice(at), map: (offset) => start + outerOf(offset, inner, outer) };
}

/** An offset up to the first hole is unmoved; one after a hole counts from that hole's end. */
function outerOf(offset: number, inner: readonly number[], outer: readonly number[]): number {
  let low = 0;
  let high = inner.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inner[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? offset : outer[low - 1]! + (offset - inner[low - 1]!);
}
