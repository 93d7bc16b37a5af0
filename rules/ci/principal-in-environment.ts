// The secret of a service connection handed to a script.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const principalInEnvironment = defineRule({
  id: 'ci/principal-in-environment',
  meta: {
    title: 'Secret of a service connection in a script',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`addSpnToEnvironment` and `{variable}` hand the client secret of the service connection to this script; use a federated connection and `$idToken`',
      unused:
        '`addSpnToEnvironment` hands the identity of the service connection, its secret where it has one, to this script, which reads none of it; leave the input out',
    },
    docs: {
      what: 'An `AzureCLI` task with `addSpnToEnvironment` whose script reads `servicePrincipalKey`.',
      why: 'The script, and all that it starts, holds a secret that works outside of the pipeline until someone changes it.',
      remedy: 'Change the connection to workload identity federation; the script then gets `idToken`, which lives for minutes.',
      bad: [
        {
          file: 'azure-pipelines.yml',
          text: 'trigger: [main]\nsteps:\n  - task: AzureCLI@2\n    inputs:\n      azureSubscription: production\n      scriptType: bash\n      addSpnToEnvironment: «true»\n      inlineScript: terraform apply -var secret=$servicePrincipalKey\n',
        },
      ],
      good: [
        {
          file: 'azure-pipelines.yml',
          text: 'jobs:\n  - deployment: apply\n    environment: production\n    strategy:\n      runOnce:\n        deploy:\n          steps:\n            - task: AzureCLI@2\n              inputs:\n                azureSubscription: production\n                scriptType: bash\n                addSpnToEnvironment: true\n                inlineScript: ARM_OIDC_TOKEN=$idToken terraform apply\n',
        },
      ],
      references: ['https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/azure-cli-v2'],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      if (workflow.system !== 'azure-pipelines' || !textOf(step.uses)?.startsWith('AzureCLI@')) return;
      const entry = step.inputs.find((one) => textOf(one.key)?.toLowerCase() === 'addspntoenvironment');
      const script = textOf(step.run);
      const variable = /\$(?:env:)?\{?servicePrincipalKey\}?/i.exec(script ?? '')?.[0];
      if (!entry || textOf(entry.value)?.toLowerCase() !== 'true' || script === undefined) return;
      const inputs = entryOf(step.value, 'inputs')?.value;
      if (variable !== undefined)
        context.report({ at: entry.value.at, message: 'default', data: { variable }, anchor: `${step.anchor}|addSpnToEnvironment` });
      else if (script.split('\n').every((line) => asksAzure.test(line)) && !mayRead.test(script)) {
        context.report({
          at: entry.value.at,
          message: 'unused',
          anchor: `${step.anchor}|addSpnToEnvironment`,
          severity: 'low',
          suggestions:
            inputs?.kind === 'mapping'
              ? [editing('Leave addSpnToEnvironment out', entry.at.uri, (document) => [removeEntry(inputs, textOf(entry.key)!, document)])]
              : [],
        });
      }
    },
  },
});

/** Lines that start nothing but the Azure CLI. Every other program is handed the variables, and what it reads is not seen. */
const asksAzure = /^\s*(?:$|#|-|(?:az|echo|set|cd|exit|Write-Host|Write-Output)(?:\s|$))/;
const mayRead = /servicePrincipal|idToken|tenantId|\.(?:sh|ps1|py|js)\b|\$\(|(?:&&|[;|](?!\|))\s*(?!az\s|jq\s|exit\b|echo\s)\S/i;
