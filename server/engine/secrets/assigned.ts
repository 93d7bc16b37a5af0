// The assigned secret: what the name of a slot and the shape of its value say together. A provider's row whose name stands
// near comes before the generic judgement.
import { asciiOf, fromBase64 } from './base64.ts';
import { matchShape } from './formats/shape.ts';
import { formatsByWord } from './formats/table.ts';
import { describes, meaningOf, wordsOf, type Meaning } from './names.ts';
import { recognise, recogniseBroken, recogniseText, type Recognised } from './recognise.ts';
import type { DataSlot } from './slots-data.ts';
import { isEncrypted, isPlaceholder, isReference, judge } from './values.ts';
import type { Span } from '../text/text.ts';

const scheme = /^(?:Bearer|Basic|Token|ApiKey|Api-Key|SSWS|GenieKey|Key|PRIVATE-TOKEN|token)\s+(?=\S)/i;

/** What a slot holds; undefined where it holds nothing secret. `fileWords` are the words of the document's name. */
export function recogniseSlot(slot: DataSlot, fileWords: readonly string[], uri: string): Recognised | undefined {
  if (slot.parts) {
    const joined = recogniseText(slot.value).find((one) => one.kind !== 'encrypted');
    if (joined) return { ...joined, at: slot.at, strength: joined.strength + 1 };
  }
  // A tag of CloudFormation, Home Assistant, GitLab or Ansible makes a reference of the value, or says that it is encrypted.
  if (slot.interpolated || (slot.tag !== undefined && !slot.tag.startsWith('!!'))) return undefined;
  if (slot.kubernetesSecret) return kubernetesSecret(slot);
  const leading = slot.value.length - slot.value.trimStart().length;
  const header = scheme.exec(slot.value.slice(leading));
  const skipped = leading + (header?.[0].length ?? 0);
  const value = slot.value.slice(skipped).trimEnd();
  const at: Span = slot.exact ? [slot.at[0] + skipped, slot.at[0] + skipped + value.length] : slot.at;
  if (header && /^basic/i.test(header[0])) return basic(value, at);
  const meaning: Meaning | undefined = header ? 'token' : declaredMeaning(slot) ?? meaningOf(slot.name) ?? keyUnderParent(slot);
  if (meaning === 'password' && isRegistryLogin(slot, uri) && value !== '' && !isReference(value)) return generic(value, at, meaning, 'medium', slot.where);
  const near = nearFormat(slot, value, at, fileWords, meaning);
  if (near) return near;
  if (!meaning || (describes(slot.name) && !declaredMeaning(slot))) return undefined;
  if (/encrypted|sealed/i.test(slot.path) && !/(?:un|de)?encrypted_?password$/i.test(slot.name)) return undefined;
  if (meaning === 'credential') {
    const decoded = /^[A-Za-z0-9+/]{8,}={0,2}$/.test(value) ? asciiOf(fromBase64(value)) : undefined;
    if (decoded && /^[^:\s]{1,100}:\S{3,200}$/.test(decoded)) return basic(value, at);
  }
  const broken = recogniseBroken(value, at);
  if (broken) return broken;
  const verdict = judge(value, meaning, slot.name, slot.quoted);
  if (!verdict.secret) return undefined;
  return generic(value, at, meaning, verdict.confidence, slot.where);
}

/** `Jwt: { Key: … }` and `encryption.key`: what stands above says which key it is. */
function keyUnderParent(slot: DataSlot): Meaning | undefined {
  if (!/^key$/i.test(slot.name)) return undefined;
  const parent = slot.path.split('.').at(-2) ?? '';
  return /^\[/.test(parent) || meaningOf(`${parent}_key`) !== 'key' ? undefined : 'key';
}

/** The login of a container registry in a workflow: any literal there is the password. */
function isRegistryLogin(slot: DataSlot, uri: string): boolean {
  return /(?:^|\/)\.github\/workflows\//.test(uri) && /\.credentials\.password$/.test(slot.path);
}

/** Places whose only purpose is to hold a secret, whatever it looks like: any literal there is one. */
function declaredMeaning(slot: DataSlot): Meaning | undefined {
  if (/^resource\.\w*(?:secret|password|credential)\w*\./.test(slot.path) && /^(?:plaintext_value|secret_string|secret_value|secret_data|secret_text|value|data)$/.test(slot.name)) return 'password';
  return /^SecretString$/.test(slot.name) ? 'password' : undefined;
}

const titles: Readonly<Record<Meaning, string>> = { password: 'password', secret: 'secret', token: 'token', key: 'key', 'weak-key': 'key', credential: 'credential' };

function generic(value: string, at: Span, meaning: Meaning, confidence: Recognised['confidence'], where: Recognised['where']): Recognised {
  return { format: 'generic', title: titles[meaning], at, value, check: 'none', kind: 'secret', confidence, decoded: [], prefix: '', bits: 0, risk: 'write', strength: 2, where };
}

function basic(value: string, at: Span): Recognised | undefined {
  if (isReference(value) || isPlaceholder(value)) return undefined;
  const decoded = asciiOf(fromBase64(value));
  const colon = decoded?.indexOf(':') ?? -1;
  if (decoded === undefined || colon < 0) return undefined;
  const password = decoded.slice(colon + 1);
  if (password.length < 3 || isReference(password) || isPlaceholder(password)) return undefined;
  return { ...generic(value, at, 'credential', /^(?:password|pass|secret|test|admin)$/i.test(password) ? 'low' : 'high', 'header'), title: 'user and password in base64', strength: 3 };
}

/** A row of the table whose provider is named in the slot's name or path, and whose shape the whole value has. */
function nearFormat(slot: DataSlot, value: string, at: Span, fileWords: readonly string[], meaning: Meaning | undefined): Recognised | undefined {
  if (value.length < 12 || value.length > 400 || !slot.name || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  const own = wordsOf(slot.name);
  const words = new Set([...own, ...wordsOf(slot.path), ...fileWords]);
  for (let i = 0; i + 1 < own.length; i++) words.add(own[i]! + own[i + 1]!);
  if (own.length > 2) words.add(own.join(''));
  const flat = own.join('');
  for (const prefix of providerPrefixes) if (flat.startsWith(prefix)) words.add(prefix);
  const last = own[own.length - 1] ?? '';
  for (const word of words) {
    for (const { format, shapes } of formatsByWord().get(word) ?? []) {
      if (format.role ? !format.role.some((role) => last === role || last.endsWith(role) || own.includes(role)) : !meaning) continue;
      const shape = shapes.find((one) => matchShape(one, value, 0) === value.length);
      if (!shape || (describes(slot.name) && !format.role) || /^(?:public|pub|publishable)$/.test(own.find((one) => one.startsWith('pub')) ?? '')) continue;
      const found = recognise(format, shape, value, at);
      if (found && (!found.placeholder || /EXAMPLE/.test(value))) return { ...found, where: slot.where };
    }
  }
  return undefined;
}

/** Providers that are written together with what follows: `softlayerapikey`. */
const providerPrefixes = ['softlayer', 'slapi', 'ibmcloud', 'cloudant', 'github', 'gitlab', 'slack', 'heroku', 'twilio', 'datadog', 'cloudflare'];

/** An entry of a Kubernetes Secret: secret by declaration, in base64 under `data`. */
function kubernetesSecret(slot: DataSlot): Recognised | undefined {
  if (isReference(slot.value) || slot.value.length < 4) return undefined;
  const bytes = slot.kubernetesSecret === 'data' ? fromBase64(slot.value.replace(/\s/g, '')) : undefined;
  const plain = slot.kubernetesSecret === 'data' ? asciiOf(bytes) : slot.value;
  if (plain === undefined) return undefined;
  const known = recogniseText(plain).find((one) => one.kind === 'secret' && !one.placeholder);
  if (known) return { ...known, at: slot.at, strength: known.strength, prefix: '' };
  const text = plain.trim();
  if (/^\.docker(?:cfg|configjson)$/.test(slot.name) && /"(?:auth|password)"\s*:\s*"[^"]{4,}"/.test(text)) return { ...generic(slot.value, slot.at, 'credential', 'medium', slot.where), title: 'registry login of a Kubernetes Secret, in base64', strength: 3 };
  if (text.length < 3 || isReference(text) || isEncrypted(text) || isPlaceholder(text)) return undefined;
  if (/user|name|host|port|database|email|url|region|\.(?:crt|pem|cert|conf|ya?ml|json|xml)$/i.test(slot.name) && !meaningOf(slot.name)) return undefined;
  const meaning = meaningOf(slot.name);
  const verdict = judge(text, meaning ?? 'secret', slot.name, true);
  if (!verdict.secret && !(meaning && text.length >= 4 && !/\s/.test(text) && slot.kubernetesSecret === 'data')) return undefined;
  return { ...generic(slot.value, slot.at, meaning ?? 'secret', verdict.secret ? verdict.confidence : 'low', slot.where), title: `${titles[meaning ?? 'secret']} of a Kubernetes Secret${slot.kubernetesSecret === 'data' ? ', in base64' : ''}`, strength: 3 };
}
