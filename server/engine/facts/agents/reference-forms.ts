// How each client refers to a value that stands outside its settings, and which form an edit has to write so that this
// client expands it. Forms that a client does not expand are never written: the server would get the literal text.
import type { AgentClient, ReferenceUse, ServerInput } from '../agent.ts';

type Place = ServerInput['place'];

/** The forms by client, from each client's own documentation. A client or place that is missing expands nothing we know of. */
const forms: Partial<Readonly<Record<AgentClient, { readonly write: (name: string) => string; readonly places: readonly Place[] }>>> = {
  'claude-code': { write: (name) => `\${${name}}`, places: ['env', 'header', 'argument', 'url'] },
  'copilot-cli': { write: (name) => `\${${name}}`, places: ['env', 'header', 'argument'] },
  copilot: { write: (name) => `\${${name.startsWith('COPILOT_MCP_') ? name : `COPILOT_MCP_${name}`}}`, places: ['env', 'header'] },
  cursor: { write: (name) => `\${env:${name}}`, places: ['env', 'header', 'argument', 'url'] },
  windsurf: { write: (name) => `\${env:${name}}`, places: ['env', 'header'] },
  'amazon-q': { write: (name) => `\${env:${name}}`, places: ['env', 'header'] },
  roo: { write: (name) => `\${env:${name}}`, places: ['env', 'argument'] },
  gemini: { write: (name) => `\${${name}}`, places: ['env', 'header', 'argument', 'url'] },
  qwen: { write: (name) => `\${${name}}`, places: ['env', 'header', 'argument', 'url'] },
  amp: { write: (name) => `\${${name}}`, places: ['env', 'header', 'url'] },
  crush: { write: (name) => `$${name}`, places: ['env', 'header'] },
  kiro: { write: (name) => `\${${name}}`, places: ['env', 'header'] },
  opencode: { write: (name) => `{env:${name}}`, places: ['env', 'header', 'argument', 'url'] },
  'gh-aw': { write: (name) => `\${{ secrets.${name} }}`, places: ['env', 'header'] },
  mcpb: { write: (name) => `\${user_config.${name.toLowerCase()}}`, places: ['env', 'argument'] },
  devcontainer: { write: (name) => `\${localEnv:${name}}`, places: ['env', 'argument'] },
};

/** The text that makes a client take a value from the environment variable `name`; undefined where the client has no such form there. */
export function referenceTo(client: AgentClient, place: Place, name: string): string | undefined {
  const form = forms[client];
  return form?.places.includes(place) ? form.write(name) : undefined;
}

/** A variable's name for an input: `Authorization` of server `linear` becomes `LINEAR_TOKEN`, `--api-key` becomes `LINEAR_API_KEY`. */
export function variableFor(server: string, place: Place, name: string): string {
  const upper = (text: string) =>
    text
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .replace(/^_+|_+$/g, '')
      .toUpperCase();
  const own = upper(name);
  if (place === 'env' && own && own !== 'AUTHORIZATION' && own !== 'PASSWORD') return /^\d/.test(own) ? `_${own}` : own;
  if (/^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name)) return name;
  const prefix = upper(server) || 'MCP';
  const what = own === '' || own === 'AUTHORIZATION' || own === 'HEADER' || own === 'P' ? 'TOKEN' : own.replace(/^X_/, '');
  const full = what.startsWith(prefix) ? what : `${prefix}_${what}`;
  return /^\d/.test(full) ? `MCP_${full}` : full;
}

const notation =
  /\$\{\{\s*(secrets|vars|env|inputs)\.([\w-]+)\s*\}\}|\$\{(?:(env|input|localEnv|containerEnv|user_config|file)[:.])?([\w.\-/~]+)(?::-([^}]{0,500}))?\}|\{(?:env|file):([^}]{1,200})\}|\$([A-Z_][A-Z0-9_]*)\b|%([A-Z_][A-Z0-9_]*)%/g;

/** Every reference in a text, in any client's notation. Offsets count in the text. */
export function readReferences(text: string): ReferenceUse[] {
  if (!/[${%]/.test(text)) return [];
  const found: ReferenceUse[] = [];
  for (const match of text.matchAll(notation)) {
    const [whole, context, contextName, prefix, name, fallback, opencodeName, bare, percent] = match;
    const start = match.index;
    const kind =
      context === 'secrets'
        ? 'secret'
        : prefix === 'input' || context === 'inputs'
          ? 'input'
          : prefix === 'user_config'
            ? 'user-config'
            : 'variable';
    const referred = contextName ?? name ?? opencodeName ?? bare ?? percent ?? '';
    const fallbackStart = fallback === undefined ? 0 : start + whole.length - 1 - fallback.length;
    found.push({
      name: referred,
      kind,
      start,
      end: start + whole.length,
      ...(fallback ? { fallback: { text: fallback, start: fallbackStart, end: fallbackStart + fallback.length } } : {}),
    });
  }
  return found;
}
