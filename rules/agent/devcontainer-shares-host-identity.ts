// A development container that mounts the logins of the person at the machine, or the machine itself.
import { bypassOption } from '../../server/engine/facts/agents/bypass-options.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';

const logins =
  /(?:\$\{localEnv:(?:HOME|USERPROFILE)\}(?:\$\{localEnv:USERPROFILE\})?|~|\$HOME|\/(?:home|Users)\/[^/,]+|\/root)[\\/]+\.(ssh|aws|config[\\/]+gcloud|config[\\/]+gh|azure|kube|docker|claude|codex|gnupg|netrc|npmrc)(?=[\\/,:"]|$)/;
const socket = /(?:^|[=,:])\/(?:var\/)?run\/(?:docker|podman\/podman)\.sock/;

export const devcontainerSharesHostIdentity = defineRule({
  id: 'agent/devcontainer-shares-host-identity',
  meta: {
    title: 'Development container with the logins of its host',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'NHI10:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'What in the container needs the mount is not in this file.',
    messages: {
      logins:
        'The container mounts ~/.{folder} of its host: whatever runs in it, agents included, acts with the logins of the person at the machine',
      socket: 'The container mounts the socket of the container runtime, which is root on the host',
      privileged: 'The container is privileged: nothing holds back what runs in it',
      unattended: 'The container mounts ~/.{folder} of its host, and this same file starts an agent that asks nobody',
    },
    docs: {
      what: "A development container mounts credential folders or the runtime's socket of its host, or is privileged.",
      why: 'The container is used so that dependencies and agents cannot reach the host. A mounted `~/.ssh` or `~/.aws` gives them the identity of its user, the socket gives them the machine.',
      remedy: 'Forward the SSH agent, use short-lived logins inside the container, and let the editor pass single secrets.',
      bad: [
        {
          file: '.devcontainer/devcontainer.json',
          text: '{\n  "image": "mcr.microsoft.com/devcontainers/base:bookworm",\n  "mounts": ["«source=${localEnv:HOME}/.aws,target=/home/vscode/.aws,type=bind»"]\n}\n',
        },
      ],
      good: [
        {
          file: '.devcontainer/devcontainer.json',
          text: '{\n  "image": "mcr.microsoft.com/devcontainers/base:bookworm",\n  "mounts": ["source=cache,target=/home/vscode/.cache,type=volume"]\n}\n',
        },
      ],
      references: ['https://containers.dev/implementors/json_reference/', 'https://code.claude.com/docs/en/devcontainer'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'devcontainer') return;
      const unattended = startsUnattended(agent);
      const mounts = itemsOf(valueAt(agent.value, 'mounts')).flatMap((one) =>
        one.kind === 'mapping' ? leavesOf(valueAt(one, 'source')) : leavesOf(one),
      );
      const leaves: Leaf[] = [...mounts, ...leavesOf(valueAt(agent.value, 'workspaceMount')), ...leavesOf(valueAt(agent.value, 'runArgs'))];
      for (const leaf of leaves) {
        const text = textOf(leaf) ?? '';
        const login = logins.exec(text);
        const message = login
          ? unattended
            ? 'unattended'
            : 'logins'
          : socket.test(`=${text}`)
            ? 'socket'
            : /^--privileged(?:=true)?$/.test(text)
              ? 'privileged'
              : undefined;
        if (message)
          context.report({
            at: leaf.at,
            message,
            data: { folder: login?.[1] ?? '' },
            anchor: `${agent.anchor}|mount=${text.slice(0, 120)}`,
            ...(message === 'unattended' ? { severity: 'critical' as const } : message === 'socket' ? { severity: 'medium' as const } : {}),
          });
      }
      const privileged = valueAt(agent.value, 'privileged');
      if (textOf(privileged) === 'true')
        context.report({ at: privileged!.at, message: 'privileged', anchor: `${agent.anchor}|privileged` });
    },
  },
});

function startsUnattended(agent: Agent): boolean {
  const settings = valueAt(agent.value, 'customizations', 'vscode', 'settings');
  if (textOf(valueAt(settings, 'chat.tools.global.autoApprove')) === 'true') return true;
  return agent.settings.some(
    (setting) => /^(?:post|on|update|initialize)\w*Command/.test(setting.key) && bypassOption.test(textOf(setting.value) ?? ''),
  );
}
