// Settings of an editor as they arrive: whatever a client sends, only values that mean something count. A value that means
// nothing is as if it were not there, and is said; a name that is not known here may be the client's own.
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

/** The settings that were there, with those that were given and are known. `say` is told in a sentence of each value that is not. */
export function settingsWith(given: unknown, before: EditorSettings, say: (words: string) => void): EditorSettings {
  if (given === undefined || given === null) return before;
  if (typeof given !== 'object') {
    say(`Settings are a mapping of names to values, and not ${inWords(given)}`);
    return before;
  }
  const said = given as Readonly<Record<string, unknown>>;
  const one = <Name extends keyof typeof allowed>(name: Name): EditorSettings[Name] => {
    const value = said[name];
    if ((allowed[name] as readonly unknown[]).includes(value)) return value as EditorSettings[Name];
    if (value !== undefined && value !== null) say(`posture.${name} is one of ${allowed[name].join(', ')}, and not ${inWords(value)}`);
    return before[name];
  };
  const enabled = (name: 'inlayHints' | 'codeLens'): { readonly enabled: boolean } => {
    const group = said[name] as { readonly enabled?: unknown } | null | undefined;
    const value = group?.enabled;
    if (typeof value === 'boolean') return { enabled: value };
    if (value !== undefined || (group !== undefined && group !== null && typeof group !== 'object'))
      say(`posture.${name} is { "enabled": true } or { "enabled": false }, and not ${inWords(group)}`);
    return before[name];
  };
  return {
    profile: one('profile'),
    minimumSeverity: one('minimumSeverity'),
    problems: one('problems'),
    inlayHints: enabled('inlayHints'),
    codeLens: enabled('codeLens'),
  };
}

/** So much of a value is repeated. */
const shownOfValue = 40;

function inWords(value: unknown): string {
  return (JSON.stringify(value) ?? typeof value).slice(0, shownOfValue);
}
