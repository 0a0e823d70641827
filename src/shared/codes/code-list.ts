/** A closed list of stable codes. Labels live with the languages; a code, once stored, is never edited. */
export interface CodeList<Id extends string, C extends string, R extends string = string> {
  readonly id: Id
  /** Codes a person may choose, in the order a picker shows them. */
  readonly codes: readonly C[]
  /** Codes that stay valid to read in old records and are no longer offered. */
  readonly retired: readonly R[]
}

/** Defines a code list; retired codes are valid to read, not to choose. */
export const codeList = <const Id extends string, const C extends string, const R extends string = never>(
  id: Id,
  codes: readonly C[],
  retired?: readonly R[],
): CodeList<Id, C, R> => ({ id, codes, retired: retired ?? [] })

/** Every code of a list, retired ones included. */
export type CodeOf<L extends CodeList<string, string>> = L['codes'][number] | L['retired'][number]
