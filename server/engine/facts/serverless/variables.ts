// Variables of the Serverless Framework that the files alone say: `${self:custom.x}` of the same service file and
// `${file(other.yml):x}` of a file beside it. Stages, the environment, parameters and other stacks are known only when the
// service is deployed, and stay holes.
import type { Document } from '../../document.ts';
import { folderOf } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { DataNode } from '../../syntax/data.ts';
import type { Span } from '../../text/text.ts';
import { joined } from '../aws/sdk-calls.ts';
import { shortForm } from '../cloudformation/intrinsics.ts';
import { valueOf } from '../data-value.ts';
import { entryOf, type Value } from '../value.ts';

/** Values that variables may bring in, counted with all that is in them: a file that multiplies itself ends here. */
const most = 20_000;
/** Variables within what a variable came to. */
const rounds = 2;

const variable = /^\$\{(?:self:([\w.-]+)|file\(([^(){}$]+)\)(?::([\w.-]+))?)\s*(?:,[^{}]*)?\}$/;

/** The value of a service file, with the variables in it that are written in files. */
export function serviceOf(node: DataNode, document: Document, context: Pick<ReadContext, 'neighbour'>): Value {
  const { text, uri } = document;
  const holes = variablesIn(text);
  const plain = { text, holes, tagged: shortForm(uri) };
  let root = valueOf(node, uri, plain);
  const resolvable = holes.filter((hole) => variable.test(text.slice(...hole)));
  if (resolvable.length === 0) return root;
  let left = most;
  for (let round = 0; round < rounds; round++) {
    const known = root;
    const fill = (hole: Span): Value | undefined => {
      const written = text.slice(...hole);
      const found = lookUp(variable.exec(written), known, uri, context);
      left -= found ? sizeOf(found, left) : 0;
      if (!found || left <= 0) return undefined;
      // A variable that is used once is edited where its value stands.
      return text.indexOf(written) === text.lastIndexOf(written) ? found : usedAt(found, { uri, span: hole });
    };
    root = valueOf(node, uri, { ...plain, fill });
  }
  return root;
}

function lookUp(match: RegExpExecArray | null, root: Value, uri: string, context: Pick<ReadContext, 'neighbour'>): Value | undefined {
  const [, self, file, part] = match ?? [];
  if (self !== undefined) return at(root, self);
  const path = file === undefined ? undefined : joined(folderOf(uri), file.trim());
  const other = path === undefined || !/\.(?:ya?ml|json)$/i.test(path) ? undefined : context.neighbour(path);
  if (!other) return undefined;
  const [top] = other.tree(other.format === 'json' ? parseJson : parseYaml).roots;
  const whole =
    top &&
    other.memo(serviceOf, () =>
      valueOf(top, other.uri, { text: other.text, holes: variablesIn(other.text), tagged: shortForm(other.uri) }),
    );
  return whole && (part === undefined ? whole : at(whole, part));
}

function at(root: Value, path: string): Value | undefined {
  let found: Value | undefined = root;
  for (const key of path.split('.'))
    found = found?.kind === 'list' ? (found.complete ? found.items[Number(key)] : undefined) : entryOf(found, key)?.value;
  return found?.kind === 'unknown' ? undefined : found;
}

/** How many values there are in one, counted no further than `enough`. */
function sizeOf(value: Value, enough: number): number {
  let count = 0;
  const stack: Value[] = [value];
  while (stack.length > 0 && count <= enough) {
    const one = stack.pop()!;
    count++;
    if (one.kind === 'list') for (const item of one.items) stack.push(item);
    else if (one.kind === 'mapping') for (const entry of one.entries) stack.push(entry.value);
    else if (one.kind === 'choice') stack.push(...one.options);
  }
  return count;
}

/** The same value, known through a use of it that is not the only one. */
function usedAt(value: Value, use: Value['at']): Value {
  const base = { via: [use, ...value.via], editable: false };
  switch (value.kind) {
    case 'list':
      return { ...value, ...base, items: value.items.map((item) => usedAt(item, use)) };
    case 'mapping':
      return { ...value, ...base, entries: value.entries.map((entry) => ({ ...entry, value: usedAt(entry.value, use) })) };
    case 'choice':
      return { ...value, ...base, options: value.options.map((option) => usedAt(option, use)) };
    case 'scalar':
      return { ...value, ...base, known: 'resolved' };
    default:
      return { ...value, ...base };
  }
}

/** Spans of `${…}`, nested ones as a part of the outer; CloudFormation's own `${AWS::Region}` is a hole as well. */
function variablesIn(text: string): Span[] {
  const found: Span[] = [];
  for (let start = text.indexOf('${'); start >= 0;) {
    let depth = 1;
    let at = start + 2;
    for (; at < text.length && depth > 0 && text[at] !== '\n'; at++) {
      if (text[at] === '}') depth--;
      else if (text[at] === '{' && text[at - 1] === '$') depth++;
    }
    found.push([start, at]);
    start = text.indexOf('${', at);
  }
  return found;
}
