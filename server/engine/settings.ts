// What a team configured, as the engine needs it: resolved for one file by whoever read the files.
import type { Severity } from './finding.ts';
import type { Profile } from './rule.ts';

export interface Settings {
  readonly profile: Profile;
  /** Severities by rule id, in place of the rule's own. */
  readonly severities: Readonly<Record<string, Severity>>;
  /** Rules that are off, with the reason. */
  readonly off: Readonly<Record<string, string>>;
  /** Rules that are on whatever the profile says. */
  readonly on: readonly string[];
  /** The pinned edition of the rules; the newest when left out. */
  readonly edition?: number;
  /** When set, only these rules run (`--rule`). */
  readonly only?: readonly string[];
}

export const defaultSettings: Settings = { profile: 'default', severities: {}, off: {}, on: [] };

/** The settings of a document. */
export type SettingsFor = (uri: string) => Settings;
