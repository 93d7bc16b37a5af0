// Users and roles of MongoDB as scripts make them: `db.createUser({ user, pwd, roles })`, `grantRolesToUser`, the commands
// of drivers, in JavaScript, in what a shell gives to `mongosh --eval`, in manifests. The words of a call and how they
// nest, no program: a list or a name that is computed gives nothing.
import type { Facts } from '../types.ts';
import type { Leaf } from '../value.ts';
import { pushServiceRole } from './access.ts';

const calls = /(?<![\w$])(createUser|updateUser|grantRolesToUser|createRole|updateRole|grantRolesToRole)["']?\s{0,20}[(:,]/g;
/** Roles that hold for every database, or for the server. */
const wide = /^(?:root|__system|(?:readWrite|dbAdmin|userAdmin)AnyDatabase|clusterAdmin|anyAction)$/;
const longest = 5000;
const mostCalls = 500;

interface Token {
  readonly kind: 'string' | 'word' | 'mark';
  readonly text: string;
  readonly span: readonly [number, number];
}

/** Pushes the roles over everything that the calls of a text give. */
export function readMongoUsers(text: string, uri: string, into: Facts): void {
  let left = mostCalls;
  for (const match of text.matchAll(calls)) {
    if (left-- <= 0) return;
    const start = match.index + match[0].length;
    const given = rolesIn(tokensOf(text, start, match[0].endsWith('(') ? 1 : 0), match[1]!);
    const name = given.who?.text ?? '?';
    for (const role of given.roles) {
      const at = { uri, span: role.span };
      const leaf = (token: Token): Leaf => ({
        kind: 'scalar',
        known: 'literal',
        value: token.text,
        at: { uri, span: token.span },
        token: { uri, span: token.span },
        via: [],
        encoding: 'none',
        editable: false,
      });
      pushServiceRole(
        {
          uri,
          kind: match[1]!,
          name,
          ...(given.who ? { who: leaf(given.who) } : {}),
          role: leaf(role),
          block: { uri, span: [match.index, Math.max(given.end, role.span[1])] },
          head: at,
        },
        into,
      );
    }
  }
}

interface Roles {
  readonly who?: Token;
  readonly roles: readonly Token[];
  readonly end: number;
}

/** The names under `roles`, or in the list behind the name, of one call; of a role the actions on any resource. */
function rolesIn(tokens: readonly Token[], call: string): Roles {
  const roles: Token[] = [];
  let who: Token | undefined;
  // Lists that are open, by what they are lists of.
  const open: string[] = [];
  let key = '';
  tokens.forEach((token, index) => {
    const { kind, text } = token;
    const next = tokens[index + 1]?.text;
    if (kind === 'mark') {
      if (text === '[') open.push(key === '' && call.startsWith('grant') ? 'roles' : key);
      else if (text === '{')
        open.push(open.at(-1) === 'roles' ? 'role object' : key === 'privileges' || open.at(-1) === 'privileges' ? 'privileges' : '');
      else if (text === ']' || text === '}') open.pop();
      if (text === ',' || text === ']' || text === '}') key = '';
      return;
    }
    if (next === ':' || (next === '=' && kind === 'word')) key = text;
    else if (kind === 'string') {
      const within = open.at(-1) ?? '';
      const named = within === 'roles' || (within === 'role object' && key === 'role') || (within === 'actions' && text === 'anyAction');
      if (named && wide.test(text)) roles.push(token);
      else if (!who && (/^(?:user|createUser|updateUser|role|createRole)$/.test(key) || (key === '' && open.length === 0))) who = token;
    }
  });
  return { ...(who ? { who } : {}), roles, end: tokens.at(-1)?.span[1] ?? 0 };
}

/** Words, strings and marks up to the end of the call, or of what encloses it. Strings may stand in a shell's own quotes. */
function tokensOf(text: string, start: number, depth: number): Token[] {
  const tokens: Token[] = [];
  const end = Math.min(text.length, start + longest);
  for (let i = start; i < end; i++) {
    const char = text[i]!;
    if (char === '/' && text[i + 1] === '/') {
      const line = text.indexOf('\n', i);
      i = line < 0 ? end : line;
    } else if (char === '"' || char === "'" || char === '`') {
      const close = closing(text, i + 1, end, text[i - 1] === '\\' ? `\\${char}` : char);
      tokens.push({ kind: 'string', text: text.slice(i + 1, close), span: [i + 1, close] });
      i = close + (text[close] === '\\' ? 1 : 0);
    } else if (/[\w$]/.test(char)) {
      let stop = i + 1;
      while (stop < end && /[\w$.]/.test(text[stop]!)) stop++;
      tokens.push({ kind: 'word', text: text.slice(i, stop), span: [i, stop] });
      i = stop - 1;
    } else if (/[([{]/.test(char)) {
      depth++;
      tokens.push({ kind: 'mark', text: char, span: [i, i + 1] });
    } else if (/[)\]}]/.test(char)) {
      if (--depth < 0) break;
      tokens.push({ kind: 'mark', text: char, span: [i, i + 1] });
      if (depth === 0 && char === ')') break;
    } else if (/[:,=]/.test(char)) tokens.push({ kind: 'mark', text: char, span: [i, i + 1] });
    else if (char === ';') break;
  }
  return tokens;
}

function closing(text: string, from: number, end: number, quote: string): number {
  const found = text.slice(from, end).indexOf(quote);
  return found < 0 ? end : from + found;
}
