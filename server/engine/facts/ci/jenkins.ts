// Jenkins: what of a Jenkinsfile can be known without running Groovy. A tokeniser finds strings, comments and braces; from
// them come the `sh` steps, the blocks that bind credentials, `environment` and `agent`. One file is one job.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { Place, Span } from '../../text/text.ts';
import { scriptLines } from '../script-lines.ts';
import { noFacts } from '../types.ts';
import type { Entry, Leaf, Mapping } from '../value.ts';
import { jobIdentity } from './job-identity.ts';
import { readGroovy, type GroovyString, type GroovyWord } from './groovy.ts';
import { ciJob, givenBy, toWorkflow } from './pipeline.ts';
import type { WorkflowStep } from '../workflow.ts';

export const jenkinsReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

function readDocument(document: Document) {
  const facts = noFacts();
  const { text, uri } = document;
  const tokens = document.tree(readGroovy);
  const pipeline = tokens.words.find(({ text: word, span }) => (word === 'pipeline' || word === 'node') && isBlock(text, span));
  const start = pipeline ?? tokens.words.find((word) => word.text === 'withCredentials');
  if (!start) return facts;
  const whole: Place = { uri, span: [0, text.length] };
  const head: Place = { uri, span: start.span };
  const anchor = `jenkins|${uri}`;
  const leaf = (string: Omit<GroovyString, 'quote'>): Leaf => ({
    kind: 'scalar',
    known: 'literal',
    value: string.text,
    at: { uri, span: string.inner },
    token: { uri, span: string.span },
    via: [],
    encoding: 'none',
    editable: true,
  });
  const credentials = tokens.bindings.map(({ variable, at, scope, isPath }, index): BoundCredential => ({
    index,
    scope,
    isPath,
    entry: entry(variable, at, uri),
  }));
  // Where a file lies may be read by anybody.
  const credentialsAt = credentialsAround(credentials.filter(({ isPath }) => !isPath));
  // Counted among the commands, so that a text elsewhere moves none.
  const held = heldCommands(tokens, text);
  const ofString = tokens.strings.flatMap((string) => {
    const before = Math.max(0, string.span[0] - 120);
    const written = text.slice(before, string.span[0]);
    const match = isCommand.exec(written);
    if (match) return [{ string, name: match[1]!, at: before + match.index + match[0].indexOf(match[1]!) }];
    const shell = held.get(isAssigned.exec(written)?.[1] ?? '');
    return shell ? [{ string, name: shell.text, at: shell.span[0] }] : [];
  });
  const commands = ofString.flatMap((command) => {
    const added = addedTo(command.string, text);
    return added ? [command, { ...command, string: added }] : [command];
  });
  const steps = commands.map(({ string, name, at }, index): WorkflowStep => {
    const run = leaf(string);
    const shell = leaf({ text: name, span: [at, at + name.length], inner: [at, at + name.length] });
    return {
      anchor: `${anchor}.steps[${index}]`,
      index,
      at: { uri, span: string.span },
      head: { uri, span: string.span },
      run,
      shell,
      lines: scriptLines(run, text),
      inputs: credentialsAt(string),
      env: [],
      expressions: [],
      // The quote decides whether Groovy or the shell puts the variables in.
      value: {
        kind: 'scalar',
        known: 'literal',
        value: string.quote,
        at: { uri, span: string.span },
        token: { uri, span: string.span },
        via: [],
        encoding: 'none',
        editable: false,
      },
    };
  });
  const value: Mapping = {
    kind: 'mapping',
    entries: [...parametersOf(tokens, text, leaf), ...containerOptions(tokens, text, leaf)],
    complete: false,
    at: whole,
    token: whole,
    via: [],
    encoding: 'none',
    editable: false,
  };
  const agent = tokens.words.find((word, index) => word.text === 'agent' && tokens.words[index + 1]?.text === 'any');
  const any = agent && tokens.words[tokens.words.indexOf(agent) + 1];
  const runner: Leaf | undefined = any && {
    kind: 'scalar',
    known: 'literal',
    value: 'any',
    at: { uri, span: any.span },
    token: { uri, span: any.span },
    via: [],
    encoding: 'none',
    editable: true,
  };
  // Every credential that the file binds anywhere, in a block or under `environment`.
  const bound = credentials.map(({ entry }) => entry);
  const job = ciJob(anchor, {
    id: 'pipeline',
    at: whole,
    head,
    value,
    env: bound,
    given: givenBy(
      'secret',
      bound.map((one) => one.key),
    ),
    steps,
    ...(runner ? { runner } : {}),
  });
  const kind = pipeline ? 'workflow' : 'template';
  const workflow = toWorkflow('jenkins', 'jenkins', value, head, anchor, uri, { jobs: [job], kind });
  facts.workflows.push(workflow);
  // What a step of a library binds is its callers' to hold.
  if (pipeline) facts.identities.push(jobIdentity(job, workflow));
  return facts;
}

/** `node {` and `node('linux') {`: `node` is also a word for what other programs in Groovy walk through. */
function isBlock(text: string, [start, end]: Span): boolean {
  return (
    !/[.\w]$/.test(text.slice(Math.max(0, start - 1), start)) &&
    /^\s{0,20}(?:\{|\((?:[^(){}]|\([^(){}]{0,80}\)){0,200}\)\s{0,20}\{)/.test(text.slice(end, end + 400))
  );
}

/**
 * `parameters: { NAME: string }` for parameters that take any text: `string(name: 'NAME', …)`, `text(name: …)`. The value is the
 * name, empty where the file declares a variable of the same name, which is then what the bare name stands for; a variable that
 * holds a parameter as it is stands there too, with the name of that parameter.
 */
function parametersOf(tokens: Groovy, text: string, leaf: (string: GroovyString) => Leaf): Entry[] {
  const free = tokens.strings.filter((string) =>
    isFreeParameter.test(withoutComments(text.slice(Math.max(0, string.span[0] - 300), string.span[0]))),
  );
  if (free.length === 0) return [];
  const [{ at, token }] = free.map(leaf) as [Leaf];
  const whole = { at, token, via: [], encoding: 'none', editable: false } as const;
  const own = new Set(tokens.words.flatMap((word, index) => (/^(?:def|String)$/.test(word.text) ? [tokens.words[index + 1]?.text] : [])));
  const holding = holdsParameter(tokens, text);
  const entries = free.flatMap((string) => {
    const key = leaf(string);
    const held = holding.get(string.text) ?? [];
    const bare = own.has(string.text) && !held.includes(string.text) ? '' : string.text;
    return [...new Set([string.text, ...held])].map((name) => ({
      key: { ...key, value: name },
      value: { ...key, value: name === string.text ? bare : string.text },
      at: key.at,
    }));
  });
  return [
    {
      key: { kind: 'scalar', known: 'literal', value: 'parameters', ...whole },
      value: { kind: 'mapping', entries, complete: false, ...whole },
      at,
    },
  ];
}

/** `options: "…"` for what a container of the file is run with: `args '--privileged'` of an agent, `.inside('…')` of an image. */
function containerOptions(tokens: Groovy, text: string, leaf: (string: GroovyString) => Leaf): Entry[] {
  return tokens.strings.flatMap((string) => {
    const before = text.slice(Math.max(0, string.span[0] - 40), string.span[0]);
    if (!/(?:(?<![\w.])args\s{1,8}|\.inside\s{0,4}\(\s{0,20})$/.test(before)) return [];
    const value = leaf(string);
    return [{ key: { ...value, value: 'options', editable: false }, value, at: value.at }];
  });
}

/** Parameters with the variables that hold them: `def branch = params.BRANCH`. Not those that the file gives another value too, or holds against a form. */
function holdsParameter({ words }: Groovy, text: string): ReadonlyMap<string, readonly string[]> {
  const held = new Map<string, string>();
  const other = new Set<string>();
  for (const { text: word, span } of words) {
    const behind = text.slice(span[1], span[1] + 120);
    if (/^\s?(?:==~|=~)|^\.(?:matches|replaceAll|find|tokenize)\b/.test(behind)) other.add(word);
    const value = /^\s{0,9}=(?![=~])\s{0,9}(?:params\.(\w{1,80})(?:\.trim\(\))?(?=[\s;}]|$))?/.exec(behind);
    if (!value) continue;
    if (value[1] === undefined || held.has(word)) other.add(word);
    else held.set(word, value[1]);
  }
  const byParameter = new Map<string, string[]>();
  for (const [variable, parameter] of held) {
    const known = byParameter.get(parameter);
    if (other.has(variable)) continue;
    if (known) known.push(variable);
    else byParameter.set(parameter, [variable]);
  }
  return byParameter;
}

const isFreeParameter = /\b(?:string|text)\s*\(\s*(?:[^()]{0,80},\s*)?name\s*:\s*$/;

/** A comment behind code, `string( // kept in step with …`; what begins an address is none. */
function withoutComments(code: string): string {
  return code.replace(/(?<![:\w])\/\/[^\n]*/g, '');
}

/** What stands before the text of a command: `sh '…'`, `sh('…')`, `sh(label: '…', script: '…')`, `steps.sh '…'` in a class. */
const isCommand =
  /(?:^|[^\w.]|\b(?:script|steps|this)\.)(sh|bat|powershell|pwsh)(?:\s*(?:\(\s*)?(?:script\s*:\s*)?|(?:\s*\()?[^(){};]*[,\s]script\s*:\s*)$/;

/** What a command is put together with, `'git checkout ' + params.BRANCH`: as a text of its own, which Groovy puts in. */
function addedTo({ span: [, end] }: GroovyString, text: string): GroovyString | undefined {
  const match = /^\s{0,9}\+\s{0,9}((?:params|env)\.\w{1,80})(?![\w(.\[])/.exec(text.slice(end, end + 120));
  if (!match) return undefined;
  const span: Span = [end + match[0].length - match[1]!.length, end + match[0].length];
  return { span, inner: span, text: match[1]!, quote: '"' };
}

/** What stands before the text of a variable: `def cmd = '…'`, `cmd = '…'`. */
const isAssigned = /(?:^|[^\w.])(\w{1,80})\s{0,9}=\s{0,9}$/;

type Groovy = ReturnType<typeof readGroovy>;

/** What stands behind a step that runs what a variable holds: `cmd`, `(script: cmd)`, `(returnStdout: true, script: cmd)`. */
const runsHeld =
  /^(?:[ \t]{1,9}|\s?\(\s{0,99})(?:(?:returnStdout|returnStatus|encoding|label)\s{0,9}:\s{0,9}(?:true|false|'[^'\n]{0,80}'|"[^"\n]{0,80}")\s{0,9},\s{0,99}){0,3}(?:script\s{0,9}:\s{0,9})?(\w{1,80})(?!\s{0,9}:)/;

/** Variables that hold a command, with the word of the first step that runs each. */
function heldCommands({ words }: Groovy, text: string): ReadonlyMap<string, GroovyWord> {
  const held = new Map<string, GroovyWord>();
  for (const word of words) {
    if (!/^(?:sh|bat|powershell|pwsh)$/.test(word.text)) continue;
    const name = runsHeld.exec(text.slice(word.span[1], word.span[1] + 400))?.[1];
    if (name !== undefined && !held.has(name)) held.set(name, word);
  }
  return held;
}

/**
 * Variables that `withCredentials` blocks around a string bind, as entries named after the variable; asked for strings in their
 * order. Strings of one block share one list: a file may bind thousands around thousands.
 */
function credentialsAround(bound: readonly BoundCredential[]): (string: GroovyString) => readonly Entry[] {
  const waiting = bound.toSorted((a, b) => b.scope[0] - a.scope[0]);
  const open: BoundCredential[] = [];
  let entries: readonly Entry[] = [];
  return ({ span: [start, end] }) => {
    const before = open.length;
    // Blocks lie within each other: what opened last ends first.
    while (open.length > 0 && open.at(-1)!.scope[1] < end) open.pop();
    let changed = open.length < before;
    for (let next = waiting.at(-1); next && next.scope[0] <= start; next = waiting.at(-1)) {
      waiting.pop();
      if (end > next.scope[1]) continue;
      open.push(next);
      changed = true;
    }
    if (changed) entries = open.toSorted((a, b) => a.index - b.index).map(({ entry }) => entry);
    return entries;
  };
}

interface BoundCredential {
  readonly index: number;
  readonly isPath: boolean;
  readonly scope: Span;
  readonly entry: Entry;
}

function entry(name: string, span: readonly [number, number], uri: string): Entry {
  const at: Place = { uri, span };
  const leaf: Leaf = { kind: 'scalar', known: 'literal', value: name, at, token: at, via: [], encoding: 'none', editable: false };
  return { key: leaf, value: leaf, at };
}
