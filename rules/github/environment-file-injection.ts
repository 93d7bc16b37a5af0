// Text of others written to the files that set variables and the search path of all later steps.
import { pathOf, resultsOf } from '../../server/engine/facts/github/expression-paths.ts';
import { untrustedInputs } from '../../server/engine/facts/github/untrusted-input.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import type { Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { placesInScript } from './place-in-script.ts';
import { strangersVariables } from './strangers-variables.ts';
import { hasMadeUpDelimiter, writtenLines } from './written-lines.ts';

export const environmentFileInjection = defineRule({
  id: 'github/environment-file-injection',
  meta: {
    title: 'Text of others written to the environment of later steps',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['zizmor github-env', 'octoscan dangerous-write', 'sisakulint envvar-injection'],
    fix: 'none',
    whyNoFix: 'A value that may hold line breaks needs a check that only its author can write.',
    messages: {
      text: '`{file}` takes `{input}` here, which {who} can write; a line break in it sets any variable for the steps that follow, such as `LD_PRELOAD`',
      output:
        '`GITHUB_OUTPUT` takes `{input}` here, which {who} can write; a line break in it sets any other output of this step, and later steps and jobs take that for its word',
      computed:
        '`{file}` takes what a command prints here, in a run that {who} can start; a line break in it sets any variable for the steps that follow',
    },
    docs: {
      what: 'Text of a pull request, an issue or a downloaded file written to `GITHUB_ENV` or `GITHUB_PATH`, and text of several lines written to `GITHUB_OUTPUT` as one.',
      why: 'Each line of these files becomes a variable, or a folder that commands are looked up in, of all later steps of the job. A value with a line break sets `LD_PRELOAD`, `NODE_OPTIONS` or `BASH_ENV`, and the next step runs the code of whoever wrote the value, with its token and its secrets.',
      remedy:
        'Write the value to `GITHUB_OUTPUT` between two lines of a delimiter that nobody can guess, and hand it to the one step that needs it; or check it against a strict form first.',
      bad: [
        {
          file: '.github/workflows/comment.yml',
          text: `on: pull_request_target
permissions: {}
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: echo "TITLE=$TITLE" >> «$GITHUB_ENV»
        env:
          TITLE: \${{ github.event.pull_request.title }}
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/comment.yml',
          text: `on: pull_request
permissions: {}
jobs:
  note:
    runs-on: ubuntu-latest
    steps:
      - run: echo "BUILD=$GITHUB_RUN_NUMBER" >> $GITHUB_ENV
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-environment-variable'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const trigger = untrustedTriggers(workflow)[0];
      const pull = workflow.triggers.some((one) => one.name === 'pull_request');
      if (!trigger && !pull && workflow.kind !== 'action') return;
      const who =
        workflow.kind === 'action' ? 'whoever writes what the caller passes' : (trigger?.author ?? 'anyone who opens a pull request');
      const carriers = new Map<string, string>();
      const files = new Set<string>();
      const delimited = hasMadeUpDelimiter(step.lines);
      for (const [index, line] of step.lines.entries()) {
        const target = writeTo.exec(line.text);
        if (!target) {
          const output = trigger ? outputOf(line.text) : undefined;
          const several = output && textOfSeveralLines(line.text.slice(0, output.index), step, job, workflow);
          if (trigger && output && several)
            context.report({
              at: placeOfMatch(line, output),
              message: 'output',
              data: { input: several, who: trigger.author },
              anchor: `${step.anchor}|GITHUB_OUTPUT|${several}`,
              severity: 'low',
            });
          noteAssignment(line.text, carriers, step, workflow);
          const fromFile = readsFile.exec(line.text.replace(formedField, ''));
          if (fromFile) files.add(fromFile[1]!);
          continue;
        }
        const file = /PATH/i.test(target[0]) && !/ENV\b/.test(target[0].replace(/env:/i, '')) ? 'GITHUB_PATH' : 'GITHUB_ENV';
        const match = Object.assign(/[\s\S]*/.exec(target[1]!)!, { index: target.index + target[0].indexOf(target[1]!) });
        if (delimited && file === 'GITHUB_ENV') continue;
        const written = writtenLines(step.lines, index, target.index, target.index + target[0].length).join('\n');
        const input = inputIn(written, step, workflow, file === 'GITHUB_PATH' || !behindName.test(written)) ?? carriedBy(written, carriers);
        const fileIn = trigger !== undefined && variablesIn(written).some((name) => files.has(name));
        const computed =
          !input &&
          (fileIn ||
            ((trigger !== undefined || workflow.kind === 'action') &&
              /\$\(|`|\bcat\b|<\s*\S|\|/.test(written.replace(formedField, '')) &&
              !/\$\((?:date|pwd|nproc|uname|git rev-parse|which|npm (?:config|root|prefix)|go env)\b/.test(written)));
        if (!input && !computed) continue;
        context.report({
          at: placeOfMatch(line, match),
          message: input ? 'text' : 'computed',
          data: { file, input: input ?? '', who },
          anchor: `${step.anchor}|${file}|${input ?? 'computed'}`,
          severity: trigger && input ? 'high' : trigger ? 'medium' : 'low',
        });
      }
    },
  },
});

/** A redirection or a cmdlet that writes to one of the two files, and the token that names the file. */
const writeTo =
  /(?:>>?\s*|\btee\s+(?:(?:-a|--append)\s+)?|\b(?:Out-File|Add-Content|Set-Content)\b[^\n|]{0,80}?)["']?(\$\{?(?:env:)?GITHUB_(?:ENV|PATH)\}?|%GITHUB_(?:ENV|PATH)%|\$\{\{\s*github\.(?:env|path)\s*\}\})/i;

/** `echo "body=$BODY" >> "$GITHUB_OUTPUT"`: the token that names the file of outputs, where one value is written as it is. */
function outputOf(command: string): RegExpExecArray | undefined {
  const target = />>\s*["']?(\$\{?GITHUB_OUTPUT\}?)/.exec(command);
  const plain = target && /^(?:echo|printf)\s+["']?[\w-]+=/.test(command) && !/\$\(|`|\||<<|%q/.test(command.slice(0, target.index));
  return plain ? Object.assign(/[\s\S]*/.exec(target[1]!)!, { index: target.index + target[0].indexOf(target[1]!) }) : undefined;
}

/** Texts that may hold line breaks; titles, names and branches hold none. */
const severalLines = /\.(?:body|body\.from|message|payload)$/;

/** The path of a text of several lines that a stranger wrote and a variable carries into the command whole: not `'$BODY'`, `${BODY%%…}`. */
function textOfSeveralLines(command: string, step: WorkflowStep, job: WorkflowJob | undefined, workflow: Workflow): string | undefined {
  const used = [...command.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)];
  const places = placesInScript(
    command,
    used.map(({ index }) => index),
  );
  const names = new Set(used.filter((_, index) => places[index] !== 'literal').map((match) => match[1] ?? match[2]));
  return strangersVariables(step, job, workflow).find(({ name, input }) => names.has(name) && severalLines.test(input.path))?.input.path;
}

/** `number=$(cat artifact/number)`: a variable of the script that holds what a file says. */
const readsFile = /^(?:export\s+|local\s+)?([A-Za-z_]\w*)\s*=\s*["']?\$\((?:\s*<|\s*(?:cat|head|tail|jq|sed|awk|grep)\b)/;

/** `$(jq -r .sender.login "$GITHUB_EVENT_PATH")`: one field of the event whose form holds no line break. */
const formedField =
  /\$\(\s{0,3}jq(?:\s{1,9}-[\w-]{1,20}){0,4}\s{1,9}["']?(?:\.\w{1,40}){0,8}\.(?:login|number|sha|id|action|html_url|full_name)["']?\s{1,9}["']?\$\{?GITHUB_EVENT_PATH\}?["']?\s{0,3}\)/g;

/** Names of branches hold no line break, as git has it, so that one behind `NAME=` sets this variable and no other. */
const oneLine = /(?:\bhead_ref|\.ref|\.label|\.head_branch|\bref_name|\.default_branch)$/;
const behindName = /(?:^|[\s"'`])[A-Za-z_]\w*=/;

/** The path of the stranger's text that a command mentions, straight or through a variable of the step; with or without `branches`. */
function inputIn(command: string, step: WorkflowStep, workflow: Workflow, branches: boolean): string | undefined {
  for (const expression of step.expressions) {
    if (expression.where !== 'run' && expression.where !== 'env') continue;
    const input = untrustedInputs(expression.tree, workflow).find(
      (one) => one.author !== 'member' && (branches || !oneLine.test(one.path)),
    );
    if (!input) continue;
    const mentioned =
      expression.where === 'env'
        ? expression.key !== undefined &&
          new RegExp(`\\$\\{?(?:env:)?${expression.key.replace(/\W/g, '')}\\b|%${expression.key.replace(/\W/g, '')}%`, 'i').test(command)
        : resultsOf(expression.tree).some((node) => command.toLowerCase().includes(pathOf(node) ?? '\0'));
    if (mentioned) return input.path;
  }
  return undefined;
}

/** `message=$(echo "$TITLE" | …)`: a variable of the script that is made from text of others carries it on. */
function noteAssignment(command: string, carriers: Map<string, string>, step: WorkflowStep, workflow: Workflow): void {
  const assigned = /^(?:export\s+|local\s+|\$)?([A-Za-z_]\w*)\s*=/.exec(command);
  const input = assigned && (inputIn(command, step, workflow, false) ?? carriedBy(command.slice(assigned[0].length), carriers));
  if (assigned && input) carriers.set(assigned[1]!, input);
}

function carriedBy(command: string, carriers: ReadonlyMap<string, string>): string | undefined {
  return variablesIn(command).flatMap((name) => carriers.get(name) ?? [])[0];
}

/** The variables that a command names. */
function variablesIn(command: string): string[] {
  return [...command.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1]!);
}
