// A credential that Groovy, Azure Pipelines or Harness pastes into a command before the shell sees it.
import { editing } from '../../server/engine/edit/suggest.ts';
import { namesCredential } from '../../server/engine/facts/build-arguments.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { pastedByGroovy, throughVariable } from './through-variable.ts';

type Message = 'default' | 'token' | 'named' | 'vault' | 'argument' | 'pasted';

export const interpolatedCredential = defineRule({
  id: 'ci/interpolated-credential',
  meta: {
    title: 'Credential pasted into a command',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'Groovy puts `{name}` into this command before the shell sees it: it stands in the process list, and a quote or `$` in it is run; in single quotes the shell takes it from the environment',
      token:
        'Azure Pipelines writes the token of this run into the script before the shell sees it: it stands in a file on the machine. Map it under `env`, and let the script name the variable',
      named:
        'Azure Pipelines writes `{name}` into the script before the shell sees it: where it is the secret that its name says, it stands in a file on the machine, and a quote or `$` in it is run. Map it under `env`, and let the script name the variable',
      vault:
        'Azure Pipelines writes the secret `{name}` of the vault into the script before the shell sees it: it stands in a file on the machine, and a quote or `$` in it is run. Map it under `env`, and let the script name the variable',
      pasted:
        'Harness writes the secret `{name}` into the script before the shell sees it: it stands in a file on the machine, and a quote or `$` in it is run. Hand it over under `envVariables`, and let the script name the variable',
      argument:
        'The script gets `{name}` as an argument: where it is the secret that its name says, every process of the machine can list it. Map it under `env`, and let the script read the variable',
    },
    docs: {
      what: 'A variable of `withCredentials` or `credentials()` inside a double-quoted `sh` string; lower, `$(System.AccessToken)`, secrets that a task fetched from a vault and variables with the name of a secret in a script of Azure Pipelines or among its arguments, and `<+secrets.getValue(…)>` in a script of Harness.',
      why: 'The whole command, secret included, is handed to a shell as its argument, where every process of the machine can read it, and special characters of the secret change the command. Jenkins itself warns about it.',
      remedy: 'Write the command in single quotes: the variable is in the environment, and the shell puts it in.',
      bad: [
        {
          file: 'Jenkinsfile',
          text: "pipeline {\n  agent { label 'linux' }\n  stages { stage('x') { steps {\n    withCredentials([string(credentialsId: 'hook', variable: 'TOKEN')]) {\n      sh \"curl -H 'X-Token: «${TOKEN}»' https://example.com\"\n    }\n  } } }\n}\n",
        },
      ],
      good: [
        {
          file: 'Jenkinsfile',
          text: "pipeline {\n  agent { label 'linux' }\n  stages { stage('x') { steps {\n    withCredentials([string(credentialsId: 'hook', variable: 'TOKEN')]) {\n      sh 'curl -H \"X-Token: $TOKEN\" https://example.com'\n    }\n  } } }\n}\n",
        },
      ],
      references: [
        'https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#string-interpolation',
        'https://learn.microsoft.com/en-us/azure/devops/pipelines/build/variables#systemaccesstoken',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'azure-pipelines') return;
      const fetched = new Set<string>();
      for (const step of job.steps) {
        reportSecrets(step, fetched, context);
        reportArguments(step, fetched, context);
        for (const name of fetchedBy(step)) fetched.add(name);
      }
    },
    step(step, _job, workflow, context) {
      if (workflow.system === 'azure-pipelines') reportToken(step, context);
      if (workflow.system === 'harness') reportPasted(step, context);
      if (workflow.system !== 'jenkins' || !step.run || !pastedByGroovy(step)) return;
      const text = textOf(step.run) ?? '';
      for (const entry of step.inputs) {
        const name = textOf(entry.key)!.replace(/\W/g, '');
        // `X = credentials('…')` of a name and a password sets `X_PSW` as well.
        if (name === '') continue;
        const matches = [
          ...text.matchAll(
            new RegExp(`(?<!\\\\)\\$(?:\\{(?:(?:script|steps|this)\\.)?(?:env\\.)?${name}(?:_PSW)?\\}|${name}(?:_PSW)?\\b)`, 'g'),
          ),
        ];
        const match = matches[0];
        if (!match) continue;
        const start = step.run.at.span[0] + match.index;
        const at = { uri: step.run.at.uri, span: [start, start + match[0].length] as const };
        // Single quotes keep the meaning where nothing else is Groovy's and the text holds none itself.
        const others = text.match(/\$\{?[\w.]+\}?/g) ?? [];
        const ours = others.every((one) => new RegExp(`^\\$\\{?${name}(?:_PSW)?\\}?$`).test(one));
        // Other shells than those of Unix write variables otherwise.
        const plain = ours && textOf(step.shell) === 'sh' && !text.includes("'") && !text.includes('\\');
        const whole = step.at;
        const single = (textOf(step.value) ?? '').replaceAll('"', "'");
        context.report({
          at,
          message: 'default',
          data: { name: match[0].replace(/^\$\{?(?:\w+\.)*|\}$/g, '') },
          anchor: `${step.anchor}|${name}`,
          // Who it is, and not how to get in.
          ...(/(?:^|_)user(?:_?name)?$/i.test(name) ? { severity: 'low' as const } : {}),
          suggestions: plain
            ? [editing('Leave the variable to the shell', at.uri, () => [{ uri: at.uri, span: whole.span, text: single + text + single }])]
            : behindBackslashes(matches, text, step),
        });
      }
    },
  },
});

/** The variable behind backslashes, which Groovy takes off: for a text that Groovy puts others into. None within single quotes of a shell. */
function behindBackslashes(matches: readonly RegExpExecArray[], text: string, step: WorkflowStep): FixMaker[] {
  const { uri, span } = step.run!.at;
  let quotes = 0;
  const inQuotes = matches.some(({ index }, at) => {
    quotes += text.slice(at === 0 ? 0 : matches[at - 1]!.index, index).split("'").length - 1;
    return quotes % 2 === 1;
  });
  if (textOf(step.shell) !== 'sh' || inQuotes) return [];
  const edits = matches.map(({ 0: whole, index }) => ({
    uri,
    span: [span[0] + index, span[0] + index + whole.length] as const,
    text: `\\${whole.replace(/\{(?:\w+\.)+/, '{')}`,
  }));
  return [editing('Leave this variable to the shell', uri, () => edits)];
}

/** Secrets that Harness puts into a script, each at its first place. */
function reportPasted(step: WorkflowStep, context: RuleContext<Message>): void {
  const said = new Set<string>();
  for (const line of step.lines) {
    for (const match of line.text.matchAll(/<\+secrets\.getValue\(["']([\w.-]{1,120})["']\)>/g)) {
      const name = match[1]!;
      if (said.has(name)) continue;
      said.add(name);
      context.report({
        at: placeOfMatch(line, match),
        message: 'pasted',
        data: { name },
        anchor: `${step.anchor}|${name}`,
        severity: 'low',
      });
    }
  }
}

/** The token of a run of Azure Pipelines, written into a script. */
function reportToken(step: WorkflowStep, context: RuleContext<Message>): void {
  for (const line of step.lines) {
    const match = /\$\(System\.AccessToken\)/i.exec(line.text);
    if (!match) continue;
    const at = placeOfMatch(line, match);
    const suggestions = entryOf(step.value, 'bash')
      ? throughVariable(at, 'System.AccessToken', line.text.slice(0, match.index), step, (variable) => ({
          [variable]: '$(System.AccessToken)',
        }))
      : [];
    context.report({ at, message: 'token', anchor: `${step.anchor}|System.AccessToken`, severity: 'low', suggestions });
    return;
  }
}

/**
 * Secrets in the script, each at its first place: those that a task before the step fetched from a vault by name, and variables whose
 * names say credential. `$(get_token)` is a command of the shell.
 */
function reportSecrets(step: WorkflowStep, fetched: ReadonlySet<string>, context: RuleContext<Message>): void {
  const said = new Set<string>();
  for (const line of step.lines) {
    for (const match of line.text.matchAll(/\$\(([\w.-]{1,127})\)/g)) {
      const name = match[1]!;
      const message = fetched.has(name.toLowerCase()) ? 'vault' : saysSecret(name) ? 'named' : undefined;
      if (message === undefined || said.has(name.toLowerCase())) continue;
      said.add(name.toLowerCase());
      const at = placeOfMatch(line, match);
      const suggestions = entryOf(step.value, 'bash')
        ? throughVariable(at, name, line.text.slice(0, match.index), step, (variable) => ({ [variable]: match[0] }))
        : [];
      context.report({ at, message, data: { name }, anchor: `${step.anchor}|${name}`, severity: 'low', suggestions });
    }
  }
}

/** The arguments of a script that a task starts. */
function reportArguments(step: WorkflowStep, fetched: ReadonlySet<string>, context: RuleContext<Message>): void {
  if (!/^(?:PowerShell|Bash|AzureCLI|AzurePowerShell|PythonScript|BatchScript|ShellScript)@\d/i.test(textOf(step.uses) ?? '')) return;
  for (const { key, value } of step.inputs) {
    if (!/^(?:script)?arguments$/i.test(textOf(key) ?? '')) continue;
    const { uri, span } = value.at;
    const text = textOf(value) ?? '';
    // Where the text goes over several lines, or has escapes, the place within it is not known.
    const exact = span[1] - span[0] === text.length;
    for (const match of text.matchAll(/\$\(([\w.-]{1,127})\)/g)) {
      const name = match[1]!;
      if (!fetched.has(name.toLowerCase()) && !saysSecret(name) && name.toLowerCase() !== 'system.accesstoken') continue;
      const at = exact ? { uri, span: [span[0] + match.index, span[0] + match.index + match[0].length] as const } : value.at;
      context.report({ at, message: 'argument', data: { name }, anchor: `${step.anchor}|argument.${name}`, severity: 'low' });
    }
  }
}

/** A variable with the name of a secret: neither the run's own token, which has its own message, nor a word for what makes one. */
function saysSecret(name: string): boolean {
  const words = name.replace(/([a-z\d])(?=[A-Z])/g, '$1_').replace(/[.-]/g, '_');
  return !/^(?:system|build|agent)_/i.test(words) && !makes.test(words) && namesCredential(words);
}

const makes = /(?:^|_)(?:get|fetch|read|make|create|gen|generate|load|print|show|mint|request|decode|decrypt|cat|openssl)(?:_|$)/i;

/** Names in the filter of a task `AzureKeyVault`, in lower case; what `*` and a variable in it fetch is not known. */
function fetchedBy(step: WorkflowStep): readonly string[] {
  if (!/^AzureKeyVault@\d/i.test(textOf(step.uses) ?? '')) return [];
  const filter = step.inputs.find((one) => textOf(one.key)?.toLowerCase() === 'secretsfilter');
  return (
    textOf(filter?.value)
      ?.toLowerCase()
      .replace(/\$(?:\([^()]{0,200}\)|\{\{[^{}]{0,200}\}\}|\[[^[\]]{0,200}\])/g, '')
      .match(/[\w-]+/g) ?? []
  );
}
