// One icon a severity, in the colours that the theme has for problems.
import { ThemeColor, ThemeIcon } from 'vscode';
import type { ListedFinding } from '../server/lsp/protocol/findings.ts';

export const severityIcons: Readonly<Record<ListedFinding['severity'], ThemeIcon>> = {
  critical: new ThemeIcon('flame', new ThemeColor('list.errorForeground')),
  high: new ThemeIcon('error', new ThemeColor('list.errorForeground')),
  medium: new ThemeIcon('warning', new ThemeColor('list.warningForeground')),
  low: new ThemeIcon('info'),
  info: new ThemeIcon('circle-small'),
};
