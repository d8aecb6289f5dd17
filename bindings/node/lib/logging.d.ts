/**
 * Where a client writes what happens in its calls: `console`, or what is like it. Each call and
 * attempt is told to `debug`, and to `warn` that an attempt failed and another follows.
 */
export interface Logger {
  debug(line: string): unknown;
  info?(line: string): unknown;
  warn(line: string): unknown;
  error?(line: string): unknown;
}
