// How a word is written in YAML so that every reader takes it for the same word: those of YAML 1.1, of 1.2, and a tired human.

const plainStart = /^[A-Za-z0-9_./$@(<~+^;=\u00a0-\ud7ff\ue000-\ufffd\ud800-\udfff-]/;
/** Words that some YAML reads as something else: booleans, nulls, numbers, dates, times in base sixty. */
const looksTyped =
  /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?(?:\d|\.\d|\.inf)[\d_.,:xoeE+\-a-fA-F]*|\.nan|\d{4}-\d\d?-\d\d?.*|<<|=|-+|\.\.\.)$/i;

/** Whether text can stand without quotes. In flow, commas and brackets end a word. */
export function isPlainSafe(text: string, inFlow: boolean): boolean {
  if (text === '' || !plainStart.test(text) || looksTyped.test(text)) return false;
  if (/[\u0000-\u001f\u007f\ufeff]|: |:$| #|^\s|\s$|^[-?:] |^---|^@/.test(text)) return false;
  return !inFlow || !/[,[\]{}]|:[,[\]{}]/.test(text);
}

export function yamlWord(value: string | number | boolean, inFlow: boolean): string {
  if (typeof value !== 'string') return String(value);
  if (isPlainSafe(value, inFlow)) return value;
  return yamlQuoted(value, value.includes("'") || !isPrintable(value) ? 'double' : 'single');
}

/** The text in quotes of this kind; in double quotes where single ones cannot hold it. */
export function yamlQuoted(text: string, quote: 'single' | 'double'): string {
  if (quote === 'single' && isPrintable(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll('\x7f', '\\x7f');
}

function isPrintable(text: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text);
}
