// Approved against actual: two read-only texts that the server makes, in the editor's own diff.
import { commands, Uri, window, type TextDocumentContentProvider } from 'vscode';
import type { Comparison, ComparisonMethod } from '../server/lsp/protocol/decisions.ts';
import type { FindingRef } from '../server/lsp/protocol/findings.ts';
import type { Server } from './server.ts';

const comparison: ComparisonMethod = 'posture/comparison';
export const comparedScheme = 'posture-compared';

export interface Comparisons extends TextDocumentContentProvider {
  show(ref: FindingRef): Promise<void>;
  /** Any two texts beside each other, under names that are shown. */
  showTexts(
    title: string,
    name: string,
    left: { readonly label: string; readonly text: string },
    right: { readonly label: string; readonly text: string },
  ): Promise<void>;
}

export function createComparisons(server: Server): Comparisons {
  // The texts travel in the address: a diff that the editor opens again after a restart is still there.
  const uri = (label: string, name: string, text: string): Uri =>
    Uri.from({ scheme: comparedScheme, path: `/${label}/${name}`, query: text });
  const comparisons: Comparisons = {
    provideTextDocumentContent: ({ query }) => query,
    async show(ref) {
      const found = await server.ask<Comparison | null>(comparison, ref);
      if (!found) return void window.showInformationMessage('There is no decision about this to compare with.');
      await this.showTexts(
        found.title,
        ref.rule.replace('/', '-'),
        { label: 'approved', text: found.approved },
        { label: 'actual', text: found.actual },
      );
    },
    async showTexts(title, name, left, right) {
      await commands.executeCommand('vscode.diff', uri(left.label, name, left.text), uri(right.label, name, right.text), title, {
        preview: true,
      });
    },
  };
  return comparisons;
}
