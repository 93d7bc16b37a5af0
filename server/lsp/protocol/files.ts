// Texts that the client hands to a server which reads no files itself, in a browser.

/** Client to server, in the web build only: texts of files that the server cannot read itself, before it is asked to check them. */
export type ProvideFilesMethod = 'posture/files';
export interface ProvideFilesParams {
  readonly files: readonly { readonly uri: string; readonly text: string }[];
  /** Files that are not there any more. */
  readonly gone: readonly string[];
}
