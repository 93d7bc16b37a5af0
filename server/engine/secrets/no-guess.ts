// Places where a value under a secret's name says nothing by its name alone: style sheets, locks of dependencies, maps of
// sources, translations, examples of an interface, lines that a bundler wrote. What a format or a checksum proves counts
// there as everywhere; this is asked only about guesses.
import type { Document } from '../document.ts';
import { findNode, type DataNode } from '../syntax/data.ts';
import { parseJson } from '../syntax/json.ts';
import { parseYaml } from '../syntax/yaml.ts';
import { isNameOfAccount } from './guessed.ts';
import { isTelling } from './names.ts';
import type { Recognised } from './recognise.ts';
import { looksRandom } from './randomness.ts';
import type { DataSlot } from './slots-data.ts';
import type { Span } from '../text/text.ts';

const styleSheet = /\.(?:css|scss|sass|less|styl)$/i;
const lock = /(?:^|\/)(?:[\w.-]+[-.]lock(?:\.\w{1,6})?|go\.sum|npm-shrinkwrap\.json)$/i;
const translation =
  /(?:^|\/)(?:(?:i18n|l10n|nls|locali[sz]ations?|locales?|translations?|lang(?:uage)?s?)\/|values-(?:[a-z]{2,3}(?:-r[A-Z]{2})?|b\+[a-z]{2,3}(?:\+\w{1,12})*)\/\w+\.xml$)|\.(?:po|pot|xlf|xliff|resx|arb|strings)$/i;
const sourceMap = /\.(?:js|mjs|cjs|ts|css)\.map$/i;

/** Where `password: admin` says who may change one, or what a form shows. */
const ofRights = /(?:^|[._-])(?:permissions?|roles?|rights|labels?|fields?|i18n|placeholders?|messages?)(?:[._-]|$)/i;

/** True where the folder or the ending of a file says that it holds what people are shown in their language. */
const isTranslation = (uri: string): boolean => translation.test(uri);

/** Why a guess at a place of this document does not count, asked guess by guess. */
export function noGuessIn(document: Document): (slot: DataSlot, found: Recognised) => string | undefined {
  const { uri, format } = document;
  const whole = styleSheet.test(uri)
    ? 'a style sheet'
    : lock.test(uri)
      ? 'a lock file'
      : sourceMap.test(uri)
        ? 'a map of sources'
        : undefined;
  if (whole) return () => whole;
  const translates = isTranslation(uri);
  const isData = format === 'yaml' || format === 'json';
  const describesInterface = isData && isInterface(document);
  const bundles = format === 'javascript' || format === 'typescript' || format === 'text';
  return (slot, { at, value }) => {
    if (isData && isExample(slot.within ?? slot.path, describesInterface)) return 'an example of an interface';
    if (isData && isNameOfAccount(value) && ofRights.test(slot.within ?? slot.path)) return 'who may do it';
    if (asksForType(document.text, at[0], value)) return 'the type of a value';
    if (format === 'markdown' && /^pass$/i.test(slot.name) && /^[A-Za-z-]+$/.test(value)) return 'what one of several passes does';
    if (translates && !isNoWord(value)) return 'a translation';
    if (isIdOfAddress(document.text, at[0])) return 'what an address names';
    if (namesDevice.test(document.text.slice(Math.max(0, at[0] - 200), at[0]))) return 'the device that holds a key';
    if (/generator token: ?$/i.test(document.text.slice(Math.max(0, at[0] - 20), at[0]))) return 'the mark of a program that writes code';
    if ((bundles || isData) && isNameOfStyle(document.text, at, value)) return 'what a bundler calls a style';
    if (format === 'groovy' && isIdInStore(document.text, at[0])) return 'the id of a credential of Jenkins';
    return bundles && !isDrawn(value) && isDense(document.text, slot.at[0]) ? 'a line that a program wrote' : undefined;
  };
}

/** Whether a slot of this document is an example of an interface: nobody signs in with what a description shows. */
export function exampleIn(document: Document): (slot: DataSlot) => boolean {
  const isDescription = (document.format === 'yaml' || document.format === 'json') && isInterface(document);
  return (slot) => isDescription && isExample(slot.within ?? slot.path, true);
}

/** Drawn by a program: what a person would hardly write, and what a bundler puts in for a variable of the environment. */
const isDrawn = (value: string): boolean => value.length >= 20 && /^[\w+/=.-]+$/.test(value) && /\d/.test(value) && looksRandom(value);

/** No word of any language: without a blank, and with a digit that stands for itself. */
const isNoWord = (value: string): boolean => /^[\x21-\x7e]{8,}$/.test(value) && /\d/.test(value) && !/[<>]|[$%{]\d/.test(value);

/** OpenAPI, Swagger, AsyncAPI, or a JSON Schema: there a default is a part of the description. */
function isInterface(document: Document): boolean {
  if (!/openapi|swagger|asyncapi|json-schema\.org/.test(document.text.slice(0, 2000))) return false;
  return document.tree(document.format === 'yaml' ? parseYaml : parseJson).roots.some(saysInterface);
}

function saysInterface(root: DataNode): boolean {
  if (root.kind !== 'map') return false;
  const schema = findNode(root, '$schema');
  return (
    ['openapi', 'swagger', 'asyncapi'].some((key) => findNode(root, key) !== undefined) ||
    (schema?.kind === 'scalar' && String(schema.value).includes('json-schema.org'))
  );
}

function isExample(path: string, describesInterface: boolean): boolean {
  return (
    /(?:^|\.)(?:x-)?examples?(?:\.|$)/i.test(path) ||
    (describesInterface && /(?:^|\.)(?:default|enum|const|pattern|description|x-[\w-]+)(?:\.|$)/.test(path))
  );
}

/** `typeof options.privateKey === 'string'`. */
const asksForType = (text: string, at: number, value: string): boolean =>
  /^(?:string|object|function|number|boolean|symbol|bigint|undefined)$/.test(value) &&
  /(?<![\w$])typeof[ (][^;\n]{0,80}=$/.test(text.slice(Math.max(0, at - 100), at).replace(/\s{0,8}['"`]$/, ''));

/**
 * `token=` where it is the name of a file or of an order in an address that is handed around, Firebase's downloads or PayPal's
 * pages, or shows the state of a build to whoever looks at a badge: CircleCI, Travis CI and Codecov issue tokens that do no more.
 */
function isIdOfAddress(text: string, at: number): boolean {
  if (!/[?&](?:\w{1,20}[_-])?(?:token|key)=$/.test(text.slice(Math.max(0, at - 28), at))) return false;
  const before = text.slice(Math.max(0, at - 400), at);
  return /^\/\/(?:(?:firebasestorage\.googleapis\.com|www\.(?:sandbox\.)?paypal\.com)\/[^\s"'`<>]*|[\w.-]+\/[^\s"'`<>?]*\.(?:svg|png)\?[^\s"'`<>]*)$/.test(
    before.slice(before.lastIndexOf('//')),
  );
}

/** `pkcs11:token=…` (RFC 7512): which device it is. Its PIN is said elsewhere. */
const namesDevice = /(?<!\w)pkcs11:(?:[^\s"'`?]{0,180};)?token=$/i;

/** `credentials('deploy-2024')` of a declarative pipeline: what the store of Jenkins calls one. */
const isIdInStore = (text: string, at: number): boolean =>
  /(?<![\w.])credentials\(\s{0,4}(?:id\s?:\s?)?['"]$/.test(text.slice(Math.max(0, at - 30), at));

const pairOfNames = /["'\x60]?([A-Za-z_][\w-]{0,60})["'\x60]?\s?:\s?["'\x60]([A-Za-z_][\w-]{5,23})["'\x60]\s?[,}]/g;

/**
 * `{footer:"fZ9…",password:"jv7…",panel:"Qk2…"}`: a bundler gives every style a name of one length. Three others of names
 * that ask for nothing say so; of keys that stand together each says whose it is.
 */
function isNameOfStyle(text: string, at: Span, value: string): boolean {
  if (!/^[A-Za-z_][\w-]{5,23}$/.test(value) || /^[\da-f]+$/i.test(value)) return false;
  const around = `${text.slice(Math.max(0, at[0] - reach), at[0])}"}${text.slice(at[1] + 1, at[1] + reach)}`;
  let others = 0;
  for (const [, name, other] of around.matchAll(pairOfNames))
    if (other!.length === value.length && looksRandom(other!) && !isTelling(name!) && !/id$/i.test(name!)) others++;
  return others >= 3;
}

/** How far around a place is looked. */
const reach = 300;

/** Long, with hardly a blank: no person writes such a line. */
function isDense(text: string, at: number): boolean {
  const around = text.slice(Math.max(0, at - reach), at + reach);
  return around.length >= reach && !around.includes('\n') && around.length - around.replaceAll(' ', '').length < around.length * 0.08;
}
