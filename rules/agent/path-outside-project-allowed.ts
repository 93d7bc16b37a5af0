// File permissions of an agent that leave the project or reach files of secrets. Claude Code reads `//x` as absolute and
// `/x` as relative to the project; a single slash before a system folder therefore grants less than its author meant,
// and is reported mildly, with that said.
import { editing } from '../../server/engine/edit/suggest.ts';
import type { AgentClient } from '../../server/engine/facts/agent.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

type Message = 'credentials' | 'root' | 'startup' | 'secretFile' | 'singleSlash';

const credentialFolder =
  /^(?:~|\/{0,2}(?:home|Users)\/[^/]+|\/{0,2}root|\$HOME|\$\{HOME\})\/(?:\.(?:aws|ssh|kube|config\/(?:gcloud|gh)|azure|gnupg|docker|claude|codex|netrc|npmrc|pgpass|git-credentials|password-store)|Library\/Keychains)(?:\/|$|\*)/;
const wholeHome = /^(?:~|\$HOME|\$\{HOME\}|\/\/(?:home|Users)(?:\/[^/*]+)?|\/\/root)(?:\/\*{0,2})?$|^\/\/\*{0,2}$/;
const systemFolder = /^\/\/(?:etc|var|usr|opt|root|proc|sys|home|Users|tmp|private)(?:\/|$)/;
/** A folder of somebody's work in a home, such as the project's neighbour, or the project by its whole path. */
const namedFolder = /^\/\/(?:home|Users)\/[^/*]+\/[^/*]+\/[^/*]+(?:\/|$)/;
const singleSlash = /^\/(?:\*{1,2}$|(?:etc|var|usr|opt|root|proc|sys|home|Users)(?:\/|$))/;
const secretFile =
  /(?:^|\/)\.env(?!\.(?:example|sample|template|dist|schema))(?:[.*][^/]*)?$|(?:^|\/)(?:secrets?|credentials)(?:\/\*{0,2}|\.(?:json|ya?ml|env))$|(?:^|\/)\*?\.(?:pem|key|p12|pfx|keystore)$|(?:^|\/)id_(?:rsa|ed25519)$/;

/** Files of a home that are run or obeyed at the next login or the next command. */
const startup =
  /^(?:~|\$HOME|\$\{HOME\}|\/{2}(?:home|Users)\/[^/]+|\/{2}root)\/(?:\.(?:bashrc|bash_profile|bash_login|profile|zshrc|zshenv|zprofile|zlogin|gitconfig|config\/(?:fish|autostart|systemd|git)|local\/bin)(?:\/|$|\*)|Library\/LaunchAgents(?:\/|$))/;

/** Where clients list folders beyond the project that are open like it. */
const folderLists: Readonly<Partial<Record<AgentClient, RegExp>>> = {
  'claude-code': /^permissions\.additionalDirectories$/,
  'copilot-cli': /^trusted_?[fF]olders$/,
  codex: /^sandbox_workspace_write\.writable_roots$/,
  'amazon-q': /^toolsSettings\.fs_(?:read|write)\.allowedPaths$/,
  kiro: /^toolsSettings\.(?:fs_read|fs_write|read|write)\.allowedPaths$/,
};

function judge(path: string, writes: boolean): { message: Message; severity: Severity } | undefined {
  if (credentialFolder.test(path)) return { message: 'credentials', severity: 'high' };
  if (wholeHome.test(path)) return { message: 'root', severity: 'high' };
  if (writes && startup.test(path)) return { message: 'startup', severity: 'medium' };
  if (secretFile.test(path)) return { message: 'secretFile', severity: 'medium' };
  if (systemFolder.test(path)) return writes || !namedFolder.test(path) ? { message: 'root', severity: 'medium' } : undefined;
  if (singleSlash.test(path)) return { message: 'singleSlash', severity: 'low' };
  return undefined;
}

export const pathOutsideProjectAllowed = defineRule({
  id: 'agent/path-outside-project-allowed',
  meta: {
    title: 'Agent may read or write outside its project without asking',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'NHI2:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      credentials: '{item} opens a folder of credentials to {client} without asking: keys and logins of the person who starts it',
      root: '{item} opens {path} to {client} without asking, far beyond the project',
      startup:
        '{item} lets {client} change {path} without asking: what stands there runs as this person, with all of their logins, when they next open a shell',
      secretFile: '{item} opens a file of secrets to {client} without asking; what it reads goes to the model and into its transcripts',
      singleSlash:
        '{item} looks absolute: Claude Code reads one slash from the project, so this opens the whole project or nothing. Write what is meant, `//` for an absolute path',
    },
    docs: {
      what: 'An allow list lets an agent read or write a home folder, system folders, credential folders or files of secrets.',
      why: 'What an agent reads goes to its model provider, into transcripts and into what it writes next; what it writes in a home folder runs at the next login. Neither needs a prompt here.',
      remedy: 'Allow paths inside the project (`Read(src/**)`), and deny the files of secrets in it.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Read(src/**)", "«Write(~/.ssh/*)»", "«Read(./.env)»"],\n    "deny": []\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Read(src/**)", "Read(./.env.example)"],\n    "deny": ["Read(./.env)", "Read(~/.ssh/**)"]\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/permissions', 'https://cursor.com/docs/cli/reference/permissions'],
    },
  },
  on: {
    setting(setting, agent, context) {
      const list = folderLists[agent.client];
      if (!list?.test(setting.key)) return;
      const folder = textOf(setting.value) ?? '';
      const absolute = folder.replace(/^\/(?!\/)/, '//');
      // Folders that are added are worked in, and some lie beside the project; paths that are allowed are patterns of files.
      const message = setting.key.endsWith('.allowedPaths')
        ? judge(absolute, setting.key.includes('write'))?.message
        : credentialFolder.test(folder)
          ? 'credentials'
          : wholeHome.test(absolute)
            ? 'root'
            : undefined;
      if (message)
        context.report({
          at: setting.value.at,
          message,
          data: {
            item: `${setting.key.slice(setting.key.lastIndexOf('.') + 1)} "${folder}"`,
            client: clientTitle(agent.client),
            path: folder,
          },
          anchor: setting.anchor,
        });
    },
    agent(agent, context) {
      for (const allowance of allowancesOf(agent)) {
        if ((allowance.tool !== 'read' && allowance.tool !== 'write') || allowance.specifier === undefined) continue;
        const path = allowance.specifier;
        const judged = judge(agent.client === 'claude-code' ? path : path.replace(/^\/(?!\/)/, '//'), allowance.tool === 'write');
        if (!judged) continue;
        context.report({
          at: allowance.at,
          message: judged.message,
          data: { item: allowance.text, client: clientTitle(agent.client), path },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          severity: judged.severity,
          suggestions: [editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)])],
        });
      }
    },
  },
});
