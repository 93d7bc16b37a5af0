// What a row of the format table says. Rows are data: a shape to recognise, a check by name, and what the provider
// offers instead. Code for one provider alone does not belong here; it is a check or a decoder with a name.
import type { CheckName } from '../checks.ts';
import type { DecoderName } from '../decode.ts';

export type Risk = 'full' | 'write' | 'read' | 'ingest' | 'short-lived' | 'key-material' | 'none';

export interface FormatRow {
  readonly id: string;
  /** The credential in the provider's words, without the provider: `personal access token (classic)`. */
  readonly title: string;
  /** In the notation of shape.ts; several where one credential has several forms. */
  readonly shape: string | readonly string[];
  readonly check?: CheckName;
  readonly decode?: DecoderName;
  /** `secret` when left out. */
  readonly kind?: 'test' | 'publishable';
  readonly risk: Risk;
  /** Text that, within 600 characters, says that this is the configuration that every client gets: then it is publishable. */
  readonly publicNear?: readonly string[];
  /** What stands right before it where whoever reads the text is meant to see it. */
  readonly publicBehind?: string;
  /**
   * For shapes that prove nothing by themselves: words of which one must stand in the name, the path, the file's name or
   * the host that the value is given to. Such rows are not looked for in free text.
   */
  readonly near?: readonly string[];
  /** The last word of the name must be one of these too, where the provider's name alone says too little. */
  readonly role?: readonly string[];
}

export interface ProviderFormats {
  readonly provider: string;
  /** What to use instead of a credential that lies in a file. */
  readonly instead?: string;
  /** The provider's page on revoking. */
  readonly revoke?: string;
  readonly formats: readonly FormatRow[];
}

/** A row with its provider's facts. */
export interface SecretFormat extends FormatRow {
  readonly provider: string;
  readonly instead?: string;
  readonly revoke?: string;
}
