/** What every client has. */
export declare class Client {
  /** The base URL that this client calls, without a slash at its end. */
  readonly baseUrl: string;

  /**
   * Closes idle connections. Every later call rejects with a `ClosedError`; calls in progress
   * complete normally.
   */
  close(): void;

  /** Closes the client: `await using`. */
  [Symbol.asyncDispose](): Promise<void>;

  /** Closes the client: `using`. */
  [Symbol.dispose](): void;
}
