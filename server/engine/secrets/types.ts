// What the secret scanner hands to rules. A value never leaves here whole: rules get a preview, a length and what can
// be decoded; only `reveal` in a fix's own text comparison needs more, and it works on the document.
import type { Place } from '../text/text.ts';
import type { Risk } from './formats/format.ts';
import type { Encoding } from '../facts/value.ts';

/** What the place around a value says about it. */
export interface SecretContext {
  /** The key, variable, property, header or flag that the value is given to: `db_password`, `Authorization`. */
  readonly name?: string;
  /** Keys from the root, where the format has any: `spring.datasource.password`. */
  readonly path?: string;
  readonly where:
    'assignment' | 'argument' | 'comparison' | 'header' | 'url' | 'connection-string' | 'provider-file' | 'comment' | 'text' | 'block';
  /** It is what a reference falls back to: `${DB_PASSWORD:-value}`. */
  readonly fallback?: boolean;
  /** An entry of a Kubernetes Secret: nothing could fill a reference there. */
  readonly kubernetesSecret?: boolean;
  /** Names of variables that the file reads already, here not counted, sorted: what a repair reads should not be one of them. */
  readonly environment?: readonly string[];
  /** The whole assignment or entry, for fixes that rewrite more than the value. */
  readonly entry?: Place;
}

export interface SecretCandidate {
  readonly anchor: string;
  /** Row of the format table (`github-pat`), `generic` for an assigned secret without a known format. */
  readonly format: string;
  readonly provider?: string;
  readonly title: string;
  /** The exact secret, without quotes, scheme or key. */
  readonly at: Place;
  /** With its quotes, where it stands in a string of its own. */
  readonly token: Place;
  readonly encoding: Encoding;
  /** True when the secret is the whole string, so that a fix can replace the string by a reference. */
  readonly whole: boolean;
  readonly context: SecretContext;
  /** `valid`: a checksum or structure proves it. `invalid`: it disproves it. `none`: the format has no offline check. */
  readonly check: 'valid' | 'invalid' | 'none';
  /** `secret`, `test` (sandbox keys), `publishable` (meant to be public), `encrypted`. */
  readonly kind: 'secret' | 'test' | 'publishable' | 'encrypted';
  /** How sure the scanner is that this is a live secret and no placeholder. */
  readonly confidence: 'high' | 'medium' | 'low';
  /** Prefix and length, never the value: `ghp_… (40 characters)`. */
  readonly preview: string;
  /** What the value says by itself, in words: `AWS account 123456789012`, `expired 2024-01-02`. */
  readonly decoded: readonly string[];
  /** Day of expiry as `2027-01-31`, where the value says one. */
  readonly expires?: string;
  /** Written to be replaced, or made by a pattern: nobody issued it. */
  readonly placeholder?: boolean;
  /** A password that everybody writes, for a service of a pipeline, of tests or of one developer's machine. */
  readonly thrownAway?: boolean;
  /** Why it is an example, in words: `e.g.` directly in front of it, the description of an interface. Not where its checksum proves it. */
  readonly shown?: string;
  /** Where a provider prints this very value for everybody: an emulator's key, the key of a tutorial. */
  readonly printedIn?: string;
  /** It begins as the format does, and its length or alphabet is another: no token of this format can be like that. */
  readonly misshapen?: boolean;
  /** How bad a live one is: the format table's class. */
  readonly risk: Risk;
  /** What to use instead, and where to revoke. Facts of the format table. */
  readonly instead?: string;
  readonly revoke?: string;
  /** The id, the user or the second half that belongs to it, by the names beside it. */
  readonly partners?: readonly { readonly at: Place; readonly what: string }[];
  /** 16 bits of its SHA-256: too few to find the value by, enough to tell it from others of the same name. */
  readonly likeness: number;
  /** SHA-256 over format and value, only where the format guarantees 64 random bits or more. Joins copies; never printed. */
  readonly digest?: string;
}
