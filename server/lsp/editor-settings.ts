// Settings of an editor as they arrive: whatever a client sends, only values that mean something count. An unknown one is
// as if it were not there.
import { severities } from '../engine/finding.ts';
import type { EditorSettings } from './protocol/start.ts';

export const startSettings: EditorSettings = {
  profile: 'workspace',
  minimumSeverity: 'info',
  problems: 'important',
  inlayHints: { enabled: false },
  codeLens: { enabled: true },
};

const allowed = {
  profile: ['workspace', 'default', 'strict', 'audit'],
  minimumSeverity: severities,
  problems: ['important', 'all', 'open files'],
} as const;

/** The settings that were there, with those that were given and are known. */
export function settingsWith(given: unknown, before: EditorSettings): EditorSettings {
  if (typeof given !== 'object' || given === null) return before;
  const said = given as Readonly<Record<string, unknown>>;
  const one = <Name extends keyof typeof allowed>(name: Name): EditorSettings[Name] =>
    (allowed[name] as readonly unknown[]).includes(said[name]) ? (said[name] as EditorSettings[Name]) : before[name];
  const enabled = (name: 'inlayHints' | 'codeLens'): { readonly enabled: boolean } => {
    const value = (said[name] as { readonly enabled?: unknown } | null | undefined)?.enabled;
    return { enabled: typeof value === 'boolean' ? value : before[name].enabled };
  };
  return {
    profile: one('profile'),
    minimumSeverity: one('minimumSeverity'),
    problems: one('problems'),
    inlayHints: enabled('inlayHints'),
    codeLens: enabled('codeLens'),
  };
}
