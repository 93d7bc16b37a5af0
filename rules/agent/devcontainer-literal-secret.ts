// A live credential in the environment of a development container or of a cloud agent's machine.
import { editing } from '../../server/engine/edit/suggest.ts';
import { judgeLiteral } from '../../server/engine/facts/agents/credential-text.ts';
import { readReferences } from '../../server/engine/facts/agents/reference-forms.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';
import { secretRules } from './secret-rules.ts';

const places = [
  ['containerEnv', '*'],
  ['remoteEnv', '*'],
  ['build', 'args', '*'],
  ['env', '*'],
] as const;

export const devcontainerLiteralSecret = defineRule({
  id: 'agent/devcontainer-literal-secret',
  meta: {
    title: 'Literal credential in a development container',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'suggestion',
    messages: {
      literal:
        '{key} holds a live credential ({length} characters): everyone with this file has it, and every process of the container. Take it from the host with {form}, and replace it',
      build: '{key} bakes a live credential ({length} characters) into the layers of the image. Use a build secret, and replace it',
    },
    docs: {
      what: 'The definition of a development container holds a credential as plain text.',
      why: "The file is shared by design, and agents that work in the container read its environment. A value given at build time stays in the image's layers.",
      remedy:
        'Use `${localEnv:NAME}` and name the secret under `secrets`, so that the editor asks for it. Then revoke the one that stood here.',
      bad: [
        {
          file: '.devcontainer/devcontainer.json',
          text: '{\n  "image": "mcr.microsoft.com/devcontainers/base:bookworm",\n  "remoteEnv": { "GITHUB_TOKEN": "«{{token:github-pat}}»" }\n}\n',
        },
      ],
      good: [
        {
          file: '.devcontainer/devcontainer.json',
          text: '{\n  "image": "mcr.microsoft.com/devcontainers/base:bookworm",\n  "remoteEnv": { "GITHUB_TOKEN": "${localEnv:GITHUB_TOKEN}" },\n  "secrets": { "GITHUB_TOKEN": { "description": "For the package registry" } }\n}\n',
        },
      ],
      references: ['https://containers.dev/implementors/json_reference/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'environment' || agent.client === 'docker') return;
      for (const path of places) {
        for (const { entry, keys } of entriesAt(agent.value, path)) {
          const text = textOf(entry.value);
          const name = keys.at(-1)!;
          if (
            entry.value.kind !== 'scalar' ||
            text === undefined ||
            readReferences(text).length > 0 ||
            judgeLiteral(name, text).verdict === 'no'
          )
            continue;
          const { at } = entry.value;
          const build = path[0] === 'build';
          const form = `\${localEnv:${name}}`;
          context.report({
            at,
            message: build ? 'build' : 'literal',
            data: { key: keys.join('.'), length: text.length, form },
            anchor: `${agent.anchor}|${keys.join('.')}`,
            suggestions:
              build || agent.client !== 'devcontainer' || at.span[1] - at.span[0] !== text.length
                ? []
                : [editing(`Take it from the host: ${form}`, at.uri, () => [{ uri: at.uri, span: at.span, text: form }])],
          });
        }
      }
    },
  },
});
