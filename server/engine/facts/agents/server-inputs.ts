// What an MCP server is given: environment, headers, flags and parts of its address, each with the exact place of the
// value and a verdict whether a live credential stands there. Values come out of here by place, never into messages.
import { textOf, type Entry, type Leaf } from '../value.ts';
import type { AgentServer, ServerInput } from '../agent.ts';
import { judgeLiteral, namesCredential } from './credential-text.ts';
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
  const text = typeof (value.kind === 'scalar' ? value.value : '') === 'string' ? textOf(value) ?? '' : '';
  if (text === '' ) return;
  if (addAddress(inputs, place, value, text, 0, name)) return;
  const scheme = place === 'header' ? /^(?:Bearer|Basic|Token|token|bearer|ApiKey|Api-Key|SSWS)\s+/.exec(text)?.[0].length ?? 0 : 0;
  inputs.push(inputOf(place, name, value, text, scheme, text.length));
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
      if (!addAddress(inputs, 'argument', leaf, text, joined[0].length)) inputs.push(inputOf('argument', flag, leaf, text, joined[0].length, text.length));
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
  if (start < text.length && !addAddress(inputs, 'argument', leaf, text, start, match[1]!)) inputs.push(inputOf('argument', match[1]!, leaf, text, start, text.length));
}

const secretParameter = /^(?:api[_-]?key|apikey|token|access[_-]?token|auth[_-]?token|key|sig|secret|password|pwd|code|auth)$/i;

/** Credentials inside a URL: the password before `@` and secret query parameters. True when the text was a URL that holds any. */
function addAddress(inputs: ServerInput[], place: ServerInput['place'], leaf: Leaf, full: string, from: number, name = ''): boolean {
  const text = full.slice(from);
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text);
  if (!scheme) return false;
  let found = false;
  const authorityEnd = text.slice(scheme[0].length).search(/[/?#]/);
  const authority = text.slice(scheme[0].length, authorityEnd < 0 ? undefined : scheme[0].length + authorityEnd);
  const at = authority.lastIndexOf('@');
  if (at > 0) {
    const colon = authority.indexOf(':');
    const start = from + scheme[0].length + (colon >= 0 && colon < at ? colon + 1 : 0);
    const end = from + scheme[0].length + at;
    const value = full.slice(start, end);
    // A user name alone is a secret only when it is shaped like one.
    const input = inputOf(place, colon >= 0 && colon < at ? 'password' : '', leaf, full, start, end);
    const weak = colon >= 0 && colon < at && input.holds === 'plain' && input.references.length === 0 && isPlainPassword(value);
    if (input.holds !== 'plain' || weak) {
      inputs.push(weak ? { ...input, holds: 'credential' } : input);
      found = true;
    }
  }
  const query = text.indexOf('?');
  if (query >= 0) {
    let offset = query + 1;
    for (const pair of text.slice(query + 1).split('#')[0]!.split('&')) {
      const equals = pair.indexOf('=');
      const key = pair.slice(0, equals);
      if (equals > 0 && equals + 1 < pair.length && secretParameter.test(key)) {
        const input = inputOf(place, key, leaf, full, from + offset + equals + 1, from + offset + pair.length);
        const value = pair.slice(equals + 1);
        const held = input.holds === 'plain' && input.references.length === 0 && value.length >= 12 && /\d/.test(value) && judgeLiteral('api_key', value.padEnd(16, value)).verdict !== 'no';
        inputs.push(held ? { ...input, holds: 'credential' } : input);
        found = true;
      }
      offset += pair.length + 1;
    }
  }
  void name;
  return found;
}

const wellKnown = /^(?:postgres|postgresql|mysql|root|admin|user|guest|redis|mongo|test|dev|secret|password|pass|pw|changeme|example|minioadmin|\*+|x+|\.+|<.*>|\[.*\]|\{.*\})$/i;

function isPlainPassword(value: string): boolean {
  return value.length >= 6 && !wellKnown.test(value) && judgeLiteral('password', value.length >= 8 ? value : value + value).verdict !== 'no';
}
