// Text of strangers in a variable that stands without quotes among the arguments of a program: the shell splits it into
// words, and a word that begins with `-` is an option.
import { editing } from '../../server/engine/edit/suggest.ts';
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import type { ScriptLine } from '../../server/engine/facts/script-lines.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { shellLanguage } from './env-indirection.ts';
import { placesInScript } from './place-in-script.ts';
import { strangersVariables } from './strangers-variables.ts';
import { whoWrites } from './who-writes.ts';

export const unquotedText = defineRule({
  id: 'github/unquoted-text',
  meta: {
    title: 'Text of strangers split into options of a command',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['CodeQL actions/argument-injection', 'sisakulint argument-injection'],
    fix: 'suggestion',
    messages: {
      default:
        '`{variable}` holds `{input}`, which is written by {who}, and stands without quotes: its words become arguments of `{program}`, options among them{reach}',
    },
    docs: {
      what: 'A variable with a title, a body or a message that anyone can write, without quotes among the arguments of a program that has options.',
      why: 'The shell splits the value at its blanks. A title of `x --body-file /proc/self/environ` makes `gh issue edit` publish the secrets of the step; `git`, `curl`, `tar`, `docker` and their like have options that write files, send them or run programs.',
      remedy: 'Put the variable in double quotes: it is then one argument. Put `--` before it where it may begin with a dash.',
      bad: [
        {
          file: '.github/workflows/tidy.yml',
          text: `on: issues
permissions:
  issues: write
jobs:
  tidy:
    runs-on: ubuntu-latest
    steps:
      - run: gh issue edit "$NUMBER" --title «$TITLE»
        env:
          GH_TOKEN: \${{ github.token }}
          NUMBER: \${{ github.event.issue.number }}
          TITLE: \${{ github.event.issue.title }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/tidy.yml',
          text: `on: pull_request
permissions: {}
jobs:
  tidy:
    runs-on: ubuntu-latest
    steps:
      - run: curl --data-urlencode "title=$TITLE" https://spelling.example.com
        env:
          TITLE: \${{ github.event.pull_request.title }}
`,
        },
      ],
      references: ['https://codeql.github.com/codeql-query-help/actions/actions-argument-injection-critical/'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      if (step.lines.length === 0 || shellLanguage(step, job, workflow) !== 'posix') return;
      const variables = strangersVariables(step, job, workflow).filter(({ input }) => !oneWord.test(input.path));
      if (variables.length === 0) return;
      const inputs = new Map(variables.map(({ name, input }) => [name, input]));
      const reach = job ? describeReach(jobReach(job, workflow)) : '';
      const strangers = untrustedTriggers(workflow).length > 0;
      for (const { line, index, variable, name } of bareVariables(step.lines, inputs)) {
        const program = programBefore(line.text, index);
        if (program === undefined) continue;
        const { path } = inputs.get(name)!;
        const start = line.at.span[0] + index;
        const at = { uri: line.at.uri, span: [start, start + variable.length] as const };
        context.report({
          at,
          message: 'default',
          data: {
            variable,
            input: path,
            who: whoWrites(workflow, path),
            program,
            reach: reach === '' ? '' : `; the job holds ${reach}`,
          },
          anchor: `${step.anchor}|unquoted|${name}`,
          ...(strangers && reach !== '' ? {} : { severity: 'low' as const }),
          // Within a string of YAML the quotes would end it.
          suggestions:
            step.run?.encoding === 'yaml-plain' || step.run?.encoding === 'yaml-block'
              ? [editing('Put it in quotes', at.uri, () => [{ ...at, text: `"${variable}"` }])]
              : [],
        });
      }
    },
  },
});

interface BareVariable {
  readonly line: ScriptLine;
  /** Where it begins in the line. */
  readonly index: number;
  /** As written: `$TITLE`, `${TITLE}`. */
  readonly variable: string;
  readonly name: string;
}

/** The uses of some variables that stand outside quotes, those that were opened on a line before included. */
function bareVariables(lines: readonly ScriptLine[], names: ReadonlyMap<string, unknown>): BareVariable[] {
  const used: BareVariable[] = [];
  const offsets: number[] = [];
  let start = 0;
  for (const line of lines) {
    for (const match of line.text.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)) {
      const name = match[1] ?? match[2]!;
      if (!names.has(name)) continue;
      used.push({ line, index: match.index, variable: match[0], name });
      offsets.push(start + match.index);
    }
    start += line.text.length + 1;
  }
  const places = placesInScript(lines.map(({ text }) => text).join('\n'), offsets);
  return used.filter(({ line }, index) => places[index] === 'bare' && !line.data);
}

/** Names of branches hold no blank, as git has it. */
const oneWord = /(?:\bhead_ref|\.ref|\.label|branch|email)(?:\.from)?$/;

/** Programs whose options write, send or run something. */
const withOptions: ReadonlySet<string> = new Set(
  `git gh glab hub curl wget tar zip unzip rsync scp ssh docker podman kubectl helm aws az gcloud gsutil npm npx yarn pnpm bun pip pip3 pipx
  python python3 node deno ruby perl php go cargo make cmake mvn gradle find xargs sed awk gawk jq openssl psql mysql ansible ansible-playbook
  terraform tofu cosign twine sendmail mail slackcat`.split(/\s+/),
);

/** Of a command that is longer, what stands so far in front of a variable is not looked at. */
const longest = 2000;

/** The program of the simple command that goes on to an offset in a line, where it has options and none of them ended by `--`. */
function programBefore(line: string, end: number): string | undefined {
  const text = end > longest ? `_${line.slice(end - longest, end)}` : line.slice(0, end);
  // What stands in quotes or in brackets of its own begins and ends no command here.
  const plain = text.replace(/"(?:[^"\\]|\\.){0,500}"|'[^']{0,500}'/g, '_').replace(/\$\([^()]{0,500}\)/g, '_');
  const command = plain.slice(Math.max(...[...';|&()`'].map((end) => plain.lastIndexOf(end))) + 1);
  const name =
    /^\s{0,40}(?:(?:if|then|else|do|while|until|!|time|exec|sudo|env|\w{1,60}=[^\s"'$]{0,200})\s{1,9}){0,4}([\w.-]{1,40})\s/.exec(
      command,
    )?.[1];
  // The name of a file, and the text of `<<<`, are not among the arguments.
  if (/[<>]\s{0,9}$/.test(command)) return undefined;
  return name !== undefined && withOptions.has(name) && !/\s--\s/.test(command) ? name : undefined;
}
