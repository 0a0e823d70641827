import { z } from 'zod'
import type { Need } from '../permissions.ts'

/** One call over the boundary: what it takes, what it answers, what it needs, and which topics it changes. */
export interface Call<I extends z.ZodType, O extends z.ZodType> {
  readonly input: I
  readonly output: O
  readonly needs: Need
  /** Topics whose queries are stale after success; a topic is the part of a call's name before the dot. */
  readonly changes: readonly string[]
  /** Served in main (windows, dialogs, printing), not by the store worker. */
  readonly shell?: boolean
}

export const call = <I extends z.ZodType, O extends z.ZodType>(spec: Call<I, O>): Call<I, O> => spec

export type Calls = Readonly<Record<string, Call<z.ZodType, z.ZodType>>>
export type InputOf<C> = C extends Call<infer I, z.ZodType> ? z.input<I> : never
export type ParsedInputOf<C> = C extends Call<infer I, z.ZodType> ? z.output<I> : never
export type OutputOf<C> = C extends Call<z.ZodType, infer O> ? z.output<O> : never

export const nothing = z.strictObject({})
export const done = z.strictObject({})
/** A started job: its progress and outcome come as `job` messages and from `jobs.get`. */
export const started = z.strictObject({ jobId: z.string() })
/** A page of a list. `limit` is at most 500 rows. */
export const paging = { offset: z.int().min(0).max(10_000_000), limit: z.int().min(1).max(500) }
/** What stands for a file a person chose; its path never leaves main. */
export const fileToken = z.string().regex(/^[0-9a-f]{32}$/)
export const searchText = z.string().max(200)
