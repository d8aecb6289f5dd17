/** Any JSON value, as a server sent it. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };
