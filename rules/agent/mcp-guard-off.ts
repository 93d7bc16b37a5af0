// Options and variables with which an MCP server is started and that take a guard away: its login, the proof of whom it
// talks to, its own questions, or the boundary around the code that it loads.
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { AgentServer } from '../../server/engine/facts/agent.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { tableOf } from '../../server/engine/table.ts';
import { clientTitle } from './clients.ts';

type Effect = 'login' | 'proof' | 'asks' | 'origin' | 'open' | 'loads';

const everyNetwork = /^(?:0\.0\.0\.0|\[?::\]?|\*)$/;
const off = /^(?:0|false|no|off)$/i;
const on = /^(?:1|true|yes|on)$/i;

/** Options by their whole word, or by their word before `=true`. */
const options: ReadonlyMap<string, Effect> = tableOf<Effect>({
  '--no-auth': 'login',
  '--disable-auth': 'login',
  '--disable-authentication': 'login',
  '--allow-unauthenticated': 'login',
  '--allow-anonymous': 'login',
  '--insecure': 'proof',
  '--insecure-skip-verify': 'proof',
  '--insecure-skip-tls-verify': 'proof',
  '--no-verify-ssl': 'proof',
  '--no-ssl-verify': 'proof',
  '--disable-ssl-verification': 'proof',
  '--disable-tls-verification': 'proof',
  '--skip-verification': 'proof',
  '--skip-tls-verify': 'proof',
  '--no-check-certificate': 'proof',
  '--ignore-certificate-errors': 'proof',
  '--ignore-https-errors': 'proof',
  '--trust-all': 'asks',
  '--trust-all-tools': 'asks',
  '--allow-all': 'asks',
  '--allow-all-tools': 'asks',
  '--auto-approve': 'asks',
  '--yolo': 'asks',
  '--unsafe': 'asks',
  '--unrestricted': 'asks',
  '--disable-security': 'asks',
  '--dangerously-skip-permissions': 'asks',
  '--no-sandbox': 'origin',
  '--disable-web-security': 'origin',
});

/** Variables with the values that take the guard away. */
const variables: ReadonlyMap<string, readonly [value: RegExp, effect: Effect]> = tableOf<readonly [RegExp, Effect]>({
  NODE_TLS_REJECT_UNAUTHORIZED: [off, 'proof'],
  PYTHONHTTPSVERIFY: [off, 'proof'],
  GIT_SSL_NO_VERIFY: [on, 'proof'],
  DANGEROUSLY_OMIT_AUTH: [on, 'login'],
  // Allocators and clocks are what libraries are loaded first for.
  LD_PRELOAD: [/^(?!.*(?:malloc|faketime))./s, 'loads'],
  LD_AUDIT: [/./, 'loads'],
  DYLD_INSERT_LIBRARIES: [/./, 'loads'],
  NODE_OPTIONS: [/(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)[\s=]["']?(?:[.~/\\]|[A-Za-z]:|data:|https?:)/, 'loads'],
  PATH: [/^(?:\.{1,2}(?:\/(?!node_modules\/\.bin)|:|$)|\/tmp\b|\/var\/tmp\b|\/dev\/shm\b)/, 'loads'],
  HOST: [everyNetwork, 'open'],
  MCP_HOST: [everyNetwork, 'open'],
  FASTMCP_HOST: [everyNetwork, 'open'],
});

const severities: Readonly<Record<Effect, Severity>> = {
  login: 'medium',
  proof: 'medium',
  asks: 'medium',
  origin: 'low',
  open: 'low',
  loads: 'low',
};

interface Use {
  readonly at: Place;
  readonly text: string;
  readonly effect: Effect;
}

function* usesOf(server: AgentServer): Generator<Use> {
  const words = server.launch && server.launch.rest.length > 0 ? server.launch.rest : server.args;
  // What is reached of a container is what its runtime publishes.
  const contained = server.launch?.runner === 'container';
  // Deno's own permissions bear the same names.
  const ownPermissions = /(?:^|[/\\])deno(?:\.exe)?$/.test(textOf(server.command) ?? '');
  for (const [index, leaf] of words.entries()) {
    const text = textOf(leaf);
    if (text === undefined) continue;
    const [name, value] = [text.replace(/=.*$/s, ''), /=(.*)$/s.exec(text)?.[1]];
    const effect = options.get(name);
    if (effect !== undefined && !(ownPermissions && effect === 'asks') && (value === undefined || on.test(value)))
      yield { at: leaf.at, text, effect };
    if (contained || !/^--?(?:host|bind|address|listen|hostname)$/.test(name)) continue;
    const next: Leaf | undefined = value === undefined ? words[index + 1] : leaf;
    const address = (value ?? textOf(next) ?? '').replace(/:\d+$/, '');
    if (next && everyNetwork.test(address)) yield { at: next.at, text: `${name} ${address}`, effect: 'open' };
  }
  for (const { key, value } of server.env) {
    const name = textOf(key) ?? '';
    const row = variables.get(name);
    const text = textOf(value);
    if (row && text !== undefined && row[0].test(text) && !(contained && row[1] === 'open'))
      yield { at: value.at, text: `${name}=${text.slice(0, 60)}`, effect: row[1] };
  }
}

export const mcpGuardOff = defineRule({
  id: 'agent/mcp-guard-off',
  meta: {
    title: 'MCP server started with a guard switched off',
    category: 'agent',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'NHI5:2025', 'PR.AA-03'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'Why the guard was switched off, and what has to be set up in its place, is not in the file.',
    messages: {
      login: 'MCP server "{server}" is started with `{text}`: whoever reaches it uses its tools, with the identity that it was given',
      proof:
        'MCP server "{server}" is started with `{text}`: it does not check whom it talks to, so anyone on the way gets the tokens that it sends. Add the authority that signed the certificate instead',
      asks: 'MCP server "{server}" is started with `{text}`: it does whatever the agent asks for, with the rights of the person who started it',
      origin:
        'MCP server "{server}" is started with `{text}`: a page that its browser opens reaches the other pages there, their logins included, or the machine',
      open: 'MCP server "{server}" listens on every network (`{text}`): whoever reaches the port may try its tools. Listen on 127.0.0.1, or speak over standard input',
      session:
        '{client} runs every session with `{text}`: it does not check whom it talks to, so anyone on the way gets the tokens that it and its tools send. Set NODE_EXTRA_CA_CERTS to the authority that signed the certificate instead',
      loads:
        'MCP server "{server}" is started with `{text}`: other code is loaded into it, and works with the credentials and files that the server was given',
    },
    docs: {
      what: 'The definition of an MCP server, or the environment that settings of Claude Code give to every session, holds an option or a variable that switches off a login, the check of certificates, questions or a boundary.',
      why: 'A server acts with credentials that somebody gave it. These switches are meant for a first try on one machine, and a settings file hands them to everyone who opens the project.',
      remedy: 'Remove the option; for certificates of your own set `NODE_EXTRA_CA_CERTS` or `SSL_CERT_FILE`.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tickets": { "command": "node", "args": ["server.js"], "env": { "NODE_TLS_REJECT_UNAUTHORIZED": "«0»" } }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tickets": { "command": "node", "args": ["server.js"], "env": { "NODE_EXTRA_CA_CERTS": "/etc/acme/ca.pem" } }\n  }\n}\n',
        },
      ],
      references: [
        'https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue',
        'https://modelcontextprotocol.io/specification/2025-11-25/basic/security_best_practices',
      ],
    },
  },
  on: {
    setting(setting, agent, context) {
      const name = agent.client === 'claude-code' && setting.key.startsWith('env.') ? setting.key.slice('env.'.length) : '';
      const row = variables.get(name);
      const text = textOf(setting.value);
      if (row?.[1] === 'proof' && text !== undefined && row[0].test(text))
        context.report({
          at: setting.value.at,
          message: 'session',
          data: { client: clientTitle(agent.client), text: `${name}=${text.slice(0, 60)}` },
          anchor: setting.anchor,
        });
    },
    server(server, _agent, context) {
      if (server.disabled) return;
      for (const { at, text, effect } of usesOf(server))
        context.report({
          at,
          message: effect,
          data: { server: server.name, text },
          anchor: `${server.anchor}|${text}`,
          severity: severities[effect],
        });
    },
  },
});
