import type { AnyStore } from '../store/open.ts'

/** Bundles whose application a crash or a lock cut off, oldest first: they go on at the next sign-in. */
export const findInterrupted = (stores: readonly (AnyStore | undefined)[]): readonly string[] =>
  stores.flatMap((store) =>
    store === undefined
      ? []
      : (store
          .prepare("select bundle from bundleJournal where direction = 'in' and state = 'applying' order by at")
          .pluck()
          .all() as string[]),
  )
