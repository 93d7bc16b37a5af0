// What a program of `actions/github-script` gives on of the texts that the author of an event wrote: as an output, as its result, and
// as a variable of later steps. Names are followed through plain assignments; no parser of JavaScript.
import type { ScriptLine } from '../script-lines.ts';
import type { WorkflowStep } from '../workflow.ts';

export interface ScriptPayload {
  /** Outputs in lower case, `result` among them. */
  readonly outputs: ReadonlySet<string>;
  /** Variables of later steps, in lower case. */
  readonly variables: ReadonlySet<string>;
}

const field = String.raw`(?:title|body|ref|label|message|display_title|head_branch)\b`;
const text = String.raw`context\.payload(?:[?!]?\.\w+){0,6}?[?!]?\.${field}`;
/** What leaves the characters of a shell as they are: another case, the rest behind a word, one part of several. */
const kept = String.raw`(?:[?!]?\.(?:(?:trim|trimStart|trimEnd|toString|toLowerCase|toUpperCase)\(\)|(?:slice|substring)\(\d{1,3}\)|replace\((?:'[^'()]{1,60}'|"[^"()]{1,60}"|/\^[\w \\/-]{1,60}[+*]?/i?), ?(?:''|"")\)|split\((?:'[^'()]{1,20}'|"[^"()]{1,20}"|/[\w\\ ]{1,12}\+?/)\)(?:[?!]?\.(?:pop|shift)\(\)|(?:\?\.)?\[\d\]))){0,4}`;
const payloadText = new RegExp(`^${text}${kept}$`);
const namedText = new RegExp(String.raw`^([A-Za-z_$][\w$]{0,80})${kept}$`);
const wholeField = new RegExp(`^${field}$`);
const assigned = /^(?:(?:const|let|var)\s+)?([A-Za-z_$][\w$]{0,80})\s*=\s*([^=;][^;]{0,300});?$/;
const taken = /^(?:const|let|var)\s*\{([^{}]{1,200})\}\s*=\s*context\.payload(?:[?!]?\.\w+){0,4};?$/;
const given = /\bcore\.(setOutput|exportVariable)\(\s{0,20}['"`]([\w-]{1,80})['"`]\s{0,20},\s{0,20}([^;\s][^;\n]{0,300}?)\s{0,20}\);?$/;
const returned = /^return\s{1,20}([^;\s][^;\n]{0,300}?)\s{0,20};?$/;

const known = new WeakMap<WorkflowStep, ScriptPayload>();

/** Of one step; nothing for other actions. */
export function scriptPayload(step: WorkflowStep): ScriptPayload {
  const made = known.get(step) ?? read(step.program ?? []);
  known.set(step, made);
  return made;
}

function read(lines: readonly ScriptLine[]): ScriptPayload {
  const carriers = new Set<string>();
  const outputs = new Set<string>();
  const variables = new Set<string>();
  for (const line of lines) {
    const taking = taken.exec(line.text);
    for (const name of taking?.[1]!.split(',') ?? []) {
      const [property, renamed] = name.split(':').map((part) => part.trim());
      if (wholeField.test(property!)) carriers.add(renamed ?? property!);
    }
    const setting = assigned.exec(line.text);
    if (setting && isCarried(setting[2]!, carriers)) carriers.add(setting[1]!);
    else if (setting) carriers.delete(setting[1]!);
    const call = given.exec(line.text);
    if (call && isCarried(call[3]!, carriers)) (call[1] === 'setOutput' ? outputs : variables).add(call[2]!.toLowerCase());
    const result = returned.exec(line.text);
    if (result && isCarried(result[1]!, carriers)) outputs.add('result');
  }
  return { outputs, variables };
}

/** Whether an expression is text of the payload, straight, by a name, or within a template. */
function isCarried(expression: string, carriers: ReadonlySet<string>): boolean {
  const plain = expression.trim();
  if (payloadText.test(plain)) return true;
  const name = namedText.exec(plain)?.[1];
  if (name !== undefined) return carriers.has(name);
  return /^`[^`]*`$/.test(plain) && [...plain.matchAll(/\$\{([^{}]{1,200})\}/g)].some((match) => isCarried(match[1]!, carriers));
}
