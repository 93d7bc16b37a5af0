// A server that is given the whole disk, a whole home or a folder of credentials.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { AgentServer } from '../../server/engine/facts/agent.ts';
import { textOf, valueAt, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const home =
  '(?:~|\\$HOME|\\$\\{HOME\\}|\\$\\{userHome\\}|\\$\\{env:HOME\\}|%USERPROFILE%|/(?:home|Users)/[^/]+|/root|[A-Za-z]:[\\\\/]+Users[\\\\/]+[^\\\\/]+)';
const wholeDisk = new RegExp(`^(?:/|[A-Za-z]:[\\\\/]*|/home|/Users|/etc|/var|/root|${home})/?\\*{0,2}$`);
const credentials = new RegExp(
  `^${home}[\\\\/]+\\.(?:aws|ssh|kube|azure|gnupg|docker|claude|codex|config[\\\\/]+(?:gcloud|gh))(?:[\\\\/].*)?$`,
);

interface PathUse {
  readonly leaf: Leaf;
  readonly path: string;
  /** Set when the path is only a part of the leaf. */
  readonly part?: readonly [number, number];
}

/** Folders that a server is given: arguments of the server, mounts of its container, its working folder. */
function pathsOf(server: AgentServer): PathUse[] {
  const uses: PathUse[] = [];
  const filesystem = /filesystem|fs-mcp|files?-server|desktop-commander/i.test(`${server.name} ${server.launch?.target?.name ?? ''}`);
  for (const leaf of server.launch?.rest ?? []) {
    const text = textOf(leaf);
    if (text === undefined) continue;
    const joined = /^--(?:root|dir|directory|path|allowed-dir(?:ectory)?|allow-dir|allowed-paths?|base-path|workspace)=(.+)$/.exec(text);
    if (joined) uses.push({ leaf, path: joined[1]!, part: [text.length - joined[1]!.length, text.length] });
    else if (filesystem || credentials.test(text)) uses.push({ leaf, path: text });
  }
  const runtime = server.launch?.runtimeArgs ?? [];
  runtime.forEach((leaf, index) => {
    const text = textOf(leaf);
    const before = textOf(runtime[index - 1]);
    const mounted = before === '-v' || before === '--volume' ? text : /^(?:-v|--volume)=(.*)$/.exec(text ?? '')?.[1];
    const source =
      mounted !== undefined
        ? /^(?:[A-Za-z]:[^:]*|[^:]*)/.exec(mounted)?.[0]
        : /(?:^|,)(?:source|src)=([^,]+)/.exec((before === '--mount' ? text : /^--mount=(.*)$/.exec(text ?? '')?.[1]) ?? '')?.[1];
    if (source && text) uses.push({ leaf, path: source, part: [text.indexOf(source), text.indexOf(source) + source.length] });
  });
  const cwd = valueAt(server.value, 'cwd');
  if (cwd?.kind === 'scalar') uses.push({ leaf: cwd, path: textOf(cwd) ?? '' });
  return uses;
}

export const mcpFilesystemRootGrant = defineRule({
  id: 'agent/mcp-filesystem-root-grant',
  meta: {
    title: 'MCP server with the whole disk or a folder of credentials',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      whole:
        'MCP server "{server}" is given {path}: every file that its user can open, keys and logins included. Give it the project\'s folder',
      credentials: 'MCP server "{server}" is given {path}, a folder of credentials of the person who starts it',
    },
    docs: {
      what: 'An MCP server may work in the root of the disk, in a whole home folder or in a folder of credentials.',
      why: 'The agent decides by itself which files it opens, and text that it reads decides for it. With a home folder it reaches SSH keys, cloud logins and browser profiles.',
      remedy: 'Give the folder of the project: `${workspaceFolder}` in VS Code and Cursor, `.` elsewhere.',
      bad: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "servers": {\n    "files": { "command": "npx", "args": ["-y", "@acme/filesystem-mcp@1.4.0", "«/Users/jane»"] }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "servers": {\n    "files": { "command": "npx", "args": ["-y", "@acme/filesystem-mcp@1.4.0", "${workspaceFolder}/docs"] }\n  }\n}\n',
        },
      ],
      references: [
        'https://code.visualstudio.com/docs/reference/variables-reference',
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
      ],
    },
  },
  on: {
    server(server, agent, context) {
      if (server.disabled) return;
      for (const { leaf, path, part } of pathsOf(server)) {
        const secret = credentials.test(path);
        if (!secret && !wholeDisk.test(path)) continue;
        const exact = part && leaf.at.span[1] - leaf.at.span[0] === (textOf(leaf) ?? '').length;
        const instead = server.client === 'vscode' || server.client === 'cursor' ? '${workspaceFolder}' : '.';
        context.report({
          at: part && exact ? { uri: leaf.at.uri, span: [leaf.at.span[0] + part[0], leaf.at.span[0] + part[1]] } : leaf.at,
          message: secret ? 'credentials' : 'whole',
          data: { server: server.name, path },
          anchor: `${server.anchor}|path=${path}`,
          // A client of one person, or a program, starts its servers in no project: `.` may be the root of the disk.
          suggestions:
            secret || part || agent.personal || agent.client === 'program'
              ? []
              : [editing(`Give it ${instead}`, leaf.at.uri, () => [replaceText(leaf, instead)])],
        });
      }
    },
  },
});
