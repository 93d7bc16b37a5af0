// What an MCP server is given: environment, headers, flags and parts of its address, each with the exact place of the
// value and a verdict whether a live credential stands there. Values come out of here by place, never into messages.
import { textOf, type Entry, type Leaf } from '../value.ts';
import type { AgentServer, ServerInput } from '../agent.ts';
import { entropyOf, judgeLiteral, namesCredential } from './credential-text.ts';
import { readReferences } from './reference-forms.ts';

type Source = Pick<AgentServer, 'args' | 'env' | 'headers' | 'url'>;

/** All inputs of a server, in the order env, headers, arguments, address. */
export function readInputs(server: Source): ServerInput[] {
  const inputs: ServerInput[] = [];
  for (const entry of server.env) addNamed(inputs, 'env', entry);
  for (const entry of server.headers) addNamed(inputs, 'header', entry);
  addArguments(inputs, server.args);
  if (server.url) addAddress(inputs, 'url', server.url, textOf(server.url) ?? '', 0);
  return inputs;
}

function addNamed(inputs: ServerInput[], place: 'env' | 'header', entry: Entry): void {
  const name = textOf(entry.key);
  const { value } = entry;
  if (name === undefined || (value.kind !== 'scalar' && value.kind !== 'partial' && value.kind !== 'unknown')) return;
  const text = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
  if (text === '') return;
  if (addAddress(inputs, place, value, text, 0) || addHeadersInside(inputs, place, value, text)) return;
  const scheme = place === 'header' ? (/^(?:Bearer|Basic|Token|token|bearer|ApiKey|Api-Key|SSWS)\s+/.exec(text)?.[0].length ?? 0) : 0;
  inputs.push(inputOf(place, name, value, text, scheme, text.length));
}

/** Headers that are written as JSON inside of one value, as Notion's server wants them. */
function addHeadersInside(inputs: ServerInput[], place: ServerInput['place'], leaf: Leaf, text: string): boolean {
  if (!text.startsWith('{')) return false;
  const before = inputs.length;
  for (const match of text.matchAll(/"([\w-]{1,100})"\s*:\s*"(?:(?:Bearer|Basic|Token)\s+(?!\s))?([^"\\]{8,2000})"/gi)) {
    const end = match.index + match[0].length - 1;
    if (namesCredential(match[1]!)) inputs.push(inputOf(place, match[1]!, leaf, text, end - match[2]!.length, end));
  }
  return inputs.length > before;
}

/** An input over a part of a leaf's text. The place is exact where the text has no escapes. */
function inputOf(place: ServerInput['place'], name: string, leaf: Leaf, full: string, start: number, end: number): ServerInput {
  const text = full.slice(start, end);
  const [from, to] = leaf.at.span;
  const exact = to - from === full.length;
  const spanOf = (a: number, b: number) => ({ uri: leaf.at.uri, span: exact ? ([from + a, from + b] as const) : leaf.at.span });
  const base = { place, name, leaf, at: spanOf(start, end), text, whole: start === 0 && end === full.length };
  const references = readReferences(text);
  if (references.length > 0) {
    const fallback = references.find((one) => one.fallback && judgeLiteral(name || one.name, one.fallback.text).verdict !== 'no')?.fallback;
    if (fallback) return { ...base, references, holds: 'default', fallbackAt: spanOf(start + fallback.start, start + fallback.end) };
    const secret = namesCredential(name) || references.some((one) => one.kind === 'secret' || namesCredential(one.name));
    return { ...base, references, holds: secret ? 'reference' : 'plain' };
  }
  return { ...base, references, holds: judgeLiteral(name, text).verdict === 'no' ? 'plain' : 'credential' };
}

const headerFlag = /^(?:--header|--headers|-H)$/;
const envFlag = /^(?:-e|--env|--build-arg)$/;

function addArguments(inputs: ServerInput[], args: readonly Leaf[]): void {
  for (let i = 0; i < args.length; i++) {
    const leaf = args[i]!;
    const text = textOf(leaf);
    if (text === undefined) continue;
    if (addAddress(inputs, 'argument', leaf, text, 0)) continue;
    const joined = /^(-{1,2}[A-Za-z][\w.-]*)=/s.exec(text);
    const flag = joined?.[1];
    if (flag && (headerFlag.test(flag) || envFlag.test(flag))) {
      addAssignment(inputs, leaf, text, joined[0].length);
    } else if (joined && flag) {
      if (!addAddress(inputs, 'argument', leaf, text, joined[0].length))
        inputs.push(inputOf('argument', flag, leaf, text, joined[0].length, text.length));
    } else if (text.startsWith('-')) {
      const next = args[i + 1];
      const value = next && textOf(next);
      if (next === undefined || value === undefined || value.startsWith('-')) continue;
      if (headerFlag.test(text) || envFlag.test(text)) {
        addAssignment(inputs, next, value, 0);
        i++;
      } else if (namesCredential(text)) {
        if (!addAddress(inputs, 'argument', next, value, 0)) inputs.push(inputOf('argument', text, next, value, 0, value.length));
        i++;
      }
    } else if (/^[A-Za-z_]\w*=/.test(text)) {
      addAssignment(inputs, leaf, text, 0);
    } else {
      const input = inputOf('argument', '', leaf, text, 0, text.length);
      if (input.holds !== 'plain' || input.references.length > 0) inputs.push(input);
    }
  }
}

/** `NAME=value` of an environment flag, `Name: value` of a header flag. */
function addAssignment(inputs: ServerInput[], leaf: Leaf, text: string, from: number): void {
  const match = /^\s*([A-Za-z][\w-]*)\s*(?:=|:)\s*(?:(?:Bearer|Basic|Token)\s+)?/i.exec(text.slice(from));
  if (!match) return;
  const start = from + match[0].length;
  if (start < text.length && !addAddress(inputs, 'argument', leaf, text, start))
    inputs.push(inputOf('argument', match[1]!, leaf, text, start, text.length));
}

const secretParameter = /^(?:api[_-]?key|apikey|token|access[_-]?token|auth[_-]?token|key|sig|secret|password|pwd|code|auth)$/i;

const isSecretParameter = (name: string): boolean => secretParameter.test(name) || namesCredential(name);

/** Credentials inside a URL: the password before `@` and secret query parameters. True when the text was a URL that holds any. */
function addAddress(inputs: ServerInput[], place: ServerInput['place'], leaf: Leaf, full: string, from: number): boolean {
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(full.slice(from));
  if (!scheme) return false;
  const before = inputs.length;
  addUserInfo(inputs, place, leaf, full, from + scheme[0].length);
  addPath(inputs, place, leaf, full, from + scheme[0].length);
  addQuery(inputs, place, leaf, full, full.indexOf('?', from));
  return inputs.length > before;
}

/** `user:password@` at the start of an authority. A user name alone is a secret only when it is shaped like one. */
function addUserInfo(inputs: ServerInput[], place: ServerInput['place'], leaf: Leaf, full: string, from: number): void {
  const rest = full.slice(from).search(/[/?#]/);
  const authority = full.slice(from, rest < 0 ? undefined : from + rest);
  const at = authority.lastIndexOf('@');
  if (at <= 0) return;
  const colon = authority.indexOf(':');
  const named = colon >= 0 && colon < at;
  const input = inputOf(place, named ? 'password' : '', leaf, full, from + (named ? colon + 1 : 0), from + at);
  if (input.holds !== 'plain') inputs.push(input);
  else if (named && input.references.length === 0 && isPlainPassword(input.text)) inputs.push({ ...input, holds: 'credential' });
}

/** Parts of a path that are a key: shaped like a vendor's, or long and random, as in addresses that are handed out in place of a login. */
function addPath(inputs: ServerInput[], place: ServerInput['place'], leaf: Leaf, full: string, from: number): void {
  const end = full.slice(from).search(/[?#]/);
  let start = from;
  for (const part of full.slice(from, end < 0 ? undefined : from + end).split('/')) {
    if (start > from && part.length >= 20 && isPathKey(part)) {
      const input = inputOf(place, '', leaf, full, start, start + part.length);
      if (input.references.length === 0) inputs.push({ ...input, holds: 'credential' });
    }
    start += part.length + 1;
  }
}

function isPathKey(part: string): boolean {
  if (judgeLiteral('', part).verdict === 'vendor') return true;
  return (
    part.length >= 40 &&
    /^[\w=-]+$/.test(part) &&
    /[a-z]/.test(part) &&
    /[A-Z]/.test(part) &&
    /\d/.test(part) &&
    !/[a-z]{7}/.test(part) &&
    judgeLiteral('api_key', part).verdict !== 'no' &&
    entropyOf(part) >= 4.2
  );
}

/** Parameters whose names promise a secret, behind the `?` at `question`. */
function addQuery(inputs: ServerInput[], place: ServerInput['place'], leaf: Leaf, full: string, question: number): void {
  if (question < 0) return;
  let start = question + 1;
  for (const pair of full.slice(start).split('#')[0]!.split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0 && equals + 1 < pair.length && isSecretParameter(pair.slice(0, equals))) {
      const input = inputOf(place, pair.slice(0, equals), leaf, full, start + equals + 1, start + pair.length);
      inputs.push(
        input.holds === 'plain' && input.references.length === 0 && isRandomParameter(input.text)
          ? { ...input, holds: 'credential' }
          : input,
      );
    }
    start += pair.length + 1;
  }
}

/** Shorter than what a name alone would prove, but random: `?key=4f9a…`. */
function isRandomParameter(value: string): boolean {
  return value.length >= 12 && /\d/.test(value) && judgeLiteral('api_key', value.padEnd(16, value)).verdict !== 'no';
}

const wellKnown =
  /^(?:postgres|postgresql|mysql|root|admin|user|guest|redis|mongo|test|dev|secret|password|pass|pw|changeme|example|minioadmin|\*+|x+|\.+|<.*>|\[.*\]|\{.*\})$/i;

function isPlainPassword(value: string): boolean {
  return (
    value.length >= 6 && !wellKnown.test(value) && judgeLiteral('password', value.length >= 8 ? value : value + value).verdict !== 'no'
  );
}
