// Edits in TypeScript and JavaScript object and array literals, in the quotes that the place uses. Policy statements of
// the CDK write the elements of a policy under names of their own (`actions` for `Action`): where a mapping stands for
// such a literal, new entries get those names too.
import type { Document } from '../document.ts';
import type { TextEdit } from '../fix.ts';
import { textOf, type Mapping, type Value } from '../facts/value.ts';
import { bracketPrinter, type BracketStyle } from './brackets.ts';
import { ownEntries, type Printer } from './notation.ts';
import { tableOf } from '../table.ts';

type Quote = "'" | '"' | '`';

const identifier = /^[A-Za-z_$][\w$]*$/;

function styleWith(quote: Quote): BracketStyle {
  const word = (value: string | number | boolean): string =>
    typeof value === 'string' ? quote + escaped(value, quote) + quote : String(value);
  return { word, key: (key) => (identifier.test(key) ? key : word(key)), colon: ': ', comment: '//' };
}

function escaped(text: string, quote: Quote): string {
  const plain = text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
  return (quote === '`' ? plain.replaceAll('${', '\\${') : plain).replaceAll(quote, `\\${quote}`);
}

/** A text that means the same in single quotes, in double quotes and in a template. */
function safeInAnyQuotes(text: string): string {
  return escaped(text, "'").replaceAll('"', '\\"').replaceAll('`', '\\`').replaceAll('${', '\\${');
}

const printers: Readonly<Record<Quote, Printer>> = {
  "'": bracketPrinter(styleWith("'"), true),
  '"': bracketPrinter(styleWith('"'), true),
  '`': bracketPrinter(styleWith("'"), true),
};

/** The quote that a value's own text uses first, else the file's first. */
function quoteOf(value: Value, text: string): Quote {
  const near = /['"`]/.exec(text.slice(value.token.span[0], value.token.span[1]))?.[0] ?? /['"]/.exec(text)?.[0];
  return (near as Quote | undefined) ?? "'";
}

const cdkNames = tableOf<string>({
  Sid: 'sid',
  Effect: 'effect',
  Action: 'actions',
  NotAction: 'notActions',
  Resource: 'resources',
  NotResource: 'notResources',
  Principal: 'principals',
  NotPrincipal: 'notPrincipals',
  Condition: 'conditions',
});

/** The name of an entry as this literal writes it. */
function nameIn(mapping: Mapping, key: string, document: Document): string {
  const renamed = ownEntries(mapping).some((entry) => {
    const text = textOf(entry.key);
    return text !== undefined && cdkNames.get(text) !== undefined && document.text.slice(...entry.key.at.span) === cdkNames.get(text);
  });
  return renamed ? (cdkNames.get(key) ?? key) : key;
}

const of = (value: Value, document: Document): Printer => printers[quoteOf(value, document.text)];

export const typescriptPrinter: Printer = {
  // Only the text between the quotes changes, so that which quotes they are need not be known.
  replaceText(leaf, text): TextEdit | undefined {
    if (!leaf.editable || leaf.at.span[0] === leaf.token.span[0]) return undefined;
    return { uri: leaf.at.uri, span: leaf.at.span, text: safeInAnyQuotes(text) };
  },
  replaceByList: (leaf, texts, document) => of(leaf, document).replaceByList(leaf, texts, document),
  replaceValue: (value, by, document) => of(value, document).replaceValue(value, by, document),
  addEntry: (mapping, key, value, document, before) =>
    of(mapping, document).addEntry(mapping, nameIn(mapping, key, document), value, document, before),
  addItem: (list, value, document) => of(list, document).addItem(list, value, document),
  removeEntry: (mapping, key, document) => of(mapping, document).removeEntry(mapping, key, document),
  removeItem: (item, document) => of(item, document).removeItem(item, document),
};
