// Rule pages as read-only documents, `posture-rule:/aws/wildcard-action.md`, told by the server from the rule itself.
import { Uri, type TextDocumentContentProvider } from 'vscode';
import type { RulePageMethod, RulePageParams } from '../server/lsp/protocol/rules.ts';
import type { Server } from './server.ts';

export const rulePageScheme = 'posture-rule';
const rulePage: RulePageMethod = 'posture/rulePage';

export function rulePageUri(rule: string): Uri {
  return Uri.from({ scheme: rulePageScheme, path: `/${rule}.md` });
}

export function rulePages(server: Server): TextDocumentContentProvider {
  return {
    async provideTextDocumentContent(uri) {
      const params: RulePageParams = { rule: uri.path.slice(1).replace(/\.md$/, '') };
      return (await server.ask<string | null>(rulePage, params)) ?? `# ${params.rule}\n\nThere is no such rule.\n`;
    },
  };
}
