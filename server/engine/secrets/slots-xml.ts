// Slots in XML: attributes, elements with text, and the pairs that configuration files write (`<add key=… value=…/>`). A
// tokeniser in one pass, tolerant of everything; entities other than the five stay as they are.
import type { Slot } from './slot.ts';
import type { Span } from '../text/text.ts';
import { tableOf } from '../table.ts';

const entities = tableOf<string>({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" });

export interface XmlSlots {
  readonly slots: readonly Slot[];
  readonly comments: readonly Span[];
}

export function slotsInXml(text: string): XmlSlots {
  const slots: Slot[] = [];
  const comments: Span[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const tag = text.indexOf('<', at);
    const content: Span = trimmed(text, at, tag < 0 ? text.length : tag);
    if (content[1] > content[0] && open.length > 0 && text.startsWith('</', tag))
      slots.push(slotOf(text, open[open.length - 1]!, open, content, content, content[0]));
    if (tag < 0) break;
    if (text.startsWith('<!--', tag)) {
      const end = text.indexOf('-->', tag + 4);
      comments.push([tag + 4, end < 0 ? text.length : end]);
      at = end < 0 ? text.length : end + 3;
    } else if (text.startsWith('<![CDATA[', tag)) {
      const end = text.indexOf(']]>', tag);
      const inner = trimmed(text, tag + 9, end < 0 ? text.length : end);
      if (open.length > 0 && inner[1] > inner[0]) slots.push(slotOf(text, open[open.length - 1]!, open, inner, inner, tag));
      at = end < 0 ? text.length : end + 3;
    } else if (text[tag + 1] === '/') {
      const end = text.indexOf('>', tag);
      open.pop();
      at = end < 0 ? text.length : end + 1;
    } else at = readTag(text, tag, open, slots);
  }
  return { slots, comments };
}

const isNamePart = (code: number) =>
  (code >= 48 && code <= 58) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code === 45 || code === 46;

function readTag(text: string, start: number, open: string[], slots: Slot[]): number {
  let at = start + 1;
  while (at < text.length && isNamePart(text.charCodeAt(at))) at++;
  const element = text.slice(start + 1, at);
  if (element === '') return start + 1;
  const attributes: { name: string; at: Span; token: Span; start: number }[] = [];
  while (at < text.length && text[at] !== '>' && !(text[at] === '/' && text[at + 1] === '>') && text[at] !== '<') {
    const from = at;
    while (at < text.length && isNamePart(text.charCodeAt(at))) at++;
    if (at === from) {
      at++;
      continue;
    }
    const name = text.slice(from, at);
    while (/\s/.test(text[at] ?? 'x')) at++;
    if (text[at] !== '=') continue;
    at++;
    while (/\s/.test(text[at] ?? 'x')) at++;
    const quote = text[at];
    if (quote !== '"' && quote !== "'") continue;
    const end = text.indexOf(quote, at + 1);
    if (end < 0) return text.length;
    attributes.push({ name, at: [at + 1, end], token: [at, end + 1], start: from });
    at = end + 1;
  }
  const key = attributes.find((one) => /^(?:android:)?(?:key|name|id|property)$/i.test(one.name));
  for (const one of attributes) {
    const paired = key && /^(?:android:)?(?:value|defaultValue|default|content)$/i.test(one.name) ? text.slice(...key.at) : undefined;
    const own = /^(?:android:)?(?:value|default|content)$/i.test(one.name) ? (paired ?? element) : one.name;
    slots.push(slotOf(text, own, [...open, element], one.at, one.token, paired ? start : one.start));
  }
  if (text[at] === '/') return at + 2;
  // The text of `<string name="x">…</string>` and `<entry key="x">…</entry>` belongs to the attribute's name; a plist's `<string>` to the `<key>` before it.
  const named =
    key && /^(?:string|entry|property|param|parameter|setting|env|item|prop|variable|stringProp)$/i.test(element)
      ? (besideInPlan(text, text.slice(...key.at), start) ?? text.slice(...key.at))
      : undefined;
  const plistKey =
    element === 'string' ? /<key>([^<]{1,100})<\/key>\s*$/.exec(text.slice(Math.max(0, start - 160), start))?.[1] : undefined;
  // `<param-name>x</param-name><param-value>…`: servers and Hadoop write the name in an element of its own.
  const sibling = /^(?:[\w-]{1,40}[-:])?value$/i.test(element)
    ? /<(?:[\w-]{1,40}[-:])?(?:name|key)>\s{0,40}([^<\s]{1,100})\s{0,40}<\/[\w:-]{1,60}>\s{0,80}$/i.exec(
        text.slice(Math.max(0, start - 320), start),
      )?.[1]
    : undefined;
  // `<Password><Value>x</Value></Password>`.
  const wrapped = /^value$/i.test(element) && open.length > 0 ? open[open.length - 1] : undefined;
  if (open.length < 500 && !/^[?!]/.test(element)) open.push(named ?? plistKey ?? sibling ?? wrapped ?? element);
  return at + 1;
}

/**
 * What JMeter calls a value, in an element of its own before it or behind it: `<stringProp name="Argument.name">x</stringProp>`
 * beside `Argument.value`, `Header.name` beside `Header.value`.
 */
function besideInPlan(text: string, own: string, start: number): string | undefined {
  const kind = /^(Argument|Header)\.value$/.exec(own)?.[1];
  if (kind === undefined) return undefined;
  const before = text
    .slice(Math.max(0, start - 400), start)
    .split('<elementProp')
    .at(-1)!;
  const behind = text.slice(start, start + 1200).split('</elementProp', 1)[0]!;
  const name = new RegExp(`name="${kind}\\.name">([^<]{1,100})<`);
  return (name.exec(before) ?? name.exec(behind))?.[1];
}

function trimmed(text: string, from: number, to: number): Span {
  let [start, end] = [from, to];
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return [start, end];
}

function slotOf(text: string, name: string, path: readonly string[], at: Span, token: Span, start: number): Slot {
  const raw = text.slice(...at);
  const value = raw.includes('&') ? raw.replace(/&(lt|gt|amp|quot|apos);/g, (_, entity: string) => entities.get(entity)!) : raw;
  return {
    name,
    path: (path[path.length - 1] === name ? path.slice(-5) : [...path.slice(-4), name]).join('.'),
    value,
    at,
    token,
    entry: [start, token[1]],
    encoding: 'xml',
    where: 'assignment',
    exact: value === raw,
    quoted: true,
    interpolated: false,
  };
}
