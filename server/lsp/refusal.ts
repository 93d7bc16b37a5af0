// What a question is refused with, in the codes of the protocol. Sessions run in threads that load nothing of the library which
// speaks it: that would be a tenth of what they load. The connection makes the library's errors of these.

/** Codes of JSON-RPC and of the Language Server Protocol. */
export const refusedAs = {
  invalidParams: -32602,
  internalError: -32603,
  /** The client took its question back. */
  requestCancelled: -32800,
  /** The text is another one now. Editors do not trouble their users with it. */
  contentModified: -32801,
  /** The server gave up on it; asking again may help. */
  serverCancelled: -32802,
  requestFailed: -32803,
} as const;

export class Refusal extends Error {
  /** One of `refusedAs`, or what another thread was refused with. */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}
