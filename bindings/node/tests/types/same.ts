// How a claim about a type is written.

/** Whether two types are the same, not only assignable. */
export type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Does not compile unless the type is `true`. */
export const holds = <_T extends true>(): void => {};
/** What a promise resolves to. */
export type Of<M extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<M>>;
/** What a client has beside its operations: its life, and what it shows. */
export type Life = 'close' | 'baseUrl' | typeof Symbol.asyncDispose | typeof Symbol.dispose;
