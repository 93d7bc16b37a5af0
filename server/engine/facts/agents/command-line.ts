// A line of a shell in words, as the pattern of an allow list or a server's settings write it. No shell: nothing is
// expanded, substituted or looked up, and what it cannot split stays a word.

/** No line of an allow list is read further than this many characters. */
const longest = 4000;

export interface SimpleCommand {
  readonly words: readonly string[];
  /** True where a quote is still open at the end: whatever follows belongs to the last word. */
  readonly unfinished: boolean;
}

/** Splits a line at blanks, quotes respected; operators stay words. */
export function splitWords(line: string): string[] {
  return read(line, false).flatMap((command) => command.words);
}

/** The commands of a line, between operators and line ends that no quote holds. */
export function simpleCommands(line: string): SimpleCommand[] {
  return read(line, true);
}

function read(line: string, operators: boolean): SimpleCommand[] {
  const commands: SimpleCommand[] = [];
  let words: string[] = [];
  let current = '';
  let quote = '';
  let open = false;
  const endWord = () => {
    if (current || open) words.push(current);
    current = '';
    open = false;
  };
  const endCommand = (unfinished: boolean) => {
    endWord();
    if (words.length > 0) commands.push({ words, unfinished });
    words = [];
  };
  const text = line.slice(0, longest);
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (operators && char === '\\' && quote !== "'" && /["'`$();|&<> ]/.test(text[at + 1] ?? '')) {
      current += text[++at]!;
    } else if (quote) {
      if (char === quote) quote = '';
      else current += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      open = true;
    } else if (operators && (char === ';' || char === '|' || char === '\n' || (char === '&' && !/[<>]/.test(text[at - 1] ?? '')))) {
      endCommand(false);
    } else if (/\s/.test(char)) endWord();
    else current += char;
  }
  endCommand(quote !== '');
  return commands;
}
