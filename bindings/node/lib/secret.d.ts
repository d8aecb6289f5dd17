/**
 * A string that must not be seen: a token, a client secret, a code, a key.
 *
 * `console.log`, `util.inspect`, `JSON.stringify` and template strings show it as `Secret(***)`, and
 * `structuredClone` and `postMessage` make an empty object of it; `reveal()` is the only way to its
 * text. Wherever a secret is asked for, a plain string is taken too.
 */
export declare class Secret {
  #private;
  /** Wraps a string. */
  constructor(text: string | Secret);
  /** The text itself. What you do with it is no longer redacted. */
  reveal(): string;
  /** Whether the other is a secret of the same text, in a time that depends on the length alone. */
  equals(other: unknown): boolean;
  /** `Secret(***)`. */
  toString(): string;
  /** `Secret(***)`. */
  toJSON(): string;
}
