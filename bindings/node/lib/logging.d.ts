/**
 * Where a client writes what happens in its calls: `console`, or what is like it. Each call and
 * attempt is reported to `debug`, and to `warn` that an attempt failed and another follows.
 */
export interface Logger {
  /** Takes a line of what happened. */
  debug(line: string): unknown;
  /** Takes nothing so far. */
  info?(line: string): unknown;
  /** Takes a line of what went wrong and is tried again. */
  warn(line: string): unknown;
  /** Takes nothing so far: what fails is what a call rejects with. */
  error?(line: string): unknown;
}
