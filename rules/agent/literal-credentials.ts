// What the rules about literal credentials of MCP servers share: how bad one is, what the reader is told, and the edit
// that puts the client's own form of reference in its place.
import { addEntry, addItem, removeEntry } from '../../server/engine/edit/printer.ts';
import type { Agent, AgentServer, ServerInput } from '../../server/engine/facts/agent.ts';
import { judgeLiteral } from '../../server/engine/facts/agents/credential-text.ts';
import { referenceTo, variableFor } from '../../server/engine/facts/agents/reference-forms.ts';
import { entryOf, textOf, type Mapping } from '../../server/engine/facts/value.ts';
import type { Document } from '../../server/engine/document.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker, TextEdit } from '../../server/engine/fix.ts';
import type { Report } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';
import { editing } from '../../server/engine/edit/suggest.ts';

/** Critical in a file that is shared, high in one of a person's home; milder for keys of a test mode and for local services. */
function severityOf(input: ServerInput, agent: Agent): Severity {
  if (judgeLiteral(input.name, input.text).sandbox) return 'medium';
  if (/@(?:localhost|127\.0\.0\.1|\[::1\]|host\.docker\.internal)(?:[:/]|$)/.test(textOf(input.leaf) ?? '')) return 'low';
  return agent.personal ? 'high' : 'critical';
}

/** The report of an input that holds a literal. `message` is `literal` where the client has a form of reference, else `noForm`. */
export function literalReport(input: ServerInput, server: AgentServer, agent: Agent): Report<'literal' | 'noForm'> {
  const variable = variableFor(server.name, input.place, input.name);
  const form = formFor(input, server, variable);
  const what = input.name === '' ? 'a value' : input.name;
  return {
    at: input.at,
    message: form ? 'literal' : 'noForm',
    data: { what, server: server.name, client: clientTitle(server.client), length: input.text.length, form: form?.shown ?? '' },
    anchor: `${server.anchor}|${input.place}=${input.name}`,
    severity: severityOf(input, agent),
    suggestions: form?.fix ? [form.fix(agent)] : [],
  };
}

interface Form {
  readonly shown: string;
  /** Missing where the value stands inside of another text, with escapes of its own. */
  readonly fix?: (agent: Agent) => FixMaker;
}

function formFor(input: ServerInput, server: AgentServer, variable: string): Form | undefined {
  const { uri } = input.at;
  if (server.client === 'codex') return codexForm(input, server, variable);
  const [start, end] = input.at.span;
  const exact = end - start === input.text.length;
  if (server.client === 'vscode') {
    const id = `${server.name}-${input.name.replace(/^-+/, '') || 'secret'}`.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
    return {
      shown: `\${input:${id}}`,
      ...(exact && {
        fix: (agent: Agent) =>
          editing(`Ask for it once: \${input:${id}} with a masked input`, uri, (document) => [
            { uri, span: input.at.span, text: `\${input:${id}}` },
            ...maskedInput(agent, id, `${input.name || 'Secret'} of ${server.name}`, document),
          ]),
      }),
    };
  }
  const reference = referenceTo(server.client, input.place, variable);
  return reference === undefined
    ? undefined
    : {
        shown: reference,
        ...(exact && {
          fix: () => editing(`Take it from the environment: ${reference}`, uri, () => [{ uri, span: input.at.span, text: reference }]),
        }),
      };
}

/** VS Code asks for inputs that the file declares; `password: true` keeps what is typed off the screen and in its secret store. */
function maskedInput(agent: Agent, id: string, description: string, document: Document): (TextEdit | undefined)[] {
  const declared = { type: 'promptString', id, description, password: true };
  const inputs = entryOf(agent.value, 'inputs')?.value;
  if (inputs?.kind === 'list') return [addItem(inputs, declared, document)];
  return agent.value.kind === 'mapping' ? [addEntry(agent.value, 'inputs', [declared], document)] : [undefined];
}

/** Codex expands nothing; it has keys that name a variable instead. */
function codexForm(input: ServerInput, server: AgentServer, variable: string): Form | undefined {
  const { uri } = input.at;
  const definition = server.value.kind === 'mapping' ? server.value : undefined;
  if (!definition || (!input.whole && input.place !== 'header')) return undefined;
  const from = (key: string): Mapping | undefined => {
    const value = entryOf(definition, key)?.value;
    return value?.kind === 'mapping' ? value : undefined;
  };
  // `added` is the line as TOML, for the case that it takes the place of the table that held the secret alone.
  const move = (
    added: string,
    source: 'env' | 'http_headers',
    name: string,
    edits: (document: Document) => (TextEdit | undefined)[],
    ownLine = true,
  ): Form | undefined => {
    const mapping = from(source);
    const entry = entryOf(definition, source);
    if (!mapping || !entry) return undefined;
    return {
      shown: added,
      fix: () =>
        editing(`Name the variable instead: ${added}`, uri, (document) => {
          const alone = mapping.entries.length === 1;
          if (alone && ownLine && document.text[mapping.token.span[0]] === '{') return [{ uri, span: entry.at.span, text: added }];
          return [alone ? removeEntry(definition, source, document) : removeEntry(mapping, name, document), ...edits(document)];
        }),
    };
  };
  if (input.place === 'env') {
    const listed = entryOf(definition, 'env_vars')?.value;
    return move(
      `env_vars = ["${input.name}"]`,
      'env',
      input.name,
      (document) => [
        listed?.kind === 'list' ? addItem(listed, input.name, document) : addEntry(definition, 'env_vars', [input.name], document),
      ],
      !listed,
    );
  }
  if (input.place !== 'header') return undefined;
  const bearer = input.name === 'bearer_token' ? entryOf(definition, 'bearer_token') : undefined;
  if (bearer) {
    const added = `bearer_token_env_var = "${variableFor(server.name, 'header', 'Authorization')}"`;
    return {
      shown: added,
      fix: () => editing(`Name the variable instead: ${added}`, uri, () => [{ uri, span: bearer.at.span, text: added }]),
    };
  }
  if (/^authorization$/i.test(input.name) && !input.whole) {
    return move(`bearer_token_env_var = "${variable}"`, 'http_headers', input.name, (document) => [
      addEntry(definition, 'bearer_token_env_var', variable, document),
    ]);
  }
  if (!input.whole) return undefined;
  const named = from('env_http_headers');
  return move(
    `env_http_headers = { "${input.name}" = "${variable}" }`,
    'http_headers',
    input.name,
    (document) => [
      named
        ? addEntry(named, input.name, variable, document)
        : addEntry(definition, 'env_http_headers', { [input.name]: variable }, document),
    ],
    !named,
  );
}
