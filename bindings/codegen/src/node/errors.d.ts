
/** Fields for an error that you construct yourself, for example in a test. */
export interface ErrorFields {
// generated: optional fields
  /** The underlying error. */
  cause?: unknown;
}

/**
 * Why a call failed; the class of every error of this library.
 *
 * Its `message` is a sentence that a person can act on. Secrets of the call are replaced by
 * `[redacted]`, even if the server echoes them; secrets shorter than 6 characters are not found.
 * The underlying error, such as a refused connection, is its `cause`.
 */
export declare class AuthloomError extends Error {
  constructor(message: string, fields?: ErrorFields);

// generated: fields
}

/** The server responded, but not with what was asked for. */
export declare class ApiError extends AuthloomError {
  readonly status: number;
}
// generated: classes
