// A variable with the name of a secret, or with the text of one, that a script sets without saying that it is one.
import { editing } from '../../server/engine/edit/suggest.ts';
import { endsWithJob, namesCredential } from '../../server/engine/facts/build-arguments.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const plainSecretVariable = defineRule({
  id: 'ci/plain-secret-variable',
  meta: {
    title: 'Secret set as a plain variable',
    category: 'workflow',
    severity: 'high',
    confidence: 'medium',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    fix: 'safe',
    messages: {
      default: '`{name}` is set without `issecret=true`: later steps have it in their environment and logs show it',
      taken: '`{name}` is set to `{value}` without `issecret=true`: later steps have it in their environment and logs show it',
    },
    docs: {
      what: 'A `task.setvariable` command for a variable with the name of a secret, or whose text is that of one, without `issecret=true`.',
      why: "A plain variable is printed when it is set, stands in the environment of every later task and is not masked. With `issecret` it is masked and has to be handed over by name. (Checkov's CKV_AZUREPIPELINES_3 asks for the opposite.)",
      remedy: 'Add `;issecret=true` to the command, and hand the variable to the steps that need it by name.',
      bad: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nsteps:\n  - bash: |\n      echo "##vso[«task.setvariable variable=apiToken»]$TOKEN"\n',
        },
      ],
      good: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nsteps:\n  - bash: |\n      echo "##vso[task.setvariable variable=apiToken;issecret=true]$TOKEN"\n',
        },
      ],
      references: ['https://learn.microsoft.com/azure/devops/pipelines/process/set-secret-variables'],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      if (workflow.system !== 'azure-pipelines') return;
      for (const line of step.lines) {
        for (const match of line.text.matchAll(/(?<=##vso\[)task\.setvariable\s+variable=([\w.-]+)((?:;[^;\]\n]*)*)(?=\])/gi)) {
          const name = match[1]!;
          if (/issecret\s*=\s*true/i.test(match[2]!)) continue;
          const named =
            !asksWhether.test(name) &&
            /(?:token|secret|passw(?:or)?d|api_?key|private_?key|credential|pat|connection_?string)$/i.test(name);
          const value = secretBehind(line.text.slice(match.index + match[0].length + 1));
          if (!named && value === undefined) continue;
          const at = placeOfMatch(line, match);
          const written = /issecret\s*=\s*false/i.exec(match[2]!);
          context.report({
            at,
            ...(named ? { message: 'default', data: { name } } : { message: 'taken', data: { name, value: value! } }),
            anchor: `${step.anchor}|setvariable.${name}`,
            fix: editing('Say that it is a secret', at.uri, () => {
              const start = at.span[0] + 'task.setvariable'.length + match[0].length - 'task.setvariable'.length - match[2]!.length;
              return [
                written
                  ? { uri: at.uri, span: [start + written.index, start + written.index + written[0].length], text: 'issecret=true' }
                  : { uri: at.uri, span: [at.span[1], at.span[1]], text: match[2]!.endsWith(';') ? 'issecret=true' : ';issecret=true' },
              ];
            }),
          });
        }
      }
    },
  },
});

/** Whether there is a secret, and not what it is: `hasToken`. */
const asksWhether = /^(?:has|is|uses?|needs?|skip|no)(?:[-_.]|(?=[A-Z]))/;

/** The variable that the text consists of, where its name says credential: `$servicePrincipalKey`, `$env:TOKEN`, `%TOKEN%`, `$(token)`. */
function secretBehind(text: string): string | undefined {
  const [written, ...names] =
    /^(?:\$(?:\{(?:env:)?(\w{1,80})\}|(?:env:)?(\w{1,80})|\((\w[\w.-]{0,79})\))|%(\w{1,80})%)(?=["'`]?\s*(?:$|[;&|)]))/i.exec(text) ?? [];
  const name = names.find((one) => one !== undefined);
  if (written === undefined || name === undefined || endsWithJob(name)) return undefined;
  const words = name.replace(/([a-z\d])(?=[A-Z])/g, '$1_').replace(/[.-]/g, '_');
  return words === 'service_Principal_Key' || namesCredential(words) ? written : undefined;
}
