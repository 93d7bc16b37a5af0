// Ids that a script of a shell asks Azure for by a name which is written there: `ROLE=$(az role definition list --name Owner
// --query "[0].id" -o tsv)`, `$(az ad sp show … --query "appRoles[?value=='User.Read.All'].id")`. Nothing is asked: the name
// stands for the id. Of a resource group only that it is one is known. Days that are counted from now are among them.
import type { Assigned, Written } from '../source-policies/shell-variables.ts';
import { textOf, type Leaf } from '../value.ts';
import { flagOf, shellCommands, type ShellCommand } from './shell.ts';
import { datesIn } from './shell-dates.ts';

const asking = /(?<![\w./-])az\s+(role\s+definition\s+(?:list|show)|ad\s+sp\s+(?:show|list)|group\s+(?:show|create))(?![\w-])/g;
const assigned = /(?:^|[\s;&])([A-Za-z_]\w{0,60})=(?:"?\$\([ \t]{0,10}|")$/;
/** What a query of JMESPath picks roles by. Marks may be escaped. */
const byName = {
  role: /\broleName\s{0,4}==\s{0,4}\\?['"`]([^'"`\\]{1,120})\\?['"`]/,
  appRole: /\bappRoles\s{0,4}\[\?[^\]]{0,200}?\bvalue\s{0,4}==\s{0,4}\\?['"`]([^'"`\\]{1,120})\\?['"`]/,
};

/** What such variables hold, by where their names begin. */
export function lookupsIn(text: string, uri: string): ReadonlyMap<number, Written> {
  const found = new Map<number, Written>();
  for (const [start, leaf] of datesIn(text, uri)) found.set(start, { written: { value: String(leaf.value), at: leaf.at } });
  if (!/=["$(\s]{0,12}az\s/.test(text)) return found;
  for (const command of shellCommands(text, uri, asking, (match) => match[1]!.replace(/\s+/g, ' '))) {
    const [at] = command.at.span;
    const before = assigned.exec(text.slice(Math.max(0, at - 120), at));
    const query = flagOf(command, 'query');
    const value = before && query && valueOf(command, query, text, uri);
    if (!value) continue;
    const start = Math.max(0, at - 120) + before.index + before[0].indexOf(before[1]!);
    found.set(start, { written: value, ...(/\$/.test(value.value) ? { isComposed: true } : {}) });
  }
  return found;
}

const asksGroup =
  /"?\$\([ \t]{0,10}az[ \t]{1,4}group[ \t]{1,4}(?:show|create)[ \t][^()\n]{0,300}?--query[ \t]{1,4}["']?\[?id\]?["']?[ \t)]/y;

/** The id of a resource group that a command is asked for in place: `--scope "$(az group show -n data --query id -o tsv)"`. */
export function groupAt(text: string, leaf: Leaf): Leaf {
  if (leaf.kind === 'scalar' && !String(leaf.value).startsWith('$(')) return leaf;
  asksGroup.lastIndex = leaf.at.span[0];
  if (!asksGroup.test(text)) return leaf;
  const { at, token, via, encoding } = leaf;
  return { kind: 'partial', pattern: '/subscriptions/\0/resourceGroups/\0', at, token, via, encoding, editable: false };
}

function valueOf({ name, flags }: ShellCommand, query: Leaf, text: string, uri: string): Assigned | undefined {
  const [from, to] = query.at.span;
  const asked = text.slice(from, to);
  if (!/\b(?:id|name)\b/.test(asked)) return undefined;
  if (name.startsWith('group')) {
    if (!/^\[?id\]?$/.test(textOf(query) ?? '')) return undefined;
    const leaf = {
      kind: 'partial',
      pattern: '/subscriptions/\0/resourceGroups/\0',
      at: query.at,
      token: query.at,
      via: [],
      encoding: 'none',
    } as const;
    return { value: '', at: query.at, leaf: { ...leaf, editable: false } };
  }
  const given = name.startsWith('role') ? (flags.get('name') ?? flags.get('n'))?.[0]?.leaf : undefined;
  const picked = given ? undefined : (name.startsWith('role') ? byName.role : byName.appRole).exec(asked);
  const value = given ? text.slice(...given.at.span) : picked?.[1];
  if (value === undefined) return undefined;
  const start = given ? given.at.span[0] : from + picked!.index + picked![0].lastIndexOf(value);
  return { value, at: { uri, span: [start, start + value.length] } };
}
