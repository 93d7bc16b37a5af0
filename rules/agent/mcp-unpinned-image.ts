// A server from a container image that can change under its name.
import { defineRule } from '../../server/engine/rule.ts';
import { inWords, receivedCredentials } from './received-credentials.ts';

export const mcpUnpinnedImage = defineRule({
  id: 'agent/mcp-unpinned-image',
  meta: {
    title: 'MCP server from an image without a digest',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The digest that was reviewed is known to the registry and not to the file.',
    messages: {
      receives: 'MCP server "{server}" starts {image} by a name that can move, and it is handed {names}. Write the digest: {name}@sha256:…',
      plain: 'MCP server "{server}" starts {image} by a name that can move. Write the digest: {name}@sha256:…',
    },
    docs: {
      what: 'An MCP server runs from a container image named by tag, or by no tag at all.',
      why: "A tag is a pointer that its owner, or whoever has the owner's login, can turn to other code. The next start of the agent hands that code the server's credential.",
      remedy: 'Name the image by digest (`image@sha256:…`); keep the version as a comment or a label.',
      bad: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": {\n      "command": "docker",\n      "args": ["run", "-i", "--rm", "-e", "TRACKER_TOKEN", "«ghcr.io/acme/tracker-mcp:latest»"]\n    }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": {\n      "command": "docker",\n      "args": ["run", "-i", "--rm", "-e", "TRACKER_TOKEN", "ghcr.io/acme/tracker-mcp@sha256:0f3c1e7a5b9d2468ace013579bdf02468ace13579bdf02468ace13579bdf0246"]\n    }\n  }\n}\n',
        },
      ],
      references: [
        'https://docs.docker.com/reference/cli/docker/image/pull/',
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
      ],
    },
  },
  on: {
    server(server, _agent, context) {
      const { launch } = server;
      if (server.disabled || launch?.runner !== 'container' || !launch.target || launch.pin !== 'moving') return;
      const { leaf, name, version } = launch.target;
      // What is built on the machine itself has no digest to name, and nobody else moves it.
      if (version === 'local' && !name.includes('/')) return;
      const names = receivedCredentials(server);
      const versioned = version !== undefined && /\d\.\d/.test(version);
      context.report({
        at: leaf.at,
        message: names.length > 0 ? 'receives' : 'plain',
        data: { server: server.name, image: version ? `${name}:${version}` : name, names: inWords(names), name },
        anchor: `${server.anchor}|image`,
        severity: versioned ? (names.length > 0 ? 'medium' : 'low') : names.length > 0 ? 'high' : 'medium',
      });
    },
  },
});
