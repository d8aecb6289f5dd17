
/** What an error of yours may be made of, in a test for instance. */
export interface ErrorFields {
// generated: optional fields
  /** What lies below it. */
  cause?: unknown;
}

/**
 * Why a call failed; the class of every error of this library.
 *
 * Its `message` is a sentence that a person can act on. Nothing in it holds a secret of the call,
 * also when the server sent it back. What lies below, such as a refused connection, is its `cause`.
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
