/**
 * Where a client logs its calls: `console` or a compatible object. Calls and attempts are logged at
 * `debug`, retries at `warn`.
 */
export interface Logger {
  /** Logs a call or an attempt. */
  debug(line: string): unknown;
  /** Not called at present. */
  info?(line: string): unknown;
  /** Logs an attempt that failed and is retried. */
  warn(line: string): unknown;
  /** Not called at present: a failed call rejects. */
  error?(line: string): unknown;
}
