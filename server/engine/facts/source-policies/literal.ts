// A literal of any language that looks like JSON: JSON itself, Python and PHP dictionaries, JavaScript objects, Ruby hashes,
// and JSON whose quotes are escaped because it stands in a string. Strings keep their places; expressions between are
// unknown, but for names whose value the caller knows. It reads from one bracket to its end and knows nothing of the
// language around.
import type { Entry, Leaf, Mapping, Value } from '../value.ts';
import { leafOf, placeOf, readString, skipExpression, skipTrivia, written, type Names, type Reader } from './literal-text.ts';
import { continued, readMadeText } from './made-text.ts';

const longest = 60_000;
const deepest = 40;

/**
 * The value that begins at `start`: what a bracket holds, a string, or what a name stands for. `escaped` and `doubled` say
 * how its quotes and braces are written, where it stands in a text. Never throws.
 */
export function readLiteral(text: string, start: number, uri: string, escaped: boolean, names?: Names, doubled = false): Value | undefined {
  const reader: Reader = { text, uri, end: Math.min(text.length, start + longest), escaped, doubled, names, at: start, budget: 20_000 };
  const value = readValue(reader, 0);
  return value && asRead(value, reader);
}

/** What the calls of a builder name, from behind `builder()`, as an object: `.project("acme").role("roles/owner").build()`. */
export function readBuilder(text: string, start: number, uri: string, names?: Names): Mapping | undefined {
  const end = Math.min(text.length, start + longest);
  return readCalls({ text, uri, names, end, escaped: false, doubled: false, at: start, budget: 20_000 }, 0);
}

const builder = /(?:[A-Za-z_]\w{0,60}\.){1,6}(?:builder|Builder\s{0,4}\.\s{0,4}create)\s{0,4}\([^()]{0,200}\)/y;
const step = /\s{0,200}\.\s{0,40}(\w{1,80})\s{0,4}(?=\()/y;
/** Calls in a chain: more than a builder has. */
const mostCalls = 60;

function readCalls(reader: Reader, depth: number): Mapping | undefined {
  const start = reader.at;
  const entries: Entry[] = [];
  for (let count = 0; count < mostCalls; count++) {
    step.lastIndex = reader.at;
    const call = step.exec(reader.text);
    if (!call) break;
    const open = reader.at + call[0].length;
    const name = call[1]!;
    reader.at = open;
    const value = readBracket(reader, depth);
    if (name === 'build')
      return { kind: 'mapping', entries, complete: true, ...written(reader, start, reader.at, start, reader.at, false) };
    const from = open - name.length - (/\s{0,4}$/.exec(call[0])?.[0].length ?? 0);
    entries.push({
      key: leafOf(name, written(reader, from, from + name.length, from, from + name.length, false)),
      value,
      at: placeOf(reader, from, reader.at),
    });
  }
  return entries.length === 0
    ? undefined
    : { kind: 'mapping', entries, complete: false, ...written(reader, start, reader.at, start, reader.at, false) };
}

const wrapping =
  /^(?:array|dict|new\s+(?:List|HashSet)<[\w.]+>|new\s*(?:string)?\s*\[\]|\[\](?:interface\{\}|map\[string\][\w.{}]+|\*?[\w.]+)|[&*]?map\[string\](?:interface\{\}|\*?[\w.{}]+)|(?:jsii|pulumi)\.\w+|aws\.(?:String(?:Slice|Map)?|Bool|Int(?:32|64)?)|(?:Immutable)?(?:List|Set|Map)\.of(?:Entries)?|Map\.entry|Arrays\.asList|Collections\.singleton(?:List|Map)?|(?:list|set|map|array|mutableList|mutableMap)Of|json(?:Object|Array|Property)|serializeJson|new\s{1,4}Dictionary<[^(){};\n]{1,80}>(?:\(\s{0,4}\)\s{0,40})?|&?(?:\w{1,40}\.){0,4}(?:\w{1,60}(?:Args|ArgsDict|Array|Config|Props|PolicyDocumentStatement(?:Principals|Condition)?)|(?:(?:Rbac)?V1(?:alpha1|beta1)?)?(?:ObjectMeta|PolicyRule|RoleRef|Subject)|policy_pb2\.Binding)|&\[\]\*?[\w.]+|new\s{1,4}(?:[\w.]{1,120})?\s{0,60}(?:\(\s{0,4}\)\s{0,40})?(?=\{))\s*(?=[({[])/;
/** What these are given are keys and values: `Map.of("a", 1)`, `Map.ofEntries(Map.entry("a", 1))`, `jsonObject(jsonProperty("a", 1))`, `{ { "a", 1 } }`. */
const pairing = /^(?:(?:Immutable)?Map\.of|Collections\.singletonMap|jsonObject|new\s{1,4}Dictionary)/;

/** A list of keys and values in turn, or of pairs, as what it maps; as it is where it is neither. */
function pairsOf(value: Value): Value {
  if (value.kind !== 'list') return value;
  const { items, complete, at, token, via, encoding, editable } = value;
  const isPaired = items.length > 0 && items.every((item) => item.kind === 'list' && item.items.length === 2);
  const flat = isPaired ? items.flatMap((item) => (item.kind === 'list' ? item.items : [])) : items;
  const entries: Entry[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const [key, one] = [flat[i]!, flat[i + 1]!];
    if (key.kind === 'list' || key.kind === 'mapping' || key.kind === 'choice') return value;
    // What a name stands for is written elsewhere.
    const isHere = [key, one].every(({ token: { span } }) => at.span[0] <= span[0] && span[1] <= at.span[1]);
    entries.push({ key, value: one, at: isHere ? { uri: at.uri, span: [key.token.span[0], one.token.span[1]] } : at });
  }
  return { kind: 'mapping', entries, complete: complete && flat.length % 2 === 0, at, token, via, encoding, editable };
}

function readValue(reader: Reader, depth: number): Value | undefined {
  if (depth > deepest || reader.budget-- <= 0) return undefined;
  skipTrivia(reader);
  const char = reader.text[reader.at];
  // Go writes the type of a list before it: `[]string{`.
  const isTyped = char === '[' && reader.text[reader.at + 1] === ']';
  // Among doubled braces a single one opens an expression.
  if (reader.doubled && char === '{' && reader.text[reader.at + 1] !== '{') return readWord(reader);
  if (char === '{' || (char === '[' && !isTyped) || char === '(') return readBracket(reader, depth);
  const put = readMadeText(reader);
  if (put) return continued(reader, put);
  // Some name the type or a function first: `array(`, `dict(`, `[]string{`, `map[string]interface{}{`, `List.of(`, `pulumi.String(`, `&iam.RoleArgs{`.
  const named = wrapping.exec(reader.text.slice(reader.at, reader.at + 200));
  if (named) {
    reader.at += named[0].length;
    const inner = readBracket(reader, depth);
    return pairing.test(named[0]) ? pairsOf(inner) : inner;
  }
  if (isTyped) return readBracket(reader, depth);
  builder.lastIndex = reader.at;
  const built = reader.escaped ? null : builder.exec(reader.text);
  if (built) {
    reader.at += built[0].length;
    return readCalls(reader, depth + 1);
  }
  const leaf = readString(reader);
  if (leaf) return continued(reader, leaf);
  return readWord(reader);
}

/** A bracket is an object when its first item is followed by a mark between key and value. */
function readBracket(reader: Reader, depth: number): Value {
  const start = reader.at;
  const close = reader.text[start] === '{' ? '}' : reader.text[start] === '[' ? ']' : ')';
  const width = reader.doubled && close === '}' ? 2 : 1;
  reader.at += width;
  const entries: Entry[] = [];
  const items: Value[] = [];
  let complete = true;
  for (;;) {
    skipTrivia(reader);
    if (reader.at >= reader.end || reader.budget <= 0) {
      complete = false;
      break;
    }
    const char = reader.text[reader.at]!;
    if (char === close) {
      reader.at += width;
      break;
    }
    if (char === ',' || char === ';') {
      reader.at++;
      continue;
    }
    if (char === '}' || char === ']' || char === ')') {
      complete = false;
      break;
    }
    const before = reader.at;
    const key = readString(reader) ?? readKey(reader) ?? readIndex(reader);
    skipTrivia(reader);
    const mark = key && /^(?:=>|:(?!:)|=(?!=)|to(?=\s))/.exec(reader.text.slice(reader.at, reader.at + 3))?.[0];
    if (key && mark) {
      reader.at += mark.length;
      const value = readValue(reader, depth + 1);
      if (!value) complete = false;
      else entries.push({ key, value: asRead(value, reader), at: placeOf(reader, before, reader.at) });
      if (!value) skipExpression(reader);
      continue;
    }
    reader.at = before;
    const item = readValue(reader, depth + 1);
    if (item) items.push(item);
    else complete = false;
    if (reader.at === before) skipExpression(reader);
    if (reader.at === before) reader.at++;
  }
  const at = written(reader, start, reader.at, start, reader.at, false);
  // Some languages write lists in braces: `new[] { "a" }`.
  if (entries.length > 0 || (close === '}' && items.length === 0))
    return { kind: 'mapping', entries, complete: complete && items.length === 0, ...at };
  return { kind: 'list', items, complete, ...at };
}

/** An object as far as it is known: of `{} if open else {…}` and `{…} | more` there may be more than is read. */
function asRead(value: Value, { text, at }: Reader): Value {
  if (value.kind !== 'mapping' || text[at - 1] !== '}') return value;
  return /^[ \t]{0,8}(?:(?:if|or|and)\b|\|(?!\|))/.test(text.slice(at, at + 16)) ? { ...value, complete: false } : value;
}

/** A name before `:`, `=>` or `=`. */
function readKey(reader: Reader): Leaf | undefined {
  const name = /^:?([A-Za-z_]\w*)/.exec(reader.text.slice(reader.at, reader.at + 60));
  if (!name) return undefined;
  const start = reader.at + name[0].length - name[1]!.length;
  reader.at += name[0].length;
  return leafOf(name[1]!, written(reader, start, reader.at, start, reader.at, false));
}

/** The key of an entry in C#: `["StringLike"] = …`. */
function readIndex(reader: Reader): Leaf | undefined {
  if (reader.text[reader.at] !== '[') return undefined;
  const start = reader.at++;
  const key = readString(reader);
  if (key && reader.text[reader.at] === ']') {
    reader.at++;
    return key;
  }
  reader.at = start;
  return undefined;
}

/** What a name stands for, where it stands alone or is put together with text. */
function readName(reader: Reader): Value | undefined {
  const start = reader.at;
  const name = /^(?:self\.|this\.|cls\.)?([A-Za-z_]\w{0,60})(?=\s*(?:[,)\]}+;:{]|\.\.\.|$)|[ \t]*[\r\n])/.exec(
    reader.text.slice(reader.at, reader.at + 80),
  );
  const value = name && reader.names?.(name[1]!);
  if (!value || value.kind === 'unknown') return undefined;
  reader.at += name[0].length;
  if (reader.text.startsWith('...', reader.at)) reader.at += 3;
  // What a name stands for is read again wherever the name stands.
  reader.budget -= sizeOf(value, reader.budget);
  if (reader.budget <= 0) return undefined;
  if (value.kind !== 'scalar' && value.kind !== 'partial') return value;
  return continued(reader, value.kind === 'scalar' ? { ...value, named: true } : value, start);
}

/** How many values a value is made of, counted no further than `most`. */
function sizeOf(value: Value, most: number): number {
  const parts = value.kind === 'list' ? value.items : value.kind === 'mapping' ? value.entries.map((entry) => entry.value) : [];
  let size = 1;
  for (const part of parts) {
    if (size > most) break;
    size += sizeOf(part, most - size);
  }
  return size;
}

function readWord(reader: Reader): Value | undefined {
  const start = reader.at;
  const word = /^(?:true|false|null|None|nil|-?\d[\d.]*)(?!\w)/i.exec(reader.text.slice(start, start + 24))?.[0];
  if (word !== undefined) {
    reader.at += word.length;
    const value = /^true$/i.test(word) ? true : /^false$/i.test(word) ? false : /^-?\d/.test(word) ? Number(word) : null;
    return { kind: 'scalar', known: 'literal', value, ...written(reader, start, reader.at, start, reader.at, false) };
  }
  const named = reader.names && readName(reader);
  if (named) return named;
  skipExpression(reader);
  return reader.at > start
    ? { kind: 'unknown', why: 'an expression', ...written(reader, start, reader.at, start, reader.at, false) }
    : undefined;
}
