// A server in a container that is no longer contained.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const open: readonly (readonly [RegExp, string])[] = [
  [
    /(?:^|[=,])(?:\/var)?\/run\/(?:docker|podman\/podman|containerd\/containerd)\.sock/,
    "the container runtime's socket, which is root on the host",
  ],
  [/^--privileged(?:=true)?$/, 'every capability and device of the host'],
  [/^--pid=host$/, 'all processes of the host'],
  [/^--(?:network|net)=host$/, "the host's network, with what listens on it for the machine alone"],
  [/^--(?:userns|ipc|uts)=host$/, 'a namespace of the host'],
  [/^--cap-add=(?:ALL|SYS_ADMIN|SYS_PTRACE|DAC_READ_SEARCH|SYS_MODULE)$/i, 'a capability that breaks out of the container'],
];
const takesNext = /^--(?:pid|network|net|userns|ipc|uts|cap-add)$/;

export const mcpContainerHostAccess = defineRule({
  id: 'agent/mcp-container-host-access',
  meta: {
    title: 'MCP server container with the host behind it',
    category: 'agent',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI6:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Without the flag the server may not start; whether it can do without is for its user to try.',
    messages: { host: 'MCP server "{server}" gets {what} through {flag}: the container no longer holds anything back' },
    docs: {
      what: "The container of an MCP server mounts the runtime's socket, is privileged, or shares a namespace with the host.",
      why: 'A container is the only wall around a server that does what a model asks of it. With the socket or the privileged flag, a tool call is root on the machine.',
      remedy: 'Remove the flag; mount the one folder that the server needs, read-only.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "ops": { "command": "docker", "args": ["run", "-i", "--rm", "-v", "«/var/run/docker.sock:/var/run/docker.sock»", "acme/ops-mcp@sha256:0f3c1e7a5b9d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246"] }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "ops": { "command": "docker", "args": ["run", "-i", "--rm", "--read-only", "acme/ops-mcp@sha256:0f3c1e7a5b9d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246"] }\n  }\n}\n',
        },
      ],
      references: ['https://docs.docker.com/engine/security/', 'https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    server(server, _agent, context) {
      const args = server.launch?.runner === 'container' ? server.launch.runtimeArgs : [];
      args.forEach((leaf, index) => {
        const before = textOf(args[index - 1]) ?? '';
        const text = textOf(leaf) ?? '';
        const flag = takesNext.test(before) ? `${before}=${text}` : text;
        const row = open.find(([pattern]) => pattern.test(flag));
        if (row && !server.disabled)
          context.report({
            at: leaf.at,
            message: 'host',
            data: { server: server.name, what: row[1], flag: flag.length > 60 ? `${flag.slice(0, 60)}…` : flag },
            anchor: `${server.anchor}|flag=${flag}`,
          });
      });
    },
  },
});
