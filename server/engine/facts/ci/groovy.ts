// Tokens of a Groovy file as far as pipelines need them: strings with their quotes, words, and the credentials that
// `withCredentials` and `environment` bind, each with the block it holds for. Linear and total; it evaluates nothing.
import type { Span } from '../../text/text.ts';

export interface GroovyString {
  readonly span: Span;
  readonly inner: Span;
  readonly text: string;
  /** `"` and `"""` are interpolated by Groovy, `'` and `'''` are not. */
  readonly quote: '"' | "'" | '"""' | "'''";
}

export interface GroovyWord {
  readonly text: string;
  readonly span: Span;
}

export interface CredentialBinding {
  readonly variable: string;
  readonly at: Span;
  /** The variable holds where a file with the secret lies, and not the secret. */
  readonly isPath: boolean;
  /** The block in which the variable is set. */
  readonly scope: Span;
}

type Bound = Omit<CredentialBinding, 'scope'>;

export interface GroovyTokens {
  readonly strings: readonly GroovyString[];
  readonly words: readonly GroovyWord[];
  readonly bindings: readonly CredentialBinding[];
}

export function readGroovy(text: string): GroovyTokens {
  const strings: GroovyString[] = [];
  const words: GroovyWord[] = [];
  /** Open blocks with the credentials bound in front of them. */
  const blocks: { start: number; bindings: Bound[] }[] = [];
  const bindings: CredentialBinding[] = [];
  let pending: Bound[] = [];
  let index = 0;
  while (index < text.length) {
    const char = text[index]!;
    if (char === '/' && text[index + 1] === '/') index = endOr(text.indexOf('\n', index), text);
    else if (char === '/' && text[index + 1] === '*') index = endOr(text.indexOf('*/', index + 2), text, 2);
    else if (char === '"' || char === "'") {
      const string = readString(text, index, char);
      strings.push(string);
      // withCredentials([string(credentialsId: 'x', variable: 'TOKEN')]) { … }
      const before = text.slice(Math.max(0, index - 200), index);
      // A file of the managed ones is a setting.
      if (bindsVariable.test(before) && !/\bconfigFile\s?\([^()]*$/.test(before))
        pending.push({ variable: string.text, at: string.inner, isPath: bindsPath.test(before) });
      // withAWS(credentials: 'x') { … } and sshagent(['x']) { … } set variables whose names are their own.
      const own = bindsOwn.exec(text.slice(Math.max(0, index - 120), index));
      if (own)
        pending.push({
          variable: own[1] === undefined ? 'SSH_AUTH_SOCK' : 'AWS_SECRET_ACCESS_KEY',
          at: string.inner,
          isPath: own[1] === undefined,
        });
      index = string.span[1];
    } else if (/[A-Za-z_]/.test(char)) {
      let end = index + 1;
      while (end < text.length && /\w/.test(text[end]!)) end++;
      const word: GroovyWord = { text: text.slice(index, end), span: [index, end] };
      words.push(word);
      // environment { TOKEN = credentials('x') }
      const assigned = word.text === 'credentials' ? words.at(-2) : undefined;
      if (assigned && /^\s*=\s*$/.test(text.slice(assigned.span[1], index)))
        blocks.at(-2)?.bindings.push({ variable: assigned.text, at: assigned.span, isPath: false });
      index = end;
    } else {
      if (char === '{') {
        blocks.push({ start: index, bindings: pending });
        pending = [];
      } else if (char === '}') close(blocks.pop(), index + 1, bindings);
      index++;
    }
  }
  while (blocks.length > 0) close(blocks.pop(), text.length, bindings);
  return { strings, words, bindings };
}

const bindsVariable =
  /\b(?:variable|passwordVariable|keyFileVariable|keystoreVariable|passphraseVariable|accessKeyVariable|secretKeyVariable|tokenVariable)\s{0,20}:\s{0,20}$/;
const bindsPath = /\b(?:keyFileVariable|keystoreVariable)\s{0,20}:\s{0,20}$|\b(?:file|zip)\s?\([^()]*$/;
const bindsOwn =
  /\b(?:(withAWS)\s?\((?:[^()]{0,80},)?\s{0,4}credentials\s{0,4}:|sshagent\s?\(?\s{0,4}(?:credentials\s{0,4}:\s{0,4})?\[?)\s{0,4}$/;

function close(block: { start: number; bindings: Bound[] } | undefined, end: number, into: CredentialBinding[]): void {
  for (const binding of block?.bindings ?? []) into.push({ ...binding, scope: [block!.start, end] });
}

function readString(text: string, start: number, quote: '"' | "'"): GroovyString {
  const triple = text.startsWith(quote.repeat(3), start);
  const mark = triple ? quote.repeat(3) : quote;
  let index = start + mark.length;
  while (index < text.length && !text.startsWith(mark, index)) {
    if (!triple && text[index] === '\n') break;
    index += text[index] === '\\' ? 2 : 1;
  }
  const end = Math.min(index, text.length);
  const close = text.startsWith(mark, end) ? end + mark.length : end;
  return {
    span: [start, close],
    inner: [start + mark.length, Math.max(start + mark.length, end)],
    text: text.slice(start + mark.length, end),
    quote: mark as GroovyString['quote'],
  };
}

function endOr(found: number, text: string, past = 0): number {
  return found < 0 ? text.length : found + past;
}
